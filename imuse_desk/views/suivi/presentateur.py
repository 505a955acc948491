"""What the Suivi tab says: cells of its tables, lines of the card of a course. Qt-free."""

from collections.abc import Sequence
from datetime import time

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.services.lectures.suivi import CoursDuSuivi, EleveDuCours, MonCours
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import TIRET, Cellule, Colonne, Genre, nom, puce, vide

COLONNES_ELEVE = (
    Colonne("cours", "Cours", 180, est_triable=False, est_etirable=True),
    Colonne("ha", "HA", 70, est_triable=False, infobulle="Horaires aménagés"),
    Colonne("enseignant", "Enseignant", 190, est_triable=False),
    Colonne("cycle", "Cycle", 72, est_triable=False),
    Colonne("actif", "Actif", 92, est_triable=False),
    Colonne("salle", "Salle", 150, est_triable=False),
    Colonne("jour", "Jour", 90, est_triable=False),
    Colonne("debut", "Début", 64, "droite", est_triable=False),
    Colonne("duree", "Durée", 64, "droite", est_triable=False),
    Colonne("passage", "Heure de passage", 134, "droite", est_triable=False),
)
COLONNES_ENSEIGNANT = (
    Colonne("cours", "Cours", 150, est_triable=False, est_etirable=True),
    Colonne("jour", "Jour", 86, est_triable=False),
    Colonne("horaire", "Horaire", 112, est_triable=False),
    Colonne("salle", "Salle", 150, est_triable=False),
    Colonne("eleves", "Élèves", 70, "droite", est_triable=False),
)
COLONNES_SITE = (
    Colonne("cours", "Cours", 210, est_triable=False, est_etirable=True),
    Colonne("jour", "Jour", 82, est_triable=False),
    Colonne("horaire", "Horaire", 108, est_triable=False),
    Colonne("salle", "Salle", 124, est_triable=False),
    Colonne("enseignants", "Enseignant", 150, est_triable=False),
)
"""The courses of the site: who teaches says more than how many follow."""
COLONNES_SES_ELEVES = (
    Colonne("nom", "Élève", 180, est_triable=False, est_etirable=True),
    Colonne("age", "Âge", 64, "droite", est_triable=False),
    Colonne("ha", "HA", 64, est_triable=False, infobulle="Horaires aménagés"),
    Colonne("alerte", "Alerte", 200, est_triable=False),
    Colonne("urgence", "Tél. d’urgence", 146, est_triable=False),
)
LARGES = {"cours", "enseignant", "salle", "nom", "alerte"}
"""Columns that share the room left, so that a large text cuts no figure at the end of the row."""
ETATS: dict[str, tuple[str, Ton, str]] = {
    "active": ("Actif", "ok", "check-circle"),
    "conge": ("Congé", "neutral", "clock"),
    "arretee": ("Arrêté", "neutral", "minus-circle"),
}


def duree(minutes: int | None) -> str:
    """Write minutes as the desk does: ``1:15``."""
    return TIRET if minutes is None else f"{minutes // 60}:{minutes % 60:02}"


def heure(valeur: time | None) -> str:
    """Write a time, or a dash."""
    return TIRET if valeur is None else heure_fr(valeur)


def jour(numero: int | None) -> str:
    """Name a day of the week, or a dash."""
    return TIRET if numero is None else JOURS[numero - 1]


def _ou_tiret(mots: str, genre: Genre = Genre.TEXTE) -> Cellule:
    return Cellule(mots, genre) if mots and mots != TIRET else vide()


def cellules_cours(cours: CoursDuSuivi) -> Sequence[Cellule]:
    """A row of the pupil's table."""
    return (
        Cellule(cours.cours, Genre.FORT),
        _ou_tiret(cours.ha),
        _ou_tiret(", ".join(cours.enseignants)),
        _ou_tiret(cours.cycle),
        puce(*ETATS[cours.etat]),
        _ou_tiret(cours.salle),
        _ou_tiret(jour(cours.jour)),
        _ou_tiret(heure(cours.debut)),
        _ou_tiret(duree(cours.duree_min)),
        _ou_tiret(heure(cours.heure_passage)),
    )


def fiche_cours(cours: CoursDuSuivi) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The card of a course, as three columns of (label, words)."""
    salle = f"{cours.salle} ({cours.site})" if cours.salle else cours.site
    return (
        (
            ("Enseignant", ", ".join(cours.enseignants) or TIRET),
            ("Salle", salle),
            ("Jour", jour(cours.jour)),
            ("Début", heure(cours.debut)),
            ("Fin", heure(cours.fin)),
        ),
        (
            ("Cycle", cours.cycle or TIRET),
            ("Horaires aménagés", cours.ha or TIRET),
            ("Heure de passage", heure(cours.heure_passage)),
            ("Durée", duree(cours.duree_min)),
        ),
        (
            ("Date de début", date_fr(cours.debut_le)),
            ("Date de fin", date_fr(cours.fin_le)),
            ("Situation", ETATS[cours.etat][0]),
            ("Motif", cours.motif or TIRET),
        ),
    )


def compte(n: int, un: str, plusieurs: str) -> str:
    """``0 cours``, ``1 élève``, ``14 élèves``."""
    return f"{n} {un if n < 2 else plusieurs}"


def cellules_mon_cours(cours: MonCours) -> Sequence[Cellule]:
    """A row of the teacher's table."""
    return (
        Cellule(cours.cours, Genre.FORT, second=cours.ha),
        Cellule(jour(cours.jour)),
        Cellule(f"{heure_fr(cours.debut)} – {heure_fr(cours.fin)}"),
        _ou_tiret(cours.salle),
        Cellule(str(cours.eleves), Genre.MONTANT) if cours.eleves else vide(),
    )


def cellules_cours_du_site(cours: MonCours) -> Sequence[Cellule]:
    """A row of the table of the site's courses."""
    return (*cellules_mon_cours(cours)[:4], _ou_tiret(cours.enseignants))


def sous_titre_cours(cours: MonCours) -> str:
    """Day, time, room, site, teachers where they are told, and number of pupils of a course."""
    horaire = f"{JOURS[cours.jour - 1]} {heure_fr(cours.debut)} – {heure_fr(cours.fin)}"
    morceaux = (horaire, cours.salle, cours.site, cours.enseignants, compte(cours.eleves, "élève", "élèves"))
    return " · ".join(mot for mot in morceaux if mot)


def cellules_eleve(eleve: EleveDuCours) -> Sequence[Cellule]:
    """A row of the pupils of a teacher's course."""
    return (
        nom(eleve.nom, eleve.prenom, eleve.eleve_id),
        Cellule(f"{eleve.age} ans" if eleve.age is not None and eleve.age > 1 else f"{eleve.age} an")
        if eleve.age is not None
        else vide(),
        _ou_tiret(eleve.ha),
        puce(eleve.alerte, "warn", "warning") if eleve.alerte else vide(),
        _ou_tiret(eleve.tel_urgence),
    )
