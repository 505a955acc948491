"""A price that moved is put right on screen; the sheets of the régie show what was done."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie.page_feuille import PageFeuille
from imuse_desk.views.regie.page_rectifications import PageRectifications
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer, payer
from tests.services.lectures.outils import relever
from tests.views.regie.conftest import Ouvrir, attendre_calme


def _page(ouvrir: Ouvrir, qtbot: QtBot, executant: Executant) -> PageRectifications:
    page = ouvrir(Role.REGISSEUR).page("Rectifications")
    assert isinstance(page, PageRectifications)
    attendre_calme(qtbot, executant)
    return page


def _rangee(page: PageRectifications) -> list[str]:
    return [page.modele.cellule(0, colonne).copie for colonne in range(len(page.modele.colonnes))]


def test_an_avoir_and_a_new_invoice_by_the_keyboard(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    facturer(maison)
    payer(maison, "especes", 30_000)
    relever(maison, "Valmont", 200_000)
    page = _page(ouvrir, qtbot, executant)
    assert _rangee(page)[3:7] == ["760,00", "608,00", "\u2212152,00", "300,00"]
    assert accessibilite.sans_nom(page) == []
    page.table.setFocus()
    page.table.setCurrentIndex(page.modele.index(0, 0))
    assert "300,00\u00a0€ déjà réglés" in page.portee.text()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    demande = page.findChildren(Demande)[-1]
    QTest.keyClick(demande.confirmer, Qt.Key.Key_Return)
    assert demande.formulaire.erreurs, "a reason is asked"
    qtbot.keyClicks(demande.formulaire.widget("motif"), "Attestation CAF en retard")
    QTest.keyClick(demande.confirmer, Qt.Key.Key_Return)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 0
    assert not page.rectifier.isEnabled()


def test_many_families_at_once(maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant) -> None:
    """All chosen, one reason; the sum is said before."""

    def ajouter(m: Maison) -> None:
        m.foyer("Sorel", adultes=2, enfants_a_charge=1, a_imposition_commune=True)
        m.eleve("Paul", "Sorel", naissance=date(2013, 3, 12), rang=0, cours=("COR", "FM1.1", "ORC"))

    maison.d_un_coup(ajouter)
    relever(maison, "Sorel", 250_000)
    facturer(maison)
    for nom in ("Valmont", "Sorel"):
        relever(maison, nom, 200_000)
    page = _page(ouvrir, qtbot, executant)
    page.table.selectAll()
    assert page.rectifier.text() == "&Rectifier 2 familles…"
    assert page.portee.text() == "Différence pour 2 familles\u00a0: \u2212232,00\u00a0€."
    qtbot.mouseClick(page.rectifier, Qt.MouseButton.LeftButton)
    demande = page.findChildren(Demande)[-1]
    qtbot.keyClicks(demande.formulaire.widget("motif"), "Attestations en retard")
    qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 0
    assert not page.rectifier.isEnabled()


def test_a_price_that_moves_while_the_question_is_open_is_not_billed(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    facturer(maison)
    relever(maison, "Valmont", 200_000)
    page = _page(ouvrir, qtbot, executant)
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.mouseClick(page.rectifier, Qt.MouseButton.LeftButton)
    demande = page.findChildren(Demande)[-1]
    qtbot.keyClicks(demande.formulaire.widget("motif"), "Retard")
    relever(maison, "Valmont", 150_000)
    qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert demande.isVisible()
    assert "456,00\u00a0€" in demande._echec.phrase, "the new amount is said, what was typed stays"
    assert demande.formulaire.brut()["motif"] == "Retard"


def test_the_sheets_show_what_was_done(maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant) -> None:
    facturer(maison)
    payer(maison, "especes", 30_000)
    fenetre = ouvrir(Role.REGISSEUR)
    for nom, colonne, attendu in (
        ("Écritures", -2, ["760,00", "", "300,00", ""]),
        ("Soldes", -1, ["460,00"]),
        ("Règlements", -1, ["300,00"]),
    ):
        page = fenetre.page(nom)
        assert isinstance(page, PageFeuille)
        page.au.poser_valeur(maison.ctx().aujourdhui())
        page.relire()
        attendre_calme(qtbot, executant)
        rang = len(page.modele.colonnes) + colonne
        assert [page.modele.cellule(r, rang).copie for r in range(page.modele.rowCount())] == attendu
        assert accessibilite.sans_nom(page) == []
