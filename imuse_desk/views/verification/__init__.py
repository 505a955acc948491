"""The verification station: the document left, the checklist right, keys alone."""
