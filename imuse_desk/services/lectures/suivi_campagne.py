"""Where the pupils of a campaign stand: who has not answered, what is missing, whom to call; by ids and pages.

The pills of the filter are states, ``pieces``, ``enseignant:12`` and ``cours:34``: states add up, the others narrow.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.domain.feuille import Valeur
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.models import (
    Affectation,
    Campagne,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Dossier,
    DossierEleve,
    Eleve,
    Enseignant,
    Foyer,
    Inscription,
    Message,
    Personne,
    PieceExigee,
    PieceRecue,
    Terme,
    TypePiece,
)
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.coordonnees import adultes_des_foyers
from imuse_desk.services.lectures.listes_dossiers import (
    Filtre,
    ListeIds,
    campagne_du_site,
    de_l_annee,
    mots_dans,
    par_terme,
)
from imuse_desk.services.lectures.listes_typees import PEU, SourceListe, Valeurs
from imuse_desk.services.lectures.valeurs_eleves import valeurs_eleves

PIECES, ENSEIGNANT, COURS = "pieces", "enseignant:", "cours:"
GENRE_RELANCE = "relance"
"""The kind of the messages that remind."""
GENRE_PIECES = "pieces"
"""The kind of those that list the pieces to bring."""
_ETATS = frozenset(EtatDossier)
_PROPRES = frozenset({"famille", "numero", "cours", "enseignant", "telephone", "email", "pieces", "relance"})


@dataclass(frozen=True, slots=True)
class LigneSuivi:
    """A pupil of the campaign; phones and e-mails are those of the household that answers for him."""

    id: int
    nom: str
    prenom: str
    etat: EtatDossier
    dossier_id: int
    cours: str
    enseignants: str
    telephones: str
    courriels: str
    pieces: str
    relance_le: date | None


@dataclass(frozen=True, slots=True)
class ChoixSuivi:
    """What the list may be narrowed to, (id, words): who teaches the pupils of the campaign, and what."""

    enseignants: tuple[tuple[int, str], ...] = ()
    cours: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ComptesSuivi:
    """How many pupils stand in each state under the filter without its states, and how many owe pieces."""

    etats: dict[EtatDossier, int] = field(default_factory=lambda: dict.fromkeys(EtatDossier, 0))
    pieces: int = 0


@cas_d_usage(Permission.CONSULTER)
def lister_suivi(ctx: Contexte, filtre: Filtre = Filtre()) -> ListeIds:  # noqa: B008  frozen default
    """Ids of the pupils of the site's newest campaign, in the order shown."""
    colonne: Any = {"famille": Foyer.cle + "", "etat": DossierEleve.etat + ""}.get(filtre.tri, Personne.cle + "")
    with ctx.lire() as session:
        campagne_id, annee_id = campagne_suivie(session, ctx.site_id)
        requete = (
            _requete(select(DossierEleve.eleve_id), campagne_id, _conditions(filtre, annee_id))
            .join(Eleve, Eleve.id == DossierEleve.eleve_id)
            .join(Personne, Personne.id == Eleve.personne_id)
        )
        ordre = (colonne, Personne.cle + "", DossierEleve.eleve_id)
        requete = requete.order_by(*(c.asc() if filtre.est_croissant else c.desc() for c in ordre))
        if filtre.tri == "famille":
            requete = requete.join(Foyer, Foyer.id == Dossier.foyer_id)
        ids = list(session.execute(requete).scalars())
        if filtre.total is not None:
            return ListeIds(ids, filtre.total)
        total = select(func.count()).where(DossierEleve.campagne_id == campagne_id)
        return ListeIds(ids, session.execute(total).scalar_one())


@cas_d_usage(Permission.CONSULTER)
def compter_suivi(ctx: Contexte, filtre: Filtre = Filtre()) -> ComptesSuivi:  # noqa: B008  frozen default
    """What each pill would show, the text, the teacher and the course kept."""
    sans_etats = Filtre(filtre.texte, tuple(p for p in filtre.pastilles if p not in _ETATS and p != PIECES))
    comptes = ComptesSuivi()
    with ctx.lire() as session:
        campagne_id, annee_id = campagne_suivie(session, ctx.site_id)
        conditions = _conditions(sans_etats, annee_id)
        par_etat = _requete(select(DossierEleve.etat, func.count()), campagne_id, conditions).group_by(
            DossierEleve.etat
        )
        comptes.etats.update({EtatDossier(etat): n for etat, n in session.execute(par_etat)})
        dus = _requete(select(func.count()), campagne_id, [*conditions, doit_des_pieces()])
        return ComptesSuivi(comptes.etats, session.execute(dus).scalar_one())


@cas_d_usage(Permission.CONSULTER)
def choix_suivi(ctx: Contexte) -> ChoixSuivi:
    """Teachers and courses of the source year at the site, by name."""
    with ctx.lire() as session:
        _, annee_id = campagne_suivie(session, ctx.site_id)
        du_site = and_(Cours.annee_id == annee_id, Cours.site_id == ctx.site_id)
        cours = session.execute(
            select(Cours.id, Cours.libelle, Cursus.libelle.label("cursus"))
            .join(Cursus, Cursus.id == Cours.cursus_id)
            .where(du_site)
            .order_by(Cours.libelle, Cursus.ordre, Cours.id)
        ).all()
        profs = session.execute(
            select(Enseignant.id, Personne.nom, Personne.prenom)
            .join(Personne, Personne.id == Enseignant.personne_id)
            .where(
                Enseignant.id.in_(
                    select(CreneauEnseignant.enseignant_id)
                    .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
                    .join(Cours, Cours.id == Creneau.cours_id)
                    .where(du_site)
                )
            )
            .order_by(Personne.cle, Enseignant.id)
        ).all()
    return ChoixSuivi(
        tuple((r.id, f"{r.nom} {r.prenom}".strip()) for r in profs),
        tuple((r.id, f"{r.libelle} · {r.cursus}") for r in cours),
    )


@cas_d_usage(Permission.CONSULTER)
def lire_lignes_suivi(ctx: Contexte, ids: Sequence[int]) -> tuple[LigneSuivi, ...]:
    """Rows of a page of the list, in its order."""
    with ctx.lire() as session:
        lues = _Lues(session, ctx, ids)
        lignes = session.execute(
            _requete(
                select(
                    DossierEleve.eleve_id, DossierEleve.etat, DossierEleve.dossier_id, Personne.nom, Personne.prenom
                ), lues.campagne_id, []
            )
            .join(Eleve, Eleve.id == DossierEleve.eleve_id)
            .join(Personne, Personne.id == Eleve.personne_id)
            .where(DossierEleve.eleve_id.in_(ids))
        ).all()  # fmt: skip
        propres = {cle: lues.colonne(cle) for cle in ("cours", "enseignant", "telephone", "email", "pieces")}
        relances = lues.relances

    def mots(cle: str, ident: int) -> str:
        return str(propres[cle].get(ident) or "")

    par_id = {
        r.eleve_id: LigneSuivi(
            r.eleve_id, r.nom, r.prenom, EtatDossier(r.etat), r.dossier_id,
            mots("cours", r.eleve_id), mots("enseignant", r.eleve_id), mots("telephone", r.eleve_id),
            mots("email", r.eleve_id), mots("pieces", r.eleve_id), relances.get(r.eleve_id),
        )
        for r in lignes
    }  # fmt: skip
    return tuple(par_id[i] for i in ids if i in par_id)


@cas_d_usage(Permission.CONSULTER)
def valeurs_suivi(ctx: Contexte, ids: Sequence[int], cles: Sequence[str]) -> Valeurs:
    """The values of these columns, by pupil. KeyError on a column that the list does not have."""
    with ctx.lire() as session:
        lues = _Lues(session, ctx, ids)
        propres = {cle: lues.colonne(cle) for cle in cles if cle in _PROPRES}
    autres = [cle for cle in cles if cle not in _PROPRES]
    return {**propres, **(valeurs_eleves(ctx, ids, autres) if autres else {})}


def campagne_suivie(session: Session, site_id: int) -> tuple[int, int]:
    """The site's newest campaign and its source year; zeros where there never was one: nobody answers to them."""
    ligne = session.execute(
        select(Campagne.id, Campagne.annee_source_id).where(Campagne.id == campagne_du_site(site_id))
    ).first()
    return (ligne.id, ligne.annee_source_id) if ligne is not None else (0, 0)


def doit_des_pieces() -> ColumnElement[bool]:
    """Answers that lack an obligatory piece: *Incomplète*, or validated while one that bears on the tariff is owed."""
    return or_(
        DossierEleve.etat == EtatDossier.INCOMPLETE,
        and_(DossierEleve.etat == EtatDossier.VALIDEE, _requete_pieces(select(PieceExigee.id)).exists()),
    )


def _requete_pieces(choix: Any) -> Any:
    """The obligatory pieces that the pupil's answer owes and that were not brought, or were refused."""
    return (
        choix.select_from(PieceExigee)
        .outerjoin(PieceRecue, PieceRecue.id == PieceExigee.piece_id)
        .where(
            PieceExigee.dossier_id == DossierEleve.dossier_id,
            or_(PieceExigee.eleve_id.is_(None), PieceExigee.eleve_id == DossierEleve.eleve_id),
            PieceExigee.exigence == "obligatoire",
            or_(PieceRecue.id.is_(None), PieceRecue.etat == "refusee"),
            or_(PieceExigee.exige_pour == "inscription", Dossier.revenus_declines_le.is_(None)),
        )
        .correlate(DossierEleve, Dossier)
    )


def _requete(choix: Any, campagne_id: int, conditions: Sequence[ColumnElement[bool]]) -> Any:
    """Answers of the campaign with their dossier, read from the campaign's index."""
    return (
        choix.select_from(DossierEleve)
        .join(Dossier, Dossier.id == DossierEleve.dossier_id)
        .where(DossierEleve.campagne_id == campagne_id, *conditions)
    )


def _conditions(filtre: Filtre, annee_id: int) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    etats = [p for p in filtre.pastilles if p in _ETATS]
    if etats:
        conditions.append(DossierEleve.etat.in_(etats))
    for pastille in filtre.pastilles:
        genre, _, ident = pastille.partition(":")
        if pastille == PIECES:
            conditions.append(doit_des_pieces())
        elif ident.isdecimal() and genre + ":" in _PAR_COURS:
            conditions.append(DossierEleve.eleve_id.in_(_PAR_COURS[genre + ":"](int(ident), annee_id)))
    if filtre.texte.strip():
        conditions.append(_texte(filtre.texte))
    return conditions


def _de_l_enseignant(enseignant_id: int, annee_id: int) -> Any:
    return (
        select(Inscription.eleve_id)
        .join(Affectation, and_(Affectation.inscription_id == Inscription.id, Affectation.au_le.is_(None)))
        .join(CreneauEnseignant, CreneauEnseignant.creneau_id == Affectation.creneau_id)
        .where(
            CreneauEnseignant.enseignant_id == enseignant_id, de_l_annee(annee_id), Inscription.etat != "arretee"
        )
    )  # fmt: skip


def _du_cours(cours_id: int, _annee_id: int) -> Any:
    return select(Inscription.eleve_id).where(Inscription.cours_id == cours_id, Inscription.etat != "arretee")


_PAR_COURS = {ENSEIGNANT: _de_l_enseignant, COURS: _du_cours}


def _texte(saisie: str) -> ColumnElement[bool]:
    """The pupil's name, or his family's: an adult, the number, a phone, an e-mail."""
    du_nom = select(Eleve.id).join(Personne, Personne.id == Eleve.personne_id).where(*mots_dans(Personne.cle, saisie))
    return or_(
        DossierEleve.eleve_id.in_(du_nom),
        DossierEleve.eleve_id.in_(select(Terme.objet_id).where(par_terme("eleve", saisie))),
        Dossier.foyer_id.in_(select(Terme.objet_id).where(par_terme("foyer", saisie))),
    )


class _Lues:
    """The columns that are the campaign's own, for some pupils or for all of them."""

    def __init__(self, session: Session, ctx: Contexte, ids: Sequence[int]) -> None:
        self._session, self._ctx = session, ctx
        self.campagne_id, self._annee_id = campagne_suivie(session, ctx.site_id)
        self._parmi: list[ColumnElement[bool]] = [DossierEleve.eleve_id.in_(ids)] if len(ids) <= PEU else []

    @cached_property
    def foyers(self) -> dict[int, int]:
        """The household that answers for each pupil."""
        return self._paires(Dossier.foyer_id)

    @cached_property
    def relances(self) -> dict[int, date]:
        """The day of each household's last reminder."""
        requete = (
            select(Message.foyer_id, func.max(Message.cree_a))
            .where(Message.genre.in_((GENRE_RELANCE, GENRE_PIECES)), Message.site_id == self._ctx.site_id)
            .group_by(Message.foyer_id)
        )
        if self._parmi:
            requete = requete.where(Message.foyer_id.in_(set(self.foyers.values())))
        dernieres: dict[Any, datetime] = dict(iter(self._session.execute(requete)))
        fuseau = ZoneInfo(self._ctx.fuseau)
        return {
            ident: dernieres[foyer_id].astimezone(fuseau).date()
            for ident, foyer_id in self.foyers.items()
            if foyer_id in dernieres
        }

    def _paires(self, colonne: Any) -> dict[int, Any]:
        requete = _requete(select(DossierEleve.eleve_id, colonne), self.campagne_id, self._parmi)
        if colonne.class_ is Foyer:
            requete = requete.join(Foyer, Foyer.id == Dossier.foyer_id)
        return dict(iter(self._session.execute(requete)))

    def colonne(self, cle: str) -> dict[int, Valeur]:
        """The values of a column."""
        if cle == "famille":
            return self._paires(Foyer.libelle)
        if cle == "numero":
            return self._paires(Foyer.numero)
        if cle == "pieces":
            return self._pieces()
        if cle == "relance":
            return dict(self.relances)
        return self._suivis(cle) if cle in {"cours", "enseignant"} else self._contacts(cle)

    def _suivis(self, cle: str) -> dict[int, Valeur]:
        """What each pupil followed in the source year, or who taught him, in alphabetical order."""
        suivis = (
            _requete(select(DossierEleve.eleve_id, Inscription.cours_id), self.campagne_id, self._parmi)
            .join(Inscription, Inscription.eleve_id == DossierEleve.eleve_id)
            .where(de_l_annee(self._annee_id), Inscription.etat != "arretee")
        )
        if cle == "cours":
            noms = select(Cours.id, Cours.libelle).where(Cours.annee_id == self._annee_id)
        else:
            en_cours = and_(Affectation.inscription_id == Inscription.id, Affectation.au_le.is_(None))
            suivis = suivis.join(Affectation, en_cours).with_only_columns(DossierEleve.eleve_id, Affectation.creneau_id)
            noms = (
                select(CreneauEnseignant.creneau_id, Personne.nom)
                .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
                .join(Cours, Cours.id == Creneau.cours_id)
                .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
                .join(Personne, Personne.id == Enseignant.personne_id)
                .where(Cours.annee_id == self._annee_id)
            )
        nommes: defaultdict[int, list[str]] = defaultdict(list)
        for ident, nom in self._session.execute(noms):
            nommes[ident].append(nom)
        rangs = {nom: rang for rang, nom in enumerate(sorted({n for ns in nommes.values() for n in ns}, key=plier))}
        mots: defaultdict[int, set[str]] = defaultdict(set)
        for ident, suivi in self._session.execute(suivis):
            mots[ident].update(nommes.get(suivi, ()))
        return {ident: ", ".join(sorted(lus, key=rangs.__getitem__)) for ident, lus in mots.items()}

    def _contacts(self, cle: str) -> dict[int, Valeur]:
        """Every adult's e-mail or phones; one who may not be contacted is not there."""
        mots: dict[int, str] = {}
        adultes = adultes_des_foyers(self._session, sorted(set(self.foyers.values())))
        for foyer_id, membres in adultes.items():
            if cle == "email":
                dits = [a.email for a in membres]
            else:
                dits = [a.mobile or a.tel_domicile or a.tel_pro for a in membres]
            mots[foyer_id] = ", ".join(dict.fromkeys(dit for dit in dits if dit))
        return {ident: mots.get(foyer_id, "") for ident, foyer_id in self.foyers.items()}

    def _pieces(self) -> dict[int, Valeur]:
        dues = _requete_pieces(select(PieceExigee.type_id)).with_only_columns(DossierEleve.eleve_id, TypePiece.libelle)
        requete = (
            dues.correlate(None)
            .join(TypePiece, TypePiece.id == PieceExigee.type_id)
            .join(DossierEleve, DossierEleve.dossier_id == PieceExigee.dossier_id)
            .join(Dossier, Dossier.id == DossierEleve.dossier_id)
            .where(DossierEleve.campagne_id == self.campagne_id, doit_des_pieces(), *self._parmi)
            .order_by(DossierEleve.eleve_id, TypePiece.ordre, PieceExigee.id)
        )
        libelles: defaultdict[int, list[str]] = defaultdict(list)
        for ident, libelle in self._session.execute(requete):
            libelles[ident].append(libelle)
        return {ident: ", ".join(lus) for ident, lus in libelles.items()}


SOURCE_SUIVI = SourceListe(lister_suivi, lire_lignes_suivi, valeurs_suivi, frozenset({"nom", "famille", "etat"}))
