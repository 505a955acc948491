"""Notes of a card, tasks of a person, as the screens show them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select, true

from imuse_desk.domain.roles import Permission
from imuse_desk.models import Compte, Eleve, Foyer, Note, Personne, Tache
from imuse_desk.services.contexte import Contexte, cas_d_usage
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


@cas_d_usage(Permission.CONSULTER)
def lister_taches(ctx: Contexte, *, miennes: bool = True) -> tuple[TacheVue, ...]:
    """What is to do on the site, the most urgent first; ``miennes``: mine and the site's, not my colleagues'."""
    pour = Tache.compte_id.is_(None) | (Tache.compte_id == ctx.compte_id) if miennes else Tache.id.is_not(None)
    requete = (
        select(Tache, Compte.nom_affiche, Foyer.libelle, Personne.prenom, Personne.nom)
        .outerjoin(Compte, Compte.id == Tache.compte_id)
        .outerjoin(Foyer, Foyer.id == Tache.foyer_id)
        .outerjoin(Eleve, Eleve.id == Tache.eleve_id)
        .outerjoin(Personne, Personne.id == Eleve.personne_id)
        .where(Tache.site_id == ctx.site_id, Tache.faite_a.is_(None), pour)
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


@cas_d_usage(Permission.CONSULTER)
def compter_taches(ctx: Contexte) -> int:
    """How many tasks are due, mine and the site's, for the header's count."""
    requete = (
        select(func.count())
        .select_from(Tache)
        .where(
            Tache.site_id == ctx.site_id, Tache.faite_a.is_(None), Tache.echeance_le <= ctx.aujourdhui(),
            or_(Tache.compte_id.is_(None), Tache.compte_id == ctx.compte_id),
        )
    )  # fmt: skip
    with ctx.lire() as session:
        return session.execute(requete).scalar_one()
