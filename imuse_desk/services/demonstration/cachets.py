"""Seal a 2D-Doc of version 04 with a key: what issuers do, here for examples and tests alone.

The program itself never seals anything; the example authority is trusted where somebody imports its list, nowhere else.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from imuse_desk.infra.sceaux import table
from imuse_desk.services.demonstration.papiers_famille import reference_avis

HACHAGES: dict[int, hashes.HashAlgorithm] = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}


def sceller(
    cle: ec.EllipticCurvePrivateKey,
    autorite: str,
    certificat: str,
    genre: str,
    champs: Mapping[str, str],
    signe_le: date,
    *,
    emis_le: date | None = None,
) -> bytes:
    """The bytes of the code."""
    entete = f"DC04{autorite}{certificat}{_jours(emis_le)}{_jours(signe_le)}{genre}01FR"
    corps = "".join(f"{i}{v}" + ("" if table().identifiants[i].est_fixe else "\x1d") for i, v in champs.items())
    message = (entete + corps).encode()
    r, s = decode_dss_signature(cle.sign(message, ec.ECDSA(HACHAGES[cle.key_size])))
    moitie = (cle.key_size + 7) // 8
    signature = base64.b32encode(r.to_bytes(moitie, "big") + s.to_bytes(moitie, "big")).rstrip(b"=")
    return message + b"\x1f" + signature


@dataclass(frozen=True, slots=True)
class Emetteur:
    """Somebody who seals: the key, and how codes name the authority and the certificate."""

    cle: ec.EllipticCurvePrivateKey
    autorite: str
    certificat: str

    def sceller_avis(self, declarant: str, annee: int, revenu: int, centiemes: int, signe_le: date) -> bytes:
        """The code of a notice of income: whole euros, hundredths of parts."""
        reference = reference_avis(declarant, annee).replace(" ", "")
        champs = {
            "43": f"{centiemes // 100},{centiemes % 100:02}", "44": reference, "45": str(annee),
            "46": declarant.upper(), "47": "0" * 13, "4A": f"{signe_le:%d%m%Y}", "41": str(revenu),
        }  # fmt: skip
        return sceller(self.cle, self.autorite, self.certificat, "04", champs, signe_le)


def _jours(jour: date | None) -> str:
    return "FFFF" if jour is None else f"{(jour - date(2000, 1, 1)).days:04X}"
