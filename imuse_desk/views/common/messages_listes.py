"""French words of what can go wrong with a list: its file, its paper, its name, those it writes to."""

TEXTES_LISTES: dict[str, tuple[str, str, str]] = {
    "fichier_ouvert_ailleurs": (
        "Fichier occupé",
        "«\u00a0{nom}\u00a0» est protégé, ou ouvert dans un autre programme\u00a0: il n’a pas été remplacé.",
        "Fermez-le, ou choisissez un autre nom.",
    ),
    "liste_trop_longue": (
        "Liste trop longue",
        "{rangees} lignes, {maximum} au plus sur papier.",
        "Filtrez la liste, ou exportez-la vers un tableur.",
    ),
    "listes_trop_nombreuses": (
        "Trop de listes",
        "Vous gardez déjà {maximum} listes.",
        "Supprimez celles qui ne servent plus.",
    ),
    "liste_homonyme": (
        "Nom déjà pris",
        "Une autre de vos listes s’appelle «\u00a0{nom}\u00a0».",
        "Choisissez un autre nom.",
    ),
    "liste_sans_compte": (
        "Pas de compte",
        "Vos listes sont gardées avec votre compte, et ce poste n’en a pas.",
        "Connectez-vous avec un compte.",
    ),
    "selection_changee": (
        "Sélection changée",
        "Les destinataires ont changé depuis le compte affiché\u00a0: rien n’est parti.",
        "Vérifiez le nouveau compte, puis recommencez.",
    ),
}
