"""One family is billed from its forecast: seen, confirmed, its paper shown; never twice."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import Refus, RegleMetier
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.lot import apercu_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.seule import apercu_seule, emettre_seule
from imuse_desk.views.facturation.onglet import OngletFacturation
from tests.fabriques import Maison
from tests.services.facturation.outils import a_facturer, sans_faute
from tests.services.lectures.outils import relever, situation
from tests.views.facturation.ecran import Ecran


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return a_facturer(base_sqlite, tmp_path / "depot")


def test_a_family_is_billed_from_its_forecast(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ecran = Ecran(qtbot, onglet, maison, situation(maison, "foyer", "Valmont"))
    ecran.ouvrir(Role.REGISSEUR)
    carte = next(c for c in onglet.listes[0].cartes if c.bloc.annee_id == maison.ids["source"])
    assert carte.emettre.isVisible()
    QTest.mouseClick(carte.pourquoi, Qt.MouseButton.LeftButton)
    assert onglet.explication.isVisible()
    QTest.mouseClick(carte.emettre, Qt.MouseButton.LeftButton)
    ecran.calme()
    question = onglet.facture_seule.question
    assert question is not None
    assert "Valmont" in question.windowTitle()
    assert onglet.listes[0].registres == [], "nothing is issued before the verb"
    QTest.mouseClick(question.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    assert ecran.papier().windowTitle() == "facture_26FC00001.pdf"
    qtbot.waitUntil(lambda: bool(onglet.listes[0].registres))
    assert "760,00" in ecran.rangees()[0][4]
    assert onglet.explication.isHidden(), "what is billed is no forecast any more"
    sans_faute(maison)
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    assert apercu_lot(maison.ctx(), appel).exclusions == {"deja_facturee": 1}, "the call does not bill it again"


def test_what_was_shown_is_what_is_issued_and_once(maison: Maison) -> None:
    ctx = maison.ctx()
    apercu = apercu_seule(ctx, maison.ids["Valmont"], maison.ids["source"], Nature.COTISATIONS)
    assert (apercu.total_centimes, sum(montant for _mots, montant in apercu.lignes)) == (76_000, 76_000)
    relever(maison, "Valmont", 100_000)
    with pytest.raises(RegleMetier, match="montant_change"):
        emettre_seule(ctx, apercu)
    apercu = apercu_seule(ctx, maison.ids["Valmont"], maison.ids["source"], Nature.COTISATIONS)
    emettre_seule(ctx, apercu)
    with pytest.raises(RegleMetier, match="facture_impossible"):
        emettre_seule(ctx, apercu)
    encore = apercu_seule(ctx, maison.ids["Valmont"], maison.ids["source"], Nature.COTISATIONS)
    assert encore.exclusion == "deja_facturee"
    with pytest.raises(Refus):
        emettre_seule(maison.ctx(Role.ENSEIGNANT), apercu)
