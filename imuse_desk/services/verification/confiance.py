"""The trust store of the house: imported from files, shared by every desk, its age shown."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.confiance import est_d_essai
from imuse_desk.domain.erreurs import ErreurMetier, Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.sceaux import (
    TAILLE_MAX,
    Magasin,
    emetteur_de,
    est_revoque,
    lire_certificats,
    lire_liste,
    lire_revocations,
    nom_commun,
    ont_signe,
    peut_sceller,
    signe_par,
)
from imuse_desk.models import CertificatConfiance, ListeConfiance, ListeRevocation
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage

Autorites = Mapping[str, tuple[x509.Certificate, ...]]
REFUS = {
    "certificat_d_essai": "certificat d’essai de la norme, jamais tenu pour sûr",
    "autorite_absente": "son autorité n’est pas dans la liste de confiance",
    "autorite_expiree": "son autorité n’était pas valable quand elle l’a signé",
    "signature_fausse": "son autorité ne l’a pas signé",
    "usage_interdit": "il n’est pas fait pour sceller des documents",
}
"""Why one certificate of a file is not taken."""


@dataclass(frozen=True, slots=True)
class Importe:
    """What a file brought: how many, how many were already there, and those refused, each with a code.

    ``empreintes`` are those of what the file holds and is taken: (authority or certificate, SHA-256) to compare.
    """

    genre: str
    ajoutes: int
    deja: int
    refuses: tuple[tuple[str, str], ...] = ()
    empreintes: tuple[tuple[str, str], ...] = ()

    @property
    def est_vain(self) -> bool:
        """Everything in the file was refused."""
        return bool(self.refuses) and not self.ajoutes and not self.deja

    @classmethod
    def de(cls, fait: Fait[dict[str, Any]]) -> "Importe":
        """What an import answered."""
        dit = fait.resultat
        refuses, empreintes = (tuple((str(a), str(b)) for a, b in dit[cle]) for cle in ("refuses", "empreintes"))
        return cls(dit["genre"], dit["ajoutes"], dit["deja"], refuses, empreintes)


@dataclass(frozen=True, slots=True)
class FichierImporte:
    """A file given to the store: what it brought, or why it was refused."""

    nom: str
    importe: Importe | None = None
    refus: ErreurMetier | None = None
    changements: Changements | None = None


@dataclass(frozen=True, slots=True)
class AutoriteVue:
    """An authority: until when it is valid, its fingerprint to compare, what the store holds of it.

    ``revocations_au`` is the day by which its list of revoked certificates has to be read again.
    """

    code: str
    nom: str
    au_le: date
    empreinte: str
    certificats: int
    revocations_du: date | None
    revocations_au: date | None = None


@dataclass(frozen=True, slots=True)
class CertificatVu:
    """The certificate of somebody who seals documents, and who brought it in."""

    id: int
    autorite: str
    code: str
    nom: str
    du_le: date
    au_le: date
    est_revoque: bool
    empreinte: str
    importe_le: date
    agent: str


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


@cas_d_usage(Permission.GERER_COMPTES)
def importer_fichiers(ctx: Contexte, chemins: Sequence[Path]) -> tuple[FichierImporte, ...]:
    """Import files one by one, trust lists first whatever the order given: the rest is checked against them."""
    lus = [(chemin.name, _lire_fichier(chemin)) for chemin in chemins]
    lus.sort(key=lambda lu: not isinstance(lu[1], bytes) or not _est_une_liste(lu[1]))
    return tuple(_importer_un(ctx, nom, lu) for nom, lu in lus)


def _importer_un(ctx: Contexte, nom: str, lu: bytes | ErreurMetier) -> FichierImporte:
    if not isinstance(lu, bytes):
        return FichierImporte(nom, refus=lu)
    try:
        fait = importer_confiance(ctx, lu)
    except ErreurMetier as refus:
        return FichierImporte(nom, refus=refus)
    return FichierImporte(nom, Importe.de(fait), changements=fait.changements)


def _lire_fichier(chemin: Path) -> bytes | ErreurMetier:
    """The bytes of a file, or why they are not read; a huge one is not read to the end, a pipe never."""
    if not chemin.is_file():
        return RegleMetier("pas_un_fichier" if chemin.exists() else "fichier_introuvable")
    try:
        with chemin.open("rb") as flux:
            octets = flux.read(TAILLE_MAX + 1)
    except OSError:
        return RegleMetier("acces_refuse")
    return octets if len(octets) <= TAILLE_MAX else Invalide("fichier", "certificat_illisible")


def _est_une_liste(octets: bytes) -> bool:
    return octets.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _genre(octets: bytes) -> str:
    if _est_une_liste(octets):
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
    refuses = tuple((code, "certificat_d_essai") for code in lue.autorites if est_d_essai(code, ""))
    empreintes = tuple(
        (code, _empreinte(c)) for code, siens in lue.autorites.items() if not est_d_essai(code, "") for c in siens
    )
    if lue.sequence == derniere:
        return Importe("liste", 0, 1, refuses, empreintes)
    unite.session.add(
        ListeConfiance(
            sequence=lue.sequence, emise_le=lue.emise_le, prochaine_le=lue.prochaine_le, contenu=octets,
            a=unite.maintenant, agent=unite.auteur.agent,
        )
    )  # fmt: skip
    return Importe("liste", 1, 0, refuses, empreintes)


def _importer_certificats(unite: Unite, octets: bytes) -> Importe:
    autorites = _autorites(unite.session)
    ajoutes = deja = 0
    refuses: list[tuple[str, str]] = []
    empreintes: list[tuple[str, str]] = []
    for certificat in lire_certificats(octets):
        autorite, code = nom_commun(certificat.issuer), nom_commun(certificat.subject)
        raison = _refus(certificat, autorite, code, autorites)
        empreinte = _empreinte(certificat)
        if raison:
            refuses.append((code or empreinte[:12], raison))
            continue
        empreintes.append((f"{autorite} {code}", empreinte))
        if unite.session.scalar(select(CertificatConfiance.id).where(CertificatConfiance.empreinte == empreinte)):
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
    return Importe("certificats", ajoutes, deja, tuple(refuses), tuple(empreintes))


def _refus(certificat: x509.Certificate, autorite: str, code: str, autorites: Autorites) -> str:
    """Why a certificate is not taken; empty when it is."""
    if est_d_essai(autorite, code):
        return "certificat_d_essai"
    if autorite not in autorites:
        return "autorite_absente"
    if not peut_sceller(certificat):
        return "usage_interdit"
    if emetteur_de(certificat, autorites[autorite]) is not None:
        return ""
    return "autorite_expiree" if any(ont_signe(certificat, autorites[autorite])) else "signature_fausse"


def _importer_revocations(unite: Unite, octets: bytes) -> Importe:
    liste = lire_revocations(octets)
    autorite = nom_commun(liste.issuer)
    if not signe_par(liste, _autorites(unite.session).get(autorite, ())):
        raise RegleMetier("revocations_sans_autorite", autorite=autorite)
    contenu = liste.public_bytes(Encoding.DER)
    empreinte = hashlib.sha256(contenu).hexdigest()
    if unite.session.scalar(select(ListeRevocation.id).where(ListeRevocation.empreinte == empreinte)):
        return Importe("revocations", 0, 1, (), ((autorite, empreinte),))
    unite.session.add(
        ListeRevocation(
            autorite=autorite, empreinte=empreinte, du_le=liste.last_update_utc.date(),
            prochaine_le=liste.next_update_utc.date() if liste.next_update_utc else None, contenu=contenu,
            a=unite.maintenant, agent=unite.auteur.agent,
        )
    )  # fmt: skip
    return Importe("revocations", 1, 0, (), ((autorite, empreinte),))


@cas_d_usage(Permission.CONSULTER)
def lire_confiance(ctx: Contexte) -> Confiance:
    """What the store holds, authority by authority."""
    with ctx.lire() as session:
        tete = _derniere_liste(session)
        autorites = _autorites(session)
        comptes = select(CertificatConfiance.autorite, func.count().label("nombre"))
        certificats = {x.autorite: x.nombre for x in session.execute(comptes.group_by(CertificatConfiance.autorite))}
        derniers = select(
            ListeRevocation.autorite,
            func.max(ListeRevocation.du_le).label("du"),
            func.max(ListeRevocation.prochaine_le).label("au"),
        ).group_by(ListeRevocation.autorite)
        revocations = {x.autorite: (x.du, x.au) for x in session.execute(derniers)}
    vues = tuple(
        AutoriteVue(
            code=code,
            nom=_organisme(siens),
            au_le=max(c.not_valid_after_utc.date() for c in siens),
            empreinte=_empreinte(siens[0]),
            certificats=certificats.get(code, 0),
            revocations_du=revocations.get(code, (None, None))[0],
            revocations_au=revocations.get(code, (None, None))[1],
        )
        for code, siens in sorted(autorites.items())
        if siens
    )
    if tete is None:
        return Confiance(None, None, None, vues)
    return Confiance(tete.sequence, tete.emise_le, tete.prochaine_le, vues)


@cas_d_usage(Permission.CONSULTER)
def lister_certificats(ctx: Contexte) -> tuple[CertificatVu, ...]:
    """The certificates of those who seal documents, by authority, the newest first."""
    ordre = (CertificatConfiance.autorite, CertificatConfiance.code, CertificatConfiance.du_le.desc())
    with ctx.lire() as session:
        lignes = session.scalars(select(CertificatConfiance).order_by(*ordre)).all()
        revocations = _revocations(session)
    vus, fuseau = [], ZoneInfo(ctx.fuseau)
    for ligne in lignes:
        certificat = x509.load_der_x509_certificate(ligne.contenu)
        vus.append(
            CertificatVu(
                id=ligne.id, autorite=ligne.autorite, code=ligne.code, nom=_organisme((certificat,)), du_le=ligne.du_le,
                au_le=ligne.au_le, est_revoque=est_revoque(certificat, revocations.get(ligne.autorite, ())),
                empreinte=ligne.empreinte, importe_le=ligne.a.astimezone(fuseau).date(), agent=ligne.agent,
            )
        )  # fmt: skip
    return tuple(vus)


def charger_magasin(session: Session) -> Magasin:
    """The store ready to judge seals."""
    certificats: defaultdict[tuple[str, str], tuple[x509.Certificate, ...]] = defaultdict(tuple)
    for autorite, code, contenu in session.execute(
        select(CertificatConfiance.autorite, CertificatConfiance.code, CertificatConfiance.contenu)
    ):
        certificats[autorite, code] += (x509.load_der_x509_certificate(contenu),)
    return Magasin(_autorites(session), certificats, _revocations(session))


def _revocations(session: Session) -> Mapping[str, tuple[x509.CertificateRevocationList, ...]]:
    listes: defaultdict[str, tuple[x509.CertificateRevocationList, ...]] = defaultdict(tuple)
    for autorite, contenu in session.execute(select(ListeRevocation.autorite, ListeRevocation.contenu)):
        listes[autorite] += (x509.load_der_x509_crl(contenu),)
    return listes


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
