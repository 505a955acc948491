"""A household's enrolments of a year, read as a dossier where all is settled, so that one engine prices both."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.reglages import DEPART_TARDIF, DESISTEMENT_JUSQU_AU
from imuse_desk.domain.reinscription import Effet
from imuse_desk.domain.tarifs.proration import Sejour, jour_de_saison
from imuse_desk.models import (
    Annee,
    Campagne,
    ChangementInscription,
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
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.reinscription.faits import (
    Charge,
    CoursOffert,
    CoursSuivi,
    FaitsFoyer,
    Ligne,
    Membre,
    Petites,
    PieceFait,
    Tete,
    TypeFait,
)
from imuse_desk.services.reinscription.lecture_charge import (
    lire_foyers,
    lire_membres_inscrits,
    lire_pieces,
    lire_rangees,
    lire_suivis,
    ranger_enfants,
    ranger_par,
)
from imuse_desk.services.reinscription.lecture_offre import lire_cours
from imuse_desk.services.reinscription.petites import lire_petites

_AVANT = aliased(Annee)


def charge_inscrite(session: Session, foyer_id: int, annee_id: int, jour: date) -> Charge | None:
    """A household's active enrolments of a year with the facts of that year; None without any."""
    return charges_inscrites(session, [foyer_id], annee_id, jour).get(foyer_id)


def charges_inscrites(
    session: Session, foyers: Sequence[int], annee_id: int, jour: date, sans_inscription: Collection[int] = ()
) -> dict[int, Charge]:
    """The same for many households of one site, in as many statements; those without any enrolment are left out.

    ``sans_inscription``: the households that are read all the same, for what they owe without a course.
    """
    tetes = _tetes(session, foyers, annee_id)
    if not tetes:
        return {}
    tete = next(iter(tetes.values()))
    membres = lire_membres_inscrits(session, list(tetes), jour)
    eleves = sorted({m.eleve_id for m in membres if m.eleve_id is not None})
    petites = lire_petites(session, tete, sorted({m.foyer_id for m in membres} | set(tetes)), eleves)
    lignes = _lignes(session, eleves, annee_id, petites.reglages, tete.debut_le)
    lus = lire_foyers(session, tete, {m.foyer_id for m in membres} | set(tetes), jour)
    types, pieces = lire_pieces(session, tete.site_id, annee_id, list(lus))
    communs = _Communs(
        membres=ranger_par(membres, "foyer_id"),
        lignes=ranger_par(lignes, "dossier_eleve_id"),
        suivis=ranger_par(lire_suivis(session, tete, eleves), "eleve_id"),
        foyers=lus,
        offre=lire_cours(session, {ligne.cours_id for ligne in lignes}),
        types=tuple(t for t in types if t.effet == Effet.TARIF),
        pieces=ranger_par(pieces, "foyer_id"),
        petites=petites,
        ailleurs=_foyers_des_eleves(membres),
        sans_inscription=frozenset(sans_inscription),
    )
    charges = ((foyer_id, communs.charge(sienne)) for foyer_id, sienne in tetes.items())
    return {foyer_id: charge for foyer_id, charge in charges if charge is not None}


def _foyers_des_eleves(membres: Iterable[Membre]) -> dict[int, list[int]]:
    """The households of each pupil."""
    foyers: dict[int, list[int]] = defaultdict(list)
    for membre in membres:
        if membre.eleve_id is not None:
            foyers[membre.eleve_id].append(membre.foyer_id)
    return foyers


@dataclass(frozen=True, slots=True)
class _Communs:
    """What was read for all the households, by the key that finds each one's share."""

    membres: Mapping[int, list[Membre]]
    lignes: Mapping[int, list[Ligne]]
    suivis: Mapping[int, list[CoursSuivi]]
    foyers: dict[int, FaitsFoyer]
    offre: dict[int, CoursOffert]
    types: tuple[TypeFait, ...]
    pieces: Mapping[int, list[PieceFait]]
    petites: Petites
    ailleurs: Mapping[int, list[int]]
    sans_inscription: frozenset[int]

    def charge(self, tete: Tete) -> Charge | None:
        """One household's part; None where none of its pupils is enrolled."""
        siens = self.membres.get(tete.foyer_id, [])
        les_siens = [m.eleve_id for m in siens if m.eleve_id is not None]
        est_inscrit = any(self.lignes.get(eleve_id) for eleve_id in les_siens)
        if not est_inscrit and tete.foyer_id not in self.sans_inscription:
            return None
        foyers = sorted({tete.foyer_id, *(f for eleve_id in les_siens for f in self.ailleurs[eleve_id])})
        membres = [m for foyer_id in foyers for m in self.membres.get(foyer_id, ())]
        eleves = sorted({m.eleve_id for m in membres if m.eleve_id is not None})
        enfants = ranger_enfants(tete, membres, self.suivis, self.lignes)
        petites = replace(
            self.petites,
            manuelles=tuple(m for m in self.petites.manuelles if m.n1 in foyers or m.n2 in eleves),
            reductions=tuple(r for r in self.petites.reductions if r.n1 in foyers),
        )
        pieces = tuple(p for foyer_id in foyers for p in self.pieces.get(foyer_id, ()))
        return Charge(
            tete, {f: self.foyers[f] for f in foyers}, tuple(membres), enfants, self.offre, self.types, pieces, petites
        )


def _tetes(session: Session, foyers: Sequence[int], annee_id: int) -> dict[int, Tete]:
    """The head of each household: its site, the year and the grid in force, read once, and its own dossier."""
    siens = session.execute(
        select(Foyer.id.label("foyer_id"), Foyer.site_id).where(est_parmi(Foyer.id, foyers)).order_by(Foyer.id)
    ).all()
    if not siens:
        return {}
    maison = _maison(session, siens[0].site_id, annee_id)
    if maison is None:
        return {}
    dossiers = {
        x.foyer_id: dict(x)
        for x in session.execute(
            select(
                Dossier.foyer_id, Dossier.id.label("dossier_id"), Dossier.version, Dossier.numero,
                Dossier.revenus_declines_par, Dossier.revenus_declines_le, Dossier.revenus_declines_agent,
            ).where(Dossier.campagne_id == maison.campagne_id, est_parmi(Dossier.foyer_id, foyers))
        ).mappings()
    }  # fmt: skip
    commune = _tete_commune(maison, annee_id)
    return {
        x.foyer_id: Tete(**commune, **dossiers.get(x.foyer_id, _SANS_DOSSIER | {"foyer_id": x.foyer_id})) for x in siens
    }


def _maison(session: Session, site_id: int, annee_id: int) -> Any:
    """The site, the year and the one before, the campaign that prepared it, the grid in force."""
    precedente = select(func.max(_AVANT.debut_le)).where(_AVANT.debut_le < Annee.debut_le).correlate(Annee)
    return session.execute(
        select(
            Site.id.label("site_id"), Site.nom.label("site_nom"), Site.fuseau, Site.cp.label("site_cp"),
            Site.ville.label("site_ville"), Annee.libelle, Annee.debut_le, Annee.fin_le, _AVANT.id.label("avant_id"),
            _AVANT.libelle.label("avant"), Campagne.id.label("campagne_id"), Campagne.ouvre_a, Campagne.ferme_a,
            Campagne.pieces_jusqu_a, Campagne.annee_revenus,
            GrilleTarif.id.label("grille_id"), GrilleTarif.numero.label("grille_numero"),
            GrilleTarif.libelle.label("grille_libelle"), GrilleTarif.contenu.label("grille_contenu"),
        )
        .select_from(Site)
        .join(Annee, Annee.id == annee_id)
        .outerjoin(_AVANT, _AVANT.debut_le == precedente.scalar_subquery())
        .outerjoin(Campagne, and_(Campagne.site_id == Site.id, Campagne.annee_cible_id == Annee.id))
        .outerjoin(
            GrilleTarif,
            and_(
                GrilleTarif.site_id == Site.id,
                GrilleTarif.annee_id == Annee.id,
                GrilleTarif.est_en_vigueur,
            ),
        )
        .where(Site.id == site_id)
        .order_by(GrilleTarif.numero.desc())
        .limit(1)
    ).first()  # fmt: skip


_SANS_DOSSIER: dict[str, Any] = {
    "dossier_id": 0, "version": 0, "numero": None, "revenus_declines_par": "", "revenus_declines_le": None,
    "revenus_declines_agent": "",
}  # fmt: skip


def _tete_commune(x: Any, annee_id: int) -> dict[str, Any]:
    """What the heads of a site and year have alike, without the declaration nor its papers: no price looks at them."""
    return {
        "campagne_id": x.campagne_id or 0, "ouvre_a": x.ouvre_a,
        "ferme_a": x.ferme_a, "pieces_jusqu_a": x.pieces_jusqu_a, "nouvelles_ouvre_a": None, "nouvelles_ferme_a": None,
        "annee_revenus": x.annee_revenus or 0, "site_id": x.site_id,
        "site_nom": x.site_nom, "fuseau": x.fuseau, "site_cp": x.site_cp, "site_ville": x.site_ville,
        "annee_source_id": x.avant_id or 0, "annee_source": x.avant or "", "annee_cible_id": annee_id,
        "annee_cible": x.libelle, "debut_le": x.debut_le, "fin_le": x.fin_le, "grille_id": x.grille_id,
        "grille_numero": x.grille_numero, "grille_libelle": x.grille_libelle, "grille_contenu": x.grille_contenu,
        "texte_id": None, "texte_numero": None, "texte": None, "declaration_id": None, "acceptee_par": None,
        "acceptee_le": None, "moyen": None, "declaration_agent": None, "declaration_a": None, "accuse_id": None,
        "accuse_sha256": None,
    }  # fmt: skip


def limite_des_departs(reglages: Mapping[str, Any], debut_le: date) -> date | None:
    """The last day on which a pupil leaves without owing anything; None where no course that is stopped is billed."""
    texte = reglages[DESISTEMENT_JUSQU_AU.cle]
    return jour_de_saison(texte, debut_le.year) if texte else None


def est_facturee(limite: date | None) -> ColumnElement[bool]:
    """An enrolment that is billed: followed, or left by the pupil after the limit (not replaced by another course)."""
    if limite is None:
        return Inscription.etat == EtatInscription.ACTIVE
    return or_(
        Inscription.etat == EtatInscription.ACTIVE,
        and_(Inscription.etat == EtatInscription.ARRETEE, Inscription.au_le > limite, _EST_DEPART),
    )


_EST_DEPART = exists().where(
    ChangementInscription.inscription_id == Inscription.id,
    ChangementInscription.genre == "arret",
    ChangementInscription.annule_a.is_(None),
)


def _lignes(
    session: Session, eleves: Sequence[int], annee_id: int, reglages: Mapping[str, Any], debut_le: date
) -> list[Ligne]:
    """Enrolments that are billed, as lines asked for; the pupil's id stands for that of an answer."""
    limite = limite_des_departs(reglages, debut_le)
    requete = (
        select(
            Inscription.id, Inscription.eleve_id, Inscription.cours_id, Niveau.id.label("niveau_id"),
            Niveau.libelle.label("niveau"), Niveau.cycle, Inscription.etat, Inscription.du_le, Inscription.au_le,
            est_facturee(limite).label("compte"),
        )
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .where(
            est_parmi(Inscription.eleve_id, eleves), Inscription.annee_id == annee_id,
            Inscription.etat.in_([EtatInscription.ACTIVE, EtatInscription.ARRETEE]),
        )
        .order_by(Inscription.id)
    )  # fmt: skip
    rangees: Sequence[Any] = lire_rangees(session, requete, {}).all()
    remplacees = {
        (x.eleve_id, x.au_le): x.du_le
        for x in rangees
        if not x.compte and x.etat == EtatInscription.ARRETEE and x.au_le
    }
    est_au_prorata = reglages[DEPART_TARDIF.cle] == "periodes"
    comptees = [x for x in rangees if x.compte]
    return [
        Ligne(
            ident, eleve_id, None, cours_id, niveau_id, niveau, cycle, False, None, True, ordre,  # noqa: FBT003
            Sejour(
                _entree(remplacees, eleve_id, du_le) if remplacees else du_le,
                au_le if est_au_prorata and etat == EtatInscription.ARRETEE else None,
            ),
        )
        for ordre, (ident, eleve_id, cours_id, niveau_id, niveau, cycle, etat, du_le, au_le, _) in enumerate(comptees)
    ]  # fmt: skip


def _entree(remplacees: Mapping[tuple[int, date], date], eleve_id: int, du_le: date) -> date:
    """The day a pupil began: a course that replaces another goes on from the day of the first."""
    while (avant := remplacees.get((eleve_id, du_le - timedelta(days=1)))) is not None and avant < du_le:
        du_le = avant
    return du_le


def cours_non_comptes(session: Session, eleves: Sequence[int], annee_id: int, limite: date | None) -> tuple[str, ...]:
    """Courses stopped or on leave that are not billed, with whose they are."""
    lignes = session.execute(
        select(Cours.libelle, Personne.prenom)
        .join(Inscription, Inscription.cours_id == Cours.id)
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(est_parmi(Inscription.eleve_id, eleves), Inscription.annee_id == annee_id, not_(est_facturee(limite)))
        .order_by(Personne.naissance_le, Inscription.id)
    )
    return tuple(f"{x.libelle} ({x.prenom})" for x in lignes)
