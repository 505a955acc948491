"""The words of a bulletin."""

import pytest

from imuse_desk.domain.bulletins import (
    AbsencesBulletin,
    annee_suivante,
    ecrire_echelle,
    ecrire_suite,
    milliemes,
    mots_note,
    titre_absences,
    titre_bulletin,
)
from imuse_desk.domain.evaluations import GenreBareme
from imuse_desk.domain.notes import Echelle, Note, Valeur

LETTRES = (Valeur("A", "Très bien", 90), Valeur("B", "Bien", 80), Valeur("C", "", 0))
SUR_5 = Echelle(GenreBareme.NOMBRE, 500, 25, LETTRES)
MENTIONS = Echelle(GenreBareme.MENTION, 2000, 25, LETTRES)


@pytest.mark.parametrize(
    ("periode", "titre"),
    [
        ("Semestre 1", "Bulletin du 1ᵉʳ\u00a0semestre"),
        ("2e trimestre", "Bulletin du 2ᵉ\u00a0trimestre"),
        ("Trimestre n° 3", "Bulletin du 3ᵉ\u00a0trimestre"),
        ("Session de juin", "Bulletin · Session de juin"),
        ("Semestre 12", "Bulletin · Semestre 12"),
    ],
)
def test_titre(periode, titre):
    assert titre_bulletin(periode) == titre


@pytest.mark.parametrize(
    ("compte", "mots"),
    [
        ((0, 0, 0), "0 · retards 0"),
        ((1, 0, 0), "1, justifiée · retards 0"),
        ((2, 0, 0), "2, justifiées · retards 0"),
        ((3, 1, 1), "3, dont 1 non justifiée · retards 1"),
        ((3, 2, 0), "3, dont 2 non justifiées · retards 0"),
        ((1, 1, 0), "1, non justifiée · retards 0"),
        ((4, 4, 2), "4, non justifiées · retards 2"),
    ],
)
def test_absences(compte, mots):
    assert AbsencesBulletin(*compte).mots == mots


def test_les_absences_s_ajoutent():
    assert AbsencesBulletin(3, 1, 1) + AbsencesBulletin(2, 0, 4) == AbsencesBulletin(5, 1, 5)
    assert titre_absences("annee") == "Absences de l’année"


@pytest.mark.parametrize(
    ("note", "echelle", "dit", "barre"),
    [
        (Note(valeur=450), SUR_5, ("4,50/5,00", ""), 900),
        (Note(valeur=0), SUR_5, ("0,00/5,00", ""), 0),
        (Note(valeur=1250), Echelle(GenreBareme.NOMBRE, 2000, 50), ("12,5/20,0", ""), 625),
        (Note(code="B"), MENTIONS, ("Bien", ""), None),
        (Note(code="C"), MENTIONS, ("C", ""), None),
        (Note(est_absent=True), SUR_5, ("", "absente"), None),
        (Note(est_absent=True, motif="certificat"), SUR_5, ("", "absente, certificat"), None),
    ],
)
def test_note(note, echelle, dit, barre):
    assert mots_note(note, echelle, "F") == dit
    assert milliemes(note, echelle) == barre


def test_l_echelle_ne_laisse_aucun_trou():
    attendu = "Échelle\u00a0: A de 4,50 à 5,00 · B de 4,00 à 4,49 · C moins de 4,00."
    assert ecrire_echelle(SUR_5) == attendu
    assert ecrire_echelle(MENTIONS) == "Échelle\u00a0: A Très bien · B Bien · C."
    assert ecrire_echelle(Echelle(GenreBareme.NOMBRE, 2000)) == ""


def test_la_suite_est_dite_une_fois_ou_par_cours():
    assert ecrire_suite([("Cor", "passe en C2.1"), ("FM", "passe en C2.1"), ("Chœur", "")]) == "passe en C2.1"
    assert ecrire_suite([("Cor", "passe en C2.1"), ("FM", "reste en C1.4")]) == (
        "Cor\u00a0: passe en C2.1\nFM\u00a0: reste en C1.4"
    )
    assert ecrire_suite([]) == ""
    assert (annee_suivante("2025-2026"), annee_suivante("Essai")) == ("2026-2027", "")
