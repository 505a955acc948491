"""A reduction is granted and withdrawn by the direction, from the Facturation tab."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.reductions import lire_reductions
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.facturation.onglet import OngletFacturation
from tests.services.facturation.outils import a_facturer
from tests.services.lectures.outils import situation
from tests.views.facturation.ecran import Ecran

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def ecran(qtbot: QtBot, onglet: OngletFacturation, base_sqlite: Base, tmp_path: Path) -> Ecran:
    """A family not billed yet, 400 € for Lina and 360 € for Noé."""
    maison = a_facturer(base_sqlite, tmp_path / "depot")
    ecran = Ecran(qtbot, onglet, maison, situation(maison, "foyer", "Valmont"))
    ecran.ouvrir(Role.DIRECTION)
    return ecran


def _demande(ecran: Ecran) -> Demande:
    ecran.calme()
    dialogue = ecran.onglet.gestes_reductions.dialogue
    assert dialogue is not None
    return dialogue


def _taper(ecran: Ecran, cle: str, mots: str) -> None:
    champ = _demande(ecran).formulaire.widget(cle)
    champ.setFocus()
    ecran.qtbot.keyClick(champ, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    ecran.qtbot.keyClicks(champ, mots)


def _valider(ecran: Ecran) -> None:
    ecran.qtbot.mouseClick(_demande(ecran).confirmer, GAUCHE)
    ecran.calme()


def test_half_is_granted_then_withdrawn(ecran: Ecran) -> None:
    onglet, famille = ecran.onglet, ecran.maison.ids["Valmont"]
    ecran.qtbot.mouseClick(onglet.reductions, GAUCHE)
    _taper(ecran, "valeur", "150")
    _valider(ecran)
    assert _demande(ecran).formulaire.erreurs["motif"]
    _taper(ecran, "motif", "Commission du 20")
    _valider(ecran)
    assert "1 à 100" in _demande(ecran).formulaire.erreurs["valeur"]
    _taper(ecran, "valeur", "50")
    _valider(ecran)
    assert "Réduction accordée" in ecran.messages.at(ecran.messages.count() - 1)[0]
    [accordee] = lire_reductions(ecran.maison.ctx(Role.DIRECTION), famille).accordees
    assert (accordee.valeur, accordee.motif, accordee.eleve) == (50, "Commission du 20", "")
    assert onglet.listes[0].cartes[-1].total.text().replace("\u00a0", " ") == "380,00 €"
    ecran.qtbot.mouseClick(onglet.reductions, GAUCHE)
    retrait = next(b for b in _demande(ecran).findChildren(Bouton) if b.text() == "Retirer…")
    ecran.qtbot.mouseClick(retrait, GAUCHE)
    _taper(ecran, "motif", "Erreur")
    _valider(ecran)
    assert lire_reductions(ecran.maison.ctx(Role.DIRECTION), famille).accordees == ()


def test_the_secretary_grants_nothing(ecran: Ecran) -> None:
    ecran.ouvrir(Role.SECRETARIAT)
    assert ecran.onglet.reductions.isHidden()
