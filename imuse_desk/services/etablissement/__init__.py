"""The house itself: sites, territory, documents given to families, templates and merged letters."""
