"""The pages of a file as small images, read off the UI thread; one that can't be opened says why."""

from dataclasses import dataclass
from pathlib import Path

from imuse_desk.documents.client import ImagePage, Lecteur
from imuse_desk.documents.composition import ADMISES
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.views.common.messages import texte_erreur

PAGES_MAX = 60
"""Pages of one file that are shown to be put in order."""


@dataclass(frozen=True, slots=True)
class FichierLu:
    """A file among those chosen: its pages, or the sentence that says why it has none."""

    rang: int
    chemin: Path
    images: tuple[ImagePage, ...] = ()
    refus: str = ""


def lire_fichier(rang: int, chemin: Path, cote_px: int) -> FichierLu:
    """Draw every page small."""
    try:
        lecteur = Lecteur(chemin, natures=ADMISES)
        try:
            if lecteur.pages > PAGES_MAX:
                return FichierLu(rang, chemin, refus=f"plus de {PAGES_MAX} pages")
            images: list[ImagePage] = []
            while len(images) < lecteur.pages:
                images += lecteur.vignettes(len(images) + 1, cote_px)
        finally:
            lecteur.close()
    except ErreurMetier as erreur:
        phrase = texte_erreur(erreur).phrase.rstrip(".")
        return FichierLu(rang, chemin, refus=phrase[:1].lower() + phrase[1:])
    return FichierLu(rang, chemin, tuple(images))
