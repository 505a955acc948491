"""The Facturation tab."""
