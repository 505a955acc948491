"""The house's offer: what is taught, where, by whom, at which times; and the days without lessons."""
