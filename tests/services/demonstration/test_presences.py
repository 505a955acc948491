"""Roll calls of the demonstration: as many as asked, at lessons given, by who teaches, mostly present."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.depot import Depot
from imuse_desk.models import Absence, JourFerme, Presence, Seance
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.creation import creer_demonstration
from tests.bases import DATE_DEMO


def test_as_many_rows_as_asked_at_lessons_that_were_given(base: Base, tmp_path: Path) -> None:
    creer_demonstration(base, Depot(tmp_path / "d"), familles=20, annees=2, presences=900, date=DATE_DEMO)
    with base.lire() as session:
        codes = dict(iter(session.execute(select(Presence.code, func.count()).group_by(Presence.code))))
        assert sum(codes.values()) == 900
        assert codes["P"] > 700
        assert {"A", "E", "R"} <= set(codes)
        assert session.scalar(select(func.max(Seance.jour_le))) < DATE_DEMO  # type: ignore[operator]
        fermees = select(func.count()).where(JourFerme.du_le <= Seance.jour_le, JourFerme.au_le >= Seance.jour_le)
        assert session.scalar(fermees.where(JourFerme.site_id == 1)) == 0
        liees = select(func.count()).where(Presence.code == "E", Presence.absence_id == Absence.id)
        assert session.scalar(liees) == codes["E"]
        assert session.scalar(select(func.count()).where(Seance.appel_a.is_(None))) == 0
        assert session.scalar(select(func.count()).where(Presence.par == "")) == 0


def test_the_number_has_bounds(tmp_path: Path) -> None:
    base = Base.ouvrir(lire_url(str(tmp_path / "b.db")))
    with pytest.raises(Invalide, match="nombre_hors_bornes"):
        creer_demonstration(base, Depot(tmp_path / "d"), familles=2, presences=-1, date=DATE_DEMO)
    base.fermer()
