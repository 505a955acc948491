"""Rules that compare a document with a household: names, addresses, dates. Nothing is decided here."""
