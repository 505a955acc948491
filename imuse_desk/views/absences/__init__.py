"""The window of absences: letters of the ladder, teachers away, the ladder itself."""
