"""Put the main window together: the five tabs, the menus, the outbox that the bus wakes."""

from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.raccourcis import Raccourcis
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.menus import Menus
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.suivi.onglet import OngletSuivi


def assembler(executant: Executant, reglages: ReglagesLocaux, coffre: Coffre) -> FenetrePrincipale:
    """The main window, built once and hidden; ``entrer(ctx)`` binds it."""
    bus = Bus()
    pages = [
        OngletFamille(executant, bus),
        OngletEleve(executant, bus),
        OngletReinscription(executant, bus),
        OngletFacturation(executant, bus),
        OngletSuivi(executant, bus),
    ]
    fenetre = FenetrePrincipale(executant, bus, pages, Raccourcis())
    bus.setParent(fenetre)
    fenetre.poser_menus(Menus(fenetre, reglages, coffre))
    return fenetre
