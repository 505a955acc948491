"""Which pieces get a cover sheet to lay before the scan."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.champs import CaseACocher
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.reinscription.affichage import PieceAffichee


class DemandeFeuilles(Demande):
    """``choisies(rows)`` then it closes: a row is (type of piece, pupil or None)."""

    choisies = Signal(object)

    def __init__(self, parent: QWidget, pieces: Sequence[PieceAffichee]) -> None:
        self._pieces = {f"{p.type_id}/{p.eleve_id}": p for p in pieces if not p.est_sans_objet}
        super().__init__(
            parent,
            "Feuilles de route",
            "Une page par pièce, à poser sur le document avant de le numériser\u00a0: son code dit où le ranger.",
            "Préparer les feuilles",
            [(cle, "", CaseACocher(piece.nom.replace("&", "&&")), False) for cle, piece in self._pieces.items()],
        )
        manquent = {cle: not piece.fichiers for cle, piece in self._pieces.items()}
        self.poser(manquent if any(manquent.values()) else dict.fromkeys(manquent, True))
        self.validee.connect(self._choisir)

    @Slot(object)
    def _choisir(self, valeurs: dict[str, Any]) -> None:
        lignes = frozenset((p.type_id, p.eleve_id) for cle, p in self._pieces.items() if valeurs[cle])
        self.choisies.emit(lignes)
        self.accept()
