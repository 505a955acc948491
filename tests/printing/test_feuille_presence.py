"""The attendance sheet: boxes or words, one page for a class, clean over two, long names, nothing to print."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.feuille_presence import (
    EleveFeuille,
    FeuillePresence,
    SeanceFeuille,
    composer_feuille_presence,
)
from imuse_desk.printing.grille_page import Page
from tests.printing.exemples import EMETTEUR, NOM_LONG, blocs, chevauchements, polices_du_pdf, textes

CODES = (("P", "Présent"), ("A", "Absent"), ("E", "Excusé"), ("R", "Retard"), ("D", "Dispensé"))
SEANCES = (
    SeanceFeuille(date(2026, 3, 4), "14:00"), SeanceFeuille(date(2026, 3, 4), "16:00"),
    SeanceFeuille(date(2026, 3, 11), sort="annulée"), SeanceFeuille(date(2026, 3, 18)),
    SeanceFeuille(date(2026, 3, 25)),
)  # fmt: skip


def pdf(pages: list[Page]) -> bytes:
    return dessiner([pages], titre="Essai", auteur=EMETTEUR.nom)


def feuille(nombre: int, **champs: Any) -> FeuillePresence:
    eleves = tuple(
        EleveFeuille(
            f"{NOM_LONG if rang == 3 else 'Valmont'} Élève {rang}", ("P", "A", "", "R 10\u00a0min", None), 1, 1
        )
        for rang in range(nombre)
    )
    papier = FeuillePresence(
        EMETTEUR, "Formation musicale 1.3", "2025-2026", date(2026, 3, 1),
        (("Horaire", "mercredi 14:00"), ("Enseignant", "Sylvie Tournier"), ("Salle", "")), SEANCES, eleves, CODES,
        date(2026, 3, 20),
    )  # fmt: skip
    return replace(papier, **champs)


@pytest.mark.parametrize(("nombre", "pages"), [(1, 1), (14, 1), (28, 1), (45, 2), (90, 3)])
def test_a_class_stands_on_one_page_and_a_large_one_runs_over_with_its_heads(nombre: int, pages: int) -> None:
    composees = composer_feuille_presence(feuille(nombre))
    assert len(composees) == pages
    assert chevauchements(composees) == []
    octets = pdf(composees)
    for page in blocs(octets):
        assert all(b.gauche >= 24.8 and b.droite <= 190.4 and b.haut >= 10 and b.bas <= 288 for b in page)
    polices = polices_du_pdf(octets)
    assert all(polices.values())
    lues = textes(octets)
    assert all("25/03" in lue for lue in lues), "the heads are repeated"
    assert "signature" in lues[-1]


def test_a_filled_sheet_says_the_words_the_totals_and_what_did_not_take_place() -> None:
    (page,) = textes(pdf(composer_feuille_presence(feuille(2))))
    for mots in (
        "Feuille de présence, mars 2026",
        "R 10 min",
        "annulée",
        "A absent",
        "16:00",
        "Abs.",
        "Sylvie Tournier",
    ):
        assert mots in page, mots


def test_a_blank_sheet_has_a_box_for_each_pupil_expected_at_each_lesson() -> None:
    pages = composer_feuille_presence(feuille(3, est_vierge=True))
    assert sum(len(page.cadres) for page in pages) == 3 * 3  # one lesson cancelled, one where nobody is expected
    (page,) = textes(pdf(pages))
    assert "Abs." not in page
    assert "R 10" not in page


def test_a_month_without_lesson_or_pupil_says_so() -> None:
    (sans_seance,) = textes(pdf(composer_feuille_presence(replace(feuille(1), seances=()))))
    assert "Aucune séance ce mois-ci." in sans_seance
    (sans_eleve,) = textes(pdf(composer_feuille_presence(feuille(0))))
    assert "Aucun élève n’est inscrit à cet horaire ce mois-ci." in sans_eleve
    with pytest.raises(Invalide):
        composer_feuille_presence(feuille(1, cours="漢"))
