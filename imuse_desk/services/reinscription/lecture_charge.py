"""The statements that read the parts of a dossier: households, their members, courses followed, pieces.

Each is built once: building them took ten times as long as running them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Date,
    Executable,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.models import (
    Adresse,
    AvisEnseignant,
    BordereauElimination,
    Campagne,
    Cours,
    Cursus,
    Discipline,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Inscription,
    Lien,
    Niveau,
    Personne,
    PieceRecue,
    Quotient,
    Resultat,
    StatutResidence,
    TypePiece,
    ZoneFoyer,
)
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.reinscription.faits import (
    CoursSuivi,
    Enfant,
    FaitsFoyer,
    Ligne,
    Membre,
    PieceFait,
    Tete,
    TypeFait,
)
from imuse_desk.services.verification.faits import verdict_tenu

_ICI = aliased(Lien)
_AILLEURS = aliased(Lien)
_SUIVANT = aliased(Niveau)

T = TypeVar("T")
SANS_NAISSANCE = date(2999, 1, 1)
JOUR: ColumnElement[date] = bindparam("jour", type_=Date)


def dernier_de(modele: Any, *conditions: ColumnElement[bool]) -> Any:
    """The newest row's id, as a subquery of a statement on dossiers, campaigns or households."""
    return select(func.max(modele.id)).where(*conditions).correlate(Dossier, Campagne, Foyer).scalar_subquery()


def lien_en_cours(lien: Any) -> ColumnElement[bool]:
    """A person is in a household on the day given to the statement."""
    return and_(lien.du_le <= JOUR, or_(lien.au_le.is_(None), lien.au_le >= JOUR))


def lire_rangees(session: Session, requete: Executable, valeurs: Mapping[str, Any]) -> CursorResult[Any]:
    """The rows of a statement, straight from the driver: a batch reads thousands, the session would make each twice."""
    session.flush()
    return session.connection().execute(requete, valeurs)


def lire_objets(session: Session, requete: Executable, valeurs: Mapping[str, Any], classe: type[T]) -> list[T]:
    """The rows of a statement as named tuples: its columns are the fields of the class, in their order."""
    nommee: Any = classe
    lues = lire_rangees(session, requete, valeurs)
    if tuple(lues.keys()) != nommee._fields:
        message = f"the columns of the statement are not the fields of {classe.__name__}"
        raise TypeError(message)
    return [nommee._make(ligne) for ligne in lues.all()]


def lire_membres(session: Session, foyers: Sequence[int], campagne_id: int, aujourdhui: date) -> list[Membre]:
    """Everybody in the households, and in the other household of their pupils, with the pupils' answers."""
    valeurs = {"foyers": list(foyers), "campagne": campagne_id, "jour": aujourdhui}
    return lire_objets(session, _requete_membres(est_inscrit=False), valeurs, Membre)


def lire_membres_inscrits(session: Session, foyers: Sequence[int], aujourdhui: date) -> list[Membre]:
    """The same in a year under way, whose children have all answered: no rank waits for anybody."""
    valeurs = {"foyers": list(foyers), "jour": aujourdhui}
    return lire_objets(session, _requete_membres(est_inscrit=True), valeurs, Membre)


_REPONSE = (
    DossierEleve.id.label("dossier_eleve_id"), DossierEleve.dossier_id.label("de_dossier_id"),
    DossierEleve.etat, DossierEleve.version, DossierEleve.motif, DossierEleve.motif_le,
    DossierEleve.motif_auteur, DossierEleve.depose_a, DossierEleve.valide_a, DossierEleve.valide_par,
)  # fmt: skip
_INSCRIT = {"dossier_eleve_id": Eleve.id, "etat": literal(EtatDossier.VALIDEE.value)}
"""What stands for the answer of a pupil who is enrolled; the rest of it is empty."""


@cache
def _requete_membres(*, est_inscrit: bool) -> Executable:
    foyers = (
        select(_AILLEURS.foyer_id)
        .join(_ICI, _ICI.personne_id == _AILLEURS.personne_id)
        .join(Eleve, Eleve.personne_id == _ICI.personne_id)
        .where(est_parmi(_ICI.foyer_id, "foyers"), lien_en_cours(_ICI), lien_en_cours(_AILLEURS))
        # not an OR with the households themselves: PostgreSQL would then read every link of the base
        .union(select(Foyer.id).where(est_parmi(Foyer.id, "foyers")))
    )
    reponse = [_INSCRIT.get(c.key, null()).label(c.key) for c in _REPONSE] if est_inscrit else _REPONSE
    requete = (
        select(
            Lien.foyer_id, Lien.personne_id, Lien.role, Lien.rang, Lien.part, Lien.est_principal,
            Lien.est_responsable_legal, Lien.recoit_courriers, Lien.recoit_factures, Personne.est_restreint,
            Personne.civilite, Personne.nom, Personne.prenom, Personne.sexe, Personne.naissance_le, Personne.email,
            Personne.mobile, Personne.tel_domicile, Eleve.id.label("eleve_id"), *reponse,
        )
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, and_(Eleve.personne_id == Personne.id, Eleve.archive_a.is_(None)))
        .where(Lien.foyer_id.in_(foyers), lien_en_cours(Lien))
        .order_by(Lien.foyer_id, Lien.rang, Lien.id)
    )  # fmt: skip
    if est_inscrit:
        return requete
    dans_la_campagne = and_(DossierEleve.eleve_id == Eleve.id, DossierEleve.campagne_id == bindparam("campagne"))
    return requete.outerjoin(DossierEleve, dans_la_campagne)


def lire_foyers(session: Session, tete: Tete, ids: Iterable[int], aujourdhui: date) -> dict[int, FaitsFoyer]:
    """Households as the tariff and the pieces of the dossier's year see them."""
    valeurs = {
        "ids": sorted(ids), "jour": aujourdhui, "limite": max(aujourdhui, tete.debut_le),
        "annee": tete.annee_cible_id, "campagne": tete.campagne_id,
    }  # fmt: skip
    return {foyer.foyer_id: foyer for foyer in lire_objets(session, _requete_foyers(), valeurs, FaitsFoyer)}


@cache
def _requete_foyers() -> Executable:
    adresse = dernier_de(Adresse, Adresse.foyer_id == Foyer.id, Adresse.du_le <= JOUR, Adresse.au_le.is_(None))
    statut = (
        select(StatutResidence.id)
        .where(StatutResidence.foyer_id == Foyer.id, StatutResidence.du_le <= bindparam("limite"))
        .order_by(StatutResidence.du_le.desc(), StatutResidence.id.desc())
        .limit(1)
        .correlate(Foyer)
        .scalar_subquery()
    )
    zone = dernier_de(ZoneFoyer, ZoneFoyer.foyer_id == Foyer.id, ZoneFoyer.annee_id == bindparam("annee"))
    quotient = dernier_de(
        Quotient,
        Quotient.foyer_id == Foyer.id,
        Quotient.annee_id == bindparam("annee"),
        Quotient.annule_a.is_(None),
    )
    voie = func.trim(func.coalesce(Adresse.numero, "") + " " + func.coalesce(Adresse.voie, ""))
    return (
        select(
            Foyer.id.label("foyer_id"), Foyer.numero, Foyer.libelle, Foyer.enfants_a_charge,
            Foyer.a_imposition_commune, Adresse.cp, Adresse.ville, voie.label("voie"),
            Adresse.complement, Adresse.pays, StatutResidence.statut, StatutResidence.motif.label("statut_motif"),
            ZoneFoyer.zone, ZoneFoyer.motif.label("zone_motif"), ZoneFoyer.auteur.label("zone_auteur"),
            Quotient.id.label("quotient_id"), Quotient.genre.label("quotient_genre"),
            Quotient.centimes.label("quotient_centimes"), Quotient.date_document_le.label("quotient_le"),
            Quotient.piece_id.label("quotient_piece_id"), Dossier.revenus_declines_le,
        )
        .outerjoin(Adresse, Adresse.id == adresse)
        .outerjoin(StatutResidence, StatutResidence.id == statut)
        .outerjoin(ZoneFoyer, ZoneFoyer.id == zone)
        .outerjoin(Quotient, Quotient.id == quotient)
        .outerjoin(Dossier, and_(Dossier.foyer_id == Foyer.id, Dossier.campagne_id == bindparam("campagne")))
        .where(est_parmi(Foyer.id, "ids"))
    )  # fmt: skip


def lire_suivis(session: Session, tete: Tete, eleves: Sequence[int]) -> list[CoursSuivi]:
    """The courses that pupils follow in the source year; the result, else the teacher, says the level after it."""
    valeurs = {"ids": list(eleves), "annee": tete.annee_source_id}
    return lire_objets(session, _requete_suivis(), valeurs, CoursSuivi)


@cache
def _requete_suivis() -> Executable:
    return (
        select(
            Inscription.id.label("inscription_id"), Inscription.eleve_id, Inscription.cours_id, Cours.site_id,
            Inscription.etat,
            Cours.libelle, Cours.cursus_id, Cursus.libelle.label("cursus"), Cursus.specialite, Cours.discipline_id,
            Discipline.libelle.label("discipline"), Cours.ha, Cours.mode, Niveau.id.label("niveau_id"),
            Niveau.libelle.label("niveau"), Niveau.cycle, _SUIVANT.id.label("suivant_id"),
            _SUIVANT.libelle.label("suivant"), _SUIVANT.cycle.label("suivant_cycle"),
            Resultat.niveau_propose_id.is_not(None).label("est_acquis"),
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .outerjoin(Niveau, Niveau.id == func.coalesce(Inscription.niveau_id, Cours.niveau_id))
        .outerjoin(Resultat, Resultat.inscription_id == Inscription.id)
        .outerjoin(AvisEnseignant, AvisEnseignant.inscription_id == Inscription.id)
        .outerjoin(
            _SUIVANT,
            _SUIVANT.id
            == func.coalesce(Resultat.niveau_propose_id, AvisEnseignant.niveau_propose_id, Niveau.suivant_id),
        )
        .where(
            est_parmi(Inscription.eleve_id, "ids"),
            Inscription.annee_id == bindparam("annee"),
            Inscription.etat != "arretee",
        )
        .order_by(Cursus.ordre, Cours.id)
    )  # fmt: skip


def lire_pieces(
    session: Session, site_id: int, annee_id: int, foyers: Sequence[int]
) -> tuple[tuple[TypeFait, ...], tuple[PieceFait, ...]]:
    """The table of pieces of the site and year, and the files that these households brought."""
    valeurs = {"ids": list(foyers), "site": site_id, "annee": annee_id}
    types: dict[int, TypeFait] = {}
    pieces = []
    for rangee in lire_rangees(session, _requete_pieces(), valeurs).mappings():
        champs = dict(rangee)
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
            verdict_tenu().label("verdict"), PieceRecue.purge_a, BordereauElimination.numero.label("bordereau"),
        )
        .outerjoin(
            PieceRecue,
            and_(
                PieceRecue.type_id == TypePiece.id,
                est_parmi(PieceRecue.foyer_id, "ids"),
                PieceRecue.retiree_a.is_(None),
            ),
        )
        .outerjoin(BordereauElimination, BordereauElimination.id == PieceRecue.bordereau_id)
        .where(
            TypePiece.site_id == bindparam("site"),
            TypePiece.annee_id == bindparam("annee"),
            TypePiece.archive_a.is_(None),
        )
        .order_by(TypePiece.ordre, TypePiece.id, PieceRecue.depose_a, PieceRecue.id)
    )  # fmt: skip


def ranger_par(lus: Iterable[T], champ: str) -> dict[int, list[T]]:
    """Rows by one of their keys."""
    ranges: dict[int, list[T]] = defaultdict(list)
    for lu in lus:
        ranges[getattr(lu, champ)].append(lu)
    return ranges


def ranger_enfants(
    tete: Tete,
    membres: Sequence[Membre],
    suivis: Mapping[int, Sequence[CoursSuivi]],
    lignes: Mapping[int, Sequence[Ligne]],
) -> tuple[Enfant, ...]:
    """Pupils of the household first, in its order then oldest first, each once.

    ``suivis`` are by pupil, ``lignes`` by answer.
    """
    par_eleve: dict[int, dict[int, Membre]] = defaultdict(dict)
    for membre in membres:
        if membre.eleve_id is not None:
            par_eleve[membre.eleve_id].setdefault(membre.foyer_id, membre)
    enfants = (
        Enfant(
            membre=parts.get(tete.foyer_id) or next(iter(parts.values())),
            suivis=tuple(suivis.get(eleve_id, ())),
            lignes=tuple(lignes.get(next(iter(parts.values())).dossier_eleve_id or 0, ())),
            parts=parts,
        )
        for eleve_id, parts in par_eleve.items()
    )

    def rang(e: Enfant) -> tuple[bool, int, date, int]:
        return tete.foyer_id not in e.parts, e.membre.rang, e.membre.naissance_le or SANS_NAISSANCE, e.eleve_id

    return tuple(sorted(enfants, key=rang))
