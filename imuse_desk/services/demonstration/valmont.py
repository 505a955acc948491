"""The family shown in visits: Camille Valmont, her children Lina (horn) and Noé (éveil musical), at Meudon."""

from datetime import date, timedelta

from imuse_desk.services.demonstration.familles import Domicile, Familles, FoyerCree
from imuse_desk.services.demonstration.gens import Identite
from imuse_desk.services.demonstration.maison import Maison
from imuse_desk.services.demonstration.parcours import EVEIL_MUSIQUE, MUSIQUE, Parcours

QUOTIENT_CENTIMES = 214_530
AGE_LINA, AGE_NOE = 10, 5


def creer_valmont(familles: Familles, maison: Maison) -> FoyerCree:
    """Write the Valmont family: resident, two dependent children, quotient 2 145,30 of the CAF, no answer yet."""
    annee = maison.aujourdhui.year
    camille = Identite("Valmont", "Camille", "F", date(annee - 41, 3, 14))
    thomas = Identite("Valmont", "Thomas", "M", date(annee - 43, 11, 2))
    domicile = Domicile("92190", "Meudon", "18", "rue des Tilleuls")
    foyer = familles.foyer(
        maison.sites[0], "Valmont", domicile, [camille, thomas], charge=2, commune=True, quotient=QUOTIENT_CENTIMES
    )
    lina = Identite("Valmont", "Lina", "F", date(annee - AGE_LINA, 5, 9))
    noe = Identite("Valmont", "Noé", "M", date(annee - AGE_NOE, 2, 23))
    familles.eleve(foyer, lina, Parcours(MUSIQUE, 0, "COR", 2, avance_fm=2), rang=0, reste=True)
    familles.eleve(foyer, noe, Parcours(EVEIL_MUSIQUE, 1, "", 1), rang=1, reste=True)
    document_le = maison.aujourdhui - timedelta(days=25)
    familles.quotient(foyer.id, maison.annee(1).id, QUOTIENT_CENTIMES, 2, 2, document_le, genre="caf")
    return foyer
