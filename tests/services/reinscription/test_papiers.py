"""The papers of a dossier whatever the family's names and address: always made, nothing lost on the way."""

from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.models import Adresse, Lien, Personne
from imuse_desk.services.reinscription import accuse
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from tests.fabriques import Maison
from tests.printing.exemples import blocs, textes
from tests.services.reinscription.outils import deposer, ouvrir

RUE_300 = "avenue " + "de la Fraternité-Retrouvée " * 7


@pytest.fixture
def adresser(maison: Maison) -> Any:
    """Change the address and the adults of the family."""

    def changer(*, prenom: str = "", tous: bool = False, **champs: Any) -> None:
        def faire(session: Any) -> None:
            adresse = session.scalars(select(Adresse).where(Adresse.foyer_id == maison.ids["Valmont"])).one()
            for champ, valeur in champs.items():
                setattr(adresse, champ, valeur)
            for personne, lien in session.execute(
                select(Personne, Lien).join(Lien, Lien.personne_id == Personne.id).where(Lien.role == "responsable")
            ):
                personne.prenom = prenom or personne.prenom
                personne.civilite = "Madame"
                lien.recoit_courriers = lien.recoit_courriers or tous

        maison.ecrire(faire)

    return changer


def papier(maison: Maison) -> bytes:
    depose = deposer(maison, "Lina")
    assert depose.accuse_erreur is None or depose.accuse_erreur == ""
    return accuse.lire_papier(maison.ctx(), depose.accuse_id)[1]


def dans_la_fenetre(octets: bytes) -> list[str]:
    return [b.texte for b in blocs(octets)[0] if b.gauche >= 100 and b.droite <= 190.1 and b.haut > 54 and b.bas < 79]


def test_a_very_long_street_and_very_long_names_still_print(maison: Maison, adresser: Any) -> None:
    adresser(prenom="Marie-Apolline " * 8, voie=RUE_300[:200], complement="Bâtiment " * 22)
    octets = papier(maison)
    lignes = dans_la_fenetre(octets)
    assert len(lignes) == 6
    assert lignes[-1] == "54999 RIVES-SUR-AULNE"
    assert sum(ligne.endswith("…") for ligne in lignes) == 3
    nom, fiche = imprimer_fiche(maison.ctx(), ouvrir(maison).dossier_id)
    assert nom.endswith(".pdf")
    assert dans_la_fenetre(fiche) == lignes


def test_the_accuse_says_what_each_missing_paper_costs(maison: Maison) -> None:
    tout = " ".join(textes(papier(maison)))
    assert "l’inscription ne peut pas être validée et le tarif plafond s’applique." in tout


def test_the_complement_stands_above_the_street_and_the_country_below_the_town(maison: Maison, adresser: Any) -> None:
    adresser(complement="Boîte 12", pays="BE", cp="4000", ville="Liège")
    octets = papier(maison)
    assert dans_la_fenetre(octets) == [
        "MADAME CLAIRE VALMONT",
        "BOÎTE 12",
        "7 RUE DES AUBÉPINES",
        "4000 LIÈGE",
        "BELGIQUE",
    ]


def test_every_adult_who_receives_letters_is_named(maison: Maison, adresser: Any) -> None:
    seul = dans_la_fenetre(imprimer_fiche(maison.ctx(), ouvrir(maison).dossier_id)[1])
    assert seul[0].endswith("CLAIRE VALMONT")
    assert len(seul) == 3
    adresser(tous=True)
    octets = imprimer_fiche(maison.ctx(), ouvrir(maison).dossier_id)[1]
    assert dans_la_fenetre(octets)[:2] == ["MADAME CLAIRE VALMONT", "MADAME PAUL VALMONT"]
    assert "Famille Valmont" in textes(octets)[0]
