"""The statements of a régie for a period: the journal of its receipts, and what it pays over to the comptable."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.feuille import Feuille, Nature, Section, Valeur
from imuse_desk.domain.pieces import Compte, GenreReglement, Serie, numero_affiche
from imuse_desk.domain.pieces import Nature as Registre
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.versement import ventiler
from imuse_desk.models import (
    Bordereau,
    Foyer,
    Imputation,
    LignePiece,
    ModeReglement,
    PieceEmise,
    Regie,
    Reglement,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.caisse import solde_compte
from imuse_desk.services.facturation.comptes import est_recette
from imuse_desk.services.facturation.exports import GENRES, Periode, colonnes
from imuse_desk.services.facturation.lecture_bordereaux import TITRES
from imuse_desk.services.facturation.numerotation import regie_de

_DEFAIT = aliased(Reglement)
_RECU_DEFAIT = aliased(PieceEmise)

JOURNAL = colonnes(
    ("recu", "Reçu", Nature.TEXTE), ("date", "Date", Nature.DATE), ("dossier", "Dossier", Nature.TEXTE),
    ("payeur", "Payeur", Nature.TEXTE), ("mode", "Mode", Nature.TEXTE), ("detail", "Détail", Nature.TEXTE),
    ("montant", "Montant", Nature.MONTANT), ("cumul", "Cumul", Nature.MONTANT),
    sommables=("montant",),
)  # fmt: skip
VERSEMENT = colonnes(
    ("tableau", "Tableau", Nature.TEXTE), ("code", "Code", Nature.TEXTE), ("libelle", "Libellé", Nature.TEXTE),
    ("nombre", "Nombre", Nature.NOMBRE), ("montant", "Montant", Nature.MONTANT),
    sommables=(),
)  # fmt: skip
RESTES = {
    Compte.CAISSE: "Espèces en caisse",
    Compte.CHEQUES: "Chèques à remettre",
    Compte.TITRES: "Chèques-vacances et autres titres à remettre",
    Compte.ATTENTE: "Cartes, virements et paiements en ligne à rapprocher",
}
"""Accounts whose money was received and did not reach the account of the régie yet."""


@dataclass(frozen=True, slots=True)
class LigneJournal:
    """A receipt, or one of its cheques; cents. ``cumul`` runs from the first day of the civil year."""

    recu: str
    le: date
    dossier: str
    payeur: str
    mode: str
    detail: str
    montant_centimes: int
    cumul_centimes: int


@dataclass(frozen=True, slots=True)
class JournalSouches:
    """The receipts of a period in the order of their numbers, after what the year had brought before it."""

    regie: str
    report_centimes: int
    lignes: tuple[LigneJournal, ...]
    empreinte: str

    @property
    def total_centimes(self) -> int:
        """What the period brought."""
        return sum(ligne.montant_centimes for ligne in self.lignes)

    @property
    def modes(self) -> tuple[tuple[str, int, int], ...]:
        """What each way of paying brought: its name, how many, cents."""
        sommes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for ligne in self.lignes:
            sommes[ligne.mode][0] += 1
            sommes[ligne.mode][1] += ligne.montant_centimes
        return tuple((mode, n, somme) for mode, (n, somme) in sommes.items())


@dataclass(frozen=True, slots=True)
class LigneVersement:
    """A row of the statement: a product code or the number of a slip, words, how many, cents."""

    libelle: str
    montant_centimes: int
    code: str = ""
    nombre: int | None = None
    le: date | None = None


@dataclass(frozen=True, slots=True)
class Versement:
    """What a period brought by product and by means, what was remitted, what waits on its last day."""

    regie: str
    iban: str
    produits: tuple[LigneVersement, ...]
    moyens: tuple[LigneVersement, ...]
    remises: tuple[LigneVersement, ...]
    restes: tuple[LigneVersement, ...]


@cas_d_usage(Permission.EMETTRE)
def exporter_journal(ctx: Contexte, periode: Periode) -> Feuille:
    """The journal of the receipts as a sheet. Raises Invalide(au)."""
    rangees = [
        (x.recu, x.le, x.dossier, x.payeur, x.mode, x.detail, x.montant_centimes, x.cumul_centimes)
        for x in lire_journal(ctx, periode).lignes
    ]
    return Feuille("Journal à souches", JOURNAL, (Section("", rangees),), un="recette", plusieurs="recettes")


@cas_d_usage(Permission.EMETTRE)
def exporter_versement(ctx: Contexte, periode: Periode) -> Feuille:
    """The statement as a sheet, each table named in its first column. Raises Invalide(au)."""
    lu = lire_versement(ctx, periode)
    tableaux = {
        "Produits": lu.produits, "Moyens de paiement": lu.moyens, "Remises": lu.remises, "Reste à verser": lu.restes,
    }  # fmt: skip
    rangees: list[Sequence[Valeur]] = [
        (tableau, x.code, x.libelle, x.nombre, x.montant_centimes) for tableau, xs in tableaux.items() for x in xs
    ]
    return Feuille("État de versement", VERSEMENT, (Section("", rangees),))


@cas_d_usage(Permission.EMETTRE)
def lire_journal(ctx: Contexte, periode: Periode) -> JournalSouches:
    """The receipts of the site's régie in a period. Raises Invalide(au: date_avant_debut)."""
    _exiger(periode)
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        debut = periode.du.replace(month=1, day=1)
        avant = select(func.coalesce(func.sum(Reglement.montant_centimes), 0)).where(
            Reglement.regie_id == regie.id,
            Reglement.encaisse_le >= debut,
            Reglement.encaisse_le < periode.du,
            est_recette(),
        )
        report = int(session.execute(avant).scalar_one())
        lus = _recettes(session, regie.id, periode)
        cumul, lignes = report, []
        for x in lus:
            cumul += x.montant_centimes
            lignes.append(
                LigneJournal(
                    x.affiche, x.encaisse_le, x.numero, x.payeur, x.mode, _detail(x), x.montant_centimes, cumul
                )
            )
        return JournalSouches(regie.nom, report, tuple(lignes), lus[-1].empreinte if lus else "")


def _exiger(periode: Periode) -> None:
    if periode.au < periode.du:
        raise Invalide("au", "date_avant_debut")


def _recettes(session: Session, regie_id: int, periode: Periode) -> Sequence[Any]:
    requete = (
        select(
            PieceEmise.affiche, PieceEmise.empreinte, Reglement.encaisse_le, Foyer.numero, Foyer.libelle,
            Reglement.payeur, ModeReglement.libelle.label("mode"), Reglement.banque, Reglement.numero_titre,
            Reglement.reference, Reglement.genre, Reglement.motif, Reglement.montant_centimes,
            _RECU_DEFAIT.affiche.label("defait"),
        )
        .join(PieceEmise, PieceEmise.id == Reglement.piece_id)
        .join(Foyer, Foyer.id == Reglement.foyer_id)
        .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        .outerjoin(_DEFAIT, _DEFAIT.id == Reglement.annule_id)
        .outerjoin(_RECU_DEFAIT, _RECU_DEFAIT.id == _DEFAIT.piece_id)
        .where(Reglement.regie_id == regie_id, Reglement.encaisse_le.between(periode.du, periode.au), est_recette())
        .order_by(PieceEmise.rang, Reglement.id)
    )  # fmt: skip
    return session.execute(requete).all()


def _detail(x: Any) -> str:
    """What a cheque bears, for whom somebody else paid, what is undone and why."""
    titre = f"n°\u00a0{x.numero_titre}" if x.numero_titre else x.reference
    autre = x.libelle if x.payeur != x.libelle else ""
    quoi = ""
    if x.genre != GenreReglement.ENCAISSEMENT:
        quoi = f"{GENRES[GenreReglement(x.genre)]} {x.defait or ''}".strip()
    return " · ".join(mot for mot in (quoi, x.motif, x.banque, titre, autre) if mot)


@cas_d_usage(Permission.EMETTRE)
def lire_versement(ctx: Contexte, periode: Periode) -> Versement:
    """What the site's régie pays over for a period. Raises Invalide(au: date_avant_debut)."""
    _exiger(periode)
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        modes = (
            select(ModeReglement.libelle, func.count().label("n"), func.sum(Reglement.montant_centimes).label("somme"))
            .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
            .where(Reglement.regie_id == regie.id, Reglement.encaisse_le.between(periode.du, periode.au), est_recette())
            .group_by(ModeReglement.id, ModeReglement.libelle, ModeReglement.ordre)
            .order_by(ModeReglement.ordre, ModeReglement.id)
        )
        slips = select(Bordereau).where(Bordereau.regie_id == regie.id, Bordereau.le.between(periode.du, periode.au))
        restes = ((quoi, solde_compte(session, regie.id, compte, periode.au)) for compte, quoi in RESTES.items())
        return Versement(
            regie.nom, regie.iban, _produits(session, regie, periode, ZoneInfo(ctx.fuseau)),
            tuple(LigneVersement(x.libelle, int(x.somme), nombre=x.n) for x in session.execute(modes)),
            tuple(_remise(b, regie) for b in session.scalars(slips.order_by(Bordereau.id))),
            tuple(LigneVersement(quoi, solde) for quoi, solde in restes if solde),
        )  # fmt: skip


def _remise(bordereau: Bordereau, regie: Regie) -> LigneVersement:
    numero = numero_affiche(bordereau.exercice, regie.code, Serie.BORDEREAU, bordereau.numero)
    titres = {str(genre): titre for genre, titre in TITRES.items()}
    libelle = titres.get(bordereau.genre, "Rapprochement avec le compte")
    return LigneVersement(libelle, bordereau.total_centimes, numero, bordereau.nombre, bordereau.le)


def _produits(session: Session, regie: Regie, periode: Periode, zone: ZoneInfo) -> tuple[LigneVersement, ...]:
    """The receipts of the period by product code; an advance stays one until an invoice takes it."""
    codes = dict(regie.produits or ())
    sommes: dict[tuple[str, str], int] = defaultdict(int)
    mouvements = _imputations(session, regie.id, periode, zone)
    factures = {x.facture_id for x in mouvements if x.facture_id is not None}
    parts, avant = _parts(session, factures), _avant(session, factures)
    for x in mouvements:
        registre = Registre(x.nature)
        if x.facture_id is None:
            sommes[codes.get(x.nature, ""), f"{registre.libelle}, avances"] += x.montant_centimes
            continue
        deja = avant[x.id]
        for article, montant in ventiler(parts[x.facture_id], deja, deja + x.montant_centimes).items():
            propre = article if article in codes else ""
            libelle = f"{registre.libelle} · {article}" if propre else registre.libelle
            sommes[codes.get(propre or x.nature, ""), libelle] += montant
    return tuple(LigneVersement(quoi, somme, code) for (code, quoi), somme in sorted(sommes.items()) if somme)


def _imputations(session: Session, regie_id: int, periode: Periode, zone: ZoneInfo) -> Sequence[Any]:
    """What payments settled in the period: at once on the day they bear, moved later on the day of the move."""
    debut = datetime.combine(periode.du, time(), zone)
    fin = datetime.combine(periode.au + timedelta(days=1), time(), zone)
    est_propre = Imputation.operation_id == Reglement.operation_id
    requete = (
        select(Imputation.id, Imputation.facture_id, Imputation.nature, Imputation.montant_centimes)
        .join(Reglement, Reglement.id == Imputation.reglement_id)
        .where(
            Reglement.regie_id == regie_id,
            est_recette(),
            or_(
                and_(est_propre, Reglement.encaisse_le.between(periode.du, periode.au)),
                and_(~est_propre, Imputation.a >= debut, Imputation.a < fin),
            ),
        )
        .order_by(Imputation.id)
    )
    return session.execute(requete).all()


def _parts(session: Session, factures: set[int]) -> dict[int, dict[str, int]]:
    """What each invoice asks for by item."""
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    requete = (
        select(LignePiece.piece_id, LignePiece.article, func.sum(LignePiece.montant_centimes).label("somme"))
        .where(LignePiece.piece_id.in_(factures))
        .group_by(LignePiece.piece_id, LignePiece.article)
        .order_by(LignePiece.piece_id, LignePiece.article)
    )
    for x in session.execute(requete):
        parts[x.piece_id][x.article] = int(x.somme)
    return parts


def _avant(session: Session, factures: set[int]) -> dict[int, int]:
    """How much of its invoice was settled before each row."""
    requete = (
        select(Imputation.id, Imputation.facture_id, Imputation.montant_centimes)
        .where(Imputation.facture_id.in_(factures))
        .order_by(Imputation.id)
    )
    cumuls: dict[int, int] = defaultdict(int)
    avant = {}
    for x in session.execute(requete):
        avant[x.id] = cumuls[x.facture_id]
        cumuls[x.facture_id] += x.montant_centimes
    return avant
