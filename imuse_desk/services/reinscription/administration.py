"""Administrative validation: the re-enrolment becomes final and next year's enrolments are created."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reglages import CONDITIONS_BLOQUANTES
from imuse_desk.domain.reinscription import (
    Action,
    Effet,
    EtatCondition,
    EtatDossier,
    EtatPiece,
    Exigence,
    pieces_bloquantes_acceptees,
)
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Affectation, DossierEleve, Inscription
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import exiger_reponse, jour, prendre_reponse
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.conditions import genres_demandes
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.faits import Charge, Enfant
from imuse_desk.services.reinscription.offre import LigneDemande, lignes_de
from imuse_desk.services.reinscription.prix import dues_de


@dataclass(frozen=True, slots=True)
class ValiderAdministrativement:
    """One pupil's answer, as it was seen."""

    dossier_eleve_id: int
    version: int
    operation_id: uuid.UUID | None = None


def obstacles(charge: Charge, dues: tuple[PieceDue, ...], enfant: Enfant) -> tuple[tuple[str, str], ...]:
    """What keeps a deposited answer from being validated: (code, what), empty when nothing does."""
    siennes = [d for d in dues if d.eleve_id in (None, enfant.eleve_id)]
    trouves: list[tuple[str, str]] = []
    if not pieces_bloquantes_acceptees(d.vue() for d in siennes):
        trouves += [
            ("piece_bloquante", d.type.libelle)
            for d in siennes
            if d.effet is Effet.BLOQUE and d.exigence is Exigence.OBLIGATOIRE and d.etat is not EtatPiece.ACCEPTEE
        ]
    bloquantes = set(charge.petites.reglages.get(CONDITIONS_BLOQUANTES.cle) or ())
    notees = {
        c.genre: c.etat for c in charge.petites.conditions if c.dossier_eleve_id == enfant.membre.dossier_eleve_id
    }
    admises = {EtatCondition.REMPLIE, EtatCondition.SANS_OBJET}
    trouves += [
        ("condition_bloquante", genre.value)
        for genre in genres_demandes(charge, enfant)
        if genre.value in bloquantes and notees.get(genre.value) not in admises
    ]
    return tuple(trouves)


@cas_d_usage(Permission.DECIDER_PIECE)
def valider_administrativement(ctx: Contexte, commande: ValiderAdministrativement) -> Fait[dict[str, int]]:
    """Make a pupil's re-enrolment final: *Validée*, with an enrolment per course and its weekly time.

    Raises RegleMetier: piece_bloquante(quoi), condition_bloquante(quoi), action_impossible; Conflit; Refus.
    """
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.DECIDER_PIECE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.VALIDER_ADMINISTRATIVEMENT)
        charge = charger(unite.session, dossier_id, jour(ctx, unite))
        enfant = charge.enfant(reponse.id)
        restent = obstacles(charge, dues_de(charge), enfant)
        if restent:
            raise RegleMetier(restent[0][0], quoi=restent[0][1])
        for ligne in lignes_de(charge, enfant):
            if ligne.est_demandee and ligne.cours is not None:
                _inscrire(unite, charge, reponse, ligne)
        reponse.etat = EtatDossier.VALIDEE
        reponse.valide_a, reponse.valide_par = unite.maintenant, unite.auteur.agent
        unite.touche("foyer", charge.tete.foyer_id)
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("valider_administrativement", ecrire, commande.operation_id)


def _inscrire(unite: Unite, charge: Charge, reponse: DossierEleve, ligne: LigneDemande) -> None:
    """Create (or take up again, after a reopening) the enrolment of a course, and its weekly time."""
    session, cours = unite.session, ligne.cours
    if cours is None:
        return
    inscription = session.execute(
        select(Inscription).where(Inscription.eleve_id == reponse.eleve_id, Inscription.cours_id == cours.cours_id)
    ).scalar_one_or_none()
    if inscription is None:
        inscription = Inscription(
            eleve_id=reponse.eleve_id,
            cours_id=cours.cours_id,
            annee_id=charge.tete.annee_cible_id,
            site_id=cours.site_id,
            du_le=charge.tete.debut_le,
        )
        session.add(inscription)
    inscription.niveau_id = ligne.niveau_id
    inscription.etat, inscription.au_le, inscription.motif = "active", None, ""
    session.flush()
    if ligne.creneau_id is not None:
        session.add(Affectation(inscription_id=inscription.id, creneau_id=ligne.creneau_id, du_le=charge.tete.debut_le))
