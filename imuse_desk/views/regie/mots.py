"""Words of the slips and of the check: columns, cells, counts. Qt-free."""

from collections.abc import Iterable, Sequence

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.pieces import GenreBordereau
from imuse_desk.services.facturation.bordereaux import ARemettre
from imuse_desk.services.facturation.fautes import Faute, Releve
from imuse_desk.services.facturation.lecture_bordereaux import BordereauVu
from imuse_desk.services.facturation.mots import FAUTES
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, case, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

GENRES = [
    (GenreBordereau.CHEQUES, "Chèques"),
    (GenreBordereau.ESPECES, "Espèces"),
    (GenreBordereau.TITRES, "Chèques-vacances"),
    (GenreBordereau.RAPPROCHEMENT, "Rapprochement"),
]
REGLEMENTS = Mots("règlement", "règlements")
BORDEREAUX = Mots("bordereau", "bordereaux")
ANOMALIES = Mots("faute", "fautes", est_feminin=True)
PIECES, ECRITURES = Mots("pièce", "pièces"), Mots("écriture", "écritures")
COCHE = "coche"
COLONNES_A_REMETTRE = (
    Colonne(COCHE, "Remis", 62, "centre"),
    Colonne("famille", "Famille", 150, est_etirable=True),
    Colonne("recu", "Reçu", 96),
    Colonne("le", "Date", 90, nature=Nature.DATE),
    Colonne("mode", "Mode", 104),
    Colonne("titre", "Titre", 190),
    Colonne("montant", "Montant\u00a0€", 92, "droite", nature=Nature.MONTANT, est_sommable=True),
)
COLONNES_BORDEREAUX = (
    Colonne("numero", "Numéro", 100),
    Colonne("genre", "Nature", 130),
    Colonne("le", "Fermé le", 90, nature=Nature.DATE),
    Colonne("nombre", "Nombre", 74, "droite", nature=Nature.NOMBRE, est_sommable=True),
    Colonne("total", "Total\u00a0€", 92, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("agent", "Par", 120),
    Colonne("observations", "Observations", 120, est_etirable=True),
)
COLONNES_FAUTES = (
    Colonne("faute", "Faute", 230),
    Colonne("ou", "Pièce", 170),
    Colonne("detail", "Détail", 400, est_etirable=True),
)


def cellules_a_remettre(ligne: ARemettre, *, est_cochee: bool) -> Sequence[Cellule]:
    """A payment that waits."""
    tireur = ligne.tireur if ligne.tireur != ligne.famille else ""
    titre = ", ".join(mot for mot in (ligne.numero, ligne.banque, tireur) if mot)
    return (
        case(est_cochee=est_cochee),
        lien(ligne.famille),
        Cellule(ligne.recu),
        Cellule(date_fr(ligne.encaisse_le), Genre.SECOND),
        Cellule(ligne.mode, Genre.SECOND),
        Cellule(titre, Genre.SECOND) if titre else vide(),
        cellule_montant(montant(ligne.montant_centimes)),
    )


def cellules_bordereau(vu: BordereauVu) -> Sequence[Cellule]:
    """A slip that was closed."""
    return (
        Cellule(vu.numero, Genre.FORT),
        Cellule(dict(GENRES)[vu.genre], Genre.SECOND),
        Cellule(date_fr(vu.le), Genre.SECOND),
        Cellule(str(vu.nombre)),
        cellule_montant(montant(vu.total_centimes)),
        Cellule(vu.agent, Genre.SECOND),
        Cellule(vu.observations, Genre.SECOND) if vu.observations else vide(),
    )


def choisis(lignes: Iterable[ARemettre]) -> str:
    """``17 règlements, 3 917,63 €``."""
    montants = [ligne.montant_centimes for ligne in lignes]
    return f"{REGLEMENTS.compte(len(montants))}, {euros(sum(montants))}"


def dire_comptage(compte_centimes: int, attendu_centimes: int) -> str:
    """What was counted beside what the receipts say."""
    if compte_centimes == attendu_centimes:
        return f"Compté {euros(compte_centimes)}\u00a0: le compte est juste."
    ecart = compte_centimes - attendu_centimes
    quoi = f"il manque {euros(-ecart)}" if ecart < 0 else f"{euros(ecart)} de trop"
    return f"Compté {euros(compte_centimes)}\u00a0: {quoi} sur les {euros(attendu_centimes)} des reçus."


def coupure(valeur_centimes: int) -> str:
    """``50 €``, ``20 c``."""
    if valeur_centimes >= 100:
        return f"{valeur_centimes // 100}\u00a0€"
    return f"{valeur_centimes}\u00a0c"


def cellules_faute(faute: Faute) -> Sequence[Cellule]:
    """Something that does not add up."""
    return (
        puce(FAUTES[faute.code], "bad", "warning-circle"),
        Cellule(faute.ou, Genre.FORT),
        Cellule(faute.detail, Genre.SECOND) if faute.detail else vide(),
    )


def dire_releve(releve: Releve) -> str:
    """``412 pièces, 530 écritures : aucune faute``."""
    n = len(releve.fautes)
    return (
        f"{PIECES.compte(releve.pieces)}, {ECRITURES.compte(releve.ecritures)}\u00a0: "
        f"{ANOMALIES.compte(n) if n else 'aucune faute'}"
    )
