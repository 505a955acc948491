"""An empty house with its director: the offer is made from nothing, as a real one would be."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.offre.creneaux import EnregistrerCreneau, SaisieCreneau, enregistrer_creneau
from imuse_desk.services.offre.enseignants import EnregistrerEnseignant, SaisieEnseignant, enregistrer_enseignant
from imuse_desk.services.offre.fiches import EnregistrerFiche, enregistrer_fiche
from tests.services.maison import Horloge, ouvrir_maison


class Offre:
    """Makes an offer by the use cases that the screens call."""

    def __init__(self, ctx: Contexte) -> None:
        self.ctx = ctx

    def fiche(self, genre: str, **champs: object) -> int:
        return enregistrer_fiche(self.ctx, EnregistrerFiche(genre, champs)).resultat

    def cursus(self, code: str = "MUS", **champs: object) -> int:
        defauts = {"libelle": code.title(), "specialite": "musique", "motif_niveau": "C{cycle}.{annee}"}
        return self.fiche("cursus", code=code, **{**defauts, **champs})

    def discipline(self, code: str = "COR", libelle: str = "Cor") -> int:
        return self.fiche("discipline", code=code, libelle=libelle)

    def salle(self, nom: str = "Ravel", capacite: str = "20") -> int:
        return self.fiche("salle", nom=nom, capacite=capacite)

    def cours(self, code: str = "COR-1", **champs: object) -> int:
        defauts: dict[str, object] = {"libelle": f"Cours {code}", "mode": "choisi", "ha": ""}
        return self.fiche("cours", code=code, **{**defauts, **champs})

    def enseignant(self, nom: str = "Roussel", prenom: str = "Denis") -> int:
        commande = EnregistrerEnseignant(SaisieEnseignant("Monsieur", nom, prenom))
        return enregistrer_enseignant(self.ctx, commande).resultat

    def horaire(self, cours_id: int, **champs: Any) -> int:
        confirme = champs.pop("confirme", False)
        saisie = SaisieCreneau(**{"jour": 3, "debut": "14:00", "duree": "60", "capacite": "12", **champs})
        return enregistrer_creneau(self.ctx, EnregistrerCreneau(cours_id, saisie, confirme=confirme)).resultat


@pytest.fixture
def ctx(base: Base, tmp_path: Path) -> Contexte:
    ctx = ouvrir_maison(base, tmp_path, Horloge())
    return replace(ctx, roles={**ctx.roles, ctx.site_id: frozenset({Role.DIRECTION, Role.SECRETARIAT})})


@pytest.fixture
def offre(ctx: Contexte) -> Offre:
    return Offre(ctx)
