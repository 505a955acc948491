"""Fill in a pupil's answer: tick courses, pick times, add a discipline. A draft holds nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import and_, select

from imuse_desk.domain.dates import age
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.horaires import verifier_horaires
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Cours, DossierEleve, Inscription, LigneDossier
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import exiger_reponse, jour, marquer, prendre_reponse
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.faits import Charge, CoursOffert, Enfant
from imuse_desk.services.reinscription.lecture_offre import lire_offre
from imuse_desk.services.reinscription.offre import LigneDemande, cursus_avec_case, lignes_de, suivre_cursus

MAJORITE = 18


@dataclass(frozen=True, slots=True)
class LigneSaisie:
    """What a row now says: asked or not, and the weekly time picked."""

    cours_id: int
    est_demandee: bool
    creneau_id: int | None = None


@dataclass(frozen=True, slots=True)
class SaisirReponse:
    """Rows changed on a pupil's answer; the others stay as they are."""

    dossier_eleve_id: int
    version: int
    lignes: tuple[LigneSaisie, ...]
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CoursEnPlus:
    """A course to add to a pupil's answer (or to take away again)."""

    dossier_eleve_id: int
    version: int
    cours_id: int
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def saisir(ctx: Contexte, commande: SaisirReponse) -> Fait[dict[str, int]]:
    """Record rows of a draft (*En saisie*); those that follow the cursus are ticked and unticked with it.

    Raises RegleMetier: action_impossible, creneau_complet, creneau_sans_objet, conflit_horaire(lecon_a, lecon_b);
    Introuvable (course or time no longer offered); Conflit.
    """
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.SAISIR)
        charge = charger(unite.session, dossier_id, jour(ctx, unite))
        lignes = prendre_seuls(appliquer(lignes_de(charge, charge.enfant(reponse.id)), commande.lignes))
        verifier_clash(lignes)
        return enregistrer(unite, reponse, lignes)

    return ctx.ecrire("saisir_reinscription", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def ajouter_cours(ctx: Contexte, commande: CoursEnPlus) -> Fait[dict[str, int]]:
    """Add a course of a new discipline, ticked.

    Raises RegleMetier: cours_deja_demande(cours), cours_non_propose (other year, other age), conflit_horaire.
    """
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.SAISIR)
        charge = charger(unite.session, dossier_id, jour(ctx, unite))
        enfant = charge.enfant(reponse.id)
        lignes = lignes_de(charge, enfant)
        offert = lire_offre(unite.session, Cours.id == commande.cours_id).get(commande.cours_id)
        if offert is None or not _est_propose(unite, charge, enfant, commande.cours_id, offert):
            raise RegleMetier("cours_non_propose")
        _refuser_doublon(unite, enfant, lignes, offert)
        toutes = prendre_seuls(suivre((*lignes, _nouvelle(offert, len(lignes)))))
        verifier_clash(toutes)
        return enregistrer(unite, reponse, toutes)

    return ctx.ecrire("ajouter_cours", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def retirer_cours(ctx: Contexte, commande: CoursEnPlus) -> Fait[dict[str, int]]:
    """Take away a course that was added; a course followed is unticked instead (RegleMetier cours_suivi)."""
    exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.SAISIR)
        ligne = unite.session.execute(
            select(LigneDossier).where(
                LigneDossier.dossier_eleve_id == reponse.id, LigneDossier.cours_id == commande.cours_id
            )
        ).scalar_one_or_none()
        if ligne is None:
            raise Introuvable("cours", commande.cours_id)
        if ligne.inscription_id is not None:
            raise RegleMetier("cours_suivi")
        unite.session.delete(ligne)
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("retirer_cours", ecrire, commande.operation_id)


@cas_d_usage(Permission.CONSULTER)
def lire_cours_ajoutables(ctx: Contexte, dossier_eleve_id: int) -> tuple[CoursOffert, ...]:
    """The target year's courses of the campaign's site that the pupil may add: his age, none that he has already."""
    dossier_id = exiger_reponse(ctx, dossier_eleve_id, Permission.CONSULTER)
    with ctx.lire() as session:
        charge = charger(session, dossier_id, ctx.aujourdhui())
        enfant = charge.enfant(dossier_eleve_id)
        offre = lire_offre(
            session,
            and_(
                Cours.annee_id == charge.tete.annee_cible_id,
                Cours.site_id == charge.tete.site_id,
                Cours.archive_a.is_(None),
                Cours.est_pour_adultes == _est_adulte(charge, enfant),
            ),
        )
    deja = {(x.cours.cursus_id, x.cours.discipline_id) for x in lignes_de(charge, enfant) if x.cours}
    return tuple(c for c in offre.values() if (c.cursus_id, c.discipline_id) not in deja)


def _nouvelle(offert: CoursOffert, ordre: int) -> LigneDemande:
    return LigneDemande(
        suivi=None,
        cours=offert,
        ligne_id=None,
        niveau_id=offert.niveau_id,
        niveau=offert.niveau or "",
        cycle=offert.cycle,
        est_sous_reserve=False,
        est_demandee=True,
        creneau_id=None,
        ordre=ordre,
    )


def _est_adulte(charge: Charge, enfant: Enfant) -> bool:
    naissance = enfant.membre.naissance_le
    return naissance is not None and age(naissance, charge.tete.debut_le) >= MAJORITE


def _est_propose(unite: Unite, charge: Charge, enfant: Enfant, cours_id: int, offert: CoursOffert) -> bool:
    annee = unite.session.execute(
        select(Cours.annee_id).where(Cours.id == cours_id, Cours.archive_a.is_(None))
    ).scalar_one_or_none()
    return annee == charge.tete.annee_cible_id and offert.est_pour_adultes == _est_adulte(charge, enfant)


def _refuser_doublon(unite: Unite, enfant: Enfant, lignes: Sequence[LigneDemande], offert: CoursOffert) -> None:
    """The same course, or the same discipline of the same cursus, asked twice; or already got for next year."""
    for ligne in lignes:
        if ligne.cours is None:
            continue
        meme = (ligne.cours.cursus_id, ligne.cours.discipline_id) == (offert.cursus_id, offert.discipline_id)
        if ligne.cours.cours_id == offert.cours_id or (meme and ligne.est_demandee):
            raise RegleMetier("cours_deja_demande", cours=ligne.cours.libelle)
    inscrit = select(Inscription.id).where(
        Inscription.eleve_id == enfant.eleve_id,
        Inscription.cours_id == offert.cours_id,
        Inscription.etat != "arretee",
    )
    if unite.session.execute(inscrit).first() is not None:
        raise RegleMetier("cours_deja_demande", cours=offert.libelle)


def appliquer(lignes: Sequence[LigneDemande], saisies: Sequence[LigneSaisie]) -> tuple[LigneDemande, ...]:
    """The rows after what was ticked and picked, those that follow the cursus brought into step."""
    par_cours = {s.cours_id: s for s in saisies}
    inconnus = set(par_cours) - {x.cours.cours_id for x in lignes if x.cours}
    if inconnus:
        raise Introuvable("cours", min(inconnus))
    nouvelles = []
    for ligne in lignes:
        saisie = par_cours.get(ligne.cours.cours_id) if ligne.cours else None
        if saisie is not None:
            creneau = _creneau_permis(ligne, saisie)
            ligne = replace(ligne, est_demandee=saisie.est_demandee, creneau_id=creneau)
        nouvelles.append(ligne)
    return suivre(nouvelles)


def _creneau_permis(ligne: LigneDemande, saisie: LigneSaisie) -> int | None:
    """The time picked, refused when it is not offered, full, or when the course lets nobody pick."""
    if saisie.creneau_id is None or ligne.cours is None:
        return None
    if not ligne.choisit:
        raise RegleMetier("creneau_sans_objet", cours=ligne.cours.libelle)
    creneau = ligne.cours.creneau(saisie.creneau_id)
    if creneau is None:
        raise Introuvable("creneau", saisie.creneau_id)
    if not creneau.libres and saisie.creneau_id != ligne.creneau_id:
        raise RegleMetier("creneau_complet", creneau_id=saisie.creneau_id)
    return saisie.creneau_id


def suivre(lignes: Sequence[LigneDemande]) -> tuple[LigneDemande, ...]:
    """Tick and untick the rows that follow the cursus; alone in their cursus, they keep what was typed."""
    demandes, menes = suivre_cursus(lignes), cursus_avec_case(lignes)
    resultat = []
    for ligne in lignes:
        if ligne.cours is not None and ligne.suit_cursus and ligne.cours.cursus_id in menes:
            demandee = ligne.cours.cursus_id in demandes
            ligne = replace(ligne, est_demandee=demandee)
        resultat.append(ligne if ligne.est_demandee else replace(ligne, creneau_id=None))
    return tuple(resultat)


def prendre_seuls(lignes: Sequence[LigneDemande]) -> tuple[LigneDemande, ...]:
    """Pick by itself, in a draft, the time of a course that has only one; a full one is left to the house."""
    return tuple(
        replace(x, creneau_id=x.cours.creneaux[0].creneau_id)
        if x.cours is not None and x.doit_choisir and len(x.cours.creneaux) == 1
        else x
        for x in lignes
    )


def verifier_clash(lignes: Sequence[LigneDemande]) -> None:
    """Raise RegleMetier(conflit_horaire) on two lessons of the same pupil at the same time."""
    verifier_horaires([lecon for x in lignes if x.est_demandee and (lecon := x.lecon()) is not None])


def enregistrer(unite: Unite, reponse: DossierEleve, lignes: Sequence[LigneDemande]) -> dict[str, int]:
    """Write the rows of a draft; the answer becomes *En saisie*. Gives the new version."""
    session = unite.session
    for ligne in lignes:
        if ligne.cours is None:
            continue
        rangee = session.get(LigneDossier, ligne.ligne_id) if ligne.ligne_id else None
        if rangee is None:
            rangee = LigneDossier(
                dossier_eleve_id=reponse.id,
                cours_id=ligne.cours.cours_id,
                inscription_id=ligne.suivi.inscription_id if ligne.suivi else None,
                ordre=ligne.ordre,
            )
            session.add(rangee)
        rangee.niveau_id = ligne.niveau_id
        rangee.est_sous_reserve = ligne.est_sous_reserve
        rangee.est_demandee = ligne.est_demandee
        rangee.creneau_id = ligne.creneau_id
    reponse.etat = EtatDossier.EN_SAISIE
    marquer(unite, reponse)
    session.flush()
    return {"version": reponse.version}
