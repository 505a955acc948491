"""A small house with two sites and its first account, for tests that need somebody signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import argon2
import pytest
from sqlalchemy import event

from imuse_desk.infra import empreintes
from imuse_desk.infra.depot import Depot
from imuse_desk.models.passerelle import Base
from imuse_desk.services.connexion import connecter
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demarrage import CreationEtablissement, creer_etablissement

MOT_DE_PASSE = "harpe-moulin-dune"


def alleger_hachage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash by the real algorithm at a thousandth of its cost."""
    monkeypatch.setattr(empreintes, "_HACHEUR", argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


class Horloge:
    """A clock that only moves when told."""

    def __init__(self, instant: datetime = datetime(2026, 11, 4, 9, 0, tzinfo=UTC)) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def avancer(self, **duree: float) -> None:
        self.instant += timedelta(**duree)


def commande_maison(**autres: object) -> CreationEtablissement:
    champs: dict[str, object] = {
        "nom": "Réseau des Trois Rives",
        "sites": (("mdn", "Meudon"), ("SVR", "Sèvres")),
        "annee": 2026,
        "identifiant": "a.martin",
        "nom_compte": "Aline Martin",
        "email": "aline.martin@example.org",
        "mot_de_passe": MOT_DE_PASSE,
    }
    return CreationEtablissement(**{**champs, **autres})  # type: ignore[arg-type]  # fields come by name


def ouvrir_maison(base: Base, dossier: Path, horloge: Horloge) -> Contexte:
    """Create the house and sign its administrator in."""
    site_id = creer_etablissement(base, commande_maison(), "poste-test", horloge).resultat
    return connecter(base, Depot(dossier), site_id, "a.martin", MOT_DE_PASSE, "poste-test", horloge)


@contextmanager
def compter(base: Base) -> Iterator[list[str]]:
    """The statements run on the base meanwhile."""
    ordres: list[str] = []

    def noter(_c: Any, _curseur: Any, ordre: str, *_reste: Any) -> None:
        ordres.append(ordre)

    event.listen(base.moteur, "before_cursor_execute", noter)
    try:
        yield ordres
    finally:
        event.remove(base.moteur, "before_cursor_execute", noter)
