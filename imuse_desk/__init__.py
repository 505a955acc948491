"""The desktop program of a French conservatoire's secretariat. Imports nothing: the documents process starts here."""
