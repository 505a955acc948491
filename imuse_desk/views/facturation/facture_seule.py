"""Bill one family from its forecast: line by line and total first, then one verb; the paper comes at once."""

import uuid
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.pieces import Nature
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.mots import EXCLUSIONS, mots_accord
from imuse_desk.services.facturation.seule import ApercuSeule, apercu_seule, emettre_seule
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur

LIGNES_MONTREES = 8
"""More lines than this are counted: the paper shows them all."""


class FactureSeule(QObject):
    """``demander(ctx, foyer_id, annee_id, nature)``; ``emise(piece_id)``. The same preview is issued once."""

    emise = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran = executant, bus, ecran
        self._ctx: Contexte | None = None
        self._apercu: ApercuSeule | None = None
        self._operation_id = uuid.uuid4()
        self.question: Confirmation | None = None

    def demander(self, ctx: Contexte, foyer_id: int, annee_id: int, nature: Nature) -> None:
        """Show what would be billed."""
        self._ctx = ctx
        self._executant.lire(
            partial(apercu_seule, ctx, foyer_id, annee_id, nature), self._vu, self._refuse, cle="facture_seule"
        )

    @Slot(object)
    def _vu(self, apercu: ApercuSeule) -> None:
        self._apercu, self._operation_id = apercu, uuid.uuid4()
        if apercu.exclusion:
            detail = f" ({apercu.detail})" if apercu.detail else ""
            self._bus.refuser(f"Pas de facture pour {apercu.famille}. {EXCLUSIONS[apercu.exclusion][1]}{detail}")
            return
        details = [(libelle, euros(montant)) for libelle, montant in apercu.lignes[:LIGNES_MONTREES]]
        if len(apercu.lignes) > LIGNES_MONTREES:
            details.append(("Autres lignes", str(len(apercu.lignes) - LIGNES_MONTREES)))
        details.append(("Total", euros(apercu.total_centimes)))
        if apercu.parts > 1:
            details.append(("Échéances", str(apercu.parts)))
        if apercu.accord is not None:
            details.append(("Échéancier accordé", mots_accord(apercu.accord)))
        if apercu.est_provisoire:
            details.append(("Tarif", "plafond, à titre provisoire"))
        self.question = Confirmation(
            self._ecran.window(), f"Émettre la facture de {apercu.famille}\u00a0?",
            f"{apercu.libelle} {apercu.annee}. Une facture émise ne se modifie plus\u00a0: seul un avoir la corrige.",
            "&Émettre la facture", details=details,
        )  # fmt: skip
        self.question.accepted.connect(self._emettre)
        self.question.open()

    @Slot()
    def _emettre(self) -> None:
        if self._ctx is not None and self._apercu is not None:
            acte = partial(emettre_seule, self._ctx, self._apercu, self._operation_id)
            self._executant.ecrire(acte, self._emise, self._refuse)

    @Slot(object)
    def _emise(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self.emise.emit(fait.resultat)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
