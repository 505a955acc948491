"""The grid of a timetable: a column a day (or a room), blocks at their time, those that overlap side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from imuse_desk.domain.dates import heure_fr
from imuse_desk.printing.grille_page import (
    DROITE,
    FILET,
    FILET_FORT,
    GAUCHE,
    GRIS,
    INTERLIGNE_NOTE,
    MM,
    NOTE,
    Cadre,
    Page,
    Style,
    hauteur_pt,
)
from imuse_desk.printing.texte import couper

HEURES_MM = 11.0
MARGE_MM = 1.0
ENTRE_MM = 0.6
PREMIERE_LIGNE = 0.64  # from the top of a block to its first baseline
HEURE_MAX = 5.0  # lines: a short day is not stretched over the page
TETE = 0.42
DUREE_LISIBLE = 15  # minutes: a shorter lesson is drawn as long as this
LARGEUR_LISIBLE_MM = 9.0
COLONNE_VIDE = 0.7  # share of the width that a column without lessons takes
COUPE = "…"
STYLE_HEURE = Style(NOTE, gras=True)
STYLE_COURS = Style(NOTE)
STYLE_DETAIL = Style(NOTE, couleur=GRIS)


@dataclass(frozen=True, slots=True)
class Bloc:
    """One lesson: its column, when, what, and the rest (room, teacher, pupils), which is cut first."""

    colonne: int
    debut: time
    duree_min: int
    titre: str
    details: tuple[str, ...] = ()

    @property
    def ouvre(self) -> int:
        """When it begins, in minutes of the day."""
        return self.debut.hour * 60 + self.debut.minute

    @property
    def ferme(self) -> int:
        """When it ends, in minutes of the day: midnight at the latest."""
        return min(self.ouvre + self.duree_min, 24 * 60)

    @property
    def horaire(self) -> str:
        """``14:00–15:15``."""
        return f"{heure_fr(self.debut)}–{self.ferme // 60:02}:{self.ferme % 60:02}"


@dataclass(frozen=True, slots=True)
class _Pose:
    """A block with its share of the column: the ``rang``-th of ``nombre`` side by side."""

    bloc: Bloc
    rang: int
    nombre: int


def poser_grille(page: Page, colonnes: Sequence[str], blocs: Sequence[Bloc], haut: float, bas: float) -> float:
    """Draw the grid from the baseline ``haut`` of its heads down to ``bas`` at most; return where it ends.

    A column is as wide as it has lessons side by side.
    """
    poses = list(_ranger(blocs))
    premiere, derniere = _heures(blocs)
    zero = haut + TETE
    par_heure = min(HEURE_MAX, (bas - zero) / (derniere - premiere))
    bords = _bords(len(colonnes), poses)
    for rang, titre in enumerate(colonnes):
        lignes = _tete(titre, bords[rang + 1] - bords[rang] - ENTRE_MM)
        for reste, texte in enumerate(lignes, start=1 - len(lignes)):
            page.ecrire(bords[rang], haut + reste * INTERLIGNE_NOTE, texte, STYLE_HEURE)
    page.filet(zero, FILET_FORT)
    for heure in range(premiere, derniere):
        _filet_d_heure(page, heure, zero + (heure - premiere) * par_heure, bords, blocs, est_premiere=heure == premiere)
    for pose in poses:
        bloc, gauche = pose.bloc, bords[pose.bloc.colonne]
        part = (bords[bloc.colonne + 1] - gauche) / pose.nombre
        debut, fin = (zero + (minutes / 60 - premiere) * par_heure for minutes in (bloc.ouvre, _fin(bloc)))
        _dessiner(page, bloc, gauche + pose.rang * part, part - ENTRE_MM, debut, fin)
    fond = zero + (derniere - premiere) * par_heure
    page.filet(fond, FILET)
    return fond


def _tete(titre: str, large: float) -> tuple[str, ...]:
    """A column's head over several lines; one word that is too wide (a day) is abridged."""
    if " " not in titre and STYLE_HEURE.largeur(titre) > large:
        titre = f"{titre[:3]}."
    return couper(titre, large, STYLE_HEURE)


def _bords(nombre: int, poses: Sequence[_Pose]) -> list[float]:
    """The left edges of the columns and the right one of the last, in mm."""
    parts = [COLONNE_VIDE] * nombre
    for pose in poses:
        parts[pose.bloc.colonne] = max(parts[pose.bloc.colonne], 1.0, float(pose.nombre))
    unite = (DROITE - GAUCHE - HEURES_MM) / sum(parts)
    return [GAUCHE + HEURES_MM + unite * sum(parts[:rang]) for rang in range(nombre + 1)]


def _heures(blocs: Sequence[Bloc]) -> tuple[int, int]:
    """The whole hours from before the first lesson to after the last one."""
    return min(b.ouvre for b in blocs) // 60, -(-max(_fin(b) for b in blocs) // 60)


def _fin(bloc: Bloc) -> int:
    return max(bloc.ferme, min(bloc.ouvre + DUREE_LISIBLE, 24 * 60))


def _filet_d_heure(
    page: Page, heure: int, ligne: float, bords: Sequence[float], blocs: Sequence[Bloc], *, est_premiere: bool
) -> None:
    """An hour on the left, and its rule wherever no lesson stands."""
    page.ecrire(GAUCHE, ligne + PREMIERE_LIGNE, f"{heure:02}:00", STYLE_DETAIL)
    if est_premiere:
        return
    page.filet(ligne, FILET, GAUCHE, bords[0])
    for rang, (gauche, droite) in enumerate(pairwise(bords)):
        if not any(b.colonne == rang and b.ouvre < heure * 60 < _fin(b) for b in blocs):
            page.filet(ligne, FILET, gauche, droite)


def _ranger(blocs: Sequence[Bloc]) -> Iterator[_Pose]:
    """Share the width among lessons that overlap: each takes the first lane free, the group has as many as it needs."""
    groupe: list[tuple[Bloc, int]] = []
    libres: list[int] = []  # when each lane of the group is free again
    avant: tuple[int, int] = (-1, 0)
    for bloc in sorted(blocs, key=lambda b: (b.colonne, b.ouvre, -b.duree_min, b.titre)):
        colonne, fin = avant
        if groupe and (bloc.colonne != colonne or bloc.ouvre >= fin):
            yield from (_Pose(b, rang, len(libres)) for b, rang in groupe)
            groupe, libres, fin = [], [], 0
        rang = next((rang for rang, libre in enumerate(libres) if libre <= bloc.ouvre), len(libres))
        libres[rang : rang + 1] = [_fin(bloc)]
        groupe.append((bloc, rang))
        avant = bloc.colonne, max(fin if bloc.colonne == colonne else 0, _fin(bloc))
    yield from (_Pose(b, rang, len(libres)) for b, rang in groupe)


def _dessiner(page: Page, bloc: Bloc, gauche: float, large: float, debut: float, fin: float) -> None:
    """A frame and what fits in it; a text that is cut ends in an ellipsis."""
    bas = hauteur_pt(fin) + 0.6
    page.cadres.append(Cadre(gauche * MM, bas, large * MM, hauteur_pt(debut) - 0.6 - bas, 0.6))
    place = max(1, int((fin - debut - PREMIERE_LIGNE - 0.12) / INTERLIGNE_NOTE + 1 + 1e-6))
    for rang, (texte, style) in enumerate(_lignes(bloc, large - 2 * MARGE_MM, place)):
        page.ecrire(gauche + MARGE_MM, debut + PREMIERE_LIGNE + rang * INTERLIGNE_NOTE, texte, style)


def _lignes(bloc: Bloc, large: float, place: int) -> list[tuple[str, Style]]:
    """The lines of a block: the time, what is taught, the details, in ``place`` lines."""
    debut = heure_fr(bloc.debut)
    if large < LARGEUR_LISIBLE_MM:  # too many side by side: the table below tells the rest
        return [(debut if STYLE_HEURE.largeur(debut) <= large else "·", STYLE_HEURE)]
    if place == 1:
        return [(_tronquer(f"{debut} {bloc.titre}", large, STYLE_COURS), STYLE_COURS)]
    horaire = bloc.horaire if STYLE_HEURE.largeur(bloc.horaire) <= large else debut
    textes = [(bloc.titre, STYLE_COURS), *((detail, STYLE_DETAIL) for detail in bloc.details)]
    lignes = [(horaire, STYLE_HEURE)]
    for texte, style in textes:
        siennes = couper(texte, large, style)
        reste = place - len(lignes)
        lignes += [(ligne, style) for ligne in siennes[:reste]]
        if len(siennes) > reste:
            if reste:
                lignes[-1] = (_tronquer(siennes[reste - 1] + COUPE, large, style), style)
            break
    return lignes


def _tronquer(texte: str, large: float, style: Style) -> str:
    """Cut a text to one line, visibly."""
    if style.largeur(texte) <= large:
        return texte
    texte = texte.removesuffix(COUPE)
    while texte and style.largeur(texte + COUPE) > large:
        texte = texte[:-1]
    return texte.rstrip() + COUPE
