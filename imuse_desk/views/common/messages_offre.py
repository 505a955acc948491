"""French words of the refusals of the offer; see ``messages.py``."""

TEXTES_OFFRE: dict[str, tuple[str, str, str]] = {
    "deja_utilise": ("Déjà utilisé", "Une autre fiche porte déjà ce nom ou ce code.", "Choisissez-en un autre."),
    "deja_utilise_archive": (
        "Déjà utilisé",
        "Une fiche archivée porte déjà ce nom ou ce code.",
        "Reprenez-la dans les archives.",
    ),
    "fiche_utilisee": (
        "Fiche utilisée",
        "Cette fiche sert encore\u00a0: {usages}.",
        "Changez-les d’abord, puis archivez-la.",
    ),
    "niveau_autre_cursus": (
        "Niveau d’un autre cursus",
        "Ce niveau n’est pas du cursus choisi.",
        "Choisissez-en un du même cursus.",
    ),
    "champ_fusion_inconnu": (
        "Champ inconnu",
        "Le champ «\u00a0{nom}\u00a0» (ligne {ligne}, signe {colonne}) n’existe pas.",
        "Choisissez un champ de la liste.",
    ),
    "accolade_seule": (
        "Accolade seule",
        "Une accolade (ligne {ligne}, signe {colonne}) n’est pas fermée ou pas ouverte.",
        "Fermez-la\u00a0; doublez-la pour l’écrire.",
    ),
    "heure_illisible": (
        "Heure illisible",
        "«\u00a0{texte}\u00a0» n’est pas une heure.",
        "Saisissez par exemple 14:00 ou 14h30.",
    ),
    "finit_apres_minuit": (
        "Durée trop longue",
        "Le cours finirait après minuit.",
        "Raccourcissez-le ou commencez plus tôt.",
    ),
    "passage_trop_long": (
        "Passage trop long",
        "Un passage ne dépasse pas le bloc ({duree} min).",
        "Corrigez l’une des deux durées.",
    ),
    "date_hors_annee": (
        "Date hors de l’année",
        "L’année {annee} va du {du} au {au}.",
        "Choisissez une date dans l’année.",
    ),
    "dates_inversees": ("Dates inversées", "La fin vient avant le début.", "Corrigez l’une des deux dates."),
    "salle_inconnue": (
        "Salle inconnue",
        "Cette salle n’est pas du site, ou elle est archivée.",
        "Choisissez-en une autre.",
    ),
    "enseignant_inconnu": ("Enseignant inconnu", "Un enseignant choisi est archivé.", "Choisissez-en un autre."),
    "creneau_sans_enseignant": (
        "Horaire sans enseignant",
        "Cet horaire a {n} élève{n_s} et n’aurait plus d’enseignant.",
        "Confirmez si le poste est vacant.",
    ),
    "horaire_avec_eleves": (
        "Horaire déplacé",
        "Cet horaire a {n} élève{n_s}, qui le suivront.",
        "Confirmez, puis prévenez les familles.",
    ),
    "conflit_offre": (
        "Chevauchement\u00a0: {qui}",
        "{lecon_a} et {lecon_b}.",
        "Changez l’heure ou la salle, ou confirmez.",
    ),
    "creneau_occupe": ("Horaire occupé", "Cet horaire a {n} élève{n_s}.", "Changez-les d’horaire, puis retirez-le."),
    "passage_hors_bloc": (
        "Passage hors du bloc",
        "{passage}\u00a0: le bloc va de {bloc}.",
        "Choisissez une heure dans le bloc.",
    ),
    "passages_superposes": ("Passages superposés", "{passage_a} et {passage_b}.", "Décalez l’un des deux."),
    "pas_un_bloc": (
        "Pas de passages",
        "Cet horaire n’est pas un bloc de cours individuels.",
        "Donnez-lui une durée de passage.",
    ),
    "passage_absent": ("Liste changée", "Les élèves de ce bloc ont changé.", "Actualisez (F5), puis recommencez."),
    "enseignant_occupe": (
        "Enseignant en activité",
        "Il a encore {horaires} horaire{horaires_s} et {n} élève{n_s}.",
        "Donnez ses horaires à quelqu’un d’autre.",
    ),
    "deja_enseignant": ("Déjà enseignant", "Cette personne est déjà enseignant.", "Ouvrez sa fiche."),
    "zone_inconnue": ("Zone inconnue", "La zone {zone} n’existe pas.", "Choisissez A, B ou C."),
    "vacances_non_publiees": (
        "Vacances non publiées",
        "Les vacances {annee} ne sont pas encore connues du programme.",
        "Ajoutez-les à la main.",
    ),
    "pas_d_annee_suivante": ("Pas d’année suivante", "Aucune année ne suit {annee}.", "Créez-la d’abord."),
    "rien_a_copier": ("Rien à copier", "L’année {annee} a déjà tous ces cours.", ""),
    "offre_copiee_utilisee": (
        "Copie utilisée",
        "Le cours «\u00a0{cours}\u00a0» copié a déjà des demandes ou des élèves.",
        "Retirez les cours un par un.",
    ),
    # -- dated changes
    "effet_avant_debut": (
        "Date trop tôt",
        "L’horaire suivi commence le {debut}.",
        "Choisissez une date d’effet à partir de ce jour.",
    ),
    "accord_direction_manquant": (
        "Accord de la direction",
        "Ce changement demande l’accord de la direction.",
        "Écrivez qui l’a donné.",
    ),
    "date_a_venir": ("Date à venir", "Cette date est à venir.", "Saisissez une date passée."),
    "effet_jour_ferme": (
        "Jour sans cours",
        "{libelle}\u00a0: aucun cours le {effet}.",
        "Confirmez, ou changez la date.",
    ),
    "deja_inscrit": ("Déjà inscrit", "L’élève suit déjà «\u00a0{cours}\u00a0».", "Changez son horaire."),
    "creneau_d_un_autre_cours": (
        "Autre cours",
        "Cet horaire est celui d’un autre cours.",
        "Choisissez-en un du cours.",
    ),
    "inscription_inactive": ("Cours arrêté", "L’élève ne suit plus «\u00a0{cours}\u00a0».", "Actualisez (F5)."),
    "rien_ne_change": ("Rien ne change", "C’est déjà ce que l’élève suit.", "Choisissez autre chose."),
    "pas_en_conge": ("Pas en congé", "L’élève n’est pas en congé de «\u00a0{cours}\u00a0».", "Actualisez (F5)."),
    "cours_d_une_autre_annee": ("Autre année", "Ce cours est d’une autre année.", "Choisissez-en un de la même année."),
    # -- notes and tasks
    "note_d_un_autre": ("Note d’un autre", "Cette note est de {auteur}.", "Écrivez la vôtre en dessous."),
    "date_passee": ("Date passée", "Cette date est passée.", "Choisissez aujourd’hui ou plus tard."),
    "tache_deja_faite": ("Déjà fait", "{auteur} l’a déjà fait.", "Actualisez (F5)."),
}
