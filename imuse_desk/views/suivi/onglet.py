"""The Suivi tab: the courses of the site or of a teacher, one of them opened, or the courses of a pupil."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
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
    lire_cours_du_site,
    lire_eleves_du_cours,
    lire_mes_cours,
    lire_suivi,
)
from imuse_desk.services.suivi.occurrences import CleSeance
from imuse_desk.views.bureau.notes import CarteNotes
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.suivi.carte_appel import CarteAppel
from imuse_desk.views.suivi.cours import VueCours
from imuse_desk.views.suivi.eleve import VueSuiviEleve
from imuse_desk.views.suivi.enseignant import VueMesCours
from imuse_desk.views.suivi.page_eleves import PageEleves
from imuse_desk.views.suivi.photos import CasePhotos, PhotosSuivi
from imuse_desk.views.suivi.repertoire import dessous_d_un_eleve, pages_d_un_cours, pages_d_un_eleve

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


@dataclass(frozen=True, slots=True)
class CoursAMontrer:
    """A weekly time, one of its pages, and the lesson whose roll call is wanted."""

    creneau_id: int
    page: str
    seance: CleSeance | None = None


class OngletSuivi(QWidget):
    """Reads when it is seen: a hidden tab only remembers that it has to.

    Four screens: the courses (a teacher's own, or the site's), a course opened, a pupil's courses, or an empty state.
    """

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._situation: Situation | None = None
        self._est_perime = False
        self._mes_cours: MesCours | None = None
        self._cours_voulu: int | None = None  # the course to choose once the pupil asked for is read
        self._a_montrer: CoursAMontrer | None = None  # the course to open once the courses are read
        self.vide = EtatVide("chart-line-up", *SANS_COURS)
        self.eleve = VueSuiviEleve(pages_d_un_eleve(executant, bus), dessous_d_un_eleve(executant, bus))
        self.mes_cours = VueMesCours()
        self.du_site = VueMesCours(du_site=True)
        self.cours = VueCours(PageEleves(executant, bus), pages_d_un_cours(executant, bus), CarteAppel(executant, bus))
        self.photos = PhotosSuivi(executant, bus, self)
        self._poser_photos()
        self.notes = CarteNotes(executant, bus, "eleve")
        self.notes.hide()
        self.mes_cours.poser_notes(self.notes)
        self.pile = QStackedWidget()
        for vue in (self.vide, self.eleve, self.mes_cours, self.du_site, self.cours):
            self.pile.addWidget(vue)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)
        self.eleve.enfant_demande.connect(self._choisir_eleve)
        self.eleve.famille_demandee.connect(self._ouvrir_famille)
        self.eleve.retour_demande.connect(self._revenir)
        self.cours.retour_demande.connect(self._revenir)
        self.cours.eleves.eleve_ouvert.connect(self._ouvrir_eleve)
        for vue in (self.mes_cours, self.du_site):
            vue.cours_choisi.connect(self._lire_eleves)
            vue.cours_ouvert.connect(self.ouvrir_cours)
            vue.eleve_ouvert.connect(self._ouvrir_eleve)
        self.mes_cours.eleve_choisi.connect(self._lire_notes)
        bus.ouverture_demandee.connect(self._ouvrir)

    def _poser_photos(self) -> None:
        """Every list of pupils may show their photos, by one choice."""
        (appel,) = self.cours.findChildren(CarteAppel)
        for table in (self.mes_cours.table_eleves, self.du_site.table_eleves, self.cours.eleves.table, appel.table):
            self.photos.ajouter(table)
        for carte in (self.mes_cours.carte_eleves, self.du_site.carte_eleves, self.cours.eleves.carte):
            carte.outils.addWidget(CasePhotos(self.photos.action))
        appel.menu.addSeparator()
        appel.menu.addAction(self.photos.action)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""
        self._ctx, self._situation, self._mes_cours, self._cours_voulu = ctx, None, None, None
        self.photos.entrer(ctx)
        self.notes.entrer(ctx)
        self.notes.hide()
        self.cours.entrer(ctx)
        self.eleve.pages.entrer(ctx)
        self.pile.setCurrentWidget(self.vide)

    @property
    def contexte(self) -> Contexte | None:
        """Who looks, and at what."""
        return self._ctx

    @property
    def eleve_montre(self) -> int | None:
        """The pupil on show."""
        return self._eleve_id() if self.pile.currentWidget() is self.eleve else None

    @property
    def cours_ouvert(self) -> int | None:
        """The weekly time opened."""
        cours = self.cours.cours if self.pile.currentWidget() is self.cours else None
        return cours.creneau_id if cours is not None else None

    @property
    def enseignant_montre(self) -> int | None:
        """The teacher whose week is on show."""
        lus = self._mes_cours
        return lus.enseignant_id if lus is not None and self.pile.currentWidget() is self.mes_cours else None

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Show the pupil of the current dossier, the household's first one where none is chosen."""
        self._situation = situation
        if self.pile.currentWidget() is self.cours and self._est_au_bureau():
            self.pile.setCurrentWidget(self.vide)
        self._relire()

    def montrer_cours(self, a_montrer: CoursAMontrer) -> None:
        """Open a course on one of its pages, whatever was on show; read the courses first."""
        ctx = self._ctx
        if ctx is None:
            return
        self._a_montrer = a_montrer
        lecture = lire_cours_du_site if self._est_au_bureau() else lire_mes_cours
        self._executant.lire(partial(lecture, ctx), self._mes_cours_lus, self._illisible, cle="suivi")

    @Slot(object)
    def ouvrir_cours(self, creneau_id: int) -> None:
        """Open one of the weekly times listed."""
        liste = self._liste()
        cours = liste.cours_de(creneau_id)
        if cours is not None:
            self.cours.ouvrir(cours)
            self.pile.setCurrentWidget(self.cours)

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
        if not self._est_au_bureau():
            self._executant.lire(partial(lire_mes_cours, ctx), self._mes_cours_lus, self._illisible, cle="suivi")
        elif (eleve_id := self._eleve_id()) is not None:
            self._executant.lire(partial(lire_suivi, ctx, eleve_id), self._suivi_lu, self._illisible, cle="suivi")
        elif self._situation is not None:
            self._dire_vide(*SANS_ENFANT)
        else:
            self._executant.lire(partial(lire_cours_du_site, ctx), self._mes_cours_lus, self._illisible, cle="suivi")

    def _est_au_bureau(self) -> bool:
        """Somebody who reads every pupil of the site, not a teacher among his own."""
        return self._ctx is not None and self._ctx.peut(Permission.CONSULTER)

    def _liste(self) -> VueMesCours:
        return self.du_site if self._est_au_bureau() else self.mes_cours

    def _eleve_id(self) -> int | None:
        situation = self._situation
        if situation is None:
            return None
        return situation.eleve_id or next((ident for ident, _ in situation.enfants), None)

    @Slot(object)
    def _suivi_lu(self, suivi: SuiviEleve) -> None:
        situation = self._situation
        if not self._est_au_bureau():
            eleves = tuple((e.eleve_id, f"{e.prenom} {e.nom}") for e in self.mes_cours.eleves)
            self.eleve.montrer(suivi, eleves, cours_id=self._cours_voulu)
        elif situation is not None and suivi.eleve_id == self._eleve_id():
            self.eleve.montrer(suivi, situation.enfants, situation.famille, self._cours_voulu)
        else:
            return
        self._cours_voulu = None
        self.pile.setCurrentWidget(self.eleve)

    @Slot(object)
    def _mes_cours_lus(self, mes_cours: MesCours) -> None:
        self._mes_cours = mes_cours
        liste = self._liste()
        if mes_cours.cours:
            liste.montrer(mes_cours)
            if (a_montrer := self._a_montrer) is not None:
                self._a_montrer = None
                self.ouvrir_cours(a_montrer.creneau_id)
                self.cours.aller(a_montrer.page, a_montrer.seance)
            elif self.pile.currentWidget() not in (self.cours, self.eleve) or self._est_au_bureau():
                self.pile.setCurrentWidget(liste)
        elif self._est_au_bureau():
            self._dire_vide(*SANS_DOSSIER)
        else:
            self._dire_vide(*(SANS_COURS if mes_cours.est_relie else SANS_LIEN))

    @Slot(object)
    def _ouvrir_eleve(self, eleve_id: int) -> None:
        """The pupil of a course: his file at the desk, his follow-up for a teacher; the course stays chosen."""
        creneau_id = self._liste().cours_montre
        cours = self._liste().cours_de(creneau_id) if creneau_id is not None else None
        self._cours_voulu = cours.cours_id if cours is not None else None
        self._choisir_eleve(eleve_id)

    @Slot()
    def _revenir(self) -> None:
        """From a course or one of its pupils, back to the courses."""
        self.pile.setCurrentWidget(self._liste())
        self._liste().table.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._bus.refuser(texte_erreur(erreur).court)

    @Slot(object)
    def _lire_eleves(self, creneau_id: int) -> None:
        if self._ctx is not None:
            lecture = partial(lire_eleves_du_cours, self._ctx, creneau_id)
            self._executant.lire(lecture, self._eleves_lus, self._illisible, cle="eleves")

    @Slot(object)
    def _eleves_lus(self, eleves: tuple[EleveDuCours, ...]) -> None:
        self._liste().montrer_eleves(eleves)

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
    def _choisir_eleve(self, eleve_id: int) -> None:
        if self._est_au_bureau():
            self._bus.choisir("eleve", eleve_id)
        elif self._ctx is not None:
            self._executant.lire(partial(lire_suivi, self._ctx, eleve_id), self._suivi_lu, self._illisible, cle="suivi")

    @Slot()
    def _ouvrir_famille(self) -> None:
        if self._situation is not None:
            self._bus.ouvrir("foyer", self._situation.foyer_id)
