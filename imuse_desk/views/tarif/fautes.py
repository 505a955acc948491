"""Faults of a grid brought to the fields of a form: by key under a path of the file. Qt-free."""

from collections.abc import Iterable

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.views.tarif.mots import phrase_faute


def fautes_sous(problemes: Iterable[Probleme], chemin: str) -> dict[str, str]:
    """Sentences by key directly under ``chemin`` (``rules[0].price``); the key "" is the path itself."""
    fautes: dict[str, str] = {}
    for probleme in problemes:
        cle = probleme.cle
        if chemin:
            if cle != chemin and not cle.startswith(f"{chemin}."):
                continue
            cle = cle[len(chemin) :].lstrip(".")
        elif "." in cle or "[" in cle:
            continue
        fautes.setdefault(cle.split(".")[0].split("[")[0], phrase_faute(probleme))
    return fautes
