"""What the desk needs at once on a household's money: its ledgers, what is open, what its régie may cash.

Four statements at most, whatever the number of pieces.
"""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import FamilleMode, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Foyer,
    LigneBordereau,
    ModeReglement,
    PieceEmise,
    Regie,
    RegieMode,
    Reglement,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.avoirs import reste_du, restes_par_ligne
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.imputations import FactureOuverte, factures_ouvertes
from imuse_desk.services.facturation.registre_famille import BlocRegistre, registres_de


@dataclass(frozen=True, slots=True)
class ModeVu:
    """A way of paying that the régie of the household may cash."""

    mode_id: int
    libelle: str
    famille: FamilleMode


@dataclass(frozen=True, slots=True)
class CompteFamille:
    """A household's money: ``annee_id`` is the year consulted, where an advance goes; ``modes`` in their order.

    No mode where the site has no régie in service.
    """

    foyer_id: int
    famille: str
    annee_id: int
    annee: str
    blocs: tuple[BlocRegistre, ...]
    ouvertes: tuple[FactureOuverte, ...]
    modes: tuple[ModeVu, ...]

    @property
    def solde_centimes(self) -> int:
        """What is owed over every block; negative in the household's favour."""
        return sum(bloc.solde_centimes for bloc in self.blocs)

    @property
    def a_payer_centimes(self) -> int:
        """What may be asked for now: the open invoices, an advance already received taken off."""
        return max(0, min(self.solde_centimes, sum(x.reste_centimes for x in self.ouvertes)))


@dataclass(frozen=True, slots=True)
class ReglementVu:
    """A payment of a receipt: its amount in cents, what it bears, whether it was remitted or undone already."""

    reglement_id: int
    montant_centimes: int
    mode: str
    famille: FamilleMode
    banque: str
    numero: str
    est_remis: bool
    est_defait: bool


@dataclass(frozen=True, slots=True)
class RecuVu:
    """A receipt with its payments, several where cheques were given together; none in an opposite entry.

    ``frais_impaye_centimes`` is what its régie asks for a cheque that comes back.
    """

    piece_id: int
    affiche: str
    reglements: tuple[ReglementVu, ...]
    frais_impaye_centimes: int


@dataclass(frozen=True, slots=True)
class LigneCorrigeable:
    """A line of an invoice and what its credit notes left of it, in cents; ``qui`` is whose it is."""

    rang: int
    qui: str
    libelle: str
    montant_centimes: int
    reste_centimes: int


@dataclass(frozen=True, slots=True)
class FactureVue:
    """An invoice as a credit note may take it back; ``reste_du_centimes`` is what it still asks for."""

    piece_id: int
    affiche: str
    total_centimes: int
    reste_du_centimes: int
    lignes: tuple[LigneCorrigeable, ...]

    @property
    def reste_centimes(self) -> int:
        """What a whole credit note would take back."""
        return sum(ligne.reste_centimes for ligne in self.lignes)


@cas_d_usage(Permission.CONSULTER)
def lire_compte(ctx: Contexte, foyer_id: int) -> CompteFamille:
    """Ledgers, open invoices and modes of a household. Raises Introuvable."""
    with ctx.lire() as session:
        famille, annee, modes = _tete(session, foyer_id, ctx.annee_id)
        return CompteFamille(
            foyer_id, famille, ctx.annee_id, annee, registres_de(session, foyer_id),
            tuple(factures_ouvertes(session, foyer_id)), modes,
        )  # fmt: skip


def _tete(session: Session, foyer_id: int, annee_id: int) -> tuple[str, str, tuple[ModeVu, ...]]:
    """The household, the year consulted, and the modes of its site's own régie, else of the network's."""
    requete = (
        select(
            Foyer.libelle.label("famille"), Annee.libelle.label("annee"), Regie.site_id,
            ModeReglement.id.label("mode_id"),
            ModeReglement.libelle.label("mode"), ModeReglement.famille.label("genre"),
        )
        .select_from(Foyer)
        .outerjoin(Annee, Annee.id == annee_id)
        .outerjoin(Regie, and_(Regie.archive_a.is_(None), or_(Regie.site_id == Foyer.site_id, Regie.site_id.is_(None))))
        .outerjoin(RegieMode, RegieMode.regie_id == Regie.id)
        .outerjoin(ModeReglement, and_(ModeReglement.id == RegieMode.mode_id, ModeReglement.archive_a.is_(None)))
        .where(Foyer.id == foyer_id)
        .order_by(ModeReglement.ordre, ModeReglement.id)
    )  # fmt: skip
    lues = session.execute(requete).all()
    if not lues:
        raise Introuvable("foyer", foyer_id)
    du_site = any(x.site_id is not None for x in lues)
    modes = tuple(
        ModeVu(x.mode_id, x.mode, FamilleMode(x.genre))
        for x in lues
        if x.mode_id is not None and (x.site_id is not None) == du_site
    )
    return lues[0].famille, lues[0].annee or "", modes


def modes_de(session: Session, regie_id: int) -> tuple[ModeVu, ...]:
    """The ways of paying that a régie may cash, in their order."""
    requete = (
        select(ModeReglement.id, ModeReglement.libelle, ModeReglement.famille)
        .join(RegieMode, RegieMode.mode_id == ModeReglement.id)
        .where(RegieMode.regie_id == regie_id, ModeReglement.archive_a.is_(None))
        .order_by(ModeReglement.ordre, ModeReglement.id)
    )
    return tuple(ModeVu(x.id, x.libelle, FamilleMode(x.famille)) for x in session.execute(requete))


@cas_d_usage(Permission.ENCAISSER)
def lire_recu(ctx: Contexte, piece_id: int) -> RecuVu:
    """The payments of a receipt, in the order they were given. Raises Introuvable."""
    defaits = select(Reglement.annule_id).where(Reglement.annule_id.is_not(None))
    requete = (
        select(
            PieceEmise.affiche, Reglement.id, Reglement.montant_centimes, Reglement.banque, Reglement.numero_titre,
            Reglement.annule_id, ModeReglement.libelle, ModeReglement.famille, LigneBordereau.id.label("remise"),
            Reglement.id.in_(defaits).label("est_defait"), Regie.frais_impaye_centimes,
        )
        .join(Reglement, Reglement.piece_id == PieceEmise.id)
        .join(Regie, Regie.id == Reglement.regie_id)
        .join(ModeReglement, ModeReglement.id == Reglement.mode_id)
        .outerjoin(LigneBordereau, LigneBordereau.reglement_id == Reglement.id)
        .where(PieceEmise.id == piece_id)
        .order_by(Reglement.id)
    )  # fmt: skip
    with ctx.lire() as session:
        lues = session.execute(requete).all()
    if not lues:
        raise Introuvable("recu", piece_id)
    reglements = tuple(
        ReglementVu(
            x.id, x.montant_centimes, x.libelle, FamilleMode(x.famille), x.banque, x.numero_titre,
            x.remise is not None, bool(x.est_defait),
        )
        for x in lues
        if x.annule_id is None
    )  # fmt: skip
    return RecuVu(piece_id, lues[0].affiche, reglements, lues[0].frais_impaye_centimes)


@cas_d_usage(Permission.EMETTRE)
def lire_facture(ctx: Contexte, piece_id: int) -> FactureVue:
    """An invoice line by line, with what is left of each. Raises Introuvable, RegleMetier(avoir_sur_facture)."""
    with ctx.lire() as session:
        piece = session.get(PieceEmise, piece_id)
        if piece is None:
            raise Introuvable("facture", piece_id)
        if piece.serie != Serie.FACTURE:
            raise RegleMetier("avoir_sur_facture", numero=piece.affiche)
        contenu = relire(piece)
        restes = restes_par_ligne(session, piece.id, contenu)
        du = reste_du(session, piece)
    lignes = [(groupe["nom"], ligne) for groupe in contenu["groupes"] for ligne in groupe["lignes"]]
    return FactureVue(
        piece.id, piece.affiche, piece.total_centimes, du,
        tuple(
            LigneCorrigeable(rang, qui, ligne["libelle"], ligne["montant"], restes[rang])
            for rang, (qui, ligne) in enumerate(lignes, start=1)
        ),
    )  # fmt: skip
