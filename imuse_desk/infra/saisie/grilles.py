"""Reading and writing the files of the tariff engine: YAML (or JSON) with exact decimals.

PyYAML turns ``0.064`` into a binary float; here a number keeps its text and becomes a ``Decimal``. Dates stay texts,
and a key written twice is a fault instead of a silent overwrite.
"""

from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from imuse_desk.domain.tarifs.ecriture import exporter_grille, lire_json
from imuse_desk.domain.tarifs.erreurs import GrilleInvalide, Probleme
from imuse_desk.domain.tarifs.lecture import charger_foyer, charger_grille
from imuse_desk.domain.tarifs.modele import FoyerTarif, Grille

TAILLE_MAX_OCTETS = 2_000_000


class _CleDouble(yaml.YAMLError):
    """A key written twice in one mapping, with its line."""

    def __init__(self, cle: str, ligne: int) -> None:
        super().__init__(cle, ligne)
        self.cle = cle
        self.ligne = ligne


class _Lecteur(yaml.SafeLoader):
    """Safe YAML whose floats are decimals, whose dates are texts and whose keys are unique."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - the library's signature
        """Build a mapping, refusing a key written twice."""
        vues: set[str] = set()
        for cle, _ in node.value:
            if cle.tag != "tag:yaml.org,2002:merge" and isinstance(cle, yaml.ScalarNode):
                if cle.value in vues:
                    raise _CleDouble(str(cle.value), cle.start_mark.line + 1)
                vues.add(cle.value)
        return super().construct_mapping(node, deep)


def _flottant(lecteur: _Lecteur, noeud: yaml.ScalarNode) -> Decimal | str:
    texte = str(lecteur.construct_scalar(noeud))
    net = texte.replace("_", "")
    return texte if ":" in net or net.strip("+-.").isalpha() else Decimal(net)


def _entier(lecteur: _Lecteur, noeud: yaml.ScalarNode) -> int | str:
    texte = str(lecteur.construct_scalar(noeud))
    return texte if ":" in texte else lecteur.construct_yaml_int(noeud)


def _texte(lecteur: _Lecteur, noeud: yaml.ScalarNode) -> str:
    return str(lecteur.construct_scalar(noeud))


_Lecteur.add_constructor("tag:yaml.org,2002:float", _flottant)
_Lecteur.add_constructor("tag:yaml.org,2002:int", _entier)
_Lecteur.add_constructor("tag:yaml.org,2002:timestamp", _texte)


class _Redacteur(yaml.SafeDumper):
    """Safe YAML that writes decimals as they are typed."""


def _ecrire_decimal(redacteur: yaml.SafeDumper, valeur: Decimal) -> yaml.ScalarNode:
    return redacteur.represent_scalar("tag:yaml.org,2002:float", f"{valeur:f}")


_Redacteur.add_representer(Decimal, _ecrire_decimal)


def lire_yaml(texte: str, nom_fichier: str) -> object:
    """Parse YAML with exact decimals; raises GrilleInvalide (grille_syntaxe, grille_cle_double)."""
    try:
        return yaml.load(texte, Loader=_Lecteur)  # noqa: S506 - a SafeLoader subclass
    except _CleDouble as double:
        detail = f"ligne {double.ligne}"
        raise GrilleInvalide((Probleme(nom_fichier, "", double.cle, "grille_cle_double", detail),)) from double
    except (yaml.YAMLError, ValueError, ArithmeticError, TypeError, RecursionError) as erreur:
        raise GrilleInvalide((Probleme(nom_fichier, "", "", "grille_syntaxe", _lieu(texte, erreur)),)) from erreur


def _lieu(texte: str, erreur: Exception) -> str:
    """Where the reading stopped, as people count lines; empty where it cannot be told."""
    marque = getattr(erreur, "problem_mark", None)
    if marque is not None:
        debut = getattr(erreur, "context_mark", None)
        lieu = f"ligne {marque.line + 1}, colonne {marque.column + 1}"
        if debut is not None and debut.line < marque.line:
            return f"{lieu}, dans ce qui commence ligne {debut.line + 1}"
        return lieu
    if isinstance(erreur, yaml.reader.ReaderError):
        return f"ligne {texte.count(chr(10), 0, erreur.position) + 1}, caractère interdit"
    return "imbrication trop profonde" if isinstance(erreur, RecursionError) else ""


def lire_donnees(chemin: Path) -> object:
    """Read a YAML or JSON file; raises GrilleInvalide when it can't be read or parsed."""
    nom = chemin.name
    try:
        if chemin.stat().st_size > TAILLE_MAX_OCTETS:
            raise GrilleInvalide((Probleme(nom, "", "", "grille_trop_grande"),))
        texte = chemin.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as erreur:
        raise GrilleInvalide((Probleme(nom, "", "", "grille_illisible", _cause(erreur)),)) from erreur
    return lire_json(texte, nom) if chemin.suffix.lower() == ".json" else lire_yaml(texte, nom)


def _cause(erreur: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read, in French."""
    causes = (
        (FileNotFoundError, "il n’est pas là"),
        (IsADirectoryError, "c’est un dossier"),
        (PermissionError, "accès refusé"),
        (UnicodeDecodeError, "ce n’est pas du texte UTF-8"),
    )
    return next((mots for genre, mots in causes if isinstance(erreur, genre)), "le disque ne répond pas")


def lire_grille(chemin: Path) -> Grille:
    """Read a grid; raises GrilleInvalide with every problem."""
    return charger_grille(lire_donnees(chemin), chemin.name)


def lire_foyer(chemin: Path) -> FoyerTarif:
    """Read a household; raises GrilleInvalide with every problem."""
    return charger_foyer(lire_donnees(chemin), chemin.name)


def ecrire_grille_yaml(grille: Grille) -> str:
    """Write a grid as YAML that loads into an equal grid."""
    return yaml.dump(exporter_grille(grille), Dumper=_Redacteur, allow_unicode=True, sort_keys=False, width=120)
