"""Error codes to French words: title, sentence, cure. Qt-free; the one table that every screen and the CLI read.

``texte_erreur(err)`` gives the words of an error. Sentences are ``str.format`` patterns over the error's parameters:
dates come as 01/09/2025, parameters ending in ``_centimes`` as amounts, a ``mois`` also gives ``nom_mois``, and a
number ``n`` gives ``n_s``, the mark of its plural.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from imuse_desk.documents.messages import PHRASES, phrase
from imuse_desk.domain.argent import euros, grouper
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.tarifs.erreurs import TEXTES_PROBLEME
from imuse_desk.views.common.messages_absences import TEXTES_ABSENCES
from imuse_desk.views.common.messages_base import TEXTES_BASE
from imuse_desk.views.common.messages_bulletins import TEXTES_BULLETINS
from imuse_desk.views.common.messages_conservation import TEXTES_CONSERVATION
from imuse_desk.views.common.messages_etablissement import TEXTES_ETABLISSEMENT
from imuse_desk.views.common.messages_evaluations import TEXTES_EVALUATIONS
from imuse_desk.views.common.messages_facturation import TEXTES_FACTURATION
from imuse_desk.views.common.messages_listes import TEXTES_LISTES
from imuse_desk.views.common.messages_locations import TEXTES_LOCATIONS
from imuse_desk.views.common.messages_offre import TEXTES_OFFRE
from imuse_desk.views.common.messages_papiers import TEXTES_PAPIERS
from imuse_desk.views.common.messages_reinscription import TEXTES_REINSCRIPTION
from imuse_desk.views.common.messages_seances import TEXTES_SEANCES
from imuse_desk.views.common.messages_verification import TEXTES_VERIFICATION

_MOIS = (
    "Janvier",
    "Février",
    "Mars",
    "Avril",
    "Mai",
    "Juin",
    "Juillet",
    "Août",
    "Septembre",
    "Octobre",
    "Novembre",
    "Décembre",
)
_GRAND = 10_000
"""Numbers from this one on are written by thousands; years and ports of four digits are not."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the person reads: a title for a dialog or a band, a sentence, and how to put it right."""

    titre: str
    phrase: str
    remede: str = ""

    @property
    def court(self) -> str:
        """Sentence and cure on one line, for a field or a band."""
        return f"{self.phrase} {self.remede}".strip()


# each code has a title, a sentence, a cure
TEXTES: dict[str, tuple[str, str, str]] = {
    # -- whole operations
    "formulaire_invalide": ("Fiche à corriger", "Des champs sont à corriger.", "Corrigez les champs marqués."),
    "refus_permission": ("Action non permise", "Votre rôle ne permet pas cette action.", "Demandez à un responsable."),
    "introuvable": ("Fiche introuvable", "Cette fiche n’existe plus.", "Actualisez la liste (F5)."),
    "conflit": ("Fiche modifiée ailleurs", "Un autre poste vient de modifier cette fiche.", "Comparez les versions."),
    "autre_site": ("Autre site", "Cette fiche appartient à un autre site.", "Changez de site en haut de la fenêtre."),
    "deja_annulee": ("Déjà annulé", "Cette opération a déjà été annulée par {auteur}.", "Actualisez (F5)."),
    "annulation_trop_tardive": (
        "Trop tard pour annuler",
        "Une opération s’annule le jour même.",
        "Faites l’opération contraire, avec sa date et son motif.",
    ),
    # -- stored files
    "depot_lecture_seule": (
        "Dossier protégé",
        "Le dossier des documents est en lecture seule : rien n’a été enregistré.",
        "Faites rétablir le droit d’écriture, puis réessayez.",
    ),
    "introuvable_document": (
        "Document absent",
        "Le contenu de ce document n’est pas dans le dépôt.",
        "Faites restaurer les documents, ou demandez-le de nouveau à la famille.",
    ),
    "document_altere": (
        "Document abîmé",
        "Le contenu gardé n’est plus celui qui a été reçu.",
        "Faites restaurer les documents, ou demandez-le de nouveau à la famille.",
    ),
    "empreinte_invalide": (
        "Document inconnu",
        "Cette référence de document est impossible.",
        "Actualisez la liste (F5).",
    ),
    **TEXTES_BASE,
    **TEXTES_LISTES,
    **TEXTES_LOCATIONS,
    # -- fields
    "champ_obligatoire": ("Champ obligatoire", "Ce champ est obligatoire.", "Remplissez-le."),
    "choix_obligatoire": ("Choix obligatoire", "Ce choix est obligatoire.", "Choisissez dans la liste."),
    "texte_trop_long": ("Texte trop long", "{longueur} caractères, {maximum} au plus.", "Raccourcissez le texte."),
    "entier_illisible": ("Nombre illisible", "« {texte} » n’est pas un nombre entier.", "Saisissez des chiffres."),
    "entier_negatif": ("Nombre négatif", "Le nombre ne peut pas être négatif.", "Retirez le signe moins."),
    "entier_hors_bornes": ("Nombre hors limites", "Le nombre va de {minimum} à {maximum}.", "Corrigez-le."),
    # -- people
    "telephone_lettres": (
        "Téléphone illisible",
        "«\u00a0{texte}\u00a0» n’est pas un numéro.",
        "Écrivez la note après le numéro.",
    ),
    "telephone_note": ("Note gardée", "Numéro lu\u00a0: {numero}, note gardée\u00a0: {note}.", ""),
    "telephone_court": (
        "Téléphone court",
        "{chiffres} chiffres lus, {attendus} attendus (ou +…)\u00a0: à vérifier.",
        "Enregistrement possible.",
    ),
    "telephone_long": (
        "Téléphone long",
        "{chiffres} chiffres lus, {attendus} attendus\u00a0: à vérifier.",
        "Enregistrement possible.",
    ),
    "telephone_inconnu": (
        "Téléphone inconnu",
        "{numero} n’est attribué nulle part\u00a0: à vérifier.",
        "Enregistrement possible.",
    ),
    "courriel_sans_arobase": ("E-mail incomplet", "Il manque @ dans l’adresse.", "Complétez-la."),
    "courriel_invalide": ("E-mail illisible", "Cette adresse e-mail n’est pas valable.", "Corrigez-la."),
    "courriel_sans_point": ("E-mail à vérifier", "Pas de point après @\u00a0: à vérifier.", "Enregistrement possible."),
    "cp_cinq_chiffres": (
        "Code postal incomplet",
        "Un code postal français a cinq chiffres.",
        "Corrigez-le, ou choisissez un autre pays.",
    ),
    "cp_corse": (
        "Code postal à vérifier",
        "C’est un code de commune\u00a0: un code postal corse commence par {debut}.",
        "Enregistrement possible.",
    ),
    "cp_departement": (
        "Code postal à vérifier",
        "Aucun département {departement}\u00a0: à vérifier.",
        "Enregistrement possible.",
    ),
    "responsable_manquant": (
        "Responsable manquant",
        "Le foyer n’a plus de responsable légal.",
        "Cochez «\u00a0Responsable légal\u00a0» pour un adulte.",
    ),
    "famille_inscrite": (
        "Réinscription en cours",
        "Une réinscription est en cours dans cette famille.",
        "Terminez-la avant d’archiver.",
    ),
    "eleve_inscrit": (
        "Réinscription en cours",
        "Une réinscription est en cours pour cet élève.",
        "Terminez-la avant d’archiver.",
    ),
    "foyer_archive": ("Famille archivée", "Cette famille est archivée.", "Sortez-la des archives pour la modifier."),
    "deja_eleve": ("Déjà élève", "Cette personne est déjà élève.", "Ouvrez sa fiche."),
    "deja_rattache": ("Déjà rattaché", "L’élève appartient déjà à ce foyer.", "Choisissez un autre foyer."),
    "deux_foyers_au_plus": ("Trop de foyers", "Un élève a deux foyers au plus.", "Détachez-le d’abord de l’un d’eux."),
    "dernier_foyer": ("Dernier foyer", "C’est le seul foyer de l’élève.", "Rattachez-le d’abord à un autre."),
    "pas_rattache": ("Foyer étranger", "L’élève n’appartient pas à ce foyer.", "Actualisez la fiche (F5)."),
    "part_impossible": ("Part impossible", "La part va de 0 à 100\u00a0%.", "Corrigez-la."),
    "parts_a_100": ("Parts à corriger", "Les parts font {somme}\u00a0%, pas 100\u00a0%.", "Corrigez l’une d’elles."),
    "foyer_inconnu": ("Foyer inconnu", "Aucun foyer ne porte le n° {numero}.", "Vérifiez le numéro sur sa fiche."),
    "foyer_manquant": ("Foyer manquant", "L’élève n’a pas de foyer.", "Ouvrez une famille, puis ajoutez l’élève."),
    "foyer_principal_unique": ("Foyer principal", "Un seul foyer est le principal.", "Choisissez lequel."),
    # -- dates
    "date_vide": ("Date manquante", "La date manque.", "Saisissez jour, mois, année."),
    "date_inconnue": ("Date illisible", "« {texte} » n’est pas une date.", "Saisissez par exemple 01/09/2025."),
    "annee_impossible": ("Année impossible", "L’année {annee} n’existe pas.", "Corrigez l’année."),
    "mois_impossible": ("Mois impossible", "Le mois {mois} n’existe pas.", "Le mois va de 1 à 12."),
    "jour_mois_illisible": (
        "Jour illisible",
        "« {texte} » n’est pas un jour de l’année.",
        "Saisissez par exemple 30/11.",
    ),
    "jours_en_desordre": (
        "Jours en désordre",
        "Les jours se suivent dans l’ordre de l’année scolaire, chacun une fois.",
        "Rangez-les.",
    ),
    "periodes_a_revoir": (
        "Périodes à revoir",
        "Les périodes d’entrée ne sont pas celles de la grille.",
        "Corrigez-les : Régie, Règles.",
    ),
    "jours_en_trop": ("Trop de jours", "Il y a {maximum} jours au plus.", "Retirez-en."),
    "jour_impossible": ("Jour impossible", "{nom_mois} {annee} a {jours} jours.", "Corrigez le jour."),
    "date_trop_ancienne": ("Date trop ancienne", "La date est avant le {minimum}.", "Corrigez-la."),
    "date_trop_tardive": ("Date trop tardive", "La date est après le {maximum}.", "Corrigez-la."),
    "naissance_future": ("Naissance à venir", "La date de naissance est après aujourd’hui.", "Corrigez l’année."),
    "naissance_trop_ancienne": ("Naissance trop ancienne", "La naissance est avant le {minimum}.", "Corrigez l’année."),
    # -- amounts
    "montant_vide": ("Montant manquant", "Le montant manque.", "Saisissez par exemple 12,50."),
    "montant_illisible": ("Montant illisible", "« {texte} » n’est pas un montant.", "Saisissez par exemple 12,50."),
    "montant_decimales": ("Trop de décimales", "« {texte} » a plus de deux décimales.", "Arrondissez au centime."),
    "montant_negatif": ("Montant négatif", "Le montant ne peut pas être négatif.", "Retirez le signe moins."),
    "montant_trop_grand": ("Montant trop grand", "Le montant dépasse ce que la base garde.", "Vérifiez les chiffres."),
    # -- papers
    "caractere_non_imprimable": (
        "Caractère non imprimable",
        "« {caractere} » ({point_code}) ne s’imprime pas ({champ}).",
        "Remplacez ce caractère.",
    ),
    "contraste_insuffisant": (
        "Couleur illisible",
        "Contraste {contraste}, {minimum} au moins.",
        "Choisissez une couleur plus sombre.",
    ),
    "entete_trop_longue": (
        "En-tête trop long",
        "{lignes} lignes, {maximum} au plus.",
        "Raccourcissez l’adresse de l’établissement.",
    ),
    # -- prices
    **{
        code: ("Grille refusée", f"{{fichier}}, {{article}} {{cle}} : {texte} {{detail}}", "Corrigez le fichier.")
        for code, texte in TEXTES_PROBLEME.items()
    },
    "grille_ecarts": (
        "Exemples en écart",
        "{n} exemple{n_s} de la grille sans le résultat attendu.",
        "Corrigez la grille ou ses exemples, ou confirmez.",
    ),
    "deja_en_vigueur": ("Déjà en vigueur", "Cette version est déjà en vigueur.", "Actualisez la liste (F5)."),
    "annee_close": ("Année close", "L’année est close : ses données ne changent plus.", "Choisissez une autre année."),
    "ages_a_l_envers": ("Âges à l’envers", "L’âge minimal dépasse l’âge maximal.", "Inversez les deux âges."),
    "fait_inconnu": ("Fait inconnu", "« {fait} » n’est pas un fait connu.", "Choisissez dans la liste."),
    "depart_hors_periode": ("Entrée hors période", "L’entrée va de {minimum} à {maximum}.", "Corrigez la période."),
    "echeances_nombre": ("Nombre d’échéances", "Il faut au moins {minimum} échéance.", "Corrigez le nombre."),
    "part_hors_bornes": ("Part impossible", "La part d’un foyer va de {minimum} à {maximum} %.", "Corrigez la part."),
    "parts_plus_de_cent": ("Parts impossibles", "Les parts des foyers dépassent 100 %.", "Corrigez les parts."),
    "parts_impossible": (
        "Parts impossibles",
        "Le nombre de parts est un nombre positif.",
        "Saisissez par exemple 2,5.",
    ),
    "enfants_impossible": ("Enfants impossibles", "Le nombre d’enfants est impossible.", "Corrigez les nombres."),
    "prestations_hors_formule": (
        "Prestations hors formule",
        "Cette formule ne compte pas de prestations, et elles ne sont jamais négatives.",
        "Videz ou corrigez le montant.",
    ),
    # -- sign-in and accounts
    "mot_de_passe_inconnu": ("Mot de passe inconnu", "Mot de passe inconnu.", "Il reste {restants} essai{restants_s}."),
    "compte_bloque": ("Trop d’essais", "Trop d’essais.", "Réessayez dans {attente}."),
    "compte_sans_role_sur_site": ("Autre site", "Ce compte n’a pas de rôle à {site}.", "Choisissez un autre site."),
    "aucune_annee": ("Aucune année", "La base n’a aucune année scolaire.", "Demandez à l’administrateur."),
    "identifiant_longueur": ("Identifiant", "L’identifiant a de {minimum} à {maximum} signes.", "Corrigez-le."),
    "identifiant_caracteres": (
        "Identifiant",
        "Lettres sans accent, chiffres, point et tiret seulement.",
        "Par exemple a.martin.",
    ),
    "identifiant_pris": ("Identifiant pris", "Un autre compte porte cet identifiant.", "Choisissez-en un autre."),
    "mot_de_passe_court": ("Mot de passe court", "Il faut au moins {minimum} signes.", "Allongez-le."),
    "mot_de_passe_evident": ("Mot de passe facile", "Ce mot de passe se devine.", "Prenez plusieurs mots sans lien."),
    "mot_de_passe_inchange": ("Même mot de passe", "C’est le mot de passe actuel.", "Choisissez-en un autre."),
    "mot_de_passe_actuel_faux": ("Mot de passe actuel", "Ce n’est pas le mot de passe actuel.", "Retapez-le."),
    "mots_de_passe_differents": ("Saisies différentes", "Les deux saisies diffèrent.", "Retapez le mot de passe."),
    "code_inconnu": (
        "Code inconnu",
        "Ce code ne convient pas\u00a0: faux, déjà utilisé ou expiré.",
        "Après cinq essais, demandez-en un autre.",
    ),
    "roles_manquants": ("Aucun rôle", "Le compte n’a aucun rôle.", "Cochez au moins un rôle sur un site."),
    "compte_archive": ("Compte archivé", "Ce compte est archivé.", "Rouvrez-le d’abord."),
    "compte_a_soi": (
        "Votre compte",
        "Vous ne pouvez pas archiver votre compte.",
        "Demandez à un autre administrateur.",
    ),
    "dernier_administrateur": (
        "Dernier administrateur",
        "C’est le dernier administrateur de {site}.",
        "Donnez d’abord ce rôle à un autre compte.",
    ),
    # -- first start
    "etablissement_existe": ("Base déjà créée", "Cette base a déjà un établissement.", "Connectez-vous."),
    "sites_manquants": ("Aucun site", "Il faut au moins un site.", "Saisissez son code et son nom."),
    "site_incomplet": (
        "Site incomplet",
        "Le site «\u00a0{site}\u00a0» n’a pas de code ou pas de nom.",
        "Complétez la ligne.",
    ),
    "site_trop_long": (
        "Site trop long",
        "«\u00a0{site}\u00a0» est trop long.",
        "Code\u00a0: {code_max} signes, nom\u00a0: {nom_max}.",
    ),
    "site_en_double": ("Site en double", "Deux sites ont le même code ou le même nom.", "Changez l’un des deux."),
    "annee_hors_bornes": ("Année impossible", "L’année va de {minimum} à {maximum}.", "Corrigez-la."),
    # -- mail
    "smtp_hote": ("Serveur", "Ce n’est pas un nom de serveur.", "Par exemple smtp.ville.example."),
    "smtp_port": ("Port", "Le port va de 1 à 65535.", "Souvent 587 (STARTTLS) ou 465 (SSL)."),
    "smtp_sans_protection": (
        "Connexion non protégée",
        "Sans chiffrement, le mot de passe et les courriels passent en clair.",
        "Choisissez STARTTLS ou SSL.",
    ),
    "smtp_destinataire_refuse": ("Adresse refusée", "Le serveur refuse ce destinataire.", "Vérifiez l’adresse."),
    "smtp_message_refuse": ("Message refusé", "Le serveur refuse ce message.", "Voyez sa réponse."),
    "smtp_expediteur_refuse": ("Expéditeur refusé", "Le serveur refuse l’expéditeur.", "Vérifiez l’adresse d’envoi."),
    "smtp_authentification": (
        "Connexion refusée",
        "Le serveur refuse cet utilisateur ou ce mot de passe.",
        "Vérifiez les réglages du courriel.",
    ),
    "smtp_certificat": (
        "Serveur non reconnu",
        "Le certificat du serveur n’est pas reconnu\u00a0: rien n’a été envoyé.",
        "Vérifiez le nom du serveur avec l’informatique.",
    ),
    "smtp_sans_tls": ("Chiffrement absent", "Le serveur ne propose pas STARTTLS.", "Essayez SSL, port 465."),
    "smtp_delai": ("Serveur lent", "Le serveur ne répond pas à temps.", "L’envoi sera repris."),
    "smtp_plus_tard": ("Serveur occupé", "Le serveur demande d’attendre.", "L’envoi sera repris."),
    "smtp_hote_introuvable": ("Serveur introuvable", "Ce serveur n’existe pas ou le réseau est coupé.", "Vérifiez-le."),
    "smtp_injoignable": ("Serveur injoignable", "La connexion au serveur échoue.", "Vérifiez le serveur et le port."),
    "smtp_adresse_internationale": (
        "Adresse accentuée",
        "Le serveur ne sait pas envoyer à une adresse accentuée.",
        "Demandez une autre adresse.",
    ),
    "piece_jointe_absente": ("Pièce jointe absente", "Le fichier à joindre n’est pas là.", "L’envoi sera repris."),
    "courriel_non_regle": ("Courriel non réglé", "Le courriel n’est pas réglé.", "Voyez le menu Réglages."),
    "courriel_manquant": ("Adresse manquante", "Ce message n’a pas d’adresse.", "Complétez la fiche, ou imprimez."),
    "message_deja_parti": ("Message parti", "Ce message est déjà parti.", "Rien à refaire."),
    "message_pas_a_imprimer": (
        "Courrier réglé",
        "Ce courrier est parti, imprimé ou en attente d’envoi.",
        "Rien à imprimer.",
    ),
    "message_pas_imprime": ("Courrier à faire", "Ce courrier n’est pas marqué imprimé.", "Actualisez la liste (F5)."),
    "message_sans_document": ("Sans document", "Ce courrier n’a pas de document joint.", ""),
    **TEXTES_ABSENCES,
    **TEXTES_ETABLISSEMENT,
    **TEXTES_EVALUATIONS,
    **TEXTES_BULLETINS,
    **TEXTES_SEANCES,
    **TEXTES_FACTURATION,
    **TEXTES_OFFRE,
    **TEXTES_PAPIERS,
    **TEXTES_REINSCRIPTION,
    **TEXTES_CONSERVATION,
    **TEXTES_VERIFICATION,
}

INCIDENT = Message(
    "Incident", "Une erreur imprévue s’est produite ; rien n’est perdu.", "Réessayez, puis signalez-la si elle revient."
)


def texte_erreur(err: BaseException) -> Message:
    """Words of an error; an error or a code that the table does not know gives the words of an incident."""
    if not isinstance(err, ErreurMetier):
        return INCIDENT
    return texte_code(err.code, err.params)


def texte_code(code: str, params: dict[str, Any]) -> Message:
    """Words of a code with its parameters; a parameter that the pattern names and the error lacks shows as « … »."""
    trouve = TEXTES.get(f"{code}_{params.get('genre', '')}") or TEXTES.get(code)
    if trouve is None:
        return _document(code, params) if code in PHRASES else INCIDENT
    valeurs = _Presents(_lisibles(params))
    titre, phrase, remede = (patron.format_map(valeurs) for patron in trouve)
    return Message(titre, phrase, remede)


def _document(code: str, params: dict[str, Any]) -> Message:
    """Words of the documents process, as a sentence, with what to do about the file."""
    mots = phrase(code, **params)
    return Message("Document refusé", f"{mots[:1].upper()}{mots[1:]}.", remede_document(code))


def remede_document(code: str) -> str:
    """What to do about a file that was refused; nothing where the fault is not the file's."""
    return _REMEDES_DOCUMENT.get(code, _AUTRE_EXEMPLAIRE) if code in PHRASES else ""


def remedes_documents(codes: Iterable[str]) -> list[str]:
    """What to do about files that were refused, each cure once."""
    return list(dict.fromkeys(remede for code in codes if (remede := remede_document(code))))


_AUTRE_EXEMPLAIRE = "Numérisez-le de nouveau, ou demandez un autre exemplaire à la famille."
_REMEDES_DOCUMENT = {
    "abime": (
        "S’il s’ouvre dans un autre lecteur, enregistrez-en une copie en PDF\u00a0; sinon, numérisez-le de nouveau "
        "ou redemandez-le à la famille."
    ),
    "page_abimee": "Regardez le document d’origine, ou demandez cette page à la famille.",
    "protege": "Demandez un fichier sans mot de passe.",
    "pas_un_pdf": "Numérisez ou enregistrez le document au format PDF.",
    "trop_gros": "Numérisez-le en noir et blanc ou avec une résolution plus basse.",
    "fichier_introuvable": "Vérifiez que le fichier est toujours à sa place.",
    "acces_refuse": "Fermez le programme qui l’utilise, ou copiez-le ailleurs.",
    "documents_indisponible": "Prévenez l’administrateur du poste.",
}


def codes_inconnus(codes: Iterable[str]) -> list[str]:
    """Those of ``codes`` that the table lacks, for the test that compares it with the codes raised."""
    return sorted(set(codes) - TEXTES.keys() - PHRASES.keys())


class _Presents(dict[str, Any]):
    def __missing__(self, _cle: str) -> str:
        return "…"


def _lisibles(params: dict[str, Any]) -> dict[str, Any]:
    lisibles: dict[str, Any] = {}
    for nom, valeur in params.items():
        if isinstance(valeur, date):
            lisibles[nom] = date_fr(valeur)
        elif nom.endswith("_centimes") and isinstance(valeur, int):
            lisibles[nom] = euros(valeur)
        elif isinstance(valeur, int) and abs(valeur) >= _GRAND:
            lisibles[nom] = f"{'-' if valeur < 0 else ''}{grouper(str(abs(valeur)))}"
        else:
            lisibles[nom] = valeur
        if isinstance(valeur, int):
            lisibles[f"{nom}_s"] = "s" if abs(valeur) > 1 else ""
    mois = params.get("mois")
    if isinstance(mois, int) and 1 <= mois <= len(_MOIS):
        lisibles["nom_mois"] = _MOIS[mois - 1]
    return lisibles
