"""French words of what the papers of billing refuse: code → title, sentence, cure; part of ``messages``."""

TEXTES_PAPIERS: dict[str, tuple[str, str, str]] = {
    "bic_invalide": (
        "BIC faux",
        "«\u00a0{texte}\u00a0» n’est pas un BIC.",
        "Reprenez-le du relevé d’identité bancaire.",
    ),
    "echeances_hors_total": (
        "Échéancier faux",
        "Les échéances font {somme_centimes}, la facture {total_centimes}.",
        "Refaites l’échéancier.",
    ),
    "iban_invalide": (
        "IBAN faux",
        "L’IBAN «\u00a0{texte}\u00a0» n’est pas exact\u00a0: une clé ou la longueur ne convient pas.",
        "Reprenez-le du relevé d’identité bancaire.",
    ),
    "montant_non_exact": (
        "Montant non exact",
        "Le montant {montant} n’est pas un nombre entier de centimes.",
        "Corrigez le montant.",
    ),
    "texte_virement_trop_long": (
        "Texte trop long pour un virement",
        "Le virement porte au plus {maximum} signes, ce texte en a {n}.",
        "Raccourcissez-le.",
    ),
    "virement_hors_bornes": (
        "Montant hors d’un virement",
        "Un virement de {montant_centimes} ne peut pas être préparé.",
        "Demandez un montant d’au moins un centime.",
    ),
    "virement_sans_nom": (
        "Compte sans titulaire",
        "Le compte qui reçoit les virements n’a pas de titulaire.",
        "Indiquez-le dans les réglages.",
    ),
}
