"""Prices: the three tables that turn courses, towns and facts into items, zones and tags, then the grid.

Nothing here depends on a dossier: re-enrolment, the simulator and later the invoices all price through ``chiffrer``.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.dates import age
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.reglages import DATE_AGE, PERIODES_ENTREE
from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.ecriture import grille_depuis_json
from imuse_desk.domain.tarifs.explication import expliquer, expliquer_remise, texte_calcul
from imuse_desk.domain.tarifs.modele import EleveTarif, FoyerTarif, Grille
from imuse_desk.domain.tarifs.proration import ANNEE_ENTIERE, Sejour, jour_de_saison, reunir
from imuse_desk.domain.tarifs.resultat import Facturation, LigneTarif, MotifRefus, Refuse, proratiser_facturation
from imuse_desk.domain.textes import plier
from imuse_desk.services.reinscription.faits import Tables

UNE_FOIS = {"cours": "par cours", "cursus": "une fois par cursus", "eleve": "une fois par élève"}


class CoursTarif(NamedTuple):
    """A course as table (a) sees it."""

    libelle: str
    cursus_id: int
    discipline_id: int
    cycle: int | None
    ha: str
    est_individuelle: bool
    specialite: str = ""
    cursus_code: str = ""
    discipline_code: str = ""
    sejour: Sejour = ANNEE_ENTIERE


class FaitsEnfant(NamedTuple):
    """What the tables look at in a pupil, his age set apart; ``articles`` are added as they are."""

    cours: tuple[CoursTarif, ...] = ()
    est_reinscrit: bool = False
    etiquettes: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


class EnfantTarif(NamedTuple):
    """A pupil to price."""

    eleve_id: int
    prenom: str
    age: int | None
    faits: FaitsEnfant


@dataclass(frozen=True, slots=True)
class ZoneVue:
    """The zone and the row that gave it: exception, statut, cp, ville, defaut, choisie, aucune."""

    code: str | None
    origine: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EtiquetteVue:
    """A tag and where it comes from: a fact of table (c), or somebody's hand with its proof."""

    code: str
    origine: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LignePrix:
    """One line of the price, able to explain itself; ``pleins_centimes`` stands before the household's share.

    ``calcul`` is what the explanation tells, None where the reader may not know it: it is put in words when asked.
    """

    article: str
    libelle: str
    nature: str
    rang: int
    montant_centimes: int
    pleins_centimes: int
    origine: str
    calcul: LigneTarif | None

    @property
    def arithmetique(self) -> str:
        """How the amount was reached, on one line."""
        return texte_calcul(self.calcul) if self.calcul is not None else ""

    @property
    def explications(self) -> tuple[str, ...]:
        """The same in sentences, with the row that gave the item."""
        if self.calcul is None:
            return ()
        return (f"Article {self.article}{INSECABLE}: {self.origine}.", *expliquer(self.calcul))


@dataclass(frozen=True, slots=True)
class EnfantChiffre:
    """A pupil's lines; ``indetermines`` names the courses that no row of table (a) turns into an item."""

    eleve_id: int
    prenom: str
    lignes: tuple[LignePrix, ...] = ()
    etiquettes: tuple[EtiquetteVue, ...] = ()
    indetermines: tuple[str, ...] = ()
    refus: tuple[tuple[str, str], ...] = ()

    @property
    def est_determine(self) -> bool:
        """Every course has a price."""
        return not self.indetermines and not self.refus

    @property
    def total_centimes(self) -> int | None:
        """The sum of the lines, None where a course has no price: never 0 by default."""
        return sum(x.montant_centimes for x in self.lignes) if self.est_determine else None


@dataclass(frozen=True, slots=True)
class RemisePrix:
    """A reduction or surcharge of the whole bill, or one granted to a pupil."""

    code: str
    libelle: str
    montant_centimes: int
    explication: str
    eleve_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chiffrage:
    """A household through the grid, before any sharing."""

    enfants: tuple[EnfantChiffre, ...]
    lignes_foyer: tuple[LignePrix, ...] = ()
    remises: tuple[RemisePrix, ...] = ()
    refus_foyer: tuple[tuple[str, str], ...] = ()

    @property
    def total_centimes(self) -> int | None:
        """The whole, None where anything has no price."""
        totaux = [e.total_centimes for e in self.enfants]
        if self.refus_foyer or any(t is None for t in totaux):
            return None
        frais = sum(x.montant_centimes for x in self.lignes_foyer)
        return sum(t for t in totaux if t is not None) + frais + sum(x.montant_centimes for x in self.remises)

    def enfant(self, eleve_id: int) -> EnfantChiffre | None:
        """One pupil's lines."""
        return next((e for e in self.enfants if e.eleve_id == eleve_id), None)


@dataclass(frozen=True, slots=True)
class Bareme:
    """A grid with its tables, for a site and year; ``debuts`` begin its periods of entry from the second on."""

    grille: Grille
    libelle: str
    numero: int
    tables: Tables
    reference_le: date
    debuts: tuple[date, ...] = ()

    def age(self, naissance_le: date | None) -> int | None:
        """Whole years on the day at which ages are judged."""
        return None if naissance_le is None else age(naissance_le, self.reference_le)


@lru_cache(maxsize=32)
def _grille(contenu: str) -> Grille:
    return grille_depuis_json(contenu)


@lru_cache(maxsize=32)
def bareme(contenu: str, libelle: str, numero: int, tables: Tables, debut_le: date) -> Bareme:
    """Put a grid and its tables together; ages are judged on the setting's day, else the grid's, in the first year."""
    grille = _grille(contenu)
    jour = tables.reglages.get(DATE_AGE.cle) or ""
    reference = grille.date_reference(debut_le.year) or date(debut_le.year, 9, 1)
    if jour:
        mois, quantieme = (int(part) for part in str(jour).split("-"))
        reference = date(debut_le.year, mois, quantieme)
    debuts = tuple(jour_de_saison(texte, debut_le.year) for texte in tables.reglages.get(PERIODES_ENTREE.cle) or ())
    return Bareme(grille, libelle, numero, tables, reference, debuts)


@lru_cache(maxsize=4096)
def zone_de(tables: Tables, cp: str, ville: str) -> ZoneVue:
    """Table (b): the first row whose postcode and town (where written) are the household's."""
    cle = plier(ville)
    for regle in tables.zones:
        if (regle.t1 and regle.t1 != cp) or (regle.t2 and plier(regle.t2) != cle):
            continue
        if regle.t2:
            return ZoneVue(regle.t3, "ville", ville)
        return ZoneVue(regle.t3, "cp", cp) if regle.t1 else ZoneVue(regle.t3, "defaut")
    return ZoneVue(None, "aucune", f"{cp} {ville}".strip())


class _Situation(NamedTuple):
    """What the tables make of a pupil: his items and tags, and where they come from."""

    articles: tuple[str, ...]
    etiquettes: tuple[EtiquetteVue, ...]
    codes_etiquettes: tuple[str, ...]
    origines: tuple[str, ...]
    sejours: tuple[Sejour, ...]
    indetermines: tuple[str, ...]


@lru_cache(maxsize=64)
def _lisent_l_age(tables: Tables) -> bool:
    return any(r.n4 is not None or r.n5 is not None for r in tables.articles) or any(
        r.t1 == "age" for r in tables.etiquettes
    )


@lru_cache(maxsize=4096)
def _situer(tables: Tables, faits: FaitsEnfant, age: int | None) -> _Situation:
    """Tables (a) and (c), worked out once for all the pupils of the same facts; ``age`` where some row reads it."""
    choisis = len(faits.articles)
    codes, origines = list(faits.articles), ["choisi dans le simulateur"] * choisis
    sejours = [ANNEE_ENTIERE] * choisis
    groupes, indetermines = _grouper(tables, faits, age)
    for regle, payes in groupes:
        codes.append(regle.t2)
        ou = f"table des articles, ligne {regle.ordre}, {UNE_FOIS[regle.t3]}"
        origines.append(f"{', '.join(c.libelle for c in payes)} ({ou})")
        sejours.append(reunir(c.sejour for c in payes))
    vues = _etiquettes(tables, faits, age)
    return _Situation(
        tuple(codes), vues, tuple(v.code for v in vues), tuple(origines), tuple(sejours), tuple(indetermines)
    )


def _grouper(
    tables: Tables, faits: FaitsEnfant, age: int | None
) -> tuple[list[tuple[Any, list[CoursTarif]]], list[str]]:
    """Table (a): each course by the first row that holds, counted once per course, cursus or pupil; and the others."""
    groupes: dict[tuple[str, str, int | None], tuple[Any, list[CoursTarif]]] = {}
    indetermines = []
    for indice, cours in enumerate(faits.cours):
        regle = _regle(tables, cours, age)
        if regle is None:
            indetermines.append(cours.libelle)
            continue
        lequel = {"cours": indice, "cursus": cours.cursus_id, "eleve": None}[regle.t3]
        groupes.setdefault((regle.t2, regle.t3, lequel), (regle, []))[1].append(cours)
    return list(groupes.values()), indetermines


@lru_cache(maxsize=4096)
def _regle(tables: Tables, cours: CoursTarif, ans: int | None) -> Any:
    """The first row of table (a) that holds, None without any."""
    return next((regle for regle in tables.articles if _vaut(regle, cours, ans)), None)


def _vaut(regle: Any, cours: CoursTarif, ans: int | None) -> bool:
    """Tell whether a row of table (a) holds; what it leaves empty always does."""
    return (
        (regle.n1 is None or regle.n1 == cours.cursus_id)
        and (regle.n2 is None or regle.n2 == cours.discipline_id)
        and (regle.n3 is None or regle.n3 == cours.cycle)
        and (regle.t1 is None or regle.t1 == cours.ha)
        and (regle.drapeau is None or regle.drapeau == cours.est_individuelle)
        and (regle.n4 is None or (ans is not None and ans >= regle.n4))
        and (regle.n5 is None or (ans is not None and ans <= regle.n5))
    )


def _etiquettes(tables: Tables, enfant: FaitsEnfant, age: int | None) -> tuple[EtiquetteVue, ...]:
    """Table (c): tags that follow from the facts, and those given with the pupil."""
    faits: dict[str, tuple[object, ...]] = {
        "reinscrit": (enfant.est_reinscrit,),
        "ha": tuple(c.ha for c in enfant.cours),
        "cycle": tuple(c.cycle for c in enfant.cours),
        "specialite": tuple(c.specialite for c in enfant.cours),
        "cursus": tuple(c.cursus_code for c in enfant.cours),
        "discipline": tuple(c.discipline_code for c in enfant.cours),
        "age": (age,),
    }
    vues = {code: EtiquetteVue(code, "donnée") for code in enfant.etiquettes}
    for regle in tables.etiquettes:
        if any(_correspond(regle.valeur, reel) for reel in faits.get(regle.t1, ())):
            detail = f"{regle.t1} (table des étiquettes, ligne {regle.ordre})"
            vues.setdefault(regle.t2, EtiquetteVue(regle.t2, "fait", detail))
    return tuple(vues.values())


def _correspond(voulu: Any, reel: object) -> bool:
    """A value, one of a list, between ``min`` and ``max``, or (nothing written) anything but empty."""
    if voulu is None:
        return bool(reel)
    if isinstance(voulu, list):
        return reel in voulu
    if isinstance(voulu, dict):
        if not isinstance(reel, int):
            return False
        return bool(voulu.get("min", reel) <= reel <= voulu.get("max", reel))
    return bool(reel == voulu)


def chiffrer(
    bareme_: Bareme,
    zone: str | None,
    quotient_centimes: int | None,
    etiquettes: Sequence[str],
    enfants: Sequence[EnfantTarif],
) -> Chiffrage:
    """Price a household: pupils who ask for nothing take no part; an unknown quotient pays the ceiling."""
    presents = [e for e in enfants if e.faits.cours or e.faits.articles]
    if not presents:
        return Chiffrage(())
    lisent_l_age = _lisent_l_age(bareme_.tables)
    situations = [_situer(bareme_.tables, e.faits, e.age if lisent_l_age else None) for e in presents]
    foyer = FoyerTarif(
        zone=zone,
        quotient=None if quotient_centimes is None else Fraction(quotient_centimes, 100),
        etiquettes=tuple(etiquettes),
        eleves=tuple(
            [
                EleveTarif(
                    age=None if e.age is None else Fraction(e.age), etiquettes=s.codes_etiquettes, articles=s.articles
                )
                for e, s in zip(presents, situations, strict=True)
            ]
        ),
    )
    resultat = _proratiser(bareme_, simuler(bareme_.grille, foyer), situations)
    refus = resultat.motifs if isinstance(resultat, Refuse) else ()
    par_eleve: dict[int | None, list[LigneTarif]] = defaultdict(list)
    for ligne in resultat.lignes if isinstance(resultat, Facturation) else ():
        par_eleve[ligne.eleve].append(ligne)
    return Chiffrage(
        enfants=tuple(
            [
                EnfantChiffre(
                    e.eleve_id,
                    e.prenom,
                    _lignes(par_eleve[rang], s.origines),
                    s.etiquettes,
                    s.indetermines,
                    tuple([(m.article, m.raison) for m in refus if m.eleve == rang]),
                )
                for rang, (e, s) in enumerate(zip(presents, situations, strict=True))
            ]
        ),
        lignes_foyer=tuple([_ligne(x, "frais du foyer") for x in par_eleve[None]]),
        remises=_remises(resultat),
        refus_foyer=tuple([(m.article, m.raison) for m in refus if m.eleve is None]),
    )


def _proratiser(
    bareme_: Bareme, resultat: Facturation | Refuse, situations: Sequence[_Situation]
) -> Facturation | Refuse:
    """Late entries and departures, line by line: what is automatic for a pupil stays as long as he does."""
    if isinstance(resultat, Refuse) or not bareme_.debuts:
        return resultat
    premiers: dict[int, int] = {}
    for rang, ligne in enumerate(resultat.lignes):
        if ligne.eleve is not None:
            premiers.setdefault(ligne.eleve, rang)

    def sejour(ligne: LigneTarif, rang: int) -> Sejour:
        if ligne.eleve is None:
            return reunir(s for situation in situations for s in situation.sejours)
        sejours = situations[ligne.eleve].sejours
        place = rang - premiers[ligne.eleve]
        return sejours[place] if place < len(sejours) else reunir(sejours)

    try:
        return proratiser_facturation(bareme_.grille.proration, resultat, bareme_.debuts, sejour)
    except Invalide:
        return Refuse((MotifRefus(resultat.lignes[0].article, None, "periodes_a_revoir"),))


def _lignes(lignes: Sequence[LigneTarif], origines: Sequence[str]) -> tuple[LignePrix, ...]:
    """The engine opens a pupil's choices in their order, then what is automatic."""
    automatiques = ["automatique"] * (len(lignes) - len(origines))
    return tuple([_ligne(x, origine) for x, origine in zip(lignes, (*origines, *automatiques), strict=False)])


def _ligne(ligne: LigneTarif, origine: str) -> LignePrix:
    return LignePrix(
        ligne.article,
        ligne.libelle,
        ligne.nature,
        ligne.rang,
        ligne.montant_centimes,
        ligne.montant_centimes,
        origine,
        ligne,
    )


def _remises(resultat: Facturation | Refuse) -> tuple[RemisePrix, ...]:
    if isinstance(resultat, Refuse):
        return ()
    return tuple(
        RemisePrix(r.code, r.libelle or r.code, r.montant_centimes, expliquer_remise(r)) for r in resultat.remises
    )
