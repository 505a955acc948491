"""Where each family that owes something past due stands: its debt, its last reminder, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.relances import Decision, Situation, decider
from imuse_desk.models import DemandeTitre, Relance, RetraitTitre
from imuse_desk.services.relances.dus import DuFamille, avances_des_dus, lire_dus
from imuse_desk.services.relances.exclusions import exclusions_en_cours
from imuse_desk.services.relances.niveaux import niveaux_de


@dataclass(frozen=True, slots=True)
class Retenue:
    """A family as it was seen: its level, and its cents past due."""

    foyer_id: int
    rang: int
    du_centimes: int


@dataclass(frozen=True, slots=True)
class LigneTournee:
    """A family that owes something past due: the level it would get, or why none; ``dernier`` is its last reminder.

    ``rappelees`` are the invoices that the last reminder spoke of; ``courriel`` is where it would be written to, empty:
    by letter.
    """

    du: DuFamille
    decision: Decision
    dernier: tuple[int, date] | None
    motif: str = ""
    rappelees: frozenset[int] = frozenset()
    courriel: str = ""

    @property
    def foyer_id(self) -> int:
        """Whose debt it is."""
        return self.du.foyer_id

    @property
    def retenue(self) -> Retenue:
        """What a round is asked for."""
        return Retenue(self.du.foyer_id, self.decision.rang, self.du.du_centimes)

    def tient(self, autre: "LigneTournee | None") -> bool:
        """Whether the family still stands as it was seen: the same debt, the same decision."""
        return autre is not None and (autre.du, autre.decision) == (self.du, self.decision)


def lire_lignes(
    session: Session, site_id: int, jour: date, foyers: Sequence[int] | None = None
) -> list[LigneTournee]:  # fmt: skip
    """The families of a site that owe something past due on a day, by name; ``foyers``: these alone."""
    dus = lire_dus(session, site_id, jour, foyers)
    paliers = [n.palier for n in niveaux_de(session, site_id)]
    exclues, avances = exclusions_en_cours(session, jour), avances_des_dus(session, dus)
    derniers = _derniers(session, dus)
    lignes = []
    for du in dus:
        jusqu_au, motif = exclues.get(du.foyer_id, (None, ""))
        dernier, rappelees = derniers.get(du.foyer_id, (None, frozenset()))
        situation = Situation(du.du_centimes, du.depuis_le, dernier, jusqu_au, avances.get(du.foyer_id, 0))
        lignes.append(LigneTournee(du, decider(paliers, situation, jour), dernier, motif, rappelees))
    return lignes


def _derniers(
    session: Session, dus: Sequence[DuFamille]
) -> dict[int, tuple[tuple[int, date] | None, frozenset[int]]]:  # fmt: skip
    """The last reminder of each family about an invoice that is still past due: a debt that was paid starts over.

    So does one that the comptable had been asked to collect, once the request is withdrawn.
    """
    retraits = _retraits(session, dus)
    encore = {du.foyer_id: {p.piece_id for p in du.pieces} for du in dus}
    requete = (
        select(Relance.foyer_id, Relance.niveau, Relance.le, Relance.a, Relance.pieces)
        .where(Relance.foyer_id.in_(list(encore)))
        .order_by(Relance.id)
    )
    derniers: dict[int, tuple[tuple[int, date] | None, frozenset[int]]] = {}
    for x in session.execute(requete):
        pieces = frozenset(ident for ident, *_ in x.pieces if ident not in retraits or retraits[ident] <= x.a)
        if encore[x.foyer_id] & pieces:
            derniers[x.foyer_id] = (x.niveau, x.le), pieces
    return derniers


def _retraits(session: Session, dus: Sequence[DuFamille]) -> dict[int, datetime]:
    """When the last request to the comptable was withdrawn, by invoice."""
    requete = (
        select(DemandeTitre.piece_id, RetraitTitre.a)
        .join(RetraitTitre, RetraitTitre.demande_id == DemandeTitre.id)
        .where(DemandeTitre.foyer_id.in_([du.foyer_id for du in dus]))
        .order_by(RetraitTitre.id)
    )
    return {x.piece_id: x.a for x in session.execute(requete)}
