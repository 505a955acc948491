"""Issued pieces: their series and numbers, the canonical text that is sealed, and the chain that links them.

The fingerprint of a piece covers its text and the fingerprint of the one before in its series. It tells mistakes and
clumsy tampering; somebody who computes the whole chain again passes, which is why the last fingerprint is printed.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

COURTE = 12


class Serie(StrEnum):
    """What a number counts: invoices, credit notes, receipts, and slips (which are no pieces)."""

    FACTURE = "FC"
    AVOIR = "AV"
    RECU = "RC"
    BORDEREAU = "BR"


HORS_APPEL = 0
"""The call of an invoice that no tariff asks for: it neither bills the year nor is put right with its price."""


class Nature(StrEnum):
    """The two ledgers of a household."""

    COTISATIONS = "cotisations"
    LOCATIONS = "locations"

    @property
    def libelle(self) -> str:
        """The word of the screens."""
        return "Cotisations" if self is Nature.COTISATIONS else "Locations"


class FamilleMode(StrEnum):
    """Kinds of ways to pay: what is asked at the counter, and how the money is remitted."""

    ESPECES = "especes"
    CHEQUE = "cheque"
    CARTE = "carte"
    VIREMENT = "virement"
    EN_LIGNE = "en_ligne"
    PRELEVEMENT = "prelevement"
    TITRE = "titre"


class GenreReglement(StrEnum):
    """Why a payment row exists: money in, or an earlier one undone."""

    ENCAISSEMENT = "encaissement"
    ANNULATION = "annulation"
    IMPAYE = "impaye"
    REMBOURSEMENT = "remboursement"


class GenreBordereau(StrEnum):
    """What a slip carries."""

    CHEQUES = "cheques"
    ESPECES = "especes"
    TITRES = "titres"
    RAPPROCHEMENT = "rapprochement"


class GenreActe(StrEnum):
    """What the régie records beside pieces and slips: sealed, numbered, never changed.

    ``a_classer`` is money whose payer is not known and ``classement`` what became of it; ``demande`` asks the
    ordonnateur to give an overpayment back, ``remboursement`` says that it was done.
    """

    OUVERTURE = "ouverture"
    ARRETE = "arrete"
    CLOTURE = "cloture"
    REMISE_SERVICE = "remise_service"
    A_CLASSER = "a_classer"
    CLASSEMENT = "classement"
    DEMANDE = "demande"
    REMBOURSEMENT = "remboursement"


class Qualite(StrEnum):
    """In what capacity a named person cashes for a régie."""

    REGISSEUR = "regisseur"
    SUPPLEANT = "suppleant"
    MANDATAIRE = "mandataire"

    @property
    def libelle(self) -> str:
        """The word of the screens."""
        return {"regisseur": "Régisseur", "suppleant": "Mandataire suppléant", "mandataire": "Mandataire"}[self]


class Compte(StrEnum):
    """Accounts of the régie's double entry.

    ``attente`` is money that the bank announced and did not credit yet, ``a_classer`` money whose payer is not known,
    ``imputations`` the passage from a block of a ledger to another, always empty at the end of an operation, ``ecarts``
    what a counted till had too much or too little, ``remboursements`` what the ordonnateur gave back to families.
    """

    FAMILLES = "familles"
    PRODUITS = "produits"
    CAISSE = "caisse"
    CHEQUES = "cheques"
    TITRES = "titres"
    A_CLASSER = "a_classer"
    ATTENTE = "attente"
    DEPOT_DE_FONDS = "depot_de_fonds"
    IMPUTATIONS = "imputations"
    ECARTS = "ecarts"
    REMBOURSEMENTS = "remboursements"


class Journal(StrEnum):
    """Books of entries: sales, cash, bank, others."""

    VENTES = "VE"
    CAISSE = "CA"
    BANQUE = "BQ"
    DIVERS = "OD"


def numero_affiche(exercice: int, code: str, serie: Serie, numero: int) -> str:
    """Write a number as the house reads it: ``10FC00771`` (year, code of the régie, series, five digits at least)."""
    return f"{exercice % 100:02d}{code}{serie}{numero:05d}"


_CANONIQUE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_SIMPLES = frozenset({str, int, bool, type(None)})


def texte_canonique(contenu: Mapping[str, Any]) -> str:
    """The one writing of a content: keys sorted, no space, accents as they are; raises TypeError on a float."""
    _refuser_flottants(contenu)
    return _CANONIQUE.encode(contenu)


def _refuser_flottants(valeur: Any) -> None:
    """What holds simple values alone is passed over at once: a batch seals a hundred thousand of them."""
    if isinstance(valeur, float):
        message = "a float cannot be sealed: amounts are whole cents"
        raise TypeError(message)
    if isinstance(valeur, dict):
        if not all(issubclass(genre, str) for genre in set(map(type, valeur))):
            message = "keys are texts"
            raise TypeError(message)
        valeur = valeur.values()
    elif not isinstance(valeur, list | tuple):
        return
    if not _SIMPLES.issuperset(map(type, valeur)):
        for sous in valeur:
            _refuser_flottants(sous)


def sceller(precedente: str, texte: str) -> str:
    """The fingerprint (SHA-256, hex) of a canonical text after the piece before (empty for the first)."""
    return hashlib.sha256(f"{precedente}\n{texte}".encode()).hexdigest()


def empreinte_courte(empreinte: str) -> str:
    """The first twelve digits, as papers print them: ``3F2A 91C0 77DE``."""
    debut = empreinte[:COURTE].upper()
    return " ".join(debut[i : i + 4] for i in range(0, COURTE, 4))
