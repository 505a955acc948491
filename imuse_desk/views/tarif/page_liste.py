"""An ordered list of the grid (items, rules, adjustments, plans): table on top or on the left, add, remove, move."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot

from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

Elements = list[dict[str, Any]]


class ListeOrdonnee(Carte):
    """Rows of a list of mappings changed in place. ``choisi(rang or None)``; ``modifiee`` after add, remove, move."""

    choisi = Signal(object)
    modifiee = Signal()

    def __init__(
        self,
        titre: str,
        un: str,
        colonnes: Sequence[Colonne],
        cellules: Callable[[int, dict[str, Any]], Sequence[Cellule]],
        nouveau: Callable[[Elements], dict[str, Any]],
    ) -> None:
        super().__init__(titre, pleine_largeur=True)
        self._elements: Elements = []
        self._cellules, self._nouveau = cellules, nouveau
        self.ajouter_un = icone_seule("plus", f"Ajouter {un}")
        self.monter = icone_seule("arrow-up", f"Monter {un}")
        self.descendre = icone_seule("arrow-down", f"Descendre {un}")
        self.retirer = icone_seule("trash", f"Retirer {un}")
        self._outils = (self.ajouter_un, self.monter, self.descendre, self.retirer)
        for bouton in self._outils:
            self.outils.addWidget(bouton)
        self.modele = ModeleFixe(colonnes, self)
        self.table = TableListe(titre)
        self.table.brancher(self.modele)
        for cle in ("ajouter_un", "monter", "descendre", "retirer"):
            getattr(self, cle).clicked.connect(getattr(self, f"_{cle}"))
        self.table.choix_change.connect(self._choix)
        self.ajouter(self.table, 1)

    @property
    def rang(self) -> int | None:
        """The place of the chosen row."""
        rang = self.table.choisi()
        return rang if isinstance(rang, int) and rang < len(self._elements) else None

    @property
    def element(self) -> dict[str, Any] | None:
        """The chosen mapping."""
        return None if self.rang is None else self._elements[self.rang]

    def poser(self, elements: Elements, rang: int = 0) -> None:
        """Show a list and choose one of its rows."""
        self._elements = elements
        self._remplir(rang)

    def rafraichir(self) -> None:
        """Write the rows again after their fields changed."""
        for rang, element in enumerate(self._elements):
            self.modele.remplacer(rang, self._cellules(rang, element))

    def aller(self, rang: int) -> None:
        """Choose a row as the person would."""
        self.table.choisir(rang)
        self.choisi.emit(self.rang)

    def figer(self, *, est_lecture: bool) -> None:
        """Show or hide the tools."""
        for bouton in self._outils:
            bouton.setVisible(not est_lecture)

    def _remplir(self, rang: int) -> None:
        self.modele.poser([(r, self._cellules(r, e)) for r, e in enumerate(self._elements)])
        self.aller(min(rang, len(self._elements) - 1))
        if self.table.property("hauteur_fixe"):
            self.table.figer_hauteur()

    @Slot(object)
    def _choix(self, rang: object) -> None:
        self.choisi.emit(rang)

    @Slot()
    def _ajouter_un(self) -> None:
        self._elements.append(self._nouveau(self._elements))
        self._changer(len(self._elements) - 1)

    @Slot()
    def _retirer(self) -> None:
        if self.rang is not None:
            rang = self.rang
            del self._elements[rang]
            self._changer(max(0, rang - 1))

    @Slot()
    def _monter(self) -> None:
        self._deplacer(-1)

    @Slot()
    def _descendre(self) -> None:
        self._deplacer(1)

    def _deplacer(self, pas: int) -> None:
        rang = self.rang
        if rang is not None and 0 <= rang + pas < len(self._elements):
            self._elements.insert(rang + pas, self._elements.pop(rang))
            self._changer(rang + pas)

    def _changer(self, rang: int) -> None:
        self._remplir(rang)
        self.modifiee.emit()
