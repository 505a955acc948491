"""Handing the régie over: what is counted and found together, sealed; from then on the new régisseur holds it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.pieces import Compte, GenreActe, GenreBordereau, Qualite, Serie, numero_affiche
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Bordereau, Nomination, PieceEmise, Regie
from imuse_desk.models import Compte as CompteUtilisateur
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.facturation.actes import clos_jusqu_au, exiger_nomme, inscrire_acte, relire_acte, tenir_regie
from imuse_desk.services.facturation.bordereaux import a_remettre, exiger_coupures
from imuse_desk.services.facturation.caisse import compter_dans, solde_compte, theorique_dans
from imuse_desk.services.facturation.numerotation import regie_de

VALEURS = {
    GenreBordereau.CHEQUES: "Chèques à remettre",
    GenreBordereau.TITRES: "Chèques-vacances et autres titres à remettre",
    GenreBordereau.RAPPROCHEMENT: "Cartes, virements et paiements en ligne à rapprocher",
}
SERIES = {
    Serie.FACTURE: "Dernière facture",
    Serie.AVOIR: "Dernier avoir",
    Serie.RECU: "Dernier reçu",
}
TENANTS = (Qualite.REGISSEUR, Qualite.SUPPLEANT)
"""Who may hand the régie over."""


@dataclass(frozen=True, slots=True)
class Valeur:
    """What is handed over beside cash: words, how many (None: not counted), cents."""

    libelle: str
    nombre: int | None
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class ServiceVu:
    """The régie as it would be handed over now: by whom, to whom it may be, what it holds, its last numbers."""

    sortant: str
    personnes: tuple[str, ...]
    theorique_centimes: int
    valeurs: tuple[Valeur, ...]
    numeros: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RemiseService:
    """A handing over as typed: to whom, the cash counted as (value in cents, how many), why it differs, the stock."""

    entrant: str
    comptage: tuple[tuple[int, int], ...]
    motif: str = ""
    stock: str = ""
    observations: str = ""


@cas_d_usage(Permission.ENCAISSER)
def lire_service(ctx: Contexte) -> ServiceVu:
    """What would be handed over now."""
    with ctx.lire() as session:
        regie = regie_de(session, ctx.site_id)
        sortant = _regisseur(session, regie.id, ctx.aujourdhui()) or ctx.agent
        comptes = session.scalars(select(CompteUtilisateur.nom_affiche).where(CompteUtilisateur.archive_a.is_(None)))
        nommees = session.scalars(select(Nomination.nom).where(Nomination.regie_id == regie.id))
        return ServiceVu(
            sortant, tuple(sorted({*comptes, *nommees} - {sortant})), theorique_dans(session, regie),
            _valeurs(session, regie), _numeros(session, regie),
        )  # fmt: skip


@cas_d_usage(Permission.ENCAISSER)
def remettre_service(ctx: Contexte, remise: RemiseService, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Count the till, close it, seal what is handed over, end a nomination and begin the next; gives the act's id.

    Raises Invalide(entrant | comptage | motif), RegleMetier(non_nomme | non_regisseur).
    """
    entrant = remise.entrant.strip()
    if not entrant:
        raise Invalide("entrant", "champ_obligatoire")
    exiger_coupures(remise.comptage)

    def ecrire(unite: Unite) -> int:
        session, le = unite.session, ctx.aujourdhui()
        regie = regie_de(session, ctx.site_id)
        tenir_regie(session, regie.id)
        exiger_nomme(session, regie, ctx.agent, le)
        sortant = _exiger_regisseur(session, regie, ctx.agent, le)
        if entrant == sortant:
            raise Invalide("entrant", "entrant_est_sortant", nom=entrant)
        arrete = compter_dans(unite, ctx, regie, GenreActe.ARRETE, remise.comptage, remise.motif)
        compte = relire_acte(arrete)
        contenu = {
            "sortant": sortant, "entrant": entrant, "arrete": arrete.rang, "regie": regie.nom, "iban": regie.iban,
            **{cle: compte[cle] for cle in ("fonds", "theorique", "compte", "comptage", "motif")},
            "valeurs": [[v.libelle, v.nombre, v.montant_centimes] for v in _valeurs(session, regie)],
            "numeros": [list(x) for x in _numeros(session, regie)],
            "stock": remise.stock.strip(), "observations": remise.observations.strip(),
        }  # fmt: skip
        acte = inscrire_acte(
            unite, regie, GenreActe.REMISE_SERVICE, le, contenu, montant_centimes=compte["compte"],
        )  # fmt: skip
        _nommer(unite, regie, sortant, entrant, le)
        return acte.id

    return ctx.ecrire("remettre_service", ecrire, operation_id)


def _regisseur(session: Session, regie_id: int, le: date) -> str | None:
    """Who holds the régie that day: the last one named."""
    requete = (
        select(Nomination.nom)
        .where(
            Nomination.regie_id == regie_id, Nomination.qualite == Qualite.REGISSEUR, Nomination.du_le <= le,
            or_(Nomination.au_le.is_(None), Nomination.au_le >= le),
        )
        .order_by(Nomination.du_le.desc(), Nomination.id.desc())
    )  # fmt: skip
    return session.execute(requete.limit(1)).scalar()


def _exiger_regisseur(session: Session, regie: Regie, agent: str, le: date) -> str:
    """The régisseur hands over, or who stands in; where nobody is named, whoever acts. Raises RegleMetier."""
    sortant = _regisseur(session, regie.id, le)
    if sortant is None or sortant == agent:
        return agent
    requete = select(Nomination.id).where(
        Nomination.regie_id == regie.id, Nomination.nom == agent, Nomination.qualite.in_(TENANTS),
        Nomination.du_le <= le, or_(Nomination.au_le.is_(None), Nomination.au_le >= le),
    )  # fmt: skip
    if session.execute(requete.limit(1)).scalar() is None:
        raise RegleMetier("non_regisseur", agent=agent, regisseur=sortant)
    return sortant


def _nommer(unite: Unite, regie: Regie, sortant: str, entrant: str, le: date) -> None:
    """The nomination of one ends that day, that of the other begins."""
    ouvertes = unite.session.scalars(
        select(Nomination).where(
            Nomination.regie_id == regie.id, Nomination.nom == sortant, Nomination.qualite == Qualite.REGISSEUR,
            Nomination.du_le <= le, or_(Nomination.au_le.is_(None), Nomination.au_le > le),
        )
    )  # fmt: skip
    for nomination in ouvertes:
        nomination.au_le = le
    unite.session.add(Nomination(regie_id=regie.id, nom=entrant, qualite=Qualite.REGISSEUR, du_le=le))
    unite.touche("regie", regie.id)


def _valeurs(session: Session, regie: Regie) -> tuple[Valeur, ...]:
    """What waits for its slip, one by one in the safe, and what the books say of the account."""
    valeurs = []
    for genre, libelle in VALEURS.items():
        attendues = a_remettre(session, regie.id, genre)
        valeurs.append(Valeur(libelle, len(attendues), sum(x.montant_centimes for x in attendues)))
    depot = solde_compte(session, regie.id, Compte.DEPOT_DE_FONDS)
    return (*valeurs, Valeur("Compte de dépôt de fonds, selon les écritures", None, depot))


def _numeros(session: Session, regie: Regie) -> tuple[tuple[str, str], ...]:
    """The last number of each series, the last slip, the last month closed."""
    rangs = (
        select(PieceEmise.serie, func.max(PieceEmise.rang).label("rang"))
        .where(PieceEmise.regie_id == regie.id)
        .group_by(PieceEmise.serie)
        .subquery()
    )
    requete = (
        select(PieceEmise.serie, PieceEmise.affiche)
        .join(rangs, (rangs.c.serie == PieceEmise.serie) & (rangs.c.rang == PieceEmise.rang))
        .where(PieceEmise.regie_id == regie.id)
    )
    derniers = {x.serie: x.affiche for x in session.execute(requete)}
    numeros = [(libelle, derniers.get(serie, "aucun")) for serie, libelle in SERIES.items()]
    bordereau = session.scalars(
        select(Bordereau).where(Bordereau.regie_id == regie.id).order_by(Bordereau.id.desc()).limit(1)
    ).first()
    numero = "aucun"
    if bordereau is not None:
        numero = numero_affiche(bordereau.exercice, regie.code, Serie.BORDEREAU, bordereau.numero)
    clos = clos_jusqu_au(session, regie.id)
    return (*numeros, ("Dernier bordereau", numero), ("Mois clos jusqu’au", date_fr(clos) if clos else "aucun"))
