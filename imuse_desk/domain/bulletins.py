"""The words of a bulletin: its title, absences, scales, what comes next year; pure, from plain values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from imuse_desk.domain.evaluations import GenrePeriode
from imuse_desk.domain.nombres import ordinal
from imuse_desk.domain.notes import Echelle, Note, Valeur, ecrire_nombre, part

INSECABLE = "\u00a0"
_RANG = re.compile(
    r"(semestre|trimestre)\s*(?:n°\s*)?([1-4])|([1-4])\s*(?:er|e|ᵉʳ|ᵉ|ère|ème)?\s*(semestre|trimestre)", re.I
)
_DU_GENRE = {
    GenrePeriode.SEMESTRE: "du semestre",
    GenrePeriode.TRIMESTRE: "du trimestre",
    GenrePeriode.ANNEE: "de l’année",
    GenrePeriode.SESSION: "de la session",
}


class Ordre(StrEnum):
    """How bulletins follow one another to be handed out."""

    NOM = "nom"
    COURS = "cours"
    ENSEIGNANT = "enseignant"
    CYCLE = "cycle"


class Motif(StrEnum):
    """Why a pupil has no bulletin in a batch."""

    SANS_NOTE = "sans_note"
    FEUILLE_OUVERTE = "feuille_ouverte"
    DEJA_EMIS = "deja_emis"
    NON_IMPRIMABLE = "non_imprimable"


@dataclass(frozen=True, slots=True)
class AbsencesBulletin:
    """Lessons missed, of which unjustified, and late arrivals."""

    absences: int = 0
    injustifiees: int = 0
    retards: int = 0

    def __add__(self, autre: "AbsencesBulletin") -> "AbsencesBulletin":
        return AbsencesBulletin(
            self.absences + autre.absences,
            self.injustifiees + autre.injustifiees,
            self.retards + autre.retards,
        )

    @property
    def mots(self) -> str:
        """``3, dont 1 non justifiée · retards 1``."""
        return f"{self.absences}{self._justifiees} · retards {self.retards}"

    @property
    def _justifiees(self) -> str:
        s = "s" if self.absences > 1 else ""
        if not self.absences:
            return ""
        if not self.injustifiees:
            return f", justifiée{s}"
        if self.injustifiees == self.absences:
            return f", non justifiée{s}"
        return f", dont {self.injustifiees} non justifiée{'s' if self.injustifiees > 1 else ''}"


def titre_bulletin(periode: str) -> str:
    """``Bulletin du 1ᵉʳ semestre`` for ``Semestre 1`` or ``1er semestre``; other periods by their own words."""
    lu = _RANG.fullmatch(periode.strip())
    if lu is None:
        return f"Bulletin · {periode}"
    genre, rang = (lu[1], lu[2]) if lu[1] else (lu[4], lu[3])
    return f"Bulletin du {ordinal(int(rang))}{INSECABLE}{genre.lower()}"


def titre_absences(genre: str) -> str:
    """``Absences du semestre``."""
    return f"Absences {_DU_GENRE[GenrePeriode(genre)]}"


def mots_note(note: Note, echelle: Echelle, sexe: str) -> tuple[str, str]:
    """The mark as printed, and the words that stand in its place for an absence."""
    if note.est_absent:
        mot = "absente" if sexe == "F" else "absent"
        return "", f"{mot}, {note.motif}" if note.motif else mot
    if note.valeur is None:
        return libelle_de(note.code, echelle.valeurs), ""
    return f"{ecrire_nombre(note.valeur, echelle.pas)}/{ecrire_nombre(echelle.maximum, echelle.pas)}", ""


def milliemes(note: Note, echelle: Echelle) -> int | None:
    """How long the bar of a number is, of 1000; None for a letter or an absence."""
    vaut = part(note, echelle) if note.valeur is not None else None
    return None if vaut is None else int(vaut * 1000)


def libelle_de(code: str, valeurs: Sequence[Valeur]) -> str:
    """``Très bien`` for the code of a mention, the code itself where it has no words."""
    return next((v.libelle for v in valeurs if v.code == code and v.libelle), code)


def ecrire_echelle(echelle: Echelle) -> str:
    """``Échelle : A de 4,50 à 5,00 · B de 4,00 à 4,49 · C moins de 4,00.``; empty where the scale has no letters."""
    if not echelle.valeurs:
        return ""
    rangees = sorted(echelle.valeurs, key=lambda v: -v.a_partir)
    if not echelle.est_nombre:
        mots = " · ".join(f"{v.code} {v.libelle}".strip() for v in rangees)
        return f"Échelle{INSECABLE}: {mots}."
    plafond = echelle.maximum
    parts = []
    for valeur in rangees:
        seuil = valeur.a_partir * echelle.maximum // 100
        if seuil:
            parts.append(f"{valeur.code} de {ecrire_nombre(seuil, 1)} à {ecrire_nombre(plafond, 1)}")
        elif parts:
            parts.append(f"{valeur.code} moins de {ecrire_nombre(plafond + 1, 1)}")
        plafond = seuil - 1
    return f"Échelle{INSECABLE}: {' · '.join(parts)}." if parts else ""


def ecrire_suite(suites: Sequence[tuple[str, str]]) -> str:
    """What comes next year, by course; said once where all courses say the same."""
    dites = [(cours, mots) for cours, mots in suites if mots]
    if len({mots for _, mots in dites}) <= 1:
        return dites[0][1] if dites else ""
    return "\n".join(f"{cours}{INSECABLE}: {mots}" for cours, mots in dites)


def annee_suivante(annee: str) -> str:
    """``2026-2027`` after ``2025-2026``; empty where the year is named otherwise."""
    lue = re.fullmatch(r"(\d{4})\D(\d{4})", annee)
    return f"{int(lue[1]) + 1}-{int(lue[2]) + 1}" if lue else ""
