"""A document read step by step: the seal and the text layer at once, each scanned page when it has been read."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.documents.client import Lecteur, LectureOcr
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.constats import Document
from imuse_desk.domain.verification.lecture import montants
from imuse_desk.domain.verification.page import Mot
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification import lecture
from imuse_desk.services.verification.lecture import lire_document, lire_par_etapes
from imuse_desk.services.verification.sceaux import SceauVu, lire_sceau
from tests.fabriques import pdf

PIECES = Path(__file__).parents[2] / "data" / "pieces"
JOUR = date(2026, 9, 1)


def mots(texte: str, haut: float) -> tuple[Mot, ...]:
    return tuple(
        Mot(mot, (40.0 + 60 * rang, haut, 95.0 + 60 * rang, haut + 10)) for rang, mot in enumerate(texte.split())
    )


@pytest.fixture
def ouvrir(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Lecteur]]:
    """A specimen whose pictures are read by a stand-in for the engine; the rest is the real process."""
    ouverts: list[Lecteur] = []

    def faire(nom: str | Path, lue: Callable[[int], LectureOcr]) -> Lecteur:
        monkeypatch.setattr(Lecteur, "mots_ocr", lambda _lecteur, page: lue(page))
        monkeypatch.setattr(Lecteur, "preparer_ocr", lambda _lecteur: None)
        ouverts.append(Lecteur(PIECES / nom))
        return ouverts[-1]

    yield faire
    for lecteur in ouverts:
        lecteur.close()


def lues(document: Document) -> list[str]:
    return [page.source if page.lignes else "" for page in document.pages]


def test_first_the_seal_then_each_page(ouvrir: Callable[..., Lecteur]) -> None:
    demandees: list[int] = []

    def lue(page: int) -> LectureOcr:
        demandees.append(page)
        return LectureOcr(mots("Revenu fiscal de référence 34 512 €", 100) + mots(f"{page}/4", 20), 90)

    etapes = lire_par_etapes(ouvrir("avis28_scan.pdf", lue), Magasin(), JOUR)
    premier = next(etapes)
    assert (lues(premier), demandees) == (["", "", "", ""], [])
    assert premier.sceau is not None, "the seal is there before any page is read"
    second = next(etapes)
    assert (lues(second), demandees) == (["ocr", "", "", ""], [1])
    ((centimes, lu),) = montants(second.pages, "Revenu fiscal de référence")
    assert (centimes, lu.source, lu.page) == (3451200, "ocr", 1)
    dernier = list(etapes)[-1]
    assert lues(dernier) == ["ocr"] * 4
    assert {page.tour for page in dernier.pages} == {90}


@pytest.mark.parametrize(
    ("nom", "ocr", "suite"),
    [
        ("avis28_2_pages_scan.pdf", True, ["moteur", "sceau", 1, 2]),
        ("avis28_2_pages_scan.pdf", False, ["sceau"]),
        ("facture01_numerique.pdf", True, ["sceau"]),
    ],
)
def test_the_engine_starts_while_the_seal_is_looked_for_where_a_page_needs_it(
    ouvrir: Callable[..., Lecteur], monkeypatch: pytest.MonkeyPatch, nom: str, ocr: bool, suite: list[object]
) -> None:
    faits: list[object] = []

    def lue(page: int) -> LectureOcr:
        faits.append(page)
        return LectureOcr((), 0)

    def chercher(*quoi: Any) -> SceauVu:
        faits.append("sceau")
        return lire_sceau(*quoi)

    lecteur = ouvrir(nom, lue)
    monkeypatch.setattr(Lecteur, "preparer_ocr", lambda _lecteur: faits.append("moteur"))
    monkeypatch.setattr(lecture, "lire_sceau", chercher)
    lire_document(lecteur, Magasin(), JOUR, ocr=ocr)
    assert faits == suite


def test_a_text_layer_is_never_read_as_a_picture(ouvrir: Callable[..., Lecteur]) -> None:
    def jamais(page: int) -> LectureOcr:
        raise AssertionError(page)

    document = lire_document(ouvrir("facture01_numerique.pdf", jamais), Magasin(), JOUR, ocr=True)
    assert set(lues(document)) == {"texte"}


@pytest.mark.parametrize(
    ("code", "attendues"), [("trop_complexe", ["", "ocr", "ocr", "ocr"]), ("ocr_indisponible", ["", "", "", ""])]
)
def test_an_engine_that_fails_leaves_the_page_to_the_agent(
    ouvrir: Callable[..., Lecteur], code: str, attendues: list[str]
) -> None:
    def lue(page: int) -> LectureOcr:
        if page == 1:
            raise RegleMetier(code)
        return LectureOcr(mots("lu", 100), 0)

    document = lire_document(ouvrir("avis28_scan.pdf", lue), Magasin(), JOUR, ocr=True)
    assert lues(document) == attendues
    assert document.sceau is not None


def test_a_short_letter_is_no_scan(ouvrir: Callable[..., Lecteur], tmp_path: Path) -> None:
    def jamais(page: int) -> LectureOcr:
        raise AssertionError(page)

    (tmp_path / "court.pdf").write_bytes(pdf(1, "Attestation"))
    document = lire_document(ouvrir(tmp_path / "court.pdf", jamais), Magasin(), JOUR, ocr=True)
    assert [(page.source, page.est_scan) for page in document.pages] == [("texte", False)]


def test_a_reading_that_finds_less_replaces_nothing(
    ouvrir: Callable[..., Lecteur], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lecteur, "mots", lambda _lecteur, _page: mots("Numérisé avec un téléphone", 800))
    document = lire_document(ouvrir("avis28_scan.pdf", lambda _: LectureOcr((), 0)), Magasin(), JOUR, ocr=True)
    assert lues(document) == ["texte"] * 4
    relu = lire_document(
        ouvrir("avis28_scan.pdf", lambda _: LectureOcr(mots("a b c d e f g", 10), 0)), Magasin(), JOUR, ocr=True
    )
    assert lues(relu) == ["ocr"] * 4
