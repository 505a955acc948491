"""The demonstration has sheets of marks: validated for the period that ended, begun for the one in course."""

from sqlalchemy import select

from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.roles import Role
from imuse_desk.models import Appreciation, FeuilleEvaluation, Inscription, PeriodeEvaluation
from imuse_desk.services.suivi.feuille import lire_feuille
from tests.bases import BaseDemo


def test_the_sheets_of_the_period_in_course_are_begun(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.DIRECTION)
    ecrites = (
        select(Inscription.cours_id, Appreciation.periode_id)
        .join(Appreciation, Appreciation.inscription_id == Inscription.id)
        .where(Inscription.annee_id == ctx.annee_id, Inscription.site_id == ctx.site_id)
        .distinct()
    )
    with ctx.lire() as session:
        vues = [lire_feuille(ctx, cours_id, periode_id) for cours_id, periode_id in session.execute(ecrites).all()]
    eleves = [eleve for vue in vues for eleve in vue.eleves]
    assert {vue.fermee for vue in vues} == {""}
    assert {eleve.bilan.est_complet for eleve in eleves} == {False, True}
    assert {vue.periode.libelle for vue in vues} == {"Semestre 1"}


def test_last_year_s_sheets_are_mostly_validated(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.DIRECTION)
    avant = select(FeuilleEvaluation.etat).join(PeriodeEvaluation, PeriodeEvaluation.id == FeuilleEvaluation.periode_id)
    with ctx.lire() as session:
        etats = session.scalars(avant.where(PeriodeEvaluation.annee_id < ctx.annee_id)).all()
        de_l_annee = session.scalars(avant.where(PeriodeEvaluation.annee_id == ctx.annee_id)).all()
    assert etats.count(EtatFeuille.VALIDEE) > etats.count(EtatFeuille.OUVERTE) > 0
    assert set(de_l_annee) == {EtatFeuille.OUVERTE}
