"""Writing a grid back in its own format: as a mapping for a file, or as the JSON text kept in the base."""

import json
from decimal import Decimal
from typing import Any

from imuse_desk.domain.tarifs.champs import ecrire_nombre, ecrire_objet
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide, Probleme
from imuse_desk.domain.tarifs.lecture import charger_grille
from imuse_desk.domain.tarifs.modele import (
    Ajustement,
    Article,
    CasEcheances,
    CasFoyer,
    Classement,
    Condition,
    Exemple,
    FoyerTarif,
    Grille,
    Regle,
)
from imuse_desk.domain.tarifs.prix import Prix


def exporter_grille(grille: Grille) -> dict[str, Any]:
    """Write a grid as a mapping that loads into an equal grid; numbers are int, Decimal or a quoted fraction."""
    propre = ecrire_objet(grille)
    sortie: dict[str, Any] = {"id": propre.pop("id"), **grille.notes}
    sortie.update((cle, valeur) for cle, valeur in propre.items() if cle not in grille.notes)
    listes = {
        "ranking": _classement(grille.classement),
        "items": [_article(article) for article in grille.articles],
        "adjustments": [_ajustement(ajustement) for ajustement in grille.ajustements],
        "proration": _typer(grille.proration),
        "instalment_plans": [ecrire_objet(plan) for plan in grille.plans],
        "examples": [_exemple(exemple) for exemple in grille.exemples],
        "consistency": [ecrire_objet(coherence) for coherence in grille.coherences],
    }
    sortie.update((cle, valeur) for cle, valeur in listes.items() if valeur)
    return sortie


def grille_vers_json(grille: Grille) -> str:
    """Write a grid as JSON text; decimals are quoted, so that nothing reads them as floats."""
    return json.dumps(exporter_grille(grille), ensure_ascii=False, default=_decimal)


def grille_depuis_json(texte: str, nom_fichier: str = "grille.json") -> Grille:
    """Read a grid from JSON text; raises GrilleInvalide."""
    return charger_grille(lire_json(texte, nom_fichier), nom_fichier)


def lire_json(texte: str, nom_fichier: str) -> object:
    """Parse JSON with exact decimals; raises GrilleInvalide (grille_syntaxe)."""
    try:
        return json.loads(texte, parse_float=Decimal)
    except json.JSONDecodeError as erreur:
        lieu = f"ligne {erreur.lineno}, colonne {erreur.colno}"
        raise GrilleInvalide((Probleme(nom_fichier, "", "", "grille_syntaxe", lieu),)) from erreur
    except (ValueError, RecursionError) as erreur:
        raise GrilleInvalide((Probleme(nom_fichier, "", "", "grille_syntaxe"),)) from erreur


def _decimal(valeur: object) -> str:
    if isinstance(valeur, Decimal):
        return str(valeur)
    raise TypeError(type(valeur).__name__)


def _typer(objet: Any) -> dict[str, Any]:
    return {"type": objet.TYPE, **ecrire_objet(objet)}


def exporter_prix(prix: Prix) -> dict[str, Any]:
    """Write a price as it stands in a rule."""
    return _typer(prix)


def exporter_condition(condition: Condition) -> dict[str, Any]:
    """Write the conditions of a rule, empty when there are none."""
    return ecrire_objet(condition)


def _quand(condition: Condition) -> dict[str, Any]:
    return {} if condition.est_vide else {"when": exporter_condition(condition)}


def _classement(classement: Classement) -> dict[str, Any]:
    sortie = ecrire_objet(classement)
    if classement.premier_si is not None:
        sortie["first_rank_when"] = ecrire_objet(classement.premier_si)
    return sortie


def _regle(regle: Regle) -> dict[str, Any]:
    return {**_quand(regle.condition), "price": exporter_prix(regle.prix), **regle.notes}


def _article(article: Article) -> dict[str, Any]:
    return {**ecrire_objet(article), "rules": [_regle(regle) for regle in article.regles]}


def _ajustement(ajustement: Ajustement) -> dict[str, Any]:
    return {**ecrire_objet(ajustement), **_quand(ajustement.condition), "effect": _typer(ajustement.effet)}


def exporter_foyer(foyer: FoyerTarif) -> dict[str, Any]:
    """Write a household as the mapping that ``charger_foyer`` reads."""
    return {**ecrire_objet(foyer), "pupils": [ecrire_objet(eleve) for eleve in foyer.eleves]}


def _exemple(exemple: Exemple) -> dict[str, Any]:
    sortie, cas = ecrire_objet(exemple), exemple.cas
    if isinstance(cas, CasFoyer):
        attendu = "refused" if cas.attendu is None else ecrire_nombre(cas.attendu)
        return {**sortie, "household": exporter_foyer(cas.foyer), "expect": attendu}
    if isinstance(cas, CasEcheances):
        attendus = [ecrire_nombre(montant) for montant in cas.attendu]
        return {**sortie, "instalments": ecrire_objet(cas), "expect": attendus}
    return {**sortie, "prorate": ecrire_objet(cas), "expect": ecrire_nombre(cas.attendu)}
