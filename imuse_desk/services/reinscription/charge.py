"""Read a dossier whole in eight statements, whatever the size of the family."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Date, Executable, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.models import (
    Adresse,
    Annee,
    Campagne,
    Cours,
    Cursus,
    Declaration,
    Discipline,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    GrilleTarif,
    Inscription,
    Lien,
    LigneDossier,
    Niveau,
    PapierConserve,
    Personne,
    PieceRecue,
    Quotient,
    Site,
    StatutResidence,
    TexteDeclaration,
    TypePiece,
    ZoneFoyer,
)
from imuse_desk.services.reinscription.faits import (
    Charge,
    CoursOffert,
    CoursSuivi,
    Enfant,
    FaitsFoyer,
    Ligne,
    Membre,
    PieceFait,
    Tete,
    TypeFait,
)
from imuse_desk.services.reinscription.lecture_offre import ranger_offre, requete_offre
from imuse_desk.services.reinscription.petites import lire_petites

SANS_NAISSANCE = date(2999, 1, 1)
Selon = Literal["dossier", "foyer"]
IDENT: ColumnElement[int] = bindparam("ident", type_=Integer)
JOUR: ColumnElement[date] = bindparam("jour", type_=Date)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
# The statements are built once: building them took ten times as long as running them.


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
    membres = _membres(session, tete, aujourdhui)
    eleves = sorted({m.eleve_id for m in membres if m.eleve_id is not None})
    foyers = _foyers(session, tete, {m.foyer_id for m in membres} | {tete.foyer_id}, aujourdhui)
    suivis = _suivis(session, tete, eleves)
    lignes = _lignes(session, [m.dossier_eleve_id for m in membres if m.dossier_eleve_id is not None])
    offre = _offre(session, tete, suivis, lignes)
    types, pieces = _pieces(session, tete, list(foyers))
    petites = lire_petites(session, tete, list(foyers), eleves)
    return Charge(
        tete, foyers, tuple(membres), tuple(_enfants(tete, membres, suivis, lignes)), offre, types, pieces, petites
    )


def _selon_foyer() -> ColumnElement[bool]:
    partages = (
        select(DossierEleve.dossier_id)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .where(Lien.foyer_id == IDENT, _en_cours(Lien))
    )
    return or_(Dossier.foyer_id == IDENT, Dossier.id.in_(partages))


CONDITIONS: dict[Selon, Callable[[], ColumnElement[bool]]] = {
    "dossier": lambda: Dossier.id == IDENT,
    "foyer": _selon_foyer,
}


def _dernier(modele: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.max(modele.id)).where(*conditions).correlate(Dossier, Campagne, Foyer).scalar_subquery()


@cache
def _requete_tete(selon: Selon) -> Executable:
    source, cible = aliased(Annee), aliased(Annee)
    texte = _dernier(
        TexteDeclaration,
        TexteDeclaration.site_id == Campagne.site_id,
        TexteDeclaration.annee_id == Campagne.annee_cible_id,
    )
    papier = _dernier(
        PapierConserve, PapierConserve.dossier_id == Dossier.id, PapierConserve.genre == "accuse_reinscription"
    )
    return (
        select(
            Dossier.id.label("dossier_id"), Dossier.version, Dossier.numero, Dossier.foyer_id,
            Dossier.revenus_declines_par, Dossier.revenus_declines_le, Dossier.revenus_declines_agent,
            Dossier.campagne_id, Campagne.ouvre_a, Campagne.ferme_a, Campagne.pieces_jusqu_a, Campagne.annee_revenus,
            Campagne.site_id, Site.nom.label("site_nom"), Site.fuseau, Site.cp.label("site_cp"),
            Site.ville.label("site_ville"), Campagne.annee_source_id, source.libelle.label("annee_source"),
            Campagne.annee_cible_id, cible.libelle.label("annee_cible"), cible.debut_le, cible.fin_le,
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
        .join(source, source.id == Campagne.annee_source_id)
        .join(cible, cible.id == Campagne.annee_cible_id)
        .outerjoin(
            GrilleTarif,
            and_(
                GrilleTarif.site_id == Campagne.site_id,
                GrilleTarif.annee_id == Campagne.annee_cible_id,
                GrilleTarif.est_en_vigueur,
            ),
        )
        .outerjoin(TexteDeclaration, TexteDeclaration.id == texte)
        .outerjoin(Declaration, Declaration.id == _dernier(Declaration, Declaration.dossier_id == Dossier.id))
        .outerjoin(PapierConserve, PapierConserve.id == papier)
        .where(CONDITIONS[selon]())
        .order_by(Campagne.ouvre_a.desc(), Dossier.foyer_id != IDENT, GrilleTarif.numero.desc())
        .limit(1)
    )  # fmt: skip


def _en_cours(lien: Any) -> ColumnElement[bool]:
    return and_(lien.du_le <= JOUR, or_(lien.au_le.is_(None), lien.au_le >= JOUR))


def _membres(session: Session, tete: Tete, aujourdhui: date) -> list[Membre]:
    """Everybody in the household, and in the other household of its pupils."""
    valeurs = {"foyer": tete.foyer_id, "campagne": tete.campagne_id, "jour": aujourdhui}
    return [Membre(**ligne._asdict()) for ligne in session.execute(_requete_membres(), valeurs)]


@cache
def _requete_membres() -> Executable:
    ici, ailleurs = aliased(Lien), aliased(Lien)
    foyers = (
        select(ailleurs.foyer_id)
        .join(ici, ici.personne_id == ailleurs.personne_id)
        .join(Eleve, Eleve.personne_id == ici.personne_id)
        .where(ici.foyer_id == bindparam("foyer"), _en_cours(ici), _en_cours(ailleurs))
    )
    return (
        select(
            Lien.foyer_id, Lien.personne_id, Lien.role, Lien.rang, Lien.part, Lien.est_principal,
            Lien.est_responsable_legal, Lien.recoit_courriers, Personne.civilite, Personne.nom, Personne.prenom,
            Personne.sexe, Personne.naissance_le, Personne.email, Personne.mobile, Personne.tel_domicile,
            Eleve.id.label("eleve_id"),
            DossierEleve.id.label("dossier_eleve_id"), DossierEleve.dossier_id.label("de_dossier_id"),
            DossierEleve.etat, DossierEleve.version, DossierEleve.motif, DossierEleve.motif_le,
            DossierEleve.motif_auteur, DossierEleve.depose_a, DossierEleve.valide_a, DossierEleve.valide_par,
        )
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, and_(Eleve.personne_id == Personne.id, Eleve.archive_a.is_(None)))
        .outerjoin(
            DossierEleve, and_(DossierEleve.eleve_id == Eleve.id, DossierEleve.campagne_id == bindparam("campagne"))
        )
        .where(or_(Lien.foyer_id == bindparam("foyer"), Lien.foyer_id.in_(foyers)), _en_cours(Lien))
        .order_by(Lien.foyer_id, Lien.rang, Lien.id)
    )  # fmt: skip


def _foyers(session: Session, tete: Tete, ids: Iterable[int], aujourdhui: date) -> dict[int, FaitsFoyer]:
    valeurs = {
        "ids": sorted(ids), "jour": aujourdhui, "limite": max(aujourdhui, tete.debut_le),
        "annee": tete.annee_cible_id, "campagne": tete.campagne_id,
    }  # fmt: skip
    foyers = {}
    for ligne in session.execute(_requete_foyers(), valeurs):
        champs = ligne._asdict()
        champs["voie"] = " ".join(part for part in (champs.pop("voie_numero"), champs["voie"]) if part)
        foyers[champs["foyer_id"]] = FaitsFoyer(**champs)
    return foyers


@cache
def _requete_foyers() -> Executable:
    adresse = _dernier(Adresse, Adresse.foyer_id == Foyer.id, Adresse.du_le <= JOUR, Adresse.au_le.is_(None))
    statut = (
        select(StatutResidence.id)
        .where(StatutResidence.foyer_id == Foyer.id, StatutResidence.du_le <= bindparam("limite"))
        .order_by(StatutResidence.du_le.desc(), StatutResidence.id.desc())
        .limit(1)
        .correlate(Foyer)
        .scalar_subquery()
    )
    zone = _dernier(ZoneFoyer, ZoneFoyer.foyer_id == Foyer.id, ZoneFoyer.annee_id == bindparam("annee"))
    quotient = _dernier(
        Quotient,
        Quotient.foyer_id == Foyer.id,
        Quotient.annee_id == bindparam("annee"),
        Quotient.annule_a.is_(None),
    )
    return (
        select(
            Foyer.id.label("foyer_id"), Foyer.numero, Foyer.libelle, Foyer.enfants_a_charge,
            Foyer.a_imposition_commune, Adresse.cp, Adresse.ville, Adresse.numero.label("voie_numero"), Adresse.voie,
            Adresse.complement, Adresse.pays, StatutResidence.statut, StatutResidence.motif.label("statut_motif"),
            ZoneFoyer.zone, ZoneFoyer.motif.label("zone_motif"), ZoneFoyer.auteur.label("zone_auteur"),
            Quotient.id.label("quotient_id"), Quotient.genre.label("quotient_genre"),
            Quotient.centimes.label("quotient_centimes"), Quotient.date_document_le.label("quotient_le"),
            Quotient.piece_id.label("quotient_piece_id"), Quotient.calcul.label("quotient_calcul"),
            Dossier.revenus_declines_le,
        )
        .outerjoin(Adresse, Adresse.id == adresse)
        .outerjoin(StatutResidence, StatutResidence.id == statut)
        .outerjoin(ZoneFoyer, ZoneFoyer.id == zone)
        .outerjoin(Quotient, Quotient.id == quotient)
        .outerjoin(Dossier, and_(Dossier.foyer_id == Foyer.id, Dossier.campagne_id == bindparam("campagne")))
        .where(Foyer.id.in_(IDS))
    )  # fmt: skip


def _suivis(session: Session, tete: Tete, eleves: Sequence[int]) -> list[CoursSuivi]:
    valeurs = {"ids": list(eleves), "annee": tete.annee_source_id}
    return [CoursSuivi(**ligne._asdict()) for ligne in session.execute(_requete_suivis(), valeurs)]


@cache
def _requete_suivis() -> Executable:
    suivant = aliased(Niveau)
    return (
        select(
            Inscription.id.label("inscription_id"), Inscription.eleve_id, Inscription.cours_id, Cours.site_id,
            Inscription.etat,
            Cours.libelle, Cours.cursus_id, Cursus.libelle.label("cursus"), Cursus.specialite, Cours.discipline_id,
            Discipline.libelle.label("discipline"), Cours.ha, Cours.mode, Niveau.id.label("niveau_id"),
            Niveau.libelle.label("niveau"), Niveau.cycle, suivant.id.label("suivant_id"),
            suivant.libelle.label("suivant"), suivant.cycle.label("suivant_cycle"),
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .outerjoin(suivant, suivant.id == Niveau.suivant_id)
        .where(
            Inscription.eleve_id.in_(IDS),
            Inscription.annee_id == bindparam("annee"),
            Inscription.etat != "arretee",
        )
        .order_by(Cursus.ordre, Cours.id)
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
        .where(LigneDossier.dossier_eleve_id.in_(IDS))
        .order_by(LigneDossier.ordre, LigneDossier.id)
    )  # fmt: skip


def _offre(
    session: Session, tete: Tete, suivis: Sequence[CoursSuivi], lignes: Sequence[Ligne]
) -> dict[int, CoursOffert]:
    """The target year's courses that continue those followed, and those already on a line."""
    valeurs = {
        "annee": tete.annee_cible_id,
        "cursus": sorted({s.cursus_id for s in suivis}),
        "disciplines": sorted({s.discipline_id for s in suivis}),
        "ids": sorted({ligne.cours_id for ligne in lignes}),
    }
    return ranger_offre(session.execute(_requete_suite(), valeurs))


@cache
def _requete_suite() -> Executable:
    suite = and_(
        Cours.annee_id == bindparam("annee"),
        Cours.archive_a.is_(None),
        Cours.cursus_id.in_(bindparam("cursus", expanding=True)),
        Cours.discipline_id.in_(bindparam("disciplines", expanding=True)),
    )
    return requete_offre(or_(suite, Cours.id.in_(IDS)))


def _pieces(session: Session, tete: Tete, foyers: Sequence[int]) -> tuple[tuple[TypeFait, ...], tuple[PieceFait, ...]]:
    valeurs = {"ids": list(foyers), "site": tete.site_id, "annee": tete.annee_cible_id}
    types: dict[int, TypeFait] = {}
    pieces = []
    for ligne in session.execute(_requete_pieces(), valeurs):
        champs = ligne._asdict()
        piece = {cle: champs.pop(cle) for cle in list(champs)[11:]}
        type_id, pages = champs.pop("t_id"), champs.pop("t_pages")
        champs["regle"] = champs["regle"] or {}
        types.setdefault(type_id, TypeFait(type_id=type_id, pages=pages, **champs))
        if piece["piece_id"] is not None:
            pieces.append(PieceFait(**piece))
    return tuple(types.values()), tuple(pieces)


@cache
def _requete_pieces() -> Executable:
    return (
        select(
            TypePiece.id.label("t_id"), TypePiece.code, TypePiece.libelle, TypePiece.aide, TypePiece.rattachement,
            TypePiece.exigence, TypePiece.effet, TypePiece.regle, TypePiece.natures,
            TypePiece.pages.label("t_pages"), TypePiece.mois_validite,
            PieceRecue.id.label("piece_id"), PieceRecue.version, PieceRecue.type_id, PieceRecue.foyer_id,
            PieceRecue.eleve_id, PieceRecue.nom_original, PieceRecue.nom_range, PieceRecue.sha256, PieceRecue.octets,
            PieceRecue.pages, PieceRecue.examen, PieceRecue.depose_a, PieceRecue.depose_par, PieceRecue.derogation,
            PieceRecue.etat, PieceRecue.motif, PieceRecue.decide_par, PieceRecue.decide_a,
        )
        .outerjoin(
            PieceRecue,
            and_(
                PieceRecue.type_id == TypePiece.id,
                PieceRecue.foyer_id.in_(IDS),
                PieceRecue.retiree_a.is_(None),
            ),
        )
        .where(
            TypePiece.site_id == bindparam("site"), TypePiece.annee_id == bindparam("annee"), TypePiece.est_actif
        )
        .order_by(TypePiece.ordre, TypePiece.id, PieceRecue.depose_a, PieceRecue.id)
    )  # fmt: skip


def _enfants(
    tete: Tete, membres: Sequence[Membre], suivis: Sequence[CoursSuivi], lignes: Sequence[Ligne]
) -> Iterable[Enfant]:
    """Pupils of the household first, in its order then oldest first, each once."""
    par_eleve: dict[int, dict[int, Membre]] = defaultdict(dict)
    for membre in membres:
        if membre.eleve_id is not None:
            par_eleve[membre.eleve_id].setdefault(membre.foyer_id, membre)
    enfants = [
        Enfant(
            membre=parts.get(tete.foyer_id) or next(iter(parts.values())),
            suivis=tuple(s for s in suivis if s.eleve_id == eleve_id),
            lignes=tuple(x for x in lignes if x.dossier_eleve_id == next(iter(parts.values())).dossier_eleve_id),
            parts=parts,
        )
        for eleve_id, parts in par_eleve.items()
    ]
    return sorted(
        enfants,
        key=lambda e: (
            tete.foyer_id not in e.parts,
            e.membre.rang,
            e.membre.naissance_le or SANS_NAISSANCE,
            e.eleve_id,
        ),
    )
