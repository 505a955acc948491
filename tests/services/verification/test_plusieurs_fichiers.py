"""Files that make one proof, or one paper brought twice: the pages of a notice, the papers of somebody housed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.models import EmpreintePiece, Foyer, TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.poste import lire_piece
from imuse_desk.services.reinscription.pieces import DeciderPiece, refuser
from imuse_desk.services.verification.analyse import a_analyser, analyser
from imuse_desk.services.verification.confirmer import ConfirmerRegle, CorrigerValeur, confirmer, corriger
from imuse_desk.services.verification.parts import ChangerPart, changer_part, lire_part
from tests.fabriques import Maison
from tests.services.verification.analyse_outils import (
    NATURES,
    apporter,
    faits,
    maison_martineau,
    papier,
    specimen,
    version,
)
from tests.services.verification.avis_outils import avis

pytestmark = pytest.mark.usefixtures("lectures_gardees")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return maison_martineau(base, tmp_path)


def suite(maison: Maison) -> None:
    """A row for the pages that did not fit in the first file."""
    maison.garder(
        "type:suite",
        TypePiece(
            site_id=maison.ids["site"], annee_id=maison.ids["cible"], code="suite", libelle="Avis, suite", ordre=9,
            rattachement="foyer", exigence="si_benefice", effet="tarif", regle={}, natures=NATURES["avis1"],
            controle="avis",
        ),
    )  # fmt: skip


def test_pages_brought_in_a_second_file_complete_the_notice_in_whichever_order_they_are_read(
    maison: Maison, tmp_path: Path
) -> None:
    suite(maison)
    fin = apporter(maison, "suite", avis(tmp_path / "fin.pdf", (3, 4)))
    debut = apporter(maison, "avis1", avis(tmp_path / "debut.pdf", (1, 2)))
    assert analyser(maison.ctx(), fin).resultat["etat"] == "a_verifier"
    assert faits(maison, fin)["pages"].detail == "suite_de_qui"
    fait = analyser(maison.ctx(), debut)
    assert {("piece", fin), ("piece", debut)} <= fait.changements.objets
    for piece_id in (fin, debut):
        vu = faits(maison, piece_id)["pages"]
        assert (vu.resultat, vu.valeur, vu.attendu) == ("conforme", "4", "4")
    assert faits(maison, fin)["annee"].detail == "premier_fichier"


def test_a_notice_in_two_files_is_carried_to_the_tariff_once(maison: Maison, tmp_path: Path) -> None:
    suite(maison)
    debut = apporter(maison, "avis1", avis(tmp_path / "debut.pdf", (1, 2)))
    fin = apporter(maison, "suite", avis(tmp_path / "fin.pdf", (3, 4)))
    for piece_id in (debut, fin):
        analyser(maison.ctx(), piece_id)
        confirmer(maison.ctx(), ConfirmerRegle(piece_id, "revenu", est_conforme=True))
        confirmer(maison.ctx(), ConfirmerRegle(piece_id, "parts", est_conforme=True))
    propose = lire_piece(maison.ctx(), debut).proposition
    assert propose is not None
    assert (propose.centimes, propose.parts_centiemes, propose.avis) == (3_451_200, 250, 1)
    assert lire_piece(maison.ctx(), fin).proposition is None, "the first file carries it"


def test_the_same_notice_on_both_rows_is_carried_to_the_tariff_once(maison: Maison, tmp_path: Path) -> None:
    une = apporter(maison, "avis1", avis(tmp_path / "a.pdf"))
    deux = apporter(maison, "avis2", avis(tmp_path / "b.pdf", voie="12 RUE DE LA MUSIQUE BAT A"))
    for piece_id in (une, deux):
        analyser(maison.ctx(), piece_id)
    for piece_id in (une, deux):
        propose = lire_piece(maison.ctx(), piece_id).proposition
        assert propose is not None
        assert (propose.centimes, propose.avis) == (3_451_200, 1)


def test_an_income_that_differs_on_page_3_of_the_second_file(maison: Maison, tmp_path: Path) -> None:
    suite(maison)
    debut = apporter(maison, "avis1", avis(tmp_path / "debut.pdf", (1, 2), revenu="14 512"))
    fin = apporter(maison, "suite", avis(tmp_path / "fin.pdf", (3, 4)))
    for piece_id in (debut, fin):
        analyser(maison.ctx(), piece_id)
    vu = faits(maison, fin)["concordance"]
    assert (vu.resultat, vu.page, vu.valeur) == ("non_conforme", 1, "34\u202f512,00\u00a0€")


@pytest.mark.usefixtures("essai")
def test_the_same_notice_scanned_again_in_another_household_names_that_dossier_alone(
    maison: Maison, base: Base
) -> None:
    premiere = apporter(maison, "avis1", specimen("avis28_numerique.pdf"))
    maison.foyer("Bernard")
    maison.eleve("Anna", "Bernard", cours=("COR",))
    seconde = apporter(maison, "avis1", specimen("avis28_scan.pdf"), "Bernard")
    for piece_id in (premiere, seconde):
        analyser(maison.ctx(), piece_id)
    assert "Bernard" not in faits(maison, premiere)["autre_foyer"].valeur
    numeros = {p: faits(maison, p)["autre_foyer"].valeur for p in (premiere, seconde)}
    with base.lire() as session:
        siens = {f.libelle: f.numero for f in session.scalars(select(Foyer))}
        gardees = session.scalars(select(EmpreintePiece.valeur)).all()
    assert numeros == {premiere: siens["Famille Bernard"], seconde: siens["Famille Martineau"]}
    assert len(gardees) == 4
    assert len(set(gardees)) == 2
    assert all(len(valeur) == 64 for valeur in gardees)


def test_the_same_notice_on_both_rows(maison: Maison, tmp_path: Path) -> None:
    une = apporter(maison, "avis1", avis(tmp_path / "a.pdf"))
    deux = apporter(maison, "avis2", avis(tmp_path / "b.pdf", revenu_p3="34512"))
    for piece_id in (une, deux):
        analyser(maison.ctx(), piece_id)
    assert faits(maison, deux)["parent"].detail == "meme_avis"
    refuser(maison.ctx(), DeciderPiece(une, version(maison, une), "illisible"))
    assert faits(maison, deux)["parent"].detail == "autre_parent"


def test_two_desks_read_two_files_of_one_paper_at_once(maison: Maison, tmp_path: Path) -> None:
    une = apporter(maison, "avis1", avis(tmp_path / "a.pdf"))
    maison.foyer("Bernard")
    maison.eleve("Anna", "Bernard", cours=("COR",))
    autre = apporter(maison, "avis1", avis(tmp_path / "b.pdf", revenu_p3="34512"), "Bernard")
    with ThreadPoolExecutor(2) as postes:
        list(postes.map(lambda piece_id: analyser(maison.ctx(), piece_id), (une, autre)))
    assert "autre_foyer" in faits(maison, une)
    assert "autre_foyer" in faits(maison, autre)


def test_three_papers_of_somebody_housed_are_judged_together(maison: Maison, tmp_path: Path) -> None:
    attestation = apporter(
        maison, "domicile",
        papier(
            tmp_path / "a.pdf", "ATTESTATION D'HÉBERGEMENT", "Je soussignée Mme Jeanne PERRIN, née le 2 mars 1950,",
            "atteste héberger Mme Alice MARTINEAU", "12 rue de la Musique 92190 Meudon", "Fait le 2 mai 2026",
        ),
    )  # fmt: skip
    preuve = apporter(
        maison, "domicile",
        papier(
            tmp_path / "b.pdf", "FACTURE", "Facture du 3 mai 2026", "", "", "MME JEANNE PERRIN", "12 RUE DE LA MUSIQUE",
            "92190 MEUDON",
        ),
    )  # fmt: skip
    for piece_id in (attestation, preuve):
        analyser(maison.ctx(), piece_id)
    ensemble = faits(maison, attestation)["ensemble"]
    assert (ensemble.resultat, ensemble.detail, ensemble.valeur) == (
        "non_conforme", "papiers_manquants:identite_hote", "hebergement, domicile_hote",
    )  # fmt: skip
    titre = apporter(maison, "domicile", papier(tmp_path / "c.pdf", "Titre", "Nom : PERRIN", "Prénoms : Jeanne"))
    analyser(maison.ctx(), titre)
    assert lire_part(maison.ctx(), titre) is Part.SEULE
    changer_part(maison.ctx(), ChangerPart(titre, Part.IDENTITE_HOTE))
    assert a_analyser(maison.ctx()) == (titre,)
    analyser(maison.ctx(), titre)
    assert {lire_part(maison.ctx(), p) for p in (attestation, preuve, titre)} == {
        Part.HEBERGEMENT, Part.DOMICILE_HOTE, Part.IDENTITE_HOTE,
    }  # fmt: skip
    vus = {p: faits(maison, p) for p in (attestation, preuve, titre)}
    assert {vus[p]["hebergeant"].resultat for p in vus} == {"conforme"}
    assert vus[attestation]["ensemble"].resultat == "a_verifier"
    assert vus[titre]["date"].detail == "non_lue"
    corriger(maison.ctx(), CorrigerValeur(titre, "date", "19/05/2026"))
    assert (faits(maison, titre)["date"].detail, faits(maison, attestation)["ensemble"].resultat) == (
        "expiree", "non_conforme",
    )  # fmt: skip
