"""The window of the instruments."""
