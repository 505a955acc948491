"""The Suivi tab: the courses of the current pupil, or, for a teacher, his own courses and their pupils."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import NoteVue, lister_notes
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.lectures.suivi import (
    EleveDuCours,
    MesCours,
    SuiviEleve,
    creneau_de_son_eleve,
    lire_eleves_du_cours,
    lire_mes_cours,
    lire_suivi,
)
from imuse_desk.views.bureau.notes import CarteNotes
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.suivi.eleve import VueSuiviEleve
from imuse_desk.views.suivi.enseignant import VueMesCours

SANS_DOSSIER = (
    "Aucun élève ouvert",
    "Cherchez un élève, une famille, un téléphone ou un enseignant en haut de la fenêtre (Ctrl+K).",
)
SANS_ENFANT = ("Aucun élève dans cette famille", "Ajoutez un élève depuis l’onglet Élève (Ctrl+2).")
SANS_LIEN = (
    "Votre compte n’est relié à aucun enseignant",
    "Demandez à l’administration de relier votre compte à votre fiche d’enseignant.",
)
SANS_COURS = ("Aucun cours cette année", "Choisissez une autre année en haut de la fenêtre.")
GENRES_ELEVE = {"eleve", "personne", "cours", "creneau", "enseignant"}


class OngletSuivi(QWidget):
    """Reads when it is seen: a hidden tab only remembers that it has to."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._situation: Situation | None = None
        self._est_perime = False
        self._mes_cours: MesCours | None = None
        self.vide = EtatVide("chart-line-up", *SANS_DOSSIER)
        self.eleve = VueSuiviEleve()
        self.mes_cours = VueMesCours()
        self.notes = CarteNotes(executant, bus, "eleve")
        self.notes.hide()
        self.mes_cours.poser_notes(self.notes)
        self.pile = QStackedWidget()
        for vue in (self.vide, self.eleve, self.mes_cours):
            self.pile.addWidget(vue)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)
        self.eleve.enfant_demande.connect(self._choisir_enfant)
        self.eleve.famille_demandee.connect(self._ouvrir_famille)
        self.mes_cours.cours_choisi.connect(self._lire_eleves)
        self.mes_cours.eleve_choisi.connect(self._lire_notes)
        bus.ouverture_demandee.connect(self._ouvrir)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""
        self._ctx, self._situation, self._mes_cours = ctx, None, None
        self.notes.entrer(ctx)
        self.notes.hide()
        self._dire_vide(*SANS_DOSSIER)

    @property
    def contexte(self) -> Contexte | None:
        """Who looks, and at what."""
        return self._ctx

    @property
    def eleve_montre(self) -> int | None:
        """The pupil on show."""
        return self._eleve_id() if self.pile.currentWidget() is self.eleve else None

    @property
    def enseignant_montre(self) -> int | None:
        """The teacher whose week is on show."""
        lus = self._mes_cours
        return lus.enseignant_id if lus is not None and self.pile.currentWidget() is self.mes_cours else None

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the pupil of the current dossier, the household's first one where none is chosen."""
        self._situation = situation
        self._relire()

    def objets_changes(self, changements: Changements) -> None:
        """Read again what a write may have touched."""
        if changements.genres & GENRES_ELEVE:
            self._relire()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        if self._est_perime:
            self._relire()

    def _relire(self) -> None:
        ctx = self._ctx
        self._est_perime = not self.isVisible()
        if ctx is None or self._est_perime:
            return
        if not ctx.peut(Permission.CONSULTER):
            self._executant.lire(partial(lire_mes_cours, ctx), self._mes_cours_lus, self._illisible, cle="suivi")
        elif (eleve_id := self._eleve_id()) is not None:
            self._executant.lire(partial(lire_suivi, ctx, eleve_id), self._suivi_lu, self._illisible, cle="suivi")
        elif self._situation is not None:
            self._dire_vide(*SANS_ENFANT)
        else:
            self._dire_vide(*SANS_DOSSIER)

    def _eleve_id(self) -> int | None:
        situation = self._situation
        if situation is None:
            return None
        return situation.eleve_id or next((ident for ident, _ in situation.enfants), None)

    @Slot(object)
    def _suivi_lu(self, suivi: SuiviEleve) -> None:
        if self._situation is not None and suivi.eleve_id == self._eleve_id():
            self.eleve.montrer(suivi, self._situation)
            self.pile.setCurrentWidget(self.eleve)

    @Slot(object)
    def _mes_cours_lus(self, mes_cours: MesCours) -> None:
        self._mes_cours = mes_cours
        if mes_cours.cours:
            self.mes_cours.montrer(mes_cours)
            self.pile.setCurrentWidget(self.mes_cours)
        else:
            self._dire_vide(*(SANS_COURS if mes_cours.est_relie else SANS_LIEN))

    @Slot(str, object)
    def _ouvrir(self, genre: str, ident: int) -> None:
        """A teacher opens one of his pupils: the lesson where he has him is chosen, and the pupil in it."""
        ctx = self._ctx
        if ctx is not None and genre == "eleve" and not ctx.peut(Permission.CONSULTER):
            self.mes_cours.viser(ident)
            self._executant.lire(
                partial(creneau_de_son_eleve, ctx, ident), self.mes_cours.montrer_cours, self._introuvable, cle="viser"
            )

    @Slot(object)
    def _introuvable(self, erreur: Exception) -> None:
        self._bus.dire(texte_erreur(erreur).court)

    @Slot(object)
    def _lire_eleves(self, creneau_id: int) -> None:
        if self._ctx is not None:
            lecture = partial(lire_eleves_du_cours, self._ctx, creneau_id)
            self._executant.lire(lecture, self._eleves_lus, self._illisible, cle="eleves")

    @Slot(object)
    def _eleves_lus(self, eleves: tuple[EleveDuCours, ...]) -> None:
        self.mes_cours.montrer_eleves(eleves)

    @Slot(object)
    def _lire_notes(self, eleve_id: int | None) -> None:
        """What the office lets a teacher read of his pupil."""
        self.notes.hide()
        if self._ctx is not None and eleve_id is not None:
            self._executant.lire(
                partial(lister_notes, self._ctx, "eleve", eleve_id), self._notes_lues, self._illisible, cle="notes"
            )

    @Slot(object)
    def _notes_lues(self, notes: tuple[NoteVue, ...]) -> None:
        self.notes.montrer(notes)
        self.notes.setVisible(bool(notes))

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self._dire_vide(message.phrase, message.remede)

    def _dire_vide(self, titre: str, phrase: str) -> None:
        self.vide.dire(titre, phrase)
        self.pile.setCurrentWidget(self.vide)

    @Slot(object)
    def _choisir_enfant(self, eleve_id: int) -> None:
        self._bus.choisir("eleve", eleve_id)

    @Slot()
    def _ouvrir_famille(self) -> None:
        if self._situation is not None:
            self._bus.ouvrir("foyer", self._situation.foyer_id)
