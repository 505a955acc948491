"""Put the windows together: the five tabs, the menus, a second dossier beside the first."""

from collections.abc import Generator
from functools import partial
from typing import ClassVar, Protocol

from PySide6.QtCore import QObject, Qt, Slot

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.notes import GenreSujet
from imuse_desk.services.papiers.demande import Sujet
from imuse_desk.services.suivi.alertes import Alerte, GenreAlerte
from imuse_desk.views.bureau.page import TITRE, PageBureau
from imuse_desk.views.bureau.portes import PortesBureau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.common.propositions import Propositions
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.courriers.famille import CourriersFamille
from imuse_desk.views.cours import OuvreurDeCours
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.facturation.bloc import BlocFacturation
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.fenetre_dossier import FenetreDossier
from imuse_desk.views.fenetre_onglets import FenetreOnglets
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.menus import Menus
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.pages import PageOnglet
from imuse_desk.views.papiers.onglet import PapiersOnglet
from imuse_desk.views.papiers.porte import EFFET
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.suivi.onglet import CoursAMontrer, OngletSuivi
from imuse_desk.views.suivi.papiers import PapiersSuivi
from imuse_desk.views.verification.station import StationVerification


class BlocFamille(Protocol):
    """A part of the Famille tab that reads a household by itself: its bills, its letters."""

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""

    def ouvrir(self, foyer_id: int | None) -> None:
        """Show a household (None: none is open)."""

    def objets_changes(self, changements: Changements) -> None:
        """A write touched something."""


class SuitLaFamille:
    """Keeps a block of the Famille tab on the current household."""

    def __init__(self, bloc: BlocFamille) -> None:
        self._bloc = bloc
        self._peut = False

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._peut = ctx.peut(Permission.CONSULTER)
        self._bloc.entrer(ctx)

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """Another current dossier."""
        self._bloc.ouvrir(situation.foyer_id if situation and self._peut else None)

    def objets_changes(self, changements: Changements) -> None:
        """A write touched something."""
        self._bloc.objets_changes(changements)


class VersReinscription(QObject):
    """From elsewhere to the re-enrolments: a family's, at the pupil who waits, or the list of those that wait."""

    def __init__(self, fenetre: FenetreOnglets, onglet: OngletReinscription) -> None:
        super().__init__(fenetre)
        self._fenetre, self._onglet = fenetre, onglet

    @Slot(object)
    def montrer(self, eleve_id: int | None) -> None:
        """Show the Réinscription tab; the current dossier is the family's already."""
        if eleve_id is not None:
            self._fenetre.bus.choisir("eleve", eleve_id)
        self._fenetre.aller(Onglet.REINSCRIPTION)

    def lister(self, pastille: str) -> None:
        """Close the dossier and show the list, filtered."""
        self._fenetre.montrer_dossier(None, Onglet.REINSCRIPTION)
        self._onglet.liste.filtrer((pastille,))


class VersAttente(QObject):
    """From a count of what waits to the list behind it."""

    PASTILLES: ClassVar = {"pieces": "a_verifier", "dossiers": "a_valider"}

    def __init__(self, menus: Menus, fenetre: FenetrePrincipale, vers_reinscription: VersReinscription) -> None:
        super().__init__(menus)
        self._menus, self._fenetre, self._vers_reinscription = menus, fenetre, vers_reinscription

    @Slot(str)
    def montrer(self, cle: str) -> None:
        """Show the pieces to verify, the dossiers to validate, the letters, or what is to be remembered."""
        if cle == "pieces" and self._fenetre.contexte.peut(Permission.DECIDER_PIECE):
            self._fenetre.verifier()
        elif cle in self.PASTILLES:
            self._vers_reinscription.lister(self.PASTILLES[cle])
        elif cle == "courriers":
            self._menus.courriers_a_traiter()
        else:
            self._menus.bureau.a_traiter()


class VersStation(QObject):
    """The station in the main window: it is asked for by what waits, by a piece's row, and left by Esc."""

    def __init__(self, fenetre: FenetrePrincipale) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        station = StationVerification(fenetre.executant, fenetre.bus, fenetre.pile)
        fenetre.poser_station(station, station)
        station.fermee.connect(fenetre.quitter_station)
        fenetre.bus.ouverture_demandee.connect(self._ouvrir)

    @Slot(str, object)
    def _ouvrir(self, genre: str, ident: int) -> None:
        if genre == "piece" and self._fenetre.contexte.peut(Permission.DECIDER_PIECE):
            self._fenetre.montrer_station(ident or None)


class VersSuivi(QObject):
    """From a line to follow up to the screen where it is done."""

    def __init__(
        self, menus: Menus, fenetre: FenetrePrincipale, onglet: OngletSuivi, vers_reinscription: VersReinscription
    ) -> None:
        super().__init__(menus)
        self._menus, self._fenetre, self._onglet = menus, fenetre, onglet
        self._vers_reinscription = vers_reinscription

    @Slot(object)
    def montrer(self, alerte: Alerte) -> None:
        """The course on its roll call or its marks; the letters, papers and bills; the sheets of the direction."""
        if alerte.creneau_id is not None:
            page = "Évaluations" if alerte.genre is GenreAlerte.NOTES else "Suivi"
            self._fenetre.aller(Onglet.SUIVI)
            self._onglet.montrer_cours(CoursAMontrer(alerte.creneau_id, page, alerte.seance))
        elif alerte.genre is GenreAlerte.COURRIER:
            self._menus.absences()
        elif alerte.genre is GenreAlerte.PIECES:
            self._vers_reinscription.lister("pieces")
        elif alerte.genre is GenreAlerte.IMPAYES:
            self._menus.relances()
        else:
            self._menus.bulletins()


class OuvreurACote(QObject):
    """*Ouvrir dans une autre fenêtre*: the dossier on show, in a second window of the same tabs."""

    def __init__(self, fenetre: FenetrePrincipale) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        fenetre.a_cote.clicked.connect(self.ouvrir)
        for touches in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"):
            fenetre.raccourcis.ajouter(touches, "Ouvrir dans une autre fenêtre", fenetre, self.ouvrir)

    @Slot()
    def ouvrir(self) -> None:
        """Open it; without a dossier, say how."""
        fenetre = self._fenetre
        if fenetre.situation is None:
            fenetre.bus.dire("Ouvrez d’abord un dossier\u00a0: il s’ouvrira dans une autre fenêtre")
            return
        fenetre.garder_brouillons()  # what is typed here comes with the dossier
        autre = FenetreDossier(fenetre)
        for _ in _monter_pages(autre):
            pass
        bureau = PortesBureau(autre)
        autre.raccourcis.ajouter("Ctrl+Shift+R", "À rappeler", autre, bureau.rappeler)
        autre.raccourcis.ajouter("Ctrl+R", "Récents", autre, bureau.recents)
        autre.ouvrir_sur(fenetre.contexte, fenetre.situation, fenetre.onglet)


def monter(executant: Executant, reglages: ReglagesLocaux, coffre: Coffre) -> Generator[None, None, FenetrePrincipale]:
    """Build the main window, hidden, one tab a step; ``entrer(ctx)`` binds it. Stopped half-way, it is destroyed."""
    bus = Bus()
    fenetre = FenetrePrincipale(executant, bus, Raccourcis())
    bus.setParent(fenetre)
    menus = Menus(fenetre, reglages, coffre)
    fenetre.poser_menus(menus)
    try:
        yield
        famille, vers_reinscription = yield from _monter_pages(fenetre)
    except GeneratorExit:
        fenetre.deleteLater()
        raise
    VersStation(fenetre)
    vers_attente = VersAttente(menus, fenetre, vers_reinscription)
    famille.attente_demandee.connect(vers_attente.montrer)
    menus.bureau.attente_demandee.connect(vers_attente.montrer)
    suivi = next(page for page in fenetre.pages if isinstance(page, OngletSuivi))
    menus.bureau.alerte_suivie.connect(VersSuivi(menus, fenetre, suivi, vers_reinscription).montrer)
    OuvreurACote(fenetre)
    return fenetre


def _monter_pages(fenetre: FenetreOnglets) -> Generator[None, None, tuple[OngletFamille, VersReinscription]]:
    """Each tab is built inside the window: moving a finished one there would make Qt style all its widgets again."""
    executant, bus, pile = fenetre.executant, fenetre.bus, fenetre.pile
    famille = OngletFamille(executant, bus, pile)
    Propositions(executant, famille, famille.fiche.form)
    yield
    eleve = OngletEleve(executant, bus, pile)
    Propositions(executant, eleve, eleve.fiche.form)
    yield
    reinscription = OngletReinscription(executant, bus, pile)
    yield
    facturation = OngletFacturation(executant, bus, pile)
    blocs = [BlocFacturation(executant, bus, registre) for registre in Nature]
    famille.poser_facturation(*blocs)
    yield
    courriers = CourriersFamille(executant, bus)
    famille.poser_courriers(courriers)
    courriers.compte_change.connect(famille.compter_courriers)
    suivi = OngletSuivi(executant, bus, pile)
    bureaux = [_poser_bureau(famille, "foyer"), _poser_bureau(eleve, "eleve")]
    yield
    suivis: list[BlocFamille] = [*blocs, courriers]
    suiveurs: list[PageOnglet] = [*(SuitLaFamille(bloc) for bloc in suivis), *bureaux]
    fenetre.poser_pages([famille, eleve, reinscription, facturation, suivi], suiveurs)
    famille.nouvel_eleve_demande.connect(fenetre.montrer_eleve)
    famille.nouvel_eleve_demande.connect(eleve.nouveau_dans)
    # Esc goes up one level: a pupil's card to the family's, the family's out of the dossier; a re-enrolment goes back
    eleve.fiche_fermee.connect(partial(fenetre.aller, Onglet.FAMILLE))
    famille.fiche_fermee.connect(fenetre.quitter_dossier)
    reinscription.fermee.connect(fenetre.remonter)
    for onglet in (famille, eleve):
        onglet.nouvelle_fermee.connect(fenetre.actualiser)
    vers_reinscription = VersReinscription(fenetre, reinscription)
    famille.reinscription_demandee.connect(vers_reinscription.montrer)
    papiers_famille, papiers_eleve = PapiersOnglet(famille, Sujet.FOYER), PapiersOnglet(eleve, Sujet.ELEVE)
    papiers_suivi = PapiersSuivi(suivi, executant, bus)
    papiers_famille.porte.autres = (*papiers_famille.porte.autres, famille.resume.fiche_a_signer)
    for ecran, nom, touches, effet, fente in (
        (famille, "Famille", "F2", "Résumé au guichet ou fiche", famille.basculer),
        (famille, "Famille", "Ctrl+P", EFFET, papiers_famille.porte.ouvrir),
        (eleve, "Élève", "Ctrl+P", EFFET, papiers_eleve.porte.ouvrir),
        (suivi, "Suivi", "Ctrl+P", EFFET, papiers_suivi.ouvrir),
        (facturation, "Facturation", "Ctrl+E", "Encaisser", facturation.saisir_encaissement),
    ):
        raccourci = fenetre.raccourcis.ajouter(touches, effet, ecran, fente, nom)
        raccourci.setContext(Qt.ShortcutContext.WindowShortcut)  # wherever the keyboard is, while the tab is shown
    OuvreurDeCours(executant, bus, fenetre)
    return famille, vers_reinscription


def _poser_bureau(onglet: OngletDossier, sujet: GenreSujet) -> PageBureau:
    """Give a card its notepad."""
    page = PageBureau(onglet.executant, onglet.bus, sujet)
    rang = onglet.fiche.poser_volet(TITRE, page, page.bande)
    page.compte_change.connect(partial(onglet.fiche.compter_volet, rang))
    onglet.fiche_montree.connect(page.ouvrir)
    return page


def assembler(executant: Executant, reglages: ReglagesLocaux, coffre: Coffre) -> FenetrePrincipale:
    """The main window, built at once and hidden."""
    chantier = monter(executant, reglages, coffre)
    while True:
        try:
            next(chantier)
        except StopIteration as fin:
            fenetre: FenetrePrincipale = fin.value
            return fenetre
