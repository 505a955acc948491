"""The organisations on screen: added, put right, put aside; their attestation; the payments filtered by payer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.payeurs import GenrePayeur
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import px
from imuse_desk.views.regie.page_feuille import PageFeuille
from imuse_desk.views.regie.page_payeurs import PagePayeurs
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer, payer
from tests.views.gestes import taper
from tests.views.regie.conftest import Ouvrir, attendre_calme


def test_the_directory_and_what_an_organisation_paid(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    facturer(maison)
    fenetre = ouvrir()
    page = fenetre.page("Payeurs")
    assert isinstance(page, PagePayeurs)
    attendre_calme(qtbot, executant)

    def enregistrer(nom: str) -> None:
        demande = page.demande
        assert demande is not None
        taper(qtbot, demande.formulaire.widget("nom"), nom)
        demande.formulaire.poser({**demande.formulaire.brut(), "genre": GenrePayeur.CSE})
        qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
        attendre_calme(qtbot, executant)

    qtbot.mouseClick(page.nouveau, Qt.MouseButton.LeftButton)
    enregistrer("CSE du Val")
    assert page.modele.cellule(0, 0).texte == "CSE du Val"
    assert not page.attester.isEnabled()
    ident = page.table.choisi()
    qtbot.mouseClick(page.nouveau, Qt.MouseButton.LeftButton)
    enregistrer("cse du VAL")
    assert page.demande is not None
    assert "nom" in page.demande.formulaire.erreurs
    enregistrer("Mairie du Val")
    assert page.modele.rowCount() == 2

    payer(maison, "virement", 12_000, payeur_id=ident)
    payer(maison, "carte", 3_000)
    page.relire()
    attendre_calme(qtbot, executant)
    page.table.choisir(ident)
    qtbot.mouseClick(page.modifier, Qt.MouseButton.LeftButton)
    enregistrer("CSE du Val fleuri")
    assert [page.modele.cellule(0, c).texte for c in (0, 5)] == ["CSE du Val fleuri", "120,00"]
    qtbot.mouseClick(page.attester, Qt.MouseButton.LeftButton)
    assert page.demande is not None
    qtbot.mouseClick(page.demande.confirmer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert page.papier is not None
    assert page.papier.windowTitle().startswith("attestation_reglement_2025_2026_cse_du_val_fleuri")
    qtbot.addWidget(page.papier)
    qtbot.mouseClick(page.retirer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert page.modele.cellule(1, 6).texte == "Retiré"

    reglements = fenetre.page("Règlements")
    assert isinstance(reglements, PageFeuille)
    reglements.relire()
    attendre_calme(qtbot, executant)
    assert reglements.modele.rowCount() == 2
    for colonne, mot in ((2, "Remboursement"), (6, "Chèques-vacances"), (6, "Paiement en ligne")):
        largeur = QFontMetrics(reglements.table.font()).horizontalAdvance(mot) + px(16)
        assert largeur <= reglements.table.columnWidth(colonne), f"{mot} is cut"
    assert reglements.filtre is not None
    taper(qtbot, reglements.filtre, "val cse")
    assert [reglements.modele.cellule(0, 5).texte, reglements.modele.rowCount()] == ["CSE du Val", 1]
    assert reglements.carte.titre.text() == "Règlements (1)"
    taper(qtbot, reglements.filtre, "inconnu")
    assert reglements.modele.rowCount() == 0
    assert "inconnu" in reglements.vide.findChildren(QLabel)[-1].text()
