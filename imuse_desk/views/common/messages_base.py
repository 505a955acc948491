"""Words of what can go wrong with the base itself: its address, its file, its server, its documents."""

TEXTES_BASE: dict[str, tuple[str, str, str]] = {
    "base_occupee": ("Base occupée", "La base est occupée par un autre poste.", "Réessayez dans un instant."),
    "base_injoignable": ("Base injoignable", "Le serveur ne répond pas.", "Vérifiez le réseau, puis réessayez."),
    "base_mot_de_passe": (
        "Mot de passe demandé",
        "Le serveur de la base demande un mot de passe.",
        "Saisissez-le, ou rangez-le dans le fichier que désigne PGPASSFILE.",
    ),
    "base_mot_de_passe_faux": (
        "Mot de passe refusé",
        "Le serveur de la base refuse ce nom ou ce mot de passe.",
        "Retapez-le, ou demandez-le à l’administrateur.",
    ),
    "base_absente_du_serveur": (
        "Base introuvable",
        "Le serveur n’a pas de base de ce nom.",
        "Vérifiez l’adresse, ou demandez à l’administrateur de la créer.",
    ),
    "base_acces_refuse": (
        "Accès refusé",
        "Le serveur n’admet pas cette personne, ce poste ou cette base.",
        "Demandez l’accès à l’administrateur du serveur.",
    ),
    "base_non_protegee": (
        "Serveur non reconnu",
        "La liaison avec le serveur n’est pas protégée, ou son certificat n’est pas reconnu.",
        "Vérifiez le nom du serveur et son certificat avec l’informatique.",
    ),
    "base_plus_recente": (
        "Base plus récente",
        "Elle vient d’une version plus récente.",
        "Mettez ce poste à jour.",
    ),
    "base_etrangere": (
        "Base inconnue",
        "Ce fichier n’est pas une base du logiciel.",
        "Choisissez un autre fichier.",
    ),
    "base_a_migrer": (
        "Base à mettre à jour",
        "La base {url} n’est pas encore au schéma de cette version.",
        "L’administrateur lance « imuse-desk base migrer --base {url} ».",
    ),
    "dossier_donnees": (
        "Dossier inaccessible",
        "Le dossier {chemin} ne peut pas être créé.",
        "Vérifiez les droits de votre compte.",
    ),
    "base_introuvable": (
        "Base introuvable",
        "Le fichier de la base n’est pas là\u00a0: {chemin}.",
        "Vérifiez son emplacement. Une base neuve se fait avec «\u00a0imuse-desk base migrer\u00a0».",
    ),
    "base_illisible": (
        "Base inaccessible",
        "Le fichier de la base ne peut pas être ouvert.",
        "Vérifiez les droits du fichier et de son dossier.",
    ),
    "base_est_un_dossier": (
        "Base introuvable",
        "{chemin} est un dossier.",
        "Donnez le fichier de la base, par exemple imuse.db.",
    ),
    "base_lecture_seule": (
        "Base en lecture seule",
        "La base ne peut être modifiée.",
        "Vérifiez les droits du fichier et de son dossier, ou ceux de la personne sur le serveur.",
    ),
    "base_non_vide": (
        "Base déjà remplie",
        "Cette base contient déjà des données\u00a0: la démonstration ne s’y ajoute pas.",
        "Donnez une base absente ou vide.",
    ),
    "nombre_hors_bornes": (
        "Nombre impossible",
        "Ce nombre doit être compris entre {minimum} et {maximum}.",
        "Corrigez-le.",
    ),
    "base_abimee": ("Base abîmée", "La base ne peut pas être lue.", "Restaurez la dernière sauvegarde."),
    "base_sur_reseau": (
        "Base sur le réseau",
        "{chemin} est sur un lecteur réseau ou dans un dossier synchronisé\u00a0: la base s’y abîmerait.",
        "Placez-la sur ce poste, ou utilisez PostgreSQL pour plusieurs postes.",
    ),
    "sauvegarde_abimee": ("Sauvegarde abîmée", "{chemin} ne peut pas être relue.", "Choisissez une autre sauvegarde."),
    "sauvegarde_serveur": (
        "Pas de sauvegarde",
        "La base n’a pas pu être copiée avant d’être mise à jour\u00a0: {cause}. Rien n’a été changé.",
        "Corrigez la cause, ou faites une copie vous-même et ajoutez --sans-sauvegarde.",
    ),
    "pg_dump_absent": (
        "Pas de sauvegarde",
        "La base est à copier avant d’être mise à jour, et pg_dump n’est pas sur ce poste. Rien n’a été changé.",
        "Installez le client PostgreSQL, ou faites une copie vous-même et ajoutez --sans-sauvegarde.",
    ),
    "cles_etrangeres": ("Base incohérente", "Des fiches renvoient à des fiches absentes.", "Restaurez une sauvegarde."),
    "url_inconnue": (
        "Adresse de base inconnue",
        "«\u00a0{url}\u00a0» n’est pas une adresse de base.",
        "Donnez un fichier (base.db, ./base) ou postgresql://personne@serveur/base.",
    ),
    "mot_de_passe_dans_url": (
        "Mot de passe en clair",
        "L’adresse de la base contient un mot de passe.",
        "Retirez-le : il se range dans le trousseau.",
    ),
    "contrainte": ("Enregistrement refusé", "La base refuse cette valeur ({nom}).", "Vérifiez la saisie."),
    "fichier_refuse": (
        "Accès refusé",
        "Impossible de lire ou d’écrire {chemin}.",
        "Vérifiez le chemin et les droits, puis réessayez.",
    ),
    "disque_plein": ("Disque plein", "Le disque est plein : rien n’a été enregistré.", "Libérez de la place."),
}
