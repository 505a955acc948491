"""The demonstration has sheets of marks: validated for the period that ended, begun for the one in course."""

from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.roles import Role
from imuse_desk.services.lectures.suivi import lire_mes_cours
from imuse_desk.services.suivi.feuille import lire_feuille, lire_periodes
from tests.bases import BaseDemo


def test_a_teacher_finds_his_sheets(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.ENSEIGNANT)
    vues = [
        lire_feuille(ctx, cours.cours_id, periode.id, cours.creneau_id)
        for cours in lire_mes_cours(ctx).cours
        for periode in lire_periodes(ctx, cours.cours_id)
    ]
    assert {vue.periode.libelle for vue in vues} == {"Semestre 1", "Semestre 2"}
    finies = [vue for vue in vues if vue.periode.libelle == "Semestre 1" and vue.eleves]
    assert EtatFeuille.VALIDEE in {vue.etat for vue in finies}
    for vue in finies:
        assert all(eleve.bilan.est_complet for eleve in vue.eleves)
        assert any(eleve.appreciation for eleve in vue.eleves) or len(vue.eleves) < 3
    assert any(eleve.bilan.moyenne for vue in finies for eleve in vue.eleves)
