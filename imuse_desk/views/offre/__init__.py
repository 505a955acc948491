"""The window of the offer: what is taught, where, by whom, when, and the days without lessons."""
