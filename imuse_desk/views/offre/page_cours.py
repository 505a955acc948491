"""Courses of the year: the card of each, and its weekly times under it."""

from collections.abc import Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import jour_heure
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.offre import HoraireSaisi, LigneHoraire, lire_horaire, lister_horaires
from imuse_desk.services.offre.creneaux import RetirerCreneau, retirer_creneau
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.boutons import danger, discret, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.genres import COURS, colonne
from imuse_desk.views.offre.horaire import DialogueHoraire
from imuse_desk.views.offre.page_fiches import PageFiches
from imuse_desk.views.offre.passages import DialoguePassages
from imuse_desk.views.tables.cellule import Cellule
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("horaire", "Horaire", 100),
    colonne("duree", "Durée", 64, droite=True),
    colonne("enseignants", "Enseignants", 160, etirable=True),
    colonne("salle", "Salle", 110),
    colonne("places", "Places", 76, droite=True),
)


class PageCours(PageFiches):
    """The page of courses; a weekly time opens with Enter or a double click."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, COURS)
        self._horaires: dict[int, LigneHoraire] = {}
        carte = Carte("Horaires", pleine_largeur=True)
        self.ajouter_horaire = discret("A&jouter un horaire", "plus")
        self.ajouter_horaire.clicked.connect(self._nouvel_horaire)
        carte.outils.addWidget(self.ajouter_horaire)
        self.modele_horaires = ModeleFixe(COLONNES, self)
        self.horaires = TableListe("Horaires")
        self.horaires.brancher(self.modele_horaires)
        self.horaires.poser_vide(EtatVide("calendar", "Aucun horaire"))
        self.horaires.ouverte.connect(self._ouvrir)
        self.horaires.choix_change.connect(self._horaire_choisi)
        carte.ajouter(self.horaires, 1)
        actions = QHBoxLayout()
        actions.setContentsMargins(16, 8, 16, 12)
        self.retirer = danger("Re&tirer", "trash")
        self.passages = secondaire("&Passages", "clock")
        self.modifier = secondaire("Modi&fier", "pencil-simple")
        actions.addWidget(self.retirer)
        actions.addStretch(1)
        actions.addWidget(self.passages)
        actions.addWidget(self.modifier)
        carte.ajouter(actions)
        self.retirer.clicked.connect(self._retirer)
        self.passages.clicked.connect(self._lire_passages)
        self.modifier.clicked.connect(self._modifier)
        self.droite.insertWidget(self.droite.count() - 1, carte, 20)  # all the room that is left
        self.choisie.connect(self._cours_choisi)
        self._cours_choisi(None)

    # ---- weekly times

    @Slot(object)
    def _cours_choisi(self, ident: object) -> None:
        self.ajouter_horaire.setVisible(self.peut_modifier and ident is not None)
        if isinstance(ident, int):
            self.executant.lire(partial(lister_horaires, self.ctx, ident), self._horaires_lus, cle="horaires")
        else:
            self._horaires_lus(())

    @Slot(object)
    def _horaires_lus(self, lignes: Sequence[LigneHoraire]) -> None:
        self._horaires = {ligne.id: ligne for ligne in lignes}
        self.modele_horaires.poser((ligne.id, _rangee(ligne)) for ligne in lignes)
        self._horaire_choisi(self.horaires.choisi())

    @Slot(object)
    def _horaire_choisi(self, ident: object) -> None:
        ligne = self._horaires.get(ident) if isinstance(ident, int) else None
        for bouton in (self.retirer, self.modifier):
            bouton.setVisible(self.peut_modifier and ligne is not None)
        self.passages.setVisible(ligne is not None and ligne.passage_min is not None)
        # the words of an empty table are read whole; beside the buttons of a chosen row, the page does not scroll
        self.horaires.setMinimumHeight(px(170 if ligne is None else 110))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if not shiboken6.isValid(self.horaires):
            return  # its window is closed: the bus still holds the page for a moment
        if changements.genres & {"cours", "creneau", "inscription"}:
            self.relire()  # the list counts them
        if self.fiche is not None and changements.genres & {"cours", "creneau"}:
            self._cours_choisi(self.fiche.id)

    @Slot()
    def _nouvel_horaire(self) -> None:
        self._montrer_dialogue(None)

    @Slot()
    def _modifier(self) -> None:
        self._ouvrir(self.horaires.choisi())

    @Slot(object)
    def _ouvrir(self, ident: object) -> None:
        if isinstance(ident, int) and self.peut_modifier:
            self.executant.lire(partial(lire_horaire, self.ctx, ident), self._montrer_dialogue, self._echoue)

    @Slot(object)
    def _montrer_dialogue(self, horaire: HoraireSaisi | None) -> None:
        if self.fiche is None or self._choix is None:
            return
        dialogue = DialogueHoraire(self, self.executant, self.ctx, self.fiche.id, self._choix, horaire)
        dialogue.recorde.connect(self._horaire_recorde)
        dialogue.open()

    @Slot(object)
    def _horaire_recorde(self, fait: Fait[int]) -> None:
        dire_annulable(self.executant, self.bus, self.ctx, fait, "Horaire enregistré")

    @Slot()
    def _retirer(self) -> None:
        ident = self.horaires.choisi()
        if isinstance(ident, int):
            self.executant.lire(partial(lire_horaire, self.ctx, ident), self._retirer_lu, self._echoue)

    @Slot(object)
    def _retirer_lu(self, horaire: HoraireSaisi) -> None:
        commande = RetirerCreneau(horaire.id, horaire.version)
        self.executant.ecrire(partial(retirer_creneau, self.ctx, commande), self._retire, self._echoue)

    @Slot(object)
    def _retire(self, fait: Fait[int]) -> None:
        dire_annulable(self.executant, self.bus, self.ctx, fait, "Horaire retiré")

    @Slot()
    def _lire_passages(self) -> None:
        ident = self.horaires.choisi()
        if isinstance(ident, int):
            dialogue = DialoguePassages(self, self.executant, self.ctx, ident)
            dialogue.recorde.connect(self._passages_recordes)
            dialogue.open()

    @Slot(object)
    def _passages_recordes(self, fait: Fait[int]) -> None:
        dire_annulable(self.executant, self.bus, self.ctx, fait, "Heures de passage fixées")

    @Slot(object)
    def _echoue(self, erreur: Exception) -> None:
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()


def _rangee(ligne: LigneHoraire) -> Sequence[Cellule]:
    occupees = max(ligne.prises, ligne.inscrits)
    places = f"{occupees}/{ligne.capacite}" if ligne.capacite is not None else str(occupees)
    heures, minutes = divmod(ligne.duree_min, 60)
    return (
        Cellule(jour_heure(ligne.jour, ligne.debut)),
        Cellule(f"{heures}:{minutes:02}"),
        Cellule(ligne.enseignants or "—"),
        Cellule(ligne.salle or "—"),
        Cellule(places),
    )
