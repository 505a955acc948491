"""Where the station frames a name, and what it says of two that differ."""

from PySide6.QtWidgets import QLabel

from imuse_desk.services.lectures.poste import lire_piece
from imuse_desk.services.verification.confirmer import ConfirmerRegle, confirmer
from imuse_desk.views.verification import mots
from imuse_desk.views.verification.zones import zones
from tests.fabriques import Maison
from tests.services.verification.poste_outils import constater
from tests.views.verification.conftest import ranger
from tests.views.verification.poste import Poste

SCEAU, LIGNE = [400.0, 40.0, 480.0, 120.0], [72.0, 150.0, 200.0, 162.0]


def ranger_un_avis(maison: Maison, *scelles: str, imprime: str) -> int:
    """A notice with names sealed, and one printed above the address."""
    valeurs = [
        {
            "cle": f"declarant_{rang}", "scelle": {"valeur": nom, "page": 1, "boite": SCEAU}, "fichier": "",
            "imprimes": [{"valeur": imprime, "page": 1, "boite": LIGNE}] if rang == 1 else [],
        }
        for rang, nom in enumerate(scelles, 1)
    ]  # fmt: skip
    return ranger(maison, "avis1", imprime, lecture={"valeurs": valeurs})


def cadre(maison: Maison, ident: int) -> list[float]:
    """The frame of the name."""
    piece = lire_piece(maison.ctx(), ident)
    rang = next(n for n, fait in enumerate(piece.liste) if fait.regle == "nom")
    return next(list(zone.boite) for zone in zones(piece, rang) if zone.est_courante)


def test_a_sealed_name_is_framed_where_it_is_printed_and_nowhere_else(maison: Maison) -> None:
    lie = ranger_un_avis(maison, "VALMONT CLAIRE", "PETIT MARC", imprime="MME CLAIRE VALMONT")
    constater(maison, lie, "nom", "conforme", "VALMONT CLAIRE", source="scelle", page=1, boite=SCEAU)
    assert cadre(maison, lie) == LIGNE
    constater(maison, lie, "nom", "a_verifier", "PETIT MARC", source="scelle", page=1, boite=SCEAU)
    assert cadre(maison, lie) == SCEAU, "the other declarant is not printed there"


def test_two_names_that_differ_are_both_said_and_the_printed_one_framed(maison: Maison) -> None:
    ident = ranger_un_avis(maison, "VALMONT CLAIRE", imprime="DURAND PAUL")
    constater(
        maison, ident, "nom", "a_verifier", "DURAND PAUL", attendu="VALMONT CLAIRE", detail="imprime_autre", page=1,
        boite=LIGNE,
    )  # fmt: skip
    for _ in range(2):
        nom = next(fait for fait in lire_piece(maison.ctx(), ident).liste if fait.regle == "nom")
        assert mots.ligne(nom, "Europe/Paris").startswith("Scellé VALMONT CLAIRE · imprimé DURAND PAUL")
        assert cadre(maison, ident) == LIGNE
        confirmer(maison.ctx(), ConfirmerRegle(ident, "nom", est_conforme=True))


def test_two_names_are_compared_whole(poste: Poste, maison: Maison) -> None:
    ranger_un_avis(maison, "VALMONT CLAIRE-MARIE", imprime="VALMONT CLAIRE-ANNE")
    poste.ouvrir()
    cases = {case.accessibleName(): case.text() for case in poste.station.panneau.valeurs.findChildren(QLabel)}
    for nom in ("Valmont Claire-Marie", "Valmont Claire-Anne"):
        assert cases[nom].replace("-\n", "-").split() == nom.split(), "neither shortened nor cut"
