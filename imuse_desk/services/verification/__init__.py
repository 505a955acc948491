"""Verification of the pieces: what is read, compared and proved; a person decides."""
