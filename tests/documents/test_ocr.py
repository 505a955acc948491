"""Scanned pages read: the straightening, the words and their boxes, the process that does it and its death."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
import psutil
import pytest
from reportlab.pdfgen.canvas import Canvas

from imuse_desk.documents import client, limites
from imuse_desk.documents.client import Lecteur, LectureOcr
from imuse_desk.documents.moteurs import RAPIDOCR, TESSEROCR, Moteur, moteurs
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.verification.mrz import lire_mrz
from imuse_desk.domain.verification.page import Boite, Mot, composer
from tests.documents.conftest import PIECES

LA = {moteur.nom: moteur for moteur in moteurs()}
EXIGES = "CI" in os.environ
"""There, an engine that is absent fails the tests instead of skipping them."""
rapidocr = pytest.mark.skipif(RAPIDOCR not in LA and not EXIGES, reason="extra ocr absent")
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@pytest.fixture(scope="module")
def avis() -> Iterator[tuple[Lecteur, LectureOcr]]:
    """A scan 2° askew, its first page read."""
    lecteur = Lecteur(PIECES / "avis28_scan.pdf")
    yield lecteur, lecteur.mots_ocr(1)
    lecteur.close()


@pytest.fixture
def ouvrir() -> Iterator[Callable[[Path], Lecteur]]:
    ouverts: list[Lecteur] = []

    def faire(chemin: Path) -> Lecteur:
        ouverts.append(Lecteur(chemin))
        return ouverts[-1]

    yield faire
    for lecteur in ouverts:
        lecteur.close()


def tourne(source: Path, cible: Path, degres: int) -> Path:
    """The same document laid on its side in the scanner."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            page.rotate(degres, relative=True)
        pdf.add_blank_page()
        pdf.save(cible)
    return cible


def attendre(condition: Callable[[], bool]) -> None:
    fin = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < fin
        time.sleep(0.01)


def texte(mots: tuple[Mot, ...]) -> str:
    return "\n".join(ligne.texte for ligne in composer(1, mots, "ocr").lignes)


def boite_de(mots: tuple[Mot, ...], cherche: str) -> Boite:
    return next(mot.boite for mot in mots if mot.texte == cherche)


@rapidocr
def test_a_crooked_scan_is_read_line_by_line(avis):
    lecteur, lue = avis
    assert lecteur.mots(1) == ()
    lignes = texte(lue.mots).splitlines()
    assert lue.tour == 0
    assert "Revenu fiscal de référence 34 512 €" in lignes, "2° askew, amount and label stand on one line"
    assert "Nombre de parts 2,50" in lignes
    assert "SPÉCIMEN - DIRECTION GÉNÉRALE DES FINANCES PUBLIQUES 1/4" in lignes
    gauche, haut, droite, bas = boite_de(lue.mots, "512")
    assert 460 < gauche < droite < 510, "on the page as drawn, the lines go up to the right"
    assert 255 < haut < bas < 275
    assert lecteur.rendre(1, 300).width >= 300, "the page is drawn by the other process"


@rapidocr
def test_an_old_card_upside_down_gives_its_birth_date(ouvrir, tmp_path):
    chemin = tmp_path / "carte.pdf"
    dessin = Canvas(str(chemin))
    dessin.translate(595, 842)
    dessin.rotate(181)
    dessin.setFont("Courier-Bold", 11)
    dessin.drawString(120, 500, "IDFRAMARTINEAU<<<<<<<<<<<<<<<<926031")
    dessin.drawString(120, 484, "1206923102851ALICE<<LOUISE<8012067F6")
    dessin.save()
    lue = ouvrir(chemin).mots_ocr(1)
    trouvee = lire_mrz([composer(1, lue.mots, "ocr", lue.tour)], date(2026, 9, 1))
    assert lue.tour == 180
    assert trouvee is not None
    assert (trouvee.mrz.nom, trouvee.mrz.naissance, trouvee.mrz.expire_le) == ("MARTINEAU", date(1980, 12, 6), None)
    gauche, haut, droite, bas = trouvee.boite
    assert (gauche, droite) == pytest.approx((595 - 120 - 36 * 6.6, 595 - 120), abs=15)
    assert (haut, bas) == pytest.approx((480, 510), abs=20)


@pytest.mark.parametrize(("nom", "degres"), [(RAPIDOCR, 90), (TESSEROCR, 0), (TESSEROCR, 270)], ids=str)
def test_a_page_on_its_side_tells_its_turn_and_its_words(ouvrir, pieces, tmp_path, monkeypatch, nom, degres):
    """The boxes are those of the text layer of the same turned page, which the engine has not seen."""
    if nom not in LA and not EXIGES:
        pytest.skip(f"{nom} absent")
    monkeypatch.setattr(client, "moteurs", lambda: (LA[nom],))
    lecteur = ouvrir(tourne(pieces / "facture01_numerique.pdf", tmp_path / "tourne.pdf", degres))
    assert lecteur.mots_ocr(2) == LectureOcr((), 0), "a blank page"
    lue, vraie = lecteur.mots_ocr(1), lecteur.mots(1)
    assert (lue.tour + degres) % 360 == 0
    assert "MME ALICE MARTINEAU" in texte(lue.mots)
    assert "92190 MEUDON" in texte(lue.mots)
    for mot in ("MARTINEAU", "MUSIQUE", "Facture", "92190"):
        assert boite_de(lue.mots, mot) == pytest.approx(boite_de(vraie, mot), abs=6)


@linux
@rapidocr
def test_walls_stand_around_the_process_that_reads(avis):
    lecteur, _ = avis
    racine = Path(f"/proc/{lecteur._place_ocr.pid}")
    bornes = {ligne[:26].strip(): ligne[26:].split()[0] for ligne in (racine / "limits").read_text().splitlines()}
    assert bornes["Max address space"] == str(limites.MEMOIRE_OCR)
    assert bornes["Max file size"] == "0"
    for fil in (racine / "task").iterdir():
        assert "Seccomp:\t2" in (fil / "status").read_text(), "each of its threads is walled in"


@rapidocr
def test_death_in_the_middle_of_a_reading_leaves_the_document_open(ouvrir, pieces):
    lecteur = ouvrir(pieces / "facture01_numerique.pdf")
    dessinateur = lecteur._place.pid

    def tuer() -> None:
        while (pid := lecteur._place_ocr.pid) is None:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)

    tueur = threading.Thread(target=tuer)
    tueur.start()
    with pytest.raises(RegleMetier) as refus:
        lecteur.mots_ocr(1)
    tueur.join()
    assert refus.value.code == "trop_complexe"
    assert lecteur._place.pid == dessinateur
    assert lecteur.rendre(1, 100).width >= 100


def test_no_engine_is_said_and_nothing_else_fails(ouvrir, pieces, monkeypatch):
    lecteur = ouvrir(pieces / "facture01_numerique.pdf")
    for presents in ((), (Moteur("inconnu"),)):
        monkeypatch.setattr(client, "moteurs", lambda presents=presents: presents)
        with pytest.raises(RegleMetier) as refus:
            lecteur.mots_ocr(1)
        assert refus.value.code == "ocr_indisponible"
    assert len(lecteur.mots(1)) > 10
    enfants = [p for p in psutil.process_iter(["ppid", "cmdline"]) if p.info["ppid"] == os.getpid()]
    assert not [p for p in enfants if "inconnu" in (p.info["cmdline"] or ())]


@pytest.mark.parametrize("lettres", [[], [(10.0, 16.0), (16.0, 20.0), (34.0, 40.0)]], ids=["nombre", "place"])
def test_a_line_is_cut_at_its_spaces(lettres):
    pytest.importorskip("numpy")
    from imuse_desk.documents.ocr import mots_d_une_ligne

    mots = mots_d_une_ligne("12 €", 0.9, [(10, 5), (50, 5), (50, 15), (10, 15)], lettres)
    assert [(mot.texte, mot.cadre) for mot in mots] == [
        ("12", (10.0, 5.0, 20.0 if lettres else 30.0, 15.0)),
        ("€", (34.0, 5.0, 40.0, 15.0) if lettres else (40.0, 5.0, 50.0, 15.0)),
    ]


@pytest.mark.parametrize(
    ("lu", "mots"),
    [
        ("Fait le15/11/2026", ["Fait", "le", "15/11/2026"]),
        ("Faitle15.11.2026", ["Faitle", "15.11.2026"]),
        ("MARTIN2 12/3 A4/11/26", ["MARTIN2", "12/3", "A4/11/26"]),
    ],
)
def test_a_date_is_cut_from_the_word_that_it_touches(lu, mots):
    pytest.importorskip("numpy")
    from imuse_desk.documents.ocr import mots_d_une_ligne

    places = [(10.0 * rang, 10.0 * rang + 9) for rang in range(len("".join(lu.split())))]
    coupes = mots_d_une_ligne(lu, 0.9, [(0, 5), (400, 5), (400, 15), (0, 15)], places)
    assert [mot.texte for mot in coupes] == mots
    assert all(avant.cadre[2] <= apres.cadre[0] for avant, apres in pairwise(coupes))


@rapidocr
def test_an_engine_started_ahead_is_the_one_that_reads_and_goes_with_the_document(ouvrir):
    lecteur = ouvrir(PIECES / "avis28_2_pages_scan.pdf")
    lecteur.preparer_ocr()
    attendre(lambda: lecteur._place_ocr.pid is not None)
    pid = lecteur._place_ocr.pid
    assert "Revenu fiscal" in texte(lecteur.mots_ocr(1).mots)
    assert lecteur._place_ocr.pid == pid
    lecteur.preparer_ocr()
    assert lecteur._place_ocr.pid == pid, "one engine for a document"
    lecteur.close()
    assert not psutil.pid_exists(pid)


@rapidocr
def test_a_document_closed_while_its_engine_starts_leaves_no_process(ouvrir):
    lecteur = ouvrir(PIECES / "avis28_2_pages_scan.pdf")
    avant = set(psutil.Process().children())
    lecteur.preparer_ocr()
    attendre(lambda: not avant.issuperset(psutil.Process().children()))
    lecteur.close()
    attendre(lambda: avant.issuperset(psutil.Process().children()))


def test_an_engine_that_does_not_start_ahead_is_told_by_the_reading(ouvrir, monkeypatch):
    monkeypatch.setattr(client, "moteurs", tuple)
    lecteur = ouvrir(PIECES / "avis28_2_pages_scan.pdf")
    lecteur.preparer_ocr()
    with pytest.raises(RegleMetier, match="ocr_indisponible"):
        lecteur.mots_ocr(1)


SANS_EXTRA = """
import sys
class Absent:
    def find_spec(self, nom, chemin=None, cible=None):
        if nom.partition(".")[0] in {"rapidocr", "onnxruntime", "numpy", "cv2", "tesserocr"}:
            raise ModuleNotFoundError(nom)
sys.meta_path.insert(0, Absent())
import importlib.util
trouver = importlib.util.find_spec
def find_spec(nom, paquet=None):
    try:
        return trouver(nom, paquet)
    except ModuleNotFoundError:
        return None
importlib.util.find_spec = find_spec
from datetime import date
from itertools import pairwise
from imuse_desk.documents.client import Lecteur, LectureOcr
from imuse_desk.documents.moteurs import disponible
from imuse_desk.infra.sceaux import Magasin
from imuse_desk.services.verification.lecture import lire_document
lecteur = Lecteur(sys.argv[1])
document = lire_document(lecteur, Magasin(), date(2026, 9, 1), ocr=True)
print(disponible(), document.pages_comptees, sum(len(page.lignes) for page in document.pages), document.verdict.etat)
lecteur.close()
"""


def test_without_the_extra_the_seal_and_the_pages_are_still_there(pieces):
    commande = [sys.executable, "-c", SANS_EXTRA, str(pieces / "avis28_scan.pdf")]
    fait = subprocess.run(commande, capture_output=True, text=True, timeout=60, check=False)
    assert fait.stdout.split() == ["False", "4", "0", "emetteur_absent"], fait.stderr


@pytest.mark.parametrize("absent", ["numpy", "fra.traineddata"])
def test_an_engine_without_what_it_needs_is_none(monkeypatch, tmp_path, absent):
    from imuse_desk.documents import moteurs as module

    if absent == "numpy":
        monkeypatch.setattr(module, "find_spec", lambda nom: None if nom == "numpy" else object())
        assert module.moteurs() == ()
        return
    monkeypatch.setattr(module, "find_spec", lambda nom: object() if nom in ("numpy", TESSEROCR) else None)
    monkeypatch.setattr(module, "_REPERTOIRES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert module.moteurs() == ()
    (tmp_path / absent).touch()
    assert module.moteurs() == (Moteur(TESSEROCR, str(tmp_path)),)
