"""A house with pupils, lessons and what the roll call says of them, for the tests of absences."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from imuse_desk.domain.presences import EtatSeance
from imuse_desk.models import Affectation, Creneau, Presence, Seance
from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, famille_valmont

LUNDI = date(2026, 1, 5)
MIDI = datetime(2026, 1, 30, 11, 0, tzinfo=UTC)


@dataclass
class Absents:
    """Lina and Noé Valmont follow FM on Wednesdays and the horn on Fridays, in the school year 2025-2026."""

    maison: Maison
    creneaux: dict[str, int] = field(default_factory=dict)

    @classmethod
    def dans(cls, base: Base, dossier: Path) -> "Absents":
        """A new one."""
        maison = Maison(base, dossier).d_un_coup(lambda m: m.batir().offre())
        maison.horloge.instant = MIDI
        return cls(famille_valmont(maison)).placer()

    def placer(self) -> "Absents":
        """Give the two pupils their weekly times."""
        self.creneaux = {
            "FM1.1": self.creneau("FM1.1", 3, time(14)), "COR": self.creneau("COR", 5, time(17, 30), 30)
        }  # fmt: skip
        return self

    def creneau(self, code: str, jour: int, debut: time, duree: int = 75) -> int:
        """A weekly time of this year, with the two pupils."""
        m = self.maison
        ident = m.ajouter(
            Creneau(cours_id=m.ids[f"source:{code}"], jour=jour, debut=debut, duree_min=duree, salle_id=m.ids["salle"])
        )
        for prenom in ("Lina", "Noé"):
            inscription_id = m.ids[f"inscription:{prenom}:{code}"]
            m.ajouter(Affectation(inscription_id=inscription_id, creneau_id=ident, du_le=date(2025, 9, 10)))
        return ident

    def seance(self, code: str, semaine: int, etat: EtatSeance = EtatSeance.PREVUE) -> int:
        """The lesson of a week (0: that of 5 January 2026)."""
        jour, debut, duree = {"FM1.1": (3, time(14), 75), "COR": (5, time(17, 30), 30)}[code]
        return self.maison.ajouter(
            Seance(
                annee_id=self.maison.ids["source"], creneau_id=self.creneaux[code],
                jour_le=LUNDI + timedelta(weeks=semaine, days=jour - 1), debut=debut, duree_min=duree, etat=etat,
            )
        )  # fmt: skip

    def pointer(self, code: str, codes: str, prenom: str = "Lina", etat: EtatSeance = EtatSeance.PREVUE) -> list[int]:
        """One lesson a week, with one letter each of the roll call; ids of the presences."""
        return [self.presence(self.seance(code, n, etat), code, mot, prenom) for n, mot in enumerate(codes)]

    def presence(self, seance_id: int, code: str, mot: str, prenom: str = "Lina") -> int:
        """What the roll call says of a pupil at a lesson."""
        return self.maison.ajouter(
            Presence(
                annee_id=self.maison.ids["source"], seance_id=seance_id, code=mot, par="essai", a=MIDI,
                inscription_id=self.maison.ids[f"inscription:{prenom}:{code}"],
            )
        )  # fmt: skip
