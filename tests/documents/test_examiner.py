"""Every file gets an answer: quickly, the same twice, and true."""

import hashlib
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from imuse_desk.documents import messages
from imuse_desk.documents.client import TAILLE_MAX, examiner
from imuse_desk.documents.examen import ETATS
from tests.documents.hostiles import ACTIFS, HOSTILES, simple

REPRESENTATIFS = [
    "bon",
    "zero_page",
    "compte_menteur",
    "pages_en_boucle",
    "boite_enorme",
    "boite_ruban",
    "boite_nulle",
    "bombe_double_4g",
    "image_menteuse",
    "forme_recursive",
    "tableau_profond",
    "table_en_boucle",
    "objet_lui_meme",
    "bruit_apres_entete",
    "tronque_fin",
    "chiffre_rc4",
]


def repond_deux_fois_pareil(chemin: Path) -> None:
    reponses = []
    avant = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # the greatest child of any earlier test
    for _ in range(2):
        debut = time.monotonic()
        reponses.append(examiner(chemin))
        assert time.monotonic() - debut < 10
    assert reponses[0] == reponses[1]
    assert reponses[0].etat in ETATS
    assert reponses[0].message
    assert reponses[0].sha256 == hashlib.sha256(chemin.read_bytes()).hexdigest()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= max(avant, 1024**2 + 64 * 1024)


@pytest.mark.parametrize("nom", REPRESENTATIFS)
def test_hostile_answered(hostile, nom):
    repond_deux_fois_pareil(hostile(nom))


@pytest.mark.long
@pytest.mark.parametrize("nom", [nom for nom in HOSTILES if nom not in REPRESENTATIFS])
def test_every_hostile_answered(hostile, nom):
    repond_deux_fois_pareil(hostile(nom))


@pytest.mark.parametrize(
    ("nom", "etat", "code"),
    [
        ("bon", "lisible", "lisible"),
        ("jpeg", "pas_un_pdf", "pas_un_pdf"),
        ("html", "pas_un_pdf", "pas_un_pdf"),
        ("bruit_avant_2k", "pas_un_pdf", "pas_un_pdf"),
        ("vide", "vide", "fichier_vide"),
        ("zero_page", "vide", "sans_page"),
        ("chiffre", "protege", "protege"),
        ("chiffre_rc4", "protege", "protege"),
        ("chiffre_ouvert", "lisible", "lisible"),
        ("tronque_fin", "lisible", "repare"),
        ("bruit_apres_entete", "abime", "abime"),
        ("zeros", "abime", "abime"),
        ("bombe_double_4g", "trop_complexe", "trop_complexe"),
    ],
)
def test_state(hostile, nom, etat, code):
    examen = examiner(hostile(nom))
    assert (examen.etat, examen.code) == (etat, code)


@pytest.mark.parametrize(
    ("nom", "genre"),
    [
        ("jpeg", "jpeg"),
        ("png", "png"),
        ("html", "html"),
        ("docx", "docx"),
        ("programme", "executable"),
        ("vide", "vide"),
        ("aussi_zip", "pdf"),
    ],
)
def test_real_kind(hostile, nom, genre):
    assert examiner(hostile(nom)).faits["type_reel"] == genre


@pytest.mark.parametrize("nom", list(ACTIFS))
def test_active_content_named(hostile, nom):
    assert examiner(hostile(nom)).faits["contenu_actif"] == ACTIFS[nom][1]


@pytest.mark.parametrize(
    ("nom", "pages"),
    [("bon", 1), ("zero_page", 0), ("compte_menteur", 1), ("compte_trop_petit", 3), ("compte_negatif", 1)],
)
def test_page_count_is_what_the_tree_holds(hostile, nom, pages):
    assert examiner(hostile(nom)).pages == pages


def test_5000_pages_counted_and_50_looked_at(hostile):
    examen = examiner(hostile("pages_5000"))
    assert (examen.etat, examen.pages, examen.faits["pages_examinees"]) == ("lisible", 5000, 50)


def test_200_mb_sparse_file_hashed_but_not_opened(tmp_path):
    gros = tmp_path / "gros.pdf"
    contenu = simple()
    with gros.open("wb") as flux:
        flux.write(contenu)
        flux.truncate(200_000_000)
    avant = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    examen = examiner(gros)
    assert (examen.etat, examen.octets) == ("trop_gros", 200_000_000)
    attendu = hashlib.sha256(contenu)
    attendu.update(bytes(200_000_000 - len(contenu)))
    assert examen.sha256 == attendu.hexdigest()
    assert "200\u00a0Mo" in examen.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - avant < 250 * 1024


def test_size_limit_is_a_parameter(hostile):
    chemin = hostile("bon")
    assert chemin.stat().st_size < TAILLE_MAX
    assert examiner(chemin, taille_max=100).etat == "trop_gros"


def test_missing_folder_pipe_and_socket(tmp_path):
    os.mkfifo(tmp_path / "tuyau.pdf")
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind(str(tmp_path / "prise.pdf"))
        codes = [examiner(tmp_path / nom).code for nom in ("absent.pdf", ".", "tuyau.pdf", "prise.pdf", "a\0b")]
    assert codes == ["fichier_introuvable", "pas_un_fichier", "pas_un_fichier", "pas_un_fichier", "acces_refuse"]


def test_blank_page_found_among_written_ones(tmp_path):
    feuille = simple(b" ", catalogue=b"")
    chemin = tmp_path / "blanche.pdf"
    chemin.write_bytes(feuille)
    assert examiner(chemin).faits["pages_vides"] == [1]
    chemin.write_bytes(simple(b"BT /F1 11 Tf 300 30 Td (1) Tj ET"))
    assert examiner(chemin).faits["pages_vides"] == [1], "a page number alone is a blank page"
    chemin.write_bytes(simple(b"BT /F1 11 Tf 72 700 Td (Attestation de paiement du mois de mars) Tj ET"))
    assert examiner(chemin).faits["pages_vides"] == []
    chemin.write_bytes(simple(b"0.2 0.2 0.4 rg 0 0 595 842 re f"))
    assert examiner(chemin).faits["pages_vides"] == [], "a dark page is no paper"


@pytest.mark.parametrize(
    ("nom", "pages", "texte"),
    [
        ("avis28_numerique", 4, True),
        ("avis28_scan", 4, False),
        ("avis28_montant_retouche_scan", 4, False),
        ("avis28_2_pages_scan", 2, False),
        ("facture01_numerique", 1, True),
    ],
)
def test_specimens(pieces, nom, pages, texte):
    examen = examiner(pieces / f"{nom}.pdf")
    assert (examen.etat, examen.pages, examen.faits["texte"]) == ("lisible", pages, texte)
    assert examen.faits["contenu_actif"] == []
    assert examen.faits["dimensions"][0] == pytest.approx([595, 842], abs=3)


def test_form_and_repair_are_facts(hostile):
    assert examiner(hostile("xfa")).faits["formulaire"] is True
    assert examiner(hostile("bon")).faits["formulaire"] is False
    assert examiner(hostile("tronque_fin")).faits["repare"] is True
    assert examiner(hostile("chiffre_ouvert")).faits["chiffre"] is True


def test_every_sentence_has_its_no_break_spaces():
    for phrase in [*messages.PHRASES.values(), *messages.TYPES.values()]:
        assert " :" not in phrase
        assert "'" not in phrase


def test_file_name_of_any_bytes(tmp_path):
    chemin = os.fsencode(tmp_path) + b"/pi\xe8ce.pdf"
    Path(os.fsdecode(chemin)).write_bytes(simple())
    assert examiner(os.fsdecode(chemin)).etat == "lisible"


def test_command_prints_one_line_a_file(hostile, tmp_path):
    fichiers = [str(hostile("bon")), str(tmp_path / "absent.pdf"), str(hostile("chiffre"))]
    programme = (
        "import argparse, sys; from imuse_desk.services.commandes_piece import enregistrer;"
        "a = argparse.ArgumentParser(); enregistrer(a.add_subparsers());"
        "x = a.parse_args(sys.argv[1:]); sys.exit(x.fonction(x))"
    )
    import json

    fait = subprocess.run(
        [sys.executable, "-c", programme, "piece", "examiner", *fichiers], capture_output=True, check=True, timeout=60
    )
    lignes = [json.loads(ligne) for ligne in fait.stdout.splitlines()]
    assert [ligne["fichier"] for ligne in lignes] == fichiers
    assert [ligne["etat"] for ligne in lignes] == ["lisible", "introuvable", "protege"]
    faits = ["fichier", "etat", "code", "message", "pages", "octets", "sha256", "faits"]
    assert list(lignes[0]) == [*faits, "sceau", "lecture", "constats"]
