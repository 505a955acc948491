"""The notepad of a family or a pupil: calls, visits, decisions; a pinned note shows when the card opens.

Who sees a note is decided by the person who writes it: everyone who may open the card, the office, or the direction.
A note is never deleted: archived, it leaves the card and stays in the journal.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, select

from imuse_desk.domain.erreurs import Conflit, Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import DocumentDossier, Eleve, Foyer, Note
from imuse_desk.models.bureau import GENRES_NOTE
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

TEXTE_MAX = 4000
GenreSujet = Literal["foyer", "eleve"]


@dataclass(frozen=True, slots=True)
class SaisieNote:
    """A note as typed; ``genre`` is appel, visite, decision or note; ``visibilite`` tous, bureau or direction."""

    texte: str
    genre: str = "note"
    est_epinglee: bool = False
    visibilite: str = "bureau"


@dataclass(frozen=True, slots=True)
class EcrireNote:
    """A note on a family or a pupil; without ``note_id`` a new one."""

    sujet: GenreSujet
    sujet_id: int
    saisie: SaisieNote
    note_id: int | None = None
    version: int = 0
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def ecrire_note(ctx: Contexte, commande: EcrireNote) -> Fait[int]:
    """Write or correct a note; its id is the result.

    Raises FormulaireInvalide (texte, genre, visibilite), Introuvable, Conflit, RegleMetier(note_d_un_autre).
    """
    saisie = commande.saisie
    lecteur = Lecteur(ctx.aujourdhui())
    texte = lecteur.texte("texte", saisie.texte, TEXTE_MAX, obligatoire=True, bloc=True)
    if saisie.genre not in GENRES_NOTE:
        lecteur.refuser("genre", "choix_obligatoire")
    if saisie.visibilite not in visibilites_permises(ctx):
        lecteur.refuser("visibilite", "choix_obligatoire")
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        session = unite.session
        if commande.note_id is None:
            if session.get(Foyer if commande.sujet == "foyer" else Eleve, commande.sujet_id) is None:
                raise Introuvable(commande.sujet, commande.sujet_id)
            note = Note(auteur=unite.auteur.agent, a=unite.maintenant, **{f"{commande.sujet}_id": commande.sujet_id})
            session.add(note)
        else:
            note = _prendre(ctx, unite, commande.note_id)
            if note.version != commande.version:
                raise Conflit({"texte": (texte, note.texte)}, auteur=note.modifie_par or "", version=note.version)
            if note.auteur != unite.auteur.agent and not _est_direction(ctx):
                raise RegleMetier("note_d_un_autre", auteur=note.auteur)
        note.texte, note.genre = texte, saisie.genre
        note.est_epinglee, note.visibilite = saisie.est_epinglee, saisie.visibilite
        session.flush()
        unite.touche(commande.sujet, commande.sujet_id)
        return note.id

    return ctx.ecrire("ecrire_note", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def archiver_note(ctx: Contexte, note_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take a note off the card; undoable the same day. Raises Introuvable, RegleMetier(note_d_un_autre)."""

    def ecrire(unite: Unite) -> int:
        note = _prendre(ctx, unite, note_id)
        if note.auteur != unite.auteur.agent and not _est_direction(ctx):
            raise RegleMetier("note_d_un_autre", auteur=note.auteur)
        note.archive_a = unite.maintenant
        rendre_annulable(ctx, unite, "Note archivée", remettre_note, note_id=note.id)
        toucher_sujet(unite, note)
        return note.id

    return ctx.ecrire("archiver_note", ecrire, operation_id)


@inverse(Permission.MODIFIER_FAMILLE)
def remettre_note(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the note is on the card again."""
    note = unite.session.get_one(Note, arguments["note_id"])
    note.archive_a = None
    toucher_sujet(unite, note)


def notes_visibles(ctx: Contexte) -> ColumnElement[bool]:
    """What this person may read: by the visibility of each note."""
    return visibles_de(ctx, Note)


def visibles_de(ctx: Contexte, modele: type[Note] | type[DocumentDossier]) -> ColumnElement[bool]:
    """What stands on the cards, of what is shown to this person."""
    return modele.visibilite.in_(visibilites_permises(ctx)) & modele.archive_a.is_(None)


def visibilites_permises(ctx: Contexte) -> tuple[str, ...]:
    """What this person reads, and may write for: everyone, the office, the direction."""
    bureau, direction = ctx.peut(Permission.CONSULTER), _est_direction(ctx)
    return ("tous", *(("bureau",) if bureau else ()), *(("direction",) if direction else ()))


def _est_direction(ctx: Contexte) -> bool:
    return ctx.peut(Permission.DEROGER)


def _prendre(ctx: Contexte, unite: Unite, note_id: int) -> Note:
    note = unite.session.execute(select(Note).where(Note.id == note_id, notes_visibles(ctx))).scalar_one_or_none()
    if note is None:
        raise Introuvable("note", note_id)
    return note


def toucher_sujet(unite: Unite, objet: Note | DocumentDossier) -> None:
    """The card on which something stands was touched."""
    if objet.foyer_id is not None:
        unite.touche("foyer", objet.foyer_id)
    if objet.eleve_id is not None:
        unite.touche("eleve", objet.eleve_id)
