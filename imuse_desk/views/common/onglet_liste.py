"""The left half of a tab: a list of ids filtered and sorted by the base, its rows read page by page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.listes_dossiers import Filtre, ListeIds
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.edition import Metier
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.tables.cellule import Colonne
from imuse_desk.views.tables.modeles import ModelePagine


class OngletListe(QWidget):
    """The list of a tab; the subclass says which row is the card on show."""

    def __init__(
        self, executant: Executant, bus: Bus, metier: Metier, liste: ListeFiche, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.executant, self.bus, self.metier, self.liste = executant, bus, metier, liste
        self._ctx: Contexte | None = None
        self._tri = ("nom", True)
        liste.filtre_change.connect(self._filtrer)
        liste.table.tri_demande.connect(self._trier)

    @property
    def ident_montre(self) -> int | None:
        """The card on show, if any."""
        raise NotImplementedError

    def brancher_liste(self, colonnes: Sequence[Colonne], cellules: Any) -> None:
        """Columns and cells of the list."""
        self.modele = ModelePagine(colonnes, self._lire_page, cellules, self.executant, self)
        self.liste.table.brancher(self.modele)

    def _lire_page(self, ids: tuple[int, ...]) -> Sequence[Any]:
        return self.metier.lire_lignes(self.contexte, ids)

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    @Slot(str, object)
    def _filtrer(self, _texte: str, _cles: object) -> None:
        self.relister()

    @Slot(str, bool)
    def _trier(self, cle: str, est_croissant: bool) -> None:  # noqa: FBT001  a Qt slot
        self._tri = (cle, est_croissant)
        self.relister()

    def relister(self) -> None:
        """Run the query of ids again."""
        if self.contexte.peut(Permission.CONSULTER):
            dit, cles = self.liste.filtre()
            filtre = Filtre(dit, cles, *self._tri)
            self.executant.lire(partial(self.metier.lister, self.contexte, filtre), self._listee, cle="ids")

    @Slot(object)
    def _listee(self, lue: ListeIds) -> None:
        self.modele.poser_ids(lue.ids)
        self.liste.montrer_compte(len(lue.ids), max(lue.total, len(lue.ids)))
        titres = {c.cle: c.titre.lower() for c in self.modele.colonnes}
        self.liste.montrer_tri(self._tri[0], titres.get(self._tri[0], "nom"), est_croissant=self._tri[1])
        if self.ident_montre is not None:
            self.liste.table.choisir(self.ident_montre)
