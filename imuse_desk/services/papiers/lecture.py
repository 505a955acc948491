"""What the papers read of the base: the year, pupils, their lessons, the weekly times of a teacher, a room, a site.

Each is read in a statement or two for any number of pupils, as things stand on the day of the paper.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.dates import heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Affectation,
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Lien,
    Niveau,
    Personne,
    Salle,
    Site,
)
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.faits_fusion import foyers_des_eleves
from imuse_desk.services.papiers.demande import Demande, Sujet
from imuse_desk.services.reinscription.lecture_charge import lien_en_cours

_PROF = aliased(Personne)

LONGUEUR_NOM_DE_FICHIER = 120


@dataclass(frozen=True, slots=True)
class AnneeLue:
    """The year consulted, and the day on which the papers look at it: today, or its nearest day."""

    id: int
    libelle: str
    debut_le: date
    fin_le: date
    jour: date


@dataclass(frozen=True, slots=True)
class EleveLu:
    """A pupil, his main household and its number."""

    id: int
    nom: str
    prenom: str
    sexe: str
    naissance_le: date | None
    lieu_naissance: str
    foyer_id: int | None
    dossier: str

    @property
    def complet(self) -> str:
        """First name and name."""
        return f"{self.prenom} {self.nom}".strip()


@dataclass(frozen=True, slots=True)
class LeconEleve:
    """A course that a pupil follows, with the weekly time that holds; ``jour`` is None while there is none.

    In a block of individual lessons ``debut`` and ``duree_min`` are the pupil's turn; while the turn is not fixed
    (``est_a_fixer``) they are the block's.
    """

    cours: str
    niveau: str
    du_le: date
    site_id: int
    site: str
    jour: int | None
    debut: time | None
    duree_min: int | None
    minutes: int | None
    salle: str
    enseignants: str
    est_a_fixer: bool
    inscription_id: int

    @property
    def quand(self) -> str:
        """``mercredi 14:00``, as the papers write it."""
        if self.jour is None or self.debut is None:
            return "horaire à fixer"
        jour = JOURS[self.jour - 1]
        return f"{jour}, passage à fixer" if self.est_a_fixer else f"{jour} {heure_fr(self.debut)}"


@dataclass(frozen=True, slots=True)
class HoraireLu:
    """A weekly time of the offer, with how many pupils come on the day of the paper."""

    id: int
    cours_id: int
    cours: str
    site_id: int
    site: str
    jour: int
    debut: time
    duree_min: int
    est_bloc: bool
    salle_id: int | None
    salle: str
    enseignants: str
    eleves: int
    du_le: date | None
    au_le: date | None

    @property
    def lecon(self) -> Lecon:
        """The lesson of the week."""
        return Lecon(self.cours, self.jour, self.debut, self.duree_min, self.salle)

    @property
    def horaire(self) -> str:
        """``mercredi 14:00–15:15``."""
        return f"{JOURS[self.jour - 1]} {heure_fr(self.debut)}–{heure_fr(self.lecon.fin)}"


def lire_annee(session: Session, ctx: Contexte) -> AnneeLue:
    """The year consulted; over, it is looked at as it ended."""
    annee = session.get_one(Annee, ctx.annee_id)
    jour = min(max(ctx.aujourdhui(), annee.debut_le), annee.fin_le)
    return AnneeLue(annee.id, annee.libelle, annee.debut_le, annee.fin_le, jour)


def eleves_demandes(session: Session, ctx: Contexte, demande: Demande) -> list[EleveLu]:
    """The pupils of a request, in its order, each once; those of a family come together.

    A pupil asked for through a family keeps his paper on the dossier of that family.
    """
    jour = ctx.aujourdhui()
    if demande.sujet is Sujet.FOYER:
        liens = session.execute(
            select(Lien.foyer_id, Eleve.id)
            .join(Eleve, and_(Eleve.personne_id == Lien.personne_id, Eleve.archive_a.is_(None)))
            .where(Lien.foyer_id.in_(demande.ids), lien_en_cours(Lien))
            .order_by(Lien.rang, Lien.id),
            {"jour": jour},
        ).all()
        rangs = {foyer_id: rang for rang, foyer_id in enumerate(demande.ids)}
        foyers: dict[int, int] = {}
        for foyer_id, ident in sorted(liens, key=lambda lien: rangs[lien[0]]):
            foyers.setdefault(ident, foyer_id)
        ids: Sequence[int] = tuple(foyers)
    else:
        ids = tuple(dict.fromkeys(demande.ids))
        foyers = foyers_des_eleves(session, ids, jour)
    return _eleves(session, ids, foyers)


def _eleves(session: Session, ids: Sequence[int], foyers: dict[int, int]) -> list[EleveLu]:
    numeros = {
        x.id: x.numero
        for x in session.execute(select(Foyer.id, Foyer.numero).where(Foyer.id.in_(set(foyers.values()))))
    }
    lus = {
        x.id: EleveLu(*x, foyers.get(x.id), numeros.get(foyers.get(x.id, 0), ""))
        for x in session.execute(
            select(
                Eleve.id, Personne.nom, Personne.prenom, Personne.sexe, Personne.naissance_le, Personne.lieu_naissance
            )
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(Eleve.id.in_(ids))
        )
    }
    return [lus[ident] for ident in ids if ident in lus]


def premieres_inscriptions(session: Session, eleves: Sequence[int]) -> dict[int, date]:
    """The first day on which each pupil was ever enrolled in the house."""
    lignes = session.execute(
        select(Inscription.eleve_id, func.min(Inscription.du_le))
        .where(Inscription.eleve_id.in_(eleves))
        .group_by(Inscription.eleve_id)
    )
    return {eleve_id: premiere for eleve_id, premiere in lignes}  # noqa: C416  a row is no pair for mypy


def lecons_des_eleves(session: Session, eleves: Sequence[int], annee: AnneeLue) -> dict[int, list[LeconEleve]]:
    """The active enrolments of each pupil in the year, with the weekly times of the day, else the next one."""
    a_venir = or_(Affectation.au_le.is_(None), Affectation.au_le >= annee.jour)
    lignes = session.execute(
        select(
            Inscription.eleve_id, Inscription.id, Inscription.du_le, Cours.libelle, Cours.site_id,
            Site.nom.label("site"), Niveau.libelle.label("niveau"), Affectation.id.label("affectation_id"),
            Affectation.du_le.label("affecte_le"), Affectation.heure_passage,
            Affectation.duree_min.label("passage_min"),
            Creneau.jour, Creneau.debut, Creneau.duree_min, Creneau.passage_min.label("bloc_min"),
            Salle.nom.label("salle"), _PROF.nom, _PROF.prenom,
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .outerjoin(Affectation, and_(Affectation.inscription_id == Inscription.id, a_venir))
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(
            Inscription.eleve_id.in_(eleves), Inscription.annee_id == annee.id, Inscription.etat == "active"
        )
        .order_by(
            Cursus.ordre, Inscription.id, Affectation.du_le, Affectation.id, CreneauEnseignant.id
        )
    )  # fmt: skip
    par_inscription: defaultdict[int, defaultdict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for x in lignes:
        par_inscription[x.id][x.affectation_id or 0].append(x)
    lues: defaultdict[int, list[LeconEleve]] = defaultdict(list)
    for affectations in par_inscription.values():
        toutes = list(affectations.values())
        en_cours = [memes for memes in toutes if memes[0].affecte_le is None or memes[0].affecte_le <= annee.jour]
        for memes in en_cours or toutes[:1]:
            lues[memes[0].eleve_id].append(_lecon(memes))
    return lues


def _lecon(memes: list[Any]) -> LeconEleve:
    """One row a teacher."""
    x = memes[0]
    est_a_fixer = x.bloc_min is not None and x.heure_passage is None
    passage = x.passage_min or x.bloc_min or x.duree_min
    return LeconEleve(
        cours=x.libelle,
        niveau=x.niveau or "",
        du_le=x.du_le,
        site_id=x.site_id,
        site=x.site,
        jour=x.jour,
        debut=x.heure_passage or x.debut,
        duree_min=x.duree_min if est_a_fixer else passage,
        minutes=passage,
        salle=x.salle or "",
        enseignants=_noms(memes),
        est_a_fixer=est_a_fixer,
        inscription_id=x.id,
    )


def _noms(lignes: Sequence[Any]) -> str:
    return ", ".join(dict.fromkeys(f"{x.prenom} {x.nom}".strip() for x in lignes if x.nom))


def lire_horaires(session: Session, annee: AnneeLue, *conditions: ColumnElement[bool]) -> list[HoraireLu]:
    """The weekly times of the year that hold on the day of the paper, in the order of the week."""
    lignes = session.execute(
        select(
            Creneau.id, Cours.id.label("cours_id"), Cours.libelle, Cours.site_id, Site.nom.label("site"), Creneau.jour,
            Creneau.debut, Creneau.duree_min, Creneau.passage_min, Creneau.salle_id, Salle.nom.label("salle"),
            Creneau.du_le, Creneau.au_le, _presents(annee.jour).label("eleves"), _PROF.nom, _PROF.prenom,
        )
        .join(Cours, Cours.id == Creneau.cours_id)
        .join(Site, Site.id == Cours.site_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(
            Cours.annee_id == annee.id, Cours.archive_a.is_(None), Creneau.archive_a.is_(None),
            or_(Creneau.du_le.is_(None), Creneau.du_le <= annee.jour),
            or_(Creneau.au_le.is_(None), Creneau.au_le >= annee.jour), *conditions,
        )
        .order_by(Creneau.jour, Creneau.debut, Cours.libelle, Creneau.id, CreneauEnseignant.id)
    )  # fmt: skip
    par_creneau: defaultdict[int, list[Any]] = defaultdict(list)
    for x in lignes:
        par_creneau[x.id].append(x)
    return [
        HoraireLu(
            x.id, x.cours_id, x.libelle, x.site_id, x.site, x.jour, x.debut, x.duree_min, x.passage_min is not None,
            x.salle_id, x.salle or "", _noms(memes), x.eleves, x.du_le, x.au_le,
        )
        for memes in par_creneau.values()
        for x in memes[:1]
    ]  # fmt: skip


def present_le(jour: date) -> ColumnElement[bool]:
    """An assignment that holds on a day, of an enrolment that is active."""
    return and_(
        Affectation.du_le <= jour,
        or_(Affectation.au_le.is_(None), Affectation.au_le >= jour),
        Inscription.etat == "active",
    )


def _presents(jour: date) -> Any:
    return (
        select(func.count(Inscription.eleve_id.distinct()))
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .where(Affectation.creneau_id == Creneau.id, present_le(jour))
        .correlate(Creneau)
        .scalar_subquery()
    )


def enseignants_du_creneau(session: Session, creneau_id: int) -> str:
    """The teachers of a weekly time, first names first."""
    requete = (
        select(Personne.prenom, Personne.nom)
        .join(Enseignant, Enseignant.personne_id == Personne.id)
        .join(CreneauEnseignant, CreneauEnseignant.enseignant_id == Enseignant.id)
        .where(CreneauEnseignant.creneau_id == creneau_id)
        .order_by(CreneauEnseignant.id)
    )
    return ", ".join(f"{prenom} {nom}".strip() for prenom, nom in session.execute(requete))


def nom_de_fichier(*parts: str) -> str:
    """``attestation_2026_2027_lina_valmont.pdf``: letters and figures alone, so that every disk takes it."""
    nets = [re.sub(r"[^0-9a-z]+", "_", plier(part)) for part in parts if part]
    return f"{'_'.join(nets)[:LONGUEUR_NOM_DE_FICHIER].strip('_')}.pdf"
