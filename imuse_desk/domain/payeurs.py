"""Who may pay for a family: a household, or an organisation of a known kind."""

from enum import StrEnum


class GenrePayeur(StrEnum):
    """What a payer is; every kind but the household is an organisation."""

    FOYER = "foyer"
    CSE = "cse"
    CCAS = "ccas"
    COMMUNE = "commune"
    DEPARTEMENT = "departement"
    EMPLOYEUR = "employeur"
    ASSOCIATION = "association"
    AUTRE = "autre"

    @property
    def libelle(self) -> str:
        """The word of the screens."""
        return _LIBELLES[self]


_LIBELLES = {
    GenrePayeur.FOYER: "Foyer",
    GenrePayeur.CSE: "CSE, comité d’entreprise",
    GenrePayeur.CCAS: "CCAS",
    GenrePayeur.COMMUNE: "Commune, intercommunalité",
    GenrePayeur.DEPARTEMENT: "Département, région, État",
    GenrePayeur.EMPLOYEUR: "Employeur",
    GenrePayeur.ASSOCIATION: "Association, fondation",
    GenrePayeur.AUTRE: "Autre organisme",
}
ORGANISMES = tuple(genre for genre in GenrePayeur if genre is not GenrePayeur.FOYER)
