"""Passwords and one-time codes: argon2id with the library's defaults; an unknown name costs the same time."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from imuse_desk.domain.comptes import normaliser_mot_de_passe

_HACHEUR = PasswordHasher()


@cache
def _leurre() -> str:
    """Hash of a value that nobody kept, made with the same settings as real ones."""
    return _HACHEUR.hash(secrets.token_hex(16))


def hacher(secret: str) -> str:
    """Hash a password or a code (about 0.1 s)."""
    return _HACHEUR.hash(normaliser_mot_de_passe(secret))


def convient(empreinte: str | None, secret: str) -> bool:
    """Tell whether a secret is the one hashed; ``None`` takes as long and is never right."""
    leurre = _leurre()
    try:
        _HACHEUR.verify(empreinte or leurre, normaliser_mot_de_passe(secret))
    except (VerificationError, InvalidHashError):
        return False
    return empreinte is not None


def est_a_refaire(empreinte: str) -> bool:
    """Tell whether the hash was made with older settings than today's."""
    return _HACHEUR.check_needs_rehash(empreinte)
