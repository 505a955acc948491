"""Library-backed readers of what comes from outside; they hand plain values to the domain."""
