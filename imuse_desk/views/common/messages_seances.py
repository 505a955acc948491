"""French words of the refusals of lessons and roll calls; see ``messages.py``."""

TEXTES_SEANCES: dict[str, tuple[str, str, str]] = {
    "seance_annulee": (
        "Séance annulée",
        "Cette séance n’a pas lieu.",
        "Rétablissez-la d’abord, ou prévoyez un rattrapage.",
    ),
    "seance_a_lieu": (
        "Rien à rattraper",
        "Cette séance a lieu.",
        "Déplacez-la, ou annulez-la avant de prévoir son rattrapage.",
    ),
    "deja_rattrapee": (
        "Déjà rattrapée",
        "Cette séance est rattrapée le {le}.",
        "Annulez d’abord ce rattrapage.",
    ),
    "rattrapage_meme_heure": (
        "Heure déjà prise",
        "Ce cours a déjà une séance ce jour-là à cette heure.",
        "Choisissez une autre heure.",
    ),
    "rattrapage_pointe": (
        "Rattrapage commencé",
        "L’appel de cette séance est commencé.",
        "Annulez plutôt la séance\u00a0: son appel ne comptera pas.",
    ),
    "seance_jour_ferme": (
        "Jour sans cours",
        "{le}\u00a0: {libelle}.",
        "Choisissez un autre jour, ou confirmez.",
    ),
    "seance_pointee": (
        "Appel commencé",
        "{n} élève{n_s} sont déjà pointés à cette séance\u00a0: ces présences ne compteront plus.",
        "Confirmez pour annuler la séance.",
    ),
    "seance_a_venir": (
        "Séance à venir",
        "Cette séance n’a pas encore eu lieu.",
        "Faites l’appel le jour même, ou saisissez une absence annoncée.",
    ),
    "pointe_ailleurs": (
        "Pointé ailleurs",
        "{auteur} vient de pointer cet élève : {libelle}.",
        "L’appel est relu : pointez encore si ce n’est pas juste.",
    ),
    "depointe_ailleurs": (
        "Pointage retiré ailleurs",
        "Un autre poste vient de retirer le pointage de cet élève.",
        "L’appel est relu : pointez encore.",
    ),
    "eleve_absent_de_la_liste": (
        "Élève non attendu",
        "Cet élève n’est pas inscrit à cette séance.",
        "Actualisez (F5).",
    ),
    "pas_en_retard": (
        "Pas en retard",
        "Cet élève n’est pas pointé en retard.",
        "Pointez-le d’abord en retard.",
    ),
    "appel_incomplet": (
        "Appel incomplet",
        "{n} élève{n_s} à pointer.",
        "Pointez-les, ou confirmez pour terminer sans eux.",
    ),
    "mot_appel_inconnu": ("Touche inconnue", "« {texte} » n’est pas un mot de l’appel.", "Voyez Réglages."),
    "mot_appel_illisible": ("Touche impossible", "La touche est une lettre ou un chiffre.", "Choisissez-en une autre."),
    "mot_appel_deja_pris": ("Touche déjà prise", "Cette touche dit déjà « {libelle} ».", "Choisissez-en une autre."),
    "mot_appel_indispensable": (
        "Mot indispensable",
        "« {libelle} » est le seul mot de ce sens : l’appel en a besoin.",
        "Ajoutez-en d’abord un autre.",
    ),
    "mot_appel_utilise": (
        "Mot déjà employé",
        "Des séances portent ce mot : son sens ne change plus.",
        "Retirez-le et ajoutez-en un autre.",
    ),
}
