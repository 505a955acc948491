"""Tables that run over pages: repeated heads, groups that keep their name with their rows, Report lines.

Rows are as tall as their tallest cell; an amount stands on the first line of its row. Distances are lines of the grid.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

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
SEPARATION = 0.6
APRES_CADENCE = 0.25
SOUS_FILET = 0.12  # more room for a text right under a rule
RANGEES_AMORCE = 2  # a group's name stands over as many rows at least
SOUS_TOTAL_GAUCHE_MM = 170.875
RETRAIT_CASE_MM = 4.5
PLI_HAUT, PLI_BAS = 43.42, 44.71  # the second fold, 195.4 to 201.2 mm
A_REPORTER = "À reporter"
SUITE_DE_PAGE = "suite de la page précédente"


@dataclass(frozen=True, slots=True)
class Colonne:
    """One column between two edges in mm; numbers and states stand at the right edge, their head too.

    A head of several lines, parted by line feeds, grows upwards.
    """

    titre: str
    gauche: float
    droite: float
    a_droite: bool = False


@dataclass(frozen=True, slots=True)
class Cellule:
    """One cell: a text that wraps, then choices with a tick box each, then note lines in the smallest size.

    ``a_case`` sets a tick box before the text as well.
    """

    texte: str = ""
    style: Style = STYLE_COURANT
    notes: tuple[str, ...] = ()
    choix: tuple[str, ...] = ()
    a_case: bool = False


@dataclass(frozen=True, slots=True)
class Rangee:
    """One row, a cell a column; ``montant_centimes`` is what it adds to the amount carried over."""

    cellules: tuple[Cellule, ...]
    montant_centimes: int = 0


@dataclass(frozen=True, slots=True)
class Groupe:
    """Rows under one name (none: plain rows), with a grey remark at the axis and a state at the right.

    ``rappel`` is the name that a group without a name takes on its next pages. ``a_sous_total`` sums the amounts at
    the group's end; a group of one row needs no such line and gets none.
    """

    rangees: tuple[Rangee, ...]
    nom: str = ""
    precision: str = ""
    etat: str = ""
    rappel: str = ""
    a_sous_total: bool = False

    @property
    def est_somme(self) -> bool:
        """Say whether a sub-total stands at the group's end."""
        return self.a_sous_total and len(self.rangees) > 1


@dataclass(frozen=True, slots=True)
class Tableau:
    """A whole table; ``reporte`` carries the amount of the rows printed so far from page to page.

    ``apres`` is the height of what must stand on the page of the last row, such as the total. A dense table has a rule
    after each run of ``cadence`` rows.
    """

    colonnes: tuple[Colonne, ...]
    groupes: tuple[Groupe, ...]
    est_regle: bool = True
    reporte: bool = False
    apres: float = 0.0
    cadence: int = 0


def poser_tableau(flux: Flux, tableau: Tableau, ecart: float = 2.75) -> None:
    """Set a table ``ecart`` lines under what stands above; the flow ends on its last rule."""
    _Pose(flux, tableau).poser(ecart)


def hauteur_tableau(tableau: Tableau) -> float:
    """Lines from the head's baseline to the last one of a table of one group without a name."""
    pas = RANGEE_REGLEE if tableau.est_regle else RANGEE_DENSE
    rangees = [rangee for groupe in tableau.groupes for rangee in groupe.rangees]
    hauteurs = sum(_hauteur(tableau.colonnes, rangee) for rangee in rangees)
    return PREMIERE_RANGEE + pas * (len(rangees) - 1) + hauteurs if rangees else 0.0


def poser_total(flux: Flux, libelle: str, total_centimes: int, precision: str = "") -> None:
    """Set a total under a strong rule, off the fold; ``precision`` stands at the axis."""
    flux.reserver(2)
    flux.avancer(1.5)
    filet = flux.ligne - 1.5 + SOUS_LIGNE
    if flux.ligne > PLI_HAUT and filet < PLI_BAS:
        filet = PLI_BAS
        flux.ligne = filet + 1.04
    flux.page.filet(filet, FILET_FORT)
    flux.page.ecrire(GAUCHE, flux.ligne, libelle, STYLE_BLOC)
    total = euros(total_centimes)
    flux.page.ecrire(DROITE, flux.ligne, total, STYLE_SOUS_TITRE, a_droite=True)
    precisions = couper(precision, DROITE - AXE - STYLE_SOUS_TITRE.largeur(total) - 4, STYLE_DEMI)
    for rang, texte in enumerate(precisions):
        flux.ligne += 1 if rang else 0
        flux.page.ecrire(AXE, flux.ligne, texte, STYLE_DEMI)


def poser_somme(flux: Flux, libelle: str, somme_centimes: int) -> None:
    """Set the sum of a table under a light rule, where several tables follow one another."""
    flux.reserver(1.25)
    flux.avancer(1.25)
    flux.page.filet(flux.ligne - 1.25 + SOUS_LIGNE)
    flux.page.ecrire(GAUCHE, flux.ligne, libelle, STYLE_DEMI)
    flux.page.ecrire(DROITE, flux.ligne, montant(somme_centimes), STYLE_DEMI, a_droite=True)


@dataclass(frozen=True, slots=True)
class _Morceau:
    """One line of a cell and its distance from the line above."""

    texte: str
    style: Style
    pas: float = 1.0
    retrait_mm: float = 0.0
    a_case: bool = False


class _Pose:
    """One table on its way down the pages."""

    def __init__(self, flux: Flux, tableau: Tableau) -> None:
        self.flux = flux
        self.tableau = tableau
        self.pas = RANGEE_REGLEE if tableau.est_regle else RANGEE_DENSE
        self.attente = 0.0  # gap to the next baseline
        self.cumul_centimes = 0
        self.posees = 0
        self.reserve = self.pas + SOUS_LIGNE if tableau.reporte else SOUS_LIGNE

    def poser(self, ecart: float) -> None:
        groupes = self.tableau.groupes
        if not groupes:
            return
        ecart = self.flux.ecart(ecart)
        self.flux.reserver(ecart + PREMIERE_RANGEE + self._amorce(groupes[0]))
        self.flux.avancer(ecart)
        self._tete()
        for rang, groupe in enumerate(groupes):
            est_dernier = rang == len(groupes) - 1
            fin = self._fin(groupe, est_dernier=est_dernier) if len(groupe.rangees) <= RANGEES_AMORCE else 0.0
            if rang and not self.flux.tient(AVANT_NOM + self._amorce(groupe) + fin):
                self._page_suivante()
            self._poser_groupe(groupe, est_premier=not rang, est_dernier=est_dernier)

    def _poser_groupe(self, groupe: Groupe, *, est_premier: bool, est_dernier: bool) -> None:
        if groupe.nom and not est_premier and self.attente < PREMIERE_RANGEE:
            self._separer()
        self._nom(groupe, groupe.precision, groupe.etat)
        for rang, rangee in enumerate(groupe.rangees):
            hauteur = self.attente + _hauteur(self.tableau.colonnes, rangee) + self.reserve
            if rang == len(groupe.rangees) - 1:
                hauteur += self._fin(groupe, est_dernier=est_dernier)
            if rang and not self.flux.tient(hauteur):
                self._page_suivante(groupe)
            self._poser_rangee(groupe, rangee)
        if groupe.est_somme:
            self._sous_total(sum(rangee.montant_centimes for rangee in groupe.rangees))

    def _fin(self, groupe: Groupe, *, est_dernier: bool) -> float:
        """What stands under a group's last row, on its page."""
        return RANGEE_REGLEE * groupe.est_somme + self.tableau.apres * est_dernier

    def _separer(self) -> None:
        """Leave room before a group's name; a ruled table has its rule already."""
        if not self.tableau.est_regle:
            self.flux.page.filet(self.flux.ligne + SEPARATION)
        self.attente = AVANT_NOM

    def _sous_total(self, sous_total_centimes: int) -> None:
        """Sum a group under a short rule over the amounts."""
        flux = self.flux
        flux.ligne += RANGEE_REGLEE
        flux.page.filet(flux.ligne - 0.9, gauche=SOUS_TOTAL_GAUCHE_MM)
        flux.page.ecrire(AXE, flux.ligne, "Sous-total", STYLE_GRIS)
        flux.page.ecrire(DROITE, flux.ligne, montant(sous_total_centimes), STYLE_DEMI, a_droite=True)
        self.attente = self.pas

    def _page_suivante(self, groupe: Groupe | None = None) -> None:
        """Turn the page, with the amount so far at both ends of the turn and the name of the group that goes on."""
        flux = self.flux
        if self.tableau.reporte:
            self._ligne_report(A_REPORTER)
        flux.nouvelle_page()
        flux.avancer(0)
        self._tete()
        if self.tableau.reporte:
            self._ligne_report("Report")
        if groupe:
            self._nom(replace(groupe, nom=groupe.nom or groupe.rappel), SUITE_DE_PAGE, "")

    def _ligne_report(self, libelle: str) -> None:
        """The amount so far: under a rule at the foot of a page, over one at the head of the next."""
        flux = self.flux
        flux.ligne += self.attente
        est_au_pied = libelle == A_REPORTER
        if est_au_pied and not self.tableau.est_regle:
            flux.page.filet(flux.ligne - self.attente + SOUS_LIGNE)
            flux.ligne += SOUS_FILET
        flux.page.ecrire(AXE, flux.ligne, libelle, STYLE_COURANT)
        flux.page.ecrire(DROITE, flux.ligne, montant(self.cumul_centimes), STYLE_COURANT, a_droite=True)
        if not est_au_pied:
            flux.page.filet(flux.ligne + SOUS_LIGNE)
        self.attente = self.pas if self.tableau.est_regle else PREMIERE_RANGEE

    def _tete(self) -> None:
        flux = self.flux
        for colonne in self.tableau.colonnes:
            x_mm = colonne.droite if colonne.a_droite else colonne.gauche
            lignes = colonne.titre.split("\n")
            for rang, titre in enumerate(lignes, start=1 - len(lignes)):
                flux.page.ecrire(
                    x_mm, flux.ligne + rang * INTERLIGNE_NOTE, titre, STYLE_NOTE, a_droite=colonne.a_droite
                )
        flux.page.filet(flux.ligne + SOUS_LIGNE, FILET_FORT)
        self.attente = PREMIERE_RANGEE

    def _nom(self, groupe: Groupe, precision: str, etat: str) -> None:
        """Write a group's name, its remark and its state."""
        if not groupe.nom:
            return
        flux = self.flux
        flux.ligne += self.attente
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

    def _poser_rangee(self, groupe: Groupe, rangee: Rangee) -> None:
        """Write a row; one taller than the page goes on overleaf."""
        flux = self.flux
        self.cumul_centimes += rangee.montant_centimes
        restes = [_morceaux(*paire) for paire in zip(self.tableau.colonnes, rangee.cellules, strict=True)]
        flux.ligne += self.attente
        while any(restes := self._ecrire_morceaux(restes)):
            self.attente = self.pas
            self._page_suivante(groupe)
            flux.ligne += self.attente
        if self.tableau.est_regle:
            flux.page.filet(flux.ligne + SOUS_LIGNE)
        self.attente = self.pas
        self.posees += 1
        cadence = self.tableau.cadence
        if cadence and not self.posees % cadence and rangee is not groupe.rangees[-1]:
            flux.page.filet(flux.ligne + SOUS_LIGNE)
            self.attente += APRES_CADENCE
        if not self.tableau.est_regle and _finit_par_note(self.tableau.colonnes, rangee):
            self.attente += APRES_NOTE

    def _ecrire_morceaux(self, restes: list[list[_Morceau]]) -> list[list[_Morceau]]:
        """Write what fits of each cell down to the foot of the page, go to the lowest baseline, return the rest."""
        page, haut = self.flux.page, self.flux.ligne
        non_ecrits = []
        for colonne, morceaux in zip(self.tableau.colonnes, restes, strict=True):
            ligne, ecrits = haut, 0
            for morceau in morceaux:
                suivante = ligne + (morceau.pas if ecrits else 0)
                if ecrits and suivante + self.reserve > self.flux.bas:
                    break
                ligne = suivante
                ecrits += 1
                if morceau.a_case:
                    page.case(colonne.gauche, ligne)
                x_mm = colonne.droite if colonne.a_droite else colonne.gauche + morceau.retrait_mm
                page.ecrire(x_mm, ligne, morceau.texte, morceau.style, a_droite=colonne.a_droite)
            non_ecrits.append(morceaux[ecrits:])
            self.flux.ligne = max(self.flux.ligne, ligne)
        return non_ecrits

    def _amorce(self, groupe: Groupe) -> float:
        """Height of what must stand together at a group's head: its name and two rows."""
        nom = APRES_NOM + len(_lignes_nom(groupe)) - 1 if groupe.nom else 0.0
        rangees = groupe.rangees[:RANGEES_AMORCE]
        return (
            nom
            + sum(_hauteur(self.tableau.colonnes, rangee) for rangee in rangees)
            + self.pas * (len(rangees) - 1)
            + self.reserve
        )


def _lignes_nom(groupe: Groupe) -> tuple[str, ...]:
    """Break a group's name in the left half of the page."""
    return couper(groupe.nom, AXE - 4 - GAUCHE, STYLE_BLOC)


def _hauteur(colonnes: tuple[Colonne, ...], rangee: Rangee) -> float:
    """Lines from the first to the last baseline of a row."""
    return max(
        sum(morceau.pas for morceau in _morceaux(colonne, cellule)[1:])
        for colonne, cellule in zip(colonnes, rangee.cellules, strict=True)
    )


def _finit_par_note(colonnes: tuple[Colonne, ...], rangee: Rangee) -> bool:
    """Say whether the lowest line of a row is a note."""
    cellules = zip(colonnes, rangee.cellules, strict=True)
    hauteurs = [(sum(m.pas for m in _morceaux(*paire)[1:]), bool(paire[1].notes)) for paire in cellules]
    return max(hauteurs)[1]


@lru_cache(maxsize=512)
def _morceaux(colonne: Colonne, cellule: Cellule) -> list[_Morceau]:
    """Break a cell's text, choices and notes in the width of its column."""
    large = colonne.droite - colonne.gauche
    morceaux = []
    for texte, a_case in ((cellule.texte, cellule.a_case), *((choix, True) for choix in cellule.choix)):
        retrait = RETRAIT_CASE_MM if a_case else 0.0
        lignes = couper(texte, large - retrait, cellule.style) or (("",) if a_case else ())
        for rang, ligne in enumerate(lignes):
            morceaux.append(_Morceau(ligne, cellule.style, 1.0, retrait, a_case and not rang))
    for note in cellule.notes:
        lignes = couper(note, large, STYLE_NOTE)
        morceaux.extend(_Morceau(ligne, STYLE_NOTE, INTERLIGNE_NOTE) for ligne in lignes)
    return morceaux
