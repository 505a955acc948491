"""The effects of an adjustment on the lines of a bill: exact, unrounded, one after another.

An effect either changes the amount of the lines it concerns (each change is kept on the line) or returns a bill-level
amount, printed by itself. Values are signed, except those of ``percent_by_rank``, which are reductions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, ClassVar, NamedTuple

from imuse_desk.domain.argent import centimes
from imuse_desk.domain.tarifs.champs import BANDES, CODES, ENTIER, NOMBRE, TABLE, UN, ZERO, Bandes, Cle, choix
from imuse_desk.domain.tarifs.prix import valeur_de_bande

Table = tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class AjustementApplique:
    """One adjustment as it changed one line; ``avant`` and ``apres`` are exact euros.

    ``genre`` says how to read ``valeur``: a signed ``pourcent``, a ``facteur`` or the amount of a ``forfait``.
    ``plancher`` is the limit that held the amount back, None when none did.
    """

    code: str
    libelle: str
    genre: str
    valeur: Fraction
    avant: Fraction
    apres: Fraction
    plancher: Fraction | None = None


@dataclass(slots=True, eq=False)
class LigneEnCours:
    """A line while it is priced; ``eleve`` is the index of the pupil, None for the household."""

    code: str
    eleve: int | None
    rang: int
    montant: Fraction
    plancher: Fraction
    trace: list[AjustementApplique] = field(default_factory=list)


class Etape(NamedTuple):
    """One adjustment at work: the lines it concerns, all the lines, and what bounds it."""

    code: str
    libelle: str
    concernees: Sequence[LigneEnCours]
    toutes: Sequence[LigneEnCours]
    eligibles: Callable[[], set[int]]
    quotient: Fraction | None
    garde_plancher: bool
    compte: str
    toute_la_facture: bool

    def nombre(self) -> int:
        """Count what the adjustment counts: enrolments or distinct pupils."""
        return len(self.concernees) if self.compte == "enrolments" else len(self.eleves())

    def eleves(self) -> list[int]:
        """List the distinct pupils of the lines concerned, in order."""
        return list(dict.fromkeys(ligne.eleve for ligne in self.concernees if ligne.eleve is not None))

    def ajuster(self, ligne: LigneEnCours, nouveau: Fraction, genre: str, valeur: Fraction) -> None:
        """Give a line its new amount, never pushed under its floor (``keep_floor``) or under 0."""
        avant = ligne.montant
        borne = min(avant, ligne.plancher) if self.garde_plancher else ZERO
        retenu = None
        if nouveau < borne:
            retenu, nouveau = ligne.plancher if self.garde_plancher else ZERO, borne
        ligne.montant = nouveau
        ligne.trace.append(AjustementApplique(self.code, self.libelle, genre, valeur, avant, nouveau, retenu))

    def pourcent(self, ligne: LigneEnCours, valeur: Fraction) -> None:
        """Add a signed percentage to a line."""
        if valeur:
            self.ajuster(ligne, ligne.montant * (100 + valeur) / 100, "pourcent", valeur)


@dataclass(frozen=True, slots=True)
class Global:
    """A bill-level amount in exact euros, with the number it was reckoned on."""

    valeur: Fraction
    nombre: int


def _jusqu_a(table: Table, nombre: int) -> Fraction:
    """Find the value of the highest key not above ``nombre``; 0 below the lowest."""
    trouve = ZERO
    for cle, valeur in table:
        if cle <= nombre:
            trouve = valeur
    return trouve


@dataclass(frozen=True, kw_only=True)
class Pourcentage:
    """A signed percentage on each line concerned."""

    TYPE: ClassVar[str] = "percent"
    valeur: Annotated[Fraction, Cle("value", NOMBRE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Change the lines."""
        for ligne in etape.concernees:
            etape.pourcent(ligne, self.valeur)
        return None


@dataclass(frozen=True, kw_only=True)
class PourcentageParRang:
    """A reduction in per cent by rank; above the highest key its value repeats, a missing key reduces nothing."""

    TYPE: ClassVar[str] = "percent_by_rank"
    par_rang: Annotated[Table, Cle("by", TABLE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Change the lines."""
        for ligne in etape.concernees:
            etape.pourcent(ligne, -self.reduction(ligne.rang))
        return None

    def reduction(self, rang: int) -> Fraction:
        """Give the reduction of a rank, in per cent."""
        dernier, valeur = self.par_rang[-1]
        if rang >= dernier:
            return valeur
        return next((reduction for cle, reduction in self.par_rang if cle == rang), ZERO)


@dataclass(frozen=True, kw_only=True)
class PourcentageMemeEleve:
    """A signed percentage from the n-th line of one pupil on, the dearest first."""

    TYPE: ClassVar[str] = "percent_nth_same_pupil"
    depuis: Annotated[int, Cle("from", ENTIER)]
    valeur: Annotated[Fraction, Cle("value", NOMBRE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Change the lines; ties stay as listed."""
        for eleve in etape.eleves():
            lignes = sorted((x for x in etape.concernees if x.eleve == eleve), key=lambda x: x.montant, reverse=True)
            for ligne in lignes[self.depuis - 1 :]:
                etape.pourcent(ligne, self.valeur)
        return None


@dataclass(frozen=True, kw_only=True)
class FacteurParBandes:
    """A factor by band of quotient; an unknown quotient has factor 1."""

    TYPE: ClassVar[str] = "factor_bands"
    bandes: Annotated[Bandes, Cle("bands", BANDES)]
    index: Annotated[str, Cle("index", choix("qf"))] = "qf"

    def appliquer(self, etape: Etape) -> Global | None:
        """Change the lines."""
        facteur = UN if etape.quotient is None else valeur_de_bande(self.bandes, etape.quotient)
        if facteur != 1:
            for ligne in etape.concernees:
                etape.ajuster(ligne, ligne.montant * facteur, "facteur", facteur)
        return None


@dataclass(frozen=True, kw_only=True)
class Forfait:
    """A pupil who has all of the items pays one amount for them together."""

    TYPE: ClassVar[str] = "bundle_price"
    articles: Annotated[tuple[str, ...], Cle("all_of", CODES)]
    montant: Annotated[Fraction, Cle("amount", NOMBRE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Split the amount over the lines of each pupil; the other filters of the adjustment are not looked at."""
        for eleve in sorted(etape.eligibles()):
            lignes = self._lignes([ligne for ligne in etape.toutes if ligne.eleve == eleve])
            if lignes:
                self._repartir(etape, lignes)
        return None

    def _lignes(self, de_l_eleve: list[LigneEnCours]) -> list[LigneEnCours]:
        """Take one line for each item, in bill order; empty when an item is missing."""
        restant, prises = list(self.articles), []
        for ligne in de_l_eleve:
            if ligne.code in restant:
                restant.remove(ligne.code)
                prises.append(ligne)
        return [] if restant else prises

    def _repartir(self, etape: Etape, lignes: list[LigneEnCours]) -> None:
        """Split by present amounts, rounded to the cent; the last line takes the rest."""
        somme = sum((ligne.montant for ligne in lignes), ZERO)
        reste = self.montant
        for ligne in lignes[:-1]:
            part = Fraction(centimes(self.montant * ligne.montant / somme), 100) if somme else ZERO
            reste -= part
            self._poser(etape, ligne, part)
        self._poser(etape, lignes[-1], reste)

    def _poser(self, etape: Etape, ligne: LigneEnCours, part: Fraction) -> None:
        ligne.trace.append(AjustementApplique(etape.code, etape.libelle, "forfait", self.montant, ligne.montant, part))
        ligne.montant = part


@dataclass(frozen=True, kw_only=True)
class Somme:
    """A signed amount, once a bill."""

    TYPE: ClassVar[str] = "amount"
    valeur: Annotated[Fraction, Cle("value", NOMBRE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Return the amount when a line is concerned."""
        return Global(self.valeur, len(etape.concernees)) if etape.concernees else None


@dataclass(frozen=True, kw_only=True)
class SommeParNombre:
    """A signed amount by number of enrolments or pupils, once a bill."""

    TYPE: ClassVar[str] = "amount_by_count"
    par_nombre: Annotated[Table, Cle("by", TABLE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Return the amount of the highest number reached."""
        nombre = etape.nombre()
        return Global(_jusqu_a(self.par_nombre, nombre), nombre)


@dataclass(frozen=True, kw_only=True)
class PourcentageParNombre:
    """A signed percentage by number of enrolments or pupils, on the lines concerned or on the whole bill."""

    TYPE: ClassVar[str] = "percent_by_count"
    par_nombre: Annotated[Table, Cle("by", TABLE)]

    def appliquer(self, etape: Etape) -> Global | None:
        """Change the lines."""
        valeur = _jusqu_a(self.par_nombre, etape.nombre())
        for ligne in etape.toutes if etape.toute_la_facture else etape.concernees:
            etape.pourcent(ligne, valeur)
        return None


@dataclass(frozen=True, kw_only=True)
class SommeParEleveEnPlus:
    """A signed amount for each pupil after the first, once the lines concerned reach a sum."""

    TYPE: ClassVar[str] = "amount_per_extra_pupil"
    valeur: Annotated[Fraction, Cle("value", NOMBRE)]
    total_minimum: Annotated[Fraction | None, Cle("min_total", NOMBRE)] = None

    def appliquer(self, etape: Etape) -> Global | None:
        """Return the amount."""
        en_plus = len(etape.eleves()) - 1
        somme = sum((ligne.montant for ligne in etape.concernees), ZERO)
        if en_plus < 1 or (self.total_minimum is not None and somme < self.total_minimum):
            return None
        return Global(self.valeur * en_plus, en_plus)


Effet = (
    Pourcentage
    | PourcentageParRang
    | PourcentageMemeEleve
    | FacteurParBandes
    | Forfait
    | Somme
    | SommeParNombre
    | PourcentageParNombre
    | SommeParEleveEnPlus
)
_CLASSES = (
    Pourcentage,
    PourcentageParRang,
    PourcentageMemeEleve,
    FacteurParBandes,
    Forfait,
    Somme,
    SommeParNombre,
    PourcentageParNombre,
    SommeParEleveEnPlus,
)
TYPES_EFFET: dict[str, type[Any]] = {classe.TYPE: classe for classe in _CLASSES}
