"""A grid proves itself: each of its examples and consistency rows is one case, replayed to the cent."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from imuse_desk.domain.argent import centimes
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.tarifs.calcul import prix_article, simuler
from imuse_desk.domain.tarifs.modele import CasEcheances, CasFoyer, CasProrata, Coherence, Grille
from imuse_desk.domain.tarifs.proration import echeances, proratiser
from imuse_desk.domain.tarifs.resultat import Refuse

Valeur = tuple[Fraction, ...] | None
"""Exact euros: one amount, several calls, or None for a refusal."""


@dataclass(frozen=True)
class Ecart:
    """One case that does not come out; ``cle`` is its place in the file."""

    cle: str
    nom: str
    attendu: Valeur
    obtenu: Valeur
    detail: str = ""


def nombre_de_cas(grille: Grille) -> int:
    """Count the examples and the consistency rows."""
    return len(grille.exemples) + len(grille.coherences)


def verifier_grille(grille: Grille) -> list[Ecart]:
    """Replay every case of a grid; the list is empty when all come out."""
    return [*_exemples(grille), *_coherences(grille)]


def _exemples(grille: Grille) -> Iterator[Ecart]:
    for indice, exemple in enumerate(grille.exemples):
        cas = exemple.cas
        attendu: Valeur
        if isinstance(cas, CasFoyer):
            attendu = None if cas.attendu is None else (cas.attendu,)
        elif isinstance(cas, CasProrata):
            attendu = (cas.attendu,)
        else:
            attendu = cas.attendu
        obtenu, detail = _jouer(grille, cas)
        if obtenu != attendu:
            yield Ecart(f"examples[{indice}]", exemple.nom, attendu, obtenu, detail)


def _jouer(grille: Grille, cas: CasFoyer | CasProrata | CasEcheances) -> tuple[Valeur, str]:
    if isinstance(cas, CasFoyer):
        resultat = simuler(grille, cas.foyer)
        if isinstance(resultat, Refuse):
            return None, f"{resultat.article} {resultat.raison}"
        return (Fraction(resultat.total_centimes, 100),), ""
    try:
        if isinstance(cas, CasProrata):
            return (Fraction(proratiser(grille.proration, cas.total * 100, cas.depart), 100),), ""
        return tuple(Fraction(montant, 100) for montant in echeances(centimes(cas.total), cas.nombre)), ""
    except Invalide as refus:
        return None, refus.code


def _coherences(grille: Grille) -> Iterator[Ecart]:
    for indice, ligne in enumerate(grille.coherences):
        prix = prix_article(grille, ligne.article, ligne.zone)
        attendus = _attendus(grille, ligne)
        if prix is None or any(attendu != prix for attendu in attendus):
            nom = " ".join(filter(None, (ligne.article, ligne.zone)))
            yield Ecart(f"consistency[{indice}]", nom, attendus, None if prix is None else (prix,))


def _attendus(grille: Grille, ligne: Coherence) -> tuple[Fraction, ...]:
    """Bring the printed prices to a year."""
    ecrits = ((ligne.annuel, 1), (ligne.trimestriel, grille.trimestres), (ligne.mensuel, grille.mois))
    return tuple(montant * fois for montant, fois in ecrits if montant is not None)
