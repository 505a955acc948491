"""A list as it stands on the screen, taken at once: its values are read and written off the UI thread. Qt-free."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from imuse_desk.domain.feuille import Feuille, Section, Valeur
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleCellules

Valeurs = Mapping[str, Mapping[Any, Valeur]]
Lecture = Callable[[Sequence[str]], Valeurs]
"""Gives the values of these columns; runs in a worker."""


@dataclass(frozen=True, slots=True)
class Photo:
    """Columns, ids and headings as shown, and how to read the values of any column of these rows."""

    titre: str
    colonnes: tuple[Colonne, ...]
    idents: tuple[Any, ...]
    groupes: tuple[tuple[str, int], ...]
    lecture: Lecture
    filtres: tuple[str, ...] = ()
    mots: tuple[str, str] = ("ligne", "lignes")

    def developper(self) -> Feuille:
        """Read the values; the whole list, typed."""
        valeurs = self.lecture([colonne.cle for colonne in self.colonnes])
        par_colonne = [valeurs[colonne.cle] for colonne in self.colonnes]
        rangees = [tuple(lues.get(ident) for lues in par_colonne) for ident in self.idents]
        sections, debut = [], 0
        for libelle, n in self.groupes or (("", len(rangees)),):
            sections.append(Section(libelle, rangees[debut : debut + n]))
            debut += n
        colonnes = tuple(colonne.feuille() for colonne in self.colonnes)
        return Feuille(self.titre, colonnes, tuple(sections), self.filtres, *self.mots)


def photographier(
    titre: str, modele: ModeleCellules, choisis: Sequence[Any] | None, lecture: Callable[[Sequence[Any]], Lecture],
    filtres: tuple[str, ...] = (),
) -> Photo:  # fmt: skip
    """The list as shown, or the rows chosen alone; closed groups are there too. Columns without a heading are not."""
    idents, groupes = modele.idents(), [(groupe.libelle, groupe.n) for groupe in modele.groupes]
    if choisis is not None:
        voulus, gardes, comptes, debut = set(choisis), [], [], 0
        for libelle, n in groupes or [("", len(idents))]:
            tranche = [ident for ident in idents[debut : debut + n] if ident in voulus]
            debut += n
            gardes.extend(tranche)
            if tranche:
                comptes.append((libelle, len(tranche)))
        idents, groupes = gardes, comptes if groupes else []
        filtres = (*filtres, "lignes sélectionnées")
    colonnes = tuple(colonne for colonne in modele.colonnes if colonne.titre)
    return Photo(titre, colonnes, tuple(idents), tuple(groupes), lecture(idents), filtres, modele.mots)


def des_cellules(modele: ModeleCellules, idents: Sequence[Any]) -> Lecture:
    """Values read back from the cells of a table whose rows are all known; the cells are taken now."""
    positions = {ident: position for position, ident in enumerate(modele.idents())}
    places = {ident: positions[ident] for ident in idents}
    prises = {
        colonne.cle: (colonne, {i: modele.cellule_a(position, place) for i, position in places.items()})
        for place, colonne in enumerate(modele.toutes)
    }
    return partial(_relire, prises)


def _relire(prises: Mapping[str, tuple[Colonne, Mapping[Any, Cellule]]], cles: Sequence[str]) -> Valeurs:
    return {cle: {i: prises[cle][0].valeur(c) for i, c in prises[cle][1].items()} for cle in cles}


def des_lignes(
    colonnes: Sequence[Colonne], lire: Callable[[tuple[Any, ...]], Sequence[Any]],
    cellules: Callable[[Any], Sequence[Cellule]], idents: Sequence[Any], morceau: int = 500,
) -> Lecture:  # fmt: skip
    """Values read back from the cells of rows read by pages, for a list that has no faster way."""

    def relire(cles: Sequence[str]) -> Valeurs:
        places = {cle: next(r for r, c in enumerate(colonnes) if c.cle == cle) for cle in cles}
        valeurs: dict[str, dict[Any, Valeur]] = {cle: {} for cle in cles}
        for debut in range(0, len(idents), morceau):
            for ligne in lire(tuple(idents[debut : debut + morceau])):
                rangee = cellules(ligne)
                for cle, place in places.items():
                    valeurs[cle][ligne.id] = colonnes[place].valeur(rangee[place])
        return valeurs

    return relire
