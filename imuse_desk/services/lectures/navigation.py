"""What the window's frame needs: sites and years to consult, and where a thing lives (household, pupil)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Dossier, Eleve, Etablissement, Foyer, Inscription, Lien, Personne, Site
from imuse_desk.services.contexte import Contexte, cas_d_usage


@dataclass(frozen=True, slots=True)
class SiteVu:
    """A site that the person may consult."""

    id: int
    nom: str
    fuseau: str


@dataclass(frozen=True, slots=True)
class AnneeVue:
    """A school year that may be consulted; a closed one is read-only."""

    id: int
    libelle: str
    etat: str


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the header shows."""

    etablissement: str
    est_demonstration: bool
    sites: tuple[SiteVu, ...]
    annees: tuple[AnneeVue, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the current dossier is: its household, one of its pupils, and the household's children in order."""

    foyer_id: int
    eleve_id: int | None
    famille: str
    enfants: tuple[tuple[int, str], ...]


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_cadre(ctx: Contexte) -> Cadre:
    """Sites where the person wears a hat, years newest first."""
    with ctx.lire() as session:
        maison = session.execute(select(Etablissement.nom, Etablissement.est_demonstration)).first()
        sites = session.execute(
            select(Site.id, Site.nom, Site.fuseau)
            .where(Site.id.in_(list(ctx.roles)), Site.archive_a.is_(None))
            .order_by(Site.ordre, Site.nom)
        )
        annees = session.execute(select(Annee.id, Annee.libelle, Annee.etat).order_by(Annee.debut_le.desc()))
        return Cadre(
            etablissement=maison.nom if maison else "",
            est_demonstration=bool(maison and maison.est_demonstration),
            sites=tuple(SiteVu(*ligne) for ligne in sites),
            annees=tuple(AnneeVue(*ligne) for ligne in annees),
        )


@cas_d_usage(Permission.CONSULTER)
def situer(ctx: Contexte, genre: str, ident: int, foyer_id: int | None = None) -> Situation:
    """Find the household (and the pupil) of a ``foyer``, ``eleve``, ``personne``, ``dossier`` or ``suivi`` (enrolment).

    ``foyer_id``: the household to stay in, where the person belongs to it. Raises Introuvable.
    """
    with ctx.lire() as session:
        foyer_id, eleve_id = _foyer_et_eleve(session, genre, ident, foyer_id or 0)
        famille = session.execute(select(Foyer.libelle).where(Foyer.id == foyer_id)).scalar()
        if foyer_id is None or famille is None:
            raise Introuvable(genre, ident)
        return Situation(foyer_id, eleve_id, famille, _enfants(session, foyer_id))


def _foyer_et_eleve(session: Session, genre: str, ident: int, prefere: int) -> tuple[int | None, int | None]:
    if genre == "foyer":
        return ident, None
    if genre == "dossier":
        return session.execute(select(Dossier.foyer_id).where(Dossier.id == ident)).scalar(), None
    if genre == "suivi":
        ident = session.execute(select(Inscription.eleve_id).where(Inscription.id == ident)).scalar() or 0
    condition = Personne.id == ident if genre == "personne" else Eleve.id == ident
    ligne = session.execute(
        select(Lien.foyer_id, Eleve.id)
        .join(Personne, Personne.id == Lien.personne_id)
        .outerjoin(Eleve, Eleve.personne_id == Personne.id)
        .where(condition)
        .order_by(
            Lien.au_le.is_(None).desc(),
            (Lien.foyer_id == prefere).desc(),
            Lien.est_principal.desc(),
            Lien.du_le.desc(),
        )
    ).first()
    return (ligne[0], ligne[1]) if ligne else (None, None)


def _enfants(session: Session, foyer_id: int) -> tuple[tuple[int, str], ...]:
    """The household's pupils (an adult pupil included), eldest first."""
    lignes = session.execute(
        select(Eleve.id, Personne.prenom, Personne.nom)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Lien, Lien.personne_id == Personne.id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None), Eleve.archive_a.is_(None))
        .order_by(Personne.naissance_le, Eleve.id)
    )
    return tuple((ident, f"{prenom} {nom}".strip()) for ident, prenom, nom in lignes)
