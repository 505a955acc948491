"""Open a campaign: every pupil of the source year is in it from its first day, as *Sans réponse*."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import (
    Annee,
    Campagne,
    Dossier,
    DossierEleve,
    Eleve,
    Foyer,
    Inscription,
    Lien,
    Personne,
    Site,
)
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import jour

_SOURCE = aliased(Annee)
_CIBLE = aliased(Annee)

LOT = 500


def assurer_dossier(ctx: Contexte, foyer_id: int) -> bool:
    """Add to the site's newest campaign the pupils of a household enrolled after its opening.

    A household whose child already answers in the other one gets a dossier too, for its pieces, its quotient and its
    share. Tells whether anything was added; needs no right, since such a state exists without anybody's act.
    """
    qui = _du_foyer(foyer_id, ctx.aujourdhui())

    def ecrire(unite: Unite) -> int:
        campagne = unite.session.execute(derniere_campagne(ctx.site_id)).scalar_one_or_none()
        ajoutes = len(inscrire_eleves(unite, campagne, jour(ctx, unite), qui)) if campagne is not None else 0
        ailleurs = _campagne_sans_dossier(unite.session, foyer_id, jour(ctx, unite))
        if ailleurs is not None:
            dossier = Dossier(campagne_id=ailleurs, foyer_id=foyer_id)
            unite.session.add(dossier)
            unite.session.flush()
            unite.touche("dossier", dossier.id)
        return ajoutes + (ailleurs is not None)

    with ctx.lire() as session:
        campagne = session.execute(derniere_campagne(ctx.site_id)).scalar_one_or_none()
        manque = campagne is not None and _foyer_de_chacun(session, campagne, ctx.aujourdhui(), qui)
        if not manque and _campagne_sans_dossier(session, foyer_id, ctx.aujourdhui()) is None:
            return False
    return ctx.ecrire("ajouter_a_la_campagne", ecrire).resultat > 0


@cas_d_usage(Permission.CONSULTER)
def absence_de_dossier(ctx: Contexte, foyer_id: int) -> RegleMetier:
    """Why a household has no dossier in the site's newest campaign.

    RegleMetier: repond_ailleurs(enfants), in the other household's dossier; aucune_campagne;
    eleves_d_un_autre_site(sites); aucun_eleve_de_l_annee(annee, cible): re-enrolment concerns the pupils of the year
    that ends.
    """
    qui = _du_foyer(foyer_id, ctx.aujourdhui())
    with ctx.lire() as session:
        reponses = _enfants_repondant(session, foyer_id, ctx.aujourdhui())
        if reponses is not None:
            return RegleMetier("repond_ailleurs", enfants=", ".join(reponses[1]))
        campagne = session.execute(
            select(Campagne.annee_source_id, _SOURCE.libelle, _CIBLE.libelle)
            .join(_SOURCE, _SOURCE.id == Campagne.annee_source_id)
            .join(_CIBLE, _CIBLE.id == Campagne.annee_cible_id)
            .where(Campagne.site_id == ctx.site_id)
            .order_by(Campagne.ouvre_a.desc())
        ).first()
        if campagne is None:
            return RegleMetier("aucune_campagne")
        annee_id, annee, suivante = campagne
        sites = session.execute(
            select(Site.nom)
            .join(Inscription, Inscription.site_id == Site.id)
            .join(Eleve, Eleve.id == Inscription.eleve_id)
            .where(Inscription.annee_id == annee_id, Inscription.etat != "arretee", qui)
            .distinct()
            .order_by(Site.nom)
        ).scalars()
        noms = ", ".join(sites)
    if noms:
        return RegleMetier("eleves_d_un_autre_site", sites=noms)
    return RegleMetier("aucun_eleve_de_l_annee", annee=annee, cible=suivante)


def derniere_campagne(site_id: int) -> Select[Campagne]:
    """The newest campaign of a site."""
    return select(Campagne).where(Campagne.site_id == site_id).order_by(Campagne.ouvre_a.desc()).limit(1)


def lien_du_jour(aujourdhui: date) -> ColumnElement[bool]:
    """A person is in a household on a day."""
    return and_(Lien.du_le <= aujourdhui, or_(Lien.au_le.is_(None), Lien.au_le >= aujourdhui))


def _du_foyer(foyer_id: int, aujourdhui: date) -> ColumnElement[bool]:
    return Eleve.personne_id.in_(select(Lien.personne_id).where(Lien.foyer_id == foyer_id, lien_du_jour(aujourdhui)))


def _enfants_repondant(session: Session, foyer_id: int, aujourdhui: date) -> tuple[int, tuple[str, ...]] | None:
    """The newest campaign where children of a household answer, in whichever dossier, and their first names."""
    reponses = session.execute(
        select(DossierEleve.campagne_id, Personne.prenom, Personne.nom)
        .join(Campagne, Campagne.id == DossierEleve.campagne_id)
        .join(Eleve, Eleve.id == DossierEleve.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .join(Lien, Lien.personne_id == Personne.id)
        .where(
            Lien.foyer_id == foyer_id,
            lien_du_jour(aujourdhui),
            Eleve.archive_a.is_(None),
        )
        .order_by(Campagne.ouvre_a.desc(), Lien.rang, Personne.naissance_le)
    ).all()
    if not reponses:
        return None
    campagne_id = reponses[0].campagne_id
    return campagne_id, tuple(r.prenom or r.nom for r in reponses if r.campagne_id == campagne_id)


def _campagne_sans_dossier(session: Session, foyer_id: int, aujourdhui: date) -> int | None:
    """The newest campaign where a child of the household answers, if the household has no dossier there.

    A campaign for a year already closed stays as it is.
    """
    reponses = _enfants_repondant(session, foyer_id, aujourdhui)
    if reponses is None:
        return None
    ouvertes = (
        select(Campagne.id)
        .join(Annee, Annee.id == Campagne.annee_cible_id)
        .where(
            Campagne.id == reponses[0],
            Annee.etat != "close",
            ~exists().where(Dossier.campagne_id == Campagne.id, Dossier.foyer_id == foyer_id),
        )
    )
    return session.execute(ouvertes).scalar_one_or_none()


def inscrire_eleves(
    unite: Unite, campagne: Campagne, aujourdhui: date, qui: ColumnElement[bool] | None = None
) -> Sequence[int]:
    """Give an answer row to the source year's pupils of the site who have none; gives their ids.

    A pupil with lessons on several sites answers at his household's site where he has one there. A child of two
    households answers in the main one; the other has a dossier too, for its pieces, its quotient and its share.
    """
    chez = _foyer_de_chacun(unite.session, campagne, aujourdhui, qui)
    ajouter_reponses(unite, campagne, chez, aujourdhui, EtatDossier.SANS_REPONSE)
    return tuple(chez)


def ajouter_reponses(
    unite: Unite, campagne: Campagne, chez: Mapping[int, int], aujourdhui: date, etat: EtatDossier
) -> None:
    """Give an answer row to pupils (id → household that answers), with a dossier to each of their households."""
    if not chez:
        return
    session = unite.session
    requete = select(Dossier.foyer_id, Dossier.id).where(Dossier.campagne_id == campagne.id)
    dossiers = {ligne.foyer_id: ligne.id for ligne in session.execute(requete)}
    for foyer_id in sorted((set(chez.values()) | _seconds_foyers(unite, list(chez), aujourdhui)) - set(dossiers)):
        session.add(Dossier(campagne_id=campagne.id, foyer_id=foyer_id))
    session.flush()
    dossiers = {ligne.foyer_id: ligne.id for ligne in session.execute(requete)}
    lignes = [
        {
            "dossier_id": dossiers[foyer_id], "campagne_id": campagne.id, "eleve_id": eleve_id, "version": 1,
            "etat": etat, "valide_par": "", "motif": "", "motif_auteur": "",
        }
        for eleve_id, foyer_id in chez.items()
    ]  # fmt: skip
    for debut in range(0, len(lignes), LOT):
        session.execute(insert(DossierEleve), lignes[debut : debut + LOT])
    for eleve_id, foyer_id in list(chez.items())[:LOT]:
        unite.touche("eleve", eleve_id)
        unite.touche("dossier", dossiers[foyer_id])


def _seconds_foyers(unite: Unite, eleves: Sequence[int], aujourdhui: date) -> set[int]:
    """Households of these pupils beside their main one."""
    trouves: set[int] = set()
    for debut in range(0, len(eleves), LOT):
        trouves.update(
            unite.session.execute(
                select(Lien.foyer_id)
                .join(Eleve, Eleve.personne_id == Lien.personne_id)
                .where(
                    Eleve.id.in_(eleves[debut : debut + LOT]),
                    Lien.role == "enfant",
                    Lien.est_principal.is_(False),
                    lien_du_jour(aujourdhui),
                )
            ).scalars()
        )
    return trouves


def _foyer_de_chacun(
    session: Session, campagne: Campagne, aujourdhui: date, qui: ColumnElement[bool] | None
) -> dict[int, int]:
    """Pupils without an answer → household where they answer."""
    requete = (
        select(Eleve.id, Inscription.site_id, Lien.foyer_id, Foyer.site_id)
        .join(Inscription, Inscription.eleve_id == Eleve.id)
        .join(Lien, Lien.personne_id == Eleve.personne_id)
        .join(Foyer, Foyer.id == Lien.foyer_id)
        .outerjoin(
            DossierEleve, (DossierEleve.eleve_id == Eleve.id) & (DossierEleve.campagne_id == campagne.id)
        )
        .where(
            Inscription.annee_id == campagne.annee_source_id,
            Inscription.etat != "arretee",
            Eleve.archive_a.is_(None),
            DossierEleve.id.is_(None),
            lien_du_jour(aujourdhui),
        )
        .order_by(Eleve.id, Lien.est_principal.desc(), Lien.id)
    )  # fmt: skip
    if qui is not None:
        requete = requete.where(qui)
    sites: dict[int, set[int]] = {}
    foyers: dict[int, tuple[int, int]] = {}
    for eleve_id, site_id, foyer_id, site_foyer in session.execute(requete):
        sites.setdefault(eleve_id, set()).add(site_id)
        foyers.setdefault(eleve_id, (foyer_id, site_foyer))
    return {
        eleve_id: foyer_id
        for eleve_id, (foyer_id, site_foyer) in foyers.items()
        if _site_d_attache(sites[eleve_id], site_foyer) == campagne.site_id
    }


def _site_d_attache(sites: Iterable[int], site_foyer: int) -> int:
    return site_foyer if site_foyer in sites else min(sites)
