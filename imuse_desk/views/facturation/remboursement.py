"""Ask the ordonnateur to give back what a family is owed: the amount, its account, the reason, then the paper."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.papier_remboursement import papier_remboursement
from imuse_desk.services.facturation.remboursements import (
    Credit,
    DemandeRemboursement,
    demander_remboursement,
    lire_credit,
)
from imuse_desk.views.common.champs import EditeurMontant, LigneTexte
from imuse_desk.views.common.demande import Champ
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.facturation.corrections import Correction
from imuse_desk.views.facturation.gestes_dialogue import GestesDialogue

TEXTE = 160
IBAN = 42
QUOI = (
    "La régie ne rend pas cet argent elle-même\u00a0: une demande numérotée est faite à l’ordonnateur, et le montant "
    "quitte aussitôt le compte de la famille."
)
PLURIEL = 200
"""From two euros on, an amount is plural."""
AIDES = {"iban": "Ses clés sont vérifiées."}


class DialogueRemboursement(Correction):
    """All that is owed is proposed."""

    phrase = "Remboursement demandé"

    def __init__(self, parent: QWidget | None, executant: Executant, ctx: Contexte, credit: Credit) -> None:
        self._ctx, self._credit = ctx, credit
        champs: list[Champ] = [
            ("montant", "Mo&ntant\u00a0€", EditeurMontant(), True),
            ("titulaire", "&Titulaire du compte", LigneTexte(TEXTE), True),
            ("iban", "&IBAN", LigneTexte(IBAN), True),
            ("motif", "&Motif", LigneTexte(TEXTE), True),
        ]
        titre = f"Rembourser {credit.famille}"
        super().__init__(parent, executant, titre, QUOI, "&Demander le remboursement", champs, AIDES, est_danger=False)
        self.poser({"montant": credit.maximum_centimes, "titulaire": credit.famille})
        self.montrer_effet()

    @Slot()
    def montrer_effet(self) -> None:
        """What is owed, where it comes from, what stays in the family's favour."""
        champ = self.formulaire.widget("montant")
        try:
            montant = (champ.valeur() if isinstance(champ, EditeurMontant) else 0) or 0
        except Invalide:
            montant = 0
        pieces = ", ".join(source.numero for source in self._credit.sources)
        reste = self._credit.maximum_centimes - montant
        dus = "lui sont dus" if self._credit.maximum_centimes >= PLURIEL else "lui est dû"
        suite = (
            f"Reste en sa faveur{INSECABLE}: {euros(reste)}." if reste >= 0 else "Le montant dépasse ce qui lui est dû."
        )
        phrase = f"{euros(self._credit.maximum_centimes)} {dus} ({pieces}). {suite}"
        self.effet.montrer("info" if reste >= 0 else "warn", phrase)

    def acte(self, valeurs: dict[str, Any], operation_id: uuid.UUID) -> Callable[[], Fait[int]]:  # noqa: D102
        demande = DemandeRemboursement(
            self._credit.foyer_id, valeurs["montant"], valeurs["iban"], valeurs["titulaire"], valeurs["motif"]
        )
        return partial(demander_remboursement, self._ctx, demande, operation_id)


class GestesRemboursement(GestesDialogue):
    """``demander(ctx, foyer_id)``; the paper opens once it is asked."""

    papier: FenetrePapier | None = None

    def demander(self, ctx: Contexte, foyer_id: int) -> None:
        """Read what the family is owed, then ask."""
        self._ctx = ctx
        self._executant.lire(partial(lire_credit, ctx, foyer_id), self._lu, self._refuse, cle="credit")

    @Slot(object)
    def _lu(self, credit: Credit) -> None:
        if self._ctx is not None:
            self._ouvrir(DialogueRemboursement(self._ecran.window(), self._executant, self._ctx, credit))

    @Slot(object, str)
    def _faite(self, fait: Fait[int], phrase: str) -> None:
        super()._faite(fait, phrase)
        if self._ctx is not None:
            papier = partial(papier_remboursement, self._ctx, fait.resultat)
            self._executant.lire(papier, self._imprime, self._refuse, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self._ecran.window())
        self.papier.show()
