"""French words of what re-enrolment refuses: code → title, sentence, cure; part of the one table of ``messages``."""

TEXTES_REINSCRIPTION: dict[str, tuple[str, str, str]] = {
    "accuse_impossible": (
        "Accusé non produit",
        "La demande est déposée, mais l’accusé n’a pas pu être produit.",
        "Relancez l’accusé de réception.",
    ),
    "accuse_sans_depot": (
        "Rien n’est déposé",
        "Cette famille n’a pas encore déposé de demande.",
        "Validez d’abord la réinscription.",
    ),
    "action_impossible": (
        "Action impossible",
        "Une réinscription « {etat} » ne permet pas cette action.",
        "Actualisez le dossier (F5).",
    ),
    "aucun_cours": (
        "Aucun cours demandé",
        "{eleve} ne demande aucun cours.",
        "Cochez un cours, ou indiquez qu’il ne se réinscrit pas.",
    ),
    "aucune_campagne": (
        "Pas de campagne",
        "Aucune campagne de réinscription n’est ouverte sur ce site.",
        "La direction l’ouvre chaque printemps.",
    ),
    "aucun_eleve_de_l_annee": (
        "Pas d’élève à réinscrire",
        "Personne n’y suit de cours en {annee} : la réinscription {cible} est celle des élèves de l’année.",
        "Pour une première inscription, choisissez l’élève ci-dessous\u00a0; créez d’abord sa fiche s’il n’en a pas.",
    ),
    "deja_dans_la_campagne": (
        "Déjà dans la campagne",
        "{eleve} a déjà une réponse pour cette année.",
        "Ouvrez son dossier.",
    ),
    "aucune_reponse": (
        "Rien à valider",
        "Aucun enfant n’a de réponse à valider.",
        "Cochez les cours d’un enfant.",
    ),
    "campagne_close": (
        "Réinscriptions closes",
        "Les réinscriptions sont closes depuis le {le} au soir.",
        "Demandez une dérogation à la direction.",
    ),
    "campagne_deja_close": ("Campagne déjà close", "Cette campagne est déjà close.", "Actualisez la liste (F5)."),
    "campagne_encore_ouverte": (
        "Campagne en cours",
        "Les familles peuvent répondre jusqu’au {le} inclus.",
        "Attendez ce jour, ou avancez la fin de la campagne.",
    ),
    "liste_changee": (
        "La liste a changé",
        "Entre-temps, des familles ont répondu\u00a0: il reste {n} élèves sans réponse.",
        "Relisez la liste, puis recommencez.",
    ),
    "annee_sans_precedente": (
        "Pas d’année précédente",
        "{annee} est la première année de la base\u00a0: personne n’y est à réinscrire.",
        "Choisissez l’année suivante.",
    ),
    "table_deja_remplie": (
        "Table déjà remplie",
        "Des pièces sont déjà demandées cette année.",
        "Modifiez-les une à une.",
    ),
    "date_avant_debut": ("Date à revoir", "La fin est avant le début.", "Corrigez l’une des deux dates."),
    "pieces_avant_fin": (
        "Date à revoir",
        "Le dépôt des pièces finirait avant la campagne.",
        "Choisissez un jour après la fin de la campagne.",
    ),
    "campagne_existe": (
        "Campagne déjà ouverte",
        "Ce site a déjà une campagne pour cette année.",
        "Modifiez celle qui existe.",
    ),
    "campagne_pas_ouverte": (
        "Campagne à venir",
        "Les réinscriptions n’ouvrent que le {le}.",
        "Attendez l’ouverture.",
    ),
    "capacite_trop_petite": (
        "Capacité trop petite",
        "{prises} places sont déjà prises.",
        "Libérez des places avant de réduire la capacité.",
    ),
    "condition_bloquante": (
        "Condition à remplir",
        "Une condition qui bloque n’est pas remplie ({quoi}).",
        "Notez la condition, ou attendez qu’elle soit remplie.",
    ),
    "condition_non_demandee": (
        "Condition non demandée",
        "Ce site ne demande pas cette condition cette année.",
        "Rien à noter.",
    ),
    "conflit_horaire": (
        "Horaires incompatibles",
        "{lecon_a} et {lecon_b} ont lieu en même temps.",
        "Choisissez un autre horaire.",
    ),
    "conge_deja_pris": (
        "Congé déjà pris",
        "Un congé ne dure qu’un an, et l’élève est déjà en congé.",
        "Réinscrivez-le, ou indiquez qu’il arrête.",
    ),
    "cours_deja_demande": (
        "Cours déjà demandé",
        "{cours} est déjà demandé ou déjà inscrit.",
        "Modifiez la ligne qui existe.",
    ),
    "cours_non_propose": (
        "Cours non proposé",
        "Ce cours n’est pas proposé à cet élève l’an prochain.",
        "Choisissez-en un autre.",
    ),
    "cours_suivi": (
        "Cours suivi cette année",
        "Un cours suivi ne se retire pas.",
        "Décochez-le.",
    ),
    "creneau_a_choisir": (
        "Horaire à choisir",
        "{cours} : {eleve} n’a pas d’horaire.",
        "Choisissez un horaire dans la liste.",
    ),
    "creneau_complet": (
        "Horaire complet",
        "La dernière place vient d’être prise.",
        "Choisissez un autre horaire.",
    ),
    "creneau_sans_capacite": (
        "Capacité inconnue",
        "Cet horaire n’a pas de nombre de places.",
        "Indiquez sa capacité dans l’offre.",
    ),
    "creneau_sans_objet": (
        "Horaire attribué",
        "Pour {cours}, l’horaire est attribué par l’établissement.",
        "Rien à choisir.",
    ),
    "date_future": (
        "Date à venir",
        "Cette date est à venir.",
        "Indiquez une date passée, ou celle du jour.",
    ),
    "declaration_par_vide": (
        "Déclaration sans nom",
        "Il manque la personne qui accepte la déclaration.",
        "Indiquez son nom.",
    ),
    "deja_annule": (
        "Déjà annulé",
        "Ce quotient est déjà annulé.",
        "Rien à refaire.",
    ),
    "eleve_manquant": (
        "Élève à choisir",
        "Cette pièce appartient à un élève.",
        "Choisissez l’élève concerné.",
    ),
    "eleves_d_un_autre_site": (
        "Élèves d’un autre site",
        "Cette famille se réinscrit sur un autre site ({sites}).",
        "Choisissez ce site en haut de la fenêtre.",
    ),
    "formule_inconnue": (
        "Formule inconnue",
        "La formule « {formule} » n’existe pas.",
        "Choisissez une formule de la liste.",
    ),
    "grille_absente": (
        "Grille absente",
        "Aucune grille tarifaire n’est en vigueur pour ce site et cette année.",
        "Publiez une grille.",
    ),
    "motif_vide": (
        "Motif à indiquer",
        "Un motif est nécessaire.",
        "Indiquez-le en quelques mots.",
    ),
    "moyen_inconnu": (
        "Moyen à choisir",
        "La déclaration s’accepte par papier, courriel, téléphone ou au guichet.",
        "Choisissez l’un d’eux.",
    ),
    "piece_acceptee": (
        "Pièce acceptée",
        "Une pièce acceptée ne se supprime pas.",
        "Refusez-la d’abord, avec un motif.",
    ),
    "piece_revenue": (
        "Pièce revenue",
        "Le même fichier a été apporté de nouveau sur cette ligne.",
        "Rien n’est à remettre\u00a0: gardez celui qui y est.",
    ),
    "piece_detruite": (
        "Fichier détruit",
        "Le fichier a été détruit à la fin de sa durée de conservation : seuls les constats restent.",
        "Demandez le document à la famille s’il faut le revoir.",
    ),
    "piece_bloquante": (
        "Pièce à accepter",
        "{quoi} : cette pièce bloque l’inscription.",
        "Acceptez-la avant de valider.",
    ),
    "bannette_injoignable": (
        "Dossier du scanner introuvable",
        "Le dossier «\u00a0{dossier}\u00a0» ne répond pas.",
        "Vérifiez le réseau ou choisissez un autre dossier\u00a0; le programme essaie de nouveau.",
    ),
    "bannette_vide": (
        "Numérisation vide",
        "«\u00a0{fichier}\u00a0» ne contient rien\u00a0: la numérisation n’est pas allée au bout.",
        "Numérisez de nouveau le document, puis écartez ce fichier.",
    ),
    "bannette_lien": (
        "Raccourci sans fichier",
        "«\u00a0{fichier}\u00a0» est un raccourci qui ne mène à aucun fichier.",
        "Déposez le document lui-même dans la bannette, puis écartez ce raccourci.",
    ),
    "bannette_interdit": (
        "Fichier protégé",
        "«\u00a0{fichier}\u00a0» ne peut pas être lu avec votre session.",
        "Demandez le droit de lire ce que le scanner dépose dans ce dossier.",
    ),
    "bannette_modifiee": (
        "Fichier remplacé",
        "Un autre fichier a pris la place de «\u00a0{fichier}\u00a0» depuis sa lecture.",
        "Il reste dans la bannette, et reparaît dans la liste.",
    ),
    "bannette_occupee": (
        "Fichier occupé",
        "«\u00a0{fichier}\u00a0» est ouvert ailleurs, ou protégé.",
        "Fermez-le\u00a0; le programme essaie de nouveau.",
    ),
    "aucune_ligne": (
        "Aucune pièce choisie",
        "Aucune pièce n’est choisie.",
        "Cochez au moins une pièce.",
    ),
    "pieces_closes": (
        "Dépôt des pièces clos",
        "Les pièces ne sont plus admises depuis le {le} au soir.",
        "Demandez une dérogation à la direction.",
    ),
    "place_deja_prise": (
        "Place déjà prise",
        "L’élève a déjà une place à cet horaire.",
        "Rien à refaire.",
    ),
    "quotient_eleve": (
        "Quotient très élevé",
        "Le quotient est de {quotient_centimes}.",
        "Confirmez s’il est exact.",
    ),
    "quotient_vide": (
        "Quotient à indiquer",
        "Le quotient est vide (0 est une valeur).",
        "Indiquez le montant du document.",
    ),
    "repond_ailleurs": (
        "Dossier de l’autre foyer",
        "Le dossier de {enfants} est tenu par l’autre foyer.",
        "Rien de ce foyer n’est montré ici\u00a0: ouvrez-le pour y répondre.",
    ),
    "texte_declaration_absent": (
        "Déclaration absente",
        "Aucun texte de déclaration n’est en vigueur pour cette année.",
        "Publiez le texte à accepter.",
    ),
}
