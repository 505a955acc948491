"""The guided visit: the program's main jobs played in the real window by keys and clicks, a picture a step."""

import sys
from pathlib import Path

from imuse_desk.views.demonstration.scene import Fabrique, SceneImpossible, donnees_temporaires, sans_ecran
from imuse_desk.views.demonstration.visite.changement_horaire import ChangementHoraire
from imuse_desk.views.demonstration.visite.enseignant import AppelEnseignant
from imuse_desk.views.demonstration.visite.lettre import LettreSelection
from imuse_desk.views.demonstration.visite.maison_neuve import MaisonNeuve
from imuse_desk.views.demonstration.visite.recit import Album, Recit
from imuse_desk.views.demonstration.visite.regie import Regie
from imuse_desk.views.demonstration.visite.reinscription import Reinscription
from imuse_desk.views.demonstration.visite.suivi import LettreEtBulletin
from imuse_desk.views.demonstration.visite.verification import Verification

FAMILLES, FAMILLES_REGIE = 120, 60
RECITS: tuple[tuple[int, tuple[type[Recit], ...]], ...] = (
    (0, (MaisonNeuve,)),
    (FAMILLES_REGIE, (Regie,)),
    (FAMILLES_REGIE, (AppelEnseignant,)),
    (FAMILLES, (LettreEtBulletin,)),
    (FAMILLES_REGIE, (Verification,)),
    (FAMILLES, (ChangementHoraire, LettreSelection, Reinscription)),
)
"""Families of the demonstration (none: the program starts without a base), and the stories played on it in a row."""


def visiter(repertoire: Path, fabrique: Fabrique) -> int:
    """Play every story; 0 when the last dossier ended *Validée*, 1 with the step that failed on the error output."""
    sans_ecran()
    album = Album(repertoire)
    for familles, recits in RECITS:
        with donnees_temporaires() as donnees:
            programme = fabrique(familles)
            try:
                for recit in recits:
                    recit(programme, album, donnees).jouer()
            except SceneImpossible as echec:
                sys.stderr.write(f"visite interrompue\u00a0: {echec}\n")
                return 1
            finally:
                programme.fermer()
    return 0
