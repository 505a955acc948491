"""Two desks at the same queue: what the other one said or decided is shown, and the order of the pieces stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from imuse_desk.domain.changements import Changements
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter
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


def _accepte_ailleurs(poste: Poste, maison: Maison, ident: int) -> None:
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(ident, 1))
    poste.bus.publier(Changements("accepter_piece", frozenset({("piece", ident)})))
    poste.calme()


def test_the_piece_that_follows_is_shown_when_another_desk_decides_the_one_on_show(
    poste: Poste, maison: Maison
) -> None:
    idents = [ranger(maison, "domicile", f"facture {n}", minutes=n) for n in range(4)]
    poste.ouvrir(idents[1])
    _accepte_ailleurs(poste, maison, idents[1])
    assert "déjà acceptée par Paul Durand" in poste.phrase
    assert (poste.montree, poste.rang) == (idents[2], "2 sur 3")
    _accepte_ailleurs(poste, maison, idents[3])
    _accepte_ailleurs(poste, maison, idents[2])
    assert (poste.montree, poste.rang) == (idents[0], "1 sur 1"), "after the last one, the first"


def test_a_line_found_respected_meanwhile_gives_way_to_the_first_to_look_at(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "caf")
    constater(maison, ident, "emetteur", "a_verifier")
    constater(maison, ident, "quotient", "a_verifier", "958,00\u00a0€", centimes=95800, detail="a_confirmer")
    poste.ouvrir()
    liste = poste.station.panneau.liste
    assert liste.courante is poste.regle("emetteur")
    constater(maison, ident, "emetteur", "conforme", source="ocr")
    constater(maison, ident, "nature", "conforme", source="ocr")
    poste.station.relire_piece()
    poste.calme()
    assert liste.courante is not None
    assert liste.courante.fait.resultat != "conforme"
    premiere = liste.rang
    poste.touche(poste.numero("emetteur"))
    constater(maison, ident, "date", "conforme", source="ocr")
    poste.station.relire_piece()
    poste.calme()
    assert premiere != liste.rang
    assert liste.courante is poste.regle("emetteur"), "who goes to a line stays on it"


def test_a_value_that_is_being_typed_keeps_its_line(poste: Poste, maison: Maison) -> None:
    ident = _caf(maison)
    poste.ouvrir()
    poste.touche("c")
    champ = QApplication.focusWidget()
    assert isinstance(champ, QLineEdit)
    constater(maison, ident, "quotient", "conforme", "958,00\u00a0€", centimes=95800, source="ocr")
    poste.station.relire_piece()
    poste.calme()
    assert poste.station.panneau.liste.courante is poste.regle("quotient")
    assert (champ.isVisible(), champ.hasFocus()) == (True, True)
