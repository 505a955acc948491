"""Notes of a card, tasks of a person, as the screens show them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, true

from imuse_desk.domain.roles import QUI_PEUT, Permission
from imuse_desk.models import Compte, CompteRole, DocumentDossier, Eleve, Foyer, Lien, Note, Personne, Tache
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.documents_dossier import documents_visibles
from imuse_desk.services.lectures.eleves import ids_de_ses_eleves
from imuse_desk.services.notes import GenreSujet, notes_visibles


@dataclass(frozen=True, slots=True)
class NoteVue:
    """A note of a card; ``est_modifiable`` for its author and the direction."""

    id: int
    version: int
    genre: str
    texte: str
    est_epinglee: bool
    visibilite: str
    auteur: str
    a: datetime
    modifie_a: datetime | None
    est_modifiable: bool


@dataclass(frozen=True, slots=True)
class TacheVue:
    """Something to do: by when, for whom (empty: the site), about whom."""

    id: int
    libelle: str
    echeance_le: date
    pour: str
    foyer_id: int | None
    eleve_id: int | None
    sujet: str
    cree_par: str
    est_en_retard: bool


@dataclass(frozen=True, slots=True)
class DocumentVu:
    """Another document of a card."""

    id: int
    version: int
    libelle: str
    nom_original: str
    sha256: str
    octets: int
    visibilite: str
    auteur: str
    a: datetime


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lister_notes(ctx: Contexte, sujet: GenreSujet, sujet_id: int) -> tuple[NoteVue, ...]:
    """The notes of a card that this person may read: the pinned ones first, then the newest.

    A teacher reads those of his own pupils alone.
    """
    colonne = Note.foyer_id if sujet == "foyer" else Note.eleve_id
    direction = ctx.peut(Permission.DEROGER)
    ecrit = ctx.peut(Permission.MODIFIER_FAMILLE)
    siennes = true() if ctx.peut(Permission.CONSULTER) else Note.eleve_id.in_(ids_de_ses_eleves(ctx))
    with ctx.lire() as session:
        return tuple(
            NoteVue(
                n.id, n.version, n.genre, n.texte, n.est_epinglee, n.visibilite, n.auteur, n.a, n.modifie_a,
                ecrit and (n.auteur == ctx.agent or direction),
            )
            for n in session.execute(
                select(Note)
                .where(colonne == sujet_id, notes_visibles(ctx), siennes)
                .order_by(Note.est_epinglee.desc(), Note.a.desc(), Note.id.desc())
            ).scalars()
        )  # fmt: skip


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def notes_epinglees(ctx: Contexte, sujet: GenreSujet, sujet_id: int) -> tuple[NoteVue, ...]:
    """The pinned notes that this person may read on a card; a family's, with those of its pupils."""
    with ctx.lire() as session:
        siens = list(session.execute(_eleves_du_foyer(sujet_id)).scalars()) if sujet == "foyer" else []
    trouvees = [*lister_notes(ctx, sujet, sujet_id), *(n for e in siens for n in lister_notes(ctx, "eleve", e))]
    return tuple(n for n in trouvees if n.est_epinglee)


@cas_d_usage(Permission.CONSULTER)
def lister_taches(ctx: Contexte, *, miennes: bool = True) -> tuple[TacheVue, ...]:
    """What is to do on the site, the most urgent first; ``miennes``: mine and the site's, not my colleagues'."""
    return _taches(ctx, Tache.compte_id.is_(None) | (Tache.compte_id == ctx.compte_id) if miennes else true())


@cas_d_usage(Permission.CONSULTER)
def taches_du_dossier(ctx: Contexte, sujet: GenreSujet, sujet_id: int) -> tuple[TacheVue, ...]:
    """What is to do about a pupil, or about a family and its pupils, whoever does it."""
    if sujet == "eleve":
        return _taches(ctx, Tache.eleve_id == sujet_id)
    return _taches(ctx, (Tache.foyer_id == sujet_id) | Tache.eleve_id.in_(_eleves_du_foyer(sujet_id)))


def _taches(ctx: Contexte, lesquelles: ColumnElement[bool]) -> tuple[TacheVue, ...]:
    requete = (
        select(Tache, Compte.nom_affiche, Foyer.libelle, Personne.prenom, Personne.nom)
        .outerjoin(Compte, Compte.id == Tache.compte_id)
        .outerjoin(Foyer, Foyer.id == Tache.foyer_id)
        .outerjoin(Eleve, Eleve.id == Tache.eleve_id)
        .outerjoin(Personne, Personne.id == Eleve.personne_id)
        .where(Tache.site_id == ctx.site_id, Tache.faite_a.is_(None), lesquelles)
        .order_by(Tache.echeance_le, Tache.id)
    )
    jour = ctx.aujourdhui()
    with ctx.lire() as session:
        return tuple(
            TacheVue(
                t.id, t.libelle, t.echeance_le, nom or "", t.foyer_id, t.eleve_id,
                f"{prenom} {famille}".strip() if famille else libelle or "", t.cree_par, t.echeance_le < jour,
            )
            for t, nom, libelle, prenom, famille in session.execute(requete)
        )  # fmt: skip


def _eleves_du_foyer(foyer_id: int) -> Select[int]:
    return (
        select(Eleve.id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None))
    )


@cas_d_usage(Permission.CONSULTER)
def lister_documents(ctx: Contexte, sujet: GenreSujet, sujet_id: int) -> tuple[DocumentVu, ...]:
    """The other documents of a card that this person may open, newest first."""
    d = DocumentDossier
    colonne = d.foyer_id if sujet == "foyer" else d.eleve_id
    requete = (
        select(d.id, d.version, d.libelle, d.nom_original, d.sha256, d.octets, d.visibilite, d.auteur, d.a)
        .where(colonne == sujet_id, documents_visibles(ctx))
        .order_by(d.a.desc(), d.id.desc())
    )
    with ctx.lire() as session:
        return tuple(DocumentVu(*ligne) for ligne in session.execute(requete))


@cas_d_usage(Permission.CONSULTER)
def collegues(ctx: Contexte) -> tuple[tuple[int, str], ...]:
    """Who works on the site and reads its dossiers, by name: the persons that a task can be given to."""
    requete = (
        select(Compte.id, Compte.nom_affiche)
        .join(CompteRole, CompteRole.compte_id == Compte.id)
        .where(
            CompteRole.site_id == ctx.site_id, Compte.archive_a.is_(None),
            CompteRole.role.in_([role.value for role in QUI_PEUT[Permission.CONSULTER]]),
        )
        .distinct()
        .order_by(Compte.nom_affiche)
    )  # fmt: skip
    with ctx.lire() as session:
        return tuple((ident, nom) for ident, nom in session.execute(requete))
