"""The counter summary: one page on a family while it stands there, in eight statements.

What is to settle, the lessons of the week, the pieces of the campaign, the last events, the account, how to reach it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Executable, Integer, Row, String, bindparam, false, func, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Adresse,
    Affectation,
    Annee,
    Brouillon,
    Campagne,
    Cours,
    Creneau,
    CreneauEnseignant,
    Dossier,
    DossierEleve,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Lien,
    Message,
    Personne,
    Quotient,
    Reglement,
    Salle,
    Site,
    StatutResidence,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.cheques_rendus import est_encore_du
from imuse_desk.services.lectures.a_regler import (
    ARegler,
    CompteResume,
    EnfantResume,
    PieceResume,
    attentes_de,
    compte_de,
    lire_manques,
    lire_pieces,
)
from imuse_desk.services.lectures.echanges import Echange, Tenants, derniers_echanges
from imuse_desk.services.lectures.familles import ECRAN, QuotientVu, ecrire_adresse, majeur_dans
from imuse_desk.services.lectures.listes_dossiers import de_l_annee

_CIBLE = aliased(Annee)
_DU_QUOTIENT = aliased(Annee)
_PROF = aliased(Personne)

ECHANGES = 6
TELEPHONES = ("mobile", "tel_domicile", "tel_pro")


@dataclass(frozen=True, slots=True)
class AdulteResume:
    """How to reach an adult of the household; ``telephones`` are (kind, number), the mobile first."""

    personne_id: int
    civilite: str
    prenom: str
    nom: str
    est_responsable_legal: bool
    telephones: tuple[tuple[str, str], ...]
    email: str


@dataclass(frozen=True, slots=True)
class CoursSemaine:
    """A weekly lesson of a child; ``enseignants`` are (id, name)."""

    inscription_id: int
    eleve_id: int
    prenom: str
    cours_id: int
    cours: str
    jour: int | None
    debut: time | None
    duree_min: int | None
    salle: str
    enseignants: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ResumeFamille:
    """The counter summary; no ``quotient`` without the right, no ``compte`` where nothing is known."""

    id: int
    numero: str
    libelle: str
    site_nom: str
    est_modifiable: bool
    archive_a: datetime | None
    adresse: str
    est_confidentielle: bool
    statut: str
    quotient: QuotientVu | None
    annee: str
    annee_reinscription: str
    dossier_id: int | None
    adultes: tuple[AdulteResume, ...]
    enfants: tuple[EnfantResume, ...]
    cours: tuple[CoursSemaine, ...]
    pieces: tuple[PieceResume, ...]
    echanges: tuple[Echange, ...]
    compte: CompteResume | None
    a_regler: tuple[ARegler, ...]


@cas_d_usage(Permission.CONSULTER)
def resume_famille(ctx: Contexte, foyer_id: int) -> ResumeFamille:
    """The page read while the family stands there, in at most eight statements. Raises Introuvable."""
    lit_revenus = ctx.peut(Permission.LIRE_REVENUS)
    with ctx.lire() as session:
        valeurs = {"foyer": foyer_id, "annee": ctx.annee_id, "compte": ctx.compte_id or 0, "objet": str(foyer_id)}
        tete = session.execute(_tete(lit_revenus=lit_revenus), valeurs).first()
        if tete is None:
            raise Introuvable("foyer", foyer_id)
        membres = session.execute(_membres(), {"foyer": foyer_id}).all()
        adultes, enfants = _adultes(membres), _enfants(membres, (tete.debut_le, tete.fin_le))
        cours = _semaine(session, ctx.annee_id, [e.eleve_id for e in enfants])
        pieces = lire_pieces(session, tete.dossier_id)
        manques = lire_manques(session, foyer_id, tete, ctx.aujourdhui())
        echanges = derniers_echanges(
            session, foyer_id, tete.dossier_id, _tenants(membres),
            avec_revenus=lit_revenus, nombre=ECHANGES,
        )  # fmt: skip
    return ResumeFamille(
        id=foyer_id,
        numero=tete.numero,
        libelle=tete.libelle,
        site_nom=tete.site_nom,
        est_modifiable=tete.archive_a is None and Permission.MODIFIER_FAMILLE in ctx.permissions_sur(tete.site_id),
        archive_a=tete.archive_a,
        adresse=ecrire_adresse(tete.Adresse) if tete.Adresse is not None else "",
        est_confidentielle=tete.Adresse is not None and tete.Adresse.est_confidentielle,
        statut=tete.statut or "",
        quotient=_quotient(tete),
        annee=tete.annee or "",
        annee_reinscription=tete.annee_cible or "",
        dossier_id=tete.dossier_id,
        adultes=adultes,
        enfants=enfants,
        cours=cours,
        pieces=pieces,
        echanges=echanges,
        compte=compte_de(tete, manques),
        a_regler=attentes_de(tete, enfants, pieces, manques),
    )


# ---- the head: household, site, address, status, quotient, dossier, draft, letters that wait


@cache
def _tete(*, lit_revenus: bool) -> Executable:
    """The requests are built once: that takes longer than running them."""
    foyer_id: BindParameter[int] = bindparam("foyer", type_=Integer)
    dernier = (
        select(Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(Dossier.foyer_id == foyer_id)
        .order_by(Campagne.ouvre_a.desc())
    )
    statut = (
        select(StatutResidence.id)
        .where(StatutResidence.foyer_id == foyer_id)
        .order_by(StatutResidence.du_le.desc(), StatutResidence.id.desc())
    )
    quotient = (
        select(Quotient.id)
        .join(Annee, Annee.id == Quotient.annee_id)
        .where(Quotient.foyer_id == foyer_id, Quotient.annule_a.is_(None))
        .order_by(Annee.debut_le.desc(), Quotient.id.desc())
    )
    adresse = (
        select(Adresse.id)
        .where(Adresse.foyer_id == foyer_id, Adresse.au_le.is_(None))
        .order_by(Adresse.du_le.desc(), Adresse.id.desc())
    )
    return (
        select(
            Foyer.numero, Foyer.libelle, Foyer.site_id, Foyer.archive_a, Site.nom.label("site_nom"), Adresse,
            StatutResidence.statut, Quotient.centimes, Quotient.genre, Quotient.date_document_le,
            _DU_QUOTIENT.libelle.label("annee_quotient"), Dossier.id.label("dossier_id"), Dossier.prix,
            Campagne.site_id.label("site_campagne"), Campagne.annee_cible_id, Campagne.ferme_a,
            _CIBLE.libelle.label("annee_cible"), _CIBLE.debut_le.label("cible_du"), Annee.libelle.label("annee"),
            Annee.debut_le, Annee.fin_le,
            Brouillon.a.label("brouillon_a"), _courriers(foyer_id, "a_imprimer"), _courriers(foyer_id, "echec"),
            _impayes(foyer_id, func.count()).label("impayes"),
            _impayes(foyer_id, func.sum(-Reglement.montant_centimes)).label("impaye_centimes"),
        )
        .join(Site, Site.id == Foyer.site_id)
        .outerjoin(Annee, Annee.id == bindparam("annee", type_=Integer))
        .outerjoin(Adresse, Adresse.id == adresse.limit(1).scalar_subquery())
        .outerjoin(StatutResidence, StatutResidence.id == statut.limit(1).scalar_subquery())
        .outerjoin(Quotient, Quotient.id == quotient.limit(1).scalar_subquery() if lit_revenus else false())
        .outerjoin(_DU_QUOTIENT, _DU_QUOTIENT.id == Quotient.annee_id)
        .outerjoin(Dossier, Dossier.id == dernier.limit(1).scalar_subquery())
        .outerjoin(Campagne, Campagne.id == Dossier.campagne_id)
        .outerjoin(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
        .outerjoin(
            Brouillon,
            (Brouillon.compte_id == bindparam("compte", type_=Integer))
            & (Brouillon.ecran == ECRAN)
            & (Brouillon.objet == bindparam("objet", type_=String)),
        )
        .where(Foyer.id == foyer_id)
    )  # fmt: skip


def _courriers(foyer_id: BindParameter[int], etat: str) -> Any:
    """How many letters of the household wait in a state."""
    return select(func.count()).where(Message.foyer_id == foyer_id, Message.etat == etat).scalar_subquery().label(etat)


def _impayes(foyer_id: BindParameter[int], quoi: ColumnElement[Any]) -> Any:
    """Of the household's cheques that came back and are still owed."""
    return select(quoi).select_from(Reglement).where(Reglement.foyer_id == foyer_id, est_encore_du()).scalar_subquery()


def _quotient(tete: Row[Any]) -> QuotientVu | None:
    if tete.centimes is None:
        return None
    return QuotientVu(tete.centimes, tete.genre, tete.date_document_le, tete.annee_quotient)


# ---- people


@cache
def _membres() -> Executable:
    """Everybody of the household, adults first; a pupil comes once a campaign, the latest last."""
    return (
        select(
            Personne.id, Personne.civilite, Personne.prenom, Personne.nom, Personne.mobile, Personne.tel_domicile,
            Personne.tel_pro, Personne.email, Personne.naissance_le, Lien.role, Lien.est_responsable_legal,
            Eleve.id.label("eleve_id"), DossierEleve.id.label("reponse_id"), DossierEleve.etat,
            (Dossier.foyer_id == Lien.foyer_id).label("repond_ici"),
        )
        .join(Lien, Lien.personne_id == Personne.id)
        .outerjoin(Eleve, (Eleve.personne_id == Personne.id) & Eleve.archive_a.is_(None))
        .outerjoin(DossierEleve, DossierEleve.eleve_id == Eleve.id)
        .outerjoin(Dossier, Dossier.id == DossierEleve.dossier_id)
        .outerjoin(Campagne, Campagne.id == DossierEleve.campagne_id)
        .where(Lien.foyer_id == bindparam("foyer", type_=Integer), Lien.au_le.is_(None))
        .order_by(Lien.rang, Lien.id, Campagne.ouvre_a)
    )  # fmt: skip


def _adultes(membres: Sequence[Row[Any]]) -> tuple[AdulteResume, ...]:
    vus = {
        m.id: AdulteResume(
            m.id, m.civilite, m.prenom, m.nom, m.est_responsable_legal,
            tuple((genre, numero) for genre in TELEPHONES if (numero := getattr(m, genre))), m.email,
        )
        for m in membres
        if m.role != "enfant"
    }  # fmt: skip
    return tuple(vus.values())


def _enfants(membres: Sequence[Row[Any]], annee: tuple[date | None, date | None]) -> tuple[EnfantResume, ...]:
    nes: dict[int, tuple[date, EnfantResume]] = {}
    for m in membres:
        if m.eleve_id is not None:
            majeur = majeur_dans(m.naissance_le, *annee) if m.role == "enfant" else None
            etat = EtatDossier(m.etat) if m.etat else None
            if etat is not None and not m.repond_ici:
                etat = etat.sans_les_pieces  # what the other household brought is its own affair
            enfant = EnfantResume(m.eleve_id, m.prenom, etat, majeur, repond_ici=bool(m.repond_ici))
            nes[m.eleve_id] = (m.naissance_le or date.max, enfant)
    return tuple(enfant for _, enfant in sorted(nes.values(), key=lambda paire: (paire[0], paire[1].eleve_id)))


def _tenants(membres: Sequence[Row[Any]]) -> Tenants:
    eleves = [m for m in membres if m.eleve_id is not None]
    return Tenants(
        adultes=[m.id for m in membres if m.role != "enfant"],
        personnes={m.id: m.prenom for m in eleves if m.role == "enfant"},
        eleves={m.eleve_id: m.prenom for m in eleves},
        reponses={m.reponse_id: m.prenom for m in eleves if m.repond_ici},
    )


@cache
def _cours_suivis() -> Executable:
    eleves: BindParameter[Any] = bindparam("eleves", expanding=True)
    return (
        select(
            Inscription.id, Eleve.id.label("eleve_id"), Personne.prenom, Cours.id.label("cours_id"), Cours.libelle,
            Creneau.jour, Creneau.debut, Creneau.duree_min, Affectation.heure_passage,
            Affectation.duree_min.label("duree"), Salle.nom.label("salle"), Enseignant.id.label("prof_id"), _PROF.nom,
            _PROF.prenom.label("prof_prenom"),
        )
        .join(Eleve, Eleve.id == Inscription.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Cours, Cours.id == Inscription.cours_id)
        .outerjoin(Affectation, (Affectation.inscription_id == Inscription.id) & Affectation.au_le.is_(None))
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(
            Inscription.eleve_id.in_(eleves),
            de_l_annee(bindparam("annee", type_=Integer)),
            Inscription.etat == "active",
        )
        .order_by(Personne.naissance_le, Eleve.id, Creneau.jour, Creneau.debut, Inscription.id)
    )  # fmt: skip


def _semaine(session: Session, annee_id: int, eleves: list[int]) -> tuple[CoursSemaine, ...]:
    lignes = session.execute(_cours_suivis(), {"eleves": eleves, "annee": annee_id}).all()
    profs: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for x in lignes:
        if x.nom:
            profs[x.id][x.prof_id] = f"{x.prof_prenom[:1]}. {x.nom}" if x.prof_prenom else x.nom
    vus: dict[int, CoursSemaine] = {}
    for x in lignes:
        debut, duree = x.heure_passage or x.debut, x.duree or x.duree_min
        siens = tuple(profs[x.id].items())
        vus.setdefault(
            x.id,
            CoursSemaine(
                x.id, x.eleve_id, x.prenom, x.cours_id, x.libelle, x.jour, debut, duree, x.salle or "", siens
            ),
        )  # fmt: skip
    return tuple(vus.values())
