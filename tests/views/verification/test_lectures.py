"""What nobody read yet is read while the station is on show: each piece once, the one on show first."""

import io
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.documents.client import Lecteur, LectureOcr
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.page import Mot
from imuse_desk.infra.depot import Depot
from imuse_desk.services.verification import analyse as service
from imuse_desk.services.verification.analyse import DEJA_LUE, POSTE_INAPTE, analyser
from imuse_desk.views.common import analyses
from tests.fabriques import Maison
from tests.services.verification.poste_outils import piece, recevoir
from tests.views.verification.conftest import ranger
from tests.views.verification.poste import DELAI_MS, Poste

PIECES = Path(__file__).parents[2] / "data" / "pieces"


@pytest.fixture
def lues(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pieces that were read, in order."""
    suivies: list[int] = []

    def suivre(ctx: Any, piece_id: int, **options: Any) -> Any:
        fait = analyser(ctx, piece_id, **options)
        if fait.resultat["etat"] != DEJA_LUE:
            suivies.append(piece_id)
        return fait

    monkeypatch.setattr(analyses, "analyser", suivre)
    return suivies


def deposer(maison: Maison, nombre: int, *, apres: int = 0) -> list[int]:
    return [
        ranger(maison, "domicile", f"facture {n}", lue_a=None, lecture=None, minutes=n)
        for n in range(apres, apres + nombre)
    ]


def attendre(poste: Poste) -> None:
    poste.qtbot.waitUntil(lambda: not poste.station.analyses.restantes, timeout=DELAI_MS)
    poste.calme()


def test_everything_that_waits_is_read_on_opening_and_once(poste: Poste, maison: Maison, lues: list[int]) -> None:
    idents = deposer(maison, 6)
    poste.ouvrir()
    attendre(poste)
    assert all(piece(maison, i).lue_a is not None for i in idents)
    assert idents[0] in lues[:2], "the one on show waits for no other than the one under way"
    assert sorted(lues) == idents
    assert poste.station.piece is not None
    assert poste.station.piece.est_lue


def test_what_another_desk_brings_is_read_on_the_next_refresh(poste: Poste, maison: Maison, lues: list[int]) -> None:
    deposer(maison, 1)
    poste.ouvrir()
    attendre(poste)
    (nouvelle,) = deposer(maison, 1, apres=5)
    poste.bus.publier(Changements("importer_pieces", frozenset({("piece", nouvelle)})))
    poste.calme()
    attendre(poste)
    assert piece(maison, nouvelle).lue_a is not None
    assert lues.count(nouvelle) == 1


def test_nothing_more_is_read_once_the_station_is_left_and_the_rest_when_it_is_back(
    poste: Poste, maison: Maison, lues: list[int]
) -> None:
    idents = deposer(maison, 6)
    poste.station.entrer(maison.ctx())
    poste.station.show()
    poste.station.ouvrir()
    poste.qtbot.waitUntil(lambda: len(lues) >= 1, timeout=DELAI_MS)
    poste.station.quitter()
    attendre(poste)
    restent = [i for i in idents if piece(maison, i).lue_a is None]
    assert restent, "only the one under way ends"
    poste.ouvrir()
    attendre(poste)
    assert all(piece(maison, i).lue_a is not None for i in idents)
    assert sorted(lues) == idents


def test_a_piece_that_another_desk_read_meanwhile_is_not_opened_again(
    poste: Poste, maison: Maison, lues: list[int]
) -> None:
    """Two desks that open the station begin elsewhere and share what waits."""
    idents = deposer(maison, 6)
    poste.station.entrer(maison.ctx())
    ailleurs = analyses.Analyses(poste.executant, poste.bus, poste.station)
    for file in (poste.station.analyses, ailleurs):
        file.completer(maison.ctx(), idents)
    attendre(poste)
    poste.qtbot.waitUntil(lambda: not ailleurs.restantes, timeout=DELAI_MS)
    assert all(piece(maison, i).version == 1 and piece(maison, i).lue_a is not None for i in idents)
    assert analyser(maison.ctx(), idents[0], si_a_lire=True).resultat["etat"] == "deja_lue"


def scanner(maison: Maison, nombre: int) -> list[int]:
    """Pieces of two scanned pages, not read yet."""
    empreinte = Depot(maison.dossier).ranger(io.BytesIO((PIECES / "avis28_2_pages_scan.pdf").read_bytes()))
    fichier: dict[str, Any] = {"sha256": empreinte.sha256, "octets": empreinte.octets, "pages": 2}
    return [recevoir(maison, "avis1", **fichier, minutes=n) for n in range(nombre)]


@pytest.fixture
def moteur(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An engine that reads one date on every page; gives the pages that it saw."""
    vues: list[int] = []

    def lire(_lecteur: Lecteur, page: int) -> LectureOcr:
        vues.append(page)
        return LectureOcr((Mot("Facture", (40, 100, 95, 110)), Mot("15/06/2026", (100, 100, 195, 110))), 0)

    monkeypatch.setattr(Lecteur, "mots_ocr", lire)
    monkeypatch.setattr(Lecteur, "preparer_ocr", lambda _lecteur: None)
    monkeypatch.setattr(service, "disponible", lambda: True)
    return vues


def test_pictures_that_were_left_when_the_person_left_are_read_when_she_is_back(
    poste: Poste, maison: Maison, lues: list[int], moteur: list[int]
) -> None:
    idents = scanner(maison, 3)
    depart = poste.station.analyses.lue.connect(lambda _: poste.station.quitter() if len(lues) == 3 else None)
    poste.ouvrir()
    poste.qtbot.waitUntil(lambda: not poste.station.est_ouverte, timeout=DELAI_MS)
    poste.station.analyses.lue.disconnect(depart)
    attendre(poste)
    assert (moteur, [piece(maison, i).lue_a is None for i in idents]) == ([], [False] * 3)
    poste.ouvrir()
    attendre(poste)
    assert moteur == [1, 2] * 3
    assert [piece(maison, i).lecture["pages"] for i in idents] == [["ocr"] * 2] * 3


def test_an_engine_that_does_not_start_is_not_asked_again_until_somebody_comes_back(
    poste: Poste, maison: Maison, lues: list[int], moteur: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def muet(_lecteur: Lecteur, page: int) -> LectureOcr:
        moteur.append(page)
        raise RegleMetier("ocr_indisponible")

    monkeypatch.setattr(Lecteur, "mots_ocr", muet)
    (ident,) = scanner(maison, 1)
    poste.ouvrir()
    attendre(poste)
    poste.bus.publier(Changements("importer_pieces", frozenset({("piece", ident)})))
    poste.calme()
    attendre(poste)
    assert (lues, moteur) == ([ident, ident], [1])


def test_a_computer_that_opens_no_document_says_so_once(
    poste: Poste, maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    essais: list[int] = []

    def refuser(_ctx: Any, piece_id: int, **_options: Any) -> Any:
        essais.append(piece_id)
        raise RegleMetier(POSTE_INAPTE)

    monkeypatch.setattr(analyses, "analyser", refuser)
    deposer(maison, 4)
    poste.ouvrir()
    attendre(poste)
    nombre = len(essais)
    poste.bus.publier(Changements("importer_pieces", frozenset({("piece", 1)})))
    poste.calme()
    attendre(poste)
    assert len(essais) == nombre, "a refresh tries nothing again"
