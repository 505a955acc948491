"""The lists of files proposed for destruction: written, printed, stamped by the archives; never stamped unseen."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, BordereauElimination, PieceRecue, Site, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.conservation.echues import pieces_echues
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

VISA_MAX = 120


@dataclass(frozen=True, slots=True)
class BordereauVu:
    """A list: how many files it names, how many are destroyed, who stamped it and when."""

    id: int
    numero: int
    cree_le: date
    cree_par: str
    nombre: int
    octets: int
    detruits: int
    vise_le: date | None
    vise_par: str
    execute_a: datetime | None
    execute_par: str

    @property
    def est_interrompu(self) -> bool:
        """Its destruction began and did not end."""
        return self.execute_a is None and self.detruits > 0


@dataclass(frozen=True, slots=True)
class LigneEliminee:
    """A line of the list: a kind of paper of a year, between two days of deposit."""

    libelle: str
    annee: str
    du: date
    au: date
    nombre: int
    octets: int
    jours: int


@dataclass(frozen=True, slots=True)
class Viser:
    """The stamp of the archives: the day and the name that they wrote."""

    bordereau_id: int
    le: date | None
    par: str
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.DETRUIRE)
def lister_bordereaux(ctx: Contexte) -> tuple[BordereauVu, ...]:
    """The lists of the site, the newest first."""
    b, p = BordereauElimination, PieceRecue
    requete = (
        select(b, func.count(p.id), func.coalesce(func.sum(p.octets), 0), func.count(p.purge_a))
        .outerjoin(p, p.bordereau_id == b.id)
        .where(b.site_id == ctx.site_id)
        .group_by(b.id)
        .order_by(b.numero.desc())
    )
    zone = ZoneInfo(ctx.fuseau)
    with ctx.lire() as session:
        return tuple(
            BordereauVu(
                x.id, x.numero, x.cree_a.astimezone(zone).date(), x.cree_par, n, int(octets), detruits,
                x.vise_le, x.vise_par, x.execute_a, x.execute_par,
            )
            for x, n, octets, detruits in session.execute(requete)
        )  # fmt: skip


@cas_d_usage(Permission.DETRUIRE)
def proposer_elimination(
    ctx: Contexte, types: Sequence[int], operation_id: uuid.UUID | None = None, *, annoncees: int | None = None
) -> Fait[int]:
    """Write the list of what may be destroyed of these rows; nothing is destroyed. Undoable the same day. Gives its id.

    ``annoncees`` is how many the person was told. Raises RegleMetier(rien_a_eliminer | elimination_changee: nombre).
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        session.get_one(Site, ctx.site_id, with_for_update={"key_share": True})  # one number at a time
        echues = {x.id: x for x in pieces_echues(session, ctx.site_id, types, ctx.aujourdhui())}
        if not echues:
            raise RegleMetier("rien_a_eliminer")
        if annoncees is not None and len(echues) != annoncees:
            raise RegleMetier("elimination_changee", nombre=len(echues))
        dernier = select(func.max(BordereauElimination.numero)).where(BordereauElimination.site_id == ctx.site_id)
        bordereau = BordereauElimination(
            site_id=ctx.site_id, numero=(session.execute(dernier).scalar() or 0) + 1, cree_a=unite.maintenant,
            cree_par=ctx.agent,
        )  # fmt: skip
        session.add(bordereau)
        session.flush()
        for piece in _pieces(session, list(echues)):
            piece.bordereau_id, piece.purger_apres_le = bordereau.id, echues[piece.id].apres_le
        session.flush()
        rendre_annulable(
            ctx, unite, f"Bordereau d’élimination n°\u00a0{bordereau.numero}", retirer_bordereau, ident=bordereau.id
        )
        unite.touche("bordereau_elimination", bordereau.id)
        return bordereau.id

    return ctx.ecrire("proposer_elimination", ecrire, operation_id)


@inverse(Permission.DETRUIRE)
def retirer_bordereau(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the list goes, its files are kept. Raises RegleMetier(bordereau_vise)."""
    bordereau = unite.session.get_one(BordereauElimination, arguments["ident"], with_for_update=True)
    if bordereau.vise_le is not None:
        raise RegleMetier("bordereau_vise", numero=bordereau.numero)
    for piece in unite.session.scalars(select(PieceRecue).where(PieceRecue.bordereau_id == bordereau.id)):
        piece.bordereau_id, piece.purger_apres_le = None, None
    unite.session.flush()
    unite.touche("bordereau_elimination", bordereau.id)
    unite.session.delete(bordereau)


@cas_d_usage(Permission.DETRUIRE)
def viser(ctx: Contexte, commande: Viser) -> Fait[int]:
    """Keep the day and the name of the archives' stamp: the files may then be destroyed, and it changes no more.

    Raises FormulaireInvalide (le, par), RegleMetier(bordereau_execute), Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    le = commande.le
    if le is None:
        lecteur.refuser("le", "champ_obligatoire")
    if le is not None and le > ctx.aujourdhui():
        lecteur.refuser("le", "date_future")
    par = lecteur.texte("par", commande.par, VISA_MAX, obligatoire=True)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        bordereau = unite.session.get(BordereauElimination, commande.bordereau_id, with_for_update=True)
        if bordereau is None or bordereau.site_id != ctx.site_id:
            raise Introuvable("bordereau_elimination", commande.bordereau_id)
        detruites = select(PieceRecue.id).where(
            PieceRecue.bordereau_id == bordereau.id, PieceRecue.purge_a.is_not(None)
        )
        if bordereau.execute_a is not None or unite.session.execute(detruites.limit(1)).first() is not None:
            raise RegleMetier("bordereau_execute", numero=bordereau.numero)
        if le is not None and le < bordereau.cree_a.astimezone(ZoneInfo(ctx.fuseau)).date():
            lecteur.refuser("le", "visa_avant_bordereau")
            lecteur.conclure()
        bordereau.vise_le, bordereau.vise_par = le, par
        unite.session.flush()
        unite.touche("bordereau_elimination", bordereau.id)
        return bordereau.id

    return ctx.ecrire("viser_bordereau_elimination", ecrire, commande.operation_id)


@cas_d_usage(Permission.DETRUIRE)
def lire_elimination(ctx: Contexte, bordereau_id: int) -> tuple[BordereauVu, tuple[LigneEliminee, ...]]:
    """A list and its lines. Raises Introuvable."""
    vu = next((x for x in lister_bordereaux(ctx) if x.id == bordereau_id), None)
    if vu is None:
        raise Introuvable("bordereau_elimination", bordereau_id)
    p = PieceRecue
    requete = (
        select(
            TypePiece.libelle, Annee.libelle.label("annee"), func.min(p.depose_a).label("du"),
            func.max(p.depose_a).label("au"), func.count().label("n"), func.sum(p.octets).label("octets"),
            func.max(func.coalesce(TypePiece.conserver_jours, 0)).label("jours"),
        )
        .join(TypePiece, TypePiece.id == p.type_id)
        .join(Annee, Annee.id == p.annee_id)
        .where(p.bordereau_id == bordereau_id)
        .group_by(TypePiece.id, TypePiece.libelle, TypePiece.ordre, Annee.libelle, Annee.debut_le)
        .order_by(Annee.debut_le, TypePiece.ordre, TypePiece.libelle)
    )  # fmt: skip
    zone = ZoneInfo(ctx.fuseau)
    with ctx.lire() as session:
        lignes = tuple(
            LigneEliminee(
                x.libelle, x.annee, x.du.astimezone(zone).date(), x.au.astimezone(zone).date(), x.n, int(x.octets),
                int(x.jours),
            )
            for x in session.execute(requete)
        )  # fmt: skip
    return vu, lignes


def _pieces(session: Session, ids: Sequence[int]) -> list[PieceRecue]:
    """Any number of them, held: nobody decides them meanwhile."""
    lues: list[PieceRecue] = []
    for debut in range(0, len(ids), 500):
        requete = select(PieceRecue).where(PieceRecue.id.in_(ids[debut : debut + 500])).order_by(PieceRecue.id)
        lues += session.scalars(requete.with_for_update(key_share=True))
    return lues
