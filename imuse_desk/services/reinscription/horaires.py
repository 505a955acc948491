"""Weekly times: how one is written, and which two of a pupil's lessons cannot be followed together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from imuse_desk.domain.dates import heure_fr, jour_heure
from imuse_desk.domain.erreurs import RegleMetier


@dataclass(frozen=True, slots=True)
class Lecon:
    """A lesson of the week as a pupil would follow it; without dates it holds all year."""

    cours: str
    jour: int
    debut: time
    duree_min: int
    salle: str = ""
    site: str = ""
    du_le: date | None = None
    au_le: date | None = None

    @property
    def fin(self) -> time:
        """When it ends; a lesson that would pass midnight is held to the last minute of its day."""
        fin = datetime.combine(date.min, self.debut) + timedelta(minutes=self.duree_min)
        return fin.time() if fin.date() == date.min else time(23, 59)

    def horaire(self) -> str:
        """``mer. 14:00 – 15:15``."""
        return f"{jour_heure(self.jour, self.debut)} – {heure_fr(self.fin)}"

    def en_clair(self) -> str:
        """Course, time and place, as a clash names it."""
        return ", ".join(part for part in (self.cours, self.horaire(), self.salle, self.site) if part)


def se_chevauchent(une: Lecon, autre: Lecon) -> bool:
    """Tell whether two lessons meet on the same day, at the same time, in the same part of the year."""
    if une.jour != autre.jour or une.debut >= autre.fin or autre.debut >= une.fin:
        return False
    commence = max(une.du_le or date.min, autre.du_le or date.min)
    finit = min(une.au_le or date.max, autre.au_le or date.max)
    return commence <= finit


def verifier_horaires(lecons: Sequence[Lecon]) -> None:
    """Raise RegleMetier(conflit_horaire, lecon_a, lecon_b) on the first two lessons that clash, both named."""
    for une, autre in combinations(lecons, 2):
        if se_chevauchent(une, autre):
            raise RegleMetier("conflit_horaire", lecon_a=une.en_clair(), lecon_b=autre.en_clair())
