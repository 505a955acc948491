"""How a template reads for a family or a pupil of the base, as it is typed."""

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Destinataire, exemple, fusionner
from imuse_desk.services.lectures.recherche import Resultats, rechercher
from imuse_desk.views.common.apercu_fusion import ApercuFusion, Fusion
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import texte

SANS_EXEMPLE = "Choisissez une famille ou un élève pour voir le texte rempli."


class Apercu(ApercuFusion):
    """The example is a family of the house, or whoever is typed in its line."""

    def __init__(
        self, executant: Executant, ctx: Contexte, parent: QWidget | None = None, fusion: Fusion = fusionner
    ) -> None:
        super().__init__(executant, ctx, SANS_EXEMPLE, parent, fusion)
        etiquette = texte("Exemp&le", "libelle")
        self.qui = LigneTexte(120, "famille ou élève")
        self.qui.setAccessibleName("Famille ou élève de l’exemple")
        etiquette.setBuddy(self.qui)
        self._completion = Completion(self.qui)
        self._completion.recherche.connect(self._chercher)
        self._completion.choisie.connect(self._choisir)
        self.haut.addWidget(etiquette)
        self.haut.addWidget(self.qui, 1)
        executant.lire(partial(exemple, ctx), self._exemple_lu, self._rate, cle="exemple")

    @Slot(object)
    def _exemple_lu(self, lu: tuple[Destinataire, str] | None) -> None:
        if lu is not None and self._destinataire is None:
            self.qui.poser_valeur(lu[1])
            self.poser_destinataire(lu[0])

    @Slot(str)
    def _chercher(self, mots: str) -> None:
        self._executant.lire(partial(rechercher, self._ctx, mots), self._trouves, self._rate, cle="qui")

    @Slot(object)
    def _trouves(self, resultats: Resultats) -> None:
        propositions: list[tuple[Any, str]] = []
        for groupe in resultats.groupes:
            for trouve in groupe.lignes:
                mots = f"{trouve.fort} {trouve.suite}".strip()
                if trouve.genre == "foyer":
                    propositions.append((Destinataire(trouve.id), f"{mots} (famille)"))
                elif trouve.genre == "eleve":
                    propositions.append((Destinataire(None, (trouve.id,)), mots))
        self._completion.proposer(propositions)

    @Slot(object)
    def _choisir(self, destinataire: Destinataire) -> None:
        self.poser_destinataire(destinataire)
