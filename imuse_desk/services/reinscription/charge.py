"""Read a dossier whole in eight statements, whatever the size of the family."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Literal

from sqlalchemy import ColumnElement, Executable, Integer, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.models import (
    Annee,
    Campagne,
    Cours,
    Declaration,
    Dossier,
    DossierEleve,
    Eleve,
    GrilleTarif,
    Lien,
    LigneDossier,
    Niveau,
    PapierConserve,
    Site,
    TexteDeclaration,
)
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.reinscription.absences import avec_absences
from imuse_desk.services.reinscription.avis import avec_avis
from imuse_desk.services.reinscription.faits import (
    Charge,
    CoursOffert,
    CoursSuivi,
    Ligne,
    Tete,
)
from imuse_desk.services.reinscription.instrument import avec_instrument
from imuse_desk.services.reinscription.lecture_charge import (
    dernier_de,
    lien_en_cours,
    lire_foyers,
    lire_membres,
    lire_pieces,
    lire_suivis,
    ranger_enfants,
    ranger_par,
)
from imuse_desk.services.reinscription.lecture_offre import ranger_offre, requete_offre
from imuse_desk.services.reinscription.petites import lire_petites

_SIEN = aliased(Dossier)
_DU_FOYER = aliased(Dossier)
_CAMPAGNE = aliased(Campagne)
_SOURCE = aliased(Annee)
_CIBLE = aliased(Annee)
_VOISIN = aliased(Cours)

Selon = Literal["dossier", "foyer"]
IDENT: ColumnElement[int] = bindparam("ident", type_=Integer)


def charger(session: Session, dossier_id: int, aujourdhui: date) -> Charge:
    """Read a dossier whole; raises Introuvable."""
    charge = chercher(session, aujourdhui, "dossier", dossier_id)
    if charge is None:
        raise Introuvable("dossier", dossier_id)
    return charge


def chercher(session: Session, aujourdhui: date, selon: Selon, ident: int) -> Charge | None:
    """Read a dossier for its own key, or a household's own one in the newest campaign that asks about its children.

    None without one: the dossier of the other household, where a shared child may answer, is never given for it.
    """
    ligne = session.execute(_requete_tete(selon), {"ident": ident, "jour": aujourdhui}).first()
    if ligne is None or (selon == "foyer" and ligne.foyer_id != ident):
        return None
    tete = Tete(**ligne._asdict())
    membres = lire_membres(session, [tete.foyer_id], tete.campagne_id, aujourdhui)
    eleves = sorted({m.eleve_id for m in membres if m.eleve_id is not None})
    foyers = lire_foyers(session, tete, {m.foyer_id for m in membres} | {tete.foyer_id}, aujourdhui)
    suivis = lire_suivis(session, tete, eleves)
    lignes = _lignes(session, [m.dossier_eleve_id for m in membres if m.dossier_eleve_id is not None])
    offre = _offre(session, tete, suivis, lignes)
    types, pieces = lire_pieces(session, tete.site_id, tete.annee_cible_id, list(foyers))
    petites = lire_petites(session, tete, list(foyers), eleves)
    enfants = ranger_enfants(tete, membres, ranger_par(suivis, "eleve_id"), ranger_par(lignes, "dossier_eleve_id"))
    siens = [e for e in enfants if e.membre.de_dossier_id == tete.dossier_id]
    petites = avec_absences(avec_avis(avec_instrument(petites, siens, tete.debut_le, aujourdhui)))
    return Charge(tete, foyers, tuple(membres), enfants, offre, types, pieces, petites)


def _selon_foyer() -> ColumnElement[bool]:
    """The household's dossier of the newest campaign, its own first: chosen apart, so that the rest is read by key."""
    dossiers = (
        select(DossierEleve.dossier_id)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .where(Lien.foyer_id == IDENT, lien_en_cours(Lien))
        .union(select(_DU_FOYER.id).where(_DU_FOYER.foyer_id == IDENT))  # an OR would read every dossier on PostgreSQL
    )
    choisi = (
        select(_SIEN.id)
        .join(_CAMPAGNE, _CAMPAGNE.id == _SIEN.campagne_id)
        .where(_SIEN.id.in_(dossiers))
        .order_by(_CAMPAGNE.ouvre_a.desc(), _SIEN.foyer_id != IDENT)
        .limit(1)
    )
    return Dossier.id == choisi.scalar_subquery()


CONDITIONS: dict[Selon, Callable[[], ColumnElement[bool]]] = {
    "dossier": lambda: Dossier.id == IDENT,
    "foyer": _selon_foyer,
}


@cache
def _requete_tete(selon: Selon) -> Executable:
    texte = dernier_de(
        TexteDeclaration,
        TexteDeclaration.site_id == Campagne.site_id,
        TexteDeclaration.annee_id == Campagne.annee_cible_id,
    )
    papier = dernier_de(
        PapierConserve, PapierConserve.dossier_id == Dossier.id, PapierConserve.genre == "accuse_reinscription"
    )
    return (
        select(
            Dossier.id.label("dossier_id"), Dossier.version, Dossier.numero, Dossier.foyer_id,
            Dossier.revenus_declines_par, Dossier.revenus_declines_le, Dossier.revenus_declines_agent,
            Dossier.campagne_id, Campagne.ouvre_a, Campagne.ferme_a, Campagne.pieces_jusqu_a,
            Campagne.nouvelles_ouvre_a, Campagne.nouvelles_ferme_a, Campagne.annee_revenus, Campagne.site_id,
            Site.nom.label("site_nom"), Site.fuseau, Site.cp.label("site_cp"), Site.ville.label("site_ville"),
            Campagne.annee_source_id,
            _SOURCE.libelle.label("annee_source"),
            Campagne.annee_cible_id, _CIBLE.libelle.label("annee_cible"), _CIBLE.debut_le, _CIBLE.fin_le,
            GrilleTarif.id.label("grille_id"), GrilleTarif.numero.label("grille_numero"),
            GrilleTarif.libelle.label("grille_libelle"), GrilleTarif.contenu.label("grille_contenu"),
            TexteDeclaration.id.label("texte_id"), TexteDeclaration.numero.label("texte_numero"),
            TexteDeclaration.texte, Declaration.id.label("declaration_id"), Declaration.acceptee_par,
            Declaration.acceptee_le, Declaration.moyen, Declaration.agent.label("declaration_agent"),
            Declaration.a.label("declaration_a"), PapierConserve.id.label("accuse_id"),
            PapierConserve.sha256.label("accuse_sha256"),
        )
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .join(Site, Site.id == Campagne.site_id)
        .join(_SOURCE, _SOURCE.id == Campagne.annee_source_id)
        .join(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
        .outerjoin(
            GrilleTarif,
            and_(
                GrilleTarif.site_id == Campagne.site_id,
                GrilleTarif.annee_id == Campagne.annee_cible_id,
                GrilleTarif.est_en_vigueur,
            ),
        )
        .outerjoin(TexteDeclaration, TexteDeclaration.id == texte)
        .outerjoin(Declaration, Declaration.id == dernier_de(Declaration, Declaration.dossier_id == Dossier.id))
        .outerjoin(PapierConserve, PapierConserve.id == papier)
        .where(CONDITIONS[selon]())
        .order_by(GrilleTarif.numero.desc())
        .limit(1)
    )  # fmt: skip


def _lignes(session: Session, dossiers_eleves: Sequence[int]) -> list[Ligne]:
    lues = session.execute(_requete_lignes(), {"ids": list(dossiers_eleves)})
    return [Ligne(**ligne._asdict()) for ligne in lues]


@cache
def _requete_lignes() -> Executable:
    return (
        select(
            LigneDossier.id.label("ligne_id"), LigneDossier.dossier_eleve_id, LigneDossier.inscription_id,
            LigneDossier.cours_id, LigneDossier.niveau_id, Niveau.libelle.label("niveau"), Niveau.cycle,
            LigneDossier.est_sous_reserve, LigneDossier.creneau_id, LigneDossier.est_demandee, LigneDossier.ordre,
        )
        .outerjoin(Niveau, Niveau.id == LigneDossier.niveau_id)
        .where(est_parmi(LigneDossier.dossier_eleve_id, "ids"))
        .order_by(LigneDossier.ordre, LigneDossier.id)
    )  # fmt: skip


def _offre(
    session: Session, tete: Tete, suivis: Sequence[CoursSuivi], lignes: Sequence[Ligne]
) -> dict[int, CoursOffert]:
    """The target year's courses that may continue those followed (``offre.cours_suivant``), and those on a line."""
    valeurs = {
        "annee": tete.annee_cible_id,
        "cursus": sorted({s.cursus_id for s in suivis}),
        "disciplines": sorted({s.discipline_id for s in suivis}),
        "niveaux": sorted({n for s in suivis for n in (s.niveau_id, s.suivant_id) if n is not None}),
        "suivis": sorted({s.cours_id for s in suivis}),
        "sites": sorted({s.site_id for s in suivis}),
        "ids": sorted({ligne.cours_id for ligne in lignes}),
    }
    return ranger_offre(session.execute(_requete_suite(), valeurs))


@cache
def _requete_suite() -> Executable:
    """The courses of the sites where the pupils go; elsewhere, only what none of these sites gives."""
    sites = bindparam("sites", type_=Integer, expanding=True)
    sur_place = exists().where(
        _VOISIN.annee_id == Cours.annee_id,
        _VOISIN.cursus_id == Cours.cursus_id,
        _VOISIN.discipline_id == Cours.discipline_id,
        _VOISIN.ha == Cours.ha,
        _VOISIN.archive_a.is_(None),
        _VOISIN.site_id.in_(sites),
    )
    suite = and_(
        Cours.annee_id == bindparam("annee"),
        Cours.archive_a.is_(None),
        Cours.cursus_id.in_(bindparam("cursus", expanding=True)),
        Cours.discipline_id.in_(bindparam("disciplines", expanding=True)),
        or_(
            Cours.niveau_id.is_(None),
            Cours.niveau_id.in_(bindparam("niveaux", expanding=True)),
            Cours.precedent_id.in_(bindparam("suivis", expanding=True)),
        ),
        or_(Cours.site_id.in_(sites), ~sur_place),
    )
    return requete_offre(or_(suite, est_parmi(Cours.id, "ids")))
