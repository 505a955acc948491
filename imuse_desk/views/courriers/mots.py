"""Words of the letters: state as a chip, what comes next or what went wrong, cells of the two tables. Qt-free."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from imuse_desk.domain.dates import date_fr, heure_fr, instant_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import A_TRAITER
from imuse_desk.services.lectures.courrier import EtatBoiteEnvoi, HistoriqueCourriers, LigneMessage, LignePapier
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_code
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, action, lien, puce, vide

SUJET, FAMILLE, IMPRIMER, RELANCER = "sujet", "famille", "imprimer", "relancer"
MESSAGE, PAPIER = "message", "papier"

COLONNES = (
    Colonne("quand", "Date", 158, nature=Nature.DATE),
    Colonne(FAMILLE, "Famille", 136),
    Colonne(SUJET, "Objet", 260, est_etirable=True),
    Colonne("destinataire", "Destinataire", 196),
    Colonne("etat", "État", 114),
    Colonne("suite", "Suite", 300, est_triable=False),
)
COLONNES_FAMILLE = (
    Colonne("quand", "Date", 94, est_triable=False),
    Colonne(SUJET, "Objet", 200, est_triable=False, est_etirable=True),
    Colonne("etat", "État", 112, est_triable=False),
    Colonne("suite", "Suite", 196, est_triable=False),
    Colonne(IMPRIMER, "", 94, est_triable=False),
    Colonne(RELANCER, "", 168, est_triable=False),
)
FILTRES = (
    ("tous", "Tous"),
    ("a_imprimer", "À imprimer"),
    ("a_envoyer", "En attente"),
    ("echec", "En échec"),
    ("imprime", "Imprimés"),
    ("envoye", "Envoyés"),
)
_ETATS: dict[str, tuple[str, Ton, str]] = {
    "a_imprimer": ("À imprimer", "warn", "printer"),
    "a_envoyer": ("En attente", "info", "hourglass-medium"),
    "echec": ("Échec", "bad", "x-circle"),
    "imprime": ("Imprimé", "ok", "printer"),
    "envoye": ("Envoyé", "ok", "check-circle"),
}
_CAUSES = {"courriel_non_regle": "Le courriel n’était pas réglé.", "courriel_manquant": "Pas d’adresse e-mail valable."}


def puce_etat(etat: str) -> Cellule:
    """The state of a message as a chip."""
    return puce(*_ETATS[etat])


def suite(ligne: LigneMessage, ctx: Contexte) -> Cellule:
    """What comes next, what went wrong in plain words, or when it was done and by whom."""
    fuseau = ZoneInfo(ctx.fuseau)

    def quand(instant: datetime | None) -> str:
        return instant_fr(instant, fuseau) if instant else ""

    if ligne.etat == "envoye":
        return Cellule(f"le {quand(ligne.envoye_a)}", Genre.SECOND)
    if ligne.etat == "imprime":
        return Cellule(f"le {quand(ligne.imprime_a)} par {ligne.imprime_par}", Genre.SECOND)
    if ligne.etat == "a_imprimer":
        return Cellule(_CAUSES.get(ligne.erreur) or texte_code(ligne.erreur, {}).phrase, Genre.SECOND)
    cause = texte_code(ligne.erreur, {}).phrase if ligne.erreur else ""
    if ligne.etat == "a_envoyer":
        essai = _essai(ligne.prochain_essai_a, ctx)
        return Cellule(f"{essai} · {cause}" if cause else essai, Genre.SECOND)
    essais = f"{ligne.tentatives} essais." if ligne.tentatives > 1 else ""
    return Cellule(f"{cause} {essais}".strip(), second=ligne.detail)


def phrase_remede(ligne: LigneMessage) -> str:
    """What went wrong with a message, how to put it right, and the server's own words."""
    if ligne.etat not in {*A_TRAITER, "a_envoyer"} or not ligne.erreur:
        return ""
    reponse = f"Réponse du serveur\u00a0: {ligne.detail}" if ligne.detail else ""
    return " ".join(mots for mots in (texte_code(ligne.erreur, {}).court, reponse) if mots)


def _essai(instant: datetime | None, ctx: Contexte) -> str:
    """When the next try comes: the hour alone for today, now if its time has come."""
    if instant is None or instant <= ctx.maintenant():
        return "Essai imminent"
    local = instant.astimezone(ZoneInfo(ctx.fuseau))
    jour = "" if local.date() == ctx.aujourdhui() else f"le {date_fr(local.date())} "
    return f"Essai {jour}à {heure_fr(local.time())}"


def cellules(ctx: Contexte, ligne: LigneMessage) -> Sequence[Cellule]:
    """A row of the window."""
    return (
        Cellule(instant_fr(ligne.cree_a, ZoneInfo(ctx.fuseau)), Genre.SECOND),
        lien(ligne.famille) if ligne.foyer_id is not None else vide(),
        _objet(ligne),
        Cellule(ligne.destinataire) if ligne.destinataire else vide(),
        puce_etat(ligne.etat),
        suite(ligne, ctx),
    )


def _objet(ligne: LigneMessage) -> Cellule:
    """Opens the papers of the message; one without any is a letter itself."""
    return lien(ligne.sujet) if ligne.pieces or ligne.foyer_id is not None else Cellule(ligne.sujet)


def rangees(ctx: Contexte, historique: HistoriqueCourriers) -> list[tuple[tuple[str, int], Sequence[Cellule]]]:
    """Rows of a family, newest first: its messages and the papers kept; ids are (kind, id)."""
    peut_agir = ctx.peut(Permission.ENVOYER_COURRIER)
    datees: list[tuple[datetime, tuple[str, int], Sequence[Cellule]]] = [
        (m.cree_a, (MESSAGE, m.id), _du_message(ctx, m, peut_agir=peut_agir)) for m in historique.messages
    ]
    datees += [(p.a, (PAPIER, p.id), _du_papier(ctx, p)) for p in historique.papiers]
    datees.sort(key=lambda datee: datee[0], reverse=True)
    return [(ident, ligne) for _, ident, ligne in datees]


def _du_message(ctx: Contexte, ligne: LigneMessage, *, peut_agir: bool) -> Sequence[Cellule]:
    rien = Cellule()
    return (
        Cellule(date_fr(ligne.cree_a.astimezone(ZoneInfo(ctx.fuseau)).date()), Genre.SECOND),
        _objet(ligne),
        puce_etat(ligne.etat),
        suite(ligne, ctx),
        action("Imprimé", "check") if peut_agir and ligne.etat in A_TRAITER else rien,
        action("Envoyer à nouveau", "paper-plane-tilt") if peut_agir and ligne.etat in A_TRAITER else rien,
    )


def _du_papier(ctx: Contexte, ligne: LignePapier) -> Sequence[Cellule]:
    rien = Cellule()
    return (
        Cellule(date_fr(ligne.a.astimezone(ZoneInfo(ctx.fuseau)).date()), Genre.SECOND),
        lien(ligne.nom),
        puce("Duplicata" if ligne.est_duplicata else "Conservé", "neutral", "file-pdf"),
        Cellule(f"{max(1, round(ligne.octets / 1024))} Ko · par {ligne.par}", Genre.SECOND),
        rien,
        rien,
    )


def phrase_compte(n: int, total: int, etat: EtatBoiteEnvoi, *, est_filtre: bool) -> str:
    """``12 courriers · 3 à imprimer · 1 en échec``, or ``3 courriers sur 12`` under a filter."""
    if est_filtre:
        return f"{_courriers(n)} sur {total}"
    restes = ((etat.a_imprimer, "à imprimer"), (etat.echec, "en échec"), (etat.a_envoyer, "en attente"))
    return " · ".join([_courriers(n), *(f"{k} {mots}" for k, mots in restes if k)])


def _courriers(n: int) -> str:
    return f"{n} courrier{'s' if n > 1 else ''}"


def verbe_imprimer(n: int) -> str:
    """Words of the button for so many messages."""
    return "Marquer &imprimé" if n < 2 else f"Marquer {n} courriers &imprimés"


def verbe_relancer(n: int) -> str:
    """Words of the button for so many messages."""
    return "&Envoyer à nouveau" if n < 2 else f"&Envoyer à nouveau {n} courriers"


def phrase_faite(n: int, un: str, plusieurs: str) -> str:
    """``Courrier marqué imprimé``, ``3 courriers marqués imprimés``."""
    return f"Courrier {un}" if n == 1 else f"{n} courriers {plusieurs}"


def phrase_refus(codes: Sequence[str]) -> str:
    """How many were left as they were, and why."""
    causes = " ".join(dict.fromkeys(texte_code(code, {}).court for code in codes))
    if len(codes) == 1:
        return f"Un courrier est resté tel quel. {causes}"
    return f"{len(codes)} courriers sont restés tels quels. {causes}"
