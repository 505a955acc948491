"""Texts with merge fields: letters and e-mails (``Bonjour {responsable.prenom}``), levels (``C{cycle}.{annee}``).

A brace is written by doubling it. A text is checked as a whole when it is recorded: an unknown or unclosed field never
reaches a family.
"""

import re
from collections.abc import Collection, Mapping

from imuse_desk.domain.erreurs import Invalide

_MORCEAU = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


def champs(texte: str) -> tuple[str, ...]:
    """The fields of a text, in the order met, each once."""
    return tuple(dict.fromkeys(m[1].strip() for m in _MORCEAU.finditer(texte) if m[1] is not None))


def verifier(texte: str, connus: Collection[str], *, champ: str = "corps") -> None:
    """Refuse a text whose braces do not match, or with a field that nobody fills.

    Raises Invalide(accolade_seule: ligne, colonne) or Invalide(champ_fusion_inconnu: nom, ligne, colonne).
    """
    for m in _MORCEAU.finditer(texte):
        ou = {"ligne": texte.count("\n", 0, m.start()) + 1, "colonne": m.start() - texte.rfind("\n", 0, m.start())}
        if m[0] in ("{", "}"):
            raise Invalide(champ, "accolade_seule", **ou)
        if m[1] is not None and m[1].strip() not in connus:
            raise Invalide(champ, "champ_fusion_inconnu", nom=m[1].strip(), **ou)


def fusionner(texte: str, valeurs: Mapping[str, str]) -> str:
    """The text with its fields filled; raises KeyError on a field without value (``verifier`` was not called)."""

    def remplacer(m: re.Match[str]) -> str:
        if m[1] is None:
            return m[0][0]
        return valeurs[m[1].strip()]

    return _MORCEAU.sub(remplacer, texte)


def libelle_niveau(motif: str, cycle: int, annee: int) -> str:
    """The label of a level by its cursus's pattern: ``C{cycle}.{annee}`` gives ``C1.2``.

    Raises Invalide(motif_niveau, …) on a pattern with another field.
    """
    valeurs = {"cycle": str(cycle), "annee": str(annee)}
    verifier(motif, valeurs, champ="motif_niveau")
    return fusionner(motif, valeurs)
