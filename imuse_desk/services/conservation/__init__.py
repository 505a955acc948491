"""How long the files of pieces are kept, the lists proposed to the public archives, and their destruction."""
