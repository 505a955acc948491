"""French words of the refusals of verification (2D-Doc, trust store); see ``messages.py``."""

TEXTES_VERIFICATION: dict[str, tuple[str, str, str]] = {
    "liste_illisible": (
        "Liste de confiance illisible",
        "Ce fichier n’est pas une liste de confiance 2D-Doc.",
        "Choisissez le fichier XML publié par France Titres (tsl_signed.xml).",
    ),
    "certificat_illisible": (
        "Certificat illisible",
        "Ce fichier ne contient aucun certificat.",
        "Choisissez un fichier .der, .cer, .pem ou .p7c publié par l’autorité.",
    ),
    "revocations_illisibles": (
        "Liste de révocation illisible",
        "Ce fichier n’est pas une liste de certificats révoqués.",
        "Choisissez le fichier .crl publié par l’autorité.",
    ),
    "liste_plus_ancienne": (
        "Liste de confiance plus ancienne",
        "Cette liste porte le numéro {sequence}\u00a0; celle du réseau porte le numéro {derniere}.",
        "Choisissez la dernière liste publiée par France Titres.",
    ),
    "revocations_sans_autorite": (
        "Liste de révocation refusée",
        "Aucune autorité de la liste de confiance n’a signé ce fichier ({autorite}).",
        "Importez d’abord la liste de confiance, ou vérifiez d’où vient ce fichier.",
    ),
}
