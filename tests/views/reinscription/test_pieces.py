"""Pieces by drop and by button, good and bad; looked at, accepted, refused, deleted."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.models import PieceRecue, TypePiece
from imuse_desk.services.lectures.reinscription import lire_faits
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.pieces import DeciderPiece
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.regles_piece import titre_regle
from imuse_desk.views.reinscription.affichage import FichierAffiche
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from tests.fabriques import Maison, pdf
from tests.services.reinscription.outils import apporter, deposer, fichier, ouvrir
from tests.services.verification.poste_outils import constater
from tests.views.reinscription.ecran import Ecran

SPECIMENS = Path(__file__).parents[2] / "data" / "pieces"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def _pdf(dossier: Path, nom: str, pages: int = 1) -> Path:
    chemin = dossier / nom
    chemin.write_bytes(pdf(pages, nom))
    return chemin


def _noms(ecran: Ecran, nom: str) -> list[str]:
    piece = ecran.piece(nom).piece
    assert piece is not None
    return [f.nom for f in piece.fichiers]


def test_a_file_dropped_on_a_row_is_received(ecran: Ecran, tmp_path: Path) -> None:
    ecran.lacher(ecran.piece("domicile"), _pdf(tmp_path, "Facture d’électricité été.pdf"))
    piece = ecran.piece("domicile").piece
    assert piece is not None
    (recu,) = piece.fichiers
    assert (recu.nom, recu.date, recu.etat) == ("Facture d’électricité été.pdf", "20/05/2026", "À vérifier")
    assert recu.taille == "0,01"
    assert ecran.phrase == ""
    assert ecran.dits[-1] == "Pièce importée\u00a0: Facture d’électricité été.pdf"


def test_a_photo_dropped_on_a_row_becomes_a_pdf_and_says_so(ecran: Ecran, tmp_path: Path) -> None:
    chemin = tmp_path / "IMG_0412.jpg"
    Image.linear_gradient("L").save(chemin)
    ecran.lacher(ecran.piece("domicile"), chemin)
    piece = ecran.piece("domicile").piece
    assert piece is not None
    assert [(f.nom, f.note) for f in piece.fichiers] == [("IMG_0412.pdf", "photo convertie en PDF")]
    assert "photo convertie en PDF" in [m.text() for m in ecran.piece("domicile").findChildren(QLabel) if m.isVisible()]


def test_giving_up_the_file_dialog_does_nothing(ecran: Ecran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    ecran.cliquer(ecran.piece("avis1").importer)
    assert _noms(ecran, "avis1") == []


def test_a_picture_called_pdf_is_named_in_the_band_and_the_others_kept(ecran: Ecran, tmp_path: Path) -> None:
    faux = tmp_path / "scan.pdf"
    faux.write_bytes(JPEG)
    ecran.lacher_chacun(ecran.piece("domicile"), faux, _pdf(tmp_path, "bon.pdf"))
    assert ecran.phrase.startswith("scan.pdf\u00a0: ")
    assert _noms(ecran, "domicile") == ["bon.pdf"]
    ecran.lacher(ecran.piece("domicile"), _pdf(tmp_path, "autre.pdf"))
    assert ecran.phrase == "", "a later success takes the old refusal away"


def test_a_refusal_is_on_show_wherever_the_form_was_scrolled(ecran: Ecran, tmp_path: Path) -> None:
    ecran.onglet.resize(1366, 560)
    piece = ecran.piece("avis1")
    barre = next(z for z in ecran.onglet.findChildren(QScrollArea) if z.isAncestorOf(piece)).verticalScrollBar()
    barre.setValue(barre.maximum())
    assert barre.value() > 0
    faux = tmp_path / "scan.pdf"
    faux.write_bytes(JPEG)
    ecran.lacher(piece, faux)
    assert ecran.phrase.startswith("scan.pdf\u00a0: ")
    bandeau = ecran.onglet.bandeau
    QApplication.processEvents()
    assert bandeau.visibleRegion().boundingRect() == bandeau.rect()


def test_an_encrypted_file_and_a_folder_are_refused_by_name(ecran: Ecran, tmp_path: Path) -> None:
    clair, chiffre = _pdf(tmp_path, "clair.pdf"), tmp_path / "coffre.pdf"
    with pikepdf.open(clair) as document:
        document.save(chiffre, encryption=pikepdf.Encryption(owner="o", user="u"))
    dossier = tmp_path / "un dossier"
    dossier.mkdir()
    ecran.lacher_chacun(ecran.piece("domicile"), chiffre, dossier)
    assert "coffre.pdf\u00a0: " in ecran.phrase
    assert "mot de passe" in ecran.phrase
    assert "un dossier\u00a0: " in ecran.phrase
    assert _noms(ecran, "domicile") == []


def test_the_same_file_again_is_said_to_be_there(ecran: Ecran, tmp_path: Path) -> None:
    chemin = _pdf(tmp_path, "loyer.pdf")
    ecran.lacher(ecran.piece("domicile"), chemin)
    ecran.lacher(ecran.piece("domicile"), chemin)
    assert ecran.phrase == "Déjà sur cette ligne\u00a0: loyer.pdf."
    assert _noms(ecran, "domicile") == ["loyer.pdf"]


def test_the_file_of_another_family_is_flagged_without_naming_it(ecran: Ecran, tmp_path: Path) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    apporter(maison, "domicile", tmp_path, foyer="Durand")
    ecran.lacher(ecran.piece("domicile"), tmp_path / "domicile-Durand-None.pdf")
    piece = ecran.piece("domicile").piece
    assert piece is not None
    assert "même fichier que le dossier" in piece.fichiers[0].alerte
    assert "Durand" not in piece.fichiers[0].alerte
    fenetre = ecran.consulter("domicile")
    mots = [w.text() for w in fenetre.findChildren(type(fenetre.message))]
    assert any("d’une autre famille" in m and "À vérifier" in m for m in mots)


def test_a_notice_of_three_pages_says_so(ecran: Ecran, tmp_path: Path) -> None:
    ecran.lacher(ecran.piece("avis1"), _pdf(tmp_path, "avis.pdf", 3))
    piece = ecran.piece("avis1").piece
    assert piece is not None
    assert piece.fichiers[0].alerte == "pages\u00a0: 3 sur 4"


def test_a_piece_is_looked_at_then_accepted_by_keys(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    ecran.qtbot.waitUntil(fenetre.vue.feuille.isVisible)
    fenetre.accepter.setFocus()
    ecran.qtbot.keyClick(fenetre.accepter, Qt.Key.Key_Space)
    ecran.calme()
    assert fichier(ecran.relu(), ident).etat is EtatPiece.ACCEPTEE
    ligne = ecran.piece("domicile").lignes_fichier[0]
    assert ligne.supprimer.isHidden(), "an accepted piece is not deleted"


def test_a_page_scanned_on_its_side_stands_upright_in_its_window(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)

    def couchee(session: Session) -> None:
        session.get_one(PieceRecue, ident).lecture = {"tours": [90]}

    ecran.maison.ecrire(couchee)
    ecran.onglet.relire()
    ecran.calme()
    vue = ecran.consulter("domicile").vue
    ecran.qtbot.waitUntil(lambda: vue.feuille.isVisible() and vue.feuille.width() > vue.feuille.height())
    assert vue.rotation == 90


def test_a_refusal_given_up_leaves_the_window_usable(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    ecran.cliquer(fenetre.refuser)
    demande = fenetre.demande
    assert demande is not None
    ecran.cliquer(demande.renoncer)
    QApplication.sendPostedEvents(None, 0)
    ecran.cliquer(fenetre.accepter)
    assert fichier(ecran.relu(), ident).etat is EtatPiece.ACCEPTEE


def test_a_refusal_asks_for_its_motive_and_writes_it(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    ecran.cliquer(fenetre.refuser)
    demande = fenetre.demande
    assert demande is not None
    ecran.cliquer(demande.confirmer)
    assert "motif" in demande.formulaire.erreurs
    liste = demande.formulaire.widget("motif")
    liste.setFocus()
    ecran.qtbot.keyClick(liste, Qt.Key.Key_Down)
    ecran.cliquer(demande.confirmer)
    refusee = fichier(ecran.relu(), ident)
    assert (refusee.etat, refusee.motif) == (EtatPiece.REFUSEE, "Document illisible")


def test_a_piece_decided_elsewhere_meanwhile_is_said_in_the_window(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    vue = fichier(ouvrir(ecran.maison), ident)
    pieces.refuser(ecran.maison.ctx(), DeciderPiece(ident, vue.version, "Illisible"))
    ecran.cliquer(fenetre.accepter)
    assert fenetre.isVisible()
    assert "Un autre poste" in fenetre.message.text()


def test_a_damaged_file_is_refused_with_its_cure_and_never_looks_like_a_success(ecran: Ecran, tmp_path: Path) -> None:
    abime = tmp_path / "coupé.pdf"
    abime.write_bytes(b"%PDF-1.4\n1 0 obj <</Type /Catalog")
    refus: list[bool] = []
    ecran.bus.refus.connect(lambda: refus.append(True))
    ecran.lacher(ecran.piece("domicile"), abime)
    assert ecran.phrase.startswith("coupé.pdf\u00a0: fichier abîmé. S’il s’ouvre dans un autre lecteur")
    assert ecran.phrase.endswith("redemandez-le à la famille.")
    assert (ecran.dits[-1], refus) == ("Fichiers examinés", [True])


def test_a_reading_that_failed_is_red_in_the_window_of_the_piece(ecran: Ecran, tmp_path: Path) -> None:
    ident = apporter(ecran.maison, "domicile", tmp_path)
    constater(ecran.maison, ident, "lecture", "a_verifier", "fichier abîmé", detail="abime")
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    ecran.calme()
    (dit,) = [mot.text() for mot in fenetre.findChildren(QLabel) if "fichier abîmé" in mot.text()]
    assert "\nIllisible\n" in dit
    assert "redemandez-le à la famille" in dit


def test_a_piece_is_deleted_and_the_row_asks_for_it_again(ecran: Ecran, tmp_path: Path) -> None:
    apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    ecran.cliquer(ecran.piece("domicile").lignes_fichier[0].supprimer)
    assert _noms(ecran, "domicile") == []
    piece = ecran.piece("domicile").piece
    assert piece is not None
    assert piece.etat == "À fournir"


def test_a_piece_deleted_by_mistake_comes_back_by_one_click(ecran: Ecran, tmp_path: Path) -> None:
    apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    avant = _noms(ecran, "domicile")
    ecran.cliquer(ecran.piece("domicile").lignes_fichier[0].supprimer)
    assert ecran.dits[-1] == f"Pièce supprimée\u00a0: {avant[0]}"
    ecran.annuler()
    ecran.calme()
    assert _noms(ecran, "domicile") == avant
    assert "pièce supprimée" in ecran.dits[-1]
    assert "Valmont" in ecran.dits[-1]


def test_a_slow_import_leaves_the_dialog_opened_meanwhile(ecran: Ecran, tmp_path: Path) -> None:
    rangee = ecran.piece("domicile")
    assert rangee.piece is not None
    rangee.import_demande.emit(rangee.piece, (_pdf(tmp_path, "lent.pdf"),))
    ecran.onglet.menu.actions()[1].trigger()
    ecran.calme()
    assert _noms(ecran, "domicile") == ["lent.pdf"]
    assert ecran.demande.isVisible(), "the import that ends closes nothing but itself"
    ecran.remplir(motif="Études")
    ecran.confirmer()
    assert ecran.enfant_relu("Lina").motif == "Études"


def test_rows_without_object_take_one_line_and_no_file(ecran: Ecran, tmp_path: Path) -> None:
    rangee = next(r for r in ecran.onglet.pieces.rangees if r.piece and "avis2" in r.piece.nom)
    assert rangee.piece is not None
    assert rangee.piece.est_sans_objet
    assert rangee.importer.isHidden()
    assert rangee.height() < ecran.piece("domicile").height()
    ecran.lacher(rangee, _pdf(tmp_path, "avis2.pdf"))
    assert _noms(ecran, "avis2") == []


def test_who_may_not_read_incomes_can_t_open_their_papers(
    qtbot: QtBot, executant: Executant, maison: Maison, tmp_path: Path
) -> None:
    for code in ("domicile", "avis1"):
        apporter(maison, code, tmp_path, pages=4)
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(Role.ADMINISTRATION), maison.ids["Valmont"])
    assert ecran.piece("avis1").lignes_fichier[0].consulter.isHidden()
    assert not ecran.piece("domicile").lignes_fichier[0].consulter.isHidden()
    ecran.fermer()


def test_the_window_of_a_piece_closes_by_escape(ecran: Ecran, tmp_path: Path) -> None:
    apporter(ecran.maison, "domicile", tmp_path)
    ecran.onglet.relire()
    ecran.calme()
    fenetre = ecran.consulter("domicile")
    ecran.qtbot.keyClick(fenetre, Qt.Key.Key_Escape)
    ecran.calme()
    assert not any(isinstance(w, FenetrePiece) and w.isVisible() for w in QApplication.topLevelWidgets())


def _recu(ecran: Ecran, nom: str) -> FichierAffiche:
    piece = ecran.piece(nom).piece
    assert piece is not None
    return piece.fichiers[0]


def _controler(maison: Maison, code: str, controle: str, bloquantes: Sequence[str] = ()) -> None:
    def regler(session: Session) -> None:
        genre = session.get_one(TypePiece, maison.ids[f"type:{code}"])
        genre.controle, genre.bloquantes = controle, list(bloquantes)

    maison.ecrire(regler)


def test_an_imported_file_is_read_in_the_background_and_its_row_says_what_was_found(ecran: Ecran) -> None:
    _controler(ecran.maison, "domicile", "domicile")
    ecran.lacher(ecran.piece("domicile"), SPECIMENS / "facture01_numerique.pdf")
    piece = ecran.piece("domicile").piece
    assert piece is not None
    (recu,) = piece.fichiers
    assert (recu.etat, recu.ton) == ("Non conforme", "bad")
    assert ecran.dits[-1] == "Pièce importée\u00a0: facture01_numerique.pdf"


def test_a_file_that_this_computer_cannot_read_stays_to_read(ecran: Ecran, monkeypatch: pytest.MonkeyPatch) -> None:
    def inapte(*_: object) -> None:
        raise RegleMetier("documents_indisponible")

    monkeypatch.setattr("imuse_desk.services.verification.analyse.Lecteur", inapte)
    _controler(ecran.maison, "avis1", "avis")
    ecran.lacher(ecran.piece("avis1"), SPECIMENS / "avis28_numerique.pdf")
    piece = ecran.piece("avis1").piece
    assert piece is not None
    assert [f.etat for f in piece.fichiers] == ["À lire"]
    assert "La pièce reste à lire." in ecran.dits[-1]


def test_the_family_is_written_to_about_the_pieces_it_owes(ecran: Ecran) -> None:
    assert ecran.onglet.pieces.ecrire.isHidden()  # nothing was handed in yet
    deposer(ecran.maison, "Lina")
    ecran.onglet.relire()
    ecran.calme()
    ecran.cliquer(ecran.onglet.pieces.ecrire)
    ecran.qtbot.waitUntil(lambda: ecran.onglet.liste.demande.dialogue is not None, timeout=5000)
    dialogue = ecran.onglet.liste.demande.dialogue
    assert dialogue is not None
    ecran.calme()
    assert dialogue.compte.text().replace("\u00a0", " ") == "1 famille : 1 par lettre"
    dialogue.reject()


def test_a_piece_that_breaks_a_blocking_rule_asks_why_it_is_accepted(ecran: Ecran, qtbot: QtBot) -> None:
    _controler(ecran.maison, "domicile", "domicile", bloquantes=["date"])
    ecran.lacher(ecran.piece("domicile"), SPECIMENS / "facture01_numerique.pdf")
    fenetre = ecran.consulter("domicile")
    ecran.calme()
    ecran.cliquer(fenetre.accepter)
    demande = fenetre.demande
    assert demande is not None
    motif = demande.formulaire.widget("motif")
    motif.setFocus()
    qtbot.keyClicks(motif, "vu avec la famille")
    ecran.cliquer(demande.confirmer)
    recu = _recu(ecran, "domicile")
    assert recu.est_acceptee
    faits = {f.regle: f for f in lire_faits(ecran.maison.ctx(), recu.piece_id)}
    assert (faits["acceptee_malgre"].valeur, faits["acceptee_malgre"].detail) == ("vu avec la famille", "date")


def test_a_rule_that_asks_nothing_of_a_paper_any_more_is_not_listed(ecran: Ecran) -> None:
    ecran.lacher(ecran.piece("domicile"), SPECIMENS / "facture01_numerique.pdf")
    ident = _recu(ecran, "domicile").piece_id
    constater(ecran.maison, ident, "hebergeant", "conforme", detail="sans_objet")
    constater(ecran.maison, ident, "adresse", "conforme")
    dits = [e.text() for e in ecran.consulter("domicile").findChildren(QLabel)]
    assert any(dit.startswith("Adresse") for dit in dits)
    assert not any(dit.startswith(titre_regle("hebergeant")) for dit in dits)


def test_what_a_paper_is_may_be_said_and_it_is_read_again(ecran: Ecran, qtbot: QtBot) -> None:
    _controler(ecran.maison, "domicile", "domicile")
    ecran.lacher(ecran.piece("domicile"), SPECIMENS / "facture01_numerique.pdf")
    fenetre = ecran.consulter("domicile")
    ecran.calme()
    assert fenetre.part.isVisible()
    fenetre.part.setCurrentIndex(fenetre.part.findText("Justificatif de l’hébergeant"))
    fenetre.part.activated.emit(fenetre.part.currentIndex())
    ecran.calme()
    recu = _recu(ecran, "domicile")
    faits = {f.regle: f for f in lire_faits(ecran.maison.ctx(), recu.piece_id)}
    assert (faits["ensemble"].valeur, faits["ensemble"].resultat) == ("domicile_hote", "non_conforme")
    assert faits["ensemble"].detail == "papiers_manquants:hebergement,identite_hote"
    dits = " ".join(e.text() for e in fenetre.findChildren(QLabel))
    assert "il manque l’attestation d’hébergement et la pièce d’identité de l’hébergeant" in dits
    assert "emetteur_absent" not in dits
