"""What happened last on a household: cards changed, letters, papers, pieces, answers, with who did it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from imuse_desk.models import (
    Adresse,
    Audit,
    Declaration,
    Message,
    PapierConserve,
    PieceRecue,
    Quotient,
    StatutResidence,
    TypePiece,
)

FICHE, FICHE_ELEVE, REPONSE = "fiche", "fiche_eleve", "reponse"
_DU_FOYER = frozenset({"foyer", "lien", "adresse"})


@dataclass(frozen=True, slots=True)
class Echange:
    """Something that happened: when, what (a kind, what it bears on, a detail such as the state reached), by whom."""

    a: datetime
    genre: str
    nom: str
    detail: str
    par: str


@dataclass(frozen=True, slots=True)
class Tenants:
    """The rows whose changes tell the story of a household: its adults, its pupils' persons, cards and answers."""

    adultes: Sequence[int]
    personnes: Mapping[int, str]  # person's id → first name
    eleves: Mapping[int, str]
    reponses: Mapping[int, str]


def derniers_echanges(
    session: Session, foyer_id: int, dossier_id: int | None, tenants: Tenants, *, avec_revenus: bool, nombre: int
) -> tuple[Echange, ...]:
    """The last events of a household, newest first, in two statements."""
    valeurs = {"foyer": foyer_id, "dossier": dossier_id or 0, "nombre": nombre}
    tous = [Echange(*ligne) for ligne in session.execute(_deposes(avec_revenus=avec_revenus), valeurs)]
    tous += _modifications(session, foyer_id, tenants)
    tous.sort(key=lambda e: e.a, reverse=True)
    return tuple(tous[:nombre])


def _partie(genre: str, a: Any, nom: Any, detail: Any, par: Any) -> Select[Any]:
    return select(
        a.label("a"),
        literal(genre).label("genre"),
        cast(nom, String).label("nom"),
        cast(detail, String).label("detail"),
        par.label("par"),
    )


@cache
def _deposes(*, avec_revenus: bool) -> Executable:
    """What has a date and an author of its own."""
    m, p, r, s, d = Message, PapierConserve, PieceRecue, StatutResidence, Declaration
    foyer_id: BindParameter[int] = bindparam("foyer", type_=Integer)
    type_de = select(TypePiece.libelle).where(TypePiece.id == r.type_id).scalar_subquery()
    parts = [
        _partie("message", m.cree_a, m.sujet, m.etat, m.cree_par).where(m.foyer_id == foyer_id),
        _partie("papier", p.a, p.genre, p.nom, p.par).where(p.foyer_id == foyer_id),
        _partie("piece", r.depose_a, type_de, literal(""), r.depose_par).where(r.foyer_id == foyer_id),
        _partie("decision", r.decide_a, type_de, r.etat, r.decide_par).where(
            r.foyer_id == foyer_id, r.decide_a.is_not(None)
        ),
        _partie("statut", s.a, s.statut, literal(""), s.auteur).where(s.foyer_id == foyer_id),
        _partie("declaration", d.a, literal(""), d.moyen, d.agent).where(
            d.dossier_id == bindparam("dossier", type_=Integer)
        ),
    ]
    if avec_revenus:
        q = Quotient
        parts.append(_partie("quotient", q.a, literal(""), q.genre, q.auteur).where(q.foyer_id == foyer_id))
    tout = union_all(*parts).subquery()
    return select(tout).order_by(tout.c.a.desc()).limit(bindparam("nombre", type_=Integer))


@cache
def _audit() -> Executable:
    """Changes of the cards and of the answers, one an operation: the audit has one row a field."""
    foyer_id: BindParameter[int] = bindparam("foyer", type_=Integer)
    adresses = select(Adresse.id).where(Adresse.foyer_id == foyer_id)
    ou = or_(
        (Audit.nom_table == "foyer") & (Audit.ligne == foyer_id),
        (Audit.nom_table == "adresse") & Audit.ligne.in_(adresses),
        _parmi("personne"),
        _parmi("eleve"),
        _parmi("dossier_eleve") & (Audit.champ == "etat"),
    )
    return (
        select(Audit.a, Audit.agent, Audit.nom_table, Audit.ligne, func.max(Audit.apres).label("apres"))
        .where(ou)
        .group_by(Audit.a, Audit.agent, Audit.nom_table, Audit.ligne)
    )


def _modifications(session: Session, foyer_id: int, tenants: Tenants) -> list[Echange]:
    valeurs = {
        "foyer": foyer_id,
        "personne": [*tenants.adultes, *tenants.personnes],
        "eleve": list(tenants.eleves),
        "dossier_eleve": list(tenants.reponses),
    }
    vus: dict[tuple[Any, ...], Echange] = {}
    for ligne in session.execute(_audit(), valeurs):
        genre, nom, detail = _mots(ligne, tenants)
        a = datetime.fromisoformat(ligne.a)
        vus.setdefault((ligne.a, ligne.agent, genre, nom), Echange(a, genre, nom, detail, ligne.agent))
    return list(vus.values())


def _parmi(table: str) -> ColumnElement[bool]:
    return (Audit.nom_table == table) & Audit.ligne.in_(bindparam(table, expanding=True))


def _mots(ligne: Any, tenants: Tenants) -> tuple[str, str, str]:
    if ligne.nom_table == "dossier_eleve":
        return REPONSE, tenants.reponses[ligne.ligne], ligne.apres or ""
    if ligne.nom_table == "eleve":
        return FICHE_ELEVE, tenants.eleves[ligne.ligne], ""
    if ligne.nom_table in _DU_FOYER or ligne.ligne not in tenants.personnes:
        return FICHE, "", ""
    return FICHE_ELEVE, tenants.personnes[ligne.ligne], ""
