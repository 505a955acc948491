"""French words of the refusals of the files' keeping; see ``messages.py``."""

TEXTES_CONSERVATION: dict[str, tuple[str, str, str]] = {
    "rien_a_eliminer": (
        "Rien à éliminer",
        "Aucun fichier de ces lignes n’est à éliminer aujourd’hui.",
        "Actualisez la liste (F5).",
    ),
    "elimination_changee": (
        "Liste dépassée",
        "Les fichiers à éliminer de ces lignes ont changé depuis l’affichage\u00a0: il y en a {nombre} à présent.",
        "Relisez la liste, puis recommencez\u00a0: rien n’a été porté.",
    ),
    "bordereau_vise": (
        "Bordereau visé",
        "Le bordereau d’élimination n°\u00a0{numero} porte le visa des archives.",
        "Un bordereau visé ne se retire plus.",
    ),
    "bordereau_execute": (
        "Bordereau exécuté",
        "Les fichiers du bordereau d’élimination n°\u00a0{numero} sont détruits.",
        "Rien n’est plus à faire sur ce bordereau.",
    ),
    "bordereau_sans_visa": (
        "Visa attendu",
        "Le bordereau d’élimination n°\u00a0{numero} n’a pas le visa des archives.",
        "Enregistrez d’abord le jour et l’auteur du visa.",
    ),
    "visa_avant_bordereau": (
        "Visa trop ancien",
        "Le visa est daté d’avant le bordereau.",
        "Indiquez le jour porté par les archives.",
    ),
}
