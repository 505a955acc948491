"""Reminders of unpaid invoices."""
