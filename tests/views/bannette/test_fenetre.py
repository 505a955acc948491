"""The scanner's folder on screen: what arrives is read, filed by Enter or by itself, and its file put away."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.infra import bannette as infra
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.sceaux import magasin_d_essai
from imuse_desk.services.bannette import parties
from imuse_desk.services.bannette.destination import lignes_de_famille
from imuse_desk.services.bannette.parties import Partie, lire_fichier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.indexation import remplacer_termes
from imuse_desk.services.reinscription.pieces import ImporterPieces, PieceImportee, importer
from imuse_desk.views.bannette import classement, veille
from imuse_desk.views.bannette.choix import ChoixDestination
from imuse_desk.views.bannette.fenetre import FenetreBannette
from imuse_desk.views.bannette.lignes import Etat
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from tests.fabriques import PIECES, Maison, pdf
from tests.services.bannette.outils import feuille, scanner
from tests.services.reinscription.outils import ouvrir
from tests.views.reinscription.conftest import maison, modele_maison

__all__ = ["maison", "modele_maison"]
ATTENTE = 30_000


@pytest.fixture(autouse=True)
def presse(monkeypatch: pytest.MonkeyPatch, lectures_gardees: None) -> None:
    """The folder is looked at often, and each scan read once."""
    monkeypatch.setattr(veille, "PAS_MS", 50)
    monkeypatch.setattr(veille, "LENT_MS", 200)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    dossier = tmp_path / "scans"
    dossier.mkdir()
    return dossier


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant, maison: Maison, scans: Path) -> Iterator[FenetreBannette]:
    fenetre = FenetreBannette(executant, Bus(), maison.ctx(), ReglagesLocaux(bannette=str(scans)))
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitExposed(fenetre)
    yield fenetre
    fenetre.close()
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=ATTENTE)


def _etats(fenetre: FenetreBannette) -> list[Etat]:
    return [ligne.etat for ligne in fenetre.classement.lignes.values()]


def _attendre(qtbot: QtBot, fenetre: FenetreBannette, *etats: Etat) -> None:
    qtbot.waitUntil(lambda: _etats(fenetre) == list(etats), timeout=ATTENTE)
    QApplication.processEvents()


def _noms(maison: Maison, code: str) -> list[str]:
    return [f.nom for p in ouvrir(maison).pieces if p.code == code for f in p.fichiers]


def test_a_scan_under_its_cover_sheet_is_filed_by_enter(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    assert fenetre.modele.index(0, 4).data() == "Feuille de route"
    fenetre.table.setFocus()
    qtbot.keyClick(fenetre.table, Qt.Key.Key_Return)
    _attendre(qtbot, fenetre, Etat.RANGEE)
    assert _noms(maison, "domicile") == ["scan.pdf"]
    qtbot.waitUntil((scans / "rangés" / "scan.pdf").exists, timeout=ATTENTE)
    assert not (scans / "scan.pdf").exists()


def test_files_that_are_left_out_are_counted_and_come_as_the_others_go(
    qtbot: QtBot, executant: Executant, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(veille, "FICHIERS_MAX", 1)
    for rang in range(3):
        chemin = scans / f"scan {rang}.pdf"
        chemin.write_bytes(pdf(1, f"lettre {rang}"))
        os.utime(chemin, (1_780_000_000 + rang,) * 2)
    fenetre = FenetreBannette(executant, Bus(), maison.ctx(), ReglagesLocaux(bannette=str(scans)))
    qtbot.addWidget(fenetre)
    fenetre.show()
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    assert fenetre.alerte.phrase.startswith("Le dossier contient 2 fichiers de plus, plus récents\u00a0:")
    assert fenetre.alerte.isVisible()
    for reste in ("1 fichier de plus", ""):
        qtbot.mouseClick(fenetre.ecarter, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: Etat.A_RANGER in _etats(fenetre), timeout=ATTENTE)
        assert fenetre.alerte.isVisible() is bool(reste)
        assert reste in fenetre.alerte.phrase
    fenetre.close()
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=ATTENTE)


def test_what_bears_a_sheet_is_filed_by_itself_once_ticked(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    scanner(
        scans / "pile.pdf", feuille(maison, "domicile"), pdf(1, "facture"), feuille(maison, "avis1"), pdf(4, "avis")
    )
    (scans / "lettre.pdf").write_bytes(pdf(1, "lettre"))
    qtbot.waitUntil(lambda: _etats(fenetre).count(Etat.A_RANGER) == 3, timeout=ATTENTE)
    fenetre.automatique.click()
    qtbot.waitUntil(lambda: _etats(fenetre).count(Etat.RANGEE) == 2, timeout=ATTENTE)
    qtbot.waitUntil((scans / "rangés" / "pile.pdf").exists, timeout=ATTENTE)
    assert (_noms(maison, "domicile"), _noms(maison, "avis1")) == (["pile.pdf"], ["pile (2).pdf"])
    assert (scans / "lettre.pdf").exists(), "what bears no sheet waits for somebody"
    scanner(scans / "pile.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    qtbot.waitUntil(lambda: Etat.DEJA_LA in _etats(fenetre), timeout=ATTENTE)
    qtbot.waitUntil((scans / "rangés" / "pile (2).pdf").exists, timeout=ATTENTE)


def test_a_photo_is_filed_by_hand_on_a_family_found_by_its_name(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    maison.ecrire(lambda session: remplacer_termes(session, "foyer", maison.ids["Valmont"], ["valmont"]))
    Image.linear_gradient("L").save(scans / "IMG_7.jpg")
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    assert not fenetre.ranger.isEnabled()
    fenetre.table.setFocus()
    qtbot.keyClick(fenetre.table, Qt.Key.Key_Return)
    choix = fenetre.demande
    assert isinstance(choix, ChoixDestination)
    assert accessibilite.sans_nom(choix) == []
    choix._famille.setFocus()
    qtbot.keyClicks(choix._famille, "valm")
    qtbot.waitUntil(lambda: choix._completion._modele.rowCount() > 0, timeout=ATTENTE)
    choix._completion._prendre(choix._completion._modele.index(0, 0))
    qtbot.waitUntil(lambda: choix._lignes.count() == 3, timeout=ATTENTE)
    assert choix._lignes.currentText() == "Pièce domicile"
    choix.confirmer.click()
    _attendre(qtbot, fenetre, Etat.RANGEE)
    assert _noms(maison, "domicile") == ["IMG_7.pdf"]


def test_what_cannot_be_read_is_said_and_may_be_put_aside(qtbot: QtBot, fenetre: FenetreBannette, scans: Path) -> None:
    (scans / "faux.pdf").write_text("pas un PDF")
    _attendre(qtbot, fenetre, Etat.ILLISIBLE)
    assert fenetre.phrase.text()
    fenetre.ecarter.click()
    _attendre(qtbot, fenetre, Etat.ECARTEE)
    qtbot.waitUntil((scans / "écartés" / "faux.pdf").exists, timeout=ATTENTE)


def test_an_empty_scan_and_a_link_to_nothing_are_told_with_their_cure(
    qtbot: QtBot, fenetre: FenetreBannette, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(infra, "VIDE_S", 0.2)
    (scans / "vide.pdf").touch()
    _attendre(qtbot, fenetre, Etat.ILLISIBLE)
    dit = fenetre.phrase.text().replace("\u00a0", " ")
    assert dit == (
        "« vide.pdf » ne contient rien : la numérisation n’est pas allée au bout. "
        "Numérisez de nouveau le document, puis écartez ce fichier."
    )
    (scans / "vide.pdf").write_bytes(pdf(1, "lettre"))  # the scanner was only slow
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    (scans / "boucle.pdf").symlink_to(scans / "boucle.pdf")
    _attendre(qtbot, fenetre, Etat.A_RANGER, Etat.ILLISIBLE)
    fenetre.table.setFocus()
    qtbot.keyClick(fenetre.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "ne mène à aucun fichier" in fenetre.phrase.text(), timeout=ATTENTE)
    fenetre.ecarter.click()
    qtbot.waitUntil((scans / "écartés" / "boucle.pdf").is_symlink, timeout=ATTENTE)


def test_a_later_scan_of_the_same_name_is_never_filed_in_the_place_of_the_one_that_was_read(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    fenetre.veille.suivre(None)  # between two looks
    scanner(scans / "scan.pdf", feuille(maison, "caf"), pdf(2, "attestation"))
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.REFUSEE)
    assert "Un autre fichier a pris la place" in fenetre.phrase.text()
    assert _noms(maison, "domicile") == []
    fenetre.veille.suivre(scans)
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.RANGEE)
    assert _noms(maison, "caf") == ["scan.pdf"]


def test_what_was_read_of_the_scan_before_says_nothing_of_the_one_that_took_its_place(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lus: list[Path] = []
    fin = Event()

    def lentement(ctx: Contexte, chemin: Path) -> tuple[Partie, ...]:
        parties = lire_fichier(ctx, chemin)
        lus.append(chemin)
        assert len(lus) > 1 or fin.wait(ATTENTE / 1000)
        return parties

    monkeypatch.setattr(classement, "lire_fichier", lentement)
    scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    qtbot.waitUntil(lambda: bool(lus), timeout=ATTENTE)
    (avant,) = fenetre.classement.lignes
    scanner(scans / "scan.pdf", feuille(maison, "caf"), pdf(2, "attestation"))
    qtbot.waitUntil(lambda: avant not in fenetre.classement.lignes, timeout=ATTENTE)
    fin.set()
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    (ligne,) = fenetre.classement.lignes.values()
    assert ligne.destination is not None
    assert ligne.destination.type_id == maison.ids["type:caf"]


def test_a_scan_that_arrives_while_the_one_before_is_filed_stays_to_be_filed(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remplacer(ctx: Contexte, commande: ImporterPieces) -> Fait[list[PieceImportee]]:
        fait = importer(ctx, commande)
        scanner(scans / "scan.pdf", feuille(maison, "caf"), pdf(2, "attestation"))
        return fait

    scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    with monkeypatch.context() as remplacee:
        remplacee.setattr(classement, "importer", remplacer)
        fenetre.ranger.click()
        _attendre(qtbot, fenetre, Etat.RANGEE, Etat.A_RANGER)
    assert _noms(maison, "domicile") == ["scan.pdf"]
    assert not list((scans / "rangés").glob("*"))
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.RANGEE, Etat.RANGEE)
    assert _noms(maison, "caf") == ["scan.pdf"]
    qtbot.waitUntil((scans / "rangés" / "scan.pdf").exists, timeout=ATTENTE)


def test_a_file_that_cannot_be_moved_is_tried_again(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tenu(chemin: Path, _sous: str) -> Path:
        raise RegleMetier("bannette_occupee", fichier=chemin.name)

    with monkeypatch.context() as tenue:
        tenue.setattr(classement, "deplacer", tenu)
        scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
        _attendre(qtbot, fenetre, Etat.A_RANGER)
        fenetre.ranger.click()
        qtbot.waitUntil(lambda: "est resté dans la bannette" in fenetre.phrase.text(), timeout=ATTENTE)
    qtbot.waitUntil((scans / "rangés" / "scan.pdf").exists, timeout=ATTENTE)
    assert _noms(maison, "domicile") == ["scan.pdf"], "filed once"


def test_a_lost_folder_is_said_and_found_again(qtbot: QtBot, fenetre: FenetreBannette, scans: Path) -> None:
    scans.rename(scans.with_name("parti"))
    qtbot.waitUntil(fenetre.alerte.isVisible, timeout=ATTENTE)
    assert "ne répond pas" in fenetre.alerte.phrase
    scans.with_name("parti").rename(scans)
    qtbot.waitUntil(lambda: not fenetre.alerte.isVisible(), timeout=ATTENTE)


def test_what_could_not_be_filed_while_the_folder_was_away_is_filed_once_it_is_back(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    scanner(scans / "scan.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    scans.rename(scans.with_name("parti"))
    fenetre.ranger.click()
    qtbot.waitUntil(lambda: "Vérifiez" in fenetre.phrase.text(), timeout=ATTENTE)
    assert _etats(fenetre) == [Etat.A_RANGER]
    assert fenetre.ranger.isEnabled()
    scans.with_name("parti").rename(scans)
    qtbot.waitUntil(lambda: not fenetre.phrase.text(), timeout=ATTENTE)
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.RANGEE)
    assert _noms(maison, "domicile") == ["scan.pdf"]


def test_a_folder_that_goes_while_a_scan_is_filed_keeps_it_to_file(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def partir(ctx: Contexte, commande: ImporterPieces) -> Fait[list[PieceImportee]]:
        scans.rename(scans.with_name("parti"))
        return importer(ctx, commande)

    (scans / "lettre.pdf").write_bytes(pdf(1, "lettre"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    (destination, *_) = lignes_de_famille(maison.ctx(), maison.ids["Valmont"])
    with monkeypatch.context() as coupee:
        coupee.setattr(classement, "importer", partir)
        fenetre.classement.choisir(next(iter(fenetre.classement.lignes)), destination)
        qtbot.waitUntil(lambda: "Vérifiez" in fenetre.phrase.text(), timeout=ATTENTE)
    assert _etats(fenetre) == [Etat.A_RANGER]
    scans.with_name("parti").rename(scans)
    qtbot.waitUntil(lambda: not fenetre.phrase.text(), timeout=ATTENTE)
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.RANGEE)


def test_a_scan_that_could_not_be_opened_while_the_folder_was_away_is_read_once_it_is_back(
    qtbot: QtBot, fenetre: FenetreBannette, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    essais: list[Path] = []

    def coupe(ctx: Contexte, chemin: Path) -> tuple[Partie, ...]:
        essais.append(chemin)
        if len(essais) == 1:
            raise RegleMetier("fichier_introuvable")
        return lire_fichier(ctx, chemin)

    monkeypatch.setattr(classement, "lire_fichier", coupe)
    (scans / "lettre.pdf").write_bytes(pdf(1, "lettre"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    assert len(essais) == 2


def test_the_list_stays_in_the_order_of_arrival(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    fenetre.veille.suivre(None)
    scanner(scans / "pile.pdf", feuille(maison, "domicile"), pdf(1, "facture"), feuille(maison, "caf"), pdf(1, "caf"))
    (scans / "faux.pdf").write_text("pas un PDF")
    (scans / "lettre.pdf").write_bytes(pdf(1, "lettre"))
    for rang, nom in enumerate(("pile.pdf", "faux.pdf", "lettre.pdf")):
        os.utime(scans / nom, (1_790_000_000 + rang, 1_790_000_000 + rang))
    fenetre.veille.suivre(scans)
    _attendre(qtbot, fenetre, Etat.A_RANGER, Etat.A_RANGER, Etat.ILLISIBLE, Etat.A_RANGER)
    dits = [fenetre.modele.index(rang, 0).data() for rang in range(4)]
    assert dits == ["pile.pdf n°\u00a01", "pile.pdf n°\u00a02", "faux.pdf", "lettre.pdf"]


def test_a_sealed_name_that_is_nobodys_is_said(
    qtbot: QtBot, fenetre: FenetreBannette, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    donnees = Path(__file__).parents[2] / "data"
    magasin = magasin_d_essai((donnees / "deux_ddoc" / "essai_fr00_0001.pem").read_bytes())
    monkeypatch.setattr(parties, "charger_magasin", lambda _session: magasin)
    shutil.copy(donnees / "pieces" / "facture01_numerique.pdf", scans / "facture.pdf")
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    assert fenetre.modele.index(0, 4).data() == "À voir"
    assert fenetre.phrase.text().startswith("Scellé au nom de MME MARTINEAU ALICE\u00a0: aucune famille de ce nom. ")


def test_after_the_deadline_a_reason_is_asked(
    qtbot: QtBot, fenetre: FenetreBannette, maison: Maison, scans: Path
) -> None:
    from datetime import timedelta

    scanner(scans / "tard.pdf", feuille(maison, "domicile"), pdf(1, "facture"))
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    maison.horloge.instant = PIECES + timedelta(seconds=1)
    fenetre.ranger.click()
    _attendre(qtbot, fenetre, Etat.REFUSEE)
    assert fenetre.demande is not None
    fenetre.demande.poser({"derogation": "grève des postes"})
    fenetre.demande.confirmer.click()
    _attendre(qtbot, fenetre, Etat.RANGEE)


def test_the_folder_is_chosen_and_kept_for_this_desk(
    qtbot: QtBot, executant: Executant, maison: Maison, scans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reglages = ReglagesLocaux()
    fenetre = FenetreBannette(executant, Bus(), maison.ctx(), reglages)
    qtbot.addWidget(fenetre)
    fenetre.show()
    (scans / "lettre.pdf").write_bytes(pdf(1))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(scans))
    fenetre.changer.click()
    _attendre(qtbot, fenetre, Etat.A_RANGER)
    fenetre.automatique.click()
    assert (reglages.bannette, reglages.bannette_automatique) == (str(scans), True)
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
    fenetre.close()
