"""The four conditions of re-enrolment, noted by hand with a motive and an author."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reglages import CONDITION_ABSENCES, CONDITION_AVIS, CONDITION_INSTRUMENT, CONDITION_PAIEMENT, Cle
from imuse_desk.domain.reinscription import EtatCondition, GenreCondition
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Condition, DossierEleve
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import exiger_motif, exiger_reponse, jour, marquer, verifier_version
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.faits import Charge, Enfant

INTERRUPTEURS: dict[GenreCondition, Cle] = {
    GenreCondition.AVIS: CONDITION_AVIS,
    GenreCondition.ABSENCES: CONDITION_ABSENCES,
    GenreCondition.PAIEMENT: CONDITION_PAIEMENT,
    GenreCondition.INSTRUMENT: CONDITION_INSTRUMENT,
}


@dataclass(frozen=True, slots=True)
class NoterCondition:
    """A condition as somebody found it; the motive is compulsory unless it is fulfilled."""

    dossier_eleve_id: int
    version: int
    genre: GenreCondition
    etat: EtatCondition
    detail: str = ""
    motif: str = ""
    operation_id: uuid.UUID | None = None


def genres_demandes(charge: Charge, enfant: Enfant) -> tuple[GenreCondition, ...]:
    """The conditions that the site asks this year of a pupil who re-enrols.

    A new one owes nothing, but the instrument that he may have hired without following a course.
    """
    demandes = tuple(g for g, cle in INTERRUPTEURS.items() if charge.petites.reglages.get(cle.cle, cle.defaut))
    if not enfant.est_nouveau:
        return demandes
    loueurs = {dossier_eleve_id for dossier_eleve_id, _ in charge.petites.locations}
    loue = enfant.membre.dossier_eleve_id in loueurs
    return tuple(g for g in demandes if loue and g is GenreCondition.INSTRUMENT)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def noter_condition(ctx: Contexte, commande: NoterCondition) -> Fait[dict[str, int]]:
    """Note a condition by hand; raises Invalide(motif_vide), RegleMetier(condition_non_demandee), Conflit."""
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)
    motif = nettoyer(commande.motif)
    if commande.etat is not EtatCondition.REMPLIE:
        motif = exiger_motif(commande.motif)

    def ecrire(unite: Unite) -> dict[str, int]:
        session = unite.session
        reponse = session.get_one(DossierEleve, commande.dossier_eleve_id)
        verifier_version(reponse, commande.version)
        charge = charger(session, dossier_id, jour(ctx, unite))
        if commande.genre not in genres_demandes(charge, charge.enfant(reponse.id)):
            raise RegleMetier("condition_non_demandee", genre=commande.genre.value)
        condition = session.execute(
            select(Condition).where(Condition.dossier_eleve_id == reponse.id, Condition.genre == commande.genre)
        ).scalar_one_or_none()
        if condition is None:
            condition = Condition(dossier_eleve_id=reponse.id, genre=commande.genre)
            session.add(condition)
        condition.etat, condition.source = commande.etat, "saisie"
        condition.detail, condition.motif = nettoyer(commande.detail), motif
        condition.auteur, condition.a = unite.auteur.agent, unite.maintenant
        marquer(unite, reponse)
        session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("noter_condition", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def rendre_au_calcul(
    ctx: Contexte, dossier_eleve_id: int, version: int, genre: GenreCondition, operation_id: uuid.UUID | None = None
) -> Fait[dict[str, int]]:
    """Withdraw what was noted by hand: the condition is what the base says again.

    Raises Introuvable (nothing was noted), Conflit.
    """
    exiger_reponse(ctx, dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = unite.session.get_one(DossierEleve, dossier_eleve_id)
        verifier_version(reponse, version)
        notee = select(Condition).where(
            Condition.dossier_eleve_id == reponse.id, Condition.genre == genre, Condition.source == "saisie"
        )
        condition = unite.session.scalars(notee).one_or_none()
        if condition is None:
            raise Introuvable("condition", genre)
        unite.session.delete(condition)
        marquer(unite, reponse)
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("rendre_condition_au_calcul", ecrire, operation_id)
