"""The Valmont family at the desk."""

from tests.services.reinscription.conftest import maison

__all__ = ["maison"]
