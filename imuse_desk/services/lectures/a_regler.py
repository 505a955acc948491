"""What a family has to settle, and what the base knows of it: pieces, conditions, times to pick, money, letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Executable,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from imuse_desk.domain.absences import constat_absences
from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.avis import avis_rendus
from imuse_desk.domain.enseignement import EtatInscription, ModeAffectation
from imuse_desk.domain.locations import Loue, attendu, nommer
from imuse_desk.domain.reglages import ABSENCES_MAX
from imuse_desk.domain.reinscription import DEPOSES, OUVERTS, EtatCondition, EtatDossier, EtatPiece, GenreCondition
from imuse_desk.models import (
    AvisEnseignant,
    Campagne,
    Condition,
    ContratLocation,
    Cours,
    Creneau,
    DossierEleve,
    Eleve,
    Inscription,
    Instrument,
    LigneDossier,
    Occupation,
    Personne,
    PieceExigee,
    PieceRecue,
    Presence,
    TypePiece,
)
from imuse_desk.models.base import InstantUTC
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.absences import SAISIE, joindre_presences
from imuse_desk.services.reinscription.conditions import INTERRUPTEURS
from imuse_desk.services.reinscription.instrument import constat_instrument
from imuse_desk.services.suivi.compteurs import est_comptee

HORAIRE, LOCATION, RENDU, IMPAYE, AVIS = "horaire", "location", "rendu", "cheque_impaye", "avis_enseignant"
COMPTEES = "absences_comptees"


@dataclass(frozen=True, slots=True)
class EnfantResume:
    """A pupil, and where his re-enrolment stands; ``repond_ici``: it is in this household's dossier."""

    eleve_id: int
    prenom: str
    etat: EtatDossier | None
    majeur_le: date | None
    repond_ici: bool = True


@dataclass(frozen=True, slots=True)
class PieceResume:
    """A piece of the running re-enrolment; ``pour`` is the pupil's first name where it is a pupil's."""

    libelle: str
    pour: str
    etat: EtatPiece


@dataclass(frozen=True, slots=True)
class CompteResume:
    """What the base knows of money: what each pupil still owes, as noted, and the price told at the last deposit."""

    soldes: tuple[tuple[str, str], ...]
    est_regle: bool
    annonce_centimes: int | None
    est_provisoire: bool
    annonce_a: datetime | None


@dataclass(frozen=True, slots=True)
class ARegler:
    """Something that waits: a code, how many, for whom or what, and a detail already in words."""

    code: str
    n: int = 1
    nom: str = ""
    detail: str = ""
    eleve_id: int | None = None


class Manque(NamedTuple):
    """A condition of a pupil's re-enrolment, or a time that he has still to pick (``genre`` HORAIRE)."""

    eleve_id: int
    prenom: str
    reponse: str
    genre: str
    etat: str
    detail: str


@cache
def _pieces() -> Executable:
    return (
        select(TypePiece.libelle, Personne.prenom, PieceRecue.etat)
        .select_from(PieceExigee)
        .join(TypePiece, TypePiece.id == PieceExigee.type_id)
        .outerjoin(Eleve, Eleve.id == PieceExigee.eleve_id)
        .outerjoin(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(PieceRecue, (PieceRecue.id == PieceExigee.piece_id) & PieceRecue.retiree_a.is_(None))
        .where(PieceExigee.dossier_id == bindparam("dossier", type_=Integer), PieceExigee.exigence == "obligatoire")
        .order_by(TypePiece.ordre, TypePiece.id, Personne.naissance_le, Eleve.id)
    )


def lire_pieces(session: Session, dossier_id: int | None) -> tuple[PieceResume, ...]:
    """Required pieces of the household's latest dossier."""
    if dossier_id is None:
        return ()
    lignes = session.execute(_pieces(), {"dossier": dossier_id})
    return tuple(
        PieceResume(libelle, pour or "", EtatPiece(etat) if etat else EtatPiece.A_FOURNIR)
        for libelle, pour, etat in lignes
    )


@cache
def _manques() -> Executable:
    libre = (
        select(Creneau.id)
        .join(Occupation, Occupation.creneau_id == Creneau.id)
        .where(Creneau.cours_id == Cours.id, Creneau.archive_a.is_(None), Occupation.prises < Occupation.capacite)
        .exists()
    )
    eleve = (DossierEleve.eleve_id, Personne.prenom, DossierEleve.etat.label("reponse"))
    sans_dates = (cast(null(), Date).label("du_le"), cast(null(), Date).label("au_le"), literal("").label("source"))
    conditions = (
        select(
            *eleve, Condition.genre, Condition.etat, Condition.detail, Condition.a, *sans_dates[:2], Condition.source
        )
        .join(Condition, Condition.dossier_eleve_id == DossierEleve.id)
        .where(Condition.genre.in_(bindparam("demandees", expanding=True)))
    )
    horaires = (
        select(
            *eleve,
            literal(HORAIRE),
            literal(EtatCondition.NON_REMPLIE.value),
            Cours.libelle,
            cast(null(), InstantUTC),
            *sans_dates,
        )
        .join(LigneDossier, LigneDossier.dossier_eleve_id == DossierEleve.id)
        .join(Cours, Cours.id == LigneDossier.cours_id)
        .where(
            LigneDossier.est_demandee.is_(True),
            func.coalesce(LigneDossier.creneau_id, 0) == 0,  # IS NULL alone: SQLite would read every line without one
            Cours.mode == ModeAffectation.CHOISI,
            libre,
        )
    )
    c, i = ContratLocation, Instrument
    quoi = func.trim(i.type + " " + i.taille) + f" n°{INSECABLE}" + i.inventaire
    est_rendu = case((c.rendu_le.is_(None), ""), else_=RENDU)
    locations = (
        select(*eleve, literal(LOCATION), est_rendu, quoi, c.modifie_a, c.du_le, c.au_le, literal(""))
        .join(c, and_(c.eleve_id == DossierEleve.eleve_id, c.annule_le.is_(None)))
        .join(i, i.id == c.instrument_id)
    )
    parts = [
        part.join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(DossierEleve.dossier_id == bindparam("dossier", type_=Integer))
        for part in (conditions, horaires, locations, *_suivies(eleve, sans_dates))
    ]
    return union_all(*parts).order_by(DossierEleve.eleve_id)


def _suivies(eleve: Sequence[Any], sans_dates: Sequence[Any]) -> tuple[Any, Any]:
    """What last year's lessons say of a pupil: the opinion of each teacher, and the absences counted."""
    avis = (
        select(
            *eleve, literal(AVIS), func.coalesce(AvisEnseignant.avis, ""), Cours.libelle, AvisEnseignant.a, *sans_dates
        )
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .join(
            Inscription,
            and_(Inscription.eleve_id == DossierEleve.eleve_id, Inscription.annee_id == Campagne.annee_source_id),
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(AvisEnseignant, AvisEnseignant.inscription_id == Inscription.id)
        .where(Inscription.etat == EtatInscription.ACTIVE)
    )
    nombre = cast(func.sum(case((est_comptee(), 1), else_=0)), String)
    absences = joindre_presences(
        select(*eleve, literal(COMPTEES), nombre, literal(""), func.max(Presence.a), *sans_dates).join(
            Campagne, Campagne.id == DossierEleve.campagne_id
        ),
        Campagne.annee_source_id,
    ).group_by(DossierEleve.eleve_id, Personne.prenom, DossierEleve.etat)
    return avis, absences


def lire_manques(session: Session, foyer_id: int, tete: Row[Any], jour: date) -> tuple[Manque, ...]:
    """The conditions that the site asks, noted or computed, and the times still to be picked.

    Where nobody is to enrol again, the instruments that the household hired and keeps too long.
    """
    if tete.dossier_id is None:
        return _gardes_trop_longtemps(session, foyer_id, jour)
    reglages = lire_reglages(session, (*INTERRUPTEURS.values(), ABSENCES_MAX), tete.site_campagne, tete.annee_cible_id)
    demandees = [genre.value for genre, cle in INTERRUPTEURS.items() if reglages[cle.cle]]
    lus = session.execute(_manques(), {"demandees": demandees, "dossier": tete.dossier_id}).all()
    manques = [Manque(*x[:6]) for x in lus if x.genre not in {LOCATION, AVIS, COMPTEES}]
    if GenreCondition.AVIS in demandees:
        manques += _avis_rendus(manques, [x for x in lus if x.genre == AVIS])
    if GenreCondition.ABSENCES in demandees:
        manques = _compter(manques, lus, int(reglages[ABSENCES_MAX.cle]))
    if GenreCondition.INSTRUMENT not in demandees:
        return tuple(manques)
    for siens in groupby((x for x in lus if x.genre in {LOCATION, GenreCondition.INSTRUMENT}), lambda x: x.eleve_id):
        manques = _corriger(manques, list(siens[1]), tete.cible_du, jour)
    return tuple(manques)


def _avis_rendus(manques: Sequence[Manque], lus: Sequence[Row[Any]]) -> list[Manque]:
    """What the teachers say of each pupil of whom nobody noted the condition by hand."""
    notes = {m.eleve_id for m in manques if m.genre == GenreCondition.AVIS}
    rendus = []
    for eleve_id, rangees in groupby(lus, lambda x: x.eleve_id):
        siens = list(rangees)
        constat = avis_rendus((x.detail, x.etat) for x in siens)
        if constat is not None and eleve_id not in notes:
            de = siens[0]
            rendus.append(Manque(eleve_id, de.prenom, de.reponse, GenreCondition.AVIS, constat.etat, constat.detail))
    return rendus


def _gardes_trop_longtemps(session: Session, foyer_id: int, jour: date) -> tuple[Manque, ...]:
    """What was to be given back before today."""
    c, i = ContratLocation, Instrument
    requete = (
        select(c.eleve_id, Personne.prenom, i.type, i.taille, i.inventaire, c.du_le, c.au_le, c.modifie_a)
        .join(i, i.id == c.instrument_id)
        .join(Eleve, Eleve.id == c.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(c.foyer_id == foyer_id, c.rendu_le.is_(None), c.annule_le.is_(None), c.au_le < jour)
        .order_by(c.au_le, c.id)
    )
    return tuple(
        Manque(
            x.eleve_id, x.prenom, "", LOCATION, EtatCondition.NON_REMPLIE,
            attendu(Loue(nommer(x.type, x.taille, x.inventaire), x.du_le, x.au_le, False, x.modifie_a), jour),  # noqa: FBT003
        )
        for x in session.execute(requete)
    )  # fmt: skip


def _compter(manques: list[Manque], lus: Sequence[Row[Any]], maximum: int) -> list[Manque]:
    """What the roll calls count of a pupil, unless somebody noted it."""
    notes = {x.eleve_id for x in lus if x.genre == GenreCondition.ABSENCES and x.source == SAISIE}
    comptes = {x.eleve_id: x for x in lus if x.genre == COMPTEES and x.eleve_id not in notes}
    gardes = [m for m in manques if m.genre != GenreCondition.ABSENCES or m.eleve_id not in comptes]
    return gardes + [
        Manque(ident, x.prenom, x.reponse, GenreCondition.ABSENCES, *constat_absences(int(x.etat), maximum))
        for ident, x in comptes.items()
    ]


def _corriger(manques: list[Manque], siens: Sequence[Row[Any]], annee_du: date, jour: date) -> list[Manque]:
    """What the rental contracts of a pupil say takes the place of an older note."""
    contrats = [
        Loue(x.detail, x.du_le, x.au_le, x.etat == RENDU, x.a)
        for x in siens if x.genre == LOCATION
    ]  # fmt: skip
    notee_a = next((x.a for x in siens if x.genre == GenreCondition.INSTRUMENT), None)
    constat = constat_instrument(contrats, notee_a, annee_du, jour, a_un_parc=False)
    if constat is None:
        return manques
    gardes = [m for m in manques if (m.eleve_id, m.genre) != (siens[0].eleve_id, GenreCondition.INSTRUMENT)]
    de = siens[0]
    return [
        *gardes,
        Manque(de.eleve_id, de.prenom, de.reponse, GenreCondition.INSTRUMENT, constat.etat, constat.detail),
    ]


def compte_de(tete: Row[Any], manques: Sequence[Manque]) -> CompteResume | None:
    """What the base knows of the household's money; None where it knows nothing."""
    paiements = [m for m in manques if m.genre == GenreCondition.PAIEMENT]
    soldes = tuple((noms, detail) for detail, noms, _ in _soldes(paiements))
    gele = tete.prix if isinstance(tete.prix, dict) else {}
    prix, accuse = gele.get("prix") or {}, gele.get("accuse") or {}
    total = prix.get("total_centimes")
    depose = accuse.get("deposee_a")
    if not paiements and total is None:
        return None
    return CompteResume(
        soldes=soldes,
        est_regle=bool(paiements) and not soldes,
        annonce_centimes=total,
        est_provisoire=bool(prix.get("est_provisoire")),
        annonce_a=datetime.fromisoformat(depose) if depose else None,
    )


def _soldes(manques: Sequence[Manque]) -> list[tuple[str, str, int]]:
    """What is still owed, once for the pupils of whom the same is noted: (detail, first names, first pupil)."""
    vus: dict[str, list[Manque]] = {}
    for m in manques:
        if m.genre == GenreCondition.PAIEMENT and m.etat == EtatCondition.NON_REMPLIE:
            vus.setdefault(m.detail, []).append(m)
    return [(detail, ", ".join(m.prenom for m in siens), siens[0].eleve_id) for detail, siens in vus.items()]


def attentes_de(
    tete: Row[Any], enfants: Sequence[EnfantResume], pieces: Sequence[PieceResume], manques: Sequence[Manque]
) -> tuple[ARegler, ...]:
    """What waits, the most pressing first."""
    non_remplies = [m for m in manques if m.etat == EtatCondition.NON_REMPLIE]
    ouvertes = OUVERTS | DEPOSES
    attentes = [ARegler(IMPAYE, tete.impayes, detail=str(tete.impaye_centimes))] if tete.impayes else []
    attentes += [ARegler("paiement", 1, noms, detail, eleve_id) for detail, noms, eleve_id in _soldes(non_remplies)]
    for code, etat in (("piece_refusee", EtatPiece.REFUSEE), ("piece_a_fournir", EtatPiece.A_FOURNIR)):
        attentes += _de_pieces(code, [p for p in pieces if p.etat is etat])
    attentes += [
        ARegler(HORAIRE if m.genre == HORAIRE else "condition", 1, m.prenom, m.detail, m.eleve_id)
        for m in non_remplies
        if m.genre not in {GenreCondition.PAIEMENT, LOCATION} and m.reponse in ouvertes
    ]
    attentes += [ARegler(LOCATION, 1, m.prenom, m.detail, m.eleve_id) for m in non_remplies if m.genre == LOCATION]
    attentes += [ARegler(f"courrier_{e}", n) for e in ("echec", "a_imprimer") if (n := getattr(tete, e))]
    attentes += _de_pieces("piece_a_verifier", [p for p in pieces if p.etat is EtatPiece.A_VERIFIER])
    muets = [e for e in enfants if e.repond_ici and e.etat is EtatDossier.SANS_REPONSE]
    if muets:
        attentes.append(ARegler("sans_reponse", len(muets), " et ".join(e.prenom for e in muets[:2])))
    if tete.brouillon_a is not None:
        attentes.append(ARegler("brouillon"))
    attentes += [
        ARegler("majorite", 1, e.prenom, e.majeur_le.isoformat(), e.eleve_id) for e in enfants if e.majeur_le
    ]  # fmt: skip
    return tuple(attentes)


def _de_pieces(code: str, pieces: Sequence[PieceResume]) -> list[ARegler]:
    """One entry for the pieces of a state; a piece alone is named."""
    if not pieces:
        return []
    seule = pieces[0] if len(pieces) == 1 else None
    return [ARegler(code, len(pieces), seule.libelle if seule else "", seule.pour if seule else "")]
