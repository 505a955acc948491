"""Scenes of what follows the invoices: families whose price moved, payments, balances, entries."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.reglages import EFFET_PIECE_TARDIVE
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.payeurs import SaisieOrganisme, creer_organisme, lister_organismes
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.rectification import lister_ecarts
from imuse_desk.services.facturation.regles import enregistrer_regles_facturation, lire_regles_facturation
from imuse_desk.services.quotients import EnregistrerQuotient, enregistrer_quotient
from imuse_desk.services.relances.exclusions import Exclure, exclure
from imuse_desk.services.relances.tournee import apercu_relances, relancer
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import attendre, cliquer
from imuse_desk.views.demonstration.scenes_regie import ouvrir_regie
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.regie.fenetre import FenetreRegie

QUOTIENT_CENTIMES = 61_240
DOCUMENT_LE = date(2026, 11, 12)


def _facturer(plateau: Plateau) -> None:
    """Issue the first call where no scene did; three of its families that paid nothing bring their quotient late."""
    ctx = plateau.contexte()
    appel = Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)
    apercu = apercu_lot(ctx, appel)
    if apercu.lot_id is None:
        poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    if lister_ecarts(ctx, appel).ecarts:
        return
    for rang, ligne in enumerate(apercu.lignes[-3:]):
        quotient = EnregistrerQuotient(
            ligne.foyer_id, ctx.annee_id, QUOTIENT_CENTIMES + 10_000 * rang, DOCUMENT_LE, confirme=True
        )
        enregistrer_quotient(ctx, quotient)


def _page(plateau: Plateau, nom: str) -> tuple[FenetreRegie, Any]:
    _facturer(plateau)
    fenetre = ouvrir_regie(plateau, nom)
    return fenetre, fenetre.page(nom)


def _du_jour(plateau: Plateau) -> None:
    """A price that moves holds from its day."""
    ctx = plateau.contexte("Direction")
    enregistrer_regles_facturation(ctx, lire_regles_facturation(ctx) | {EFFET_PIECE_TARDIVE.cle: Effet.DEPOT})


def rectifications(plateau: Plateau) -> QWidget:
    """Both amounts of each family, the new plan of the one chosen."""
    _du_jour(plateau)
    fenetre, page = _page(plateau, "Rectifications")
    page.table.setCurrentIndex(page.modele.index(0, 0))
    return fenetre


def rectification(plateau: Plateau) -> QWidget:
    """The avoir and the invoice to come, side by side, and why."""
    _du_jour(plateau)
    _, page = _page(plateau, "Rectifications")
    page.table.setCurrentIndex(page.modele.index(0, 0))
    cliquer(page.rectifier)
    attendre(lambda: page.cote_a_cote.modeles[1].rowCount() > 0, "les deux factures ne s’affichent pas")
    demande: Demande = page.findChildren(Demande)[-1]
    return demande


def regularisation(plateau: Plateau) -> QWidget:
    """The family whose price moved since its invoice: the band says it over its ledger."""
    _facturer(plateau)
    ctx = plateau.contexte()
    ecart = lister_ecarts(ctx, Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)).ecarts[0]
    fenetre = plateau.ouvrir("foyer", ecart.foyer_id, Onglet.FACTURATION, ctx)
    onglet = plateau.onglet(Onglet.FACTURATION, OngletFacturation)
    attendre(onglet.regularisation.isVisible, "la régularisation n’est pas proposée")
    return fenetre


def reglements(plateau: Plateau) -> QWidget:
    """What was received between two days."""
    return _page(plateau, "Règlements")[0]


def payeurs(plateau: Plateau) -> QWidget:
    """The organisations that pay, one of them chosen."""
    ctx = plateau.contexte()
    if not lister_organismes(ctx):
        for nom, genre, siret in (
            ("Comité social et économique de la Verrerie d’Aulne", GenrePayeur.CSE, "73282932000074"),
            ("CCAS de Rives-sur-Aulne", GenrePayeur.CCAS, ""),
        ):
            creer_organisme(ctx, SaisieOrganisme(nom, genre, siret, ville="Rives-sur-Aulne"))
    fenetre, page = _page(plateau, "Payeurs")
    attendre(lambda: page.modele.rowCount() > 0, "les payeurs ne s’affichent pas")
    page.table.setCurrentIndex(page.modele.index(0, 0))
    return fenetre


def soldes(plateau: Plateau) -> QWidget:
    """What each family owes."""
    return _page(plateau, "Soldes")[0]


def ecritures(plateau: Plateau) -> QWidget:
    """The entries, two lines each."""
    return _page(plateau, "Écritures")[0]


def relances(plateau: Plateau) -> QWidget:
    """What is past due two months later: a level to send, one just sent, a family left alone."""
    _facturer(plateau)
    tard = plateau.contexte("Régisseur")
    tard = replace(tard, horloge=partial(_plus_tard, tard.horloge))
    lignes = apercu_relances(tard).a_relancer
    relancer(tard, Canal.LETTRE, [x.retenue for x in lignes[:3]], uuid.uuid4())
    fin = tard.aujourdhui() + timedelta(days=30)
    exclure(tard, Exclure(lignes[3].foyer_id, fin, "Échéancier en cours avec le CCAS"))
    fenetre = ouvrir_regie(plateau, "Relances", ctx=tard)
    page = fenetre.page("Relances")
    page.table.setCurrentIndex(page.modele.index(3, 0))
    return fenetre


def _plus_tard(horloge: Callable[[], datetime]) -> datetime:
    return horloge() + timedelta(days=60)


def niveaux(plateau: Plateau) -> QWidget:
    """The letter of the first level, filled for a family."""
    fenetre = ouvrir_regie(plateau, "Niveaux")
    page = fenetre.page("Niveaux")
    attendre(lambda: bool(page.apercu.rempli.toPlainText()), "l’aperçu ne se remplit pas")
    return fenetre
