"""Secrets go to a real key ring or to memory, never to a file in plain text."""

import keyring
import pytest
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from imuse_desk.infra import secrets
from imuse_desk.infra.secrets import Coffre, trousseau_reel


class Trousseau:
    """A key ring that keeps, loses in silence, or is locked."""

    def __init__(self, *, perd: bool = False, est_ferme: bool = False) -> None:
        self.contenu: dict[tuple[str, str], str] = {}
        self.perd = perd
        self.est_ferme = est_ferme

    def get_password(self, service: str, username: str) -> str | None:
        if self.est_ferme:
            raise KeyringLocked
        return self.contenu.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.est_ferme:
            raise KeyringLocked
        if not self.perd:
            self.contenu[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.contenu.pop((service, username), None) is None:
            raise PasswordDeleteError


def test_memory_alone() -> None:
    coffre = Coffre()
    assert not coffre.est_durable
    assert not coffre.ecrire("smtp:1", "secret")
    assert coffre.lire("smtp:1") == "secret"
    assert Coffre().lire("smtp:1") is None
    coffre.oublier("smtp:1")
    assert coffre.lire("smtp:1") is None


def test_a_key_ring_that_keeps() -> None:
    trousseau = Trousseau()
    assert Coffre(trousseau).ecrire("smtp:1", "secret")
    assert trousseau.contenu == {("imuse-desk", "smtp:1"): "secret"}
    autre = Coffre(trousseau)
    assert autre.lire("smtp:1") == "secret"
    autre.oublier("smtp:1")
    autre.oublier("smtp:1")
    assert Coffre(trousseau).lire("smtp:1") is None


@pytest.mark.parametrize("trousseau", [Trousseau(perd=True), Trousseau(est_ferme=True)])
def test_a_key_ring_that_fails_is_told_and_the_session_goes_on(trousseau: Trousseau) -> None:
    coffre = Coffre(trousseau)
    assert not coffre.ecrire("smtp:1", "secret")
    assert coffre.lire("smtp:1") == "secret"
    assert Coffre(trousseau).lire("smtp:1") is None


@pytest.mark.parametrize("faux", [null.Keyring(), fail.Keyring(), chainer.ChainerBackend(), Trousseau()])
def test_key_rings_that_are_not_real_are_refused(faux: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: faux)
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring(), Trousseau()])
    assert trousseau_reel() is None
    assert not Coffre.ouvrir().est_durable


def test_a_real_one_behind_a_chain_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    vrai = Trousseau()
    monkeypatch.setattr(secrets, "_VRAIS", frozenset({secrets.nom_de_trousseau(vrai)}))
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring(), vrai])
    monkeypatch.setattr(keyring, "get_keyring", chainer.ChainerBackend)
    assert trousseau_reel() is vrai
