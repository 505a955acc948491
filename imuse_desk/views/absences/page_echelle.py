"""The ladder of absences of a site: how many, counted how, and the letter with its merge fields, seen as typed."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from imuse_desk.domain.champs_fusion import CHAMPS_ABSENCE
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.paliers import (
    EnregistrerPalier,
    PalierVu,
    ajouter_palier,
    enregistrer_palier,
    lire_paliers,
    retirer_dernier_palier,
)
from imuse_desk.services.suivi.textes_courrier import fusionner_exemple
from imuse_desk.views.absences import mots
from imuse_desk.views.common.boutons import discret, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.etablissement.page_etapes import PageEtapes
from imuse_desk.views.tables.cellule import Cellule


class PageEchelle(PageEtapes):
    """``PageEchelle(executant, bus, ctx)`` then ``relire()``."""

    UN, TITRE, GENRE = "Palier", "Échelle des absences", "palier_absence"
    COLONNES = mots.COLONNES_PALIERS
    CHAMPS = CHAMPS_ABSENCE
    lire = staticmethod(lire_paliers)
    enregistrer_etape = staticmethod(enregistrer_palier)
    demande = EnregistrerPalier
    fusion = staticmethod(fusionner_exemple)

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx)
        self.ajouter = secondaire("A&jouter", "plus")
        self.retirer = discret("Retirer l&e dernier")
        rangee = QHBoxLayout()
        for bouton in (self.ajouter, self.retirer):
            rangee.addWidget(bouton)
        rangee.addStretch(1)
        self.liste.ajouter(rangee)
        self.ajouter.clicked.connect(self._ajouter)
        self.retirer.clicked.connect(self._retirer)

    def champs(self, formulaire: Formulaire) -> None:  # noqa: D102
        formulaire.champ("seuil", "Se&uil", LigneTexte(2), obligatoire=True,
                         aide="Nombre d’absences non justifiées.")  # fmt: skip
        for cle, libelle, choix in (
            ("mesure", "Co&mptées", mots.MESURES), ("portee", "&Pour", mots.PORTEES),
            ("intervalle", "&Depuis", mots.INTERVALLES), ("action", "Ac&tion", mots.ACTIONS),
        ):  # fmt: skip
            formulaire.champ(cle, libelle, ListeChoix(list(choix.items())), obligatoire=True)

    def valeurs(self, etape: PalierVu) -> Mapping[str, Any]:  # noqa: D102
        return {
            "seuil": str(etape.seuil), "mesure": etape.mesure.value, "portee": etape.portee.value,
            "intervalle": etape.intervalle.value, "action": etape.action.value,
        }  # fmt: skip

    def cellules(self, etape: PalierVu) -> Sequence[Cellule]:  # noqa: D102
        return mots.cellules_palier(etape)

    @Slot()
    def _ajouter(self) -> None:
        self._changer(ajouter_palier)

    @Slot()
    def _retirer(self) -> None:
        self._changer(retirer_dernier_palier)

    def _changer(self, acte: Callable[[Contexte, uuid.UUID], Fait[int]]) -> None:
        if self.formulaire.est_modifie():
            self._bus.dire("Enregistrez ou abandonnez d’abord ce palier")
            return
        self._executant.ecrire(partial(acte, self._ctx, uuid.uuid4()), self._change, self._refuse)

    @Slot(object)
    def _change(self, fait: Fait[int]) -> None:
        self.echec.hide()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Échelle modifiée, palier {fait.resultat}")
