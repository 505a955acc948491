"""Put the main window together: the five tabs, the menus, the outbox that the bus wakes."""

from collections.abc import Generator, Iterator
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Slot

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.resultat import COTISATIONS, LOCATIONS
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.courriers.famille import CourriersFamille
from imuse_desk.views.cours import OuvreurDeCours
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.facturation.bloc import BlocFacturation
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.menus import Menus
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.suivi.onglet import OngletSuivi


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
    """From a family's counter summary to its re-enrolment, at the pupil who waits."""

    def __init__(self, bus: Bus, fenetre: FenetrePrincipale) -> None:
        super().__init__(fenetre)
        self._bus, self._fenetre = bus, fenetre

    @Slot(object)
    def montrer(self, eleve_id: int | None) -> None:
        """Show the Réinscription tab; the current dossier is the family's already."""
        if eleve_id is not None:
            self._bus.choisir("eleve", eleve_id)
        self._fenetre.aller(Onglet.REINSCRIPTION)


def monter(executant: Executant, reglages: ReglagesLocaux, coffre: Coffre) -> Generator[None, None, FenetrePrincipale]:
    """Build the main window, hidden, one tab a step; ``entrer(ctx)`` binds it. Stopped half-way, it is destroyed."""
    bus = Bus()
    fenetre = FenetrePrincipale(executant, bus, Raccourcis())
    bus.setParent(fenetre)
    menus = Menus(fenetre, reglages, coffre)
    fenetre.poser_menus(menus)
    try:
        yield
        yield from _monter_pages(fenetre, menus)
    except GeneratorExit:
        fenetre.deleteLater()
        raise
    return fenetre


def _monter_pages(fenetre: FenetrePrincipale, menus: Menus) -> Iterator[None]:
    """Each tab is built inside the window: moving a finished one there would make Qt style all its widgets again."""
    executant, bus, pile = fenetre.executant, fenetre.bus, fenetre.pile
    famille = OngletFamille(executant, bus, pile)
    yield
    eleve = OngletEleve(executant, bus, pile)
    yield
    reinscription = OngletReinscription(executant, bus, pile)
    yield
    facturation = OngletFacturation(executant, bus, pile)
    blocs = [BlocFacturation(executant, bus, registre) for registre in (COTISATIONS, LOCATIONS)]
    famille.poser_facturation(*blocs)
    yield
    courriers = CourriersFamille(executant, bus)
    famille.poser_courriers(courriers)
    courriers.compte_change.connect(famille.compter_courriers)
    suivi = OngletSuivi(executant, bus, pile)
    yield
    suivis: list[BlocFamille] = [*blocs, courriers]
    fenetre.poser_pages([famille, eleve, reinscription, facturation, suivi], [SuitLaFamille(bloc) for bloc in suivis])
    famille.nouvel_eleve_demande.connect(fenetre.montrer_eleve)
    famille.nouvel_eleve_demande.connect(eleve.nouveau_dans)
    # Esc goes up one level: a pupil's card to the family's, the family's to the Accueil
    eleve.fiche_fermee.connect(partial(fenetre.aller, Onglet.FAMILLE))
    famille.fiche_fermee.connect(fenetre.montrer_accueil)
    for onglet in (famille, eleve):
        onglet.nouvelle_fermee.connect(fenetre.actualiser)
    vers_reinscription = VersReinscription(bus, fenetre)
    famille.reinscription_demandee.connect(vers_reinscription.montrer)
    for touches, effet, fente in (
        ("F2", "Résumé au guichet ou fiche", famille.basculer),
        ("Ctrl+P", "Imprimer la fiche de réinscription", famille.imprimer),
    ):
        raccourci = fenetre.raccourcis.ajouter(touches, effet, famille, fente, "Famille")
        raccourci.setContext(Qt.ShortcutContext.WindowShortcut)  # wherever the keyboard is, while the tab is shown
    famille.courriers_demandes.connect(menus.courriers_a_traiter)
    OuvreurDeCours(executant, bus, fenetre)


def assembler(executant: Executant, reglages: ReglagesLocaux, coffre: Coffre) -> FenetrePrincipale:
    """The main window, built at once and hidden."""
    chantier = monter(executant, reglages, coffre)
    while True:
        try:
            next(chantier)
        except StopIteration as fin:
            fenetre: FenetrePrincipale = fin.value
            return fenetre
