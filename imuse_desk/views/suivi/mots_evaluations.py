"""Words of the evaluations of a pupil: the manual's columns, their cells, what the period says of him. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.domain.notes import ecrire_nombre, ecrire_note, ecrire_sur
from imuse_desk.services.suivi.evaluations_eleve import LigneEvaluation
from imuse_desk.services.suivi.feuille import FeuilleVue
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide

COLONNES = (
    Colonne("type", "Type d’évaluation", 150, est_triable=False, est_etirable=True),
    Colonne("critere", "Critère", 118, est_triable=False),
    Colonne("genre", "Type de critère", 122, est_triable=False),
    Colonne("le", "Date", 92, est_triable=False),
    Colonne("note", "Note", 92, "droite", est_triable=False),
    Colonne("lettre", "Lettre", 56, est_triable=False),
    Colonne("mention", "Mention", 96, est_triable=False),
    Colonne("appreciation", "Appréciation", 150, est_triable=False),
    Colonne("choix", "Choix", 120, est_triable=False, infobulle="Morceau, programme…"),
    Colonne("absence", "Absence", 84, est_triable=False),
    Colonne("motif", "Motif", 90, est_triable=False),
)
LARGES = {"type", "appreciation", "choix", "motif"}
SANS_PERIODE = ("Aucune période d’évaluation", "La direction crée les périodes dans Réglages › Évaluations.")
SANS_CRITERE = ("Aucun critère pour ce cours", "La direction choisit les critères dans Réglages › Évaluations.")
ABSENT_DE_LA_PERIODE = ("Pas inscrit pendant cette période", "Choisissez une autre période en haut de la page.")


def cellules(ligne: LigneEvaluation) -> Sequence[Cellule]:
    """A row of the table."""
    note = ligne.cellule.note
    est_absent = note is not None and note.est_absent
    return (
        Cellule(ligne.critere.type_libelle, Genre.PHRASE),
        lien(ligne.critere.libelle),
        Cellule(ligne.critere.genre, Genre.SECOND),
        _ou_tiret(date_fr(ligne.le) if ligne.le is not None else ""),
        vide() if est_absent else _note(ligne),
        _ou_tiret(ligne.valeur.code if ligne.valeur is not None else ""),
        _ou_tiret(ligne.valeur.libelle if ligne.valeur is not None else ""),
        _ou_tiret(ligne.appreciation, Genre.PHRASE),
        _ou_tiret(ligne.choix, Genre.PHRASE),
        puce("Absent", "bad", "x-circle") if est_absent else vide(),
        _ou_tiret(note.motif if note is not None else "", Genre.PHRASE),
    )


def _note(ligne: LigneEvaluation) -> Cellule:
    """``4,50 / 5``; the letter of a scale of letters stands in its own column as well."""
    echelle = ligne.critere.echelle
    ecrite = ecrire_note(ligne.cellule.note, echelle)
    if not ecrite:
        return vide()
    return Cellule(ecrite, Genre.MONTANT, second=f"/ {ecrire_nombre(echelle.maximum)}" if echelle.est_nombre else "")


def _ou_tiret(mots: str, genre: Genre = Genre.TEXTE) -> Cellule:
    return Cellule(mots, genre) if mots else vide()


def dire_etat(feuille: FeuilleVue) -> tuple[str, Ton, str]:
    """The chip of the period: open, validated or closed."""
    if feuille.etat is EtatFeuille.VALIDEE:
        return "Validée", "ok", "seal-check"
    if feuille.fermee:
        return "Close", "neutral", "lock-simple"
    return "Ouverte", "info", "lock-simple-open"


def dire_moyenne(feuille: FeuilleVue) -> str:
    """``Moyenne : 4,86 / 5,00 · A · Très bien``; nothing without one."""
    bilan = feuille.eleves[0].bilan if feuille.eleves else None
    if bilan is None or bilan.moyenne is None or bilan.echelle is None:
        return ""
    mots = [f"Moyenne\u00a0: {ecrire_sur(bilan.moyenne, bilan.echelle)}"]
    if bilan.valeur is not None:
        mots += [bilan.valeur.code if bilan.echelle.est_nombre else "", bilan.valeur.libelle]
    if not bilan.est_complet:
        mots.append("provisoire, il manque des notes")
    return " · ".join(mot for mot in mots if mot)
