"""The station as a secretary uses it: keys through a queue, motives, corrections, the tariff, another desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, supprimer
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.verification.refus import DemandeRefus
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer, regler_regie
from tests.services.lectures.outils import pieces_de_cette_annee, relever, tarif_de_cette_annee
from tests.services.verification.poste_outils import constater, faits, piece
from tests.views.verification.conftest import caf, facture, ranger
from tests.views.verification.poste import Poste


def test_five_documents_by_keys_alone(poste: Poste, maison: Maison) -> None:
    idents = [facture(maison, minutes=n) for n in range(5)]
    poste.ouvrir()
    assert (poste.montree, poste.rang) == (idents[0], "1 sur 5")
    assert poste.station.vue.feuille.isVisible()
    poste.touche("n")
    assert (poste.montree, poste.rang) == (idents[1], "2 sur 5")
    poste.touche("v")
    assert (poste.montree, poste.rang) == (idents[2], "2 sur 4")
    poste.touche("v")
    poste.touche("v")
    poste.touche("v")
    assert poste.montree == idents[0], "the one left for later comes last"
    poste.touche("v")
    assert poste.station.vide.isVisible()
    assert [piece(maison, i).etat for i in idents] == [EtatPiece.ACCEPTEE] * 5
    assert all((piece(maison, i).vue_ms or 0) > 0 for i in idents)
    assert "5 pièces vues aujourd’hui" in poste.dits[-1]
    assert "5 pièces vues aujourd’hui" in poste.station.vide.accessibleName()


def test_a_digit_goes_to_a_rule_and_ticks_it_then_says_the_contrary(poste: Poste, maison: Maison) -> None:
    ident = caf(maison)
    poste.ouvrir()
    assert poste.station.panneau.liste.courante is not None
    assert poste.station.panneau.liste.courante.fait.regle == "quotient", "the first to look at"
    poste.touche(poste.numero("quotient"))
    assert poste.regle("quotient").puce.texte == "Conforme"
    assert "lu par Aline Martin" in poste.regle("quotient").accessibleName()
    poste.touche(poste.numero("quotient"))
    assert poste.regle("quotient").puce.texte == "Non conforme"
    poste.touche(poste.numero("emetteur"))
    assert len(faits(maison, ident, "emetteur")) == 1, "what the machine is sure of is only shown"
    assert [f.resultat for f in faits(maison, ident, "quotient")] == ["a_verifier", "conforme", "non_conforme"]


def test_the_digits_of_a_french_keyboard_need_no_shift(poste: Poste, maison: Maison) -> None:
    caf(maison)
    poste.ouvrir()
    poste.touche("&")
    courante = poste.station.panneau.liste.courante
    assert courante is not None
    assert courante.fait.regle == "emetteur"


def test_a_refusal_by_several_motives_and_own_words(poste: Poste, maison: Maison) -> None:
    ident = caf(maison)
    poste.ouvrir()
    poste.touche("r")
    demande = poste.demande
    assert isinstance(demande, DemandeRefus)
    poste.touche(Qt.Key.Key_Return, demande.confirmer)
    assert "motifs" in demande.formulaire.erreurs, "a refusal says why"
    poste.touche("1", demande.choix.cases[0])
    poste.touche("2", demande.choix.cases[0])
    precision = demande.formulaire.widget("precision")
    assert isinstance(precision, QPlainTextEdit)
    precision.setFocus()
    poste.qtbot.keyClicks(precision, "voir le mois")
    choisis = [case.text() for case in demande.choix.cases[:2]]
    poste.touche(Qt.Key.Key_Return, demande.confirmer)
    refusee = piece(maison, ident)
    assert (refusee.etat, refusee.motif) == (EtatPiece.REFUSEE, f"{choisis[0]}. {choisis[1]}. voir le mois")
    assert poste.station.vide.isVisible()


def test_esc_in_the_motives_leaves_the_piece_as_it_is(poste: Poste, maison: Maison) -> None:
    ident = caf(maison)
    poste.ouvrir()
    poste.touche("r")
    poste.demande.reject()
    poste.station.activateWindow()
    poste.calme()
    assert piece(maison, ident).etat == EtatPiece.A_VERIFIER
    poste.touche("v")
    assert piece(maison, ident).etat == EtatPiece.ACCEPTEE


def test_a_blocking_rule_asks_for_a_reason(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "avis1", pages=4)
    constater(maison, ident, "annee", "non_conforme", "2023", attendu="2024", page=1, boite=[10, 10, 60, 20])
    poste.ouvrir()
    assert poste.station.panneau.quand_meme.isVisible()
    assert not poste.station.panneau.valider.isVisible()
    poste.touche("v")
    motif = poste.demande.formulaire.widget("motif")
    assert isinstance(motif, QPlainTextEdit)
    poste.touche(Qt.Key.Key_Return, poste.demande.confirmer)
    assert piece(maison, ident).etat == EtatPiece.A_VERIFIER
    poste.qtbot.keyClicks(motif, "avis de 2024 attendu en octobre")
    poste.touche(Qt.Key.Key_Return, poste.demande.confirmer)
    assert piece(maison, ident).motif == "avis de 2024 attendu en octobre"


def test_a_value_is_corrected_in_its_line_and_a_wrong_one_stays_to_be_put_right(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "domicile")
    constater(maison, ident, "nature", "conforme", "facture")
    constater(maison, ident, "date", "non_conforme", "01/01/2026", attendu="20/02/2026", detail="trop_ancienne")
    poste.ouvrir()
    poste.touche("c")
    champ = QApplication.focusWidget()
    assert isinstance(champ, QLineEdit)
    assert champ.text() == "01/01/2026"
    champ.clear()
    poste.qtbot.keyClicks(champ, "32/01/2026")
    poste.touche(Qt.Key.Key_Return, champ)
    assert champ.text() == "32/01/2026"
    assert poste.regle("date")._erreur.isVisible()
    champ.clear()
    poste.qtbot.keyClicks(champ, "2/3/26")
    poste.touche(Qt.Key.Key_Return, champ)
    assert poste.regle("date").puce.texte == "Conforme"
    assert not champ.isVisible()
    assert faits(maison, ident, "date")[-1].valeur == "02/03/2026"
    poste.touche("v")
    assert piece(maison, ident).etat == EtatPiece.ACCEPTEE, "the letters are the station's again"


def test_the_seal_of_another_kind_of_paper_is_no_green_chip_and_asks_for_a_look(poste: Poste, maison: Maison) -> None:
    sceau = {"etat": "valide", "raison": "", "type": "03"}
    ident = ranger(maison, "domicile", lecture={"sceau": sceau})
    constater(maison, ident, "sceau", "a_verifier", "valide", detail="autre_document", source="scelle")
    poste.ouvrir()
    puces = [puce.texte for puce in poste.station.panneau.findChildren(Puce) if puce.isVisible()]
    assert "Cachet 2D-Doc d’un autre genre de document" in puces
    assert "Cachet 2D-Doc valide" not in puces
    poste.touche(poste.numero("sceau"))
    assert faits(maison, ident, "sceau")[-1].resultat == "conforme"


def test_letters_typed_in_a_field_decide_nothing(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "domicile")
    constater(maison, ident, "nature", "conforme", "facture")
    constater(maison, ident, "nom", "non_conforme", "VIVIER RENE", detail="autre_personne")
    poste.ouvrir()
    poste.touche("c")
    champ = QApplication.focusWidget()
    assert isinstance(champ, QLineEdit)
    champ.clear()
    poste.qtbot.keyClicks(champ, "vrznc 12")
    assert champ.text() == "vrznc 12"
    assert piece(maison, ident).etat == EtatPiece.A_VERIFIER
    poste.touche(Qt.Key.Key_Escape, champ)
    assert not champ.isVisible()
    assert faits(maison, ident, "nom")[-1].valeur == "VIVIER RENE"


@pytest.mark.parametrize(
    ("numeros", "dit"),
    [
        ("00042", "Même document dans le dossier 00042 d’une autre famille"),
        ("00042, 00051", "Même document dans les dossiers 00042, 00051 d’autres familles"),
    ],
)
def test_a_paper_that_another_family_brought_is_told_with_its_number(
    poste: Poste, maison: Maison, numeros: str, dit: str
) -> None:
    constater(maison, ranger(maison, "caf"), "autre_foyer", "a_verifier", numeros, source="inspection")
    poste.ouvrir()
    assert dit in [puce.texte for puce in poste.station.panneau.findChildren(Puce) if puce.isVisible()]


def test_a_decision_is_taken_back_and_its_piece_comes_first(poste: Poste, maison: Maison) -> None:
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    poste.touche("v")
    assert poste.montree == seconde
    poste.annuler()
    poste.calme()
    assert poste.montree == premiere
    assert piece(maison, premiere).etat == EtatPiece.A_VERIFIER


def test_a_decision_says_that_the_invoice_may_be_put_right(poste: Poste, maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    regler_regie(maison)
    facturer(maison)
    poste.ouvrir(caf(maison, annee_id=maison.ids["source"]))
    ranger(maison, "domicile", minutes=5)
    relever(maison, "Valmont", 88_066)
    poste.touche("v")
    assert "pièce acceptée · régularisation proposée pour la famille Valmont · 1 pièce vue" in poste.dits[-1]
    poste.touche("v")
    assert "régularisation" not in poste.dits[-1], "nothing is billed of the next year"


def test_the_next_person_sees_no_price_of_the_one_who_left(poste: Poste, maison: Maison) -> None:
    tarif_de_cette_annee(maison)
    pieces_de_cette_annee(maison)
    regler_regie(maison)
    facturer(maison)
    relever(maison, "Valmont", 88_066)
    poste.ouvrir(caf(maison, annee_id=maison.ids["source"]))
    bande = poste.station.actes.regularisation
    assert not bande.isHidden()
    poste.station.entrer(maison.ctx(Role.ADMINISTRATION, agent="Paul Durand"))
    assert bande.isHidden()
    poste.bus.publier(Changements("relever", frozenset({("quotient", 1)})))
    poste.calme()
    assert bande.isHidden()


# ---- another desk


def test_a_piece_decided_elsewhere_is_said_calmly_and_the_next_one_shown(poste: Poste, maison: Maison) -> None:
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(premiere, 1))
    poste.touche("v")
    assert "déjà acceptée par Paul Durand" in poste.phrase
    assert (poste.montree, poste.rang) == (seconde, "1 sur 1")
    assert piece(maison, seconde).etat == EtatPiece.A_VERIFIER, "the key was meant for the other one"


def test_the_last_piece_decided_elsewhere_is_said_too(poste: Poste, maison: Maison) -> None:
    seule = caf(maison)
    poste.ouvrir()
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(seule, 1))
    poste.touche("v")
    dits = [mot.text() for mot in poste.station.vide.findChildren(QLabel)]
    assert poste.station.vide.isVisible()
    assert any("déjà acceptée par Paul Durand" in dit and "suivante" not in dit for dit in dits), dits


def test_motives_ticked_for_a_piece_decided_elsewhere_go_with_it(poste: Poste, maison: Maison) -> None:
    """The question closes by itself: it asks nothing more, and the next piece is not refused by it."""
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    poste.touche("r")
    demande = poste.demande
    assert isinstance(demande, DemandeRefus)
    poste.touche("1", demande.choix.cases[0])
    accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(premiere, 1))
    poste.touche(Qt.Key.Key_Return, demande.confirmer)
    assert "déjà acceptée par Paul Durand" in poste.phrase
    assert poste.station.actes.demande is None
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()] == []
    assert poste.montree == seconde
    assert piece(maison, seconde).etat == EtatPiece.A_VERIFIER


def test_a_question_goes_with_its_piece_when_another_desk_is_quicker(poste: Poste, maison: Maison) -> None:
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    poste.touche("r")
    demande = poste.demande
    assert isinstance(demande, DemandeRefus)
    demande.choix.cases[0].click()
    poste.bus.publier(accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(premiere, 1)).changements)
    poste.calme()
    assert poste.station.actes.demande is None
    assert "déjà acceptée par Paul Durand" in poste.phrase
    assert poste.montree == seconde
    assert piece(maison, seconde).etat == EtatPiece.A_VERIFIER


def test_a_question_is_about_the_piece_it_was_asked_of(poste: Poste, maison: Maison) -> None:
    """The one that comes back from an undo takes the screen, not the answer."""
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    poste.touche("v")
    poste.touche("r")
    demande = poste.demande
    assert isinstance(demande, DemandeRefus)
    poste.annuler()
    poste.calme()
    assert poste.montree == premiere
    demande.choix.cases[0].click()
    demande.confirmer.click()
    poste.calme()
    assert [piece(maison, i).etat for i in (premiere, seconde)] == [EtatPiece.A_VERIFIER, EtatPiece.REFUSEE]
    assert (poste.montree, poste.rang) == (premiere, "1 sur 1")


def test_a_piece_withdrawn_elsewhere_leaves_the_queue(poste: Poste, maison: Maison) -> None:
    premiere, seconde = caf(maison), facture(maison, minutes=3)
    poste.ouvrir()
    poste.bus.publier(supprimer(maison.ctx(agent="Paul Durand"), DeciderPiece(premiere, 1)).changements)
    poste.calme()
    assert poste.montree == seconde


def test_opened_at_a_piece(poste: Poste, maison: Maison) -> None:
    caf(maison)
    seconde = facture(maison, minutes=3)
    poste.ouvrir(seconde)
    assert (poste.montree, poste.rang) == (seconde, "2 sur 2")
    poste.station.panneau.voisines[0].click()
    poste.calme()
    assert poste.rang == "1 sur 2"
