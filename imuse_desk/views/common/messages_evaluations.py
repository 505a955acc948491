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
    "appreciation_signe": (
        "Signe non imprimable",
        "«\u00a0{caractere}\u00a0» ne s’imprime pas sur le bulletin.",
        "Retirez-le ou écrivez-le en toutes lettres.",
    ),
    "compte_sans_enseignant": (
        "Compte sans enseignant",
        "Votre compte n’est relié à aucun enseignant.",
        "La direction écrit les phrases de tous dans Réglages › Évaluations.",
    ),
    # -- sheets
    "feuille_validee": (
        "Feuille validée",
        "La direction a validé cette feuille ({par})\u00a0: elle ne change plus.",
        "Demandez à la direction de la rouvrir.",
    ),
    "saisie_close": (
        "Saisie close",
        "La saisie de {periode} s’est arrêtée le {limite}.",
        "Demandez à la direction de prolonger la saisie.",
    ),
    "critere_hors_feuille": (
        "Critère retiré",
        "Un critère de cette feuille vient d’être archivé ou ne concerne plus ce cours.",
        "Actualisez la feuille (F5).",
    ),
    "note_sans_detail": (
        "Pas encore de note",
        "Cette case ne porte ni note ni absence.",
        "Saisissez-la d’abord, puis son détail.",
    ),
    "cours_sans_periode": (
        "Aucune période",
        "Ce cours n’a aucune période d’évaluation.",
        "La direction crée les périodes dans Réglages › Évaluations.",
    ),
    "note_hors_periode": (
        "Hors de la période",
        "Cette date n’est pas dans la période.",
        "Donnez une date du {du} au {au}.",
    ),
    # -- blocks pasted from a spreadsheet
    "collage_vide": ("Rien à coller", "Le presse-papiers ne contient pas de cellules.", "Copiez d’abord les notes."),
    "collage_trop_grand": (
        "Bloc trop grand",
        "Le bloc dépasse {maximum} cellules.",
        "Copiez les seules lignes de ce cours.",
    ),
    "collage_inegal": (
        "Lignes inégales",
        "Les lignes du bloc ont de {minimum} à {maximum} cellules\u00a0: rien n’a été collé.",
        "Défaites les cellules fusionnées dans le tableur, puis copiez à nouveau.",
    ),
    "collage_nom_inconnu": (
        "Élève inconnu",
        "{nom} n’est pas sur cette feuille\u00a0: rien n’a été collé.",
        "Corrigez ce nom dans le tableur, ou retirez sa ligne.",
    ),
    "collage_nom_double": (
        "Élève en double",
        "{nom} est deux fois dans le bloc\u00a0: rien n’a été collé.",
        "Gardez une seule ligne par élève.",
    ),
    "collage_homonyme": (
        "Homonymes",
        "Deux élèves de cette feuille s’appellent {nom}\u00a0: rien n’a été collé.",
        "Saisissez leurs notes à la main, et collez les autres sans eux.",
    ),
    "collage_sans_noms": (
        "Bloc sans noms",
        "Le bloc ne nomme aucun élève de cette feuille\u00a0: rien n’a été collé.",
        "Copiez aussi la colonne des noms, ou choisissez une case de note et collez les notes seules.",
    ),
    "collage_titre_inconnu": (
        "Colonne inconnue",
        "La colonne «\u00a0{titre}\u00a0» n’est pas sur cette feuille\u00a0: rien n’a été collé.",
        "Retirez-la du bloc, ou donnez-lui le nom d’un critère.",
    ),
    "collage_titre_double": (
        "Colonne en double",
        "Une colonne est deux fois dans le bloc\u00a0: rien n’a été collé.",
        "Gardez-en une seule.",
    ),
    "collage_trop_de_lignes": (
        "Trop de lignes",
        "Le bloc a {lignes} lignes et il reste {restent} élèves à partir de cette case\u00a0: rien n’a été collé.",
        "Copiez aussi la colonne des noms\u00a0: les notes iront à chacun.",
    ),
    "collage_trop_de_colonnes": (
        "Trop de colonnes",
        "Le bloc a {colonnes} colonnes de notes et il en reste {restent} ici\u00a0: rien n’a été collé.",
        "Choisissez la première case, ou copiez moins de colonnes.",
    ),
    "collage_sans_notes": (
        "Pas des notes",
        "Aucune cellule collée sous {critere} n’est une note («\u00a0{texte}\u00a0»)\u00a0: rien n’a été collé.",
        "Choisissez la case qui convient, ou vérifiez les noms.",
    ),
    # -- workbooks
    "classeur_illisible": (
        "Classeur illisible",
        "Ce fichier n’est pas un classeur XLSX, ou il est abîmé.",
        "Enregistrez-le au format Excel (.xlsx) dans le tableur, puis réessayez.",
    ),
    "classeur_trop_grand": (
        "Classeur trop grand",
        "Ce classeur est bien plus grand qu’une feuille de notes.",
        "Choisissez le fichier que le logiciel a exporté.",
    ),
    "classeur_etranger": (
        "Autre classeur",
        "Ce classeur n’est pas une feuille de notes exportée d’ici.",
        "Exportez la feuille, remplissez ce fichier-là, puis reprenez-le.",
    ),
    "classeur_autre_feuille": (
        "Autre feuille",
        "Ce classeur est celui de {cours}, {periode}.",
        "Ouvrez ce cours et cette période, ou choisissez un autre fichier.",
    ),
    "classeur_perime": (
        "Critères changés",
        "Les critères ou les barèmes de ce cours ont changé depuis l’export\u00a0: rien n’est repris.",
        "Exportez la feuille à nouveau et recopiez-y les notes.",
    ),
    "classeur_colonne": (
        "Colonne retirée",
        "La colonne {colonne} a été retirée du classeur\u00a0: rien n’est repris.",
        "Remettez-la, ou exportez la feuille à nouveau.",
    ),
    "classeur_formule": (
        "Formule",
        "Cette case contient une formule\u00a0: elle n’est pas reprise.",
        "Remplacez-la par sa valeur (copier, puis collage spécial › valeurs).",
    ),
    "classeur_eleve": (
        "Élève absent de la feuille",
        "Cette ligne n’est pas sur la feuille\u00a0: l’élève a changé d’horaire ou de cours, ou elle a été ajoutée.",
        "Saisissez ses notes sur la feuille où il est.",
    ),
    "classeur_double": (
        "Ligne en double",
        "Cette ligne est une seconde fois dans le classeur\u00a0: la première seule compte.",
        "Vérifiez les notes de cet élève.",
    ),
    "classeur_nom": (
        "Nom changé",
        "Le nom a été changé dans le classeur\u00a0: les notes restent celles de {nom}.",
        "Vérifiez qu’elles sont bien les siennes.",
    ),
    "feuille_fermee": (
        "Feuille fermée",
        "La feuille de {periode} est validée, ou sa saisie est close\u00a0: rien ne peut y être repris.",
        "Demandez à la direction de la rouvrir.",
    ),
    # -- tables of evaluation
    "bareme_sans_valeurs": (
        "Barème sans lettres",
        "Un barème de lettres ou de mentions en compte au moins deux.",
        "Écrivez-en une par ligne\u00a0: TB | Très bien | 80",
    ),
    "bareme_valeur_illisible": (
        "Ligne illisible",
        "«\u00a0{ligne}\u00a0» n’est pas comprise.",
        "Écrivez le code, les mots, puis la part du maximum\u00a0: TB | Très bien | 80",
    ),
    "bareme_valeurs_ordre": (
        "Ordre du barème",
        "«\u00a0{ligne}\u00a0» répète un code ou n’est pas au-dessous de la ligne d’avant.",
        "Rangez les lettres de la meilleure à la moins bonne, 100 au plus.",
    ),
    "bareme_trop_de_valeurs": (
        "Trop de lettres",
        "Un barème compte {maximum} lettres au plus.",
        "Retirez des lignes.",
    ),
    "bareme_sans_zero": (
        "Barème incomplet",
        "La dernière lettre doit partir de 0.",
        "Écrivez 0 à la fin de la dernière ligne.",
    ),
    "bareme_note": (
        "Barème utilisé",
        "Des notes ont été données sur {bareme}\u00a0: son genre, son maximum et ses lettres ne changent plus.",
        "Créez un autre barème pour les prochaines notes.",
    ),
    "critere_note": (
        "Critère utilisé",
        "Des notes ont été données sur le critère {critere}\u00a0: ce changement fausserait leurs moyennes.",
        "Archivez-le et créez un critère d’un autre nom.",
    ),
    "periode_hors_annee": (
        "Hors de l’année",
        "Cette date n’est pas dans l’année consultée.",
        "Donnez une date du {du} au {au}.",
    ),
    "periode_a_l_envers": (
        "Dates à l’envers",
        "Cette date est avant le début de la période.",
        "Donnez une date à partir du {du}.",
    ),
}
