"""The code that a bank's application reads to fill in a transfer: EPC069-12, version 002, SEPA credit transfer.

What is not exact is refused, never repaired: a wrong key, an amount that is not whole cents, a name or a text too long.
"""

import re
import unicodedata
from dataclasses import dataclass

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.iban import lire_iban
from imuse_desk.printing.grille_page import MM, Motif, Page, hauteur_pt

COTE_MM = 27.0
NOM_MAXIMUM, TEXTE_MAXIMUM = 70, 140
MONTANT_MAXIMUM_CENTIMES = 99_999_999_999
MASQUE = 4  # trying the eight masks takes longer than the rest of the page

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_EQUIVALENTS = str.maketrans(
    {"’": "'", "‘": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "–": "-", "—": "-", "°": "o", "&": "+"}
)
_HORS_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_SUITE = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class CompteVirement:
    """The account that receives the transfers: its holder, its IBAN, its BIC where a bank asks for it."""

    titulaire: str
    iban: str
    bic: str = ""


def charge_epc(compte: CompteVirement, montant_centimes: int, libelle: str) -> str:
    """The text that the code holds.

    Raises Invalide: iban_invalide, bic_invalide, montant_non_exact, virement_hors_bornes, virement_sans_nom,
    texte_virement_trop_long.
    """
    if type(montant_centimes) is not int:
        raise Invalide("montant", "montant_non_exact", montant=repr(montant_centimes))
    if not 1 <= montant_centimes <= MONTANT_MAXIMUM_CENTIMES:
        raise Invalide("montant", "virement_hors_bornes", montant_centimes=montant_centimes)
    bic = "".join(compte.bic.split()).upper()
    if bic and not _BIC.fullmatch(bic):
        raise Invalide("bic", "bic_invalide", texte=compte.bic)
    nom = _sepa(compte.titulaire, "titulaire", NOM_MAXIMUM)
    if not any(map(str.isalnum, nom)):
        raise Invalide("titulaire", "virement_sans_nom")
    texte = _sepa(libelle, "libelle", TEXTE_MAXIMUM)
    montant = f"EUR{montant_centimes // 100}.{montant_centimes % 100:02}"
    return "\n".join(("BCD", "002", "1", "SCT", bic, nom, lire_iban(compte.iban), montant, "", "", texte))


def poser_qr(page: Page, x_mm: float, haut: float, charge: str) -> None:
    """Draw the code with its upper edge at the line ``haut``; four millimetres around it stay white."""
    import segno  # an enrolment's papers have no code

    matrice = segno.make(charge, error="m", boost_error=False, mask=MASQUE, encoding="utf-8", micro=False).matrix
    cote = len(matrice)
    chemin = [
        f"{suite.start()} {cote - 1 - rang} {suite.end() - suite.start()} 1 re"
        for rang, rangee in enumerate(matrice)
        for suite in _SUITE.finditer(rangee)
    ]
    page.motifs.append(Motif(x_mm * MM, hauteur_pt(haut) - COTE_MM * MM, COTE_MM * MM / cote, " ".join(chemin)))


def _sepa(texte: str, champ: str, maximum: int) -> str:
    """The text in the letters that every bank takes; it is never cut."""
    simple = unicodedata.normalize("NFKD", texte.translate(_EQUIVALENTS))
    sans_accents = "".join(signe for signe in simple if not unicodedata.combining(signe))
    net = " ".join(_HORS_SEPA.sub(" ", sans_accents).split())
    if len(net) > maximum:
        raise Invalide(champ, "texte_virement_trop_long", n=len(net), maximum=maximum)
    return net
