"""What is to be followed up, by whom, and what is too old to be told at once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from imuse_desk.domain.roles import Role
from imuse_desk.models import Affectation, PeriodeEvaluation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.alertes import Alerte, GenreAlerte, lire_alertes
from imuse_desk.services.suivi.enseignants_absents import DireAbsent, Remplacer, dire_absent, remplacer
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, ecrire_notes
from imuse_desk.services.suivi.pointage import pointer_les_autres, terminer_appel
from imuse_desk.services.suivi.seances import AnnulerSeance, annuler_seance
from tests.fabriques import Maison
from tests.services.lectures.outils import ctx_enseignant
from tests.services.suivi.classe import Classe, ouvrir_classe
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_suivi(base, tmp_path / "depot")


def appels(ctx: Contexte) -> dict[str, Alerte]:
    return {x.cours: x for x in lire_alertes(ctx) if x.genre is GenreAlerte.APPEL}


def faire_l_appel(maison: Maison, jour: date) -> None:
    ctx = a(ctx_enseignant(maison, "Tournier"), jour, 15)
    pointer_les_autres(ctx, cle(maison, jour=jour))
    terminer_appel(ctx, cle(maison, jour=jour))


def test_a_teacher_is_told_of_his_lessons_without_a_roll_call_from_the_oldest(maison: Maison) -> None:
    jeudi = a(ctx_enseignant(maison, "Tournier"), MERCREDI + timedelta(days=1))
    avant = appels(jeudi)
    assert list(avant) == ["FM1.1"]
    premiere = avant["FM1.1"]
    assert premiere.le is not None
    assert premiere.seance == cle(maison, jour=premiere.le)
    assert jeudi.aujourdhui() - premiere.le <= timedelta(days=60)
    faire_l_appel(maison, premiere.le)
    apres = appels(jeudi)["FM1.1"]
    assert (apres.nombre, apres.le) == (premiere.nombre - 1, premiere.le + timedelta(days=7))


def test_a_lesson_of_today_or_cancelled_is_not_late(maison: Maison) -> None:
    mercredi = a(ctx_enseignant(maison, "Tournier"), MERCREDI, 15)
    avant = appels(mercredi)["FM1.1"].nombre
    annuler_seance(mercredi, AnnulerSeance(cle(maison, jour=MERCREDI - timedelta(days=7)), "salle prise"))
    assert appels(mercredi)["FM1.1"].nombre == avant - 1
    assert appels(a(mercredi, MERCREDI + timedelta(days=1)))["FM1.1"].nombre == avant


def test_a_time_without_pupils_asks_for_no_roll_call_and_counts_from_the_first_one(maison: Maison) -> None:
    """Both pupils of FM came on 15 September 2025: the Wednesday before is no lesson of theirs."""
    ctx = ctx_enseignant(maison, "Tournier")
    premier = date(2025, 9, 17)
    assert appels(a(ctx, premier)) == {}
    assert appels(a(ctx, premier + timedelta(days=1)))["FM1.1"].nombre == 1

    def vider(session: Session) -> None:
        session.execute(delete(Affectation))

    maison.ecrire(vider)
    assert appels(a(ctx, MERCREDI)) == {}


def test_a_replacement_answers_for_his_days_alone(maison: Maison) -> None:
    bureau, fin = a(maison.ctx(), MERCREDI), MERCREDI + timedelta(days=7)
    dit = dire_absent(bureau, DireAbsent(maison.ids["prof:Tournier"], MERCREDI, fin)).resultat
    remplacer(bureau, Remplacer(dit["absence_id"], maison.ids["fm"], maison.ids["prof:Roy"], MERCREDI, fin))
    roy = ctx_enseignant(maison, "Roy")
    assert appels(a(roy, MERCREDI, 20)) == {}
    jeudi = appels(a(roy, MERCREDI + timedelta(days=1)))["FM1.1"]
    assert (jeudi.nombre, jeudi.le) == (1, MERCREDI)


def test_the_office_hears_only_of_courses_where_the_roll_is_called(maison: Maison) -> None:
    bureau = a(maison.ctx(), MERCREDI + timedelta(days=1))
    assert appels(bureau) == {}
    faire_l_appel(maison, MERCREDI)
    assert list(appels(bureau)) == ["FM1.1"]


def test_what_was_forgotten_long_ago_is_apart(maison: Maison) -> None:
    """The lessons stopped: the last one without a roll call is three weeks old."""
    loin = a(ctx_enseignant(maison, "Tournier"), date(2026, 9, 25))
    assert appels(loin)["FM1.1"].est_ancienne
    assert not appels(a(loin, date(2026, 9, 1)))["FM1.1"].est_ancienne


@pytest.fixture
def classe(base: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base, tmp_path)


def fin_de_saisie(classe: Classe) -> date:
    with classe.ctx().lire() as session:
        periode = session.get_one(PeriodeEvaluation, classe.periode_id)
        return periode.saisie_jusqu_au or periode.au_le


def le(ctx: Contexte, jour: date) -> Contexte:
    return replace(ctx, horloge=lambda: datetime(jour.year, jour.month, jour.day, 12, tzinfo=UTC))


def test_marks_are_told_before_the_end_of_their_typing_and_until_each_pupil_has_one(classe: Classe) -> None:
    fin = fin_de_saisie(classe)
    direction = le(classe.ctx(Role.DIRECTION), fin - timedelta(days=10))
    (alerte,) = [x for x in lire_alertes(direction) if x.genre is GenreAlerte.NOTES]
    assert (alerte.nombre, alerte.cours_id, alerte.le) == (4, classe.cours_id, fin)
    assert alerte.creneau_id is not None
    loin = le(direction, fin - timedelta(days=40))
    assert [x for x in lire_alertes(loin) if x.genre is GenreAlerte.NOTES] == []
    notes = (NoteEcrite(classe.inscription("Maé"), classe.critere("Lecture"), "4", 0),)
    ecrire_notes(direction, EcrireNotes(classe.cours_id, classe.periode_id, notes))
    (alerte,) = [x for x in lire_alertes(direction) if x.genre is GenreAlerte.NOTES]
    assert alerte.nombre == 3


def test_the_direction_is_told_of_sheets_to_validate(classe: Classe) -> None:
    fin = fin_de_saisie(classe)
    direction = le(classe.ctx(Role.DIRECTION), fin)
    notes = (NoteEcrite(classe.inscription("Maé"), classe.critere("Lecture"), "4", 0),)
    ecrire_notes(direction, EcrireNotes(classe.cours_id, classe.periode_id, notes))
    apres = le(direction, fin + timedelta(days=1))
    genres = [x.genre for x in lire_alertes(apres)]
    assert GenreAlerte.VALIDER in genres
    assert GenreAlerte.VALIDER not in [
        x.genre for x in lire_alertes(le(classe.ctx(Role.SECRETARIAT), fin + timedelta(days=1)))
    ]
