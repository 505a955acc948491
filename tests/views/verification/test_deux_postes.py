"""Two desks at the same piece: what the other one said is shown before it is replaced."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from imuse_desk.services.verification.confirmer import ConfirmerRegle, CorrigerValeur, confirmer, corriger
from tests.fabriques import Maison
from tests.services.verification.poste_outils import constater, faits
from tests.views.verification.conftest import ranger
from tests.views.verification.poste import Poste


def _caf(maison: Maison) -> int:
    ident = ranger(maison, "caf")
    constater(maison, ident, "quotient", "a_verifier", "958,00\u00a0€", centimes=95800, detail="a_confirmer")
    return ident


def test_a_value_typed_over_what_another_desk_typed_is_asked_again(poste: Poste, maison: Maison) -> None:
    ident = _caf(maison)
    poste.ouvrir()
    poste.touche("c")
    champ = QApplication.focusWidget()
    assert isinstance(champ, QLineEdit)
    champ.clear()
    poste.qtbot.keyClicks(champ, "800")
    corriger(maison.ctx(agent="Paul Durand"), CorrigerValeur(ident, "quotient", "900"))
    poste.touche(Qt.Key.Key_Return, champ)
    assert "Paul Durand vient de se prononcer" in poste.phrase
    assert "saisi par Paul Durand" in poste.regle("quotient").accessibleName()
    assert (champ.isVisible(), champ.text()) == (True, "800"), "nothing that was typed is lost"
    poste.touche(Qt.Key.Key_Return, champ)
    assert [f.valeur[:3] for f in faits(maison, ident, "quotient")] == ["958", "900", "800"]
    assert not champ.isVisible()
    assert poste.phrase == "", "what was said of it goes with it"


def test_a_digit_does_not_undo_unseen_what_another_desk_said(poste: Poste, maison: Maison) -> None:
    ident = _caf(maison)
    poste.ouvrir()
    confirmer(maison.ctx(agent="Paul Durand"), ConfirmerRegle(ident, "quotient", est_conforme=False))
    poste.touche(poste.numero("quotient"))
    assert "Paul Durand" in poste.phrase
    assert poste.regle("quotient").puce.texte == "Non conforme"
    poste.touche(poste.numero("quotient"))
    assert poste.regle("quotient").puce.texte == "Conforme"
