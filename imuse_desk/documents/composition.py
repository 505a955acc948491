"""One PDF of a photo, of several files or of some pages of one: made in the documents process, never in the program."""

import hashlib
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imuse_desk.documents.client import PDF, TAILLE_MAX, examen_refuse, verifier_admis
from imuse_desk.documents.examen import Examen
from imuse_desk.documents.fichier import Fichier
from imuse_desk.documents.messages import phrase
from imuse_desk.documents.nature import IMAGES
from imuse_desk.documents.processus import DELAI_S, Processus, ProcessusMort
from imuse_desk.documents.protocole import Message
from imuse_desk.domain.erreurs import RegleMetier

ADMISES = PDF | IMAGES
FICHIERS_MAX = 30
_MO = 1_000_000


@dataclass(frozen=True, slots=True)
class PagePrise:
    """A page of a file, and how far it is turned clockwise (0, 90, 180, 270)."""

    chemin: Path
    page: int = 1
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Assemblage:
    """A document to make of pages, in their order, and the name that it will bear.

    ``est_extrait``: a part of a scan that holds several documents; the rest of it may be somebody else's.
    """

    nom: str
    pages: tuple[PagePrise, ...]
    est_extrait: bool = False

    @property
    def intervalle(self) -> str:
        """The pages taken of one file, in words."""
        numeros = [prise.page for prise in self.pages]
        if len(numeros) == 1:
            return f"page {numeros[0]}"
        suivies = numeros == list(range(numeros[0], numeros[-1] + 1))
        return f"pages {numeros[0]} à {numeros[-1]}" if suivies else f"pages {', '.join(map(str, numeros))}"

    @property
    def chemins(self) -> tuple[Path, ...]:
        """The files that it takes pages of, each once."""
        return tuple(dict.fromkeys(prise.chemin for prise in self.pages))


@dataclass(frozen=True, slots=True)
class Compose:
    """What was made: the facts on it as of any file, its bytes, and the SHA-256 of the files that it came from.

    The pages are named behind the SHA-256 of a scan of which a part was taken.
    """

    examen: Examen
    pdf: bytes
    origines: tuple[str, ...]


def nature_de(chemin: Path) -> str:
    """What a file really is, from its first bytes; empty when it can't be read."""
    try:
        with Fichier(chemin) as fichier:
            return fichier.nature
    except RegleMetier:
        return ""


def composer(assemblage: Assemblage, *, taille_max: int = TAILLE_MAX, natures: AbstractSet[str] = ADMISES) -> Compose:
    """Make the document; one file that can't be taken refuses it, named in the sentence, and nothing is made.

    Raises RegleMetier("documents_indisponible") when the documents process can't run on this computer.
    """
    en_cause = ""
    if not 0 < len(assemblage.chemins) <= FICHIERS_MAX:
        return Compose(examen_refuse(assemblage.nom, RegleMetier("trop_complexe")), b"", ())
    try:
        origines: list[str] = []
        with _processus() as processus:
            for rang, chemin in enumerate(assemblage.chemins):
                en_cause = chemin.name
                with Fichier(chemin) as fichier:
                    verifier_admis(fichier, taille_max, natures)
                    _donner(processus, fichier, est_premier=rang == 0)
                    origines.append(fichier.sha256())
            en_cause = ""
            pdf, lu = _assembler(processus, assemblage, taille_max)
    except RegleMetier as refus:
        refuse = examen_refuse(assemblage.nom, refus)
        if en_cause and len(assemblage.chemins) > 1:
            refuse = Examen(refuse.fichier, refuse.etat, refuse.code, f"{en_cause}\u00a0: {refuse.message}")
        return Compose(refuse, b"", ())
    sha256 = hashlib.sha256(pdf).hexdigest()
    faits = {"type_reel": "pdf"} | lu["faits"]
    examen = Examen(assemblage.nom, "lisible", "lisible", phrase("lisible"), lu["pages"], len(pdf), sha256, faits)
    if assemblage.est_extrait:
        numeros = ",".join(str(prise.page) for prise in assemblage.pages)
        origines = [f"{origine}:{numeros}" for origine in origines]
    return Compose(examen, pdf, tuple(origines))


@contextmanager
def _processus() -> Iterator[Processus]:
    processus = Processus(fin=time.monotonic() + DELAI_S)
    try:
        yield processus
    except ProcessusMort as erreur:
        raise RegleMetier("trop_complexe") from erreur
    finally:
        processus.arreter()


def _donner(processus: Processus, fichier: Fichier, *, est_premier: bool) -> None:
    fin = time.monotonic() + DELAI_S
    if est_premier:
        reponse, _ = processus.charger(fichier.morceaux(), fichier.octets, {"requete": "ouvrir"}, fin)
    else:
        reponse, _ = processus.demander({"requete": "joindre"}, fin, fichier.morceaux(), fichier.octets)
    _lever(reponse)


def _assembler(processus: Processus, assemblage: Assemblage, taille_max: int) -> tuple[bytes, Message]:
    rangs = {chemin: rang for rang, chemin in enumerate(assemblage.chemins)}
    prises = [[rangs[prise.chemin], prise.page, prise.rotation] for prise in assemblage.pages]
    reponse, pdf = processus.demander({"requete": "composer", "pages": prises})
    _lever(reponse)
    if len(pdf) > taille_max:
        raise RegleMetier("trop_gros", octets_mo=round(len(pdf) / _MO), limite_mo=round(taille_max / _MO))
    lu, _ = processus.demander({"requete": "inspecter"})
    _lever(lu)
    if not isinstance(lu.get("pages"), int) or not isinstance(lu.get("faits"), dict):
        raise RegleMetier("trop_complexe")
    return pdf, lu


def _lever(reponse: Message) -> None:
    if "erreur" in reponse:
        raise RegleMetier(str(reponse["erreur"]))
