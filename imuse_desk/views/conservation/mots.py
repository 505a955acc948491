"""Words of the files' keeping: columns, rows, what a destruction does. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.conservation.bordereaux import BordereauVu
from imuse_desk.services.conservation.echues import LigneConservation
from imuse_desk.services.conservation.purge import Destruction
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide

MO = 1024 * 1024
NOMBRE = Nature.NOMBRE
FICHIERS = Mots("fichier", "fichiers")
LIGNES = Mots("ligne", "lignes", est_feminin=True)
BORDEREAUX = Mots("bordereau", "bordereaux")
COLONNES = (
    Colonne("piece", "Pièce", 260, est_etirable=True),
    Colonne("annee", "Année", 90),
    Colonne("garde", "Gardée après l’année", 150),
    Colonne("apres", "À éliminer après le", 140, nature=Nature.DATE),
    Colonne("fichiers", "Fichiers", 80, "droite", nature=NOMBRE, est_sommable=True),
    Colonne("mo", "Mo", 70, "droite"),
    Colonne("attente", "Tarif non définitif", 130, "droite", nature=NOMBRE, est_sommable=True),
    Colonne("etat", "État", 150),
)
COLONNES_BORDEREAUX = (
    Colonne("numero", "N°", 60, "droite", nature=NOMBRE),
    Colonne("cree", "Établi le", 100, nature=Nature.DATE),
    Colonne("par", "Par", 150),
    Colonne("fichiers", "Fichiers", 80, "droite", nature=NOMBRE),
    Colonne("mo", "Mo", 70, "droite"),
    Colonne("visa", "Visa", 240, est_etirable=True),
    Colonne("etat", "État", 260),
)
SANS_RETOUR = (
    "Les fichiers sont détruits pour toujours\u00a0: cet acte ne s’annule pas. Les faits constatés, l’empreinte, la "
    "date et l’auteur des décisions restent. Les sauvegardes faites auparavant contiennent encore ces fichiers\u00a0: "
    "détruisez-les à leur tour."
)


def mo(octets: int) -> str:
    """``12,40``."""
    return f"{octets / MO:.2f}".replace(".", ",")


def rangee(ligne: LigneConservation) -> Sequence[Cellule]:
    """A row of the table of pieces for a year."""
    if not ligne.est_echue:
        etat = puce("À conserver", "neutral", "hourglass-medium")
    elif ligne.nombre:
        etat = puce("À éliminer", "warn", "archive")
    else:
        etat = puce("Familles à régler", "info", "hourglass-medium")
    return (
        Cellule(ligne.libelle, Genre.FORT),
        Cellule(ligne.annee),
        Cellule(f"{ligne.jours} jours", Genre.SECOND),
        Cellule(date_fr(ligne.apres_le)),
        Cellule(str(ligne.nombre)),
        Cellule(mo(ligne.octets), Genre.SECOND),
        Cellule(str(ligne.en_attente)) if ligne.en_attente else vide(),
        etat,
    )


def rangee_bordereau(vu: BordereauVu) -> Sequence[Cellule]:
    """A list of destruction."""
    visa = f"{date_fr(vu.vise_le)}, {vu.vise_par}" if vu.vise_le else ""
    if vu.execute_a is not None:
        etat = puce(f"Détruits le {date_fr(vu.execute_a.date())}", "ok", "check-circle")
    elif vu.est_interrompu:
        etat = puce(f"Interrompu\u00a0: {vu.detruits} sur {vu.nombre}", "bad", "warning")
    elif vu.vise_le is not None:
        etat = puce("Visé, à détruire", "warn", "archive")
    else:
        etat = puce("En attente de visa", "info", "hourglass-medium")
    return (
        Cellule(str(vu.numero), Genre.FORT),
        Cellule(date_fr(vu.cree_le)),
        Cellule(vu.cree_par, Genre.SECOND),
        Cellule(str(vu.nombre)),
        Cellule(mo(vu.octets), Genre.SECOND),
        Cellule(visa) if visa else vide(),
        etat,
    )


def dire_destruction(faite: Destruction) -> str:
    """What was done: together, the files of the list."""
    dit = f"{FICHIERS.compte(faite.detruits)} détruit{'s' if faite.detruits > 1 else ''}"
    if faite.gardes == 1:
        dit += "\u00a0; 1 fichier gardé, qui sert ailleurs"
    elif faite.gardes:
        dit += f"\u00a0; {FICHIERS.compte(faite.gardes)} gardés, qui servent ailleurs"
    return dit
