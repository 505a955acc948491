"""Reminders of what is past due: what is owed by age, the levels of a site, a round of letters, who is left alone."""
