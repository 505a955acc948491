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
    "piece_bloquee": (
        "Pièce à regarder avant de l’accepter",
        "Une règle bloquante n’est pas respectée.",
        "Ouvrez la vérification des pièces et dites pourquoi la pièce est acceptée quand même.",
    ),
    "piece_decidee": (
        "Pièce déjà décidée",
        "Cette pièce a été décidée entre-temps par {auteur}.",
        "Annulez la décision pour la regarder à nouveau.",
    ),
    "regle_dite": (
        "Règle déjà dite",
        "{auteur} vient de se prononcer sur cette règle, que voici relue.",
        "Si vous lisez autre chose, recommencez.",
    ),
    "montant_non_lu": (
        "Montant à écrire",
        "Ce montant n’a pas été lu sur le document.",
        "Appuyez sur C et écrivez celui que vous lisez.",
    ),
    "valeur_vide": (
        "Valeur manquante",
        "Rien n’est écrit.",
        "Écrivez ce que vous lisez sur le document.",
    ),
    "mois_illisible": (
        "Mois illisible",
        "Ce mois ne se lit pas.",
        "Écrivez-le comme 03/2026.",
    ),
    "annee_illisible": (
        "Année illisible",
        "Cette année ne se lit pas.",
        "Écrivez ses quatre chiffres, par exemple 2024.",
    ),
    "proposition_changee": (
        "Valeur changée",
        "Ce que dit cette pièce a changé entre-temps\u00a0: rien n’a été reporté.",
        "Regardez la nouvelle valeur, puis reportez-la.",
    ),
    "rien_a_reporter": (
        "Rien à reporter",
        "Ni quotient ni revenu ne sont lus sur cette pièce.",
        "Écrivez la valeur lue (C), puis reportez-la.",
    ),
}
