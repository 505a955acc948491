"""The address block: postal form, six lines, its place in the window of the envelopes."""

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.accuse import produire_accuse
from imuse_desk.printing.adresse import mettre_en_forme
from tests.printing.exemples import ADRESSE, accuse, blocs, normaliser

LONGUE = (
    "Madame Marie-Apolline de La Roche-Beaumont et Monsieur Jean-Balthazar van den Berghe-Quesnelle",
    "Résidence Les Quatre-Vents",
    "Bât. C",
    "Appt 1204",
    "118 bis, avenue du Maréchal-de-Lattre",
    "54998 Saint-Germain-des-Prés-sur-Aulne",
)


def test_majuscules_sans_ponctuation():
    assert mettre_en_forme(("M. Paul Sauvage", "", "7, rue de l’Église ; (fond)", "54999 Œuf-sur-Aulne")) == [
        "M PAUL SAUVAGE",
        "7 RUE DE L’ÉGLISE FOND",
        "54999 ŒUF-SUR-AULNE",
    ]


def test_une_ligne_de_plus_de_38_signes_se_coupe_sans_separer_la_particule():
    lignes = mettre_en_forme(("Monsieur Jean-Balthazar van den Berghe-Quesnelle", "54999 Rives"))
    assert lignes == ["MONSIEUR JEAN-BALTHAZAR", "VAN DEN BERGHE-QUESNELLE", "54999 RIVES"]


def test_plus_de_six_lignes_se_serrent_sans_rien_perdre():
    lignes = mettre_en_forme(LONGUE)
    assert len(lignes) == 6
    tout = " ".join(lignes).split()
    assert tout == " ".join(LONGUE).upper().replace(".", "").replace(",", "").split()
    assert lignes[-1] == "54998 SAINT-GERMAIN-DES-PRÉS-SUR-AULNE"


@pytest.mark.parametrize(("lignes", "code"), [((), "adresse_vide"), (("", " , "), "adresse_vide")])
def test_une_adresse_vide_est_refusee(lignes, code):
    with pytest.raises(Invalide, match=code):
        mettre_en_forme(lignes)


def test_une_adresse_qui_ne_tient_pas_est_refusee():
    with pytest.raises(Invalide, match="adresse_trop_longue"):
        mettre_en_forme(tuple("Ligne très longue qui occupe toute la place " + "x" * rang for rang in range(1, 9)))


@pytest.mark.parametrize("adresse", [ADRESSE, LONGUE, ("OA" * 19,) * 5 + ("54999 Rives-sur-Aulne",)])
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
