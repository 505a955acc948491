"""Scenes of the régie: a call to issue, a batch stopped half way, slips, the check."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_appels import PageAppels


def _fenetre(plateau: Plateau, page: str, role: str = "Régisseur") -> FenetreRegie:
    principale = plateau.entrer()
    fenetre = FenetreRegie(plateau.executant, principale.bus, plateau.contexte(role), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    fenetre.page(page)
    plateau.calme("la page ne se remplit pas")
    return fenetre


def _appels(fenetre: FenetreRegie) -> PageAppels:
    page = fenetre.page("Appels")
    if not isinstance(page, PageAppels):
        raise TypeError("the calls are not there")
    return page


def appel(plateau: Plateau) -> QWidget:
    """The first call of the year, to be issued."""
    return _fenetre(plateau, "Appels")


def appel_exclusions(plateau: Plateau) -> QWidget:
    """The households left out."""
    fenetre = _fenetre(plateau, "Appels")
    _appels(fenetre).montrer_exclues()
    return fenetre


def appel_confirmation(plateau: Plateau) -> QWidget:
    """The last question before invoices are issued."""
    page = _appels(_fenetre(plateau, "Appels"))
    page.emettre.click()
    return page.findChildren(Confirmation)[-1]
