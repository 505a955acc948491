"""The main window: header and menus over the five tabs, what other desks changed, what waits."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Cadre, lire_cadre
from imuse_desk.services.lectures.veille import Attente, changements_depuis, compter_attente
from imuse_desk.services.suivi.alertes import Alerte, lire_alertes
from imuse_desk.views.bureau.suivre import PAUSE_MS, VIVANTS
from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.common.textes import filet, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.entete import Entete
from imuse_desk.views.fenetre_onglets import ONGLETS, FenetreOnglets
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.pages import PageStation, PorteMenus
from imuse_desk.views.recherche import RechercheGlobale

VEILLE_MS = 5_000


class FenetrePrincipale(FenetreOnglets):
    """Built once, hidden; ``entrer(ctx)`` binds it to who signed in."""

    fermee = Signal()
    deconnexion_demandee = Signal()

    def __init__(self, executant: Executant, bus: Bus, raccourcis: Raccourcis) -> None:
        super().__init__(executant, bus, raccourcis)
        self._seq = 0
        self._menus: PorteMenus | None = None
        self._station: tuple[QWidget, PageStation] | None = None
        self._fuseaux: dict[int, str] = {}
        self.setWindowTitle("imuse_desk")
        self.nom_base = ""
        self.recherche = RechercheGlobale(executant, self)
        self.entete = Entete(self.recherche)
        self.a_cote = icone_seule("arrow-square-out", "Ouvrir dans une autre fenêtre (Ctrl+Maj+Entrée)")
        self.menus = QMenuBar()
        self._bande = _bande_demonstration()
        self._composer()
        self.entete.site_choisi.connect(self._changer_site)
        self.entete.annee_choisie.connect(self._changer_annee)
        self.recherche.ouverture_demandee.connect(bus.ouvrir)
        self.onglets.tabBarClicked.connect(self._onglet_presse)
        raccourcis.ajouter("Ctrl+K", "Rechercher", self, self.recherche.prendre_focus)
        self._compte = QTimer(self, singleShot=True, interval=PAUSE_MS)  # writes that come together are counted once
        self._compte.timeout.connect(self._compter)
        self._veille = QTimer(self, interval=VEILLE_MS)
        self._veille.timeout.connect(self._veiller)

    def _composer(self) -> None:
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        trait = filet(vertical=True)
        trait.setFixedHeight(px(24))
        centre = QWidget()
        centre.setObjectName("page")
        colonne = QVBoxLayout(centre)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        rangee = self.rangee_onglets(self.a_cote, self.retour, trait, self.menus)
        for widget in (self._bande, self.entete, rangee):
            colonne.addWidget(widget)
        colonne.addWidget(self.pile, 1)
        colonne.addWidget(self.barre)
        self.setCentralWidget(centre)

    def poser_menus(self, menus: PorteMenus) -> None:
        """Take the menus, which follow who signs in."""
        self._menus = menus

    # ---- the verification station

    def poser_station(self, page: QWidget, station: PageStation) -> None:
        """Take the screen that stands in the tabs' place while pieces are verified."""
        self._station = (page, station)
        self.pile.addWidget(page)
        self._suiveurs = (*self._suiveurs, station)

    @property
    def est_en_station(self) -> bool:
        """The station is on show."""
        return self._station is not None and self.pile.currentWidget() is self._station[0]

    def montrer_station(self, piece_id: int | None = None) -> None:
        """Verify what waits, from a piece of it; *Retour* and Esc come back to the Réinscription tab."""
        if self._station is None:
            return
        page, station = self._station
        self.aller(Onglet.REINSCRIPTION)
        self.pile.setCurrentWidget(page)
        self.retour.setEnabled(True)
        self.setProperty("guide", "verification")
        self.activateWindow()  # asked for from another window, it comes in front
        station.ouvrir(piece_id)
        self._compter()

    @Slot()
    def verifier(self) -> None:
        """Verify what waits, the oldest first."""
        self.montrer_station()

    @Slot()
    def quitter_station(self) -> None:
        """Back to the tab that the station stood before."""
        if self.est_en_station:
            self.aller(Onglet.REINSCRIPTION)

    def aller(self, onglet: Onglet) -> None:
        """Show a tab; the station, if it was on show, is left."""
        etait_en_station = self.est_en_station
        super().aller(onglet)
        if etait_en_station and not self.est_en_station and self._station is not None:
            self.setProperty("guide", "")
            self._station[1].quitter()
            self.pages[onglet].setFocus(Qt.FocusReason.OtherFocusReason)
            self._compter()

    @Slot()
    def revenir(self) -> None:
        """Leave the station, else go back one screen."""
        if self.est_en_station:
            self.quitter_station()
        else:
            super().revenir()

    def _fermer_station(self) -> None:
        """No document stays open behind the person."""
        if self._station is not None:
            self._station[1].quitter()

    @Slot(int)
    def _onglet_presse(self, rang: int) -> None:
        """The tab that the station stands before is chosen already: pressing it leaves the station."""
        if rang >= 0 and self.est_en_station:
            self.aller(Onglet(rang))

    # ---- who, where

    def entrer(self, ctx: Contexte) -> None:
        """Bind every tab to the person, site and year of ``ctx``; the current dossier is forgotten."""
        self.entete.montrer_attente(0, "traiter" if ctx.peut(Permission.CONSULTER) else "suivre")
        self.recherche.entrer(ctx)
        if self._menus is not None:
            self._menus.entrer(ctx)
        super().entrer(ctx)
        self.recherche.prendre_focus()
        self.executant.lire(lambda: (lire_cadre(ctx), changements_depuis(ctx, None)), self._cadre_lu)
        if ctx.peut(Permission.CONSULTER):
            self._compter()
        else:
            self._compte.start()  # a teacher's lines are longer to read: once the screen is painted
        self._veille.start()

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

    @Slot()
    def actualiser(self) -> None:
        """Read again what is shown, and what waits."""
        super().actualiser()
        self._compter()

    def ecrans(self) -> list[tuple[str, QWidget]]:
        """The tabs that the person has, then the windows now open, by name."""
        onglets = [
            (titre, page)
            for rang, ((titre, _), page) in enumerate(zip(ONGLETS, self.pages, strict=True))
            if self.onglets.isTabVisible(rang)
        ]
        if self._station is not None and self.contexte.peut(Permission.DECIDER_PIECE):
            onglets.append(("Vérification", self._station[0]))
        ouvertes = [w for w in self.findChildren(QWidget) if w.isWindow() and w.isVisible() and w.windowTitle()]
        return onglets + [(w.windowTitle(), w) for w in ouvertes]

    def sortir(self) -> None:
        """The person leaves his desk: drafts are kept, no window that he opened stays for the next one."""
        self._veille.stop()
        self._compte.stop()
        self._rattrapage.stop()
        self._fermer_station()
        self.garder_brouillons()
        for fenetre in self.findChildren(QWidget):
            if fenetre.isWindow() and fenetre.isVisible():
                fenetre.close()

    # ---- changes, this desk's and others'

    @Slot(object)
    def _diffuser(self, changements: Changements) -> None:
        super()._diffuser(changements)
        if self.contexte.peut(Permission.CONSULTER):
            self._compter()
        elif changements.genres & VIVANTS:
            self._compte.start()

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

    @Slot()
    def _compter(self) -> None:
        ctx = self.contexte
        if ctx.peut(Permission.CONSULTER):
            self.executant.lire(lambda: compter_attente(ctx), self._attente_lue, cle="attente")
        else:
            self.executant.lire(lambda: lire_alertes(ctx), self._alertes_lues, cle="attente")

    @Slot(object)
    def _attente_lue(self, attente: Attente) -> None:
        if self.est_en_station:
            self.entete.montrer_attente(attente.pieces, "vérifier")
        else:
            self.entete.montrer_attente(attente.total)

    @Slot(object)
    def _alertes_lues(self, alertes: tuple[Alerte, ...]) -> None:
        self.entete.montrer_attente(sum(not alerte.est_ancienne for alerte in alertes), "suivre")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        self._veille.stop()
        self._compte.stop()
        self._fermer_station()
        super().closeEvent(event)
        self.fermee.emit()


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
