"""What nobody read yet is read while the station is on show: each piece once, the one on show first."""

from typing import Any

import pytest

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.services.verification.analyse import POSTE_INAPTE, analyser
from imuse_desk.views.common import analyses
from tests.fabriques import Maison
from tests.services.verification.poste_outils import piece
from tests.views.verification.conftest import ranger
from tests.views.verification.poste import DELAI_MS, Poste


@pytest.fixture
def lues(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pieces whose reading began, in order."""
    suivies: list[int] = []

    def suivre(ctx: Any, piece_id: int, **options: Any) -> Any:
        suivies.append(piece_id)
        return analyser(ctx, piece_id, **options)

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
