"""Closed lists of the forms, read from resources: PCS, family situations, countries and nationalities, school levels.

A value that is no longer in a list (an old *Mademoiselle*) stays readable: the forms show it as it is stored.
"""

from functools import cache
from importlib.resources import files

CIVILITES = ("", "Madame", "Monsieur")
SEXES = {"": "—", "F": "F", "M": "M"}
STATUTS = {"": "Non renseigné", "resident": "Résident", "assimile": "Assimilé résident", "exterieur": "Extérieur"}
SUPPORTS = {
    "interne": "Usage interne",
    "affiche_presse": "Affiches et presse",
    "site_web": "Site web",
    "reseaux_sociaux": "Réseaux sociaux",
}


@cache
def _lignes(nom: str) -> tuple[tuple[str, ...], ...]:
    texte = (files("imuse_desk.resources") / "listes" / f"{nom}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(ligne.split("\t")) for ligne in texte.splitlines() if ligne)


def pcs() -> dict[str, str]:
    """INSEE's catégories socioprofessionnelles at level 2, code → label."""
    return {ligne[0]: ligne[1] for ligne in _lignes("pcs")}


def situations_familiales() -> tuple[str, ...]:
    """Family situations."""
    return tuple(ligne[0] for ligne in _lignes("situations_familiales"))


def niveaux_scolaires() -> tuple[str, ...]:
    """School levels, from the youngest."""
    return tuple(ligne[0] for ligne in _lignes("niveaux_scolaires"))


def pays() -> dict[str, str]:
    """ISO 3166-1 alpha-2 → French name, France first."""
    return {code: nom for code, nom, _ in _lignes("pays")}


def nationalites() -> tuple[str, ...]:
    """Nationalities as forms write them, the French one first."""
    return tuple(nationalite for _, _, nationalite in _lignes("pays"))
