"""Prices: the three tables that turn courses, towns and facts into items, zones and tags, then the grid.

Nothing here depends on a dossier: re-enrolment, the simulator and later the invoices all price through ``chiffrer``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.dates import age
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.reglages import DATE_AGE, PERIODES_ENTREE
from imuse_desk.domain.tarifs.calcul import simuler
from imuse_desk.domain.tarifs.ecriture import grille_depuis_json
from imuse_desk.domain.tarifs.explication import expliquer, expliquer_remise, texte_base
from imuse_desk.domain.tarifs.modele import EleveTarif, FoyerTarif, Grille
from imuse_desk.domain.tarifs.proration import ANNEE_ENTIERE, Sejour, jour_de_saison, reunir
from imuse_desk.domain.tarifs.resultat import Facturation, LigneTarif, MotifRefus, Refuse, proratiser_facturation
from imuse_desk.domain.textes import plier
from imuse_desk.services.reinscription.faits import Petites

UNE_FOIS = {"cours": "par cours", "cursus": "une fois par cursus", "eleve": "une fois par élève"}


@dataclass(frozen=True, slots=True)
class CoursTarif:
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


@dataclass(frozen=True, slots=True)
class EnfantTarif:
    """A pupil to price: what he asks for, and the facts that table (c) looks at; ``articles`` are added as they are."""

    eleve_id: int
    prenom: str
    age: int | None
    cours: tuple[CoursTarif, ...] = ()
    est_reinscrit: bool = False
    etiquettes: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


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
        return texte_base(self.calcul) if self.calcul is not None else ""

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
    tables: Petites
    reference_le: date
    debuts: tuple[date, ...] = ()

    def age(self, naissance_le: date | None) -> int | None:
        """Whole years on the day at which ages are judged."""
        return None if naissance_le is None else age(naissance_le, self.reference_le)


@lru_cache(maxsize=32)
def _grille(contenu: str) -> Grille:
    return grille_depuis_json(contenu)


def bareme(contenu: str, libelle: str, numero: int, tables: Petites, debut_le: date) -> Bareme:
    """Put a grid and its tables together; ages are judged on the setting's day, else the grid's, in the first year."""
    grille = _grille(contenu)
    jour = tables.reglages.get(DATE_AGE.cle) or ""
    reference = grille.date_reference(debut_le.year) or date(debut_le.year, 9, 1)
    if jour:
        mois, quantieme = (int(part) for part in str(jour).split("-"))
        reference = date(debut_le.year, mois, quantieme)
    debuts = tuple(jour_de_saison(texte, debut_le.year) for texte in tables.reglages.get(PERIODES_ENTREE.cle) or ())
    return Bareme(grille, libelle, numero, tables, reference, debuts)


def zone_de(tables: Petites, cp: str, ville: str) -> ZoneVue:
    """Table (b): the first row whose postcode and town (where written) are the household's."""
    cle = plier(ville)
    for regle in tables.zones:
        if (regle.t1 and regle.t1 != cp) or (regle.t2 and plier(regle.t2) != cle):
            continue
        if regle.t2:
            return ZoneVue(regle.t3, "ville", ville)
        return ZoneVue(regle.t3, "cp", cp) if regle.t1 else ZoneVue(regle.t3, "defaut")
    return ZoneVue(None, "aucune", f"{cp} {ville}".strip())


@dataclass(slots=True)
class _Articles:
    """Items of a pupil with the courses and the row that gave each."""

    codes: list[str] = field(default_factory=list)
    origines: list[str] = field(default_factory=list)
    sejours: list[Sejour] = field(default_factory=list)
    indetermines: list[str] = field(default_factory=list)


def _articles(tables: Petites, enfant: EnfantTarif) -> _Articles:
    """Table (a): each course by the first row that holds, counted once per course, cursus or pupil."""
    choisis = len(enfant.articles)
    trouves = _Articles(list(enfant.articles), ["choisi dans le simulateur"] * choisis, [ANNEE_ENTIERE] * choisis)
    groupes: dict[tuple[str, object], list[CoursTarif]] = {}
    rangs: dict[tuple[str, object], Any] = {}
    for indice, cours in enumerate(enfant.cours):
        regle = next((r for r in tables.articles if _vaut(r, cours, enfant.age)), None)
        if regle is None:
            trouves.indetermines.append(cours.libelle)
            continue
        par: dict[str, object] = {"cours": ("cours", indice), "cursus": ("cursus", cours.cursus_id), "eleve": "eleve"}
        cle = (regle.t2, par[regle.t3])
        groupes.setdefault(cle, []).append(cours)
        rangs.setdefault(cle, regle)
    for cle, payes in groupes.items():
        regle = rangs[cle]
        trouves.codes.append(regle.t2)
        ou = f"table des articles, ligne {regle.ordre}, {UNE_FOIS[regle.t3]}"
        trouves.origines.append(f"{', '.join(c.libelle for c in payes)} ({ou})")
        trouves.sejours.append(reunir(c.sejour for c in payes))
    return trouves


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


def _etiquettes(tables: Petites, enfant: EnfantTarif) -> tuple[EtiquetteVue, ...]:
    """Table (c): tags that follow from the facts, and those given with the pupil."""
    faits: dict[str, tuple[object, ...]] = {
        "reinscrit": (enfant.est_reinscrit,),
        "ha": tuple(c.ha for c in enfant.cours),
        "cycle": tuple(c.cycle for c in enfant.cours),
        "specialite": tuple(c.specialite for c in enfant.cours),
        "cursus": tuple(c.cursus_code for c in enfant.cours),
        "discipline": tuple(c.discipline_code for c in enfant.cours),
        "age": (enfant.age,),
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
    presents = [e for e in enfants if e.cours or e.articles]
    if not presents:
        return Chiffrage(())
    articles = [_articles(bareme_.tables, e) for e in presents]
    vues = [_etiquettes(bareme_.tables, e) for e in presents]
    foyer = FoyerTarif(
        zone=zone,
        quotient=None if quotient_centimes is None else Fraction(quotient_centimes, 100),
        etiquettes=tuple(etiquettes),
        eleves=tuple(
            EleveTarif(
                age=None if e.age is None else Fraction(e.age),
                etiquettes=tuple(v.code for v in vue),
                articles=tuple(a.codes),
            )
            for e, a, vue in zip(presents, articles, vues, strict=True)
        ),
    )
    resultat = _proratiser(bareme_, simuler(bareme_.grille, foyer), articles)
    refus = resultat.motifs if isinstance(resultat, Refuse) else ()
    lignes = resultat.lignes if isinstance(resultat, Facturation) else ()
    return Chiffrage(
        enfants=tuple(
            EnfantChiffre(
                e.eleve_id,
                e.prenom,
                _lignes([x for x in lignes if x.eleve == rang], a),
                vue,
                tuple(a.indetermines),
                tuple((m.article, m.raison) for m in refus if m.eleve == rang),
            )
            for rang, (e, a, vue) in enumerate(zip(presents, articles, vues, strict=True))
        ),
        lignes_foyer=tuple(_ligne(x, "frais du foyer") for x in lignes if x.eleve is None),
        remises=_remises(resultat),
        refus_foyer=tuple((m.article, m.raison) for m in refus if m.eleve is None),
    )


def _proratiser(bareme_: Bareme, resultat: Facturation | Refuse, articles: Sequence[_Articles]) -> Facturation | Refuse:
    """Late entries and departures, line by line: what is automatic for a pupil stays as long as he does."""
    if isinstance(resultat, Refuse) or not bareme_.debuts:
        return resultat
    premiers: dict[int, int] = {}
    for rang, ligne in enumerate(resultat.lignes):
        if ligne.eleve is not None:
            premiers.setdefault(ligne.eleve, rang)

    def sejour(ligne: LigneTarif, rang: int) -> Sejour:
        if ligne.eleve is None:
            return reunir(s for a in articles for s in a.sejours)
        sejours = articles[ligne.eleve].sejours
        place = rang - premiers[ligne.eleve]
        return sejours[place] if place < len(sejours) else reunir(sejours)

    try:
        return proratiser_facturation(bareme_.grille.proration, resultat, bareme_.debuts, sejour)
    except Invalide:
        return Refuse((MotifRefus(resultat.lignes[0].article, None, "periodes_a_revoir"),))


def _lignes(lignes: Sequence[LigneTarif], articles: _Articles) -> tuple[LignePrix, ...]:
    """The engine opens a pupil's choices in their order, then what is automatic."""
    origines = dict(enumerate(articles.origines))
    return tuple(_ligne(x, origines.get(rang, "automatique")) for rang, x in enumerate(lignes))


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
