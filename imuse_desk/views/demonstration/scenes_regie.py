"""Scenes of the régie: a call to issue, a batch stopped half way, slips, the check."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.pieces import FamilleMode, GenreActe, GenreBordereau, Nature
from imuse_desk.domain.reglages import DESISTEMENT_JUSQU_AU, PERIODES_ENTREE
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.bordereaux import Remise, lister_a_remettre, remettre
from imuse_desk.services.facturation.caisse import compter_caisse, lire_comptoir
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_appels import PageAppels
from imuse_desk.views.regie.page_bordereaux import PageBordereaux
from imuse_desk.views.regie.page_caisse import PageCaisse
from imuse_desk.views.regie.page_etats import PageEtats
from imuse_desk.views.regie.page_regles import PageRegles

ENCAISSES = 16


def ouvrir_regie(
    plateau: Plateau, page: str, role: str = "Régisseur", ctx: Contexte | None = None
) -> FenetreRegie:  # fmt: skip
    """The window of the régie at a page, filled; ``ctx``: another day."""
    principale = plateau.entrer()
    fenetre = FenetreRegie(plateau.executant, principale.bus, ctx or plateau.contexte(role), principale)
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
    return ouvrir_regie(plateau, "Appels")


def appel_exclusions(plateau: Plateau) -> QWidget:
    """The second call once the first is issued: the households left out."""
    fenetre = ouvrir_regie(plateau, "Appels")
    page = _appels(fenetre)
    page.choix.rang.poser_valeur(2)
    page.choix.rang.modifiee.emit()
    plateau.calme("l’aperçu ne se calcule pas")
    page.montrer_exclues()
    return fenetre


def appel_confirmation(plateau: Plateau) -> QWidget:
    """The last question before invoices are issued."""
    page = _appels(ouvrir_regie(plateau, "Appels"))
    page.emettre.click()
    return page.findChildren(Confirmation)[-1]


def appel_arrete(plateau: Plateau) -> QWidget:
    """A batch that was stopped before its first invoices."""
    ctx = plateau.contexte("Régisseur")
    ouvrir_lot(ctx, apercu_lot(ctx, _premier(ctx)))
    return ouvrir_regie(plateau, "Appels")


def appel_emis(plateau: Plateau) -> QWidget:
    """The same, resumed to its end."""
    ctx = plateau.contexte("Régisseur")
    lot_id = apercu_lot(ctx, _premier(ctx)).lot_id
    poursuivre_lot(ctx, lot_id or 0)
    return ouvrir_regie(plateau, "Appels")


def bordereaux(plateau: Plateau) -> QWidget:
    """Cheques that wait, some ticked; a slip closed before."""
    ctx = plateau.contexte("Régisseur")
    _encaisser(ctx, FamilleMode.CHEQUE, ENCAISSES)
    attendus = lister_a_remettre(ctx, GenreBordereau.CHEQUES)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, tuple(x.reglement_id for x in attendus[: ENCAISSES // 2])))
    fenetre = ouvrir_regie(plateau, "Bordereaux")
    _bordereaux(fenetre).tout.click()
    return fenetre


def bordereaux_especes(plateau: Plateau) -> QWidget:
    """Cash being counted."""
    _encaisser(plateau.contexte("Régisseur"), FamilleMode.ESPECES, 3)
    fenetre = ouvrir_regie(plateau, "Bordereaux")
    page = _bordereaux(fenetre)
    page.genre.poser_valeur(GenreBordereau.ESPECES)
    page.genre.modifiee.emit()
    plateau.calme("la page ne se remplit pas")
    page.tout.click()
    page.comptage.champs[2000].poser_valeur(3)
    page.comptage.champs[1000].poser_valeur(1)
    page.comptage.change.emit()
    return fenetre


def bordereaux_vide(plateau: Plateau) -> QWidget:
    """Nothing of this kind waits."""
    fenetre = ouvrir_regie(plateau, "Bordereaux")
    page = _bordereaux(fenetre)
    page.genre.poser_valeur(GenreBordereau.TITRES)
    page.genre.modifiee.emit()
    plateau.calme("la page ne se remplit pas")
    return fenetre


def caisse(plateau: Plateau) -> QWidget:
    """A till that was opened, and is being counted."""
    ctx = plateau.contexte("Régisseur")
    if not lire_comptoir(ctx).est_ouverte:
        compter_caisse(ctx, GenreActe.OUVERTURE, ((500, 1),), "fonds remis par le régisseur")
    _encaisser(ctx, FamilleMode.ESPECES, 3)
    fenetre = ouvrir_regie(plateau, "Caisse")
    page = fenetre.page("Caisse")
    if not isinstance(page, PageCaisse):
        raise TypeError("the till is not there")
    page.comptage.champs[2000].poser_valeur(4)
    page.comptage.champs[500].poser_valeur(3)
    page.comptage.change.emit()
    return fenetre


def versement(plateau: Plateau) -> QWidget:
    """What the month brought by product and by means, after a slip."""
    ctx = plateau.contexte("Régisseur")
    _encaisser(ctx, FamilleMode.CHEQUE, 4)
    a_remettre = lister_a_remettre(ctx, GenreBordereau.CHEQUES)
    remettre(ctx, Remise(GenreBordereau.CHEQUES, tuple(x.reglement_id for x in a_remettre[:2])))
    fenetre = ouvrir_regie(plateau, "États")
    page = fenetre.page("États")
    if not isinstance(page, PageEtats):
        raise TypeError("the statements are not there")
    page.choix.poser_valeur(1)
    plateau.calme("l’état ne se lit pas")
    return fenetre


def verifier(plateau: Plateau) -> QWidget:
    """The check, without a fault."""
    return ouvrir_regie(plateau, "Vérifier")


def regles(plateau: Plateau) -> QWidget:
    """The rules of billing, with a period of entry and a last day to leave."""
    fenetre = ouvrir_regie(plateau, "Règles")
    page = fenetre.page("Règles")
    if not isinstance(page, PageRegles):
        raise TypeError("the rules are not there")
    page.formulaire.poser_brut({PERIODES_ENTREE.cle: "01/02", DESISTEMENT_JUSQU_AU.cle: "31/10"})
    return fenetre


def _premier(ctx: Contexte) -> Appel:
    return Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)


def _bordereaux(fenetre: FenetreRegie) -> PageBordereaux:
    page = fenetre.page("Bordereaux")
    if not isinstance(page, PageBordereaux):
        raise TypeError("the slips are not there")
    return page


def _encaisser(ctx: Contexte, famille: FamilleMode, combien: int) -> None:
    """So many families of the call pay a part."""
    for rang, ligne in enumerate(apercu_lot(ctx, _premier(ctx)).lignes[:combien], start=1):
        mode = next(m for m in lire_compte(ctx, ligne.foyer_id).modes if m.famille is famille)
        titre = Titre(rang * 1_550)
        if famille is FamilleMode.CHEQUE:
            titre = replace(titre, numero=f"{4_410_000 + rang * 287}", banque="Banque de l’Aulne", tireur=ligne.famille)
        demande = Encaisser(ligne.foyer_id, mode.mode_id, (titre,), ctx.annee_id, Nature.COTISATIONS)
        encaisser(ctx, demande)
