"""Where this desk keeps its files: bases, their documents, logs, preferences.

``IMUSE_DESK_DONNEES`` moves everything elsewhere (tests, portable use).
"""

import os
import tempfile
from pathlib import Path

VARIABLE = "IMUSE_DESK_DONNEES"
APPLICATION = "imuse-desk"


def dossier_donnees() -> Path:
    """The user's data folder (not made here); preferences stand in it too."""
    choisi = os.environ.get(VARIABLE)
    if choisi:
        return Path(choisi).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def dossier_journaux() -> Path:
    """The folder of the log files."""
    return dossier_donnees() / "journaux"


def dossier_sauvegardes() -> Path:
    """Where this desk puts the copy of a server's base."""
    return dossier_donnees() / "sauvegardes"


def base_locale() -> Path:
    """The base of a desk alone."""
    return dossier_donnees() / "imuse.db"


def base_demonstration() -> Path:
    """The base that ``--demo`` opens."""
    return dossier_donnees() / "demonstration.db"


def dossier_depot(base: Path) -> Path:
    """The store of documents of a local base: beside it."""
    return base.with_name(f"{base.name}.documents")


def preparer_repertoire(repertoire: Path) -> None:
    """Make a folder before anything long begins; an OSError names what is refused."""
    repertoire.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=repertoire):
            """It can be written to."""
    except OSError as erreur:
        raise OSError(erreur.errno, erreur.strerror, str(repertoire)) from erreur  # not the name tried in it
