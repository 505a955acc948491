"""The simple cards of the settings (cursus, rooms, schools, towns…): one way to read, record and put aside each.

A card is described once by a ``Fiche``: its table, how its typed fields are read, what makes it unique, what keeps it
from being put aside. Nothing is deleted: what a past year names stays.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.campagne.type_piece import TYPE_PIECE
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.cours import COURS
from imuse_desk.services.offre.fiche import Champs, Fiche, LectureFiche
from imuse_desk.services.offre.lieux import ECOLE, SALLE
from imuse_desk.services.offre.nomenclature import CURSUS, DISCIPLINE, NIVEAU
from imuse_desk.services.reinscription.motifs import MOTIF_REFUS
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.baremes import BAREME, PERIODE
from imuse_desk.services.suivi.referentiel import CRITERE, MOT_EVALUATION, PHRASE, TYPE_EVALUATION


@dataclass(frozen=True, slots=True)
class EnregistrerFiche:
    """A card as typed over the version read; without ``ident`` it is a new one."""

    genre: str
    champs: Champs
    ident: int | None = None
    version: int = 0
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class RangerFiche:
    """Put a card aside, or take it back (``est_reprise``)."""

    genre: str
    ident: int
    version: int
    est_reprise: bool = False
    operation_id: uuid.UUID | None = None


FICHES = {
    fiche.genre: fiche
    for fiche in (
        CURSUS, DISCIPLINE, NIVEAU, SALLE, ECOLE, COURS, TYPE_PIECE, BAREME, PERIODE, TYPE_EVALUATION, CRITERE,
        MOT_EVALUATION, PHRASE, MOTIF_REFUS,
    )
}  # fmt: skip


@cas_d_usage(Permission.MODIFIER_TARIF)
def enregistrer_fiche(ctx: Contexte, commande: EnregistrerFiche) -> Fait[int]:
    """Record a card; its id is the result. An unchanged one writes nothing new.

    Raises FormulaireInvalide, Invalide(deja_utilise), Introuvable, Conflit (fields that differ), what the card refuses.
    """
    fiche = FICHES[commande.genre]
    lecteur = Lecteur(ctx.aujourdhui())
    with ctx.lire() as session:
        valeurs = fiche.lire(LectureFiche(ctx, session, lecteur, commande.champs))
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        complet = {**fiche.portee(ctx), **valeurs}
        if commande.ident is None:
            objet: Any = fiche.modele(**complet)
            _exiger_unique(unite.session, fiche, objet)
            unite.session.add(objet)
        else:
            objet = _prendre(unite.session, fiche, commande.ident)
            ecarts = {c: (v, getattr(objet, c)) for c, v in valeurs.items() if v != getattr(objet, c)}
            if objet.version != commande.version:
                raise Conflit(ecarts, auteur=objet.modifie_par or "", version=objet.version)
            fiche.avant(unite.session, objet, ecarts)
            for colonne, (nouvelle, _ancienne) in ecarts.items():
                setattr(objet, colonne, nouvelle)
            _exiger_unique(unite.session, fiche, objet)
        unite.session.flush()
        fiche.apres(unite, objet)
        unite.touche(fiche.genre, objet.id)
        ident: int = objet.id
        return ident

    return ctx.ecrire(f"enregistrer_{fiche.genre}", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def ranger_fiche(ctx: Contexte, commande: RangerFiche) -> Fait[int]:
    """Put a card aside or take it back; undoable the same day.

    Raises RegleMetier(fiche_utilisee: usages), Introuvable, Conflit.
    """
    fiche = FICHES[commande.genre]

    def ecrire(unite: Unite) -> int:
        objet = _prendre(unite.session, fiche, commande.ident)
        if objet.version != commande.version:
            raise Conflit({}, auteur=objet.modifie_par or "", version=objet.version)
        _ranger(unite, fiche, objet, est_reprise=commande.est_reprise)
        libelle = "Fiche reprise" if commande.est_reprise else "Fiche archivée"
        rendre_annulable(
            ctx, unite, libelle, basculer_fiche, genre=fiche.genre, ident=objet.id, est_reprise=not commande.est_reprise
        )
        return commande.ident

    return ctx.ecrire(f"ranger_{fiche.genre}", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_TARIF)
def basculer_fiche(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of ``ranger_fiche``, by the same rule."""
    fiche = FICHES[arguments["genre"]]
    _ranger(unite, fiche, _prendre(unite.session, fiche, arguments["ident"]), est_reprise=arguments["est_reprise"])


def _ranger(unite: Unite, fiche: Fiche, objet: Any, *, est_reprise: bool) -> None:
    """Raises RegleMetier(fiche_utilisee) on a card still in use, Invalide on a name taken meanwhile."""
    if est_reprise:
        _exiger_unique(unite.session, fiche, objet)
    else:
        usages = {mots: n for mots, n in fiche.usages(unite.session, objet.id).items() if n}
        if usages:
            raise RegleMetier("fiche_utilisee", usages=", ".join(f"{n} {mots}" for mots, n in usages.items()))
    objet.archive_a = None if est_reprise else unite.maintenant
    unite.session.flush()
    unite.touche(fiche.genre, objet.id)


def _prendre(session: Session, fiche: Fiche, ident: int) -> Any:
    objet = session.get(fiche.modele, ident)
    if objet is None:
        raise Introuvable(fiche.genre, ident)
    return objet


def _exiger_unique(session: Session, fiche: Fiche, objet: Any) -> None:
    """No other card, put aside or not, holds the same words: the base refuses it, the field must say it."""
    modele: Any = fiche.modele
    memes: list[ColumnElement[bool]] = [getattr(modele, c) == getattr(objet, c) for c in fiche.unique]
    with session.no_autoflush:
        autre = session.execute(select(modele.archive_a).where(*memes, modele.id != (objet.id or 0))).first()
    if autre is not None:
        raise Invalide(fiche.champ_unique, "deja_utilise" if autre[0] is None else "deja_utilise_archive")
