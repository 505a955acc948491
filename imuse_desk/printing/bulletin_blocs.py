"""The blocks of a bulletin, each laid out from line 0 of a page of its own: its strong rule, then what stands under it.

A block is measured by being laid out; the bulletin then places it whole.
"""

from dataclasses import dataclass, field

from imuse_desk.printing.base import STYLE_BLOC, STYLE_COURANT, STYLE_DEMI, STYLE_GRIS, STYLE_NOTE, STYLE_TEXTE
from imuse_desk.printing.grille_page import (
    AXE,
    DROITE,
    FILET_FORT,
    GAUCHE,
    INTERLIGNE_NOTE,
    LIGNE_MM,
    MM,
    Couleur,
    Embleme,
    Page,
    Style,
    hauteur_pt,
)
from imuse_desk.printing.signature import Signature, mesurer_image
from imuse_desk.printing.texte import couper

DROITE_NOTES = 105.5
BARRE_DROITE, BARRE_MM, BARRE = 90.25, 12.5, 2.4
X_LETTRE = 48.125
SOUS_FILET, SOUS_NOM, DERNIER = 1.05, 1.25, 1.1
SUR_BARRE, SUR_MOYENNE = 0.233, 0.75
ENTRE = 2.0
ABSENCE_MM = 36.0  # what the words of an absence may take before they wrap
AVANT_SIGNATURE, SIGNATURE = 2.5, 3.75
SIGNATURE_MM = 14.0
SUITE = "suite de la page précédente"


@dataclass(frozen=True, slots=True)
class NoteCritere:
    """One criterion: ``note`` as printed ("4,50/5,00", "B"), ``part`` of its scale (0 to 1) for a number.

    ``absence`` in words stands in place of mark and bar; ``precision`` is a note under the criterion.
    """

    critere: str
    note: str = ""
    part: float | None = None
    absence: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class CoursBulletin:
    """One course: marks and average at the left; who, when, where (``cadre``), comment and absences at the right."""

    cours: str
    cadre: str = ""
    notes: tuple[NoteCritere, ...] = ()
    moyenne: str = ""
    lettre: str = ""
    mention: str = ""
    appreciation: str = ""
    absences: str = ""
    resultat: str = ""


@dataclass(frozen=True, slots=True)
class DirectionBulletin:
    """The direction's words: comment, what comes next year, who signs, when, who read it again (``relu``)."""

    appreciation: str = ""
    titre_suite: str = ""
    suite: str = ""
    signature: Signature = field(default_factory=Signature)
    relu: str = ""


@dataclass(slots=True)
class Bloc:
    """A block laid out: its page and the lines from its rule to its last baseline."""

    page: Page
    hauteur: float


def x_barre(cours: tuple[CoursBulletin, ...]) -> float:
    """Where the bars end: left of the widest mark of the whole bulletin."""
    larges = [STYLE_COURANT.largeur(n.note) for c in cours for n in c.notes if n.part is not None]
    return min(BARRE_DROITE, DROITE_NOTES - max(larges, default=0.0) - 2)


def bloc_cours(cours: CoursBulletin, barre: float, accent: Couleur, premiere: float, pleine: float) -> list[Bloc]:
    """Lay a course out; more than one block where its comment alone passes a page (``premiere``, then ``pleine``)."""
    page = Page()
    depart = max(
        _colonne(page, GAUCHE, DROITE_NOTES, SOUS_FILET, cours.cours, STYLE_BLOC),
        _colonne(page, AXE, DROITE, SOUS_FILET, cours.cadre, STYLE_GRIS),
    )
    depart += SOUS_NOM
    gauche = _notes(page, cours, depart, barre, accent)
    lignes = couper(cours.appreciation, DROITE - AXE, STYLE_TEXTE)
    place = max(1, int(premiere - depart - DERNIER))
    blocs: list[Bloc] = []
    while len(lignes) > place:
        for rang, ligne in enumerate(lignes[:place]):
            page.ecrire(AXE, depart + rang, ligne, STYLE_TEXTE)
        blocs.append(_clore(page, max(gauche, depart + place - 1)))
        lignes, page = lignes[place:], Page()
        gauche = _colonne(page, GAUCHE, DROITE_NOTES, SOUS_FILET, cours.cours, STYLE_BLOC)
        page.ecrire(AXE, SOUS_FILET, SUITE, STYLE_GRIS)
        depart = SOUS_FILET + SOUS_NOM
        place = max(1, int(pleine - depart - DERNIER))
    for rang, ligne in enumerate(lignes):
        page.ecrire(AXE, depart + rang, ligne, STYLE_TEXTE)
    droite = depart + len(lignes) - 1 if lignes else depart - SOUS_NOM
    absences = couper(cours.absences, DROITE - AXE, STYLE_GRIS)
    if absences:
        droite = max(droite + DERNIER, gauche - (len(absences) - 1))
        for rang, ligne in enumerate(absences):
            page.ecrire(AXE, droite + rang, ligne, STYLE_GRIS)
        droite += len(absences) - 1
    return [*blocs, _clore(page, max(gauche, droite))]


def bloc_absences(titre: str, texte: str) -> Bloc:
    """The absences of the period, all courses together."""
    page = Page()
    gauche = _colonne(page, GAUCHE, DROITE_NOTES, SOUS_FILET, titre, STYLE_BLOC)
    return _clore(page, max(gauche, _colonne(page, AXE, DROITE, SOUS_FILET, texte, STYLE_TEXTE)))


def bloc_direction(direction: DirectionBulletin, accent: Couleur) -> Bloc:
    """The direction's comment, next year, who signs and the room to do it."""
    page = Page()
    gauche = _colonne(page, GAUCHE, DROITE_NOTES, SOUS_FILET, "Appréciation de la direction", STYLE_BLOC)
    if direction.suite:
        gauche = _colonne(page, GAUCHE, DROITE_NOTES, gauche + SOUS_NOM, direction.titre_suite, STYLE_GRIS)
        gauche = _colonne(page, GAUCHE, DROITE_NOTES, gauche + 1, direction.suite, STYLE_DEMI)
    droite = _colonne(page, AXE, DROITE, SOUS_FILET, direction.appreciation, STYLE_TEXTE)
    signature = direction.signature
    qui = f"{signature.nom}, {signature.qualite}" if signature.qualite and signature.nom else signature.nom
    if qui:
        droite = _colonne(page, AXE, DROITE, droite + AVANT_SIGNATURE, qui, STYLE_COURANT)
    if direction.relu:
        droite = _colonne(page, AXE, DROITE, droite + INTERLIGNE_NOTE, direction.relu, STYLE_NOTE, INTERLIGNE_NOTE)
    droite += SIGNATURE
    if signature.image:
        large, haute = mesurer_image(signature.image)
        echelle = min(1.0, SIGNATURE_MM / haute)
        bas = hauteur_pt(droite - 0.25)
        page.emblemes.append(
            Embleme(AXE * MM, bas, large * echelle * MM, haute * echelle * MM, accent, signature.image)
        )
    page.filet(droite, gauche=AXE)
    droite += INTERLIGNE_NOTE
    page.ecrire(AXE, droite, "signature", STYLE_NOTE)
    return _clore(page, max(gauche, droite))


def poser(page: Page, bloc: Bloc, ligne: float) -> None:
    """Set a block on a page, its rule on ``ligne``."""
    page.ajouter(bloc.page, ligne * LIGNE_MM)


def _clore(page: Page, basse: float) -> Bloc:
    page.filet(0, FILET_FORT)
    return Bloc(page, basse)


def _colonne(
    page: Page, x_mm: float, droite_mm: float, ligne: float, texte: str, style: Style, pas: float = 1.0
) -> float:
    """Write a text from ``ligne`` down; return its last baseline (``ligne`` itself for no text)."""
    lignes = couper(texte, droite_mm - x_mm, style)
    for rang, mots in enumerate(lignes):
        page.ecrire(x_mm, ligne + rang * pas, mots, style)
    return ligne + max(0, len(lignes) - 1) * pas


def _notes(page: Page, cours: CoursBulletin, ligne: float, barre: float, accent: Couleur) -> float:
    """Write criteria, average and outcome; return the last baseline used."""
    suivante = ligne
    for note in cours.notes:
        suivante = _critere(page, note, suivante, barre, accent) + 1
    if not cours.notes:
        page.ecrire(GAUCHE, suivante, "aucune note pour cette période", STYLE_GRIS)
        suivante += 1
    derniere = suivante - 1
    if cours.moyenne or cours.lettre or cours.mention:
        derniere += DERNIER
        page.filet(derniere - SUR_MOYENNE, gauche=GAUCHE, droite=DROITE_NOTES)
        page.ecrire(GAUCHE, derniere, "Moyenne", STYLE_COURANT)
        page.ecrire(DROITE_NOTES, derniere, cours.moyenne, STYLE_DEMI, a_droite=True)
        mots = " · ".join(mot for mot in (cours.lettre, cours.mention) if mot)
        fin = DROITE_NOTES - STYLE_DEMI.largeur(cours.moyenne) - ENTRE
        derniere = _colonne(page, X_LETTRE, fin, derniere, mots, STYLE_DEMI)
    if cours.resultat:
        derniere += 1
        page.ecrire(GAUCHE, derniere, "Résultat", STYLE_COURANT)
        derniere = _colonne(page, X_LETTRE, DROITE_NOTES, derniere, cours.resultat, STYLE_DEMI)
    return derniere


def _critere(page: Page, note: NoteCritere, ligne: float, barre: float, accent: Couleur) -> float:
    """Write one criterion with its bar and mark; return its last baseline."""
    mots, style = (note.absence, STYLE_GRIS) if note.absence else (note.note, STYLE_COURANT)
    if note.part is not None and not note.absence:
        depart, haut = barre - BARRE_MM, ligne - SUR_BARRE
        page.filet(haut, gauche=depart, droite=barre)
        plein = BARRE_MM * min(1.0, max(0.0, note.part))
        if plein:
            page.filet(haut, BARRE, depart, depart + plein, accent)
        page.ecrire(DROITE_NOTES, ligne, mots, style, a_droite=True)
        basse, gauche = ligne, depart
    else:
        large = max(ABSENCE_MM, DROITE_NOTES - GAUCHE - STYLE_COURANT.largeur(note.critere) - ENTRE)
        lignes = couper(mots, min(large, 80.5 - ABSENCE_MM), style)
        for rang, texte in enumerate(lignes):
            page.ecrire(DROITE_NOTES, ligne + rang, texte, style, a_droite=True)
        basse = ligne + max(0, len(lignes) - 1)
        gauche = DROITE_NOTES - max((style.largeur(texte) for texte in lignes), default=0.0)
    nom = _colonne(page, GAUCHE, gauche - ENTRE, ligne, note.critere, STYLE_COURANT)
    if note.precision:
        nom = _colonne(
            page, GAUCHE, DROITE_NOTES, max(nom, basse) + INTERLIGNE_NOTE, note.precision, STYLE_NOTE, INTERLIGNE_NOTE
        )
    return max(nom, basse)
