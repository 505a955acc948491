"""Paged item models, the row delegate and the table view."""
