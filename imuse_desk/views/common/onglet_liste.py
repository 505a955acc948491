"""The left half of a tab: a list of ids filtered and sorted by the base, its rows read page by page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.feuille import Valeur
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.listes_typees import (
    ListeLue,
    Regroupement,
    SourceListe,
    lire_liste,
    regrouper_liste,
)
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.listes.outils import FicheListe, OutilsListe
from imuse_desk.views.listes.photo import Lecture
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.groupes import Groupe
from imuse_desk.views.tables.modeles import ModelePagine


@dataclass(frozen=True, slots=True)
class _Rangee:
    """A row read: what the list always shows, and the values of the columns that the person added."""

    id: int
    ligne: Any
    valeurs: Mapping[str, Valeur]


class OngletListe(QWidget):
    """The list of a tab; the subclass says which row is the card on show. It is the ``Pilote`` of its list's tools."""

    outils: OutilsListe

    def __init__(self, executant: Executant, bus: Bus, liste: ListeFiche, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.executant, self.bus, self.liste = executant, bus, liste
        self._ctx: Contexte | None = None
        self.tri = ("nom", True)
        self.groupe = ""
        self._liste_lue: ListeLue | None = None
        self._total: int | None = None
        liste.filtre_change.connect(self._filtrer)

    @property
    def ident_montre(self) -> int | None:
        """The card on show, if any."""
        return None

    def brancher_liste(
        self, colonnes: Sequence[Colonne], cellules: Callable[[Any], Sequence[Cellule]], source: SourceListe,
        fiche: FicheListe,
    ) -> None:  # fmt: skip
        """Columns of the list: ``cellules`` makes the first ones from a row; the others show values of ``source``."""
        self.source = source
        self._cellules = cellules
        self.modele = ModelePagine(colonnes, self._lecture_de, self._ecrire_rangee, self.executant, self)
        self.liste.table.brancher(self.modele)
        self.outils = OutilsListe(self.liste.table, fiche, self, self.executant, self.bus)
        self.liste.poser_outils(self.outils.bouton, self.outils.pied)
        self.modele.colonnes_changees.connect(self._colonnes_changees)

    def _ecrire_rangee(self, rangee: _Rangee) -> Sequence[Cellule]:
        premieres = self._cellules(rangee.ligne)
        ajoutees = self.modele.toutes[len(premieres) :]
        return (*premieres, *(colonne.cellule(rangee.valeurs.get(colonne.cle)) for colonne in ajoutees))

    def _lecture_de(self, ids: tuple[int, ...]) -> Callable[[], Sequence[_Rangee]]:
        ajoutees = [colonne.cle for colonne in self.modele.colonnes if not colonne.est_montree]
        return partial(_lire_rangees, self.contexte, self.source, ids, ajoutees)

    @Slot()
    def _colonnes_changees(self) -> None:
        """A column that was not shown has not been read."""
        self.modele.rafraichir()

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    # ---- what the tools of the list ask

    def ordonner(self, tri: tuple[str, bool], groupe: str) -> None:
        """Show the list sorted and grouped so; grouping alone reads no list again."""
        est_meme = tri == self.tri and self._liste_lue is not None
        self.tri, self.groupe = tri, groupe
        if est_meme and self._liste_lue is not None:
            regrouper = partial(regrouper_liste, self.contexte, self.source, self._liste_lue, self._regroupement())
            self.executant.lire(regrouper, self._listee, cle="ids")
        elif self._ctx is not None:
            self.relister()

    def lecture(self, idents: Sequence[int]) -> Lecture:
        """How to read the values of these rows."""
        return partial(self.source.valeurs, self.contexte, tuple(idents))

    def filtre(self) -> tuple[str, tuple[str, ...]]:
        """The text typed and the keys of the pills in force."""
        return self.liste.filtre()

    def poser_filtre(self, texte: str, pastilles: Sequence[str]) -> None:
        """Filter the list so."""
        self.liste.poser_filtre(texte, pastilles)
        self._liste_lue = None

    def mots_du_filtre(self) -> tuple[str, ...]:
        """What filters the list, in words."""
        return self.liste.mots_du_filtre()

    def _regroupement(self) -> Regroupement | None:
        colonne = next((c for c in self.modele.toutes if c.cle == self.groupe), None)
        if colonne is None:
            return None
        sommees = tuple(c.cle for c in self.modele.colonnes if c.est_sommable)
        return Regroupement(colonne.cle, colonne.nature, sommees)

    # ---- the list

    @Slot(str, object)
    def _filtrer(self, _texte: str, _cles: object) -> None:
        """Another filter over the same list: how many rows there are in all is known."""
        self._relister(self._total)

    def relister(self) -> None:
        """Run the query of ids again."""
        self._relister(None)

    def _relister(self, total: int | None) -> None:
        self._liste_lue, self._total = None, total
        if self.contexte.peut(Permission.CONSULTER):
            dit, cles = self.liste.filtre()
            filtre = Filtre(dit, cles, *self.tri, total)
            lecture = partial(lire_liste, self.contexte, self.source, filtre, self._regroupement())
            self.executant.lire(lecture, self._listee, cle="ids")

    @Slot(object)
    def _listee(self, lue: ListeLue) -> None:
        self._liste_lue, self._total = lue, lue.total
        groupes = None if lue.groupes is None else [Groupe(g.libelle, len(g.ids), g.sommes) for g in lue.groupes]
        self.modele.poser_ids(lue.montres, groupes)
        self.liste.montrer_compte(len(lue.ids), max(lue.total, len(lue.ids)))
        titres = {c.cle: c.titre.lower() for c in self.modele.toutes}
        self.liste.montrer_tri(self.tri[0], titres.get(self.tri[0], "nom"), est_croissant=self.tri[1])
        if self.ident_montre is not None:
            self.liste.table.choisir(self.ident_montre)


def _lire_rangees(ctx: Contexte, source: SourceListe, ids: Sequence[int], ajoutees: Sequence[str]) -> list[_Rangee]:
    lignes = source.lire_lignes(ctx, ids)
    valeurs = source.valeurs(ctx, ids, ajoutees) if ajoutees else {}
    return [_Rangee(ligne.id, ligne, {cle: lues.get(ligne.id) for cle, lues in valeurs.items()}) for ligne in lignes]
