"""When a campaign is open: dates of a site, kept as the first and the last instants of their days there."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Campagne
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import date_du_site, jour
from imuse_desk.services.reinscription.ouverture import derniere_campagne, inscrire_eleves

_SOURCE = aliased(Annee)
_CIBLE = aliased(Annee)
_AVANT = aliased(Annee)
_CAMPAGNE = aliased(Campagne)


@dataclass(frozen=True, slots=True)
class DatesCampagne:
    """Days at the site, all included; new pupils have dates of their own or those of the others."""

    du_le: date
    au_le: date
    pieces_jusqu_au: date
    annee_revenus: int
    nouvelles_du: date | None = None
    nouvelles_au: date | None = None


@dataclass(frozen=True, slots=True)
class CampagneReglee:
    """A site's campaign as its settings show it."""

    campagne_id: int
    version: int
    annee_source: str
    annee_cible_id: int
    annee_cible: str
    dates: DatesCampagne
    close_le: date | None


@dataclass(frozen=True, slots=True)
class EnregistrerCampagne:
    """Dates typed: of a new campaign for ``annee_cible_id``, or of the one read at ``version``."""

    dates: DatesCampagne
    annee_cible_id: int
    campagne_id: int | None = None
    version: int = 0
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lire_campagne(ctx: Contexte) -> CampagneReglee | None:
    """The newest campaign of the site consulted; None where there never was one."""
    with ctx.lire() as session:
        ligne = session.execute(
            derniere_campagne(ctx.site_id)
            .add_columns(_SOURCE.libelle, _CIBLE.libelle)
            .join(_SOURCE, _SOURCE.id == Campagne.annee_source_id)
            .join(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
        ).first()
    if ligne is None:
        return None
    campagne, avant, apres = ligne

    def le(instant: datetime) -> date:
        return date_du_site(instant, ctx.fuseau)

    dates = DatesCampagne(
        le(campagne.ouvre_a), le(campagne.ferme_a), le(campagne.pieces_jusqu_a), campagne.annee_revenus,
        le(campagne.nouvelles_ouvre_a) if campagne.nouvelles_ouvre_a else None,
        le(campagne.nouvelles_ferme_a) if campagne.nouvelles_ferme_a else None,
    )  # fmt: skip
    close_le = le(campagne.close_a) if campagne.close_a else None
    return CampagneReglee(campagne.id, campagne.version, avant, campagne.annee_cible_id, apres, dates, close_le)


@cas_d_usage(Permission.CONSULTER)
def annees_a_preparer(ctx: Contexte) -> tuple[tuple[int, str], ...]:
    """Years for which the site may still open a campaign: not closed, after another one, (id, label)."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(Annee.id, Annee.libelle)
            .where(
                Annee.etat != "close",
                select(_AVANT.id).where(_AVANT.debut_le < Annee.debut_le).exists(),
                ~select(_CAMPAGNE.id)
                .where(_CAMPAGNE.site_id == ctx.site_id, _CAMPAGNE.annee_cible_id == Annee.id)
                .exists(),
            )
            .order_by(Annee.debut_le)
        )
        return tuple((ligne.id, ligne.libelle) for ligne in lignes)


@cas_d_usage(Permission.CONSULTER)
def annee_preparee(ctx: Contexte) -> int:
    """The year that the site prepares: its newest campaign's, else the first that may have one, else the consulted."""
    campagne, annees = lire_campagne(ctx), annees_a_preparer(ctx)
    if campagne is not None:
        return campagne.annee_cible_id
    return annees[0][0] if annees else ctx.annee_id


@cas_d_usage(Permission.MODIFIER_TARIF)
def preparer_annee_suivante(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Create the year after the last one, from 1 September to 31 August, *en préparation*; its id is the result."""

    def ecrire(unite: Unite) -> int:
        fin = unite.session.execute(select(func.max(Annee.fin_le))).scalar_one()
        debut = date(fin.year, 9, 1) if fin < date(fin.year, 9, 1) else fin + timedelta(days=1)
        annee = Annee(
            libelle=f"{debut.year}-{debut.year + 1}", debut_le=debut, fin_le=date(debut.year + 1, 8, 31),
            etat="preparation",
        )  # fmt: skip
        unite.session.add(annee)
        unite.session.flush()
        unite.touche("annee", annee.id)
        return annee.id

    return ctx.ecrire("preparer_annee", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_campagne(ctx: Contexte, commande: EnregistrerCampagne) -> Fait[dict[str, int]]:
    """Open a campaign, or change its dates; opened, it asks every pupil of the year before.

    Raises FormulaireInvalide (dates in disorder), RegleMetier(campagne_existe | annee_sans_precedente), Conflit.
    """
    _verifier(commande.dates)

    def ecrire(unite: Unite) -> dict[str, int]:
        campagne = _prendre(ctx, unite, commande)
        for colonne, valeur in _instants(commande.dates, ctx.fuseau).items():
            if getattr(campagne, colonne) != valeur:
                setattr(campagne, colonne, valeur)
        unite.session.add(campagne)
        unite.session.flush()
        eleves = inscrire_eleves(unite, campagne, jour(ctx, unite))
        unite.touche("campagne", campagne.id)
        return {"campagne_id": campagne.id, "eleves": len(eleves)}

    return ctx.ecrire("enregistrer_campagne", ecrire, commande.operation_id)


def _prendre(ctx: Contexte, unite: Unite, commande: EnregistrerCampagne) -> Campagne:
    if commande.campagne_id is None:
        return _nouvelle(ctx, unite.session, commande.annee_cible_id)
    campagne = unite.session.get(Campagne, commande.campagne_id)
    if campagne is None or campagne.site_id != ctx.site_id:
        raise Introuvable("campagne", commande.campagne_id)
    if campagne.version != commande.version:
        raise Conflit({}, auteur=campagne.modifie_par or "", version=campagne.version)
    return campagne


def _nouvelle(ctx: Contexte, session: Session, cible_id: int) -> Campagne:
    cible = session.get_one(Annee, cible_id)
    deja = select(Campagne.id).where(Campagne.site_id == ctx.site_id, Campagne.annee_cible_id == cible_id)
    if session.execute(deja).first() is not None:
        raise RegleMetier("campagne_existe")
    source = session.execute(
        select(Annee.id).where(Annee.debut_le < cible.debut_le).order_by(Annee.debut_le.desc()).limit(1)
    ).scalar()
    if source is None:
        raise RegleMetier("annee_sans_precedente", annee=cible.libelle)
    return Campagne(site_id=ctx.site_id, annee_source_id=source, annee_cible_id=cible_id)


def _verifier(dates: DatesCampagne) -> None:
    erreurs = []
    if dates.au_le < dates.du_le:
        erreurs.append(Invalide("au_le", "date_avant_debut"))
    if dates.pieces_jusqu_au < dates.au_le:
        erreurs.append(Invalide("pieces_jusqu_au", "pieces_avant_fin"))
    nouvelles = dates.nouvelles_du or dates.du_le
    if dates.nouvelles_au is not None and dates.nouvelles_au < nouvelles:
        erreurs.append(Invalide("nouvelles_au", "date_avant_debut"))
    if erreurs:
        raise FormulaireInvalide(erreurs)


def _instants(dates: DatesCampagne, fuseau: str) -> dict[str, object]:
    def debut(le: date | None) -> datetime | None:
        return datetime.combine(le, time(), ZoneInfo(fuseau)).astimezone(UTC) if le else None

    def fin(le: date | None) -> datetime | None:
        lendemain = debut(le + timedelta(days=1)) if le else None
        return lendemain - timedelta(microseconds=1) if lendemain else None

    return {
        "ouvre_a": debut(dates.du_le),
        "ferme_a": fin(dates.au_le),
        "pieces_jusqu_a": fin(dates.pieces_jusqu_au),
        "nouvelles_ouvre_a": debut(dates.nouvelles_du),
        "nouvelles_ferme_a": fin(dates.nouvelles_au),
        "annee_revenus": dates.annee_revenus,
    }
