"""The papers of a batch call: what would be printed is counted first, then one PDF comes on screen."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.papiers_lot import Ordre, PapierLot, TirageLot, imprimer_lot, lire_tirage
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.regie.presentateur_appel import FACTURES

TRAVAIL = "Mise en page"
DEJA = Mots("déjà imprimée", "déjà imprimées")
RESTANTES, TOUTES = "restantes", "toutes"
ORDRES = [(Ordre.NOM, "Nom de famille"), (Ordre.CODE_POSTAL, "Code postal")]


class PapiersAppel(QObject):
    """``demander(ctx, lot_id)``; the last dialog and the last paper are kept for who drives the screen."""

    def __init__(self, executant: Executant, bus: Bus, barre: BarreEtat, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._barre, self._ecran = executant, bus, barre, ecran
        self._ctx: Contexte | None = None
        self._lot_id = 0
        self._operation_id = uuid.uuid4()
        self.demande: Demande | None = None
        self.papier: FenetrePapier | None = None

    def demander(self, ctx: Contexte, lot_id: int) -> None:
        """Count what a batch has to print, then ask for the order."""
        self._ctx, self._lot_id = ctx, lot_id
        self._executant.lire(partial(lire_tirage, ctx, lot_id), self._compte, self._refuse, cle="tirage")

    @Slot(object)
    def _compte(self, tirage: TirageLot) -> None:
        self._operation_id = uuid.uuid4()
        portees = (
            [(TOUTES, f"Toutes ({tirage.factures}), DUPLICATA sur {tirage.imprimees}")] if tirage.imprimees else []
        )
        if tirage.restantes:
            portees.insert(0, (RESTANTES, f"Celles qui restent à imprimer ({tirage.restantes})"))
        self.demande = Demande(
            self._ecran.window(), f"Imprimer\u00a0: {tirage.libelle}",
            f"{FACTURES.compte(tirage.factures)}, {DEJA.compte(tirage.imprimees)}. "
            "Un seul fichier, adresses pour enveloppes à fenêtre.",
            "&Mettre en page",
            [("portee", "&Factures", ListeChoix(portees), True), ("ordre", "Triées &par", ListeChoix(ORDRES), True)],
        )  # fmt: skip
        self.demande.poser({"portee": portees[0][0], "ordre": Ordre.NOM})
        self.demande.validee.connect(self._imprimer)
        self.demande.open()

    @Slot(object)
    def _imprimer(self, choix: dict[str, Any]) -> None:
        if self._ctx is None:
            return
        self._barre.travail(TRAVAIL, 0, 0)
        faire = partial(
            _tirer,
            self._ctx,
            self._lot_id,
            Ordre(choix["ordre"]),
            self._operation_id,
            avec_imprimees=choix["portee"] == TOUTES,
        )
        self._executant.travailler(faire, self._tire, self._refuse, progres=self._avancer, est_ecriture=False)

    @Slot(int, int)
    def _avancer(self, fait: int, total: int) -> None:
        self._barre.travail(TRAVAIL, fait, total)

    @Slot(object)
    def _tire(self, papier: PapierLot) -> None:
        self._barre.fin_travail()
        if self.demande is not None:
            self.demande.accept()
        duplicatas = f", dont {papier.duplicatas} en duplicata" if papier.duplicatas else ""
        self._bus.publier(papier.changements)
        self._bus.dire(f"{FACTURES.compte(papier.nombre)} à imprimer{duplicatas}")
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self._ecran.window())
        self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._barre.fin_travail()
        if self.demande is not None:
            self.demande.refuser(erreur)
        else:
            self._bus.refuser(texte_erreur(erreur).court)


def _tirer(
    ctx: Contexte, lot_id: int, ordre: Ordre, operation_id: uuid.UUID, jeton: Jeton, *, avec_imprimees: bool
) -> PapierLot:
    return imprimer_lot(
        ctx, lot_id, ordre, avec_imprimees=avec_imprimees, operation_id=operation_id, avancer=jeton.avancer
    )
