"""Every grid shipped goes through the forms unchanged; words of places, values and plans."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.domain.tarifs.proration import Echeance
from imuse_desk.infra.saisie.grilles import lire_grille
from imuse_desk.views.tarif.brouillon import ETIQUETTES, ZONES, Brouillon
from imuse_desk.views.tarif.correspondances import ecrire_fait, lire_valeur
from imuse_desk.views.tarif.etat_grille import AJUSTEMENTS, ARTICLES, ENSEMBLE, situer
from imuse_desk.views.tarif.forme import Forme
from imuse_desk.views.tarif.mots import ecrire_valeur, lieu, lire_saisie
from imuse_desk.views.tarif.page_ajustements import PageAjustements
from imuse_desk.views.tarif.page_articles import PageArticles
from imuse_desk.views.tarif.page_echeances import PageEcheances
from imuse_desk.views.tarif.page_notes import PageNotes
from imuse_desk.views.tarif.simulation import phrase_echeances

GRILLES = sorted((Path(__file__).parents[3] / "imuse_desk" / "resources" / "grilles").glob("*.yaml"))


def _rien() -> list[tuple[str, str]]:
    return []


CONNUS = {"articles": _rien, "zones": _rien, "etiquettes": _rien, "natures": _rien}


@pytest.mark.parametrize("chemin", GRILLES, ids=lambda p: p.stem)
def test_showing_and_retyping_a_grid_changes_nothing(qtbot: QtBot, chemin: Path) -> None:
    brouillon = Brouillon(lire_grille(chemin), chemin.stem)
    articles, ajustements = PageArticles(CONNUS), PageAjustements(CONNUS)
    echeances, notes = PageEcheances(CONNUS), PageNotes()
    for page in (articles, ajustements, echeances, notes):
        qtbot.addWidget(page)
        page.poser(brouillon)
    for rang in range(articles.liste.modele.rowCount()):
        articles.liste.aller(rang)
        _retaper(articles.forme)
        for regle in range(articles.regles.modele.rowCount()):
            articles.regles.aller(regle)
            articles.conditions._ecrire()
            _retaper(articles.prix.forme)
    for rang in range(ajustements.liste.modele.rowCount()):
        ajustements.aller(rang)
        _retaper(ajustements.forme)
        ajustements.conditions._ecrire()
        _retaper(ajustements.effet.forme)
    for forme in (echeances.grille, echeances.classement, echeances.prorata.forme, notes.forme):
        _retaper(forme)
    for rang in range(echeances.plans.modele.rowCount()):
        echeances.plans.aller(rang)
        _retaper(echeances.plan)
    examen = brouillon.examiner()
    assert examen.problemes == ()
    assert not brouillon.est_modifie(examen)
    assert examen.ecarts == ()


def _retaper(forme: Forme) -> None:
    """Write every field back as the form shows it, as an edit would."""
    for cle in list(forme._saisies):
        forme.saisie(cle).modifiee.emit()


def test_zones_and_tags_are_offered_from_the_conditions() -> None:
    brouillon = Brouillon(lire_grille(next(p for p in GRILLES if p.stem == "gpso_demonstration")), "essai")
    assert brouillon.connus(ZONES) == ["resident", "outside"]
    assert brouillon.connus(ETIQUETTES) == ["upper_level"]


def test_a_place_is_said_in_french() -> None:
    assert lieu("P1", "rules[0].price.max") == "P1 › règle 1 › prix › plafond"
    assert lieu("", "examples[3].household.pupils[0].age") == "exemple 4 › foyer › élève 1 › age"


@pytest.mark.parametrize(
    ("article", "cle", "attendu"),
    [
        ("B", "rules[2].price.max", (ARTICLES, 1, 2)),
        ("", "items[3].code", (ARTICLES, 3, 0)),
        ("remise", "effect.value", (AJUSTEMENTS, 0, 0)),
        ("", "adjustments[1].code", (AJUSTEMENTS, 1, 0)),
        ("", "ranking.order", (ENSEMBLE, 0, 0)),
    ],
)
def test_a_fault_leads_to_its_row(article: str, cle: str, attendu: tuple[int, int, int]) -> None:
    donnees = {"items": [{"code": "A"}, {"code": "B"}], "adjustments": [{"code": "remise"}]}
    assert situer(Probleme("f", article, cle, "grille_valeur"), donnees) == attendu


@pytest.mark.parametrize(
    ("tape", "relu"), [("0,064", "0,064"), ("1 187,50", "1187,5"), ("2/3", "2/3"), ("−15 %", "−15"), ("12x", "12x")]
)
def test_numbers_as_they_are_typed(tape: str, relu: str) -> None:
    assert ecrire_valeur(lire_saisie(tape)) == relu


def test_an_empty_number_is_none() -> None:
    assert lire_saisie("  ") is None


@pytest.mark.parametrize("tape", ["oui", "non", "3", "1 à 3", "CHAM, CHAD", ""])
def test_values_of_facts(tape: str) -> None:
    assert ecrire_fait(lire_valeur(tape)) == tape


def test_instalments_in_words() -> None:
    trois = [
        Echeance(1, date(2027, 11, 1), 14979),
        Echeance(2, date(2028, 1, 1), 14976),
        Echeance(3, date(2028, 3, 1), 14976),
    ]
    assert phrase_echeances(trois) == ("3 échéances\u00a0: 149,79\u00a0€ puis 149,76\u00a0€ en nov., janv. et mars")
    assert phrase_echeances([Echeance(1, None, 100)]) == "1 échéance"
