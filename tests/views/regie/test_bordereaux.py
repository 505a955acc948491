"""The slips as the régisseur closes them: ticked by mouse and keys, counted note by note, closed once, printed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from imuse_desk.domain.pieces import GenreBordereau
from imuse_desk.domain.roles import Role
from imuse_desk.models import Bordereau
from imuse_desk.services.facturation.bordereaux import Remise, lister_a_remettre, remettre
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.regie.page_bordereaux import PageBordereaux
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer, payer, sans_faute
from tests.views.gestes import taper
from tests.views.regie.conftest import Ouvrir, attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def page(ouvrir: Ouvrir, maison: Maison, qtbot: QtBot, executant: Executant) -> PageBordereaux:
    """Two cheques and some cash wait."""
    facturer(maison)
    payer(maison, "cheque", 30_000, 20_000)
    payer(maison, "especes", 12_345)
    page = ouvrir().page("Bordereaux")
    attendre_calme(qtbot, executant)
    assert isinstance(page, PageBordereaux)
    return page


def _choisir(qtbot: QtBot, page: PageBordereaux, genre: GenreBordereau, executant: Executant) -> None:
    page.genre.setCurrentIndex(page.genre.findData(genre))
    page.genre.activated.emit(page.genre.currentIndex())
    attendre_calme(qtbot, executant)


def _fermer(qtbot: QtBot, page: PageBordereaux, executant: Executant) -> str:
    qtbot.mouseClick(page.fermer, GAUCHE)
    demande = page.findChildren(Confirmation)[-1]
    verbe = demande.confirmer.text()
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    return _dit(verbe)


def _bordereaux(maison: Maison) -> list[tuple[str, int, int, Any, str]]:
    with maison.base.lire() as session:
        lus = session.scalars(select(Bordereau).order_by(Bordereau.id))
        return [(b.genre, b.nombre, b.total_centimes, b.comptage, b.observations) for b in lus]


def _garde(page: PageBordereaux) -> bool:
    return page.a_des_brouillons


def _dit(texte: str) -> str:
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_cheques_are_ticked_one_by_one_or_all_and_the_slip_closed(
    qtbot: QtBot, page: PageBordereaux, executant: Executant, maison: Maison
) -> None:
    assert page.modele.rowCount() == 2
    assert not page.fermer.isEnabled()
    case = page.table.visualRect(page.modele.index(0, 0)).center()
    qtbot.mouseClick(page.table.viewport(), GAUCHE, pos=case)
    assert _dit(page.total.text()) == "1 règlement, 300,00 €"
    page.table.setCurrentIndex(page.modele.index(1, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert _dit(page.total.text()) == "2 règlements, 500,00 €"
    qtbot.mouseClick(page.tout, GAUCHE)
    assert _dit(page.total.text()) == "0 règlement, 0,00 €"
    qtbot.mouseClick(page.tout, GAUCHE)
    page.observations.setFocus()
    qtbot.keyClicks(page.observations, "Sous pli")
    assert _garde(page)
    assert _fermer(qtbot, page, executant) == "&Fermer pour 500,00 €"
    assert _bordereaux(maison) == [("cheques", 2, 50_000, None, "Sous pli")]
    assert page.modele.rowCount() == 0
    assert page.modele_fermes.cellule(0, 0).texte.endswith("BR00001")
    assert page.fermes.choisi() is not None
    assert not _garde(page)
    sans_faute(maison)


def test_cash_is_counted_until_it_equals_the_receipts(
    qtbot: QtBot, page: PageBordereaux, executant: Executant, maison: Maison
) -> None:
    assert page.comptage.isHidden()
    _choisir(qtbot, page, GenreBordereau.ESPECES, executant)
    assert page.comptage.isVisible()
    qtbot.mouseClick(page.tout, GAUCHE)
    taper(qtbot, page.comptage.champs[10_000], "1")
    taper(qtbot, page.comptage.champs[2_000], "1")
    assert _dit(page.compte.text()) == "Compté 120,00 € : il manque 3,45 € sur les 123,45 € des reçus."
    assert not page.fermer.isEnabled()
    taper(qtbot, page.comptage.champs[1], "deux")
    assert page.compte.text() == "Un nombre ne peut pas être lu."
    assert not page.fermer.isEnabled()
    for valeur, combien in ((1, ""), (200, "2")):
        taper(qtbot, page.comptage.champs[valeur], combien)
    assert "0,55 € de trop" in _dit(page.compte.text())
    for valeur, combien in ((200, "1"), (100, "1"), (20, "2"), (5, "1")):
        taper(qtbot, page.comptage.champs[valeur], combien)
    assert _dit(page.compte.text()) == "Compté 123,45 € : le compte est juste."
    _fermer(qtbot, page, executant)
    assert _bordereaux(maison)[0][:4] == (
        "especes", 1, 12_345, [[10_000, 1], [2_000, 1], [200, 1], [100, 1], [20, 2], [5, 1]],
    )  # fmt: skip
    assert page.comptage.est_vide
    sans_faute(maison)


def test_what_another_desk_remitted_meanwhile_is_told_and_read_again(
    qtbot: QtBot, page: PageBordereaux, executant: Executant, maison: Maison
) -> None:
    qtbot.mouseClick(page.tout, GAUCHE)
    ctx = maison.ctx(Role.REGISSEUR)
    premier = lister_a_remettre(ctx, GenreBordereau.CHEQUES)[0]
    remettre(ctx, Remise(GenreBordereau.CHEQUES, (premier.reglement_id,)))
    _fermer(qtbot, page, executant)
    assert page.echec.isVisible()
    assert "ne sont plus à remettre" in page.echec.phrase
    assert page.modele.rowCount() == 1
    assert _dit(page.total.text()) == "1 règlement, 200,00 €"
    assert len(_bordereaux(maison)) == 1


@pytest.mark.parametrize("genre", [GenreBordereau.CHEQUES, GenreBordereau.ESPECES])
def test_a_closed_slip_has_its_paper(
    qtbot: QtBot, page: PageBordereaux, executant: Executant, maison: Maison, genre: GenreBordereau
) -> None:
    ctx = maison.ctx(Role.REGISSEUR)
    [*attendus] = lister_a_remettre(ctx, genre)
    comptage = ((10_000, 1), (2_000, 1), (200, 1), (100, 1), (20, 2), (5, 1)) if genre is GenreBordereau.ESPECES else ()
    remettre(ctx, Remise(genre, tuple(x.reglement_id for x in attendus), comptage))
    page.relire()
    attendre_calme(qtbot, executant)
    page.fermes.selectRow(0)
    qtbot.mouseClick(page.imprimer, GAUCHE)
    attendre_calme(qtbot, executant)
    papier = page.window().findChildren(FenetrePapier)[-1]
    octets = Path(papier.chemin).read_bytes()
    papier.close()
    assert octets.startswith(b"%PDF")
    assert papier.windowTitle().startswith("bordereau_")


def test_a_reconciliation_has_no_paper(
    qtbot: QtBot, page: PageBordereaux, executant: Executant, maison: Maison
) -> None:
    payer(maison, "virement", 5_000)
    _choisir(qtbot, page, GenreBordereau.RAPPROCHEMENT, executant)
    qtbot.mouseClick(page.tout, GAUCHE)
    _fermer(qtbot, page, executant)
    assert page.fermes.choisi() is not None
    assert not page.imprimer.isEnabled()


def _onglets(barre: QTabBar) -> list[str]:
    return [barre.tabText(rang) for rang in range(barre.count())]


def test_only_the_regisseur_has_the_slips(ouvrir: Ouvrir) -> None:
    assert "Encaisser" in _onglets(ouvrir(Role.REGISSEUR).parties)
    assert "Encaisser" not in _onglets(ouvrir(Role.SECRETARIAT).parties)


def test_the_pages_are_parted_and_reached_by_keys(ouvrir: Ouvrir, qtbot: QtBot) -> None:
    """Fifteen pages in one row would be scrolled: a part at a time, its own sub-tabs below."""
    fenetre = ouvrir()
    assert _onglets(fenetre.onglets) == ["Appels", "Rectifications"]
    fenetre.parties.setFocus()
    qtbot.keyClick(fenetre.parties, Qt.Key.Key_Right)
    assert _onglets(fenetre.onglets)[:2] == ["Bordereaux", "Caisse"]
    assert isinstance(fenetre.page("Bordereaux"), PageBordereaux)
    fenetre.page("Rectifications")
    assert fenetre.parties.tabText(fenetre.parties.currentIndex()) == "Facturer"
    assert fenetre.onglets.tabText(fenetre.onglets.currentIndex()) == "Rectifications"


def test_it_can_be_used_by_keys_and_read_aloud(qtbot: QtBot, page: PageBordereaux, executant: Executant) -> None:
    _choisir(qtbot, page, GenreBordereau.ESPECES, executant)
    fenetre = page.window()
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
