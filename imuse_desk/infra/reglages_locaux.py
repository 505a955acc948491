"""Preferences of this desk's user, in a small JSON file: theme, text size, last site and name, window sizes.

A file that cannot be read is set aside and the defaults are used: preferences never keep the program from starting.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

NOM_FICHIER = "reglages.json"


@dataclass(slots=True)
class ReglagesLocaux:
    """What is remembered; ``fenetres`` maps a window to its geometry (text given by the window itself).

    ``bannette`` is the folder where this desk's scanner leaves its files; whether what bears a cover sheet is filed by
    itself.
    """

    theme: str = "systeme"
    taille_texte: int = 100
    dernier_site: str = ""
    dernier_identifiant: str = ""
    derniere_base: str = ""
    fenetres: dict[str, str] = field(default_factory=dict)
    bannette: str = ""
    bannette_automatique: bool = False


def lire_reglages_locaux(dossier: Path) -> ReglagesLocaux:
    """Read the file; what is missing, unknown or of another type takes its default."""
    chemin = dossier / NOM_FICHIER
    try:
        lus = json.loads(chemin.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ReglagesLocaux()
    except (OSError, ValueError):
        _mettre_de_cote(chemin)
        return ReglagesLocaux()
    reglages = ReglagesLocaux()
    for champ in fields(ReglagesLocaux):
        valeur = lus.get(champ.name) if isinstance(lus, dict) else None
        if _convient(valeur, getattr(reglages, champ.name)):
            setattr(reglages, champ.name, valeur)
    return reglages


def ecrire_reglages_locaux(dossier: Path, reglages: ReglagesLocaux) -> bool:
    """Write the file in one go; False where it cannot be written (full disk, read-only folder)."""
    try:
        dossier.mkdir(parents=True, exist_ok=True)
        descripteur, nom = tempfile.mkstemp(dir=dossier, prefix=NOM_FICHIER)
        temporaire = Path(nom)
        try:
            with os.fdopen(descripteur, "w", encoding="utf-8") as flux:
                json.dump(asdict(reglages), flux, ensure_ascii=False, indent=1)
            temporaire.replace(dossier / NOM_FICHIER)
        finally:
            temporaire.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _convient(valeur: Any, defaut: Any) -> bool:
    if isinstance(defaut, dict):
        return isinstance(valeur, dict) and all(isinstance(v, str) for v in valeur.values())
    return type(valeur) is type(defaut)


def _mettre_de_cote(chemin: Path) -> None:
    try:
        chemin.replace(chemin.with_suffix(".illisible.json"))
    except OSError:
        return
