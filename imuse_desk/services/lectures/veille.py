"""What other desks changed since the last look, and how many things wait for the desk."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.reinscription import EtatDossier, EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Campagne, Changement, DossierEleve, Message, PieceRecue, Tache
from imuse_desk.services.contexte import Contexte, cas_d_usage

LIMITE = 200


@dataclass(frozen=True, slots=True)
class Attente:
    """What waits at the site: pieces to verify, complete dossiers to validate, letters to print, tasks due."""

    pieces: int
    dossiers: int
    courriers: int
    taches: int

    @property
    def total(self) -> int:
        """The figure of the header."""
        return self.pieces + self.dossiers + self.courriers + self.taches


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def changements_depuis(ctx: Contexte, seq: int | None) -> tuple[int, tuple[Changements, ...]]:
    """Changes written by other desks after ``seq`` (None: from now on), and the last number seen."""
    with ctx.lire() as session:
        if seq is None:
            return int(session.execute(select(func.coalesce(func.max(Changement.seq), 0))).scalar_one()), ()
        lignes = session.execute(
            select(Changement.seq, Changement.operation, Changement.poste, Changement.objets)
            .where(Changement.seq > seq)
            .order_by(Changement.seq)
            .limit(LIMITE)
        ).all()
    dernier = lignes[-1][0] if lignes else seq
    return dernier, tuple(
        Changements(operation, frozenset((genre, ident) for genre, ident in objets))
        for _, operation, poste, objets in lignes
        if poste != ctx.poste
    )


def pieces_a_verifier(ctx: Contexte) -> ColumnElement[bool]:
    """Pieces that wait for a decision at the site, as a condition: what is counted is what is listed."""
    return (
        (PieceRecue.site_id == ctx.site_id)
        & (PieceRecue.etat == EtatPiece.A_VERIFIER)
        & PieceRecue.retiree_a.is_(None)
        & PieceRecue.purge_a.is_(None)
    )


def reponses_a_valider(ctx: Contexte) -> ColumnElement[bool]:
    """Complete answers of the site's campaigns that wait for the administration, as a condition."""
    return (Campagne.site_id == ctx.site_id) & (DossierEleve.etat == EtatDossier.DEPOSEE)


@cas_d_usage(Permission.CONSULTER)
def compter_attente(ctx: Contexte) -> Attente:
    """Counts of the site consulted, in one statement; the tasks are mine and the site's, due today or late."""
    pieces = select(func.count()).where(pieces_a_verifier(ctx))
    dossiers = (
        select(func.count())
        .select_from(DossierEleve)
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .where(reponses_a_valider(ctx))
    )
    courriers = select(func.count()).where(Message.site_id == ctx.site_id, Message.etat.in_(["a_imprimer", "echec"]))
    taches = select(func.count()).where(
        Tache.site_id == ctx.site_id,
        Tache.faite_a.is_(None),
        Tache.echeance_le <= ctx.aujourdhui(),
        Tache.compte_id.is_(None) | (Tache.compte_id == ctx.compte_id),
    )
    comptes = (pieces, dossiers, courriers, taches)
    with ctx.lire() as session:
        ligne = session.execute(select(*(compte.scalar_subquery() for compte in comptes))).one()
    return Attente(*ligne)
