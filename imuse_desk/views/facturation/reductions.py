"""Reductions and exonerations of a household: those that hold, granting one, withdrawing one with its reason."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.reductions import (
    Accorder,
    Reductions,
    ReductionVue,
    accorder,
    lire_reductions,
    retirer,
)
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import texte
from imuse_desk.views.facturation.corrections import Correction
from imuse_desk.views.facturation.gestes_dialogue import GestesDialogue

MOTIF = 200
MONTANT = 12
FAMILLE = "la famille"
GENRES = (("pourcent", "un pourcentage"), ("montant", "un montant en euros"))
AIDES = {
    "valeur": "100\u00a0% exonère. Jamais plus que ce qui est dû.",
    "plafond": "En euros, si la décision en fixe un.",
    "motif": "Gardé ici, jamais imprimé sur la facture.",
}


def phrase_reduction(vue: ReductionVue) -> str:
    """A reduction on one line: ``50 % pour Lina, 2026-2027, plafond 100,00 €``."""
    quoi = f"{vue.valeur}{INSECABLE}%" if vue.genre == "pourcent" else euros(vue.valeur)
    plafond = f", plafond {euros(vue.plafond_centimes)}" if vue.plafond_centimes is not None else ""
    return f"{quoi} pour {vue.eleve or FAMILLE}, {vue.annee}{plafond}"


class Accordees(QWidget):
    """The reductions that hold, one a row. ``retrait_demande(ReductionVue)``."""

    retrait_demande = Signal(object)

    def __init__(self, reductions: Reductions) -> None:
        super().__init__()
        self.setObjectName("contenu")
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(4)
        colonne.addWidget(texte("Accordées", "libelle"))
        self._vues = reductions.accordees
        for rang, vue in enumerate(self._vues):
            rangee = QHBoxLayout()
            decision = f"{vue.motif} ({vue.auteur}, {date_fr(vue.decidee_le)})"
            rangee.addWidget(texte(f"{phrase_reduction(vue)}. {decision}", "second", replie=True), 1)
            retrait = lien("Retirer…")
            retrait.setAccessibleName(f"Retirer la réduction de {phrase_reduction(vue)}")
            retrait.setProperty("rang", rang)
            retrait.clicked.connect(self._demander)
            rangee.addWidget(retrait)
            colonne.addLayout(rangee)
        self.setVisible(bool(reductions.accordees))

    @Slot()
    def _demander(self) -> None:
        self.retrait_demande.emit(self._vues[int(self.sender().property("rang"))])


class DemandeReduction(Correction):
    """Grant one; under the fields, those that hold (``accordees``)."""

    phrase = "Réduction accordée"

    def __init__(
        self, parent: QWidget | None, executant: Executant, ctx: Contexte, foyer_id: int, reductions: Reductions
    ) -> None:
        self._ctx, self._foyer_id = ctx, foyer_id
        tous = [(None, FAMILLE), *reductions.eleves]
        champs = [
            ("eleve_id", "&Pour", ListeChoix(tous), False),
            ("annee_id", "&Année", ListeChoix(reductions.annees), True),
            ("genre", "Ré&duction", ListeChoix(GENRES), True),
            ("valeur", "&Valeur", LigneTexte(MONTANT), True),
            ("plafond", "P&lafond", LigneTexte(MONTANT), False),
            ("motif", "&Motif", LigneTexte(MOTIF), True),
        ]
        accordees = Accordees(reductions)
        super().__init__(
            parent, executant, "Réductions et exonérations",
            "Sur les droits de l’année. Une facture déjà émise se corrige ensuite\u00a0: Régie, Rectifications.",
            "A&ccorder", champs, AIDES, est_danger=False, suite=accordees,
        )  # fmt: skip
        self.accordees = accordees
        annees = [cle for cle, _ in reductions.annees]
        choisie = ctx.annee_id if ctx.annee_id in annees else next(iter(annees), None)
        self.poser({"eleve_id": None, "annee_id": choisie, "genre": "pourcent"})

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        return partial(accorder, self._ctx, Accorder(foyer_id=self._foyer_id, **valeurs), operation_id)


class DemandeRetrait(Correction):
    """Withdraw one, with the reason."""

    phrase = "Réduction retirée"

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, vue: ReductionVue) -> None:
        self._ctx, self._vue = ctx, vue
        quoi = f"{phrase_reduction(vue)}. {vue.motif}"
        champs = [("motif", "&Motif", LigneTexte(MOTIF), True)]
        super().__init__(parent, executant, "Retirer une réduction", quoi, "&Retirer", champs)
        self.effet.hide()

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        return partial(retirer, self._ctx, self._vue.reduction_id, valeurs["motif"], operation_id)


class GestesReductions(GestesDialogue):
    """``demander(ctx, foyer_id)``; the last dialog is kept for who drives the screen."""

    _foyer_id = 0

    def demander(self, ctx: Contexte, foyer_id: int) -> None:
        """Show what holds, and the form to grant another."""
        self._ctx, self._foyer_id = ctx, foyer_id
        self._executant.lire(partial(lire_reductions, ctx, foyer_id), self._lues, self._refuse, cle="reductions")

    @Slot(object)
    def _lues(self, reductions: Reductions) -> None:
        if self._ctx is not None:
            fenetre = self._ecran.window()
            dialogue = DemandeReduction(fenetre, self._executant, self._ctx, self._foyer_id, reductions)
            dialogue.accordees.retrait_demande.connect(self._retirer)
            self._ouvrir(dialogue)

    @Slot(object)
    def _retirer(self, vue: ReductionVue) -> None:
        if self.dialogue is not None:
            self.dialogue.reject()
        if self._ctx is not None:
            self._ouvrir(DemandeRetrait(self._ecran.window(), self._executant, self._ctx, vue))
