"""French words of the codes of a call and of a check, for screens and the command line alike."""

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.facturation.caisse import Alerte
from imuse_desk.services.facturation.registres import Accord

EXCLUSIONS: dict[str, tuple[str, str]] = {
    "grille_absente": ("Grille absente", "Aucune grille n’est en vigueur pour cette année."),
    "sans_tarif": ("Sans tarif", "Un cours n’a pas de tarif dans la grille."),
    "deja_facturee": ("Déjà facturée", "Une facture existe pour cette année et ce registre."),
    "provisoire": ("Provisoire retenue", "Le site ne facture pas le tarif plafond à titre provisoire."),
    "sous_minimum": ("Sous le minimum", "Le montant est sous le minimum facturé."),
    "plan_hors_regle": (
        "Échéancier à revoir",
        "L’échéancier accordé dépasse la règle de l’année pour ce montant.",
    ),
    "rien": ("Rien à facturer", "Aucun article de ce registre dans cet appel."),
    "sans_inscription": ("Sans inscription", "Aucun élève n’est plus inscrit cette année."),
    "montant_change": ("Montant changé", "Le montant n’est plus celui de l’aperçu."),
}
"""Why a household is left out of a call: a few words, and a sentence."""

FAUTES: dict[str, str] = {
    "trou": "Numéro manquant",
    "bordereau_faux": "Bordereau faux",
    "chaine_rompue": "Chaîne rompue",
    "contenu_modifie": "Contenu modifié",
    "contenu_illisible": "Contenu illisible",
    "colonnes_modifiees": "Ligne modifiée",
    "somme_fausse": "Total différent de ses lignes",
    "compteur_faux": "Compteur faux",
    "lignes_fausses": "Lignes fausses",
    "echeancier_faux": "Échéancier faux",
    "ecritures_fausses": "Écritures fausses",
    "reglements_faux": "Règlements différents du reçu",
    "imputations_fausses": "Imputations fausses",
    "trop_impute": "Facture réglée au-delà",
    "dernier_acte_absent": "Dernier acte disparu",
    "caisse_fausse": "Comptage de caisse faux",
    "cloture_fausse": "Clôture fausse",
    "mois_clos": "Inscrit dans un mois clos",
    "remboursements_faux": "Remboursements faux",
}
"""What a check finds."""


def mots_accord(accord: Accord) -> str:
    """``3 fois dès le 15/12/2026, par dérogation``."""
    fois = f"{accord.nombre} fois" if accord.nombre > 1 else "1 fois"
    derogation = ", par dérogation" if accord.est_derogation else ""
    return f"{fois} dès le{INSECABLE}{date_fr(accord.premiere_le)}{derogation}"


def mots_alerte(alerte: Alerte) -> str:
    """What the till warns of, in one sentence."""
    if alerte.code == "encaisse":
        return f"Encaisse de {euros(alerte.montant_centimes)}{INSECABLE}: le maximum est de {euros(alerte.limite)}."
    cheques = f"{alerte.nombre}{INSECABLE}chèque{'s' * (alerte.nombre > 1)}"
    return f"{cheques} ({euros(alerte.montant_centimes)}) à remettre depuis plus de {alerte.limite}{INSECABLE}jours."
