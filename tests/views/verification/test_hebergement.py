"""Somebody housed, at the station: three papers of one row, each called by its part, and the words of the set."""

from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.reinscription import EtatPiece
from tests.fabriques import Maison
from tests.services.verification.heberges import accepter_les_natures, deposer, trois_papiers
from tests.services.verification.poste_outils import piece
from tests.views.verification.poste import Poste


@pytest.fixture
def deposes(maison: Maison, tmp_path: Path) -> dict[str, int]:
    """The three papers brought on one row, and read."""

    accepter_les_natures(maison)
    return deposer(maison, tmp_path, trois_papiers(expire_le=date(2026, 9, 1)))


def lignes(poste: Poste) -> list[tuple[str, str, str]]:
    rangees = [r for r in poste.station.panneau.liste.rangees if not r.isHidden()]
    return [(r.fait.regle, r.puce.texte, r.accessibleName()) for r in rangees]


def test_the_set_is_walked_by_keys_and_each_paper_is_called_by_its_part(
    poste: Poste, maison: Maison, deposes: dict[str, int]
) -> None:
    poste.ouvrir()
    vus = lignes(poste)
    assert [regle for regle, _, _ in vus] == ["nature", "date", "nom", "adresse", "hebergeant", "ensemble"]
    assert {etat for _, etat, _ in vus} == {"Conforme"}
    assert "attestation, pièce d’identité et justificatif de l’hébergeant reçus" in vus[-1][2]
    autres = [b.text() for b in poste.station.panneau.voisines if b.isVisible()]
    assert autres == ["Pièce d’identité de l’hébergeant", "Justificatif de l’hébergeant"]
    poste.touche("v")
    assert poste.montree == deposes["identite"]
    assert [regle for regle, _, _ in lignes(poste)] == ["nature", "date", "hebergeant"]
    assert "valable jusqu’au 01/09/2026" in poste.regle("date").accessibleName()
    assert poste.dits[-1].startswith("Attestation d’hébergement, ")
    poste.touche("v")
    poste.touche("v")
    assert {piece(maison, i).etat for i in deposes.values()} == {EtatPiece.ACCEPTEE}


def test_what_lacks_is_said_in_words(poste: Poste, maison: Maison, tmp_path: Path) -> None:
    papiers = trois_papiers()
    deposer(maison, tmp_path, {nom: papiers[nom] for nom in ("attestation", "facture")})
    poste.ouvrir()
    dit = poste.regle("ensemble").accessibleName()
    assert "attestation et justificatif de l’hébergeant reçus" in dit
    assert "il manque la pièce d’identité de l’hébergeant" in dit
    assert poste.station.panneau.quand_meme.isVisible()
    attestation = poste.montree
    poste.touche("v")
    assert poste.demande.formulaire.widget("motif").isVisible(), "a set that lacks a paper proves nothing yet"
    assert piece(maison, attestation).etat == EtatPiece.A_VERIFIER
