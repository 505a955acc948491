"""Declarative classes, column types and engine: the only place that knows tables."""
