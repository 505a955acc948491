"""Who waits for an instrument at a site: first-year pupils first where the site wants it, then by date of request."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.locations import EN_ATTENTE, Suivi, est_premiere_annee
from imuse_desk.domain.reglages import PREMIERE_ANNEE_D_ABORD
from imuse_desk.models import Annee, AttenteLocation, Cours, Discipline, Eleve, Inscription, Niveau, Personne
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reglages import lire_reglage

_AVANT = aliased(Inscription)
_ANNEE_AVANT = aliased(Annee)
_ANNEE = aliased(Annee)


@dataclass(frozen=True, slots=True)
class Demandeur:
    """Who asks for which instrument since when; ``passe_avant``: as a first-year pupil, where the site wants it."""

    attente_id: int
    eleve_id: int
    foyer_id: int
    eleve: str
    type: str
    taille: str
    demandee_a: datetime
    passe_avant: bool


def sert_les_premieres_annees(session: Session, ctx: Contexte) -> bool:
    """Whether the site serves first-year pupils first in the year consulted."""
    return bool(lire_reglage(session, PREMIERE_ANNEE_D_ABORD, ctx.site_id, ctx.annee_id))


def demandeurs(session: Session, ctx: Contexte) -> tuple[Demandeur, ...]:
    """The waiting list of the site consulted, who is served first in front."""
    a = AttenteLocation
    requete = (
        select(a.id, a.eleve_id, a.foyer_id, Personne.prenom, Personne.nom, a.type, a.taille, a.demandee_a)
        .join(Eleve, Eleve.id == a.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(a.site_id == ctx.site_id, a.etat.in_(EN_ATTENTE))
        .order_by(a.demandee_a, a.id)
    )
    lus = session.execute(requete).all()
    trie = bool(lus) and sert_les_premieres_annees(session, ctx)
    suivis, nouveaux = _parcours(session, {x.eleve_id for x in lus}, ctx.annee_id) if trie else ({}, frozenset())
    trouves = (
        Demandeur(
            x.id, x.eleve_id, x.foyer_id, f"{x.prenom} {x.nom}".strip(), x.type, x.taille, x.demandee_a,
            est_premiere_annee(x.type, suivis.get(x.eleve_id, ()), est_nouveau=x.eleve_id in nouveaux),
        )
        for x in lus
    )  # fmt: skip
    return tuple(sorted(trouves, key=lambda d: not d.passe_avant))


def _parcours(session: Session, eleves: set[int], annee_id: int) -> tuple[dict[int, list[Suivi]], frozenset[int]]:
    """What pupils follow in a year, and who of them followed nothing in an earlier one."""
    est_ancien = exists().where(
        _AVANT.eleve_id == Inscription.eleve_id,
        _ANNEE_AVANT.id == _AVANT.annee_id,
        _ANNEE_AVANT.debut_le < _ANNEE.debut_le,
    )
    requete = (
        select(Inscription.eleve_id, Discipline.libelle, Niveau.cycle, Niveau.annee, est_ancien.label("est_ancien"))
        .join(_ANNEE, _ANNEE.id == Inscription.annee_id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .where(
            Inscription.eleve_id.in_(eleves),
            Inscription.annee_id == annee_id,
            Inscription.etat == EtatInscription.ACTIVE,
        )
    )
    suivis: dict[int, list[Suivi]] = defaultdict(list)
    nouveaux = set()
    for x in session.execute(requete):
        suivis[x.eleve_id].append(Suivi(x.libelle, x.cycle or 0, x.annee or 0))
        if not x.est_ancien:
            nouveaux.add(x.eleve_id)
    return suivis, frozenset(nouveaux)
