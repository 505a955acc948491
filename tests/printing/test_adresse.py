"""The address block: postal form, six lines, never refused, its place in the window of the envelopes."""

import itertools

import pytest

from imuse_desk.printing.accuse import produire_accuse
from imuse_desk.printing.adresse import COUPE, AdressePostale, mettre_en_forme
from imuse_desk.printing.polices import largeur
from tests.printing.exemples import ADRESSE, accuse, blocs, normaliser

LONGUE = AdressePostale(
    ("Madame Marie-Apolline de La Roche-Beaumont", "Monsieur Jean-Balthazar van den Berghe-Quesnelle"),
    "Résidence Les Quatre-Vents, appt. 1204",
    "118 bis, avenue du Maréchal-de-Lattre",
    "54998 Saint-Germain-des-Prés-sur-Aulne",
)
NOM_120 = "Madame " + " ".join(f"Anne-Apolline{rang}" for rang in range(8))
RUE_300 = "118 bis, avenue " + "de la Fraternité-Retrouvée " * 11
DEMESUREE = AdressePostale(
    (NOM_120, NOM_120, NOM_120), "Bâtiment " * 20, RUE_300, "54998 " + "Saint-Germain-" * 8, "Royaume-Uni"
)


def test_majuscules_sans_ponctuation():
    adresse = AdressePostale(("M. Paul Sauvage",), "", "7, rue de l’Église ; (fond)", "54999 Œuf-sur-Aulne")
    assert mettre_en_forme(adresse) == ["M PAUL SAUVAGE", "7 RUE DE L’ÉGLISE FOND", "54999 ŒUF-SUR-AULNE"]


def test_chaque_adulte_a_sa_ligne_et_le_pays_est_la_derniere():
    adresse = AdressePostale(
        ("Madame Zoé Levrain", "Monsieur Max Dorf"), "Boîte 12", "4 rue Haute", "4000 Liège", "Belgique"
    )
    assert mettre_en_forme(adresse) == [
        "MADAME ZOÉ LEVRAIN",
        "MONSIEUR MAX DORF",
        "BOÎTE 12",
        "4 RUE HAUTE",
        "4000 LIÈGE",
        "BELGIQUE",
    ]


def test_une_ligne_de_plus_de_38_signes_se_coupe_sans_separer_la_particule():
    adresse = AdressePostale(("Monsieur Jean-Balthazar van den Berghe-Quesnelle",), ville="54999 Rives")
    assert mettre_en_forme(adresse) == ["MONSIEUR JEAN-BALTHAZAR", "VAN DEN BERGHE-QUESNELLE", "54999 RIVES"]


def test_plus_de_six_lignes_s_abregent_sans_perdre_un_mot():
    assert mettre_en_forme(LONGUE) == [
        "MME MARIE-APOLLINE DE LA ROCHE-BEAUMONT",
        "M JEAN-BALTHAZAR VAN DEN BERGHE-QUESNELLE",
        "RÉSIDENCE LES QUATRE-VENTS APPT 1204",
        "118 BIS AVENUE DU MARÉCHAL-DE-LATTRE",
        "54998 SAINT-GERMAIN-DES-PRÉS-SUR-AULNE",
    ]


def test_une_adresse_vide_n_est_aucune_ligne():
    assert mettre_en_forme(AdressePostale()) == []
    assert mettre_en_forme(AdressePostale(("",), " , ")) == []


def test_une_rue_de_300_signes_se_coupe_a_vue_et_laisse_la_ville():
    lignes = mettre_en_forme(AdressePostale(("Madame Claire Verdier",), "", RUE_300, "54999 Rives-sur-Aulne"))
    assert len(lignes) == 6
    assert lignes[0] == "MADAME CLAIRE VERDIER"
    assert lignes[1].startswith("118 BIS AV")
    assert lignes[4].endswith(COUPE)
    assert lignes[5] == "54999 RIVES-SUR-AULNE"


def test_nom_et_rue_demesures_se_partagent_les_lignes():
    lignes = mettre_en_forme(AdressePostale((NOM_120,), "", RUE_300, "54999 Rives-sur-Aulne"))
    assert [ligne.endswith(COUPE) for ligne in lignes] == [False, True, False, False, True, False]
    assert lignes[2].startswith("118 BIS AV")
    assert all(len(ligne) <= 38 for ligne in lignes)


@pytest.mark.parametrize("mot", ["W", "MADAME ", "a-", "Œ’ "])
@pytest.mark.parametrize(
    ("adultes", "complements", "pays"), list(itertools.product((0, 1, 4), (0, 80), ("", "Pays-Bas")))
)
def test_jamais_plus_de_six_lignes_ni_plus_large_que_la_fenetre(mot, adultes, complements, pays):
    adresse = AdressePostale(
        tuple(f"{rang} {mot * 120}" for rang in range(adultes)), mot * complements, mot * 300, f"54999 {mot * 90}", pays
    )
    lignes = mettre_en_forme(adresse)
    assert 0 < len(lignes) <= 6
    for ligne in lignes:
        assert largeur(ligne, 8.0) <= 78.5 * 72 / 25.4
        assert len(ligne) <= 38
    ville = lignes[-2] if pays else lignes[-1]
    assert ville.startswith("54999 ")
    assert ville.endswith(COUPE)


@pytest.mark.parametrize(
    "adresse", [ADRESSE, LONGUE, DEMESUREE, AdressePostale(("OA" * 19,) * 4, "", "OA" * 19, "54999 Rives-sur-Aulne")]
)
def test_le_bloc_et_lui_seul_se_voit_dans_la_fenetre(adresse):
    octets = produire_accuse(accuse(adresse=adresse))
    dedans = [b for b in blocs(octets)[0] if b.droite > 90 and b.gauche < 200 and b.bas > 34 and b.haut < 90]
    vus = normaliser(" ".join(b.texte for b in dedans)).split()
    assert vus == normaliser(" ".join(mettre_en_forme(adresse))).split()
    for bloc in dedans:
        assert bloc.gauche >= 100
        assert bloc.droite <= 190
        assert bloc.haut >= 55
        assert bloc.bas <= 79
    assert max(bloc.bas for bloc in dedans) == pytest.approx(76.5, abs=0.9)
