"""The guided form: nothing could be read, the person types what the paper says, from first field to decision."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.services.demonstration.papiers_famille import sans_texte
from imuse_desk.views.verification.liste import ChampRegle
from tests.fabriques import Maison
from tests.services.verification.analyse_outils import apporter
from tests.services.verification.poste_outils import constater, faits, piece
from tests.views.verification.conftest import facture, ranger
from tests.views.verification.poste import Poste

pytestmark = pytest.mark.usefixtures("sans_ocr")
SANS_TEXTE = {"texte": False, "alertes": []}


def scanner(maison: Maison, tmp_path: Path, code: str, pages: int) -> int:
    """A scan that the family brings, read by the program: it says nothing."""
    chemin = tmp_path / f"scan_{code}.pdf"
    chemin.write_bytes(sans_texte(pages))
    return apporter(maison, code, chemin, "Valmont")


def tenu() -> QWidget:
    """What has the keyboard."""
    qui = QApplication.focusWidget()
    assert qui is not None
    return qui


def taper(poste: Poste, mots: str, fin: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type where the keyboard is, then leave by a key."""
    poste.qtbot.keyClicks(tenu(), mots)
    poste.touche(fin)


def test_a_scanned_notice_is_typed_from_its_first_field_to_the_refusal(
    poste: Poste, maison: Maison, tmp_path: Path
) -> None:
    ident = scanner(maison, tmp_path, "avis1", 4)
    poste.ouvrir()
    poste.qtbot.waitUntil(lambda: isinstance(tenu(), ChampRegle))
    assert tenu() is poste.regle("annee").champ, "nothing to click: the first value asked for has the keyboard"
    assert poste.station.panneau.liste.courante is poste.regle("annee")
    taper(poste, "vrcnzt 20")
    assert poste.regle("annee").champ.text() == "vrcnzt 20", "no letter, no digit was the station's"
    assert "quatre chiffres" in poste.regle("annee").champ.accessibleDescription()
    assert tenu() is poste.regle("annee").champ, "back to what is wrong"
    taper(poste, "2025")
    assert faits(maison, ident, "annee")[-1].valeur == "2025"
    assert tenu() is poste.regle("nom").champ
    taper(poste, "Valmont Claire")
    taper(poste, "deux")
    assert "Saisissez par exemple 12,50." in tenu().accessibleDescription()
    taper(poste, "34512")
    assert faits(maison, ident, "revenu")[-1].centimes == 3_451_200
    taper(poste, "2.5")
    assert faits(maison, ident, "parts")[-1].centimes == 250
    assert tenu() is poste.station.panneau.liste, "after the last field, the letters are the station's"
    poste.refuser()
    assert piece(maison, ident).etat == EtatPiece.REFUSEE


def test_a_scanned_proof_of_address_is_typed_then_ticked_and_accepted(
    poste: Poste, maison: Maison, tmp_path: Path
) -> None:
    ident = scanner(maison, tmp_path, "domicile", 1)
    poste.ouvrir()
    poste.qtbot.waitUntil(lambda: tenu() is poste.regle("date").champ)
    taper(poste, "2/5/26", Qt.Key.Key_Tab)
    assert poste.regle("date").puce.texte == "Conforme", "left by Tab, what was typed counts"
    assert tenu() is poste.regle("nom").champ
    taper(poste, "Claire Valmont", Qt.Key.Key_Tab)
    taper(poste, "7 rue des Aub")
    assert [len(faits(maison, ident, regle)) for regle in ("date", "nom", "adresse")] == [2, 2, 2], "each written once"
    poste.touche(poste.numero("nature"))
    assert poste.regle("nature").puce.texte == "Conforme"
    poste.touche("v")
    assert piece(maison, ident).etat == EtatPiece.ACCEPTEE


def test_v_pressed_while_a_value_is_being_written_waits_for_it(poste: Poste, maison: Maison) -> None:
    fausse, juste = (ranger(maison, "domicile", f"scan {n}", minutes=n, examen=SANS_TEXTE) for n in range(2))
    for ident in (fausse, juste):
        constater(maison, ident, "date", "a_verifier", detail="non_lu")
    poste.ouvrir()
    for ident, tape, etat in (
        (fausse, "31/02/2026", EtatPiece.A_VERIFIER),
        (fausse, "2/5/2026", EtatPiece.ACCEPTEE),
        (juste, "2/5/2026", EtatPiece.ACCEPTEE),
    ):
        champ = poste.regle("date").champ
        champ.setFocus()
        champ.clear()
        poste.qtbot.keyClicks(champ, tape)
        poste.station.panneau.valider.setFocus()
        poste.station.actes.valider()
        poste.calme()
        assert piece(maison, ident).etat == etat


def test_the_keyboard_is_not_taken_from_who_is_elsewhere(poste: Poste, maison: Maison) -> None:
    """Once a piece, and never where something was read."""
    ident = ranger(maison, "domicile", "scan", examen=SANS_TEXTE)
    constater(maison, ident, "nature", "a_verifier", detail="non_lu")
    facture(maison, minutes=3)
    poste.ouvrir()
    assert tenu() is poste.regle("date").champ
    poste.touche(Qt.Key.Key_Escape)
    poste.touche(poste.numero("nature"))
    assert poste.regle("nature").puce.texte == "Conforme"
    assert tenu() is poste.station.panneau.liste, "the facts were read again"
    poste.touche("n")
    assert tenu() is poste.station.panneau.liste
    poste.touche("n")
    assert tenu() is poste.regle("date").champ


def test_a_paper_without_text_is_read_by_the_agent_in_the_checklist(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "caf", examen={"texte": False, "alertes": []})
    for regle in ("emetteur", "nature", "date", "mois", "nom", "quotient"):
        constater(maison, ident, regle, "a_verifier", detail="non_lu")
    poste.ouvrir()
    poste.touche(Qt.Key.Key_Escape)
    poste.touche(poste.numero("quotient"))
    assert poste.regle("quotient").champ.hasFocus(), "an amount that nothing read is typed, not ticked"
    assert poste.regle("quotient").puce.texte == "À vérifier"
    for regle, tape in (("date", "2/5/2026"), ("nom", "Valmont Claire"), ("quotient", "1 234,5")):
        champ = poste.regle(regle).champ
        assert champ.isVisible()
        champ.setFocus()
        poste.qtbot.keyClicks(champ, tape)
        poste.touche(Qt.Key.Key_Return, champ)
        assert poste.regle(regle).puce.texte == "Conforme", regle
        assert "saisi par Aline Martin" in poste.regle(regle).accessibleName()
    assert faits(maison, ident, "quotient")[-1].centimes == 123450


def test_a_decision_that_waits_for_a_value_never_falls_on_the_piece_shown_meanwhile(
    poste: Poste, maison: Maison, tmp_path: Path
) -> None:
    """The value is still being written when V is pressed, then N."""
    scan, suivante = scanner(maison, tmp_path, "caf", 1), ranger(maison, "domicile", "facture", minutes=9)
    poste.ouvrir(scan)
    poste.qtbot.waitUntil(lambda: isinstance(tenu(), ChampRegle))
    libre = poste.retenir()
    poste.qtbot.keyClicks(tenu(), "15/05/2026")
    poste.qtbot.keyClick(tenu(), Qt.Key.Key_Return)
    poste.qtbot.keyClick(tenu(), Qt.Key.Key_Escape)
    for touche in "vn":
        poste.qtbot.keyClicks(tenu(), touche)
    poste.qtbot.waitUntil(lambda: poste.station.piece is not None and poste.montree == suivante)
    libre.set()
    poste.calme()
    assert faits(maison, scan, "date")[-1].valeur == "15/05/2026"
    assert [piece(maison, i).etat for i in (scan, suivante)] == [EtatPiece.A_VERIFIER] * 2
