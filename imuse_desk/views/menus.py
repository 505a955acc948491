"""Menus of the main window: what is not a tab. A person sees what he may do; the rest is absent."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.campagne.dates import annee_preparee
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import A_TRAITER
from imuse_desk.services.mot_de_passe import longueur_minimale
from imuse_desk.views.absences.fenetre import FenetreAbsences
from imuse_desk.views.aide import FenetreAPropos, FenetreRaccourcis
from imuse_desk.views.bannette.fenetre import FenetreBannette
from imuse_desk.views.bulletins.fenetre import FenetreBulletins
from imuse_desk.views.bureau.portes import PortesBureau
from imuse_desk.views.campagne.fenetre import FenetreCampagne
from imuse_desk.views.common.theme import TAILLES_TEXTE, appliquer_theme, taille_du_texte
from imuse_desk.views.confiance.fenetre import FenetreConfiance
from imuse_desk.views.conservation.fenetre import FenetreConservation
from imuse_desk.views.courriers.fenetre import FenetreCourriers
from imuse_desk.views.etablissement.fenetre import FenetreEtablissement
from imuse_desk.views.evaluations.fenetre import FenetreEvaluations
from imuse_desk.views.guide import PAGES_GUIDE, FenetreGuide
from imuse_desk.views.locations.fenetre import FenetreLocations
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.mot_de_passe import DialogueMotDePasse
from imuse_desk.views.offre.fenetre import FenetreOffre
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.reglages_courriel import FenetreReglagesCourriel
from imuse_desk.views.tarif.grilles import FenetreGrilles
from imuse_desk.views.tarif.simulateur import FenetreSimulateur
from imuse_desk.views.utilisateurs import FenetreUtilisateurs

F = TypeVar("F", bound=QWidget)

THEMES = (("systeme", "Comme le système"), ("clair", "Clair"), ("sombre", "Sombre"))


class Menus(QObject):
    """Fills the window's menu bar and the person's menu; ``entrer(ctx)`` shows what the person may do."""

    def __init__(self, fenetre: FenetrePrincipale, reglages: ReglagesLocaux, coffre: Coffre) -> None:
        super().__init__(fenetre)
        self._fenetre, self._reglages, self._coffre = fenetre, reglages, coffre
        self._droits: list[tuple[QAction, Permission]] = []
        barre = fenetre.menus
        outils = self._outils = barre.addMenu("Outils")
        self.bureau = PortesBureau(fenetre)
        fenetre.entete.a_traiter_demande.connect(self.bureau.a_traiter)
        self._action(outils, "À &traiter…", self.bureau.a_traiter, "Ctrl+Shift+T", Permission.CONSULTER)
        self._action(outils, "À &rappeler…", self.bureau.rappeler, "Ctrl+Shift+R", Permission.CONSULTER)
        self._action(outils, "R&écents…", self.bureau.recents, "Ctrl+R", Permission.CONSULTER)
        verifier = fenetre.verifier
        self._action(outils, "&Vérifier les pièces…", verifier, "Ctrl+Shift+P", Permission.DECIDER_PIECE)
        outils.addSeparator()
        self._action(outils, "&Simulateur de tarif…", self.simulateur, "Ctrl+T", Permission.CONSULTER)
        self._action(outils, "&Grilles tarifaires…", self.grilles, "Ctrl+G", Permission.CONSULTER)
        self._action(outils, "&Offre…", self.offre, "Ctrl+Shift+O", Permission.CONSULTER)
        self._action(outils, "Éta&blissement…", self.etablissement, "Ctrl+Shift+E", Permission.CONSULTER)
        self._action(outils, "Ca&mpagne…", self.campagne, "Ctrl+Shift+A", Permission.CONSULTER)
        self._action(outils, "Ba&nnette…", self.bannette, "Ctrl+Shift+N", Permission.MODIFIER_FAMILLE)
        self._action(outils, "Rég&ie…", self.regie, "Ctrl+Shift+F", Permission.EMETTRE)
        self._action(outils, "I&nstruments…", self.locations, "Ctrl+Shift+I", Permission.CONSULTER)
        self._action(outils, "&Absences…", self.absences, "Ctrl+Shift+J", Permission.CONSULTER)
        self._action(outils, "Bu&lletins…", self.bulletins, "Ctrl+Shift+B", Permission.ENVOYER_COURRIER)
        self._action(outils, "&Courriers…", self.courriers, "Ctrl+Shift+C", Permission.CONSULTER)
        reglages_menu = barre.addMenu("Réglages")
        self._apparence(reglages_menu)
        reglages_menu.addSeparator()
        self._action(reglages_menu, "É&valuations…", self.evaluations, "Ctrl+Shift+V", Permission.CONSULTER)
        self._action(reglages_menu, "&Conservation des pièces…", self.conservation, "", Permission.DETRUIRE)
        self._action(reglages_menu, "&Utilisateurs…", self.utilisateurs, "", Permission.GERER_COMPTES)
        self._action(reglages_menu, "&Envoi des courriels…", self.courriel, "", Permission.GERER_COMPTES)
        self._action(reglages_menu, "Certificats &2D-Doc…", self.confiance, "", Permission.GERER_COMPTES)
        aide = barre.addMenu("Aide")
        guide = self._action(aide, "&Guide", self.guide, "F1")
        guide.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self._action(aide, "&Raccourcis clavier", self.raccourcis, "Ctrl+F1")
        self._action(aide, "À &propos", self.a_propos, "")
        fenetre.bus.ouverture_demandee.connect(self._ouvrir_regie)
        self.personne = QMenu(fenetre)
        self._action(self.personne, "Mot de passe…", self.mot_de_passe, "")
        self._action(self.personne, "Changer de compte", self.deconnecter, "")
        self.personne.addSeparator()
        self._action(self.personne, "Quitter", self.quitter, "Ctrl+Q")

    def _action(
        self, menu: QMenu, mots: str, fente: Callable[[], None], touches: str, permission: Permission | None = None
    ) -> QAction:
        action = menu.addAction(mots)
        action.triggered.connect(fente)
        if touches:
            self._fenetre.raccourcis.poser(touches, action)
            self._fenetre.addAction(action)
        if permission is not None:
            self._droits.append((action, permission))
        return action

    def _apparence(self, menu: QMenu) -> None:
        apparence = menu.addMenu("&Apparence")
        self._themes = QActionGroup(self)
        for cle, mots in THEMES:
            self._choix(apparence, self._themes, cle, mots, est_choisi=cle == self._reglages.theme)
        taille = menu.addMenu("&Taille du texte")
        self._tailles = QActionGroup(self)
        for pourcent in TAILLES_TEXTE:
            self._choix(
                taille,
                self._tailles,
                pourcent,
                f"{pourcent}\u00a0%",
                est_choisi=pourcent == self._reglages.taille_texte,
            )
        self._themes.triggered.connect(self._changer_theme)
        self._tailles.triggered.connect(self._changer_taille)

    def _choix(self, menu: QMenu, groupe: QActionGroup, valeur: object, mots: str, *, est_choisi: bool) -> None:
        action = menu.addAction(mots)
        action.setCheckable(True)
        action.setData(valeur)
        action.setChecked(est_choisi)
        groupe.addAction(action)

    def entrer(self, ctx: Contexte) -> None:
        """Somebody signed in, or consults another site: its letters are not the ones on show."""
        for classe in (FenetreCourriers, FenetreBannette):
            if (ouverte := self._ouverte(classe)) is not None:
                ouverte.close()
        self.bureau.fermer()
        for action, permission in self._droits:
            action.setVisible(ctx.peut(permission))
        self._outils.menuAction().setVisible(any(a.isVisible() and not a.isSeparator() for a in self._outils.actions()))
        self._fenetre.entete.montrer_personne(ctx.agent, self.personne)

    # ---- appearance

    @Slot(QAction)
    def _changer_theme(self, action: QAction) -> None:
        self._reglages.theme = action.data()
        self._appliquer()

    @Slot(QAction)
    def _changer_taille(self, action: QAction) -> None:
        """The windows made since the start keep their heights: another size cuts them, until the next start."""
        self._reglages.taille_texte = action.data()
        self._fenetre.bus.dire(f"Texte à {action.text()}\u00a0: la taille sera celle du prochain démarrage")

    def _appliquer(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            appliquer_theme(application, self._reglages.theme, taille_du_texte())  # type: ignore[arg-type]  # one of THEMES

    # ---- windows

    def _ouvrir(self, fenetre: QWidget, guide: str = "") -> None:
        """Show a window beside; ``guide`` is the page that F1 opens from it."""
        fenetre.setProperty("guide", guide)
        fenetre.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fenetre.setWindowFlag(Qt.WindowType.Window)
        fenetre.show()

    @Slot()
    def simulateur(self) -> None:
        """Work out a price before any enrolment."""
        self._ouvrir(FenetreSimulateur(self._fenetre.executant, self._fenetre.contexte, self._fenetre), "tarif")

    @Slot()
    def grilles(self) -> None:
        """The tariff grids, their versions and tables."""
        self._ouvrir(FenetreGrilles(self._fenetre.executant, self._fenetre.contexte, self._fenetre), "tarif")

    @Slot()
    def offre(self) -> None:
        """Courses, teachers, rooms and holidays of the site and year consulted."""
        fenetre = self._fenetre
        self._ouvrir(FenetreOffre(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "offre")

    @Slot()
    def etablissement(self) -> None:
        """Sites, territory, documents and templates of the house."""
        fenetre = self._fenetre
        self._ouvrir(FenetreEtablissement(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "etablissement")

    @Slot()
    def evaluations(self) -> None:
        """Periods, kinds, criteria, scales, words and phrases of the evaluations."""
        fenetre = self._fenetre
        self._ouvrir(FenetreEvaluations(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "suivi")

    @Slot()
    def conservation(self) -> None:
        """What is past its time of keeping, and the lists of destruction."""
        fenetre = self._fenetre
        self._ouvrir(FenetreConservation(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "conservation")

    @Slot()
    def bulletins(self) -> None:
        """Proof-reading, issue and papers of the bulletins."""
        fenetre = self._fenetre
        self._ouvrir(FenetreBulletins(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "bulletins")

    @Slot()
    def absences(self) -> None:
        """Letters about absences, teachers away, the ladder."""
        fenetre = self._fenetre
        self._ouvrir(FenetreAbsences(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "absences")

    @Slot()
    def campagne(self) -> None:
        """Where the answers stand; dates, pieces, declaration and rules of the year that the site prepares."""
        ctx = self._fenetre.contexte
        deja = self._ouverte(FenetreCampagne)
        if deja is not None and deja.ctx.sur(annee_id=ctx.annee_id) == ctx:
            _ramener(deja)
            return
        self._fenetre.executant.lire(partial(annee_preparee, ctx), self._ouvrir_campagne, cle="campagne")

    @Slot(object)
    def _ouvrir_campagne(self, annee_id: int) -> None:
        fenetre = self._fenetre
        self._ouvrir(FenetreCampagne(fenetre.executant, fenetre.bus, fenetre.contexte, annee_id, fenetre), "campagne")

    @Slot()
    def bannette(self) -> None:
        """The scanner's folder of this desk."""
        fenetre = self._fenetre
        deja = self._ouverte(FenetreBannette)
        if deja is not None and deja.ctx == fenetre.contexte:
            _ramener(deja)
            return
        self._ouvrir(
            FenetreBannette(fenetre.executant, fenetre.bus, fenetre.contexte, self._reglages, fenetre), "bannette"
        )

    @Slot()
    def regie(self) -> None:
        """Batch calls, slips and the check of the pieces."""
        fenetre = self._fenetre
        deja = self._ouverte(FenetreRegie)
        if deja is not None and deja.ctx == fenetre.contexte:
            _ramener(deja)
            return
        self._ouvrir(FenetreRegie(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "regie")

    @Slot(str, object)
    def _ouvrir_regie(self, genre: str, ident: object) -> None:
        """The link of the counter to the till; a household to rectify, as (household, site, year)."""
        if genre == "caisse":
            self._page_de_la_regie("Caisse")
        elif genre == "rectification" and isinstance(ident, tuple):
            foyer_id, site_id, annee_id = ident
            ctx = self._fenetre.contexte.sur(site_id=site_id, annee_id=annee_id)
            fenetre = FenetreRegie(self._fenetre.executant, self._fenetre.bus, ctx, self._fenetre)
            self._ouvrir(fenetre, "regie")
            fenetre.page("Rectifications").viser(foyer_id)

    @Slot()
    def relances(self) -> None:
        """The families past due, and their reminders."""
        self._page_de_la_regie("Relances")

    def _page_de_la_regie(self, titre: str) -> None:
        self.regie()
        ouverte = self._ouverte(FenetreRegie)
        if ouverte is not None:
            ouverte.page(titre)

    @Slot()
    def locations(self) -> None:
        """The instruments of the site and who hires them."""
        fenetre = self._fenetre
        deja = self._ouverte(FenetreLocations)
        if deja is not None and deja.ctx == fenetre.contexte:
            _ramener(deja)
            return
        self._ouvrir(FenetreLocations(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "locations")

    @Slot()
    def courriers(self) -> None:
        """The letters of the site."""
        self._montrer_courriers(())

    @Slot()
    def courriers_a_traiter(self) -> None:
        """The letters that wait for somebody: to be printed, or failed."""
        self._montrer_courriers(A_TRAITER)

    def _montrer_courriers(self, etats: Sequence[str]) -> None:
        fenetre, principale = self._ouverte(FenetreCourriers), self._fenetre
        if fenetre is None:
            fenetre = FenetreCourriers(principale.executant, principale.contexte, principale.bus, principale)
            fenetre.filtrer(etats)
            self._ouvrir(fenetre)
        else:
            fenetre.filtrer(etats)
        fenetre.raise_()
        fenetre.activateWindow()

    def _ouverte(self, classe: type[F]) -> F | None:
        """The window of this kind, while it is open."""
        trouvees = self._fenetre.findChildren(classe)
        return next((fenetre for fenetre in trouvees if fenetre.isVisible()), None)

    @Slot()
    def utilisateurs(self) -> None:
        """Accounts of the staff."""
        self._ouvrir(
            FenetreUtilisateurs(self._fenetre, self._fenetre.contexte, self._fenetre.executant, self._fenetre.bus)
        )

    @Slot()
    def courriel(self) -> None:
        """SMTP settings."""
        fenetre = self._fenetre
        self._ouvrir(FenetreReglagesCourriel(fenetre, fenetre.contexte, fenetre.executant, self._coffre, fenetre.bus))

    @Slot()
    def confiance(self) -> None:
        """Whom the house trusts to seal documents."""
        fenetre = self._fenetre
        self._ouvrir(FenetreConfiance(fenetre.executant, fenetre.bus, fenetre.contexte, fenetre), "confiance")

    @Slot()
    def guide(self) -> None:
        """The guide, at the page of the window or tab in use."""
        active = QApplication.activeWindow()
        page = active.property("guide") if active is not None else None
        fenetre = FenetreGuide(self._fenetre)
        fenetre.ouvrir(page or PAGES_GUIDE[self._fenetre.onglet])
        self._ouvrir(fenetre)

    @Slot()
    def raccourcis(self) -> None:
        """Every shortcut."""
        self._ouvrir(FenetreRaccourcis(self._fenetre.raccourcis, self._fenetre.ecrans(), self._fenetre))

    @Slot()
    def a_propos(self) -> None:
        """Version and licences."""
        self._ouvrir(FenetreAPropos(self._fenetre.nom_base, self._fenetre))

    # ---- the person

    @Slot()
    def mot_de_passe(self) -> None:
        """Change one's own password."""
        ctx = self._fenetre.contexte
        self._fenetre.executant.lire(partial(longueur_minimale, ctx.base), self._mot_de_passe_pret)

    @Slot(object)
    def _mot_de_passe_pret(self, minimum: int) -> None:
        DialogueMotDePasse(self._fenetre, self._fenetre.contexte, self._fenetre.executant, minimum).open()

    @Slot()
    def deconnecter(self) -> None:
        """Somebody else sits down; drafts are kept."""
        self._fenetre.deconnexion_demandee.emit()

    @Slot()
    def quitter(self) -> None:
        """Leave the program."""
        self._fenetre.close()


def _ramener(fenetre: QWidget) -> None:
    """Bring a window back in front, as it was left."""
    fenetre.showNormal()
    fenetre.raise_()
    fenetre.activateWindow()
