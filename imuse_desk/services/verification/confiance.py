"""The trust store of the house: imported from files, shared by every desk, its age shown."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.confiance import est_d_essai
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.sceaux import (
    Magasin,
    emetteur_de,
    lire_certificats,
    lire_liste,
    lire_revocations,
    nom_commun,
    signe_par,
)
from imuse_desk.models import CertificatConfiance, ListeConfiance, ListeRevocation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

Autorites = Mapping[str, tuple[x509.Certificate, ...]]


@dataclass(frozen=True, slots=True)
class Importe:
    """What a file brought: how many, how many were already there, and those refused, each with a code."""

    genre: str
    ajoutes: int
    deja: int
    refuses: tuple[tuple[str, str], ...] = ()

    @classmethod
    def de(cls, fait: Fait[dict[str, Any]]) -> "Importe":
        """What an import answered."""
        dit = fait.resultat
        refuses = tuple((str(code), str(raison)) for code, raison in dit["refuses"])
        return cls(dit["genre"], dit["ajoutes"], dit["deja"], refuses)


@dataclass(frozen=True, slots=True)
class AutoriteVue:
    """An authority: until when it is valid, its fingerprint to compare, what the store holds of it."""

    code: str
    nom: str
    au_le: date
    empreinte: str
    certificats: int
    revocations_du: date | None


@dataclass(frozen=True, slots=True)
class Confiance:
    """The store as it is: the list's rank and days, and its authorities."""

    sequence: int | None
    emise_le: date | None
    prochaine_le: date | None
    autorites: tuple[AutoriteVue, ...]


@cas_d_usage(Permission.GERER_COMPTES)
def importer_confiance(ctx: Contexte, octets: bytes) -> Fait[dict[str, Any]]:
    """Import a trust list, certificates or a list of revocations: the file says what it is.

    Raises Invalide(fichier, certificat_illisible | liste_illisible), RegleMetier(liste_plus_ancienne: sequence |
    revocations_sans_autorite).
    """
    genre = _genre(octets)
    importer = {"liste": _importer_liste, "revocations": _importer_revocations, "certificats": _importer_certificats}

    def ecrire(unite: Unite) -> dict[str, Any]:
        importe = importer[genre](unite, octets)
        if importe.ajoutes:
            unite.touche("confiance", 0)
        return asdict(importe)

    return ctx.ecrire("importer_confiance", ecrire)


def _genre(octets: bytes) -> str:
    if octets.lstrip().startswith(b"<"):
        return "liste"
    try:
        lire_revocations(octets)
    except Invalide:
        return "certificats"
    return "revocations"


def _importer_liste(unite: Unite, octets: bytes) -> Importe:
    """An older list never replaces a newer one: it may still trust somebody who was withdrawn."""
    lue = lire_liste(octets)
    derniere = unite.session.scalar(select(func.max(ListeConfiance.sequence)))
    if derniere is not None and lue.sequence < derniere:
        raise RegleMetier("liste_plus_ancienne", sequence=lue.sequence, derniere=derniere)
    if lue.sequence == derniere:
        return Importe("liste", 0, 1)
    unite.session.add(
        ListeConfiance(
            sequence=lue.sequence, emise_le=lue.emise_le, prochaine_le=lue.prochaine_le, contenu=octets,
            a=unite.maintenant, agent=unite.auteur.agent,
        )
    )  # fmt: skip
    return Importe("liste", 1, 0)


def _importer_certificats(unite: Unite, octets: bytes) -> Importe:
    autorites = _autorites(unite.session)
    ajoutes = deja = 0
    refuses: list[tuple[str, str]] = []
    for certificat in lire_certificats(octets):
        autorite, code = nom_commun(certificat.issuer), nom_commun(certificat.subject)
        raison = _refus(certificat, autorite, code, autorites)
        empreinte = _empreinte(certificat)
        if raison:
            refuses.append((code or empreinte[:12], raison))
        elif unite.session.scalar(select(CertificatConfiance.id).where(CertificatConfiance.empreinte == empreinte)):
            deja += 1
        else:
            ajoutes += 1
            unite.session.add(
                CertificatConfiance(
                    autorite=autorite, code=code, empreinte=empreinte,
                    du_le=certificat.not_valid_before_utc.date(), au_le=certificat.not_valid_after_utc.date(),
                    contenu=certificat.public_bytes(Encoding.DER), a=unite.maintenant, agent=unite.auteur.agent,
                )
            )  # fmt: skip
            unite.session.flush()
    return Importe("certificats", ajoutes, deja, tuple(refuses))


def _refus(certificat: x509.Certificate, autorite: str, code: str, autorites: Autorites) -> str:
    """Why a certificate is not taken; empty when it is."""
    if est_d_essai(autorite, code):
        return "certificat_d_essai"
    if autorite not in autorites:
        return "autorite_absente"
    if emetteur_de(certificat, autorites[autorite]) is None:
        return "signature_fausse"
    return ""


def _importer_revocations(unite: Unite, octets: bytes) -> Importe:
    liste = lire_revocations(octets)
    autorite = nom_commun(liste.issuer)
    if not signe_par(liste, _autorites(unite.session).get(autorite, ())):
        raise RegleMetier("revocations_sans_autorite", autorite=autorite)
    contenu = liste.public_bytes(Encoding.DER)
    empreinte = hashlib.sha256(contenu).hexdigest()
    if unite.session.scalar(select(ListeRevocation.id).where(ListeRevocation.empreinte == empreinte)):
        return Importe("revocations", 0, 1)
    unite.session.add(
        ListeRevocation(
            autorite=autorite, empreinte=empreinte, du_le=liste.last_update_utc.date(),
            prochaine_le=liste.next_update_utc.date() if liste.next_update_utc else None, contenu=contenu,
            a=unite.maintenant, agent=unite.auteur.agent,
        )
    )  # fmt: skip
    return Importe("revocations", 1, 0)


@cas_d_usage(Permission.CONSULTER)
def lire_confiance(ctx: Contexte) -> Confiance:
    """What the store holds, authority by authority."""
    with ctx.lire() as session:
        tete = _derniere_liste(session)
        autorites = _autorites(session)
        comptes = select(CertificatConfiance.autorite, func.count().label("nombre"))
        certificats = {x.autorite: x.nombre for x in session.execute(comptes.group_by(CertificatConfiance.autorite))}
        derniers = select(ListeRevocation.autorite, func.max(ListeRevocation.du_le).label("jour"))
        revocations = {x.autorite: x.jour for x in session.execute(derniers.group_by(ListeRevocation.autorite))}
    vues = tuple(
        AutoriteVue(
            code=code,
            nom=_organisme(siens),
            au_le=max(c.not_valid_after_utc.date() for c in siens),
            empreinte=_empreinte(siens[0]),
            certificats=certificats.get(code, 0),
            revocations_du=revocations.get(code),
        )
        for code, siens in sorted(autorites.items())
        if siens
    )
    if tete is None:
        return Confiance(None, None, None, vues)
    return Confiance(tete.sequence, tete.emise_le, tete.prochaine_le, vues)


def charger_magasin(session: Session) -> Magasin:
    """The store ready to judge seals."""
    certificats: defaultdict[tuple[str, str], tuple[x509.Certificate, ...]] = defaultdict(tuple)
    for autorite, code, contenu in session.execute(
        select(CertificatConfiance.autorite, CertificatConfiance.code, CertificatConfiance.contenu)
    ):
        certificats[autorite, code] += (x509.load_der_x509_certificate(contenu),)
    revocations: defaultdict[str, tuple[x509.CertificateRevocationList, ...]] = defaultdict(tuple)
    for autorite, contenu in session.execute(select(ListeRevocation.autorite, ListeRevocation.contenu)):
        revocations[autorite] += (x509.load_der_x509_crl(contenu),)
    return Magasin(_autorites(session), certificats, revocations)


def _derniere_liste(session: Session) -> ListeConfiance | None:
    return session.scalars(select(ListeConfiance).order_by(ListeConfiance.sequence.desc()).limit(1)).first()


def _autorites(session: Session) -> Autorites:
    """The authorities of the newest list, whose certificates of tests are never among them."""
    liste = _derniere_liste(session)
    if liste is None:
        return {}
    return {code: siens for code, siens in lire_liste(liste.contenu).autorites.items() if not est_d_essai(code, "")}


def _empreinte(certificat: x509.Certificate) -> str:
    return hashlib.sha256(certificat.public_bytes(Encoding.DER)).hexdigest()


def _organisme(certificats: Sequence[x509.Certificate]) -> str:
    noms = certificats[0].subject.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)
    return str(noms[0].value) if noms else nom_commun(certificats[0].subject)
