"""What a simulation gives back: lines that can each be explained, or the reasons of a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from imuse_desk.domain.argent import demi_sup
from imuse_desk.domain.tarifs.effets import AjustementApplique
from imuse_desk.domain.tarifs.modele import Regle
from imuse_desk.domain.tarifs.proration import Proration, Sejour, part_sejour

COTISATIONS = "cotisations"
LOCATIONS = "locations"
RAISONS_REFUS = (
    "article_absent", "aucune_regle", "non_propose", "prix_inconnu", "quotient_sans_plafond", "periodes_a_revoir",
)  # fmt: skip
"""Why an enrolment may be refused: not in the grid, no rule holds, not offered, hole in the list, no ceiling.

The last one: the periods of entry that the house gave are not those of the grid.
"""


@dataclass(frozen=True, slots=True)
class Prorata:
    """A late entry or an early departure on one line: what the year costs, the share due and the days that made it."""

    avant_centimes: int
    part: Fraction
    sejour: Sejour


@dataclass(frozen=True, slots=True)
class LigneTarif:
    """One line of a bill with everything that made its amount; ``eleve`` is an index, None for the household.

    ``montant_base`` is the exact price in euros before adjustments, ``fois`` the terms or months
    it includes, ``regle_rang`` the position of the rule in its item.
    """

    article: str
    libelle: str
    nature: str
    eleve: int | None
    specialite: str
    rang: int
    quotient: Fraction | None
    zone: str | None
    regle_rang: int
    regle: Regle
    periodicite: str
    fois: int
    montant_base: Fraction
    plancher: Fraction
    ajustements: tuple[AjustementApplique, ...]
    montant_centimes: int
    prorata: Prorata | None = None

    @property
    def registre(self) -> str:
        """The ledger: rentals have their own."""
        return LOCATIONS if self.nature == "rental" else COTISATIONS


@dataclass(frozen=True, slots=True)
class RemiseTarif:
    """A reduction or surcharge of the whole bill, with the number it was reckoned on."""

    code: str
    libelle: str
    genre: str
    nombre: int
    registre: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class Facturation:
    """The priced bill of a household; the total is the sum of its rounded lines."""

    grille: str
    lignes: tuple[LigneTarif, ...]
    remises: tuple[RemiseTarif, ...] = ()

    @property
    def total_centimes(self) -> int:
        """The sum of both ledgers."""
        return sum(x.montant_centimes for x in self.lignes) + sum(x.montant_centimes for x in self.remises)

    def total_registre_centimes(self, registre: str) -> int:
        """The sum of one ledger."""
        elements: tuple[LigneTarif | RemiseTarif, ...] = (*self.lignes, *self.remises)
        return sum(element.montant_centimes for element in elements if element.registre == registre)


@dataclass(frozen=True, slots=True)
class MotifRefus:
    """Why one item can't be sold to one pupil."""

    article: str
    eleve: int | None
    raison: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """The household can't be priced; every refused line is named."""

    motifs: tuple[MotifRefus, ...]

    @property
    def article(self) -> str:
        """The first item refused."""
        return self.motifs[0].article

    @property
    def raison(self) -> str:
        """The first reason."""
        return self.motifs[0].raison


ResultatTarif = Facturation | Refuse


def proratiser_facturation(
    proration: Proration, facturation: Facturation, debuts: Sequence[date], sejours: Callable[[LigneTarif, int], Sejour]
) -> Facturation:
    """Prorate each line of the kinds concerned by its own stay, rounded half-up by itself.

    ``sejours`` is told the line and its rank in the bill. Reductions of the whole bill stay as they are.
    Raises Invalide(periodes_a_revoir).
    """

    def reduire(rang: int, ligne: LigneTarif) -> LigneTarif:
        if ligne.nature not in proration.natures:
            return ligne
        sejour = sejours(ligne, rang)
        part = part_sejour(proration, debuts, sejour)
        if part == 1:
            return ligne
        avant = ligne.montant_centimes
        return replace(ligne, montant_centimes=demi_sup(avant * part), prorata=Prorata(avant, part, sejour))

    return replace(facturation, lignes=tuple(reduire(rang, ligne) for rang, ligne in enumerate(facturation.lignes)))
