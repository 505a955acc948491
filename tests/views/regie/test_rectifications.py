"""A price that moved is put right on screen; the sheets of the régie show what was done."""

from datetime import UTC, date, datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.reglages import EFFET_PIECE_TARDIVE, PERIODES_ENTREE
from imuse_desk.domain.roles import Role
from imuse_desk.domain.tarifs.changement import Effet
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


def test_from_its_day_with_both_invoices_side_by_side(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    """No paper tells the day: the person types it, the list is priced again, and the lines say what stays."""
    maison.regler(EFFET_PIECE_TARDIVE.cle, str(Effet.DEPOT))
    maison.regler(PERIODES_ENTREE.cle, ["01-01"])
    facturer(maison)
    relever(maison, "Valmont", 200_000)
    page = _page(ouvrir, qtbot, executant)
    assert page.depuis.isVisible()
    assert "de son jour" in page.regle.text()
    assert _rangee(page)[4] == "760,00", "both halves of the year are begun"
    assert _rangee(page)[8] == "Sans effet"
    page.depuis.setFocus()
    qtbot.keyClick(page.depuis, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(page.depuis, "3/11/2025")
    page.table.setFocus()
    attendre_calme(qtbot, executant)
    assert _rangee(page)[4:6] == ["684,00", "\u221276,00"]
    assert _rangee(page)[7] == "dès le\u00a003/11/2025, date choisie"
    page.table.setCurrentIndex(page.modele.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    attendre_calme(qtbot, executant)
    assert page.cote_a_cote is not None
    avant, apres = page.cote_a_cote.modeles
    assert [avant.cellule(r, 1).copie for r in range(avant.rowCount())] == ["400,00", "360,00"]
    assert [apres.cellule(r, 2).copie for r in range(apres.rowCount())] == ["200,00", "160,00", "180,00", "144,00"]
    assert apres.cellule(0, 0).copie == "Lina · Parcours 3, périodes déjà commencées à l’ancien tarif"
    demande = page.findChildren(Demande)[-1]
    assert accessibilite.sans_nom(demande) == []
    qtbot.keyClicks(demande.formulaire.widget("motif"), "Attestation CAF en retard")
    QTest.keyClick(demande.confirmer, Qt.Key.Key_Return)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 0


def test_many_say_their_effect_and_their_day(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    maison.regler(EFFET_PIECE_TARDIVE.cle, str(Effet.ECHEANCE))

    def ajouter(m: Maison) -> None:
        m.foyer("Sorel", adultes=2, enfants_a_charge=1, a_imposition_commune=True)
        m.eleve("Paul", "Sorel", naissance=date(2013, 3, 12), rang=0, cours=("COR", "FM1.1", "ORC"))

    maison.d_un_coup(ajouter)
    relever(maison, "Sorel", 250_000)
    maison.horloge.instant = datetime(2025, 11, 5, 9, tzinfo=UTC)
    facturer(maison)
    maison.horloge.instant = datetime(2026, 2, 20, 9, tzinfo=UTC)
    for nom in ("Valmont", "Sorel"):
        relever(maison, nom, 200_000)
    page = _page(ouvrir, qtbot, executant)
    page.table.selectAll()
    qtbot.mouseClick(page.rectifier, Qt.MouseButton.LeftButton)
    demande = page.findChildren(Demande)[-1]
    phrase = " ".join(x.text() for x in demande.findChildren(QLabel)).replace("\u00a0", " ")
    assert "à partir de l’échéance qui suit le 20/02/2026 : les échéances déjà dues restent à l’ancien tarif" in phrase
    assert page.cote_a_cote is None


def test_the_family_asked_for_is_chosen_once_read(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    facturer(maison)
    relever(maison, "Valmont", 200_000)
    page = _page(ouvrir, qtbot, executant)
    page.table.clearSelection()
    page.viser(maison.ids["Valmont"])
    attendre_calme(qtbot, executant)
    assert page.table.choisis() == [maison.ids["Valmont"]]
    assert page.rectifier.isEnabled()
