"""What a teacher says of a pupil's next year: opinion, level proposed, exam; within a deadline of the site and year.

The condition *avis* of the re-enrolment follows from it (``services/reinscription/avis.py``): nothing is copied there.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.evaluations import Avis
from imuse_desk.domain.reglages import AVIS_JUSQU_AU
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.tarifs.proration import jour_de_saison
from imuse_desk.domain.textes import nettoyer_bloc
from imuse_desk.models import Annee, AvisEnseignant, Campagne, Cours, Dossier, DossierEleve, Inscription, Niveau
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.suivi.acces import atteint_tout, exiger_inscription

COMMENTAIRE_MAX = 600
CHAMPS = ("avis", "commentaire", "niveau_propose_id", "presente_examen")


@dataclass(frozen=True, slots=True)
class DonnerAvis:
    """An opinion as typed over the version read (0: there was none)."""

    inscription_id: int
    version: int
    avis: Avis | None = None
    commentaire: str = ""
    niveau_propose_id: int | None = None
    presente_examen: bool | None = None


@cas_d_usage(Permission.NOTER)
def donner_avis(ctx: Contexte, commande: DonnerAvis, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record an opinion; its new version is the result. The office may still enter it after the deadline.

    Raises RegleMetier(avis_hors_delai(le) | autre_site), FormulaireInvalide, Introuvable, Conflit.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        acces = exiger_inscription(ctx, session, commande.inscription_id)
        limite = limite_des_avis(session, acces.site_id, acces.annee_id)
        if limite < ctx.aujourdhui() and not atteint_tout(ctx, acces.site_id, Permission.NOTER):
            raise RegleMetier("avis_hors_delai", le=limite)
        net = _lire(session, commande)
        ligne = session.scalars(
            select(AvisEnseignant).where(AvisEnseignant.inscription_id == commande.inscription_id)
        ).one_or_none()
        verifier_ecarts(ligne, commande.version, net)
        if ligne is None:
            ligne = AvisEnseignant(inscription_id=commande.inscription_id, annee_id=acces.annee_id)
            session.add(ligne)
        avant = {champ: getattr(ligne, champ) for champ in CHAMPS}
        _poser(unite, ligne, net)
        rendre_annulable(
            ctx, unite, "Avis de réinscription", remettre_avis, avis_id=ligne.id, version=ligne.version, avant=avant
        )
        return ligne.version

    return ctx.ecrire("donner_avis", ecrire, operation_id)


@inverse(Permission.NOTER)
def remettre_avis(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The opposite: what was said before, unless somebody wrote since. Raises Conflit."""
    ligne = unite.session.get_one(AvisEnseignant, arguments["avis_id"])
    exiger_inscription(ctx, unite.session, ligne.inscription_id)
    if ligne.version != arguments["version"]:
        raise Conflit({}, auteur=ligne.modifie_par or "", version=ligne.version)
    _poser(unite, ligne, {"commentaire": "", **arguments["avant"]})


def limite_des_avis(session: Session, site_id: int, annee_id: int) -> date:
    """The last day of a teacher's opinions: a setting of the year that the campaign prepares, else the year's end."""
    cible = session.scalars(
        select(Campagne.annee_cible_id)
        .where(Campagne.site_id == site_id, Campagne.annee_source_id == annee_id)
        .order_by(Campagne.id.desc())
        .limit(1)
    ).first()
    annee = session.get_one(Annee, annee_id)
    jour = lire_reglage(session, AVIS_JUSQU_AU, site_id, cible or annee_id)
    return jour_de_saison(jour, annee.debut_le.year) if jour else annee.fin_le


def verifier_ecarts(ligne: Any, version: int, net: Mapping[str, Any]) -> None:
    """Raise Conflit, field by field, where another desk wrote since the version seen (0: nothing was there)."""
    actuelle = ligne.version if ligne is not None else 0
    if actuelle != version:
        ecarts = {c: (v, getattr(ligne, c)) for c, v in net.items() if ligne is not None and v != getattr(ligne, c)}
        raise Conflit(ecarts, auteur=(ligne.modifie_par or "") if ligne is not None else "", version=actuelle)


def exiger_niveau(session: Session, inscription_id: int, niveau_id: int | None) -> None:
    """A level of the cursus of the course. Raises Invalide(niveau_propose_id, choix_obligatoire)."""
    if niveau_id is None:
        return
    cursus = (
        select(Cours.cursus_id)
        .join(Inscription, Inscription.cours_id == Cours.id)
        .where(Inscription.id == inscription_id)
        .scalar_subquery()
    )
    if session.scalars(select(Niveau.id).where(Niveau.id == niveau_id, Niveau.cursus_id == cursus)).first() is None:
        raise Invalide("niveau_propose_id", "choix_obligatoire")


def toucher(unite: Unite, inscription_id: int) -> None:
    """Tell the views: the enrolment, its pupil, the dossiers where he answers."""
    session = unite.session
    inscription = session.get(Inscription, inscription_id)
    if inscription is None:
        raise Introuvable("inscription", inscription_id)
    unite.touche("inscription", inscription.id)
    unite.touche("eleve", inscription.eleve_id)
    dossiers = session.scalars(
        select(Dossier.id)
        .join(DossierEleve, DossierEleve.dossier_id == Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(DossierEleve.eleve_id == inscription.eleve_id, Campagne.annee_source_id == inscription.annee_id)
    )
    for dossier_id in dossiers:
        unite.touche("dossier", dossier_id)


def _lire(session: Session, commande: DonnerAvis) -> dict[str, Any]:
    commentaire = nettoyer_bloc(commande.commentaire)
    erreurs = []
    if len(commentaire) > COMMENTAIRE_MAX:
        erreurs.append(Invalide("commentaire", "texte_trop_long", longueur=len(commentaire), maximum=COMMENTAIRE_MAX))
    try:
        exiger_niveau(session, commande.inscription_id, commande.niveau_propose_id)
    except Invalide as erreur:
        erreurs.append(erreur)
    if erreurs:
        raise FormulaireInvalide(erreurs)
    return {
        "avis": commande.avis,
        "commentaire": commentaire,
        "niveau_propose_id": commande.niveau_propose_id,
        "presente_examen": commande.presente_examen,
    }


def _poser(unite: Unite, ligne: AvisEnseignant, valeurs: Mapping[str, Any]) -> None:
    for champ in CHAMPS:
        setattr(ligne, champ, valeurs[champ])
    ligne.par, ligne.a = unite.auteur.agent, unite.maintenant
    unite.session.flush()
    toucher(unite, ligne.inscription_id)
