"""Every kind of simple card: importing this module makes them known."""

from imuse_desk.services.offre import cours, lieux, nomenclature
from imuse_desk.services.offre.fiches import FICHES

__all__ = ["FICHES", "cours", "lieux", "nomenclature"]
