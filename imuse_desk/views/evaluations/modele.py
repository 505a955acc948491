"""The model of the marks grid: pupils × criteria, average, comment."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from imuse_desk.domain.collage import APPRECIATION, Cible
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.notes import ecrire_nombre
from imuse_desk.services.suivi.criteres import CritereVu
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.evaluations.saisie import FeuilleSaisie, Place

Index = QModelIndex | QPersistentModelIndex
PEU = 4
_LISIBLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _LISIBLE | Qt.ItemFlag.ItemIsEditable  # made once: a paint asks for hundreds


class ModeleNotes(QAbstractTableModel):
    """``poser(saisie)`` shows a sheet; ``saisi()`` is emitted after each act of typing."""

    saisi = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.saisie: FeuilleSaisie | None = None

    def poser(self, saisie: FeuilleSaisie | None) -> None:
        """Show a sheet; the same pupils and criteria keep the place and the choice."""
        avant = self.saisie
        meme = avant is not None and saisie is not None and _forme(avant) == _forme(saisie)
        if not meme:
            self.beginResetModel()
        self.saisie = saisie
        if not meme:
            self.endResetModel()
        elif self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    # ---- columns

    @property
    def criteres(self) -> Sequence[CritereVu]:
        """The criteria shown."""
        return self.saisie.criteres if self.saisie is not None else ()

    @property
    def colonne_moyenne(self) -> int:
        """Where the average stands."""
        return len(self.criteres) + 1

    @property
    def colonne_appreciation(self) -> int:
        """Where the comment stands."""
        return len(self.criteres) + 2

    def colonne(self, section: int) -> int | None:
        """The criterion (or ``APPRECIATION``) of a column of the grid, None for the name and the average."""
        if section == self.colonne_appreciation:
            return APPRECIATION
        return section - 1 if 1 <= section <= len(self.criteres) else None

    def place(self, index: Index) -> Place | None:
        """The cell of the sheet behind an index."""
        colonne = self.colonne(index.column()) if index.isValid() else None
        return (index.row(), colonne) if colonne is not None else None

    def index_de(self, place: Place) -> QModelIndex:
        """The index of a cell of the sheet."""
        rang, colonne = place
        return self.index(rang, self.colonne_appreciation if colonne == APPRECIATION else colonne + 1)

    # ---- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008, D102
        return 0 if parent.isValid() or self.saisie is None else len(self.saisie.rangees)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008, D102
        return 0 if parent.isValid() or self.saisie is None else len(self.criteres) + 3

    def flags(self, index: Index) -> Qt.ItemFlag:  # noqa: D102
        saisie = self.saisie
        if saisie is None or saisie.feuille.fermee:
            return _LISIBLE
        return _EDITABLE if 1 <= index.column() <= len(saisie.feuille.criteres) else _LISIBLE

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802, D102
        if orientation is not Qt.Orientation.Horizontal or self.saisie is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titre(section)
        if role == Qt.ItemDataRole.ToolTipRole and 1 <= section <= len(self.criteres):
            critere = self.criteres[section - 1]
            nature = f"{critere.type_libelle} · {critere.genre}"
            return f"{critere.libelle}\n{nature}\n{_bareme(critere)} · poids {critere.poids}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            cote = Qt.AlignmentFlag.AlignLeft
            if 1 <= section <= len(self.criteres):
                cote = Qt.AlignmentFlag.AlignHCenter
            elif section == self.colonne_moyenne:
                cote = Qt.AlignmentFlag.AlignRight
            return int(cote | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _titre(self, section: int) -> str:
        if section == 0:
            return "Élève"
        if section == self.colonne_moyenne:
            echelle = self.saisie.feuille.echelle if self.saisie is not None else None
            return f"Moy. / {ecrire_nombre(echelle.maximum)}" if echelle is not None and echelle.est_nombre else "Moy."
        if section == self.colonne_appreciation:
            return "Appréciation"
        critere = self.criteres[section - 1]
        if len({c.echelle for c in self.criteres}) > 1 and critere.echelle.est_nombre:
            return f"{critere.libelle} / {ecrire_nombre(critere.echelle.maximum)}"
        return critere.libelle

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: D102
        saisie = self.saisie
        if saisie is None or not index.isValid():
            return None
        rang = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._montre(saisie, index)
        place = self.place(index)
        if role == Qt.ItemDataRole.EditRole:
            return saisie.edite(*place) if place is not None else self._montre(saisie, index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._infobulle(saisie, index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mots = self._montre(saisie, index) or "vide"
            return f"{saisie.rangees[rang].nom}, {self._titre(index.column())}\u00a0: {mots}"
        return None

    def _montre(self, saisie: FeuilleSaisie, index: Index) -> str:
        rangee = saisie.rangees[index.row()]
        if index.column() == 0:
            return rangee.nom
        if index.column() == self.colonne_moyenne:
            return saisie.moyenne(index.row())
        if index.column() == self.colonne_appreciation:
            return rangee.texte.refuse or rangee.texte.texte
        return saisie.montre(index.row(), index.column() - 1)

    def _infobulle(self, saisie: FeuilleSaisie, index: Index) -> str | None:
        rangee = saisie.rangees[index.row()]
        place = self.place(index)
        erreur = saisie.erreur(*place) if place is not None else None
        if erreur is not None:
            return texte_erreur(erreur).court
        if index.column() == 0 and rangee.eleve.parti_le is not None:
            return f"A quitté le cours le {date_fr(rangee.eleve.parti_le)}"
        if index.column() == self.colonne_moyenne:
            return _mots_moyenne(rangee.bilan.valeur.libelle if rangee.bilan.valeur else "", rangee.bilan.est_complet)
        if place is not None and place[1] != APPRECIATION and rangee.cases[place[1]].note is not None:
            note = rangee.cases[place[1]].note
            return f"Absent\u00a0: {note.motif}" if note is not None and note.motif else None
        return rangee.texte.texte or None if index.column() == self.colonne_appreciation else None

    def setData(self, index: Index, valeur: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802, D102
        place = self.place(index)
        if role != Qt.ItemDataRole.EditRole or place is None:
            return False
        self.saisir([Cible(*place, str(valeur))])
        return True

    # ---- typing

    def saisir(self, cibles: Iterable[Cible]) -> int:
        """Put texts in cells as one act; how many changed."""
        if self.saisie is None or self.saisie.est_fermee:
            return 0
        return self._annoncer(self.saisie.saisir(cibles))

    def defaire(self) -> int:
        """Undo the last act."""
        return self._annoncer(self.saisie.defaire()) if self.saisie is not None and not self.saisie.est_fermee else 0

    def refaire(self) -> int:
        """Do it again."""
        return self._annoncer(self.saisie.refaire()) if self.saisie is not None and not self.saisie.est_fermee else 0

    def _annoncer(self, places: Sequence[Place]) -> int:
        if 0 < len(places) <= PEU:  # cell by cell: Qt paints all of the grid for a range
            for rang, colonne in places:
                for index in (self.index_de((rang, colonne)), self.index(rang, self.colonne_moyenne)):
                    self.dataChanged.emit(index, index)
            self.saisi.emit()
        elif places:
            rangs = [rang for rang, _ in places]
            gauche = min(self.index_de(place).column() for place in places)
            droite = max(self.colonne_moyenne, *(self.index_de(place).column() for place in places))
            self.dataChanged.emit(self.index(min(rangs), gauche), self.index(max(rangs), droite))
            self.saisi.emit()
        return len(places)


def _forme(saisie: FeuilleSaisie) -> tuple[Any, ...]:
    feuille = saisie.feuille
    return (
        feuille.cours_id, feuille.periode.id, feuille.criteres, feuille.fermee,
        tuple((e.inscription_id, e.nom, e.prenom) for e in feuille.eleves),
    )  # fmt: skip


def _bareme(critere: CritereVu) -> str:
    if critere.echelle.est_nombre:
        return f"Barème sur {ecrire_nombre(critere.echelle.maximum)}"
    return "Barème\u00a0: " + ", ".join(v.code for v in critere.echelle.valeurs)


def _mots_moyenne(mention: str, est_complet: bool) -> str | None:  # noqa: FBT001 - read once
    mots = [m for m in (mention, "" if est_complet else "provisoire\u00a0: il manque des notes") if m]
    return " · ".join(mots) or None
