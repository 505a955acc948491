"""Words of the till, the closings and the money to class: columns, cells, sentences. Qt-free."""

from collections.abc import Sequence
from datetime import date

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr, mois_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.pieces import GenreActe, empreinte_courte
from imuse_desk.services.facturation.a_classer import RecetteVue
from imuse_desk.services.facturation.caisse import ComptageVu, EtatCaisse, Mouvement
from imuse_desk.services.facturation.clotures import ClotureVue
from imuse_desk.services.facturation.reglages_regie import NominationVue
from imuse_desk.services.facturation.remboursements import EtatDemande, RemboursementVu
from imuse_desk.services.facturation.remise_service import ServiceVu
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

COMPTAGES, CLOTURES = Mots("comptage", "comptages"), Mots("clôture", "clôtures", est_feminin=True)
RECETTES, NOMINATIONS = (
    Mots("recette", "recettes", est_feminin=True),
    Mots("nomination", "nominations", est_feminin=True),
)
DEMANDES = Mots("demande", "demandes", est_feminin=True)
GENRES = {
    GenreActe.OUVERTURE: "Ouverture",
    GenreActe.ARRETE: "Arrêté",
    GenreActe.REMISE_SERVICE: "Remise de service",
}
FAITS = {
    GenreActe.OUVERTURE: "Caisse ouverte",
    GenreActe.ARRETE: "Caisse arrêtée",
    GenreActe.REMISE_SERVICE: "Service remis",
}
COLONNES_MOUVEMENTS = (
    Colonne("libelle", "Mouvement", 200, est_etirable=True),
    Colonne("nombre", "Opérations", 90, "droite", nature=Nature.NOMBRE),
    Colonne("montant", "Montant\u00a0€", 110, "droite", nature=Nature.MONTANT),
)
COLONNES_COMPTAGES = (
    Colonne("genre", "Comptage", 130),
    Colonne("numero", "N°", 52, "droite", nature=Nature.NOMBRE),
    Colonne("le", "Date", 90, nature=Nature.DATE),
    Colonne("theorique", "Théorique\u00a0€", 100, "droite", nature=Nature.MONTANT),
    Colonne("compte", "Compté\u00a0€", 100, "droite", nature=Nature.MONTANT),
    Colonne("ecart", "Écart\u00a0€", 84, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("agent", "Par", 120),
    Colonne("motif", "Motif", 100, est_etirable=True),
)
COLONNES_CLOTURES = (
    Colonne("numero", "N°", 52, "droite", nature=Nature.NOMBRE),
    Colonne("mois", "Mois", 150),
    Colonne("nombre", "Écritures", 90, "droite", nature=Nature.NOMBRE, est_sommable=True),
    Colonne("total", "Total\u00a0€", 120, "droite", nature=Nature.MONTANT, est_sommable=True),
    Colonne("agent", "Par", 160),
    Colonne("empreinte", "Empreinte", 160, est_etirable=True),
)
COLONNES_RECETTES = (
    Colonne("le", "Reçue le", 90, nature=Nature.DATE),
    Colonne("mode", "Mode", 130),
    Colonne("payeur", "Payeur annoncé", 180, est_etirable=True),
    Colonne("libelle", "Libellé de la banque", 240),
    Colonne("montant", "Montant\u00a0€", 110, "droite", nature=Nature.MONTANT, est_sommable=True),
)
COLONNES_REMBOURSEMENTS = (
    Colonne("numero", "N°", 110),
    Colonne("le", "Demandée le", 100, nature=Nature.DATE),
    Colonne("dossier", "Dossier", 76),
    Colonne("famille", "Famille", 180, est_etirable=True),
    Colonne("motif", "Motif", 320),
    Colonne("etat", "État", 120),
    Colonne("etat_le", "Depuis le", 90, nature=Nature.DATE),
    Colonne("montant", "Montant\u00a0€", 110, "droite", nature=Nature.MONTANT, est_sommable=True),
)
ETATS_REMBOURSEMENT: dict[EtatDemande, tuple[str, Ton, str]] = {
    EtatDemande.DEMANDEE: ("Demandée", "warn", "clock"),
    EtatDemande.VERSEE: ("Versée", "ok", "check"),
    EtatDemande.ANNULEE: ("Annulée", "neutral", "x"),
}
COLONNES_NOMINATIONS = (
    Colonne("nom", "Personne", 150, est_etirable=True),
    Colonne("qualite", "Qualité", 150),
    Colonne("du", "Du", 90, nature=Nature.DATE),
    Colonne("au", "Au", 90, nature=Nature.DATE),
)


def _second(mots: str) -> Cellule:
    return Cellule(mots, Genre.SECOND) if mots else vide()


def cellules_mouvement(mouvement: Mouvement) -> Sequence[Cellule]:
    """A movement of the till, or what one way of paying brought."""
    nombre = "" if mouvement.nombre is None else str(mouvement.nombre)
    return (Cellule(mouvement.libelle), _second(nombre), cellule_montant(montant(mouvement.montant_centimes)))


def cellules_comptage(vu: ComptageVu) -> Sequence[Cellule]:
    """The till as it was counted."""
    return (
        Cellule(GENRES[vu.genre], Genre.FORT),
        Cellule(str(vu.rang)),
        _second(date_fr(vu.le)),
        cellule_montant(montant(vu.theorique_centimes)),
        cellule_montant(montant(vu.compte_centimes)),
        cellule_montant(montant(vu.ecart_centimes)) if vu.ecart_centimes else vide(),
        _second(vu.agent),
        _second(vu.motif),
    )


def cellules_cloture(vue: ClotureVue) -> Sequence[Cellule]:
    """A closed month."""
    return (
        Cellule(str(vue.rang)),
        Cellule(mois(vue.au), Genre.FORT),
        Cellule(str(vue.nombre)),
        cellule_montant(montant(vue.total_centimes)),
        _second(vue.agent),
        _second(empreinte_courte(vue.empreinte)),
    )


def cellules_recette(vue: RecetteVue) -> Sequence[Cellule]:
    """Money that waits."""
    return (
        _second(date_fr(vue.recu_le)),
        _second(vue.mode),
        _second(vue.payeur),
        _second(vue.libelle),
        cellule_montant(montant(vue.montant_centimes)),
    )


def cellules_remboursement(vu: RemboursementVu) -> Sequence[Cellule]:
    """A request and what became of it."""
    motif = f"{vu.motif} · {vu.suite}" if vu.suite else vu.motif
    return (
        Cellule(vu.numero, Genre.FORT),
        _second(date_fr(vu.le)),
        _second(vu.dossier),
        Cellule(vu.famille),
        _second(motif),
        puce(*ETATS_REMBOURSEMENT[vu.etat]),
        _second(date_fr(vu.etat_le)),
        cellule_montant(montant(vu.montant_centimes)),
    )


def dire_remboursement(vu: RemboursementVu) -> str:
    """A request on one line: ``40,00 € pour Famille Valmont, demandés le 14/05/2026``."""
    return f"{euros(vu.montant_centimes)} pour {vu.famille}, demandés le {date_fr(vu.le)}."


def cellules_nomination(vue: NominationVue) -> Sequence[Cellule]:
    """A person named."""
    fin = date_fr(vue.au_le) if vue.au_le else ""
    return (Cellule(vue.nom, Genre.FORT), _second(vue.qualite.libelle), _second(date_fr(vue.du_le)), _second(fin))


def mois(au: date) -> str:
    """``mai 2026``."""
    return mois_fr(au)


def dire_etat(etat: EtatCaisse) -> str:
    """Whether the till is open, since when."""
    if etat.est_ouverte and etat.depuis_le is not None:
        return f"Caisse ouverte depuis le {date_fr(etat.depuis_le)}"
    return "Caisse fermée"


def dire_ecart(compte_centimes: int | None, theorique_centimes: int) -> str:
    """What was counted beside what should be there."""
    if compte_centimes is None:
        return "Un nombre ne peut pas être lu."
    ecart = compte_centimes - theorique_centimes
    if not ecart:
        return f"Compté {euros(compte_centimes)}\u00a0: la caisse est juste."
    quoi = f"il manque {euros(-ecart)}" if ecart < 0 else f"{euros(ecart)} de trop"
    return f"Compté {euros(compte_centimes)}\u00a0: {quoi} sur {euros(theorique_centimes)}."


def dire_service(service: ServiceVu, compte_centimes: int) -> str:
    """Who hands over, what was counted, what waits in the safe."""
    valeurs = ", ".join(
        f"{v.libelle.lower()}\u00a0: {v.nombre} ({euros(v.montant_centimes)})" for v in service.valeurs if v.nombre
    )
    suite = f" Aussi remis\u00a0: {valeurs}." if valeurs else ""
    return (
        f"{service.sortant} remet la régie. {dire_ecart(compte_centimes, service.theorique_centimes)}{suite} La caisse "
        "est arrêtée, le procès-verbal scellé, et le régisseur entrant encaisse désormais à sa place."
    )
