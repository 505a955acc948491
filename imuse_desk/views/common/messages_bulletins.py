"""French words of the refusals of opinions, results and bulletins; see ``messages.py``."""

TEXTES_BULLETINS: dict[str, tuple[str, str, str]] = {
    "avis_hors_delai": (
        "Avis clos",
        "Les enseignants donnaient leurs avis jusqu’au {le}.",
        "Transmettez-le au secrétariat, qui peut encore le saisir.",
    ),
    "mot_hors_liste": (
        "Mot hors de la liste",
        "«\u00a0{mot}\u00a0» n’est pas dans la liste de l’établissement.",
        "Choisissez un mot de la liste, ou ajoutez-le dans Réglages › Évaluations.",
    ),
    "aucun_bulletin": (
        "Aucun bulletin",
        "Aucun bulletin émis n’attend d’être remis.",
        "Émettez les bulletins, ou demandez aussi ceux qui ont déjà été remis.",
    ),
    "bulletins_remis_ailleurs": (
        "Remis d’un autre poste",
        "Un autre poste imprime ou envoie ces bulletins.",
        "Actualisez (F5), puis recommencez avec ceux qui restent.",
    ),
    "bulletins_sans_adresse": (
        "Aucune adresse",
        "Aucun de ces bulletins ne peut partir par courriel.",
        "Complétez les adresses des familles, ou imprimez-les.",
    ),
    "periode_inconnue": (
        "Période inconnue",
        "Aucune période de ce nom\u00a0: {voulue}.",
        "Périodes de l’année\u00a0: {connues}.",
    ),
}
