"""The offer as its screens show it: lists with their counts, cards as their forms, choices."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Affectation,
    Annee,
    Bareme,
    Cours,
    Creneau,
    CreneauEnseignant,
    Critere,
    Cursus,
    Discipline,
    Ecole,
    Enseignant,
    Inscription,
    MotEvaluation,
    MotifRefus,
    Niveau,
    Occupation,
    PeriodeEvaluation,
    Personne,
    Phrase,
    Salle,
    TypeEvaluation,
    TypePiece,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.offre.creneaux import SaisieCreneau, saisie_de
from imuse_desk.services.offre.fiches import FICHES


@dataclass(frozen=True, slots=True)
class Choix:
    """A value of a list and its words; ``parent`` is the cursus of a level."""

    id: int
    libelle: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class ChoixOffre:
    """Everything that the forms of the offer and of the evaluations choose from, at the site consulted."""

    cursus: tuple[Choix, ...]
    disciplines: tuple[Choix, ...]
    niveaux: tuple[Choix, ...]
    salles: tuple[Choix, ...]
    enseignants: tuple[Choix, ...]
    baremes: tuple[Choix, ...]
    types_evaluation: tuple[Choix, ...]


@dataclass(frozen=True, slots=True)
class FicheVue:
    """A card of the settings: its fields by their columns, its version; ``est_archivee`` when put aside."""

    id: int
    version: int
    champs: dict[str, Any] = field(hash=False)
    est_archivee: bool = False


@dataclass(frozen=True, slots=True)
class LigneCours:
    """A course in the list of a site and year."""

    id: int
    code: str
    libelle: str
    cursus: str
    discipline: str
    niveau: str
    ha: str
    mode: str
    horaires: int
    inscrits: int
    places: int
    est_archive: bool


@dataclass(frozen=True, slots=True)
class LigneHoraire:
    """A weekly time of a course in its list; ``capacite`` None: not counted."""

    id: int
    jour: int
    debut: time
    duree_min: int
    passage_min: int | None
    salle: str
    enseignants: str
    prises: int
    inscrits: int
    capacite: int | None


@dataclass(frozen=True, slots=True)
class HoraireSaisi:
    """A weekly time as its form shows it, with the version read."""

    id: int
    version: int
    saisie: SaisieCreneau


@dataclass(frozen=True, slots=True)
class LigneEnseignant:
    """A teacher in the list."""

    id: int
    version: int
    version_personne: int
    civilite: str
    nom: str
    prenom: str
    email: str
    mobile: str
    tel_domicile: str
    horaires: int
    minutes: int
    est_archive: bool


@cas_d_usage(Permission.CONSULTER)
def lister_fiches(ctx: Contexte, genre: str) -> tuple[FicheVue, ...]:
    """The cards of a kind, of the site where they belong to one, in their natural order."""
    fiche = FICHES[genre]
    modele: Any = fiche.modele
    portee = [getattr(modele, colonne) == valeur for colonne, valeur in fiche.portee(ctx).items()]
    portee += fiche.limites(ctx)
    with ctx.lire() as session:
        objets = session.execute(select(modele).where(*portee).order_by(*_ORDRES[genre])).scalars().all()
    return tuple(FicheVue(o.id, o.version, fiche.en_champs(_colonnes(o)), o.archive_a is not None) for o in objets)


@cas_d_usage(Permission.CONSULTER)
def lire_fiche(ctx: Contexte, genre: str, ident: int) -> FicheVue:
    """A card as its form shows it. Raises Introuvable."""
    with ctx.lire() as session:
        objet: Any = session.get(FICHES[genre].modele, ident)
    if objet is None:
        raise Introuvable(genre, ident)
    return FicheVue(objet.id, objet.version, FICHES[genre].en_champs(_colonnes(objet)), objet.archive_a is not None)


@cas_d_usage(Permission.CONSULTER)
def lire_choix(ctx: Contexte) -> ChoixOffre:
    """What the forms choose from: living cards only."""
    with ctx.lire() as session:
        return ChoixOffre(
            cursus=_choix(session, select(Cursus.id, Cursus.libelle).where(Cursus.archive_a.is_(None)), Cursus.ordre),
            disciplines=_choix(
                session,
                select(Discipline.id, Discipline.libelle).where(Discipline.archive_a.is_(None)),
                Discipline.cle,
            ),
            niveaux=_choix(
                session,
                select(Niveau.id, Niveau.libelle, Niveau.cursus_id).where(Niveau.archive_a.is_(None)),
                Niveau.cursus_id,
                Niveau.ordre,
            ),
            salles=_choix(
                session,
                select(Salle.id, Salle.nom).where(Salle.site_id == ctx.site_id, Salle.archive_a.is_(None)),
                Salle.nom,
            ),
            enseignants=tuple(
                Choix(ident, f"{nom} {prenom}".strip())
                for ident, nom, prenom in session.execute(
                    select(Enseignant.id, Personne.nom, Personne.prenom)
                    .join(Personne, Personne.id == Enseignant.personne_id)
                    .where(Enseignant.archive_a.is_(None))
                    .order_by(Personne.cle)
                )
            ),
            baremes=_choix(
                session,
                select(Bareme.id, Bareme.libelle).where(Bareme.site_id == ctx.site_id, Bareme.archive_a.is_(None)),
                Bareme.id,
            ),
            types_evaluation=_choix(
                session,
                select(TypeEvaluation.id, TypeEvaluation.libelle).where(
                    TypeEvaluation.site_id == ctx.site_id, TypeEvaluation.archive_a.is_(None)
                ),
                TypeEvaluation.ordre,
                TypeEvaluation.id,
            ),
        )


@cas_d_usage(Permission.CONSULTER)
def lister_cours(ctx: Contexte) -> tuple[LigneCours, ...]:
    """The courses of the site and year consulted, with their times, their pupils and the seats offered."""
    with ctx.lire() as session:
        inscrits = _compter(
            session,
            select(Inscription.cours_id, func.count())
            .where(
                Inscription.site_id == ctx.site_id, Inscription.annee_id == ctx.annee_id, Inscription.etat == "active"
            )
            .group_by(Inscription.cours_id),
        )
        horaires = {
            cours_id: (n, places or 0)
            for cours_id, n, places in session.execute(
                select(Creneau.cours_id, func.count(), func.sum(Occupation.capacite))
                .join(Cours, Cours.id == Creneau.cours_id)
                .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
                .where(Cours.site_id == ctx.site_id, Cours.annee_id == ctx.annee_id, Creneau.archive_a.is_(None))
                .group_by(Creneau.cours_id)
            )
        }
        lignes = session.execute(
            select(
                Cours.id, Cours.code, Cours.libelle, Cursus.libelle, Discipline.libelle, Niveau.libelle, Cours.ha,
                Cours.mode, Cours.archive_a,
            )
            .join(Cursus, Cursus.id == Cours.cursus_id)
            .join(Discipline, Discipline.id == Cours.discipline_id)
            .outerjoin(Niveau, Niveau.id == Cours.niveau_id)
            .where(Cours.site_id == ctx.site_id, Cours.annee_id == ctx.annee_id)
            .order_by(Cursus.ordre, Cursus.libelle, Discipline.cle, Niveau.ordre, Cours.libelle)
        ).all()  # fmt: skip
    return tuple(
        LigneCours(
            ident, code, libelle, cursus, discipline, niveau or "", ha, mode,
            *_deux(horaires.get(ident), inscrits, ident), est_archive=archive_a is not None,
        )
        for ident, code, libelle, cursus, discipline, niveau, ha, mode, archive_a in lignes
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def lister_horaires(ctx: Contexte, cours_id: int) -> tuple[LigneHoraire, ...]:
    """The weekly times of a course, in the order of the week."""
    with ctx.lire() as session:
        creneaux = session.execute(
            select(Creneau, Salle.nom, Occupation.prises, Occupation.capacite)
            .outerjoin(Salle, Salle.id == Creneau.salle_id)
            .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
            .where(Creneau.cours_id == cours_id, Creneau.archive_a.is_(None))
            .order_by(Creneau.jour, Creneau.debut, Creneau.id)
        ).all()
        inscrits = _compter(
            session,
            select(Affectation.creneau_id, func.count())
            .join(Inscription, Inscription.id == Affectation.inscription_id)
            .join(Annee, Annee.id == Inscription.annee_id)
            .where(
                Inscription.cours_id == cours_id,
                Inscription.etat == "active",
                or_(Affectation.au_le.is_(None), Affectation.au_le >= Annee.fin_le),
            )
            .group_by(Affectation.creneau_id),
        )
        noms = _noms_enseignants(session, [c.id for c, *_ in creneaux])
        return tuple(
            LigneHoraire(
                c.id, c.jour, c.debut, c.duree_min, c.passage_min, salle or "", ", ".join(noms[c.id]), prises or 0,
                inscrits.get(c.id, 0), capacite,
            )
            for c, salle, prises, capacite in creneaux
        )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def lire_horaire(ctx: Contexte, creneau_id: int) -> HoraireSaisi:
    """A weekly time as its form shows it. Raises Introuvable."""
    with ctx.lire() as session:
        creneau = session.get(Creneau, creneau_id)
        if creneau is None or creneau.archive_a is not None:
            raise Introuvable("creneau", creneau_id)
        return HoraireSaisi(creneau.id, creneau.version, saisie_de(session, creneau))


@cas_d_usage(Permission.CONSULTER)
def lister_enseignants(ctx: Contexte) -> tuple[LigneEnseignant, ...]:
    """The teachers of the network, with what each gives in the year consulted."""
    with ctx.lire() as session:
        charge = {
            ident: (n, minutes or 0)
            for ident, n, minutes in session.execute(
                select(CreneauEnseignant.enseignant_id, func.count(), func.sum(Creneau.duree_min))
                .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
                .join(Cours, Cours.id == Creneau.cours_id)
                .where(Cours.annee_id == ctx.annee_id, Creneau.archive_a.is_(None))
                .group_by(CreneauEnseignant.enseignant_id)
            )
        }
        lignes = session.execute(
            select(Enseignant, Personne)
            .join(Personne, Personne.id == Enseignant.personne_id)
            .order_by(Enseignant.archive_a.is_not(None), Personne.cle)
        ).all()
    return tuple(
        LigneEnseignant(
            e.id, e.version, p.version, p.civilite, p.nom, p.prenom, p.email, p.mobile, p.tel_domicile,
            *charge.get(e.id, (0, 0)), est_archive=e.archive_a is not None,
        )
        for e, p in lignes
    )  # fmt: skip


_ORDRES: dict[str, tuple[Any, ...]] = {
    "cursus": (Cursus.ordre, Cursus.libelle),
    "discipline": (Discipline.cle, Discipline.id),
    "niveau": (Niveau.cursus_id, Niveau.ordre, Niveau.id),
    "salle": (Salle.nom, Salle.id),
    "ecole": (Ecole.cle, Ecole.ville),
    "cours": (Cours.libelle, Cours.code),
    "type_piece": (TypePiece.ordre, TypePiece.id),
    "bareme": (Bareme.id,),
    "periode_evaluation": (PeriodeEvaluation.du_le, PeriodeEvaluation.id),
    "type_evaluation": (TypeEvaluation.ordre, TypeEvaluation.id),
    "critere": (Critere.type_id, Critere.ordre, Critere.id),
    "mot_evaluation": (MotEvaluation.genre, MotEvaluation.ordre, MotEvaluation.id),
    "phrase": (Phrase.ordre, Phrase.id),
    "motif_refus": (MotifRefus.ordre, MotifRefus.id),
}
_TUS = {"id", "ref", "version", "modifie_a", "modifie_par", "archive_a", "cle"}


def _colonnes(objet: Any) -> dict[str, Any]:
    return {c.name: getattr(objet, c.name) for c in objet.__table__.columns if c.name not in _TUS}


def _choix(session: Session, requete: Any, *ordre: Any) -> tuple[Choix, ...]:
    return tuple(Choix(*ligne) for ligne in session.execute(requete.order_by(*ordre)))


def _compter(session: Session, requete: Any) -> dict[int, int]:
    return dict(iter(session.execute(requete)))


def _deux(horaires: tuple[int, int] | None, inscrits: dict[int, int], ident: int) -> tuple[int, int, int]:
    n, places = horaires or (0, 0)
    return n, inscrits.get(ident, 0), int(places)


def _noms_enseignants(session: Session, creneaux: list[int]) -> defaultdict[int, list[str]]:
    noms: defaultdict[int, list[str]] = defaultdict(list)
    for creneau_id, prenom, nom in session.execute(
        select(CreneauEnseignant.creneau_id, Personne.prenom, Personne.nom)
        .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .where(CreneauEnseignant.creneau_id.in_(creneaux))
        .order_by(CreneauEnseignant.id)
    ):
        noms[creneau_id].append(f"{prenom} {nom}".strip())
    return noms
