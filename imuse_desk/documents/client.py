"""Open, look at and read a document that nobody trusts, without ever opening it in the program itself.

Every call blocks (ten seconds at most, a minute for ``mots_ocr``): windows call it away from the
screen's thread. Pages count from 1.
"""

import threading
import time
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imuse_desk.documents.examen import Etat, Examen
from imuse_desk.documents.fichier import Fichier, Source
from imuse_desk.documents.messages import phrase
from imuse_desk.documents.moteurs import moteurs
from imuse_desk.documents.nature import entete_pdf
from imuse_desk.documents.place import Place
from imuse_desk.documents.processus import DELAI_S, Processus, ProcessusMort, Reponse
from imuse_desk.documents.protocole import Message
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute, lire_feuille
from imuse_desk.domain.verification.page import Boite, Mot

TAILLE_MAX = 50 * 1024 * 1024
"""Bytes above which a document is not opened."""
HACHAGE_MAX = 1024 * 1024 * 1024
"""Bytes above which a file is not even hashed: the answer must come within ten seconds."""
_MO = 1_000_000
_RIEN: Reponse = ({}, b"")
PDF = frozenset({"pdf"})
"""What is opened where nothing else is said; ``nature.IMAGES`` may be added to it."""

_ETATS: dict[str, Etat] = {
    "lisible": "lisible",
    "repare": "lisible",
    "protege": "protege",
    "chiffrement_inconnu": "protege",
    "abime": "abime",
    "sans_page": "vide",
    "fichier_vide": "vide",
    "pas_un_pdf": "pas_un_pdf",
    "image_animee": "pas_un_pdf",
    "heic_indisponible": "pas_un_pdf",
    "image_trop_grande": "trop_complexe",
    "trop_complexe": "trop_complexe",
    "trop_gros": "trop_gros",
    "fichier_introuvable": "introuvable",
    "pas_un_fichier": "introuvable",
    "acces_refuse": "introuvable",
    "document_modifie": "introuvable",
    "page_introuvable": "abime",
}


@dataclass(frozen=True)
class ImagePage:
    """Pixels of a page: RGB, 3 bytes each, rows of ``stride`` bytes from the top (``QImage.Format_RGB888``)."""

    width: int
    height: int
    stride: int
    octets: bytes


@dataclass(frozen=True)
class Occurrence:
    """Words found on ``page``: one box a line (left, top, right, bottom), in points from its upper left corner."""

    page: int
    boites: tuple[Boite, ...]


@dataclass(frozen=True)
class CodeTrouve:
    """A 2D-Doc on a page: where it stands, and its bytes, which prove nothing yet."""

    page: int
    boite: Boite
    octets: bytes


@dataclass(frozen=True)
class LectureOcr:
    """What was read on the picture of a page, and by how many degrees clockwise it must be turned to be upright."""

    mots: tuple[Mot, ...]
    tour: int


def examiner(chemin: Path | str, *, taille_max: int = TAILLE_MAX, natures: AbstractSet[str] = PDF) -> Examen:
    """Facts and state of one file within ten seconds, whatever it holds; the same answer each time.

    Raises RegleMetier("documents_indisponible") when the documents process can't run on this computer.
    """
    fin = time.monotonic() + DELAI_S
    try:
        with Fichier(chemin) as fichier:
            code, params, reponse = _verdict(fichier, taille_max, natures, fin)
            faits = _faits_des_octets(fichier) | reponse.get("faits", {})
            sha256 = fichier.sha256() if fichier.octets <= HACHAGE_MAX else None
            pages, octets = reponse.get("pages"), fichier.octets
    except RegleMetier as refus:
        return examen_refuse(str(chemin), refus)
    if code == "sans_page":
        pages = 0
    return Examen(str(chemin), _ETATS[code], code, phrase(code, **params), pages, octets, sha256, faits)


def examen_refuse(nom: str, refus: RegleMetier) -> Examen:
    """The answer for a file that could not be opened; what is no verdict on a file is raised again."""
    if refus.code not in _ETATS:
        raise refus
    return Examen(nom, _ETATS[refus.code], refus.code, phrase(refus.code, **refus.params))


def _verdict(
    fichier: Fichier, taille_max: int, natures: AbstractSet[str], fin: float
) -> tuple[str, dict[str, Any], Message]:
    """Code of the state, parameters of its sentence, and the answer of the process when it was asked."""
    try:
        verifier_admis(fichier, taille_max, natures)
    except RegleMetier as refus:
        return refus.code, refus.params, {}
    processus = Processus(fin=fin)
    try:
        reponse, _ = processus.charger(fichier.morceaux(), fichier.octets, {"requete": "inspecter"}, fin)
    except ProcessusMort:
        return "trop_complexe", {}, {}
    finally:
        processus.arreter()
    if "erreur" in reponse:
        code = str(reponse["erreur"])
        if code not in _ETATS:
            raise RegleMetier(code)
        return code, {}, {"faits": {"chiffre": True}} if _ETATS[code] == "protege" else {}
    if not isinstance(reponse.get("pages"), int) or not isinstance(reponse.get("faits"), dict):
        return "trop_complexe", {}, {}
    return "repare" if reponse["faits"].get("repare") else "lisible", {}, reponse


def verifier_admis(fichier: Fichier, taille_max: int, natures: AbstractSet[str]) -> None:
    """Refuse what needs no opening to be refused."""
    if not fichier.octets:
        raise RegleMetier("fichier_vide")
    if fichier.nature not in natures:
        raise RegleMetier("pas_un_pdf", type=fichier.nature)
    if fichier.octets > taille_max:
        mo = {"octets_mo": round(fichier.octets / _MO), "limite_mo": round(taille_max / _MO)}
        raise RegleMetier("trop_gros", **mo)


def _faits_des_octets(fichier: Fichier) -> dict[str, Any]:
    faits: dict[str, Any] = {"type_reel": fichier.nature}
    if fichier.nature == "pdf" and (decalage := entete_pdf(fichier.tete)):
        faits["octets_avant_entete"] = decalage
    return faits


class Lecteur:
    """A document open for looking at; safe to share between threads, which wait for one another.

    A process that dies on one page is replaced at the next call. Every method raises RegleMetier, whose code is a key
    of ``messages.PHRASES``.
    """

    def __init__(self, source: Source, *, taille_max: int = TAILLE_MAX, natures: AbstractSet[str] = PDF) -> None:
        self._source = source
        self._taille_max = taille_max
        self._natures = natures
        self._place = Place()
        self._place_ocr = Place()
        self._sha256 = ""
        try:
            self.pages = int(self._demander({"requete": "ouvrir"})[0]["pages"])
        except BaseException:
            self.close()
            raise

    def taille(self, page: int) -> tuple[float, float]:
        """Width and height of a page as shown, in points."""
        largeur, hauteur = self._demander({"requete": "taille", "page": page})[0]["taille"]
        return float(largeur), float(hauteur)

    def rendre(self, page: int, largeur_px: int, rotation: int = 0) -> ImagePage:
        """A page drawn ``largeur_px`` wide (at most 25 million pixels), turned by 0, 90, 180 or 270 degrees."""
        if rotation not in (0, 90, 180, 270) or largeur_px < 1:
            raise ValueError((largeur_px, rotation))
        demande = {"requete": "rendre", "page": page, "largeur_px": largeur_px, "rotation": rotation}
        return _images(*self._demander(demande))[0]

    def vignettes(self, page: int = 1, cote_px: int = 160) -> list[ImagePage]:
        """Up to 30 small images from ``page`` on; a damaged page has one of no size."""
        demande = {"requete": "vignettes", "page": page, "cote_px": min(max(cote_px, 1), 512)}
        return _images(*self._demander(demande))

    def texte_page(self, page: int) -> str:
        """Text layer of a page, empty for a scan."""
        return str(self._demander({"requete": "texte_page", "page": page})[0]["texte"])

    def chercher(self, texte: str) -> list[Occurrence]:
        """Every place of ``texte``, accents, capitals and line ends set aside; about 500 at most."""
        trouves: list[Occurrence] = []
        page: int | None = 1
        while page is not None and len(trouves) < 500:
            reponse, _ = self._demander({"requete": "chercher", "page": page, "texte": texte[:200]})
            for numero, boites in reponse["trouves"]:
                trouves.append(Occurrence(int(numero), tuple(_boite(boite) for boite in boites)))
            page = reponse["suivante"]
        return trouves

    def code(self) -> CodeTrouve | None:
        """The first 2D-Doc of the first pages, its bytes as read, or None."""
        reponse, octets = self._demander({"requete": "code"})
        if reponse["page"] is None:
            return None
        return CodeTrouve(int(reponse["page"]), _boite(reponse["boite"]), octets)

    def feuille(self, page: int) -> FeuilleRoute | None:
        """The cover sheet that a page is, or None."""
        texte = self._demander({"requete": "feuille", "page": page})[0]["texte"]
        return None if texte is None else lire_feuille(str(texte))

    def mots(self, page: int) -> tuple[Mot, ...]:
        """The words of the text layer of a page, in the order of the file; none for a scan."""
        reponse, _ = self._demander({"requete": "mots", "page": page})
        return tuple(Mot(str(texte), _boite(boite)) for texte, *boite in reponse["mots"])

    def est_image(self, page: int) -> bool:
        """Whether one picture covers most of the page, as a scanner makes it."""
        return bool(self._demander({"requete": "est_image", "page": page})[0]["est_image"])

    def mots_ocr(self, page: int) -> LectureOcr:
        """The words of the picture of a page (up to a minute), by the best engine of this computer.

        Raises RegleMetier("ocr_indisponible") where there is none.
        """
        dessin, octets = self._demander({"requete": "gris", "page": page})
        largeur, hauteur, pas = (int(cote) for cote in dessin["image"])
        demande = {"largeur": largeur, "hauteur": hauteur, "pas": pas}
        reponse, _ = self._place_ocr.demander(
            lambda occuper: _lire_au_debut(demande, octets, occuper), lambda ocr: _lire(ocr, demande, octets)
        )
        points = float(dessin["points"])
        mots = tuple(
            Mot(str(texte), _en_points(cotes[:4], points), _en_points(cotes[4:], points))
            for texte, *cotes in reponse["mots"]
        )
        return LectureOcr(mots, int(reponse["tour"]))

    def preparer_ocr(self) -> None:
        """Start the engine beside what is asked meanwhile; the first ``mots_ocr`` finds it ready, or waits for it."""
        threading.Thread(target=self._preparer_ocr, name="moteur-ocr", daemon=True).start()

    def _preparer_ocr(self) -> None:
        with suppress(RegleMetier):  # ``mots_ocr`` says it
            self._place_ocr.demander(_ouvrir_ocr, lambda _ocr: _RIEN)

    def close(self) -> None:
        """End the processes at once, even in the middle of another thread's call; may be called twice."""
        self._place.close()
        self._place_ocr.close()

    def _demander(self, demande: Message) -> Reponse:
        return self._place.demander(
            lambda occuper: self._demarrer(demande, occuper), lambda processus: processus.demander(demande)
        )

    def _demarrer(self, demande: Message, occuper: Callable[[Processus], None]) -> Reponse:
        fin = time.monotonic() + DELAI_S
        with Fichier(self._source) as fichier:
            verifier_admis(fichier, self._taille_max, self._natures)
            processus = Processus(fin=fin)
            occuper(processus)
            reponse = processus.charger(fichier.morceaux(), fichier.octets, demande, fin)
            if self._sha256 not in ("", fichier.sha256()):
                raise RegleMetier("document_modifie")
            self._sha256 = fichier.sha256()
        return reponse


def _ouvrir_ocr(occuper: Callable[[Processus], None]) -> Reponse:
    _demarrer_ocr(occuper)
    return _RIEN


def _lire(ocr: Processus, demande: Message, octets: bytes) -> Reponse:
    return ocr.demander(demande, morceaux=[octets], octets=len(octets))


def _lire_au_debut(demande: Message, octets: bytes, occuper: Callable[[Processus], None]) -> Reponse:
    return _lire(_demarrer_ocr(occuper), demande, octets)


def _demarrer_ocr(occuper: Callable[[Processus], None]) -> Processus:
    """Start the best engine that does start here."""
    for moteur in moteurs():
        try:
            processus = Processus(moteur=moteur.arguments)
        except RegleMetier:  # its libraries cannot be loaded on this computer
            continue
        occuper(processus)
        return processus
    raise RegleMetier("ocr_indisponible")


def _images(reponse: Message, octets: bytes) -> list[ImagePage]:
    """Cut the bytes into images; raises RegleMetier when the sizes announced don't add up."""
    images: list[ImagePage] = []
    debut = 0
    for width, height, stride, taille in reponse["images"]:
        if taille != stride * height or stride < 3 * width or debut + taille > len(octets):
            raise RegleMetier("trop_complexe")
        images.append(ImagePage(width, height, stride, octets[debut : debut + taille]))
        debut += taille
    return images


def _boite(valeurs: list[float]) -> Boite:
    gauche, haut, droite, bas = map(float, valeurs)
    return gauche, haut, droite, bas


def _en_points(pixels: list[float], points: float) -> Boite:
    return _boite([round(float(cote) * points, 2) for cote in pixels])
