"""The merge fields that a letter or e-mail may hold: keys as templates write them, words as the list shows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChampFusion:
    """A field: ``eleve.prenom``, the words that say what it gives, its group in the list.

    ``exemple`` stands for what one letter alone knows, while its text is typed.
    """

    cle: str
    libelle: str
    groupe: str
    exemple: str = ""


_TABLE = {
    "Destinataire": {
        "famille.nom": "Nom de la famille (Mme Claire Besson, Famille Besson)",
        "famille.appel": "Formule d’appel (Madame, Madame, Monsieur)",
        "famille.dossier": "Numéro de dossier",
        "famille.adresse": "Adresse sur une ligne",
        "famille.telephones": "Téléphones",
        "famille.courriels": "Courriels",
        "responsable.civilite": "Civilité du premier responsable",
        "responsable.prenom": "Prénom du premier responsable",
        "responsable.nom": "Nom du premier responsable",
    },
    "Élèves": {
        "eleve.prenom": "Prénom (Camille et Thomas s’ils sont deux)",
        "eleve.nom": "Nom de famille",
        "eleve.complet": "Prénom et nom",
        "eleve.naissance": "Date de naissance",
        "eleve.cours": "Cours suivis, avec le niveau",
        "eleve.horaires": "Cours et horaires, un par ligne",
    },
    "Réinscription": {
        "campagne.annee": "Année de la réinscription",
        "campagne.ouverture": "Premier jour des réponses",
        "campagne.limite": "Dernier jour des réponses",
        "campagne.pieces": "Dernier jour des pièces",
        "dossier.numero": "Numéro du dossier, attribué au dépôt",
        "dossier.pieces": "Pièces manquantes, une par ligne",
        "dossier.a_completer": "Pièces manquantes ou refusées, pourquoi et quoi apporter",
        "dossier.limite": "Dernier jour pour les remettre",
        "dossier.consequence": "Ce qui se passe sans elles",
    },
    "Établissement": {
        "etablissement.nom": "Nom de l’établissement ou du réseau",
        "site.nom": "Nom du site",
        "site.adresse": "Adresse du site sur une ligne",
        "site.telephone": "Téléphone du site",
        "site.courriel": "Courriel du site",
        "signataire.nom": "Nom du signataire",
        "signataire.qualite": "Qualité du signataire",
    },
    "Date": {"date": "Date du jour (28/11/2026)", "annee": "Année scolaire consultée"},
}

_RELANCE = {
    "relance.montant": "Somme à régler",
    "relance.pieces": "Factures à régler, une par ligne",
    "relance.depuis": "Échéance la plus ancienne",
    "relance.precedente": "Date de la relance précédente",
}

_ABSENCE = {
    "absence.lecons": "Cours manqués, en lettres (trois cours)",
    "absence.liste": "Cours manqués, un par ligne",
    "absence.cours": "Cours concernés",
    "absence.limite": "Dernier jour pour se justifier",
    "absence.precedent": "Phrase qui rappelle le courrier précédent, s’il y en a un",
    "absence.suivant": "Absences du palier suivant, en lettres (trois absences)",
}

CHAMPS = tuple(ChampFusion(cle, mots, groupe) for groupe, lignes in _TABLE.items() for cle, mots in lignes.items())
CLES = frozenset(champ.cle for champ in CHAMPS)
CLES_MOTIF = frozenset(c for c in CLES if c.startswith(("campagne.", "site.", "etablissement."))) | {
    "dossier.limite",
    "piece.mois",
}
"""What the letter text of a motive of refusal may name."""
CHAMPS_RELANCE = tuple(ChampFusion(cle, mots, "Relance") for cle, mots in _RELANCE.items())
"""What the letters of reminders may say besides."""
CLES_RELANCE = frozenset(_RELANCE)
CHAMPS_ABSENCE = tuple(ChampFusion(cle, mots, "Absences") for cle, mots in _ABSENCE.items())
"""What the letters of the ladder of absences may say besides."""
CLES_ABSENCE = frozenset(_ABSENCE)

CHEQUE_IMPAYE = "cheque_impaye"
"""The use of the letter of a cheque that the bank gave back."""
_PROPRES = {
    CHEQUE_IMPAYE: (
        ChampFusion(
            "impaye.cheque", "Le chèque, son montant, sa banque", "Chèque impayé",
            "chèque n°\u00a00004512 de 120,00\u00a0€ (Banque du Val)",
        ),
        ChampFusion("impaye.montant", "Montant du chèque", "Chèque impayé", "120,00\u00a0€"),
        ChampFusion("impaye.le", "Jour où la banque l’a rendu", "Chèque impayé", "17/11/2026"),
        ChampFusion(
            "impaye.frais", "Phrase des frais ajoutés, ou rien", "Chèque impayé",
            " 15,00\u00a0€ de frais s’y ajoutent (facture 26FC00124).",
        ),
    ),
}  # fmt: skip
"""By use, the fields that its templates alone may hold."""


def champs_propres(code: str) -> tuple[ChampFusion, ...]:
    """What the templates of a use may say besides."""
    return _PROPRES.get(code, ())
