"""``imuse-desk piece examiner``: what it says of the seal of each specimen."""

import argparse
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from reportlab.pdfgen.canvas import Canvas

from imuse_desk.cli import main
from imuse_desk.documents.moteurs import moteurs
from imuse_desk.models.passerelle import Base
from imuse_desk.services.commandes_piece import enregistrer
from imuse_desk.services.demonstration.autorite import AutoriteExemple
from tests.fabriques import maison_valmont
from tests.specimens import nom_change

DONNEES = Path(__file__).parents[2] / "data"
AVIS, FACTURE = DONNEES / "pieces" / "avis28_scan.pdf", DONNEES / "pieces" / "facture01_numerique.pdf"


def lancer(capsys: pytest.CaptureFixture[str], *mots: str) -> list[dict[str, Any]]:
    parseur = argparse.ArgumentParser()
    enregistrer(parseur.add_subparsers())
    arguments = parseur.parse_args(["piece", "examiner", *mots])
    assert arguments.fonction(arguments) == 0
    return [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]


def test_the_seal_is_valid_under_the_trust_of_tests_alone(capsys: pytest.CaptureFixture[str]) -> None:
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    avis, facture = lancer(capsys, "--confiance", essai, str(AVIS), str(FACTURE))
    assert avis["sceau"]["etat"] == facture["sceau"]["etat"] == "valide"
    assert (avis["sceau"]["type"], avis["sceau"]["champs"]["41"]) == ("28", "34512")
    assert (facture["sceau"]["type_libelle"][:7], facture["sceau"]["emis_le"]) == ("Facture", "2025-07-16")
    assert avis["sceau"]["page"] == 1
    (sans,) = lancer(capsys, str(AVIS))
    assert (sans["sceau"]["etat"], sans["sceau"]["raison"]) == ("emetteur_absent", "essai")
    assert sans["sceau"]["champs"]["41"] == "34512"


def test_the_values_come_with_where_they_stand_and_are_judged_by_what_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fichiers = [str(DONNEES / "pieces" / "avis28_numerique.pdf"), str(DONNEES / "pieces" / "avis28_2_pages_scan.pdf")]
    famille = ["--nom", "Martineau, Alice", "--annee-revenus", "2023", "--nature", "avis d’imposition"]
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    entier, deux = lancer(capsys, *fichiers, "--confiance", essai, "--controle", "avis", *famille)
    assert entier["lecture"] | {"valeurs": []} == {
        "nature": "avis", "pages": ["texte"] * 4, "tours": [0] * 4, "pages_comptees": 4, "valeurs": [],
        "controle": "avis",
    }  # fmt: skip
    (revenu,) = [v for v in entier["lecture"]["valeurs"] if v["cle"] == "revenu"]
    assert (revenu["scelle"]["source"], revenu["scelle"]["centimes"]) == ("scelle", 3451200)
    assert [(v["source"], v["page"], len(v["boite"])) for v in revenu["imprimes"]] == [("texte", 1, 4)]
    regles = {c["regle"]: c for c in entier["constats"]}
    assert regles["nom"]["resultat"] == regles["nature"]["resultat"] == regles["pages"]["resultat"] == "conforme"
    assert (regles["annee"]["resultat"], regles["annee"]["valeur"], regles["annee"]["attendu"]) == (
        "non_conforme", "2024", "2023",
    )  # fmt: skip
    assert deux["lecture"]["pages"] == ["", ""]
    assert {c["regle"]: c["resultat"] for c in deux["constats"]}["pages"] == "non_conforme"


def test_without_options_what_only_the_family_tells_waits_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    (facture,) = lancer(capsys, str(FACTURE))
    regles = {c["regle"]: c for c in facture["constats"]}
    assert (facture["lecture"]["nature"], facture["lecture"]["controle"]) == ("facture", "domicile")
    assert (regles["date"]["valeur"], regles["date"]["resultat"]) == ("13/07/2025", "non_conforme"), "against today"
    assert (regles["nom"]["valeur"], regles["nom"]["detail"]) == ("MME ALICE MARTINEAU", "a_confirmer")
    assert {regles[nom]["resultat"] for nom in ("nom", "adresse", "nature")} == {"a_verifier"}
    adresse = ["--adresse", "12 rue de la Musique, 92190 Meudon", "--depot", "13/10/2025", "--nom", "Martineau Alice"]
    (facture,) = lancer(capsys, str(FACTURE), *adresse)
    jugees = {c["regle"]: c["resultat"] for c in facture["constats"]}
    assert (jugees["adresse"], jugees["date"], jugees["nom"]) == ("conforme", "conforme", "conforme")


def test_a_name_typed_over_is_told_without_the_family(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "avis.pdf").write_bytes(nom_change())
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    (dit,) = lancer(capsys, "--confiance", essai, str(tmp_path / "avis.pdf"))
    (nom,) = [c for c in dit["constats"] if c["regle"] == "nom"]
    assert (nom["resultat"], nom["detail"]) == ("non_conforme", "imprime_autre")
    assert (nom["attendu"], nom["valeur"]) == ("MARTINEAU ALICE", "DURAND PAUL")


@pytest.mark.skipif(not moteurs() and "CI" not in os.environ, reason="extra ocr absent")
def test_a_scan_without_a_word_is_judged_by_what_its_seal_says_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    deux = str(DONNEES / "pieces" / "avis28_2_pages_scan.pdf")
    (sure,) = lancer(capsys, "--confiance", essai, "--annee-revenus", "2024", deux)
    assert sure["lecture"]["controle"] == "avis"
    regles = {c["regle"]: c["resultat"] for c in sure["constats"]}
    assert (regles["annee"], regles["pages"], regles["concordance"]) == ("conforme", "non_conforme", "a_verifier")
    (sans,) = lancer(capsys, deux)
    regles = {c["regle"]: c["resultat"] for c in sans["constats"]}
    assert (sans["lecture"]["controle"], regles["sceau"], regles["revenu"]) == ("avis", "a_verifier", "a_verifier")
    assert regles["pages"] == "non_conforme"


def test_a_retouched_scan_is_caught_by_reading_its_picture(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pikepdf.open(DONNEES / "pieces" / "avis28_montant_retouche_scan.pdf") as pdf:
        del pdf.pages[1:]
        pdf.save(tmp_path / "une_page.pdf")
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    (sans,) = lancer(capsys, "--confiance", essai, str(tmp_path / "une_page.pdf"))
    assert (sans["lecture"]["pages"], sans["sceau"]["etat"]) == ([""], "valide"), "the seal alone says nothing of it"
    (dit,) = lancer(capsys, "--ocr", "--controle", "avis", "--confiance", essai, str(tmp_path / "une_page.pdf"))
    revenu = next(valeur for valeur in dit["lecture"]["valeurs"] if valeur["cle"] == "revenu")
    (imprime,) = revenu["imprimes"]
    assert (revenu["scelle"]["centimes"], imprime["centimes"], imprime["source"]) == (3451200, 1451200, "ocr")
    gauche, haut, droite, bas = imprime["boite"]
    assert 470 < gauche < droite < 510
    assert 265 < haut < bas < 285
    concordance = next(constat for constat in dit["constats"] if constat["regle"] == "concordance")
    assert (concordance["resultat"], concordance["detail"]) == ("non_conforme", "differe")
    assert dit["lecture"]["moteurs"]


def test_the_lines_of_an_identity_paper_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    dessin = Canvas(str(tmp_path / "carte.pdf"))
    dessin.setFont("Courier", 10)
    for rang, ligne in enumerate(
        ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
    ):
        dessin.drawString(100, 500 - 14 * rang, ligne)
    dessin.save()
    (dit,) = lancer(capsys, "--ocr", str(tmp_path / "carte.pdf"))
    mrz = dit["lecture"]["mrz"]
    assert (mrz["genre"], mrz["nom"], mrz["prenoms"], mrz["source"]) == ("carte", "ERIKSSON", "ANNA MARIA", "texte")
    assert (mrz["naissance"], mrz["expire_le"]) == ("1974-08-12", "2012-04-15")
    (autre,) = lancer(capsys, "--ocr", str(FACTURE))
    assert autre["lecture"]["mrz"] is None


def test_a_photo_is_looked_at_as_the_document_that_an_import_makes_of_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    document = pypdfium2.PdfDocument(AVIS)
    photo = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    document.close()
    photo.rotate(90, expand=True).save(tmp_path / "avis couché.JPG", "JPEG", quality=80)
    photo.save(tmp_path / "déguisé.pdf", "PNG")
    essai = str(DONNEES / "deux_ddoc" / "essai_fr00_0001.pem")
    fichiers = [str(tmp_path / nom) for nom in ("avis couché.JPG", "déguisé.pdf")]
    couche, deguise = lancer(capsys, "--confiance", essai, *fichiers)
    assert (couche["etat"], couche["pages"], couche["sceau"]["etat"]) == ("lisible", 1, "valide")
    assert deguise["etat"] == "pas_un_pdf"


def test_one_line_a_file_whatever_happens(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "faux.pdf").write_bytes(b"bonjour")
    dits = lancer(capsys, str(tmp_path / "faux.pdf"), str(tmp_path / "absent.pdf"), str(FACTURE))
    assert [d["etat"] for d in dits] == ["pas_un_pdf", "introuvable", "lisible"]
    assert "sceau" not in dits[0]


def test_the_store_is_filled_and_told_on_the_command_line(
    capsys: pytest.CaptureFixture[str], base_sqlite: Base, tmp_path: Path
) -> None:
    maison_valmont(base_sqlite, tmp_path / "depot")
    url = base_sqlite.moteur.url.render_as_string(hide_password=False)
    donnees = DONNEES / "deux_ddoc"
    assert main(["confiance", "lister", "--base", url]) == 0
    assert "Aucune liste de confiance." in capsys.readouterr().out
    fichiers = [str(donnees / "liste_23.xml"), str(donnees / "essai_fr00_0001.pem")]
    assert main(["confiance", "importer", *fichiers, "--base", url]) == 2, "nothing of the second is taken"
    dit = capsys.readouterr().out
    fr09 = re.search("^  FR09 SHA-256 [0-9a-f]{64}$", dit, re.MULTILINE)
    assert fr09 is not None, "to compare, as the window shows it"
    assert "liste_23.xml\u00a0: 1 liste de confiance" in dit
    refuse = "certificat d’essai de la norme, jamais tenu pour sûr"
    assert dit.splitlines()[-1] == f"  1 refusé, {refuse}\u00a0: 0001"
    siens = (donnees / "essai_fr00_0001.pem").read_bytes()
    cle = ec.generate_private_key(ec.SECP256R1())
    inconnue = AutoriteExemple.creer("FR77", date(2020, 1, 1), date(2030, 1, 1))
    for code in ("AB12", "AB13"):
        siens += inconnue.signer(code, cle, date(2024, 1, 1), date(2027, 1, 1)).public_bytes(Encoding.PEM)
    (tmp_path / "lot.pem").write_bytes(siens)
    assert main(["confiance", "importer", str(tmp_path / "lot.pem"), "--base", url]) == 2
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"  1 refusé, {refuse}\u00a0: 0001",
        "  2 refusés, son autorité n’est pas dans la liste de confiance\u00a0: AB12, AB13",
    ]
    assert main(["confiance", "lister", "--base", url]) == 0
    dit = capsys.readouterr().out
    assert "Liste de confiance n°\u00a023 du 11/05/2026, prochaine le 11/05/2027" in dit
    assert "FR03 " in dit
    assert "0 certificat, sans révocations" in dit


def test_a_file_that_is_refused_keeps_no_other_from_the_store(
    capsys: pytest.CaptureFixture[str], base_sqlite: Base, tmp_path: Path
) -> None:
    """Folders, pipes and letters are said one by one; the list given last is taken all the same."""
    maison_valmont(base_sqlite, tmp_path / "depot")
    url = base_sqlite.moteur.url.render_as_string(hide_password=False)
    (tmp_path / "courrier.txt").write_text("bonjour")
    fichiers = [tmp_path / "courrier.txt", tmp_path, tmp_path / "absent.pem", DONNEES / "deux_ddoc" / "liste_23.xml"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "tube.pem")
        fichiers.insert(0, tmp_path / "tube.pem")
    assert main(["confiance", "importer", *map(str, fichiers), "--base", url]) == 2
    dit = capsys.readouterr()
    lignes = [ligne for ligne in dit.out.splitlines() if not ligne.startswith(" ")]
    assert lignes[0] == "liste_23.xml\u00a0: 1 liste de confiance"
    refuses = [ligne.partition("\u00a0: refusé. ") for ligne in lignes[1:]]
    assert [nom for nom, _, _ in refuses] == [f.name for f in fichiers[:-1]]
    assert len({raison for _, _, raison in refuses}) == 3, "each file with its own reason"
