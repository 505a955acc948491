"""The rows of the scanner's folder: one for each document found, and what became of it. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from imuse_desk.services.bannette.destination import Destination
from imuse_desk.services.bannette.parties import Partie, Voie
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide

COLONNES = (
    Colonne("document", "Document", 180),
    Colonne("pages", "Pages", 56, "droite"),
    Colonne("famille", "Famille", 130),
    Colonne("piece", "Pièce", 150, est_etirable=True),
    Colonne("etat", "État", 180),
)


class Etat(StrEnum):
    """Where a document stands."""

    A_LIRE = "a_lire"
    ILLISIBLE = "illisible"
    A_RANGER = "a_ranger"
    EN_COURS = "en_cours"
    REFUSEE = "refusee"
    RANGEE = "rangee"
    DEJA_LA = "deja_la"
    ECARTEE = "ecartee"


FINIS = frozenset({Etat.RANGEE, Etat.DEJA_LA, Etat.ECARTEE})
DECIDABLES = frozenset({Etat.A_RANGER, Etat.REFUSEE})
ETATS: dict[Etat, tuple[str, Ton, str]] = {
    Etat.A_LIRE: ("Lecture…", "neutral", "hourglass-medium"),
    Etat.ILLISIBLE: ("Illisible", "bad", "x-circle"),
    Etat.A_RANGER: ("À ranger", "warn", "question"),
    Etat.EN_COURS: ("Rangement…", "neutral", "hourglass-medium"),
    Etat.REFUSEE: ("Refusé", "bad", "x-circle"),
    Etat.RANGEE: ("Rangé", "ok", "check-circle"),
    Etat.DEJA_LA: ("Déjà là", "info", "files"),
    Etat.ECARTEE: ("Écarté", "neutral", "minus-circle"),
}
PAR_FEUILLE: tuple[str, Ton, str] = ("Feuille de route", "ok", "seal-check")
A_VOIR: tuple[str, Ton, str] = ("À voir", "warn", "warning")
PAR_SCEAU: tuple[str, Ton, str] = ("Proposé par le sceau", "info", "question")
_CHOISIR = "Choisissez la famille et la pièce, ou écartez-le."
PROBLEMES = {
    "feuille_seule": "Rien derrière la feuille de route. Numérisez-la suivie de son document, ou écartez-la.",
    "feuille_autre_site": f"La feuille de route est celle d’un autre site. {_CHOISIR}",
    "feuille_autre_annee": f"La feuille de route est celle d’une autre année. {_CHOISIR}",
    "feuille_inconnue": f"La feuille de route n’est d’aucun dossier de cette base. {_CHOISIR}",
    "feuille_sans_ligne": f"La pièce de la feuille de route n’est plus demandée à cette famille. {_CHOISIR}",
    "sceau_sans_famille": f"Scellé au nom de {{nom}}\u00a0: aucune famille de ce nom. {_CHOISIR}",
    "sceau_plusieurs_familles": f"Scellé au nom de {{nom}}\u00a0: plusieurs familles de ce nom. {_CHOISIR}",
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """A document of a file, or the file itself while it was not read."""

    ident: int
    chemin: Path
    etat: Etat = Etat.A_LIRE
    partie: Partie | None = None
    destination: Destination | None = None
    phrase: str = ""

    @property
    def a_des_pages(self) -> bool:
        """There is something to file."""
        return self.partie is not None and bool(self.partie.pages)

    @property
    def est_rangeable(self) -> bool:
        """A row is known: Enter files it."""
        cible = self.destination
        return self.etat in DECIDABLES and self.a_des_pages and cible is not None and cible.type_id is not None

    @property
    def est_sure(self) -> bool:
        """Its cover sheet says the row: it may be filed by itself, once."""
        return self.etat is Etat.A_RANGER and self.partie is not None and self.partie.est_sure

    @property
    def page(self) -> int:
        """The page of the file on which it begins."""
        return self.partie.pages[0] if self.partie is not None and self.partie.pages else 1

    def etat_montre(self) -> tuple[str, Ton, str]:
        """The words, tone and icon of its state; what told the row, while it waits."""
        if self.etat is Etat.A_RANGER and self.dire():
            return A_VOIR
        if self.etat is Etat.A_RANGER and self.est_rangeable and self.partie is not None:
            if self.partie.voie is Voie.FEUILLE and self.destination == self.partie.destination:
                return PAR_FEUILLE
            if self.partie.voie is Voie.SCEAU and self.destination == self.partie.destination:
                return PAR_SCEAU
        return ETATS[self.etat]

    def dire(self) -> str:
        """The sentence under the table."""
        if self.phrase or self.partie is None or self.etat in FINIS:
            return self.phrase
        return PROBLEMES.get(self.partie.probleme, "").format(nom=self.partie.nom_scelle)


def cellules(ligne: Ligne) -> Sequence[Cellule]:
    """A row of the table."""
    cible, partie = ligne.destination, ligne.partie
    rang = f"n°\u00a0{partie.rang}" if partie is not None and not partie.est_seule else ""
    return (
        Cellule(ligne.chemin.name, Genre.FORT, second=rang),
        Cellule(str(len(partie.pages))) if partie is not None else vide(),
        lien(cible.famille) if cible is not None else vide(),
        Cellule(cible.piece) if cible is not None and cible.piece else vide(),
        puce(*ligne.etat_montre()),
    )


def dire_en_plus(nombre: int) -> str:
    """The files that are left in the folder while the oldest are on show."""
    if nombre == 1:
        return "Le dossier contient 1 fichier de plus, plus récent\u00a0: il s’affichera quand ceux-ci seront rangés."
    suite = "plus récents\u00a0: ils s’afficheront à mesure que ceux-ci seront rangés."
    return f"Le dossier contient {nombre} fichiers de plus, {suite}"
