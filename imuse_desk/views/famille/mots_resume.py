"""What the counter summary says, Qt-free: what is to settle, rows of its tables, words of the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr, heure_fr, jour_heure
from imuse_desk.domain.reinscription import OUVERTS, EtatDossier
from imuse_desk.services.lectures.a_regler import HORAIRE, IMPAYE, LOCATION, ARegler, CompteResume, PieceResume
from imuse_desk.services.lectures.echanges import FICHE, FICHE_ELEVE, REPONSE, Echange
from imuse_desk.services.lectures.familles import QuotientVu
from imuse_desk.services.lectures.resume import AdulteResume, CoursSemaine, ResumeFamille
from imuse_desk.services.listes import STATUTS
from imuse_desk.views.common.etats import ETATS_PIECE
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide

ELEVE, COURS, ENSEIGNANT = "eleve", "cours", "enseignant"
COLONNES_COURS = (
    Colonne(ELEVE, "Élève", 118, est_triable=False),
    Colonne(COURS, "Cours", 180, est_triable=False, est_etirable=True),
    Colonne("quand", "Jour et heure", 156, est_triable=False),
    Colonne("salle", "Salle", 150, est_triable=False),
    Colonne(ENSEIGNANT, "Enseignant", 150, est_triable=False),
)
COLONNES_PIECES = (
    Colonne("piece", "Pièce", 160, est_triable=False, est_etirable=True),
    Colonne("etat", "État", 122, est_triable=False),
)
COLONNES_ECHANGES = (
    Colonne("quand", "Quand", 102, est_triable=False),
    Colonne("quoi", "Quoi", 200, est_triable=False, est_etirable=True),
    Colonne("par", "Par", 116, est_triable=False),
)
REINSCRIPTION, COURRIERS, FICHE_FAMILLE, ELEVES, ELEVE_SEUL = "reinscription", "courriers", "fiche", "eleves", "eleve"
FACTURATION = "facturation"
_LIEUX = {
    "courrier_echec": COURRIERS, "courrier_a_imprimer": COURRIERS, "brouillon": FICHE_FAMILLE, "majorite": ELEVE_SEUL,
    "message": COURRIERS, "papier": COURRIERS, IMPAYE: FACTURATION, FICHE: FICHE_FAMILLE,
    LOCATION: ELEVE_SEUL,
    "statut": FICHE_FAMILLE, FICHE_ELEVE: ELEVES,
}  # fmt: skip
_NOMBRES = ("", "Une", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit", "Neuf", "Dix")
_PIECES = {"piece_refusee": "refusée", "piece_a_fournir": "à fournir", "piece_a_verifier": "à vérifier"}
_COURRIERS = {"courrier_echec": ("non parti", "non partis"), "courrier_a_imprimer": ("à imprimer", "à imprimer")}
_PAPIERS = {"accuse_reinscription": "Accusé de réception établi"}
_MESSAGES = {"envoye": "envoyé", "imprime": "imprimé", "a_imprimer": "à imprimer", "echec": "non parti"}
_DECISIONS = {"acceptee": "acceptée", "refusee": "refusée"}
_MOYENS = {"papier": "sur papier", "courriel": "par courriel", "telephone": "par téléphone", "guichet": "au guichet"}
TELEPHONES = {"mobile": "Mobile", "tel_domicile": "Domicile", "tel_pro": "Travail"}
_CIVILITES = {"Madame": "Mme", "Monsieur": "M."}


def lieu(code: str) -> str:
    """Where something that waits, or that happened, is seen or put right."""
    return _LIEUX.get(code, REINSCRIPTION)


def titre_a_regler(n: int) -> str:
    """``Trois choses à régler :``."""
    nombre = _NOMBRES[n] if n < len(_NOMBRES) else str(n)
    return f"{nombre} chose{'s' if n > 1 else ''} à régler\u00a0:"


def _impayes(attente: ARegler) -> str:
    quoi = "chèque impayé" if attente.n == 1 else f"{attente.n} chèques impayés"
    return f"{quoi}\u00a0: {euros(int(attente.detail))}"


def mots_a_regler(attente: ARegler) -> str:
    """Something that waits, in a few words."""
    code, n = attente.code, attente.n
    if code in _PIECES:
        if n > 1:
            return f"{n} pièces {_PIECES[code]}{'s' if code == 'piece_refusee' else ''}"
        return f"pièce {_PIECES[code]}\u00a0: {_pour(attente.nom, attente.detail)}"
    if code in _COURRIERS:
        return f"courrier {_COURRIERS[code][0]}" if n == 1 else f"{n} courriers {_COURRIERS[code][1]}"
    if code == "sans_reponse":
        return f"réponse attendue\u00a0: {attente.nom}" if n <= 2 else f"{n} réponses attendues"
    if code == HORAIRE:
        return f"horaire à choisir\u00a0: {_pour(attente.detail, attente.nom)}"
    if code in (IMPAYE, "brouillon"):
        return _impayes(attente) if code == IMPAYE else "fiche non enregistrée"
    if code == "majorite":
        return _pour(f"18 ans le {date_fr(date.fromisoformat(attente.detail))}", attente.nom)
    return _pour(f"{attente.detail[:1].lower()}{attente.detail[1:]}", attente.nom)


def _pour(mots: str, qui: str) -> str:
    return f"{mots} ({qui})" if qui else mots


# ---- rows


def rangees_cours(cours: Sequence[CoursSemaine]) -> list[tuple[int, Sequence[Cellule]]]:
    """Lessons of the week; a child's name stands on his first row alone."""
    rangees: list[tuple[int, Sequence[Cellule]]] = []
    precedent = None
    for c in cours:
        prenom = lien(c.prenom) if c.eleve_id != precedent else Cellule()
        precedent = c.eleve_id
        profs = ", ".join(nom for _, nom in c.enseignants)
        rangees.append(
            (
                c.inscription_id,
                (
                    prenom,
                    lien(c.cours),
                    Cellule(quand(c)) if c.jour is not None else vide(),
                    Cellule(c.salle, Genre.SECOND) if c.salle else vide(),
                    lien(profs) if profs else vide(),
                ),
            )
        )
    return rangees


def quand(cours: CoursSemaine) -> str:
    """``lun. 17:30 – 18:00``."""
    if cours.jour is None or cours.debut is None:
        return ""
    debut = jour_heure(cours.jour, cours.debut)
    if not cours.duree_min:
        return debut
    minutes = cours.debut.hour * 60 + cours.debut.minute + cours.duree_min
    return f"{debut} – {minutes // 60 % 24:02}:{minutes % 60:02}"


def rangees_pieces(pieces: Sequence[PieceResume]) -> list[tuple[int, Sequence[Cellule]]]:
    """Pieces of the campaign with their states."""
    return [
        (rang, (Cellule(p.libelle, second=p.pour), puce(p.etat.libelle, *ETATS_PIECE[p.etat])))
        for rang, p in enumerate(pieces)
    ]


def rangees_echanges(
    echanges: Sequence[Echange], fuseau: ZoneInfo, aujourdhui: date
) -> list[tuple[int, Sequence[Cellule]]]:
    """What happened last."""
    return [
        (
            rang,
            (
                Cellule(_instant(e.a, fuseau, aujourdhui), Genre.SECOND),
                Cellule(mots_echange(e)),
                Cellule(e.par, Genre.SECOND),
            ),
        )
        for rang, e in enumerate(echanges)
    ]


def _instant(a: datetime, fuseau: ZoneInfo, aujourdhui: date) -> str:
    """``14/05, 14:32``, or the date alone in another year."""
    local = a.astimezone(fuseau)
    if local.year != aujourdhui.year:
        return date_fr(local.date())
    return f"{local:%d/%m}, {heure_fr(local.time())}"


def mots_echange(e: Echange) -> str:
    """An event in a sentence."""
    if e.genre == "message":
        return f"Courrier «\u00a0{e.nom}\u00a0» {_MESSAGES.get(e.detail, 'en attente')}"
    if e.genre == REPONSE:
        return f"Réinscription de {e.nom}\u00a0: {EtatDossier(e.detail).libelle.lower()}"
    simples = {
        FICHE: "Fiche de la famille modifiée",
        FICHE_ELEVE: f"Fiche de {e.nom} modifiée",
        "papier": _PAPIERS.get(e.nom, e.detail),
        "piece": f"Pièce déposée\u00a0: {e.nom}",
        "decision": f"Pièce {_DECISIONS.get(e.detail, 'à vérifier')}\u00a0: {e.nom}",
        "statut": f"Résidence\u00a0: {STATUTS.get(e.nom, e.nom)}",
        "declaration": f"Déclaration acceptée {_MOYENS.get(e.detail, '')}".strip(),
        "quotient": "Quotient relevé" if e.detail == "caf" else "Quotient calculé d’après l’avis",
    }
    return simples[e.genre]


# ---- account, people


@dataclass(frozen=True, slots=True)
class CompteAffiche:
    """The account: the price told at the deposit, then the year before and what each pupil owes of it."""

    annonce: str
    est_provisoire: bool
    phrase: str
    annee_precedente: tuple[str, str, str]
    soldes: tuple[tuple[str, str], ...]


def compte_affiche(compte: CompteResume, annee_reinscription: str, fuseau: ZoneInfo) -> CompteAffiche:
    """What is known of money, in words; the chip of the year before is empty where nothing was noted."""
    phrase = ""
    if compte.annonce_a is not None:
        jour = date_fr(compte.annonce_a.astimezone(fuseau).date())
        phrase = f"Réinscription {annee_reinscription}, annoncé au dépôt du {jour}"
    etat = ("Réglée", "ok", "check-circle") if compte.est_regle else ("", "neutral", "")
    return CompteAffiche(
        annonce="" if compte.annonce_centimes is None else euros(compte.annonce_centimes),
        est_provisoire=compte.est_provisoire,
        phrase=phrase,
        annee_precedente=("Solde dû", "warn", "wallet") if compte.soldes else etat,
        soldes=compte.soldes,
    )


def nom_adulte(adulte: AdulteResume) -> str:
    """``Mme Camille Valmont``."""
    civilite = _CIVILITES.get(adulte.civilite, adulte.civilite)
    return " ".join(mot for mot in (civilite, adulte.prenom, adulte.nom) if mot)


def mots_quotient(quotient: QuotientVu) -> str:
    """``QF 2 145,30 · CAF du 31/10/2026``."""
    genre = "CAF" if quotient.genre == "caf" else "calculé"
    du = f" du {date_fr(quotient.date_document_le)}" if quotient.date_document_le else f" {quotient.annee}"
    return f"QF {montant(quotient.centimes)} · {genre}{du}"


def a_reinscrire(resume: ResumeFamille) -> tuple[int, str] | None:
    """The first pupil who has not answered yet."""
    attendus = (e for e in resume.enfants if e.repond_ici and e.etat in OUVERTS)
    return next(((e.eleve_id, e.prenom) for e in attendus), None)
