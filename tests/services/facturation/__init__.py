"""Invoices: preparing, issuing, checking."""
