"""« Écrire à la sélection »: the window that counts, shows each message and sends."""
