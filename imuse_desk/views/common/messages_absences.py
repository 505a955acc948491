"""French words of the refusals of absences, of their letters and of teachers away; see ``messages.py``."""

TEXTES_ABSENCES: dict[str, tuple[str, str, str]] = {
    "absence_finit_avant": (
        "Fin à revoir",
        "L’absence finirait avant son début, le {debut}.",
        "Corrigez la date ou l’heure de fin.",
    ),
    "absence_hors_annee": (
        "Hors de l’année scolaire",
        "L’année scolaire va du {du} au {au}.",
        "Arrêtez l’absence à la fin de l’année, et saisissez la suite dans l’année d’après.",
    ),
    "absence_chevauche": (
        "Absence déjà notée",
        "Une autre absence de cet élève est notée {autre}.",
        "Modifiez les dates, ou annulez d’abord l’autre absence.",
    ),
    "lecon_sans_absence": (
        "Élève noté présent",
        "L’appel de ce cours ne dit pas l’élève absent.",
        "Corrigez d’abord l’appel.",
    ),
    "preuve_inconnue": (
        "Justificatif introuvable",
        "Ce document n’est plus sur la fiche de l’élève.",
        "Choisissez-en un autre, ou importez-le dans l’onglet Élève.",
    ),
    "aucun_courrier_du": (
        "Rien à écrire",
        "Aucun de ces courriers n’est plus dû tel qu’il était affiché.",
        "Actualisez la liste (F5).",
    ),
    "aucune_copie": (
        "Rien à envoyer",
        "Aucun des établissements choisis n’a d’absence ni de bulletin à recevoir, ou leur adresse manque.",
        "Changez les dates, ou complétez leur adresse (Offre, Établissements scolaires).",
    ),
    "courriers_partis": (
        "Courriers partis",
        "Au moins un courrier de ce lot est parti ou en train de partir.",
        "Un courrier parti ne se reprend pas.",
    ),
    "paliers_max": (
        "Échelle complète",
        "Une échelle compte {maximum} paliers au plus.",
        "Modifiez un palier existant.",
    ),
    "dernier_palier": (
        "Dernier palier",
        "Une échelle garde au moins un palier.",
        "Modifiez celui qui reste.",
    ),
    "enseignant_deja_absent": (
        "Absence déjà notée",
        "Cet enseignant est déjà noté absent du {du} au {au}.",
        "Modifiez les dates, ou annulez d’abord l’autre absence.",
    ),
    "remplacement_hors_absence": (
        "Dates à revoir",
        "L’enseignant est absent du {du} au {au}.",
        "Choisissez des jours de cette absence.",
    ),
    "remplacant_absent": (
        "Remplaçant absent",
        "Cet enseignant est lui-même noté absent ces jours-là.",
        "Choisissez quelqu’un d’autre, ou d’autres jours.",
    ),
    "absent_deja_rattrape": (
        "Cours déjà rattrapé",
        "Un cours tombé pendant cette absence est déjà rattrapé ({n}).",
        "Annulez d’abord le rattrapage dans le cours.",
    ),
}
