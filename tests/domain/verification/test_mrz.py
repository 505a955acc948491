"""Machine-readable lines: the specimens of the norm and of the French cards, and what a wrong letter does to them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imuse_desk.domain.verification.mrz import GenreIdentite, Mrz, chiffre_de_controle, lire_mrz
from imuse_desk.domain.verification.page import Mot, Page, composer

JOUR = date(2026, 9, 1)
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
ANNA = ("ERIKSSON", "ANNA MARIA", date(1974, 8, 12), date(2012, 4, 15))


def carte_ancienne() -> tuple[str, str]:
    une = "IDFRAMARTINEAU".ljust(30, "<") + "926031"
    numero = "120692310285"
    naissance = "801206"
    deux = numero + chiffre_de_controle(numero) + "ALICE<<LOUISE".ljust(14, "<")
    deux += naissance + chiffre_de_controle(naissance) + "F"
    return une, deux + chiffre_de_controle(une + deux)


def numero_long() -> tuple[str, str, str]:
    """A card whose number has twelve signs: the three last ones and their check digit stand after a filler."""
    une = "IDBEL123456789<012" + chiffre_de_controle("123456789012")
    une = une.ljust(30, "<")
    deux = f"801206{chiffre_de_controle('801206')}F310115{chiffre_de_controle('310115')}BEL".ljust(29, "<")
    ensemble = une[5:] + deux[0:7] + deux[8:15] + deux[18:29]
    return une, deux + chiffre_de_controle(ensemble), "MARTINEAU<<ALICE".ljust(30, "<")


def page(*lignes: str) -> Page:
    """Each line as an engine gives it: words with boxes, one under the other."""
    mots = []
    for rang, ligne in enumerate(lignes):
        gauche = 40.0
        for mot in ligne.split(" "):
            mots.append(Mot(mot, (gauche, 100.0 + 14 * rang, gauche + 6 * len(mot), 110.0 + 14 * rang)))
            gauche += 6 * len(mot) + 3
    return composer(1, mots, "ocr")


def lire(*lignes: str) -> Mrz | None:
    lue = lire_mrz([page(*lignes)], JOUR)
    return lue.mrz if lue is not None else None


@pytest.mark.parametrize(
    ("lignes", "genre", "pays", "attendu"),
    [
        (TD1, GenreIdentite.CARTE, "UTO", ANNA),
        (TD2, GenreIdentite.CARTE, "UTO", ANNA),
        (TD3, GenreIdentite.PASSEPORT, "UTO", ANNA),
        (carte_ancienne(), GenreIdentite.CARTE, "FRA", ("MARTINEAU", "ALICE LOUISE", date(1980, 12, 6), None)),
        (numero_long(), GenreIdentite.CARTE, "BEL", ("MARTINEAU", "ALICE", date(1980, 12, 6), date(2031, 1, 15))),
    ],
    ids=["TD1", "TD2", "TD3", "carte ancienne", "numéro long"],
)
def test_each_kind_of_paper_is_read(lignes, genre, pays, attendu):
    mrz = lire("RÉPUBLIQUE FRANÇAISE", "Nom : QUELQUE CHOSE", *lignes, "dernière ligne")
    assert mrz is not None
    assert (mrz.genre, mrz.pays) == (genre, pays)
    assert (mrz.nom, mrz.prenoms, mrz.naissance, mrz.expire_le) == attendu


def test_the_place_of_the_lines_is_told():
    lue = lire_mrz([page("rien"), page("CARTE", *TD2)], JOUR)
    assert lue is not None
    assert (lue.source, lue.boite) == ("ocr", (40.0, 114.0, 40.0 + 36 * 6, 138.0))


@pytest.mark.parametrize(
    "lignes",
    [
        (TD1[0][:12] + " " + TD1[0][12:], TD1[1].replace("UTO", "UTO "), TD1[2]),
        (TD1[0][:-3], TD1[1], TD1[2][:-2]),
        (TD1[0], TD1[1], TD1[2] + "<<"),
        (TD1[0], TD1[1].replace("74O8", "7408").replace("12041", "I2O4I"), TD1[2]),
        (TD1[0], TD1[1], TD1[2].replace("<<", "«")),
        (TD1[0] + "<<", TD1[1], TD1[2]),
    ],
    ids=[
        "espaces",
        "bourre manquante",
        "bourre de trop au nom",
        "lettres pour chiffres",
        "guillemets",
        "bourre en trop",
    ],
)
def test_what_an_engine_often_misreads_is_proven_again(lignes):
    mrz = lire(*lignes)
    assert mrz is not None
    assert (mrz.nom, mrz.prenoms, mrz.naissance, mrz.expire_le) == ANNA


def test_a_filler_missed_on_an_old_card_is_put_back():
    une, deux = carte_ancienne()
    mrz = lire(une.replace("<<<<<<<<", "<<<<<<", 1), deux)
    assert mrz is not None
    assert (mrz.nom, mrz.naissance) == ("MARTINEAU", date(1980, 12, 6))
    assert lire(une, deux.replace("<<", "<", 1)) is None, "never where a date could move"


def test_a_wrong_check_digit_gives_nothing():
    for ligne, rang in ((0, 14), (1, 6), (1, 14), (1, 29)):
        lignes = [list(texte) for texte in TD1]
        lignes[ligne][rang] = str((int(lignes[ligne][rang]) + 1) % 10)
        assert lire(*("".join(texte) for texte in lignes)) is None


def test_lines_out_of_order_or_alone_give_nothing():
    assert lire(TD1[1], TD1[0], TD1[2]) is None
    assert lire(TD1[1]) is None
    assert lire(TD3[1]) is None
    assert lire("V" + TD3[0][1:], TD3[1]) is None, "a visa is no identity paper"


def test_a_name_with_a_digit_is_left_out_and_dates_stay():
    mrz = lire(TD1[0], TD1[1], TD1[2].replace("ANNA", "ANN4"))
    assert mrz is not None
    assert (mrz.nom, mrz.prenoms, mrz.expire_le) == ("ERIKSSON", "", date(2012, 4, 15))


@pytest.mark.parametrize(("aa", "annee"), [("25", 2025), ("26", 2026), ("27", 1927)])
def test_nobody_is_born_tomorrow(aa, annee):
    une, deux, trois = TD1
    naissance = f"{aa}0101"
    deux = naissance + chiffre_de_controle(naissance) + deux[7:29]
    deux += chiffre_de_controle(une[5:30] + deux[0:7] + deux[8:15] + deux[18:29])
    mrz = lire(une, deux, trois)
    assert mrz is not None
    assert mrz.naissance == date(annee, 1, 1)


PAPIERS = st.sampled_from([TD1, TD2, TD3, carte_ancienne(), numero_long()])


@given(PAPIERS, st.data())
def test_one_changed_letter_never_gives_another_date(papier, donnees):
    """Letters ten apart have the same weight: they may pass in a number or a name, never in a date."""
    ligne = donnees.draw(st.integers(0, len(papier) - 1))
    rang = donnees.draw(st.integers(0, len(papier[ligne]) - 1))
    lettre = donnees.draw(st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"))
    change = [*papier]
    change[ligne] = change[ligne][:rang] + lettre + change[ligne][rang + 1 :]
    vraie, lue = lire(*papier), lire(*change)
    assert vraie is not None
    assert lue is None or (lue.naissance, lue.expire_le) == (vraie.naissance, vraie.expire_le)


@given(PAPIERS, st.data())
def test_a_letter_lost_or_added_never_gives_another_date(papier, donnees):
    ligne = donnees.draw(st.integers(0, len(papier) - 1))
    rang = donnees.draw(st.integers(0, len(papier[ligne]) - 1))
    ajout = donnees.draw(st.sampled_from(["", "<", "<<", "0", "A"]))
    change = [*papier]
    change[ligne] = change[ligne][:rang] + ajout + change[ligne][rang + (not ajout) :]
    vraie, lue = lire(*papier), lire(*change)
    assert vraie is not None
    assert lue is None or (lue.naissance, lue.expire_le) == (vraie.naissance, vraie.expire_le)


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ< ", min_size=20, max_size=60), st.data())
def test_any_lines_are_read_without_failing(texte, donnees):
    autres = [donnees.draw(st.text("0<A9", min_size=25, max_size=46)) for _ in range(2)]
    lignes = [ligne for ligne in (texte, *autres) if re.sub(r"\s", "", ligne)]
    lire(*lignes)
