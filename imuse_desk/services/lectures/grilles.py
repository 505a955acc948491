"""What the tariff windows show: versions of the site's grids by year, one version's content, the three tables."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reglages import FORMULE_QUOTIENT, PART_ECHEANCES
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Campagne,
    Cours,
    Cursus,
    Discipline,
    GrilleTarif,
    Niveau,
    Operation,
    RegleArticle,
    RegleEtiquette,
    RegleZone,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.faits import Tables
from imuse_desk.services.reinscription.petites import lire_tables
from imuse_desk.services.traces import OPERATION_VIGUEUR

AGES = range(3, 100)


@dataclass(frozen=True, slots=True)
class AnneeTarif:
    """A school year, and whether the site's newest campaign sells it."""

    id: int
    libelle: str
    debut: int
    etat: str
    est_cible: bool = False


@dataclass(frozen=True, slots=True)
class VersionGrille:
    """A version in the list; a version is never edited in place."""

    id: int
    annee_id: int
    annee: str
    numero: int
    libelle: str
    auteur: str
    a: datetime
    est_en_vigueur: bool
    version: int


@dataclass(frozen=True, slots=True)
class CadreGrilles:
    """The site's grids: years newest first, versions of each newest first."""

    site: str
    fuseau: str
    annees: tuple[AnneeTarif, ...]
    versions: tuple[VersionGrille, ...]

    def en_vigueur(self, annee_id: int) -> VersionGrille | None:
        """The version that prices a year."""
        return next((v for v in self.versions if v.annee_id == annee_id and v.est_en_vigueur), None)

    def derniere(self, annee_id: int) -> int:
        """The highest number of a year, 0 where there is none."""
        return max((v.numero for v in self.versions if v.annee_id == annee_id), default=0)


@dataclass(frozen=True, slots=True)
class MiseEnVigueur:
    """Who put a version in force, when and why."""

    agent: str
    a: datetime
    motif: str


@dataclass(frozen=True, slots=True)
class GrilleLue:
    """One version with its content (JSON text) and the times it was put in force."""

    version: VersionGrille
    contenu: str
    mises_en_vigueur: tuple[MiseEnVigueur, ...]


@dataclass(frozen=True, slots=True)
class LigneArticle:
    """A row of table (a): what a course must be (None: whatever), the item, and once per what."""

    article: str
    une_fois_par: str = "cours"
    cursus_id: int | None = None
    discipline_id: int | None = None
    cycle: int | None = None
    ha: str | None = None
    age_min: int | None = None
    age_max: int | None = None
    est_individuelle: bool | None = None


@dataclass(frozen=True, slots=True)
class LigneZone:
    """A row of table (b): postcode and town (empty: whatever), the zone."""

    zone: str
    cp: str = ""
    ville: str = ""


@dataclass(frozen=True, slots=True)
class LigneEtiquette:
    """A row of table (c): a fact, the value it must have (None: any), the tag."""

    etiquette: str
    fait: str
    valeur: Any = None


@dataclass(frozen=True, slots=True)
class BaseSimulation:
    """What the simulator works on: a version, the tables of its year, the formula and the day of ages of the house."""

    grille: GrilleLue
    tables: Tables
    formule: str
    echeances: int
    debut: int


Ligne = LigneArticle | LigneZone | LigneEtiquette


@dataclass(frozen=True, slots=True)
class CoursSansArticle:
    """A course that no row of table (a) prices, or not at every age (``ages`` then says which ages are left out)."""

    cours_id: int
    libelle: str
    cursus: str
    ages: str = ""


@dataclass(frozen=True, slots=True)
class TablesTarif:
    """The three tables of a site and year; a digest goes back with each save."""

    articles: tuple[LigneArticle, ...]
    zones: tuple[LigneZone, ...]
    etiquettes: tuple[LigneEtiquette, ...]
    cursus: tuple[tuple[int, str], ...]
    disciplines: tuple[tuple[int, str], ...]
    sans_article: tuple[CoursSansArticle, ...]


def empreinte(lignes: Iterable[Ligne]) -> str:
    """Digest of the rows of a table in their order: what another desk must not have changed meanwhile."""
    brut = json.dumps([astuple(ligne) for ligne in lignes], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(brut.encode()).hexdigest()


@cas_d_usage(Permission.CONSULTER)
def lister_grilles(ctx: Contexte) -> CadreGrilles:
    """Years and versions of the site consulted."""
    with ctx.lire() as session:
        site = session.execute(select(Site.nom, Site.fuseau).where(Site.id == ctx.site_id)).one()
        cible = session.execute(
            select(Campagne.annee_cible_id)
            .where(Campagne.site_id == ctx.site_id)
            .order_by(Campagne.ouvre_a.desc())
            .limit(1)
        ).scalar()
        annees = session.execute(
            select(Annee.id, Annee.libelle, Annee.debut_le, Annee.etat).order_by(Annee.debut_le.desc())
        )
        return CadreGrilles(
            site.nom,
            site.fuseau,
            tuple(AnneeTarif(i, mots, debut.year, etat, i == cible) for i, mots, debut, etat in annees),
            tuple(VersionGrille(*ligne) for ligne in session.execute(_versions(ctx.site_id))),
        )


def _versions(site_id: int) -> Any:
    g = GrilleTarif
    return (
        select(g.id, g.annee_id, Annee.libelle, g.numero, g.libelle, g.auteur, g.a, g.est_en_vigueur, g.version)
        .join(Annee, Annee.id == g.annee_id)
        .where(g.site_id == site_id)
        .order_by(Annee.debut_le.desc(), g.numero.desc())
    )


@cas_d_usage(Permission.CONSULTER)
def lire_grille_version(ctx: Contexte, grille_id: int) -> GrilleLue:
    """One version of the site consulted; raises Introuvable."""
    with ctx.lire() as session:
        ligne = session.execute(_versions(ctx.site_id).where(GrilleTarif.id == grille_id)).first()
        if ligne is None:
            raise Introuvable("grille", grille_id)
        contenu = session.execute(select(GrilleTarif.contenu).where(GrilleTarif.id == grille_id)).scalar_one()
        return GrilleLue(VersionGrille(*ligne), contenu, _mises_en_vigueur(session, grille_id))


@cas_d_usage(Permission.CONSULTER)
def lire_base_simulation(ctx: Contexte, grille_id: int) -> BaseSimulation:
    """A version of the site consulted with what the simulator needs beside it; raises Introuvable."""
    lue = lire_grille_version(ctx, grille_id)
    annee_id = lue.version.annee_id
    with ctx.lire() as session:
        reglages = lire_reglages(session, (FORMULE_QUOTIENT, PART_ECHEANCES), ctx.site_id, annee_id)
        debut = session.execute(select(Annee.debut_le).where(Annee.id == annee_id)).scalar_one()
        return BaseSimulation(
            lue,
            lire_tables(session, ctx.site_id, annee_id),
            str(reglages[FORMULE_QUOTIENT.cle]),
            int(reglages[PART_ECHEANCES.cle]),
            debut.year,
        )


def _mises_en_vigueur(session: Session, grille_id: int) -> tuple[MiseEnVigueur, ...]:
    lignes = session.execute(
        select(Operation.agent, Operation.a, Operation.resultat)
        .where(Operation.nom == OPERATION_VIGUEUR)
        .order_by(Operation.a.desc())
    )
    return tuple(MiseEnVigueur(agent, a, r["motif"]) for agent, a, r in lignes if r["grille_id"] == grille_id)


@cas_d_usage(Permission.CONSULTER)
def lire_tables_tarif(ctx: Contexte, annee_id: int) -> TablesTarif:
    """The three tables of the site consulted and a year, with the courses that table (a) leaves without an item."""
    with ctx.lire() as session:
        articles = lignes_articles(session, ctx.site_id, annee_id)
        return TablesTarif(
            articles,
            lignes_zones(session, ctx.site_id, annee_id),
            lignes_etiquettes(session, ctx.site_id, annee_id),
            tuple(session.execute(select(Cursus.id, Cursus.libelle).order_by(Cursus.ordre, Cursus.libelle))),
            tuple(session.execute(select(Discipline.id, Discipline.libelle).order_by(Discipline.libelle))),
            _sans_article(session, ctx.site_id, annee_id, articles),
        )


def lignes_articles(session: Session, site_id: int, annee_id: int) -> tuple[LigneArticle, ...]:
    """Table (a) in its order."""
    r = RegleArticle
    colonnes = (
        r.article, r.une_fois_par, r.cursus_id, r.discipline_id, r.cycle, r.ha, r.age_min, r.age_max, r.est_individuelle
    )  # fmt: skip
    requete = select(*colonnes).where(r.site_id == site_id, r.annee_id == annee_id).order_by(r.ordre, r.id)
    return tuple(LigneArticle(*ligne) for ligne in session.execute(requete))


def lignes_zones(session: Session, site_id: int, annee_id: int) -> tuple[LigneZone, ...]:
    """Table (b) in its order."""
    r = RegleZone
    requete = select(r.zone, r.cp, r.ville).where(r.site_id == site_id, r.annee_id == annee_id).order_by(r.ordre, r.id)
    return tuple(LigneZone(*ligne) for ligne in session.execute(requete))


def lignes_etiquettes(session: Session, site_id: int, annee_id: int) -> tuple[LigneEtiquette, ...]:
    """Table (c) in its order."""
    r = RegleEtiquette
    requete = (
        select(r.etiquette, r.fait, r.valeur)
        .where(r.site_id == site_id, r.annee_id == annee_id)
        .order_by(r.ordre, r.id)
    )
    return tuple(LigneEtiquette(*ligne) for ligne in session.execute(requete))


def _sans_article(
    session: Session, site_id: int, annee_id: int, lignes: Sequence[LigneArticle]
) -> tuple[CoursSansArticle, ...]:
    cours = session.execute(
        select(
            Cours.id,
            Cours.libelle,
            Cursus.libelle.label("cursus"),
            Cours.cursus_id,
            Cours.discipline_id,
            Niveau.cycle,
            Cours.ha,
            Discipline.est_individuelle,
            Cours.est_pour_adultes,
        )
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
        .where(Cours.site_id == site_id, Cours.annee_id == annee_id, Cours.archive_a.is_(None))
        .order_by(Cursus.ordre, Cours.libelle, Cours.id)
    ).all()
    vus = ((c, _ages_sans_article(c, lignes)) for c in cours)
    return tuple(CoursSansArticle(c.id, c.libelle, c.cursus, ages) for c, ages in vus if ages is not None)


def _ages_sans_article(cours: Any, lignes: Sequence[LigneArticle]) -> str | None:
    """The ages at which a course has no item: empty for all of them, None when every age has one."""
    bornes = [(r.age_min or 0, r.age_max if r.age_max is not None else AGES.stop) for r in lignes if _vise(r, cours)]
    if not bornes:
        return ""
    ages = [a for a in AGES if not (cours.est_pour_adultes and a < 18)]
    trous = [a for a in ages if not any(bas <= a <= haut for bas, haut in bornes)]
    if len(trous) in (0, len(ages)):
        return None if not trous else ""
    suites: list[list[int]] = []
    for a in trous:
        if suites and a == suites[-1][1] + 1:
            suites[-1][1] = a
        else:
            suites.append([a, a])
    return ", ".join(_intervalle(bas, haut) for bas, haut in suites)


def _vise(regle: LigneArticle, cours: Any) -> bool:
    """A row of table (a) but for its ages; what it leaves empty always holds."""
    attendus = (
        (regle.cursus_id, cours.cursus_id),
        (regle.discipline_id, cours.discipline_id),
        (regle.cycle, cours.cycle),
        (regle.ha, cours.ha),
        (regle.est_individuelle, cours.est_individuelle),
    )
    return all(voulu is None or voulu == reel for voulu, reel in attendus)


def _intervalle(bas: int, haut: int) -> str:
    if haut == AGES.stop - 1:
        return f"à partir de {bas} ans"
    if bas == AGES.start:
        return f"jusqu’à {haut} ans"
    return f"{bas} ans" if bas == haut else f"de {bas} à {haut} ans"
