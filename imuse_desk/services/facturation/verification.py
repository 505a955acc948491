"""Check the money of a base: chain, numbers, sums, entries. One fault a line; nothing is put right here.

What it proves: a row changed, removed or added behind the triggers is named, unless the whole chain was computed again.
What anchors it then is the fingerprint printed on the papers.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import euros
from imuse_desk.domain.pieces import Serie, numero_affiche, sceller
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Bordereau,
    ChainePieces,
    CompteurPiece,
    EcheancePiece,
    Ecriture,
    Imputation,
    LigneBordereau,
    LignePiece,
    PieceEmise,
    PlanPiece,
    Regie,
    Reglement,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.comptes import sens_familles
from imuse_desk.services.facturation.fautes import Faute, Releve
from imuse_desk.services.facturation.verification_actes import verifier_actes
from imuse_desk.services.suivi.verification_bulletins import verifier_bulletins

PAR_PAQUET = 1000
DEBITRICES = (Serie.FACTURE, Serie.AVOIR)


@cas_d_usage(Permission.EMETTRE)
def verifier_base(ctx: Contexte) -> Releve:
    """Check the whole base, every site and year."""
    with ctx.lire() as session:
        return verifier(session)


def verifier(session: Session) -> Releve:
    """Look at every issued piece, entry, payment, act and bulletin of the base."""
    releve = Releve()
    releve.fautes += _chaines(session, releve)
    releve.fautes += _lignes(session)
    releve.fautes += _plans(session)
    releve.fautes += _ecritures(session, releve)
    releve.fautes += _reglements(session, releve)
    releve.fautes += verifier_actes(session, releve)
    releve.fautes += verifier_bulletins(session)
    return releve


def _chaines(session: Session, releve: Releve) -> Iterator[Faute]:
    """Each series in the order of its chain, then its counters and its head."""
    requete = (
        select(
            PieceEmise.regie_id, PieceEmise.serie, PieceEmise.exercice, PieceEmise.numero, PieceEmise.rang,
            PieceEmise.affiche, PieceEmise.total_centimes, PieceEmise.contenu, PieceEmise.precedente,
            PieceEmise.empreinte, PieceEmise.emise_le, PieceEmise.motif, Regie.code,
        )
        .join(Regie, Regie.id == PieceEmise.regie_id)
        .order_by(PieceEmise.regie_id, PieceEmise.serie, PieceEmise.rang)
        .execution_options(yield_per=PAR_PAQUET)
    )  # fmt: skip
    derniers: dict[tuple[int, str, int], int] = {}
    tetes: dict[tuple[int, str], tuple[int, str]] = {}
    for cle, pieces in groupby(session.execute(requete), key=lambda p: (p.regie_id, p.serie)):
        rang, precedente = 0, ""
        for piece in pieces:
            releve.pieces += 1
            yield from _maillon(piece, rang + 1, precedente)
            compteur = (*cle, piece.exercice)
            attendu = derniers.get(compteur, 0) + 1
            if piece.numero != attendu:
                yield Faute("trou", piece.affiche, f"numéro {piece.numero} où {attendu} est attendu")
            derniers[compteur] = piece.numero
            rang, precedente = piece.rang, piece.empreinte
        tetes[cle] = (rang, precedente)
    yield from _bordereaux(session, derniers)
    yield from _compteurs(session, derniers, tetes)


def _bordereaux(session: Session, derniers: dict[tuple[int, str, int], int]) -> Iterator[Faute]:
    """Slips follow one another, and carry what their lines say."""
    requete = (
        select(
            Bordereau.regie_id, Bordereau.exercice, Bordereau.numero, Bordereau.nombre, Bordereau.total_centimes,
            func.count(Reglement.id).label("n"),
            func.coalesce(func.sum(Reglement.montant_centimes), 0).label("somme"),
        )
        .outerjoin(LigneBordereau, LigneBordereau.bordereau_id == Bordereau.id)
        .outerjoin(Reglement, Reglement.id == LigneBordereau.reglement_id)
        .group_by(
            Bordereau.regie_id, Bordereau.exercice, Bordereau.numero, Bordereau.nombre, Bordereau.total_centimes
        )
        .order_by(Bordereau.regie_id, Bordereau.exercice, Bordereau.numero)
    )  # fmt: skip
    for x in session.execute(requete):
        ou = f"bordereau {x.exercice}/{x.numero}"
        cle = (x.regie_id, str(Serie.BORDEREAU), x.exercice)
        if x.numero != derniers.get(cle, 0) + 1:
            yield Faute("trou", ou)
        derniers[cle] = x.numero
        if (x.n, x.somme) != (x.nombre, x.total_centimes):
            detail = f"{x.n} règlements et {euros(int(x.somme))} pour {x.nombre} et {euros(x.total_centimes)}"
            yield Faute("bordereau_faux", ou, detail)


def _maillon(piece: Any, rang: int, precedente: str) -> Iterator[Faute]:
    """One piece: its place, its fingerprint, and the columns that repeat what the sealed text says."""
    if piece.rang != rang:
        yield Faute("chaine_rompue", piece.affiche, f"rang {piece.rang} où {rang} est attendu")
    if piece.precedente != precedente:
        yield Faute("chaine_rompue", piece.affiche, "ne suit pas la pièce d’avant")
    if sceller(piece.precedente, piece.contenu) != piece.empreinte:
        yield Faute("contenu_modifie", piece.affiche, "le texte scellé n’a plus son empreinte")
    try:
        contenu = json.loads(piece.contenu)
        dit = (contenu["numero"], contenu["total"], contenu["emise_le"], contenu["motif"])
    except (ValueError, KeyError, TypeError):
        yield Faute("contenu_illisible", piece.affiche)
        return
    ecrit = (piece.affiche, piece.total_centimes, piece.emise_le.isoformat(), piece.motif)
    if dit != ecrit or piece.affiche != numero_affiche(piece.exercice, piece.code, Serie(piece.serie), piece.numero):
        yield Faute("colonnes_modifiees", piece.affiche, "la ligne ne dit plus ce que dit le texte scellé")
    somme = sum(ligne["montant"] for groupe in contenu.get("groupes", ()) for ligne in groupe["lignes"])
    if piece.serie in DEBITRICES and somme != piece.total_centimes:
        yield Faute("somme_fausse", piece.affiche, f"{euros(somme)} de lignes, {euros(piece.total_centimes)} de total")


def _compteurs(
    session: Session, derniers: dict[tuple[int, str, int], int], tetes: dict[tuple[int, str], tuple[int, str]]
) -> Iterator[Faute]:
    """Counters and heads of the chains say what the pieces say: the last pieces of a series cannot vanish unseen."""
    for c in session.execute(
        select(CompteurPiece.regie_id, CompteurPiece.serie, CompteurPiece.exercice, CompteurPiece.dernier)
    ):
        trouve = derniers.pop((c.regie_id, c.serie, c.exercice), 0)
        if trouve != c.dernier:
            yield Faute("compteur_faux", f"{c.serie} {c.exercice}", f"{c.dernier} pris, dernière pièce {trouve}")
    for _regie, serie, exercice in derniers:
        yield Faute("compteur_faux", f"{serie} {exercice}", "aucun compteur")
    for t in session.execute(
        select(ChainePieces.regie_id, ChainePieces.serie, ChainePieces.rang, ChainePieces.empreinte)
    ):
        if tetes.get((t.regie_id, t.serie), (0, "")) != (t.rang, t.empreinte):
            yield Faute("chaine_rompue", t.serie, f"la dernière pièce n’est pas celle du rang {t.rang}")


def _lignes(session: Session) -> Iterator[Faute]:
    """The lines kept for statistics sum to the total of their piece."""
    somme = func.coalesce(func.sum(LignePiece.montant_centimes), 0)
    requete = (
        select(PieceEmise.affiche, PieceEmise.total_centimes, somme.label("somme"))
        .outerjoin(LignePiece, LignePiece.piece_id == PieceEmise.id)
        .where(PieceEmise.serie.in_(DEBITRICES))
        .group_by(PieceEmise.id, PieceEmise.affiche, PieceEmise.total_centimes)
        .having(somme != PieceEmise.total_centimes)
    )
    for x in session.execute(requete):
        yield Faute("lignes_fausses", x.affiche, f"{euros(int(x.somme))} de lignes, {euros(x.total_centimes)} de total")


def _plans(session: Session) -> Iterator[Faute]:
    """The parts of each plan sum to the total of its invoice."""
    somme = func.coalesce(func.sum(EcheancePiece.montant_centimes), 0)
    requete = (
        select(PieceEmise.affiche, PieceEmise.total_centimes, PlanPiece.numero, somme.label("somme"))
        .join(PlanPiece, PlanPiece.piece_id == PieceEmise.id)
        .outerjoin(EcheancePiece, EcheancePiece.plan_id == PlanPiece.id)
        .group_by(PlanPiece.id, PieceEmise.affiche, PieceEmise.total_centimes, PlanPiece.numero)
        .having(somme != PieceEmise.total_centimes)
    )
    for x in session.execute(requete):
        yield Faute("echeancier_faux", x.affiche, f"{euros(int(x.somme))} d’échéances (échéancier {x.numero})")


def _ecritures(session: Session, releve: Releve) -> Iterator[Faute]:
    """The entries of a piece carry its total into the household's account; a receipt takes it off."""
    releve.ecritures = session.execute(select(func.count()).select_from(Ecriture)).scalar_one()
    somme = func.coalesce(func.sum(sens_familles()), 0)
    attendu = case((PieceEmise.serie == Serie.RECU, -PieceEmise.total_centimes), else_=PieceEmise.total_centimes)
    requete = (
        select(PieceEmise.affiche, somme.label("somme"))
        .outerjoin(Ecriture, Ecriture.piece_id == PieceEmise.id)
        .group_by(PieceEmise.id, PieceEmise.affiche, PieceEmise.serie, PieceEmise.total_centimes)
        .having(somme != attendu)
    )
    for x in session.execute(requete):
        yield Faute("ecritures_fausses", x.affiche, f"{euros(int(x.somme))} inscrits au compte de la famille")


def _reglements(session: Session, releve: Releve) -> Iterator[Faute]:
    """What payments settle sums to what was received, and no invoice is settled beyond what it asks for."""
    releve.reglements = session.execute(select(func.count()).select_from(Reglement)).scalar_one()
    recu = func.coalesce(func.sum(Reglement.montant_centimes), 0)
    requete = (
        select(PieceEmise.affiche, PieceEmise.total_centimes, recu.label("somme"))
        .outerjoin(Reglement, Reglement.piece_id == PieceEmise.id)
        .where(PieceEmise.serie == Serie.RECU)
        .group_by(PieceEmise.id, PieceEmise.affiche, PieceEmise.total_centimes)
        .having(recu != PieceEmise.total_centimes)
    )
    for x in session.execute(requete):
        detail = f"{euros(int(x.somme))} de règlements pour un reçu de {euros(x.total_centimes)}"
        yield Faute("reglements_faux", x.affiche, detail)
    somme = func.coalesce(func.sum(Imputation.montant_centimes), 0)
    requete = (
        select(PieceEmise.affiche, Reglement.montant_centimes, somme.label("somme"))
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .outerjoin(Imputation, Imputation.reglement_id == Reglement.id)
        .group_by(Reglement.id, PieceEmise.affiche, Reglement.montant_centimes)
        .having(somme != Reglement.montant_centimes)
    )
    for x in session.execute(requete):
        detail = f"{euros(int(x.somme))} imputés sur {euros(x.montant_centimes)}"
        yield Faute("imputations_fausses", x.affiche, detail)
    requete = (
        select(PieceEmise.affiche, PieceEmise.total_centimes, somme.label("somme"))
        .join(Imputation, Imputation.facture_id == PieceEmise.id)
        .group_by(PieceEmise.id, PieceEmise.affiche, PieceEmise.total_centimes)
        .having(somme > PieceEmise.total_centimes)
    )
    for x in session.execute(requete):
        detail = f"{euros(int(x.somme))} imputés pour {euros(x.total_centimes)}"
        yield Faute("trop_impute", x.affiche, detail)
