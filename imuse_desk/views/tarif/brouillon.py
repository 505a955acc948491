"""A grid while it is edited: plain data that may be wrong, read again strictly at each change. Qt-free."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from imuse_desk.domain.tarifs.ecriture import exporter_grille, grille_vers_json
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide, Probleme
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.services.grilles import CasJoue, jouer_cas


@dataclass(frozen=True, slots=True)
class Examen:
    """What a draft is worth: its faults, or the grid that it makes with its cases replayed."""

    problemes: tuple[Probleme, ...] = ()
    grille: Grille | None = None
    cas: tuple[CasJoue, ...] = ()

    @property
    def ecarts(self) -> tuple[CasJoue, ...]:
        """The cases that do not come out."""
        return tuple(c for c in self.cas if not c.est_juste)


@dataclass(slots=True)
class Brouillon:
    """A grid as a mapping that the forms change in place; ``origine`` is what was read."""

    origine: Grille
    libelle: str
    est_importe: bool = False
    donnees: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.donnees = deepcopy(exporter_grille(self.origine))

    def examiner(self) -> Examen:
        """Read it strictly; where it is sound, replay its examples."""
        try:
            grille = charger_grille(self.donnees, self.libelle)
        except GrilleInvalide as erreur:
            return Examen(erreur.problemes)
        return Examen((), grille, jouer_cas(grille))

    def est_modifie(self, examen: Examen) -> bool:
        """Whether there is something to save."""
        return self.est_importe or examen.grille != self.origine

    def codes_articles(self) -> list[tuple[str, str]]:
        """Codes and labels of the items."""
        return [(str(a.get("code", "")), str(a.get("label", ""))) for a in self.donnees.get("items", [])]

    def connus(self, cles: tuple[str, ...]) -> list[str]:
        """Zones or tags that its conditions and notes already name, in the order met."""
        note = self.donnees.get(_NOTES[cles[0]])
        trouves: dict[str, None] = dict.fromkeys(map(str, note)) if isinstance(note, dict) else {}
        for quand in self._conditions():
            for cle in cles:
                valeur = quand.get(cle)
                trouves.update(
                    dict.fromkeys(map(str, valeur if isinstance(valeur, list) else [valeur] if valeur else []))
                )
        return list(trouves)

    def _conditions(self) -> list[dict[str, Any]]:
        regles = [r for a in self.donnees.get("items", []) for r in a.get("rules", [])]
        return [x.get("when") or {} for x in (*regles, *self.donnees.get("adjustments", []))]


_NOTES = {"zone": "zones", "tags_all": "tags"}
ZONES = ("zone",)
ETIQUETTES = ("tags_all", "tags_any", "tags_none")


def contenu(grille: Grille) -> str:
    """The grid as the base keeps it."""
    return grille_vers_json(grille)
