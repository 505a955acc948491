"""The copy of a partner school: the lessons that its pupils with adapted hours missed, then their bulletins."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    STYLE_TEXTE,
    Emetteur,
    Entete,
    Flux,
    hauteur_mention,
    mention_finale,
    paragraphe,
    tete_courrier,
)
from imuse_desk.printing.bulletin import Bulletin, composer_bulletin
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau

TITRE, SOUS_TITRE = "Absences", "Élèves à horaires aménagés"
PORTEE = (
    "Copie destinée à l’établissement scolaire partenaire\u00a0: seuls les cours à horaires aménagés de ses élèves y "
    "figurent. À conserver le temps du suivi de leur assiduité."
)
MENTION = (PORTEE,)
RIEN = "Aucune absence à ces dates."
COLONNES_COPIE = (
    Colonne("Élève", GAUCHE, 70.0),
    Colonne("Classe", 73.0, 90.0),
    Colonne("Jour et heure", 93.0, 130.0),
    Colonne("Cours", 133.0, 165.0),
    Colonne("Absence", 168.0, DROITE),
)


@dataclass(frozen=True, slots=True)
class AbsenceImprimee:
    """A lesson missed: who, his class, day and hour in words, the course, whether it was justified."""

    eleve: str
    classe: str
    quand: str
    cours: str
    est_justifiee: bool

    @property
    def dite(self) -> str:
        """What is said of it."""
        return "justifiée" if self.est_justifiee else "non justifiée"


@dataclass(frozen=True, slots=True)
class CopieImprimee:
    """Everything the list prints; ``bulletins`` says which are joined."""

    emetteur: Emetteur
    adresse: AdressePostale
    le: date
    du_le: date
    au_le: date
    eleves: int
    absences: tuple[AbsenceImprimee, ...]
    bulletins: str = ""


def produire_copies(copies: Iterable[tuple[CopieImprimee, Iterable[Bulletin]]], *, auteur: str) -> bytes:
    """One PDF: each school's list then its bulletins; raises Invalide on a character that the faces lack."""

    def papiers() -> Iterator[list[Page]]:
        for copie, bulletins in copies:
            yield composer_copie(copie)
            yield from map(composer_bulletin, bulletins)

    return dessiner(papiers(), titre=f"{TITRE} · {SOUS_TITRE}", auteur=auteur)


def composer_copie(brut: CopieImprimee) -> list[Page]:
    """Lay a list out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: CopieImprimee, reglage: Reglage) -> Flux:
    dates = f"du {date_fr(papier.du_le)} au {date_fr(papier.au_le)}"
    faits = [("Le", date_fr(papier.le)), ("Période", dates), ("Élèves", str(papier.eleves))]
    if papier.bulletins:
        faits.append(("Bulletins", papier.bulletins))
    entete = Entete(
        papier.emetteur, TITRE, SOUS_TITRE, tuple(faits), suite=f"{TITRE} {dates}",
        partie=papier.adresse.noms[0] if papier.adresse.noms else "",
    )  # fmt: skip
    flux = Flux(entete, reglage)
    tete_courrier(flux, papier.adresse)
    if papier.absences:
        rangees = tuple(
            Rangee((Cellule(x.eleve), Cellule(x.classe), Cellule(x.quand), Cellule(x.cours), Cellule(x.dite)))
            for x in papier.absences
        )
        poser_tableau(flux, Tableau(COLONNES_COPIE, (Groupe(rangees),), apres=hauteur_mention(MENTION)))
    else:
        paragraphe(flux, (RIEN,), GAUCHE, STYLE_TEXTE)
    mention_finale(flux, MENTION)
    return flux
