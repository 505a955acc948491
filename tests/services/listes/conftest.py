"""The small house of the families' tests."""

from tests.services.familles.conftest import collegue, ctx, maison, professeur, sevres

__all__ = ["collegue", "ctx", "maison", "professeur", "sevres"]
