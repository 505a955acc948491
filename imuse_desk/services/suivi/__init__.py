"""Attendance, evaluations and bulletins: what teachers and the office write of a pupil's year."""
