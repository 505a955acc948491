"""What the station shows when nothing waits, when a file or a process fails, when a page lies on its side."""

import os
import signal

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Role
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.puces import Puce
from tests.documents.test_lecteur import pid
from tests.fabriques import Maison
from tests.services.verification.poste_outils import constater, faits, piece
from tests.views.verification.conftest import caf, ranger
from tests.views.verification.poste import Poste


def test_nothing_waits(poste: Poste) -> None:
    poste.ouvrir()
    assert poste.station.vide.isVisible()
    assert "0 pièce vue aujourd’hui" in poste.station.vide.accessibleName()


def test_a_file_that_is_lost_or_broken_is_said_and_may_still_be_refused(poste: Poste, maison: Maison) -> None:
    ident = caf(maison, sha256="0" * 64)
    poste.ouvrir()
    assert poste.station.vue.message.isVisible()
    assert poste.station.vue.reessayer.isVisible()
    poste.refuser()
    assert piece(maison, ident).etat == EtatPiece.REFUSEE


def test_the_numbers_of_a_lost_file_are_said_to_be_copied_by_hand(poste: Poste, maison: Maison) -> None:
    ranger(maison, "avis1", sha256="0" * 64)
    poste.ouvrir()
    poste.station.panneau.reference.click()
    poste.calme()
    assert poste.phrase == "Référence de l’avis\u00a0: ne se lit pas sur ce document, recopiez ce que vous voyez."


def test_a_file_that_could_not_be_read_is_told_in_red_with_its_cure(poste: Poste, maison: Maison) -> None:
    ranger(maison, "domicile", lecture={"illisible": "abime"})
    poste.ouvrir()
    puces = {p.texte: p._mots[1] for p in poste.station.panneau.findChildren(Puce) if p.isVisible()}
    assert puces["Fichier abîmé"] == "bad"
    assert "redemandez-le à la famille" in poste.station.panneau.attente.text()
    assert poste.station.panneau.liste.hasFocus(), "nothing is asked to be typed of what cannot be seen"


def test_the_documents_process_of_a_page_dies_and_the_page_comes_back(poste: Poste, maison: Maison) -> None:
    caf(maison, pages=2)
    poste.ouvrir()
    lecteur = poste.station.vue._lecteur
    assert lecteur is not None
    os.kill(pid(lecteur), signal.SIGKILL)
    poste.touche("z")
    if not poste.station.vue.feuille.isVisible():
        assert poste.station.vue.message.text() != ""
        poste.station.vue.reessayer.click()
        poste.calme()
    assert poste.station.vue.feuille.isVisible()


def test_a_piece_not_read_yet_is_read_in_the_background(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "domicile", "Facture", lue_a=None, lecture=None)
    poste.ouvrir()
    poste.qtbot.waitUntil(lambda: piece(maison, ident).lue_a is not None, timeout=60_000)
    poste.calme()
    assert poste.station.piece is not None
    assert poste.station.piece.est_lue
    assert faits(maison, ident, "date") != []


def test_nothing_more_is_read_in_the_name_of_who_left(poste: Poste, maison: Maison) -> None:
    idents = [ranger(maison, "domicile", f"facture {n}", lue_a=None, lecture=None, minutes=n) for n in range(3)]
    poste.station.entrer(maison.ctx())
    poste.station.analyses.demander(maison.ctx(), idents)
    poste.station.entrer(maison.ctx(agent="Paul Durand"))
    poste.calme()
    assert poste.station.analyses.restantes == 0
    assert [piece(maison, i).lue_a is None for i in idents] == [False, True, True], "the one under way ends"


def test_who_decides_no_piece_sees_no_queue(poste: Poste, maison: Maison) -> None:
    caf(maison)
    for role in (Role.ENSEIGNANT, Role.REGISSEUR):
        poste.station.entrer(maison.ctx(role))
        poste.station.ouvrir()
        poste.calme()
        assert not poste.station.est_ouverte


def test_names_for_screen_readers_and_a_small_office_screen(poste: Poste, maison: Maison) -> None:
    caf(maison)
    poste.ouvrir()
    assert accessibilite.sans_nom(poste.station) == []
    assert accessibilite.libelles_sans_ami(poste.station) == []
    minimum = poste.station.minimumSizeHint()
    assert minimum.width() <= 1280
    assert minimum.height() <= 649 - 120


def test_a_page_scanned_on_its_side_stands_upright_with_its_frames(poste: Poste, maison: Maison) -> None:
    ident = ranger(maison, "caf", "couchée", pages=2, lecture={"tours": [90, 0]})
    constater(maison, ident, "emetteur", "a_verifier", "CAF", page=1, boite=[72, 80, 160, 95])
    poste.ouvrir()
    vue = poste.station.vue
    assert vue.rotation == 90
    assert vue.feuille.width() > vue.feuille.height(), "the sheet of the scanner, once turned"
    ((_, boite),) = vue.feuille.zones
    assert boite[2] - boite[0] < boite[3] - boite[1], "the frame turns with it"
    vue.tourner()
    poste.calme()
    assert vue.rotation == 180, "the person turns it further"
    vue.vignettes.setCurrentRow(1)
    poste.calme()
    assert vue.rotation == 90, "each page has its own turn"
