"""*À rappeler*: something to do by a date, for a person of the staff or for whoever is at the desk of the site."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Compte, CompteRole, Eleve, Foyer, Tache
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

LIBELLE_MAX = 200


@dataclass(frozen=True, slots=True)
class NoterTache:
    """A task as typed; without ``compte_id`` it is for the whole site."""

    libelle: str
    echeance: str
    compte_id: int | None = None
    foyer_id: int | None = None
    eleve_id: int | None = None
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def noter_tache(ctx: Contexte, commande: NoterTache) -> Fait[int]:
    """Note something to do; its id is the result; undoable the same day.

    Raises FormulaireInvalide (libelle, echeance, compte_id), Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    libelle = lecteur.texte("libelle", commande.libelle, LIBELLE_MAX, obligatoire=True)
    echeance = _lire_echeance(lecteur, commande.echeance)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        session = unite.session
        for genre, modele, ident in (("foyer", Foyer, commande.foyer_id), ("eleve", Eleve, commande.eleve_id)):
            if ident is not None and session.get(modele, ident) is None:
                raise Introuvable(genre, ident)
        if commande.compte_id is not None:
            _exiger_collegue(unite, ctx, commande.compte_id)
        tache = Tache(
            site_id=ctx.site_id, libelle=libelle, echeance_le=echeance, compte_id=commande.compte_id,
            foyer_id=commande.foyer_id, eleve_id=commande.eleve_id, cree_par=unite.auteur.agent,
            cree_a=unite.maintenant,
        )  # fmt: skip
        session.add(tache)
        session.flush()
        rendre_annulable(ctx, unite, "À rappeler noté", retirer_tache, tache_id=tache.id)
        unite.touche("tache", tache.id)
        return tache.id

    return ctx.ecrire("noter_tache", ecrire, commande.operation_id)


@cas_d_usage(Permission.CONSULTER)
def reporter_tache(ctx: Contexte, tache_id: int, echeance: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Put a task off to another day; undoable the same day.

    Raises FormulaireInvalide (echeance), Introuvable, RegleMetier(tache_deja_faite: auteur).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    nouvelle = _lire_echeance(lecteur, echeance)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        tache = _a_faire(unite, ctx, tache_id)
        rendre_annulable(
            ctx, unite, "Tâche reportée", remettre_echeance, tache_id=tache.id, le=tache.echeance_le.isoformat()
        )
        tache.echeance_le = nouvelle
        unite.touche("tache", tache.id)
        return tache.id

    return ctx.ecrire("reporter_tache", ecrire, operation_id)


@cas_d_usage(Permission.CONSULTER)
def finir_tache(ctx: Contexte, tache_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Say that a task is done; undoable the same day. Raises Introuvable, RegleMetier(tache_deja_faite: auteur)."""

    def ecrire(unite: Unite) -> int:
        tache = _a_faire(unite, ctx, tache_id)
        tache.faite_a, tache.faite_par = unite.maintenant, unite.auteur.agent
        rendre_annulable(ctx, unite, "Tâche faite", rouvrir_tache, tache_id=tache.id)
        unite.touche("tache", tache.id)
        return tache.id

    return ctx.ecrire("finir_tache", ecrire, operation_id)


@inverse(Permission.CONSULTER)
def retirer_tache(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a task noted by mistake."""
    tache = unite.session.get_one(Tache, arguments["tache_id"])
    unite.touche("tache", tache.id)
    unite.session.delete(tache)


@inverse(Permission.CONSULTER)
def rouvrir_tache(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: it is to be done again."""
    tache = unite.session.get_one(Tache, arguments["tache_id"])
    tache.faite_a, tache.faite_par = None, ""
    unite.touche("tache", tache.id)


@inverse(Permission.CONSULTER)
def remettre_echeance(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: it is due again on the day that was set before."""
    tache = unite.session.get_one(Tache, arguments["tache_id"])
    tache.echeance_le = date.fromisoformat(arguments["le"])
    unite.touche("tache", tache.id)


def _lire_echeance(lecteur: Lecteur, saisie: str) -> date:
    """A day to come, or today; what is wrong is kept by the reader."""
    lue = lecteur.date("echeance", saisie)
    if lue is None and not saisie.strip():
        lecteur.refuser("echeance", "champ_obligatoire")
    if lue is not None and lue < lecteur.aujourdhui:
        lecteur.refuser("echeance", "date_passee")
    return lue or date.max


def _a_faire(unite: Unite, ctx: Contexte, tache_id: int) -> Tache:
    """A task of the site that is not done yet."""
    tache = unite.session.get(Tache, tache_id)
    if tache is None or tache.site_id != ctx.site_id:
        raise Introuvable("tache", tache_id)
    if tache.faite_a is not None:
        raise RegleMetier("tache_deja_faite", auteur=tache.faite_par)
    return tache


def _exiger_collegue(unite: Unite, ctx: Contexte, compte_id: int) -> None:
    """A task goes to somebody who works on the site."""
    compte = unite.session.get(Compte, compte_id)
    du_site = unite.session.query(CompteRole.id).filter_by(compte_id=compte_id, site_id=ctx.site_id).first()
    if compte is None or compte.archive_a is not None or du_site is None:
        raise Introuvable("compte", compte_id)
