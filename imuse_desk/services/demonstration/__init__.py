"""The demonstration base: a network of three sites with invented people, the same for the same size and date."""
