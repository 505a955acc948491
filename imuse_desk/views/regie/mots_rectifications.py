"""Words of the rectifications: columns, rows, what a new price changes and from which day. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.tarifs.changement import Effet
from imuse_desk.services.facturation.effets import DEPOT_PIECE, RESIDENCE, SAISIE, Applique
from imuse_desk.services.facturation.rectification import Ecart
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant

EUROS = Nature.MONTANT
COLONNES = (
    Colonne("dossier", "Dossier", 76),
    Colonne("famille", "Famille", 150, est_etirable=True),
    Colonne("factures", "Factures", 104),
    Colonne("facture", "Facturé\u00a0€", 92, "droite", nature=EUROS, est_sommable=True),
    Colonne("nouveau", "Nouvelle facture\u00a0€", 132, "droite", nature=EUROS, est_sommable=True),
    Colonne("difference", "Différence\u00a0€", 100, "droite", nature=EUROS, est_sommable=True),
    Colonne("regle", "Déjà réglé\u00a0€", 100, "droite", nature=EUROS, est_sommable=True),
    Colonne("effet", "Nouveau tarif", 262),
    Colonne("etat", "État", 136),
)
FAMILLES = Mots("famille", "familles", est_feminin=True)
REGLES = {
    Effet.RETROACTIF: "Un tarif changé refait toute l’année.",
    Effet.DEPOT: "Un tarif changé vaut de son jour\u00a0: les périodes commencées restent à l’ancien.",
    Effet.ECHEANCE: "Un tarif changé vaut de l’échéance suivante\u00a0: ce qui est échu reste à l’ancien.",
}
"""The rule of the year, above the list."""
ORIGINES = {DEPOT_PIECE: "pièce déposée", RESIDENCE: "résidence", SAISIE: "date choisie"}
SUITES = {
    Effet.DEPOT: "les périodes déjà commencées restent à l’ancien tarif",
    Effet.ECHEANCE: "les échéances déjà dues restent à l’ancien tarif",
}


def effet(applique: Applique) -> str:
    """From when, and where the day comes from: ``dès le 08/01/2027, pièce déposée``."""
    if applique.le is None:
        return "toute l’année"
    quand = "dès le" if applique.effet is Effet.DEPOT else "échéance après le"
    return f"{quand}\u00a0{date_fr(applique.le)}, {ORIGINES[applique.origine]}"


def phrase_effet(applique: Applique) -> str:
    """The same in a sentence, before anything is issued."""
    if applique.le is None:
        return "Le nouveau tarif refait toute l’année."
    suite = f"{_phrase(applique.suite)} ({ORIGINES[applique.origine]})"
    plein = euros(applique.plein_centimes)
    return f"{suite}\u00a0: {SUITES[applique.effet]}. Une année entière au nouveau tarif ferait {plein}."


def phrase_effets(choisis: Sequence[Ecart]) -> str:
    """What is applied to several households: the effect of the year, and from which days."""
    jours = sorted({e.applique.le for e in choisis if e.applique.le is not None})
    if not jours:
        return phrase_effet(choisis[0].applique)
    regle = choisis[0].applique.effet
    if len(jours) == 1:
        return f"{_phrase(choisis[0].applique.suite)}\u00a0: {SUITES[regle]}."
    bornes = f"du\u00a0{date_fr(jours[0])} au\u00a0{date_fr(jours[-1])}, selon la famille"
    return f"Nouveau tarif à partir d’une date par famille ({bornes})\u00a0: {SUITES[regle]}."


def _phrase(mots: str) -> str:
    return f"{mots[:1].upper()}{mots[1:]}"


def rangee(ecart: Ecart) -> Sequence[Cellule]:
    """A household whose price moved."""
    sans = bool(ecart.exclusion)
    etat = puce("Plus de tarif", "bad", "warning") if sans else vide()
    if ecart.est_sans_effet and not sans:
        etat = puce("Sans effet", "neutral", "minus-circle")
    elif ecart.a_un_avoir and not sans:
        etat = puce("Avoir accordé", "warn", "warning")
    elif ecart.est_provisoire and not sans:
        etat = puce("Plafond provisoire", "warn", "hourglass-medium")
    return (
        Cellule(ecart.numero, Genre.SECOND),
        lien(ecart.famille),
        Cellule(", ".join(ecart.factures), Genre.SECOND),
        cellule_montant(montant(ecart.facture_centimes)),
        vide() if sans else cellule_montant(montant(ecart.nouveau_centimes)),
        vide() if sans else cellule_montant(montant(ecart.difference_centimes)),
        cellule_montant(montant(ecart.regle_centimes)),
        vide() if sans else Cellule(effet(ecart.applique), Genre.SECOND),
        etat,
    )


def pieces(choisis: Sequence[Ecart]) -> str:
    """What is taken back and what is asked for."""
    repris, nouveau = sum(e.facture_centimes for e in choisis), sum(e.nouveau_centimes for e in choisis)
    if len(choisis) == 1:
        numeros = ", ".join(choisis[0].factures)
        dit = f"Un avoir reprend {euros(repris)} ({numeros}), une nouvelle facture demande {euros(nouveau)}."
        accorde = -choisis[0].avoirs_centimes
        return f"{dit} L’avoir de {euros(accorde)} déjà accordé serait redemandé." if accorde else dit
    return f"Les avoirs reprennent {euros(repris)}, les nouvelles factures demandent {euros(nouveau)}."


def dire(choisis: Sequence[Ecart]) -> str:
    """The plan to come of one household; of several, what they owe more or less in all."""
    if len(choisis) == 1:
        return _echeancier(choisis[0])
    if not choisis:
        return ""
    difference = sum(e.difference_centimes for e in choisis)
    return f"Différence pour {FAMILLES.compte(len(choisis))}\u00a0: {euros(difference)}."


def _echeancier(ecart: Ecart) -> str:
    """The plan of the invoice to come, in one sentence; what is paid stands first."""
    parts = []
    for rang, echeance in enumerate(ecart.echeances):
        quand = "à réception"
        if echeance.le is not None:
            quand = f"le\u00a0{date_fr(echeance.le)}"
        elif rang == 0 and ecart.regle_centimes > 0:
            quand = "déjà réglés"
        parts.append(f"{euros(echeance.montant_centimes)} {quand}")
    return f"Nouvel échéancier\u00a0: {', '.join(parts)}." if parts else ""
