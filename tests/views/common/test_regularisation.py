"""The band of the proposed regularisation says nothing that was read for another person, site, year or household."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.effets import Applique
from imuse_desk.services.facturation.regularisation import Regularisation
from imuse_desk.views.common import regularisation
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.regularisation import BandeRegularisation
from tests.fabriques import Maison

FOYER, SITE, ANNEE = 7, 1, 3
SANS_FACTURES = {SITE: frozenset({Role.ADMINISTRATION})}


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Any) -> Contexte:
    maison = Maison(base_sqlite, tmp_path / "depot")
    maison.ids |= {"site": SITE, "source": ANNEE}
    return maison.ctx()


@pytest.fixture
def lecture(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Readings last until the event is set; each proposes something to its household."""
    fin = Event()

    def lire(_ctx: Contexte, foyer_id: int, site_id: int, annee_id: int) -> Regularisation:
        assert fin.wait(10)
        return Regularisation(
            foyer_id, site_id, annee_id, ("F-1",), False, -100 * foyer_id, Applique(Effet.RETROACTIF, 0)
        )

    monkeypatch.setattr(regularisation, "lire_regularisation", lire)
    yield fin
    fin.set()


@pytest.fixture
def bande(qtbot: QtBot, executant: Executant) -> Iterator[BandeRegularisation]:
    bus = Bus()
    bande = BandeRegularisation(executant, bus)
    qtbot.addWidget(bande)
    yield bande
    bus.deleteLater()


def _montree(qtbot: QtBot, executant: Executant, bande: BandeRegularisation, lecture: Event) -> str:
    lecture.set()
    qtbot.waitUntil(lambda: not executant.est_occupe)
    return bande.phrase if bande.isVisible() else ""


def test_it_says_what_its_household_may_be_given_back(
    qtbot: QtBot, executant: Executant, bande: BandeRegularisation, ctx: Contexte, lecture: Event
) -> None:  # fmt: skip
    bande.suivre(ctx, FOYER, SITE, ANNEE)
    assert "7,00" in _montree(qtbot, executant, bande, lecture)


@pytest.mark.parametrize(
    "quitter",
    [
        lambda bande, ctx: bande.oublier(),
        lambda bande, ctx: bande.suivre(replace(ctx, roles=SANS_FACTURES), FOYER, SITE, ANNEE),
    ],
    ids=["context forgotten", "another person, who does not bill"],
)  # fmt: skip
def test_what_is_still_read_for_who_left_is_not_shown(
    qtbot: QtBot, executant: Executant, bande: BandeRegularisation, ctx: Contexte, lecture: Event,
    quitter: Callable[[BandeRegularisation, Contexte], None],
) -> None:  # fmt: skip
    bande.suivre(ctx, FOYER, SITE, ANNEE)
    quitter(bande, ctx)
    assert _montree(qtbot, executant, bande, lecture) == ""


def test_the_year_before_is_not_shown_over_this_one(
    qtbot: QtBot, executant: Executant, bande: BandeRegularisation, ctx: Contexte, lecture: Event
) -> None:  # fmt: skip
    bande.suivre(ctx, FOYER, SITE, ANNEE)
    bande.suivre(ctx, 2 * FOYER, SITE, ANNEE + 1)
    assert "14,00" in _montree(qtbot, executant, bande, lecture)
