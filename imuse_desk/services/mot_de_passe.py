"""Passwords of one's own account: change it, or choose another with a one-time code when it is lost.

A code leaves by e-mail in clear and stays in the base only as a hash; asking for one answers the same whether the
account exists or not.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from imuse_desk.domain.comptes import (
    CODES_PAR_HEURE,
    DUREE_CODE,
    ESSAIS_PAR_CODE,
    cle_identifiant,
    lire_code,
    nouveau_code,
    verifier_mot_de_passe,
)
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reglages import LONGUEUR_MOT_DE_PASSE
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import plier
from imuse_desk.infra.empreintes import convient, hacher
from imuse_desk.models import CodeAcces, Compte, Reglage
from imuse_desk.models.passerelle import Auteur, Base, Fait, Unite
from imuse_desk.services.connexion import oublier_essais
from imuse_desk.services.contexte import Contexte, cas_d_usage, horloge_systeme

_AUTEUR_CODE = "mot de passe perdu"


@dataclass(frozen=True, slots=True)
class ChangementMotDePasse:
    """The old password and the new one."""

    actuel: str
    nouveau: str
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CodeAEnvoyer:
    """A code to send by e-mail at once; it is written nowhere."""

    destinataire: str
    nom: str
    code: str
    expire_a: datetime


def longueur_minimale(base: Base) -> int:
    """Shortest password that the house accepts."""
    with base.lire() as session:
        return longueur_en_vigueur(session)


def longueur_en_vigueur(session: Session) -> int:
    """Same inside an open session (one rule for the whole network)."""
    valeur = session.execute(
        select(Reglage.valeur).where(
            Reglage.cle == LONGUEUR_MOT_DE_PASSE.cle, Reglage.site_id.is_(None), Reglage.annee_id.is_(None)
        )
    ).scalar()
    return int(valeur or LONGUEUR_MOT_DE_PASSE.defaut)


@cas_d_usage(Permission.SON_COMPTE)
def changer_mot_de_passe(ctx: Contexte, commande: ChangementMotDePasse) -> Fait[None]:
    """Change one's own password; call it off the UI thread.

    Raises Invalide: champ ``actuel`` with mot_de_passe_actuel_faux, champ ``nouveau`` with mot_de_passe_court(minimum),
    mot_de_passe_evident, mot_de_passe_inchange, texte_trop_long; Introuvable.
    """
    compte_id = ctx.compte_id
    with ctx.lire() as session:
        compte = session.get(Compte, compte_id) if compte_id is not None else None
        if compte is None:
            raise Introuvable("compte", compte_id)
        minimum = longueur_en_vigueur(session)
    if not convient(compte.mot_de_passe, commande.actuel):
        raise Invalide("actuel", "mot_de_passe_actuel_faux")
    if commande.nouveau == commande.actuel:
        raise Invalide("nouveau", "mot_de_passe_inchange")
    verifier_mot_de_passe(
        commande.nouveau, minimum, identifiant=compte.identifiant, nom=compte.nom_affiche, champ="nouveau"
    )
    empreinte, connue = hacher(commande.nouveau), compte.mot_de_passe

    def ecrire(unite: Unite) -> None:
        ligne = unite.session.get_one(Compte, compte_id)
        if ligne.mot_de_passe != connue:  # changed from another desk since it was checked
            raise Invalide("actuel", "mot_de_passe_actuel_faux")
        _poser(unite, ligne, empreinte)

    return ctx.ecrire("changer_mot_de_passe", ecrire, commande.operation_id)


def demander_code(
    base: Base,
    identifiant: str,
    email: str,
    poste: str,
    expedier: Callable[[CodeAEnvoyer], None],
    horloge: Callable[[], datetime] = horloge_systeme,
) -> None:
    """Make a code and hand it to ``expedier`` when name and e-mail are those on file; say nothing in any case.

    ``expedier`` must return at once (a thread sends), or its time would tell that the account exists.
    """
    code = nouveau_code()
    empreinte = hacher(lire_code(code))
    with base.lire() as session:
        compte = _compte(session, identifiant)
    if compte is None or not compte.email or plier(compte.email) != plier(email):
        return
    maintenant = horloge()

    def ecrire(unite: Unite) -> bool:
        recents = unite.session.execute(
            select(func.count()).where(
                CodeAcces.compte_id == compte.id, CodeAcces.emis_a > unite.maintenant - timedelta(hours=1)
            )
        ).scalar_one()
        if recents >= CODES_PAR_HEURE:
            return False
        ajouter_code(unite, compte.id, empreinte, _AUTEUR_CODE)
        return True

    if base.ecrire(Auteur(_AUTEUR_CODE, poste), "demander_code", ecrire, maintenant=horloge).resultat:
        expedier(CodeAEnvoyer(compte.email, compte.nom_affiche, code, maintenant + DUREE_CODE))


def choisir_mot_de_passe(
    base: Base,
    identifiant: str,
    code: str,
    nouveau: str,
    poste: str,
    horloge: Callable[[], datetime] = horloge_systeme,
) -> None:
    """Set a new password with a code: good once, 24 hours, five tries; call it off the UI thread.

    Raises Invalide: champ ``code`` with code_inconnu (whatever the reason), champ ``nouveau`` as for a change.
    """
    auteur = Auteur(_AUTEUR_CODE, poste)
    with base.lire() as session:
        minimum = longueur_en_vigueur(session)
        compte = _compte(session, identifiant)
    nom = compte.nom_affiche if compte else ""
    verifier_mot_de_passe(nouveau, minimum, identifiant=identifiant, nom=nom, champ="nouveau")
    code_id = 0
    if compte is not None:
        code_id = base.ecrire(
            auteur, "essayer_code", lambda u: _compter_essai(u, compte.id), maintenant=horloge
        ).resultat
    with base.lire() as session:
        hache = session.execute(select(CodeAcces.code_hache).where(CodeAcces.id == code_id)).scalar_one_or_none()
    if not convient(hache, lire_code(code)) or compte is None:
        raise Invalide("code", "code_inconnu")
    empreinte = hacher(nouveau)
    base.ecrire(
        auteur, "choisir_mot_de_passe", lambda u: _consommer(u, compte.id, code_id, empreinte), maintenant=horloge
    )


def ajouter_code(unite: Unite, compte_id: int, empreinte: str, emis_par: str) -> None:
    """Write a code; the account's earlier ones stop working."""
    _annuler_codes(unite, compte_id)
    unite.session.add(
        CodeAcces(
            compte_id=compte_id,
            code_hache=empreinte,
            emis_a=unite.maintenant,
            expire_a=unite.maintenant + DUREE_CODE,
            emis_par=emis_par,
        )
    )


def _compte(session: Session, identifiant: str) -> Compte | None:
    return session.execute(
        select(Compte).where(Compte.identifiant == cle_identifiant(identifiant), Compte.archive_a.is_(None))
    ).scalar_one_or_none()


def _compter_essai(unite: Unite, compte_id: int) -> int:
    """Count one more try on the code in force and give its id; 0 where there is none."""
    ident = unite.session.execute(
        update(CodeAcces)
        .where(
            CodeAcces.compte_id == compte_id,
            CodeAcces.utilise_a.is_(None),
            CodeAcces.expire_a > unite.maintenant,
            CodeAcces.essais < ESSAIS_PAR_CODE,
        )
        .values(essais=CodeAcces.essais + 1)
        .returning(CodeAcces.id)
    ).scalar_one_or_none()
    return ident or 0


def _consommer(unite: Unite, compte_id: int, code_id: int, empreinte: str) -> None:
    pris = unite.session.execute(
        update(CodeAcces)
        .where(CodeAcces.id == code_id, CodeAcces.utilise_a.is_(None))
        .values(utilise_a=unite.maintenant)
        .returning(CodeAcces.id)
    ).scalar_one_or_none()
    compte = unite.session.get_one(Compte, compte_id)
    if pris is None or compte.archive_a is not None:
        raise Invalide("code", "code_inconnu")
    _poser(unite, compte, empreinte)


def _poser(unite: Unite, compte: Compte, empreinte: str) -> None:
    compte.mot_de_passe = empreinte
    compte.doit_changer = False
    oublier_essais(unite, compte.identifiant)
    _annuler_codes(unite, compte.id)
    unite.touche("compte", compte.id)


def poser_mot_de_passe(unite: Unite, compte: Compte, empreinte: str, *, doit_changer: bool) -> None:
    """Set a password from outside the account's own session: codes stop working, tries are forgotten."""
    if compte.archive_a is not None:
        raise RegleMetier("compte_archive")
    _poser(unite, compte, empreinte)
    compte.doit_changer = doit_changer


def _annuler_codes(unite: Unite, compte_id: int) -> None:
    unite.session.execute(
        update(CodeAcces)
        .where(CodeAcces.compte_id == compte_id, CodeAcces.utilise_a.is_(None))
        .values(utilise_a=unite.maintenant)
    )
