"""Courses followed, and a teacher's own courses, on both databases."""

from dataclasses import fields, replace
from datetime import date, time
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Introuvable, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import Eleve, Inscription
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.suivi import (
    EleveDuCours,
    lire_cours_du_site,
    lire_eleves_du_cours,
    lire_mes_cours,
    lire_suivi,
)
from tests.fabriques import Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """Lina has the horn on Wednesday with Bertrand, moved from Tuesday in January; Noé comes just before her."""
    maison = maison_valmont(base, tmp_path / "depot")
    maison.creneau("cor_mar", "source:COR", 2, "17:00", duree=240)
    maison.creneau("cor_mer", "source:COR", 3, "13:30", duree=240)
    maison.creneau("fm", "source:FM1.1", 3, "09:00", duree=75)
    for nom, prenom in (("Imbert", "Bertrand"), ("Tournier", "Sylvie")):
        enseignant(maison, nom, prenom)
    enseigner(maison, "Imbert", "cor_mar")
    enseigner(maison, "Imbert", "cor_mer")
    enseigner(maison, "Tournier", "fm")
    enseigner(maison, "Imbert", "fm")
    placer(maison, "Lina:COR", "cor_mar", date(2025, 9, 15), date(2026, 1, 4))
    placer(maison, "Lina:COR", "cor_mer", date(2026, 1, 5), passage=time(15, 30), duree=40)
    placer(maison, "Noé:COR", "cor_mer", date(2025, 9, 15), passage=time(15, 0), duree=30)
    placer(maison, "Lina:FM1.1", "fm", date(2025, 9, 15))
    return maison


def test_the_newest_time_of_a_course_is_shown_with_its_card(maison: Maison) -> None:
    suivi = lire_suivi(maison.ctx(), maison.ids["Lina"])
    cor, fm, orchestre = suivi.cours
    assert (suivi.prenom, suivi.nom, suivi.annee) == ("Lina", "Valmont", "2025-2026")
    assert (cor.jour, cor.debut, cor.fin, cor.salle) == (3, time(13, 30), time(17, 30), "salle Franck")
    assert (cor.heure_passage, cor.duree_min, cor.cycle) == (time(15, 30), 40, "C1.1")
    assert (cor.debut_le, cor.fin_le, cor.est_actif) == (date(2025, 9, 10), date(2026, 8, 31), True)
    assert fm.enseignants == ("Sylvie Tournier", "Bertrand Imbert")
    assert (fm.duree_min, fm.heure_passage) == (75, None)
    assert (orchestre.jour, orchestre.enseignants, orchestre.salle) == (None, (), "")


def test_a_stopped_course_keeps_its_last_time_and_says_why(maison: Maison) -> None:
    def arreter(session) -> None:
        ligne = session.get(Inscription, maison.ids["inscription:Lina:COR"])
        ligne.etat, ligne.au_le, ligne.motif = "arretee", date(2026, 3, 2), "Déménagement"

    maison.ecrire(arreter)
    cor = lire_suivi(maison.ctx(), maison.ids["Lina"]).cours[0]
    assert (cor.est_actif, cor.fin_le, cor.motif, cor.jour) == (False, date(2026, 3, 2), "Déménagement", 3)


def test_only_the_year_consulted_is_read(maison: Maison) -> None:
    assert lire_suivi(maison.ctx().sur(annee_id=maison.ids["cible"]), maison.ids["Lina"]).cours == ()


def test_an_unknown_pupil_is_not_found(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        lire_suivi(maison.ctx(), 999_999)


def test_a_teacher_reads_own_courses_and_of_a_pupil_those_alone(maison: Maison) -> None:
    ctx = ctx_enseignant(maison, "Imbert")
    mes_cours = lire_mes_cours(ctx)
    assert [(c.cours, c.jour, c.debut, c.fin, c.salle, c.eleves) for c in mes_cours.cours] == [
        ("COR", 2, time(17), time(21), "salle Franck", 0),
        ("FM1.1", 3, time(9), time(10, 15), "salle Franck", 1),
        ("COR", 3, time(13, 30), time(17, 30), "salle Franck", 2),
    ]
    tournier = ctx_enseignant(maison, "Tournier")
    assert [c.cours for c in lire_mes_cours(tournier).cours] == ["FM1.1"]
    assert [c.cours for c in lire_suivi(ctx, maison.ids["Lina"]).cours] == ["COR", "FM1.1"]
    assert [c.cours for c in lire_suivi(tournier, maison.ids["Lina"]).cours] == ["FM1.1"]
    with pytest.raises(Introuvable):
        lire_suivi(tournier, maison.ids["Noé"])


def test_the_office_reads_every_course_of_the_site_with_its_teachers(maison: Maison) -> None:
    lus = {(c.cours, c.jour): c.enseignants for c in lire_cours_du_site(maison.ctx()).cours}
    assert lus["COR", 3] == "Bertrand Imbert"
    assert "Tournier" in lus["FM1.1", 3]
    assert len(lire_eleves_du_cours(maison.ctx(), maison.ids["cor_mer"])) == 2
    with pytest.raises(Refus):
        lire_cours_du_site(ctx_enseignant(maison, "Imbert"))


def test_a_teacher_sees_of_a_pupil_what_the_lesson_needs_and_nothing_else(maison: Maison) -> None:
    def alerter(session) -> None:
        eleve = session.get(Eleve, maison.ids["Lina"])
        eleve.alerte, eleve.tel_urgence, eleve.observations = "Asthme", "06 39 98 41 79", "ne pas dire"

    maison.ecrire(alerter)
    lina, noe = lire_eleves_du_cours(ctx_enseignant(maison, "Imbert"), maison.ids["cor_mer"])
    assert lina == EleveDuCours(maison.ids["Lina"], "Valmont", "Lina", 14, "", "Asthme", "06 39 98 41 79")
    assert noe.prenom == "Noé"
    assert {f.name for f in fields(EleveDuCours)} == {
        "eleve_id", "nom", "prenom", "age", "ha", "alerte", "tel_urgence",
    }  # fmt: skip


def test_somebody_else_s_course_is_not_found(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        lire_eleves_du_cours(ctx_enseignant(maison, "Tournier"), maison.ids["cor_mer"])


def test_a_pupil_who_moved_is_no_longer_in_the_old_time(maison: Maison) -> None:
    assert lire_eleves_du_cours(ctx_enseignant(maison, "Imbert"), maison.ids["cor_mar"]) == ()


def test_an_account_that_names_no_teacher_is_told_apart_from_an_empty_week(maison: Maison) -> None:
    sans_lien = replace(maison.ctx(Role.ENSEIGNANT), compte_id=None)
    assert lire_mes_cours(sans_lien).est_relie is False
    an_prochain = ctx_enseignant(maison, "Imbert").sur(annee_id=maison.ids["cible"])
    assert (lire_mes_cours(an_prochain).est_relie, lire_mes_cours(an_prochain).cours) == (True, ())
