"""French words of what can go wrong with a list, its file, its name, those it writes to and the papers of its rows."""

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
    "selection_vide": (
        "Rien de choisi",
        "Aucune ligne n’est choisie.",
        "Choisissez au moins une ligne.",
    ),
    "papiers_trop_nombreux": (
        "Trop de papiers à la fois",
        "{nombre} lignes sont choisies, {maximum} au plus en une fois.",
        "Filtrez la liste et recommencez par parties.",
    ),
    "papier_non_imprimable": (
        "Papier non imprimable",
        "Le papier de {qui} contient le signe «\u00a0{caractere}\u00a0» ({point_code}), que les papiers n’ont pas.",
        "Retirez-le de la fiche.",
    ),
    "eleve_sans_inscription": (
        "Pas d’inscription",
        "{eleve} n’a aucune inscription active en {annee}\u00a0: il n’y a rien à attester.",
        "Choisissez l’année voulue, ou inscrivez d’abord l’élève.",
    ),
    "aucun_eleve_inscrit": (
        "Aucun élève inscrit",
        "Aucun des élèves choisis n’a d’inscription active en {annee}.",
        "Choisissez l’année voulue, ou d’autres lignes.",
    ),
    "aucune_adresse": (
        "Aucune adresse",
        "Aucune famille choisie n’a d’adresse complète.",
        "Complétez la rue et la ville sur la fiche de la famille.",
    ),
    "sans_horaire": (
        "Aucun horaire",
        "Aucun horaire n’est en vigueur cette année.",
        "Ajoutez un horaire au cours, dans Outils › Offre.",
    ),
}
