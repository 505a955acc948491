"""What ``tarif verifier`` and ``tarif simuler`` answer: the tariff engine on files, without a base."""

import json as module_json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from imuse_desk.domain.argent import INSECABLE, centimes, euros
from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.ecriture import exporter_condition, exporter_prix
from imuse_desk.domain.tarifs.effets import AjustementApplique
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide
from imuse_desk.domain.tarifs.explication import (
    en_euros,
    expliquer,
    expliquer_condition,
    expliquer_probleme,
    expliquer_refus,
    expliquer_remise,
    texte_base,
    texte_effet,
)
from imuse_desk.domain.tarifs.resultat import Facturation, LigneTarif, Refuse, RemiseTarif
from imuse_desk.domain.tarifs.verification import Ecart, Valeur, nombre_de_cas, verifier_grille
from imuse_desk.infra.saisie.grilles import lire_foyer, lire_grille

CODE_ECART = 1
CODE_REFUS = 2


def verifier_fichiers(chemins: Sequence[Path]) -> tuple[Iterator[str], int]:
    """Replay the cases of each grid: one line a deviation, then the count, and the exit code (1 on any deviation).

    A file that does not load is one deviation, with all its problems on the line.
    """
    lignes: list[str] = []
    cas = 0
    for chemin in chemins:
        try:
            grille = lire_grille(chemin)
        except GrilleInvalide as erreur:
            lignes.append(f"{chemin}{INSECABLE}: {ecrire_problemes(erreur)}")
            continue
        cas += nombre_de_cas(grille)
        lignes += [f"{chemin}{INSECABLE}: {_ecart(ecart)}" for ecart in verifier_grille(grille)]
    ecarts = len(lignes)
    lignes.append(f"{len(chemins)} grilles, {cas} cas, {ecarts} écarts")
    return iter(lignes), CODE_ECART if ecarts else 0


def ecrire_problemes(erreur: GrilleInvalide) -> str:
    """All the faults of a file, on one line."""
    return f"{INSECABLE}; ".join(expliquer_probleme(probleme) for probleme in erreur.problemes)


def _ecart(ecart: Ecart) -> str:
    nom = f" «{INSECABLE}{ecart.nom}{INSECABLE}»" if ecart.nom else ""
    detail = f" ({ecart.detail})" if ecart.detail else ""
    return f"{ecart.cle}{nom}, attendu {_valeur(ecart.attendu)}, obtenu {_valeur(ecart.obtenu)}{detail}"


def _valeur(valeur: Valeur) -> str:
    return "un refus" if valeur is None else " + ".join(map(en_euros, valeur))


def simuler_fichier(grille: Path, foyer: Path, *, json: bool = False) -> tuple[str, int]:
    """Price the household of a file: the text (or JSON) of the bill and 0, or of the refusal and 2.

    Raises GrilleInvalide when a file can't be used.
    """
    resultat = simuler(lire_grille(grille), lire_foyer(foyer))
    code = CODE_REFUS if isinstance(resultat, Refuse) else 0
    if json:
        donnees = _refus_json(resultat) if isinstance(resultat, Refuse) else _facturation_json(resultat)
        return module_json.dumps(donnees, ensure_ascii=False, indent=2), code
    lignes = _refus_texte(resultat) if isinstance(resultat, Refuse) else _facturation_texte(resultat)
    return "\n".join(lignes), code


def _refus_texte(refuse: Refuse) -> list[str]:
    return [f"Refusé{INSECABLE}: {expliquer_refus(motif)}" for motif in refuse.motifs]


def _facturation_texte(facturation: Facturation) -> list[str]:
    sortie: list[str] = []
    for ligne in facturation.lignes:
        qui = "Foyer" if ligne.eleve is None else f"Élève {ligne.eleve + 1}"
        libelle = ligne.libelle or ligne.article
        sortie.append(f"{qui}, {libelle}{INSECABLE}: {euros(ligne.montant_centimes)}")
        sortie += [f"    {phrase}" for phrase in expliquer(ligne)]
    sortie += [expliquer_remise(remise) for remise in facturation.remises]
    sortie.append(f"Total{INSECABLE}: {euros(facturation.total_centimes)}")
    return sortie


def _refus_json(refuse: Refuse) -> dict[str, Any]:
    return {
        "refus": [
            {
                "article": motif.article,
                "eleve": motif.eleve,
                "raison": motif.raison,
                "explication": expliquer_refus(motif),
            }
            for motif in refuse.motifs
        ]
    }


def _facturation_json(facturation: Facturation) -> dict[str, Any]:
    return {
        "grille": facturation.grille,
        "lignes": [_ligne_json(ligne) for ligne in facturation.lignes],
        "remises": [_remise_json(remise) for remise in facturation.remises],
        "total_centimes": facturation.total_centimes,
    }


def _ligne_json(ligne: LigneTarif) -> dict[str, Any]:
    return {
        "article": ligne.article,
        "libelle": ligne.libelle,
        "nature": ligne.nature,
        "registre": ligne.registre,
        "eleve": ligne.eleve,
        "rang": ligne.rang,
        "quotient": _nombre(ligne.quotient),
        "zone": ligne.zone,
        "regle": {
            "index": ligne.regle_rang,
            "condition": _texte(exporter_condition(ligne.regle.condition)),
            "prix": _texte(exporter_prix(ligne.regle.prix)),
            "explication": expliquer_condition(ligne.regle.condition),
        },
        "base": texte_base(ligne),
        "ajustements": [_ajustement_json(ajustement) for ajustement in ligne.ajustements],
        "montant_centimes": ligne.montant_centimes,
        "explication": expliquer(ligne),
    }


def _ajustement_json(ajustement: AjustementApplique) -> dict[str, Any]:
    return {
        "code": ajustement.code,
        "libelle": ajustement.libelle,
        "effet": texte_effet(ajustement),
        "avant_centimes": centimes(ajustement.avant),
        "apres_centimes": centimes(ajustement.apres),
        "plancher_centimes": None if ajustement.plancher is None else centimes(ajustement.plancher),
    }


def _remise_json(remise: RemiseTarif) -> dict[str, Any]:
    return {
        "code": remise.code,
        "libelle": remise.libelle,
        "nombre": remise.nombre,
        "registre": remise.registre,
        "montant_centimes": remise.montant_centimes,
    }


def _nombre(valeur: Fraction | None) -> int | float | None:
    """Show an exact number as JSON; the amounts, which matter, are whole cents elsewhere."""
    if valeur is None:
        return None
    return valeur.numerator if valeur.denominator == 1 else float(valeur)


def _texte(donnees: dict[str, Any]) -> Any:
    """Keep the decimals of a rule as texts."""
    return module_json.loads(module_json.dumps(donnees, default=str))
