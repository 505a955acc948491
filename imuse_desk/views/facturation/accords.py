"""A plan agreed before the invoice: granting one, another in its place, withdrawing it with its reason."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.dates import date_fr, plus_mois
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.proration import mensualites
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.accords import AccorderAvance, RetirerAvance, accorder_avance, retirer_avance
from imuse_desk.services.facturation.mots import mots_accord
from imuse_desk.services.facturation.plans import LONGUEUR_MOTIF, PartPlan
from imuse_desk.services.facturation.registres import Accord, RegistreVu
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.corrections import Correction
from imuse_desk.views.facturation.gestes_dialogue import GestesDialogue
from imuse_desk.views.facturation.plan import PROPOSEES, DemandeParts


@dataclass(frozen=True, slots=True)
class AVenir:
    """The invoice to come: whose, of which year, its ledger as it is forecast."""

    foyer_id: int
    annee_id: int
    annee: str
    registre: RegistreVu


def phrase_accord(accord: Accord) -> str:
    """``Échéancier accordé : 4 fois dès le 15/12/2026 (Chômage, Aline Martin, 25/11/2026)``."""
    decision = f"{accord.motif}, {accord.auteur}, {date_fr(accord.accorde_le)}"
    return f"Échéancier accordé\u00a0: {mots_accord(accord)} ({decision})"


class DemandeAccord(DemandeParts):
    """``DemandeAccord(parent, executant, ctx, a_venir)``; its parts follow the forecast."""

    phrase = "Échéancier accordé avant la facture"

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, a_venir: AVenir) -> None:
        self._ctx, self._vu = ctx, a_venir
        registre, accord = a_venir.registre, a_venir.registre.accord
        phrase = (
            f"Prévision de {euros(registre.total_centimes or 0)}. L’appel et la facture de cette famille suivront cet "
            f"échéancier. La règle de l’année permet {registre.parts_max} fois au plus."
        )
        premiere = next((e.le for e in registre.echeances if e.le is not None and e.le >= ctx.aujourdhui()), None)
        proposees = (min(PROPOSEES, registre.parts_max), premiere or plus_mois(ctx.aujourdhui(), 1))
        if accord is not None:
            proposees = accord.nombre, accord.premiere_le
        titre = f"Échéancier de la facture à venir, {a_venir.annee}"
        super().__init__(parent, executant, ctx, titre, phrase, proposees)

    def parts(self, nombre: int, premiere_le: date) -> Sequence[PartPlan]:  # noqa: D102
        total = self._vu.registre.total_centimes or 0
        return [PartPlan(le, montant) for le, montant in mensualites(total, nombre, premiere_le)]

    def alerte(self, nombre: int) -> str:  # noqa: D102
        if nombre <= self._vu.registre.parts_max:
            return ""
        if self._ctx.peut(Permission.EMETTRE):
            return "Au-delà de la règle de l’année\u00a0: accordé par dérogation."
        return "Au-delà de la règle de l’année\u00a0: demandez à qui émet les factures."

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        accord = self._vu.registre.accord
        demande = AccorderAvance(
            self._vu.foyer_id, self._vu.annee_id, Nature(self._vu.registre.cle), accord.accord_id if accord else None,
            int(valeurs["nombre"]), date_fr(valeurs["premiere_le"]), valeurs["motif"],
        )  # fmt: skip
        return partial(accorder_avance, self._ctx, demande, operation_id)


class DemandeRetraitAccord(Correction):
    """Withdraw the plan that was agreed, with the reason."""

    phrase = "Échéancier retiré"

    def __init__(
        self, parent: QWidget | None, executant: Executant, ctx: Contexte, a_venir: AVenir, accord: Accord
    ) -> None:
        self._ctx, self._vu, self._accord = ctx, a_venir, accord
        champs = [("motif", "&Motif", LigneTexte(LONGUEUR_MOTIF), True)]
        titre = f"Retirer l’échéancier accordé, {a_venir.annee}"
        super().__init__(parent, executant, titre, f"{phrase_accord(accord)}.", "&Retirer", champs)
        self.effet.hide()

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        demande = RetirerAvance(
            self._vu.foyer_id, self._vu.annee_id, Nature(self._vu.registre.cle), self._accord.accord_id,
            valeurs["motif"],
        )  # fmt: skip
        return partial(retirer_avance, self._ctx, demande, operation_id)


class GestesAccords(GestesDialogue):
    """``accorder(ctx, a_venir)``, ``retirer(ctx, a_venir)``; the last dialog is kept for who drives the screen."""

    def accorder(self, ctx: Contexte, a_venir: AVenir) -> None:
        """Agree a plan, or another one."""
        self._ouvrir(DemandeAccord(self._ecran.window(), self._executant, ctx, a_venir))

    def retirer(self, ctx: Contexte, a_venir: AVenir) -> None:
        """Withdraw the one that holds."""
        if (accord := a_venir.registre.accord) is not None:
            self._ouvrir(DemandeRetraitAccord(self._ecran.window(), self._executant, ctx, a_venir, accord))
