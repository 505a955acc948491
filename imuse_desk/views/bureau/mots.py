"""What the notepad, the tasks and the other documents say, Qt-free: words, icons, rows, groups by day."""

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from imuse_desk.domain.dates import date_fr, instant_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.documents_dossier import DocumentImporte
from imuse_desk.services.lectures.bureau import DocumentVu, NoteVue, TacheVue
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import remedes_documents
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, action, lien, puce

GENRES = {
    "appel": ("Appel", "phone"),
    "visite": ("Visite", "user"),
    "decision": ("Décision", "seal-check"),
    "note": ("Note", "note"),
}
VISIBILITES = {"tous": "Tous, enseignants compris", "bureau": "Le bureau", "direction": "La direction seule"}
VISIBLES = {"tous": "visible de tous", "bureau": "visible du bureau", "direction": "visible de la direction"}
_JOURS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")

QUAND, QUOI, SUJET, FAIT, REPORTER = "quand", "quoi", "sujet", "fait", "reporter"
COLONNES_DOSSIER = (
    Colonne(QUAND, "Pour le", 122, est_triable=False),
    Colonne(QUOI, "À rappeler", 120, est_triable=False, est_etirable=True),
    Colonne(FAIT, "", 62, est_triable=False),
    Colonne(REPORTER, "", 104, est_triable=False),
)
COLONNES_TACHES = (
    Colonne(QUAND, "Pour le", 132, est_triable=False),
    Colonne(QUOI, "À rappeler", 240, est_triable=False, est_etirable=True),
    Colonne(SUJET, "Dossier", 190, est_triable=False),
    Colonne("pour", "Par qui", 140, est_triable=False),
    Colonne(FAIT, "", 66, est_triable=False),
    Colonne(REPORTER, "", 100, est_triable=False),
)
LIBELLE, NOMMER, ARCHIVER = "libelle", "nommer", "archiver"
COLONNES_DOCUMENTS = (
    Colonne(LIBELLE, "Document", 120, est_triable=False, est_etirable=True),
    Colonne("recu", "Reçu le", 88, est_triable=False),
    Colonne(NOMMER, "", 90, est_triable=False),
    Colonne(ARCHIVER, "", 98, est_triable=False),
)
REGLES = {
    "pages_vides": "pages blanches",
    "pages_abimees": "pages abîmées",
    "contenu_actif": "contenu actif",
    "chiffre": "fichier chiffré",
    "repare": "réparé à l’ouverture",
    "structure_illisible": "structure illisible",
}
GROUPES = (
    ("retard", "En retard"),
    ("jour", "Aujourd’hui"),
    ("semaine", "Cette semaine"),
    ("ensuite", "Plus tard"),
)


def visibilites(ctx: Contexte) -> list[tuple[str, str]]:
    """Who a note or a document may be shown to: the direction alone keeps something for itself."""
    reservees = () if ctx.peut(Permission.DEROGER) else ("direction",)
    return [(cle, mots) for cle, mots in VISIBILITES.items() if cle not in reservees]


def entete_note(note: NoteVue, fuseau: ZoneInfo) -> str:
    """``Appel · Aline Martin, le 25/11/2026 à 14:02 · visible du bureau``."""
    corrigee_a = note.modifie_a if note.modifie_a and note.modifie_a > note.a else None
    corrigee = f" · corrigée le {instant_fr(corrigee_a, fuseau)}" if corrigee_a else ""
    debut = f"{GENRES[note.genre][0]} · {note.auteur}, le {instant_fr(note.a, fuseau)}"
    return f"{debut} · {VISIBLES[note.visibilite]}{corrigee}"


def phrase_epinglee(note: NoteVue) -> str:
    """A pinned note as its band says it, on one line."""
    return f"{' '.join(note.texte.split())} ({note.auteur})"


def jour_proche(jour: date, aujourdhui: date) -> str:
    """``aujourd’hui``, ``demain``, ``hier``, ``jeu. 26/11`` this year, else the whole date."""
    ecart = (jour - aujourdhui).days
    if abs(ecart) <= 1:
        return {-1: "hier", 0: "aujourd’hui", 1: "demain"}[ecart]
    if jour.year == aujourdhui.year:
        return f"{_JOURS[jour.weekday()]} {jour:%d/%m}"
    return date_fr(jour)


def groupe(tache: TacheVue, aujourdhui: date) -> str:
    """Where a task stands: late, today, before Sunday's end, later."""
    if tache.echeance_le < aujourdhui:
        return "retard"
    if tache.echeance_le == aujourdhui:
        return "jour"
    dimanche = aujourdhui + timedelta(days=6 - aujourdhui.weekday())
    return "semaine" if tache.echeance_le <= dimanche else "ensuite"


def _quand(tache: TacheVue, aujourdhui: date) -> Cellule:
    mots = jour_proche(tache.echeance_le, aujourdhui)
    if tache.est_en_retard:
        return puce(mots, "bad", "warning-circle")
    if tache.echeance_le == aujourdhui:
        return puce(mots, "warn", "bell")
    return Cellule(mots)


def cellules_dossier(tache: TacheVue, aujourdhui: date) -> Sequence[Cellule]:
    """A task on the card that it is about."""
    return (
        _quand(tache, aujourdhui),
        Cellule(tache.libelle, Genre.PHRASE, second=tache.pour),
        action("Fait", "check"),
        action("Reporter", "calendar"),
    )


def cellules_tache(tache: TacheVue, aujourdhui: date) -> Sequence[Cellule]:
    """A task in the list of what waits."""
    return (
        _quand(tache, aujourdhui),
        Cellule(tache.libelle, Genre.PHRASE),
        lien(tache.sujet) if tache.sujet else Cellule("—", Genre.DISCRET),
        Cellule(tache.pour or "Tout le site", Genre.SECOND),
        action("Fait", "check"),
        action("Reporter", "calendar"),
    )


def cellules_document(document: DocumentVu, fuseau: ZoneInfo, *, est_modifiable: bool) -> Sequence[Cellule]:
    """A document of a card."""
    recu = Cellule(date_fr(document.a.astimezone(fuseau).date()), Genre.SECOND)
    nom = lien(document.libelle, "" if document.visibilite == "bureau" else VISIBLES[document.visibilite])
    if not est_modifiable:
        return nom, recu, Cellule(), Cellule()
    return nom, recu, action("Modifier", "pencil-simple"), action("Archiver", "archive")


def phrases_import(recus: Sequence[DocumentImporte]) -> tuple[Ton, str]:
    """What became of the files, with what the machine saw in each: a tone, and one sentence a file."""
    phrases = [f"{recu.fichier}\u00a0: {recu.message or _vu(recu)}" for recu in recus]
    if refus := [recu.code for recu in recus if recu.document_id is None]:
        return "bad", "\n".join([*phrases, *remedes_documents(refus)])
    est_sur = all(etat == "conforme" for recu in recus for _, etat, _ in recu.faits)
    return "ok" if est_sur else "warn", "\n".join(phrases)


def _vu(recu: DocumentImporte) -> str:
    faits = {regle: (etat, valeur) for regle, etat, valeur in recu.faits}
    nature, pages = faits["pdf"][1], faits["pages"][1]
    vus = [nature, f"{pages} page{'s' if pages != '1' else ''}"]
    for regle, (etat, valeur) in faits.items():
        if etat != "conforme":
            vus.append(f"{REGLES.get(regle, regle)}{f' ({valeur})' if valeur else ''}, à vérifier")
    return ", ".join(vus)
