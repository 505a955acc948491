"""What a sheet of marks refused: kept like every draft, and back in its cells when the sheet is opened again."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot

from imuse_desk.services.brouillons import BrouillonVu, garder_brouillon, jeter_brouillon, lire_brouillon
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.modele import ModeleNotes
from imuse_desk.views.evaluations.saisie import FeuilleSaisie

ECRAN = "notes"


class BrouillonFeuille(QObject):
    """``suivre`` once a sheet is shown, ``garder`` after each act of typing."""

    def __init__(self, executant: Executant, modele: ModeleNotes) -> None:
        super().__init__(modele)
        self._executant, self._modele = executant, modele
        self._ctx: Contexte | None = None
        self._gardees: dict[str, dict[str, Any]] = {}
        """What the base holds, by sheet; a sheet whose draft is not read yet has none."""

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx
        self._gardees = {}

    def suivre(self, saisie: FeuilleSaisie) -> None:
        """Read the draft of a sheet opened for the first time; a locked one takes none back."""
        if self._ctx is not None and _objet(saisie) not in self._gardees and not saisie.est_fermee:
            lecture = partial(_lire, self._ctx, _objet(saisie))
            self._executant.lire(lecture, self._lu, self._illisible, cle=f"brouillon:{_objet(saisie)}")

    def garder(self, saisie: FeuilleSaisie) -> None:
        """Keep what is refused now, or drop the draft once nothing is."""
        objet, refusees = _objet(saisie), saisie.refusees()
        if self._ctx is None or self._gardees.get(objet, refusees) == refusees:
            return
        self._gardees[objet] = refusees
        ecrire = partial(garder_brouillon, self._ctx, ECRAN, objet, refusees)
        self._executant.ecrire(ecrire if refusees else partial(jeter_brouillon, self._ctx, ECRAN, objet), self._fait)

    @Slot(object)
    def _lu(self, lu: tuple[str, BrouillonVu | None]) -> None:
        """What was refused is back; what was typed meanwhile stays."""
        objet, brouillon = lu
        self._gardees[objet] = brouillon.contenu if brouillon is not None else {}
        saisie = self._modele.saisie
        if saisie is None or _objet(saisie) != objet or saisie.est_fermee:
            return
        if saisie.reprendre(self._gardees[objet]):
            self._modele.poser(saisie)
            self._modele.saisi.emit()
        else:
            self.garder(saisie)

    @Slot(object)
    def _illisible(self, _erreur: Exception) -> None:
        """The draft stays in the base."""

    @Slot(object)
    def _fait(self, _rien: object) -> None:
        """Kept or dropped: nothing to show."""


def _objet(saisie: FeuilleSaisie) -> str:
    """The name of a sheet: course, period, weekly time."""
    return ":".join(map(str, saisie.cle_feuille))


def _lire(ctx: Contexte, objet: str) -> tuple[str, BrouillonVu | None]:
    return objet, lire_brouillon(ctx, ECRAN, objet)
