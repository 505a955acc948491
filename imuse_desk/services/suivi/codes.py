"""The words of the roll call of a site: those that the program gives until the site writes its own.

A word keeps its key for ever, since lessons bear it; it is put aside, never deleted.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, RegleMetier
from imuse_desk.domain.presences import GenreCode
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import CodePresence, Cours, Creneau, Presence, Seance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

INDISPENSABLES = (GenreCode.PRESENT, GenreCode.ABSENT, GenreCode.EXCUSE)
"""A roll call needs a word of each of them."""


@dataclass(frozen=True, slots=True)
class CodeVu:
    """A word of the roll call and its key; ``version`` 0 while the site never changed its table."""

    code: str
    libelle: str
    genre: GenreCode
    version: int = 0
    est_retire: bool = False


@dataclass(frozen=True, slots=True)
class EnregistrerCode:
    """A word as typed over the version read; a key that the table lacks adds it."""

    code: str
    libelle: str
    genre: str
    version: int = 0
    est_nouveau: bool = False
    operation_id: uuid.UUID | None = None


@cache
def codes_livres() -> tuple[CodeVu, ...]:
    """The words that every site begins with."""
    texte = (files("imuse_desk.resources") / "codes_presence.yaml").read_text(encoding="utf-8")
    lus: Any = lire_yaml(texte, "codes_presence.yaml")
    return tuple(CodeVu(mot["code"], mot["libelle"], GenreCode(mot["genre"])) for mot in lus)


def codes_de(session: Session, site_id: int) -> tuple[CodeVu, ...]:
    """Every word of a site in its order, those put aside last."""
    requete = (
        select(CodePresence)
        .where(CodePresence.site_id == site_id)
        .order_by(CodePresence.archive_a.is_not(None), CodePresence.ordre, CodePresence.id)
    )
    siens = tuple(
        CodeVu(c.code, c.libelle, GenreCode(c.genre), c.version, c.archive_a is not None)
        for c in session.scalars(requete)
    )
    return siens or codes_livres()


def premier_du_genre(codes: tuple[CodeVu, ...], genre: GenreCode) -> CodeVu:
    """The word in use that means this."""
    return next(c for c in codes if c.genre is genre and not c.est_retire)


@cas_d_usage(Permission.POINTER)
def lire_codes(ctx: Contexte) -> tuple[CodeVu, ...]:
    """The words of the roll call of the site consulted."""
    with ctx.lire() as session:
        return codes_de(session, ctx.site_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_code(ctx: Contexte, commande: EnregistrerCode) -> Fait[str]:
    """Add a word or change one; undoable the same day.

    What a word means no longer changes once a lesson bears it. Raises FormulaireInvalide (code, libelle, genre),
    RegleMetier(mot_appel_utilise | mot_appel_indispensable), Conflit, Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    cle = lecteur.texte("code", commande.code, 1, obligatoire=True).upper()
    if cle and not cle.isalnum():
        lecteur.refuser("code", "mot_appel_illisible")
    libelle = lecteur.texte("libelle", commande.libelle, 40, obligatoire=True)
    if commande.genre not in tuple(GenreCode):
        lecteur.refuser("genre", "choix_obligatoire")
    lecteur.conclure()

    def ecrire(unite: Unite) -> str:
        siens = _siens(unite, ctx.site_id)
        mot = siens.get(cle)
        if commande.est_nouveau:
            if mot is not None:
                lecteur.refuser("code", "mot_appel_deja_pris", libelle=mot.libelle)
                lecteur.conclure()
            mot = CodePresence(site_id=ctx.site_id, code=cle, libelle=libelle, genre=commande.genre, ordre=len(siens))
            unite.session.add(mot)
            rendre_annulable(ctx, unite, "Mot de l’appel ajouté", remettre_code, code=cle, est_retire=True)
        else:
            if mot is None:
                raise Introuvable("code_presence", cle)
            _verifier_version(mot, commande.version)
            if mot.genre != commande.genre:
                _refuser_si_utilise(unite.session, ctx.site_id, cle)
                _refuser_si_indispensable(siens, mot)
            rendre_annulable(
                ctx, unite, "Mot de l’appel modifié", remettre_code, code=cle, avant=[mot.libelle, mot.genre]
            )
            mot.libelle, mot.genre = libelle, commande.genre
        return _toucher(unite, mot)

    return ctx.ecrire("enregistrer_code_presence", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer_code(
    ctx: Contexte, code: str, version: int, operation_id: uuid.UUID | None = None, *, est_retire: bool = True
) -> Fait[str]:
    """Put a word aside, or back in use; lessons that bear it keep it. Undoable the same day.

    Raises RegleMetier(mot_appel_indispensable), Conflit, Introuvable.
    """

    def ecrire(unite: Unite) -> str:
        siens = _siens(unite, ctx.site_id)
        mot = siens.get(code)
        if mot is None:
            raise Introuvable("code_presence", code)
        _verifier_version(mot, version)
        if est_retire:
            _refuser_si_indispensable(siens, mot)
        mot.archive_a = unite.maintenant if est_retire else None
        libelle = "Mot de l’appel retiré" if est_retire else "Mot de l’appel remis"
        rendre_annulable(ctx, unite, libelle, remettre_code, code=code, est_retire=not est_retire)
        return _toucher(unite, mot)

    return ctx.ecrire("retirer_code_presence", ecrire, operation_id)


@inverse(Permission.MODIFIER_TARIF)
def remettre_code(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the word as it was."""
    mot = _siens(unite, ctx.site_id)[arguments["code"]]
    if "avant" in arguments:
        mot.libelle, mot.genre = arguments["avant"]
    if "est_retire" in arguments:
        mot.archive_a = unite.maintenant if arguments["est_retire"] else None
    _toucher(unite, mot)


def _siens(unite: Unite, site_id: int) -> dict[str, CodePresence]:
    """The rows of a site, made from the table given the first time that it changes."""
    session = unite.session
    siens = {c.code: c for c in session.scalars(select(CodePresence).where(CodePresence.site_id == site_id))}
    if not siens:
        siens = {
            c.code: CodePresence(site_id=site_id, code=c.code, libelle=c.libelle, genre=c.genre, ordre=ordre)
            for ordre, c in enumerate(codes_livres())
        }
        session.add_all(siens.values())
        session.flush()
    return siens


def _verifier_version(mot: CodePresence, version: int) -> None:
    if version and mot.version != version:
        raise Conflit({}, auteur=mot.modifie_par or "", version=mot.version)


def _refuser_si_indispensable(siens: Mapping[str, CodePresence], mot: CodePresence) -> None:
    autres = [c for c in siens.values() if c.genre == mot.genre and c.archive_a is None and c is not mot]
    if mot.genre in INDISPENSABLES and not autres:
        raise RegleMetier("mot_appel_indispensable", libelle=mot.libelle)


def _refuser_si_utilise(session: Session, site_id: int, code: str) -> None:
    portee = (
        exists()
        .where(Presence.code == code, Presence.seance_id == Seance.id, Seance.creneau_id == Creneau.id)
        .where(Creneau.cours_id == Cours.id, Cours.site_id == site_id)
    )
    if session.scalar(select(portee)):
        raise RegleMetier("mot_appel_utilise")


def _toucher(unite: Unite, mot: CodePresence) -> str:
    unite.session.flush()
    unite.touche("code_presence", mot.id)
    return mot.code
