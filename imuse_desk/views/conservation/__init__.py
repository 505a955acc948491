"""How long the files of pieces are kept, and their destruction."""
