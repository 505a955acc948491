"""The bank of phrases of comments: those of the site, and each teacher's own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Compte, Enseignant, Phrase
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur


@dataclass(frozen=True, slots=True)
class PhraseVue:
    """A sentence ready for a comment."""

    id: int
    texte: str
    est_mienne: bool


@dataclass(frozen=True, slots=True)
class Phrases:
    """What the person may use; ``peut_garder``: the account is a teacher's, who keeps his own."""

    phrases: tuple[PhraseVue, ...]
    peut_garder: bool


@cas_d_usage(Permission.NOTER)
def lister_phrases(ctx: Contexte) -> Phrases:
    """Those of the site, then one's own."""
    with ctx.lire() as session:
        moi = _moi(session, ctx)
        lues = session.execute(
            select(Phrase.id, Phrase.texte, Phrase.enseignant_id)
            .where(
                Phrase.site_id == ctx.site_id,
                Phrase.archive_a.is_(None),
                or_(Phrase.enseignant_id.is_(None), Phrase.enseignant_id == (moi or 0)),
            )
            .order_by(Phrase.enseignant_id.is_not(None), Phrase.ordre, Phrase.id)
        )
        phrases = tuple(PhraseVue(ident, texte, enseignant is not None) for ident, texte, enseignant in lues)
    return Phrases(phrases, moi is not None)


@cas_d_usage(Permission.NOTER)
def garder_phrase(ctx: Contexte, texte: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Add a sentence to one's own; one taken off comes back.

    Raises FormulaireInvalide(texte), Invalide(texte: deja_utilise), RegleMetier(compte_sans_enseignant).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    net = lecteur.texte("texte", texte, APPRECIATION_MAX, obligatoire=True)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        moi = _moi(unite.session, ctx)
        if moi is None:
            raise RegleMetier("compte_sans_enseignant")
        phrase = unite.session.execute(
            select(Phrase).where(Phrase.site_id == ctx.site_id, Phrase.enseignant_id == moi, Phrase.texte == net)
        ).scalar_one_or_none()
        if phrase is None:
            phrase = Phrase(site_id=ctx.site_id, enseignant_id=moi, texte=net)
            unite.session.add(phrase)
        elif phrase.archive_a is None:
            raise Invalide("texte", "deja_utilise")
        phrase.archive_a = None
        unite.session.flush()
        unite.touche("phrase", phrase.id)
        return phrase.id

    return ctx.ecrire("garder_phrase", ecrire, operation_id)


@cas_d_usage(Permission.NOTER)
def retirer_phrase(ctx: Contexte, phrase_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take one's own sentence off; undoable the same day. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        phrase = unite.session.get(Phrase, phrase_id)
        if phrase is None or phrase.enseignant_id is None or phrase.enseignant_id != _moi(unite.session, ctx):
            raise Introuvable("phrase", phrase_id)
        phrase.archive_a = unite.maintenant
        rendre_annulable(ctx, unite, "Phrase retirée", remettre_phrase, phrase_id=phrase.id)
        unite.touche("phrase", phrase.id)
        return phrase.id

    return ctx.ecrire("retirer_phrase", ecrire, operation_id)


@inverse(Permission.NOTER)
def remettre_phrase(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the sentence is in the bank again."""
    phrase = unite.session.get_one(Phrase, arguments["phrase_id"])
    phrase.archive_a = None
    unite.touche("phrase", phrase.id)


def _moi(session: Session, ctx: Contexte) -> int | None:
    """The teacher behind the account."""
    return session.execute(
        select(Enseignant.id)
        .join(Compte, Compte.personne_id == Enseignant.personne_id)
        .where(Compte.id == (ctx.compte_id or 0))
    ).scalar()
