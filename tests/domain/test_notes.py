"""Marks as French teachers type them, and averages over scales that differ."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.evaluations import GenreBareme
from imuse_desk.domain.notes import (
    Echelle,
    Note,
    NotePesee,
    Valeur,
    echelle_de_feuille,
    ecrire_moyenne,
    ecrire_note,
    ecrire_saisie,
    ecrire_sur,
    lire_note,
    moyenne,
    valeur_atteinte,
)

MENTIONS = (Valeur("TB", "Très bien", 80), Valeur("B", "Bien", 70), Valeur("AB", "Assez bien", 60), Valeur("P", "", 0))
SUR_5 = Echelle(GenreBareme.NOMBRE, 500, 25, MENTIONS)
SUR_20 = Echelle(GenreBareme.NOMBRE, 2000, 50)
LETTRES = Echelle(
    GenreBareme.LETTRE,
    500,
    25,
    (Valeur("A", "Très satisfaisant", 80), Valeur("B", "Satisfaisant", 60), Valeur("C", "Fragile", 40), Valeur("D")),
)
EN_MENTIONS = Echelle(GenreBareme.MENTION, 2000, 25, MENTIONS)


def nombre(valeur: int) -> Note:
    return Note(valeur=valeur)


@pytest.mark.parametrize(
    ("texte", "echelle", "lue"),
    [
        ("4,5", SUR_5, nombre(450)),
        ("4.5", SUR_5, nombre(450)),
        (" 4,50/5 ", SUR_5, nombre(450)),
        ("4,50 / 5,00", SUR_5, nombre(450)),
        ("0", SUR_5, nombre(0)),
        ("-0", SUR_5, nombre(0)),
        ("005", SUR_5, nombre(500)),
        (",75", SUR_5, nombre(75)),
        ("3,", SUR_5, nombre(300)),
        ("4,500000", SUR_5, nombre(450)),
        ("14\u00a0/\u00a020", SUR_20, nombre(1400)),
        ("\u202b4,5\u202c", SUR_5, nombre(450)),
        ("A", LETTRES, Note(code="A")),
        ("a", LETTRES, Note(code="A")),
        ("satisfaisant", LETTRES, Note(code="B")),
        ("TB", EN_MENTIONS, Note(code="TB")),
        ("tres bien", EN_MENTIONS, Note(code="TB")),
        ("Abs", SUR_5, Note(est_absent=True)),
        ("ABS.", LETTRES, Note(est_absent=True)),
        ("abs maladie", SUR_5, Note(est_absent=True, motif="maladie")),
        ("Absente : maladie (grippe)", SUR_5, Note(est_absent=True, motif="maladie (grippe)")),
        ("Abs. (sortie scolaire)", EN_MENTIONS, Note(est_absent=True, motif="sortie scolaire")),
        ("", SUR_5, None),
        (" \u00a0\t", LETTRES, None),
    ],
)
def test_what_a_teacher_types_is_understood(texte: str, echelle: Echelle, lue: Note | None) -> None:
    assert lire_note(texte, echelle) == lue


@pytest.mark.parametrize(
    ("texte", "echelle", "code", "dit"),
    [
        ("12", SUR_5, "note_depasse", {"texte": "12", "maximum": "5"}),
        ("5,25/5", SUR_5, "note_depasse", {"texte": "5,25"}),
        ("-1", SUR_5, "note_negative", {}),
        ("\u22120,5", SUR_5, "note_negative", {}),
        ("4,6", SUR_5, "note_hors_pas", {"pas": "0,25", "proches": "4,50 ou 4,75"}),
        ("4,501", SUR_5, "note_hors_pas", {}),
        ("12,25", SUR_20, "note_hors_pas", {"pas": "0,5", "proches": "12,0 ou 12,5"}),
        ("14/20", SUR_5, "note_autre_bareme", {"maximum": "5"}),
        ("A", SUR_5, "note_illisible", {"texte": "A"}),
        ("TB", SUR_20, "note_illisible", {}),
        ("4 5", SUR_5, "note_illisible", {}),
        ("4,5,5", SUR_5, "note_illisible", {}),
        ("1e1", SUR_20, "note_illisible", {}),
        ("=3+1", SUR_5, "note_illisible", {}),
        ("٣", SUR_5, "note_illisible", {}),
        ("-", SUR_5, "note_illisible", {}),
        (",", SUR_5, "note_illisible", {}),
        ("9" * 5000, SUR_5, "note_illisible", {}),
        ("E", LETTRES, "note_inconnue", {"codes": "A, B, C, D"}),
        ("4,5", LETTRES, "note_inconnue", {}),
        ("abs " + "x" * 121, SUR_5, "note_motif_long", {"maximum": 120}),
    ],
)
def test_what_is_refused_says_why(texte: str, echelle: Echelle, code: str, dit: dict[str, object]) -> None:
    with pytest.raises(Invalide) as refus:
        lire_note(texte, echelle, "lecture")
    assert (refus.value.champ, refus.value.code) == ("lecture", code)
    assert dit.items() <= refus.value.params.items()


def test_two_codes_told_apart_by_their_capitals_alone() -> None:
    echelle = Echelle(GenreBareme.LETTRE, 500, 25, (Valeur("A", "", 80), Valeur("a", "", 60)))
    assert lire_note("a", echelle) == Note(code="a")
    assert lire_note("A", echelle) == Note(code="A")


@given(st.integers(1, 2000).flatmap(lambda pas: st.tuples(st.just(pas), st.integers(0, 40))))
def test_every_mark_of_a_scale_reads_back_as_written(cas: tuple[int, int]) -> None:
    pas, rang = cas
    echelle = Echelle(GenreBareme.NOMBRE, pas * 40, pas)
    note = nombre(pas * rang)
    assert lire_note(ecrire_note(note, echelle), echelle) == note
    assert lire_note(ecrire_saisie(note, echelle).replace(",", "."), echelle) == note


@given(st.text(max_size=60))
def test_a_text_is_read_or_refused_and_reads_back_the_same(texte: str) -> None:
    for echelle in (SUR_5, LETTRES):
        try:
            lue = lire_note(f"abs {texte}", echelle) if echelle is LETTRES else lire_note(texte, echelle)
        except Invalide:
            continue
        assert lire_note(ecrire_saisie(lue, echelle), echelle) == lue


@pytest.mark.parametrize(
    ("centiemes", "pas", "ecrit"), [(450, 25, "4,50"), (400, 25, "4,00"), (1450, 50, "14,5"), (1400, 100, "14"),
                                    (1425, 100, "14,25"), (1450, 100, "14,5"), (5, 1, "0,05")],
)  # fmt: skip
def test_a_mark_is_written_with_the_decimals_of_its_step(centiemes: int, pas: int, ecrit: str) -> None:
    assert ecrire_note(nombre(centiemes), Echelle(GenreBareme.NOMBRE, 2000, pas)) == ecrit


def pesees(*notes: tuple[Note | None, Echelle, int]) -> list[NotePesee]:
    return [NotePesee(*n) for n in notes]


ABSENT = Note(est_absent=True, motif="maladie")


@pytest.mark.parametrize(
    ("notes", "sur", "attendue"),
    [
        ([], SUR_5, None),
        ([(None, SUR_5, 1), (ABSENT, SUR_5, 1)], SUR_5, None),
        ([(nombre(450), SUR_5, 1), (ABSENT, SUR_5, 9), (None, SUR_5, 9)], SUR_5, 450),
        ([(nombre(500), SUR_5, 2), (nombre(450), SUR_5, 1)], SUR_5, 483),
        ([(nombre(500), SUR_5, 1), (nombre(1000), SUR_20, 1)], SUR_5, 375),
        ([(nombre(500), SUR_5, 1), (nombre(1000), SUR_20, 1)], SUR_20, 1500),
        ([(nombre(1), SUR_5, 1), (nombre(0), SUR_5, 1)], SUR_5, 1),
        ([(nombre(500), SUR_5, 0)], SUR_5, None),
        ([(Note(code="A"), LETTRES, 1)], SUR_5, 450),
        ([(Note(code="D"), LETTRES, 1), (nombre(500), SUR_5, 1)], SUR_5, 300),
        ([(Note(code="Z"), LETTRES, 1)], SUR_5, None),
    ],
)
def test_an_average_by_weights(
    notes: list[tuple[Note | None, Echelle, int]], sur: Echelle, attendue: int | None
) -> None:
    assert moyenne(pesees(*notes), sur) == attendue


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=12))
def test_an_average_lies_between_its_marks_and_ignores_their_order(tirees: list[tuple[int, int]]) -> None:
    notes = pesees(*[(nombre(n * 25), SUR_5, poids) for n, poids in tirees])
    trouvee = moyenne(notes, SUR_5)
    assert trouvee == moyenne(reversed(notes), SUR_5)
    comptees = [n * 25 for n, poids in tirees if poids]
    assert (trouvee is None) == (not comptees)
    assume(trouvee is not None)
    assert min(comptees) <= (trouvee or 0) <= max(comptees)


def test_an_average_is_written_with_its_scale_its_letter_and_its_mention() -> None:
    assert ecrire_moyenne(486, SUR_5) == "4,86"
    assert ecrire_sur(486, SUR_5) == "4,86 / 5,00"
    assert ecrire_moyenne(None, SUR_5) == "—"
    assert ecrire_moyenne(450, LETTRES) == ecrire_sur(450, LETTRES) == "A"
    assert [getattr(valeur_atteinte(n, 500, MENTIONS), "code", None) for n in (500, 400, 399, 300, 0, None)] == [
        "TB", "TB", "B", "AB", "P", None
    ]  # fmt: skip


def test_the_scale_of_a_sheet_is_its_numbers_of_most_weight() -> None:
    assert echelle_de_feuille([(LETTRES, 9), (SUR_20, 1), (SUR_5, 1), (SUR_5, 1)]) == SUR_5
    assert echelle_de_feuille([(LETTRES, 1), (EN_MENTIONS, 5)]) == LETTRES
    assert echelle_de_feuille([(SUR_5, 0)]) is None
