"""The Famille tab."""
