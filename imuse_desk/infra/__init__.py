"""Settings file, keyring, logging, content-addressed store, mail transport, backups."""
