"""The pieces that many households still owe in a campaign, read in a few statements whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.reinscription import SANS_PLACE, Effet, EtatDossier, EtatPiece, Exigence
from imuse_desk.models import (
    Adresse,
    Annee,
    Campagne,
    Cours,
    Cursus,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Inscription,
    Lien,
    LigneDossier,
    Personne,
    Site,
    StatutResidence,
)
from imuse_desk.services.reinscription.exigences import EnfantExigence, FaitsExigence, PieceDue, exigences
from imuse_desk.services.reinscription.lecture_charge import JOUR, dernier_de, lien_en_cours, lire_pieces
from imuse_desk.services.reinscription.petites import lire_tables
from imuse_desk.services.reinscription.residence import statut_deduit


@dataclass(frozen=True, slots=True)
class _Membre:
    foyer_id: int
    role: str
    eleve_id: int | None
    prenom: str
    de_foyer_id: int | None
    etat: str | None
    dossier_eleve_id: int | None


def pieces_manquantes(
    session: Session, campagne_id: int, foyers: Sequence[int], aujourdhui: date
) -> dict[int, tuple[PieceDue, ...]]:
    """Of each household, the obligatory pieces not brought and those refused; none: no entry."""
    tete = session.execute(
        select(Campagne.site_id, Campagne.annee_source_id, Campagne.annee_cible_id, Annee.debut_le, Site.cp, Site.ville)
        .join(Annee, Annee.id == Campagne.annee_cible_id)
        .join(Site, Site.id == Campagne.site_id)
        .where(Campagne.id == campagne_id)
    ).one()
    types, pieces = lire_pieces(session, tete.site_id, tete.annee_cible_id, foyers)
    tables = lire_tables(session, tete.site_id, tete.annee_cible_id)
    par_foyer: dict[int, list[_Membre]] = defaultdict(list)
    for membre in _membres(session, campagne_id, foyers, aujourdhui):
        par_foyer[membre.foyer_id].append(membre)
    eleves = sorted({m.eleve_id for membres in par_foyer.values() for m in membres if m.eleve_id is not None})
    arts = _specialites(session, tete.annee_source_id, campagne_id, eleves)
    recues: dict[int, list[Any]] = defaultdict(list)
    for piece in pieces:
        recues[piece.foyer_id].append(piece)
    manquantes = {}
    for foyer in _foyers(session, campagne_id, foyers, aujourdhui, max(aujourdhui, tete.debut_le)):
        membres = par_foyer[foyer.id]
        statut = foyer.statut or statut_deduit(
            tables, foyer.cp or "", foyer.ville or "", site_cp=tete.cp, site_ville=tete.ville, le=tete.debut_le
        )
        enfants = [m for m in membres if m.eleve_id is not None]
        faits = FaitsExigence(
            statut, "", foyer.enfants_a_charge, len(enfants), foyer.a_imposition_commune,
            sum(m.role != "enfant" for m in membres),
        )  # fmt: skip
        vus = [
            EnfantExigence(m.eleve_id or 0, m.prenom, arts[m.eleve_id or 0], m.de_foyer_id in (None, foyer.id))
            for m in enfants
            if m.etat is None or EtatDossier(m.etat) not in SANS_PLACE
        ]
        declines = foyer.revenus_declines_le is not None
        dues = tuple(d for d in exigences(types, faits, vus, recues[foyer.id]) if _manque(d, declines=declines))
        if dues:
            manquantes[foyer.id] = dues
    return manquantes


def _manque(due: PieceDue, *, declines: bool) -> bool:
    """An optional piece that was refused is told too; those of the income are no more asked of who declined it."""
    if declines and due.effet is Effet.TARIF:
        return False
    if due.exigence is Exigence.OBLIGATOIRE:
        return due.etat in {EtatPiece.A_FOURNIR, EtatPiece.REFUSEE}
    return due.exigence is Exigence.SI_BENEFICE and due.etat is EtatPiece.REFUSEE


def _foyers(
    session: Session, campagne_id: int, foyers: Sequence[int], jour: date, limite: date
) -> Sequence[Any]:  # fmt: skip
    adresse = dernier_de(Adresse, Adresse.foyer_id == Foyer.id, Adresse.du_le <= JOUR, Adresse.au_le.is_(None))
    statut = (
        select(StatutResidence.statut)
        .where(StatutResidence.foyer_id == Foyer.id, StatutResidence.du_le <= limite)
        .order_by(StatutResidence.du_le.desc(), StatutResidence.id.desc())
        .limit(1)
        .correlate(Foyer)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Foyer.id, Foyer.enfants_a_charge, Foyer.a_imposition_commune, Adresse.cp, Adresse.ville,
            statut.label("statut"), Dossier.revenus_declines_le,
        )
        .outerjoin(Adresse, Adresse.id == adresse)
        .outerjoin(Dossier, and_(Dossier.foyer_id == Foyer.id, Dossier.campagne_id == campagne_id))
        .where(Foyer.id.in_(foyers)),
        {"jour": jour},
    ).all()  # fmt: skip


def _membres(session: Session, campagne_id: int, foyers: Sequence[int], jour: date) -> list[_Membre]:
    lignes = session.execute(
        select(
            Lien.foyer_id, Lien.role, Eleve.id, Personne.prenom, Dossier.foyer_id.label("de_foyer_id"),
            DossierEleve.etat, DossierEleve.id,
        )
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, and_(Eleve.personne_id == Personne.id, Eleve.archive_a.is_(None)))
        .outerjoin(DossierEleve, and_(DossierEleve.eleve_id == Eleve.id, DossierEleve.campagne_id == campagne_id))
        .outerjoin(Dossier, Dossier.id == DossierEleve.dossier_id)
        .where(Lien.foyer_id.in_(foyers), lien_en_cours(Lien))
        .order_by(Lien.foyer_id, Lien.rang, Lien.id),
        {"jour": jour},
    )  # fmt: skip
    return [_Membre(*ligne) for ligne in lignes]


def _specialites(
    session: Session, annee_source_id: int, campagne_id: int, eleves: Sequence[int]
) -> dict[int, frozenset[str]]:
    """The arts that each pupil asks for, or follows while he asks for nothing."""
    demandees: dict[int, set[str]] = defaultdict(set)
    suivies: dict[int, set[str]] = defaultdict(set)
    demandes = (
        select(DossierEleve.eleve_id, Cursus.specialite)
        .join(LigneDossier, LigneDossier.dossier_eleve_id == DossierEleve.id)
        .join(Cours, Cours.id == LigneDossier.cours_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .where(
            DossierEleve.campagne_id == campagne_id, DossierEleve.eleve_id.in_(eleves), LigneDossier.est_demandee
        )
    )  # fmt: skip
    suivis = (
        select(Inscription.eleve_id, Cursus.specialite)
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .where(
            Inscription.annee_id == annee_source_id, Inscription.eleve_id.in_(eleves), Inscription.etat != "arretee"
        )
    )  # fmt: skip
    for requete, arts in ((demandes, demandees), (suivis, suivies)):
        for eleve_id, specialite in session.execute(requete):
            arts[eleve_id].add(specialite)
    return defaultdict(frozenset, {e: frozenset(demandees[e] or suivies[e]) for e in eleves})
