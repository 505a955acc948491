"""Settings of the outgoing mail: one set for the house in the base, its password in the key ring of each desk."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, ReglagesSmtp, ResultatEnvoi, Securite, TransportSmtp, valider_reglages
from imuse_desk.models import Etablissement, Reglage
from imuse_desk.models.passerelle import Base, Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

CLE_SMTP = "smtp"


@dataclass(frozen=True, slots=True)
class EtatCourriel:
    """What the settings window shows; ``reglages`` is None before the first time."""

    reglages: ReglagesSmtp | None
    version: int
    a_mot_de_passe: bool
    coffre_durable: bool


@dataclass(frozen=True, slots=True)
class CommandeSmtp:
    """The form; ``mot_de_passe`` None keeps the one known to this desk."""

    reglages: ReglagesSmtp
    version: int
    mot_de_passe: str | None = None
    operation_id: uuid.UUID | None = None


def smtp_en_vigueur(session: Session) -> ReglagesSmtp | None:
    """The house's settings, None where mail is not set up."""
    ligne = _ligne(session)
    if ligne is None or not ligne.valeur:
        return None
    valeur = dict(ligne.valeur)
    return ReglagesSmtp(**{**valeur, "securite": Securite(valeur["securite"])})


def transport_en_vigueur(base: Base, coffre: Coffre) -> TransportSmtp | None:
    """What sends for this desk; None where mail is not set up or this desk does not know the password."""
    with base.lire() as session:
        reglages = smtp_en_vigueur(session)
        cle = _cle_secret(session)
    if reglages is None:
        return None
    mot_de_passe = coffre.lire(cle) if reglages.utilisateur else ""
    return None if mot_de_passe is None else TransportSmtp(reglages, mot_de_passe)


def est_courriel_regle(base: Base) -> bool:
    """Whether the house has set up its mail (asked before anybody signed in)."""
    with base.lire() as session:
        return smtp_en_vigueur(session) is not None


def mot_de_passe_manque(base: Base, coffre: Coffre) -> bool:
    """Whether mail is set up but this desk must be told the password."""
    return est_courriel_regle(base) and transport_en_vigueur(base, coffre) is None


@cas_d_usage(Permission.GERER_COMPTES)
def lire_etat_courriel(ctx: Contexte, coffre: Coffre) -> EtatCourriel:
    """What the settings window opens on."""
    with ctx.lire() as session:
        ligne = _ligne(session)
        return EtatCourriel(
            smtp_en_vigueur(session),
            ligne.version if ligne else 0,
            coffre.lire(_cle_secret(session)) is not None,
            coffre.est_durable,
        )


@cas_d_usage(Permission.GERER_COMPTES)
def enregistrer_smtp(ctx: Contexte, commande: CommandeSmtp, coffre: Coffre) -> Fait[int]:
    """Record the settings (new version as result), then the password in this desk's key ring.

    Raises FormulaireInvalide (see ``valider_reglages``), Conflit.
    """
    reglages = _nettoyes(commande.reglages)
    valider_reglages(reglages)

    def ecrire(unite: Unite) -> int:
        ligne = _ligne(unite.session)
        if (ligne.version if ligne else 0) != commande.version:
            raise Conflit({}, auteur=(ligne.modifie_par or "") if ligne else "", version=ligne.version if ligne else 0)
        if ligne is None:
            ligne = Reglage(cle=CLE_SMTP, valeur=None)
            unite.session.add(ligne)
        ligne.valeur = {**asdict(reglages), "securite": str(reglages.securite)}
        unite.session.flush()
        return ligne.version

    fait = ctx.ecrire("enregistrer_smtp", ecrire, commande.operation_id)
    poser_mot_de_passe_smtp(ctx, commande.mot_de_passe, coffre)
    return fait


@cas_d_usage(Permission.SON_COMPTE)
def poser_mot_de_passe_smtp(ctx: Contexte, mot_de_passe: str | None, coffre: Coffre) -> bool:
    """Tell this desk the password; False when it will be asked again at the next start."""
    if mot_de_passe is None:
        return coffre.est_durable
    with ctx.lire() as session:
        cle = _cle_secret(session)
    return coffre.ecrire(cle, mot_de_passe)


@cas_d_usage(Permission.GERER_COMPTES)
def envoyer_essai(ctx: Contexte, commande: CommandeSmtp, destinataire: str, coffre: Coffre) -> ResultatEnvoi:
    """Send a test with the settings typed, recorded or not. Call it off the UI thread.

    Raises FormulaireInvalide (settings, or champ ``essai`` with champ_obligatoire, courriel_…).
    """
    reglages = _nettoyes(commande.reglages)
    valider_reglages(reglages)
    try:
        adresse = lire_courriel(destinataire, champ="essai")[0]
    except Invalide as erreur:
        raise FormulaireInvalide([erreur]) from erreur
    if not adresse:
        raise FormulaireInvalide([Invalide("essai", "champ_obligatoire")])
    with ctx.lire() as session:
        connu = coffre.lire(_cle_secret(session))
    mot_de_passe = commande.mot_de_passe if commande.mot_de_passe is not None else connu or ""
    return TransportSmtp(reglages, mot_de_passe).envoyer(_courriel_essai(adresse, ctx.maintenant()))


def _courriel_essai(adresse: str, instant: datetime) -> Courriel:
    corps = (
        "Bonjour,\n\nCe message d’essai a été envoyé par imuse_desk\u00a0: les réglages du courriel fonctionnent.\n"
        "S’il est arrivé dans les indésirables, demandez à votre service informatique d’autoriser l’expéditeur.\n"
    )
    return Courriel(adresse, "Essai d’envoi depuis imuse_desk", corps, str(uuid.uuid4()), instant)


def _nettoyes(reglages: ReglagesSmtp) -> ReglagesSmtp:
    return ReglagesSmtp(
        nettoyer(reglages.hote).lower(),
        reglages.port,
        reglages.securite,
        nettoyer(reglages.utilisateur),
        nettoyer(reglages.expediteur),
        nettoyer(reglages.nom_expediteur),
    )


def _ligne(session: Session) -> Reglage | None:
    return session.execute(
        select(Reglage).where(Reglage.cle == CLE_SMTP, Reglage.site_id.is_(None), Reglage.annee_id.is_(None))
    ).scalar_one_or_none()


def _cle_secret(session: Session) -> str:
    """One secret a house: two bases on one desk do not mix."""
    return f"smtp:{session.execute(select(Etablissement.ref)).scalar()}"
