"""Drafts: what somebody typed and did not record, kept per account, screen and object."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Brouillon
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

NOUVEAU = "nouveau"


@dataclass(frozen=True, slots=True)
class BrouillonVu:
    """A draft: the screen (``famille``, ``eleve``), the object's id as text (or ``nouveau``), what was typed, when."""

    ecran: str
    objet: str
    contenu: Any
    a: datetime


@cas_d_usage(Permission.SON_COMPTE)
def garder_brouillon(ctx: Contexte, ecran: str, objet: str, contenu: Any) -> datetime:
    """Keep (or replace) a draft; answers when. ``contenu`` is plain JSON. An account-less desk keeps none."""

    def ecrire(unite: Unite) -> None:
        ligne = unite.session.execute(
            select(Brouillon).where(
                Brouillon.compte_id == ctx.compte_id, Brouillon.ecran == ecran, Brouillon.objet == objet
            )
        ).scalar_one_or_none()
        if ligne is None:
            ligne = Brouillon(compte_id=ctx.compte_id, ecran=ecran, objet=objet)
            unite.session.add(ligne)
        ligne.contenu, ligne.a = contenu, unite.maintenant

    if ctx.compte_id is not None:
        ctx.ecrire("garder_brouillon", ecrire)
    return ctx.maintenant()


@cas_d_usage(Permission.SON_COMPTE)
def lire_brouillon(ctx: Contexte, ecran: str, objet: str) -> BrouillonVu | None:
    """The draft of an object, if one was kept."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(Brouillon.ecran, Brouillon.objet, Brouillon.contenu, Brouillon.a).where(
                Brouillon.compte_id == ctx.compte_id, Brouillon.ecran == ecran, Brouillon.objet == objet
            )
        ).first()
    return BrouillonVu(*ligne) if ligne else None


@cas_d_usage(Permission.SON_COMPTE)
def lister_brouillons(ctx: Contexte, ecran: str = "") -> tuple[BrouillonVu, ...]:
    """Every draft of the person, newest first."""
    requete = select(Brouillon.ecran, Brouillon.objet, Brouillon.contenu, Brouillon.a).where(
        Brouillon.compte_id == ctx.compte_id
    )
    if ecran:
        requete = requete.where(Brouillon.ecran == ecran)
    with ctx.lire() as session:
        return tuple(BrouillonVu(*ligne) for ligne in session.execute(requete.order_by(Brouillon.a.desc())))


@cas_d_usage(Permission.SON_COMPTE)
def jeter_brouillon(ctx: Contexte, ecran: str, objet: str) -> None:
    """Drop a draft, recorded or given up."""

    def ecrire(unite: Unite) -> None:
        unite.session.execute(
            delete(Brouillon).where(
                Brouillon.compte_id == ctx.compte_id, Brouillon.ecran == ecran, Brouillon.objet == objet
            )
        )

    if lire_brouillon(ctx, ecran, objet) is not None:
        ctx.ecrire("jeter_brouillon", ecrire)
