"""What a roll call writes: a word by pupil, those left by one key, its end; each undoable the same day.

A word is written where the person saw what the base holds: another desk's word is told, never covered.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import AConfirmer, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.presences import EtatSeance, GenreCode
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Presence, Seance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.acces import exiger_creneau
from imuse_desk.services.suivi.codes import CodeVu, codes_de, premier_du_genre
from imuse_desk.services.suivi.eleves_du_jour import Dit, Moment, absences_dites, attendus, fiches
from imuse_desk.services.suivi.occurrences import CleSeance, assurer_seance, occurrence_de

LIES = (GenreCode.ABSENT, GenreCode.EXCUSE)
"""Words that an absence told explains."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A word given to a pupil at a lesson, empty to take it back; ``vu`` is the word that the person saw there."""

    cle: CleSeance
    inscription_id: int
    code: str
    vu: str = ""
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class _Appel:
    """A lesson being called: its row, who is expected, what was told of them."""

    seance: Seance
    codes: tuple[CodeVu, ...]
    dits: Mapping[int, Dit]
    attendus: tuple[int, ...]
    ecrites: Mapping[int, Presence]

    def mot(self, code: str) -> CodeVu:
        return next((c for c in self.codes if c.code == code), CodeVu(code, code, GenreCode.PRESENT))

    def annonce(self, inscription_id: int) -> CodeVu | None:
        dit = self.dits.get(inscription_id)
        return dit.code(self.codes) if dit is not None else None

    def lien(self, inscription_id: int, code: str) -> int | None:
        dit = self.dits.get(inscription_id)
        return dit.absence_id if dit is not None and self.mot(code).genre in LIES else None


@cas_d_usage(Permission.POINTER)
def pointer(ctx: Contexte, commande: Pointer) -> Fait[str]:
    """Give a pupil a word; the same one again changes nothing. The result is the pupil and his word.

    Raises RegleMetier(pointe_ailleurs: auteur, libelle | seance_annulee | seance_a_venir | eleve_absent_de_la_liste |
    autre_site), Invalide(code), Introuvable.
    """

    def ecrire(unite: Unite) -> str:
        appel = _ouvrir(ctx, unite, commande.cle)
        ident = commande.inscription_id
        if ident not in appel.attendus and ident not in appel.ecrites:
            raise RegleMetier("eleve_absent_de_la_liste")
        mot = appel.mot(commande.code)
        if commande.code and (mot not in appel.codes or mot.est_retire):
            raise Invalide("code", "mot_appel_inconnu", texte=commande.code)
        ecrite = appel.ecrites.get(ident)
        ancien = ecrite.code if ecrite is not None else ""
        nom = _nom(unite.session, ident)
        if ancien == commande.code:
            return f"{nom}, {mot.libelle}"
        annonce = appel.annonce(ident)
        if ecrite is not None and commande.vu != ancien:
            raise RegleMetier("pointe_ailleurs", auteur=ecrite.par, libelle=appel.mot(ancien).libelle)
        if ecrite is None and commande.vu and (annonce is None or annonce.code != commande.vu):
            raise RegleMetier("depointe_ailleurs")
        dit = f"{nom}, {mot.libelle}" if commande.code else f"{nom}, à pointer"
        avant = [[ident, *_etat_de(ecrite)]]
        _poser(unite, appel, ident, commande.code)
        _garder(ctx, unite, appel, dit, avant, {ident: commande.code})
        return dit

    return ctx.ecrire("pointer", ecrire, commande.operation_id)


@cas_d_usage(Permission.POINTER)
def preciser_retard(
    ctx: Contexte, cle: CleSeance, inscription_id: int, minutes: str, operation_id: uuid.UUID | None = None
) -> Fait[str]:  # fmt: skip
    """Say how late a pupil came, empty to say nothing.

    Raises FormulaireInvalide (minutes), RegleMetier(pas_en_retard), and as ``pointer``.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    lus = lecteur.entier("minutes", minutes, 1, 720)
    lecteur.conclure()

    def ecrire(unite: Unite) -> str:
        appel = _ouvrir(ctx, unite, cle)
        ecrite = appel.ecrites.get(inscription_id)
        if ecrite is None or appel.mot(ecrite.code).genre is not GenreCode.RETARD:
            raise RegleMetier("pas_en_retard")
        avant = [[inscription_id, *_etat_de(ecrite)]]
        ecrite.retard_min, ecrite.par, ecrite.a = lus, unite.auteur.agent, unite.maintenant
        dit = f"{_nom(unite.session, inscription_id)}, retard" + (f" de {lus}\u00a0min" if lus else "")
        _garder(ctx, unite, appel, dit, avant, {inscription_id: ecrite.code})
        return dit

    return ctx.ecrire("preciser_retard", ecrire, operation_id)


@cas_d_usage(Permission.POINTER)
def pointer_les_autres(ctx: Contexte, cle: CleSeance, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Everybody who has no word yet is present, but those of whom an absence was told; gives how many were written.

    Raises as ``pointer``.
    """

    def ecrire(unite: Unite) -> int:
        appel = _ouvrir(ctx, unite, cle)
        mots = _mots_restants(appel, premier_du_genre(appel.codes, GenreCode.PRESENT))
        _tout_poser(ctx, unite, appel, mots, f"{len(mots)} élève{'s' if len(mots) > 1 else ''} pointés")
        return len(mots)

    return ctx.ecrire("pointer_les_autres", ecrire, operation_id)


@cas_d_usage(Permission.POINTER)
def terminer_appel(
    ctx: Contexte, cle: CleSeance, operation_id: uuid.UUID | None = None, *, confirme: bool = False
) -> Fait[int]:
    """End the roll call: the absences told are written, who called and when is kept. A word may still be put right.

    Gives how many pupils keep no word. Raises AConfirmer(appel_incomplet: n), and as ``pointer``.
    """

    def ecrire(unite: Unite) -> int:
        appel = _ouvrir(ctx, unite, cle)
        mots = _mots_restants(appel, None)
        restent = len([i for i in appel.attendus if i not in appel.ecrites and i not in mots])
        if restent and not confirme:
            raise AConfirmer("appel_incomplet", n=restent)
        seance = appel.seance
        seance.appel_a, seance.appel_par = unite.maintenant, unite.auteur.agent
        _tout_poser(ctx, unite, appel, mots, "Appel terminé", termine=True)
        return restent

    return ctx.ecrire("terminer_appel", ecrire, operation_id)


@inverse(Permission.POINTER)
def remettre_pointages(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the words as they were, unless somebody wrote another since. Raises RegleMetier(pointe_ailleurs)."""
    lecon = unite.session.get_one(Seance, arguments["seance_id"])
    appel = _ouvrir(ctx, unite, CleSeance(lecon.creneau_id, lecon.jour_le, lecon.debut))
    poses = {int(ident): code for ident, code in arguments["poses"].items()}
    for ident, code, retard in arguments["avant"]:
        ecrite = appel.ecrites.get(ident)
        present = ecrite.code if ecrite is not None else ""
        if present != poses[ident]:
            auteur = ecrite.par if ecrite is not None else ""
            raise RegleMetier("pointe_ailleurs", auteur=auteur, libelle=appel.mot(present).libelle)
        _poser(unite, appel, ident, code, retard)
    if arguments["termine"]:
        lecon.appel_a, lecon.appel_par = None, ""
    _toucher(unite, appel)


def _ouvrir(ctx: Contexte, unite: Unite, cle: CleSeance) -> _Appel:
    session = unite.session
    acces = exiger_creneau(ctx, session, cle.creneau_id, cle.jour_le)
    vue = occurrence_de(session, cle)
    if not EtatSeance(vue.etat).a_lieu:
        raise RegleMetier("seance_annulee")
    if vue.le > ctx.aujourdhui():
        raise RegleMetier("seance_a_venir")
    seance = assurer_seance(session, cle)
    session.flush()
    venus = attendus(session, cle.creneau_id, vue.le, vue.le)
    dits = absences_dites(session, venus, [Moment(vue.le, vue.a, vue.fin, vue.debut)])
    ecrites = {
        p.inscription_id: p
        for p in session.scalars(select(Presence).where(Presence.seance_id == seance.id).with_for_update())
    }
    return _Appel(
        seance,
        codes_de(session, acces.site_id),
        {ident: trouves[0] for (ident, _), trouves in dits.items() if trouves},
        tuple(dict.fromkeys(x.inscription_id for x in venus)),
        ecrites,
    )


def _mots_restants(appel: _Appel, defaut: CodeVu | None) -> dict[int, str]:
    """The word of everybody who has none: the one of what was told of him, else the default."""
    mots = {i: appel.annonce(i) or defaut for i in appel.attendus if i not in appel.ecrites}
    return {ident: mot.code for ident, mot in mots.items() if mot is not None}


def _tout_poser(
    ctx: Contexte, unite: Unite, appel: _Appel, mots: Mapping[int, str], libelle: str, *, termine: bool = False
) -> None:
    for ident, code in mots.items():
        _poser(unite, appel, ident, code)
    if mots or termine:
        _garder(ctx, unite, appel, libelle, [[ident, "", None] for ident in mots], mots, termine=termine)


def _poser(unite: Unite, appel: _Appel, ident: int, code: str, retard: int | None = None) -> None:
    session, ecrite = unite.session, appel.ecrites.get(ident)
    if not code:
        if ecrite is not None:
            session.delete(ecrite)
        return
    champs = {
        "code": code, "retard_min": retard, "absence_id": appel.lien(ident, code), "par": unite.auteur.agent,
        "a": unite.maintenant,
    }  # fmt: skip
    if ecrite is not None:
        for colonne, valeur in champs.items():
            setattr(ecrite, colonne, valeur)
        return
    neuve = Presence(annee_id=appel.seance.annee_id, seance_id=appel.seance.id, inscription_id=ident, **champs)
    try:
        with session.begin_nested():
            session.add(neuve)
    except IntegrityError as erreur:  # another desk called him at the same instant
        autre = session.scalars(
            select(Presence).where(Presence.seance_id == appel.seance.id, Presence.inscription_id == ident)
        ).one_or_none()
        if autre is None:
            raise
        if autre.code != code:
            libelle = appel.mot(autre.code).libelle
            raise RegleMetier("pointe_ailleurs", auteur=autre.par, libelle=libelle) from erreur


def _etat_de(ecrite: Presence | None) -> tuple[str, int | None]:
    return (ecrite.code, ecrite.retard_min) if ecrite is not None else ("", None)


def _garder(
    ctx: Contexte, unite: Unite, appel: _Appel, libelle: str, avant: list[list[Any]], poses: Mapping[int, str],
    *, termine: bool = False,
) -> None:  # fmt: skip
    rendre_annulable(
        ctx, unite, libelle[:160], remettre_pointages, seance_id=appel.seance.id, avant=avant,
        poses={str(ident): code for ident, code in poses.items()}, termine=termine,
    )  # fmt: skip
    for ident in poses:
        unite.touche("inscription", ident)
    _toucher(unite, appel)


def _toucher(unite: Unite, appel: _Appel) -> None:
    unite.session.flush()
    unite.touche("seance", appel.seance.id)


def _nom(session: Session, inscription_id: int) -> str:
    fiche = fiches(session, [inscription_id]).get(inscription_id)
    if fiche is None:
        raise Introuvable("inscription", inscription_id)
    return f"{fiche.nom} {fiche.prenom}".strip()
