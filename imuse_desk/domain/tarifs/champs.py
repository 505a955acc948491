"""How a dataclass field is written in a file of prices: its key, its reader and its writer.

One declaration serves loading, exporting and equality, so that a key can't be read in one way and written in another.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Generic, TypeVar, get_type_hints

from imuse_desk.domain.tarifs.erreurs import Journal, Lieu

T = TypeVar("T")

ZERO: Final = Fraction(0)
UN: Final = Fraction(1)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?")
_QUOTIENT: Final = re.compile(r"[+-]?[0-9]{1,18}/[0-9]{1,18}")
_RESSEMBLANCE: Final = 0.8


class ValeurRefusee(Exception):
    """A value that its key does not accept."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Codec(Generic[T]):
    """Reads a parsed value and writes it back."""

    lire: Callable[[object], T]
    ecrire: Callable[[T], object]


def montrer(brut: object) -> str:
    """A value as the person wrote it, for a message."""
    if brut is None:
        return "vide"
    if isinstance(brut, Mapping):
        return "un bloc de clés"
    return "une liste" if isinstance(brut, list | tuple) else str(brut)[:40]


def lire_nombre(brut: object) -> Fraction:
    """Read an exact number: an integer, a decimal, the text of either, or ``"2/3"``; raises ValeurRefusee."""
    if brut is None:
        raise ValeurRefusee("grille_trou")
    if isinstance(brut, Fraction):
        return brut
    if isinstance(brut, bool) or not isinstance(brut, int | float | Decimal | str):
        raise ValeurRefusee("grille_valeur", montrer(brut))
    texte = str(brut).strip()
    if _DECIMAL.fullmatch(texte):
        return Fraction(Decimal(texte))
    if _QUOTIENT.fullmatch(texte) and int(texte.split("/")[1]):
        return Fraction(texte)
    raise ValeurRefusee("grille_valeur", texte[:40])


def ecrire_nombre(nombre: Fraction) -> int | Decimal | str:
    """Write a number as it would be typed: an integer, an exact decimal, else a quoted fraction."""
    if nombre.denominator == 1:
        return nombre.numerator
    exposant = next((k for k in range(1, 61) if 10**k % nombre.denominator == 0), None)
    if exposant is None:
        return str(nombre)
    entier = nombre.numerator * 10**exposant // nombre.denominator
    return Decimal((int(entier < 0), tuple(int(c) for c in str(abs(entier))), -exposant))


def lire_entier(brut: object, minimum: int = 1) -> int:
    """Read a whole number of at least ``minimum``; raises ValeurRefusee."""
    nombre = lire_nombre(brut)
    if nombre.denominator != 1 or nombre < minimum:
        raise ValeurRefusee("grille_valeur", montrer(brut))
    return nombre.numerator


def lire_texte(brut: object) -> str:
    """Read a non-empty text or code; numbers are kept as their text; raises ValeurRefusee."""
    if isinstance(brut, bool) or not isinstance(brut, str | int | Decimal | float | date) or not str(brut).strip():
        raise ValeurRefusee("grille_valeur", montrer(brut))
    return str(brut).strip()


def lire_codes(brut: object) -> tuple[str, ...]:
    """Read one code or a list of codes, in the order written; raises ValeurRefusee."""
    if isinstance(brut, list | tuple):
        return tuple(lire_texte(element) for element in brut)
    return (lire_texte(brut),)


def _lire_booleen(brut: object) -> bool:
    if not isinstance(brut, bool):
        raise ValeurRefusee("grille_valeur", montrer(brut))
    return brut


def _lire_mois(brut: object) -> tuple[int, ...]:
    elements = brut if isinstance(brut, list | tuple) else [brut]
    mois = tuple(lire_entier(element) for element in elements)
    if any(m > 12 for m in mois):
        raise ValeurRefusee("grille_valeur", montrer(brut))
    return mois


def lire_jour(brut: object) -> str:
    """Read a day of the year written MM-DD; raises ValeurRefusee."""
    texte = lire_texte(brut)
    try:
        date.fromisoformat(f"2000-{texte}")
    except ValueError as erreur:
        raise ValeurRefusee("grille_valeur", texte[:40]) from erreur
    return texte


def _lire_jours(brut: object) -> tuple[str, ...]:
    return tuple(lire_jour(element) for element in (brut if isinstance(brut, list | tuple) else [brut]))


def _lire_liste_nombres(brut: object) -> tuple[Fraction, ...]:
    if not isinstance(brut, list | tuple) or not brut:
        raise ValeurRefusee("grille_trou")
    return tuple(lire_nombre(element) for element in brut)


def _lire_table(brut: object) -> tuple[tuple[int, Fraction], ...]:
    if not isinstance(brut, Mapping) or not brut:
        raise ValeurRefusee("grille_trou")
    table = {lire_entier(cle): lire_nombre(valeur) for cle, valeur in brut.items()}
    if len(table) != len(brut):
        raise ValeurRefusee("grille_cle_double")
    return tuple(sorted(table.items()))


Bandes = tuple[tuple[Fraction | None, Fraction], ...]


def _lire_bandes(brut: object) -> Bandes:
    if not isinstance(brut, list | tuple) or not brut:
        raise ValeurRefusee("grille_trou")
    bandes: list[tuple[Fraction | None, Fraction]] = []
    for bande in brut:
        if not isinstance(bande, list | tuple) or len(bande) != 2:
            raise ValeurRefusee("grille_valeur", montrer(bande))
        bandes.append((None if bande[0] is None else lire_nombre(bande[0]), lire_nombre(bande[1])))
    limites = [limite for limite, _ in bandes[:-1]]
    if bandes[-1][0] is not None:
        raise ValeurRefusee("grille_bandes_ouvertes")
    bornes = [limite for limite in limites if limite is not None]
    if len(bornes) != len(limites) or any(b <= a for a, b in pairwise(bornes)):
        raise ValeurRefusee("grille_bandes_desordre")
    return tuple(bandes)


def _ecrire_bandes(bandes: Bandes) -> object:
    return [[None if limite is None else ecrire_nombre(limite), ecrire_nombre(valeur)] for limite, valeur in bandes]


def geler_note(brut: object) -> Any:
    """Keep what is never computed as plain JSON values: decimals and dates as their text, keys as texts."""
    if brut is None or isinstance(brut, bool | int | str):
        return brut
    if isinstance(brut, Mapping):
        return {str(cle): geler_note(valeur) for cle, valeur in brut.items()}
    if isinstance(brut, list | tuple):
        return [geler_note(element) for element in brut]
    return str(brut)


NOMBRE: Final = Codec(lire_nombre, ecrire_nombre)
ENTIER: Final = Codec[int](lire_entier, int)
NATUREL: Final = Codec[int](lambda brut: lire_entier(brut, 0), int)
TEXTE: Final = Codec[str](lire_texte, str)
CODES: Final = Codec[tuple[str, ...]](lire_codes, list)
BOOLEEN: Final = Codec[bool](_lire_booleen, bool)
MOIS: Final = Codec[tuple[int, ...]](_lire_mois, list)
JOUR: Final = Codec[str](lire_jour, str)
JOURS: Final = Codec[tuple[str, ...]](_lire_jours, list)
NOMBRES: Final = Codec[tuple[Fraction, ...]](_lire_liste_nombres, lambda n: [ecrire_nombre(x) for x in n])
TABLE: Final = Codec[tuple[tuple[int, Fraction], ...]](_lire_table, lambda t: {k: ecrire_nombre(v) for k, v in t})
BANDES: Final = Codec[Bandes](_lire_bandes, _ecrire_bandes)
NOTE: Final = Codec[Any](geler_note, geler_note)


def choix(*permis: str) -> Codec[str]:
    """Accept one word of a closed list."""

    def lire(brut: object) -> str:
        texte = lire_texte(brut)
        if texte not in permis:
            raise ValeurRefusee("grille_choix", texte[:40])
        return texte

    return Codec(lire, str)


def plusieurs(*permis: str) -> Codec[tuple[str, ...]]:
    """Accept one or several words of a closed list."""
    un = choix(*permis)
    return Codec(lambda brut: tuple(un.lire(element) for element in lire_codes(brut)), list)


@dataclass(frozen=True)
class Cle:
    """The key of a dataclass field in the file, with its codec; a field without a default is required."""

    nom: str
    codec: Codec[Any]


@dataclass(frozen=True)
class _Declare:
    """One declared field of a class."""

    attribut: str
    codec: Codec[Any]
    defaut: Any

    @property
    def est_requis(self) -> bool:
        return self.defaut is MISSING


_CONNUES: dict[Any, dict[str, _Declare]] = {}


def _declares(classe: Any) -> dict[str, _Declare]:
    """List the declared fields of a dataclass by key, worked out once for each class."""
    if classe in _CONNUES:
        return _CONNUES[classe]
    annotes = get_type_hints(classe, include_extras=True)
    cles = ((f, getattr(annotes[f.name], "__metadata__", (None,))[0]) for f in fields(classe))
    _CONNUES[classe] = {cle.nom: _Declare(f.name, cle.codec, f.default) for f, cle in cles if isinstance(cle, Cle)}
    return _CONNUES[classe]


def _noter(cle: str, permises: Iterable[str], notes: dict[str, Any], brut: object) -> bool:
    """Keep a key as a note unless it looks like a slip for a known one."""
    if get_close_matches(cle, list(permises), n=1, cutoff=_RESSEMBLANCE):
        return False
    notes[cle] = geler_note(brut)
    return True


def lire_objet(
    classe: type[T],
    brut: object,
    lieu: Lieu,
    journal: Journal,
    *,
    deja_lus: Mapping[str, Any] | None = None,
    notes: bool = False,
    nul_absent: bool = True,
) -> T | None:
    """Build ``classe`` from a mapping, noting every fault in ``journal``; None when one was found.

    ``deja_lus`` holds the fields (by key) that the caller read itself. With ``notes`` the keys that resemble no known
    one are kept; otherwise any unknown key is a fault.
    """
    if not isinstance(brut, Mapping):
        journal.signaler(lieu, "grille_valeur", montrer(brut))
        return None
    avant = len(journal.problemes)
    attendus, lus = _declares(classe), dict(deja_lus or {})
    gardees: dict[str, Any] = {}
    valeurs: dict[str, Any] = {}
    for cle, valeur in ((str(c), v) for c, v in brut.items()):
        declare = attendus.get(cle)
        if cle in lus or (declare is None and notes and _noter(cle, {*attendus, *lus}, gardees, valeur)):
            continue
        if declare is None:
            journal.signaler(lieu.sous(cle), "grille_cle_inconnue")
        elif not (valeur is None and nul_absent and not declare.est_requis):
            _lire_champ(declare, valeur, valeurs, lieu.sous(cle), journal)
    for cle, declare in attendus.items():
        if declare.est_requis and cle not in brut:
            journal.signaler(lieu.sous(cle), "grille_manque")
    if len(journal.problemes) > avant:
        return None
    if gardees:
        valeurs["notes"] = gardees
    return classe(**valeurs, **{nom: valeur for nom, valeur in lus.values() if nom})


def _lire_champ(declare: _Declare, valeur: object, valeurs: dict[str, Any], lieu: Lieu, journal: Journal) -> None:
    try:
        valeurs[declare.attribut] = declare.codec.lire(valeur)
    except ValeurRefusee as refus:
        journal.signaler(lieu, refus.code, refus.detail)


def ecrire_objet(objet: Any) -> dict[str, Any]:
    """Write the declared fields that differ from their default, then the notes."""
    sortie: dict[str, Any] = {}
    for cle, declare in _declares(type(objet)).items():
        valeur = getattr(objet, declare.attribut)
        if declare.est_requis or valeur != declare.defaut:
            sortie[cle] = declare.codec.ecrire(valeur)
    sortie.update(getattr(objet, "notes", {}))
    return sortie
