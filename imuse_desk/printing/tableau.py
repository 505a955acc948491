"""Tables that run over pages: repeated heads, groups that keep their name with their rows, Report lines.

Rows are as tall as their tallest cell; an amount stands on the first line of its row. Distances are lines of the grid.
"""

from dataclasses import dataclass

from imuse_desk.domain.argent import euros, montant
from imuse_desk.printing.base import (
    STYLE_BLOC,
    STYLE_COURANT,
    STYLE_DEMI,
    STYLE_GRIS,
    STYLE_NOTE,
    STYLE_SOUS_TITRE,
    Flux,
)
from imuse_desk.printing.grille_page import AXE, DROITE, FILET_FORT, GAUCHE, INTERLIGNE_NOTE, Style
from imuse_desk.printing.texte import couper

SOUS_LIGNE = 0.42  # a rule stands this far below its baseline
PREMIERE_RANGEE = 1.5
RANGEE_REGLEE, RANGEE_DENSE = 1.25, 1.0
AVANT_NOM, APRES_NOM = 1.75, 1.25
APRES_NOTE = 0.25
PLI_HAUT, PLI_BAS = 43.42, 44.71  # the second fold, 195.4 to 201.2 mm
SUITE_DE_PAGE = "suite de la page précédente"


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column between two edges in mm; numbers and states stand at the right edge, their head too."""

    titre: str
    gauche: float
    droite: float
    a_droite: bool = False


@dataclass(frozen=True, slots=True)
class Cellule:
    """One cell: a text that wraps, note lines under it in the smallest size, a tick box before it or not."""

    texte: str = ""
    style: Style = STYLE_COURANT
    notes: tuple[str, ...] = ()
    a_case: bool = False


@dataclass(frozen=True, slots=True)
class Rangee:
    """One row, a cell a column; ``montant_centimes`` is what it adds to the amount carried over."""

    cellules: tuple[Cellule, ...]
    montant_centimes: int = 0


@dataclass(frozen=True, slots=True)
class Groupe:
    """Rows under one name (none: plain rows), with a grey remark at the axis and a state at the right."""

    rangees: tuple[Rangee, ...]
    nom: str = ""
    precision: str = ""
    etat: str = ""


@dataclass(frozen=True, slots=True)
class Tableau:
    """A whole table; ``reporte`` carries the amount of the rows printed so far from page to page."""

    colonnes: tuple[Colonne, ...]
    groupes: tuple[Groupe, ...]
    est_regle: bool = True
    reporte: bool = False


RETRAIT_CASE_MM = 5.0


def poser_tableau(flux: Flux, tableau: Tableau, ecart: float = 2.75) -> None:
    """Set a table ``ecart`` lines under what stands above; the flow ends on its last rule."""
    _Pose(flux, tableau).poser(ecart)


def poser_total(flux: Flux, libelle: str, total_centimes: int, precision: str = "") -> None:
    """Set a total under a strong rule, off the fold; ``precision`` stands at the axis."""
    flux.reserver(1.5)
    flux.avancer(1.25)
    if flux.ligne + SOUS_LIGNE > PLI_HAUT and flux.ligne - 0.9 < PLI_BAS:
        flux.ligne = PLI_BAS + 0.9
    flux.page.filet(flux.ligne - 0.9, FILET_FORT)
    flux.page.ecrire(GAUCHE, flux.ligne, libelle, STYLE_BLOC)
    flux.page.ecrire(AXE, flux.ligne, precision, STYLE_DEMI)
    flux.page.ecrire(DROITE, flux.ligne, euros(total_centimes), STYLE_SOUS_TITRE, a_droite=True)


class _Pose:
    """One table on its way down the pages."""

    def __init__(self, flux: Flux, tableau: Tableau) -> None:
        self.flux = flux
        self.tableau = tableau
        self.pas = RANGEE_REGLEE if tableau.est_regle else RANGEE_DENSE
        self.attente = 0.0  # gap to the next baseline
        self.cumul_centimes = 0
        self.reserve = self.pas + SOUS_LIGNE if tableau.reporte else SOUS_LIGNE

    def poser(self, ecart: float) -> None:
        groupes = self.tableau.groupes
        if not groupes:
            return
        self.flux.reserver(ecart + PREMIERE_RANGEE + self._amorce(groupes[0]))
        self.flux.avancer(ecart)
        self._tete()
        for rang, groupe in enumerate(groupes):
            if rang and not self.flux.tient(AVANT_NOM + self._amorce(groupe)):
                self._page_suivante()
            self._poser_groupe(groupe)

    def _poser_groupe(self, groupe: Groupe) -> None:
        self._nom(groupe, groupe.precision, groupe.etat)
        for rang, rangee in enumerate(groupe.rangees):
            hauteur = self.attente + self._hauteur(rangee) + self.reserve
            if rang and not self.flux.tient(hauteur):
                self._page_suivante()
                self._nom(groupe, SUITE_DE_PAGE, "")
            self._poser_rangee(rangee)

    def _page_suivante(self) -> None:
        """Turn the page, with the amount so far at the foot of one and the head of the other."""
        flux = self.flux
        if self.tableau.reporte:
            self._ligne_report("À reporter")
        flux.nouvelle_page()
        flux.avancer(0)
        self._tete()
        if self.tableau.reporte:
            self._ligne_report("Report")

    def _ligne_report(self, libelle: str) -> None:
        flux = self.flux
        flux.ligne += self.attente
        flux.page.ecrire(AXE, flux.ligne, libelle, STYLE_COURANT)
        flux.page.ecrire(DROITE, flux.ligne, montant(self.cumul_centimes), STYLE_COURANT, a_droite=True)
        flux.page.filet(flux.ligne + SOUS_LIGNE)
        self.attente = self.pas if self.tableau.est_regle else RANGEE_REGLEE

    def _tete(self) -> None:
        flux = self.flux
        for colonne in self.tableau.colonnes:
            x_mm = colonne.droite if colonne.a_droite else colonne.gauche
            flux.page.ecrire(x_mm, flux.ligne, colonne.titre, STYLE_NOTE, a_droite=colonne.a_droite)
        flux.page.filet(flux.ligne + SOUS_LIGNE, FILET_FORT)
        self.attente = PREMIERE_RANGEE

    def _nom(self, groupe: Groupe, precision: str, etat: str) -> None:
        """Write a group's name, its remark and its state."""
        if not groupe.nom:
            return
        flux = self.flux
        flux.ligne += max(self.attente, AVANT_NOM if self.attente < PREMIERE_RANGEE else 0)
        style_etat = flux.entete.style_accent
        place = DROITE - AXE - (style_etat.largeur(etat) + 4 if etat else 0)
        noms = _lignes_nom(groupe)
        precisions = couper(precision, place, STYLE_GRIS)
        for rang in range(max(len(noms), len(precisions))):
            if rang:
                flux.ligne += 1
            flux.page.ecrire(GAUCHE, flux.ligne, noms[rang] if rang < len(noms) else "", STYLE_BLOC)
            flux.page.ecrire(AXE, flux.ligne, precisions[rang] if rang < len(precisions) else "", STYLE_GRIS)
            if not rang:
                flux.page.ecrire(DROITE, flux.ligne, etat, style_etat, a_droite=True)
        self.attente = APRES_NOM

    def _poser_rangee(self, rangee: Rangee) -> None:
        flux = self.flux
        flux.ligne += self.attente
        for colonne, cellule in zip(self.tableau.colonnes, rangee.cellules, strict=True):
            self._poser_cellule(colonne, cellule)
        flux.ligne += self._hauteur(rangee)
        if self.tableau.est_regle:
            flux.page.filet(flux.ligne + SOUS_LIGNE)
        self.attente = self.pas
        if not self.tableau.est_regle and any(cellule.notes for cellule in rangee.cellules):
            self.attente += APRES_NOTE
        self.cumul_centimes += rangee.montant_centimes

    def _poser_cellule(self, colonne: Colonne, cellule: Cellule) -> None:
        page, ligne = self.flux.page, self.flux.ligne
        x_mm = colonne.droite if colonne.a_droite else colonne.gauche
        if cellule.a_case:
            page.case(x_mm, ligne)
            x_mm += RETRAIT_CASE_MM
        textes, notes = _decoupe(colonne, cellule)
        for texte in textes:
            page.ecrire(x_mm, ligne, texte, cellule.style, a_droite=colonne.a_droite)
            ligne += 1
        ligne -= 1 if textes else 0
        for note in notes:
            ligne += INTERLIGNE_NOTE
            page.ecrire(x_mm, ligne, note, STYLE_NOTE, a_droite=colonne.a_droite)

    def _hauteur(self, rangee: Rangee) -> float:
        """Lines from the first to the last baseline of a row."""
        hauteur = 0.0
        for colonne, cellule in zip(self.tableau.colonnes, rangee.cellules, strict=True):
            textes, notes = _decoupe(colonne, cellule)
            hauteur = max(hauteur, max(len(textes) - 1, 0) + INTERLIGNE_NOTE * len(notes))
        return hauteur

    def _amorce(self, groupe: Groupe) -> float:
        """Height of what must stand together at a group's head: its name and two rows."""
        nom = APRES_NOM + len(_lignes_nom(groupe)) - 1 if groupe.nom else 0.0
        rangees = groupe.rangees[:2]
        return nom + sum(self._hauteur(rangee) for rangee in rangees) + self.pas * (len(rangees) - 1) + self.reserve


def _lignes_nom(groupe: Groupe) -> tuple[str, ...]:
    """Break a group's name in the left half of the page."""
    return couper(groupe.nom, AXE - 4 - GAUCHE, STYLE_BLOC)


def _decoupe(colonne: Colonne, cellule: Cellule) -> tuple[tuple[str, ...], list[str]]:
    """Break a cell's text and its notes in the width of its column."""
    large = colonne.droite - colonne.gauche - (RETRAIT_CASE_MM if cellule.a_case else 0)
    notes = [ligne for note in cellule.notes for ligne in couper(note, large, STYLE_NOTE)]
    return couper(cellule.texte, large, cellule.style), notes
