"""French words of the refusals of the house's settings and templates; see ``messages.py``."""

TEXTES_ETABLISSEMENT: dict[str, tuple[str, str, str]] = {
    "modifie_depuis": (
        "Modifié depuis",
        "Quelqu’un a modifié cette fiche après vous\u00a0: votre changement ne peut plus être annulé.",
        "Corrigez la fiche à la main.",
    ),
    "trop_de_lignes": (
        "Trop de lignes",
        "L’en-tête des papiers a la place de {maximum}\u00a0lignes d’adresse.",
        "Le code postal et la ville ont leurs propres champs.",
    ),
    "siret_invalide": (
        "SIRET invalide",
        "Un SIRET a 14\u00a0chiffres dont le dernier est une clé\u00a0: celui-ci ne tombe pas juste.",
        "Recopiez-le d’un document officiel, ou laissez le champ vide.",
    ),
    "image_illisible": (
        "Image illisible",
        "Ce fichier n’est pas une image PNG ou JPEG lisible.",
        "Enregistrez l’image au format PNG ou JPEG, puis choisissez-la de nouveau.",
    ),
    "image_trop_grande": (
        "Image trop grande",
        "L’image mesure {largeur} × {hauteur}\u00a0points.",
        "Réduisez-la\u00a0: 2000\u00a0points de large suffisent.",
    ),
    "photo_sans_accord": (
        "Droit à l’image",
        "La famille n’a pas accordé l’usage interne de l’image de cet élève.",
        "Notez son accord sur la fiche (Droit à l’image), puis posez la photo.",
    ),
    "photo_nature": ("Photo refusée", "Ce fichier est {nature}.", "Choisissez une photo JPEG, PNG ou HEIC."),
    "photo_refusee": ("Photo refusée", "La photo ne s’ouvre pas\u00a0: {raison}.", "Choisissez-en une autre."),
    "image_trop_lourde": (
        "Image trop lourde",
        "Le fichier dépasse {maximum_mo}\u00a0Mo.",
        "Réduisez l’image avant de la choisir.",
    ),
    "commune_deja_la": (
        "Commune déjà là",
        "{ville} est déjà du territoire à cette date, sous ce code postal.",
        "Choisissez-la dans la liste pour la renommer ou la retirer.",
    ),
    "document_refuse": (
        "Document refusé",
        "Ce document n’a pas été enregistré\u00a0: {message}.",
        "Choisissez un PDF qui s’ouvre sans mot de passe.",
    ),
    "joints_trop_lourds": (
        "Pièces jointes trop lourdes",
        "Les documents joints à l’accusé pèseraient {octets_mo}\u00a0Mo ensemble, {limite_mo}\u00a0Mo au plus.",
        "Allégez le PDF, ou donnez-le autrement.",
    ),
    "lettre_non_imprimable": (
        "Lettre non imprimable",
        "La lettre de {famille} contient le signe «\u00a0{caractere}\u00a0» ({point_code}), que les papiers n’ont pas.",
        "Retirez-le du texte ou de la fiche de la famille.",
    ),
    "sans_destinataire": (
        "Aucun destinataire",
        "La sélection est vide.",
        "Choisissez au moins une famille ou un élève.",
    ),
}
