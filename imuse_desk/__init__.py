"""The desktop program of a French conservatoire's secretariat (imports nothing: the documents process starts from here)."""
