"""A small real house for the two tabs."""

from tests.services.familles.conftest import collegue, ctx, maison

__all__ = ["collegue", "ctx", "maison"]
