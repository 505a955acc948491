"""The window of the régie."""
