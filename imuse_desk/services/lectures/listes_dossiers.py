"""What the lists of families and pupils share: their filter, the site's current campaign, text conditions in SQL."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute

from imuse_desk.domain.recherche import prefixes_requete
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.textes import plier
from imuse_desk.models import Campagne, DossierEleve, Eleve, Inscription, Terme
from imuse_desk.services.contexte import Contexte

FIN = "\U0010ffff"
PRIORITES = (
    EtatDossier.INCOMPLETE, EtatDossier.A_VERIFIER, EtatDossier.EN_SAISIE, EtatDossier.SANS_REPONSE,
    EtatDossier.DEPOSEE, EtatDossier.VALIDEE, EtatDossier.CONGE, EtatDossier.REFUSEE, EtatDossier.NE_SE_REINSCRIT_PAS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filtre:
    """Filter and sort of a list; with a text the whole network is searched, the site consulted first.

    ``total`` is how many rows there are without a filter, where the caller knows it: it is not counted again.
    """

    texte: str = ""
    pastilles: tuple[str, ...] = ()
    tri: str = "nom"
    est_croissant: bool = True
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ListeIds:
    """Ids in the order shown, and how many there are without a filter."""

    ids: list[int]
    total: int


def campagne_du_site(site_id: int) -> ScalarSelect[int]:
    """The site's latest campaign, as a subquery."""
    return (
        select(Campagne.id)
        .where(Campagne.site_id == site_id)
        .order_by(Campagne.ouvre_a.desc(), Campagne.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def annee_source_du_site(site_id: int) -> ScalarSelect[int]:
    """The year that the site's latest campaign reads, as a subquery."""
    return (
        select(Campagne.annee_source_id)
        .where(Campagne.site_id == site_id)
        .order_by(Campagne.ouvre_a.desc(), Campagne.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def sans_reponse(ctx: Contexte) -> ColumnElement[bool]:
    """Pupils of the campaign's source year at the site who have not answered: no row, or a row that says so."""
    ont_repondu = select(DossierEleve.eleve_id).where(
        DossierEleve.campagne_id == campagne_du_site(ctx.site_id), DossierEleve.etat != EtatDossier.SANS_REPONSE
    )
    inscrits = select(Inscription.eleve_id).where(
        Inscription.annee_id == annee_source_du_site(ctx.site_id),
        Inscription.site_id == ctx.site_id,
        Inscription.etat == "active",
    )
    return Eleve.id.in_(inscrits) & Eleve.id.not_in(ont_repondu)


def de_l_annee(annee_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Enrolments of a year, written so that no planner starts from the year: there are a hundred times more of them."""
    return Inscription.annee_id + 0 == annee_id


def par_terme(genre: str, saisie: str) -> ColumnElement[bool]:
    """Condition on ``terme``: a term of this kind begins with what was typed."""
    plages = [(Terme.cle >= p) & (Terme.cle < p + FIN) for p in prefixes_requete(saisie)]
    condition: ColumnElement[bool] = plages[0]
    for plage in plages[1:]:
        condition |= plage
    return (Terme.genre == genre) & condition


def mots_dans(colonne: InstrumentedAttribute[str], saisie: str) -> list[ColumnElement[bool]]:
    """Each word typed stands somewhere in the folded column; LIKE wildcards are escaped."""
    return [colonne.contains(mot, autoescape=True) for mot in plier(saisie).split()]


def etat_le_plus_urgent(etats: list[str]) -> EtatDossier | None:
    """The state that a family's row shows: the one that asks most of the desk."""
    presents = {EtatDossier(e) for e in etats}
    return next((e for e in PRIORITES if e in presents), None)


def en_capitales(nom: str) -> str:
    """A family name as lists show it: capitals, small particles kept (``de LA BROSSE``, ``d’ŒUVRE``)."""
    mots = nom.split(" ")
    debut = 0
    while debut < len(mots) - 1 and mots[debut].islower():
        debut += 1
    reste = " ".join(mots[debut:])
    elision = next((e for e in ("d’", "d'") if reste.startswith(e)), "")
    return " ".join([*mots[:debut], elision + reste[len(elision) :].upper()])
