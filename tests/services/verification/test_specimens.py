"""Each specimen, as downloaded and through every kind of scanner: the verdict expected, under the trust of tests alone.

Without OCR a scan says what its seal says: what is printed is left to a person, and never taken for compared.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imuse_desk.documents.client import Lecteur
from imuse_desk.documents.moteurs import disponible
from imuse_desk.domain.verification.constats import Attente, Constat, Document, EtatRegle, Regle, pire
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.regles import juger_avis, juger_domicile
from imuse_desk.infra.sceaux import Magasin, magasin_d_essai
from imuse_desk.services.verification.lecture import lire_document
from tests.services.verification.test_regles import AVIS, DOMICILE, DONNEES, JOUR
from tests.specimens import NUMERISATIONS, SPECIMENS, Numerisation, numeriser

CONFORME, NON_CONFORME, A_VERIFIER = EtatRegle.CONFORME, EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER
FAUSSAIRE = replace(AVIS, identites=(Identite(("Durand",), ("Paul",)),))
ATTENTES: dict[str, Attente] = {"nom_change": FAUSSAIRE, "facture": DOMICILE}
DIAGONALE = tuple(zip(SPECIMENS, (NUMERISATIONS[rang] for rang in (4, 6, 12, 3, 7)), strict=True))
"""One scan of each specimen: fax at 150 dpi, 2° and 7° at 200 and 300 dpi, JPEG 40 at 150 dpi."""

Juge = Callable[..., dict[Regle, Constat]]


@pytest.fixture(scope="module")
def essai() -> Magasin:
    return magasin_d_essai((DONNEES / "deux_ddoc" / "essai_fr00_0001.pem").read_bytes())


@pytest.fixture
def juger(tmp_path: Path) -> Iterator[Juge]:
    """Judge a specimen by the rules of its kind."""
    ouverts: list[Lecteur] = []

    def faire(nom: str, contenu: bytes, magasin: Magasin, *, ocr: bool = False) -> dict[Regle, Constat]:
        chemin = tmp_path / f"{nom}.pdf"
        chemin.write_bytes(contenu)
        ouverts.append(Lecteur(chemin))
        document: Document = lire_document(ouverts[-1], magasin, JOUR, ocr=ocr)
        regles = juger_domicile if nom == "facture" else juger_avis
        return {constat.regle: constat for constat in regles(document, ATTENTES.get(nom, AVIS))}

    yield faire
    for lecteur in ouverts:
        lecteur.close()


@pytest.mark.parametrize(
    ("nom", "fautes"),
    [
        ("avis", {}),
        ("revenu_retouche", {Regle.CONCORDANCE: "differe"}),
        ("nom_change", {Regle.NOM: "imprime_autre"}),
        ("deux_pages", {Regle.PAGES: "pages_manquantes"}),
        ("facture", {}),
    ],
)
def test_a_document_as_downloaded(juger: Juge, essai: Magasin, nom: str, fautes: dict[Regle, str]) -> None:
    constats = juger(nom, SPECIMENS[nom](), essai)
    assert {c.regle: c.detail for c in constats.values() if c.etat is not CONFORME} == fautes
    assert pire(tuple(constats.values())) is (NON_CONFORME if fautes else CONFORME)


def test_the_amount_proposed_is_the_sealed_one_whatever_is_printed(juger: Juge, essai: Magasin) -> None:
    constats = juger("revenu_retouche", SPECIMENS["revenu_retouche"](), essai)
    assert constats[Regle.REVENU].centimes == 3451200
    assert "14" in constats[Regle.CONCORDANCE].valeur


def test_a_name_printed_over_a_seal_of_the_household_is_looked_at(
    juger: Juge, essai: Magasin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ATTENTES, "nom_change", AVIS)
    constat = juger("nom_change", SPECIMENS["nom_change"](), essai)[Regle.NOM]
    assert (constat.etat, constat.detail) == (A_VERIFIER, "imprime_autre")
    assert (constat.attendu, constat.valeur) == ("MARTINEAU ALICE", "DURAND PAUL")


@pytest.mark.parametrize("nom", SPECIMENS)
def test_outside_the_trust_of_tests_nothing_is_proved(juger: Juge, nom: str) -> None:
    constats = juger(nom, SPECIMENS[nom](), Magasin())
    assert (constats[Regle.SCEAU].etat, constats[Regle.SCEAU].detail) == (A_VERIFIER, "essai")
    assert pire(tuple(constats.values())) is not CONFORME


def _juger_un_scan(juger: Juge, essai: Magasin, nom: str, comment: Numerisation) -> None:
    scan = numeriser(SPECIMENS[nom](), comment)
    constats = juger(nom, scan, essai)
    assert (constats[Regle.SCEAU].etat, constats[Regle.SCEAU].valeur) == (CONFORME, "valide")
    fautes = {c.regle for c in constats.values() if c.etat is NON_CONFORME}
    assert fautes == {"nom_change": {Regle.NOM}, "deux_pages": {Regle.PAGES}}.get(nom, set())
    if nom == "facture":
        assert {c.etat for c in constats.values()} == {CONFORME}
    else:
        assert constats[Regle.REVENU].centimes == 3451200
        assert (constats[Regle.CONCORDANCE].etat, constats[Regle.CONCORDANCE].detail) == (A_VERIFIER, "non_lu")
        assert pire(tuple(constats.values())) is not CONFORME
    assert juger(nom, scan, Magasin())[Regle.SCEAU].etat is A_VERIFIER


@pytest.mark.parametrize(("nom", "comment"), DIAGONALE, ids=lambda x: x if isinstance(x, str) else x.nom)
def test_a_scan_of_each_specimen(juger: Juge, essai: Magasin, nom: str, comment: Numerisation) -> None:
    _juger_un_scan(juger, essai, nom, comment)


@pytest.mark.long
@pytest.mark.parametrize("comment", NUMERISATIONS, ids=lambda x: x.nom)
@pytest.mark.parametrize("nom", SPECIMENS)
def test_every_scan_of_every_specimen(juger: Juge, essai: Magasin, nom: str, comment: Numerisation) -> None:
    _juger_un_scan(juger, essai, nom, comment)


@pytest.mark.long
@pytest.mark.skipif(not disponible(), reason="extra ocr absent")
@pytest.mark.parametrize(
    ("nom", "comment", "fautes"),
    [
        ("avis", Numerisation(200, 2, 60), set()),
        ("avis", Numerisation(150, 0, 40), set()),
        ("revenu_retouche", Numerisation(200, 2, 60), {Regle.CONCORDANCE}),
        ("revenu_retouche", Numerisation(200, fax=True), {Regle.CONCORDANCE}),
    ],
    ids=lambda x: x if isinstance(x, str) else getattr(x, "nom", None),
)
def test_a_scan_whose_print_is_read_is_compared_with_its_seal(
    juger: Juge, essai: Magasin, nom: str, comment: Numerisation, fautes: set[Regle]
) -> None:
    constats = juger(nom, numeriser(SPECIMENS[nom](), comment), essai, ocr=True)
    assert {c.regle for c in constats.values() if c.etat is NON_CONFORME} == fautes
    assert constats[Regle.REVENU].centimes == 3451200
    assert constats[Regle.CONCORDANCE].etat is (NON_CONFORME if fautes else CONFORME)
