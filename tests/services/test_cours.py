"""Courses and teachers as the search opens them."""

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Role
from imuse_desk.models import Cours, CreneauEnseignant, Inscription
from imuse_desk.services.lectures.cours import lire_cours, lire_enseignant
from tests.bases import BaseDemo


def test_a_course_names_its_times_and_pupils(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    with ctx.lire() as session:
        cours_id, eleves = session.execute(
            select(Inscription.cours_id, Inscription.eleve_id)
            .join(Cours, Cours.id == Inscription.cours_id)
            .where(Cours.annee_id == ctx.annee_id, Inscription.etat == "active")
        ).first() or (0, 0)
    cours = lire_cours(ctx, cours_id)
    assert eleves in {e.eleve_id for e in cours.eleves}
    assert cours.horaires
    assert all(h.horaire[3] == "." and h.enseignants for h in cours.horaires)
    with pytest.raises(Introuvable):
        lire_cours(ctx, 10**6)


def test_a_teacher_has_the_times_of_the_year_consulted(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    with ctx.lire() as session:
        ident = session.execute(select(CreneauEnseignant.enseignant_id)).scalar() or 0
    enseignant = lire_enseignant(ctx, ident)
    assert enseignant.horaires
    ailleurs = lire_enseignant(ctx.sur(annee_id=next(a for a in range(1, 9) if a != ctx.annee_id)), ident)
    assert {h.creneau_id for h in ailleurs.horaires}.isdisjoint(h.creneau_id for h in enseignant.horaires)
