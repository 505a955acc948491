"""Courses and teachers as the search opens them."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select, update

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Affectation,
    Compte,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    Occupation,
    Personne,
    Salle,
)
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.cours import lire_cours, lire_enseignant, lire_salle
from tests.bases import BaseDemo
from tests.fabriques import Maison, maison_valmont


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


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """Lina has a turn of 30 minutes in an hour of Anne Faure; Noé is in the same course, without a time."""
    maison = maison_valmont(base, tmp_path / "depot")
    maison.garder("faure", Personne(nom="Faure", prenom="Anne", cle="faure anne", email="faure@example.org"))
    maison.garder("prof", Enseignant(personne_id=maison.ids["faure"]))
    maison.creneau("bloc", "source:COR", 2, "17:00", capacite=2)
    maison.ajouter(CreneauEnseignant(creneau_id=maison.ids["bloc"], enseignant_id=maison.ids["prof"]))
    maison.ajouter(
        Affectation(
            inscription_id=maison.ids["inscription:Lina:COR"], creneau_id=maison.ids["bloc"], du_le=date(2025, 9, 10),
            heure_passage=time(17, 30), duree_min=30,
        )
    )  # fmt: skip

    def blocs(session: Any) -> None:
        session.execute(update(Creneau).where(Creneau.id == maison.ids["bloc"]).values(passage_min=30))
        session.execute(update(Salle).values(capacite=1))
        session.execute(update(Personne).where(Personne.prenom == "Lina").values(mobile="06 39 98 41 79"))

    maison.ecrire(blocs)
    return maison


def test_a_teacher_has_his_pupils_with_their_turn_and_the_minutes_left(maison: Maison) -> None:
    ctx = maison.ctx()
    vu = lire_enseignant(ctx, maison.ids["prof"])
    (horaire,) = vu.horaires
    assert (horaire.horaire, horaire.libres_min, horaire.inscrits, horaire.capacite) == ("mar. 17:00", 30, 1, 2)
    assert horaire.enseignant_ids == (maison.ids["prof"],)
    (lina,) = vu.eleves
    assert (lina.prenom, lina.horaire, lina.telephone, lina.cours) == ("Lina", "mar. 17:30", "06 39 98 41 79", "COR")
    suivante = lire_enseignant(ctx.sur(annee_id=maison.ids["cible"]), maison.ids["prof"])
    assert (suivante.horaires, suivante.eleves) == ((), ())


def test_a_course_lists_who_waits_for_a_time_too(maison: Maison) -> None:
    vu = lire_cours(maison.ctx(), maison.ids["source:COR"])
    assert {(e.prenom, e.horaire) for e in vu.eleves} == {("Lina", "mar. 17:30"), ("Noé", "")}


def test_a_room_has_its_week_and_says_what_is_too_full(maison: Maison) -> None:
    ctx = maison.ctx()
    vu = lire_salle(ctx, maison.ids["salle"])
    assert (vu.nom, vu.capacite, [h.horaire for h in vu.horaires]) == ("salle Franck", 1, ["mar. 17:00"])
    assert not vu.deborde(vu.horaires[0])

    def remplir(session: Any) -> None:
        session.execute(update(Occupation).where(Occupation.creneau_id == maison.ids["bloc"]).values(prises=2))

    maison.ecrire(remplir)
    plein = lire_salle(ctx, maison.ids["salle"])
    assert plein.deborde(plein.horaires[0])
    assert plein.horaires[0].est_complet
    with pytest.raises(Introuvable):
        lire_salle(ctx, 10**6)


def test_a_teacher_sees_his_own_pupils_alone(maison: Maison) -> None:
    compte = maison.ajouter(
        Compte(
            identifiant="faure", nom_affiche="Anne Faure", mot_de_passe="x",
            personne_id=maison.ids["faure"],
        )
    )  # fmt: skip
    ctx = replace(maison.ctx(Role.ENSEIGNANT), compte_id=compte)
    (lina,) = lire_cours(ctx, maison.ids["source:COR"]).eleves
    assert (lina.prenom, lina.telephone) == ("Lina", "")  # no other phone than the one for emergencies
    assert lire_enseignant(ctx, maison.ids["prof"]).email == ""


def test_a_restricted_pupil_has_no_phone_and_cards_take_few_statements(maison: Maison) -> None:
    def restreindre(session: Any) -> None:
        session.execute(update(Personne).where(Personne.prenom == "Lina").values(est_restreint=True))

    maison.ecrire(restreindre)
    ordres: list[str] = []

    def noter(_c: Any, _curseur: Any, ordre: str, *_reste: Any) -> None:
        ordres.append(ordre)

    event.listen(maison.base.moteur, "before_cursor_execute", noter)
    vu = lire_enseignant(maison.ctx(), maison.ids["prof"])
    event.remove(maison.base.moteur, "before_cursor_execute", noter)
    assert vu.eleves[0].telephone == ""
    assert len([o for o in ordres if o.lstrip().upper().startswith("SELECT")]) <= 4
