"""Looking at a document: pages, turning, search, and a process that may die at any moment."""

import os
import signal
import threading
import time

import psutil
import pytest

from imuse_desk.documents.client import Lecteur
from imuse_desk.domain.erreurs import RegleMetier
from tests.documents.hostiles import BONJOUR, arbre, formes_imbriquees, pages_reelles, simple


@pytest.fixture
def lecteur(pieces):
    lecteur = Lecteur(pieces / "avis28_numerique.pdf")
    yield lecteur
    lecteur.close()


def pid(lecteur: Lecteur) -> int:
    assert lecteur._place.pid is not None
    return lecteur._place.pid


def test_page_drawn_to_the_width_asked(lecteur):
    image = lecteur.rendre(1, 800)
    assert lecteur.pages == 4
    assert image.width in (800, 801)
    assert image.height == pytest.approx(800 * 842 / 595, abs=3)
    assert len(image.octets) == image.stride * image.height
    assert len(set(image.octets)) > 10, "something is printed"


def test_turned_page_has_its_sides_exchanged(lecteur):
    droite, tournee = lecteur.rendre(1, 600), lecteur.rendre(1, 600, rotation=90)
    assert tournee.width in (600, 601)
    assert tournee.height < tournee.width
    assert droite.height > droite.width


def test_same_page_twice_same_pixels(lecteur):
    assert lecteur.rendre(2, 500) == lecteur.rendre(2, 500)


def test_thumbnails_of_every_page(lecteur):
    vignettes = lecteur.vignettes(cote_px=120)
    assert len(vignettes) == 4
    assert all(119 <= max(image.width, image.height) <= 121 for image in vignettes)


def test_search_gives_boxes_on_the_words(tmp_path):
    chemin = tmp_path / "mots.pdf"
    chemin.write_bytes(
        simple(b"BT /F1 20 Tf 100 700 Td (Conservatoire de l'H\\364tel) Tj 0 -30 Td (de Ville) Tj ET").replace(
            b"/BaseFont/Helvetica", b"/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
        )
    )
    lecteur = Lecteur(chemin)
    try:
        (trouve,) = lecteur.chercher("HOTEL de ville")
        assert trouve.page == 1
        premiere, seconde = trouve.boites[0], trouve.boites[-1]
        assert 842 - 720 < premiere[1] < premiere[3] < 842 - 690, "box of the first line, from the top"
        assert 842 - 690 < seconde[1] < seconde[3] < 842 - 660
        assert seconde[0] == pytest.approx(100, abs=3)
        assert lecteur.chercher("mairie") == []
        assert lecteur.chercher("  ") == []
        assert "Conservatoire" in lecteur.texte_page(1)
    finally:
        lecteur.close()


def test_boxes_follow_a_turned_page(tmp_path):
    chemin = tmp_path / "tourne.pdf"
    chemin.write_bytes(simple(page=b"/Rotate 90"))
    lecteur = Lecteur(chemin)
    try:
        assert lecteur.taille(1) == (842, 595)
        ((gauche, haut, droite, bas),) = lecteur.chercher("bonjour")[0].boites
        assert 690 < gauche < droite < 730
        assert 65 < haut < bas < 200
    finally:
        lecteur.close()


def test_search_reaches_the_last_page_of_a_long_document(tmp_path):
    chemin = tmp_path / "long.pdf"
    chemin.write_bytes(pages_reelles(120))
    lecteur = Lecteur(chemin)
    try:
        assert [trouve.page for trouve in lecteur.chercher("bonjour")] == list(range(1, 121))
    finally:
        lecteur.close()


def test_huge_page_stays_under_25_million_pixels(hostile):
    for nom in ("grande_boite", "boite_enorme", "boite_ruban"):
        lecteur = Lecteur(hostile(nom))
        try:
            image = lecteur.rendre(1, 1_000_000)
            assert 0 < image.width * image.height < 25_100_000
        finally:
            lecteur.close()


@pytest.mark.parametrize(
    ("nom", "code"),
    [("chiffre", "protege"), ("zero_page", "sans_page"), ("jpeg", "pas_un_pdf"), ("bruit_apres_entete", "abime")],
)
def test_unreadable_document_refused_by_code(hostile, nom, code):
    avant = set(psutil.Process().children())  # a viewer of another test may still be dying
    with pytest.raises(RegleMetier) as refus:
        Lecteur(hostile(nom))
    assert refus.value.code == code
    assert set(psutil.Process().children()) <= avant


def test_page_out_of_range(lecteur):
    for page in (0, 5, -1):
        with pytest.raises(RegleMetier) as refus:
            lecteur.rendre(page, 100)
        assert refus.value.code == "page_introuvable"


def test_one_deadly_page_does_not_lose_the_others(tmp_path):
    bombe = formes_imbriquees(9)
    assert bombe.count(b"/Kids[3 0 R]/Count 1") == 1
    chemin = tmp_path / "mixte.pdf"
    # a second page without the nested forms
    seconde = b"20 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
    corps = bombe[: bombe.rfind(b"xref\n0")].replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 20 0 R]/Count 2")
    chemin.write_bytes(corps + seconde + b"trailer\n<</Size 21/Root 1 0 R>>\n%%EOF\n")
    lecteur = Lecteur(chemin)
    try:
        premier = pid(lecteur)
        with pytest.raises(RegleMetier) as refus:
            lecteur.rendre(1, 800)
        assert refus.value.code == "trop_complexe"
        assert lecteur.rendre(2, 800).width >= 800
        assert pid(lecteur) != premier
    finally:
        lecteur.close()


def test_process_killed_between_two_requests_is_replaced(lecteur):
    os.kill(pid(lecteur), signal.SIGKILL)
    with pytest.raises(RegleMetier):
        lecteur.rendre(1, 100)
    assert lecteur.rendre(1, 100).width >= 100


def test_process_killed_in_the_middle_of_a_request(hostile):
    lecteur = Lecteur(hostile("carrelage"))
    tueur = threading.Timer(0.5, os.kill, (pid(lecteur), signal.SIGKILL))
    tueur.start()
    debut = time.monotonic()
    with pytest.raises(RegleMetier) as refus:
        lecteur.rendre(1, 2_000)
    assert refus.value.code == "trop_complexe"
    assert time.monotonic() - debut < 3
    tueur.join()
    lecteur.close()


def test_close_interrupts_the_request_of_another_thread(hostile):
    lecteur = Lecteur(hostile("carrelage"))
    codes: list[str] = []

    def rendre() -> None:
        with pytest.raises(RegleMetier) as refus:
            lecteur.rendre(1, 2_000)
        codes.append(refus.value.code)

    fil = threading.Thread(target=rendre)
    fil.start()
    time.sleep(0.4)
    debut = time.monotonic()
    lecteur.close()
    fil.join()
    assert time.monotonic() - debut < 2
    assert codes == ["document_ferme"]
    with pytest.raises(RegleMetier) as refus:
        lecteur.rendre(1, 100)
    assert refus.value.code == "document_ferme"


def test_four_threads_share_a_reader(lecteur):
    attendu = [lecteur.rendre(page, 300) for page in range(1, 5)]
    vus: dict[int, bool] = {}

    def lire(page: int) -> None:
        vus[page] = all(lecteur.rendre(page, 300) == attendu[page - 1] for _ in range(10))

    fils = [threading.Thread(target=lire, args=(page,)) for page in range(1, 5)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert vus == dict.fromkeys(range(1, 5), True)


def test_file_replaced_behind_the_reader(tmp_path):
    chemin = tmp_path / "change.pdf"
    chemin.write_bytes(simple())
    lecteur = Lecteur(chemin)
    chemin.write_bytes(arbre(b"3 0 R", 1, {}).replace(b"Bonjour", b"Bonsoir") + BONJOUR)
    os.kill(pid(lecteur), signal.SIGKILL)
    codes = []
    for _ in range(2):
        with pytest.raises(RegleMetier) as refus:
            lecteur.rendre(1, 100)
        codes.append(refus.value.code)
    lecteur.close()
    assert codes == ["trop_complexe", "document_modifie"]
