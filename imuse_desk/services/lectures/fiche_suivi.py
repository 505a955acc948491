"""A pupil in a course, as the tab shows it under its card: averages, opinion, result, equivalences, and the choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.evaluations import Avis, GenreMot
from imuse_desk.domain.notes import ecrire_sur
from imuse_desk.domain.roles import Permission
from imuse_desk.models import AvisEnseignant, Cours, Inscription, Niveau, Resultat
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.suivi.acces import Acces, atteint_tout, exiger_inscription
from imuse_desk.services.suivi.avis import limite_des_avis
from imuse_desk.services.suivi.criteres import bilans, periodes_du_cours
from imuse_desk.services.suivi.resultats import Mot, mots_du_site


@dataclass(frozen=True, slots=True)
class MoyenneVue:
    """The average of a period: ``4,86 / 5,00``, its letter and mention."""

    periode: str
    moyenne: str
    lettre: str
    mention: str


@dataclass(frozen=True, slots=True)
class AvisVu:
    """The opinion as it stands; ``version`` 0 where nobody gave one."""

    version: int = 0
    avis: Avis | None = None
    commentaire: str = ""
    niveau_propose_id: int | None = None
    presente_examen: bool | None = None
    par: str = ""
    a: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResultatVu:
    """The result as it stands; ``version`` 0 where there is none."""

    version: int = 0
    le: date | None = None
    resultat: str = ""
    mention: str = ""
    admission: str = ""
    lettre: str = ""
    niveau_propose_id: int | None = None
    par: str = ""


@dataclass(frozen=True, slots=True)
class EquivalenceVue:
    """A result of another house."""

    resultat_id: int
    version: int
    etablissement: str
    discipline: str
    le: date
    resultat: str
    mention: str
    lettre: str


@dataclass(frozen=True, slots=True)
class FicheSuivi:
    """Everything under the card; ``peut_aviser`` and ``peut_noter`` say what this person may write.

    ``niveaux`` are those of the cursus, ``mots`` those of the site by list.
    """

    inscription_id: int
    eleve_id: int
    moyennes: tuple[MoyenneVue, ...]
    avis: AvisVu
    limite: date
    peut_aviser: bool
    resultat: ResultatVu
    peut_noter: bool
    equivalences: tuple[EquivalenceVue, ...]
    niveaux: tuple[tuple[int, str], ...]
    mots: Mapping[GenreMot, tuple[Mot, ...]]


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_fiche_suivi(ctx: Contexte, inscription_id: int) -> FicheSuivi:
    """Read an enrolment; a teacher reads his own pupils'. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        acces = exiger_inscription(ctx, session, inscription_id, permission=Permission.CONSULTER_SES_ELEVES)
        inscription = session.get_one(Inscription, inscription_id)
        limite = limite_des_avis(session, acces.site_id, acces.annee_id)
        est_du_bureau = atteint_tout(ctx, acces.site_id, Permission.NOTER)
        peut = Permission.NOTER in ctx.permissions_sur(acces.site_id)
        return FicheSuivi(
            inscription_id=inscription_id,
            eleve_id=inscription.eleve_id,
            moyennes=_moyennes(session, inscription, acces),
            avis=_avis(session, inscription_id),
            limite=limite,
            peut_aviser=est_du_bureau or (peut and ctx.aujourdhui() <= limite),
            resultat=_resultat(session, inscription_id),
            peut_noter=est_du_bureau,
            equivalences=_equivalences(session, inscription.eleve_id) if est_du_bureau else (),
            niveaux=_niveaux(session, acces.cours_id),
            mots=mots_du_site(session, acces.site_id),
        )


def _moyennes(session: Session, inscription: Inscription, acces: Acces) -> tuple[MoyenneVue, ...]:
    vues = []
    for periode in periodes_du_cours(session, acces.cours_id):
        bilan = bilans(session, [inscription.id], periode.id)[inscription.id]
        if bilan.moyenne is not None and bilan.echelle is not None:
            valeur = bilan.valeur
            vues.append(
                MoyenneVue(
                    periode.libelle, ecrire_sur(bilan.moyenne, bilan.echelle), valeur.code if valeur else "",
                    valeur.libelle if valeur else "",
                )
            )  # fmt: skip
    return tuple(vues)


def _avis(session: Session, inscription_id: int) -> AvisVu:
    lu = session.scalars(select(AvisEnseignant).where(AvisEnseignant.inscription_id == inscription_id)).one_or_none()
    if lu is None:
        return AvisVu()
    avis = Avis(lu.avis) if lu.avis else None
    return AvisVu(lu.version, avis, lu.commentaire, lu.niveau_propose_id, lu.presente_examen, lu.par, lu.a)


def _resultat(session: Session, inscription_id: int) -> ResultatVu:
    lu = session.scalars(select(Resultat).where(Resultat.inscription_id == inscription_id)).one_or_none()
    if lu is None:
        return ResultatVu()
    return ResultatVu(lu.version, lu.le, lu.resultat, lu.mention, lu.admission, lu.lettre, lu.niveau_propose_id, lu.par)


def _equivalences(session: Session, eleve_id: int) -> tuple[EquivalenceVue, ...]:
    lues: Sequence[Any] = session.execute(
        select(
            Resultat.id, Resultat.version, Resultat.etablissement, Resultat.discipline, Resultat.le, Resultat.resultat,
            Resultat.mention, Resultat.lettre,
        )
        .where(Resultat.eleve_id == eleve_id, Resultat.inscription_id.is_(None))
        .order_by(Resultat.le.desc(), Resultat.id)
    ).all()  # fmt: skip
    return tuple(EquivalenceVue(*ligne) for ligne in lues)


def _niveaux(session: Session, cours_id: int) -> tuple[tuple[int, str], ...]:
    lus = session.execute(
        select(Niveau.id, Niveau.libelle)
        .join(Cours, Cours.cursus_id == Niveau.cursus_id)
        .where(Cours.id == cours_id, Niveau.archive_a.is_(None))
        .order_by(Niveau.ordre, Niveau.cycle, Niveau.annee, Niveau.libelle)
    )
    return tuple((ident, libelle) for ident, libelle in lus)
