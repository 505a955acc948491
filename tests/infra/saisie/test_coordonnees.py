"""Phones, e-mails and postcodes as the desk receives them."""

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.saisie.telephones import lire_telephone, numero_seul


@pytest.mark.parametrize(
    ("texte", "valeur", "code"),
    [
        ("", "", None),
        ("0612345678", "06 12 34 56 78", None),
        (" 06.12.34.56.78 ", "06 12 34 56 78", None),
        ("+33 6 12 34 56 78", "06 12 34 56 78", None),
        ("0033612345678", "06 12 34 56 78", None),
        ("06 12 34 56 78 (maman)", "06 12 34 56 78 (maman)", "telephone_note"),
        ("0612345678 maman", "06 12 34 56 78 (maman)", "telephone_note"),
        ("+262692123456", "+262 692 12 34 56", None),
        ("0692 12 34 56", "0692 12 34 56", None),
        ("0590 82 12 34", "0590 82 12 34", None),
        ("+32 2 512 34 56", "+32 2 512 34 56", None),
        ("06 00 00 12", "06 00 00 12", "telephone_court"),
        ("06 12 34 56 78 90", "06 12 34 56 78 90", "telephone_long"),
        ("0639980102", "06 39 98 01 02", None),
        ("0000000000", "00 00 00 00 00", "telephone_inconnu"),
        ("+999 12", "+999 12", "telephone_inconnu"),
    ],
)
def test_a_phone_is_normalised_and_never_lost(texte: str, valeur: str, code: str | None) -> None:
    lue, alerte = lire_telephone(texte)
    assert (lue, alerte.code if alerte else None) == (valeur, code)
    assert lire_telephone(lue)[0] == valeur


@pytest.mark.parametrize("texte", ["demander à la gardienne", "06 12 ab 56 78", "1-800-FLEURS", "06 (maman)"])
def test_letters_in_a_phone_are_refused(texte: str) -> None:
    with pytest.raises(Invalide) as leve:
        lire_telephone(texte, champ="mobile")
    assert (leve.value.champ, leve.value.code) == ("mobile", "telephone_lettres")


def test_a_note_is_no_part_of_the_number() -> None:
    assert numero_seul("06 12 34 56 78 (poste 12 maman)") == "06 12 34 56 78"
    assert numero_seul("06 12 34 56 78") == "06 12 34 56 78"


@pytest.mark.parametrize(
    ("texte", "valeur", "code"),
    [
        ("", "", None),
        (" c.valmont@Example.ORG ", "c.valmont@example.org", None),
        ("noe.valmont@example", "noe.valmont@example", "courriel_sans_point"),
        ("noé@exemple-été.example", "noé@exemple-été.example", None),
    ],
)
def test_an_email_is_normalised(texte: str, valeur: str, code: str | None) -> None:
    lue, alerte = lire_courriel(texte)
    assert (lue, alerte.code if alerte else None) == (valeur, code)


@pytest.mark.parametrize(
    ("texte", "code"),
    [
        ("valmont", "courriel_sans_arobase"),
        ("a b@example.org", "courriel_invalide"),
        ("@example.org", "courriel_invalide"),
        ("a@", "courriel_invalide"),
        ("a@@example.org", "courriel_invalide"),
        ("x" * 250 + "@example.org", "texte_trop_long"),
    ],
)
def test_a_wrong_email_is_refused(texte: str, code: str) -> None:
    with pytest.raises(Invalide) as leve:
        lire_courriel(texte)
    assert leve.value.code == code


@pytest.mark.parametrize(
    ("texte", "pays", "valeur", "code"),
    [
        ("", "FR", "", None),
        ("92 190", "FR", "92190", None),
        ("97400", "FR", "97400", None),
        ("20000", "FR", "20000", None),
        ("2a004", "FR", "2A004", "cp_corse"),
        ("00100", "FR", "00100", "cp_departement"),
        ("SW1A 1AA", "GB", "SW1A 1AA", None),
        ("1050", "BE", "1050", None),
    ],
)
def test_a_postcode_is_read(texte: str, pays: str, valeur: str, code: str | None) -> None:
    lu, alerte = lire_code_postal(texte, pays=pays)
    assert (lu, alerte.code if alerte else None) == (valeur, code)


@pytest.mark.parametrize(
    ("texte", "code"), [("9219", "cp_cinq_chiffres"), ("ABCDE", "cp_cinq_chiffres"), ("9" * 13, "texte_trop_long")]
)
def test_a_wrong_postcode_is_refused(texte: str, code: str) -> None:
    with pytest.raises(Invalide) as leve:
        lire_code_postal(texte)
    assert leve.value.code == code
