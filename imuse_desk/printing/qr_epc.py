"""The code that a bank's application reads to fill in a transfer: EPC069-12, version 002, SEPA credit transfer.

What is not exact is refused, never repaired: a wrong key, an amount that is not whole cents, a name or a text too long.
"""

import math
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.infra.iban import lire_iban
from imuse_desk.printing.grille_page import MM, Motif, Page, hauteur_pt

COTE_MM = 27.0
NOM_MAXIMUM, TEXTE_MAXIMUM = 70, 140
MONTANT_MAXIMUM_CENTIMES = 99_999_999_999
MASQUE = 4  # one for all: trying the eight takes longer than the rest of the page

_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_EQUIVALENTS = str.maketrans(
    {"’": "'", "‘": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "–": "-", "—": "-", "°": "o", "&": "+"}
)
_HORS_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


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
    matrice = _code(charge)
    cote = math.isqrt(len(matrice))
    chemin = []
    for rang in range(cote):
        x = 0
        for suite in matrice[rang * cote : (rang + 1) * cote].split("0"):
            if suite:
                chemin.append(_suite(x, cote - 1 - rang, len(suite)))
            x += len(suite) + 1
    page.motifs.append(Motif(x_mm * MM, hauteur_pt(haut) - COTE_MM * MM, COTE_MM * MM / cote, " ".join(chemin)))


@cache
def _suite(x: int, y: int, nombre: int) -> str:
    """So many black modules side by side; the same few thousand make every code."""
    return f"{x} {y} {nombre} 1 re"


@dataclass(slots=True)
class _Repere:
    """A code already made, and what each bit of its text turns over in it.

    Under one mask and at one length, each module is a sum of bits of the text (parity, order and mask are sums too): a
    text that differs by a few bits is had from the first one, a hundred times faster than made afresh.
    """

    charge: bytes
    code: int
    longueur: int
    ecarts: dict[int, int] = field(default_factory=dict)


_reperes: dict[int, _Repere] = {}


def _code(charge: str) -> str:
    """The modules row by row, 1 for black."""
    octets = charge.encode("ascii")
    repere = _reperes.get(len(octets))
    if repere is None:
        modules = _fabriquer(octets)
        repere = _reperes[len(octets)] = _Repere(octets, int(modules, 2), len(modules))
    code = repere.code
    difference = int.from_bytes(octets) ^ int.from_bytes(repere.charge)
    while difference:
        bit = difference & -difference
        difference ^= bit
        ecart = repere.ecarts.get(bit)
        if ecart is None:
            voisin = (int.from_bytes(repere.charge) ^ bit).to_bytes(len(octets))
            ecart = repere.ecarts[bit] = int(_fabriquer(voisin), 2) ^ repere.code
        code ^= ecart
    return format(code, f"0{repere.longueur}b")


def _fabriquer(octets: bytes) -> str:
    import segno  # an enrolment's papers have no code

    code = segno.make(octets, error="m", boost_error=False, mask=MASQUE, mode="byte", micro=False)
    return "".join("1" if module else "0" for rangee in code.matrix for module in rangee)


def _sepa(texte: str, champ: str, maximum: int) -> str:
    """The text in the letters that every bank takes; it is never cut."""
    simple = unicodedata.normalize("NFKD", texte.translate(_EQUIVALENTS))
    sans_accents = "".join(signe for signe in simple if not unicodedata.combining(signe))
    net = " ".join(_HORS_SEPA.sub(" ", sans_accents).split())
    if len(net) > maximum:
        raise Invalide(champ, "texte_virement_trop_long", n=len(net), maximum=maximum)
    return net
