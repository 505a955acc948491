"""The Valmont family in the middle of the year, with weekly times, on both databases."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from imuse_desk.models import Affectation, Creneau, CreneauEnseignant, Enseignant, Personne
from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, maison_valmont


def affecter(maison: Maison, inscription: str, creneau: str, **champs: object) -> int:
    """Give an enrolment its weekly time."""
    return maison.ajouter(
        Affectation(
            inscription_id=maison.ids[f"inscription:{inscription}"], creneau_id=maison.ids[creneau],
            **{"du_le": date(2025, 9, 10), **champs},
        )
    )  # fmt: skip


def maison_de_janvier(maison: Maison) -> Maison:
    """January 2026: Lina has horn (a turn in a block), FM and orchestra; Noé the same without times."""
    maison.horloge.instant = datetime(2026, 1, 14, 11, 0, tzinfo=UTC)
    maison.creneau("cor", "source:COR", 2, "16:00", duree=120)
    maison.creneau("fm", "source:FM1.1", 3, "14:00", duree=75)
    maison.creneau("orc", "source:ORC", 6, "10:00", duree=90)
    maison.ecrire(lambda s: setattr(s.get_one(Creneau, maison.ids["cor"]), "passage_min", 30))
    personne = maison.garder("prof", Personne(nom="Roussel", prenom="Denis", cle="roussel denis"))
    maison.garder("enseignant", Enseignant(personne_id=personne))
    for nom in ("cor", "fm"):
        maison.ajouter(CreneauEnseignant(creneau_id=maison.ids[nom], enseignant_id=maison.ids["enseignant"]))
    affecter(maison, "Lina:COR", "cor", heure_passage=time(16, 30), duree_min=45)
    affecter(maison, "Lina:FM1.1", "fm")
    return maison


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    """The house in January, on both databases."""
    return maison_de_janvier(maison_valmont(base, tmp_path / "depot"))
