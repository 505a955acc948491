"""The window of the house: coordinates, territory, documents given to families, templates."""
