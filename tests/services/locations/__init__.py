"""Instrument hire."""
