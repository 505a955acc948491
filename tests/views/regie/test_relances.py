"""Families past due are seen, left alone, reminded, and their letters printed again; a level is written."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.relances import Canal
from imuse_desk.services.relances.historique import lire_historique
from imuse_desk.services.relances.niveaux import lire_niveaux
from imuse_desk.services.relances.tournee import apercu_relances, relancer
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie.page_niveaux import PageNiveaux
from imuse_desk.views.regie.page_relances import PageRelances
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer
from tests.views.gestes import taper
from tests.views.regie.conftest import Ouvrir, attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def en_retard(maison: Maison) -> Maison:
    """760 € due since twenty days."""
    facturer(maison)
    maison.horloge.instant += timedelta(days=20)
    return maison


def _page(ouvrir: Ouvrir, nom: str, qtbot: QtBot, executant: Executant) -> Any:
    page = ouvrir().page(nom)
    attendre_calme(qtbot, executant)
    assert accessibilite.sans_nom(page) == []
    return page


def _rangee(page: PageRelances) -> list[str]:
    return [page.modele.cellule(0, n).copie for n in range(len(page.modele.colonnes))]


def test_a_family_is_reminded_after_the_count_and_its_letter_comes_on_screen(
    en_retard: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    page = _page(ouvrir, "Relances", qtbot, executant)
    assert _rangee(page)[2:8] == ["760,00", "", "", "", "760,00", "20/05/2026"]
    assert _rangee(page)[9:] == ["Niveau 1", "Lettre"]
    assert page.relancer.text() == "&Relancer 1 famille…"
    page.table.setCurrentIndex(page.modele.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    attendre_calme(qtbot, executant)
    assert page.papier.windowTitle() == "apercu_relance.pdf"
    page.papier.close()
    assert lire_historique(en_retard.ctx(), en_retard.ids["Valmont"]) == (), "looking writes nothing"
    qtbot.mouseClick(page.relancer, GAUCHE)
    [demande] = page.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.papier.windowTitle() == "relances_2026-06-09.pdf"
    page.papier.close()
    assert not page.relancer.isEnabled()
    assert _rangee(page)[8:] == ["niveau 1, 09/06/2026", "Niveau 2 le 09/07/2026", ""]
    qtbot.mouseClick(page.reimprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.papier.windowTitle() == "relances_2026-06-09.pdf"
    page.papier.close()
    [vue] = lire_historique(en_retard.ctx(), en_retard.ids["Valmont"])
    assert (vue.niveau, vue.montant_centimes) == (1, 76_000)


def test_a_family_is_left_alone_with_a_reason(
    en_retard: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    page = _page(ouvrir, "Relances", qtbot, executant)
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.mouseClick(page.exclure, GAUCHE)
    demande = page.findChildren(Demande)[-1]
    taper(qtbot, demande.formulaire.widget("jusqu_au"), "30/06/2026")
    qtbot.keyClicks(demande.formulaire.widget("motif"), "Accord du CCAS")
    QTest.keyClick(demande.confirmer, Qt.Key.Key_Return)
    attendre_calme(qtbot, executant)
    assert _rangee(page)[9] == "Exclue jusqu’au 30/06/2026"
    assert page.portee.text().endswith("Accord du CCAS.")
    assert not page.relancer.isEnabled()
    qtbot.mouseClick(page.lever, GAUCHE)
    attendre_calme(qtbot, executant)
    assert _rangee(page)[9] == "Niveau 1"


def test_a_debt_that_no_reminder_settled_goes_to_the_comptable(
    en_retard: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    for jours in (0, 30, 30):
        en_retard.horloge.instant += timedelta(days=jours)
        retenues = [x.retenue for x in apercu_relances(en_retard.ctx()).a_relancer]
        relancer(en_retard.ctx(), Canal.LETTRE, retenues, uuid.uuid4())
    en_retard.horloge.instant += timedelta(days=15)
    page = _page(ouvrir, "Relances", qtbot, executant)
    assert _rangee(page)[9] == "À transmettre"
    assert not page.relancer.isEnabled()
    qtbot.mouseClick(page.transmettre, GAUCHE)
    [demande] = page.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.modele.rowCount() == 0
    assert not page.transmettre.isVisible()
    etats = page.window().page("États")
    for rang, feuille, colonne in ((2, etats.restes, -1), (3, etats.titres, -2)):
        etats.choix.setCurrentIndex(rang)
        attendre_calme(qtbot, executant)
        assert feuille.modele.cellule(0, len(feuille.modele.colonnes) + colonne).copie == "760,00"
    etats.choix.setCurrentIndex(2)
    qtbot.mouseClick(etats.restes.imprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert etats.restes.papier.windowTitle() == "restes_a_recouvrer_2026-08-23.pdf"
    etats.restes.papier.close()


def test_a_round_that_changed_since_is_refused_on_the_page(
    en_retard: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    page = _page(ouvrir, "Relances", qtbot, executant)
    page.canal.poser_valeur("courriel")
    page.canal.modifiee.emit()
    attendre_calme(qtbot, executant)
    assert _rangee(page)[10] == "Courriel"
    qtbot.mouseClick(page.relancer, GAUCHE)
    [demande] = page.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.echec.isVisible(), "no mail server is set up"
    assert page.relancer.isEnabled()


def test_a_level_is_written_and_an_unknown_field_refused(
    en_retard: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
) -> None:
    page = _page(ouvrir, "Niveaux", qtbot, executant)
    assert isinstance(page, PageNiveaux)
    assert not page.a_des_brouillons
    qtbot.waitUntil(lambda: "760,00 €" in page.apercu.rempli.toPlainText(), timeout=5_000)
    form = page.formulaire
    taper(qtbot, form.widget("delai"), "10")
    corps: Any = form.widget("corps")
    corps.selectAll()
    qtbot.keyClicks(corps, "Vous devez {relance.somme}.")
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert "corps" in form.erreurs
    corps.selectAll()
    qtbot.keyClicks(corps, "Vous devez ")
    qtbot.mouseClick(page.insertion.inserer, GAUCHE)
    qtbot.waitUntil(lambda: page.apercu.rempli.toPlainText() == "Vous devez 760,00 €", timeout=5_000)
    page.table.setCurrentIndex(page.modele.index(1, 0))
    assert form.brut()["delai"] == "10", "what is typed is kept"
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert lire_niveaux(en_retard.ctx())[0].corps == "Vous devez {relance.montant}"
    page.table.setCurrentIndex(page.modele.index(1, 0))
    assert form.brut()["delai"] == "30"
