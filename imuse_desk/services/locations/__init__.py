"""Instrument hire: the park, contracts, their billing, the waiting list."""
