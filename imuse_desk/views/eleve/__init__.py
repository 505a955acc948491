"""The Élève tab."""
