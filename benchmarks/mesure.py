"""What every benchmark shares: times, statements, a line of the table."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models import Annee, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte, horloge_systeme


@dataclass(frozen=True, slots=True)
class Ligne:
    """A figure: what, its times (milliseconds unless the unit says otherwise), the aim, the same thing done raw."""

    quoi: str
    durees: Sequence[float]
    brutes: Sequence[float] = ()
    but: float | None = None
    note: str = ""
    unite: str = "ms"

    def ecrire(self) -> str:
        """One line of the table."""
        milieu, haut = mediane(self.durees), p95(self.durees)
        but = "" if self.but is None else f"{self.but:g} {'ok' if haut <= self.but else 'NON'}"
        brut, rapport = "", ""
        if self.brutes:
            brut = f"{p95(self.brutes):.2f}"
            rapport = f"{haut / p95(self.brutes):.1f}"
        return (
            f"{self.quoi:<46}{min(self.durees):>9.2f}{milieu:>9.2f}{haut:>9.2f} {self.unite:<5}"
            f"{but:>10}{brut:>9}{rapport:>8}  {self.note}"
        ).rstrip()


ENTETE = f"{'':<46}{'min':>9}{'médiane':>9}{'p95':>9} {'':<5}{'but':>10}{'brut p95':>9}{'× brut':>8}"


def mediane(durees: Sequence[float]) -> float:
    return sorted(durees)[len(durees) // 2]


def p95(durees: Sequence[float]) -> float:
    return sorted(durees)[min(len(durees) - 1, int(len(durees) * 0.95))]


def chronometrer(faire: Callable[[], Any], horloge: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds of one call."""
    debut = horloge()
    faire()
    return (horloge() - debut) * 1000


class Ordres:
    """The SELECT statements sent to a base since ``oublier``."""

    def __init__(self, base: Base) -> None:
        self.lus: list[tuple[str, Any]] = []
        event.listen(base.moteur, "before_cursor_execute", self._noter)

    def _noter(self, *arguments: Any) -> None:
        if arguments[2].lstrip()[:6].upper() in {"SELECT", "WITH R"}:
            self.lus.append((arguments[2], arguments[3]))

    def oublier(self) -> None:
        self.lus.clear()

    def de(self, faire: Callable[[], Any]) -> int:
        self.oublier()
        faire()
        return len(self.lus)


def contexte(base: Base, depot: Depot, horloge: Callable[[], Any] = horloge_systeme) -> Contexte:
    """A secretary on the first site, in the year open."""
    with base.lire() as session:
        site = session.execute(select(Site.id).order_by(Site.id)).scalars().first()
        annee = session.execute(select(Annee.id).where(Annee.etat == "ouverte")).scalars().first()
    assert site is not None
    assert annee is not None
    return Contexte(base, depot, "Banc", 1, {site: frozenset({Role.SECRETARIAT})}, site, annee, "banc", horloge=horloge)


def depot_pres_de(chemin: Path) -> Depot:
    """Documents made while measuring, beside the base."""
    return Depot(chemin.parent / "documents")
