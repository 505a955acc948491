"""Bulletin: a pupil's courses over a period, with marks, comments and absences, then the direction's word.

One page for the usual case; the pages turn between courses alone, and the direction's word follows the last course.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from imuse_desk.printing.base import STYLE_NOTE, STYLE_TEXTE, Emetteur, Entete, Flux, tete_bureau
from imuse_desk.printing.bulletin_blocs import (
    Bloc,
    CoursBulletin,
    DirectionBulletin,
    bloc_absences,
    bloc_cours,
    bloc_direction,
    poser,
    x_barre,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DERNIERE_LIGNE, DROITE, GAUCHE, INTERLIGNE_NOTE, Page
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.texte import couper

ECART, ECART_PARTAGE = 1.0, 1.85  # between blocks at least, and what the spare height may add
APRES_TETE = 0.35
HAUT_SUITE = 6.7  # the rule of the first block of a continuation page, unless its head is taller
PLEINE = DERNIERE_LIGNE - HAUT_SUITE - 3.3  # what a continuation page holds, whatever its head
LIGNE_ECHELLE = 61.5
AVANT_ECHELLE = 1.5


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything the paper prints; ``titre`` is "Bulletin du 1ᵉʳ semestre", ``etat`` the line under the pupil's name.

    ``echelles`` says what the letters are worth; ``mention`` names the bulletin that this one corrects, or says for
    whom a copy is.
    """

    emetteur: Emetteur
    titre: str
    annee: str
    nom: str
    etat: str
    cours: tuple[CoursBulletin, ...]
    titre_absences: str
    absences: str
    direction: DirectionBulletin
    echelles: tuple[str, ...] = ()
    mention: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None


def produire_bulletin(papier: Bulletin) -> bytes:
    """Make the PDF of one bulletin.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return dessiner([composer_bulletin(papier)], titre=f"{papier.titre} · {papier.nom}", auteur=papier.emetteur.nom)


def composer_lot(bulletins: Iterable[Bulletin], *, titre: str, auteur: str) -> bytes:
    """Make one PDF of many, each numbered from page 1, drawn as they come; raises as ``produire_bulletin``."""
    return dessiner(map(composer_bulletin, bulletins), titre=titre, auteur=auteur)


def composer_bulletin(brut: Bulletin) -> list[Page]:
    """Lay a bulletin out, page by page."""
    papier = preparer(brut)
    flux = Flux(
        Entete(
            papier.emetteur,
            papier.nom,
            suite=f"{papier.titre} · {papier.annee}",
            partie=papier.nom,
            empreinte=papier.empreinte,
            duplicata_a=papier.duplicata_a,
        )
    )
    periode = (papier.titre, papier.annee)
    tete_bureau(flux, (" · ".join(periode),) if papier.duplicata_a else periode)  # one line under the stamp
    flux.ligne += 0.25
    for rang, ligne in enumerate(couper(papier.etat, DROITE - GAUCHE, STYLE_TEXTE)):
        flux.ligne += 1 if rang else 0
        flux.page.ecrire(GAUCHE, flux.ligne, ligne, STYLE_TEXTE)
    haut = flux.ligne + APRES_TETE
    notes = [ligne for texte in (papier.mention, *papier.echelles) for ligne in couper(texte, 165, STYLE_NOTE)]
    depart_notes = LIGNE_ECHELLE - INTERLIGNE_NOTE * max(0, len(notes) - 1)
    bas = min(DERNIERE_LIGNE, depart_notes - AVANT_ECHELLE) if notes else DERNIERE_LIGNE
    pages = _repartir(_groupes(papier, DERNIERE_LIGNE - haut, DERNIERE_LIGNE - bas), haut, bas)
    for rang, blocs in enumerate(pages):
        if rang:
            flux.nouvelle_page()
            haut = max(HAUT_SUITE - ECART, flux.ligne - ECART)
        _poser_page(flux.page, blocs, haut, bas if rang == len(pages) - 1 else DERNIERE_LIGNE)
    for rang, ligne in enumerate(notes):
        flux.page.ecrire(GAUCHE, depart_notes + rang * INTERLIGNE_NOTE, ligne, STYLE_NOTE)
    return flux.terminer()


def _groupes(papier: Bulletin, premiere: float, reserve: float) -> list[list[Bloc]]:
    """What stays together: each course alone, the last one with the absences and the direction's word.

    ``premiere`` is what the first page holds, ``reserve`` what the scale takes from the last one.
    """
    barre, accent = x_barre(papier.cours), papier.emetteur.accent
    blocs: list[Bloc] = []
    for rang, cours in enumerate(papier.cours):
        debut = PLEINE if rang else premiere - ECART
        blocs += bloc_cours(cours, barre, accent, debut, PLEINE)
    fin = [bloc_absences(papier.titre_absences, papier.absences)] if papier.absences else []
    fin.append(bloc_direction(papier.direction, accent))
    place = (PLEINE if len(blocs) > 1 else premiere) - reserve
    if blocs and _hauteur([blocs[-1], *fin]) <= place:
        return [*([bloc] for bloc in blocs[:-1]), [blocs[-1], *fin]]
    return [*([bloc] for bloc in blocs), fin]


def _hauteur(blocs: list[Bloc]) -> float:
    """Lines that blocks take, each with the least gap above it."""
    return sum(bloc.hauteur + ECART for bloc in blocs)


def _repartir(groupes: list[list[Bloc]], haut: float, bas: float) -> list[list[Bloc]]:
    """Fill page after page; what ends the bulletin leaves room for the scale."""
    pages: list[list[Bloc]] = [[]]
    for rang, groupe in enumerate(groupes):
        limite = bas if rang == len(groupes) - 1 else DERNIERE_LIGNE
        depart = haut if len(pages) == 1 else HAUT_SUITE - ECART
        if pages[-1] and depart + _hauteur([*pages[-1], *groupe]) > limite + 1e-6:
            pages.append([])
        pages[-1] += groupe
    return pages


def _poser_page(page: Page, blocs: list[Bloc], haut: float, bas: float) -> None:
    """Set blocks under one another; the spare height is shared among the gaps above them."""
    libre = bas - haut - _hauteur(blocs)
    ecart = ECART + min(ECART_PARTAGE, max(0.0, libre) / max(1, len(blocs)))
    ligne = haut
    for bloc in blocs:
        poser(page, bloc, ligne + ecart)
        ligne += ecart + bloc.hauteur
