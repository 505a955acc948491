"""Is it the same person? Names as papers write them: capitals, no accents, any order, titles, particles, two names.

A paper rarely says which word is the first name. Two names meet when every word of the shorter is a word of the other,
with a family name and a first name among them; an initial meets the first name that it begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from imuse_desk.domain.textes import mots_plies

TITRES = frozenset({"m", "mr", "monsieur", "mme", "madame", "mlle", "mademoiselle", "melle", "me", "dr"})
LIAISONS = frozenset({"et", "ou", "ne", "nee", "epouse", "epoux", "veuve", "usage"})
PARTICULES = frozenset({"de", "du", "des", "d", "la", "le", "l", "les", "van", "von", "der", "den", "di", "da", "dos"})


class Accord(StrEnum):
    """How a name read meets a person of the household."""

    MEME = "meme"
    PROCHE = "proche"  # an initial, one name of two: a person looks
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class Identite:
    """A person of the household: the names that may stand on a paper (birth, use) and the first names."""

    noms: tuple[str, ...]
    prenoms: tuple[str, ...]


def mots_du_nom(texte: str) -> tuple[str, ...]:
    """The words that name somebody, folded: ``MME/DE LA TOUR-MARTIN/ALICE`` gives tour, martin, alice."""
    mots = mots_plies(texte)
    utiles = [mot for mot in mots if mot not in TITRES and mot not in LIAISONS]
    sans_particules = [mot for mot in utiles if mot not in PARTICULES]
    return tuple(sans_particules or utiles)


def comparer(lu: str, personne: Identite) -> Accord:
    """Compare a name read with a person."""
    mots = set(mots_du_nom(lu))
    if not mots:
        return Accord.AUTRE
    prenoms = [set(mots_du_nom(prenom)) for prenom in personne.prenoms if prenom]
    meilleur = Accord.AUTRE
    for nom in filter(None, personne.noms):
        attendu = set(mots_du_nom(nom))
        if not attendu or not attendu & mots:
            continue
        a_le_nom = attendu <= mots
        a_le_prenom = any(prenom <= mots for prenom in prenoms)
        initiale = any(mot[0] in mots for prenom in prenoms for mot in prenom)
        if a_le_nom and a_le_prenom:
            return Accord.MEME
        if (a_le_nom and initiale) or a_le_prenom:
            meilleur = Accord.PROCHE
    return meilleur


def est_meme_nom(un: str, autre: str, mots_min: int = 1) -> bool:
    """Every word of the shorter name is a word of the other, so many of them at least."""
    mots, voulus = sorted((set(mots_du_nom(un)), set(mots_du_nom(autre))), key=len)
    return len(mots) >= mots_min and mots <= voulus


def nomment_le_meme(un: str, autre: str, personnes: Iterable[Identite]) -> bool:
    """Two papers, or two places of one, name somebody alike, or one of these people."""
    return est_meme_nom(un, autre) or any(
        Accord.AUTRE not in (comparer(un, personne), comparer(autre, personne)) for personne in personnes
    )


def trouver(lu: str, personnes: Iterable[Identite]) -> tuple[Accord, int | None]:
    """The person whom a name read meets best, by rank; a couple's line (``M. ET MME …``) meets either of them."""
    meilleur: tuple[Accord, int | None] = (Accord.AUTRE, None)
    for rang, personne in enumerate(personnes):
        accord = comparer(lu, personne)
        if accord is Accord.MEME:
            return accord, rang
        if accord is Accord.PROCHE and meilleur[0] is Accord.AUTRE:
            meilleur = accord, rang
    return meilleur
