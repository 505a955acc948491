"""Structure of a PDF read with pikepdf, in the documents process: opening, exact page count, active content."""

import io
import re
from collections import deque
from dataclasses import dataclass
from typing import Any

import pikepdf

from imuse_desk.domain.erreurs import RegleMetier

NOEUDS_PAGES_MAX = 200_000
"""Nodes of the page tree: a tree of 7 KB can announce 10^7 pages."""
OBJETS_MAX = 60_000
VALEURS_MAX = 1_000_000
LECTURE_BRUTE_MAX = 20_000_000

_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/URI": "uri",
    "/SubmitForm": "submitform",
    "/ImportData": "importdata",
    "/GoToR": "fichier_externe",
    "/GoToE": "fichier_externe",
    "/Rendition": "richmedia",
    "/Movie": "richmedia",
    "/Sound": "richmedia",
    "/RichMediaExecute": "richmedia",
}
_SOUS_TYPES = {
    "/FileAttachment": "fichiers_joints",
    "/RichMedia": "richmedia",
    "/Movie": "richmedia",
    "/Screen": "richmedia",
    "/Sound": "richmedia",
    "/3D": "richmedia",
}
_NOMS_BRUTS = {
    **_ACTIONS,
    **_SOUS_TYPES,
    "/JS": "javascript",
    "/EmbeddedFile": "fichiers_joints",
    "/EmbeddedFiles": "fichiers_joints",
    "/XFA": "xfa",
    "/AA": "aa",
}
_NOM = re.compile(rb"/(?:[A-Za-z0-9]|#[0-9A-Fa-f]{2}){2,48}")
_ECHAPPEMENT = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Structure:
    """A PDF opened by pikepdf; ``est_reparee`` when its cross-reference table had to be rebuilt."""

    pdf: pikepdf.Pdf
    est_reparee: bool
    pages: int


@dataclass(frozen=True)
class ContenuActif:
    """Kinds of active content met, sorted; ``est_partiel`` when the file holds more objects than are walked."""

    genres: tuple[str, ...]
    est_partiel: bool


def ouvrir(contenu: bytes) -> Structure | None:
    """Open strictly, then with repair; None when nothing can be read; raises RegleMetier for a protected file."""
    for avec_reparation in (False, True):
        try:
            pdf = pikepdf.open(io.BytesIO(contenu), attempt_recovery=avec_reparation, suppress_warnings=True)
            return Structure(pdf, avec_reparation, compter_pages(pdf))
        except pikepdf.PasswordError as erreur:
            raise RegleMetier("protege") from erreur
        except pikepdf.PdfError as erreur:
            if "unsupported encryption" in str(erreur):
                raise RegleMetier("chiffrement_inconnu") from erreur
    return None


def compter_pages(pdf: pikepdf.Pdf) -> int:
    """Leaves of the page tree, whatever ``/Count`` says; a node met inside itself is skipped."""
    racine = pdf.trailer.get("/Root")
    arbre = racine.get("/Pages") if isinstance(racine, pikepdf.Dictionary) else None
    if not isinstance(arbre, pikepdf.Dictionary):
        return 0
    ancetres = [arbre.objgen]
    pile = [iter(_enfants(arbre))]
    pages = noeuds = 0
    while pile:
        noeud = next(pile[-1], None)
        if noeud is None:
            pile.pop()
            ancetres.pop()
            continue
        noeuds += 1
        if noeuds > NOEUDS_PAGES_MAX:
            raise RegleMetier("trop_complexe")
        if "/Kids" not in noeud:
            pages += 1
        elif noeud.objgen not in ancetres:
            ancetres.append(noeud.objgen)
            pile.append(iter(_enfants(noeud)))
    return pages


def _enfants(noeud: Any) -> list[Any]:
    enfants = noeud.get("/Kids")
    if not isinstance(enfants, pikepdf.Array):
        return []
    return [enfant for enfant in enfants.as_list() if isinstance(enfant, pikepdf.Dictionary)]


def reecrire(structure: Structure) -> bytes:
    """The same document with its page tree flattened and its table rebuilt; raises pikepdf.PdfError."""
    len(structure.pdf.pages)  # flattens the tree
    sortie = io.BytesIO()
    structure.pdf.save(sortie, static_id=True)
    return sortie.getvalue()


def pages_annoncees(pdf: pikepdf.Pdf) -> int | None:
    """The ``/Count`` of the page tree, when it is a whole number."""
    racine = pdf.trailer.get("/Root")
    arbre = racine.get("/Pages") if isinstance(racine, pikepdf.Dictionary) else None
    annonce = arbre.get("/Count") if isinstance(arbre, pikepdf.Dictionary) else None
    return annonce if isinstance(annonce, int) else None


def a_un_formulaire(pdf: pikepdf.Pdf) -> bool:
    """A form with fields, or an XFA one."""
    racine = pdf.trailer.get("/Root")
    formulaire = racine.get("/AcroForm") if isinstance(racine, pikepdf.Dictionary) else None
    if not isinstance(formulaire, pikepdf.Dictionary):
        return False
    champs = formulaire.get("/Fields")
    return "/XFA" in formulaire or (isinstance(champs, pikepdf.Array) and len(champs) > 0)


def contenu_actif(pdf: pikepdf.Pdf) -> ContenuActif:
    """Walk everything that can be reached from the trailer; names arrive decoded (``/J#53`` is ``/JS``)."""
    genres: set[str] = set()
    vus: set[tuple[int, int]] = set()
    file: deque[Any] = deque([pdf.trailer])  # the catalogue's own actions come before the pages'
    valeurs = 0
    while file:
        objet = file.popleft()
        enfants: list[Any]
        if isinstance(objet, pikepdf.Array):
            enfants = list(objet.as_list())
        else:
            entrees = dict(objet.items())
            _relever(entrees, genres)
            enfants = list(entrees.values())
        valeurs += len(enfants)
        if valeurs > VALEURS_MAX or len(vus) > OBJETS_MAX:
            return ContenuActif(tuple(sorted(genres)), est_partiel=True)
        file += [enfant for enfant in enfants if isinstance(enfant, pikepdf.Object) and _est_nouveau(enfant, vus)]
    return ContenuActif(tuple(sorted(genres)), est_partiel=False)


def _est_nouveau(objet: pikepdf.Object, vus: set[tuple[int, int]]) -> bool:
    """Whether an object holds others and was not met yet; direct objects are met once, with their holder."""
    if objet.is_indirect:
        if objet.objgen in vus:
            return False
        vus.add(objet.objgen)
    return isinstance(objet, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream)


def contenu_actif_brut(contenu: bytes) -> ContenuActif:
    """What the names in the bare bytes reveal, for a file pikepdf can't open: compressed objects stay unseen."""
    noms = {_decoder(nom) for nom in set(_NOM.findall(contenu, 0, LECTURE_BRUTE_MAX))}
    return ContenuActif(tuple(sorted({_NOMS_BRUTS[nom] for nom in noms & _NOMS_BRUTS.keys()})), est_partiel=True)


def _decoder(nom: bytes) -> str:
    return _ECHAPPEMENT.sub(lambda trouve: bytes([int(trouve[1], 16)]), nom).decode("latin-1")


def _relever(entrees: dict[str, Any], genres: set[str]) -> None:
    """Add what one dictionary reveals."""
    action = _ACTIONS.get(_nom(entrees.get("/S")))
    if action:
        genres.add(action)
    sous_type = _SOUS_TYPES.get(_nom(entrees.get("/Subtype")))
    if sous_type:
        genres.add(sous_type)
    if isinstance(entrees.get("/JS"), pikepdf.String | pikepdf.Stream):
        genres.add("javascript")
    if _nom(entrees.get("/Type")) == "/EmbeddedFile" or "/EmbeddedFiles" in entrees:
        genres.add("fichiers_joints")
    if isinstance(entrees.get("/EF"), pikepdf.Dictionary):
        genres.add("fichiers_joints")
    if isinstance(entrees.get("/XFA"), pikepdf.Array | pikepdf.Stream | pikepdf.String):
        genres.add("xfa")
    declencheurs = entrees.get("/AA")
    if isinstance(declencheurs, pikepdf.Dictionary) and _declenche(declencheurs):
        genres.add("aa")


def _declenche(declencheurs: Any) -> bool:
    """Whether a dictionary maps at least one event to an action (a font may be called ``/AA``)."""
    return any(isinstance(action, pikepdf.Dictionary) and "/S" in action for _, action in declencheurs.items())


def _nom(valeur: Any) -> str:
    return str(valeur) if isinstance(valeur, pikepdf.Name) else ""
