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
}
