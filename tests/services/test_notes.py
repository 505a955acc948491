"""The notepad and the tasks: who reads what, who corrects what, what is due, undo."""

from dataclasses import replace
from datetime import timedelta

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import (
    collegues,
    lister_notes,
    lister_taches,
    notes_epinglees,
    taches_du_dossier,
)
from imuse_desk.services.lectures.eleves import lister_eleves, lister_mes_eleves
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.services.lectures.veille import compter_attente
from imuse_desk.services.notes import EcrireNote, SaisieNote, archiver_note, ecrire_note
from imuse_desk.services.taches import NoterTache, finir_tache, noter_tache, reporter_tache
from tests.bases import BaseDemo


@pytest.fixture
def ctx(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.SECRETARIAT)


@pytest.fixture
def direction(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.DIRECTION)


@pytest.fixture
def enseignant(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.ENSEIGNANT)


def _ecrire(ctx: Contexte, texte: str, visibilite: str = "bureau", *, epinglee: bool = False, eleve_id: int = 1) -> int:
    saisie = SaisieNote(texte, "appel", epinglee, visibilite)
    return ecrire_note(ctx, EcrireNote("eleve", eleve_id, saisie)).resultat


def test_each_reads_what_was_written_for_them(ctx: Contexte, direction: Contexte, enseignant: Contexte) -> None:
    sien = lister_mes_eleves(enseignant)[0].id
    _ecrire(ctx, "Arrive en retard le mardi", "tous", eleve_id=sien)
    _ecrire(ctx, "A appelé pour la bourse", epinglee=True, eleve_id=sien)
    _ecrire(direction, "Rendez-vous avec la mère", "direction", eleve_id=sien)
    textes = {
        nom: [n.texte for n in lister_notes(qui, "eleve", sien)]
        for nom, qui in (("s", ctx), ("d", direction), ("e", enseignant))
    }
    assert textes["s"] == ["A appelé pour la bourse", "Arrive en retard le mardi"]
    assert textes["d"][0] == "A appelé pour la bourse"
    assert len(textes["d"]) == 3
    assert textes["e"] == ["Arrive en retard le mardi"]
    siens = {e.id for e in lister_mes_eleves(enseignant)}
    autre = next(ident for ident in lister_eleves(ctx).ids if ident not in siens)
    _ecrire(ctx, "Pas le sien", "tous", eleve_id=autre)
    assert lister_notes(enseignant, "eleve", autre) == ()
    with pytest.raises(FormulaireInvalide):
        _ecrire(ctx, "Secret", "direction")
    with pytest.raises(Refus):
        _ecrire(enseignant, "Note d’un enseignant")


def test_a_note_is_corrected_by_its_author_and_never_overwritten(ctx: Contexte) -> None:
    ident = _ecrire(ctx, "Rappeler jeudi")
    (note,) = lister_notes(ctx, "eleve", 1)
    corrigee = EcrireNote("eleve", 1, SaisieNote("Rappeler vendredi", "appel"), ident, note.version)
    ecrire_note(ctx, corrigee)
    with pytest.raises(Conflit) as conflit:
        ecrire_note(ctx, replace(corrigee, saisie=SaisieNote("Rappeler samedi", "appel")))
    assert conflit.value.champs == {"texte": ("Rappeler samedi", "Rappeler vendredi")}
    collegue = replace(ctx, agent="Lucie Petit")
    (vue,) = lister_notes(collegue, "eleve", 1)
    assert not vue.est_modifiable
    with pytest.raises(RegleMetier, match="note_d_un_autre"):
        archiver_note(collegue, ident)
    fait = archiver_note(ctx, ident)
    assert lister_notes(ctx, "eleve", 1) == ()
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [n.texte for n in lister_notes(ctx, "eleve", 1)] == ["Rappeler vendredi"]


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [(SaisieNote(""), "texte"), (SaisieNote("x" * 4001), "texte"), (SaisieNote("x", "rumeur"), "genre")],
)
def test_a_note_says_what_is_wrong(ctx: Contexte, saisie: SaisieNote, champ: str) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        ecrire_note(ctx, EcrireNote("foyer", 1, saisie))
    assert refus.value.erreurs[0].champ == champ
    with pytest.raises(Introuvable):
        ecrire_note(ctx, EcrireNote("foyer", 10**6, SaisieNote("x")))


def test_a_task_waits_for_its_day_and_its_person(ctx: Contexte) -> None:
    jour = ctx.aujourdhui()
    rappel = noter_tache(ctx, NoterTache("Rappeler Mme Valmont", f"{jour:%d/%m/%Y}", foyer_id=1)).resultat
    noter_tache(ctx, NoterTache("Relancer", f"{jour + timedelta(days=3):%d/%m/%Y}", ctx.compte_id, eleve_id=1))
    assert [(t.libelle, t.pour, t.sujet) for t in lister_taches(ctx)] == [
        ("Rappeler Mme Valmont", "", "Valmont"),
        ("Relancer", ctx.agent, "Lina Valmont"),
    ]
    assert compter_attente(ctx).taches == 1
    collegue = replace(ctx, compte_id=10**6)
    assert [t.libelle for t in lister_taches(collegue)] == ["Rappeler Mme Valmont"]
    assert len(lister_taches(collegue, miennes=False)) == 2
    demain = replace(ctx, horloge=lambda: ctx.horloge() + timedelta(days=4))
    assert [t.est_en_retard for t in lister_taches(demain)] == [True, True]
    fait = finir_tache(ctx, rappel)
    assert compter_attente(ctx).taches == 0
    with pytest.raises(RegleMetier, match="tache_deja_faite"):
        finir_tache(ctx, rappel)
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert compter_attente(ctx).taches == 1


@pytest.mark.parametrize(
    ("echeance", "code"),
    [("", "champ_obligatoire"), ("31/02/2027", "jour_impossible"), ("01/01/2026", "date_passee")],
)
def test_a_task_says_what_is_wrong(ctx: Contexte, echeance: str, code: str) -> None:
    with pytest.raises(FormulaireInvalide) as refus:
        noter_tache(ctx, NoterTache("Rappeler", echeance))
    assert (refus.value.erreurs[0].champ, refus.value.erreurs[0].code) == ("echeance", code)
    with pytest.raises(Introuvable):
        noter_tache(ctx, NoterTache("Rappeler", "25/11/2030", compte_id=10**6))


def test_a_task_noted_by_mistake_goes(ctx: Contexte) -> None:
    fait = noter_tache(ctx, NoterTache("Erreur", f"{ctx.aujourdhui():%d/%m/%Y}"))
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert lister_taches(ctx) == ()


def test_a_task_is_put_off_and_undone(ctx: Contexte) -> None:
    jour = ctx.aujourdhui()
    ident = noter_tache(ctx, NoterTache("Rappeler", f"{jour:%d/%m/%Y}", eleve_id=1)).resultat
    fait = reporter_tache(ctx, ident, f"{jour + timedelta(days=5):%d/%m/%Y}")
    assert [t.echeance_le for t in taches_du_dossier(ctx, "eleve", 1)] == [jour + timedelta(days=5)]
    assert compter_attente(ctx).taches == 0
    with pytest.raises(FormulaireInvalide):
        reporter_tache(ctx, ident, f"{jour - timedelta(days=1):%d/%m/%Y}")
    assert fait.operation_id is not None
    annuler(ctx, fait.operation_id)
    assert [t.echeance_le for t in lister_taches(ctx)] == [jour]
    finir_tache(ctx, ident)
    with pytest.raises(RegleMetier, match="tache_deja_faite"):
        reporter_tache(ctx, ident, f"{jour:%d/%m/%Y}")


def test_a_family_shows_the_tasks_and_pinned_notes_of_its_pupils(ctx: Contexte) -> None:
    foyer_id = situer(ctx, "eleve", 1).foyer_id
    echeance = f"{ctx.aujourdhui():%d/%m/%Y}"
    noter_tache(ctx, NoterTache("Sur la famille", echeance, foyer_id=foyer_id))
    noter_tache(ctx, NoterTache("Sur l’élève", echeance, eleve_id=1))
    noter_tache(ctx, NoterTache("Ailleurs", echeance))
    assert [t.libelle for t in taches_du_dossier(ctx, "foyer", foyer_id)] == ["Sur la famille", "Sur l’élève"]
    assert [t.libelle for t in taches_du_dossier(ctx, "eleve", 1)] == ["Sur l’élève"]
    _ecrire(ctx, "Pas épinglée")
    _ecrire(ctx, "Allergie aux arachides", epinglee=True)
    assert [n.texte for n in notes_epinglees(ctx, "foyer", foyer_id)] == ["Allergie aux arachides"]


def test_a_task_goes_to_those_who_read_the_dossiers(ctx: Contexte, enseignant: Contexte) -> None:
    noms = dict(collegues(ctx))
    assert noms[ctx.compte_id or 0] == ctx.agent
    assert enseignant.compte_id not in noms
