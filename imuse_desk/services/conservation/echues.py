"""The pieces whose time of keeping is over, by year and row of the table, once the tariff of their family is final.

Final: the family has no piece of that year that waits for a decision, and it was billed, or nobody of it is enrolled.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Eleve, Inscription, Lien, PieceEmise, PieceRecue, TypePiece
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.imputations import repris_par_avoirs


@dataclass(frozen=True, slots=True)
class LigneConservation:
    """The files of a row of the table for a year: those that may go, and those whose family is not settled yet."""

    type_id: int
    annee_id: int
    annee: str
    libelle: str
    jours: int
    apres_le: date
    nombre: int
    octets: int
    en_attente: int
    est_echue: bool


@dataclass(frozen=True, slots=True)
class PieceEchue:
    """A file that may be destroyed, and the day from which it may."""

    id: int
    type_id: int
    apres_le: date


@cas_d_usage(Permission.DETRUIRE)
def lister_conservation(ctx: Contexte) -> tuple[LigneConservation, ...]:
    """Every row of the site that has files and a time of keeping: those past their day first, the oldest first."""
    jour = ctx.aujourdhui()
    with ctx.lire() as session:
        lues = list(session.execute(_requete(ctx.site_id)))
        non_regles = _non_regles(session, ctx.site_id, {x.annee_id for x in lues})
    par_type: dict[int, list[Any]] = defaultdict(list)
    for x in lues:
        par_type[x.type_id].append(x)
    lignes = []
    for type_id, siennes in par_type.items():
        prete = [x for x in siennes if (x.annee_id, x.foyer_id) not in non_regles]
        x, apres = siennes[0], _apres(siennes[0])
        octets = sum(p.octets for p in prete)
        lignes.append(
            LigneConservation(
                type_id, x.annee_id, x.annee, x.libelle, x.conserver_jours, apres, len(prete), octets,
                len(siennes) - len(prete), jour > apres,
            )
        )  # fmt: skip
    return tuple(sorted(lignes, key=lambda x: (not x.est_echue, x.apres_le, x.libelle)))


def pieces_echues(session: Session, site_id: int, types: Iterable[int], jour: date) -> list[PieceEchue]:
    """The files of these rows that may be destroyed today and stand on no list yet."""
    voulus = set(types)
    lues = [x for x in session.execute(_requete(site_id)) if x.type_id in voulus and jour > _apres(x)]
    non_regles = _non_regles(session, site_id, {x.annee_id for x in lues})
    return [PieceEchue(x.id, x.type_id, _apres(x)) for x in lues if (x.annee_id, x.foyer_id) not in non_regles]


def _apres(x: Any) -> date:
    jour: date = x.fin_le + timedelta(days=x.conserver_jours)
    return jour


def _requete(site_id: int) -> Any:
    """The files still there, of the rows that are kept for a time; one withdrawn is still in the store."""
    return (
        select(
            PieceRecue.id, PieceRecue.type_id, PieceRecue.foyer_id, PieceRecue.octets, PieceRecue.annee_id,
            Annee.libelle.label("annee"), Annee.fin_le, TypePiece.libelle, TypePiece.conserver_jours,
        )
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .join(Annee, Annee.id == PieceRecue.annee_id)
        .where(
            PieceRecue.site_id == site_id, PieceRecue.purge_a.is_(None), PieceRecue.bordereau_id.is_(None),
            TypePiece.conserver_jours.is_not(None),
        )
        .order_by(PieceRecue.id)
    )  # fmt: skip


def _non_regles(session: Session, site_id: int, annees: set[int]) -> set[tuple[int, int]]:
    """(year, household) whose tariff is not final."""
    if not annees:
        return set()
    attendent = select(PieceRecue.annee_id, PieceRecue.foyer_id).where(
        PieceRecue.site_id == site_id, PieceRecue.annee_id.in_(annees), PieceRecue.etat == EtatPiece.A_VERIFIER,
        PieceRecue.retiree_a.is_(None), PieceRecue.purge_a.is_(None),
    )  # fmt: skip
    inscrits = (
        select(Inscription.annee_id, Lien.foyer_id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Lien, and_(Lien.personne_id == Eleve.personne_id, Lien.est_principal))
        .where(Inscription.site_id == site_id, Inscription.annee_id.in_(annees), Inscription.etat != "arretee")
    )
    factures = select(PieceEmise.annee_id, PieceEmise.foyer_id).where(
        PieceEmise.site_id == site_id, PieceEmise.annee_id.in_(annees), PieceEmise.serie == Serie.FACTURE,
        PieceEmise.nature == Nature.COTISATIONS, PieceEmise.total_centimes + repris_par_avoirs() != 0,
    )  # fmt: skip

    def paires(requete: Any) -> set[tuple[int, int]]:
        return {(annee_id, foyer_id) for annee_id, foyer_id in session.execute(requete)}

    return paires(attendent) | (paires(inscrits) - paires(factures))
