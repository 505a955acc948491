"""The window of the instruments: park, contracts, rental prices."""
