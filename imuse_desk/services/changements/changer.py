"""Change what a pupil follows, from a date on: one use case, the history, the undo of the day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from imuse_desk.domain.enseignement import EtatInscription
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, ChangementInscription, Cours, Inscription
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.changements.inscription import (
    Suivi,
    affecter,
    en_clair,
    inscrire,
    oublier_affectation,
    prendre,
    quitter,
    reprendre_affectation,
)
from imuse_desk.services.changements.regles import Motivation, MotivationLue, lire_motivation, signaler_jour_ferme
from imuse_desk.services.contexte import Contexte, cas_d_usage

LIBELLES = {
    "ajout": "Cours ajouté",
    "horaire": "Horaire changé",
    "enseignant": "Enseignant changé",
    "discipline": "Discipline changée",
    "arret": "Cours arrêté",
    "conge": "Congé noté",
    "reprise": "Cours repris",
}


@dataclass(frozen=True, slots=True)
class AjouterCours:
    """Enrol a pupil in a course from a date on, at a weekly time or none yet."""

    eleve_id: int
    cours_id: int
    motivation: Motivation
    creneau_id: int | None = None
    niveau_id: int | None = None
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangerCours:
    """Another time or teacher of the course followed, or (with ``cours_id``) another discipline with its own level."""

    inscription_id: int
    motivation: Motivation
    creneau_id: int | None = None
    cours_id: int | None = None
    niveau_id: int | None = None
    genre: str = "horaire"
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ArreterCours:
    """Stop a course (démission, or ``est_radiation``), or suspend it (``est_conge``)."""

    inscription_id: int
    motivation: Motivation
    est_radiation: bool = False
    est_conge: bool = False
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class ReprendreCours:
    """Come back from a leave."""

    inscription_id: int
    motivation: Motivation
    creneau_id: int | None = None
    confirme: bool = False
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def ajouter_cours(ctx: Contexte, commande: AjouterCours) -> Fait[int]:
    """Enrol a pupil in a course; the enrolment's id is the result; undoable the same day.

    Raises FormulaireInvalide, RegleMetier(deja_inscrit | creneau_complet | conflit_horaire | autre_site | annee_close),
    AConfirmer(effet_jour_ferme), Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        cours = session.get(Cours, commande.cours_id)
        if cours is None or cours.archive_a is not None:
            raise Introuvable("cours", commande.cours_id)
        ctx.exiger_sur(cours.site_id, Permission.MODIFIER_FAMILLE)
        annee = session.get_one(Annee, cours.annee_id)
        lue = lire_motivation(
            ctx, session, commande.motivation, "ajout", annee=annee, site_id=cours.site_id, debut=annee.debut_le
        )
        signaler_jour_ferme(session, cours.site_id, lue.effet_le, confirme=commande.confirme)
        inscription = inscrire(unite, commande.eleve_id, cours, commande.niveau_id or cours.niveau_id, lue.effet_le)
        suivi = Suivi(inscription, cours, annee, None)
        if commande.creneau_id is not None:
            suivi.affectation = affecter(unite, suivi, commande.creneau_id, lue.effet_le)
        _noter(unite, suivi, "ajout", lue, "", en_clair(session, suivi))
        rendre_annulable(
            ctx,
            unite,
            LIBELLES["ajout"],
            defaire_ajout,
            inscription_id=inscription.id,
            operation=str(unite.operation_id),
        )
        return inscription.id

    return ctx.ecrire("ajouter_cours", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def changer_cours(ctx: Contexte, commande: ChangerCours) -> Fait[int]:
    """Change the weekly time, the teacher or the discipline from a date on; undoable the same day.

    The result is the enrolment that holds. Raises as ``ajouter_cours``, and RegleMetier(inscription_inactive |
    rien_ne_change).
    """
    genre = "discipline" if commande.cours_id is not None else commande.genre

    def ecrire(unite: Unite) -> int:
        session = unite.session
        suivi = prendre(ctx, session, commande.inscription_id)
        _exiger(suivi, EtatInscription.ACTIVE)
        lue = _lire(ctx, unite, suivi, commande.motivation, genre)
        signaler_jour_ferme(session, suivi.cours.site_id, lue.effet_le, confirme=commande.confirme)
        avant, ancienne = en_clair(session, suivi), suivi.affectation
        if commande.cours_id is not None:
            nouveau = _changer_discipline(ctx, unite, suivi, commande, lue)
        else:
            if commande.creneau_id is None or (ancienne is not None and ancienne.creneau_id == commande.creneau_id):
                raise RegleMetier("rien_ne_change")
            suivi.affectation = affecter(unite, suivi, commande.creneau_id, lue.effet_le)
            nouveau = suivi
        _noter(unite, nouveau, genre, lue, avant, en_clair(session, nouveau))
        rendre_annulable(
            ctx, unite, LIBELLES[genre], defaire_changement,
            operation=str(unite.operation_id), inscription_id=suivi.inscription.id,
            ancienne=ancienne.id if ancienne is not None else None,
            nouvelle=nouveau.affectation.id if nouveau.affectation is not None else None,
            remplacante=nouveau.inscription.id if nouveau is not suivi else None,
        )  # fmt: skip
        return nouveau.inscription.id

    return ctx.ecrire(f"changer_{genre}", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def arreter_cours(ctx: Contexte, commande: ArreterCours) -> Fait[int]:
    """Stop or suspend a course from a date on: its seat is free at once; undoable the same day.

    Raises FormulaireInvalide, RegleMetier(inscription_inactive | autre_site | annee_close), AConfirmer, Introuvable.
    """
    genre = "conge" if commande.est_conge else "arret"

    def ecrire(unite: Unite) -> int:
        session = unite.session
        suivi = prendre(ctx, session, commande.inscription_id)
        _exiger(suivi, EtatInscription.ACTIVE)
        lue = _lire(ctx, unite, suivi, commande.motivation, "radiation" if commande.est_radiation else genre)
        signaler_jour_ferme(session, suivi.cours.site_id, lue.effet_le, confirme=commande.confirme)
        avant, ancienne = en_clair(session, suivi), suivi.affectation
        quitter(unite, suivi, lue.effet_le)
        inscription = suivi.inscription
        inscription.etat = EtatInscription.CONGE if commande.est_conge else EtatInscription.ARRETEE
        inscription.au_le, inscription.motif = lue.effet_le - timedelta(days=1), lue.motif
        mots = "Congé" if commande.est_conge else "Radiation" if commande.est_radiation else "Démission"
        _noter(unite, suivi, genre, lue, avant, mots)
        rendre_annulable(
            ctx, unite, LIBELLES[genre], defaire_arret, inscription_id=inscription.id,
            operation=str(unite.operation_id),
            ancienne=ancienne.id if ancienne is not None else None,
        )  # fmt: skip
        return inscription.id

    return ctx.ecrire("arreter_cours", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def reprendre_cours(ctx: Contexte, commande: ReprendreCours) -> Fait[int]:
    """Come back from a leave, at a weekly time or none yet; undoable the same day.

    Raises FormulaireInvalide, RegleMetier(pas_en_conge | creneau_complet | conflit_horaire…), AConfirmer, Introuvable.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        suivi = prendre(ctx, session, commande.inscription_id)
        _exiger(suivi, EtatInscription.CONGE)
        lue = _lire(ctx, unite, suivi, commande.motivation, "reprise")
        signaler_jour_ferme(session, suivi.cours.site_id, lue.effet_le, confirme=commande.confirme)
        inscription = suivi.inscription
        fin, motif = inscription.au_le, inscription.motif
        inscription.etat, inscription.au_le, inscription.motif = EtatInscription.ACTIVE, None, ""
        if commande.creneau_id is not None:
            suivi.affectation = affecter(unite, suivi, commande.creneau_id, lue.effet_le)
        _noter(unite, suivi, "reprise", lue, "Congé", en_clair(session, suivi))
        rendre_annulable(
            ctx, unite, LIBELLES["reprise"], defaire_reprise, inscription_id=inscription.id,
            operation=str(unite.operation_id),
            au=fin.isoformat() if fin is not None else None, motif=motif,
            nouvelle=suivi.affectation.id if suivi.affectation is not None else None,
        )  # fmt: skip
        return inscription.id

    return ctx.ecrire("reprendre_cours", ecrire, commande.operation_id)


# ---- undo


@inverse(Permission.MODIFIER_FAMILLE)
def defaire_ajout(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The enrolment never held: it ends before it begins, and no list of a year counts it."""
    suivi = prendre(ctx, unite.session, arguments["inscription_id"])
    if suivi.affectation is not None:
        oublier_affectation(unite, suivi.affectation.id)
    _jamais_suivie(suivi.inscription)
    _annuler_ligne(unite, arguments, suivi.inscription)


@inverse(Permission.MODIFIER_FAMILLE)
def defaire_changement(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The former course and time hold again, if the seat is still free."""
    session = unite.session
    if arguments["nouvelle"] is not None:
        oublier_affectation(unite, arguments["nouvelle"])
    inscription = prendre(ctx, session, arguments["inscription_id"]).inscription
    if arguments["remplacante"] is not None:
        remplacante = session.get_one(Inscription, arguments["remplacante"])
        _jamais_suivie(remplacante)
        inscription.etat, inscription.au_le, inscription.motif = EtatInscription.ACTIVE, None, ""
    if arguments["ancienne"] is not None:
        reprendre_affectation(unite, arguments["ancienne"])
    _annuler_ligne(unite, arguments, inscription)


@inverse(Permission.MODIFIER_FAMILLE)
def defaire_arret(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The course goes on, if the seat is still free."""
    inscription = prendre(ctx, unite.session, arguments["inscription_id"]).inscription
    inscription.etat, inscription.au_le, inscription.motif = EtatInscription.ACTIVE, None, ""
    if arguments["ancienne"] is not None:
        reprendre_affectation(unite, arguments["ancienne"])
    _annuler_ligne(unite, arguments, inscription)


@inverse(Permission.MODIFIER_FAMILLE)
def defaire_reprise(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The leave goes on."""
    if arguments["nouvelle"] is not None:
        oublier_affectation(unite, arguments["nouvelle"])
    inscription = prendre(ctx, unite.session, arguments["inscription_id"]).inscription
    inscription.etat, inscription.motif = EtatInscription.CONGE, arguments["motif"]
    inscription.au_le = date.fromisoformat(arguments["au"]) if arguments["au"] else None
    _annuler_ligne(unite, arguments, inscription)


# ---- parts


def _lire(ctx: Contexte, unite: Unite, suivi: Suivi, saisie: Motivation, genre: str) -> MotivationLue:
    debut = max(suivi.inscription.du_le, suivi.annee.debut_le)
    if suivi.affectation is not None:
        debut = max(debut, suivi.affectation.du_le)
    return lire_motivation(
        ctx, unite.session, saisie, genre, annee=suivi.annee, site_id=suivi.cours.site_id, debut=debut
    )


def _exiger(suivi: Suivi, etat: EtatInscription) -> None:
    if suivi.inscription.etat != etat:
        code = "pas_en_conge" if etat is EtatInscription.CONGE else "inscription_inactive"
        raise RegleMetier(code, cours=suivi.cours.libelle)


def _changer_discipline(ctx: Contexte, unite: Unite, suivi: Suivi, commande: ChangerCours, lue: MotivationLue) -> Suivi:
    """Stop the course followed and enrol in the other: the level is the new discipline's own."""
    session = unite.session
    cours = session.get(Cours, commande.cours_id or 0)
    if cours is None or cours.archive_a is not None:
        raise Introuvable("cours", commande.cours_id)
    if cours.annee_id != suivi.annee.id:
        raise RegleMetier("cours_d_une_autre_annee")
    if cours.id == suivi.cours.id:
        raise RegleMetier("rien_ne_change")
    ctx.exiger_sur(cours.site_id, Permission.MODIFIER_FAMILLE)
    quitter(unite, suivi, lue.effet_le)
    ancienne = suivi.inscription
    ancienne.etat, ancienne.au_le = EtatInscription.ARRETEE, lue.effet_le - timedelta(days=1)
    ancienne.motif = f"Remplacé par {cours.libelle}"
    inscription = inscrire(unite, ancienne.eleve_id, cours, commande.niveau_id or cours.niveau_id, lue.effet_le)
    nouveau = Suivi(inscription, cours, suivi.annee, None)
    if commande.creneau_id is not None:
        nouveau.affectation = affecter(unite, nouveau, commande.creneau_id, lue.effet_le)
    return nouveau


def _noter(unite: Unite, suivi: Suivi, genre: str, lue: MotivationLue, avant: str, apres: str) -> None:
    inscription = suivi.inscription
    unite.session.add(
        ChangementInscription(
            inscription_id=inscription.id, eleve_id=inscription.eleve_id, annee_id=inscription.annee_id, genre=genre,
            effet_le=lue.effet_le, motif=lue.motif, demande_par=lue.demande_par, accord_par=lue.accord_par,
            accord_le=lue.accord_le, avant=avant, apres=apres, agent=unite.auteur.agent, a=unite.maintenant,
            operation_id=unite.operation_id,
        )
    )  # fmt: skip
    unite.session.flush()
    _toucher(unite, inscription)


def _jamais_suivie(inscription: Inscription) -> None:
    inscription.etat = EtatInscription.ARRETEE
    inscription.au_le, inscription.motif = inscription.du_le - timedelta(days=1), "Annulé"


def _annuler_ligne(unite: Unite, arguments: Mapping[str, Any], inscription: Inscription) -> None:
    """The history keeps the change and says that it was undone."""
    unite.session.flush()
    unite.session.execute(
        update(ChangementInscription)
        .where(ChangementInscription.operation_id == uuid.UUID(arguments["operation"]))
        .values(annule_a=unite.maintenant)
    )
    _toucher(unite, inscription)


def _toucher(unite: Unite, inscription: Inscription) -> None:
    unite.touche("eleve", inscription.eleve_id)
    unite.touche("cours", inscription.cours_id)
