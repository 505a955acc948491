"""Re-enrolment: a family's answers, its pieces and price, the deposit and the administrative validation."""
