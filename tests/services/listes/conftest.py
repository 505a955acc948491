"""The small house of the families' tests."""

from tests.services.familles.conftest import collegue, ctx, maison, sevres

__all__ = ["collegue", "ctx", "maison", "sevres"]
