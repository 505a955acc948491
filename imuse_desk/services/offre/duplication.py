"""Copy a year's courses and weekly times into the next: a dry run first, then one undoable operation.

What the target year already has (same code) is left as it is, so that a second run adds only what is new.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Discipline,
    Enseignant,
    Inscription,
    LigneDossier,
    Occupation,
    Salle,
)
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services import places
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.indexation import COURS as TERMES_COURS
from imuse_desk.services.indexation import indexer_cours, remplacer_termes

COLONNES_COURS = ("cursus_id", "discipline_id", "niveau_id", "code", "libelle", "ha", "mode", "est_pour_adultes")


@dataclass(frozen=True, slots=True)
class CoursPrevu:
    """What would happen to a course: ``sort`` is ``copie``, ``existe`` (already there) or ``ecarte`` (see motif)."""

    cours_id: int
    libelle: str
    code: str
    horaires: int
    sort: str
    motif: str = ""


@dataclass(frozen=True, slots=True)
class PlanDuplication:
    """The dry run: both years, every course of the source, what weekly times lose."""

    source: str
    cible: str
    cible_id: int
    cours: tuple[CoursPrevu, ...]
    sans_enseignant: int
    sans_salle: int

    @property
    def copies(self) -> tuple[CoursPrevu, ...]:
        """The courses that would be made."""
        return tuple(c for c in self.cours if c.sort == "copie")

    @property
    def horaires(self) -> int:
        """The weekly times that would be made."""
        return sum(c.horaires for c in self.copies)


@dataclass(frozen=True, slots=True)
class _Horaire:
    creneau: Creneau
    capacite: int
    enseignants: tuple[int, ...]
    salle_id: int | None


@cas_d_usage(Permission.MODIFIER_TARIF)
def prevoir_duplication(ctx: Contexte) -> PlanDuplication:
    """Tell what copying the year consulted into the next would do; nothing is written.

    Raises RegleMetier(pas_d_annee_suivante | annee_close).
    """
    with ctx.lire() as session:
        plan, _horaires = _prevoir(session, ctx)
    return plan


@cas_d_usage(Permission.MODIFIER_TARIF)
def dupliquer_offre(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[dict[str, int]]:
    """Copy the offer of the site and year consulted into the next year; undoable the same day.

    The result counts ``cours`` and ``horaires``. Raises RegleMetier(pas_d_annee_suivante | annee_close |
    rien_a_copier).
    """

    def ecrire(unite: Unite) -> dict[str, int]:
        session = unite.session
        plan, horaires = _prevoir(session, ctx)
        if not plan.copies:
            raise RegleMetier("rien_a_copier", annee=plan.cible)
        crees: list[int] = []
        for prevu in plan.copies:
            source = session.get_one(Cours, prevu.cours_id)
            copie = Cours(
                annee_id=plan.cible_id, site_id=ctx.site_id, precedent_id=source.id,
                **{c: getattr(source, c) for c in COLONNES_COURS},
            )  # fmt: skip
            session.add(copie)
            session.flush()
            crees.append(copie.id)
            indexer_cours(session, copie.id)
            for horaire in horaires[source.id]:
                _copier_horaire(unite, copie.id, horaire)
            unite.touche("cours", copie.id)
        libelle = f"Offre {plan.cible}\u00a0: {len(crees)} cours copié{'s' if len(crees) > 1 else ''}"
        rendre_annulable(ctx, unite, libelle, retirer_copies, cours=crees)
        return {"cours": len(crees), "horaires": plan.horaires}

    return ctx.ecrire("dupliquer_offre", ecrire, operation_id)


@inverse(Permission.MODIFIER_TARIF)
def retirer_copies(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the copied courses go, unless somebody asked for one of them or is enrolled in it.

    Raises RegleMetier(offre_copiee_utilisee: cours).
    """
    session, cours = unite.session, list(arguments["cours"])
    utilises = session.execute(
        select(Cours.libelle)
        .outerjoin(Creneau, Creneau.cours_id == Cours.id)
        .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
        .where(
            Cours.id.in_(cours),
            or_(
                Occupation.prises > 0,
                Cours.id.in_(select(Inscription.cours_id)),
                Cours.id.in_(select(LigneDossier.cours_id)),
            ),
        )
        .order_by(Cours.libelle)
        .limit(1)
    ).scalar()
    if utilises is not None:
        raise RegleMetier("offre_copiee_utilisee", cours=utilises)
    horaires = select(Creneau.id).where(Creneau.cours_id.in_(cours))
    for modele, condition in (
        (CreneauEnseignant, CreneauEnseignant.creneau_id.in_(horaires)),
        (Occupation, Occupation.creneau_id.in_(horaires)),
        (Creneau, Creneau.cours_id.in_(cours)),
        (Cours, Cours.id.in_(cours)),
    ):
        session.execute(delete(modele).where(condition))
    for cours_id in cours:
        remplacer_termes(session, TERMES_COURS, cours_id, ())
        unite.touche("cours", cours_id)


def _prevoir(session: Session, ctx: Contexte) -> tuple[PlanDuplication, Mapping[int, list[_Horaire]]]:
    source = session.get(Annee, ctx.annee_id)
    if source is None:
        raise Introuvable("annee", ctx.annee_id)
    cible = session.execute(
        select(Annee).where(Annee.debut_le > source.debut_le).order_by(Annee.debut_le).limit(1)
    ).scalar_one_or_none()
    if cible is None:
        raise RegleMetier("pas_d_annee_suivante", annee=source.libelle)
    if cible.etat == "close":
        raise RegleMetier("annee_close", table="cours")
    deja = set(
        session.execute(select(Cours.code).where(Cours.site_id == ctx.site_id, Cours.annee_id == cible.id)).scalars()
    )
    horaires, sans_enseignant, sans_salle = _horaires(session, ctx, deja)
    prevus = []
    for cours, cursus_range, discipline_rangee in session.execute(
        select(Cours, Cursus.archive_a, Discipline.archive_a)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .where(Cours.site_id == ctx.site_id, Cours.annee_id == source.id, Cours.archive_a.is_(None))
        .order_by(Cursus.ordre, Cours.libelle, Cours.code)
    ):
        n = len(horaires[cours.id])
        if cours.code in deja:
            sort, motif = "existe", ""
        elif cursus_range is not None or discipline_rangee is not None:
            sort, motif = "ecarte", "cursus_archive" if cursus_range is not None else "discipline_archivee"
        else:
            sort, motif = "copie", ""
        prevus.append(CoursPrevu(cours.id, cours.libelle, cours.code, n, sort, motif))
    return PlanDuplication(
        source.libelle, cible.libelle, cible.id, tuple(prevus), sans_enseignant, sans_salle
    ), horaires


def _horaires(session: Session, ctx: Contexte, deja: set[str]) -> tuple[defaultdict[int, list[_Horaire]], int, int]:
    """The weekly times that hold to the end of the year, by course; how many lose their teacher or their room."""
    enseignants: defaultdict[int, list[int]] = defaultdict(list)
    partis: set[int] = set()
    for creneau_id, enseignant_id, archive_a in session.execute(
        select(CreneauEnseignant.creneau_id, Enseignant.id, Enseignant.archive_a)
        .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .where(Cours.site_id == ctx.site_id, Cours.annee_id == ctx.annee_id)
        .order_by(CreneauEnseignant.id)
    ):
        if archive_a is None:
            enseignants[creneau_id].append(enseignant_id)
        else:
            partis.add(creneau_id)
    horaires: defaultdict[int, list[_Horaire]] = defaultdict(list)
    sans_enseignant = sans_salle = 0
    for creneau, code, salle_rangee, capacite in session.execute(
        select(Creneau, Cours.code, Salle.archive_a, func.coalesce(Occupation.capacite, 0))
        .join(Cours, Cours.id == Creneau.cours_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(Occupation, Occupation.creneau_id == Creneau.id)
        .where(
            Cours.site_id == ctx.site_id, Cours.annee_id == ctx.annee_id, Creneau.archive_a.is_(None),
            Creneau.au_le.is_(None),
        )
        .order_by(Creneau.jour, Creneau.debut, Creneau.id)
    ):  # fmt: skip
        siens = tuple(enseignants[creneau.id])
        salle_id = creneau.salle_id if salle_rangee is None else None
        horaires[creneau.cours_id].append(_Horaire(creneau, capacite, siens, salle_id))
        if code not in deja:
            sans_enseignant += creneau.id in partis and not siens
            sans_salle += salle_rangee is not None
    return horaires, sans_enseignant, sans_salle


def _copier_horaire(unite: Unite, cours_id: int, horaire: _Horaire) -> None:
    ancien = horaire.creneau
    copie = Creneau(
        cours_id=cours_id, jour=ancien.jour, debut=ancien.debut, duree_min=ancien.duree_min,
        passage_min=ancien.passage_min, salle_id=horaire.salle_id,
    )  # fmt: skip
    unite.session.add(copie)
    unite.session.flush()
    places.definir_capacite(unite, copie.id, horaire.capacite)
    unite.session.add_all(CreneauEnseignant(creneau_id=copie.id, enseignant_id=ident) for ident in horaire.enseignants)
