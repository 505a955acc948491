"""The Suivi tab."""
