"""A certification authority of examples: it signs, revokes and is named by a list, so that the store can be shown.

Its key is made for the occasion and never kept: what it signed once is all that it will ever sign.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_LISTE = """<?xml version="1.0" encoding="UTF-8"?>
<tsl:TrustServiceStatusList xmlns:tsl="http://uri.etsi.org/02231/v2#"><tsl:SchemeInformation>
<tsl:TSLSequenceNumber>{sequence}</tsl:TSLSequenceNumber>
<tsl:ListIssueDateTime>{emise}T00:00:00Z</tsl:ListIssueDateTime>
<tsl:NextUpdate><tsl:dateTime>{prochaine}T00:00:00Z</tsl:dateTime></tsl:NextUpdate></tsl:SchemeInformation>
<tsl:TrustServiceProviderList>{autorites}</tsl:TrustServiceProviderList></tsl:TrustServiceStatusList>
"""
_AUTORITE = (
    "<tsl:TrustServiceProvider><tsl:TSPInformation><tsl:TSPTradeName><tsl:Name>{code}</tsl:Name></tsl:TSPTradeName>"
    "</tsl:TSPInformation><tsl:TSPServices><tsl:TSPService><tsl:ServiceInformation><tsl:ServiceDigitalIdentity>"
    "<tsl:DigitalId><tsl:X509Certificate>{certificat}</tsl:X509Certificate></tsl:DigitalId>"
    "</tsl:ServiceDigitalIdentity><tsl:ServiceStatus>{statut}</tsl:ServiceStatus></tsl:ServiceInformation>"
    "</tsl:TSPService></tsl:TSPServices></tsl:TrustServiceProvider>"
)


@dataclass(frozen=True)
class AutoriteExemple:
    """``AutoriteExemple.creer("FR42", du, au)``, whose CN is the code that codes name."""

    code: str
    cle: rsa.RSAPrivateKey
    certificat: x509.Certificate

    @classmethod
    def creer(cls, code: str, du: date, au: date, organisme: str = "Essais") -> "AutoriteExemple":
        """A new authority, which signs itself."""
        cle = rsa.generate_private_key(65537, 2048)
        nom = _nommer(code, organisme)
        return cls(code, cle, _certificat(nom, nom, cle.public_key(), du, au).sign(cle, hashes.SHA256()))

    def signer(
        self, code: str, cle: ec.EllipticCurvePrivateKey, du: date, au: date, organisme: str = "Essais"
    ) -> x509.Certificate:
        """The certificate of somebody who seals documents."""
        sujet = _nommer(code, organisme)
        return _certificat(sujet, self.certificat.subject, cle.public_key(), du, au).sign(self.cle, hashes.SHA256())

    def revoquer(self, *certificats: x509.Certificate, le: date, prochaine: date) -> x509.CertificateRevocationList:
        """The list of those revoked on a day, maybe none."""
        liste = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificat.subject)
            .last_update(_minuit(le))
            .next_update(_minuit(prochaine))
        )
        for certificat in certificats:
            revoque = x509.RevokedCertificateBuilder().serial_number(certificat.serial_number)
            liste = liste.add_revoked_certificate(revoque.revocation_date(_minuit(le)).build())
        return liste.sign(self.cle, hashes.SHA256())


def liste_exemple(
    autorites: Sequence[AutoriteExemple], sequence: int, emise: date, prochaine: date, etat: str = "inaccord"
) -> bytes:
    """A trust list that names authorities, in the form of the published one; ``etat`` is that of their services."""
    noms = "".join(
        _AUTORITE.format(
            code=a.code,
            certificat=base64.b64encode(a.certificat.public_bytes(Encoding.DER)).decode(),
            statut=f"http://uri.etsi.org/TrstSvc/Svcstatus/{etat}",
        )
        for a in autorites
    )
    return _LISTE.format(sequence=sequence, emise=emise, prochaine=prochaine, autorites=noms).encode()


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, datetime.min.time(), UTC)


def _nommer(code: str, organisme: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisme), x509.NameAttribute(NameOID.COMMON_NAME, code)]
    )


def _certificat(
    sujet: x509.Name, emetteur: x509.Name, cle: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, du: date, au: date
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(sujet)
        .issuer_name(emetteur)
        .public_key(cle)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_minuit(du))
        .not_valid_after(_minuit(au))
    )
