"""Trust in 2D-Doc codes, offline: lists of authorities, certificates and revocations, and the check of a signature.

The trust list (TSL) names the authorities alone; the certificates of those who sign come from each authority and are
checked against it. The XML signature of the list itself is not checked: whoever imports it compares the fingerprints.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree as ET

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from imuse_desk.domain.confiance import EtatSceau, VerdictSceau, est_d_essai
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.sceau import Identifiant, Sceau, SceauIllisible, Table, TypeSceau, lire

TAILLE_MAX = 8 * 1024 * 1024
_TSL = "{http://uri.etsi.org/02231/v2#}"
_CERTIFICAT = f"{_TSL}X509Certificate"
_EN_VIGUEUR = frozenset(
    {
        "inaccord",
        "undersupervision",
        "accredited",
        "recognisedatnationallevel",
        "granted",
        "setbynationallaw",
        "expired",
    }
)
"""What the norm of trust lists calls a service whose certificates hold (an expired one: for what it signed before).

Any other state (revoked, suspended, withdrawn, not in accordance…) takes the trust away.
"""
_ILLISIBLE = (
    ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)  # fmt: skip
"""What reading a damaged certificate may raise, some of it long after it was loaded."""
_EMPREINTES: Mapping[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


_RANGS = {
    EtatSceau.VALIDE: 0, EtatSceau.VALIDE_SANS_REVOCATION: 1, EtatSceau.EMETTEUR_ABSENT: 2, EtatSceau.INVALIDE: 3,
}  # fmt: skip
"""Which verdict holds where several certificates have the key that signed."""


@cache
def table() -> Table:
    """The fields and types of the specification."""
    brut: Any = json.loads((files("imuse_desk.resources") / "deux_ddoc.json").read_text(encoding="utf-8"))
    return Table(
        {ident: Identifiant(*regle) for ident, regle in brut["identifiants"].items()},
        {
            code: TypeSceau(
                t["libelle"], t["usage"], t["emission"], tuple(t["exige"]), tuple(tuple(g) for g in t["un_de"])
            )
            for code, t in brut["types"].items()
        },
    )


@dataclass(frozen=True, slots=True)
class ListeConfiance:
    """A trust list as published: its rank, its day, the day of the next one, and each authority's certificates."""

    sequence: int
    emise_le: date
    prochaine_le: date | None
    autorites: Mapping[str, tuple[x509.Certificate, ...]]


@dataclass(frozen=True, slots=True)
class Magasin:
    """What is trusted. ``certificats`` are by (authority, certificate); ``essai`` opens the names kept for tests."""

    autorites: Mapping[str, tuple[x509.Certificate, ...]] = field(default_factory=dict)
    certificats: Mapping[tuple[str, str], tuple[x509.Certificate, ...]] = field(default_factory=dict)
    revocations: Mapping[str, tuple[x509.CertificateRevocationList, ...]] = field(default_factory=dict)
    essai: bool = False


def lire_liste(octets: bytes) -> ListeConfiance:
    """Read a trust list. Raises Invalide(fichier, liste_illisible)."""
    if len(octets) > TAILLE_MAX or any(interdit in octets for interdit in (b"<!DOCTYPE", b"<!ENTITY", b"\0")):
        raise Invalide("fichier", "liste_illisible")
    try:
        racine = ET.fromstring(octets)  # noqa: S314  # no DTD (none in UTF-16 either), so no entity
        sequence = int(_texte(racine, "SchemeInformation/TSLSequenceNumber"))
        emise = datetime.fromisoformat(_texte(racine, "SchemeInformation/ListIssueDateTime")).date()
        suivante = racine.find(_chemin("SchemeInformation/NextUpdate/dateTime"))
        prochaine = datetime.fromisoformat(suivante.text).date() if suivante is not None and suivante.text else None
        lues = {
            _texte(tsp, "TSPInformation/TSPTradeName/Name").strip(): tuple(_certificats_en_vigueur(tsp))
            for tsp in racine.iter(f"{_TSL}TrustServiceProvider")
        }
    except (ET.ParseError, LookupError, binascii.Error, *_ILLISIBLE) as erreur:
        raise Invalide("fichier", "liste_illisible") from erreur
    if not lues:
        raise Invalide("fichier", "liste_illisible")
    return ListeConfiance(sequence, emise, prochaine, {code: siens for code, siens in lues.items() if siens})


def _certificats_en_vigueur(tsp: ET.Element) -> Iterator[x509.Certificate]:
    """Those of an authority's services as they are today: neither of one withdrawn, nor of what it was before."""
    services = list(tsp.iter(f"{_TSL}TSPService"))
    for service in services:
        statut = _texte(service, "ServiceInformation/ServiceStatus").strip()
        if statut.rpartition("/")[2] in _EN_VIGUEUR:
            for noeud in service.iterfind(f"{_chemin('ServiceInformation')}//{_CERTIFICAT}"):
                yield _entier(x509.load_der_x509_certificate(base64.b64decode(noeud.text or "")))


def _entier(certificat: x509.Certificate) -> x509.Certificate:
    """A certificate that can be read to its end: names, key and uses are looked at only when asked for."""
    for nom in (certificat.subject, certificat.issuer):
        nom_commun(nom)
    certificat.public_key()
    peut_sceller(certificat)
    return certificat


def _chemin(noms: str) -> str:
    return "/".join(f"{_TSL}{nom}" for nom in noms.split("/"))


def _texte(racine: ET.Element, noms: str) -> str:
    noeud = racine.find(_chemin(noms))
    if noeud is None or not noeud.text:
        raise ValueError(noms)
    return noeud.text


def lire_certificats(octets: bytes) -> tuple[x509.Certificate, ...]:
    """Certificates of a file: PEM (one or many), DER, PKCS#7. Raises Invalide(fichier, certificat_illisible)."""
    lecteurs = (
        x509.load_pem_x509_certificates,
        pkcs7.load_pem_pkcs7_certificates,
        lambda brut: [x509.load_der_x509_certificate(brut)],
        pkcs7.load_der_pkcs7_certificates,
    )
    for lecteur in lecteurs:
        try:
            certificats = tuple(_entier(certificat) for certificat in lecteur(octets))
        except _ILLISIBLE:
            continue
        if certificats:
            return certificats
    raise Invalide("fichier", "certificat_illisible")


def lire_revocations(octets: bytes) -> x509.CertificateRevocationList:
    """A list of revoked certificates, PEM or DER. Raises Invalide(fichier, revocations_illisibles)."""
    lecteur = x509.load_pem_x509_crl if octets.lstrip().startswith(b"-----BEGIN") else x509.load_der_x509_crl
    try:
        liste = lecteur(octets)
        nom_commun(liste.issuer)
        list(liste)
    except _ILLISIBLE as erreur:
        raise Invalide("fichier", "revocations_illisibles") from erreur
    return liste


def nom_commun(nom: x509.Name) -> str:
    """The CN, by which 2D-Doc names an authority and a certificate; empty without exactly one."""
    trouves = nom.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(trouves[0].value) if len(trouves) == 1 else ""


def peut_sceller(certificat: x509.Certificate) -> bool:
    """A signer's certificate: no authority's, and made to sign where it says what it is made for."""
    for extension in certificat.extensions:
        valeur = extension.value
        if isinstance(valeur, x509.BasicConstraints) and valeur.ca:
            return False
        if isinstance(valeur, x509.KeyUsage) and not (valeur.digital_signature or valeur.content_commitment):
            return False
    return True


def emetteur_de(certificat: x509.Certificate, autorites: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """The authority's certificate that signed this one while it was valid, or None."""
    jour = certificat.not_valid_before_utc
    return next(
        (a for a in ont_signe(certificat, autorites) if a.not_valid_before_utc <= jour <= a.not_valid_after_utc), None
    )


def ont_signe(certificat: x509.Certificate, autorites: Iterable[x509.Certificate]) -> Iterator[x509.Certificate]:
    """The authority's certificates whose key signed this one, whenever that was."""
    for autorite in autorites:
        try:
            certificat.verify_directly_issued_by(autorite)
        except (InvalidSignature, *_ILLISIBLE):
            continue
        yield autorite


def signe_par(revocations: x509.CertificateRevocationList, autorites: Iterable[x509.Certificate]) -> bool:
    """Tell whether one of the authority's certificates signed a list of revoked ones."""
    for autorite in autorites:
        try:
            if revocations.is_signature_valid(autorite.public_key()):  # type: ignore[arg-type]  # RSA or EC, both are
                return True
        except _ILLISIBLE:
            continue
    return False


def est_revoque(certificat: x509.Certificate, listes: Iterable[x509.CertificateRevocationList]) -> bool:
    """Tell whether one of the lists names a certificate; once revoked, for good."""
    numero = certificat.serial_number
    return any(liste.get_revoked_certificate_by_serial_number(numero) is not None for liste in listes)


def magasin_d_essai(octets: bytes) -> Magasin:
    """A store for tests from a bundle: leaf CN = certificate, issuer CN = authority; nothing is checked behind it."""
    feuilles: dict[tuple[str, str], tuple[x509.Certificate, ...]] = {}
    for certificat in lire_certificats(octets):
        cle = nom_commun(certificat.issuer), nom_commun(certificat.subject)
        feuilles[cle] = (*feuilles.get(cle, ()), certificat)
    return Magasin(certificats=feuilles, essai=True)


def examiner(octets: bytes, magasin: Magasin, aujourdhui: date) -> tuple[Sceau | None, VerdictSceau]:
    """Read a code and judge it; a code that breaks the specification is invalid, with the rule broken."""
    try:
        sceau = lire(octets, table())
    except SceauIllisible as erreur:
        return None, VerdictSceau(EtatSceau.INVALIDE, f"illisible_{erreur.code}")
    return sceau, juger(sceau, magasin, aujourdhui)


def juger(sceau: Sceau, magasin: Magasin, aujourdhui: date) -> VerdictSceau:
    """Check the signature, the certificate and its authority; the bytes are those read, nothing is tried otherwise."""
    if est_d_essai(sceau.autorite, sceau.certificat) and not magasin.essai:
        return VerdictSceau(EtatSceau.EMETTEUR_ABSENT, "essai")
    candidats = [c for c in magasin.certificats.get((sceau.autorite, sceau.certificat), ()) if peut_sceller(c)]
    if not candidats:
        connue = sceau.autorite in magasin.autorites
        return VerdictSceau(EtatSceau.EMETTEUR_ABSENT, "certificat_inconnu" if connue else "autorite_inconnue")
    verdicts = [_selon(sceau, c, magasin, aujourdhui) for c in candidats if _verifie(sceau, c)]
    if not verdicts:
        return VerdictSceau(EtatSceau.INVALIDE, "signature")
    # a certificate renewed with its key: the one of that day answers, but a revoked one voids what the key signed
    return next((v for v in verdicts if v.raison == "revoque"), None) or min(verdicts, key=lambda v: _RANGS[v.etat])


def _selon(sceau: Sceau, certificat: x509.Certificate, magasin: Magasin, aujourdhui: date) -> VerdictSceau:
    """What one certificate makes of a code that its key signed."""
    emetteur = _organisme(certificat)
    if magasin.essai:
        return VerdictSceau(EtatSceau.VALIDE, "essai", emetteur=emetteur)
    autorite = emetteur_de(certificat, magasin.autorites.get(sceau.autorite, ()))
    siennes = (autorite,) if autorite is not None else ()
    listes = [liste for liste in magasin.revocations.get(sceau.autorite, ()) if signe_par(liste, siennes)]
    if est_revoque(certificat, listes):  # voids every code that it signed, whatever their dates
        return VerdictSceau(EtatSceau.INVALIDE, "revoque", emetteur=emetteur)
    if sceau.signe_le is None:
        return VerdictSceau(EtatSceau.INVALIDE, "sans_date", emetteur=emetteur)
    if not _dans(certificat, sceau.signe_le) or sceau.signe_le > aujourdhui:
        return VerdictSceau(EtatSceau.INVALIDE, "hors_validite", emetteur=emetteur)
    if autorite is None or not _dans(autorite, sceau.signe_le):
        return VerdictSceau(EtatSceau.EMETTEUR_ABSENT, "autorite_expiree" if autorite else "autorite_inconnue")
    derniere = max(listes, key=lambda liste: liste.last_update_utc, default=None)
    if derniere is None:
        return VerdictSceau(EtatSceau.VALIDE_SANS_REVOCATION, emetteur=emetteur)
    fin = derniere.next_update_utc
    est_fraiche = fin is not None and fin >= datetime.combine(aujourdhui, datetime.min.time(), UTC)
    etat = EtatSceau.VALIDE if est_fraiche else EtatSceau.VALIDE_SANS_REVOCATION
    return VerdictSceau(etat, "", derniere.last_update_utc.date(), emetteur)


def _dans(certificat: x509.Certificate, jour: date) -> bool:
    return certificat.not_valid_before_utc.date() <= jour <= certificat.not_valid_after_utc.date()


def _organisme(certificat: x509.Certificate) -> str:
    trouves = certificat.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(trouves[0].value) if trouves else nom_commun(certificat.subject)


def _verifie(sceau: Sceau, certificat: x509.Certificate) -> bool:
    """ECDSA on the curve of the certificate's key, r and s side by side."""
    cle = certificat.public_key()
    if not isinstance(cle, ec.EllipticCurvePublicKey) or cle.curve.name not in _EMPREINTES:
        return False
    moitie = (cle.key_size + 7) // 8
    if len(sceau.signature) != 2 * moitie:
        return False
    r, s = (int.from_bytes(part, "big") for part in (sceau.signature[:moitie], sceau.signature[moitie:]))
    try:
        cle.verify(encode_dss_signature(r, s), sceau.message, ec.ECDSA(_EMPREINTES[cle.curve.name]))
    except InvalidSignature:
        return False
    return True
