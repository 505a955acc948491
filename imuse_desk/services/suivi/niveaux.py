"""What a result changes in next year's dossiers: the level of the lines filed, and the times that no longer fit.

A place that was taken is never moved in silence: the line keeps its course and time, and is listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.reinscription import SANS_PLACE, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Campagne,
    Cours,
    Creneau,
    Dossier,
    DossierEleve,
    Eleve,
    Inscription,
    LigneDossier,
    Niveau,
    Personne,
    Resultat,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import marquer

_DU_COURS = aliased(Niveau)
_DONNE = aliased(Niveau)
_AUTRE = aliased(Cours)


class LigneAvant(TypedDict):
    """A line as it stood before a result."""

    ligne_id: int
    niveau_id: int | None
    est_sous_reserve: bool


@dataclass(frozen=True, slots=True)
class HoraireARevoir:
    """A line whose course is not of the level that the result gave; ``convient`` names one that is, where there is."""

    ligne_id: int
    dossier_id: int
    foyer_id: int
    eleve_id: int
    nom: str
    prenom: str
    cours: str
    niveau_cours: str
    niveau: str
    jour: int | None
    debut: time | None
    etat: EtatDossier
    convient: str


def appliquer_niveau(unite: Unite, inscription_id: int, niveau_id: int | None) -> tuple[list[LigneAvant], int]:
    """Give the level of a result to the lines that continue an enrolment, in open campaigns.

    Gives what the changed lines were, and how many ask for a course of another level.
    """
    if niveau_id is None:
        return [], 0
    changees: list[LigneAvant] = []
    a_revoir = 0
    for ligne, reponse, niveau_du_cours in _lignes(unite.session, inscription_id):
        if ligne.est_demandee and niveau_du_cours not in (None, niveau_id):
            a_revoir += 1
        if (ligne.niveau_id, ligne.est_sous_reserve) == (niveau_id, False):
            continue
        changees.append(
            LigneAvant(ligne_id=ligne.id, niveau_id=ligne.niveau_id, est_sous_reserve=ligne.est_sous_reserve)
        )
        _changer(unite, ligne, reponse, niveau_id, est_sous_reserve=False)
    return changees, a_revoir


def remettre_lignes(unite: Unite, lignes: Sequence[LigneAvant]) -> None:
    """Give lines back what they were, where they still stand."""
    for avant in lignes:
        ligne = unite.session.get(LigneDossier, avant["ligne_id"])
        if ligne is not None:
            reponse = unite.session.get_one(DossierEleve, ligne.dossier_eleve_id)
            _changer(unite, ligne, reponse, avant["niveau_id"], est_sous_reserve=avant["est_sous_reserve"])


@cas_d_usage(Permission.CONSULTER)
def lire_horaires_a_revoir(ctx: Contexte) -> tuple[HoraireARevoir, ...]:
    """The lines of the site whose level a result changed and whose course is of another one, by name.

    Campaigns that read or sell the year consulted.
    """
    convient = (
        select(_AUTRE.libelle)
        .where(
            _AUTRE.annee_id == Cours.annee_id, _AUTRE.site_id == Cours.site_id, _AUTRE.cursus_id == Cours.cursus_id,
            _AUTRE.discipline_id == Cours.discipline_id, _AUTRE.ha == Cours.ha,
            _AUTRE.niveau_id == LigneDossier.niveau_id, _AUTRE.archive_a.is_(None),
        )
        .order_by(_AUTRE.code)
        .limit(1)
        .correlate(Cours, LigneDossier)
        .scalar_subquery()
    )  # fmt: skip
    requete = (
        select(
            LigneDossier.id, Dossier.id, Dossier.foyer_id, DossierEleve.eleve_id, Personne.nom, Personne.prenom,
            Cours.libelle, _DU_COURS.libelle, _DONNE.libelle, Creneau.jour, Creneau.debut, DossierEleve.etat, convient,
        )
        .select_from(LigneDossier)
        .join(Resultat, Resultat.inscription_id == LigneDossier.inscription_id)
        .join(DossierEleve, DossierEleve.id == LigneDossier.dossier_eleve_id)
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Cours, Cours.id == LigneDossier.cours_id)
        .join(_DU_COURS, _DU_COURS.id == Cours.niveau_id)
        .join(_DONNE, _DONNE.id == LigneDossier.niveau_id)
        .outerjoin(Creneau, Creneau.id == LigneDossier.creneau_id)
        .where(
            Campagne.site_id == ctx.site_id,
            (Campagne.annee_source_id == ctx.annee_id) | (Campagne.annee_cible_id == ctx.annee_id),
            LigneDossier.est_demandee.is_(True),
            Resultat.niveau_propose_id.is_not(None),
            Cours.niveau_id != LigneDossier.niveau_id,
            DossierEleve.etat.not_in([etat.value for etat in SANS_PLACE]),
        )
        .order_by(Personne.cle, LigneDossier.ordre)
    )  # fmt: skip
    with ctx.lire() as session:
        lues = session.execute(requete).all()
    return tuple(
        HoraireARevoir(
            ligne_id, dossier_id, foyer_id, eleve_id, nom, prenom, cours, niveau_cours, niveau, jour, debut,
            EtatDossier(etat), convient or "",
        )
        for (
            ligne_id, dossier_id, foyer_id, eleve_id, nom, prenom, cours, niveau_cours, niveau, jour, debut, etat,
            convient,
        ) in lues
    )  # fmt: skip


def _lignes(session: Session, inscription_id: int) -> Sequence[Any]:
    return session.execute(
        select(LigneDossier, DossierEleve, Cours.niveau_id)
        .join(DossierEleve, DossierEleve.id == LigneDossier.dossier_eleve_id)
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .join(Cours, Cours.id == LigneDossier.cours_id)
        .where(LigneDossier.inscription_id == inscription_id, Campagne.close_a.is_(None))
    ).all()


def _changer(
    unite: Unite, ligne: LigneDossier, reponse: DossierEleve, niveau_id: int | None, *, est_sous_reserve: bool
) -> None:
    """The line, and the enrolment of next year that a validated answer already made from it."""
    avant = ligne.niveau_id
    ligne.niveau_id, ligne.est_sous_reserve = niveau_id, est_sous_reserve
    marquer(unite, reponse)
    if reponse.etat != EtatDossier.VALIDEE:
        return
    inscription = unite.session.scalars(
        select(Inscription).where(
            Inscription.eleve_id == reponse.eleve_id, Inscription.cours_id == ligne.cours_id,
            Inscription.etat == EtatInscription.ACTIVE,
        )
    ).one_or_none()  # fmt: skip
    if inscription is not None and inscription.niveau_id == avant:
        inscription.niveau_id = niveau_id
        unite.touche("inscription", inscription.id)
