"""Figures of the program beside raw SQLite, raw Qt or a bare canvas doing the same: ``python -m benchmarks``."""
