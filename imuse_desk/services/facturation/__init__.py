"""Invoices, credit notes and payments: prepared, issued once, never changed."""
