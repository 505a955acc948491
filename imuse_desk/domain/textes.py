"""Text that people type: the folded key used to search and sort, and the cleaning of what is stored."""

import re
import unicodedata

LONGUEUR_CLE = 200

_LETTRES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
     "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)  # fmt: skip
_SEPARATEURS = re.compile(r"[^0-9a-z@.+_]+")
_INVISIBLES = {"Cc", "Cf", "Cs", "Co"}


def plier(texte: str) -> str:
    """Fold for search and sort: no case, accents, hyphens, apostrophes (``Élodie d'Œuvre`` → ``elodie d oeuvre``)."""
    simple = unicodedata.normalize("NFKD", texte[: LONGUEUR_CLE * 2].translate(_LETTRES)).casefold().translate(_LETTRES)
    sans_marques = "".join(c for c in simple if not unicodedata.combining(c))
    replie = _SEPARATEURS.sub(" ", sans_marques).strip()
    if not replie:  # a script without Latin letters keeps its own characters
        replie = " ".join(sans_marques.split())
    return replie[:LONGUEUR_CLE]


def nettoyer(texte: str) -> str:
    """What is stored: NFC, control and bidirectional marks dropped, spaces trimmed; case stays as typed."""
    visible = "".join(
        " " if c in "\t\r\n\v\f" else c
        for c in unicodedata.normalize("NFC", texte)
        if c in "\t\r\n\v\f" or unicodedata.category(c) not in _INVISIBLES
    )
    return " ".join(visible.split(" ")).strip() if "  " not in visible else re.sub(r" {2,}", " ", visible).strip()


def nettoyer_bloc(texte: str) -> str:
    """Same for several lines: line breaks stay."""
    return "\n".join(nettoyer(ligne) for ligne in texte.splitlines()).strip()


def chiffres(texte: str) -> str:
    """The digits of a phone number or a reference."""
    return "".join(c for c in texte if c.isdigit())
