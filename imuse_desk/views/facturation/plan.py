"""Grant an invoice another plan: how many parts, from which day, why; its parts are shown first."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date
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
    LONGUEUR_MOYEN,
    PARTS_MAX,
    AccorderPlan,
    PartPlan,
    PlanVu,
    accorder_plan,
    dire_part,
    parts_mensuelles,
)
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Champ
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.corrections import Correction

PROPOSEES = 3


class DemandeParts(Correction):
    """How many parts, from which day, why. Subclasses give ``parts`` and the act."""

    def __init__(
        self, parent: QWidget | None, executant: Executant, ctx: Contexte, titre: str, phrase: str,
        proposees: tuple[int, date] | None = None, en_plus: Sequence[Champ] = (),
    ) -> None:  # fmt: skip
        """``proposees``: the number and the first day proposed; ``en_plus``: fields asked before the reason."""
        nombres = [(n, f"{n} fois" if n > 1 else "1 fois, report") for n in range(1, PARTS_MAX + 1)]
        self._premiere = EditeurDate(ctx.aujourdhui)
        champs: list[Champ] = [
            ("nombre", "En &combien de fois", ListeChoix(nombres), True),
            ("premiere_le", "&Première échéance", self._premiere, True),
            *en_plus,
            ("motif", "&Motif", LigneTexte(LONGUEUR_MOTIF), True),
        ]
        super().__init__(parent, executant, titre, phrase, "Accorder l’échéancier", champs, est_danger=False)
        nombre, premiere = proposees or (PROPOSEES, plus_mois(ctx.aujourdhui(), 1))
        self.poser({"nombre": nombre, "premiere_le": premiere})
        self.montrer_effet()

    def parts(self, nombre: int, premiere_le: date) -> Sequence[PartPlan]:
        """The parts that are typed."""
        raise NotImplementedError

    def alerte(self, nombre: int) -> str:
        """What is unusual in that number of parts; empty where nothing is."""
        return ""

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
        alerte, lignes = self.alerte(int(nombre)), map(dire_part, self.parts(int(nombre), premiere))
        self.effet.montrer("warn" if alerte else "info", "\n".join([*filter(None, [alerte]), *lignes]))


class DemandePlan(DemandeParts):
    """``DemandePlan(parent, executant, ctx, plan)``; what is settled already stays as it is."""

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, vu: PlanVu) -> None:
        self._ctx, self._vu = ctx, vu
        phrase = f"Reste {euros(vu.reste_centimes)} sur {euros(vu.total_centimes)}. {_en_cours(vu)}"
        moyen: Champ = ("moyen", "Mo&yen de paiement", LigneTexte(LONGUEUR_MOYEN), False)
        titre = f"Échéancier de la facture {vu.affiche}"
        super().__init__(parent, executant, ctx, titre, phrase, en_plus=[moyen])

    def parts(self, nombre: int, premiere_le: date) -> Sequence[PartPlan]:  # noqa: D102
        moyen = str(self.formulaire.brut()["moyen"] or "").strip()
        return [p for p in parts_mensuelles(self._vu, nombre, premiere_le, moyen) if p.le != self._vu.emise_le]

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        premiere = valeurs["premiere_le"]
        demande = AccorderPlan(
            self._vu.piece_id, self._vu.numero, int(valeurs["nombre"]), date_fr(premiere), valeurs["motif"],
            valeurs["moyen"],
        )  # fmt: skip
        return partial(accorder_plan, self._ctx, demande, operation_id)

    @property
    def piece_id(self) -> int:
        """The invoice."""
        return self._vu.piece_id

    @property
    def phrase(self) -> str:  # noqa: D102
        return f"Échéancier accordé sur la facture {self._vu.affiche}"


def _en_cours(vu: PlanVu) -> str:
    if not vu.parts:
        return "Payable à réception."
    parts = ", ".join(map(dire_part, vu.parts))
    return f"Échéancier en cours{INSECABLE}: {parts}." + (f" Motif{INSECABLE}: {vu.motif}." if vu.motif else "")
