"""Outcomes of a year in the words of the house, the level that follows, equivalences from elsewhere.

A result decides the level of next year: of the lines that the re-enrolment proposes, and of those already filed.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, Refus
from imuse_desk.domain.evaluations import GenreMot
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Eleve, Inscription, MotEvaluation, Niveau, Resultat
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import atteint_tout, exiger_inscription
from imuse_desk.services.suivi.avis import exiger_niveau, toucher, verifier_ecarts
from imuse_desk.services.suivi.niveaux import LigneAvant, appliquer_niveau, remettre_lignes

CHAMPS = ("le", "resultat", "mention", "admission", "lettre", "niveau_propose_id")
MOTS = {"resultat": GenreMot.RESULTAT, "mention": GenreMot.MENTION, "admission": GenreMot.ADMISSION}
MOT_MAX, LETTRE_MAX, ETABLISSEMENT_MAX = 80, 8, 120


@dataclass(frozen=True, slots=True)
class Mot:
    """A word of the house; ``est_reussite`` says, where that means something, that the pupil moves on."""

    libelle: str
    est_reussite: bool | None = None


@dataclass(frozen=True, slots=True)
class NoterResultat:
    """A result as typed over the version read (0: there was none); ``le`` as typed, today where it is empty.

    Without a level, the word decides: the next one where it says that the pupil moves on, the same where it says no.
    """

    inscription_id: int
    version: int
    le: str = ""
    resultat: str = ""
    mention: str = ""
    admission: str = ""
    lettre: str = ""
    niveau_propose_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoterEquivalence:
    """A result of another house; ``resultat_id`` names the one that is put right."""

    eleve_id: int
    etablissement: str
    discipline: str
    le: str
    resultat: str = ""
    mention: str = ""
    lettre: str = ""
    resultat_id: int | None = None
    version: int = 0


@cas_d_usage(Permission.NOTER)
def noter_resultat(
    ctx: Contexte, commande: NoterResultat, operation_id: uuid.UUID | None = None
) -> Fait[dict[str, int]]:  # fmt: skip
    """Record the outcome of a course; gives its version, the dossiers brought up to it, those whose time must be seen.

    Raises FormulaireInvalide (le, resultat, mention, admission: mot_hors_liste, lettre, niveau_propose_id), Refus to a
    teacher (the office writes what the jury said), Introuvable, Conflit.
    """

    def ecrire(unite: Unite) -> dict[str, int]:
        session = unite.session
        acces = exiger_inscription(ctx, session, commande.inscription_id)
        if not atteint_tout(ctx, acces.site_id, Permission.NOTER):
            raise Refus(Permission.NOTER)
        ligne = session.scalars(
            select(Resultat).where(Resultat.inscription_id == commande.inscription_id)
        ).one_or_none()
        net = _lire(ctx, session, commande, acces.site_id, ligne)
        verifier_ecarts(ligne, commande.version, net)
        inscription = session.get_one(Inscription, commande.inscription_id)
        if ligne is None:
            ligne = Resultat(
                inscription_id=inscription.id, annee_id=inscription.annee_id, eleve_id=inscription.eleve_id
            )
            session.add(ligne)
            avant = None
        else:
            avant = {champ: getattr(ligne, champ) for champ in CHAMPS} | {"le": ligne.le.isoformat()}
        _poser(unite, ligne, net)
        lignes, a_revoir = appliquer_niveau(unite, inscription.id, ligne.niveau_propose_id)
        toucher(unite, inscription.id)
        rendre_annulable(
            ctx, unite, "Résultat", remettre_resultat, resultat_id=ligne.id, version=ligne.version, avant=avant,
            lignes=lignes,
        )  # fmt: skip
        return {"version": ligne.version, "dossiers": len(lignes), "a_revoir": a_revoir}

    return ctx.ecrire("noter_resultat", ecrire, operation_id)


@inverse(Permission.NOTER)
def remettre_resultat(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """The opposite: what was written before, on the result and on the lines filed. Raises Conflit."""
    ligne = unite.session.get_one(Resultat, arguments["resultat_id"])
    if ligne.version != arguments["version"]:
        raise Conflit({}, auteur=ligne.modifie_par or "", version=ligne.version)
    avant, inscription_id = arguments["avant"], ligne.inscription_id
    lignes: Sequence[LigneAvant] = arguments["lignes"]
    remettre_lignes(unite, lignes)
    if avant is None:
        unite.session.delete(ligne)
        unite.session.flush()
    else:
        _poser(unite, ligne, {**avant, "le": date.fromisoformat(avant["le"])})
    if inscription_id is not None:
        toucher(unite, inscription_id)


@cas_d_usage(Permission.NOTER)
def noter_equivalence(
    ctx: Contexte, commande: NoterEquivalence, operation_id: uuid.UUID | None = None
) -> Fait[int]:  # fmt: skip
    """Record what a pupil got in another house, marked as such; its id is the result.

    Raises FormulaireInvalide (etablissement, discipline, le, resultat…), Refus to a teacher, Introuvable, Conflit.
    """

    def ecrire(unite: Unite) -> int:
        session = unite.session
        if not atteint_tout(ctx, ctx.site_id, Permission.NOTER):
            raise Refus(Permission.NOTER)
        if session.get(Eleve, commande.eleve_id) is None:
            raise Introuvable("eleve", commande.eleve_id)
        lecteur = Lecteur(ctx.aujourdhui())
        ou = lecteur.texte("etablissement", commande.etablissement, ETABLISSEMENT_MAX, obligatoire=True)
        net: dict[str, Any] = {
            "etablissement": ou,
            "discipline": lecteur.texte("discipline", commande.discipline, MOT_MAX, obligatoire=True),
            "le": lecteur.date("le", commande.le),
            "resultat": lecteur.texte("resultat", commande.resultat, MOT_MAX, obligatoire=True),
            "mention": lecteur.texte("mention", commande.mention, MOT_MAX),
            "lettre": lecteur.texte("lettre", commande.lettre, LETTRE_MAX),
        }
        _refuser_futur(lecteur, net["le"], ctx.aujourdhui(), est_obligatoire=True)
        lecteur.conclure()
        ligne = None
        if commande.resultat_id is not None:
            ligne = session.get(Resultat, commande.resultat_id)
            if ligne is None or ligne.eleve_id != commande.eleve_id or ligne.inscription_id is not None:
                raise Introuvable("resultat", commande.resultat_id)
            verifier_ecarts(ligne, commande.version, net)
        else:
            ligne = Resultat(eleve_id=commande.eleve_id, annee_id=ctx.annee_id)
            session.add(ligne)
        for champ, valeur in net.items():
            setattr(ligne, champ, valeur)
        ligne.par, ligne.a = unite.auteur.agent, unite.maintenant
        session.flush()
        unite.touche("eleve", commande.eleve_id)
        return ligne.id

    return ctx.ecrire("noter_equivalence", ecrire, operation_id)


@cas_d_usage(Permission.NOTER)
def retirer_equivalence(ctx: Contexte, resultat_id: int, version: int) -> Fait[None]:
    """Take away an equivalence noted by mistake; the audit keeps it. Raises Introuvable, Refus, Conflit."""

    def ecrire(unite: Unite) -> None:
        if not atteint_tout(ctx, ctx.site_id, Permission.NOTER):
            raise Refus(Permission.NOTER)
        ligne = unite.session.get(Resultat, resultat_id)
        if ligne is None or ligne.inscription_id is not None:
            raise Introuvable("resultat", resultat_id)
        if ligne.version != version:
            raise Conflit({}, auteur=ligne.modifie_par or "", version=ligne.version)
        unite.touche("eleve", ligne.eleve_id)
        unite.session.delete(ligne)

    return ctx.ecrire("retirer_equivalence", ecrire)


def mots_du_site(session: Session, site_id: int) -> dict[GenreMot, tuple[Mot, ...]]:
    """The words of a site, by list, in their order."""
    lus = session.execute(
        select(MotEvaluation.genre, MotEvaluation.libelle, MotEvaluation.est_reussite)
        .where(MotEvaluation.site_id == site_id, MotEvaluation.archive_a.is_(None))
        .order_by(MotEvaluation.ordre, MotEvaluation.id)
    ).all()
    return {
        genre: tuple(Mot(libelle, est_reussite) for de, libelle, est_reussite in lus if de == genre)
        for genre in GenreMot
    }


def niveau_suivant(niveau: Niveau | None, *, est_reussite: bool | None) -> int | None:
    """The level that a word leads to: the next one (the same at the end of a cursus), the same, or nothing."""
    if niveau is None or est_reussite is None:
        return None
    return (niveau.suivant_id or niveau.id) if est_reussite else niveau.id


def _refuser_futur(lecteur: Lecteur, le: date | None, aujourdhui: date, *, est_obligatoire: bool = False) -> None:
    if le is not None and le > aujourdhui:
        lecteur.refuser("le", "date_future")
    elif le is None and est_obligatoire and not any(e.champ == "le" for e in lecteur.erreurs):
        lecteur.refuser("le", "champ_obligatoire")


def _lire(
    ctx: Contexte, session: Session, commande: NoterResultat, site_id: int, ligne: Resultat | None
) -> dict[str, Any]:  # fmt: skip
    lecteur = Lecteur(ctx.aujourdhui())
    le = lecteur.date("le", commande.le)
    _refuser_futur(lecteur, le, ctx.aujourdhui())
    mots = mots_du_site(session, site_id)
    net: dict[str, Any] = {}
    reussite: bool | None = None
    for champ, genre in MOTS.items():
        dit = lecteur.texte(champ, getattr(commande, champ), MOT_MAX)
        connu = next((mot for mot in mots[genre] if mot.libelle == dit), None)
        if dit and connu is None and dit != getattr(ligne, champ, None):  # a word since archived stays
            lecteur.refuser(champ, "mot_hors_liste", mot=dit)
        if connu is not None and connu.est_reussite is not None and reussite is None:
            reussite = connu.est_reussite
        net[champ] = dit
    net["lettre"] = lecteur.texte("lettre", commande.lettre, LETTRE_MAX)
    try:
        exiger_niveau(session, commande.inscription_id, commande.niveau_propose_id)
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()
    net["le"] = le or (ligne.le if ligne is not None else ctx.aujourdhui())
    net["niveau_propose_id"] = commande.niveau_propose_id or niveau_suivant(
        session.get(Niveau, session.get_one(Inscription, commande.inscription_id).niveau_id or 0),
        est_reussite=reussite,
    )
    return net


def _poser(unite: Unite, ligne: Resultat, valeurs: Mapping[str, Any]) -> None:
    for champ in CHAMPS:
        setattr(ligne, champ, valeurs[champ])
    ligne.par, ligne.a = unite.auteur.agent, unite.maintenant
    unite.session.flush()
