"""Passwords and one-time codes: argon2id with the library's defaults; an unknown name costs the same time."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from imuse_desk.domain.comptes import normaliser_mot_de_passe

_HACHEUR = PasswordHasher()


_LEURRE = (  # of a value that nobody kept, with the library's settings of 2026
    "$argon2id$v=19$m=65536,t=3,p=4$+QfSfXmm81lkzHpMChRuGA$24HchPCYTc8zmV5Nkc2ihFHM7gtApKLXaHABYDbGquU"
)


@cache
def _leurre() -> str:
    """A hash as dear to verify as a real one; made anew where the library's settings have changed since."""
    return _HACHEUR.hash(secrets.token_hex(16)) if _HACHEUR.check_needs_rehash(_LEURRE) else _LEURRE


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
