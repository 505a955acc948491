"""The ledgers on the screen: rows, totals, papers, and what puts a piece right."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import BaseInjoignable
from imuse_desk.domain.pieces import GenreBordereau, GenreReglement, Nature
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import PieceEmise
from imuse_desk.services.facturation import avoirs
from imuse_desk.services.facturation.avoirs import emettre_avoir
from imuse_desk.services.facturation.bordereaux import Remise, remettre
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation import corrections
from imuse_desk.views.facturation.bloc import BlocFacturation
from imuse_desk.views.facturation.corrections import DemandeAvoir, DemandeOppose
from imuse_desk.views.facturation.papier_piece import ENVOYEE, FenetrePiece
from imuse_desk.views.facturation.plan import DemandePlan
from tests.infra.serveur_smtp import Serveur, reglages
from tests.services.facturation.outils import payer, reglement, regler_regie
from tests.services.lectures.outils import relever
from tests.views.facturation.ecran import Ecran
from tests.views.gestes import taper


def relire(ecran: Ecran) -> None:
    ecran.onglet.objets_changes(Changements("encaisser", frozenset({("foyer", ecran.maison.ids["Valmont"])})))
    ecran.calme()


def solde(ecran: Ecran) -> int:
    [bloc] = lire_compte(ecran.maison.ctx(), ecran.maison.ids["Valmont"]).blocs
    return bloc.solde_centimes


def test_the_ledger_as_the_manual_shows_it(ecran: Ecran) -> None:
    payer(ecran.maison, "en_ligne", 55_500, reference="000003")
    relire(ecran)
    recu, facture = ecran.rangees()
    assert recu == ["20/05/2026", "Paiement en ligne", "26RC00001", "Règlement 000003", "", "555,00", "non", "205,00"]
    assert facture == ["20/05/2026", "Facture", "26FC00001", "Premier appel de cotisation", "760,00", "", "", "760,00"]
    registre = ecran.registre
    assert registre.titre.text() == "Facturation 2025-2026"
    assert {nom: m.text() for nom, m in registre.totaux.items()} == {
        "Montant total facturé": "760,00\u00a0€",
        "Montant total réglé": "555,00\u00a0€",
        "Solde": "205,00\u00a0€",
    }
    assert (registre.puce.texte, registre.reste.texte) == ("Solde dû", "Montant à payer 205,00\u00a0€")
    assert "Solde dû 205,00\u00a0€" in [p.texte for p in ecran.onglet.puces]


def test_settled_asks_for_nothing_and_too_much_is_in_their_favour(ecran: Ecran) -> None:
    payer(ecran.maison, "carte", 76_000)
    relire(ecran)
    assert ecran.registre.reste.isHidden()
    assert ecran.registre.puce.texte == "Soldée"
    payer(ecran.maison, "carte", 4_000)
    relire(ecran)
    assert ecran.registre.totaux["Solde"].text() == "\u221240,00\u00a0€"
    assert ecran.registre.reste.texte == "En votre faveur 40,00\u00a0€"


def test_a_year_billed_has_no_forecast_until_it_is_taken_back_whole(ecran: Ecran) -> None:
    liste = ecran.onglet.listes[0]
    assert liste.cartes == []
    [ouverte] = lire_compte(ecran.maison.ctx(), ecran.maison.ids["Valmont"]).ouvertes
    emettre_avoir(ecran.maison.ctx(), ouverte.facture_id, "Erreur")
    relire(ecran)
    assert [c.bloc.annee for c in liste.cartes] == ["2025-2026"]
    assert ecran.rangees()[0][1:6] == ["Avoir", "26AV00001", "Avoir", "", "760,00"]


def test_rentals_have_their_own_ledger(ecran: Ecran) -> None:
    payer(ecran.maison, "especes", 5_000, nature=Nature.LOCATIONS, parts=())
    relire(ecran)
    ecran.onglet.registres.setCurrentIndex(1)
    assert [r[2] for r in ecran.rangees()] == ["26RC00001"]
    assert len(ecran.onglet.listes[0].registres) == 1


def test_the_tick_comes_from_the_slip(ecran: Ecran) -> None:
    payer(ecran.maison, "cheque", 10_000)
    remettre(ecran.maison.ctx(Role.REGISSEUR), Remise(GenreBordereau.CHEQUES, (reglement(ecran.maison),)))
    ecran.onglet.objets_changes(Changements("remettre", frozenset({("bordereau", 1)})))
    ecran.calme()
    assert ecran.rangees()[0][6] == "oui"


def test_looking_counts_for_nothing_and_the_second_paper_that_leaves_is_a_duplicate(
    ecran: Ecran, monkeypatch: pytest.MonkeyPatch
) -> None:
    ouverts: list[str] = []

    def ouvrir(url: QUrl) -> bool:
        ouverts.append(url.fileName())
        return True

    monkeypatch.setattr("imuse_desk.views.common.papier.QDesktopServices.openUrl", ouvrir)
    ecran.choisir(0)
    ecran.touche(Qt.Key.Key_Return)
    table = ecran.registre.table
    place = table.visualRect(table.model().index(0, 3)).center()
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    ecran.calme()
    for attendus in (["facture_26FC00001.pdf"] * 2, ["facture_26FC00001_duplicata.pdf"]):
        papier = ecran.papier()
        ouverts.clear()
        for _clic in attendus:  # one paper leaves a window, however often it is asked for
            QTest.mouseClick(papier.imprimer, Qt.MouseButton.LeftButton)
            ecran.calme()
        assert ouverts == attendus
        ecran.choisir(0)
        ecran.touche(Qt.Key.Key_Return)
        assert "DUPLICATA" in ecran.papier().message.text()


def test_a_plan_is_granted_and_given_on_paper(ecran: Ecran) -> None:
    ecran.choisir(0)
    assert menu(ecran)[2] == "plan"
    ecran.registre.menu.actes["plan"].trigger()
    ecran.calme()
    demande = ecran.onglet.gestes.dialogue
    assert isinstance(demande, DemandePlan)
    assert demande.effet.phrase.count("253,33\u00a0€") == 2
    taper(ecran.qtbot, demande.formulaire.widget("motif"), "Chomage")
    QTest.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    ecran.calme()
    assert ecran.dit().startswith("Échéancier accordé sur la facture 26FC00001")
    lettre = ecran.onglet.gestes.lettre
    assert lettre is not None
    assert lettre.windowTitle() == "echeancier_26FC00001.pdf"


def test_a_piece_leaves_by_e_mail_from_its_paper(ecran: Ecran) -> None:
    admin = ecran.maison.ctx(Role.ADMINISTRATION)
    enregistrer_smtp(admin, CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())
    ecran.choisir(0)
    ecran.touche(Qt.Key.Key_Return)
    papier = ecran.papier()
    assert isinstance(papier, FenetrePiece)
    QTest.mouseClick(papier.envoyer, Qt.MouseButton.LeftButton)
    ecran.calme()
    demande = papier.findChildren(Confirmation)[-1]
    assert "valmont0@example.org" in {texte.text() for texte in demande.findChildren(QLabel)}
    QTest.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert papier.message.text() == ENVOYEE


def test_the_number_is_a_link(ecran: Ecran) -> None:
    table = ecran.registre.table
    place = table.visualRect(table.model().index(0, 2)).topLeft() + QPoint(20, 12)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert ecran.papier().windowTitle() == "facture_26FC00001.pdf"


def menu(ecran: Ecran) -> list[str]:
    """What the menu of the row chosen offers."""
    table = ecran.registre.table
    table.menu_demande.emit(table.mapToGlobal(QPoint(10, 40)))
    visibles = [a.data() for a in ecran.registre.menu.menu.actions() if a.isVisible() and a.data()]
    ecran.registre.menu.menu.close()
    return visibles


def test_the_menu_offers_what_the_row_and_the_person_allow(ecran: Ecran) -> None:
    payer(ecran.maison, "cheque", 10_000)
    relire(ecran)
    ecran.choisir(0)
    assert menu(ecran) == ["papier", "annulation", "impaye", "remboursement"]
    ecran.choisir(1)
    assert menu(ecran) == ["papier", "avoir", "plan", "papier_plan"]
    ecran.ouvrir(Role.ADMINISTRATION)
    ecran.choisir(0)
    assert menu(ecran) == ["papier"]


def test_a_receipt_is_cancelled_with_a_reason(ecran: Ecran) -> None:
    payer(ecran.maison, "especes", 10_000)
    relire(ecran)
    ecran.choisir(0)
    ecran.touche(Qt.Key.Key_Delete)
    dialogue = ecran.onglet.gestes.dialogue
    assert isinstance(dialogue, DemandeOppose)
    assert "100,00\u00a0€ redeviennent dus" in dialogue.effet.phrase
    assert accessibilite.libelles_sans_ami(dialogue) == []
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    assert "motif" in dialogue.formulaire.erreurs
    taper(ecran.qtbot, dialogue.formulaire.widget("motif"), "Montant mal lu")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert ecran.dit() == "Reçu 26RC00001 annulé"
    ecran.qtbot.waitUntil(lambda: ecran.onglet.window().focusWidget() is ecran.registre.table)
    assert ecran.rangees()[0][3:6] == ["Annulation", "100,00", ""]
    assert solde(ecran) == 76_000
    refus = QSignalSpy(ecran.onglet._bus.refus)
    ecran.choisir(1)
    ecran.touche(Qt.Key.Key_Delete)
    assert ecran.dit() == "Il n’y a plus rien à reprendre sur le reçu 26RC00001"
    assert refus.count() == 1, "what is refused never looks done"


def test_one_of_several_cheques_comes_back_unpaid(ecran: Ecran) -> None:
    regler_regie(ecran.maison, frais_impaye_centimes=1_500)
    payer(ecran.maison, "cheque", 30_000, 10_000)
    relire(ecran)
    ecran.onglet.gestes.agir(str(GenreReglement.IMPAYE), next(iter(ecran.registre.bloc.lignes)))
    ecran.calme()
    dialogue = ecran.onglet.gestes.dialogue
    assert isinstance(dialogue, DemandeOppose)
    taper(ecran.qtbot, dialogue.formulaire.widget("motif"), "Sans provision")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    assert "reglement" in dialogue.formulaire.erreurs
    choix = dialogue.formulaire.widget("reglement")
    ecran.qtbot.keyClick(choix, Qt.Key.Key_Down)
    ecran.qtbot.keyClick(choix, Qt.Key.Key_Down)
    assert "100,00" in dialogue.effet.phrase
    assert accessibilite.libelles_sans_ami(dialogue) == []
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert solde(ecran) == 47_500
    assert [r[3] for r in ecran.rangees()[:2]] == ["Frais de chèque impayé", "Impayé"]
    ecran.choisir(1)
    assert menu(ecran) == ["papier", "lettre"]
    ecran.onglet.gestes.agir("lettre", ecran.registre.bloc.lignes[1])
    ecran.calme()
    lettre = ecran.onglet.gestes.lettre
    assert lettre is not None
    assert lettre.windowTitle() == "cheque_impaye_26RC00002.pdf"
    lettre.close()


def test_no_fee_is_billed_once_the_box_is_cleared(ecran: Ecran) -> None:
    regler_regie(ecran.maison, frais_impaye_centimes=1_500)
    payer(ecran.maison, "cheque", 30_000)
    relire(ecran)
    ecran.onglet.gestes.agir(str(GenreReglement.IMPAYE), ecran.registre.bloc.lignes[0])
    ecran.calme()
    dialogue = ecran.onglet.gestes.dialogue
    assert isinstance(dialogue, DemandeOppose)
    ecran.qtbot.keyClick(dialogue.formulaire.widget("frais"), Qt.Key.Key_Space)
    taper(ecran.qtbot, dialogue.formulaire.widget("motif"), "Sans provision")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert solde(ecran) == 76_000


def avoir(ecran: Ecran) -> DemandeAvoir:
    ecran.choisir(len(ecran.rangees()) - 1)
    ecran.touche(Qt.Key.Key_Delete)
    dialogue = ecran.onglet.gestes.dialogue
    assert isinstance(dialogue, DemandeAvoir)
    return dialogue


def test_a_credit_note_by_line_says_its_effect_before(ecran: Ecran) -> None:
    payer(ecran.maison, "carte", 70_000)
    relire(ecran)
    dialogue = avoir(ecran)
    assert "Avoir de 760,00\u00a0€." in dialogue.effet.phrase
    assert "700,00\u00a0€ déjà réglés deviennent une avance" in dialogue.effet.phrase
    ecran.qtbot.keyClick(dialogue.formulaire.widget("quoi"), Qt.Key.Key_Down)
    taper(ecran.qtbot, dialogue.formulaire.widget("ligne_2"), "360,01")
    taper(ecran.qtbot, dialogue.formulaire.widget("motif"), "Abandon")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    assert "Il reste 360,00\u00a0€ sur la ligne 2" in dialogue.formulaire.erreurs["ligne_2"]
    taper(ecran.qtbot, dialogue.formulaire.widget("ligne_2"), "60")
    assert dialogue.effet.phrase.endswith("Reste à payer sur la facture\u00a0: 0,00\u00a0€ au lieu de 60,00\u00a0€.")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert solde(ecran) == 0
    assert ecran.dit() == "Avoir émis sur la facture 26FC00001"


def test_a_lost_server_keeps_what_was_typed_and_a_retry_never_doubles(
    ecran: Ecran, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of the COMMIT is lost: the credit note was recorded, nobody knows."""
    vrai = avoirs.emettre_avoir

    def perdre(*arguments: object) -> object:
        vrai(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(corrections, "emettre_avoir", vrai)
        raise BaseInjoignable

    monkeypatch.setattr(corrections, "emettre_avoir", perdre)
    dialogue = avoir(ecran)
    motif = dialogue.formulaire.widget("motif")
    ecran.qtbot.keyClick(dialogue.formulaire.widget("quoi"), Qt.Key.Key_Down)
    taper(ecran.qtbot, dialogue.formulaire.widget("ligne_1"), "100")
    taper(ecran.qtbot, motif, "Retrait")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert (dialogue.confirmer.text(), dialogue.isVisible()) == ("Réessayer", True)
    ecran.qtbot.keyClicks(motif, " encore")
    ecran.qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert solde(ecran) == 66_000
    with ecran.maison.base.lire() as session:
        assert [p.motif for p in session.query(PieceEmise).filter_by(serie="AV")] == ["Retrait"]


def test_the_ledger_hosted_in_famille_has_the_same_acts(qtbot: QtBot, executant: Executant, ecran: Ecran) -> None:
    bloc = BlocFacturation(executant, Bus())
    qtbot.addWidget(bloc)
    bloc.resize(902, 520)
    bloc.show()
    bloc.entrer(ecran.maison.ctx())
    bloc.ouvrir(ecran.maison.ids["Valmont"])
    qtbot.waitUntil(lambda: len(bloc.annees.registres) == 1)
    table = bloc.annees.registres[0].table
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bloc.gestes.papier is not None)
    papier = bloc.gestes.papier
    assert papier is not None
    papier.close()


def test_nothing_is_mute_nor_too_wide(ecran: Ecran) -> None:
    assert accessibilite.sans_nom(ecran.onglet) == []
    assert accessibilite.libelles_sans_ami(ecran.onglet) == []
    assert accessibilite.touches_en_double(ecran.onglet) == []
    assert ecran.onglet.minimumSizeHint().width() <= 1280
    assert ecran.onglet.minimumSizeHint().height() <= 500


def test_a_price_that_moved_is_told_with_the_way_to_put_it_right(ecran: Ecran) -> None:
    bande = ecran.onglet.regularisation
    assert bande.isHidden()
    relever(ecran.maison, "Valmont", 200_000)
    ecran.onglet._bus.publier(Changements("quotient", frozenset({("quotient", 1)})))
    ecran.calme()
    dit = bande.phrase.replace("\u00a0", " ")
    assert dit.endswith(" n’est plus au tarif d’aujourd’hui : régularisation proposée, −152,00 € (toute l’année).")
    demandes = QSignalSpy(ecran.onglet._bus.ouverture_demandee)
    (bouton,) = bande.findChildren(Bouton)
    ecran.qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)
    ids = ecran.maison.ids
    assert demandes.at(0) == ["rectification", (ids["Valmont"], ids["site"], ids["source"])]
