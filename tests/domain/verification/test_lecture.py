"""What a page says, from its words and boxes."""

from datetime import date

import pytest

from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.lecture import Nature
from imuse_desk.domain.verification.page import Mot, Page, apres, composer


def page(*lignes: str, numero: int = 1, penche: float = 0.0) -> Page:
    """Lines of 10 points; ``|`` is a wide gap, ``penche`` points of slope a hundred points."""
    mots: list[Mot] = []
    for rang, ligne in enumerate(lignes):
        x, haut = 40.0, 40.0 + 14 * rang
        for partie in ligne.split("|"):
            for mot in partie.split():
                largeur = 5.0 * len(mot)
                glisse = penche * x / 100
                mots.append(Mot(mot, (x, haut + glisse, x + largeur, haut + 9 + glisse)))
                x += largeur + 3
            x += 60
    return composer(numero, mots)


def test_lines_and_their_parts_come_back_from_shuffled_words() -> None:
    droite = page("Nombre de parts | 2,50", "Revenu fiscal de référence | 34 512 €")
    mots = [mot for segment in droite.segments for mot in segment.mots]
    melee = composer(1, mots[::-1])
    assert [ligne.texte for ligne in melee.lignes] == ["Nombre de parts 2,50", "Revenu fiscal de référence 34 512 €"]
    assert [s.texte for s in melee.lignes[1].segments] == ["Revenu fiscal de référence", "34 512 €"]


def test_a_page_slightly_bent_keeps_its_lines() -> None:
    assert len(page("Nombre de parts | 2,50", "Revenu fiscal de référence | 34 512 €", penche=0.8).lignes) == 2


def test_a_label_is_found_whatever_its_case_and_accents() -> None:
    lue = page("REVENU FISCAL DE REFERENCE : | 34 512 €", "Numéro fiscal : 12 34")
    assert [s.texte for s in apres(lue, "Revenu fiscal de référence")] == ["34 512 €"]
    assert [s.texte for s in apres(lue, "Numéro fiscal")] == ["12 34"]
    assert apres(lue, "Revenu brut") == []


@pytest.mark.parametrize(
    ("ecrit", "centimes"),
    [
        ("34 512 €", 3451200),
        ("34 512€", 3451200),
        ("34512", 3451200),
        ("34.512", 3451200),
        ("2,50", 250),
        ("2.5", 250),
        ("0", 0),
        ("880,66 €", 88066),
        ("1 234 567,89", 123456789),
    ],
)
def test_an_amount_beside_its_label(ecrit: str, centimes: int) -> None:
    trouves = list(lecture.montants([page(f"Montant | {ecrit}")], "Montant"))
    assert [c for c, _ in trouves] == [centimes]


@pytest.mark.parametrize("ecrit", ["néant", "12a4", "1,2,3", "34 5l2 €", "34 S12 €", "34 51Z€"])
def test_what_is_no_amount_is_not_read_as_one(ecrit: str) -> None:
    assert list(lecture.montants([page(f"Montant | {ecrit}")], "Montant")) == []


@pytest.mark.parametrize(
    ("titre", "genre"),
    [
        ("AVIS D’IMPÔT 2025", Nature.AVIS),
        ("Avis de non-imposition 2025", Nature.NON_IMPOSITION),
        ("Avis de situation déclarative", Nature.DECLARATIVE),
        ("Attestation de paiement", Nature.CAF_PAIEMENT),
        ("Attestation de quotient familial", Nature.CAF_QUOTIENT),
        ("Taxe d’habitation 2025", Nature.TAXE_HABITATION),
        ("Votre échéancier 2026", Nature.ECHEANCIER),
        ("Facture du 13 juillet 2025", Nature.FACTURE),
        ("Quittance de loyer", Nature.QUITTANCE),
        ("Attestation d’hébergement", Nature.HEBERGEMENT),
        ("Bonjour", Nature.INCONNUE),
    ],
)
def test_the_kind_of_a_document_by_its_words(titre: str, genre: Nature) -> None:
    assert lecture.nature([page(titre)]) is genre


@pytest.mark.parametrize(
    ("emetteur", "est_caf"),
    [
        ("Caisse d’allocations familiales", True),
        ("CAF des Hauts-de-Seine", True),
        ("MSA Île-de-France", True),
        ("Ville de Meudon", False),
        ("Ville de Meudon quotient d’après la CAF", False),
        ("La Ville de Meudon certifie, d’après la CAF", False),
        ("Délivrée par la mairie au vu du quotient de la CAF", False),
        ("CAF de Paris, 3 place de l’ancienne Mairie", True),
        ("CAF de Paris, 12 avenue de la Ville", True),
    ],
)
def test_a_town_s_own_quotient_is_not_the_caf_s(emetteur: str, est_caf: bool) -> None:
    assert lecture.vient_de_la_caf([page(emetteur, "Attestation de quotient familial")]) is est_caf


def test_marks_of_pages_over_two_files() -> None:
    pages = [page("a | 1/4"), page("b | 2/4", numero=2), page("12/07/2025", "5/4", "c | Page 3/4", numero=3)]
    assert [(n, total, lu.page) for n, total, lu in lecture.marques(pages)] == [(1, 4, 1), (2, 4, 2), (3, 4, 3)]


@pytest.mark.parametrize(
    ("ecrit", "lue"),
    [
        ("Facture du 13 juillet 2025", date(2025, 7, 13)),
        ("le 1er août 2025", date(2025, 8, 1)),
        ("Date : 03/02/2026", date(2026, 2, 3)),
        ("Date : 3-2-2026", date(2026, 2, 3)),
    ],
)
def test_a_date_in_figures_or_in_letters(ecrit: str, lue: date) -> None:
    assert [jour for jour, _ in lecture.dates(page(ecrit))] == [lue]


@pytest.mark.parametrize(
    "ecrit",
    [
        "Je soussignée Jeanne PERRIN, née le 04/05/1970,", "née à Saint-Malo le 2 mars 1950", "né(e) le : 04/05/1970",
        "Date de naissance : 04/05/1970", "Date de naissance | 04/05/1970", "Née le | 2 mars 1950",
    ],
)  # fmt: skip
def test_a_day_of_birth_dates_no_document(ecrit: str) -> None:
    fait = page(ecrit, "Fait à Meudon, le 25/11/2026")
    assert [jour for jour, _ in lecture.dates(fait)] == [date(2026, 11, 25)]
    assert lecture.date_du_document([fait], ("Fait à", "Le"))[0] == date(2026, 11, 25)  # type: ignore[index]
    assert lecture.date_du_document([page(ecrit)], ("Le",)) is None


def test_an_impossible_date_is_none() -> None:
    assert list(lecture.dates(page("Date : 33/02/2018"))) == []


def test_the_date_beside_its_label_comes_before_the_first_of_the_page() -> None:
    lue = page("imprimé le 01/01/2026", "Date d’établissement : 15/07/2025")
    assert lecture.date_du_document([lue], ("Date d’établissement",))[0] == date(2025, 7, 15)  # type: ignore[index]
    assert lecture.date_du_document([lue], ("Émise le",))[0] == date(2026, 1, 1)  # type: ignore[index]
    assert lecture.date_du_document([], ("Émise le",)) is None


def test_the_month_of_a_caf_statement() -> None:
    lu = lecture.mois_et_annee([page("Quotient familial mois de mars 2026 | 880")], "mois de")
    assert lu is not None
    assert lu[:2] == (2026, 3)


def test_the_address_block_beside_other_text() -> None:
    mots = [Mot(t, (x, y, x + 5 * len(t), y + 9)) for t, x, y in (
        ("Facture", 40, 100), ("MME", 320, 100), ("MARTINEAU", 340, 100), ("Client", 40, 112), ("12", 320, 112),
        ("RUE", 333, 112), ("Total", 40, 124), ("92190", 320, 124), ("MEUDON", 350, 124), ("Autre", 320, 220),
    )]  # fmt: skip
    (bloc,) = lecture.destinataires([composer(1, mots)])
    assert (bloc.nom.texte, bloc.voie.texte, bloc.cp, bloc.ville) == ("MME MARTINEAU", "12 RUE", "92190", "MEUDON")
