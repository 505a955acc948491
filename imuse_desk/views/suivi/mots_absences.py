"""Words of the absences of pupils: the manual's columns, their cells, the counters. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.absences import Comptes
from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.suivi.lecture_absences import ComptesCours, LigneAbsence
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide

TOUS = "Tous les cours"
ELEVE = Colonne("eleve", "Élève", 130, est_etirable=True)
COLONNES = (
    Colonne("cours", "Cours", 120, est_etirable=True),
    Colonne("du_le", "Du", 98, nature=Nature.DATE),
    Colonne("du_heure", "Heure", 54),
    Colonne("au_le", "Au", 98, nature=Nature.DATE),
    Colonne("au_heure", "Heure", 54),
    Colonne("caracteristique", "Caractéristique", 150, est_etirable=True),
    Colonne("justifiee", "Justifiée", 84),
    Colonne("courrier", "Courrier envoyé", 118),
    Colonne("courrier_le", "Date du courrier", 124, nature=Nature.DATE),
)
COLONNES_COMPTES = (
    Colonne("eleve", "Élève", 150, est_etirable=True),
    Colonne("annee", "Année", 72, "droite", nature=Nature.NOMBRE),
    Colonne("suite", "À la suite", 84, "droite", nature=Nature.NOMBRE),
    Colonne("periode", "Période", 84, "droite", nature=Nature.NOMBRE),
)


def cellules(ligne: LigneAbsence) -> Sequence[Cellule]:
    """A row of the table."""
    lecons = len(ligne.presences)
    second = f"{lecons} cours" if ligne.absence_id is not None and lecons > 1 else ""
    return (
        Cellule(ligne.cours or TOUS, Genre.FORT, second=second),
        Cellule(date_fr(ligne.du.date())),
        Cellule(heure_fr(ligne.du.time()), Genre.SECOND),
        Cellule(date_fr(ligne.au.date())),
        Cellule(heure_fr(ligne.au.time()), Genre.SECOND),
        _caracteristique(ligne),
        puce("Oui", "ok", "check-circle") if ligne.est_justifiee else puce("Non", "bad", "x-circle"),
        _courrier(ligne),
        Cellule(date_fr(ligne.courrier.envoye_le)) if ligne.courrier and ligne.courrier.envoye_le else vide(),
    )


def _caracteristique(ligne: LigneAbsence) -> Cellule:
    mots = [ligne.caracteristique, ligne.motif]
    if ligne.est_annoncee and not ligne.caracteristique:
        mots.insert(0, "annoncée")
    dit = ", ".join(mot for mot in mots if mot)
    return Cellule(dit, Genre.SECOND) if dit else vide()


def _courrier(ligne: LigneAbsence) -> Cellule:
    if ligne.courrier is None:
        return Cellule("Non", Genre.SECOND)
    if ligne.courrier.envoye_le is None:
        return puce("À imprimer", "warn", "printer")
    return puce("Oui", "info", "envelope-simple")


def cellules_comptes(comptes: ComptesCours) -> Sequence[Cellule]:
    """A pupil's counters in the course."""
    return (
        Cellule(comptes.eleve, Genre.FORT),
        Cellule(str(comptes.annee.cumul), Genre.MONTANT, ton="bad") if comptes.annee.cumul else vide(),
        Cellule(str(comptes.annee.consecutives), Genre.MONTANT) if comptes.annee.consecutives > 1 else vide(),
        Cellule(str(comptes.periode.cumul), Genre.MONTANT) if comptes.periode.cumul else vide(),
    )


def dire_comptes(comptes: Comptes) -> str:
    """``3 absences non justifiées, dont 2 à la suite``."""
    if not comptes.cumul:
        return "Aucune absence non justifiée"
    accord = "absence non justifiée" if comptes.cumul == 1 else "absences non justifiées"
    suite = f", dont {comptes.consecutives} à la suite" if comptes.consecutives > 1 else ""
    return f"{comptes.cumul} {accord}{suite}"


def dire_par_cours(comptes: Sequence[ComptesCours], periode: str) -> str:
    """``FM 1.3 : 2 (semestre 1 : 1) · Harpe : 1``, the courses where something counts."""
    dits = [
        f"{c.cours}\u00a0: {c.annee.cumul}" + (f" ({periode}\u00a0: {c.periode.cumul})" if c.periode != c.annee else "")
        for c in comptes
        if c.annee.cumul
    ]
    return " · ".join(dits)
