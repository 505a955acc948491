"""A window of tabs that share one current dossier: navigation, way back, drafts, status line.

It knows the tabs by ``PageOnglet`` alone; the tabs know it only through the bus ("open pupil 12").
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation, situer
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglets import OngletsPrincipaux
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.common.theme import px
from imuse_desk.views.navigation import Historique, Lieu, Onglet
from imuse_desk.views.pages import PageEditee, PageGardee, PageOnglet

ONGLETS = [
    ("Famille", "users"),
    ("Élève", "student"),
    ("Réinscription", "clipboard-text"),
    ("Facturation", "receipt"),
    ("Suivi", "chart-line-up"),
]
RATTRAPAGE_MS = 300
"""Time for the tab shown to be read and painted, before the hidden ones follow."""
COMPTES = {"compte": "foyer", "compte_eleve": "eleve"}
"""The money of a household, asked for by it or by one of its pupils."""
SANS_DOSSIER = frozenset({"cours", "enseignant", "salle", "caisse", "rectification", "piece"})  # they open elsewhere


class FenetreOnglets(QMainWindow):
    """The five tabs over a status line; a subclass puts what stands above them."""

    def __init__(self, executant: Executant, bus: Bus, raccourcis: Raccourcis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.executant, self.bus, self.raccourcis = executant, bus, raccourcis
        self._ctx: Contexte | None = None
        self._situation: Situation | None = None
        self._historique = Historique()
        self._annulation: Callable[[], None] | None = None
        self._onglet_voulu = Onglet.FAMILLE
        self.onglets = OngletsPrincipaux("Onglets principaux", ONGLETS)
        self.retour = Bouton("Retour", "entete", "arrow-left")
        self.retour.setToolTip("Revenir à l’écran précédent (Alt+Gauche)")
        self.pile = QStackedWidget()
        self.pages: list[QWidget] = []
        self._suiveurs: Sequence[PageOnglet] = ()
        self.barre = BarreEtat()
        self._en_retard: list[PageOnglet] = []
        self._rattrapage = QTimer(self, singleShot=True)
        self._rattrapage.timeout.connect(self._rattraper)
        self.onglets.currentChanged.connect(self._onglet_choisi)
        self.retour.clicked.connect(self.revenir)
        bus.ouverture_demandee.connect(self._ouvrir)
        bus.dossier_choisi.connect(self._choisir)
        bus.change.connect(self._diffuser)
        bus.message.connect(self._dire)
        bus.refus.connect(self.barre.alerter)
        self.barre.annulation_demandee.connect(self._annuler)
        executant.echec.connect(self._echec)
        for rang, (titre, _) in enumerate(ONGLETS):
            raccourci = raccourcis.ajouter(f"Ctrl+{rang + 1}", f"Onglet {titre}", self, self._touche_onglet)
            raccourci.setProperty("rang", rang)
        raccourcis.ajouter("Alt+Left", "Retour", self, self.revenir)
        raccourcis.ajouter("F5", "Actualiser", self, self.actualiser)
        raccourcis.ajouter("Ctrl+S", "Enregistrer les modifications", self, self._enregistrer)
        raccourcis.ajouter("Ctrl+N", "Nouvelle fiche", self, self._nouvelle)

    def rangee_onglets(self, *outils: QWidget) -> QFrame:
        """The row of the tabs, what stands at its right end after them."""
        rangee = QFrame()
        rangee.setObjectName("rangee_onglets")
        rangee.setFixedHeight(px(41))
        ligne = QHBoxLayout(rangee)
        ligne.setContentsMargins(8, 0, 8, 0)
        ligne.addWidget(self.onglets, 0, Qt.AlignmentFlag.AlignVCenter)
        ligne.addStretch(1)
        for outil in outils:
            ligne.addWidget(outil, 0, Qt.AlignmentFlag.AlignVCenter)
        return rangee

    def poser_pages(self, pages: list[QWidget], suiveurs: Sequence[PageOnglet]) -> None:
        """Take the five tabs; ``suiveurs`` are parts of a tab that follow the dossier as the tabs do."""
        self.pages, self._suiveurs = pages, suiveurs
        for page in pages:
            self.pile.addWidget(page)

    # ---- who, where

    def entrer(self, ctx: Contexte) -> None:
        """Bind every tab to the person, site and year of ``ctx``; the current dossier is forgotten."""
        self._ctx, self._situation, self._annulation = ctx, None, None
        self.barre.oublier()
        self._en_retard = []
        for page in self._tous():
            page.entrer(ctx)
            page.ouvrir_dossier(None)
        enseignant = not ctx.peut(Permission.CONSULTER)
        for onglet in Onglet:
            self.onglets.setTabVisible(onglet, not enseignant or onglet is Onglet.SUIVI)
        self.onglets.updateGeometry()  # Qt leaves the bar as narrow as its only tab was
        # hiding a tab makes Qt choose the next one: none of those is a place where the person was
        self._historique = Historique()
        self.aller(Onglet.SUIVI if enseignant else Onglet.FAMILLE)

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    @property
    def situation(self) -> Situation | None:
        """The current dossier."""
        return self._situation

    @property
    def onglet(self) -> Onglet:
        """The tab on show."""
        return Onglet(self.onglets.currentIndex())

    # ---- the current dossier

    @Slot(str, object)
    def _ouvrir(self, genre: str, ident: int) -> None:
        """A link, a search result or a list asks for a thing: find its household, then show the right tab."""
        if genre in SANS_DOSSIER:
            return
        if not self.contexte.peut(Permission.CONSULTER):
            self.aller(Onglet.SUIVI)  # where the tab shows a teacher his own pupil
            return
        onglet = {"foyer": Onglet.FAMILLE, "dossier": Onglet.REINSCRIPTION, "suivi": Onglet.SUIVI}.get(
            genre, Onglet.ELEVE if genre in {"eleve", "personne"} else Onglet.FAMILLE
        )
        if genre in COMPTES:
            genre, onglet = COMPTES[genre], Onglet.FACTURATION
        self._vouloir(genre, ident, onglet)

    @Slot(str, object)
    def _choisir(self, genre: str, ident: int) -> None:
        """Another current dossier, same tab; a child of the family shown stays in it, whatever his main household."""
        situation = self._situation
        if genre == "eleve" and situation is not None and ident in dict(situation.enfants):
            self._onglet_voulu = Onglet(self.onglets.currentIndex())
            self._situe(replace(situation, eleve_id=ident))
            return
        self._vouloir(genre, ident, Onglet(self.onglets.currentIndex()))

    def _vouloir(self, genre: str, ident: int, onglet: Onglet, foyer_id: int | None = None) -> None:
        ctx = self.contexte
        self._onglet_voulu = onglet
        self.executant.lire(lambda: situer(ctx, genre, ident, foyer_id), self._situe, cle="dossier")

    @Slot(object)
    def _situe(self, situation: Situation) -> None:
        onglet = self._onglet_voulu
        if onglet is Onglet.ELEVE and situation.eleve_id is None:
            onglet = Onglet.FAMILLE
        self.montrer_dossier(situation, onglet)

    def montrer_dossier(self, situation: Situation | None, onglet: Onglet) -> None:
        """Make a dossier (None: none) the current one.

        The tab to be shown has it at once, the others when they are shown, or once that one is painted.
        """
        self._situation = situation
        self._en_retard = self._pages().copy()
        self.aller(onglet)
        self._mettre_a_jour(self._pages()[self.pile.currentIndex()])
        for suiveur in self._suiveurs:
            suiveur.ouvrir_dossier(situation)
        self._rattrapage.start(RATTRAPAGE_MS)

    def _mettre_a_jour(self, page: PageOnglet) -> None:
        if page in self._en_retard:
            self._en_retard.remove(page)
            page.ouvrir_dossier(self._situation)

    @Slot()
    def _rattraper(self) -> None:
        """One more tab follows the current dossier."""
        if self._en_retard:
            self._mettre_a_jour(self._en_retard[0])
            self._rattrapage.start(0)

    def aller(self, onglet: Onglet) -> None:
        """Show a tab and remember it for "Retour"; a tab that the person does not have is never shown."""
        if not self.onglets.isTabVisible(onglet):
            return
        self._mettre_a_jour(self._pages()[onglet])
        self.onglets.setCurrentIndex(onglet)
        self.pile.setCurrentIndex(onglet)
        situation = self._situation
        self._historique.aller(
            Lieu(onglet, situation.foyer_id if situation else None, situation.eleve_id if situation else None)
        )
        self.retour.setEnabled(self._historique.peut_revenir)
        if QApplication.focusWidget() is None:
            # the search has just closed, or what had the keyboard is hidden: Esc, Tab and the arrows are the page's
            self.pages[onglet].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def revenir(self) -> None:
        """Go back one screen; drafts are still there."""
        self._retourner(self._historique.revenir())

    @Slot()
    def remonter(self) -> None:
        """Leave a dossier's screen (Esc) for the one before it; without one, its family's."""
        lieu = self._historique.remonter()
        if lieu is None:
            self.aller(Onglet.FAMILLE)
        self._retourner(lieu)

    def _retourner(self, lieu: Lieu | None) -> None:
        if lieu is None:
            return
        self.retour.setEnabled(self._historique.peut_revenir)
        if lieu.foyer_id is None:
            self.montrer_dossier(None, lieu.onglet)
        elif self._situation and (lieu.foyer_id, lieu.eleve_id) == (self._situation.foyer_id, self._situation.eleve_id):
            self.aller(lieu.onglet)
        elif lieu.eleve_id is not None:
            self._vouloir("eleve", lieu.eleve_id, lieu.onglet, lieu.foyer_id)
        else:
            self._vouloir("foyer", lieu.foyer_id, lieu.onglet)

    @Slot()
    def montrer_accueil(self) -> None:
        """No dossier open: Famille is the Accueil."""
        self.montrer_dossier(None, Onglet.FAMILLE)

    @Slot()
    def quitter_dossier(self) -> None:
        """Esc on the family."""
        self.montrer_accueil()

    @Slot(object, object)
    def montrer_eleve(self, _foyer_id: int, _adulte: object) -> None:
        """The Élève tab begins a new pupil."""
        self.aller(Onglet.ELEVE)

    @Slot()
    def actualiser(self) -> None:
        """Read again what is shown."""
        for page in self._tous():
            page.ouvrir_dossier(self._situation)

    @Slot(int)
    def _onglet_choisi(self, rang: int) -> None:
        self.aller(Onglet(rang))

    @Slot()
    def _touche_onglet(self) -> None:
        rang = int(self.sender().property("rang"))
        if self.onglets.isTabVisible(rang):
            self.aller(Onglet(rang))

    @Slot()
    def _enregistrer(self) -> None:
        page: object = self.pile.currentWidget()
        if isinstance(page, PageEditee):
            page.enregistrer()

    @Slot()
    def _nouvelle(self) -> None:
        page: object = self.pile.currentWidget()
        if isinstance(page, PageEditee):
            page.nouveau()

    def garder_brouillons(self) -> None:
        """Keep what is being typed, on every tab."""
        for page in (*self.pages, *self._suiveurs):
            if isinstance(page, PageGardee):
                page.garder_maintenant()

    def _tous(self) -> list[PageOnglet]:
        return [*self._pages(), *self._suiveurs]

    def _pages(self) -> list[PageOnglet]:
        return self.pages  # type: ignore[return-value]  # each tab is a QWidget that offers PageOnglet

    @Slot(object)
    def _diffuser(self, changements: Changements) -> None:
        for page in self._tous():
            page.objets_changes(changements)

    # ---- status line

    @Slot(str, object)
    def _dire(self, phrase: str, annuler: Callable[[], None] | None) -> None:
        self._annulation = annuler
        heure = self.contexte.maintenant().astimezone(ZoneInfo(self.contexte.fuseau))
        self.barre.dire(f"{phrase} · {heure:%H:%M}", annulable=annuler is not None)

    @Slot()
    def _annuler(self) -> None:
        if self._annulation is not None:
            annulation, self._annulation = self._annulation, None
            annulation()

    @Slot(object)
    def _echec(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self.barre.dire(message.court, "bad")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        self._rattrapage.stop()
        self.garder_brouillons()
        super().closeEvent(event)
