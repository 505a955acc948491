"""The engine: a household through a grid, exact to the cent.

The order is the format's: choose the rule of every line, rank, price, adjust in the order written, then round each
line half-up; nothing is rounded in between.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from imuse_desk.domain.argent import centimes
from imuse_desk.domain.tarifs.champs import ZERO
from imuse_desk.domain.tarifs.effets import Etape, LigneEnCours
from imuse_desk.domain.tarifs.modele import Ajustement, Article, Contexte, EleveTarif, FoyerTarif, Grille, Regle
from imuse_desk.domain.tarifs.prix import NonPropose, PrixInconnu
from imuse_desk.domain.tarifs.resultat import (
    COTISATIONS,
    LOCATIONS,
    Facturation,
    LigneTarif,
    MotifRefus,
    Refuse,
    RemiseTarif,
    ResultatTarif,
)

PREMIER_RANG = 1


@dataclass(slots=True, eq=False, kw_only=True)
class _Ligne(LigneEnCours):
    """A line with the item and the rule that price it."""

    article: Article
    contexte: Contexte
    regle: Regle
    regle_rang: int
    est_classee: bool
    specialite: str
    periodicite: str
    fois: int
    base: Fraction = ZERO


class _Refus(Exception):
    """A line that can't be sold, with its reason."""

    def __init__(self, raison: str) -> None:
        super().__init__(raison)
        self.raison = raison


def simuler(grille: Grille, foyer: FoyerTarif) -> ResultatTarif:
    """Price a household: a bill whose lines explain themselves, or every reason of the refusal."""
    contextes = _contextes(foyer)
    lignes, motifs = _lignes(grille, foyer, contextes)
    if motifs:
        return Refuse(tuple(motifs))
    _classer(grille, lignes, contextes)
    for ligne in lignes:
        ligne.montant, ligne.plancher = _prix(ligne, ligne.rang), ligne.regle.prix.plancher
        if ligne.fois != 1:
            ligne.montant, ligne.plancher = ligne.montant * ligne.fois, ligne.plancher * ligne.fois
        ligne.base = ligne.montant
    remises = [remise for ajustement in grille.ajustements for remise in _ajuster(ajustement, lignes, contextes, foyer)]
    return Facturation(grille.code, tuple(map(_figer, lignes)), tuple(remises))


def prix_article(grille: Grille, code: str, zone: str | None) -> Fraction | None:
    """Give the yearly price of an item alone in a zone, before adjustments; None when it would be refused."""
    foyer = FoyerTarif(zone=zone, eleves=(EleveTarif(articles=(code,)),))
    try:
        ligne = _ouvrir(grille, _article(grille, code), _contextes(foyer)[0])
    except _Refus:
        return None
    return _prix(ligne, PREMIER_RANG) * ligne.fois


def _contextes(foyer: FoyerTarif) -> list[Contexte]:
    du_foyer = frozenset(foyer.etiquettes)
    return [
        Contexte(
            foyer.zone,
            foyer.quotient,
            du_foyer.union(eleve.etiquettes) if eleve.etiquettes else du_foyer,
            indice,
            eleve.age,
            eleve.annee_location,
            frozenset(eleve.articles),
        )
        for indice, eleve in enumerate(foyer.eleves)
    ]


def _lignes(grille: Grille, foyer: FoyerTarif, contextes: list[Contexte]) -> tuple[list[_Ligne], list[MotifRefus]]:
    """Open every line: each pupil's choices, then what is automatic for him, then the household's."""
    lignes: list[_Ligne] = []
    motifs: list[MotifRefus] = []
    for eleve, contexte in zip(foyer.eleves, contextes, strict=True):
        for code in eleve.articles:
            try:
                lignes.append(_ouvrir(grille, _article(grille, code), contexte))
            except _Refus as refus:
                motifs.append(MotifRefus(code, contexte.eleve, refus.raison))
        specialites = _specialites(grille, eleve)
        for article in grille.automatiques:
            if article.par != "household":
                pour = specialites if article.par == "pupil_speciality" else [article.specialite]
                _ouvrir_automatique(grille, article, contexte, pour, lignes, motifs)
    du_foyer = Contexte(foyer.zone, foyer.quotient, frozenset(foyer.etiquettes))
    for article in grille.automatiques:
        if article.par == "household":
            _ouvrir_automatique(grille, article, du_foyer, [article.specialite], lignes, motifs)
    return lignes, motifs


def _specialites(grille: Grille, eleve: EleveTarif) -> list[str]:
    connus = (grille.par_code[code] for code in eleve.articles if code in grille.par_code)
    return list(dict.fromkeys(article.specialite for article in connus))


def _ouvrir_automatique(
    grille: Grille,
    article: Article,
    contexte: Contexte,
    specialites: Iterable[str],
    lignes: list[_Ligne],
    motifs: list[MotifRefus],
) -> None:
    """Open an automatic line, left out when it does not apply, refused when its price is not known."""
    for specialite in specialites:
        try:
            ligne = _ouvrir(grille, article, contexte)
        except _Refus as refus:
            if refus.raison not in {"aucune_regle", "non_propose"}:
                motifs.append(MotifRefus(article.code, contexte.eleve, refus.raison))
            return
        ligne.est_classee, ligne.specialite = False, specialite
        lignes.append(ligne)


def _article(grille: Grille, code: str) -> Article:
    """Find a chosen item; raises _Refus when the grid has none of this code."""
    article = grille.par_code.get(code)
    if article is None:
        raise _Refus("article_absent")
    return article


def _premiere_regle(article: Article, contexte: Contexte) -> tuple[int, Regle]:
    """Find the first rule that holds; raises _Refus when none does."""
    for rang, regle in enumerate(article.regles):
        if regle.condition.vaut(contexte):
            return rang, regle
    raise _Refus("aucune_regle")


def _ouvrir(grille: Grille, article: Article, contexte: Contexte) -> _Ligne:
    """Choose the rule of a line; raises _Refus when it gives no amount."""
    rang, regle = _premiere_regle(article, contexte)
    if isinstance(regle.prix, NonPropose):
        raise _Refus("non_propose")
    if isinstance(regle.prix, PrixInconnu):
        raise _Refus("prix_inconnu")
    if contexte.quotient is None and regle.prix.calculer(None, PREMIER_RANG) is None:
        raise _Refus("quotient_sans_plafond")
    return _Ligne(
        article.code,
        contexte.eleve,
        PREMIER_RANG,
        ZERO,
        ZERO,
        article=article,
        contexte=contexte,
        regle=regle,
        regle_rang=rang,
        est_classee=article.est_classe,
        specialite=article.specialite,
        periodicite=grille.periodicite_de(article),
        fois=grille.multiplicateur(article),
    )


def _prix(ligne: _Ligne, rang: int) -> Fraction:
    """Price an open line; the refusals were met when it was opened."""
    return ligne.regle.prix.calculer(ligne.contexte.quotient, rang) or ZERO


def _classer(grille: Grille, lignes: list[_Ligne], contextes: list[Contexte]) -> None:
    """Give each ranked line its rank, over pupils or over enrolments."""
    premier_si = grille.classement.premier_si
    exclus = {c.eleve for c in contextes if premier_si is not None and premier_si.vaut(c)}
    classees = [ligne for ligne in lignes if ligne.est_classee and ligne.eleve not in exclus]
    groupes: list[list[_Ligne]]
    if grille.classement.sur == "pupils":
        par_eleve: dict[int | None, list[_Ligne]] = {}
        for ligne in classees:
            par_eleve.setdefault(ligne.eleve, []).append(ligne)
        groupes = list(par_eleve.values())
    else:
        groupes = [[ligne] for ligne in classees]
    cle = _ORDRES.get(grille.classement.ordre)
    if cle is not None:
        groupes.sort(key=cle, reverse=True)
    for rang, groupe in enumerate(groupes, start=PREMIER_RANG):
        for ligne in groupe:
            ligne.rang = rang


def _age(groupe: Sequence[_Ligne]) -> Fraction:
    """Order by age: a pupil without one comes last."""
    age = groupe[0].contexte.age
    return Fraction(-1) if age is None else age


def _cherte(groupe: Sequence[_Ligne]) -> Fraction:
    """Order by price: the sum at rank 1, before terms and months."""
    return sum((_prix(ligne, PREMIER_RANG) for ligne in groupe), ZERO)


_ORDRES: dict[str, Callable[[Sequence[_Ligne]], Fraction]] = {"age_desc": _age, "price_desc": _cherte}


def _ajuster(
    ajustement: Ajustement, lignes: list[_Ligne], contextes: list[Contexte], foyer: FoyerTarif
) -> Iterable[RemiseTarif]:
    """Apply one adjustment to the lines; yields its bill-level line when it has one."""
    condition = ajustement.condition
    concernees = [
        ligne
        for ligne in lignes
        if ajustement.vise(ligne.code, ligne.article.nature) and condition.vaut(ligne.contexte)
    ]
    etape = Etape(
        ajustement.code,
        ajustement.libelle,
        concernees,
        lignes,
        lambda: {c.eleve for c in contextes if c.eleve is not None and condition.vaut(c)},
        foyer.quotient,
        ajustement.garde_plancher,
        ajustement.compte,
        ajustement.toute_la_facture,
    )
    remise = ajustement.effet.appliquer(etape)
    if remise is not None and remise.valeur:
        locations = all(ligne.article.nature == "rental" for ligne in concernees)
        yield RemiseTarif(
            ajustement.code,
            ajustement.libelle,
            ajustement.effet.TYPE,
            remise.nombre,
            LOCATIONS if locations else COTISATIONS,
            centimes(remise.valeur),
        )


def _figer(ligne: _Ligne) -> LigneTarif:
    return LigneTarif(
        ligne.code,
        ligne.article.libelle,
        ligne.article.nature,
        ligne.eleve,
        ligne.specialite,
        ligne.rang,
        ligne.contexte.quotient,
        ligne.contexte.zone,
        ligne.regle_rang,
        ligne.regle,
        ligne.periodicite,
        ligne.fois,
        ligne.base,
        ligne.plancher,
        tuple(ligne.trace),
        centimes(ligne.montant),
    )
