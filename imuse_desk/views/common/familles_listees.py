"""Rows of a list of families, wherever one is shown: head of the household, children, the state that asks most."""

from collections.abc import Sequence

from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.lectures.liste_familles import LigneFamille
from imuse_desk.services.lectures.listes_dossiers import en_capitales
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, nom, puce, vide

COLONNES = (
    Colonne("nom", "Famille", 162, est_etirable=True),
    Colonne("enfants", "Enfants", 76),
    Colonne("etat", "Réinscription", 160),
)
COLONNES_EN_PLUS = (
    Colonne("numero", "N° de dossier", 96, est_montree=False),
    Colonne("nombre", "Nombre d’enfants", 116, "droite", nature=Nature.NOMBRE, est_montree=False, est_sommable=True),
    Colonne("telephone", "Téléphone", 120, est_montree=False),
    Colonne("email", "E-mail", 200, est_montree=False),
    Colonne("cp", "Code postal", 90, est_montree=False),
    Colonne("ville", "Ville", 120, est_montree=False),
    Colonne("statut", "Résidence", 110, est_montree=False),
    Colonne("quotient", "Quotient\u00a0€", 96, "droite", nature=Nature.MONTANT, est_montree=False),
)
ETATS: dict[EtatDossier, tuple[Ton, str]] = {
    EtatDossier.SANS_REPONSE: ("neutral", "hourglass-medium"),
    EtatDossier.EN_SAISIE: ("neutral", "pencil-simple"),
    EtatDossier.DEPOSEE: ("info", "upload-simple"),
    EtatDossier.INCOMPLETE: ("warn", "file-dashed"),
    EtatDossier.A_VERIFIER: ("info", "hourglass-medium"),
    EtatDossier.VALIDEE: ("ok", "check-circle"),
    EtatDossier.REFUSEE: ("bad", "x-circle"),
    EtatDossier.NE_SE_REINSCRIT_PAS: ("neutral", "minus-circle"),
    EtatDossier.CONGE: ("neutral", "clock"),
}


def cellules(ligne: LigneFamille) -> Sequence[Cellule]:
    """A row of the list."""
    etat = vide() if ligne.etat is None else puce_etat(ligne.etat)
    if ligne.est_archivee:
        etat = puce("Archivée", "neutral", "archive")
    suffixe = f"{ligne.prenom} · autre site" if ligne.est_autre_site else ligne.prenom
    enfants = Cellule(", ".join(ligne.enfants), Genre.SECOND) if ligne.enfants else vide()
    return nom(en_capitales(ligne.nom), suffixe), enfants, etat


def puce_etat(etat: EtatDossier) -> Cellule:
    """A re-enrolment's state as a chip."""
    ton, icone = ETATS[etat]
    return puce(etat.libelle, ton, icone)
