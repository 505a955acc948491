"""The rules on the specimens, read in the documents process, and on pages made for them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.confiance import EtatSceau, VerdictSceau
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import Attente, Constat, Document, EtatRegle, Regle, Source, pire
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.regles import juger_avis, juger_caf, juger_domicile
from imuse_desk.infra.sceaux import Magasin, magasin_d_essai
from imuse_desk.services.verification.lecture import lire_document
from tests.domain.verification.test_lecture import page

DONNEES = Path(__file__).parents[2] / "data"
JOUR = date(2025, 9, 1)
CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
AVIS = Attente(
    depot=JOUR,
    identites=(Identite(("Martineau",), ("Alice",)),),
    adresses=(AdresseLue("12 rue de la Musique", "92190", "Meudon"),),
    natures=("avis d’imposition", "avis de non-imposition"),
    annee_revenus=2024,
    pages=4,
)
DOMICILE = replace(AVIS, natures=("facture d’électricité", "quittance de loyer"), pages=None)
CAF = replace(AVIS, natures=("attestation de paiement CAF", "attestation de quotient familial CAF"), pages=None)


@pytest.fixture(scope="module")
def essai() -> Magasin:
    return magasin_d_essai((DONNEES / "deux_ddoc" / "essai_fr00_0001.pem").read_bytes())


@pytest.fixture
def lire(essai: Magasin) -> Iterator[Callable[..., Document]]:
    ouverts: list[Lecteur] = []

    def faire(nom: str, magasin: Magasin | None = None) -> Document:
        ouverts.append(Lecteur(DONNEES / "pieces" / nom))
        return lire_document(ouverts[-1], essai if magasin is None else magasin, JOUR)

    yield faire
    for lecteur in ouverts:
        lecteur.close()


def etats(constats: tuple[Constat, ...]) -> dict[str, str]:
    return {c.regle.value: c.etat.value for c in constats}


def un(constats: tuple[Constat, ...], regle: Regle) -> Constat:
    return next(c for c in constats if c.regle is regle)


def test_a_clean_notice_passes_every_rule(lire) -> None:
    constats = juger_avis(lire("avis28_numerique.pdf"), AVIS)
    assert set(etats(constats).values()) == {"conforme"}
    assert pire(constats) is CONFORME
    revenu = un(constats, Regle.REVENU)
    assert (revenu.centimes, revenu.lieu and revenu.lieu.source) == (3451200, Source.SCELLE)
    concordance = un(constats, Regle.CONCORDANCE)
    assert concordance.lieu is not None
    assert (concordance.lieu.source, concordance.lieu.page) == (Source.TEXTE, 1)


def test_outside_the_tests_the_same_notice_is_left_to_a_person(lire) -> None:
    constats = juger_avis(lire("avis28_numerique.pdf", Magasin()), AVIS)
    assert un(constats, Regle.SCEAU).etat is A_VERIFIER
    assert un(constats, Regle.REVENU).etat is A_VERIFIER
    assert un(constats, Regle.REVENU).centimes == 3451200


def test_a_notice_of_another_year_another_family_or_two_pages(lire) -> None:
    document = lire("avis28_numerique.pdf")
    assert un(juger_avis(document, replace(AVIS, annee_revenus=2023)), Regle.ANNEE).etat is NON_CONFORME
    autre = replace(AVIS, identites=(Identite(("Durand",), ("Paul",)),))
    assert un(juger_avis(document, autre), Regle.NOM).detail == "autre_personne"
    deux = un(juger_avis(lire("avis28_2_pages_scan.pdf"), AVIS), Regle.PAGES)
    assert (deux.etat, deux.valeur, deux.attendu) == (NON_CONFORME, "2", "4")


def test_an_income_retouched_on_the_print_differs_from_the_seal(lire) -> None:
    sain = lire("avis28_numerique.pdf")
    retouchee = page("AVIS D’IMPÔT 2025 | 1/4", "Revenu fiscal de référence | 14 512 €", "Nombre de parts | 2,50")
    document = replace(sain, pages=(retouchee, *sain.pages[1:]))
    concordance = un(juger_avis(document, AVIS), Regle.CONCORDANCE)
    assert (concordance.etat, concordance.valeur, concordance.attendu) == (
        NON_CONFORME, "14\u202f512,00\u00a0€", "34\u202f512,00\u00a0€",
    )  # fmt: skip
    page_3 = page("x | 3/4", "Revenu fiscal de référence | 34 513 €", numero=3)
    document = replace(sain, pages=(sain.pages[0], sain.pages[1], page_3, sain.pages[3]))
    ailleurs = un(juger_avis(document, AVIS), Regle.CONCORDANCE)
    assert ailleurs.lieu is not None
    assert (ailleurs.etat, ailleurs.lieu.page) == (NON_CONFORME, 3)


@pytest.mark.parametrize(
    ("imprime", "foyer", "etat"),
    [
        ("MARTINEAU PAUL", "Martineau", A_VERIFIER),
        ("DURAND PAUL", "Durand", NON_CONFORME),
        ("M. OU MME MARTINEAU", "Martineau", CONFORME),
    ],
)
def test_a_name_printed_beside_another_one_sealed_is_told_with_it(
    lire, imprime: str, foyer: str, etat: EtatRegle
) -> None:
    """The place told is that of the printed one."""
    sain = lire("avis28_numerique.pdf")
    premiere = page(imprime, "12 RUE DE LA MUSIQUE", "92190 MEUDON", "AVIS D’IMPÔT 2025 | 1/4")
    prenoms = ("Alice", "Paul") if foyer == "Martineau" else ("Paul",)
    attente = replace(AVIS, identites=tuple(Identite((foyer,), (prenom,)) for prenom in prenoms))
    constat = un(juger_avis(replace(sain, pages=(premiere, *sain.pages[1:])), attente), Regle.NOM)
    assert constat.lieu is not None
    if etat is CONFORME:
        assert (constat.etat, constat.valeur, constat.attendu) == (etat, "MARTINEAU ALICE", "")
    else:
        assert (constat.etat, constat.valeur, constat.attendu) == (etat, imprime, "MARTINEAU ALICE")
        assert (constat.lieu.source, constat.lieu.page) == (Source.TEXTE, 1)


def test_a_scan_keeps_what_its_seal_says(lire) -> None:
    constats = juger_avis(lire("avis28_scan.pdf"), AVIS)
    assert un(constats, Regle.REVENU).centimes == 3451200
    assert un(constats, Regle.NOM).etat is CONFORME
    assert un(constats, Regle.CONCORDANCE).detail == "non_lu"
    assert pire(constats) is A_VERIFIER


def test_marks_of_pages_over_the_notice_and_its_continuation(lire) -> None:
    sain = lire("avis28_numerique.pdf")
    suite = replace(sain, pages=sain.pages[:2], pages_comptees=4)
    manque = un(juger_avis(suite, AVIS), Regle.PAGES)
    assert (manque.etat, manque.detail) == (A_VERIFIER, "marques_absentes:3, 4")


def test_an_invoice_passes_by_its_seal(lire) -> None:
    constats = juger_domicile(lire("facture01_numerique.pdf"), DOMICILE)
    assert set(etats(constats).values()) == {"conforme"}
    assert un(constats, Regle.DATE).valeur == "16/07/2025"


@pytest.mark.parametrize(
    ("depot", "etat", "detail"),
    [
        (date(2025, 10, 16), CONFORME, ""),
        (date(2025, 10, 17), NON_CONFORME, "trop_ancienne"),
        (date(2025, 7, 15), NON_CONFORME, "a_venir"),
    ],
)
def test_the_sealed_date_against_the_deposit(lire, depot: date, etat: EtatRegle, detail: str) -> None:
    constat = un(juger_domicile(lire("facture01_numerique.pdf"), replace(DOMICILE, depot=depot)), Regle.DATE)
    assert (constat.etat, constat.detail) == (etat, detail)


def test_a_proof_at_another_address_or_of_a_kind_not_taken_here(lire) -> None:
    document = lire("facture01_numerique.pdf")
    ailleurs = replace(DOMICILE, adresses=(AdresseLue("14 rue de la Musique", "92190"),))
    assert un(juger_domicile(document, ailleurs), Regle.ADRESSE).etat is NON_CONFORME
    assert un(juger_domicile(document, replace(DOMICILE, natures=("quittance de loyer",))), Regle.NATURE).detail == (
        "non_acceptee"
    )


SANS_CODE = VerdictSceau(EtatSceau.PAS_DE_CODE)


def _sans_sceau(*lignes: str) -> Document:
    return Document((page(*lignes),), 1, SANS_CODE)


def test_a_caf_statement_proposes_its_quotient() -> None:
    document = _sans_sceau(
        "Caisse d’allocations familiales des Hauts-de-Seine", "Attestation de paiement", "Fait le 12/08/2025",
        "Quotient familial du mois de juillet 2025 : | 880 €",
    )  # fmt: skip
    constats = juger_caf(document, CAF)
    assert {c.regle: c.etat for c in constats} == {
        Regle.EMETTEUR: CONFORME, Regle.NATURE: CONFORME, Regle.DATE: CONFORME, Regle.MOIS: CONFORME,
        Regle.NOM: A_VERIFIER, Regle.QUOTIENT: A_VERIFIER,
    }  # fmt: skip
    assert un(constats, Regle.MOIS).valeur == "07/2025"


@pytest.mark.parametrize(
    ("lignes", "regle", "detail"),
    [
        (("Ville de Meudon", "Attestation de quotient familial"), Regle.EMETTEUR, "autre_que_la_caf"),
        (("CAF", "Attestation de paiement", "Fait le 12/03/2025"), Regle.DATE, "trop_ancienne"),
        (("CAF", "Facture du 12/08/2025"), Regle.NATURE, "non_acceptee"),
    ],
)
def test_a_caf_statement_that_will_not_do(lignes: tuple[str, ...], regle: Regle, detail: str) -> None:
    constat = un(juger_caf(_sans_sceau(*lignes), CAF), regle)
    assert (constat.etat, constat.detail) == (NON_CONFORME, detail)


def test_a_row_that_names_no_kind_leaves_the_kind_to_a_person() -> None:
    """Nothing is refused for a list that the site has not written."""
    facture = _sans_sceau("Facture du 12/08/2025")
    constat = un(juger_domicile(facture, replace(DOMICILE, natures=())), Regle.NATURE)
    assert (constat.etat, constat.valeur, constat.detail) == (A_VERIFIER, "facture", "a_confirmer")


def test_nothing_is_refused_for_what_the_file_does_not_say() -> None:
    """No address filed, no year asked for: a person looks."""
    facture = _sans_sceau("Facture du 12/08/2025", "", "MARTINEAU ALICE", "12 RUE DE LA MUSIQUE", "92190 MEUDON")
    adresse = un(juger_domicile(facture, replace(DOMICILE, adresses=())), Regle.ADRESSE)
    assert (adresse.etat, adresse.valeur) == (A_VERIFIER, "12 RUE DE LA MUSIQUE, 92190 MEUDON")
    notice = _sans_sceau("AVIS D’IMPÔT", "Impôt sur les revenus de l’année 2024")
    annee = un(juger_avis(notice, replace(AVIS, annee_revenus=None)), Regle.ANNEE)
    assert (annee.etat, annee.valeur) == (A_VERIFIER, "2024")


@pytest.mark.parametrize(
    ("lignes", "etat"),
    [
        (("CAF des Hauts-de-Seine", "MARTINEAU ALICE", "3 PLACE DE LA MAIRIE", "92190 MEUDON"), CONFORME),
        (("CAF de Paris", "MARTINEAU ALICE", "3 rue de la Commune de Paris", "93300 AUBERVILLIERS"), CONFORME),
        (("Mairie de Meudon", "Quotient familial CAF", "3 PLACE DE LA MAIRIE"), NON_CONFORME),
        (("Ville de Meudon", "Quotient calculé d’après la CAF"), NON_CONFORME),
    ],
)
def test_who_lives_on_the_square_of_the_town_hall_has_a_paper_of_the_caf(
    lignes: tuple[str, ...], etat: EtatRegle
) -> None:
    assert un(juger_caf(_sans_sceau(*lignes), CAF), Regle.EMETTEUR).etat is etat


def test_what_a_whole_page_tells_comes_from_its_text_or_its_picture() -> None:
    lue = page("CAF de Paris", "ATTESTATION DE PAIEMENT")
    for source in (Source.TEXTE, Source.OCR):
        constats = juger_caf(Document((replace(lue, source=source.value),), 1, SANS_CODE), CAF)
        for regle in (Regle.EMETTEUR, Regle.NATURE):
            lieu = un(constats, regle).lieu
            assert lieu is not None
            assert (lieu.source, lieu.page, lieu.boite) == (source, None, None)


def test_a_proof_of_address_without_a_code_is_judged_by_its_words_alone() -> None:
    facture = _sans_sceau("Facture du 12/08/2025")
    assert Regle.SCEAU not in {c.regle for c in juger_domicile(facture, DOMICILE)}
    assert un(juger_avis(facture, AVIS), Regle.SCEAU).etat is A_VERIFIER, "every notice bears one"


def test_a_document_without_words_is_left_to_a_person() -> None:
    vide = Document((), 1, SANS_CODE)
    for juger, attente in ((juger_caf, CAF), (juger_domicile, DOMICILE)):
        assert {c.etat for c in juger(vide, attente)} == {A_VERIFIER}
    assert un(juger_avis(vide, AVIS), Regle.PAGES).etat is NON_CONFORME
