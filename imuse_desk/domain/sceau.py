"""The 2D-Doc: what a sealed code says, read byte by byte as the barcode gives it, with nothing rebuilt.

Source: public specification v3.2.6 of 2D-Doc (versions 01 to 04, text codes). Reading proves nothing: the signature
covers ``Sceau.message`` and is checked apart (``infra.sceaux``). A separator added or removed to make a code pass would
let altered codes verify with other values, so a code that is not exactly right is refused.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

GS, RS, US = b"\x1d", b"\x1e", b"\x1f"
"""End of a field, end of a field that was cut, end of what is signed."""
ENTETES = {"01": 22, "02": 22, "03": 24, "04": 26}
TAILLES_SIGNATURE = {103: 64, 154: 96, 212: 132}
"""Characters of base32 without padding, and the bytes that they are (P-256, P-384, P-521)."""
SIGNATURE_BRUTE = 64
SANS_DATE = "FFFF"
_ORIGINE = date(2000, 1, 1)
_ENTETE = re.compile(r"DC(0[1-4])([A-Z]{2}[0-9A-Z]{2})([0-9A-Z]{4})([0-9A-F]{4})([0-9A-F]{4})([0-9A-Z]{2})")


class SceauIllisible(ValueError):
    """The bytes are no 2D-Doc that the specification allows; ``code`` says which rule they break."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Identifiant:
    """A field of the specification: least and greatest length in bytes (None: none), kind of value, what it is."""

    minimum: int
    maximum: int | None
    genre: str
    libelle: str

    @property
    def est_fixe(self) -> bool:
        """No separator has to follow it."""
        return self.minimum == self.maximum


@dataclass(frozen=True, slots=True)
class TypeSceau:
    """A type of document: what it serves (``domicile``, ``avis``…), whether its issue date is sealed, its fields."""

    libelle: str
    usage: str
    a_emission: bool
    exiges: tuple[str, ...]
    un_de: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What the specification knows."""

    identifiants: Mapping[str, Identifiant]
    types: Mapping[str, TypeSceau]


@dataclass(frozen=True, slots=True)
class Sceau:
    """A code as read. ``message`` is every byte that the signature covers; an annex after it is never read."""

    version: str
    autorite: str
    certificat: str
    emis_le: date | None
    signe_le: date | None
    genre: str
    perimetre: str
    pays: str
    champs: Mapping[str, str]
    coupes: tuple[str, ...]
    inconnus: tuple[str, ...]
    message: bytes
    signature: bytes
    a_annexe: bool

    def manquants(self, table: Table) -> tuple[str, ...]:
        """The fields that the type requires and the code does not hold."""
        genre = table.types.get(self.genre)
        if genre is None:
            return ()
        absents = [ident for ident in genre.exiges if ident not in self.champs]
        if genre.un_de and not any(all(i in self.champs for i in groupe) for groupe in genre.un_de):
            absents.append(genre.un_de[0][0])
        if genre.a_emission and self.emis_le is None:
            absents.append("emission")
        return tuple(absents)


def ressemble(octets: bytes) -> bool:
    """Tell whether a barcode claims to be a 2D-Doc, so that a broken one is said broken and not absent."""
    return octets[:2] == b"DC" and octets[2:4].isdigit()


def lire(octets: bytes, table: Table) -> Sceau:
    """Read a code. Raises SceauIllisible (entete | version | date | sans_signature | signature | champ | repete)."""
    texte = octets[:26].decode("latin-1")
    trouve = _ENTETE.match(texte)
    if trouve is None:
        raise SceauIllisible("version" if ressemble(octets) and texte[2:4] not in ENTETES else "entete")
    version, autorite, certificat, emis, signe, genre = trouve.groups()
    taille = ENTETES[version]
    if len(octets) <= taille:
        raise SceauIllisible("entete")
    message, signature, a_annexe = _decouper(octets, version)
    if len(message) < taille:
        raise SceauIllisible("entete")
    champs, coupes, inconnus = _lire_champs(message[taille:], table.identifiants)
    return Sceau(
        version=version,
        autorite=autorite,
        certificat=certificat,
        emis_le=_jour(emis),
        signe_le=_jour(signe),
        genre=genre,
        perimetre=texte[22:24] if taille >= ENTETES["03"] else "01",
        pays=texte[24:26] if taille >= ENTETES["04"] else "",
        champs=champs,
        coupes=coupes,
        inconnus=inconnus,
        message=message,
        signature=signature,
        a_annexe=a_annexe,
    )


def _decouper(octets: bytes, version: str) -> tuple[bytes, bytes, bool]:
    """What is signed, the signature, and whether something unsigned follows."""
    if version == "01":  # 64 raw bytes, which may hold any value
        if octets[-SIGNATURE_BRUTE - 1 : -SIGNATURE_BRUTE] != US:
            raise SceauIllisible("sans_signature")
        return octets[: -SIGNATURE_BRUTE - 1], octets[-SIGNATURE_BRUTE:], False
    message, separateur, reste = octets.partition(US)
    if not separateur:
        raise SceauIllisible("sans_signature")
    signature, suivi, _annexe = reste.partition(GS)
    if suivi and version != "04":
        raise SceauIllisible("signature")
    return message, _signature(signature), bool(suivi)


def _signature(texte: bytes) -> bytes:
    if len(texte) not in TAILLES_SIGNATURE:
        raise SceauIllisible("signature")
    try:
        signature = base64.b32decode(texte + b"=" * (-len(texte) % 8))
    except (binascii.Error, ValueError) as erreur:
        raise SceauIllisible("signature") from erreur
    if base64.b32encode(signature).rstrip(b"=") != texte:  # bits that mean nothing are zero, or the code was altered
        raise SceauIllisible("signature")
    return signature


def _jour(jours: str) -> date | None:
    return None if jours == SANS_DATE else _ORIGINE + timedelta(days=int(jours, 16))


def _lire_champs(
    corps: bytes, identifiants: Mapping[str, Identifiant]
) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    champs: dict[str, str] = {}
    coupes: list[str] = []
    inconnus: list[str] = []
    rang = 0
    while rang < len(corps):
        ident = corps[rang : rang + 2].decode("latin-1")
        if len(ident) < 2 or not ident.isalnum() or ident in champs:
            raise SceauIllisible("repete" if ident in champs else "champ")
        regle = identifiants.get(ident)
        valeur, rang, est_coupe = _lire_valeur(corps, rang + 2, regle)
        champs[ident] = valeur
        if est_coupe:
            coupes.append(ident)
        if regle is None:
            inconnus.append(ident)
    return champs, tuple(coupes), tuple(inconnus)


def _lire_valeur(corps: bytes, debut: int, regle: Identifiant | None) -> tuple[str, int, bool]:
    """The value, where the next field begins, and whether it was cut by who made it."""
    fins = [rang for sep in (GS, RS) if (rang := corps.find(sep, debut)) >= 0]
    fin = min(fins, default=len(corps))
    if regle is not None and regle.maximum is not None:
        fin = min(fin, debut + regle.maximum)
    if regle is not None and fin - debut < regle.minimum:
        raise SceauIllisible("champ")
    separateur = corps[fin : fin + 1]
    suivant = fin + 1 if separateur in (GS, RS) else fin
    try:
        valeur = corps[debut:fin].decode("utf-8")
    except UnicodeDecodeError as erreur:
        raise SceauIllisible("champ") from erreur
    return valeur, suivant, separateur == RS
