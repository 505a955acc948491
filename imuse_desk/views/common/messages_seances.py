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
}
