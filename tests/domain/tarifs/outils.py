"""Short ways to write grids and households in tests."""

from typing import Any

from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.lecture import charger_foyer, charger_grille
from imuse_desk.domain.tarifs.modele import Grille
from imuse_desk.domain.tarifs.resultat import Facturation, Refuse


def grille(*articles: dict[str, Any], **autres: Any) -> Grille:
    """A grid of the items given; other keys as in a file."""
    return charger_grille({"id": "essai", "items": list(articles), **autres}, "essai.yaml")


def article(
    code: str, prix: dict[str, Any] | int | str, quand: dict[str, Any] | None = None, **autres: Any
) -> dict[str, Any]:
    """An item with one rule; a number is a flat price."""
    tarif = prix if isinstance(prix, dict) else {"type": "flat", "amount": prix}
    regle = {"price": tarif} if quand is None else {"when": quand, "price": tarif}
    return {"code": code, "rules": [regle], **autres}


def eleve(*codes: str, **autres: Any) -> dict[str, Any]:
    """A pupil who takes these items."""
    return {"enrol": list(codes), **autres}


def facturer(la_grille: Grille, *eleves: dict[str, Any], **foyer: Any) -> Facturation:
    """The bill of a household; fails when it is refused."""
    resultat = simuler(la_grille, charger_foyer({**foyer, "pupils": list(eleves)}, "foyer"))
    assert isinstance(resultat, Facturation), resultat
    return resultat


def refuser(la_grille: Grille, *eleves: dict[str, Any], **foyer: Any) -> Refuse:
    """The refusal of a household; fails when it is priced."""
    resultat = simuler(la_grille, charger_foyer({**foyer, "pupils": list(eleves)}, "foyer"))
    assert isinstance(resultat, Refuse), resultat
    return resultat


def montants(facturation: Facturation) -> list[int]:
    """The amounts of the lines, in order."""
    return [ligne.montant_centimes for ligne in facturation.lignes]
