"""What the comparison of a document with a household finds, rule by rule; whoever verifies decides.

Source: rules published for rental files by the State's service, and notices of conservatoires. Each rule ends in one of
three states, never merged, with the value seen and where it stands on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imuse_desk.domain.confiance import VerdictSceau
from imuse_desk.domain.sceau import Sceau
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.lecture import Lu, Nature
from imuse_desk.domain.verification.noms import Accord, Identite
from imuse_desk.domain.verification.page import Boite, Page


class EtatRegle(StrEnum):
    """The three states of a rule."""

    CONFORME = "conforme"
    NON_CONFORME = "non_conforme"
    A_VERIFIER = "a_verifier"


class Source(StrEnum):
    """Where a value comes from."""

    SCELLE = "scelle"
    TEXTE = "texte"
    OCR = "ocr"
    SAISI = "saisi"


class Regle(StrEnum):
    """The rules, by what they look at."""

    LECTURE = "lecture"  # the file could be opened and read
    SCEAU = "sceau"
    NATURE = "nature"
    DATE = "date"
    NOM = "nom"
    ADRESSE = "adresse"
    CONCORDANCE = "concordance"  # sealed = printed
    PAGES = "pages"
    ANNEE = "annee"
    REVENU = "revenu"
    PARTS = "parts"
    EMETTEUR = "emetteur"
    MOIS = "mois"
    QUOTIENT = "quotient"
    HEBERGEANT = "hebergeant"  # the host, the same on the three papers
    ENSEMBLE = "ensemble"  # the papers that go together
    PARENT = "parent"  # the notice of the parent whom the row asks for
    AUTRE_FOYER = "autre_foyer"  # the same paper in another household
    MEME_FICHIER = "meme_fichier"  # the same paper twice in the household


NATURES_SCELLEES = {
    "00": Nature.FACTURE, "01": Nature.FACTURE, "09": Nature.FACTURE, "02": Nature.TAXE_HABITATION,
    "04": Nature.AVIS, "28": Nature.AVIS, "18": Nature.DECLARATIVE, "24": Nature.DECLARATIVE,
}  # fmt: skip
"""The kinds of documents whose seal a rule reads, by the type of the code."""
AUTRE_DOCUMENT = "autre_document"
"""Detail of a seal that holds, and that is another kind of paper's."""
IMPRIME_AUTRE = "imprime_autre"
"""Detail of a name printed, told where it stands, that is not the sealed one, told as expected."""
ETATS_NOM = {
    Accord.MEME: (EtatRegle.CONFORME, ""),
    Accord.PROCHE: (EtatRegle.A_VERIFIER, "proche"),
    Accord.AUTRE: (EtatRegle.NON_CONFORME, "autre_personne"),
}
"""What a name, read or typed, makes of its rule, the best first: its state and detail."""
CHIFFREES = frozenset({Regle.REVENU, Regle.CONCORDANCE, Regle.PARTS, Regle.QUOTIENT})
"""Rules whose values tell what a household earns."""


@dataclass(frozen=True, slots=True)
class Lieu:
    """Where a value stands, and by which source; one typed by the agent stands nowhere."""

    source: Source
    page: int | None = None
    boite: Boite | None = None


@dataclass(frozen=True, slots=True)
class Constat:
    """A rule looked at: its state, what was seen, what was expected, where.

    ``detail`` is a code of the reason; ``centimes`` the amount seen, ready for the tariff once somebody confirms it.
    """

    regle: Regle
    etat: EtatRegle
    valeur: str = ""
    attendu: str = ""
    detail: str = ""
    lieu: Lieu | None = None
    centimes: int | None = None


def lieu_lu(pages: Sequence[Page]) -> Lieu | None:
    """Where a page is read as a whole, without a place of its own; None where there is no word."""
    return next((Lieu(Source(page.source)) for page in pages if page.lignes), None)


def lieu_de(lu: Lu) -> Lieu:
    """Where a value was read."""
    return Lieu(Source(lu.source), lu.page, lu.boite)


@dataclass(frozen=True, slots=True)
class Document:
    """A document read: its pages, and its seal where it has one; ``pages_comptees`` counts those that were not read."""

    pages: tuple[Page, ...]
    pages_comptees: int
    verdict: VerdictSceau
    sceau: Sceau | None = None
    page_du_sceau: int | None = None
    boite_du_sceau: Boite | None = None

    @property
    def scelle(self) -> Sceau | None:
        """The seal, where it is valid and of a kind that is judged: its values are the issuer's.

        That of a bank's or an employer's paper, stuck on another one, says nothing of it.
        """
        est_sien = self.sceau is not None and self.sceau.genre in NATURES_SCELLEES
        return self.sceau if self.verdict.etat.est_valide and est_sien else None

    @property
    def lieu_du_sceau(self) -> Lieu:
        """Where the sealed values stand."""
        return Lieu(Source.SCELLE, self.page_du_sceau, self.boite_du_sceau)


@dataclass(frozen=True, slots=True)
class Attente:
    """What the file says of the household, and what the table of pieces asks; the first ``adultes`` are its adults.

    ``est_identite``: the date of the paper is that of its expiry. ``hotes``: the host's name on the papers that go with
    this one.
    """

    depot: date
    identites: tuple[Identite, ...]
    adresses: tuple[AdresseLue, ...] = ()
    natures: tuple[str, ...] = ()
    mois_validite: int = 3
    annee_revenus: int | None = None
    pages: int | None = None
    adultes: int = 0
    hotes: tuple[str, ...] = ()
    est_identite: bool = False


def pire(constats: Sequence[Constat]) -> EtatRegle:
    """The state of a whole document: one refused rule, else one to look at."""
    etats = {constat.etat for constat in constats}
    for etat in (EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER):
        if etat in etats:
            return etat
    return EtatRegle.CONFORME
