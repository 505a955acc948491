"""The dialog of a weekly time: what clashes, who moves and which post is left vacant is said before recording."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.enseignement import JOURS
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.offre import ChoixOffre, HoraireSaisi
from imuse_desk.services.offre.creneaux import EnregistrerCreneau, SaisieCreneau, enregistrer_creneau
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.saisie_confirmee import SaisieConfirmee
from imuse_desk.views.offre.champs import ListesMultiples
from imuse_desk.views.offre.genres import en_choix


class DialogueHoraire(SaisieConfirmee):
    """``DialogueHoraire(parent, executant, ctx, cours_id, choix, horaire)`` then ``open()``; ``recorde(fait)``."""

    def __init__(
        self,
        parent: QWidget | None,
        executant: Executant,
        ctx: Contexte,
        cours_id: int,
        choix: ChoixOffre,
        horaire: HoraireSaisi | None = None,
    ) -> None:
        super().__init__(parent, executant, "Nouvel horaire" if horaire is None else "Horaire")
        self._ctx, self._cours_id, self._horaire = ctx, cours_id, horaire
        self.corps.addWidget(self.formulaire.colonne())
        self._composer(choix)
        self.formulaire.poser(_valeurs(horaire.saisie if horaire is not None else SaisieCreneau(3, "", "60")))
        self.formulaire.viser_premier()

    def _composer(self, choix: ChoixOffre) -> None:
        form = self.formulaire
        jours = [(rang, jour) for rang, jour in enumerate(JOURS, start=1)]
        form.champ("jour", "&Jour", ListeChoix(jours), obligatoire=True)
        form.groupe(
            "&Début, durée",
            [("debut", "Heure de début", LigneTexte(8, "14:00"), 96), ("duree", "Durée en minutes", LigneTexte(3), 72)],
        )
        enseignants = ListesMultiples(["Enseignant", "Deuxième enseignant", "Troisième enseignant"])
        enseignants.poser_choix(en_choix(choix.enseignants))
        form.champ("enseignants", "&Enseignants", enseignants)
        form.champ("salle_id", "&Salle", ListeChoix([(None, "—"), *en_choix(choix.salles)]))
        form.champ(
            "passage", "&Passages de", LigneTexte(3),
            aide="En minutes, pour un bloc de cours individuels\u00a0; vide pour un cours collectif.",
        )  # fmt: skip
        form.champ("capacite", "P&laces", LigneTexte(3), aide="Vide pour un bloc\u00a0: autant que de passages.")
        form.groupe("D&u, au", [("du", "À partir du", LigneTexte(10), 104), ("au", "Jusqu’au", LigneTexte(10), 104)])

    def acte(self, valeurs: dict[str, Any]) -> Callable[[], Fait[Any]]:
        """Record the weekly time."""
        ident, version = (self._horaire.id, self._horaire.version) if self._horaire is not None else (None, 0)
        commande = EnregistrerCreneau(self._cours_id, SaisieCreneau(**valeurs), ident, version, self.est_confirme)
        return partial(enregistrer_creneau, self._ctx, commande)


def _valeurs(saisie: SaisieCreneau) -> dict[str, Any]:
    return {
        "jour": saisie.jour, "debut": saisie.debut, "duree": saisie.duree, "salle_id": saisie.salle_id,
        "enseignants": saisie.enseignants, "capacite": saisie.capacite, "passage": saisie.passage, "du": saisie.du,
        "au": saisie.au,
    }  # fmt: skip
