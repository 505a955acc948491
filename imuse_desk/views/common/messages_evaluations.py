"""French words of the refusals of marks and sheets; see ``messages.py``."""

TEXTES_EVALUATIONS: dict[str, tuple[str, str, str]] = {
    "note_depasse": (
        "Note trop haute",
        "{texte} dépasse le barème de {maximum}.",
        "Saisissez une note de 0 à {maximum}.",
    ),
    "note_negative": ("Note négative", "{texte} est négatif.", "Saisissez une note de 0 à {maximum}."),
    "note_hors_pas": (
        "Note hors du pas",
        "{texte} n’existe pas dans ce barème, qui va de {pas} en {pas}.",
        "Saisissez {proches}.",
    ),
    "note_autre_bareme": (
        "Autre barème",
        "{texte} est noté sur un autre barème\u00a0: ce critère est noté sur {maximum}.",
        "Saisissez la note sur {maximum}.",
    ),
    "note_illisible": (
        "Note illisible",
        "«\u00a0{texte}\u00a0» n’est pas une note.",
        "Saisissez une note de 0 à {maximum}, ou Abs. et le motif.",
    ),
    "note_inconnue": (
        "Lettre inconnue",
        "«\u00a0{texte}\u00a0» n’est pas dans ce barème.",
        "Saisissez {codes}, ou Abs. et le motif.",
    ),
    "note_motif_long": (
        "Motif trop long",
        "Le motif de l’absence dépasse {maximum} caractères.",
        "Raccourcissez-le\u00a0; le reste va dans l’appréciation.",
    ),
    "avis_hors_delai": (
        "Avis clos",
        "Les enseignants donnaient leurs avis jusqu’au {le}.",
        "Transmettez-le au secrétariat, qui peut encore le saisir.",
    ),
}
