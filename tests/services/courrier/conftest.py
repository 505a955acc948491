"""A house whose mail goes to a real server, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from imuse_desk.infra.secrets import Coffre
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.services.maison import Horloge, ouvrir_maison


@pytest.fixture
def horloge() -> Horloge:
    return Horloge()


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    with serveur_smtp(Serveur()) as ouvert:
        yield ouvert


@pytest.fixture
def ctx(base: Base, tmp_path: Path, horloge: Horloge) -> Contexte:
    return ouvrir_maison(base, tmp_path, horloge)


@pytest.fixture
def regle(ctx: Contexte, serveur: Serveur) -> Contexte:
    """The same house with its mail set up."""
    enregistrer_smtp(ctx, CommandeSmtp(reglages(serveur), 0), Coffre())
    return ctx
