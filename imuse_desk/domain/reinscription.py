"""States of a re-enrolment, what each allows, and how the state follows from the pieces (derived, never typed)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class EtatDossier(StrEnum):
    """Where a pupil's re-enrolment stands."""

    SANS_REPONSE = "sans_reponse"
    EN_SAISIE = "en_saisie"
    DEPOSEE = "deposee"
    INCOMPLETE = "incomplete"
    A_VERIFIER = "a_verifier"
    VALIDEE = "validee"
    REFUSEE = "refusee"
    NE_SE_REINSCRIT_PAS = "ne_se_reinscrit_pas"
    CONGE = "conge"

    @property
    def libelle(self) -> str:
        """The word that screens and papers show."""
        return LIBELLES_ETAT[self]

    @property
    def sans_les_pieces(self) -> "EtatDossier":
        """What a household is told of an answer that the other one holds: deposited, never how its papers stand."""
        return EtatDossier.DEPOSEE if self in DEPOSES else self


LIBELLES_ETAT = {
    EtatDossier.SANS_REPONSE: "Sans réponse",
    EtatDossier.EN_SAISIE: "En saisie",
    EtatDossier.DEPOSEE: "Déposée",
    EtatDossier.INCOMPLETE: "Incomplète",
    EtatDossier.A_VERIFIER: "À vérifier",
    EtatDossier.VALIDEE: "Validée",
    EtatDossier.REFUSEE: "Refusée",
    EtatDossier.NE_SE_REINSCRIT_PAS: "Ne se réinscrit pas",
    EtatDossier.CONGE: "Congé",
}

DEPOSES = frozenset({EtatDossier.DEPOSEE, EtatDossier.INCOMPLETE, EtatDossier.A_VERIFIER})
SANS_PLACE = frozenset({EtatDossier.NE_SE_REINSCRIT_PAS, EtatDossier.CONGE, EtatDossier.REFUSEE})
OUVERTS = frozenset({EtatDossier.SANS_REPONSE, EtatDossier.EN_SAISIE})


class Action(StrEnum):
    """What somebody may do to a pupil's re-enrolment."""

    SAISIR = "saisir"  # tick, choose a time: Sans réponse → En saisie
    VALIDER = "valider"  # deposit: takes the places
    NE_PAS_REINSCRIRE = "ne_pas_reinscrire"
    METTRE_EN_CONGE = "mettre_en_conge"
    VALIDER_ADMINISTRATIVEMENT = "valider_administrativement"
    REFUSER = "refuser"
    ROUVRIR = "rouvrir"  # back to En saisie; from Validée it needs a reason and the right to override
    CHANGER_CRENEAU = "changer_creneau"  # after the deposit, same transaction frees and takes


ACTIONS: dict[EtatDossier, frozenset[Action]] = {
    EtatDossier.SANS_REPONSE: frozenset({Action.SAISIR, Action.NE_PAS_REINSCRIRE, Action.METTRE_EN_CONGE}),
    EtatDossier.EN_SAISIE: frozenset({Action.SAISIR, Action.VALIDER, Action.NE_PAS_REINSCRIRE, Action.METTRE_EN_CONGE}),
    **{
        etat: frozenset(
            {
                Action.VALIDER_ADMINISTRATIVEMENT,
                Action.REFUSER,
                Action.ROUVRIR,
                Action.CHANGER_CRENEAU,
                Action.NE_PAS_REINSCRIRE,
                Action.METTRE_EN_CONGE,
            }
        )
        for etat in DEPOSES
    },
    EtatDossier.VALIDEE: frozenset({Action.ROUVRIR}),
    EtatDossier.REFUSEE: frozenset({Action.ROUVRIR}),
    EtatDossier.NE_SE_REINSCRIT_PAS: frozenset({Action.ROUVRIR}),
    EtatDossier.CONGE: frozenset({Action.ROUVRIR}),
}


class EtatPiece(StrEnum):
    """Where a required piece stands."""

    A_FOURNIR = "a_fournir"
    A_VERIFIER = "a_verifier"
    ACCEPTEE = "acceptee"
    REFUSEE = "refusee"

    @property
    def libelle(self) -> str:
        """The word that screens and papers show."""
        return {"a_fournir": "À fournir", "a_verifier": "À vérifier", "acceptee": "Acceptée", "refusee": "Refusée"}[
            self
        ]


class Exigence(StrEnum):
    """Whether a piece must be brought by this household."""

    OBLIGATOIRE = "obligatoire"
    SI_BENEFICE = "si_benefice"
    SANS_OBJET = "sans_objet"


class Effet(StrEnum):
    """What the lack of a piece does."""

    BLOQUE = "bloque"  # bloque l'inscription
    TARIF = "tarif"  # ne joue que sur le tarif


class EtatCondition(StrEnum):
    """A condition of re-enrolment."""

    REMPLIE = "remplie"
    NON_REMPLIE = "non_remplie"
    SANS_OBJET = "sans_objet"


class GenreCondition(StrEnum):
    """The four conditions, each a setting of the site and year."""

    AVIS = "avis"
    ABSENCES = "absences"
    PAIEMENT = "paiement"
    INSTRUMENT = "instrument"


@dataclass(frozen=True, slots=True)
class PieceVue:
    """What the state of a dossier needs to know of one required piece."""

    etat: EtatPiece
    exigence: Exigence
    effet: Effet


def etat_apres_depot(pieces: Iterable[PieceVue], *, revenus_declines: bool) -> EtatDossier:
    """Derive the state of a deposited re-enrolment from its pieces.

    A required piece missing or refused → *Incomplète*; all there, one unseen → *À vérifier*; else *Déposée*.
    A family that declines to show its income owes no piece that only bears on the tariff.
    """
    a_voir = False
    for piece in pieces:
        if piece.exigence is Exigence.SANS_OBJET:
            continue
        if piece.etat is EtatPiece.A_VERIFIER:
            a_voir = True
        elif piece.etat is EtatPiece.ACCEPTEE or piece.exigence is Exigence.SI_BENEFICE:
            continue
        elif not (piece.effet is Effet.TARIF and revenus_declines):
            return EtatDossier.INCOMPLETE
    return EtatDossier.A_VERIFIER if a_voir else EtatDossier.DEPOSEE


def pieces_bloquantes_acceptees(pieces: Iterable[PieceVue]) -> bool:
    """Tell whether every blocking piece is accepted, so that the administration may validate the dossier."""
    return all(
        p.etat is EtatPiece.ACCEPTEE for p in pieces if p.effet is Effet.BLOQUE and p.exigence is Exigence.OBLIGATOIRE
    )
