"""Invented people: names, phones of the ranges kept for fiction, e-mails of example domains, and their search words."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from imuse_desk.domain.recherche import termes_libelle, termes_personne
from imuse_desk.domain.textes import plier
from imuse_desk.models import Personne, Terme
from imuse_desk.services.demonstration import noms
from imuse_desk.services.demonstration.ecrivain import Ecrivain


@dataclass(frozen=True, slots=True)
class Identite:
    """Who somebody is, before a row is written."""

    nom: str
    prenom: str
    sexe: str
    naissance_le: date


class Gens:
    """Draws people from the seed and writes them with their search words."""

    def __init__(self, ecrivain: Ecrivain, alea: random.Random, aujourdhui: date) -> None:
        self._ecrivain = ecrivain
        self.alea = alea
        self._aujourdhui = aujourdhui

    def nom(self) -> str:
        """A family name: common, from elsewhere, with a particle, or double."""
        tirage = self.alea.random()
        if tirage < 0.80:
            return self.alea.choice(noms.NOMS)
        if tirage < 0.92:
            return self.alea.choice(noms.NOMS_DAILLEURS)
        if tirage < 0.95:
            return self.alea.choice(noms.NOMS_A_PARTICULE)
        return f"{self.alea.choice(noms.NOMS)}-{self.alea.choice(noms.NOMS)}"

    def adulte(self, nom: str, sexe: str = "", age: int = 0) -> Identite:
        """A grown-up of about ``age`` years (34 to 56 by default)."""
        sexe = sexe or self.alea.choice("FM")
        prenom = self.alea.choice(noms.FEMMES if sexe == "F" else noms.HOMMES)
        return Identite(nom, prenom, sexe, self.naissance(age or self.alea.randint(34, 56)))

    def enfant(self, nom: str, age: int) -> Identite:
        """A child of ``age`` years."""
        sexe = self.alea.choice("FFFMM")
        prenom = self.alea.choice(noms.FILLES if sexe == "F" else noms.GARCONS)
        return Identite(nom, prenom, sexe, self.naissance(age))

    def naissance(self, age: int) -> date:
        """A birth date that gives this age today."""
        return self._aujourdhui - timedelta(days=int(age * 365.25) + self.alea.randint(5, 355))

    def mobile(self) -> str:
        """A mobile number of the range kept for fiction, sometimes with the note that people add."""
        numero = f"06 39 98 {self.alea.randrange(100):02} {self.alea.randrange(100):02}"
        return f"{numero} ({self.alea.choice(('maman', 'papa', 'bureau'))})" if self.alea.random() < 0.02 else numero

    def fixe(self) -> str:
        """A land line of the range kept for fiction."""
        return f"01 99 00 {self.alea.randrange(100):02} {self.alea.randrange(100):02}"

    def email(self, identite: Identite, domaine: str = "famille.example") -> str:
        """An address on a domain that no one can own."""
        local = f"{plier(identite.prenom)}.{plier(identite.nom)}".replace(" ", "-")
        suffixe = self.alea.randrange(10, 100) if self.alea.random() < 0.4 else ""
        return f"{local}{suffixe}@{domaine}"

    def ecrire(self, identite: Identite, **champs: Any) -> int:
        """Write the person; returns the identifier."""
        return self._ecrivain.ajouter(
            Personne,
            nom=identite.nom,
            prenom=identite.prenom,
            cle=plier(f"{identite.nom} {identite.prenom}"),
            sexe=identite.sexe,
            naissance_le=identite.naissance_le,
            **champs,
        )

    def rendre_trouvable(self, genre: str, objet_id: int, identite: Identite, **termes: Any) -> None:
        """Write the words under which somebody is found."""
        self._termes(genre, objet_id, termes_personne(identite.nom, identite.prenom, **termes))

    def rendre_cours_trouvable(self, cours_id: int, libelle: str, code: str, discipline: str) -> None:
        """Write the words under which a course is found: its label, its code, its discipline."""
        self._termes("cours", cours_id, termes_libelle(libelle, code) | termes_libelle(discipline))

    def _termes(self, genre: str, objet_id: int, termes: frozenset[str]) -> None:
        for terme in sorted(termes):
            self._ecrivain.ajouter(Terme, cle=terme, genre=genre, objet_id=objet_id)


def civilite(identite: Identite) -> str:
    """The form of address that goes with an adult's sex."""
    return "Madame" if identite.sexe == "F" else "Monsieur"
