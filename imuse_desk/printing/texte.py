"""Line breaking on papers: ragged right, never hyphenated, never shrunk, never cut.

Breaks fall on U+0020 alone (no-break spaces hold); a particle or a title stays with the word that follows; a word wider
than its column breaks after a hyphen, else anywhere.
"""

from collections.abc import Callable
from functools import lru_cache

from imuse_desk.printing.grille_page import MM, Style
from imuse_desk.printing.polices import largeur_unitaire

PARTICULES = frozenset(
    {"de", "du", "des", "d’", "d'", "da", "das", "di", "do", "dos", "del", "della", "van", "von", "der", "den", "ten"}
    | {"ter", "zu", "zum", "zur", "ben", "bin", "ibn", "el", "al", "n°"}
    | {"m.", "mm.", "mme", "mmes", "mlle", "dr", "pr", "me", "monsieur", "madame"}
)
SUITES_DE_PARTICULE = PARTICULES | {"la", "le", "les", "l’", "l'"}  # "de la Roche", but "à la Roche" may break


@lru_cache(maxsize=4096)
def couper(texte: str, largeur_mm: float, style: Style) -> tuple[str, ...]:
    """Break a text into lines at most ``largeur_mm`` wide; line feeds are kept, an empty text is no line at all."""
    if not texte:
        return ()
    maximum = largeur_mm * MM / style.taille + 1e-6

    def tient(morceau: str) -> bool:
        return largeur_unitaire(morceau, style.gras) <= maximum

    lignes: list[str] = []
    for paragraphe in texte.split("\n"):
        lignes.extend(couper_selon(paragraphe, tient))
    return tuple(lignes)


def couper_selon(paragraphe: str, tient: Callable[[str], bool], *, noms_entiers: bool = True) -> list[str]:
    """Break one paragraph into lines that all satisfy ``tient``; ``noms_entiers`` keeps particles with their word."""
    net = " ".join(mot for mot in paragraphe.split(" ") if mot)
    if tient(net):
        return [net]
    lignes: list[str] = []
    courante = ""
    mots = net.split(" ")
    for groupe in _solidaires(mots) if noms_entiers else mots:
        candidate = f"{courante} {groupe}" if courante else groupe
        if tient(candidate):
            courante = candidate
            continue
        if courante and (" " in groupe or tient(groupe)):
            lignes.append(courante)
        else:  # a word that no line holds begins on this one
            groupe = candidate
        *pleines, courante = _morceler(groupe, tient)
        lignes.extend(pleines)
    return [*lignes, courante]


def _solidaires(mots: list[str]) -> list[str]:
    """Glue each particle to the word that follows it."""
    groupes: list[str] = []
    colle = False
    for mot in mots:
        bas = mot.lower()
        if colle:
            groupes[-1] += f" {mot}"
            colle = bas in SUITES_DE_PARTICULE
        else:
            groupes.append(mot)
            colle = bas in PARTICULES
    return groupes


def _morceler(groupe: str, tient: Callable[[str], bool]) -> list[str]:
    """Break a group that may be wider than its column: between its words, then after hyphens, then anywhere."""
    if tient(groupe):
        return [groupe]
    unites = [unite for mot in groupe.split(" ") for unite in _unites(f"{mot} ", tient)]
    lignes: list[str] = []
    courante = ""
    for unite in unites:
        if courante and not tient((courante + unite).rstrip(" ")):
            lignes.append(courante.rstrip(" "))
            courante = ""
        courante += unite
    return [*lignes, courante.rstrip(" ")]


def _unites(mot: str, tient: Callable[[str], bool]) -> list[str]:
    """Cut a word (and the space after it) into the pieces between which it may break."""
    if tient(mot.rstrip(" ")):
        return [mot]
    unites: list[str] = []
    for partie in mot.replace("-", "-\0").split("\0"):
        unites.extend([partie] if tient(partie.rstrip(" ")) else partie)
    return unites
