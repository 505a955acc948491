"""What is thought of a sealed code: five states that are never merged, each with what decided it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PREAVIS = timedelta(days=30)
"""How long before its end a list is said to be renewed soon."""


class EtatSceau(StrEnum):
    """The five states of a seal."""

    VALIDE = "valide"
    VALIDE_SANS_REVOCATION = "valide_sans_revocation"
    EMETTEUR_ABSENT = "emetteur_absent"
    INVALIDE = "invalide"
    PAS_DE_CODE = "pas_de_code"

    @property
    def est_valide(self) -> bool:
        """The sealed values are the issuer's."""
        return self in (EtatSceau.VALIDE, EtatSceau.VALIDE_SANS_REVOCATION)


@dataclass(frozen=True, slots=True)
class VerdictSceau:
    """A state and its reason; ``revocation_du`` is the day of the last list of revoked certificates, None without any.

    Reasons: ``illisible`` (with the rule broken), ``signature``, ``revoque``, ``hors_validite``, ``sans_date``,
    ``autorite_inconnue``, ``certificat_inconnu``, ``autorite_expiree``, ``essai`` (a certificate of the specification,
    whose private key is printed), ``cle`` (a kind of key that 2D-Doc does not allow).
    """

    etat: EtatSceau
    raison: str = ""
    revocation_du: date | None = None
    emetteur: str = ""


def est_d_essai(autorite: str, certificat: str) -> bool:
    """Names that the specification keeps for tests: authorities XX00, certificate 0000 of any. Never trusted."""
    return autorite.endswith("00") or certificat == "0000"


class Age(StrEnum):
    """Where a list of authorities or of revoked certificates stands in its life."""

    A_JOUR = "a_jour"
    BIENTOT = "bientot"  # to be renewed within a month
    DEPASSEE = "depassee"


def age(prochaine_le: date | None, aujourdhui: date) -> Age:
    """Judge a list by the day its publisher gave for the next one; one that gives none is over at once."""
    if prochaine_le is None or prochaine_le < aujourdhui:
        return Age.DEPASSEE
    return Age.BIENTOT if prochaine_le - aujourdhui <= PREAVIS else Age.A_JOUR
