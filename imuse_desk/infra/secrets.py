"""Secrets of this desk: in the system's key ring where there is a real one, else in memory until the program ends.

A key ring that writes plain text or loses what it is given is refused: then a password is asked at each start.
"""

from importlib import import_module
from typing import Protocol

SERVICE = "imuse-desk"
_VRAIS = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.macOS.Keyring",
    }
)


class _Trousseau(Protocol):
    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


class Coffre:
    """Secrets by key. ``est_durable`` tells whether they outlive the program."""

    def __init__(self, trousseau: _Trousseau | None = None) -> None:
        self._trousseau = trousseau
        self._memoire: dict[str, str] = {}

    @classmethod
    def ouvrir(cls) -> "Coffre":
        """The system's key ring if it is a real one, else memory alone."""
        return cls(trousseau_reel())

    @property
    def est_durable(self) -> bool:
        """Whether what is written will be there at the next start."""
        return self._trousseau is not None

    def lire(self, cle: str) -> str | None:
        """The secret, or None."""
        if cle in self._memoire:
            return self._memoire[cle]
        if self._trousseau is None:
            return None
        from keyring.errors import KeyringError

        try:
            return self._trousseau.get_password(SERVICE, cle)
        except KeyringError:  # locked, or its service went away
            return None

    def ecrire(self, cle: str, secret: str) -> bool:
        """Keep a secret; False when it stays in memory only. Read back, as some key rings fail in silence."""
        self._memoire[cle] = secret
        if self._trousseau is None:
            return False
        from keyring.errors import KeyringError

        try:
            self._trousseau.set_password(SERVICE, cle, secret)
            return self._trousseau.get_password(SERVICE, cle) == secret
        except KeyringError:
            return False

    def oublier(self, cle: str) -> None:
        """Destroy a secret."""
        self._memoire.pop(cle, None)
        if self._trousseau is None:
            return
        from keyring.errors import KeyringError

        try:
            self._trousseau.delete_password(SERVICE, cle)
        except KeyringError:  # it was not there
            return


def nom_de_trousseau(trousseau: object) -> str:
    """Full name of a key ring's class."""
    return f"{type(trousseau).__module__}.{type(trousseau).__qualname__}"


def trousseau_reel() -> _Trousseau | None:
    """The first key ring in use that really keeps secrets; a chain of them is looked through."""
    keyring = import_module("keyring")
    courant = keyring.get_keyring()
    for candidat in (courant, *getattr(courant, "backends", ())):
        if nom_de_trousseau(candidat) in _VRAIS:
            reel: _Trousseau = candidat
            return reel
    return None
