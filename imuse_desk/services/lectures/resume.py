"""The counter summary: one page on a family, its lessons of the week, pieces, last exchanges and responsable."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.reinscription import EtatDossier, EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Campagne,
    Cours,
    Creneau,
    CreneauEnseignant,
    Dossier,
    Eleve,
    Enseignant,
    Inscription,
    Message,
    PapierConserve,
    Personne,
    PieceExigee,
    PieceRecue,
    Salle,
    TypePiece,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.familles import FicheFamille, ouvrir_famille
from imuse_desk.services.lectures.listes_dossiers import de_l_annee

ECHANGES = 6


@dataclass(frozen=True, slots=True)
class CoursSemaine:
    """A weekly lesson of a child."""

    eleve_id: int
    prenom: str
    cours: str
    jour: int | None
    debut: time | None
    duree_min: int | None
    salle: str
    enseignant: str


@dataclass(frozen=True, slots=True)
class PieceResume:
    """A piece of the running re-enrolment."""

    libelle: str
    etat: EtatPiece


@dataclass(frozen=True, slots=True)
class Echange:
    """Something that happened on the dossier: when, what (a code and a name), by whom."""

    a: datetime
    genre: str
    nom: str
    par: str


@dataclass(frozen=True, slots=True)
class ResumeFamille:
    """The counter summary; ``a_regler`` lists what waits, as codes: (code, figure)."""

    fiche: FicheFamille
    cours: tuple[CoursSemaine, ...]
    pieces: tuple[PieceResume, ...]
    echanges: tuple[Echange, ...]
    a_regler: tuple[tuple[str, int], ...]


@cas_d_usage(Permission.CONSULTER)
def resume_famille(ctx: Contexte, foyer_id: int) -> ResumeFamille:
    """The page read while the family stands there: the card plus three statements. Raises Introuvable."""
    fiche = ouvrir_famille(ctx, foyer_id)
    with ctx.lire() as session:
        cours = _semaine(session, ctx, [e.eleve_id for e in fiche.enfants])
        pieces = _pieces(session, foyer_id)
        echanges = _echanges(session, foyer_id)
    return ResumeFamille(fiche, cours, pieces, echanges, _a_regler(fiche, pieces))


def _semaine(session: Session, ctx: Contexte, eleves: list[int]) -> tuple[CoursSemaine, ...]:
    prof = aliased(Personne)
    lignes = session.execute(
        select(
            Inscription.id, Eleve.id.label("eleve_id"), Personne.prenom, Cours.libelle, Creneau.jour, Creneau.debut,
            Creneau.duree_min, Affectation.heure_passage, Affectation.duree_min.label("duree"),
            Salle.nom.label("salle"), prof.nom, prof.prenom.label("prof_prenom"),
        )
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(Affectation, (Affectation.inscription_id == Inscription.id) & Affectation.au_le.is_(None))
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(prof, prof.id == Enseignant.personne_id)
        .where(Inscription.eleve_id.in_(eleves), de_l_annee(ctx.annee_id), Inscription.etat == "active")
        .order_by(Personne.naissance_le, Eleve.id, Creneau.jour, Creneau.debut, Inscription.id)
    ).all()  # fmt: skip
    profs: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for x in lignes:
        if x.nom:
            profs[x.id][f"{x.prof_prenom[:1]}. {x.nom}" if x.prof_prenom else x.nom] = None
    vus: dict[int, CoursSemaine] = {}
    for x in lignes:
        debut, duree = x.heure_passage or x.debut, x.duree or x.duree_min
        vus.setdefault(
            x.id,
            CoursSemaine(x.eleve_id, x.prenom, x.libelle, x.jour, debut, duree, x.salle or "", ", ".join(profs[x.id])),
        )
    return tuple(vus.values())


def _pieces(session: Session, foyer_id: int) -> tuple[PieceResume, ...]:
    """Required pieces of the household's latest dossier."""
    dernier = (
        select(Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(Dossier.foyer_id == foyer_id)
        .order_by(Campagne.ouvre_a.desc())
        .limit(1)
        .scalar_subquery()
    )
    lignes = session.execute(
        select(TypePiece.libelle, PieceRecue.etat)
        .select_from(PieceExigee)
        .join(TypePiece, TypePiece.id == PieceExigee.type_id)
        .outerjoin(PieceRecue, (PieceRecue.id == PieceExigee.piece_id) & PieceRecue.retiree_a.is_(None))
        .where(PieceExigee.dossier_id == dernier, PieceExigee.exigence == "obligatoire")
        .order_by(TypePiece.ordre, TypePiece.id)
    )
    return tuple(PieceResume(nom, EtatPiece(etat) if etat else EtatPiece.A_FOURNIR) for nom, etat in lignes)


def _echanges(session: Session, foyer_id: int) -> tuple[Echange, ...]:
    """Last letters, papers and pieces of the household."""
    parts: list[Any] = [
        select(Message.cree_a.label("a"), literal("message"), Message.sujet, Message.cree_par).where(
            Message.foyer_id == foyer_id
        ),
        select(PapierConserve.a, literal("papier"), PapierConserve.nom, PapierConserve.par).where(
            PapierConserve.foyer_id == foyer_id
        ),
        select(PieceRecue.depose_a, literal("piece"), TypePiece.libelle, PieceRecue.depose_par)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(PieceRecue.foyer_id == foyer_id),
    ]
    tout = union_all(*parts).subquery()
    lignes = session.execute(select(tout).order_by(tout.c.a.desc()).limit(ECHANGES))
    return tuple(Echange(*ligne) for ligne in lignes)


def _a_regler(fiche: FicheFamille, pieces: tuple[PieceResume, ...]) -> tuple[tuple[str, int], ...]:
    comptes = {
        "pieces_refusees": sum(p.etat is EtatPiece.REFUSEE for p in pieces),
        "pieces_a_fournir": sum(p.etat is EtatPiece.A_FOURNIR for p in pieces),
        "pieces_a_verifier": sum(p.etat is EtatPiece.A_VERIFIER for p in pieces),
        "sans_reponse": sum(e.etat is EtatDossier.SANS_REPONSE for e in fiche.enfants),
        "majorite": sum(e.majeur_le is not None for e in fiche.enfants),
    }
    return tuple((code, n) for code, n in comptes.items() if n)
