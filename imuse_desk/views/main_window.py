"""The main window: header, five tabs that share one current dossier, menus, shortcuts, status line.

It knows the tabs by ``PageOnglet`` alone; the tabs know it only through the bus ("open pupil 12").
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenuBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Cadre, Situation, lire_cadre, situer
from imuse_desk.services.lectures.veille import Attente, changements_depuis, compter_attente
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.onglets import OngletsPrincipaux
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.common.textes import filet, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.entete import Entete
from imuse_desk.views.navigation import Historique, Lieu, Onglet
from imuse_desk.views.pages import PageEditee, PageGardee, PageOnglet, PorteMenus
from imuse_desk.views.recherche import RechercheGlobale

ONGLETS = [
    ("Famille", "users"),
    ("Élève", "student"),
    ("Réinscription", "clipboard-text"),
    ("Facturation", "receipt"),
    ("Suivi", "chart-line-up"),
]
VEILLE_MS = 5_000
RATTRAPAGE_MS = 300
"""Time for the tab shown to be read and painted, before the hidden ones follow."""
SANS_DOSSIER = frozenset({"cours", "enseignant"})  # they open in windows of their own


class FenetrePrincipale(QMainWindow):
    """Built once, hidden; ``entrer(ctx)`` binds it to who signed in."""

    fermee = Signal()
    deconnexion_demandee = Signal()

    def __init__(
        self,
        executant: Executant,
        bus: Bus,
        raccourcis: Raccourcis,
    ) -> None:
        super().__init__()
        self.executant, self.bus, self.raccourcis = executant, bus, raccourcis
        self._ctx: Contexte | None = None
        self._situation: Situation | None = None
        self._historique = Historique()
        self._seq = 0
        self._annulation: Callable[[], None] | None = None
        self._menus: PorteMenus | None = None
        self._onglet_voulu = Onglet.FAMILLE
        self._fuseaux: dict[int, str] = {}
        self.setWindowTitle("imuse_desk")
        self.nom_base = ""
        self.recherche = RechercheGlobale(executant, self)
        self.entete = Entete(self.recherche)
        self.onglets = OngletsPrincipaux("Onglets principaux", ONGLETS)
        self.retour = Bouton("Retour", "entete", "arrow-left")
        self.retour.setToolTip("Revenir à l’écran précédent (Alt+Gauche)")
        self.menus = QMenuBar()
        self.pile = QStackedWidget()
        self.pages: list[QWidget] = []
        self._suiveurs: Sequence[PageOnglet] = ()
        self.barre = BarreEtat()
        self._bande = _bande_demonstration()
        self._composer()
        self._brancher()
        self._en_retard: list[PageOnglet] = []
        self._rattrapage = QTimer(self, singleShot=True)
        self._rattrapage.timeout.connect(self._rattraper)
        self._veille = QTimer(self, interval=VEILLE_MS)
        self._veille.timeout.connect(self._veiller)

    def _composer(self) -> None:
        rangee = QFrame()
        rangee.setObjectName("rangee_onglets")
        rangee.setFixedHeight(px(41))
        ligne = QHBoxLayout(rangee)
        ligne.setContentsMargins(8, 0, 8, 0)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        trait = filet(vertical=True)
        trait.setFixedHeight(px(24))
        for widget in (self.onglets, None, self.retour, trait, self.menus):
            if widget is None:
                ligne.addStretch(1)
            else:
                ligne.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        centre = QWidget()
        centre.setObjectName("page")
        colonne = QVBoxLayout(centre)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        for widget in (self._bande, self.entete, rangee):
            colonne.addWidget(widget)
        colonne.addWidget(self.pile, 1)
        colonne.addWidget(self.barre)
        self.setCentralWidget(centre)

    def _brancher(self) -> None:
        self.onglets.currentChanged.connect(self._onglet_choisi)
        self.retour.clicked.connect(self.revenir)
        self.entete.site_choisi.connect(self._changer_site)
        self.entete.annee_choisie.connect(self._changer_annee)
        self.entete.a_traiter_demande.connect(self.montrer_accueil)
        self.recherche.ouverture_demandee.connect(self.bus.ouvrir)
        self.bus.ouverture_demandee.connect(self._ouvrir)
        self.bus.dossier_choisi.connect(self._choisir)
        self.bus.change.connect(self._diffuser)
        self.bus.message.connect(self._dire)
        self.barre.annulation_demandee.connect(self._annuler)
        self.executant.echec.connect(self._echec)
        ajouter = self.raccourcis.ajouter
        for rang, (titre, _) in enumerate(ONGLETS):
            raccourci = ajouter(f"Ctrl+{rang + 1}", f"Onglet {titre}", self, self._touche_onglet)
            raccourci.setProperty("rang", rang)
        ajouter("Ctrl+K", "Rechercher", self, self.recherche.prendre_focus)
        ajouter("Alt+Left", "Retour", self, self.revenir)
        ajouter("F5", "Actualiser", self, self.actualiser)
        ajouter("Ctrl+S", "Enregistrer les modifications", self, self._enregistrer)
        ajouter("Ctrl+N", "Nouvelle fiche", self, self._nouvelle)

    def poser_pages(self, pages: list[QWidget], suiveurs: Sequence[PageOnglet]) -> None:
        """Take the five tabs; ``suiveurs`` are parts of a tab that follow the dossier as the tabs do."""
        self.pages, self._suiveurs = pages, suiveurs
        for page in pages:
            self.pile.addWidget(page)

    def poser_menus(self, menus: PorteMenus) -> None:
        """Take the menus, which follow who signs in."""
        self._menus = menus

    # ---- who, where

    def entrer(self, ctx: Contexte) -> None:
        """Bind every tab to the person, site and year of ``ctx``; the current dossier is forgotten."""
        self._ctx, self._situation, self._annulation = ctx, None, None
        self.barre.oublier()
        self.entete.montrer_attente(0)
        self.recherche.entrer(ctx)
        if self._menus is not None:
            self._menus.entrer(ctx)
        self._en_retard = []
        for page in self._tous():
            page.entrer(ctx)
            page.ouvrir_dossier(None)
        enseignant = not ctx.peut(Permission.CONSULTER)
        for onglet in Onglet:
            self.onglets.setTabVisible(onglet, not enseignant or onglet is Onglet.SUIVI)
        # hiding a tab makes Qt choose the next one: none of those is a place where the person was
        self._historique = Historique()
        self.aller(Onglet.SUIVI if enseignant else Onglet.FAMILLE)
        self.recherche.prendre_focus()
        self.executant.lire(lambda: (lire_cadre(ctx), changements_depuis(ctx, None)), self._cadre_lu)
        self._compter()
        self._veille.start()

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    @Slot(object)
    def _cadre_lu(self, lu: "tuple[Cadre, tuple[int, tuple[Changements, ...]]]") -> None:
        cadre, (self._seq, _) = lu
        ctx = self.contexte
        self.entete.site.poser([(s.id, s.nom) for s in cadre.sites], ctx.site_id)
        self.entete.annee.poser([(a.id, a.libelle) for a in cadre.annees], ctx.annee_id)
        self._bande.setVisible(cadre.est_demonstration)
        self._fuseaux = {s.id: s.fuseau for s in cadre.sites}
        self.barre.base(self.nom_base or ("Base locale" if ctx.base.est_sqlite else "Base partagée"))
        self.setWindowTitle(f"{cadre.etablissement} — imuse_desk")

    @Slot(object)
    def _changer_site(self, site_id: int) -> None:
        self.entrer(self.contexte.sur(site_id=site_id, fuseau=self._fuseaux.get(site_id)))

    @Slot(object)
    def _changer_annee(self, annee_id: int) -> None:
        """Another year consulted: the current dossier stays."""
        self._ctx = self.contexte.sur(annee_id=annee_id)
        self.recherche.entrer(self._ctx)
        self._en_retard = []
        for page in self._tous():
            page.entrer(self._ctx)
            page.ouvrir_dossier(self._situation)

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
        self._montrer_dossier(situation, onglet)
        if QApplication.focusWidget() is None:
            # the search has just closed: Tab and the arrows go on from the page, not from the header
            self.pages[self.pile.currentIndex()].setFocus(Qt.FocusReason.OtherFocusReason)

    def _montrer_dossier(self, situation: Situation | None, onglet: Onglet) -> None:
        """On the tab to be shown at once; on the others when they are shown, or once it is painted."""
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

    @Slot()
    def revenir(self) -> None:
        """Go back one screen; drafts are still there."""
        lieu = self._historique.revenir()
        if lieu is None:
            return
        self.retour.setEnabled(self._historique.peut_revenir)
        if lieu.foyer_id is None:
            self._montrer_dossier(None, lieu.onglet)
        elif self._situation and (lieu.foyer_id, lieu.eleve_id) == (self._situation.foyer_id, self._situation.eleve_id):
            self.aller(lieu.onglet)
        elif lieu.eleve_id is not None:
            self._vouloir("eleve", lieu.eleve_id, lieu.onglet, lieu.foyer_id)
        else:
            self._vouloir("foyer", lieu.foyer_id, lieu.onglet)

    @Slot()
    def montrer_accueil(self) -> None:
        """No dossier open: Famille is the Accueil."""
        self._montrer_dossier(None, Onglet.FAMILLE)

    @Slot(object, object)
    def montrer_eleve(self, _foyer_id: int, _adulte: object) -> None:
        """The Élève tab begins a new pupil."""
        self.aller(Onglet.ELEVE)

    @Slot()
    def actualiser(self) -> None:
        """Read again what is shown."""
        for page in self._tous():
            page.ouvrir_dossier(self._situation)
        self._compter()

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

    def ecrans(self) -> list[tuple[str, QWidget]]:
        """The tabs that the person has, then the windows now open, by name."""
        onglets = [
            (titre, page)
            for rang, ((titre, _), page) in enumerate(zip(ONGLETS, self.pages, strict=True))
            if self.onglets.isTabVisible(rang)
        ]
        ouvertes = [w for w in self.findChildren(QWidget) if w.isWindow() and w.isVisible() and w.windowTitle()]
        return onglets + [(w.windowTitle(), w) for w in ouvertes]

    def garder_brouillons(self) -> None:
        """Keep what is being typed, on every tab."""
        for page in self.pages:
            if isinstance(page, PageGardee):
                page.garder_maintenant()

    def sortir(self) -> None:
        """The person leaves his desk: drafts are kept, no window that he opened stays for the next one."""
        self._veille.stop()
        self._rattrapage.stop()
        self.garder_brouillons()
        for fenetre in self.findChildren(QWidget):
            if fenetre.isWindow() and fenetre.isVisible():
                fenetre.close()

    def _tous(self) -> list[PageOnglet]:
        return [*self._pages(), *self._suiveurs]

    def _pages(self) -> list[PageOnglet]:
        return self.pages  # type: ignore[return-value]  # each tab is a QWidget that offers PageOnglet

    # ---- changes, this desk's and others'

    @Slot(object)
    def _diffuser(self, changements: Changements) -> None:
        for page in self._tous():
            page.objets_changes(changements)
        self._compter()

    @Slot()
    def _veiller(self) -> None:
        """Look for what other desks changed."""
        ctx, seq = self.contexte, self._seq
        self.executant.lire(
            lambda: changements_depuis(ctx, seq), self._changements_lus, self._veille_ratee, cle="veille"
        )

    @Slot(object)
    def _changements_lus(self, lu: "tuple[int, tuple[Changements, ...]]") -> None:
        self._seq, changements = lu
        for changement in changements:
            self.bus.publier(changement)  # the windows that are open hear of it too

    @Slot(object)
    def _veille_ratee(self, erreur: Exception) -> None:
        """The base is out of reach for now: say so on the status line, try again at the next turn."""
        self._echec(erreur)

    def _compter(self) -> None:
        ctx = self.contexte
        if ctx.peut(Permission.CONSULTER):
            self.executant.lire(lambda: compter_attente(ctx), self._attente_lue, cle="attente")

    @Slot(object)
    def _attente_lue(self, attente: Attente) -> None:
        self.entete.montrer_attente(attente.total)

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
        self.barre.dire(f"{message.phrase} {message.remede}".strip(), "bad")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        self._veille.stop()
        self._rattrapage.stop()
        self.garder_brouillons()
        self.fermee.emit()
        super().closeEvent(event)


def _bande_demonstration() -> QFrame:
    bande = QFrame()
    bande.setObjectName("demonstration")
    bande.setFixedHeight(px(22))
    rangee = QHBoxLayout(bande)
    rangee.setContentsMargins(16, 0, 16, 0)
    mots: QLabel = texte("BASE DE DÉMONSTRATION", "demonstration")
    rangee.addWidget(mots, 0, Qt.AlignmentFlag.AlignCenter)
    bande.hide()
    return bande
