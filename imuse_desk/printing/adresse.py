"""The postal address in the envelope's window: six lines of 38 characters, upper case, no punctuation.

The form is that of the postal standard (NF Z 10-011); the block's last line is fixed and the block grows upwards.
"""

import re
from collections.abc import Callable

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.grille_page import LIGNE_MM, MM, TEXTE, Page, Style
from imuse_desk.printing.polices import largeur
from imuse_desk.printing.texte import couper_selon

LIGNES_MAXIMUM = 6
SIGNES_MAXIMUM = 38
LARGEUR_MM = 78.5
TAILLE_MINIMALE = 8.0
PAS_TAILLE = 0.25
PAS_MM, PAS_SERRE_MM = 4.0, 3.8
_PONCTUATION = re.compile(r"[.,;:!?()\[\]{}\"«»“”/\\_*#]+")


def mettre_en_forme(lignes: tuple[str, ...]) -> list[str]:
    """Put an address into the postal form.

    When it takes over six lines, short neighbours share one, then names fill their lines, and only then the 38
    characters give way to the width of the window.
    Raises Invalide(adresse, adresse_vide) or Invalide(adresse, adresse_trop_longue, lignes, maximum).
    """
    nettes = [" ".join(_PONCTUATION.sub(" ", ligne).upper().split()) for ligne in lignes]
    nettes = [nette for nette in nettes if nette]
    if not nettes:
        raise Invalide("adresse", "adresse_vide")
    formees: list[str] = []
    for tient, noms_entiers in ((_tient, True), (_tient, False), (_tient_en_largeur, False)):
        formees = [partie for nette in nettes for partie in couper_selon(nette, tient, noms_entiers=noms_entiers)]
        _reunir(formees, tient)
        if len(formees) <= LIGNES_MAXIMUM:
            return formees
    raise Invalide("adresse", "adresse_trop_longue", lignes=len(formees), maximum=LIGNES_MAXIMUM)


def ecrire_adresse(page: Page, lignes: tuple[str, ...], *, x_mm: float, y_mm: float) -> None:
    """Write the block with its last baseline at ``y_mm``; a line too wide takes a smaller size, ¼ pt by ¼ pt."""
    formees = mettre_en_forme(lignes)
    pas = PAS_SERRE_MM if len(formees) == LIGNES_MAXIMUM else PAS_MM
    haut = y_mm - pas * (len(formees) - 1)
    for rang, ligne in enumerate(formees):
        page.ecrire(x_mm, (haut + rang * pas) / LIGNE_MM, ligne, Style(_taille(ligne)))


def _tient(ligne: str) -> bool:
    """Say whether a line holds in 38 characters and in the window."""
    return len(ligne) <= SIGNES_MAXIMUM and _tient_en_largeur(ligne)


def _tient_en_largeur(ligne: str) -> bool:
    """Say whether a line holds in the window at the smallest size."""
    return largeur(ligne, TAILLE_MINIMALE) <= LARGEUR_MM * MM


def _taille(ligne: str) -> float:
    """The largest size at which the line fits the window."""
    taille = TEXTE
    while largeur(ligne, taille) > LARGEUR_MM * MM and taille > TAILLE_MINIMALE:
        taille -= PAS_TAILLE
    return taille


def _reunir(lignes: list[str], tient: Callable[[str], bool]) -> None:
    """Join the shortest neighbours while there are too many lines, the addressee and the town left apart."""
    while len(lignes) > LIGNES_MAXIMUM:
        paires = [
            (len(lignes[rang]) + len(lignes[rang + 1]), rang)
            for rang in range(1, len(lignes) - 2)
            if tient(f"{lignes[rang]}  {lignes[rang + 1]}")
        ]
        if not paires:
            return
        rang = min(paires)[1]
        lignes[rang : rang + 2] = [f"{lignes[rang]}  {lignes[rang + 1]}"]
