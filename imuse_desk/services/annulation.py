"""Undo: a use case that can be undone keeps its opposite command beside the operation, until the day ends at the site.

The opposite is a command run by the rules of the day (it may refuse: a place sold meanwhile, a course archived), never
a copy of rows put back. It stands in the base: it can be undone from another desk, or after a restart.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annulable
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

Inverse: TypeAlias = Callable[[Contexte, Unite, Mapping[str, Any]], Any]

_RACINE = "imuse_desk.services."
_INVERSES: dict[str, tuple[Permission, Inverse]] = {}


@dataclass(frozen=True, slots=True)
class OperationAnnulable:
    """What the person did today and may still undo."""

    operation_id: uuid.UUID
    libelle: str
    jusqu_a: datetime


def inverse(permission: Permission) -> Callable[[Inverse], Inverse]:
    """Declare an opposite command, with the permission that running it asks."""

    def declarer(fonction: Inverse) -> Inverse:
        _INVERSES[_nom(fonction)] = (permission, fonction)
        return fonction

    return declarer


def rendre_annulable(ctx: Contexte, unite: Unite, libelle: str, commande: Inverse, **arguments: Any) -> None:
    """Keep, inside the writing unit, what undoes it (plain JSON arguments) until the end of the day at the site."""
    nom = _nom(commande)
    if nom not in _INVERSES:
        raise ValueError(f"{nom} is not declared with @inverse")
    unite.session.add(
        Annulable(
            operation_id=unite.operation_id,
            libelle=libelle,
            inverse=nom,
            arguments=arguments,
            agent=unite.auteur.agent,
            a=unite.maintenant,
            jusqu_a=_fin_du_jour(ctx),
        )
    )


@cas_d_usage(Permission.SON_COMPTE)
def annuler(ctx: Contexte, operation_id: uuid.UUID) -> Fait[str]:
    """Undo an operation of the day by its opposite command; gives its words.

    Raises Introuvable, RegleMetier(deja_annulee | annulation_trop_tardive), Refus, or what the opposite refuses.
    """
    with ctx.lire() as session:
        nom = session.execute(select(Annulable.inverse).where(Annulable.operation_id == operation_id)).scalar()
    if nom is None:
        raise Introuvable("annulable", operation_id)
    if nom not in _INVERSES:  # declared by a module that nothing has imported since the program started
        import_module(_RACINE + nom.rpartition(".")[0])
    permission, commande = _INVERSES[nom]
    ctx.exiger(permission)

    def ecrire(unite: Unite) -> str:
        faite = unite.session.get_one(Annulable, operation_id, with_for_update=True)
        if faite.annulee_a is not None:
            raise RegleMetier("deja_annulee", auteur=faite.annulee_par)
        if unite.maintenant > faite.jusqu_a:
            raise RegleMetier("annulation_trop_tardive")
        commande(ctx, unite, faite.arguments)
        faite.annulee_a, faite.annulee_par = unite.maintenant, unite.auteur.agent
        return faite.libelle

    return ctx.ecrire("annuler", ecrire)


@cas_d_usage(Permission.SON_COMPTE)
def lister_annulables(ctx: Contexte) -> tuple[OperationAnnulable, ...]:
    """What this person may still undo, the latest first."""
    requete = (
        select(Annulable.operation_id, Annulable.libelle, Annulable.jusqu_a)
        .where(Annulable.agent == ctx.agent, Annulable.annulee_a.is_(None), Annulable.jusqu_a >= ctx.maintenant())
        .order_by(Annulable.a.desc())
    )
    with ctx.lire() as session:
        return tuple(OperationAnnulable(*ligne) for ligne in session.execute(requete))


def _nom(fonction: Inverse) -> str:
    return f"{fonction.__module__}.{fonction.__qualname__}".removeprefix(_RACINE)


def _fin_du_jour(ctx: Contexte) -> datetime:
    minuit = datetime.combine(ctx.aujourdhui() + timedelta(days=1), time(), ZoneInfo(ctx.fuseau))
    return minuit - timedelta(microseconds=1)
