"""Grant an invoice another plan: how many parts, from which day, why; its parts are shown first."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr, plus_mois
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.plans import (
    LONGUEUR_MOTIF,
    PARTS_MAX,
    AccorderPlan,
    PartPlan,
    PlanVu,
    accorder_plan,
    parts_mensuelles,
)
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.corrections import Correction


class DemandePlan(Correction):
    """``DemandePlan(parent, executant, ctx, plan)``; what is settled already stays as it is."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, vu: PlanVu) -> None:
        self._ctx, self._vu = ctx, vu
        nombres = [(n, f"{n} fois" if n > 1 else "1 fois, report") for n in range(1, PARTS_MAX + 1)]
        self._premiere = EditeurDate(ctx.aujourdhui)
        champs = [
            ("nombre", "En &combien de fois", ListeChoix(nombres), True),
            ("premiere_le", "&Première échéance", self._premiere, True),
            ("motif", "&Motif", LigneTexte(LONGUEUR_MOTIF), True),
        ]
        phrase = f"Reste {euros(vu.reste_centimes)} sur {euros(vu.total_centimes)}. {_en_cours(vu)}"
        titre = f"Échéancier de la facture {vu.affiche}"
        super().__init__(parent, executant, titre, phrase, "Accorder l’échéancier", champs, est_danger=False)
        self.poser({"nombre": min(3, PARTS_MAX), "premiere_le": plus_mois(ctx.aujourdhui(), 1)})
        self.montrer_effet()

    @Slot()
    def montrer_effet(self) -> None:
        """The parts that are typed, once they can be read."""
        try:
            premiere = self._premiere.valeur()
        except Invalide:
            premiere = None
        nombre = self.formulaire.brut()["nombre"]
        if premiere is None or not nombre:
            self.effet.montrer("info", "Les parts s’affichent ici, une par mois.")
            return
        parts = [p for p in parts_mensuelles(self._vu, int(nombre), premiere) if p.le != self._vu.emise_le]
        self.effet.montrer("info", "\n".join(map(_dire, parts)))

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        premiere = valeurs["premiere_le"]
        demande = AccorderPlan(
            self._vu.piece_id, self._vu.numero, int(valeurs["nombre"]), date_fr(premiere), valeurs["motif"]
        )
        return partial(accorder_plan, self._ctx, demande, operation_id)

    @property
    def piece_id(self) -> int:
        """The invoice."""
        return self._vu.piece_id

    @property
    def phrase(self) -> str:  # noqa: D102
        return f"Échéancier accordé sur la facture {self._vu.affiche}"


def _dire(part: PartPlan) -> str:
    return f"{date_fr(part.le) if part.le else 'à réception'}{INSECABLE}: {euros(part.montant_centimes)}"


def _en_cours(vu: PlanVu) -> str:
    if not vu.parts:
        return "Payable à réception."
    parts = ", ".join(map(_dire, vu.parts))
    return f"Échéancier en cours{INSECABLE}: {parts}." + (f" Motif{INSECABLE}: {vu.motif}." if vu.motif else "")
