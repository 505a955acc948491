"""The dialog of a weekly time: what clashes, who moves and which post is left vacant is said before recording."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.erreurs import AConfirmer, FormulaireInvalide
from imuse_desk.models.passerelle import Fait
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import ChoixOffre, HoraireSaisi
from imuse_desk.services.offre.creneaux import EnregistrerCreneau, SaisieCreneau, enregistrer_creneau
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.champs import ListesMultiples
from imuse_desk.views.offre.genres import en_choix


class DialogueHoraire(QDialog):
    """``DialogueHoraire(parent, executant, ctx, cours_id, choix, horaire)`` then ``open()``; ``recorde(fait)``."""

    recorde = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        executant: Executant,
        ctx: Contexte,
        cours_id: int,
        choix: ChoixOffre,
        horaire: HoraireSaisi | None = None,
    ) -> None:
        super().__init__(parent)
        self._executant, self._ctx, self._cours_id, self._horaire = executant, ctx, cours_id, horaire
        self._confirme = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titre = "Nouvel horaire" if horaire is None else "Horaire"
        self.setWindowTitle(titre)
        self.setMinimumWidth(px(560))
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte(titre, "titre_carte"))
        self.formulaire = Formulaire(self)
        self.alerte = Bandeau("warn", "")
        self.alerte.hide()
        colonne.addWidget(self.alerte)
        colonne.addWidget(self.formulaire.bandeau)
        colonne.addWidget(self.formulaire.colonne())
        self._composer(choix)
        rangee = QHBoxLayout()
        rangee.addStretch(1)
        self.renoncer = secondaire("Re&noncer")
        self.enregistrer = primaire("Enregistre&r", "check")
        self.enregistrer.setDefault(True)
        for bouton in (self.renoncer, self.enregistrer):
            rangee.addWidget(bouton)
        colonne.addLayout(rangee)
        self.renoncer.clicked.connect(self.reject)
        self.enregistrer.clicked.connect(self._enregistrer)
        self.formulaire.modifie.connect(self._modifie)
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

    @Slot()
    def _modifie(self) -> None:
        if self._confirme:
            self._confirme = False
            self.alerte.hide()
            self.enregistrer.setText("Enregistre&r")

    @Slot()
    def _enregistrer(self) -> None:
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        self.enregistrer.setEnabled(False)
        horaire = self._horaire
        commande = EnregistrerCreneau(
            self._cours_id,
            SaisieCreneau(**valeurs),
            horaire.id if horaire is not None else None,
            horaire.version if horaire is not None else 0,
            self._confirme,
        )
        self._executant.ecrire(partial(enregistrer_creneau, self._ctx, commande), self._recu, self._refuse)

    @Slot(object)
    def _recu(self, fait: Fait[int]) -> None:
        self.recorde.emit(fait)
        self.accept()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.enregistrer.setEnabled(True)
        if isinstance(erreur, FormulaireInvalide):
            self.formulaire.montrer_erreurs(erreur.erreurs)
            return
        message = texte_erreur(erreur)
        self._confirme = isinstance(erreur, AConfirmer)
        self.alerte.montrer("warn" if self._confirme else "bad", f"{message.titre}. {message.court}")
        self.alerte.show()
        if self._confirme:
            self.enregistrer.setText("Enregistre&r quand même")


def _valeurs(saisie: SaisieCreneau) -> dict[str, Any]:
    return {
        "jour": saisie.jour, "debut": saisie.debut, "duree": saisie.duree, "salle_id": saisie.salle_id,
        "enseignants": saisie.enseignants, "capacite": saisie.capacite, "passage": saisie.passage, "du": saisie.du,
        "au": saisie.au,
    }  # fmt: skip
