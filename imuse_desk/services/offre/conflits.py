"""Clashes of a year's week: rooms and teachers taken twice, pupils expected in two places."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import AConfirmer
from imuse_desk.domain.horaires import Chevauchement, Lecon, Occupe, Ressource, chevauchements
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    Eleve,
    Enseignant,
    Inscription,
    Personne,
    Salle,
    Site,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class ConflitVu:
    """A clash in words: what is shared (``Salle Ravel``), both lessons, and their weekly times' ids."""

    genre: str
    qui: str
    lecon_a: str
    lecon_b: str
    creneau_a: int
    creneau_b: int


@cas_d_usage(Permission.CONSULTER)
def lister_conflits(ctx: Contexte) -> tuple[ConflitVu, ...]:
    """Every clash of rooms and teachers of the year consulted, where the site consulted holds one of the lessons."""
    with ctx.lire() as session:
        semaine = lire_semaine(session, ctx.annee_id)
        du_site = {
            ident
            for (ident,) in session.execute(
                select(Creneau.id)
                .join(Cours, Cours.id == Creneau.cours_id)
                .where(Cours.annee_id == ctx.annee_id, Cours.site_id == ctx.site_id)
            )
        }
        vus = [c for c in chevauchements(semaine) if {c.une.ident, c.autre.ident} & du_site]
        noms = nommer(session, {c.ressource for c in vus})
    return tuple(_vu(c, noms) for c in vus)


def lire_semaine(session: Session, annee_id: int, condition: ColumnElement[bool] | None = None) -> list[Occupe]:
    """The weekly times of a year with their rooms and teachers."""
    lignes = session.execute(
        select(
            Creneau.id, Cours.libelle, Creneau.jour, Creneau.debut, Creneau.duree_min, Salle.nom, Site.nom,
            Creneau.du_le, Creneau.au_le, Creneau.salle_id, CreneauEnseignant.enseignant_id,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .where(
            Cours.annee_id == annee_id, Creneau.archive_a.is_(None), Cours.archive_a.is_(None),
            true() if condition is None else condition,
        )
    )  # fmt: skip
    lecons: dict[int, Lecon] = {}
    ressources: defaultdict[int, set[Ressource]] = defaultdict(set)
    for ident, cours, jour, debut, duree, salle, site, du_le, au_le, salle_id, enseignant_id in lignes:
        lecons[ident] = Lecon(cours, jour, debut, duree, salle or "", site, du_le, au_le)
        if salle_id is not None:
            ressources[ident].add(("salle", salle_id))
        if enseignant_id is not None:
            ressources[ident].add(("enseignant", enseignant_id))
    return [Occupe(ident, lecon, frozenset(ressources[ident])) for ident, lecon in lecons.items()]


def lire_semaine_eleves(session: Session, annee_id: int, eleves: Iterable[int], le: date) -> list[Occupe]:
    """What these pupils follow from a date on: each turn of an individual block is a lesson of its own."""
    lignes = session.execute(
        select(
            Creneau.id, Inscription.eleve_id, Cours.libelle, Creneau.jour, Creneau.debut, Creneau.duree_min,
            Affectation.heure_passage, Affectation.duree_min, Salle.nom, Site.nom, Affectation.du_le,
            Affectation.au_le, Creneau.passage_min,
        )
        .join(Affectation, Affectation.creneau_id == Creneau.id)
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .where(
            Cours.annee_id == annee_id, Inscription.eleve_id.in_(list(eleves)), Inscription.etat == "active",
            or_(Affectation.au_le.is_(None), Affectation.au_le >= le),
        )
    )  # fmt: skip
    trouves = []
    for ident, eleve_id, cours, jour, debut, duree, heure, passage, salle, site, du_le, au_le, bloc in lignes:
        if bloc is not None and heure is None:
            continue  # a turn not fixed yet takes no time
        quand = heure or debut
        lecon = Lecon(cours, jour, quand, (passage or duree) if heure else duree, salle or "", site, du_le, au_le)
        trouves.append(Occupe(ident, lecon, frozenset({("eleve", eleve_id)})))
    return trouves


def signaler(session: Session, nouveaux: Sequence[Occupe], autres: Iterable[Occupe], *, confirme: bool) -> None:
    """Stop on the first clash of a lesson being recorded with the others, unless the person said yes.

    Raises AConfirmer(conflit_offre: genre, qui, lecon_a, lecon_b, n).
    """
    if confirme:
        return
    siens = {occupe.ident for occupe in nouveaux}
    restent = [occupe for occupe in autres if occupe.ident not in siens]
    trouves = [c for c in chevauchements([*nouveaux, *restent]) if {c.une.ident, c.autre.ident} & siens]
    if trouves:
        premier = _vu(trouves[0], nommer(session, {trouves[0].ressource}))
        raise AConfirmer(
            "conflit_offre", qui=premier.qui, lecon_a=premier.lecon_a, lecon_b=premier.lecon_b, n=len(trouves)
        )


_NOMS: dict[str, Any] = {
    "salle": select(Salle.id, Salle.nom),
    "enseignant": select(Enseignant.id, Personne.prenom, Personne.nom).join(
        Personne, Personne.id == Enseignant.personne_id
    ),
    "eleve": select(Eleve.id, Personne.prenom, Personne.nom).join(Personne, Personne.id == Eleve.personne_id),
}


def nommer(session: Session, ressources: Iterable[Ressource]) -> dict[Ressource, str]:
    """The names of rooms, teachers and pupils."""
    par_genre: defaultdict[str, list[int]] = defaultdict(list)
    for genre, ident in ressources:
        par_genre[genre].append(ident)
    noms: dict[Ressource, str] = {}
    for genre, idents in par_genre.items():
        requete = _NOMS[genre]
        cle = requete.selected_columns[0]
        for ident, *mots in session.execute(requete.where(cle.in_(idents))):
            noms[genre, ident] = " ".join(m for m in mots if m)
    return noms


def _vu(conflit: Chevauchement, noms: dict[Ressource, str]) -> ConflitVu:
    genre, _ident = conflit.ressource
    return ConflitVu(
        genre, noms.get(conflit.ressource, ""), conflit.une.lecon.en_clair(), conflit.autre.lecon.en_clair(),
        conflit.une.ident, conflit.autre.ident,
    )  # fmt: skip
