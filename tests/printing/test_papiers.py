"""What every paper owes its reader: fonts inside, same bytes twice, margins, page numbers, stamp, seal."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.accuse import composer_accuse, produire_accuse
from imuse_desk.printing.base import contraste_sur_blanc
from imuse_desk.printing.estimation import composer_estimation, produire_estimation
from imuse_desk.printing.fiche_reinscription import composer_fiche, produire_fiche
from imuse_desk.printing.grille_page import ACCENT, GRIS
from tests.printing import exemples
from tests.printing.exemples import DEPOT, EMETTEUR, blocs, polices_du_pdf, textes

TOUS: list[Any] = [
    pytest.param(produire_accuse, composer_accuse, exemples.accuse, id="accuse"),
    pytest.param(produire_fiche, composer_fiche, exemples.fiche, id="fiche"),
    pytest.param(produire_estimation, composer_estimation, exemples.estimation, id="estimation"),
]
chaque_papier = pytest.mark.parametrize(("produire", "composer", "exemple"), TOUS)
Fonction = Callable[..., Any]


@chaque_papier
def test_polices_incluses_langue_titre_auteur(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    octets = produire(exemple())
    polices = polices_du_pdf(octets)
    assert {nom.split("+")[-1] for nom in polices} == {"DeskSans-Regular", "DeskSans-Semibold"}
    assert all(polices.values())
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        assert str(pdf.Root["/Lang"]) == "fr-FR"
        assert "2026-2027" in str(pdf.docinfo["/Title"]) or "R26-01184" in str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"]) == EMETTEUR.nom


@chaque_papier
def test_deux_fois_les_memes_octets(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    assert produire(exemple(5)) == produire(exemple(5))


@chaque_papier
@pytest.mark.parametrize("nombre", [1, 2, 3, 4, 5, 6, 30])
def test_marges_et_chevauchements(produire: Fonction, composer: Fonction, exemple: Fonction, nombre: int) -> None:
    papier = exemple(nombre)
    assert exemples.chevauchements(composer(papier)) == []
    for page in blocs(produire(papier)):
        assert page
        for bloc in page:
            assert bloc.gauche >= 24.8, bloc
            assert bloc.droite <= 190.4, bloc
            assert bloc.haut >= 10, bloc
            assert bloc.bas <= 288, bloc


@chaque_papier
def test_numeros_de_page_et_duplicata_partout(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    pages = textes(produire(replace(exemple(30), duplicata_a=DEPOT)))
    assert len(pages) >= 2
    for rang, page in enumerate(pages, start=1):
        assert f"page {rang}/{len(pages)}" in page
        assert "DUPLICATA" in page
        assert "imprimé le 02/06/2026 à 18:07" in page
        assert "SIRET 200 000 000 00017" in page
        assert "Mme Claire Verdier" in page or rang == 1
    assert all("DUPLICATA" not in page for page in textes(produire(exemple(30))))


@chaque_papier
def test_le_tampon_ne_touche_aucun_texte(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    papier = replace(exemple(8), duplicata_a=DEPOT, famille=exemples.NOM_LONG + ", " + exemples.NOM_LONG)
    assert exemples.chevauchements(composer(papier)) == []


@chaque_papier
def test_textes_hostiles(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    hostile = '<Studio> & "Martin" </para>'
    assert hostile in textes(produire(replace(exemple(2), famille=hostile)))[0]
    with pytest.raises(Invalide) as levee:
        produire(replace(exemple(), famille="Verdier 😀"))
    assert (levee.value.champ, levee.value.code) == ("famille", "caractere_non_imprimable")
    immense = replace(exemple(), famille="M. " + "Anne-Sophie " * 40)
    assert exemples.chevauchements(composer(immense)) == []


@chaque_papier
def test_logo_et_maison_au_nom_long(produire: Fonction, composer: Fonction, exemple: Fonction) -> None:
    for taille in ((440, 90), (50, 400)):
        maison = replace(EMETTEUR, logo=exemples.logo(*taille), nom="Conservatoire à rayonnement intercommunal " * 3)
        papier = replace(exemple(30), emetteur=maison)
        assert exemples.chevauchements(composer(papier)) == []
        with pikepdf.open(io.BytesIO(produire(papier))) as pdf:
            assert all(len(page.resources["/XObject"]) == 1 for page in pdf.pages)


def test_un_accent_illisible_est_refuse():
    assert contraste_sur_blanc(ACCENT) == pytest.approx(9.9, abs=0.1)
    assert contraste_sur_blanc(GRIS) == pytest.approx(7.6, abs=0.2)
    with pytest.raises(Invalide, match="contraste_insuffisant"):
        produire_accuse(exemples.accuse(emetteur=replace(EMETTEUR, accent=(0.9, 0.7, 0.2))))


def test_un_expediteur_trop_long_est_refuse():
    with pytest.raises(Invalide, match="entete_trop_longue"):
        produire_accuse(exemples.accuse(emetteur=replace(EMETTEUR, lignes=tuple("abcdefg"))))
