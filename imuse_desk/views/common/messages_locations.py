"""French words of the refusals of instrument hire; see ``messages.py``."""

TEXTES_LOCATIONS: dict[str, tuple[str, str, str]] = {
    "inventaire_pris": (
        "Numéro déjà pris",
        "Un instrument porte déjà le numéro {numero}.",
        "Donnez un autre numéro d’inventaire.",
    ),
    "instrument_loue": (
        "Instrument loué",
        "Cet instrument est loué à {eleve} jusqu’au {au}.",
        "Enregistrez d’abord son retour.",
    ),
    "location_chevauchee": (
        "Instrument loué",
        "Un autre contrat tient cet instrument pendant ces dates.",
        "Actualisez la liste (F5) et choisissez un instrument libre.",
    ),
    "instrument_indisponible": (
        "Instrument indisponible",
        "L’instrument {numero} est en réparation ou réformé.",
        "Choisissez un instrument libre.",
    ),
    "location_sans_prix": (
        "Prix inconnu",
        "Aucun prix de location pour {type}, année de location {rang}.",
        "Fixez-le dans la page Tarif, ou écrivez le prix convenu.",
    ),
    "eleve_sans_foyer": (
        "Élève sans famille",
        "Cet élève n’est rattaché à aucune famille du site.",
        "Rattachez-le dans l’onglet Élève.",
    ),
    "eleve_a_choisir": (
        "Élève à choisir",
        "Aucun élève ne porte exactement ce nom, ou plusieurs le portent.",
        "Choisissez-le dans les propositions.",
    ),
    "contrat_clos": (
        "Contrat terminé",
        "L’instrument de ce contrat est déjà revenu, ou le contrat est annulé.",
        "Actualisez la liste (F5).",
    ),
    "location_facturee": (
        "Contrat facturé",
        "Ce contrat est facturé ({numero}).",
        "Faites d’abord un avoir de sa ligne dans l’onglet Facturation, puis annulez le contrat.",
    ),
    "deja_en_attente": (
        "Déjà en attente",
        "Cet élève attend déjà\u00a0: {type}.",
        "Sa demande garde son rang dans la page Attente.",
    ),
    "demande_close": (
        "Demande close",
        "Cette demande a déjà été servie ou retirée.",
        "Actualisez la liste (F5).",
    ),
    "photo_refusee": (
        "Photo refusée",
        "{fichier}\u00a0: {raison}.",
        "Choisissez une photo JPEG ou PNG qui s’ouvre.",
    ),
    "renouvellement_anterieur": (
        "Année à revoir",
        "Un contrat se renouvelle pour une année qui commence après lui.",
        "Choisissez l’année suivante.",
    ),
    "renouvellement_sans_annee": (
        "Aucune année à venir",
        "Aucune année ouverte ne commence après ce contrat.",
        "La direction prépare l’année suivante dans Outils › Établissement.",
    ),
    "renouvellements_epuises": (
        "Renouvellements épuisés",
        "Ce serait la {rang} année de location\u00a0: le site admet {limite}.",
        "La direction peut l’accorder, avec un motif.",
    ),
    "location_renouvelee": (
        "Location renouvelée",
        "Cette location est renouvelée à partir du {du}.",
        "Annulez d’abord le contrat renouvelé (Plus › Annuler le contrat), puis enregistrez le retour.",
    ),
    "attestation_absente": (
        "Aucun document",
        "Aucun document d’assurance n’est joint à ce contrat, ou il ne vous est pas ouvert.",
        "Choisissez-le dans Plus › Attestation d’assurance.",
    ),
}
