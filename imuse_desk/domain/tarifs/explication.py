"""Why this amount: a line of a bill told in French, for the screen and for the paper.

The sentences are built from the line alone, so that an issued bill can be explained without its grid.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from imuse_desk.domain.argent import INSECABLE, MOINS, centimes, euros, grouper
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.tarifs.champs import ZERO, Bandes, ecrire_nombre
from imuse_desk.domain.tarifs.effets import AjustementApplique
from imuse_desk.domain.tarifs.erreurs import TEXTES_PROBLEME, Probleme
from imuse_desk.domain.tarifs.modele import Condition
from imuse_desk.domain.tarifs.prix import (
    PrixFixe,
    PrixHoraire,
    PrixLineaire,
    PrixParBandes,
    PrixParRang,
    PrixPartiel,
)
from imuse_desk.domain.tarifs.resultat import LigneTarif, MotifRefus, RemiseTarif

QUOTIENT_INCONNU = "quotient non communiqué"
_RAISONS = {
    "article_absent": "n’est pas dans la grille",
    "aucune_regle": "n’est ouvert par aucune règle de la grille dans ce cas",
    "non_propose": "n’est pas proposé dans ce cas",
    "prix_inconnu": "a un prix que la grille ne donne pas",
    "quotient_sans_plafond": "dépend du quotient, qui n’est pas connu, et la grille n’a pas de plafond",
    "periodes_a_revoir": "se réduit à l’entrée, par des périodes que les règles de facturation ne donnent pas",
}


def nombre(valeur: Fraction) -> str:
    """Write an exact number in French: ``1 187,5``, ``0,064`` or ``2/3``."""
    ecrit = ecrire_nombre(abs(valeur))
    signe = MOINS if valeur < 0 else ""
    if isinstance(ecrit, str):
        return signe + ecrit
    entier, _, decimales = str(ecrit).partition(".") if isinstance(ecrit, int) else f"{ecrit:f}".partition(".")
    return signe + grouper(entier) + (f",{decimales}" if decimales else "")


def pourcent(valeur: Fraction) -> str:
    """Write a percentage: ``16 %``."""
    return f"{nombre(valeur)}{INSECABLE}%"


def pourcent_signe(valeur: Fraction) -> str:
    """Write a percentage with its sign: ``+5 %``, ``−10 %``."""
    return ("+" if valeur > 0 else "") + pourcent(valeur)


def en_euros(valeur: Fraction) -> str:
    """Write exact euros to the cent."""
    return euros(centimes(valeur))


def _age(valeur: Fraction) -> str:
    return f"{nombre(valeur)}{INSECABLE}{'an' if valeur < 2 else 'ans'}"


def _ou(codes: Sequence[str]) -> str:
    return " ou ".join(codes)


NOMS_ZONES = {"resident": "résident", "outside": "extérieur"}
"""The French words of the two zones that every grid of the format may use."""


def nom_zone(code: str) -> str:
    """The French word of a zone; other codes are the town's own."""
    return NOMS_ZONES.get(code, code)


def titre_zone(code: str) -> str:
    """A zone alone in a chip or a list: ``Résident``, or ``Zone 3`` where the code is the town's own."""
    return NOMS_ZONES[code].capitalize() if code in NOMS_ZONES else f"Zone {code}"


_CONDITIONS: tuple[tuple[str, Callable[[Any], str]], ...] = (
    ("zones", lambda v: f"zone {_ou([nom_zone(code) for code in v])}"),
    ("age_min", lambda v: f"à partir de {_age(v)}"),
    ("age_max", lambda v: f"jusqu’à {_age(v)}"),
    ("quotient_depuis", lambda v: f"quotient d’au moins {en_euros(v)}"),
    ("quotient_sous", lambda v: f"quotient inférieur à {en_euros(v)}"),
    ("toutes_etiquettes", lambda v: f"avec {' et '.join(v)}"),
    ("une_etiquette", lambda v: f"avec {_ou(v)}"),
    ("aucune_etiquette", lambda v: f"sans {' ni '.join(v)}"),
    ("avec_un_de", lambda v: f"en plus de {_ou(v)}"),
    ("seulement", lambda v: f"rien d’autre que {_ou(v)}"),
    ("annee_location", lambda v: f"année de location n°{INSECABLE}{v}"),
)


def expliquer_condition(condition: Condition) -> str:
    """Tell when a rule holds."""
    if condition.est_vide:
        return "dans tous les cas"
    ecrites = ((getattr(condition, champ), dire) for champ, dire in _CONDITIONS)
    return ", ".join(dire(valeur) for valeur, dire in ecrites if valeur is not None)


def texte_base(ligne: LigneTarif) -> str:
    """Write the arithmetic of a price before adjustments: ``QF 880,66 € × 16 % = 140,91 €, plancher 190,00 €``.

    The share of the year comes last, where it is not due whole.
    """
    return ", ".join(filter(None, (_texte_prix(ligne), texte_prorata(ligne))))


def texte_calcul(ligne: LigneTarif) -> str:
    """Write the whole arithmetic of a line, to its amount: ``QF 2 145,30 € × 9,6 % = 205,95 €, −10 % = 185,35 €``."""
    effets = (_texte_ajuste(a) for a in ligne.ajustements if a.avant != a.apres)
    return ", ".join(filter(None, (_texte_prix(ligne), *effets, texte_prorata(ligne))))


def _texte_prix(ligne: LigneTarif) -> str:
    prix = ligne.regle.prix
    texte = _BASES[type(prix)](prix, ligne)
    if ligne.fois != 1:
        unite = "mois" if ligne.periodicite == "month" else "trimestres"
        texte = f"{texte} × {ligne.fois} {unite} = {en_euros(ligne.montant_base)}"
    return texte


def _texte_ajuste(ajustement: AjustementApplique) -> str:
    lien = ", plancher" if ajustement.plancher is not None else " ="
    return f"{texte_effet(ajustement)}{lien} {en_euros(ajustement.apres)}"


def _qf(quotient: Fraction | None) -> str:
    return QUOTIENT_INCONNU if quotient is None else f"QF {en_euros(quotient)}"


def _lineaire(prix: PrixLineaire, ligne: LigneTarif) -> str:
    if ligne.quotient is None:
        return f"{QUOTIENT_INCONNU}, plafond {en_euros(prix.maximum or ZERO)}"
    brut = prix.brut(ligne.quotient)
    decalage = ""
    if prix.decalage:
        decalage = f" {'+' if prix.decalage > 0 else MOINS} {en_euros(abs(prix.decalage))}"
    texte = f"{_qf(ligne.quotient)} × {pourcent(prix.taux * 100)}{decalage} = {en_euros(brut)}"
    obtenu = prix.calculer(ligne.quotient, ligne.rang)
    if obtenu == brut or obtenu is None:
        return texte
    return f"{texte}, {'plancher' if obtenu > brut else 'plafond'} {en_euros(obtenu)}"


def _tranche(bandes: Bandes, quotient: Fraction | None) -> str:
    bas: Fraction | None = None
    for limite, _ in bandes:
        dedans = limite is None or (quotient is not None and quotient < limite)
        if dedans and limite is not None:
            return (
                f"tranche sous {en_euros(limite)}" if bas is None else f"de {en_euros(bas)} à {en_euros(limite)} exclu"
            )
        bas = limite or bas
    return "tranche unique" if bas is None else f"à partir de {en_euros(bas)}"


def _bandes(prix: PrixParBandes, ligne: LigneTarif) -> str:
    valeur = prix.calculer(ligne.quotient, ligne.rang) or ZERO
    return f"{_qf(ligne.quotient)}, {_tranche(prix.bandes, ligne.quotient)}{INSECABLE}: {en_euros(valeur)}"


def _horaire(prix: PrixHoraire, ligne: LigneTarif) -> str:
    part = "" if prix.part == 1 else f" × {nombre(prix.part)}"
    total = prix.calculer(ligne.quotient, ligne.rang) or ZERO
    heures = f"{nombre(prix.heures)}{INSECABLE}h"
    return f"{en_euros(prix.taux)} × {heures} × {nombre(prix.seances)} séances{part} = {en_euros(total)}"


def _partiel(prix: PrixPartiel, ligne: LigneTarif) -> str:
    total = prix.calculer(ligne.quotient, ligne.rang) or ZERO
    return f"{en_euros(prix.plein)} × {pourcent(prix.pourcent)} = {en_euros(total)}"


def _par_rang(prix: PrixParRang, ligne: LigneTarif) -> str:
    return f"rang {ligne.rang}{INSECABLE}: {en_euros(prix.calculer(ligne.quotient, ligne.rang) or ZERO)}"


def _fixe(prix: PrixFixe, _ligne: LigneTarif) -> str:
    return en_euros(prix.montant)


_BASES: dict[type[Any], Callable[[Any, LigneTarif], str]] = {
    PrixFixe: _fixe,
    PrixLineaire: _lineaire,
    PrixParBandes: _bandes,
    PrixParRang: _par_rang,
    PrixHoraire: _horaire,
    PrixPartiel: _partiel,
}


def texte_effet(ajustement: AjustementApplique) -> str:
    """Write what an adjustment does: ``−10 %``, ``× 0,6`` or ``forfait de 504,00 €``."""
    if ajustement.genre == "pourcent":
        return pourcent_signe(ajustement.valeur)
    if ajustement.genre == "facteur":
        return f"× {nombre(ajustement.valeur)}"
    return f"forfait de {en_euros(ajustement.valeur)}"


def expliquer_ajustement(ajustement: AjustementApplique) -> str:
    """Tell how an adjustment changed a line."""
    titre = f"{ajustement.libelle or ajustement.code}{INSECABLE}: {texte_effet(ajustement)}"
    retenu = "" if ajustement.plancher is None else f" (plancher {en_euros(ajustement.plancher)})"
    if ajustement.avant == ajustement.apres:
        return f"{titre}, sans effet{retenu}."
    return f"{titre}, de {en_euros(ajustement.avant)} à {en_euros(ajustement.apres)}{retenu}."


def texte_prorata(ligne: LigneTarif) -> str:
    """Write the arithmetic of a late entry or of a departure, empty when the line is whole."""
    if ligne.prorata is None:
        return ""
    sejour = ligne.prorata.sejour
    jours = [
        f"{mot} le{INSECABLE}{date_fr(jour)}"
        for mot, jour in (("entrée", sejour.entree_le), ("départ", sejour.sortie_le))
        if jour is not None
    ]
    return f"{', '.join(jours)}{INSECABLE}: {euros(ligne.prorata.avant_centimes)} × {ligne.prorata.part}"


def expliquer(ligne: LigneTarif) -> list[str]:
    """Tell how the amount of a line was reached, one French sentence a step."""
    condition = expliquer_condition(ligne.regle.condition)
    phrases = [
        f"Règle n°{INSECABLE}{ligne.regle_rang + 1} de l’article {ligne.article}, {condition}.",
        f"Prix{INSECABLE}: {texte_base(ligne)}.",
    ]
    if ligne.rang > 1:
        phrases.append(f"Rang {ligne.rang} dans le foyer.")
    phrases += [expliquer_ajustement(ajustement) for ajustement in ligne.ajustements]
    if ligne.prorata is not None:
        phrases.append(f"Part de l’année, {texte_prorata(ligne)}.")
    phrases.append(f"Montant{INSECABLE}: {euros(ligne.montant_centimes)}.")
    return phrases


def expliquer_remise(remise: RemiseTarif) -> str:
    """Tell a reduction or a surcharge of the whole bill."""
    singulier, pluriel = {
        "amount_per_extra_pupil": ("élève de plus", "élèves de plus"),
    }.get(remise.genre, ("ligne ou élève concerné", "lignes ou élèves concernés"))
    compte = f"{remise.nombre} {singulier if remise.nombre < 2 else pluriel}"
    return f"{remise.libelle or remise.code}{INSECABLE}: {euros(remise.montant_centimes)} ({compte})."


def expliquer_refus(motif: MotifRefus) -> str:
    """Tell why an item can't be sold."""
    pour = "" if motif.eleve is None else f", élève n°{INSECABLE}{motif.eleve + 1}"
    return f"L’article {motif.article}{pour} {_RAISONS[motif.raison]}."


def expliquer_probleme(probleme: Probleme) -> str:
    """Tell a fault of a file: item, key and what is wrong."""
    lieu = " ".join(filter(None, (probleme.article, probleme.cle)))
    detail = f" ({probleme.detail})" if probleme.detail else ""
    texte = f"{TEXTES_PROBLEME[probleme.code]}{detail}"
    return f"{lieu}{INSECABLE}: {texte}" if lieu else texte
