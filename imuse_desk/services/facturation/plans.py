"""The plan of an issued invoice: the newest one holds, and each says why it took the place of the one before.

The invoice itself does not change: only when its parts are due (money.md, « échéancier »). What is settled already
stays one part of the new plan, due on the day of the invoice.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr, lire_date, plus_mois
from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.pieces import Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.proration import mensualites
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import EcheancePiece, PieceEmise, PlanPiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.fusion import Destinataire, TexteModele, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.facturation.avoirs import reste_du
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.saisie import Lecteur

PARTS_MAX = 12
LONGUEUR_MOTIF, LONGUEUR_MOYEN = 200, 40
MOIS_MAX = 18
"""How long after the invoice the first part may be put off, in months."""


@dataclass(frozen=True, slots=True)
class PartPlan:
    """When (None: on receipt), how much in cents, by which means where it is said."""

    le: date | None
    montant_centimes: int
    moyen: str = ""


@dataclass(frozen=True, slots=True)
class PlanVu:
    """The plan that holds for an invoice, its rank from 1 (0: the invoice asks for its whole total on receipt)."""

    piece_id: int
    affiche: str
    foyer_id: int
    emise_le: date
    total_centimes: int
    reste_centimes: int
    numero: int
    parts: tuple[PartPlan, ...]
    motif: str


@dataclass(frozen=True, slots=True)
class AccorderPlan:
    """What is left of an invoice in ``nombre`` monthly parts from ``premiere_le``, over the plan that was seen.

    ``moyen``: how they are to be paid, where it is agreed.
    """

    piece_id: int
    numero: int
    nombre: int
    premiere_le: str
    motif: str
    moyen: str = ""


def parts_mensuelles(vu: PlanVu, nombre: int, premiere_le: date, moyen: str = "") -> tuple[PartPlan, ...]:
    """What is settled, then the rest in equal parts of whole cents, one a month, the remainder on the first.

    Raises Invalide(nombre).
    """
    deja = vu.total_centimes - vu.reste_centimes
    regle = (PartPlan(vu.emise_le, deja),) if deja else ()
    return regle + tuple(PartPlan(le, m, moyen) for le, m in mensualites(vu.reste_centimes, nombre, premiere_le))


@cas_d_usage(Permission.CONSULTER)
def lire_plan(ctx: Contexte, piece_id: int) -> PlanVu:
    """The plan that holds. Raises Introuvable, RegleMetier(plan_sur_facture)."""
    with ctx.lire() as session:
        return _plan(session, _facture(session, piece_id))


@cas_d_usage(Permission.EMETTRE)
def accorder_plan(ctx: Contexte, demande: AccorderPlan, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Give an invoice another plan; gives the rank of the plan.

    Raises FormulaireInvalide (nombre, premiere_le, motif), Introuvable, RegleMetier(plan_sur_facture | facture_soldee
    | autre_site), Conflit where another plan was granted meanwhile.
    """
    premiere_le, motif = lire_demande(ctx.aujourdhui(), demande.nombre, demande.premiere_le, demande.motif)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        facture = _facture(session, demande.piece_id)
        ctx.exiger_sur(facture.site_id, Permission.EMETTRE)
        verrouiller(session, [facture.foyer_id])
        vu = _plan(session, facture)
        if vu.numero != demande.numero:
            raise Conflit({}, auteur=_auteur(session, facture.id), version=vu.numero)
        if vu.reste_centimes <= 0:
            raise RegleMetier("facture_soldee", numero=facture.affiche)
        moyen = nettoyer(demande.moyen)[:LONGUEUR_MOYEN]
        parts = parts_mensuelles(vu, demande.nombre, premiere_le, moyen)
        _ecrire(unite, vu, parts, motif)
        unite.touche("facture", facture.id)
        unite.touche("foyer", facture.foyer_id)
        return vu.numero + 1

    return ctx.ecrire("accorder_plan", ecrire, operation_id)


def lire_demande(jour: date, nombre: int, premiere_le: str, motif: str) -> tuple[date, str]:
    """What is typed of a plan: its first day and its reason. Raises FormulaireInvalide."""
    lecteur = Lecteur(jour)
    net = lecteur.texte("motif", motif, LONGUEUR_MOTIF, obligatoire=True)
    if not 1 <= nombre <= PARTS_MAX:
        lecteur.refuser("nombre", "nombre_hors_bornes", minimum=1, maximum=PARTS_MAX)
    le = jour
    try:
        le = lire_date(premiere_le, jour, champ="premiere_le", minimum=jour, maximum=plus_mois(jour, MOIS_MAX))
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()
    return le, net


@cas_d_usage(Permission.CONSULTER)
def imprimer_plan(ctx: Contexte, piece_id: int) -> tuple[str, bytes]:
    """The plan that holds as a letter to the household: name and bytes of the PDF.

    Raises Introuvable, RegleMetier(plan_sur_facture | lettre_non_imprimable | sans_destinataire).
    """
    vu = lire_plan(ctx, piece_id)
    modele = TexteModele(f"Échéancier de la facture {vu.affiche}", "{famille.appel},\n\n" + _corps(vu))
    textes = fusionner(ctx, modele, [Destinataire(vu.foyer_id)])
    return f"echeancier_{vu.affiche}.pdf", imprimer_lettres(ctx, textes)


def _corps(vu: PlanVu) -> str:
    lignes = "\n".join(f"– {dire_part(p)}" for p in vu.parts)
    reste = f"Il reste {euros(vu.reste_centimes)} à régler." if vu.reste_centimes else "Elle est réglée."
    return (
        f"La facture {vu.affiche} du {date_fr(vu.emise_le)}, de {euros(vu.total_centimes)}, se règle ainsi"
        f"{INSECABLE}:\n\n{lignes}\n\n{reste}\n"
    )


def dire_part(part: PartPlan) -> str:
    """A part in words: its day, its amount, its means."""
    le = date_fr(part.le) if part.le else "à réception"
    dite = f"{le}{INSECABLE}: {euros(part.montant_centimes)}"
    return f"{dite}, {part.moyen}" if part.moyen else dite


def _facture(session: Session, piece_id: int) -> PieceEmise:
    facture = session.get(PieceEmise, piece_id)
    if facture is None:
        raise Introuvable("facture", piece_id)
    if facture.serie != Serie.FACTURE:
        raise RegleMetier("plan_sur_facture", numero=facture.affiche)
    return facture


def _plan(session: Session, facture: PieceEmise) -> PlanVu:
    plan = session.scalars(
        select(PlanPiece).where(PlanPiece.piece_id == facture.id).order_by(PlanPiece.numero.desc()).limit(1)
    ).first()
    parts: Sequence[EcheancePiece] = ()
    if plan is not None:
        requete = select(EcheancePiece).where(EcheancePiece.plan_id == plan.id).order_by(EcheancePiece.rang)
        parts = session.scalars(requete).all()
    return PlanVu(
        facture.id, facture.affiche, facture.foyer_id, facture.emise_le, facture.total_centimes,
        reste_du(session, facture), plan.numero if plan else 0,
        tuple(PartPlan(p.le, p.montant_centimes, p.moyen) for p in parts), plan.motif if plan else "",
    )  # fmt: skip


def _auteur(session: Session, piece_id: int) -> str:
    requete = select(PlanPiece.auteur).where(PlanPiece.piece_id == piece_id).order_by(PlanPiece.numero.desc()).limit(1)
    return session.execute(requete).scalar() or ""


def _ecrire(unite: Unite, vu: PlanVu, parts: Sequence[PartPlan], motif: str) -> None:
    plan = PlanPiece(
        piece_id=vu.piece_id, numero=vu.numero + 1, motif=motif, auteur=unite.auteur.agent, a=unite.maintenant
    )
    unite.session.add(plan)
    unite.session.flush()
    unite.session.add_all(
        EcheancePiece(plan_id=plan.id, rang=rang, le=p.le, moyen=p.moyen, montant_centimes=p.montant_centimes)
        for rang, p in enumerate(parts, start=1)
    )
