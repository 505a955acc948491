"""Requests of the documents process, answered one after the other on the one document it was given."""

from typing import Any

from imuse_desk.documents import assemblage, codes, image, inspection, mots, ouverture, rendu
from imuse_desk.documents.nature import IMAGES, TETE, nature
from imuse_desk.documents.protocole import Message
from imuse_desk.domain.erreurs import RegleMetier

VIGNETTES_MAX = 30
PAGES_PAR_RECHERCHE = 50
RESOLUTION_LUE = 200
"""Dots an inch at which a page is drawn to be read."""
COTE_LU_MAX = 3_500
POUCE = 72.0


class Travail:
    """The document of this process."""

    def __init__(self, contenu: bytes) -> None:
        self._recu = contenu
        self._joints: list[bytes] = []
        self._pdf: bytes | None = None
        self._ouvert: ouverture.Ouvert | None = None

    def repondre(self, demande: Message, joint: bytes = b"") -> tuple[Message, list[bytes]]:
        """Answer one request: a JSON object and the bytes that follow it; a refusal is ``{"erreur": code}``.

        ``joint`` is what came behind the request: another document, for ``joindre``.
        """
        actions = {
            "inspecter": self._inspecter,
            "ouvrir": self._ouvrir,
            "taille": self._taille,
            "rendre": self._rendre,
            "vignettes": self._vignettes,
            "texte_page": self._texte_page,
            "chercher": self._chercher,
            "code": self._code,
            "mots": self._mots,
            "feuille": self._feuille,
            "composer": self._composer,
            "gris": self._gris,
            "est_image": self._est_image,
            "portrait": self._portrait,
        }
        try:
            if demande["requete"] == "joindre":
                self._joints.append(_en_pdf(joint))
                return {}, []
            return actions[demande["requete"]](demande)
        except RegleMetier as refus:
            return {"erreur": refus.code}, []

    @property
    def _contenu(self) -> bytes:
        """The document as a PDF: a picture is turned into one, once."""
        if self._pdf is None:
            self._pdf = _en_pdf(self._recu)
        return self._pdf

    @property
    def _lu(self) -> ouverture.Ouvert:
        if self._ouvert is None:
            self._ouvert = ouverture.ouvrir(self._contenu)
        return self._ouvert

    def _page(self, numero: int) -> Any:
        if not 1 <= numero <= self._lu.pages:
            raise RegleMetier("page_introuvable")
        return rendu.page(self._lu.document, numero)

    def _inspecter(self, _demande: Message) -> tuple[Message, list[bytes]]:
        return inspection.inspecter(self._contenu), []

    def _ouvrir(self, _demande: Message) -> tuple[Message, list[bytes]]:
        return {"pages": self._lu.pages}, []

    def _taille(self, demande: Message) -> tuple[Message, list[bytes]]:
        return {"taille": rendu.taille(self._page(demande["page"]))}, []

    def _rendre(self, demande: Message) -> tuple[Message, list[bytes]]:
        page = self._page(demande["page"])
        image = rendu.dessiner(page, largeur_px=demande["largeur_px"], rotation=demande["rotation"])
        page.close()
        return {"images": [_mesures(image)]}, [image.octets]

    def _vignettes(self, demande: Message) -> tuple[Message, list[bytes]]:
        """Small images; a damaged page has an empty one, so that ranks stay right."""
        images = []
        premiere = demande["page"]
        for numero in range(premiere, min(premiere + VIGNETTES_MAX, self._lu.pages + 1)):
            try:
                page = self._page(numero)
                images.append(rendu.dessiner(page, cote_px=demande["cote_px"]))
                page.close()
            except RegleMetier:
                images.append(rendu.Image(0, 0, 0, b""))
        return {"images": [_mesures(image) for image in images]}, [image.octets for image in images]

    def _texte_page(self, demande: Message) -> tuple[Message, list[bytes]]:
        return {"texte": rendu.texte(self._page(demande["page"]))}, []

    def _code(self, _demande: Message) -> tuple[Message, list[bytes]]:
        """The first 2D-Doc: its page, its box, and its bytes behind; ``page`` is None without one."""
        trouve = codes.chercher(self._lu.document, self._lu.pages)
        if trouve is None:
            return {"page": None}, []
        numero, octets, boite = trouve
        return {"page": numero, "boite": boite}, [octets]

    def _feuille(self, demande: Message) -> tuple[Message, list[bytes]]:
        """What the barcode of a cover sheet says; None on any other page."""
        self._page(demande["page"]).close()
        return {"texte": codes.feuille(self._lu.document, demande["page"])}, []

    def _composer(self, demande: Message) -> tuple[Message, list[bytes]]:
        """One PDF of the pages asked, of the document and of those joined to it; what follows is asked on it."""
        self._pdf = assemblage.assembler([self._contenu, *self._joints], demande["pages"])
        self._ouvert = None
        return {}, [self._pdf]

    def _portrait(self, demande: Message) -> tuple[Message, list[bytes]]:
        """The picture received as a square of pixels."""
        cote = demande["cote_px"]
        pixels = image.portrait(self._recu, cote)
        return {"images": [[cote, cote, 3 * cote, len(pixels)]]}, [pixels]

    def _mots(self, demande: Message) -> tuple[Message, list[bytes]]:
        return {"mots": mots.lire(self._page(demande["page"]))}, []

    def _est_image(self, demande: Message) -> tuple[Message, list[bytes]]:
        return {"est_image": rendu.est_image(self._page(demande["page"]))}, []

    def _gris(self, demande: Message) -> tuple[Message, list[bytes]]:
        """A page in grey for the process that reads pictures, and how many points one of its pixels is."""
        page = self._page(demande["page"])
        largeur, hauteur = rendu.taille(page)
        cote = min(COTE_LU_MAX, max(1, round(max(largeur, hauteur) * RESOLUTION_LUE / POUCE)))
        image = rendu.dessiner(page, cote_px=cote, en_gris=True)
        page.close()
        return {"image": [image.width, image.height, image.pas], "points": largeur / image.width}, [image.octets]

    def _chercher(self, demande: Message) -> tuple[Message, list[bytes]]:
        """A run of pages at a time; ``suivante`` is None after the last one."""
        premiere = demande["page"]
        fin = min(premiere + PAGES_PAR_RECHERCHE, self._lu.pages + 1)
        trouves: list[tuple[int, Any]] = []
        for numero in range(premiere, fin):
            try:
                page = self._page(numero)
            except RegleMetier:
                continue
            trouves += [(numero, boites) for boites in rendu.chercher(page, demande["texte"])]
            page.close()
            if len(trouves) >= rendu.OCCURRENCES_MAX:
                return {"trouves": trouves[: rendu.OCCURRENCES_MAX], "suivante": None}, []
        return {"trouves": trouves, "suivante": fin if fin <= self._lu.pages else None}, []


def _en_pdf(contenu: bytes) -> bytes:
    return image.en_pdf(contenu) if nature(contenu[:TETE]) in IMAGES else contenu


def _mesures(image: rendu.Image) -> list[int]:
    return [image.width, image.height, image.pas, len(image.octets)]
