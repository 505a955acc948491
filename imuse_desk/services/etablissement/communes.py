"""The towns of a site's territory: added, renamed, withdrawn on a date; the residence status comes from them.

Nothing is deleted: a town withdrawn keeps its row, so that the statuses of its time stay explained.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.territoire import Commune, cle_commune
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.models import CommuneTerritoire
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

TOUJOURS = date(1900, 1, 1)
"""The first day of a town added without a date: it was always of the territory."""


@dataclass(frozen=True, slots=True)
class CommuneVue:
    """A town; ``renommee_en`` is its later name. ``du_le`` is None for « depuis toujours ».

    ``est_a_venir``: its first day has not come; ``est_finie``: its last day has.
    """

    id: int
    version: int
    cp: str
    ville: str
    du_le: date | None
    au_le: date | None
    renommee_en: str = ""
    est_a_venir: bool = False
    est_finie: bool = False


@dataclass(frozen=True, slots=True)
class AjouterCommune:
    """A town as typed; an empty ``du`` counts it since always."""

    cp: str
    ville: str
    du: str = ""
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RenommerCommune:
    """A new name from a date on; families written under the former one stay residents."""

    commune_id: int
    ville: str
    du: str
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RetirerCommune:
    """The first day on which a town is no longer of the territory."""

    commune_id: int
    du: str
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lister_communes(ctx: Contexte) -> tuple[CommuneVue, ...]:
    """The towns of the site consulted: those that count first, by name."""
    jour = ctx.aujourdhui()
    with ctx.lire() as session:
        lignes = session.execute(select(CommuneTerritoire).where(CommuneTerritoire.site_id == ctx.site_id)).scalars()
        toutes = sorted(lignes, key=lambda c: (c.au_le is not None and c.au_le <= jour, c.cle, c.du_le))
    suites = {(c.cp, c.du_le): c.ville for c in toutes}
    return tuple(
        CommuneVue(
            c.id, c.version, c.cp, c.ville, None if c.du_le == TOUJOURS else c.du_le, c.au_le,
            suites.get((c.cp, c.au_le), "") if c.au_le else "", c.du_le > jour, c.au_le is not None and c.au_le <= jour,
        )
        for c in toutes
    )  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def ajouter_commune(ctx: Contexte, commande: AjouterCommune) -> Fait[int]:
    """Add a town to the territory of the site; undoable the same day.

    Raises FormulaireInvalide (cp, ville, du), Invalide(ville, commune_deja_la).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    cp = lecteur.lu(partial(lire_code_postal, commande.cp), "")
    if not commande.cp.strip():
        lecteur.refuser("cp", "champ_obligatoire")
    ville = lecteur.texte("ville", commande.ville, 120, obligatoire=True)
    du_le = lecteur.date("du", commande.du) or TOUJOURS
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        return _inserer(ctx, unite, cp, ville, du_le, {})

    return ctx.ecrire("ajouter_commune", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def renommer_commune(ctx: Contexte, commande: RenommerCommune) -> Fait[int]:
    """Give a town another name from a date on (commune nouvelle); undoable the same day. The new row is the result.

    Raises FormulaireInvalide (ville, du), Introuvable, Invalide(ville, commune_deja_la).
    """
    ville, du_le = _lire_suite(ctx, commande.du, commande.ville)

    def ecrire(unite: Unite) -> int:
        ancienne = _finir(ctx, unite, commande.commune_id, du_le)
        return _inserer(ctx, unite, ancienne.cp, ville, du_le, {"rouvrir": ancienne.id})

    return ctx.ecrire("renommer_commune", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer_commune(ctx: Contexte, commande: RetirerCommune) -> Fait[int]:
    """Say from when a town is no longer of the territory; undoable the same day.

    Raises FormulaireInvalide (du), Introuvable.
    """
    _, du_le = _lire_suite(ctx, commande.du, None)

    def ecrire(unite: Unite) -> int:
        ancienne = _finir(ctx, unite, commande.commune_id, du_le)
        rendre_annulable(ctx, unite, "Commune retirée du territoire", rouvrir_commune, rouvrir=ancienne.id)
        return ancienne.id

    return ctx.ecrire("retirer_commune", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_TARIF)
def rouvrir_commune(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a town added, renamed or withdrawn: the row written goes away, the one that it ended goes on."""
    if "ajoutee" in arguments:
        ajoutee = unite.session.get(CommuneTerritoire, arguments["ajoutee"])
        if ajoutee is None or ajoutee.au_le is not None:
            raise RegleMetier("modifie_depuis")
        unite.touche("site", ajoutee.site_id)
        unite.session.delete(ajoutee)
    if "rouvrir" in arguments:
        ancienne = unite.session.get_one(CommuneTerritoire, arguments["rouvrir"])
        ancienne.au_le = None
        unite.touche("site", ancienne.site_id)


def communes_du_site(session: Session, site_id: int) -> tuple[Commune, ...]:
    """The territory of a site, past and present, as the rule reads it."""
    lignes = session.execute(
        select(CommuneTerritoire.cp, CommuneTerritoire.cle, CommuneTerritoire.du_le, CommuneTerritoire.au_le).where(
            CommuneTerritoire.site_id == site_id
        )
    )
    return tuple(Commune(*ligne) for ligne in lignes)


def _lire_suite(ctx: Contexte, du: str, ville: str | None) -> tuple[str, date]:
    lecteur = Lecteur(ctx.aujourdhui())
    net = "" if ville is None else lecteur.texte("ville", ville, 120, obligatoire=True)
    du_le = lecteur.date("du", du)
    if not du.strip():
        lecteur.refuser("du", "champ_obligatoire")
    lecteur.conclure()
    return net, du_le or date.min


def _finir(ctx: Contexte, unite: Unite, commune_id: int, le: date) -> CommuneTerritoire:
    """End a town on a day. Raises Introuvable, Invalide(du, dates_inversees)."""
    commune = unite.session.get(CommuneTerritoire, commune_id)
    if commune is None or commune.site_id != ctx.site_id or commune.au_le is not None:
        raise Introuvable("commune", commune_id)
    if le <= commune.du_le:
        raise Invalide("du", "dates_inversees")
    commune.au_le = le
    unite.session.flush()
    unite.touche("site", ctx.site_id)
    return commune


def _inserer(ctx: Contexte, unite: Unite, cp: str, ville: str, du_le: date, annulation: Mapping[str, Any]) -> int:
    memes = select(CommuneTerritoire.id).where(
        CommuneTerritoire.site_id == ctx.site_id,
        CommuneTerritoire.cp == cp,
        CommuneTerritoire.cle == cle_commune(ville),
        or_(CommuneTerritoire.au_le.is_(None), CommuneTerritoire.au_le > du_le),
    )
    if unite.session.execute(memes).first() is not None:
        raise Invalide("ville", "commune_deja_la", ville=ville)
    commune = CommuneTerritoire(site_id=ctx.site_id, cp=cp, ville=ville, cle=cle_commune(ville), du_le=du_le)
    unite.session.add(commune)
    unite.session.flush()
    libelle = "Commune renommée" if annulation else "Commune ajoutée au territoire"
    rendre_annulable(ctx, unite, libelle, rouvrir_commune, ajoutee=commune.id, **annulation)
    unite.touche("site", ctx.site_id)
    return commune.id
