"""A plan agreed before the invoice, from the forecast of the Facturation tab; the preview of the call says it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.lot import apercu_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.views.facturation.annee import CarteAnnee
from imuse_desk.views.facturation.corrections import Correction
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.regie import presentateur_appel
from tests.services.facturation.outils import a_facturer
from tests.services.lectures.outils import situation
from tests.views.facturation.ecran import Ecran

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def ecran(qtbot: QtBot, onglet: OngletFacturation, base_sqlite: Base, tmp_path: Path) -> Ecran:
    """A family not billed yet, 760 € in three parts at most."""
    maison = a_facturer(base_sqlite, tmp_path / "depot")
    ecran = Ecran(qtbot, onglet, maison, situation(maison, "foyer", "Valmont"))
    ecran.ouvrir(Role.SECRETARIAT)
    return ecran


def _carte(ecran: Ecran) -> CarteAnnee:
    ecran.calme()
    return next(c for c in ecran.onglet.listes[0].cartes if c.bloc.annee_id == ecran.maison.ids["source"])


def _demande(ecran: Ecran) -> Correction:
    dialogue = ecran.onglet.accords.dialogue
    assert dialogue is not None
    return dialogue


def _motif(ecran: Ecran, mots: str) -> None:
    champ = _demande(ecran).formulaire.widget("motif")
    champ.setFocus()
    ecran.qtbot.keyClicks(champ, mots)
    ecran.qtbot.mouseClick(_demande(ecran).confirmer, GAUCHE)
    ecran.calme()


def test_four_parts_by_derogation_then_withdrawn(ecran: Ecran) -> None:
    assert _carte(ecran).retirer.isHidden()
    ecran.qtbot.mouseClick(_carte(ecran).accorder, GAUCHE)
    ecran.qtbot.keyClick(_demande(ecran).formulaire.widget("nombre"), Qt.Key.Key_Down)
    effet = _demande(ecran).effet.phrase.replace("\u00a0", " ")
    assert effet.startswith("Au-delà de la règle de l’année : accordé par dérogation.")
    assert effet.count("190,00 €") == 4
    _motif(ecran, "Perte de revenu")
    carte = _carte(ecran)
    assert carte.echeances.text().startswith("En 4 fois")
    maison = ecran.maison
    lu = apercu_lot(maison.ctx(), Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS))
    rangee = next(r for r in presentateur_appel.voir(lu, None).rangees if r.ligne.foyer_id == maison.ids["Valmont"])
    assert rangee.detail.startswith("Échéancier accordé\u00a0: 4 fois dès le")
    assert rangee.detail.endswith("par dérogation")
    ecran.qtbot.mouseClick(carte.retirer, GAUCHE)
    _motif(ecran, "Erreur")
    assert _carte(ecran).retirer.isHidden()
    assert _carte(ecran).echeances.text().startswith("En 3 fois")


def test_who_issues_nothing_is_refused_beyond_the_rule(ecran: Ecran) -> None:
    ecran.ouvrir(Role.ADMINISTRATION)
    ecran.qtbot.mouseClick(_carte(ecran).accorder, GAUCHE)
    ecran.qtbot.keyClick(_demande(ecran).formulaire.widget("nombre"), Qt.Key.Key_Down)
    _motif(ecran, "Perte de revenu")
    assert "3 échéances au plus" in _demande(ecran)._echec.phrase
    assert _carte(ecran).retirer.isHidden()
