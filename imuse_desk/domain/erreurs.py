"""What can go wrong in a use case: typed errors with a code and parameters, never a sentence.

The French title, sentence and cure of each code stand in one table, ``views/common/messages.py``; a test fails on
a code that is raised and not in it. Field names are the form's keys (``nom``, ``naissance``…).
"""

from typing import Any


class ErreurMetier(Exception):
    """Root of every error that a person can understand and put right."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{nom}={valeur!r}" for nom, valeur in self.params.items())
        return f"{self.code}({details})"


class Invalide(ErreurMetier):
    """One field holds what the rules refuse; ``champ`` is the key of the field."""

    def __init__(self, champ: str, code: str, **params: Any) -> None:
        super().__init__(code, champ=champ, **params)
        self.champ = champ


class FormulaireInvalide(ErreurMetier):
    """Several fields at once, in the order of the form."""

    def __init__(self, erreurs: list[Invalide]) -> None:
        super().__init__("formulaire_invalide", n=len(erreurs))
        self.erreurs = erreurs


class RegleMetier(ErreurMetier):
    """A rule of the house refuses the operation as a whole."""


class Refus(ErreurMetier):
    """The person's role does not hold the permission."""

    def __init__(self, permission: str) -> None:
        super().__init__("refus_permission", permission=permission)


class Introuvable(ErreurMetier):
    """The thing asked for no longer exists."""

    def __init__(self, genre: str, ident: object) -> None:
        super().__init__("introuvable", genre=genre, ident=ident)


class Conflit(ErreurMetier):
    """Another desk changed the same card: ``champs`` maps a field to (yours, theirs)."""

    def __init__(self, champs: dict[str, tuple[Any, Any]], auteur: str = "", version: int = 0) -> None:
        super().__init__("conflit", auteur=auteur)
        self.champs = champs
        self.auteur = auteur
        self.version = version


class AConfirmer(ErreurMetier):
    """Allowed, but the person must say so first (same call again with ``confirme=True``)."""


class BaseOccupee(ErreurMetier):
    """The base stayed locked by another desk through every retry."""

    def __init__(self) -> None:
        super().__init__("base_occupee")


class BaseInjoignable(ErreurMetier):
    """The server does not answer, or the connection was lost through every retry."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("base_injoignable", detail=detail)


class BaseRefusee(ErreurMetier):
    """The base can't be used at all: missing, read-only, newer version, network drive, not ours."""


class StockagePlein(ErreurMetier):
    """The disk is full: nothing was recorded."""

    def __init__(self) -> None:
        super().__init__("disque_plein")
