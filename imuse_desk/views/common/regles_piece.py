"""The words of the rules that look at a piece, and of what they find, Qt-free."""

from collections.abc import Mapping, Sequence

from imuse_desk.domain.verification.constats import Regle
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import A_REVOIR, LIEES, MANQUENT, REUNIS, Part
from imuse_desk.domain.verification.lecture import Nature
from imuse_desk.services.etablissement.fusion import enumerer
from imuse_desk.views.common.jetons import Ton

REGLES: Mapping[str, str] = {
    Regle.LECTURE: "Lecture du fichier",
    Regle.SCEAU: "Cachet 2D-Doc",
    Regle.NATURE: "Nature du document",
    Regle.DATE: "Date du document",
    Regle.NOM: "Nom connu du foyer",
    Regle.ADRESSE: "Adresse du foyer",
    Regle.CONCORDANCE: "Revenu fiscal\u00a0: cachet = imprimé",
    Regle.PAGES: "Pages",
    Regle.ANNEE: "Année des revenus",
    Regle.REVENU: "Revenu fiscal de référence",
    Regle.PARTS: "Nombre de parts",
    Regle.PARENT: "Avis du bon parent",
    Regle.EMETTEUR: "Émetteur",
    Regle.MOIS: "Mois de l’attestation",
    Regle.QUOTIENT: "Quotient familial",
    Regle.HEBERGEANT: "Même hébergeant partout",
    Regle.ENSEMBLE: "Hébergement\u00a0: les trois pièces",
    Regle.MEME_FICHIER: "Même document qu’une autre pièce de la famille",
    Regle.AUTRE_FOYER: "Même document que le dossier d’une autre famille",
    "acceptee_malgre": "Acceptée quand même",
    "pdf": "Nature du fichier",
    "pages_vides": "Pages blanches",
    "pages_abimees": "Pages abîmées",
    "contenu_actif": "Contenu actif",
    "chiffre": "Chiffrement",
    "repare": "Réparé à l’ouverture",
    "photo": "Photo convertie en PDF",
    "assemble": "Document assemblé ici",
    "extrait": "Tiré d’une numérisation",
    "structure_illisible": "Structure illisible",
}
COURTES: Mapping[Regle, str] = {
    Regle.SCEAU: "Cachet",
    Regle.NATURE: "Nature",
    Regle.DATE: "Date",
    Regle.NOM: "Nom",
    Regle.ADRESSE: "Adresse",
    Regle.HEBERGEANT: "Hébergeant",
    Regle.ENSEMBLE: "Trois pièces",
    Regle.EMETTEUR: "Émetteur",
    Regle.MOIS: "Mois",
    Regle.QUOTIENT: "Quotient",
    Regle.ANNEE: "Année",
    Regle.PAGES: "Pages",
    Regle.PARENT: "Parent",
    Regle.REVENU: "Revenu",
    Regle.CONCORDANCE: "Concordance",
    Regle.PARTS: "Parts",
}
"""The rules in one word, for ticks side by side."""
DETAILS: Mapping[str, str] = {
    "non_lu": "non lu\u00a0: à lire sur le document",
    "non_lue": "non lue\u00a0: à lire sur le document",
    "trop_ancienne": "trop ancienne",
    "a_venir": "postérieure au dépôt",
    "expiree": "expirée le jour du dépôt",
    "proche": "proche, à comparer",
    "autre_personne": "autre personne",
    "imprime_autre": "le nom imprimé n’est pas celui du cachet",
    "declarant_inconnu": "déclarant inconnu du dossier",
    "autre_adresse": "autre adresse que le dossier",
    "autre_annee": "une autre année est attendue",
    "non_acceptee": "non accepté ici",
    "autre_que_la_caf": "autre organisme que la CAF",
    "sans_marques": "sans numéros de page",
    "pages_manquantes": "il manque des pages",
    "pages_en_trop": "plus de pages que l’avis n’en a",
    "suite_de_qui": "suite de quel avis\u00a0?",
    "premier_fichier": "d’après le premier fichier de l’avis",
    "autre_parent": "avis de l’autre parent",
    "meme_avis": "le même avis est déjà sur la ligne du parent 1",
    "differe": "les valeurs diffèrent",
    "imprimes_differents": "les pages ne disent pas la même chose",
    "sans_sceau": "rien ne scelle cette valeur",
    "revenu_non_scelle": "le cachet ne porte pas le revenu",
    "de_l_hebergeant": "celui de l’hébergeant",
    "sans_objet": "sans objet pour ce document",
    "illisible": "illisible",
    "a_confirmer": "à confirmer",
    "essai": "certificat d’essai",
    "autre_document": "cachet d’un autre genre de document",
    "signature": "la signature n’est pas celle de ce contenu",
    "revoque": "certificat révoqué",
    "hors_validite": "signé hors de la validité du certificat",
    "sans_date": "sans date de signature",
    "autorite_inconnue": "autorité absente de la liste de confiance",
    "autorite_expiree": "autorité expirée le jour de la signature",
    "certificat_inconnu": "certificat à importer",
}
CONTROLES: Mapping[Controle, str] = {
    Controle.AUCUN: "Aucune",
    Controle.DOMICILE: "Justificatif de domicile",
    Controle.CAF: "Attestation de la CAF",
    Controle.AVIS: "Avis d’imposition",
    Controle.IDENTITE: "Pièce d’identité",
}
NATURES: Mapping[str, str] = {
    Nature.AVIS: "avis d’impôt",
    Nature.NON_IMPOSITION: "avis de non-imposition",
    Nature.DECLARATIVE: "avis de situation déclarative",
    Nature.CAF_PAIEMENT: "attestation de paiement CAF",
    Nature.CAF_QUOTIENT: "attestation de quotient familial",
    Nature.TAXE_HABITATION: "taxe d’habitation",
    Nature.ECHEANCIER: "échéancier",
    Nature.FACTURE: "facture",
    Nature.QUITTANCE: "quittance",
    Nature.HEBERGEMENT: "attestation d’hébergement",
    Nature.IDENTITE: "pièce d’identité",
}
SCEAUX: Mapping[str, tuple[str, Ton, str]] = {
    "valide": ("Cachet 2D-Doc valide", "ok", "seal-check"),
    "valide_sans_revocation": ("Cachet 2D-Doc valide", "ok", "seal-check"),
    "emetteur_absent": ("Émetteur absent de la liste de confiance", "warn", "warning"),
    "invalide": ("Cachet 2D-Doc invalide", "bad", "x-circle"),
    "pas_de_code": ("Pas de cachet 2D-Doc", "neutral", "info"),
}
PARTS: Mapping[Part, str] = {
    Part.PROPRE: "Justificatif de la famille",
    Part.HEBERGEMENT: "Attestation d’hébergement",
    Part.IDENTITE_HOTE: "Pièce d’identité de l’hébergeant",
    Part.DOMICILE_HOTE: "Justificatif de l’hébergeant",
}
"""What a paper may be on the row of proofs of address."""
_COMPTES = {
    "marques_absentes": "pages non numérotées\u00a0: {}",
    "fichiers": "sur {} fichiers",
}


_SUITES: Mapping[str, str] = {
    MANQUENT: "il manque {}",
    A_REVOIR: "à revoir\u00a0: {}",
    REUNIS: "{} dans ce même fichier, à vérifier vous-même",
}
_NOMS: Mapping[Part, str] = {
    Part.HEBERGEMENT: "attestation",
    Part.IDENTITE_HOTE: "pièce d’identité",
    Part.DOMICILE_HOTE: "justificatif",
}
_ARTICLES: Mapping[Part, str] = {
    Part.HEBERGEMENT: "l’attestation d’hébergement",
    Part.IDENTITE_HOTE: "la pièce d’identité de l’hébergeant",
    Part.DOMICILE_HOTE: "le justificatif de l’hébergeant",
}


def titre_regle(regle: str, detail: str = "") -> str:
    """The words of a rule; pages that contradict each other are no matter of a seal."""
    if regle == Regle.CONCORDANCE and detail == "imprimes_differents":
        return "Revenu fiscal\u00a0: le même à chaque page"
    return REGLES.get(regle, regle.replace("_", " ").capitalize())


def dire_detail(detail: str) -> str:
    """The reason of a state, nothing where there is none."""
    code, _, valeur = detail.partition(":")
    if code.startswith("illisible_"):
        return "le code n’est pas selon la norme"
    if code in _SUITES:
        noms = _NOMS if code == A_REVOIR else _ARTICLES
        return _SUITES[code].format(enumerer([noms[part] for part in _parts(valeur)]))
    return _COMPTES[code].format(valeur) if code in _COMPTES else DETAILS.get(detail, "")


def dire_valeur(regle: str, valeur: str) -> str:
    """What was seen, in words where it is a code."""
    if regle == Regle.SCEAU:
        return SCEAUX[valeur][0] if valeur in SCEAUX else valeur
    if regle == Regle.NATURE:
        return NATURES.get(valeur, valeur)
    return _recus(_parts(valeur)) if regle == Regle.ENSEMBLE else valeur


def _parts(valeur: str) -> list[Part]:
    """The parts of a set, from their codes."""
    codes = {mot.strip() for mot in valeur.split(",")}
    return [part for part in LIEES if part.value in codes]


def _recus(parts: Sequence[Part]) -> str:
    """``attestation, pièce d’identité et justificatif de l’hébergeant reçus``."""
    if not parts:
        return ""
    de_l_hote = "" if parts[-1] is Part.HEBERGEMENT else " de l’hébergeant"
    accord = "" if Part.DOMICILE_HOTE in parts else "e"
    return f"{enumerer([_NOMS[part] for part in parts])}{de_l_hote} reçu{accord}{'s' if len(parts) > 1 else ''}"
