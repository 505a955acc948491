"""Marks: read as a teacher types them, written back in French, averaged over criteria of different scales.

A mark is whole hundredths of a number scale, or a code of a scale of letters or mentions, or an absence and its reason.
An average is hundredths of the scale it is said on. A letter counts for the middle of its band (from the least mark
that earns it to the one that earns the next better letter); an absent or empty mark is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from imuse_desk.domain.argent import demi_sup
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.evaluations import GenreBareme
from imuse_desk.domain.textes import nettoyer, plier

MOTIF_MAX = 120
ABSENT = "Abs."

_NOMBRE = re.compile(r"(-?)([0-9]{1,6})?(?:[.,]([0-9]{0,6}))?(?: ?/ ?([0-9]{1,4})(?:[.,]([0-9]{1,2}))?)?")
_ABSENT = re.compile(r"(?:abs|absent|absente|absence)\b\.?[\s:,(\u2013\u2014-]*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Valeur:
    """A letter or a mention; ``a_partir``: the least share of the maximum that earns it, in hundredths (80: 4 of 5)."""

    code: str
    libelle: str = ""
    a_partir: int = 0


@dataclass(frozen=True, slots=True)
class Echelle:
    """A scale: ``maximum`` and ``pas`` in hundredths, its letters or mentions best first."""

    genre: GenreBareme
    maximum: int
    pas: int = 25
    valeurs: tuple[Valeur, ...] = ()

    @property
    def est_nombre(self) -> bool:
        """Whether its marks are numbers."""
        return self.genre is GenreBareme.NOMBRE


@dataclass(frozen=True, slots=True)
class Note:
    """One mark: exactly one of a number, a code, an absence (which alone has a reason)."""

    valeur: int | None = None
    code: str = ""
    est_absent: bool = False
    motif: str = ""


@dataclass(frozen=True, slots=True)
class NotePesee:
    """A mark, the scale it was given on and its weight in the average."""

    note: Note | None
    echelle: Echelle
    poids: int = 1


def lire_note(texte: str, echelle: Echelle, champ: str = "note") -> Note | None:
    """Read a typed mark, None if empty: ``4,5``, ``4.5``, ``4,50/5``, a letter or its words, ``abs maladie``.

    Raises Invalide on ``champ``: note_depasse, note_negative, note_hors_pas, note_autre_bareme, note_illisible,
    note_inconnue (no such letter), note_motif_long.
    """
    net = " ".join(nettoyer(texte).split())
    if not net:
        return None
    choisie = _valeur_dite(net, echelle)
    if choisie is not None:
        return Note(code=choisie.code)
    absent = _ABSENT.fullmatch(net)
    if absent:
        motif = absent[1]
        while motif.endswith(")") and motif.count(")") > motif.count("("):  # ``Abs. (maladie)``
            motif = motif[:-1].rstrip()
        if len(motif) > MOTIF_MAX:
            raise Invalide(champ, "note_motif_long", maximum=MOTIF_MAX)
        return Note(est_absent=True, motif=motif)
    if not echelle.est_nombre:
        codes = ", ".join(v.code for v in echelle.valeurs)
        raise Invalide(champ, "note_inconnue", texte=net[:40], codes=codes)
    return Note(valeur=_lire_nombre(net, echelle, champ))


def _valeur_dite(net: str, echelle: Echelle) -> Valeur | None:
    """The letter or mention named by its code or its words; capitals and accents matter only between two codes."""
    if echelle.est_nombre:
        return None
    exacts = [v for v in echelle.valeurs if v.code == net]
    cle = plier(net)
    voisins = [
        v for v in echelle.valeurs if net.casefold() == v.code.casefold() or (v.libelle and cle == plier(v.libelle))
    ]
    trouves = exacts or voisins
    return trouves[0] if len(trouves) == 1 else None


def _lire_nombre(net: str, echelle: Echelle, champ: str) -> int:
    lu = _NOMBRE.fullmatch(net.replace("\u2212", "-"))
    if lu is None or not (lu[2] or lu[3]):
        raise Invalide(champ, "note_illisible", texte=net[:40], maximum=ecrire_nombre(echelle.maximum))
    maximum = ecrire_nombre(echelle.maximum)
    if lu[4] is not None and int(lu[4]) * 100 + int((lu[5] or "").ljust(2, "0")) != echelle.maximum:
        raise Invalide(champ, "note_autre_bareme", texte=net[:40], maximum=maximum)
    decimales = (lu[3] or "").rstrip("0")
    valeur = Fraction(int((lu[2] or "0") + decimales), 10 ** len(decimales)) * 100
    if lu[1] and valeur:
        raise Invalide(champ, "note_negative", texte=net[:40], maximum=maximum)
    if valeur > echelle.maximum:
        dite = net.split("/", maxsplit=1)[0].strip()
        raise Invalide(champ, "note_depasse", texte=dite, maximum=maximum)
    dessous = int(valeur // echelle.pas) * echelle.pas
    if valeur != dessous and valeur != echelle.maximum:
        proches = [ecrire_nombre(n, echelle.pas) for n in (dessous, min(dessous + echelle.pas, echelle.maximum))]
        pas = ecrire_nombre(echelle.pas)
        raise Invalide(champ, "note_hors_pas", texte=net[:40], pas=pas, proches=" ou ".join(proches))
    return int(valeur)


def ecrire_nombre(centiemes: int, pas: int = 100) -> str:
    """Hundredths in French, with the decimals that the step calls for, and never fewer than the number holds."""
    entier, reste = divmod(centiemes, 100)
    if reste % 10 or pas % 10:
        return f"{entier},{reste:02d}"
    if reste or pas % 100:
        return f"{entier},{reste // 10}"
    return str(entier)


def ecrire_note(note: Note | None, echelle: Echelle) -> str:
    """What a cell shows: ``4,50``, ``TB``, ``Abs.``, nothing."""
    if note is None:
        return ""
    if note.est_absent:
        return ABSENT
    return note.code if note.valeur is None else ecrire_nombre(note.valeur, echelle.pas)


def ecrire_saisie(note: Note | None, echelle: Echelle) -> str:
    """What is edited, copied and exported: as ``ecrire_note``, with the reason of an absence; reads back the same."""
    ecrit = ecrire_note(note, echelle)
    return f"{ecrit} {note.motif}" if note is not None and note.motif else ecrit


def ecrire_moyenne(moyenne: int | None, echelle: Echelle) -> str:
    """``4,86`` on a number scale, the letter on another, ``—`` where there is none."""
    if moyenne is None:
        return "\u2014"
    if echelle.est_nombre:
        return ecrire_nombre(moyenne, 1)
    atteinte = valeur_atteinte(moyenne, echelle.maximum, echelle.valeurs)
    return atteinte.code if atteinte else "\u2014"


def ecrire_sur(moyenne: int, echelle: Echelle) -> str:
    """``4,86 / 5,00``; the letter alone on a scale of letters."""
    ecrite = ecrire_moyenne(moyenne, echelle)
    return f"{ecrite} / {ecrire_nombre(echelle.maximum, 1)}" if echelle.est_nombre else ecrite


def valeur_atteinte(moyenne: int | None, maximum: int, valeurs: Sequence[Valeur]) -> Valeur | None:
    """The letter and mention that an average earns among ``valeurs``; None where it earns none."""
    if moyenne is None:
        return None
    gagnees = [v for v in valeurs if moyenne * 100 >= v.a_partir * maximum]
    return max(gagnees, key=lambda v: v.a_partir, default=None)


def echelle_de_feuille(criteres: Iterable[tuple[Echelle, int]]) -> Echelle | None:
    """The scale on which a sheet says its averages: of its numbers the one of most weight, the first of equals.

    A sheet of letters alone is averaged on the first of them; None where nothing weighs.
    """
    poids: dict[Echelle, int] = {}
    for echelle, pese in criteres:
        if pese > 0:
            poids[echelle] = poids.get(echelle, 0) + pese
    nombres = {e: p for e, p in poids.items() if e.est_nombre}
    if nombres:
        return max(nombres, key=lambda e: nombres[e])
    return next(iter(poids), None)


def part(note: Note | None, echelle: Echelle) -> Fraction | None:
    """The share of the maximum that a mark is worth, from 0 to 1; None for an absence, no mark or an unknown code."""
    if note is None or note.est_absent:
        return None
    if note.valeur is not None:
        return Fraction(note.valeur, echelle.maximum)
    rangees = sorted(echelle.valeurs, key=lambda v: -v.a_partir)
    plafond = 100
    for valeur in rangees:
        if valeur.code == note.code:
            return Fraction(valeur.a_partir + plafond, 200)
        plafond = valeur.a_partir
    return None


def moyenne(notes: Iterable[NotePesee], sur: Echelle) -> int | None:
    """The weighted average in hundredths of ``sur``, rounded half-up; None without one mark that weighs."""
    total = Fraction(0)
    poids = 0
    for pesee in notes:
        vaut = part(pesee.note, pesee.echelle)
        if vaut is not None and pesee.poids > 0:
            total += vaut * pesee.poids
            poids += pesee.poids
    return demi_sup(total / poids * sur.maximum) if poids else None
