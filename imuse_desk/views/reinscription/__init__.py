"""The Réinscription tab."""
