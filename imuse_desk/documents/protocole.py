"""Frames between the program and the documents process: lengths, one JSON object, then raw bytes.

Both ends cap what they accept: the program does not trust the process that reads hostile files.
"""

import json
import struct
from collections.abc import Iterable
from typing import Any, BinaryIO

ENTETE = struct.Struct(">IQ")
JSON_MAX = 16 * 1024 * 1024
BINAIRE_MAX = 192 * 1024 * 1024

Message = dict[str, Any]


class FluxRompu(Exception):
    """The other end is gone, or sent something that is no frame."""


def ecrire(flux: BinaryIO, message: Message, morceaux: Iterable[bytes | memoryview] = (), octets: int = 0) -> None:
    """Send ``message``, then ``octets`` bytes given piece by piece; raises FluxRompu."""
    texte = json.dumps(message, allow_nan=False).encode("ascii")
    try:
        flux.write(ENTETE.pack(len(texte), octets) + texte)
        for morceau in morceaux:
            flux.write(morceau)
        flux.flush()
    except (OSError, ValueError) as erreur:  # a closed pipe object raises ValueError
        raise FluxRompu from erreur


def lire(flux: BinaryIO) -> tuple[Message, bytes]:
    """Wait for one frame; raises FluxRompu at the end of the stream or on a malformed frame."""
    taille, octets = ENTETE.unpack(_exactement(flux, ENTETE.size))
    if taille > JSON_MAX or octets > BINAIRE_MAX:
        raise FluxRompu
    try:
        message = json.loads(_exactement(flux, taille))
    except (ValueError, RecursionError) as erreur:
        raise FluxRompu from erreur
    if not isinstance(message, dict):
        raise FluxRompu
    return message, _exactement(flux, octets)


def _exactement(flux: BinaryIO, taille: int) -> bytes:
    try:
        contenu = flux.read(taille)
    except (OSError, ValueError) as erreur:
        raise FluxRompu from erreur
    if contenu is None or len(contenu) != taille:
        raise FluxRompu
    return contenu
