"""Somebody housed, from the files that the family brings to the checklist and the verdict of each, on both bases."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.papiers_famille import Destine
from imuse_desk.services.demonstration.papiers_hebergement import facture
from imuse_desk.services.lectures.poste import FaitPoste, lire_piece
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, refuser, supprimer
from imuse_desk.services.verification.analyse import analyser
from imuse_desk.services.verification.confirmer import ConfirmerRegle, CorrigerValeur, confirmer, corriger
from imuse_desk.services.verification.parts import ChangerPart, changer_part
from imuse_desk.views.common.regles_piece import dire_detail
from tests.fabriques import Maison, maison_valmont
from tests.services.verification.heberges import accepter_les_natures, deposer, trois_papiers
from tests.services.verification.poste_outils import piece, poser_controles

pytestmark = pytest.mark.usefixtures("lectures_gardees")


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base, tmp_path / "depot")
    poser_controles(maison)

    accepter_les_natures(maison)
    return maison


def liste(maison: Maison, piece_id: int) -> dict[str, FaitPoste]:
    return {f.regle: f for f in lire_piece(maison.ctx(), piece_id).liste}


def verdicts(maison: Maison) -> dict[int, str]:
    """What the table of pieces of the household says of each file."""
    dossier = lire_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    return {f.piece_id: f.verdict for p in dossier.pieces for f in p.fichiers}


@pytest.mark.parametrize("ordre", [("attestation", "identite", "facture"), ("facture", "identite", "attestation")])
def test_three_papers_that_are_right_end_wholly_conforme(
    maison: Maison, tmp_path: Path, ordre: tuple[str, ...]
) -> None:
    papiers = trois_papiers()
    recus = deposer(maison, tmp_path, {nom: papiers[nom] for nom in ordre})
    vues = {nom: liste(maison, i) for nom, i in recus.items()}
    assert {nom: list(vue) for nom, vue in vues.items()} == {
        "attestation": ["nature", "date", "nom", "adresse", "hebergeant", "ensemble"],
        "identite": ["nature", "date", "hebergeant"],
        "facture": ["nature", "date", "adresse", "hebergeant"],
    }
    assert {f.resultat for vue in vues.values() for f in vue.values()} == {"conforme"}
    assert verdicts(maison) == dict.fromkeys(recus.values(), "conforme")
    assert (vues["identite"]["date"].est_validite, vues["facture"]["date"].est_validite) == (True, False)
    assert vues["attestation"]["nom"].page == 1
    for piece_id in recus.values():
        accepter(maison.ctx(), DeciderPiece(piece_id, piece(maison, piece_id).version))


def test_a_card_that_has_expired_or_another_host_is_not_conforme_and_named(maison: Maison, tmp_path: Path) -> None:
    papiers = trois_papiers(expire_le=date(2026, 5, 19), nom_facture="M. Marc Dupuis")
    recus = deposer(maison, tmp_path, papiers)
    assert liste(maison, recus["identite"])["date"].detail == "expiree"
    facture_lue = liste(maison, recus["facture"])
    assert "nom" not in facture_lue
    assert (facture_lue["hebergeant"].resultat, facture_lue["hebergeant"].est_bloquante) == ("non_conforme", True)
    assert lire_piece(maison.ctx(), recus["facture"]).bloquees == ("hebergeant",)
    ensemble = liste(maison, recus["attestation"])["ensemble"]
    assert ensemble.resultat == "non_conforme"
    confirmer(maison.ctx(), ConfirmerRegle(recus["facture"], "hebergeant", est_conforme=True))
    assert lire_piece(maison.ctx(), recus["facture"]).bloquees == ()
    accepter(maison.ctx(), DeciderPiece(recus["facture"], piece(maison, recus["facture"]).version))


def test_a_host_typed_on_a_card_that_cannot_be_read_is_compared_with_the_others(maison: Maison, tmp_path: Path) -> None:
    recus = deposer(maison, tmp_path, trois_papiers())
    dite = corriger(maison.ctx(), CorrigerValeur(recus["identite"], "hebergeant", "Marc Dupuis"))
    assert dite.resultat == "non_conforme"
    assert liste(maison, recus["facture"])["hebergeant"].resultat == "conforme", "it agrees with the attestation"
    assert liste(maison, recus["attestation"])["ensemble"].resultat == "non_conforme"
    assert corriger(maison.ctx(), CorrigerValeur(recus["identite"], "hebergeant", "Perrin J")).resultat != "conforme"


def test_a_paper_refused_or_withdrawn_lacks_and_the_next_one_completes_the_set(maison: Maison, tmp_path: Path) -> None:
    recus = deposer(maison, tmp_path, trois_papiers())
    titre, attestation = recus["identite"], recus["attestation"]
    refuser(maison.ctx(), DeciderPiece(titre, piece(maison, titre).version, "Illisible"))
    ensemble = liste(maison, attestation)["ensemble"]
    assert (ensemble.resultat, ensemble.detail) == ("non_conforme", "papiers_manquants:identite_hote")
    supprimer(maison.ctx(), DeciderPiece(attestation, piece(maison, attestation).version, "en double"))
    analyser(maison.ctx(), recus["facture"])
    assert liste(maison, recus["facture"])["ensemble"].detail == "papiers_manquants:hebergement,identite_hote"
    papiers = trois_papiers(expire_le=date(2031, 1, 1))
    nouveaux = deposer(maison, tmp_path, {n: papiers[n] for n in ("attestation", "identite")})
    assert "ensemble" not in liste(maison, recus["facture"])
    assert liste(maison, nouveaux["attestation"])["ensemble"].resultat == "conforme"
    vus = verdicts(maison)
    assert {vus[i] for i in (*nouveaux.values(), recus["facture"])} == {"conforme"}


def test_what_was_asked_before_a_person_said_the_part_is_asked_no_more(maison: Maison, tmp_path: Path) -> None:
    """A paper first judged as the family's own proof, then said to be the host's: its old verdicts weigh nothing."""
    papiers = trois_papiers()
    seule = facture(Destine("Mme Jeanne Perrin", "3 quai des Brumes", "54000 Nancy"), date(2026, 5, 3))
    recus = deposer(maison, tmp_path, {"facture": seule})
    avant = liste(maison, recus["facture"])
    assert (avant["nom"].resultat, avant["adresse"].resultat) == ("non_conforme", "non_conforme")
    recus |= deposer(maison, tmp_path, {n: papiers[n] for n in ("attestation", "identite")})
    assert liste(maison, recus["facture"])["adresse"].resultat == "non_conforme", "the host lives where the pupil does"
    changer_part(maison.ctx(), ChangerPart(recus["facture"], Part.IDENTITE_HOTE))
    analyser(maison.ctx(), recus["facture"])
    assert "adresse" not in liste(maison, recus["facture"])
    changer_part(maison.ctx(), ChangerPart(recus["facture"], Part.PROPRE))
    analyser(maison.ctx(), recus["facture"])
    apres = liste(maison, recus["facture"])
    assert list(apres) == ["nature", "date", "nom", "adresse"]
    assert (apres["nom"].resultat, apres["adresse"].resultat) == ("non_conforme", "non_conforme")


@pytest.mark.parametrize(
    ("noms", "resultat", "detail"),
    [
        (("attestation", "identite", "facture"), "a_verifier", "papiers_reunis:identite_hote,domicile_hote"),
        (("identite", "facture", "attestation"), "a_verifier", "papiers_reunis:hebergement,domicile_hote"),
        (("attestation", "identite"), "non_conforme", "papiers_manquants:domicile_hote"),
    ],
)
def test_papers_brought_in_one_file_are_said_to_be_there_and_left_to_the_person(
    maison: Maison, tmp_path: Path, noms: tuple[str, ...], resultat: str, detail: str
) -> None:
    papiers, tout = trois_papiers(), io.BytesIO()
    with pikepdf.new() as ensemble:
        for nom in noms:
            ensemble.pages.extend(pikepdf.open(io.BytesIO(papiers[nom])).pages)
        ensemble.save(tout, deterministic_id=True)
    recus = deposer(maison, tmp_path, {"tout": tout.getvalue()})
    vu = liste(maison, recus["tout"])["ensemble"]
    assert (vu.resultat, vu.detail) == (resultat, detail)
    phrase = "l’attestation d’hébergement et " if noms[0] == "identite" else "la pièce d’identité de l’hébergeant et "
    if resultat == "a_verifier":
        fin = "le justificatif de l’hébergeant dans ce même fichier, à vérifier vous-même"
        assert dire_detail(vu.detail) == phrase + fin
