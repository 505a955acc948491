"""Issued pieces sent by e-mail from any screen: counted first, confirmed, then put in the outbox."""

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.envoi import (
    ApercuEnvoi,
    Envoyees,
    apercu_envoi,
    apercu_envoi_lot,
    envoyer_pieces,
)
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_code, texte_erreur

PHRASE = "Chacune part avec son PDF à la personne qui reçoit les factures. Une pièce envoyée compte comme imprimée."


class EnvoiPieces(QObject):
    """``demander_pieces(ctx, ids)`` or ``demander_lot(ctx, lot_id)``; ``refuse`` says why nothing left."""

    refuse = Signal(str)
    envoye = Signal()
    avance = Signal(int, int)

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran = executant, bus, ecran
        self._ctx: Contexte | None = None
        self._apercu: ApercuEnvoi | None = None
        self._operation_id = uuid.uuid4()

    def demander_pieces(self, ctx: Contexte, piece_ids: list[int]) -> None:
        """Count what would leave of these pieces."""
        self._compter(ctx, partial(apercu_envoi, ctx, piece_ids))

    def demander_lot(self, ctx: Contexte, lot_id: int) -> None:
        """Count what would leave of a batch: its invoices neither printed nor sent yet."""
        self._compter(ctx, partial(apercu_envoi_lot, ctx, lot_id))

    def _compter(self, ctx: Contexte, compter: Callable[[], ApercuEnvoi]) -> None:
        self._ctx, self._operation_id = ctx, uuid.uuid4()  # the same click twice sends once
        self._executant.lire(compter, self._compte, self._refuse, cle="envoi")

    @Slot(object)
    def _compte(self, apercu: ApercuEnvoi) -> None:
        self._apercu = apercu
        partent = apercu.partent
        if not partent or not apercu.est_regle:
            self.refuse.emit(_pourquoi(apercu))
            return
        duplicatas = sum(p.est_imprimee for p in partent)
        if len(partent) == 1:
            quoi, details = partent[0].numero, [("À", partent[0].courriel)]
        else:
            quoi, details = f"{len(partent)} pièces", [("Avec une adresse", str(len(partent)))]
        if apercu.sans_adresse:
            details.append(("Sans adresse, à imprimer", str(apercu.sans_adresse)))
        if duplicatas:
            details.append(("Déjà imprimées\u00a0: DUPLICATA", str(duplicatas)))
        demande = Confirmation(
            self._ecran.window(), f"Envoyer {quoi} par courriel\u00a0?", PHRASE, f"&Envoyer {quoi}",
            details=details, nom_icone="envelope-simple",
        )  # fmt: skip
        demande.accepted.connect(self._envoyer)
        demande.open()

    @Slot()
    def _envoyer(self) -> None:
        if self._ctx is None or self._apercu is None:
            return
        ids = [p.piece_id for p in self._apercu.partent]
        faire = partial(envoyer_pieces, self._ctx, ids, self._operation_id)
        self._executant.travailler(
            partial(_travailler, faire), self._parties, self._refuse, progres=self._avance, est_ecriture=False
        )

    @Slot(int, int)
    def _avance(self, fait: int, total: int) -> None:
        self.avance.emit(fait, total)

    @Slot(object)
    def _parties(self, fait: Fait[Envoyees]) -> None:
        n = fait.resultat["courriels"]
        self._bus.publier(fait.changements)
        self._bus.dire("1 pièce part par courriel" if n == 1 else f"{n} pièces partent par courriel")
        self.envoye.emit()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.refuse.emit(texte_erreur(erreur).court)


def _pourquoi(apercu: ApercuEnvoi) -> str:
    if not apercu.pieces:
        return texte_code("lot_deja_imprime", {}).court
    return texte_code("pieces_sans_adresse" if apercu.est_regle else "courriel_non_regle", {}).court


def _travailler(faire: Callable[..., Fait[Envoyees]], jeton: Jeton) -> Fait[Envoyees]:
    return faire(avancer=jeton.avancer)
