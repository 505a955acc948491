"""Counters of unjustified absences in SQL say what the domain says, on both databases."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import Comptes, Pointage, compter
from imuse_desk.domain.presences import EtatSeance, GenreCode, Portee
from imuse_desk.models import Absence, Presence, Seance
from imuse_desk.models.passerelle import Base
from imuse_desk.services.suivi.compteurs import compter_par, lire_comptees
from tests.services.suivi.absents import LUNDI, MIDI, Absents

GENRES = {"P": GenreCode.PRESENT, "A": GenreCode.ABSENT, "E": GenreCode.EXCUSE, "R": GenreCode.RETARD}


@pytest.fixture
def absents(base: Base, tmp_path: Path) -> Absents:
    return Absents.dans(base, tmp_path)


def comptes(absents: Absents, portee: Portee, qui: str) -> Comptes:
    with absents.maison.base.lire() as session:
        lues = lire_comptees(session, absents.maison.ids["source"])
    return compter_par(lues, portee).get(absents.maison.ids[qui], Comptes())


def test_sql_counts_as_the_domain_does(absents: Absents) -> None:
    codes = {"FM1.1": "AAPAEAARAAAP", "COR": "PAAAEAAPARAA"}
    absents.maison.d_un_coup(lambda _m: [absents.pointer(cours, mots) for cours, mots in codes.items()])
    tous = []
    for cours, jour in (("FM1.1", 2), ("COR", 4)):
        pointages = [
            Pointage(datetime.combine(LUNDI + timedelta(weeks=n, days=jour), time()), GENRES[mot])
            for n, mot in enumerate(codes[cours])
        ]
        tous += pointages
        assert comptes(absents, Portee.COURS, f"inscription:Lina:{cours}") == compter(pointages)
    assert comptes(absents, Portee.ELEVE, "Lina") == compter(tous)
    assert compter(tous).consecutives > 1
    assert comptes(absents, Portee.ELEVE, "Noé") == Comptes()


@pytest.mark.parametrize("etat", [EtatSeance.ANNULEE, EtatSeance.ENSEIGNANT_ABSENT])
def test_cancelled_lessons_and_absent_teachers_never_count_nor_break_a_run(absents: Absents, etat: EtatSeance) -> None:
    absents.pointer("FM1.1", "A")
    absents.presence(absents.seance("FM1.1", 1, etat), "FM1.1", "P")
    absents.presence(absents.seance("FM1.1", 2, etat), "FM1.1", "A")
    absents.presence(absents.seance("FM1.1", 3), "FM1.1", "A")
    assert comptes(absents, Portee.COURS, "inscription:Lina:FM1.1") == Comptes(2, 2)


@pytest.mark.parametrize(
    ("justifiee", "annulee", "attendus"),
    [(True, False, Comptes(2, 1)), (False, False, Comptes(3, 3)), (True, True, Comptes(3, 3))],
)
def test_a_justified_absence_does_not_count_and_one_withdrawn_does(
    absents: Absents, *, justifiee: bool, annulee: bool, attendus: Comptes
) -> None:
    _, milieu, _ = absents.pointer("FM1.1", "AAA")
    m = absents.maison
    absence_id = m.ajouter(
        Absence(
            annee_id=m.ids["source"], site_id=m.ids["site"], eleve_id=m.ids["Lina"], du_le=LUNDI, du_heure=time(8),
            au_le=LUNDI, au_heure=time(9), est_justifiee=justifiee, par="essai", a=MIDI,
            annulee_a=MIDI if annulee else None,
        )
    )  # fmt: skip

    def lier(session: Session) -> None:
        session.get_one(Presence, milieu).absence_id = absence_id

    m.ecrire(lier)
    assert comptes(absents, Portee.COURS, "inscription:Lina:FM1.1") == attendus


def test_a_moved_lesson_stands_where_it_went(absents: Absents) -> None:
    absents.pointer("FM1.1", "AP")
    m = absents.maison

    def deplacer(session: Session) -> None:
        seance = session.scalars(select(Seance).where(Seance.jour_le == LUNDI + timedelta(days=2))).one()
        seance.tenue_le, seance.tenue_debut = LUNDI.replace(day=31), time(9)

    m.ecrire(deplacer)
    with m.base.lire() as session:
        [lue] = lire_comptees(session, m.ids["source"])
    assert f"{lue.a:%d/%m %H:%M}" == "31/01 09:00"
