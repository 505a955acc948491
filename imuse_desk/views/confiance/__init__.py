"""Whom the house trusts to seal documents: the window of the 2D-Doc certificates."""
