"""The rules of billing, as the direction types them."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.reglages import (
    DEPART_TARDIF,
    DESISTEMENT_JUSQU_AU,
    EFFET_PIECE_TARDIVE,
    FACTURE_MINIMUM,
    PERIODES_ENTREE,
)
from imuse_desk.domain.roles import Role
from imuse_desk.services.facturation.regles import lire_regles_facturation
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_regles import PageRegles
from tests.fabriques import Maison
from tests.views.regie.conftest import Ouvrir, attendre_calme


def _page(qtbot: QtBot, fenetre: FenetreRegie, executant: Executant) -> PageRegles:
    fenetre.page("Règles")
    attendre_calme(qtbot, executant)
    page = fenetre.page("Règles")
    assert isinstance(page, PageRegles)
    return page


def _taper(qtbot: QtBot, page: PageRegles, cle: str, texte: str) -> None:
    champ = page.formulaire.widget(cle)
    champ.setFocus()
    qtbot.keyClick(champ, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(champ, texte)
    qtbot.keyClick(champ, Qt.Key.Key_Tab)


def test_the_direction_sets_periods_and_the_last_day_to_leave(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    fenetre = ouvrir(Role.DIRECTION)
    page = _page(qtbot, fenetre, executant)
    _taper(qtbot, page, PERIODES_ENTREE.cle, "1/2, 15/01")
    _taper(qtbot, page, DESISTEMENT_JUSQU_AU.cle, "31/11")
    _taper(qtbot, page, FACTURE_MINIMUM.cle, "15")
    qtbot.mouseClick(page.enregistrer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    erreurs = page.formulaire.erreurs
    assert "ordre de l’année scolaire" in erreurs[PERIODES_ENTREE.cle]
    assert "30 jours" in erreurs[DESISTEMENT_JUSQU_AU.cle]
    assert page.formulaire.brut()[PERIODES_ENTREE.cle] == "1/2, 15/01", "what was typed stays"
    _taper(qtbot, page, PERIODES_ENTREE.cle, "15/01, 1/4")
    _taper(qtbot, page, DESISTEMENT_JUSQU_AU.cle, "31/10")
    qtbot.keyClick(page.formulaire.widget(EFFET_PIECE_TARDIVE.cle), Qt.Key.Key_Down)
    qtbot.mouseClick(page.enregistrer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    with maison.base.lire() as session:
        lus = lire_reglages(
            session,
            (PERIODES_ENTREE, DESISTEMENT_JUSQU_AU, FACTURE_MINIMUM, DEPART_TARDIF, EFFET_PIECE_TARDIVE),
            fenetre.ctx.site_id, fenetre.ctx.annee_id,
        )  # fmt: skip
    assert lus == {
        PERIODES_ENTREE.cle: ["01-15", "04-01"], DESISTEMENT_JUSQU_AU.cle: "10-31", FACTURE_MINIMUM.cle: 1_500,
        DEPART_TARDIF.cle: "annee", EFFET_PIECE_TARDIVE.cle: "depot",
    }  # fmt: skip
    assert lire_regles_facturation(fenetre.ctx)[PERIODES_ENTREE.cle] == "15/01, 01/04"
    assert page.formulaire.brut()[PERIODES_ENTREE.cle] == "15/01, 01/04"


def test_who_does_not_keep_the_tariff_reads(qtbot: QtBot, ouvrir: Ouvrir, executant: Executant) -> None:
    page = _page(qtbot, ouvrir(Role.REGISSEUR), executant)
    assert page.enregistrer.isHidden()
    assert page.lecture_seule.isVisible()
