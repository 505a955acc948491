"""Instrument hire: words of the park and of the contracts, where an instrument stands, which price a year costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imuse_desk.domain.argent import INSECABLE, euros


class EtatInstrument(StrEnum):
    """How an instrument is, by eye."""

    NEUF = "neuf"
    BON = "bon"
    USAGE = "usage"
    MAUVAIS = "mauvais"

    @property
    def libelle(self) -> str:
        """The word that screens and papers show."""
        return {"neuf": "Neuf", "bon": "Bon", "usage": "Usagé", "mauvais": "Mauvais"}[self]


class Evenement(StrEnum):
    """What may happen to an instrument."""

    ENTREE = "entree"
    ETAT = "etat"
    REPARATION = "reparation"
    REMISE = "remise"
    REVISION = "revision"
    LOCATION = "location"
    RETOUR = "retour"
    REFORME = "reforme"

    @property
    def libelle(self) -> str:
        """The word that screens show."""
        return {
            "entree": "Entrée au parc", "etat": "Changement d’état", "reparation": "Départ en réparation",
            "remise": "Retour de réparation", "revision": "Révision", "location": "Location", "retour": "Retour",
            "reforme": "Réforme",
        }[self]  # fmt: skip


class EtatGarantie(StrEnum):
    """Where the cheque of the deposit is."""

    ABSENTE = "absente"
    CONSERVEE = "conservee"
    RENDUE = "rendue"
    ENCAISSEE = "encaissee"

    @property
    def libelle(self) -> str:
        """The words that screens and papers show."""
        return {
            "absente": "À demander", "conservee": "Chèque conservé", "rendue": "Chèque rendu",
            "encaissee": "Chèque encaissé",
        }[self]  # fmt: skip


class EtatAttente(StrEnum):
    """Where a request of the waiting list stands."""

    ATTEND = "attend"
    PROPOSEE = "proposee"
    SERVIE = "servie"
    RETIREE = "retiree"


class Situation(StrEnum):
    """Where an instrument stands today."""

    LIBRE = "libre"
    LOUE = "loue"
    EN_RETARD = "en_retard"
    REPARATION = "reparation"
    A_REVISER = "a_reviser"
    REFORME = "reforme"

    @property
    def libelle(self) -> str:
        """The word that screens show."""
        return {
            "libre": "Libre", "loue": "Loué", "en_retard": "En retard", "reparation": "En réparation",
            "a_reviser": "À réviser", "reforme": "Réformé",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrixLocation:
    """A price of the table: of a type (empty: any) and year of rental (0: any), in cents."""

    type: str
    rang: int
    prix_centimes: int


def situation(
    jour: date, *, reforme_le: date | None, en_reparation_le: date | None, revision_le: date | None, du_le: date | None,
    au_le: date | None,
) -> Situation:  # fmt: skip
    """Where an instrument stands: ``du_le`` and ``au_le`` are those of the contract under way."""
    if reforme_le is not None and reforme_le <= jour:
        return Situation.REFORME
    if du_le is not None and au_le is not None:
        return Situation.EN_RETARD if au_le < jour else Situation.LOUE
    if en_reparation_le is not None:
        return Situation.REPARATION
    if revision_le is not None and revision_le <= jour:
        return Situation.A_REVISER
    return Situation.LIBRE


def prix_de_location(prix: Sequence[PrixLocation], type_: str, rang: int) -> tuple[int, str] | None:
    """The price of a year of rental and its rule in words; the row of the type wins, then that of the year."""
    valables = [p for p in prix if p.type in {type_, ""} and p.rang in {rang, 0}]
    if not valables:
        return None
    retenu = max(valables, key=lambda p: (p.type != "", p.rang != 0))
    pour = retenu.type or "tout instrument"
    quand = f"{ordinal(rang)} année de location" if retenu.rang else "prix unique"
    return retenu.prix_centimes, f"{pour}, {quand}{INSECABLE}: {euros(retenu.prix_centimes)}"


def ordinal(rang: int) -> str:
    """The rank of a year of rental, in short: 1re, 2e."""
    return "1re" if rang == 1 else f"{rang}e"
