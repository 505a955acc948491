"""Instrument hire: words of the park and of the contracts, where an instrument stands, which price a year costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.reinscription import EtatCondition
from imuse_desk.domain.textes import plier


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
    FICHE = "fiche"
    ANNULATION = "annulation"

    @property
    def libelle(self) -> str:
        """The word that screens show."""
        return {
            "fiche": "Fiche modifiée", "annulation": "Contrat annulé",
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


EN_ATTENTE = (EtatAttente.ATTEND, EtatAttente.PROPOSEE)


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


class EtatAssurance(StrEnum):
    """What is known of the insurance of an instrument hired."""

    A_JOUR = "a_jour"
    MANQUANTE = "manquante"
    EXPIREE = "expiree"

    @property
    def libelle(self) -> str:
        """The word that screens show."""
        return {"a_jour": "À jour", "manquante": "Manquante", "expiree": "Expirée"}[self]


def assurance(jusqu_au: date | None, jour: date) -> EtatAssurance:
    """What a certificate that runs until a day is worth today."""
    if jusqu_au is None:
        return EtatAssurance.MANQUANTE
    return EtatAssurance.A_JOUR if jusqu_au >= jour else EtatAssurance.EXPIREE


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


def convient(voulu: tuple[str, str], instrument: tuple[str, str]) -> bool:
    """Whether an instrument (type, size) is what somebody waits for; no size asked: any."""
    type_, taille = (plier(mots) for mots in voulu)
    return type_ == plier(instrument[0]) and taille in {"", plier(instrument[1])}


@dataclass(frozen=True, slots=True)
class Suivi:
    """A course that a pupil follows this year: its discipline, and the cycle and year of its level (0: unknown)."""

    discipline: str
    cycle: int
    annee: int


def est_premiere_annee(type_: str, suivis: Sequence[Suivi], *, est_nouveau: bool) -> bool:
    """Whether who asks for this type of instrument is a first-year pupil.

    The course of that instrument says so, else any of his courses: first year of the first cycle. Where no level is
    known, he is one the year he enters (``est_nouveau``).
    """
    siens = [s for s in suivis if plier(s.discipline) == plier(type_)] or list(suivis)
    niveaux = [(s.cycle, s.annee) for s in siens if s.annee]
    return (1, 1) in niveaux if niveaux else est_nouveau and bool(siens)


def depasse(rang: int, limite: int | None) -> bool:
    """Whether a year of rental is one renewal too many; no limit: never."""
    return limite is not None and rang - 1 > limite


def dire_limite(limite: int) -> str:
    """How many renewals a site admits, in words."""
    if limite == 0:
        return "aucun renouvellement"
    return f"{limite} renouvellement{'s' if limite > 1 else ''}"


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


@dataclass(frozen=True, slots=True)
class Designation:
    """What an instrument is on the day a contract is signed: what the contract keeps and its paper prints."""

    type: str
    taille: str
    inventaire: str
    marque: str
    serie: str
    valeur_centimes: int
    etat: str

    @property
    def nom(self) -> str:
        """Type and size: ``Violon 1/2``."""
        return f"{self.type} {self.taille}".strip()

    @property
    def libelle(self) -> str:
        """Its name on an invoice."""
        return f"Location{INSECABLE}: {nommer(self.type, self.taille, self.inventaire)}"


@dataclass(frozen=True, slots=True)
class Loue:
    """A rental contract of a pupil, as his re-enrolment looks at it; ``change_a``: when it last moved."""

    quoi: str
    du_le: date
    au_le: date
    est_rendu: bool
    change_a: datetime


@dataclass(frozen=True, slots=True)
class InstrumentRendu:
    """Whether a pupil gave back what he hired, in words; ``change_a`` is None where he never hired anything."""

    etat: EtatCondition
    detail: str
    change_a: datetime | None = None


def nommer(type_: str, taille: str, inventaire: str) -> str:
    """An instrument in a sentence: ``Violon 1/2 n° V-012``."""
    return f"{f'{type_} {taille}'.strip()} n°{INSECABLE}{inventaire}"


def instrument_rendu(contrats: Sequence[Loue], annee_du: date, jour: date) -> InstrumentRendu:
    """The condition *instrument* of a re-enrolment for the year that begins on ``annee_du``.

    What was hired before that year must be back, or hired again for it.
    """
    avant = [c for c in contrats if c.du_le < annee_du]
    if not avant:
        return InstrumentRendu(EtatCondition.SANS_OBJET, "Aucun instrument loué")
    change_a = max(c.change_a for c in contrats)
    dehors = [c for c in avant if not c.est_rendu]
    if dehors:
        dit = ", ".join(attendu(c, jour) for c in dehors)
        return InstrumentRendu(EtatCondition.NON_REMPLIE, dit, change_a)
    est_renouvele = len(avant) < len(contrats)
    dit = "Location renouvelée" if est_renouvele else "Instrument rendu"
    return InstrumentRendu(EtatCondition.REMPLIE, dit, change_a)


def attendu(loue: Loue, jour: date) -> str:
    """What is not back, and since or until when."""
    quand = "en retard depuis le" if loue.au_le < jour else "à rendre le"
    return f"{loue.quoi}{INSECABLE}: {quand} {date_fr(loue.au_le)}"
