"""The marks grid, and the settings of the evaluations."""
