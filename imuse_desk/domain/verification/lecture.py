"""What the documents that families bring say: kind, dates, amounts, names, addresses, each with where it was read.

Source: measures on avis d'imposition, energy invoices and CAF statements; a value is a proposal until somebody confirms
it, and nothing here is guessed: what is not found is absent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imuse_desk.domain.argent import MONTANT_MAX_CENTIMES
from imuse_desk.domain.dates import lire_date
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.textes import mots_plies, plier
from imuse_desk.domain.verification.adresses import VOIES
from imuse_desk.domain.verification.page import Boite, Mot, Page, Segment, apres, chercher

MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_DATE = re.compile(r"\b(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})\b")
_NAISSANCE = re.compile(r"\b(?:nee?(?: ?\(?e\)?)?(?: a [a-z ]+)?(?: le)?|naissance)\W*$")
_DEVANT_UNE_DATE = 100
"""Characters before a date, those of the column beside it too, where its label may stand."""
_DATE_EN_LETTRES = re.compile(r"\b(\d{1,2})(?:er)?\s+(" + "|".join(MOIS) + r")\s+(\d{4})\b")
_MOIS_ANNEE = re.compile(r"\b(" + "|".join(MOIS) + r")\s+(\d{4})\b")
_MARQUE = re.compile(r"^\s*(?:page\s*)?(\d{1,2})\s*/\s*(\d{1,2})\s*$", re.IGNORECASE)
_MONTANT = re.compile(r"^-?\d{1,3}(?:[\s.\u00a0\u202f]?\d{3})*(?:[.,]\d{1,2})?$")
_GROUPE_MAL_LU = re.compile(r"\d+[A-Za-z]|[OIlSZB]\d")
"""What a picture gives for a group of three digits with a letter among them: ``5l2``."""
_CP_VILLE = re.compile(r"^(\d{5})\s+(\D{2,})$")


class Nature(StrEnum):
    """The kinds of documents that are told apart."""

    AVIS = "avis"
    NON_IMPOSITION = "non_imposition"
    DECLARATIVE = "declarative"
    CAF_PAIEMENT = "caf_paiement"
    CAF_QUOTIENT = "caf_quotient"
    TAXE_HABITATION = "taxe_habitation"
    ECHEANCIER = "echeancier"
    FACTURE = "facture"
    QUITTANCE = "quittance"
    HEBERGEMENT = "hebergement"
    IDENTITE = "identite"
    INCONNUE = "inconnue"


@dataclass(frozen=True, slots=True)
class Lu:
    """A value as read, and where: page from 1, box, and whether the text layer or a picture gave it."""

    texte: str
    page: int
    boite: Boite
    source: str


_TITRES: tuple[tuple[Nature, tuple[str, ...]], ...] = (
    (
        Nature.HEBERGEMENT,
        ("attestation d hebergement", "atteste heberger", "certifie heberger", "heberge a mon domicile"),
    ),
    (
        Nature.IDENTITE,
        (
            "carte nationale d identite",
            "carte d identite",
            "identity card",
            "passeport",
            "titre de sejour",
            "carte de resident",
        ),
    ),
    (Nature.TAXE_HABITATION, ("taxe d habitation",)),
    (Nature.DECLARATIVE, ("avis de situation declarative",)),
    (Nature.NON_IMPOSITION, ("avis de non imposition", "avis de non imposabilite")),
    (Nature.AVIS, ("avis d impot", "avis d imposition")),
    (Nature.CAF_PAIEMENT, ("attestation de paiement", "attestation de paiements")),
    (Nature.CAF_QUOTIENT, ("attestation de quotient familial", "quotient familial")),
    (Nature.ECHEANCIER, ("echeancier", "mensualisation", "plan de mensualites", "calendrier de paiement")),
    (Nature.QUITTANCE, ("quittance de loyer", "quittance", "avis d echeance")),
    (Nature.FACTURE, ("facture", "votre consommation")),
)
_VOIE_DE_LA_MAIRIE = re.compile(
    rf" (?:{'|'.join({*VOIES, *VOIES.values()})}) (?:(?:de )?(?:la |l ))?(?:ancienne )?(?:mairie|commune|ville)(?= )"
)
"""Where somebody lives (``place de la Mairie``, ``rue de la Commune de Paris``): no town issued the paper for that."""
_PAS_DE_CAF = ("ville de", "mairie", "commune de", "ccas", "centre communal")


def nature(pages: Sequence[Page]) -> Nature:
    """The kind of a document by the words of its first page."""
    if not pages:
        return Nature.INCONNUE
    texte = f" {' '.join(' '.join(mots_plies(ligne.texte)) for ligne in pages[0].lignes)} "
    for genre, mots in _TITRES:
        if any(f" {mot} " in texte or f" {mot}s " in texte for mot in mots):
            return genre
    return Nature.INCONNUE


def vient_de_la_caf(pages: Sequence[Page]) -> bool:
    """The issuer is the CAF or the MSA: a town's own attestation of quotient is refused."""
    texte = f" {' '.join(' '.join(mots_plies(ligne.texte)) for page in pages[:1] for ligne in page.lignes)} "
    est_caf = any(f" {mot} " in texte for mot in ("caf", "allocations familiales", "msa", "mutualite sociale agricole"))
    texte = _VOIE_DE_LA_MAIRIE.sub(" ", texte)
    return est_caf and not any(f" {mot} " in texte for mot in _PAS_DE_CAF)


def _lu(page: Page, segment: Segment, texte: str | None = None) -> Lu:
    return Lu(segment.texte if texte is None else texte, page.numero, segment.boite, page.source)


def montants(pages: Sequence[Page], libelle: str) -> Iterator[tuple[int, Lu]]:
    """Whole euros times a hundred beside each place of a label: ``34 512 €`` is 3451200, ``2,50`` is 250."""
    for page in pages:
        for suite in apres(page, libelle):
            trouve = _montant(suite)
            if trouve is not None:
                centimes, mots = trouve
                yield centimes, _lu(page, Segment(mots))


def _montant(suite: Segment) -> tuple[int, tuple[Mot, ...]] | None:
    """The first number of a segment, its groups of three joined."""
    for debut, mot in enumerate(suite.mots):
        if not mot.texte[:1].isdigit():
            continue
        fin = debut + 1
        while (
            fin < len(suite.mots)
            and re.fullmatch(r"\d{3}(?:[.,]\d{1,2})?€?", suite.mots[fin].texte)
            and (re.fullmatch(r"\d{1,3}", suite.mots[fin - 1].texte))
        ):
            fin += 1
        if fin < len(suite.mots) and _GROUPE_MAL_LU.match(suite.mots[fin].texte):
            return None
        brut = "".join(m.texte for m in suite.mots[debut:fin]).rstrip("€").strip()
        if not _MONTANT.match(brut):
            return None
        entier, _, decimales = re.sub(r"[\s\u00a0\u202f]", "", brut).replace(",", ".").partition(".")
        if len(decimales) == 3:  # 1.234 is a thousand
            entier, decimales = entier + decimales, ""
        if len(entier) > 9:  # digits that run together, or nonsense: more than any amount that can be kept
            return None
        centimes = int(entier) * 100 + int((decimales + "00")[:2])
        return (centimes, suite.mots[debut:fin]) if centimes <= MONTANT_MAX_CENTIMES else None
    return None


def marques(pages: Sequence[Page]) -> Iterator[tuple[int, int, Lu]]:
    """The marks ``n/4`` of the pages: rank, total, and where."""
    for page in pages:
        for segment in page.segments:
            for mot in segment.mots:
                trouve = _MARQUE.match(mot.texte)
                if trouve is not None and 1 <= int(trouve[1]) <= int(trouve[2]) <= 20:
                    yield int(trouve[1]), int(trouve[2]), Lu(mot.texte, page.numero, mot.boite, page.source)
                    break


def dates(page: Page) -> Iterator[tuple[date, Lu]]:
    """Every date of a page, in figures or in letters; a day of birth dates nothing."""
    for ligne in page.lignes:
        devant = ""
        for segment in ligne.segments:
            plie = plier(segment.texte)
            for trouve in (*_DATE.finditer(segment.texte), *_DATE_EN_LETTRES.finditer(plie)):
                if _NAISSANCE.search(plier(f"{devant} {trouve.string[: trouve.start()]}"[-_DEVANT_UNE_DATE:])):
                    continue
                mois = trouve[2] if trouve[2].isdigit() else str(MOIS.index(trouve[2]) + 1)
                jour = _date(trouve[1], mois, trouve[3])
                if jour is not None:
                    yield jour, _lu(page, segment, trouve[0])
            devant = segment.texte


def _date(jour: str, mois: str, annee: str) -> date | None:
    try:
        return date(int(annee), int(mois), int(jour))
    except ValueError:
        return None


def date_du_document(pages: Sequence[Page], libelles: Sequence[str]) -> tuple[date, Lu] | None:
    """The date beside the first of these labels that bears one, else the first date of the first page."""
    return date_apres(pages, libelles) or (next(dates(pages[0]), None) if pages else None)


def date_apres(pages: Sequence[Page], libelles: Sequence[str]) -> tuple[date, Lu] | None:
    """The date beside the first of these labels that bears one."""
    for page in pages:
        for libelle in libelles:
            for ligne, _, _ in chercher(page, libelle):
                trouvees = list(dates(Page(page.numero, (ligne,), page.source)))
                if trouvees:
                    return trouvees[0]
    return None


def mois_et_annee(pages: Sequence[Page], libelle: str) -> tuple[int, int, Lu] | None:
    """A month beside a label: ``Mois de mars 2026`` gives (2026, 3)."""
    for page in pages:
        for ligne, rang, _ in chercher(page, libelle):
            trouve = _MOIS_ANNEE.search(plier(ligne.texte))
            if trouve is not None:
                return int(trouve[2]), MOIS.index(trouve[1]) + 1, _lu(page, ligne.segments[rang], trouve[0])
    return None


@dataclass(frozen=True, slots=True)
class Destinataire:
    """The block of an address: the name above, the street, the postcode and the town."""

    nom: Lu
    voie: Lu
    cp: str
    ville: str


def destinataires(pages: Sequence[Page]) -> Iterator[Destinataire]:
    """Blocks of lines that begin at one edge and end with a postcode and a town."""
    for page in pages[:1]:
        segments = page.segments
        for segment in segments:
            trouve = _CP_VILLE.match(segment.texte)
            if trouve is None:
                continue
            dessus = _au_dessus(segments, segment)
            if len(dessus) >= 2:
                yield Destinataire(_lu(page, dessus[-1]), _lu(page, dessus[0]), trouve[1], trouve[2].strip())


def _au_dessus(segments: Sequence[Segment], base: Segment) -> list[Segment]:
    """Up to four segments that stand right above, at the same left edge, the nearest first."""
    gauche, haut, _, bas = base.place
    hauteur = max(bas - haut, 4.0)
    pile: list[Segment] = []
    limite = haut
    for segment in sorted(segments, key=lambda s: -s.place[1]):
        if segment.place[1] >= limite or abs(segment.place[0] - gauche) > hauteur:
            continue
        if limite - segment.place[3] > 2.2 * hauteur or len(pile) == 4:
            break
        pile.append(segment)
        limite = segment.place[1]
    return pile


def numero_apres(pages: Sequence[Page], libelle: str) -> str:
    """The number that follows a label, without blanks or dots: ``25 92 1A12345 67`` gives 25921A1234567."""
    for page in pages:
        for suite in apres(page, libelle):
            numero = "".join(re.findall(r"[0-9A-Z]+", suite.texte.upper()))
            if sum(c.isdigit() for c in numero) >= 5:
                return numero
    return ""


def jour_ecrit(texte: str, aujourdhui: date) -> date | None:
    """A sealed date (``31072025``) or one typed by the agent; None for what is none."""
    try:
        return lire_date(texte, aujourdhui, annees_a_venir=1)
    except Invalide:
        return None
