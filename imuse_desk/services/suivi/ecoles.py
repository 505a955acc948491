"""The partner schools of a site: which of their pupils have adapted hours here, what these missed, their bulletins.

A school is told of its own pupils, and of the courses with adapted hours alone: the lessons missed and whether somebody
justified them, never why. Nothing of the families, no amount.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.bulletins import Ordre
from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.presences import GenreCode
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Absence,
    Annee,
    Bulletin,
    CopieEcole,
    Cours,
    Ecole,
    Eleve,
    Inscription,
    Personne,
    Presence,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import est_adresse
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.suivi.bulletins import lire_periodes_du_site
from imuse_desk.services.suivi.compteurs import a_eu_lieu, codes_du_genre, jour_tenu
from imuse_desk.services.suivi.criteres import periode_du_jour
from imuse_desk.services.suivi.lecons import lecons_pointees
from imuse_desk.services.suivi.lots import LotPasse, lots_passes
from imuse_desk.services.suivi.papiers_bulletins import retenir


@dataclass(frozen=True, slots=True)
class DemandeCopies:
    """The days whose absences are told, both included, and the period whose bulletins are joined (None: none)."""

    du_le: date
    au_le: date
    periode_id: int | None = None


@dataclass(frozen=True, slots=True)
class AbsenceCopiee:
    """A lesson that a pupil missed, as his school reads it."""

    eleve: str
    classe: str
    a: datetime
    cours: str
    est_justifiee: bool


@dataclass(frozen=True, slots=True)
class EcoleVue:
    """A school and what it would be sent; ``courriel`` empty: by letter, where ``a_une_adresse``.

    ``derniere`` is the last day that it was told of.
    """

    ecole_id: int
    nom: str
    voie: str
    ville: str
    partenariats: tuple[str, ...]
    eleves: tuple[str, ...]
    absences: tuple[AbsenceCopiee, ...]
    bulletins: tuple[int, ...]
    courriel: str
    derniere: date | None

    @property
    def a_une_adresse(self) -> bool:
        """A letter would reach it."""
        return bool(self.voie and self.ville)

    def canal(self, voulu: Canal) -> Canal | None:
        """How it is written to; None: it cannot be."""
        if voulu is Canal.COURRIEL and self.courriel:
            return Canal.COURRIEL
        return Canal.LETTRE if self.a_une_adresse else None

    @property
    def est_a_informer(self) -> bool:
        """There is something to tell."""
        return bool(self.absences or self.bulletins)


@dataclass(frozen=True, slots=True)
class ApercuCopies:
    """Each school with pupils here, by name; pupils whose school is not in the list; the acts before."""

    demande: DemandeCopies
    est_regle: bool
    ecoles: tuple[EcoleVue, ...]
    sans_ecole: tuple[str, ...]
    passes: tuple[LotPasse, ...]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What to ask for first, and the periods of the year, (id, words)."""

    demande: DemandeCopies
    periodes: tuple[tuple[int, str], ...]


@cas_d_usage(Permission.ENVOYER_COURRIER)
def proposer_copies(ctx: Contexte) -> Proposition:
    """From the day after the last one told, else from the beginning of the period; the bulletins that no school got."""
    jour, periodes = ctx.aujourdhui(), lire_periodes_du_site(ctx)
    courante = periode_du_jour(periodes, jour)
    with ctx.lire() as session:
        debut = courante.du_le if courante is not None else session.get_one(Annee, ctx.annee_id).debut_le
        dernieres = _dernieres(session, ctx)
        copies = select(CopieEcole.periode_id).where(
            CopieEcole.site_id == ctx.site_id, CopieEcole.periode_id.is_not(None), CopieEcole.annule_a.is_(None)
        )
        emis = set(
            session.scalars(
                select(Bulletin.periode_id)
                .where(Bulletin.periode_id.in_([p.id for p in periodes]), Bulletin.periode_id.not_in(copies))
                .distinct()
            )
        )
    du_le = max(dernieres.values()) + timedelta(days=1) if dernieres else debut
    attendus = [p.id for p in periodes if p.id in emis]
    demande = DemandeCopies(min(du_le, jour), jour, attendus[-1] if attendus else None)
    return Proposition(demande, tuple((p.id, p.libelle) for p in periodes))


@cas_d_usage(Permission.ENVOYER_COURRIER)
def apercu_copies(ctx: Contexte, demande: DemandeCopies) -> ApercuCopies:
    """What each school would be sent, before anything is. Raises Invalide(au_le, dates_inversees), Introuvable."""
    if demande.au_le < demande.du_le:
        raise Invalide("au_le", "dates_inversees")
    with ctx.lire() as session:
        annuaire = _Annuaire(session)
        eleves, sans = _eleves(session, ctx, demande, annuaire)
        absences = _absences(session, ctx, demande)
        bulletins = _bulletins(session, ctx, demande, annuaire)
        dernieres = _dernieres(session, ctx)
        vues = []
        for ecole_id, siens in eleves.items():
            ecole = annuaire.par_id[ecole_id]
            email = ecole.email if est_adresse(ecole.email) else ""
            siennes = sorted((a for ident in siens for a in absences.get(ident, ())), key=lambda a: (a.a, a.eleve))
            vues.append(
                EcoleVue(
                    ecole_id, ecole.nom, ecole.voie, f"{ecole.cp} {ecole.ville}".strip(), tuple(ecole.partenariats),
                    tuple(siens.values()), tuple(siennes), tuple(bulletins[ecole_id]), email, dernieres.get(ecole_id),
                )
            )  # fmt: skip
        est_regle = smtp_en_vigueur(session) is not None
        passes = lots_passes(session, ctx, CopieEcole)
    return ApercuCopies(demande, est_regle, tuple(sorted(vues, key=lambda v: (plier(v.nom), v.ville))), sans, passes)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def compter_copies(ctx: Contexte) -> int:
    """How many schools there is something to tell, as proposed."""
    return sum(ecole.est_a_informer for ecole in apercu_copies(ctx, proposer_copies(ctx).demande).ecoles)


class _Annuaire:
    """The schools of the list, found by the name that a pupil's card bears."""

    def __init__(self, session: Session) -> None:
        self.par_id = {e.id: e for e in session.scalars(select(Ecole).where(Ecole.archive_a.is_(None)))}
        self._par_nom: defaultdict[str, list[Ecole]] = defaultdict(list)
        for ecole in self.par_id.values():
            self._par_nom[ecole.cle].append(ecole)

    def trouver(self, nom: str) -> int | None:
        """The school of this name; of several, the only partner; None where it cannot be told."""
        trouvees = self._par_nom.get(plier(nom)[:120], [])
        if len(trouvees) > 1:
            trouvees = [e for e in trouvees if e.partenariats]
        return trouvees[0].id if len(trouvees) == 1 else None


def _amenagees(ctx: Contexte, demande: DemandeCopies) -> Any:
    """Enrolments in courses with adapted hours that held at some time of these days."""
    suivie = or_(Inscription.etat != EtatInscription.ARRETEE, Inscription.au_le >= demande.du_le)
    return and_(Inscription.annee_id == ctx.annee_id, Inscription.site_id == ctx.site_id, Cours.ha != "", suivie)


def _eleves(
    session: Session, ctx: Contexte, demande: DemandeCopies, annuaire: _Annuaire
) -> tuple[dict[int, dict[int, str]], tuple[str, ...]]:
    """The pupils of each school, by name, and those of none."""
    requete = (
        select(Eleve.id, Eleve.etablissement_scolaire, Personne.prenom, Personne.nom, Personne.cle)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Inscription, Inscription.eleve_id == Eleve.id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .where(_amenagees(ctx, demande))
        .distinct()
        .order_by(Personne.cle, Eleve.id)
    )
    siens: defaultdict[int, dict[int, str]] = defaultdict(dict)
    sans = []
    for ident, ecole, prenom, nom, _ in session.execute(requete):
        qui = f"{prenom} {nom}".strip()
        ecole_id = annuaire.trouver(ecole)
        if ecole_id is None:
            sans.append(qui)
        else:
            siens[ecole_id][ident] = qui
    return siens, tuple(sans)


def _absences(session: Session, ctx: Contexte, demande: DemandeCopies) -> dict[int, list[AbsenceCopiee]]:
    """The lessons with adapted hours that each pupil missed."""
    absents, excuses = (codes_du_genre(session, g)[ctx.site_id] for g in (GenreCode.ABSENT, GenreCode.EXCUSE))
    jour = jour_tenu()
    lues = list(
        lecons_pointees(
            session, _amenagees(ctx, demande), Presence.code.in_(sorted(absents | excuses)), a_eu_lieu(),
            jour >= demande.du_le, jour <= demande.au_le,
        )
    )  # fmt: skip
    dites = {x.presence.absence_id for x in lues if x.presence.absence_id is not None}
    justes = {
        a.id for a in session.scalars(select(Absence).where(Absence.id.in_(dites)))
        if a.est_justifiee and a.annulee_a is None
    }  # fmt: skip
    noms = {
        ident: (f"{prenom} {nom}".strip(), classe)
        for ident, prenom, nom, classe in session.execute(
            select(Eleve.id, Personne.prenom, Personne.nom, Eleve.niveau_scolaire)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(Eleve.id.in_({x.inscription.eleve_id for x in lues}))
        )
    }
    par_eleve: defaultdict[int, list[AbsenceCopiee]] = defaultdict(list)
    for x in lues:
        est_juste = x.presence.code in excuses or x.presence.absence_id in justes
        ident = x.inscription.eleve_id
        par_eleve[ident].append(AbsenceCopiee(*noms[ident], x.debut, x.cours, est_juste))
    return par_eleve


def _bulletins(
    session: Session, ctx: Contexte, demande: DemandeCopies, annuaire: _Annuaire
) -> Mapping[int, list[int]]:  # fmt: skip
    """The last bulletin issued of each pupil with adapted hours, by school then name."""
    siens: defaultdict[int, list[int]] = defaultdict(list)
    if demande.periode_id is not None:
        for retenu in retenir(session, ctx, demande.periode_id, Ordre.NOM):
            ecole_id = annuaire.trouver(retenu.ecole) if retenu.ecole else None
            if ecole_id is not None:
                siens[ecole_id].append(retenu.bulletin_id)
    return siens


def _dernieres(session: Session, ctx: Contexte) -> dict[int, date]:
    c = CopieEcole
    requete = (
        select(c.ecole_id, func.max(c.au_le))
        .where(c.site_id == ctx.site_id, c.annee_id == ctx.annee_id, c.annule_a.is_(None))
        .group_by(c.ecole_id)
    )
    return dict(iter(session.execute(requete)))
