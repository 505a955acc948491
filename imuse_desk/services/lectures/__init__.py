"""The read side: selects to frozen rows, id lists with pages, search."""
