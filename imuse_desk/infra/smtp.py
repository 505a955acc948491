"""Send one e-mail to an SMTP server; the answer is a value: accepted, refused for now, refused for good.

Certificates are checked, nothing leaves in clear but to this very computer, and no header can be forged from a text.
"""

import base64
import smtplib
import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.domain.textes import nettoyer
from imuse_desk.infra.saisie.courriels import lire_courriel

DELAI_S = 10.0
_LOCAUX = frozenset({"localhost", "127.0.0.1", "::1"})
_AUTHENTIFIE = 235
_REFUS_MESSAGE = frozenset({552, 554})


class Securite(StrEnum):
    """How the connection is protected; ``aucune`` only to this computer."""

    STARTTLS = "starttls"
    SSL = "ssl"
    AUCUNE = "aucune"


class EtatEnvoi(StrEnum):
    """What the server said."""

    ACCEPTE = "accepte"
    TEMPORAIRE = "temporaire"  # to try again: server away, busy, or settings to put right
    DEFINITIF = "definitif"  # this message will never be taken


@dataclass(frozen=True, slots=True)
class ReglagesSmtp:
    """Settings of the house; the password is kept apart, in the system's key ring."""

    hote: str
    port: int
    securite: Securite
    utilisateur: str
    expediteur: str
    nom_expediteur: str = ""


@dataclass(frozen=True, slots=True)
class Fichier:
    """An attachment: its name as shown, its MIME type, its bytes."""

    nom: str
    contenu: bytes
    type_mime: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Courriel:
    """One e-mail in plain text; ``reference`` makes a stable Message-ID, so that a second sending shows as the same."""

    destinataire: str
    sujet: str
    corps: str
    reference: str
    date: datetime
    fichiers: tuple[Fichier, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultatEnvoi:
    """Answer to one sending: ``code`` is a key of the messages table, ``detail`` the server's own words."""

    etat: EtatEnvoi
    code: str = ""
    detail: str = ""


def valider_reglages(reglages: ReglagesSmtp) -> None:
    """Raise FormulaireInvalide: hote (champ_obligatoire, smtp_hote), port (smtp_port), securite
    (smtp_sans_protection), expediteur (champ_obligatoire, courriel_…).
    """
    erreurs: list[Invalide] = []
    if not reglages.hote:
        erreurs.append(Invalide("hote", "champ_obligatoire"))
    elif not reglages.hote.isascii() or any(c.isspace() or c in "/@" for c in reglages.hote):
        erreurs.append(Invalide("hote", "smtp_hote"))
    if not 1 <= reglages.port <= 65_535:
        erreurs.append(Invalide("port", "smtp_port"))
    if reglages.securite not in (Securite.STARTTLS, Securite.SSL) and reglages.hote not in _LOCAUX:
        erreurs.append(Invalide("securite", "smtp_sans_protection"))
    try:
        if not lire_courriel(reglages.expediteur, champ="expediteur")[0]:
            erreurs.append(Invalide("expediteur", "champ_obligatoire"))
    except Invalide as erreur:
        erreurs.append(erreur)
    if erreurs:
        raise FormulaireInvalide(erreurs)


class TransportSmtp:
    """A connection a message. ``contexte_tls`` replaces the system's authorities (a house's own)."""

    def __init__(
        self,
        reglages: ReglagesSmtp,
        mot_de_passe: str = "",
        *,
        contexte_tls: ssl.SSLContext | None = None,
        delai_s: float = DELAI_S,
    ) -> None:
        valider_reglages(reglages)
        self._reglages = reglages
        self._mot_de_passe = mot_de_passe
        self._tls = contexte_tls
        self._delai_s = delai_s

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        """Send and say what the server answered; no network fault comes out as an exception."""
        try:
            message = composer(self._reglages, courriel)
        except Invalide as erreur:
            return ResultatEnvoi(EtatEnvoi.DEFINITIF, erreur.code)
        try:
            with self._connecter() as serveur:
                serveur.send_message(message, self._reglages.expediteur, [str(message["To"].addresses[0].addr_spec)])
        except (OSError, smtplib.SMTPException) as erreur:
            return _classer(erreur)
        return ResultatEnvoi(EtatEnvoi.ACCEPTE)

    def _connecter(self) -> smtplib.SMTP:
        hote, port, securite = self._reglages.hote, self._reglages.port, self._reglages.securite
        contexte = self._tls or ssl.create_default_context()
        if securite == Securite.SSL:
            serveur: smtplib.SMTP = smtplib.SMTP_SSL(hote, port, timeout=self._delai_s, context=contexte)
        else:
            serveur = smtplib.SMTP(hote, port, timeout=self._delai_s)
        try:
            if securite == Securite.STARTTLS:
                serveur.starttls(context=contexte)
            if self._reglages.utilisateur:
                _entrer(serveur, self._reglages.utilisateur, self._mot_de_passe)
        except (OSError, smtplib.SMTPException):
            serveur.close()
            raise
        return serveur


def _entrer(serveur: smtplib.SMTP, utilisateur: str, mot_de_passe: str) -> None:
    """Log in; smtplib only knows ASCII passwords, others go by AUTH PLAIN in UTF-8."""
    if (utilisateur + mot_de_passe).isascii():
        serveur.login(utilisateur, mot_de_passe)
        return
    serveur.ehlo_or_helo_if_needed()
    jeton = base64.b64encode(f"\0{utilisateur}\0{mot_de_passe}".encode()).decode()
    code, mots = serveur.docmd("AUTH", f"PLAIN {jeton}")
    if code != _AUTHENTIFIE:
        raise smtplib.SMTPAuthenticationError(code, mots)


def composer(reglages: ReglagesSmtp, courriel: Courriel) -> EmailMessage:
    """The message as it leaves. Raises Invalide on an address that cannot be one."""
    destinataire = _adresse(courriel.destinataire)
    expediteur = _adresse(reglages.expediteur)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_une_ligne(reglages.nom_expediteur), addr_spec=expediteur)
    message["To"] = Address(addr_spec=destinataire)
    message["Subject"] = _une_ligne(courriel.sujet)
    message["Date"] = format_datetime(courriel.date)
    message["Message-ID"] = f"<{courriel.reference}@{expediteur.rpartition('@')[2]}>"
    message["Content-Language"] = "fr"
    message.set_content(courriel.corps)
    for fichier in courriel.fichiers:
        genre, _, sorte = fichier.type_mime.partition("/")
        message.add_attachment(
            fichier.contenu, maintype=genre, subtype=sorte, filename=_une_ligne(fichier.nom).replace("/", "-")
        )
    return message


def _une_ligne(texte: str) -> str:
    """A text that cannot begin another header: no line break, no control or bidirectional mark."""
    return " ".join(nettoyer(texte).split())


def _adresse(texte: str) -> str:
    adresse = lire_courriel(texte)[0]
    if not adresse:
        raise Invalide("email", "courriel_manquant")
    local, _, domaine = adresse.rpartition("@")
    try:
        return f"{local}@{domaine.encode('idna').decode()}"
    except UnicodeError as erreur:
        raise Invalide("email", "courriel_invalide") from erreur


def _classer(erreur: OSError | smtplib.SMTPException) -> ResultatEnvoi:
    if isinstance(erreur, smtplib.SMTPRecipientsRefused):
        code, mots = next(iter(erreur.recipients.values()))
        return _selon_code(code, mots, "smtp_destinataire_refuse")
    if isinstance(erreur, smtplib.SMTPNotSupportedError):
        return _non_pris_en_charge(str(erreur))
    if isinstance(erreur, smtplib.SMTPSenderRefused):
        return _temporaire("smtp_expediteur_refuse", _mots(erreur.smtp_error))
    if isinstance(erreur, smtplib.SMTPAuthenticationError):
        return _temporaire("smtp_authentification", _mots(erreur.smtp_error))
    if isinstance(erreur, smtplib.SMTPResponseException):
        return _selon_code(erreur.smtp_code, erreur.smtp_error, "smtp_message_refuse")
    return _panne(erreur)


def _panne(erreur: OSError | smtplib.SMTPException) -> ResultatEnvoi:
    """No answer of the server's: everything here may be better later."""
    if isinstance(erreur, ssl.SSLCertVerificationError):
        return _temporaire("smtp_certificat", erreur.verify_message)
    if isinstance(erreur, TimeoutError) or isinstance(erreur.__context__, TimeoutError):  # smtplib hides some
        return _temporaire("smtp_delai", "")
    if isinstance(erreur, socket.gaierror):
        return _temporaire("smtp_hote_introuvable", "")
    return _temporaire("smtp_injoignable", type(erreur).__name__)


def _non_pris_en_charge(mots: str) -> ResultatEnvoi:
    if "STARTTLS" in mots:
        return _temporaire("smtp_sans_tls", "")
    if "AUTH" in mots:
        return _temporaire("smtp_authentification", "")
    return ResultatEnvoi(EtatEnvoi.DEFINITIF, "smtp_adresse_internationale")


def _selon_code(code: int, mots: bytes | str, nom: str) -> ResultatEnvoi:
    """4xx is for now, 5xx for good (552 and 554 speak of the message)."""
    if 500 <= code < 600:
        return ResultatEnvoi(EtatEnvoi.DEFINITIF, "smtp_message_refuse" if code in _REFUS_MESSAGE else nom, _mots(mots))
    return _temporaire("smtp_plus_tard", f"{code} {_mots(mots)}")


def _temporaire(code: str, detail: str) -> ResultatEnvoi:
    return ResultatEnvoi(EtatEnvoi.TEMPORAIRE, code, detail[:200])


def _mots(brut: bytes | str) -> str:
    texte = brut.decode("utf-8", "replace") if isinstance(brut, bytes) else brut
    return nettoyer(texte.replace("\n", " "))[:200]
