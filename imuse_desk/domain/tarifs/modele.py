"""A price list as data: items with ordered rules, ranking, adjustments, proration, plans and its own examples.

Amounts, rates and quotients are exact fractions of euros; ages are judged at the grid's reference date. What is never
computed is kept in ``notes`` as plain JSON values, so that it can be shown and exported.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, NamedTuple

from imuse_desk.domain.tarifs.champs import (
    BOOLEEN,
    CODES,
    ENTIER,
    JOUR,
    NATUREL,
    NOMBRE,
    TEXTE,
    Cle,
    choix,
    plusieurs,
)
from imuse_desk.domain.tarifs.effets import Effet
from imuse_desk.domain.tarifs.prix import Prix
from imuse_desk.domain.tarifs.proration import NATURES, PlanEcheances, Proration, SansProration

PERIODICITES = ("annual", "term", "month")
REFERENCE_PAR_DEFAUT = "09-01"
_ANNEE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")


class Contexte(NamedTuple):
    """What the conditions of a line look at; ``eleve`` is None on a line of the household."""

    zone: str | None
    quotient: Fraction | None
    etiquettes: frozenset[str]
    eleve: int | None = None
    age: Fraction | None = None
    annee_location: int | None = None
    articles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Condition:
    """All the conditions written must hold; one that is not written always does."""

    zones: Annotated[tuple[str, ...] | None, Cle("zone", CODES)] = None
    age_min: Annotated[Fraction | None, Cle("age_min", NOMBRE)] = None
    age_max: Annotated[Fraction | None, Cle("age_max", NOMBRE)] = None
    quotient_sous: Annotated[Fraction | None, Cle("qf_below", NOMBRE)] = None
    quotient_depuis: Annotated[Fraction | None, Cle("qf_from", NOMBRE)] = None
    toutes_etiquettes: Annotated[tuple[str, ...] | None, Cle("tags_all", CODES)] = None
    une_etiquette: Annotated[tuple[str, ...] | None, Cle("tags_any", CODES)] = None
    aucune_etiquette: Annotated[tuple[str, ...] | None, Cle("tags_none", CODES)] = None
    avec_un_de: Annotated[tuple[str, ...] | None, Cle("with_any", CODES)] = None
    seulement: Annotated[tuple[str, ...] | None, Cle("only_among", CODES)] = None
    annee_location: Annotated[int | None, Cle("rental_year", NATUREL)] = None

    @cached_property
    def est_vide(self) -> bool:
        """Tell whether nothing is asked."""
        return self == Condition()

    def vaut(self, contexte: Contexte) -> bool:
        """Tell whether every condition holds."""
        if self.est_vide:
            return True
        if self.zones is not None and contexte.zone not in self.zones:
            return False
        return self._quotient(contexte.quotient) and self._etiquettes(contexte.etiquettes) and self._eleve(contexte)

    def _quotient(self, quotient: Fraction | None) -> bool:
        """An unknown quotient is above every limit."""
        if self.quotient_sous is not None and (quotient is None or quotient >= self.quotient_sous):
            return False
        return self.quotient_depuis is None or quotient is None or quotient >= self.quotient_depuis

    def _etiquettes(self, etiquettes: frozenset[str]) -> bool:
        if self.toutes_etiquettes is not None and not etiquettes.issuperset(self.toutes_etiquettes):
            return False
        if self.une_etiquette is not None and etiquettes.isdisjoint(self.une_etiquette):
            return False
        return self.aucune_etiquette is None or etiquettes.isdisjoint(self.aucune_etiquette)

    def _eleve(self, contexte: Contexte) -> bool:
        """A household has no age, takes nothing, and so takes nothing outside any list."""
        age = contexte.age
        if self.age_min is not None and (age is None or age < self.age_min):
            return False
        if self.age_max is not None and (age is None or age > self.age_max):
            return False
        if self.avec_un_de is not None and contexte.articles.isdisjoint(self.avec_un_de):
            return False
        if self.seulement is not None and not contexte.articles.issubset(self.seulement):
            return False
        return self.annee_location is None or contexte.annee_location == self.annee_location


TOUJOURS = Condition()


@dataclass(frozen=True, kw_only=True)
class Regle:
    """A price and the conditions under which it is the one."""

    prix: Prix
    condition: Condition = TOUJOURS
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Article:
    """Something the school sells or charges; ``nature`` and ``par`` hold the words of the format."""

    code: Annotated[str, Cle("code", TEXTE)]
    libelle: Annotated[str, Cle("label", TEXTE)] = ""
    nature_ecrite: Annotated[str | None, Cle("kind", choix(*NATURES))] = None
    par: Annotated[str, Cle("per", choix("pupil", "household", "pupil_speciality"))] = "pupil"
    est_automatique: Annotated[bool, Cle("auto", BOOLEEN)] = False
    est_classe: Annotated[bool, Cle("ranked", BOOLEEN)] = True
    specialite: Annotated[str, Cle("speciality", TEXTE)] = "music"
    periodicite: Annotated[str | None, Cle("basis", choix(*PERIODICITES))] = None
    regles: tuple[Regle, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def nature(self) -> str:
        """The kind: ``course`` by default, ``fee`` for what is charged without being chosen."""
        return self.nature_ecrite or ("fee" if self.est_automatique else "course")


@dataclass(frozen=True, kw_only=True)
class Classement:
    """How pupils or enrolments are ranked; those for whom ``premier_si`` holds keep rank 1 and are not counted."""

    sur: Annotated[str, Cle("over", choix("pupils", "enrolments"))] = "pupils"
    ordre: Annotated[str, Cle("order", choix("listed", "age_desc", "price_desc"))] = "listed"
    premier_si: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Ajustement:
    """A reduction or a surcharge: the lines it concerns, and its effect."""

    code: Annotated[str, Cle("code", TEXTE)]
    libelle: Annotated[str, Cle("label", TEXTE)] = ""
    natures: Annotated[tuple[str, ...] | None, Cle("kinds", plusieurs(*NATURES))] = None
    articles: Annotated[tuple[str, ...] | None, Cle("items", CODES)] = None
    sauf: Annotated[tuple[str, ...], Cle("except", CODES)] = ()
    garde_plancher: Annotated[bool, Cle("keep_floor", BOOLEEN)] = False
    compte: Annotated[str, Cle("count", choix("enrolments", "pupils"))] = "enrolments"
    toute_la_facture: Annotated[bool, Cle("whole_bill", BOOLEEN)] = False
    condition: Condition = TOUJOURS
    effet: Effet
    notes: dict[str, Any] = field(default_factory=dict)

    def vise(self, code: str, nature: str) -> bool:
        """Tell whether an item passes the filters on kind and code."""
        if self.natures is not None and nature not in self.natures:
            return False
        if self.articles is not None and code not in self.articles:
            return False
        return code not in self.sauf


@dataclass(frozen=True, kw_only=True)
class EleveTarif:
    """A pupil to price: age at the reference date, facts about him, and the items chosen (each a line)."""

    age: Annotated[Fraction | None, Cle("age", NOMBRE)] = None
    etiquettes: Annotated[tuple[str, ...], Cle("tags", CODES)] = ()
    annee_location: Annotated[int | None, Cle("rental_year", NATUREL)] = None
    articles: Annotated[tuple[str, ...], Cle("enrol", CODES)] = ()
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FoyerTarif:
    """A household to price; ``quotient`` is in exact euros, None when it is not known (0 is a value)."""

    zone: Annotated[str | None, Cle("zone", TEXTE)] = None
    quotient: Annotated[Fraction | None, Cle("qf", NOMBRE)] = None
    etiquettes: Annotated[tuple[str, ...], Cle("tags", CODES)] = ()
    eleves: tuple[EleveTarif, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CasFoyer:
    """A household and its total in exact euros, None when the enrolment must be refused."""

    foyer: FoyerTarif
    attendu: Fraction | None


@dataclass(frozen=True, kw_only=True)
class CasProrata:
    """A total in exact euros, the period of entry, and what is due."""

    total: Annotated[Fraction, Cle("total", NOMBRE)]
    depart: Annotated[int, Cle("start", NATUREL)]
    attendu: Fraction


@dataclass(frozen=True, kw_only=True)
class CasEcheances:
    """A total in exact euros, the number of calls, and their amounts."""

    total: Annotated[Fraction, Cle("total", NOMBRE)]
    nombre: Annotated[int, Cle("n", ENTIER)]
    attendu: tuple[Fraction, ...]


@dataclass(frozen=True, kw_only=True)
class Exemple:
    """A case with its answer, kept in the grid as its proof."""

    nom: Annotated[str, Cle("name", TEXTE)] = ""
    cas: CasFoyer | CasProrata | CasEcheances
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Coherence:
    """One price as printed for a year, a term and a month: each times its number must give the item's price."""

    article: Annotated[str, Cle("item", TEXTE)]
    zone: Annotated[str | None, Cle("zone", TEXTE)] = None
    annuel: Annotated[Fraction | None, Cle("annual", NOMBRE)] = None
    trimestriel: Annotated[Fraction | None, Cle("term", NOMBRE)] = None
    mensuel: Annotated[Fraction | None, Cle("month", NOMBRE)] = None
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Grille:
    """One price list for one season."""

    code: Annotated[str, Cle("id", TEXTE)]
    periodicite: Annotated[str, Cle("basis", choix(*PERIODICITES))] = "annual"
    trimestres: Annotated[int, Cle("terms", ENTIER)] = 3
    mois: Annotated[int, Cle("months", ENTIER)] = 10
    jour_reference: Annotated[str, Cle("reference_date", JOUR)] = REFERENCE_PAR_DEFAUT
    classement: Classement = Classement()
    articles: tuple[Article, ...] = ()
    ajustements: tuple[Ajustement, ...] = ()
    proration: Proration = field(default_factory=SansProration)
    plans: tuple[PlanEcheances, ...] = ()
    exemples: tuple[Exemple, ...] = ()
    coherences: tuple[Coherence, ...] = ()
    notes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def par_code(self) -> dict[str, Article]:
        """The items by code."""
        return {article.code: article for article in self.articles}

    @cached_property
    def automatiques(self) -> tuple[Article, ...]:
        """The items charged without being chosen."""
        return tuple(article for article in self.articles if article.est_automatique)

    @property
    def lieu(self) -> str:
        """The place as written, else the code."""
        return str(self.notes.get("place") or self.code)

    @property
    def saison(self) -> str:
        """The season as written, empty when the list is undated."""
        return str(self.notes.get("season") or "")

    def periodicite_de(self, article: Article) -> str:
        """Tell what the prices of an item are for: a year, a term or a month."""
        return article.periodicite or self.periodicite

    def multiplicateur(self, article: Article) -> int:
        """Tell how many times a price of this item is due in a year."""
        return {"annual": 1, "term": self.trimestres, "month": self.mois}[self.periodicite_de(article)]

    def date_reference(self, annee: int | None = None) -> date | None:
        """Give the day on which ages are judged, in ``annee`` or the season's first year; None when undated."""
        lue = _ANNEE.search(self.saison)
        if annee is None and lue is None:
            return None
        mois, jour = (int(partie) for partie in self.jour_reference.split("-"))
        an = annee if annee is not None else int(lue[1] if lue else 0)
        try:
            return date(an, mois, jour)
        except ValueError:
            return date(an, mois, jour - 1)
