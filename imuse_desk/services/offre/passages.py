"""A teacher's block of individual lessons, divided into the turns of its pupils (``heure de passage``)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import heure_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.horaires import Lecon, Occupe, Passage, premier_passage_libre, verifier_passages
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Affectation, Cours, Creneau, Eleve, Inscription, Personne, Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.conflits import lire_semaine_eleves, signaler


@dataclass(frozen=True, slots=True)
class PassageVu:
    """A pupil of a block; without ``heure`` the turn is not fixed yet."""

    affectation_id: int
    eleve_id: int
    nom: str
    prenom: str
    heure: time | None
    duree_min: int


@dataclass(frozen=True, slots=True)
class BlocVu:
    """A block: its time, the turns in order (those not fixed last), the minutes left, the next free turn."""

    creneau_id: int
    cours: str
    jour: int
    debut: time
    duree_min: int
    passage_min: int
    passages: tuple[PassageVu, ...]
    restantes: int
    prochain: time | None


@dataclass(frozen=True, slots=True)
class FixerPassages:
    """Turns of a block: (affectation, time or None, minutes) for each pupil shown."""

    creneau_id: int
    passages: tuple[tuple[int, time | None, int], ...]
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lire_bloc(ctx: Contexte, creneau_id: int) -> BlocVu:
    """Open a block as it is on the day consulted. Raises Introuvable, RegleMetier(pas_un_bloc)."""
    with ctx.lire() as session:
        bloc, cours = _bloc(session, creneau_id)
        vus = _passages(session, creneau_id, ctx.aujourdhui())
    pris = [Passage(v.heure, v.duree_min, f"{v.prenom} {v.nom}") for v in vus if v.heure is not None]
    enveloppe = Passage(bloc.debut, bloc.duree_min)
    return BlocVu(
        creneau_id, cours.libelle, bloc.jour, bloc.debut, bloc.duree_min, bloc.passage_min or bloc.duree_min, vus,
        bloc.duree_min - sum(p.duree_min for p in pris),
        premier_passage_libre(enveloppe, pris, bloc.passage_min or bloc.duree_min),
    )  # fmt: skip


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def fixer_passages(ctx: Contexte, commande: FixerPassages) -> Fait[int]:
    """Fix the turns of a block; the result is the minutes left; undoable the same day.

    Raises RegleMetier(passage_hors_bloc | passages_superposes | passage_absent | autre_site), Introuvable,
    AConfirmer(conflit_offre) when a pupil is expected elsewhere.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        bloc, cours = _bloc(session, commande.creneau_id)
        ctx.exiger_sur(cours.site_id, Permission.MODIFIER_FAMILLE)
        vus = {v.affectation_id: v for v in _passages(session, bloc.id, ctx.aujourdhui())}
        voulus = {ident: (heure, duree) for ident, heure, duree in commande.passages}
        if voulus.keys() != vus.keys():
            raise RegleMetier("passage_absent")
        restantes = verifier_passages(
            Passage(bloc.debut, bloc.duree_min, cours.libelle),
            [
                Passage(heure, duree, f"{vus[ident].prenom} {vus[ident].nom}")
                for ident, (heure, duree) in voulus.items()
                if heure is not None
            ],
        )
        changes = {i: v for i, v in voulus.items() if v != (vus[i].heure, vus[i].duree_min)}
        _signaler_eleves(session, bloc, cours, vus, changes, ctx.aujourdhui(), confirme=commande.confirme)
        if changes:
            anciens = {str(i): [heure_fr(h) if (h := vus[i].heure) else None, vus[i].duree_min] for i in changes}
            rendre_annulable(
                ctx, unite, "Heures de passage fixées", remettre_passages, creneau_id=bloc.id, passages=anciens
            )
        _poser(unite, bloc, changes)
        return restantes

    return ctx.ecrire("fixer_passages", ecrire, commande.operation_id)


@inverse(Permission.MODIFIER_FAMILLE)
def remettre_passages(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the turns as they were, if they still fit together."""
    bloc, _cours = _bloc(unite.session, arguments["creneau_id"])
    anciens = {
        int(ident): (time.fromisoformat(heure) if heure else None, duree)
        for ident, (heure, duree) in arguments["passages"].items()
    }
    vus = _passages(unite.session, bloc.id, ctx.aujourdhui())
    apres = [
        Passage(heure, duree, f"{v.prenom} {v.nom}")
        for v in vus
        for heure, duree in [anciens.get(v.affectation_id, (v.heure, v.duree_min))]
        if heure is not None
    ]
    verifier_passages(Passage(bloc.debut, bloc.duree_min), apres)
    _poser(unite, bloc, anciens)


def _bloc(session: Session, creneau_id: int) -> tuple[Creneau, Cours]:
    creneau = session.get(Creneau, creneau_id)
    if creneau is None or creneau.archive_a is not None:
        raise Introuvable("creneau", creneau_id)
    if creneau.passage_min is None:
        raise RegleMetier("pas_un_bloc")
    return creneau, session.get_one(Cours, creneau.cours_id)


def _passages(session: Session, creneau_id: int, le: date) -> tuple[PassageVu, ...]:
    lignes = session.execute(
        select(
            Affectation.id, Eleve.id, Personne.nom, Personne.prenom, Affectation.heure_passage, Affectation.duree_min,
            Creneau.passage_min,
        )
        .join(Creneau, Creneau.id == Affectation.creneau_id)
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(
            Affectation.creneau_id == creneau_id, Inscription.etat == "active",
            or_(Affectation.au_le.is_(None), Affectation.au_le >= le),
        )
        .order_by(Affectation.heure_passage.is_(None), Affectation.heure_passage, Personne.cle)
    )  # fmt: skip
    return tuple(PassageVu(i, e, nom, prenom, h, duree or bloc or 0) for i, e, nom, prenom, h, duree, bloc in lignes)


def _signaler_eleves(
    session: Session,
    bloc: Creneau,
    cours: Cours,
    vus: Mapping[int, PassageVu],
    changes: Mapping[int, tuple[time | None, int]],
    le: date,
    *,
    confirme: bool,
) -> None:
    site = session.get_one(Site, cours.site_id).nom
    fixes = [
        Occupe(
            bloc.id,
            Lecon(cours.libelle, bloc.jour, heure, duree, "", site),
            frozenset({("eleve", vus[ident].eleve_id)}),
        )
        for ident, (heure, duree) in changes.items()
        if heure is not None
    ]
    if fixes:
        eleves = [vus[ident].eleve_id for ident in changes]
        signaler(session, fixes, lire_semaine_eleves(session, cours.annee_id, eleves, le), confirme=confirme)


def _poser(unite: Unite, bloc: Creneau, passages: Mapping[int, tuple[time | None, int]]) -> None:
    for ident, (heure, duree) in passages.items():
        affectation = unite.session.get_one(Affectation, ident)
        affectation.heure_passage, affectation.duree_min = heure, duree
        inscription = unite.session.get_one(Inscription, affectation.inscription_id)
        unite.touche("eleve", inscription.eleve_id)
    unite.session.flush()
    unite.touche("cours", bloc.cours_id)
    unite.touche("creneau", bloc.id)
