"""Text that people type: the folded key used to search and sort, the cleaning of what is stored or shown."""

import re
import unicodedata

LONGUEUR_CLE = 200

_LETTRES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
     "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)  # fmt: skip
_SEPARATEURS = re.compile(r"[^0-9a-z@.+_]+")
_INVISIBLES = {"Cc", "Cf", "Cs", "Co"}


class _SansMarques(dict[int, str | None]):
    """For ``str.translate``, each character judged once: an accent taken off its letter is dropped."""

    def __missing__(self, code: int) -> str | None:
        self[code] = None if unicodedata.combining(chr(code)) else chr(code)
        return self[code]


_SANS_MARQUES = _SansMarques()


class _Montrables(dict[int, str | None]):
    """For ``str.translate``, each character judged once: None drops it, a blank becomes a space."""

    def __missing__(self, code: int) -> str | None:
        cache = unicodedata.category(chr(code)) in _INVISIBLES
        self[code] = None if cache else chr(code)
        return self[code]


_PONCTUATION = re.compile(r"[^\w]+")
_MONTRABLES = _Montrables(dict.fromkeys(map(ord, "\t\r\v\f"), " ") | {ord("\n"): "\n"})


def plier(texte: str) -> str:
    """Fold for search and sort: no case, accents, hyphens, apostrophes (``Élodie d'Œuvre`` → ``elodie d oeuvre``)."""
    court = texte[: LONGUEUR_CLE * 2]
    if court.isascii():
        sans_marques = court.lower()
    else:
        simple = unicodedata.normalize("NFKD", court.translate(_LETTRES)).casefold().translate(_LETTRES)
        sans_marques = simple.translate(_SANS_MARQUES)
    replie = _SEPARATEURS.sub(" ", sans_marques).strip()
    if not replie:  # a script without Latin letters keeps its own characters
        replie = " ".join(sans_marques.split())
    return replie[:LONGUEUR_CLE]


def mots_plies(texte: str) -> list[str]:
    """The words folded, punctuation set aside: ``12 bis, av. du Gén.`` gives 12, bis, av, du, gen."""
    return _PONCTUATION.sub(" ", plier(texte)).split()


def visible(texte: str) -> str:
    """What may be shown: control and bidirectional marks dropped, line breaks kept.

    Without this a file named ``avis U+202E fdp.exe`` reads ``avis exe.pdf`` on the screen.
    """
    if texte.isprintable():
        return texte
    return texte.translate(_MONTRABLES)


def nettoyer(texte: str) -> str:
    """What is stored: NFC, control and bidirectional marks dropped, spaces trimmed; case stays as typed."""
    net = visible(unicodedata.normalize("NFC", texte)).replace("\n", " ")
    return re.sub(r" {2,}", " ", net).strip()


def nettoyer_bloc(texte: str) -> str:
    """Same for several lines: line breaks stay."""
    return "\n".join(nettoyer(ligne) for ligne in texte.splitlines()).strip()


def chiffres(texte: str) -> str:
    """The digits of a phone number or a reference."""
    return "".join(c for c in texte if c.isdigit())


def de(mot: str) -> str:
    """``de`` before a word, elided before a vowel: ``d’inscription``, ``de réinscription``."""
    return f"d’{mot}" if plier(mot[:1]) in {*"aeiouy"} else f"de {mot}"
