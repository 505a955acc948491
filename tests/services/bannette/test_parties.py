"""A scan cut at its cover sheets: each part goes to its row alone, without the sheets nor the pages of others."""

from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Refus, RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute
from imuse_desk.domain.roles import Role
from imuse_desk.services.bannette.destination import lignes_de_famille, par_feuille
from imuse_desk.services.bannette.parties import Partie, Voie, lire_fichier
from imuse_desk.services.lectures.reinscription import lire_faits
from imuse_desk.services.reinscription.pieces import ImporterPieces, PieceImportee, importer
from tests.fabriques import Maison, pdf
from tests.services.bannette.outils import feuille, page_blanche, scanner
from tests.services.reinscription.outils import fichier, ouvrir


def _ranger(maison: Maison, partie: Partie) -> PieceImportee:
    cible = partie.destination
    assert cible is not None
    assert cible.type_id is not None
    commande = ImporterPieces(cible.dossier_id, cible.type_id, (partie.source,), cible.eleve_id)
    return importer(maison.ctx(), commande).resultat[0]


def test_a_scan_of_two_families_is_cut_and_each_gets_its_own(maison: Maison, tmp_path: Path) -> None:
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    scan = scanner(
        tmp_path / "scan_0012.pdf", feuille(maison, "avis1"), pdf(4, "avis Valmont"),
        feuille(maison, "domicile", "Bernard"), page_blanche(), pdf(1, "facture Bernard"),
    )  # fmt: skip
    premiere, seconde = lire_fichier(maison.ctx(), scan)
    assert [(p.voie, p.pages, p.est_sure) for p in (premiere, seconde)] == [
        (Voie.FEUILLE, (2, 3, 4, 5), True), (Voie.FEUILLE, (8,), True)
    ]  # fmt: skip
    assert premiere.destination is not None
    assert (premiere.destination.famille, premiere.destination.piece) == ("Famille Valmont", "Pièce avis1")
    recue, autre = _ranger(maison, premiere), _ranger(maison, seconde)
    vu = fichier(ouvrir(maison), recue.piece_id or 0)
    assert (vu.nom, vu.pages) == ("scan_0012.pdf", 4)
    assert vu.provenance == (("extrait", "pages 2 à 5 de scan_0012.pdf"),)
    assert vu.alertes == (), "the other family's part of the same scan is another document"
    assert fichier(ouvrir(maison, "Bernard"), autre.piece_id or 0).nom == "scan_0012 (2).pdf"
    with maison.ctx().depot.ouvrir(vu.sha256) as flux:
        assert b"Bernard" not in flux.read()


def test_the_same_scan_twice_says_so(maison: Maison, tmp_path: Path) -> None:
    contenu = (feuille(maison, "domicile"), pdf(1, "facture"))
    (partie,) = lire_fichier(maison.ctx(), scanner(tmp_path / "a.pdf", *contenu))
    (copie,) = lire_fichier(maison.ctx(), scanner(tmp_path / "b.pdf", *contenu))
    premiere, seconde = _ranger(maison, partie), _ranger(maison, copie)
    assert (seconde.code, seconde.piece_id) == ("deja_la", premiere.piece_id)
    assert lire_faits(maison.ctx(), premiere.piece_id or 0)


def test_pages_before_the_first_sheet_are_to_be_filed_by_hand(maison: Maison, tmp_path: Path) -> None:
    scan = scanner(tmp_path / "s.pdf", pdf(1, "?"), feuille(maison, "domicile"), pdf(2, "facture"))
    perdue, sure = lire_fichier(maison.ctx(), scan)
    assert (perdue.voie, perdue.pages, perdue.destination, perdue.est_rangeable) == (Voie.MAIN, (1,), None, False)
    assert (sure.pages, sure.est_sure) == ((3, 4), True)


def test_a_sheet_alone_files_nothing(maison: Maison, tmp_path: Path) -> None:
    scan = scanner(tmp_path / "s.pdf", feuille(maison, "avis1"), feuille(maison, "domicile"), pdf(1))
    seule, sure = lire_fichier(maison.ctx(), scan)
    assert (seule.probleme, seule.est_sure, seule.est_rangeable) == ("feuille_seule", False, False)
    assert sure.est_sure


def test_a_sheet_of_elsewhere_is_not_followed(maison: Maison) -> None:
    vu, ctx = ouvrir(maison), maison.ctx()
    type_id = maison.ids["type:domicile"]
    bonne = FeuilleRoute(ctx.site_id, vu.annee_cible_id, vu.dossier_id, type_id, 0, "0000")
    marques = {f"{n:04X}" for n in range(3)}
    codes = {par_feuille(ctx, FeuilleRoute(*_champs(bonne), marque)) for marque in marques}
    assert "feuille_inconnue" in {c for c in codes if isinstance(c, str)}, "another base has another mark"
    assert par_feuille(ctx, FeuilleRoute(ctx.site_id + 1, *_champs(bonne)[1:], "0000")) == "feuille_autre_site"
    assert par_feuille(ctx, FeuilleRoute(ctx.site_id, 1, 999_999, type_id, 0, "0000")) == "feuille_inconnue"


def _champs(f: FeuilleRoute) -> tuple[int, int, int, int, int]:
    return f.site_id, f.annee_id, f.dossier_id, f.type_id, f.eleve_id


def test_a_document_without_sheet_or_seal_is_to_be_filed_by_hand(maison: Maison, tmp_path: Path) -> None:
    chemin = tmp_path / "lettre.pdf"
    chemin.write_bytes(pdf(2))
    (partie,) = lire_fichier(maison.ctx(), chemin)
    assert (partie.voie, partie.destination, partie.source) == (Voie.MAIN, None, chemin)
    lignes = lignes_de_famille(maison.ctx(), maison.ids["Valmont"])
    assert [ligne.piece for ligne in lignes] == ["Pièce domicile", "Pièce caf", "Pièce avis1"]


def test_what_cannot_be_opened_says_why(maison: Maison, tmp_path: Path) -> None:
    faux = tmp_path / "faux.pdf"
    faux.write_text("rien")
    with pytest.raises(RegleMetier, match="pas_un_pdf") as refus:
        lire_fichier(maison.ctx(), faux)
    assert refus.value.params == {"type": "texte"}
    with pytest.raises(Refus):
        lire_fichier(maison.ctx(Role.ENSEIGNANT), faux)
