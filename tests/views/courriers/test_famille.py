"""The letters of a family in its sub-tab, and the ways to the window: Accueil, menu, keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import update

from imuse_desk.domain.roles import Role
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Message
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.courriers.famille import CourriersFamille
from imuse_desk.views.courriers.fenetre import FenetreCourriers
from imuse_desk.views.courriers.mots import COLONNES_FAMILLE
from imuse_desk.views.famille.fiche import COURRIERS
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from tests.views.courriers.conftest import Bureau

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def principale(bureau: Bureau) -> Iterator[FenetrePrincipale]:
    """The real main window on the Accueil."""
    fenetre = assembler(bureau.executant, ReglagesLocaux(), Coffre())
    bureau.qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    fenetre.entrer(bureau.ctx)
    bureau.calme()
    yield fenetre
    fenetre.close()


def onglet(principale: FenetrePrincipale) -> OngletFamille:
    page = principale.pages[0]
    assert isinstance(page, OngletFamille)
    return page


def montrer_fiche(bureau: Bureau, principale: FenetrePrincipale, foyer_id: int) -> None:
    """A family's card, from its counter summary."""
    principale.bus.ouvrir("foyer", foyer_id)
    bureau.calme()
    onglet(principale).basculer()
    bureau.calme()


def courriers(bureau: Bureau, principale: FenetrePrincipale) -> CourriersFamille:
    """The sub-tab on the Valmont family, opened as from a link."""
    montrer_fiche(bureau, principale, bureau.maison.ids["Valmont"])
    onglet(principale).fiche.onglets.setCurrentIndex(COURRIERS)
    bureau.calme()
    bloc = principale.findChild(CourriersFamille)
    assert isinstance(bloc, CourriersFamille)
    return bloc


def rangee(bloc: CourriersFamille, rang: int) -> list[str]:
    return [bloc.modele.cellule(rang, colonne).copie for colonne in range(1, len(COLONNES_FAMILLE))]


def cliquer(bureau: Bureau, bloc: CourriersFamille, ident: tuple[str, int], cle: str) -> None:
    colonne = next(rang for rang, c in enumerate(COLONNES_FAMILLE) if c.cle == cle)
    rang = bloc.modele.rang(ident)
    assert rang is not None
    rect = bloc.table.visualRect(bloc.modele.index(rang, colonne))
    bureau.qtbot.mouseClick(bloc.table.viewport(), GAUCHE, pos=rect.topLeft() + QPoint(14, 14))
    bureau.calme()


def test_the_history_of_a_family(bureau: Bureau, principale: FenetrePrincipale) -> None:
    bloc = courriers(bureau, principale)
    assert onglet(principale).fiche.onglets.tabText(COURRIERS) == "Courriers  5"
    assert bloc.isVisible()
    objets = {bloc.modele.ident(n): rangee(bloc, n) for n in range(bloc.modele.rowCount())}
    assert objets["message", 2] == ["Avis 0", "Échec", "Le serveur refuse ce destinataire. 550 inconnu", "Imprimé",
                                    "Envoyer à nouveau"]  # fmt: skip
    assert objets["message", 3][3:] == ["", ""]
    nom, etat, suite, *_ = objets["papier", 1]
    assert nom.startswith("accuse_R26-")
    assert etat == "Conservé"
    assert suite.endswith("par Aline Martin")
    assert accessibilite.sans_nom(principale) == []
    assert accessibilite.touches_en_double(principale) == []


def test_newest_first(bureau: Bureau, principale: FenetrePrincipale) -> None:
    bloc = courriers(bureau, principale)
    bureau.maison.horloge.instant = bureau.maison.horloge.instant.replace(year=2030)
    plus_tard = update(Message).where(Message.id == 2).values(cree_a=bureau.maison.horloge.instant)
    bureau.maison.ecrire(lambda session: session.execute(plus_tard) and None)
    principale.actualiser()
    bureau.calme()
    assert bloc.modele.ident(0) == ("message", 2)


def test_acts_on_a_row(bureau: Bureau, principale: FenetrePrincipale) -> None:
    bloc = courriers(bureau, principale)
    cliquer(bureau, bloc, ("message", 1), "imprimer")
    assert bureau.etats()[0] == "imprime"
    rang = bloc.modele.rang(("message", 1))
    assert rang is not None
    assert rangee(bloc, rang)[1] == "Imprimé"
    cliquer(bureau, bloc, ("message", 4), "relancer")
    assert bloc.refus.isVisible()
    assert bureau.etats()[3] == "a_imprimer"
    for ident, debut in ((("message", 1), "accuse_R26-"), (("papier", 1), "accuse_R26-")):
        cliquer(bureau, bloc, ident, "sujet")
        papier = next(f for f in bloc.findChildren(FenetrePapier) if f.isVisible())
        assert papier.windowTitle().startswith(debut)
        papier.close()
        bureau.calme()


def test_a_family_without_letters_and_a_new_one(bureau: Bureau, principale: FenetrePrincipale) -> None:
    autre = bureau.maison.foyer("Aubry")
    bloc = courriers(bureau, principale)
    montrer_fiche(bureau, principale, autre)
    assert bloc.vide.isVisible()
    assert onglet(principale).fiche.onglets.tabText(COURRIERS) == "Courriers"
    onglet(principale).nouveau()
    bureau.calme()
    assert not onglet(principale).fiche.onglets.isTabVisible(COURRIERS)
    assert onglet(principale).fiche.pile.currentIndex() == 0
    montrer_fiche(bureau, principale, autre)
    assert onglet(principale).fiche.onglets.isTabVisible(COURRIERS)


def fenetres(principale: FenetrePrincipale) -> list[FenetreCourriers]:
    return [f for f in principale.findChildren(FenetreCourriers) if f.isVisible()]


def test_the_accueil_opens_what_waits(bureau: Bureau, principale: FenetrePrincipale) -> None:
    table = onglet(principale).accueil.table_attente
    index = table.model().index(2, 0)
    assert "Courriers" in str(index.data())
    bureau.qtbot.mouseClick(table.viewport(), GAUCHE, pos=table.visualRect(index).topLeft() + QPoint(24, 14))
    bureau.calme()
    (fenetre,) = fenetres(principale)
    assert list(fenetre.modele.ids) == [4, 2, 1]
    assert str(table.model().index(2, 1).data()) == "3"
    fenetre.gestes.imprimer(bureau.ctx, [4, 2])
    bureau.calme()
    assert list(fenetre.modele.ids) == [1]
    assert str(table.model().index(2, 1).data()) == "1"
    principale.activateWindow()
    bureau.qtbot.waitUntil(principale.isActiveWindow)
    bureau.qtbot.keyClick(
        principale, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    bureau.calme()
    assert fenetres(principale) == [fenetre]
    assert len(fenetre.modele.ids) == 4
    principale.entrer(bureau.ctx)
    bureau.calme()
    assert fenetres(principale) == []


def test_a_family_link_comes_back_to_the_main_window(bureau: Bureau, principale: FenetrePrincipale) -> None:
    principale._menus.courriers()  # type: ignore[union-attr]  # the real menus
    bureau.calme()
    (fenetre,) = fenetres(principale)
    fenetre._suivre(1, "famille")
    bureau.calme()
    assert fenetres(principale) == []
    assert "Valmont" in onglet(principale).resume.titre.text()


def test_a_reader_sees_no_act(bureau: Bureau, principale: FenetrePrincipale) -> None:
    principale.entrer(bureau.maison.ctx(Role.REGISSEUR))
    bureau.calme()
    bloc = courriers(bureau, principale)
    assert bloc.modele.rowCount() == 5
    assert all(rangee(bloc, n)[3:] == ["", ""] for n in range(5))
    assert all("Rien à montrer" not in e.text() for e in bloc.window().findChildren(QLabel) if e.isVisible())
