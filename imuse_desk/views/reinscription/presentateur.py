"""Words of the Réinscription screen: a dossier as read → rows, chips and sentences in French. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr, heure_fr, instant_fr
from imuse_desk.domain.erreurs import ErreurMetier
from imuse_desk.domain.reinscription import (
    OUVERTS,
    Effet,
    EtatCondition,
    EtatDossier,
    EtatPiece,
    Exigence,
    GenreCondition,
)
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.reinscription import (
    ConditionVue,
    CreneauVu,
    DossierVu,
    EnfantVu,
    FichierVu,
    LigneVue,
    PieceLigne,
)
from imuse_desk.services.reinscription.pieces import PieceImportee
from imuse_desk.views.common.etats import ETATS_PIECE, VERDICTS_PIECE
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import remedes_documents, texte_erreur
from imuse_desk.views.reinscription.affichage import (
    ConditionAffichee,
    CoursAffiche,
    CreneauAffiche,
    FichierAffiche,
    PieceAffichee,
)

ETATS: dict[EtatDossier, tuple[Ton, str]] = {
    EtatDossier.SANS_REPONSE: ("neutral", "question"),
    EtatDossier.EN_SAISIE: ("neutral", "pencil-simple"),
    EtatDossier.DEPOSEE: ("info", "paper-plane-tilt"),
    EtatDossier.INCOMPLETE: ("warn", "file-dashed"),
    EtatDossier.A_VERIFIER: ("info", "hourglass-medium"),
    EtatDossier.VALIDEE: ("ok", "check-circle"),
    EtatDossier.REFUSEE: ("bad", "x-circle"),
    EtatDossier.NE_SE_REINSCRIT_PAS: ("neutral", "sign-out"),
    EtatDossier.CONGE: ("neutral", "clock"),
}
TITRES_CONDITION = {
    GenreCondition.AVIS: "Avis des enseignants",
    GenreCondition.ABSENCES: "Absences non justifiées",
    GenreCondition.PAIEMENT: "Paiement de l’année précédente",
    GenreCondition.INSTRUMENT: "Instrument loué",
}
MOTS_CONDITION: dict[EtatCondition, tuple[str, Ton, str]] = {
    EtatCondition.REMPLIE: ("Remplie", "ok", "check-circle-fill"),
    EtatCondition.NON_REMPLIE: ("Non remplie", "warn", "warning-fill"),
    EtatCondition.SANS_OBJET: ("Sans objet", "neutral", "minus-circle"),
}
A_RENSEIGNER: tuple[str, Ton, str] = ("À renseigner", "warn", "question")
MENTIONS = {
    "plus_de_place": ("Tous les horaires sont complets\u00a0: attribué par le conservatoire", "hourglass-medium"),
    "attribue": ("Plus de cours disponible\u00a0: attribué d’office", "magic-wand"),
    "classe_partenaire": ("Selon la classe de l’établissement partenaire", "student"),
    "niveau": ("Selon le niveau de danse", "magic-wand"),
    "non_propose": ("Non proposé l’an prochain", "minus-circle"),
}
STATUTS = {"resident": "Résident", "assimile": "Assimilé résident", "exterieur": "Extérieur"}
SPECIALITES = {"musique": "musique", "danse": "danse", "theatre": "théâtre"}
ALERTES = {
    "pages": "pages\u00a0: {valeur}",
    "pages_vides": "pages blanches\u00a0: {valeur}",
    "pages_abimees": "pages abîmées\u00a0: {valeur}",
    "contenu_actif": "contenu actif\u00a0: {valeur}",
    "chiffre": "fichier chiffré",
    "repare": "fichier réparé à l’ouverture",
    "structure_illisible": "structure illisible",
    "meme_fichier": "même fichier que «\u00a0{valeur}\u00a0»",
    "autre_foyer": "même fichier que le dossier {valeur} d’une autre famille",
}
PROVENANCES = {
    "photo": "photo convertie en PDF",
    "assemble": "assemblé ici\u00a0: {valeur}",
    "extrait": "numérisé\u00a0: {valeur}",
}
AUCUNE = "—"


def puces_dossier(dossier: DossierVu) -> list[tuple[str, Ton, str]]:
    """Chips of the header: number once deposited, residence, quotient where it may be read."""
    puces: list[tuple[str, Ton, str]] = []
    if dossier.numero:
        puces.append((dossier.numero, "neutral", "clipboard-text"))
    puces.append((STATUTS.get(dossier.statut_residence, "Résidence inconnue"), "neutral", "map-pin"))
    quotient = dossier.prix.quotient if dossier.prix else None
    if quotient and not quotient.est_masque:
        mots = f"QF {montant(quotient.centimes)}" if quotient.centimes is not None else "QF inconnu"
        puces.append((mots, "neutral" if quotient.centimes is not None else "warn", "scales"))
    return puces


def puce_enfant(enfant: EnfantVu) -> tuple[str, Ton, str]:
    """State of a child as a chip."""
    ton, icone = ETATS[enfant.etat]
    return enfant.etat.libelle, ton, icone


def sous_titre(enfant: EnfantVu, dossier: DossierVu) -> str:
    """``né(e) le 12/03/2015, 11 ans · Meudon``, and majority in the year."""
    morceaux = []
    if enfant.naissance_le:
        genre = {"F": "née", "M": "né"}.get(enfant.sexe, "né(e)")
        morceaux.append(f"{genre} le {date_fr(enfant.naissance_le)}, {enfant.age} ans")
    if enfant.devient_majeur:
        morceaux.append("aura 18 ans dans l’année")
    morceaux.append(dossier.site)
    return " · ".join(morceaux)


def phrase_reponse(enfant: EnfantVu, fuseau: str) -> str:
    """What closes or moved the answer: motive, author, instants."""
    zone = ZoneInfo(fuseau)
    if enfant.etat in {EtatDossier.NE_SE_REINSCRIT_PAS, EtatDossier.CONGE, EtatDossier.REFUSEE}:
        le = f" le {date_fr(enfant.motif_le)}" if enfant.motif_le else ""
        return f"{enfant.etat.libelle}{le}\u00a0: {enfant.motif} ({enfant.motif_auteur})"
    if enfant.etat is EtatDossier.VALIDEE and enfant.valide_a:
        return f"Validée le {instant_fr(enfant.valide_a, zone)} par {enfant.valide_par}"
    if enfant.depose_a:
        return f"Déposée le {instant_fr(enfant.depose_a, zone)}"
    return ""


def conditions_affichees(enfant: EnfantVu, fuseau: str) -> tuple[ConditionAffichee, ...]:
    """The conditions asked by the site."""
    return tuple(_condition(c, fuseau) for c in enfant.conditions)


def _condition(condition: ConditionVue, fuseau: str) -> ConditionAffichee:
    mot, ton, icone = A_RENSEIGNER if condition.etat is None else MOTS_CONDITION[condition.etat]
    morceaux = [condition.detail or condition.motif]
    if condition.etat is EtatCondition.NON_REMPLIE and condition.est_bloquante:
        morceaux.insert(0, "Bloque la validation")
    origine = ""
    if condition.a:
        qui = "Calculée" if condition.source == "calculee" else f"Saisie par {condition.auteur}"
        origine = f"{qui} le {date_fr(condition.a.astimezone(ZoneInfo(fuseau)).date())}"
    titre = TITRES_CONDITION[condition.genre]
    return ConditionAffichee(
        condition.genre.value, mot, titre, " · ".join(m for m in morceaux if m), origine, ton, icone
    )


def cours_affiches(enfant: EnfantVu) -> tuple[CoursAffiche, ...]:
    """The rows of the top table."""
    est_brouillon = enfant.etat is EtatDossier.EN_SAISIE
    return tuple(_cours(ligne, est_perdu=est_brouillon and est_horaire_perdu(ligne)) for ligne in enfant.lignes)


def est_horaire_perdu(ligne: LigneVue) -> bool:
    """The time of a draft, which holds no place, was filled by other families meanwhile."""
    return ligne.est_demandee and any(c.creneau_id == ligne.creneau_id and not c.libres for c in ligne.creneaux)


def _cours(ligne: LigneVue, *, est_perdu: bool) -> CoursAffiche:
    phrase, icone = MENTIONS.get(ligne.mention, ("", ""))
    suivant = ligne.cycle_suivant or AUCUNE
    if ligne.est_sous_reserve:
        suivant += " (s. r.)"
    return CoursAffiche(
        cours_id=ligne.cours_id,
        cours=ligne.cours,
        cursus=ligne.cursus,
        ha=ligne.ha or AUCUNE,
        cycle=ligne.cycle or AUCUNE,
        suivant=suivant,
        actif="nouveau" if ligne.est_ajoutee else "oui" if ligne.est_active else "non",
        est_cochee=ligne.est_demandee,
        a_case=ligne.a_case,
        suit_cursus=ligne.suit_cursus,
        phrase=phrase,
        aide=ligne.horaire_fixe,
        icone=icone,
        creneaux=tuple(_creneau(c, est_complet=est_perdu and c.creneau_id == ligne.creneau_id) for c in ligne.creneaux)
        + tuple(_creneau(c, est_complet=True) for c in ligne.complets),
        creneau_id=ligne.creneau_id,
        doit_choisir=ligne.doit_choisir or est_perdu,
        est_ajoute=ligne.est_ajoutee,
    )


def _creneau(creneau: CreneauVu, *, est_complet: bool) -> CreneauAffiche:
    salle = (
        f"salle {creneau.salle}" if creneau.salle and not creneau.salle.lower().startswith("salle") else creneau.salle
    )
    mots = " · ".join(m for m in (creneau.horaire, salle, creneau.enseignants) if m)
    if est_complet:
        places = f"complet {creneau.prises}/{creneau.capacite}"
    else:
        places = f"{creneau.libres} place{'s' if creneau.libres > 1 else ''}" if creneau.libres else "votre place"
    return CreneauAffiche(creneau.creneau_id, mots, places, est_complet)


def pieces_affichees(dossier: DossierVu) -> tuple[PieceAffichee, ...]:
    """The pieces of the family; those without object come last."""
    rangees = [_piece(p, dossier) for p in dossier.pieces]
    return tuple(sorted(rangees, key=lambda p: p.est_sans_objet))


def _piece(piece: PieceLigne, dossier: DossierVu) -> PieceAffichee:
    sans_objet = piece.exigence is Exigence.SANS_OBJET
    ton, icone = ETATS_PIECE[piece.etat]
    etat = piece.etat.libelle
    if sans_objet and not piece.fichiers:
        ton, icone, etat = "neutral", "minus-circle", "Sans objet"
    elif piece.exigence is Exigence.SI_BENEFICE and piece.etat is EtatPiece.A_FOURNIR:
        ton, icone, etat = "neutral", "question", "Si bénéficiaire"
    nom = f"{piece.libelle} · {piece.prenom}" if piece.prenom else piece.libelle
    return PieceAffichee(
        type_id=piece.type_id,
        eleve_id=piece.eleve_id,
        nom=nom,
        exigence=raison_piece(piece),
        aide=piece.aide,
        etat=etat,
        ton=ton,
        icone=icone,
        est_sans_objet=sans_objet and not piece.fichiers,
        fichiers=tuple(_fichier(f, dossier.fuseau, peut_decider=dossier.peut_decider) for f in piece.fichiers),
        est_consultable=dossier.lit_revenus or piece.effet is Effet.BLOQUE,
    )


def raison_piece(piece: PieceLigne) -> str:
    """Why a piece is owed, optional or without object."""
    params = piece.params
    if piece.raison == "residence":
        origine = " d’après la commune" if params.get("origine") == "commune" else ""
        return f"Sans objet\u00a0: foyer {STATUTS.get(str(params.get('statut')), '?').lower()}{origine}"
    if piece.raison == "specialite":
        return f"Sans objet\u00a0: ne concerne que la {SPECIALITES.get(str(params.get('specialite')), '?')}"
    if piece.raison == "parent_seul":
        return "Sans objet\u00a0: un seul adulte au foyer"
    if piece.raison == "imposition_commune":
        return "Sans objet\u00a0: imposition commune"
    effet = "bloque l’inscription" if piece.effet == "bloque" else "ne joue que sur le tarif"
    if piece.exigence is Exigence.SI_BENEFICE:
        n = params.get("n")
        charge = f" ({n} enfant{'s' if n != 1 else ''} à charge)" if piece.raison == "enfants_a_charge" else ""
        return f"Si la famille en bénéficie{charge} · {effet}"
    if piece.raison == "enfants_a_charge":
        return f"Obligatoire\u00a0: {params.get('n')} enfants à charge · {effet}"
    if piece.raison == "imposition_inconnue":
        return f"Obligatoire tant que l’imposition commune n’est pas renseignée · {effet}"
    return f"Obligatoire · {effet}"


def _fichier(fichier: FichierVu, fuseau: str, *, peut_decider: bool) -> FichierAffiche:
    zone = ZoneInfo(fuseau)
    ton, icone = ETATS_PIECE[fichier.etat]
    etat = fichier.etat.libelle
    if fichier.etat is EtatPiece.REFUSEE and fichier.motif:
        etat = f"Refusée\u00a0: {fichier.motif}"
    elif fichier.etat is EtatPiece.A_VERIFIER:
        etat, ton, icone = VERDICTS_PIECE[fichier.verdict]
    local = fichier.depose_a.astimezone(zone)
    alertes = [ALERTES.get(regle, regle).format(valeur=valeur) for regle, valeur in fichier.alertes]
    notes = [PROVENANCES[regle].format(valeur=valeur) for regle, valeur in fichier.provenance]
    if fichier.detruit_a is not None:
        le = date_fr(fichier.detruit_a.astimezone(zone).date())
        notes.append(f"fichier détruit le {le} (bordereau n°\u00a0{fichier.bordereau})")
    return FichierAffiche(
        piece_id=fichier.piece_id,
        version=fichier.version,
        nom=fichier.nom,
        date=date_fr(local.date()),
        heure=heure_fr(local.time()),
        taille=f"{max(fichier.mo, 0.01):.2f}".replace(".", ","),
        etat=etat,
        ton=ton,
        icone=icone,
        alerte=" · ".join(alertes),
        est_acceptee=fichier.etat is EtatPiece.ACCEPTEE,
        est_a_verifier=peut_decider and fichier.etat is EtatPiece.A_VERIFIER and fichier.detruit_a is None,
        sha256=fichier.sha256,
        note=" · ".join(notes),
        est_detruit=fichier.detruit_a is not None,
    )


@dataclass(frozen=True, slots=True)
class MotsDemarche:
    """What a pupil does, in words: he re-enrols, or enrols for the first time."""

    nom: str
    avec_article: str
    renonce: str


_REINSCRIPTION = MotsDemarche("réinscription", "la réinscription", "ne se réinscrit pas")
_INSCRIPTION = MotsDemarche("inscription", "l’inscription", "ne s’inscrit pas")


def mots_demarche(enfant: EnfantVu) -> MotsDemarche:
    """The words of a pupil's answer."""
    return _INSCRIPTION if enfant.est_nouveau else _REINSCRIPTION


def demarche_du_depot(dossier: DossierVu) -> MotsDemarche:
    """The words of what Valider deposits: an enrolment where everybody who waits is new."""
    attendus = [e for e in dossier.enfants if e.etat in OUVERTS and not e.repond_ailleurs]
    return _INSCRIPTION if attendus and all(e.est_nouveau for e in attendus) else _REINSCRIPTION


@dataclass(frozen=True, slots=True)
class Manque:
    """Something that keeps Valider from being pressed, and where: the child's place, the row to fill in."""

    phrase: str
    rang: int | None = None
    cours_id: int | None = None


def manques(dossier: DossierVu, declaration: str) -> list[Manque]:
    """What still keeps Valider from being pressed, in the order of the screen.

    ``declaration`` says what lacks there, nothing when it is accepted.
    """
    trouves: list[Manque] = []
    en_saisie = [e for e in dossier.enfants if e.etat is EtatDossier.EN_SAISIE and not e.repond_ailleurs]
    if not en_saisie:
        trouves.append(Manque("cochez au moins un cours"))
    for enfant in en_saisie:
        rang = enfant.n - 1
        if not any(ligne.est_demandee for ligne in enfant.lignes):
            acte = "ajoutez" if enfant.est_nouveau else "cochez"
            renonce = mots_demarche(enfant).renonce.capitalize()
            trouves.append(Manque(f"{enfant.prenom}\u00a0: {acte} au moins un cours, ou «\u00a0{renonce}\u00a0»", rang))
        trouves.extend(
            Manque(f"{enfant.prenom}, {ligne.cours}\u00a0: horaire à choisir", rang, ligne.cours_id)
            for ligne in enfant.lignes
            if ligne.est_demandee and ligne.doit_choisir
        )
        trouves.extend(
            Manque(f"{enfant.prenom}, {ligne.cours}\u00a0: l’horaire choisi est complet", rang, ligne.cours_id)
            for ligne in enfant.lignes
            if est_horaire_perdu(ligne)
        )
    if declaration:
        trouves.append(Manque(declaration))
    return trouves


def phrase_tenu_ailleurs(enfant: EnfantVu) -> str:
    """Who answers for a child whose dossier the other household holds; nothing where it is this one."""
    if not enfant.repond_ailleurs:
        return ""
    qui = f" ({enfant.tenu_par})" if enfant.tenu_par else ""
    return f"Le dossier de {enfant.prenom} est tenu par l’autre foyer{qui}\u00a0: ce foyer ne voit que sa part."


def phrase_delai(dossier: DossierVu, maintenant: datetime) -> str:
    """When the campaign or the deposit of pieces is over, and what that changes."""
    zone = ZoneInfo(dossier.fuseau)
    if not dossier.peut_saisir:
        if dossier.est_autre_site:
            return f"Lecture seule\u00a0: ce dossier relève du site {dossier.site}."
        return "Lecture seule\u00a0: votre rôle permet de lire ce dossier, pas de le modifier."
    if dossier.est_pas_ouverte:
        return f"La campagne ouvre le {instant_fr(dossier.ouvre_a, zone)}."
    if maintenant > dossier.ferme_a:
        suite = "la direction peut y déroger"
        if dossier.peut_deroger:
            suite = "Valider demandera le motif d’une dérogation"
        return f"La campagne est close depuis le {instant_fr(dossier.ferme_a, zone)}\u00a0: {suite}."
    if dossier.est_pieces_closes:
        return f"Le dépôt des pièces est clos depuis le {instant_fr(dossier.pieces_jusqu_a, zone)}."
    return ""


def obstacles_affiches(enfants: Sequence[EnfantVu]) -> list[str]:
    """What keeps deposited answers from being validated by the administration."""
    phrases: list[str] = []
    for enfant in enfants:
        for code, quoi in enfant.obstacles:
            if code == "condition_bloquante":
                phrases.append(f"{enfant.prenom}\u00a0: {TITRES_CONDITION[GenreCondition(quoi)].lower()}")
            else:
                phrases.append(f"{enfant.prenom}\u00a0: {quoi} à accepter")
    return list(dict.fromkeys(phrases))


def phrase_declin(dossier: DossierVu) -> str:
    """Who said that the family does not show its income, and when; nothing if nobody did."""
    if dossier.revenus_declines_le is None:
        return ""
    return f"Revenus non fournis, dit {dossier.revenus_declines_par} le {date_fr(dossier.revenus_declines_le)}"


def peut_ecrire(ctx: Contexte | None, dossier: DossierVu) -> bool:
    """The family may be written to for a piece: a dossier handed in lacks one, or one was refused."""
    if ctx is None or dossier.est_autre_site or not ctx.peut(Permission.ENVOYER_COURRIER):
        return False
    attend = any(e.etat in {EtatDossier.INCOMPLETE, EtatDossier.VALIDEE} for e in dossier.enfants)
    dues = (p for p in dossier.pieces if p.exigence is Exigence.OBLIGATOIRE)
    return attend and any(p.etat in {EtatPiece.A_FOURNIR, EtatPiece.REFUSEE} for p in dues)


def phrase_refus(erreur: Exception) -> str:
    """A refusal in words, with the course that it is about where the error names one."""
    message = texte_erreur(erreur)
    params = erreur.params if isinstance(erreur, ErreurMetier) else {}
    phrase = message.court
    cours = params.get("cours")
    return f"{cours}\u00a0: {phrase}" if cours and str(cours) not in phrase else phrase


def phrase_import(recues: Sequence[PieceImportee]) -> tuple[str, str]:
    """What became of the files that were not recorded: those refused with their cure, then those already there."""
    refusees = [p for p in recues if p.piece_id is None]
    dites = [f"{p.fichier}\u00a0: {p.message}." for p in refusees]
    deja = [p.fichier for p in recues if p.code == "deja_la"]
    dit = " ".join([*dites, *remedes_documents(p.code for p in refusees)])
    return dit, f"Déjà sur cette ligne\u00a0: {', '.join(deja)}." if deja else ""
