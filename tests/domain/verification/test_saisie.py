"""Values that a person types in the station, judged by the rule of the machine."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import Attente, Regle
from imuse_desk.domain.verification.noms import Identite
from imuse_desk.domain.verification.saisie import SAISI, juger_saisie

JOUR = date(2026, 5, 20)
ATTENTE = Attente(depot=JOUR, identites=(Identite(("Valmont",), ("Claire",)),), annee_revenus=2024)


@pytest.mark.parametrize(
    ("regle", "tapee", "etat", "valeur"),
    [
        ("date", "20/2/2026", "conforme", "20/02/2026"),
        ("date", "19/02/2026", "non_conforme", "19/02/2026"),
        ("quotient", "1 234,5", "conforme", "1\u202f234,50\u00a0€"),
        ("revenu", "34512", "conforme", "34\u202f512,00\u00a0€"),
        ("parts", "2,5", "conforme", "2,50"),
        ("mois", "3/2026", "conforme", "03/2026"),
        ("mois", "12/2025", "non_conforme", "12/2025"),
        ("annee", "2024", "conforme", "2024"),
        ("annee", "2023", "non_conforme", "2023"),
        ("nom", "MME VALMONT CLAIRE", "conforme", "MME VALMONT CLAIRE"),
        ("nom", "Valmont C", "a_verifier", "Valmont C"),
        ("nom", "Martin Paul", "non_conforme", "Martin Paul"),
        ("adresse", "7 rue des Aubépines", "conforme", "7 rue des Aubépines"),
    ],
)
def test_values_typed_by_their_kind(regle: str, tapee: str, etat: str, valeur: str) -> None:
    constat = juger_saisie(Regle(regle), tapee, ATTENTE, JOUR)
    assert (constat.etat.value, constat.valeur, constat.lieu) == (etat, valeur, SAISI)


@pytest.mark.parametrize(
    ("regle", "tapee", "code"),
    [
        ("date", "31/02/2026", "jour_impossible"),
        ("quotient", "", "valeur_vide"),
        ("quotient", "douze", "montant_illisible"),
        ("quotient", "-5", "montant_negatif"),
        ("parts", "2,3", "parts_impossible"),
        ("parts", "0", "parts_impossible"),
        ("mois", "13/2026", "mois_illisible"),
        ("annee", "24", "annee_illisible"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_field(regle: str, tapee: str, code: str) -> None:
    with pytest.raises(Invalide) as refus:
        juger_saisie(Regle(regle), tapee, ATTENTE, JOUR)
    assert (refus.value.champ, refus.value.code) == ("valeur", code)


@pytest.mark.parametrize(
    ("tapee", "etat"),
    [
        ("14 bis rue des Ormes", "conforme"),
        ("14bis, r. des Ormes, 92190 Meudon", "conforme"),
        ("rue des Ormes", "a_verifier"),
        ("3 quai des Brumes", "non_conforme"),
        ("14 bis rue des Ormes 75010 Paris", "non_conforme"),
    ],
)
def test_an_address_typed_is_compared_with_the_household_s(tapee: str, etat: str) -> None:
    attente = replace(ATTENTE, adresses=(AdresseLue("14 bis rue des Ormes", "92190", "Meudon"),))
    constat = juger_saisie(Regle.ADRESSE, tapee, attente, JOUR)
    assert (constat.etat.value, constat.valeur) == (etat, tapee)


def test_the_address_told_beside_the_one_typed_is_the_nearest() -> None:
    ici, ailleurs = AdresseLue("14 bis rue des Ormes", "92190", "Meudon"), AdresseLue("3 quai des Brumes", "54000")
    attente = replace(ATTENTE, adresses=(ailleurs, ici))
    proche = juger_saisie(Regle.ADRESSE, "rue des Ormes", attente, JOUR)
    assert (proche.etat.value, proche.attendu) == ("a_verifier", "14 bis rue des Ormes, 92190 Meudon")
    autre = juger_saisie(Regle.ADRESSE, "1 place du Marché", attente, JOUR)
    assert (autre.etat.value, autre.attendu) == ("non_conforme", "3 quai des Brumes, 54000")


def test_a_host_typed_is_compared_with_the_papers_that_go_with_this_one() -> None:
    attente = replace(ATTENTE, hotes=("PERRIN JEANNE MARIE", "Jeanne Perrin"))
    assert juger_saisie(Regle.HEBERGEANT, "Mme Perrin Jeanne", attente, JOUR).etat.value == "conforme"
    autre = juger_saisie(Regle.HEBERGEANT, "Marc Dupuis", attente, JOUR)
    assert (autre.etat.value, autre.attendu, autre.detail) == ("non_conforme", "PERRIN JEANNE MARIE", "autre_personne")
    une_autre = replace(ATTENTE, hotes=("PERRIN JEANNE", "DUPUIS MARC"))
    assert juger_saisie(Regle.HEBERGEANT, "Mme Perrin Jeanne", une_autre, JOUR).etat.value == "conforme"
    assert juger_saisie(Regle.HEBERGEANT, "Marc Dupuis", ATTENTE, JOUR).etat.value == "conforme"


def test_a_rule_without_a_value_is_not_typed() -> None:
    with pytest.raises(ValueError, match="sceau"):
        juger_saisie(Regle.SCEAU, "valide", ATTENTE, JOUR)
