"""Where a thing lives, what waits, what other desks changed."""

import pytest

from imuse_desk.domain.erreurs import Introuvable, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import Personne
from imuse_desk.models.passerelle import Auteur
from imuse_desk.services.lectures.navigation import lire_cadre, situer
from imuse_desk.services.lectures.veille import changements_depuis, compter_attente
from tests.bases import BaseDemo


def test_the_frame_names_sites_and_years(base_demo: BaseDemo) -> None:
    cadre = lire_cadre(base_demo.contexte(Role.SECRETARIAT))
    assert cadre.est_demonstration
    assert len(cadre.sites) == 3
    assert [a.etat for a in cadre.annees].count("ouverte") == 1
    assert cadre.annees[0].libelle > cadre.annees[-1].libelle


def test_a_pupil_leads_to_its_household(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    famille = situer(ctx, "foyer", 1)
    assert famille.famille == "Valmont"
    assert [nom for _, nom in famille.enfants] == ["Lina Valmont", "Noé Valmont"]
    lina = situer(ctx, "eleve", famille.enfants[0][0])
    assert (lina.foyer_id, lina.eleve_id) == (1, famille.enfants[0][0])
    with pytest.raises(Introuvable):
        situer(ctx, "eleve", 10**6)
    with pytest.raises(Refus):
        situer(base_demo.contexte(Role.ENSEIGNANT), "foyer", 1)


def test_changes_of_other_desks_are_seen_once(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    depart, rien = changements_depuis(ctx, None)
    assert rien == ()

    def renommer(unite) -> None:
        unite.session.get_one(Personne, 1).profession = "Luthière"
        unite.touche("personne", 1)

    base_demo.base.ecrire(Auteur("Bruno Petit", "autre poste"), "renommer", renommer)
    ctx.ecrire("renommer", renommer)
    suite, vus = changements_depuis(ctx, depart)
    assert [c.operation for c in vus] == ["renommer"], "this desk's own change is not told again"
    assert vus[0].touche("personne", 1)
    assert changements_depuis(ctx, suite) == (suite, ())


def test_what_waits_is_counted_for_the_site(base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    attentes = [compter_attente(ctx.sur(site_id=site)) for site in ctx.roles]
    assert sum(a.pieces for a in attentes) > 0
    assert all(a.total == a.pieces + a.dossiers + a.courriers for a in attentes)
