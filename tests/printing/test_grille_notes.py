"""The sheet of marks on its side: averages, absences with their reason, comments; over pages; nothing to mark."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_notes import (
    SANS_TEXTE,
    EleveImprime,
    GrilleNotes,
    NoteImprimee,
    composer_grille_notes,
)
from imuse_desk.printing.grille_page import Page
from tests.printing.exemples import EMETTEUR, NOM_LONG, blocs, chevauchements, polices_du_pdf, textes

TEXTE = "Oreille très sûre, lecture fluide. Doit consolider le rythme et travailler chaque jour."


def pdf(pages: list[Page]) -> bytes:
    return dessiner([pages], titre="Essai", auteur=EMETTEUR.nom)


def nom(rang: int) -> str:
    return f"{NOM_LONG if rang == 3 else 'Valmont'} Élève {rang}"


def grille(nombre: int, criteres: int = 5, **champs: Any) -> GrilleNotes:
    suite = tuple(NoteImprimee("4,50") for _ in range(criteres - 1))
    absent, note = (NoteImprimee("Abs.", est_absent=True, motif="maladie"), *suite), (NoteImprimee("4,25"), *suite)
    eleves = tuple(
        EleveImprime(
            f"{NOM_LONG if rang == 3 else 'Valmont'} Élève {rang}",
            note if rang else absent,
            "4,50",
            rang != 2,
            TEXTE,
            "",
        )
        for rang in range(nombre)
    )
    papier = GrilleNotes(
        EMETTEUR, "Formation musicale 1.3", "2025-2026", "Semestre 1",
        (("Enseignant", "Sylvie Tournier"), ("Horaire", "mercredi 14:00"), ("Validée", "")),
        tuple((f"Critère {rang}", "/ 5") for rang in range(criteres)), "Moyenne\n/ 5", eleves, date(2026, 1, 14),
    )  # fmt: skip
    return replace(papier, **champs)


@pytest.mark.parametrize(("nombre", "criteres", "pages"), [(1, 1, 1), (10, 5, 1), (60, 8, 6), (14, 15, 2), (15, 24, 1)])
def test_a_class_reads_on_a_sheet_on_its_side(nombre: int, criteres: int, pages: int) -> None:
    composees = composer_grille_notes(grille(nombre, criteres))
    assert len(composees) == pages
    assert chevauchements(composees) == []
    octets = pdf(composees)
    assert all(polices_du_pdf(octets).values())
    lues = textes(octets)
    for rang, lue in enumerate(lues, start=1):
        assert "Moyenne" in lue, "the heads are repeated"
        assert f"page {rang}/{pages}" in lue
    assert "Sylvie Tournier" in lues[0]
    assert ("maladie" in lues[0]) is (criteres < 12), "a narrow column has no room for a reason"
    assert ("il manque des notes" in lues[-1]) is (nombre > 2)
    assert (SANS_TEXTE in lues[-1]) is (criteres > 15)
    for page in composees:
        assert (page.largeur_mm, page.hauteur_mm) == (297, 210)
        assert all(filet.x2 <= 277.1 * 72 / 25.4 for filet in page.filets)
    for feuille in blocs(octets):
        assert all(b.gauche >= 24.8 and b.droite <= 277.4 and b.haut >= 10 and b.bas <= 201 for b in feuille)


def test_nothing_to_mark_is_said() -> None:
    assert "Aucun élève pendant cette période." in textes(pdf(composer_grille_notes(grille(0))))[0]
    vide = replace(grille(2), criteres=())
    assert "Aucun critère" in textes(pdf(composer_grille_notes(vide)))[0]
