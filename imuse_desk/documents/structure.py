"""Structure of a PDF read with pikepdf, in the documents process: opening, exact page count, active content."""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from imuse_desk.domain.erreurs import RegleMetier

NOEUDS_PAGES_MAX = 200_000
"""Nodes of the page tree: a tree of 7 KB can announce 10^7 pages."""
OBJETS_MAX = 300_000
VALEURS_MAX = 3_000_000

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
    pile: list[Any] = [pdf.trailer]
    valeurs = 0
    while pile:
        objet = pile.pop()
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
        for enfant in enfants:
            if isinstance(enfant, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                if enfant.is_indirect:
                    if enfant.objgen in vus:
                        continue
                    vus.add(enfant.objgen)
                pile.append(enfant)
    return ContenuActif(tuple(sorted(genres)), est_partiel=False)


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
