"""Scenes of the campaign: where answers stand, reminders, forms to sign, dates and declaration, its end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from imuse_desk.services.campagne.dates import annee_preparee
from imuse_desk.views.campagne.cloture import DialogueCloture
from imuse_desk.views.campagne.fenetre import FenetreCampagne
from imuse_desk.views.campagne.fiches import DialogueFiches
from imuse_desk.views.campagne.page_motifs import PageMotifs
from imuse_desk.views.campagne.page_suivi import PageSuivi
from imuse_desk.views.campagne.relance import DialogueRelance
from imuse_desk.views.demonstration.plateau import Plateau


def _fenetre(plateau: Plateau, page: str) -> FenetreCampagne:
    principale = plateau.entrer()
    ctx = plateau.contexte("Direction")
    fenetre = FenetreCampagne(plateau.executant, principale.bus, ctx, annee_preparee(ctx), principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    fenetre.page(page)
    plateau.calme("la page ne se remplit pas")
    return fenetre


def suivi(plateau: Plateau) -> QWidget:
    """The pupils who have not answered."""
    return _fenetre(plateau, "Suivi")


def suivi_pieces(plateau: Plateau) -> FenetreCampagne:
    """Those who owe pieces."""
    fenetre = _fenetre(plateau, "Suivi")
    page = _page(fenetre)
    page.liste.poser_filtre("", ("pieces",))
    page.relister()
    plateau.calme("la liste ne se remplit pas")
    return fenetre


def dates(plateau: Plateau) -> QWidget:
    """The dates."""
    return _fenetre(plateau, "Dates")


def pieces(plateau: Plateau) -> QWidget:
    """The table of required pieces."""
    return _fenetre(plateau, "Pièces à fournir")


def motifs(plateau: Plateau) -> QWidget:
    """The motives of refusal, taken over from the program."""
    fenetre = _fenetre(plateau, "Motifs de refus")
    page = fenetre.page("Motifs de refus")
    if isinstance(page, PageMotifs):
        page.remplir.click()
        plateau.calme("les motifs ne viennent pas")
        page.table.selectRow(0)
        plateau.calme("la fiche ne se remplit pas")
    return fenetre


def regles(plateau: Plateau) -> QWidget:
    """The conditions."""
    return _fenetre(plateau, "Règles")


def declaration(plateau: Plateau) -> QWidget:
    """The declaration."""
    return _fenetre(plateau, "Déclaration")


def relance(plateau: Plateau) -> QWidget:
    """The reminder of those who have not answered, a text on show."""
    page = _page(_fenetre(plateau, "Suivi"))
    page.relancer.click()
    return _dialogue(plateau, page, DialogueRelance)


def demande_pieces(plateau: Plateau) -> QWidget:
    """The letter of those who owe pieces, a text on show."""
    fenetre = suivi_pieces(plateau)
    page = _page(fenetre)
    page.relancer.click()
    return _dialogue(plateau, page, DialogueRelance)


def fiches(plateau: Plateau) -> QWidget:
    """The forms to sign, counted."""
    page = _page(_fenetre(plateau, "Suivi"))
    page.fiches.click()
    return _dialogue(plateau, page, DialogueFiches)


def cloture(plateau: Plateau) -> QWidget:
    """The end: who has not answered."""
    page = _page(_fenetre(plateau, "Suivi"))
    page.clore.click()
    return _dialogue(plateau, page, DialogueCloture)


def _page(fenetre: FenetreCampagne) -> PageSuivi:
    page = fenetre.page("Suivi")
    if not isinstance(page, PageSuivi):
        raise TypeError("the overview is not there")
    return page


def _dialogue(plateau: Plateau, page: PageSuivi, classe: type[QDialog]) -> QWidget:
    plateau.calme("le dialogue ne se remplit pas")
    return page.findChildren(classe)[-1]
