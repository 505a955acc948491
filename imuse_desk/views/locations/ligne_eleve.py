"""A line where one types a pupil's name and takes a proposal; its value is the pupil's id."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import plier
from imuse_desk.services.locations.contrats import EleveALouer
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.completion import Completion

PROPOSES = 12


class LigneEleve(LigneTexte):
    """``LigneEleve(eleves)``; a name that several pupils bear must be taken from the proposals."""

    def __init__(self, eleves: Sequence[EleveALouer], parent: QWidget | None = None) -> None:
        super().__init__(120, parent=parent)
        self._eleves = [(plier(e.nom), e) for e in eleves]
        self._choisi: EleveALouer | None = None
        self._completion = Completion(self)
        self._completion.recherche.connect(self._proposer)
        self._completion.choisie.connect(self._prendre)

    @Slot(str)
    def _proposer(self, saisi: str) -> None:
        mots = plier(saisi).split()
        trouves = [e for cle, e in self._eleves if all(mot in cle for mot in mots)]
        self._completion.proposer([(e, e.nom) for e in trouves[:PROPOSES]])

    @Slot(object)
    def _prendre(self, eleve: EleveALouer) -> None:
        self._choisi = eleve
        self.modifiee.emit()

    def valeur(self) -> int | None:
        """The pupil's id, None if empty. Raises Invalide(eleve, eleve_a_choisir)."""
        saisi = plier(self.text())
        if not saisi:
            return None
        if self._choisi is not None and plier(self._choisi.nom) == saisi:
            return self._choisi.eleve_id
        exacts = [e for cle, e in self._eleves if cle == saisi]
        if len(exacts) != 1:
            raise Invalide("eleve", "eleve_a_choisir")
        return exacts[0].eleve_id
