"""A real SMTP server on this computer, told how to answer."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from imuse_desk.infra.smtp import ReglagesSmtp, Securite


@dataclass
class Serveur:
    """What the server received, and what it answers to RCPT and DATA."""

    reponse_rcpt: str = "250 OK"
    reponse_data: str = "250 OK"
    attente_s: float = 0.0
    port: int = 0
    recus: list[bytes] = field(default_factory=list)
    destinataires: list[str] = field(default_factory=list)

    async def handle_RCPT(self, _s: Any, _session: Session, enveloppe: Envelope, adresse: str, _o: list[str]) -> str:  # noqa: N802
        if self.reponse_rcpt.startswith("250"):
            enveloppe.rcpt_tos.append(adresse)
        return self.reponse_rcpt

    async def handle_DATA(self, _s: Any, _session: Session, enveloppe: Envelope) -> str:  # noqa: N802
        if self.attente_s:
            time.sleep(self.attente_s)
        if self.reponse_data.startswith("250"):
            contenu = enveloppe.content
            self.recus.append(contenu if isinstance(contenu, bytes) else (contenu or "").encode())
            self.destinataires += enveloppe.rcpt_tos
        return self.reponse_data


class _AuPortLibre(Controller):
    """The port is given by the system."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # begun by then
        super()._trigger_server()


@contextmanager
def serveur_smtp(serveur: Serveur, **options: Any) -> Iterator[Serveur]:
    """Run the server; its port is in ``serveur.port``."""
    controleur = _AuPortLibre(serveur, hostname="127.0.0.1", port=0, **options)
    controleur.start()
    serveur.port = controleur.port
    try:
        yield serveur
    finally:
        controleur.stop()


def authentifieur(nom: str, mot_de_passe: str) -> Any:
    """Accept one login and password."""

    def verifier(_serveur: Any, _session: Any, _enveloppe: Any, _mecanisme: str, donnees: Any) -> AuthResult:
        juste = (donnees.login, donnees.password) == (nom.encode(), mot_de_passe.encode())
        return AuthResult(success=juste, handled=juste)

    return verifier


def reglages(serveur: Serveur, securite: Securite = Securite.AUCUNE, utilisateur: str = "") -> ReglagesSmtp:
    """Settings that reach the server."""
    hote = "127.0.0.1" if securite is Securite.AUCUNE else "localhost"
    return ReglagesSmtp(hote, serveur.port, securite, utilisateur, "ecole@example.org", "Conservatoire de Meudon")


def certificat(dossier: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A self-made certificate for localhost: the server's context, and a client's that trusts it."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    maintenant = datetime.now(UTC)
    fait = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(1)
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    chemin = dossier / "certificat.pem"
    chemin.write_bytes(
        cle.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + fait.public_bytes(serialization.Encoding.PEM)
    )
    serveur = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serveur.load_cert_chain(chemin)
    return serveur, ssl.create_default_context(cafile=str(chemin))
