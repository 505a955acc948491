"""Who acts, where and when: the first argument of every use case, and the permission each use case declares."""

import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Refus, RegleMetier
from imuse_desk.domain.roles import Permission, Role, permissions
from imuse_desk.infra.depot import Rangement
from imuse_desk.models.passerelle import Auteur, Base, Fait, Unite

__all__ = ["CAS_D_USAGE", "Contexte", "Fait", "cas_d_usage", "horloge_systeme"]

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def horloge_systeme() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Contexte:
    """A signed-in person at a desk, consulting a site and a year; ``roles`` maps a site's id to the hats worn there."""

    base: Base
    depot: Rangement
    agent: str
    compte_id: int | None
    roles: Mapping[int, frozenset[Role]]
    site_id: int
    annee_id: int
    poste: str
    fuseau: str = "Europe/Paris"
    horloge: Callable[[], datetime] = field(default=horloge_systeme)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the person may do on the site consulted."""
        return self.permissions_sur(self.site_id)

    def permissions_sur(self, site_id: int) -> frozenset[Permission]:
        """What the person may do on a site (another site's dossier opens read-only)."""
        return permissions(self.roles.get(site_id, frozenset()))

    def peut(self, permission: Permission) -> bool:
        """Tell whether the person holds a permission on the site consulted."""
        return permission in self.permissions

    def exiger(self, permission: Permission) -> None:
        """Raise Refus without the permission."""
        if not self.peut(permission):
            raise Refus(permission)

    def exiger_sur(self, site_id: int, permission: Permission) -> None:
        """Raise RegleMetier(autre_site) when the permission is held here but not on the dossier's site."""
        if permission not in self.permissions_sur(site_id):
            raise RegleMetier("autre_site") if self.peut(permission) else Refus(permission)

    def lire(self) -> AbstractContextManager[Session]:
        """A short reading session."""
        return self.base.lire()

    def ecrire(self, operation: str, fonction: Callable[[Unite], T], operation_id: uuid.UUID | None = None) -> Fait[T]:
        """Run a writing unit as this person (see ``Base.ecrire``)."""
        auteur = Auteur(self.agent, self.poste)
        return self.base.ecrire(auteur, operation, fonction, operation_id=operation_id, maintenant=self.horloge)

    def maintenant(self) -> datetime:
        """The instant of this desk's clock, in UTC."""
        return self.horloge()

    def aujourdhui(self) -> date:
        """The date at the site consulted."""
        return self.horloge().astimezone(ZoneInfo(self.fuseau)).date()

    def sur(self, *, site_id: int | None = None, annee_id: int | None = None, fuseau: str | None = None) -> "Contexte":
        """The same person consulting another site (with its zone) or year."""
        return replace(
            self,
            site_id=site_id or self.site_id,
            annee_id=annee_id or self.annee_id,
            fuseau=fuseau or self.fuseau,
        )


CAS_D_USAGE: dict[str, Permission] = {}


def cas_d_usage(
    permission: Permission,
) -> Callable[[Callable[Concatenate[Contexte, P], R]], Callable[Concatenate[Contexte, P], R]]:
    """Declare a use case: its permission is checked before it runs, and a test lists them all."""

    def decorer(fonction: Callable[Concatenate[Contexte, P], R]) -> Callable[Concatenate[Contexte, P], R]:
        CAS_D_USAGE[f"{fonction.__module__}.{fonction.__qualname__}"] = permission

        @wraps(fonction)
        def executer(ctx: Contexte, /, *args: P.args, **kwargs: P.kwargs) -> R:
            ctx.exiger(permission)
            return fonction(ctx, *args, **kwargs)

        return executer

    return decorer
