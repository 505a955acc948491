"""Files past their day: proposed, stamped and destroyed on screen; a destroyed piece says so calmly."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from imuse_desk.domain.roles import Role
from imuse_desk.models import TypePiece
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.conservation.bordereaux import lister_bordereaux, proposer_elimination
from imuse_desk.services.reinscription.pieces import DeciderPiece, refuser
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.conservation.fenetre import FenetreConservation
from imuse_desk.views.conservation.page_bordereaux import PageBordereaux
from imuse_desk.views.conservation.page_echues import PageEchues
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from imuse_desk.views.reinscription.pieces import RangeePiece
from imuse_desk.views.reinscription.presentateur import pieces_affichees
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.reinscription.outils import accepter, apporter, ouvrir
from tests.views.gestes import taper

APRES = datetime(2027, 12, 1, 10, tzinfo=UTC)
DELAI = 5000


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """A CAF paper, accepted, kept 60 days after its year; it is two years later."""
    maison = maison_valmont(base_sqlite, tmp_path / "depot")

    def regler(session: Any) -> None:
        session.execute(update(TypePiece).where(TypePiece.code == "caf").values(conserver_jours=60))

    maison.ecrire(regler)
    maison.ids["piece"] = apporter(maison, "caf", tmp_path)
    accepter(maison, maison.ids["piece"])
    return maison


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[FenetreConservation]:
    maison.horloge.instant = APRES
    bus = Bus()
    fenetre = FenetreConservation(executant, bus, maison.ctx(Role.DIRECTION))
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitExposed(fenetre)
    yield fenetre
    fenetre.close()
    bus.deleteLater()


def _calme(qtbot: QtBot, fenetre: FenetreConservation) -> None:
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=DELAI)


def _cliquer(qtbot: QtBot, fenetre: FenetreConservation, bouton: QPushButton) -> None:
    qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)
    _calme(qtbot, fenetre)


def _confirmer(qtbot: QtBot, fenetre: FenetreConservation, page: PageEchues | PageBordereaux) -> None:
    qtbot.waitUntil(lambda: bool(page.findChildren(Confirmation)), timeout=DELAI)
    _cliquer(qtbot, fenetre, page.findChildren(Confirmation)[-1].confirmer)


def _bordereau(qtbot: QtBot, fenetre: FenetreConservation) -> PageBordereaux:
    """A list written from the first page, then the second page."""
    page = fenetre.page("À éliminer")
    _calme(qtbot, fenetre)
    assert "1 fichier à porter" in page.portee.text().replace("\u00a0", " ")
    _cliquer(qtbot, fenetre, page.proposer)
    _confirmer(qtbot, fenetre, page)
    qtbot.waitUntil(lambda: page.papier is not None, timeout=DELAI)
    assert page.papier is not None
    page.papier.close()
    assert not page.proposer.isEnabled()
    page = fenetre.page("Bordereaux")
    assert isinstance(page, PageBordereaux)
    _calme(qtbot, fenetre)
    return page


def test_from_the_list_to_the_destruction(qtbot: QtBot, fenetre: FenetreConservation, maison: Maison) -> None:
    page = _bordereau(qtbot, fenetre)
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert not page.detruire.isEnabled()
    _cliquer(qtbot, fenetre, page.viser)
    assert page.demande is not None
    taper(qtbot, page.demande.formulaire.widget("le"), "02/12/2027")
    taper(qtbot, page.demande.formulaire.widget("par"), "Archives de Rives")
    _cliquer(qtbot, fenetre, page.demande.confirmer)
    assert "à venir" in page.demande.formulaire.erreurs["le"]
    taper(qtbot, page.demande.formulaire.widget("le"), "01/12/2027")
    _cliquer(qtbot, fenetre, page.demande.confirmer)
    qtbot.waitUntil(page.detruire.isEnabled, timeout=DELAI)
    _cliquer(qtbot, fenetre, page.detruire)
    _confirmer(qtbot, fenetre, page)
    qtbot.waitUntil(lambda: lister_bordereaux(fenetre.ctx)[0].execute_a is not None, timeout=DELAI)
    _calme(qtbot, fenetre)
    assert not page.detruire.isEnabled()
    assert not page.viser.isEnabled()


def test_a_stamp_goes_to_the_list_it_was_asked_for_even_when_another_desk_takes_that_one_back(
    qtbot: QtBot, fenetre: FenetreConservation, maison: Maison, tmp_path: Path
) -> None:
    def regler(session: Any) -> None:
        session.execute(update(TypePiece).where(TypePiece.code == "domicile").values(conserver_jours=60))

    maison.ecrire(regler)
    maison.horloge.instant = MIDI
    accepter(maison, apporter(maison, "domicile", tmp_path))
    maison.horloge.instant = APRES
    ctx = maison.ctx(Role.DIRECTION)
    ancien, nouveau = (proposer_elimination(ctx, [maison.ids[f"type:{code}"]]) for code in ("caf", "domicile"))
    page = fenetre.page("Bordereaux")
    assert isinstance(page, PageBordereaux)
    page.relire()
    _calme(qtbot, fenetre)
    assert page.table.choisi() == nouveau.resultat
    _cliquer(qtbot, fenetre, page.viser)
    assert page.demande is not None
    assert nouveau.operation_id is not None
    fenetre.bus.publier(annuler(ctx, nouveau.operation_id).changements)
    _calme(qtbot, fenetre)
    taper(qtbot, page.demande.formulaire.widget("le"), "01/12/2027")
    taper(qtbot, page.demande.formulaire.widget("par"), "Archives de Rives")
    _cliquer(qtbot, fenetre, page.demande.confirmer)
    assert page.table.choisi() == ancien.resultat
    assert [vu.vise_par for vu in lister_bordereaux(ctx)] == [""]


def test_the_list_holds_what_the_question_announced(
    qtbot: QtBot, fenetre: FenetreConservation, maison: Maison, tmp_path: Path
) -> None:  # fmt: skip
    """Another desk settles a family while the question is open: nothing is written that was not announced."""
    page = fenetre.page("À éliminer")
    assert isinstance(page, PageEchues)
    _calme(qtbot, fenetre)
    _cliquer(qtbot, fenetre, page.proposer)
    maison.horloge.instant = MIDI
    (tmp_path / "b").mkdir()
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    accepter(maison, apporter(maison, "caf", tmp_path / "b", foyer="Durand"), "Durand")
    maison.horloge.instant = APRES
    _confirmer(qtbot, fenetre, page)
    assert "il y en a 2 à présent" in page.echec.phrase.replace("\u00a0", " ")
    assert lister_bordereaux(fenetre.ctx) == ()
    qtbot.waitUntil(lambda: "2 fichiers à porter" in page.portee.text().replace("\u00a0", " "), timeout=DELAI)


def test_a_destroyed_piece_says_so(
    qtbot: QtBot, fenetre: FenetreConservation, maison: Maison, executant: Executant
) -> None:
    test_from_the_list_to_the_destruction(qtbot, fenetre, maison)
    rangee = next(p for p in pieces_affichees(ouvrir(maison)) if p.fichiers)
    piece = FenetrePiece(executant, fenetre.bus, maison.ctx(), rangee.nom, rangee.fichiers[0], peut_decider=True)
    qtbot.addWidget(piece)
    piece.show()
    _calme(qtbot, fenetre)
    assert piece.vue.titre.text() == "Fichier détruit le 01/12/2027"
    assert "bordereau n°\u00a01" in piece.vue.message.text()
    assert not piece.refuser.isVisible()
    piece.close()


def test_the_row_of_a_destroyed_file_shows_its_facts_and_offers_neither_file_nor_bin(
    qtbot: QtBot, fenetre: FenetreConservation, maison: Maison
) -> None:  # fmt: skip
    refusee = next(f for p in ouvrir(maison).pieces for f in p.fichiers)
    refuser(maison.ctx(), DeciderPiece(refusee.piece_id, refusee.version, "Illisible"))
    rangee = RangeePiece()
    qtbot.addWidget(rangee)
    rangee.show()

    def montrer() -> tuple[str, bool, str]:
        rangee.montrer(next(p for p in pieces_affichees(ouvrir(maison)) if p.fichiers), est_modifiable=True)
        (ligne,) = rangee.lignes_fichier
        assert ligne.fichier is not None
        return ligne.consulter.text(), ligne.supprimer.isVisible(), ligne.fichier.note

    assert montrer() == ("Consulter", True, "")
    test_from_the_list_to_the_destruction(qtbot, fenetre, maison)
    assert montrer() == ("Constats", False, "fichier détruit le 01/12/2027 (bordereau n°\u00a01)")
