"""What was read carried to the tariff from the station, by a click and never by itself."""

from imuse_desk.services.verification.confirmer import CorrigerValeur, corriger
from tests.fabriques import Maison
from tests.services.verification.poste_outils import constater, recevoir
from tests.views.verification.conftest import caf, facture, ranger
from tests.views.verification.poste import Poste


def test_the_quotient_goes_to_the_tariff_by_a_click_and_comes_back(poste: Poste, maison: Maison) -> None:
    caf(maison)
    ranger(maison, "avis1", pages=4, minutes=5)
    poste.ouvrir()
    panneau = poste.station.panneau
    assert "880,66" in panneau.a_reporter.text()
    avant = panneau.prix.text()
    poste.touche("t")
    assert "quotient 880,66" in panneau.prix.text()
    assert panneau.prix.text() != avant
    assert panneau.reporter.text() == "Reporter à nouveau"
    poste.annuler()
    poste.calme()
    assert panneau.prix.text() == avant
    assert panneau.reporter.text() == "Reporter"


def test_the_family_that_is_told_is_that_of_the_piece(poste: Poste, maison: Maison) -> None:
    """Another family's piece came on show before the value was written."""
    caf(maison)
    maison.foyer("Durand", adultes=1)
    maison.eleve("Mia", "Durand", cours=("COR",))
    autre = recevoir(maison, "domicile", "Durand", minutes=5, lue_a=maison.horloge.instant, lecture={})
    poste.ouvrir()
    libre = poste.retenir()
    liste = poste.station.panneau.liste
    for touche in "tn":
        poste.qtbot.keyClicks(liste, touche)
    poste.qtbot.waitUntil(lambda: poste.station.piece is not None and poste.montree == autre)
    libre.set()
    poste.calme()
    assert poste.dits[-1] == "Quotient de la famille Valmont reporté au tarif"


def test_nothing_to_carry_is_said_and_a_value_changed_meanwhile_is_shown_anew(poste: Poste, maison: Maison) -> None:
    rien, ident = facture(maison), caf(maison, minutes=5)
    poste.ouvrir(rien)
    poste.touche("t")
    assert poste.dits[-1] == "Pièce domicile\u00a0: rien à reporter au tarif."
    poste.touche("n")
    corriger(maison.ctx(agent="Paul Durand"), CorrigerValeur(ident, "quotient", "888,66"))
    poste.touche("t")
    assert "a changé entre-temps" in poste.phrase
    assert "888,66" in poste.station.panneau.a_reporter.text()


def test_a_quotient_out_of_the_ordinary_is_asked_before_it_is_carried(poste: Poste, maison: Maison) -> None:
    """The question of a typed one; seen again later, the value is asked again."""
    caf(maison, centimes=2_500_000)
    constater(maison, ranger(maison, "avis1", pages=4, minutes=5), "nature", "conforme", "avis")
    poste.ouvrir()
    panneau = poste.station.panneau
    avant = panneau.prix.text()
    poste.touche("t")
    assert "25\u202f000,00" in poste.phrase
    assert panneau.reporter.text() == "Reporter quand même"
    assert panneau.prix.text() == avant
    poste.touche("n")
    poste.touche("n")
    assert (poste.phrase, panneau.reporter.text()) == ("", "Reporter")
    poste.touche("t")
    assert panneau.prix.text() == avant
    poste.touche("t")
    assert panneau.prix.text() != avant
    assert (poste.phrase, panneau.reporter.text()) == ("", "Reporter à nouveau")
