"""The current dossier that the five tabs share, and the way back. Qt-free."""

from dataclasses import dataclass, field
from enum import IntEnum

PROFONDEUR = 50


class Onglet(IntEnum):
    """The five tabs, in their order on screen."""

    FAMILLE = 0
    ELEVE = 1
    REINSCRIPTION = 2
    FACTURATION = 3
    SUIVI = 4


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where the person is: a tab and the current dossier."""

    onglet: Onglet
    foyer_id: int | None = None
    eleve_id: int | None = None


@dataclass(slots=True)
class Historique:
    """The places visited; "Retour" gives the one before, which still holds its draft."""

    _lieux: list[Lieu] = field(default_factory=list)

    def aller(self, lieu: Lieu) -> None:
        """Note a new place; the same place twice counts once."""
        if self._lieux and self._lieux[-1] == lieu:
            return
        self._lieux.append(lieu)
        del self._lieux[:-PROFONDEUR]

    @property
    def peut_revenir(self) -> bool:
        """Whether there is a place before this one."""
        return len(self._lieux) > 1

    def revenir(self) -> Lieu | None:
        """Leave the present place for the one before."""
        if not self.peut_revenir:
            return None
        self._lieux.pop()
        return self._lieux[-1]

    def remonter(self) -> Lieu | None:
        """Leave the present tab and household, whoever was shown in it, for the place before; None without one."""
        ici = self._lieux[-1] if self._lieux else None
        for rang in range(len(self._lieux) - 2, -1, -1):
            lieu = self._lieux[rang]
            if ici is not None and (lieu.onglet, lieu.foyer_id) != (ici.onglet, ici.foyer_id):
                del self._lieux[rang + 1 :]
                return lieu
        return None
