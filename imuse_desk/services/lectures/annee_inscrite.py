"""A household's enrolments of a year, read as a dossier where all is settled, so that one engine prices both."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.models import (
    Annee,
    Campagne,
    Cours,
    Dossier,
    Eleve,
    Foyer,
    GrilleTarif,
    Inscription,
    Niveau,
    Personne,
    Site,
)
from imuse_desk.services.reinscription.faits import Charge, Ligne, Tete
from imuse_desk.services.reinscription.lecture_charge import (
    lire_foyers,
    lire_membres,
    lire_pieces,
    lire_suivis,
    ranger_enfants,
)
from imuse_desk.services.reinscription.lecture_offre import lire_offre
from imuse_desk.services.reinscription.petites import lire_petites


def charge_inscrite(session: Session, foyer_id: int, annee_id: int, jour: date) -> Charge | None:
    """A household's active enrolments of a year with the facts of that year; None without any."""
    tete = _tete(session, foyer_id, annee_id)
    if tete is None:
        return None
    # every child of a year under way has answered: no rank waits for anybody
    membres = [
        replace(m, etat=EtatDossier.VALIDEE, dossier_eleve_id=m.eleve_id, de_dossier_id=tete.dossier_id)
        for m in lire_membres(session, tete, jour)
    ]
    eleves = sorted({m.eleve_id for m in membres if m.eleve_id is not None})
    lignes = _lignes(session, eleves, annee_id)
    inscrits = {ligne.dossier_eleve_id for ligne in lignes}
    if not any(m.eleve_id in inscrits for m in membres if m.foyer_id == foyer_id):
        return None
    foyers = lire_foyers(session, tete, {m.foyer_id for m in membres} | {foyer_id}, jour)
    types, pieces = lire_pieces(session, tete.site_id, tete.annee_cible_id, list(foyers))
    offre = lire_offre(session, Cours.id.in_({ligne.cours_id for ligne in lignes}))
    petites = lire_petites(session, tete, list(foyers), eleves)
    enfants = ranger_enfants(tete, membres, lire_suivis(session, tete, eleves), lignes)
    return Charge(tete, foyers, tuple(membres), enfants, offre, types, pieces, petites)


def _tete(session: Session, foyer_id: int, annee_id: int) -> Tete | None:
    """Site of the household, year, grid in force, and the dossier that prepared the year."""
    avant = aliased(Annee)
    precedente = select(func.max(avant.debut_le)).where(avant.debut_le < Annee.debut_le).correlate(Annee)
    x = session.execute(
        select(
            Site.id.label("site_id"), Site.nom.label("site_nom"), Site.fuseau, Site.cp.label("site_cp"),
            Site.ville.label("site_ville"), Annee.libelle, Annee.debut_le, Annee.fin_le, avant.id.label("avant_id"),
            avant.libelle.label("avant"), Campagne.id.label("campagne_id"), Campagne.ouvre_a, Campagne.ferme_a,
            Campagne.pieces_jusqu_a, Campagne.annee_revenus, Dossier.id.label("dossier_id"), Dossier.version,
            Dossier.numero, Dossier.revenus_declines_par, Dossier.revenus_declines_le, Dossier.revenus_declines_agent,
            GrilleTarif.id.label("grille_id"), GrilleTarif.numero.label("grille_numero"),
            GrilleTarif.libelle.label("grille_libelle"), GrilleTarif.contenu.label("grille_contenu"),
        )
        .select_from(Foyer)
        .join(Site, Site.id == Foyer.site_id)
        .join(Annee, Annee.id == annee_id)
        .outerjoin(avant, avant.debut_le == precedente.scalar_subquery())
        .outerjoin(Campagne, and_(Campagne.site_id == Site.id, Campagne.annee_cible_id == Annee.id))
        .outerjoin(Dossier, and_(Dossier.campagne_id == Campagne.id, Dossier.foyer_id == Foyer.id))
        .outerjoin(
            GrilleTarif,
            and_(
                GrilleTarif.site_id == Site.id,
                GrilleTarif.annee_id == Annee.id,
                GrilleTarif.est_en_vigueur,
            ),
        )
        .where(Foyer.id == foyer_id)
        .order_by(GrilleTarif.numero.desc())
        .limit(1)
    ).first()  # fmt: skip
    return None if x is None else _composer_tete(x, foyer_id, annee_id)


def _composer_tete(x: Any, foyer_id: int, annee_id: int) -> Tete:
    """The head of a dossier without its declaration nor its papers, which no price looks at."""
    return Tete(
        dossier_id=x.dossier_id or 0, version=x.version or 0, numero=x.numero, foyer_id=foyer_id,
        revenus_declines_par=x.revenus_declines_par or "", revenus_declines_le=x.revenus_declines_le,
        revenus_declines_agent=x.revenus_declines_agent or "", campagne_id=x.campagne_id or 0, ouvre_a=x.ouvre_a,
        ferme_a=x.ferme_a, pieces_jusqu_a=x.pieces_jusqu_a, nouvelles_ouvre_a=None, nouvelles_ferme_a=None,
        annee_revenus=x.annee_revenus or 0, site_id=x.site_id,
        site_nom=x.site_nom, fuseau=x.fuseau, site_cp=x.site_cp, site_ville=x.site_ville,
        annee_source_id=x.avant_id or 0, annee_source=x.avant or "", annee_cible_id=annee_id, annee_cible=x.libelle,
        debut_le=x.debut_le, fin_le=x.fin_le, grille_id=x.grille_id, grille_numero=x.grille_numero,
        grille_libelle=x.grille_libelle, grille_contenu=x.grille_contenu, texte_id=None, texte_numero=None, texte=None,
        declaration_id=None, acceptee_par=None, acceptee_le=None, moyen=None, declaration_agent=None,
        declaration_a=None, accuse_id=None, accuse_sha256=None,
    )  # fmt: skip


def _lignes(session: Session, eleves: Sequence[int], annee_id: int) -> list[Ligne]:
    """Active enrolments as lines asked for; the pupil's id stands for that of an answer."""
    requete = (
        select(
            Inscription.id, Inscription.eleve_id, Inscription.cours_id, Niveau.id.label("niveau_id"),
            Niveau.libelle.label("niveau"), Niveau.cycle,
        )
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .where(Inscription.eleve_id.in_(eleves), Inscription.annee_id == annee_id, Inscription.etat == "active")
        .order_by(Inscription.id)
    )  # fmt: skip
    return [
        Ligne(x.id, x.eleve_id, None, x.cours_id, x.niveau_id, x.niveau, x.cycle, False, None, True, ordre)  # noqa: FBT003
        for ordre, x in enumerate(session.execute(requete))
    ]


def cours_non_comptes(session: Session, eleves: Sequence[int], annee_id: int) -> tuple[str, ...]:
    """Courses stopped or on leave, with whose they are: what the house decides about them is not known here."""
    lignes = session.execute(
        select(Cours.libelle, Personne.prenom)
        .join(Inscription, Inscription.cours_id == Cours.id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(Inscription.eleve_id.in_(eleves), Inscription.annee_id == annee_id, Inscription.etat != "active")
        .order_by(Personne.naissance_le, Inscription.id)
    )
    return tuple(f"{x.libelle} ({x.prenom})" for x in lignes)
