"""Several files for one row: one document whose pages are put in order, or a document for each."""
