"""Clashes of a week, and blocks of individual lessons."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.horaires import (
    Lecon,
    Occupe,
    Passage,
    chevauchements,
    premier_passage_libre,
    se_chevauchent,
    verifier_passages,
)


def _occupe(
    ident: int, jour: int, debut: str, duree: int, *ressources: tuple[str, int], du: date | None = None
) -> Occupe:
    return Occupe(
        ident, Lecon(f"Cours {ident}", jour, time.fromisoformat(debut), duree, du_le=du), frozenset(ressources)
    )


def test_a_clash_names_what_is_shared_and_both_lessons() -> None:
    ravel, faure, hamelin = ("salle", 1), ("salle", 2), ("enseignant", 9)
    semaine = [
        _occupe(1, 3, "14:00", 60, ravel, hamelin),
        _occupe(2, 3, "14:30", 60, ravel),
        _occupe(3, 3, "14:30", 60, faure, hamelin),
        _occupe(4, 3, "15:30", 60, ravel),
        _occupe(5, 4, "14:00", 60, ravel, hamelin),
    ]
    trouves = [(c.ressource, c.une.ident, c.autre.ident) for c in chevauchements(semaine)]
    assert trouves == [(hamelin, 1, 3), (ravel, 1, 2)]


def test_lessons_of_different_parts_of_the_year_do_not_clash() -> None:
    avant = Occupe(1, Lecon("A", 1, time(9), 60, au_le=date(2027, 1, 31)), frozenset({("salle", 1)}))
    apres = _occupe(2, 1, "09:00", 60, ("salle", 1), du=date(2027, 2, 1))
    pendant = _occupe(3, 1, "09:30", 60, ("salle", 1), du=date(2027, 1, 15))
    assert [(c.une.ident, c.autre.ident) for c in chevauchements([avant, apres, pendant])] == [(1, 3), (2, 3)]


_OCCUPES = st.builds(
    lambda ident, jour, debut, duree, ressources: Occupe(
        ident, Lecon("x", jour, time(debut // 60, debut % 60), duree), frozenset(ressources)
    ),
    st.integers(1, 10**6), st.integers(1, 3), st.integers(8 * 60, 11 * 60), st.integers(5, 120),
    st.sets(st.tuples(st.sampled_from(["salle", "enseignant"]), st.integers(1, 3)), max_size=3),
)  # fmt: skip


@given(st.lists(_OCCUPES, max_size=14, unique_by=lambda o: o.ident))
def test_every_pair_that_clashes_is_found_once(semaine: list[Occupe]) -> None:
    attendus = {
        (frozenset({a.ident, b.ident}), ressource)
        for rang, a in enumerate(semaine)
        for b in semaine[rang + 1 :]
        if se_chevauchent(a.lecon, b.lecon)
        for ressource in a.ressources & b.ressources
    }
    trouves = [(frozenset({c.une.ident, c.autre.ident}), c.ressource) for c in chevauchements(semaine)]
    assert len(trouves) == len(set(trouves))
    assert set(trouves) == attendus


BLOC = Passage(time(14), 120)


def test_the_minutes_left_of_a_block() -> None:
    passages = [Passage(time(14), 30, "Lina"), Passage(time(15), 45, "Noé")]
    assert verifier_passages(BLOC, passages) == 45
    assert verifier_passages(BLOC, []) == 120
    assert premier_passage_libre(BLOC, passages, 30) == time(14, 30)
    assert premier_passage_libre(BLOC, passages, 15) == time(14, 30)
    assert premier_passage_libre(BLOC, passages, 60) is None
    assert premier_passage_libre(BLOC, [], 120) == time(14)


@pytest.mark.parametrize(
    ("passages", "code", "nomme"),
    [
        ([Passage(time(14), 30, "Lina"), Passage(time(14, 15), 30, "Noé")], "passages_superposes", "Noé"),
        ([Passage(time(13, 45), 30, "Lina")], "passage_hors_bloc", "Lina"),
        ([Passage(time(15, 45), 30, "Lina")], "passage_hors_bloc", "14:00 – 16:00"),
    ],
)
def test_a_turn_that_overlaps_or_exceeds_is_named(passages: list[Passage], code: str, nomme: str) -> None:
    with pytest.raises(RegleMetier) as refus:
        verifier_passages(BLOC, passages)
    assert refus.value.code == code
    assert nomme in str(refus.value.params)


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(1, 12)), max_size=8),
    st.integers(1, 24),
)
def test_a_free_turn_is_free(voulus: list[tuple[int, int]], cinq: int) -> None:
    pris: list[Passage] = []
    for rang, duree in voulus:
        minutes = 14 * 60 + rang * 5
        essai = [*pris, Passage(time(minutes // 60, minutes % 60), duree * 5)]
        try:
            verifier_passages(BLOC, essai)
        except RegleMetier:
            continue
        pris = essai
    libre = premier_passage_libre(BLOC, pris, cinq * 5)
    if libre is None:
        assert verifier_passages(BLOC, pris) < 120 or cinq * 5 > 120
        return
    assert verifier_passages(BLOC, [*pris, Passage(libre, cinq * 5)]) >= 0
