"""French words of the refusals of invoices, payments and slips; see ``messages.py``."""

TEXTES_FACTURATION: dict[str, tuple[str, str, str]] = {
    "piece_discontinue": (
        "Numéro refusé",
        "La base refuse une pièce dont le numéro ne suit pas la précédente.",
        "Recommencez\u00a0; si le message revient, lancez la vérification des pièces.",
    ),
    "regie_absente": (
        "Aucune régie",
        "Aucune régie de recettes n’est en service pour ce site.",
        "Créez-la dans Paramètres › Régie.",
    ),
    "date_avant_derniere_piece": (
        "Date refusée",
        "La dernière pièce est du {derniere}\u00a0: une pièce du {le} ne peut pas la suivre.",
        "Vérifiez la date de cet ordinateur.",
    ),
    "site_inconnu": ("Site inconnu", "Aucun site ne s’appelle «\u00a0{site}\u00a0».", "Sites\u00a0: {sites}."),
    "annee_inconnue": ("Année inconnue", "L’année «\u00a0{annee}\u00a0» n’existe pas.", "Années\u00a0: {annees}."),
    "compte_obligatoire": (
        "Compte manquant",
        "Une base partagée ne s’ouvre qu’avec un compte.",
        "Ajoutez --compte et l’identifiant.",
    ),
    "mot_de_passe_terminal": (
        "Mot de passe manquant",
        "Le mot de passe de {compte} ne peut pas être demandé ici.",
        "Lancez la commande dans un terminal.",
    ),
    "pdf_sans_emission": (
        "Rien à imprimer",
        "Un aperçu n’émet aucune facture\u00a0: il n’a pas de papier.",
        "Utilisez --pdf avec --emettre ou --reprendre.",
    ),
    "facture_impossible": (
        "Facture non émise",
        "Cette famille ne peut plus être facturée\u00a0: quelque chose a changé depuis l’aperçu.",
        "Demandez de nouveau la facture.",
    ),
    "rien_a_attester": (
        "Rien à attester",
        "{payeur} n’a aucun règlement au compte pour {annee}.",
        "Vérifiez le payeur des reçus dans le registre de la famille.",
    ),
    "organisme_connu": (
        "Organisme déjà connu",
        "{organisme} porte déjà ce nom ou ce numéro SIRET.",
        "Choisissez-le dans la liste des payeurs.",
    ),
    "organisme_archive": (
        "Organisme retiré",
        "{organisme} est retiré de la liste des payeurs.",
        "Remettez-le en service dans Régie › Payeurs.",
    ),
    "aucun_compte": (
        "Aucun relevé",
        "Rien n’a été facturé ni réglé à ce jour pour cette sélection.",
        "Choisissez des familles qui ont un compte.",
    ),
    "lot_deja_imprime": (
        "Tout est imprimé",
        "Toutes les factures de cet appel sont déjà imprimées.",
        "Choisissez «\u00a0Toutes\u00a0» pour en tirer des duplicatas.",
    ),
    "pieces_imprimees_ailleurs": (
        "Imprimées ailleurs",
        "Un autre poste imprime ou envoie ces pièces en ce moment.",
        "Recommencez dans un instant.",
    ),
    "plan_sur_facture": (
        "Pas une facture",
        "{numero} n’est pas une facture\u00a0: elle n’a pas d’échéancier.",
        "Choisissez la facture à étaler.",
    ),
    "plan_n_appels": (
        "Une facture par échéance",
        "Cette année, chaque échéance est une facture\u00a0: il n’y a pas d’échéancier à accorder d’avance.",
        "Accordez-le sur la facture émise.",
    ),
    "plan_deja_facture": (
        "Déjà facturée",
        "La famille a déjà sa facture {numero}.",
        "Accordez l’échéancier sur cette facture.",
    ),
    "plan_hors_regle": (
        "Hors de la règle de l’année",
        "La règle de l’année permet {maximum} échéances au plus pour ce montant, pas {nombre}.",
        "Réduisez le nombre, ou demandez à qui émet les factures.",
    ),
    "facture_soldee": (
        "Facture réglée",
        "La facture {numero} est réglée\u00a0: elle n’a plus d’échéance.",
        "Rien à étaler.",
    ),
    "pieces_sans_adresse": (
        "Aucune adresse e-mail",
        "Aucune de ces familles n’a d’adresse e-mail pour ses factures.",
        "Complétez la fiche de la famille, ou imprimez.",
    ),
    "lot_vide": ("Rien à facturer", "Aucune famille ne reçoit de facture dans cet appel.", "Voyez les exclusions."),
    "lot_inconnu": ("Lot inconnu", "Cette base n’a pas de lot {lot}.", "L’aperçu de l’appel dit le numéro de son lot."),
    "lot_autre_appel": (
        "Autre appel",
        "Le lot {lot} est celui d’un autre appel\u00a0: {appel}.",
        "Donnez le site, l’année, la nature et l’appel de ce lot.",
    ),
    "lot_existe": (
        "Appel déjà lancé",
        "Cet appel est déjà lancé pour ce site et cette année.",
        "Reprenez-le, ou choisissez l’appel suivant.",
    ),
    "motif_obligatoire": ("Motif manquant", "Le motif est obligatoire.", "Écrivez pourquoi en quelques mots."),
    "avoir_sur_facture": ("Pas une facture", "{numero} n’est pas une facture.", "Choisissez la facture à corriger."),
    "avoir_rien": (
        "Rien à reprendre",
        "La facture {numero} est déjà reprise en entier par ses avoirs.",
        "Émettez une nouvelle facture.",
    ),
    "avoir_trop_grand": (
        "Avoir trop grand",
        "Il reste {reste_centimes} sur la ligne {rang}\u00a0: {montant_centimes} ne peut pas en être repris.",
        "Saisissez au plus ce qui reste.",
    ),
    "rien_a_relancer": (
        "Rien à relancer",
        "Aucune de ces familles n’est plus à relancer\u00a0: leur compte a changé depuis l’aperçu.",
        "Actualisez (F5).",
    ),
    "rien_a_transmettre": (
        "Rien à transmettre",
        "Aucune de ces familles n’est plus à transmettre au comptable\u00a0: leur compte a changé depuis l’aperçu.",
        "Actualisez (F5).",
    ),
    "rien_a_rectifier": (
        "Rien à rectifier",
        "Le tarif de cette famille est celui de ses factures.",
        "Actualisez (F5).",
    ),
    "montant_change": (
        "Montant changé",
        "Le nouveau tarif est maintenant de {nouveau_centimes}.",
        "Vérifiez-le, puis confirmez de nouveau.",
    ),
    "sans_effet_rectifie": (
        "Sans effet",
        "À cette date, tout est déjà commencé ou échu\u00a0: le nouveau tarif ne change rien à cette facture.",
        "Choisissez une date plus tôt, ou l’effet rétroactif (Régie, Règles).",
    ),
    "avoir_accorde": (
        "Avoir accordé",
        "Un avoir de {avoirs_centimes} a été accordé sur cette facture\u00a0: la rectifier le redemanderait.",
        "Choisissez cette famille seule pour la rectifier malgré cet avoir.",
    ),
    "sans_tarif_rectifie": (
        "Plus de tarif",
        "Cette famille n’a plus de tarif pour l’année.",
        "Reprenez ses factures par un avoir.",
    ),
    "mode_non_autorise": (
        "Mode refusé",
        "La régie «\u00a0{regie}\u00a0» n’encaisse pas ce mode\u00a0: {mode}.",
        "Choisissez un autre mode, ou ajoutez-le à la régie.",
    ),
    "montant_nul": ("Montant manquant", "Le montant doit être supérieur à zéro.", "Saisissez ce qui est versé."),
    "monnaie_insuffisante": (
        "Espèces insuffisantes",
        "Il manque {manque_centimes} pour ce montant.",
        "Corrigez ce qui est reçu, ou le montant.",
    ),
    "cheque_sans_numero": ("Numéro manquant", "Le numéro du chèque est obligatoire.", "Recopiez-le du chèque."),
    "cheque_sans_banque": ("Banque manquante", "La banque du chèque est obligatoire.", "Recopiez-la du chèque."),
    "un_seul_titre": (
        "Un seul montant",
        "Un seul montant se saisit pour ce mode\u00a0: {mode}.",
        "Enregistrez un règlement par versement.",
    ),
    "part_trop_grande": (
        "Part trop grande",
        "Il reste {reste_centimes} à régler sur cette facture.",
        "Saisissez au plus ce qui reste.",
    ),
    "parts_trop_grandes": (
        "Parts trop grandes",
        "Les parts dépassent les {total_centimes} versés.",
        "Diminuez une part.",
    ),
    "reglement_deja_annule": ("Déjà annulé", "Ce règlement est déjà annulé.", "Actualisez (F5)."),
    "annulation_apres_remise": (
        "Règlement déjà remis",
        "Ce règlement est sur un bordereau\u00a0: il ne s’annule plus.",
        "Déclarez-le impayé, ou remboursez-le.",
    ),
    "bordereau_vide": ("Bordereau vide", "Aucun règlement n’est coché.", "Cochez ceux qui sont remis."),
    "bordereau_sans_papier": (
        "Pas de papier",
        "Un rapprochement ne se remet à personne\u00a0: il n’a pas de papier.",
        "Choisissez un bordereau de chèques, d’espèces ou de chèques-vacances.",
    ),
    "deja_remis": (
        "Déjà remis",
        "{n} règlement(s) coché(s) ne sont plus à remettre.",
        "Actualisez (F5) et vérifiez la liste.",
    ),
    "comptage_illisible": ("Comptage illisible", "Une valeur du comptage n’existe pas.", "Comptez billets et pièces."),
    "comptage_faux": (
        "Comptage différent",
        "Vous comptez {compte_centimes}, les reçus disent {total_centimes}.",
        "Recomptez, ou changez les règlements cochés.",
    ),
    "periode_close": (
        "Mois clos",
        "La base refuse ce qui est daté d’un mois clos de la régie.",
        "Datez-le d’aujourd’hui.",
    ),
    "mois_clos": (
        "Mois clos",
        "La régie est close jusqu’au {au}\u00a0: rien ne peut être daté du {le}.",
        "Datez-le d’aujourd’hui.",
    ),
    "cloture_impossible": (
        "Clôture impossible",
        "Le mois qui finit le {au} ne peut pas être clos maintenant.",
        "Les mois se closent dans l’ordre, une fois finis. Actualisez (F5).",
    ),
    "non_nomme": (
        "Non nommé",
        "{agent} n’est ni régisseur ni mandataire de la régie «\u00a0{regie}\u00a0» à ce jour.",
        "Faites encaisser une personne nommée, ou inscrivez la nomination dans Régie › Réglages.",
    ),
    "especes_trop_grandes": (
        "Espèces limitées",
        "Un règlement en espèces ne dépasse pas {maximum_centimes}.",
        "Proposez un autre mode pour le reste.",
    ),
    "remboursement_trop_grand": (
        "Montant trop grand",
        "{maximum_centimes} au plus sont dus à la famille.",
        "Saisissez au plus ce montant.",
    ),
    "demande_close": (
        "Demande déjà suivie",
        "La demande {numero} est déjà versée ou annulée.",
        "Actualisez (F5).",
    ),
    "non_regisseur": (
        "Pas régisseur",
        "{regisseur} est régisseur\u00a0: {agent} ne peut pas remettre le service.",
        "Faites-le remettre par le régisseur ou son suppléant.",
    ),
    "entrant_est_sortant": ("Même personne", "{nom} est déjà régisseur.", "Choisissez une autre personne."),
    "caisse_ouverte": ("Caisse déjà ouverte", "La caisse est déjà ouverte.", "Actualisez (F5)."),
    "caisse_fermee": ("Caisse fermée", "La caisse n’est pas ouverte.", "Ouvrez-la d’abord."),
    "ecart_sans_motif": (
        "Motif manquant",
        "L’écart est de {ecart_centimes}\u00a0: son motif est obligatoire.",
        "Recomptez, ou écrivez ce qui l’explique.",
    ),
    "dossier_inconnu": (
        "Dossier inconnu",
        "Aucun dossier du site ne porte le numéro «\u00a0{dossier}\u00a0».",
        "Recopiez-le de la fiche de la famille.",
    ),
    "deja_classee": ("Déjà classée", "Cette recette est déjà classée.", "Actualisez (F5)."),
    "produits_illisibles": (
        "Codes produit",
        "Chaque ligne porte un article et son code, une fois chacun.",
        "Écrivez par exemple «\u00a0cotisations = 7062\u00a0».",
    ),
}
