"""A block copied from a spreadsheet, and where its cells go on a sheet of marks: by name or exactly, never shifted.

A block that names pupils is placed by their names, whatever their order; one with a row of headings goes under the
columns of the same words. Without names it must be rectangular and fit from the chosen cell on. Anything else is
refused with its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.textes import plier

CELLULES_MAX = 20_000
APPRECIATION, MOYENNE, RIEN = -1, -2, -3
"""Columns that are no criterion: the comment, the average (never written), one to leave alone."""

_TITRES = {
    "appreciation": APPRECIATION, "appreciations": APPRECIATION, "commentaire": APPRECIATION, "moyenne": MOYENNE,
    "moy": MOYENNE, "ref": RIEN, "reference": RIEN,
}  # fmt: skip
_TITRES_NOM = {"eleve", "eleves", "nom", "prenom", "nom prenom", "nom et prenom"}

Bloc = list[list[str]]


@dataclass(frozen=True, slots=True)
class Cible:
    """A cell of the sheet: row of the pupil, rank of the criterion (or ``APPRECIATION``), and the text to write."""

    rang: int
    colonne: int
    texte: str


@dataclass(frozen=True, slots=True)
class Feuillet:
    """What a block is placed on: names (family name, first name) and criteria in their order.

    ``est_note(texte, colonne)`` tells whether a text reads as a mark of a criterion.
    """

    eleves: Sequence[tuple[str, str]]
    criteres: Sequence[str]
    est_note: Callable[[str, int], bool]


def lire_bloc(texte: str) -> Bloc:
    """Cells of a text copied from Excel or LibreOffice: tabs, line ends, quoted cells with breaks in them.

    Empty rows at the end go. Raises RegleMetier(collage_trop_grand).
    """
    texte = texte.replace("\r\n", "\n").replace("\r", "\n")
    lignes: Bloc = [[]]
    place, n = 0, 0
    while place <= len(texte):
        cellule, place = _cellule(texte, place)
        lignes[-1].append(cellule.strip())
        n += 1
        if n > CELLULES_MAX:
            raise RegleMetier("collage_trop_grand", maximum=CELLULES_MAX)
        if place < len(texte) and texte[place] == "\n":
            lignes.append([])
        place += 1
    while lignes and not any(lignes[-1]):
        lignes.pop()
    return lignes


def _cellule(texte: str, debut: int) -> tuple[str, int]:
    """One cell and where it ends; a quote that nothing closes is an ordinary sign."""
    if texte.startswith('"', debut):
        fin = debut + 1
        while (fin := texte.find('"', fin)) != -1:
            if texte.startswith('""', fin):
                fin += 2
                continue
            if fin + 1 == len(texte) or texte[fin + 1] in "\t\n":
                return texte[debut + 1 : fin].replace('""', '"'), fin + 1
            break
    fins = [f for f in (texte.find("\t", debut), texte.find("\n", debut)) if f != -1]
    fin = min(fins, default=len(texte))
    return texte[debut:fin], fin


def ecrire_bloc(lignes: Sequence[Sequence[str]]) -> str:
    """Cells as spreadsheets copy them."""
    return "".join("\t".join(_cite(c) for c in ligne) + "\n" for ligne in lignes)


def _cite(cellule: str) -> str:
    if any(c in cellule for c in '\t\n"'):
        return '"' + cellule.replace('"', '""') + '"'
    return cellule


def placer(bloc: Bloc, sur: Feuillet, rang: int, colonne: int) -> list[Cible]:
    """Where each cell of a block goes; ``rang`` and ``colonne`` are the chosen cell, used where nothing is named.

    The chosen cell may be the average (``MOYENNE``), or a name (``RIEN``): then the block must name pupils.

    Raises RegleMetier: collage_vide, collage_inegal (merged cells), collage_nom_inconnu, collage_nom_double,
    collage_homonyme, collage_titre_inconnu, collage_trop_de_lignes, collage_trop_de_colonnes, collage_sans_notes.
    """
    if not bloc:
        raise RegleMetier("collage_vide")
    largeurs = {len(ligne) for ligne in bloc}
    if len(largeurs) > 1:
        raise RegleMetier("collage_inegal", minimum=min(largeurs), maximum=max(largeurs))
    titres = _titres(bloc[0], sur)
    corps = bloc[1:] if titres is not None else bloc
    nommees = _noms(corps, sur)
    if nommees is None:
        if titres is not None or colonne == RIEN:  # whose marks are they?
            raise RegleMetier("collage_sans_noms")
        return _placer_exactement(bloc, sur, rang, colonne)
    rangs, premiere = nommees
    if titres is None:
        depart = colonne if 0 <= colonne < len(sur.criteres) else 0
        colonnes = _suite(sur, depart)[: max(0, len(corps[0]) - premiere)]
        if len(corps[0]) - premiere > len(colonnes):
            raise _trop_de_colonnes(len(corps[0]) - premiere, len(colonnes))
    else:
        colonnes = titres[premiere:]
    return [
        Cible(qui, ou, texte)
        for qui, ligne in zip(rangs, corps, strict=True)
        if qui is not None
        for ou, texte in zip(colonnes, ligne[premiere:], strict=True)
        if ou not in {MOYENNE, RIEN}
    ]


def _suite(sur: Feuillet, depart: int) -> list[int]:
    """The columns of the sheet from one on."""
    toutes = [*range(len(sur.criteres)), MOYENNE, APPRECIATION]
    return toutes[toutes.index(depart) :]


def _titres(ligne: Sequence[str], sur: Feuillet) -> list[int] | None:
    """The columns that a row of headings names, None for a row that is none; refuses one that the sheet lacks."""
    connus: dict[str, int] = {plier(c): r for r, c in enumerate(sur.criteres)}
    dits = [plier(cellule) for cellule in ligne]
    if not any(dit in connus for dit in dits):
        return None
    colonnes = []
    for place, dit in enumerate(dits):
        if dit in _TITRES_NOM or (place == 0 and not dit):
            colonnes.append(RIEN)
        elif dit in connus:
            colonnes.append(connus[dit])
        elif (autre := _TITRES.get(dit.split(" sur ")[0].rstrip(".0123456789 "))) is not None:
            colonnes.append(autre)
        else:
            raise RegleMetier("collage_titre_inconnu", titre=ligne[place][:60])
    ecrites = [c for c in colonnes if c not in {RIEN, MOYENNE}]
    if len(set(ecrites)) < len(ecrites):
        raise RegleMetier("collage_titre_double")
    return colonnes


def _noms(corps: Bloc, sur: Feuillet) -> tuple[list[int | None], int] | None:
    """The pupil that each row names, and the first column after the names; None where no row names anybody."""
    annuaire = _annuaire(sur.eleves)
    for largeur in (1, 2):  # in one column or in two
        dits = [plier(" ".join(ligne[:largeur])) for ligne in corps if len(ligne) > largeur]
        if not any(dit in annuaire for dit in dits):
            continue
        rangs: list[int | None] = []
        for ligne, dit in zip(corps, dits, strict=True):
            if not any(ligne):
                rangs.append(None)
                continue
            trouves = annuaire.get(dit, ())
            nom = " ".join(ligne[:largeur])[:80]
            if not trouves:
                raise RegleMetier("collage_nom_inconnu", nom=nom)
            if len(trouves) > 1:
                raise RegleMetier("collage_homonyme", nom=nom)
            if trouves[0] in rangs:
                raise RegleMetier("collage_nom_double", nom=nom)
            rangs.append(trouves[0])
        return rangs, largeur
    return None


def _annuaire(eleves: Sequence[tuple[str, str]]) -> Mapping[str, list[int]]:
    """Pupils by their names, in both orders."""
    annuaire: dict[str, list[int]] = {}
    for rang, (nom, prenom) in enumerate(eleves):
        for dit in {plier(f"{nom} {prenom}"), plier(f"{prenom} {nom}")}:
            annuaire.setdefault(dit, []).append(rang)
    return annuaire


def _placer_exactement(bloc: Bloc, sur: Feuillet, rang: int, colonne: int) -> list[Cible]:
    """Cell by cell from the chosen one; what does not fit is refused."""
    colonnes = _suite(sur, colonne)
    if len(bloc) > len(sur.eleves) - rang:
        raise RegleMetier("collage_trop_de_lignes", lignes=len(bloc), restent=len(sur.eleves) - rang)
    if len(bloc[0]) > len(colonnes):
        raise _trop_de_colonnes(len(bloc[0]), len(colonnes))
    for place, ou in enumerate(colonnes[: len(bloc[0])]):
        dites = [ligne[place] for ligne in bloc if ligne[place]]
        if ou >= 0 and len(bloc) > 1 and dites and not any(sur.est_note(texte, ou) for texte in dites):
            raise RegleMetier("collage_sans_notes", texte=dites[0][:60], critere=sur.criteres[ou])
    return [
        Cible(rang + r, ou, texte)
        for r, ligne in enumerate(bloc)
        for ou, texte in zip(colonnes, ligne, strict=False)
        if ou not in {MOYENNE, RIEN}
    ]


def _trop_de_colonnes(colonnes: int, restent: int) -> RegleMetier:
    return RegleMetier("collage_trop_de_colonnes", colonnes=colonnes, restent=restent)
