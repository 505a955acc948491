"""Typed and shown text: what is dropped, what stays."""

import pytest

from imuse_desk.domain.textes import LONGUEUR_CLE, nettoyer, nettoyer_bloc, plier, visible


@pytest.mark.parametrize(
    ("brut", "montre"),
    [
        ("avis \u202efdp.exe", "avis fdp.exe"),
        ("a\u2066b\u2069\u200e\u200f\u061cc", "abc"),
        ("bip\x07\x00\x7f\x9b31m", "bip31m"),
        ("sonne\ud800", "sonne"),
        ("deux\nlignes\tici", "deux\nlignes ici"),
        ("Pièce\u00a0: « 12\u202f000 » ✓ Łódź 音楽 🎻", "Pièce\u00a0: « 12\u202f000 » ✓ Łódź 音楽 🎻"),
        ("", ""),
    ],
)
def test_what_is_shown_holds_no_control_nor_bidirectional_mark(brut: str, montre: str) -> None:
    assert visible(brut) == montre


def test_what_is_stored_is_also_trimmed_and_on_one_line() -> None:
    assert nettoyer("  Val\u202emont \n  du\tPré ") == "Valmont du Pré"
    assert nettoyer("e\u0301te\u0301") == "été"
    assert nettoyer_bloc(" un \n\n  deux\u200b ") == "un\n\ndeux"


@pytest.mark.parametrize(
    ("brut", "cle"),
    [
        ("VALMONT du-Pré", "valmont du pre"),
        ("O'Brien  (Aoife)", "o brien aoife"),
        ("O’Brien  (Aoife)", "o brien aoife"),
        ("Élodie d'Œuvre", "elodie d oeuvre"),
        ("E\u0301lodie", "elodie"),
        ("Łódź ßeta", "lodz sseta"),
        ("Nguyễn Thị", "nguyen thi"),
        ("a.b+c_d@Example.org", "a.b+c_d@example.org"),
        ("  ", ""),
        ("!?", "!?"),
        ("音楽 教室", "音楽 教室"),
        ("Z" * 500, "z" * LONGUEUR_CLE),
    ],
)
def test_a_text_is_folded_the_same_whatever_signs_it_is_written_with(brut: str, cle: str) -> None:
    assert plier(brut) == cle
