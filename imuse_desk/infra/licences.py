"""The licence texts of what is shipped: those that the installed packages carry, and those kept in the resources.

The frozen program holds the metadata of each package, licences included: both are read the same way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import PurePath

MARQUES = ("licen", "copying", "notice", "authors")
RESSOURCES = ("licences", "polices")


@dataclass(frozen=True, slots=True)
class TexteLicence:
    """One licence file: whose it is, its name, its whole text."""

    composant: str
    fichier: str
    texte: str


def lire_textes(references: str) -> tuple[TexteLicence, ...]:
    """Every text behind words such as ``psycopg LGPL-3.0.txt``: a package's name, or a file of the resources.

    A package that this system does not have (the keyring's parts differ from one to the other) gives nothing.
    """
    return tuple(texte for reference in references.split() for texte in _lire(reference))


def est_installe(references: str) -> bool:
    """Whether what these words name is part of this program: an extra, or a part for another system, may be absent."""
    premiere = references.split(maxsplit=1)[0]
    return premiere.endswith(".txt") or _paquet(premiere) is not None


def _paquet(nom: str) -> Distribution | None:
    try:
        return distribution(nom)
    except PackageNotFoundError:
        return None


def _lire(reference: str) -> Iterator[TexteLicence]:
    if reference.endswith(".txt"):
        chemins = [files("imuse_desk.resources") / dossier / reference for dossier in RESSOURCES]
        trouve = next(chemin for chemin in chemins if chemin.is_file())
        yield TexteLicence("imuse_desk", reference, trouve.read_text(encoding="utf-8"))
        return
    paquet = _paquet(reference)
    if paquet is not None:
        yield from _textes_du_paquet(reference, paquet)


def _textes_du_paquet(nom: str, paquet: Distribution) -> Iterator[TexteLicence]:
    """The licence files of a package's metadata, the shortest path first."""
    for chemin in sorted(paquet.files or (), key=lambda chemin: (len(chemin.parts), str(chemin))):
        if _est_licence(chemin):
            contenu = chemin.read_binary().decode("utf-8", errors="replace")
            yield TexteLicence(nom, "/".join(chemin.parts[1:]).removeprefix("licenses/"), contenu)


def _est_licence(chemin: PurePath) -> bool:
    """Say whether a file of a package is a licence: in its metadata, by its folder or its name."""
    if not chemin.parts[0].endswith(".dist-info"):
        return False
    return chemin.parts[1] == "licenses" or any(marque in chemin.name.lower() for marque in MARQUES)
