"""Undo on both databases: the opposite command runs once, the same day, by who may run it, from any process."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.domain.erreurs import Introuvable, Refus, RegleMetier
from imuse_desk.domain.roles import Permission, Role
from imuse_desk.models import Salle
from imuse_desk.models.passerelle import Base, Fait, Unite
from imuse_desk.services import annulation
from imuse_desk.services.annulation import annuler, inverse, lister_annulables, rendre_annulable
from imuse_desk.services.contexte import Contexte
from tests.services.maison import Horloge, ouvrir_maison


@pytest.fixture
def ctx(base: Base, tmp_path: Path) -> Contexte:
    return ouvrir_maison(base, tmp_path, Horloge())


@inverse(Permission.MODIFIER_FAMILLE)
def _renommer(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    salle = unite.session.get_one(Salle, arguments["salle_id"])
    if salle.nom == "Salle fermée":
        raise RegleMetier("salle_fermee")
    salle.nom = arguments["nom"]
    unite.touche("salle", salle.id)


def _renommer_annulable(ctx: Contexte, nom: str) -> Fait[int]:
    def ecrire(unite: Unite) -> int:
        salle = unite.session.query(Salle).first() or Salle(site_id=ctx.site_id, nom="Ravel", capacite=20)
        unite.session.add(salle)
        unite.session.flush()
        rendre_annulable(ctx, unite, f"Salle {salle.nom} renommée", _renommer, salle_id=salle.id, nom=salle.nom)
        salle.nom = nom
        return salle.id

    return ctx.ecrire("renommer_salle", ecrire)


def _nom(ctx: Contexte) -> str:
    with ctx.lire() as session:
        return session.query(Salle).one().nom


def test_undoing_runs_the_opposite_command_once(ctx: Contexte) -> None:
    fait = _renommer_annulable(ctx, "Fauré")
    (possible,) = lister_annulables(ctx)
    assert (possible.operation_id, possible.libelle) == (fait.operation_id, "Salle Ravel renommée")
    assert fait.operation_id is not None
    defait = annuler(ctx, fait.operation_id)
    assert (_nom(ctx), defait.changements.touche("salle", fait.resultat)) == ("Ravel", True)
    assert lister_annulables(ctx) == ()
    with pytest.raises(RegleMetier, match="deja_annulee"):
        annuler(ctx, fait.operation_id)


def test_an_opposite_that_refuses_leaves_the_operation_undoable(ctx: Contexte) -> None:
    fait = _renommer_annulable(ctx, "Salle fermée")
    assert fait.operation_id is not None
    with pytest.raises(RegleMetier, match="salle_fermee"):
        annuler(ctx, fait.operation_id)
    assert [o.operation_id for o in lister_annulables(ctx)] == [fait.operation_id]


def test_the_day_ends_at_the_site(ctx: Contexte) -> None:
    fait = _renommer_annulable(ctx, "Fauré")
    assert fait.operation_id is not None
    demain = replace(ctx, horloge=lambda: ctx.horloge() + timedelta(days=1))
    assert lister_annulables(demain) == ()
    with pytest.raises(RegleMetier, match="annulation_trop_tardive"):
        annuler(demain, fait.operation_id)
    assert _nom(ctx) == "Fauré"


def test_undoing_asks_the_permission_of_the_opposite(ctx: Contexte) -> None:
    fait = _renommer_annulable(ctx, "Fauré")
    assert fait.operation_id is not None
    regisseur = replace(ctx, roles={ctx.site_id: frozenset({Role.REGISSEUR})})
    with pytest.raises(Refus):
        annuler(regisseur, fait.operation_id)
    with pytest.raises(Introuvable):
        annuler(ctx, uuid.uuid4())


def test_a_command_must_be_declared(ctx: Contexte) -> None:
    def ecrire(unite: Unite) -> None:
        rendre_annulable(ctx, unite, "x", lambda _c, _u, _a: None)

    with pytest.raises(ValueError, match="not declared"):
        ctx.ecrire("essai", ecrire)
    assert annulation.lister_annulables(ctx) == ()
