"""A word on a rule and a decision of the same piece at the same instant, on a server: one waits for the other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter
from imuse_desk.services.verification import confirmer as module_confirmer
from imuse_desk.services.verification.blocage import regles_bloquees
from imuse_desk.services.verification.confirmer import ConfirmerRegle, confirmer
from tests.fabriques import Maison, maison_valmont
from tests.services.simultane import ensemble
from tests.services.verification.poste_outils import constater, faits, piece, poser_controles, recevoir


@pytest.fixture
def maison(base_pg: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base_pg, tmp_path / "depot")
    poser_controles(maison)
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    return maison


@pytest.fixture
def avis(maison: Maison) -> int:
    """A notice whose year blocks where it is wrong; the machine left it to a person."""
    ident = recevoir(maison, "avis1")
    constater(maison, ident, "annee", "a_verifier", "2023", attendu="2024")
    return ident


def test_an_acceptance_waits_for_the_word_that_blocks_it(
    maison: Maison, avis: int, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    mot, acceptation = ensemble(
        monkeypatch, module_confirmer, "faits_courants",
        lambda: confirmer(maison.ctx(), ConfirmerRegle(avis, "annee", est_conforme=False)),
        lambda: accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(avis, 1)),
    )  # fmt: skip
    assert mot.exception() is None
    refus = acceptation.exception()
    assert isinstance(refus, RegleMetier)
    assert refus.code == "piece_bloquee"
    assert piece(maison, avis).etat == EtatPiece.A_VERIFIER


def test_no_word_slips_in_beside_an_acceptance(maison: Maison, avis: int, monkeypatch: pytest.MonkeyPatch) -> None:
    acceptation, mot = ensemble(
        monkeypatch, pieces, "regles_bloquees",
        lambda: accepter(maison.ctx(agent="Paul Durand"), DeciderPiece(avis, 1)),
        lambda: confirmer(maison.ctx(), ConfirmerRegle(avis, "annee", est_conforme=False)),
    )  # fmt: skip
    assert acceptation.exception() is None
    refus = mot.exception()
    assert isinstance(refus, RegleMetier)
    assert (refus.code, refus.params["auteur"]) == ("piece_decidee", "Paul Durand")
    assert [f.resultat for f in faits(maison, avis, "annee")] == ["a_verifier"]


def test_two_papers_of_a_household_are_decided_at_once_without_a_deadlock(
    maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """Each decision judges the papers of the household together, and writes on the other's: hosting, here."""
    ensemble_lu = {"part": "hebergement", "hote": "Paul Durand"}
    lus = [
        recevoir(
            maison, "domicile", minutes=m, lue_a=maison.horloge.instant,
            lecture={"constats": [], "valeurs": [], "ensemble": ensemble_lu},
        )
        for m in range(2)
    ]  # fmt: skip
    depart, essais = threading.Barrier(2, timeout=10), []
    vrai = regles_bloquees

    def compter(*arguments: object) -> tuple[str, ...]:
        essais.append(1)
        return vrai(*arguments)  # type: ignore[arg-type]

    def decider(ident: int) -> None:
        depart.wait()
        accepter(maison.ctx(), DeciderPiece(ident, 1, "Le troisième papier suit"))

    monkeypatch.setattr(pieces, "regles_bloquees", compter)
    with ThreadPoolExecutor(2) as postes:
        list(postes.map(decider, lus))
    assert [piece(maison, i).etat for i in lus] == [EtatPiece.ACCEPTEE] * 2
    assert len(essais) == 2  # nothing was run again
