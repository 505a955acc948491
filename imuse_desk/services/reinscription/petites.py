"""The small tables in one statement: tariff tables (a), (b), (c), tags, conditions, rentals, settings, territory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Executable,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from imuse_desk.domain import reglages
from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.locations import Loue, nommer
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.domain.territoire import Commune
from imuse_desk.models import (
    AvisEnseignant,
    CommuneTerritoire,
    Condition,
    ContratLocation,
    Cours,
    Dossier,
    DossierEleve,
    Etiquette,
    Inscription,
    Instrument,
    PieceEmise,
    Presence,
    ReductionAccordee,
    Reglage,
    RegleArticle,
    RegleEtiquette,
    Reglement,
    RegleZone,
)
from imuse_desk.models.base import InstantUTC
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.facturation.cheques_rendus import est_encore_du
from imuse_desk.services.reinscription.absences import joindre_presences
from imuse_desk.services.reinscription.faits import AvisFait, ConditionFait, Petites, Tables, Tete
from imuse_desk.services.suivi.compteurs import est_comptee

COLONNES: dict[str, Any] = {
    "ordre": Integer(), "n1": Integer(), "n2": Integer(), "n3": Integer(), "n4": Integer(), "n5": Integer(),
    "t1": String(), "t2": String(), "t3": String(), "t4": String(), "t5": String(), "t6": String(),
    "drapeau": Boolean(), "valeur": JSON(), "du_le": Date(), "au_le": Date(), "a": InstantUTC(),
}  # fmt: skip
IMPAYE = "Chèque impayé, "
"""What the condition of payment says once a cheque came back, before the number of the opposite receipt."""
CLES = (
    reglages.CONDITION_AVIS,
    reglages.CONDITION_ABSENCES,
    reglages.ABSENCES_MAX,
    reglages.CONDITION_PAIEMENT,
    reglages.CONDITION_INSTRUMENT,
    reglages.CONDITIONS_BLOQUANTES,
    reglages.DATE_AGE,
    reglages.FRAIS_FOYER_PRINCIPAL,
    reglages.TAILLE_MAX_PIECE_MO,
    reglages.PAGES_MAX_PIECE,
    reglages.PHOTOS_ACCEPTEES,
    reglages.CONFIRMATIONS_A_PARTIR,
    reglages.PREMIERE_FACTURE,
    reglages.PERIODES_ENTREE,
    reglages.DESISTEMENT_JUSQU_AU,
    reglages.DEPART_TARDIF,
)


def lire_petites(session: Session, tete: Tete, foyers: Sequence[int], eleves: Sequence[int]) -> Petites:
    """Read them for a dossier's site, target year, households and pupils."""
    valeurs = {
        "site": tete.site_id, "annee": tete.annee_cible_id, "dossier": tete.dossier_id, "debut": tete.debut_le,
        "fin": tete.fin_le, "foyers": list(foyers), "eleves": list(eleves), "source": tete.annee_source_id,
    }  # fmt: skip
    return _ranger(session.execute(_requete_dossier(), valeurs))


def lire_tables(session: Session, site_id: int, annee_id: int) -> Tables:
    """Read those of a site and year alone, for a price without a dossier."""
    return _ranger(session.execute(_requete_site(), {"site": site_id, "annee": annee_id})).tables


@cache
def _requete_dossier() -> Executable:
    return union_all(*_branches_site(), *_branches_dossier())


@cache
def _requete_site() -> Executable:
    return union_all(*_branches_site())


def _ranger(rangees: Iterable[Any]) -> Petites:
    par_genre: dict[str, list[Any]] = defaultdict(list)
    for ligne in rangees:
        par_genre[ligne.genre].append(ligne)
    for lignes in par_genre.values():
        lignes.sort(key=lambda x: x.ordre)
    return Petites(
        Tables(
            articles=tuple(par_genre["article"]),
            zones=tuple(par_genre["zone"]),
            etiquettes=tuple(par_genre["etiquette"]),
            reglages=_reglages(par_genre["reglage"]),
            communes=tuple(Commune(x.t1, x.t2, x.du_le, x.au_le) for x in par_genre["commune"]),
        ),
        manuelles=tuple(par_genre["manuelle"]),
        reductions=tuple(par_genre["reduction"]),
        conditions=tuple(  # the newest last: what is noted by hand after a cheque came back prevails
            ConditionFait(x.n1, x.t1, x.t2, x.t3, x.t4, x.t5, x.t6, x.a)
            for x in sorted(par_genre["condition"], key=lambda x: x.a)
        ),
        locations=tuple(
            (x.n1, Loue(nommer(x.t1, x.t2, x.t3), x.du_le, x.au_le, x.drapeau, x.a)) for x in par_genre["location"]
        ),
        a_un_parc=bool(par_genre["parc"]),
        avis=tuple(AvisFait(x.n1, x.t1, x.t2, x.a) for x in par_genre["avis"]),
        absences=tuple((x.n1, x.n2, x.a) for x in par_genre["absences"]),
    )


def _reglages(lignes: Sequence[Any]) -> dict[str, Any]:
    """The most precise row wins: site and year, else site, else year, else the network."""
    valeurs = {cle.cle: cle.defaut for cle in CLES}
    for ligne in sorted(lignes, key=lambda x: (x.n1 is not None, x.n2 is not None)):
        valeurs[ligne.t1] = ligne.valeur
    return valeurs


def _branche(genre: str, ordre: Any, **colonnes: Any) -> Select[Any]:
    """One table in the common shape; what it lacks is a typed null."""
    champs = [literal(genre).label("genre"), ordre.label("ordre")]
    for nom, genre_sql in COLONNES.items():
        if nom != "ordre":
            champs.append(colonnes[nom].label(nom) if nom in colonnes else cast(null(), genre_sql).label(nom))
    return select(*champs)


def _branches_site() -> list[Select[Any]]:
    site_id, annee_id = bindparam("site", type_=Integer), bindparam("annee", type_=Integer)
    a, z, e, r, t = RegleArticle, RegleZone, RegleEtiquette, Reglage, CommuneTerritoire
    return [
        _branche(
            "article", a.ordre, n1=a.cursus_id, n2=a.discipline_id, n3=a.cycle, n4=a.age_min, n5=a.age_max, t1=a.ha,
            t2=a.article, t3=a.une_fois_par, drapeau=a.est_individuelle,
        ).where(a.site_id == site_id, a.annee_id == annee_id),
        _branche("zone", z.ordre, t1=z.cp, t2=z.ville, t3=z.zone).where(z.site_id == site_id, z.annee_id == annee_id),
        _branche("etiquette", e.ordre, t1=e.fait, t2=e.etiquette, valeur=e.valeur).where(
            e.site_id == site_id, e.annee_id == annee_id
        ),
        _branche("reglage", r.id, n1=r.site_id, n2=r.annee_id, t1=r.cle, valeur=r.valeur).where(
            r.cle.in_([cle.cle for cle in CLES]),
            or_(r.site_id.is_(None), r.site_id == site_id),
            or_(r.annee_id.is_(None), r.annee_id == annee_id),
        ),
        _branche("commune", t.id, t1=t.cp, t2=t.cle, du_le=t.du_le, au_le=t.au_le).where(t.site_id == site_id),
    ]  # fmt: skip


def _branches_dossier() -> list[Select[Any]]:
    m, c, r = Etiquette, Condition, ReductionAccordee
    condition = _branche(
        "condition", c.id, n1=c.dossier_eleve_id, t1=c.genre, t2=c.etat, t3=c.source, t4=c.detail, t5=c.motif,
        t6=c.auteur, a=c.a,
    )  # fmt: skip
    rendu = _branche(
        "condition", literal(0), n1=DossierEleve.id, t1=literal(GenreCondition.PAIEMENT.value),
        t2=literal(EtatCondition.NON_REMPLIE.value), t3=literal("calculee"), t4=literal(IMPAYE) + PieceEmise.affiche,
        t5=literal(""), t6=Reglement.agent, a=Reglement.encaisse_a,
    )  # fmt: skip
    return [
        _branche(
            "manuelle", m.id, n1=m.foyer_id, n2=m.eleve_id, t1=m.code, t2=m.preuve, t3=m.auteur, du_le=m.du_le,
            au_le=m.au_le,
        ).where(
            or_(est_parmi(m.foyer_id, "foyers"), est_parmi(m.eleve_id, "eleves")),
            m.du_le <= bindparam("fin", type_=Date),
            or_(m.au_le.is_(None), m.au_le >= bindparam("debut", type_=Date)),
        ),
        _branche(
            "reduction", r.id, n1=r.foyer_id, n2=r.eleve_id, n3=r.valeur, n4=r.plafond_centimes, t1=r.genre,
            du_le=r.decidee_le,
        ).where(
            est_parmi(r.foyer_id, "foyers"), r.annee_id == bindparam("annee", type_=Integer), r.retiree_a.is_(None)
        ),
        condition.join(DossierEleve, DossierEleve.id == c.dossier_eleve_id).where(
            DossierEleve.dossier_id == bindparam("dossier")
        ),
        *_branches_location(),
        _branche_avis(),
        _branche_absences(),
        rendu.select_from(DossierEleve)
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .join(Reglement, Reglement.foyer_id == Dossier.foyer_id)
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .where(DossierEleve.dossier_id == bindparam("dossier"), est_encore_du()),
    ]  # fmt: skip


def _branche_avis() -> Select[Any]:
    """The courses of the source year of the pupils who answer, with the opinion of their teachers."""
    i, v = Inscription, AvisEnseignant
    avis = _branche("avis", i.id, n1=DossierEleve.id, t1=Cours.libelle, t2=v.avis, a=v.a)
    return (
        avis.select_from(DossierEleve)
        .join(i, i.eleve_id == DossierEleve.eleve_id)
        .join(Cours, Cours.id == i.cours_id)
        .outerjoin(v, v.inscription_id == i.id)
        .where(
            DossierEleve.dossier_id == bindparam("dossier"),
            i.annee_id == bindparam("source", type_=Integer),
            i.etat == EtatInscription.ACTIVE,
        )
    )


def _branche_absences() -> Select[Any]:
    """The unjustified absences of the pupils who answer and of whom a roll call spoke, in the source year."""
    comptees = _branche(
        "absences", literal(0), n1=DossierEleve.id, n2=func.sum(case((est_comptee(), 1), else_=0)),
        a=func.max(Presence.a),
    )  # fmt: skip
    jointes: Select[Any] = joindre_presences(comptees.select_from(DossierEleve), bindparam("source", type_=Integer))
    return jointes.where(DossierEleve.dossier_id == bindparam("dossier"))


def _branches_location() -> list[Select[Any]]:
    """The rental contracts of the pupils who answer, and whether the site hires instruments at all."""
    c, i = ContratLocation, Instrument
    contrats = _branche(
        "location", c.id, n1=DossierEleve.id, t1=i.type, t2=i.taille, t3=i.inventaire, du_le=c.du_le, au_le=c.au_le,
        drapeau=c.rendu_le.is_not(None), a=c.modifie_a,
    )  # fmt: skip
    parc = exists().where(i.site_id == bindparam("site", type_=Integer))
    return [
        contrats.join(DossierEleve, DossierEleve.eleve_id == c.eleve_id)
        .join(i, i.id == c.instrument_id)
        .where(DossierEleve.dossier_id == bindparam("dossier"), c.annule_le.is_(None)),
        _branche("parc", literal(0)).where(parc),
    ]
