"""Days without lessons of a site and year: taken from the official calendars, then the house's own closures."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.calendrier import ZONES, Periode, jours_feries, vacances
from imuse_desk.models import Annee, JourFerme, Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur


@dataclass(frozen=True, slots=True)
class JourFermeVu:
    """Days without lessons, both bounds included."""

    id: int
    genre: str
    libelle: str
    du_le: date
    au_le: date


@dataclass(frozen=True, slots=True)
class AjouterFermeture:
    """A closure of the site, as typed; an empty ``au`` is one day."""

    libelle: str
    du: str
    au: str = ""
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lister_jours_fermes(ctx: Contexte) -> tuple[JourFermeVu, ...]:
    """The days without lessons of the site and year consulted, in order."""
    with ctx.lire() as session:
        return tuple(
            JourFermeVu(j.id, j.genre, j.libelle, j.du_le, j.au_le)
            for j in session.execute(
                select(JourFerme)
                .where(JourFerme.site_id == ctx.site_id, JourFerme.annee_id == ctx.annee_id)
                .order_by(JourFerme.du_le, JourFerme.id)
            ).scalars()
        )


@cas_d_usage(Permission.MODIFIER_TARIF)
def remplir_calendrier(ctx: Contexte, zone: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Write the school holidays of a zone and the public holidays of the year consulted; the house's closures stay.

    The result is the number of periods. Raises RegleMetier(zone_inconnue | vacances_non_publiees: annee).
    """
    if zone not in ZONES:
        raise RegleMetier("zone_inconnue", zone=zone)
    with ctx.lire() as session:
        annee = session.get_one(Annee, ctx.annee_id)
    officielles = [
        *(("vacances", p) for p in vacances(zone, annee.debut_le, annee.fin_le)),
        *(("ferie", p) for p in jours_feries(annee.debut_le, annee.fin_le)),
    ]
    if not any(genre == "vacances" for genre, _ in officielles):
        raise RegleMetier("vacances_non_publiees", annee=annee.libelle)

    def ecrire(unite: Unite) -> int:
        anciens = unite.session.execute(
            select(JourFerme).where(
                JourFerme.site_id == ctx.site_id, JourFerme.annee_id == ctx.annee_id, JourFerme.genre != "fermeture"
            )
        ).scalars()
        for ancien in anciens:
            unite.session.delete(ancien)
        unite.session.flush()
        for genre, periode in officielles:
            unite.session.add(_jour(ctx, genre, periode))
        unite.session.get_one(Site, ctx.site_id).zone_vacances = zone
        unite.touche("site", ctx.site_id)
        return len(officielles)

    return ctx.ecrire("remplir_calendrier", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def ajouter_fermeture(ctx: Contexte, commande: AjouterFermeture) -> Fait[int]:
    """Add a closure of the site; undoable the same day. Raises FormulaireInvalide (libelle, du, au)."""
    with ctx.lire() as session:
        annee = session.get_one(Annee, ctx.annee_id)
    lecteur = Lecteur(ctx.aujourdhui())
    libelle = lecteur.texte("libelle", commande.libelle, 80, obligatoire=True)
    du_le = lecteur.date("du", commande.du)
    if du_le is None and not commande.du.strip():
        lecteur.refuser("du", "champ_obligatoire")
    au_le = lecteur.date("au", commande.au) or du_le
    for champ, jour in (("du", du_le), ("au", au_le)):
        if jour is not None and not annee.debut_le <= jour <= annee.fin_le:
            lecteur.refuser(champ, "date_hors_annee", annee=annee.libelle, du=annee.debut_le, au=annee.fin_le)
    if du_le is not None and au_le is not None and au_le < du_le:
        lecteur.refuser("au", "dates_inversees")
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        jour = _jour(ctx, "fermeture", Periode(libelle, du_le or date.min, au_le or date.min))
        unite.session.add(jour)
        unite.session.flush()
        rendre_annulable(ctx, unite, "Fermeture ajoutée", retirer_jour, jour_id=jour.id)
        unite.touche("site", ctx.site_id)
        return jour.id

    return ctx.ecrire("ajouter_fermeture", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer_jour_ferme(ctx: Contexte, jour_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take days back: lessons take place; undoable the same day. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        jour = unite.session.get(JourFerme, jour_id)
        if jour is None or jour.site_id != ctx.site_id:
            raise Introuvable("jour_ferme", jour_id)
        rendre_annulable(
            ctx, unite, "Jours sans cours retirés", remettre_jour, genre=jour.genre, nom=jour.libelle,
            du=jour.du_le.isoformat(), au=jour.au_le.isoformat(), site_id=jour.site_id, annee_id=jour.annee_id,
        )  # fmt: skip
        unite.session.delete(jour)
        unite.touche("site", ctx.site_id)
        return jour_id

    return ctx.ecrire("retirer_jour_ferme", ecrire, operation_id)


@inverse(Permission.MODIFIER_TARIF)
def retirer_jour(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of an added closure."""
    jour = unite.session.get(JourFerme, arguments["jour_id"])
    if jour is not None:
        unite.session.delete(jour)
        unite.touche("site", jour.site_id)


@inverse(Permission.MODIFIER_TARIF)
def remettre_jour(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of days taken back."""
    bornes = {c: date.fromisoformat(arguments[c[:2]]) for c in ("du_le", "au_le")}
    fixes = {c: arguments[c] for c in ("genre", "site_id", "annee_id")}
    unite.session.add(JourFerme(libelle=arguments["nom"], **fixes, **bornes))
    unite.touche("site", arguments["site_id"])


def jour_ferme_le(session: Session, site_id: int, le: date) -> JourFerme | None:
    """What closes a site on a day, None when lessons take place."""
    return session.execute(
        select(JourFerme).where(JourFerme.site_id == site_id, JourFerme.du_le <= le, JourFerme.au_le >= le).limit(1)
    ).scalar_one_or_none()


def _jour(ctx: Contexte, genre: str, periode: Periode) -> JourFerme:
    return JourFerme(
        site_id=ctx.site_id, annee_id=ctx.annee_id, genre=genre, libelle=periode.libelle, du_le=periode.du_le,
        au_le=periode.au_le,
    )  # fmt: skip
