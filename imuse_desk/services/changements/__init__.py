"""Dated changes of what a pupil follows: added, moved, stopped, suspended; one operation each, kept in the history."""
