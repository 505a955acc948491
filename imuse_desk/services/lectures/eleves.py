"""Pupils read: the list by ids and pages, a pupil's card, and what a teacher sees of his own pupils."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.dates import age
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Adresse,
    Affectation,
    Annee,
    Brouillon,
    Campagne,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    DossierEleve,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Lien,
    Niveau,
    Personne,
    Salle,
    Terme,
)
from imuse_desk.services import fiche_eleve as fiche
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.fiche_eleve import SaisieEleve
from imuse_desk.services.lectures.familles import ecrire_adresse, majeur_dans
from imuse_desk.services.lectures.listes_dossiers import Filtre, ListeIds, mots_dans, par_terme, sans_reponse
from imuse_desk.services.suivi.acces import ses_creneaux

_CIBLE = aliased(Annee)
_PROF = aliased(Personne)
_AUTRE = aliased(Affectation)

ECRAN = "eleve"
INSCRITS, SANS_REPONSE, ARCHIVES = "inscrits", "sans_reponse", "archives"


@dataclass(frozen=True, slots=True)
class LigneEleve:
    """A row of the list."""

    id: int
    nom: str
    prenom: str
    naissance_le: date | None
    est_archive: bool


@dataclass(frozen=True, slots=True)
class CoursSuivi:
    """A course followed: the manual's columns, its year, and whether the enrolment is active."""

    inscription_id: int
    cours_id: int
    annee_id: int
    annee: str
    cours: str
    cursus: str
    ha: str
    enseignant: str
    cycle: str
    etat: str
    salle: str
    jour: int | None
    debut: time | None
    duree_min: int | None


@dataclass(frozen=True, slots=True)
class FoyerDeLEleve:
    """A household of the pupil: its adults' names and contacts, its address, its pupils in order.

    A confidential address is absent where the pupil has another household: his card is read by both.
    """

    foyer_id: int
    libelle: str
    numero: str
    site_id: int
    responsables: str
    telephone: str
    email: str
    adresse: str
    est_confidentiel: bool
    fratrie: tuple[tuple[int, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class IdentiteEleve:
    """What a card says of a pupil without his courses: the form, and the households in order."""

    saisie: SaisieEleve
    foyers: tuple[FoyerDeLEleve, ...]


@dataclass(frozen=True, slots=True)
class FicheEleve:
    """A pupil's card. ``saisie`` is the form, ``version`` goes back with it; ``cours`` holds every year."""

    id: int
    personne_id: int
    saisie: SaisieEleve
    version: str
    modifie_a: datetime | None
    modifie_par: str
    archive_a: datetime | None
    est_modifiable: bool
    est_responsable: bool
    age: int | None
    majeur_le: date | None
    foyers: tuple[FoyerDeLEleve, ...]
    cours: tuple[CoursSuivi, ...]
    etat: EtatDossier | None
    annee: str
    annee_reinscription: str
    brouillon: Any
    brouillon_a: datetime | None

    def foyer(self, courant: int | None) -> FoyerDeLEleve | None:
        """The household that the card speaks of: the current one where it is the pupil's, else the main one."""
        return next((f for f in self.foyers if f.foyer_id == courant), self.foyers[0] if self.foyers else None)


@dataclass(frozen=True, slots=True)
class EleveEnseignant:
    """What a teacher sees of a pupil."""

    id: int
    nom: str
    prenom: str
    age: int | None
    alerte: str
    tel_urgence: str


# ---- the list


@cas_d_usage(Permission.CONSULTER)
def lister_eleves(ctx: Contexte, filtre: Filtre = Filtre()) -> ListeIds:  # noqa: B008  frozen default
    """Ids of the pupils in the order shown: those of the site's households, or with a text those of the network."""
    archives = ARCHIVES in filtre.pastilles
    conditions: list[ColumnElement[bool]] = [Eleve.archive_a.is_not(None) if archives else Eleve.archive_a.is_(None)]
    conditions += [_PASTILLES[p](ctx) for p in filtre.pastilles if p in _PASTILLES]
    du_site = Eleve.personne_id.in_(
        select(Lien.personne_id)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .where(Lien.au_le.is_(None), Foyer.site_id == ctx.site_id)
    )
    a_un_texte = bool(filtre.texte.strip())
    if a_un_texte:
        conditions.append(_texte(filtre.texte))
    elif not _PASTILLES.keys() & set(filtre.pastilles):  # the pills speak of the site's courses already
        conditions.append(du_site)
    colonne: Any = Personne.naissance_le if filtre.tri == "naissance" else Personne.cle + ""  # sorting beats the index
    ordre: list[Any] = [colonne.asc(), Eleve.id] if filtre.est_croissant else [colonne.desc(), Eleve.id.desc()]
    if a_un_texte:
        ordre.insert(0, cast(~_est_du_site(ctx) if len(plier(filtre.texte)) > 1 else ~du_site, Integer))
    requete = select(Eleve.id).join(Personne, Personne.id == Eleve.personne_id).where(*conditions).order_by(*ordre)
    with ctx.lire() as session:
        ids = list(session.execute(requete).scalars())
        if not filtre.pastilles and not a_un_texte:
            return ListeIds(ids, len(ids))
        if filtre.total is not None:
            return ListeIds(ids, filtre.total)
        total = select(func.count()).select_from(Eleve).where(Eleve.archive_a.is_(None), du_site)
        return ListeIds(ids, session.execute(total).scalar_one())


def _est_du_site(ctx: Contexte) -> ColumnElement[bool]:
    """The same condition asked of each pupil found: faster than the list of the site's own when few are."""
    return (
        select(Lien.id)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .where(Lien.personne_id == Eleve.personne_id, Lien.au_le.is_(None), Foyer.site_id == ctx.site_id)
        .exists()
    )


def _texte(saisie: str) -> ColumnElement[bool]:
    mots = mots_dans(Personne.cle, saisie)
    du_nom = mots[0]
    for mot in mots[1:]:
        du_nom &= mot
    return or_(du_nom, Eleve.id.in_(select(Terme.objet_id).where(par_terme("eleve", saisie))))


def _inscrits(ctx: Contexte) -> ColumnElement[bool]:
    return Eleve.id.in_(
        select(Inscription.eleve_id).where(
            Inscription.annee_id == ctx.annee_id, Inscription.site_id == ctx.site_id, Inscription.etat == "active"
        )
    )


_PASTILLES = {INSCRITS: _inscrits, SANS_REPONSE: sans_reponse}


@cas_d_usage(Permission.CONSULTER)
def lire_lignes_eleves(ctx: Contexte, ids: Sequence[int]) -> tuple[LigneEleve, ...]:
    """Rows of a page of the list, in one statement."""
    with ctx.lire() as session:
        lignes = session.execute(
            select(Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le, Eleve.archive_a)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(Eleve.id.in_(ids))
        ).all()
    par_id = {r.id: LigneEleve(r.id, r.nom, r.prenom, r.naissance_le, r.archive_a is not None) for r in lignes}
    return tuple(par_id[i] for i in ids if i in par_id)


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lister_mes_eleves(ctx: Contexte) -> tuple[EleveEnseignant, ...]:
    """A teacher's own pupils of the year consulted: name, age, alert, emergency phone, and nothing else."""
    jour = ctx.aujourdhui()
    requete = (
        select(Eleve.id, Personne.nom, Personne.prenom, Personne.naissance_le, Eleve.alerte, Eleve.tel_urgence)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(Eleve.id.in_(ids_de_ses_eleves(ctx)))
        .order_by(Personne.cle, Eleve.id)
    )
    with ctx.lire() as session:
        return tuple(
            EleveEnseignant(r.id, r.nom, r.prenom, age(r.naissance_le, jour) if r.naissance_le else None, r.alerte,
                            r.tel_urgence)
            for r in session.execute(requete)
        )  # fmt: skip


def ids_de_ses_eleves(ctx: Contexte) -> Any:
    """Pupils who have a weekly time with the teacher behind the account, in the year consulted."""
    return (
        select(Inscription.eleve_id)
        .join(Affectation, (Affectation.inscription_id == Inscription.id) & Affectation.au_le.is_(None))
        .where(Affectation.creneau_id.in_(ses_creneaux(ctx)))
        .where(Inscription.annee_id == ctx.annee_id, Inscription.etat == "active")
    )


# ---- the card


@cas_d_usage(Permission.CONSULTER)
def ouvrir_eleve(ctx: Contexte, eleve_id: int) -> FicheEleve:
    """Everything that the card shows, in at most eight statements. Raises Introuvable."""
    jour = ctx.aujourdhui()
    with ctx.lire() as session:
        etat = fiche.charger(session, eleve_id)
        chez = [lien.foyer_id for lien in etat.liens]
        foyers = _foyers(_lignes_des_foyers(session, chez), chez)
        annee, brouillon, brouillon_a, reponse, cible = _contexte_de(session, ctx, eleve_id)
        modifie_a, modifie_par = etat.modification
        naissance = etat.personne.naissance_le
        site = foyers[0].site_id if foyers else ctx.site_id
        return FicheEleve(
            id=eleve_id,
            personne_id=etat.personne.id,
            saisie=fiche.saisie_de(etat),
            version=etat.version,
            modifie_a=modifie_a,
            modifie_par=modifie_par,
            archive_a=etat.eleve.archive_a,
            est_modifiable=etat.eleve.archive_a is None and Permission.MODIFIER_FAMILLE in ctx.permissions_sur(site),
            est_responsable=any(lien.role != "enfant" for lien in etat.liens),
            age=age(naissance, jour) if naissance else None,
            majeur_le=majeur_dans(naissance, annee.debut_le, annee.fin_le) if annee else None,
            foyers=foyers,
            cours=_cours(session, eleve_id),
            etat=reponse,
            annee=annee.libelle if annee else "",
            annee_reinscription=cible,
            brouillon=brouillon,
            brouillon_a=brouillon_a,
        )


@cas_d_usage(Permission.CONSULTER)
def lire_identites(ctx: Contexte, ids: Sequence[int]) -> dict[int, IdentiteEleve]:
    """What the cards of any number of pupils say of them and of their households, in five statements."""
    with ctx.lire() as session:
        etats = fiche.charger_plusieurs(session, ids)
        des_foyers = _lignes_des_foyers(session, {lien.foyer_id for e in etats.values() for lien in e.liens})
        return {
            ident: IdentiteEleve(fiche.saisie_de(etat), _foyers(des_foyers, [lien.foyer_id for lien in etat.liens]))
            for ident, etat in etats.items()
        }


def _contexte_de(session: Session, ctx: Contexte, eleve_id: int) -> tuple[Any, Any, Any, EtatDossier | None, str]:
    """The year consulted, the draft, and the latest answer to a campaign."""
    ligne = session.execute(
        select(Annee, Brouillon.contenu, Brouillon.a, DossierEleve.etat, _CIBLE.libelle)
        .select_from(Annee)
        .outerjoin(
            Brouillon,
            (Brouillon.compte_id == (ctx.compte_id or 0))
            & (Brouillon.ecran == ECRAN)
            & (Brouillon.objet == str(eleve_id)),
        )
        .outerjoin(DossierEleve, DossierEleve.eleve_id == eleve_id)
        .outerjoin(Campagne, Campagne.id == DossierEleve.campagne_id)
        .outerjoin(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
        .where(Annee.id == ctx.annee_id)
        .order_by(Campagne.ouvre_a.desc())
        .limit(1)
    ).first()
    if ligne is None:
        return None, None, None, None, ""
    return ligne[0], ligne[1], ligne[2], EtatDossier(ligne[3]) if ligne[3] else None, ligne[4] or ""


def _lignes_des_foyers(session: Session, ids: Collection[int]) -> Mapping[int, list[Any]]:
    """Households with their address, adults and pupils, in one statement."""
    lignes = session.execute(
        select(Foyer, Adresse, Lien, Personne, Eleve.id, Eleve.archive_a)
        .outerjoin(Adresse, (Adresse.foyer_id == Foyer.id) & Adresse.au_le.is_(None))
        .join(Lien, (Lien.foyer_id == Foyer.id) & Lien.au_le.is_(None))
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, Eleve.personne_id == Personne.id)
        .where(Foyer.id.in_(ids))
        .order_by(Lien.rang, Personne.naissance_le, Eleve.id, Lien.id)
    ).all()
    par_foyer: defaultdict[int, list[Any]] = defaultdict(list)
    for ligne in lignes:
        par_foyer[ligne[0].id].append(ligne)
    return par_foyer


def _foyers(lignes: Mapping[int, list[Any]], ids: Sequence[int]) -> tuple[FoyerDeLEleve, ...]:
    """A pupil's households in order."""
    siens = [lignes[ident] for ident in ids if ident in lignes]
    return tuple(_foyer(rangees, est_seul=len(siens) == 1) for rangees in siens)


def _foyer(lignes: list[Any], *, est_seul: bool) -> FoyerDeLEleve:
    foyer, adresse = lignes[0][0], lignes[0][1]
    adultes = {ligne[3].id: ligne[3] for ligne in lignes if ligne[2].role != "enfant"}
    pupilles = sorted(
        {(x[3].naissance_le or date.max, x[4], f"{x[3].prenom} {x[3].nom}") for x in lignes if x[4] and not x[5]}
    )
    tete = next(iter(adultes.values()), None)
    confidentiel = bool(adresse is not None and adresse.est_confidentielle)
    return FoyerDeLEleve(
        foyer_id=foyer.id,
        libelle=foyer.libelle,
        numero=foyer.numero,
        site_id=foyer.site_id,
        responsables=", ".join(f"{p.prenom} {p.nom}".strip() for p in adultes.values()),
        telephone=(tete.mobile or tete.tel_domicile or tete.tel_pro) if tete else "",
        email=tete.email if tete else "",
        adresse=ecrire_adresse(adresse) if adresse is not None and (est_seul or not confidentiel) else "",
        est_confidentiel=confidentiel,
        fratrie=tuple((ident, nom) for _, ident, nom in pupilles),
    )


def _cours(session: Session, eleve_id: int) -> tuple[CoursSuivi, ...]:
    """Courses of every year, newest year first, each with its last weekly time."""
    lignes = session.execute(
        select(
            Inscription.id, Inscription.etat, Cours.id.label("cours_id"), Cours.libelle, Cours.ha,
            Annee.id.label("annee_id"), Annee.libelle.label("annee"), Cursus.libelle.label("cursus"),
            Niveau.libelle.label("cycle"), Salle.nom.label("salle"), Creneau.jour, Creneau.debut, Creneau.duree_min,
            Affectation.heure_passage, Affectation.duree_min.label("duree"), _PROF.nom, _PROF.prenom,
        )
        .join(Cours, Cours.id == Inscription.cours_id)
        .join(Annee, Annee.id == Inscription.annee_id)
        .join(Cursus, Cursus.id == Cours.cursus_id)
        .outerjoin(Niveau, Niveau.id == Inscription.niveau_id)
        .outerjoin(Affectation, Affectation.id == derniere_affectation())
        .outerjoin(Creneau, Creneau.id == Affectation.creneau_id)
        .outerjoin(Salle, Salle.id == Creneau.salle_id)
        .outerjoin(CreneauEnseignant, CreneauEnseignant.creneau_id == Creneau.id)
        .outerjoin(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .outerjoin(_PROF, _PROF.id == Enseignant.personne_id)
        .where(Inscription.eleve_id == eleve_id)
        .order_by(Annee.debut_le.desc(), Cursus.ordre, Inscription.id, CreneauEnseignant.id)
    ).all()  # fmt: skip
    profs: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for x in lignes:
        if x.nom:
            profs[x.id][f"{x.prenom[:1]}. {x.nom}" if x.prenom else x.nom] = None
    vus: dict[int, CoursSuivi] = {}
    for x in lignes:
        vus.setdefault(
            x.id,
            CoursSuivi(
                x.id, x.cours_id, x.annee_id, x.annee, x.libelle, x.cursus, x.ha, ", ".join(profs[x.id]),
                x.cycle or "", x.etat, x.salle or "", x.jour, x.heure_passage or x.debut, x.duree or x.duree_min,
            ),
        )  # fmt: skip
    return tuple(vus.values())


def derniere_affectation() -> ScalarSelect[int]:
    """The newest weekly time given to an enrolment, closed or not, inside a select of enrolments."""
    return (
        select(_AUTRE.id)
        .where(_AUTRE.inscription_id == Inscription.id)
        .order_by(_AUTRE.du_le.desc(), _AUTRE.id.desc())
        .limit(1)
        .correlate(Inscription)
        .scalar_subquery()
    )


def fin_de_cours(debut: time, duree_min: int) -> time:
    """End of a lesson on the wall clock."""
    return (datetime.combine(date.min, debut) + timedelta(minutes=duree_min)).time()
