"""The window of the régie: batch calls, slips, the check of the pieces."""
