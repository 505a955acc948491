"""The window of the bulletins: who has one, proof-reading, the times that a result made unfit."""
