"""A page that writes batches: the list of those written, printed again, said to have left, withdrawn while none has."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.copies_ecoles import PapierCopies
from imuse_desk.services.suivi.lots import LotPasse
from imuse_desk.services.suivi.papier_courriers import PapierCourriers
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.listes.mots import Mots


@dataclass(frozen=True, slots=True)
class ActesLot:
    """What a batch allows, each a use case of (ctx, lot, …), and its words: of all, of the letters, once withdrawn."""

    imprimer: Callable[[Contexte, uuid.UUID], Any]
    marquer: Callable[[Contexte, uuid.UUID, uuid.UUID], Fait[int]]
    annuler: Callable[[Contexte, uuid.UUID, uuid.UUID], Fait[int]]
    mots: Mots
    lettres: Mots
    rendus: str


class BarreLots(ListeChoix):
    """The list of the batches, with three buttons that ``poser_dans`` sets beside it; ``choisi`` is the one shown."""

    def __init__(self, mots: Mots) -> None:
        super().__init__()
        self._mots = mots
        self.setPlaceholderText("Aucun lot")
        self._lots: dict[uuid.UUID, LotPasse] = {}
        self.imprimer = secondaire("Im&primer", "printer")
        self.marquer = secondaire("&Marquer envoyées", "check")
        self.retirer = secondaire("Ann&uler le lot")
        self.modifiee.connect(self._actualiser)
        self._actualiser()

    def poser_dans(self, rangee: QHBoxLayout) -> None:
        """Set the buttons at the end of a row."""
        for bouton in (self.imprimer, self.marquer, self.retirer):
            rangee.addWidget(bouton)

    def poser(self, lots: Sequence[LotPasse]) -> None:
        """Bind the batches, the newest first; the one chosen stays."""
        choisi = self.valeur()
        self._lots = {lot.operation_id: lot for lot in lots}
        self.poser_choix([(ident, dire_lot(lot, self._mots)) for ident, lot in self._lots.items()])
        if self._lots:
            self.poser_valeur(choisi if choisi in self._lots else next(iter(self._lots)))
        self._actualiser()

    @property
    def choisi(self) -> LotPasse | None:
        """The batch shown."""
        return self._lots.get(self.valeur())

    @Slot()
    def _actualiser(self) -> None:
        lot = self.choisi
        self.imprimer.setEnabled(lot is not None and lot.lettres > 0)
        self.marquer.setEnabled(lot is not None and lot.lettres > 0 and lot.partis < lot.nombre)
        self.retirer.setEnabled(lot is not None and not lot.est_parti)


def dire_lot(lot: LotPasse, mots: Mots) -> str:
    """A batch in the list of those written."""
    reste = "à imprimer" if lot.lettres else "en partance"
    parti = f"parti{'e' if mots.est_feminin else ''}{'s' if lot.nombre > 1 else ''}"
    etat = parti if lot.partis == lot.nombre else reste
    return f"{date_fr(lot.le)}, {mots.compte(lot.nombre)}, {etat}"


class PageLots(QWidget):
    """The base of such a page: ``lots`` and its buttons do their acts, ``montrer_papier(read)`` shows a paper."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, actes: ActesLot) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx, self._actes = executant, bus, ctx, actes
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.lots = BarreLots(actes.mots)
        self.lots.imprimer.clicked.connect(self._imprimer)
        self.lots.marquer.clicked.connect(self._marquer)
        self.lots.retirer.clicked.connect(self._retirer)

    def actualiser(self) -> None:
        """Set what may be done now."""
        raise NotImplementedError

    def dire_ecrits(self, fait: Fait[Any], phrase: str, lettres: int) -> None:
        """Say what a batch wrote, and show its letters."""
        clic, self._operation_id = self._operation_id, uuid.uuid4()
        self.echec.hide()
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)
        if lettres:
            self.montrer_papier(partial(self._actes.imprimer, self._ctx, clic))

    @Slot()
    def _imprimer(self) -> None:
        if self.lots.choisi is not None:
            self.montrer_papier(partial(self._actes.imprimer, self._ctx, self.lots.choisi.operation_id))

    @Slot()
    def _marquer(self) -> None:
        if self.lots.choisi is not None:
            acte = partial(self._actes.marquer, self._ctx, self.lots.choisi.operation_id, uuid.uuid4())
            self._executant.ecrire(acte, self._marquees, self.refuser)

    @Slot(object)
    def _marquees(self, fait: Fait[int]) -> None:
        accord = "s" if fait.resultat > 1 else ""
        self.echec.hide()
        phrase = f"{self._actes.lettres.compte(fait.resultat)} marquée{accord} envoyée{accord} ce jour"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot()
    def _retirer(self) -> None:
        if self.lots.choisi is not None:
            acte = partial(self._actes.annuler, self._ctx, self.lots.choisi.operation_id, uuid.uuid4())
            self._executant.ecrire(acte, self._retires, self.refuser)

    @Slot(object)
    def _retires(self, fait: Fait[int]) -> None:
        self.echec.hide()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Lot annulé, {self._actes.mots.compte(fait.resultat)} {self._actes.rendus}")

    def montrer_papier(self, lire: Callable[[], Any]) -> None:
        """Read a paper and show it."""
        self._executant.lire(lire, self._montre, self.refuser, cle="papier")

    @Slot(object)
    def _montre(self, papier: PapierCourriers | PapierCopies) -> None:
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
        self.papier.show()

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        """Say why something was refused."""
        self.actualiser()
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
