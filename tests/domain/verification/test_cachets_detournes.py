"""A true seal on a paper that is not its own: it proves nothing there, and what is printed is still compared."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.domain.argent import MONTANT_MAX_CENTIMES
from imuse_desk.domain.confiance import EtatSceau, VerdictSceau
from imuse_desk.domain.sceau import Sceau, lire
from imuse_desk.domain.verification import lecture
from imuse_desk.domain.verification.constats import (
    NATURES_SCELLEES,
    Attente,
    Constat,
    Document,
    EtatRegle,
    Regle,
    Source,
    pire,
)
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.regles import juger_avis, juger_domicile, parts_en_centiemes
from imuse_desk.infra.sceaux import table
from imuse_desk.views.common.regles_piece import dire_detail
from tests.domain.verification.test_lecture import page
from tests.infra.test_sceaux import AVIS, CODES, octets

CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
ATTENTE = Attente(
    depot=date(2025, 9, 1),
    identites=(Identite(("Martineau", "Specimen", "Sample"), ("Alice", "Natacha", "Angela")),),
    natures=("avis d’imposition",),
    annee_revenus=2024,
    pages=4,
)
DOMICILE = replace(ATTENTE, natures=("facture d’électricité",), pages=None)
VALIDE = VerdictSceau(EtatSceau.VALIDE)
AUTRES = [c for c in CODES if c["signature_ok"] and c["header"]["doctype"] not in NATURES_SCELLEES]
ADRESSE = ("", "MME MARTINEAU ALICE", "12 RUE DE LA MUSIQUE", "92190 MEUDON")


def sceau(code: object) -> Sceau:
    return lire(octets(code), table())  # type: ignore[arg-type]


def faux_avis(revenu: str = "8 000 €") -> Document:
    """Four pages typed by somebody, which agree with one another."""
    pages = [
        page(f"AVIS D’IMPÔT 2025 | {n}/4", f"Revenu fiscal de référence | {revenu}", numero=n) for n in range(1, 5)
    ]
    return Document(tuple(pages), 4, VALIDE, page_du_sceau=1)


def regles(constats: tuple[Constat, ...]) -> dict[Regle, Constat]:
    return {c.regle: c for c in constats}


def test_the_reference_codes_hold_seals_of_other_kinds() -> None:
    assert {c["header"]["doctype"] for c in AUTRES} == {"03", "07", "08"}


@pytest.mark.parametrize("code", AUTRES, ids=lambda c: c["header"]["doctype"])
def test_the_seal_of_another_kind_of_paper_says_nothing_of_a_notice(code: object) -> None:
    document = replace(faux_avis(), sceau=sceau(code))
    vus = regles(juger_avis(document, ATTENTE))
    assert (vus[Regle.SCEAU].etat, vus[Regle.SCEAU].detail) == (A_VERIFIER, "autre_document")
    assert vus[Regle.SCEAU].valeur == "valide", "the code itself is good, and said so"
    assert {r for r, c in vus.items() if c.lieu is not None and c.lieu.source is Source.SCELLE} <= {Regle.SCEAU}
    assert (vus[Regle.CONCORDANCE].etat, vus[Regle.REVENU].etat) == (A_VERIFIER, A_VERIFIER)
    assert vus[Regle.NOM].etat is A_VERIFIER


@pytest.mark.parametrize("code", AUTRES, ids=lambda c: c["header"]["doctype"])
def test_nor_of_a_proof_of_address(code: object) -> None:
    document = Document((page("FACTURE", "Facture du 12/08/2025", *ADRESSE),), 1, VALIDE, sceau(code), 1)
    vus = regles(juger_domicile(document, DOMICILE))
    assert (vus[Regle.SCEAU].etat, vus[Regle.SCEAU].detail) == (A_VERIFIER, "autre_document")
    assert vus[Regle.DATE].valeur == "12/08/2025"
    assert pire(tuple(vus.values())) is not CONFORME


def test_the_seal_of_an_invoice_on_a_notice_makes_it_no_notice() -> None:
    facture = next(c for c in CODES if "facture type 01 v04 (own" in c["what"])
    vus = regles(juger_avis(replace(faux_avis(), sceau=sceau(facture)), ATTENTE))
    assert (vus[Regle.NATURE].etat, vus[Regle.NATURE].valeur) == (NON_CONFORME, "facture")
    assert vus[Regle.REVENU].etat is A_VERIFIER


def test_the_seal_of_a_notice_on_an_invoice_makes_it_no_proof() -> None:
    document = Document((page("FACTURE", "Facture du 12/08/2025", *ADRESSE),), 1, VALIDE, sceau(AVIS), 1)
    vus = regles(juger_domicile(document, DOMICILE))
    assert (vus[Regle.NATURE].etat, vus[Regle.NATURE].valeur) == (NON_CONFORME, "avis")


def test_the_code_of_another_notice_on_a_page_that_follows_differs_from_the_print() -> None:
    document = replace(faux_avis(), sceau=sceau(AVIS), page_du_sceau=2)
    vus = regles(juger_avis(document, ATTENTE))
    concordance = vus[Regle.CONCORDANCE]
    assert (concordance.etat, concordance.detail) == (NON_CONFORME, "differe")
    revenu = vus[Regle.REVENU]
    assert revenu.lieu is not None
    assert (revenu.centimes, revenu.lieu.page) == (3451200, 2)


@pytest.mark.parametrize("etat", [e for e in EtatSceau if not e.est_valide])
def test_the_values_of_a_seal_that_proves_nothing_are_never_taken(etat: EtatSceau) -> None:
    document = replace(faux_avis("34 512 €"), sceau=sceau(AVIS), verdict=VerdictSceau(etat, "signature"))
    assert document.scelle is None
    vus = regles(juger_avis(document, ATTENTE))
    assert {c.lieu.source for r, c in vus.items() if c.lieu is not None and r is not Regle.SCEAU} <= {Source.TEXTE}
    assert (vus[Regle.REVENU].etat, vus[Regle.CONCORDANCE].etat) == (A_VERIFIER, A_VERIFIER)


def test_every_printed_income_is_compared_that_of_page_3_too() -> None:
    for n in range(4):
        pages = [*faux_avis("34 512 €").pages]
        pages[n] = page(f"AVIS D’IMPÔT 2025 | {n + 1}/4", "Revenu fiscal de référence | 34 513 €", numero=n + 1)
        document = replace(faux_avis(), pages=tuple(pages), sceau=sceau(AVIS))
        vu = regles(juger_avis(document, ATTENTE))[Regle.CONCORDANCE]
        assert vu.lieu is not None
        assert (vu.etat, vu.lieu.page) == (NON_CONFORME, n + 1)
        seuls = replace(document, sceau=None, verdict=VerdictSceau(EtatSceau.PAS_DE_CODE))
        assert regles(juger_avis(seuls, ATTENTE))[Regle.CONCORDANCE].detail == "imprimes_differents"


def test_the_number_of_parts_printed_otherwise_than_sealed() -> None:
    pages = (page("AVIS D’IMPÔT 2025 | 1/4", "Nombre de parts | 3,50"), *faux_avis("34 512 €").pages[1:])
    vu = regles(juger_avis(replace(faux_avis(), pages=pages, sceau=sceau(AVIS)), ATTENTE))[Regle.PARTS]
    assert (vu.etat, vu.valeur, vu.attendu, vu.centimes) == (NON_CONFORME, "3,50", "2,50", 250)


@pytest.mark.parametrize("chiffres", ["21 474 836", "21474836,47"])
def test_the_greatest_amount_that_a_base_keeps(chiffres: str) -> None:
    ((centimes, _),) = lecture.montants([page(f"Montant | {chiffres}")], "Montant")
    assert centimes <= MONTANT_MAX_CENTIMES


@pytest.mark.parametrize("chiffres", ["21 474 837", "21474836,48", "999 999 999 999 999", "9" * 5000])
def test_digits_that_run_together_are_no_amount(chiffres: str) -> None:
    """PostgreSQL keeps 32 bits, and Python reads no more than 4 300 digits: what is beyond is left to a person."""
    assert (
        list(lecture.montants([page(f"Revenu fiscal de référence | {chiffres}")], "Revenu fiscal de référence")) == []
    )


@pytest.mark.parametrize("brut", ["99999999", "999999999999", "²", "1²", "", "-5", "1,²", "9" * 5000])
def test_a_sealed_number_that_is_none(brut: str) -> None:
    assert parts_en_centiemes(brut) is None
    scelle = sceau(AVIS)
    document = replace(faux_avis(), sceau=replace(scelle, champs={**scelle.champs, "41": brut}))
    assert regles(juger_avis(document, ATTENTE))[Regle.REVENU].etat is A_VERIFIER


@pytest.mark.parametrize(
    "raison",
    [
        "signature", "revoque", "hors_validite", "sans_date", "autorite_inconnue", "autorite_expiree",
        "certificat_inconnu", "essai", "illisible_champ", "illisible_signature", "autre_document",
    ],
)  # fmt: skip
def test_what_decided_of_a_seal_has_its_words(raison: str) -> None:
    assert dire_detail(raison)
