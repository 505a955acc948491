"""The window of the letters as the secretary uses it: filter, choose several, mark, take back, try again, open."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from imuse_desk.domain.roles import Role
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.courriers.fenetre import SANS_CHOIX, FenetreCourriers
from imuse_desk.views.courriers.mots import COLONNES
from tests.printing.exemples import textes as lire_pdf
from tests.views.courriers.conftest import Bureau

GAUCHE = Qt.MouseButton.LeftButton
ACCUSE, ECHEC, ATTENTE, SANS_ADRESSE = 1, 2, 3, 4


def ouvrir(bureau: Bureau, *roles: Role, est_gardee: bool = True) -> FenetreCourriers:
    ctx = bureau.maison.ctx(*roles) if roles else bureau.ctx
    fenetre = FenetreCourriers(bureau.executant, ctx, bureau.bus)
    if est_gardee:
        bureau.qtbot.addWidget(fenetre)
    fenetre.show()
    bureau.calme()
    return fenetre


@pytest.fixture
def fenetre(bureau: Bureau) -> FenetreCourriers:
    return ouvrir(bureau)


def pastille(fenetre: FenetreCourriers, mots: str) -> Bouton:
    return next(b for b in fenetre.filtres.findChildren(Bouton) if b.text() == mots)


def cellule(fenetre: FenetreCourriers, ident: int, cle: str) -> str:
    colonne = next(rang for rang, c in enumerate(COLONNES) if c.cle == cle)
    rang = fenetre.modele.rang(ident)
    assert rang is not None
    return fenetre.modele.cellule(rang, colonne).copie


def cliquer(bureau: Bureau, fenetre: FenetreCourriers, ident: int, cle: str, *, ctrl: bool = False) -> None:
    """Press the words of a cell."""
    colonne = next(rang for rang, c in enumerate(COLONNES) if c.cle == cle)
    rang = fenetre.modele.rang(ident)
    assert rang is not None
    rect = fenetre.table.visualRect(fenetre.modele.index(rang, colonne))
    touche = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    bureau.qtbot.mouseClick(fenetre.table.viewport(), GAUCHE, touche, rect.topLeft() + QPoint(14, 14))
    bureau.calme()


def test_every_state_in_plain_words(fenetre: FenetreCourriers) -> None:
    assert list(fenetre.modele.ids) == [4, 3, 2, 1]
    assert [cellule(fenetre, n, "etat") for n in (1, 2, 3, 4)] == ["À imprimer", "Échec", "En attente", "À imprimer"]
    assert cellule(fenetre, ACCUSE, "suite") == "Le courriel n’était pas réglé."
    assert cellule(fenetre, ECHEC, "suite") == "Le serveur refuse ce destinataire. 550 inconnu"
    assert cellule(fenetre, ATTENTE, "suite") == "Essai imminent · Le serveur ne répond pas à temps."
    assert cellule(fenetre, SANS_ADRESSE, "suite") == "Pas d’adresse e-mail valable."
    assert cellule(fenetre, ACCUSE, "famille") == "Famille Valmont"
    assert fenetre.compte.text() == "4 courriers · 2 à imprimer · 1 en échec · 1 en attente"
    assert fenetre.message.text() == SANS_CHOIX
    assert not fenetre.imprimer.isEnabled()


def test_the_pills_add_up_and_an_empty_list_says_which(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    bureau.qtbot.mouseClick(pastille(fenetre, "À imprimer"), GAUCHE)
    bureau.qtbot.mouseClick(pastille(fenetre, "En échec"), GAUCHE)
    bureau.calme()
    assert list(fenetre.modele.ids) == [4, 2, 1]
    assert fenetre.compte.text() == "3 courriers sur 4"
    fenetre.filtrer(("envoye",))
    bureau.calme()
    assert fenetre.vide.isVisible()
    assert "Envoyés" in fenetre.vide.accessibleName()
    bureau.qtbot.mouseClick(fenetre.tous, GAUCHE)
    bureau.calme()
    assert len(fenetre.modele.ids) == 4
    assert not fenetre.vide.isVisible()


def test_several_are_marked_at_once_then_taken_back(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    cliquer(bureau, fenetre, ACCUSE, "etat")
    assert fenetre.imprimer.text() == "Marquer &imprimé"
    for ident in (ECHEC, ATTENTE, SANS_ADRESSE):
        cliquer(bureau, fenetre, ident, "etat", ctrl=True)
    assert fenetre.message.text() == "4 courriers choisis"
    assert fenetre.imprimer.text() == "Marquer 3 courriers &imprimés"
    assert fenetre.relancer.text() == "&Envoyer à nouveau 4 courriers"
    assert not fenetre.ouvrir.isEnabled()
    bureau.qtbot.mouseClick(fenetre.imprimer, GAUCHE)
    bureau.calme()
    assert bureau.etats() == ["imprime", "imprime", "a_envoyer", "imprime"]
    assert bureau.ligne(ECHEC).imprime_par == "Aline Martin"
    assert bureau.dits == ["3 courriers marqués imprimés"]
    assert fenetre.message.text() == "3 courriers marqués imprimés"
    assert cellule(fenetre, ACCUSE, "etat") == "Imprimé"
    assert cellule(fenetre, ACCUSE, "suite").endswith("par Aline Martin")
    assert not fenetre.imprimer.isEnabled()
    bureau.qtbot.mouseClick(fenetre.annuler, GAUCHE)
    bureau.calme()
    assert bureau.etats() == ["a_imprimer", "echec", "a_envoyer", "a_imprimer"]
    assert not fenetre.annuler.isVisible()


def papier_ouvert(fenetre: FenetreCourriers) -> FenetrePapier:
    papier = fenetre.findChild(FenetrePapier)
    assert papier is not None
    return papier


def test_the_status_line_undoes_after_the_window_is_closed(bureau: Bureau) -> None:
    fenetre = ouvrir(bureau, est_gardee=False)
    cliquer(bureau, fenetre, ACCUSE, "etat")
    bureau.qtbot.mouseClick(fenetre.imprimer, GAUCHE)
    bureau.calme()
    annuler = bureau.annulations[-1]
    assert annuler is not None
    fenetre.close()
    fenetre.deleteLater()
    del fenetre
    bureau.calme()
    annuler()
    bureau.calme()
    assert bureau.etats()[0] == "a_imprimer"


def test_what_cannot_be_sent_again_says_why(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    cliquer(bureau, fenetre, ACCUSE, "etat")
    bureau.qtbot.mouseClick(fenetre.relancer, GAUCHE)
    bureau.calme()
    assert fenetre.refus.isVisible()
    assert "Le courriel n’est pas réglé." in fenetre.refus.phrase
    assert bureau.etats()[0] == "a_imprimer"
    assert bureau.dits == []


def test_a_link_opens_the_document_and_another_the_family(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    cliquer(bureau, fenetre, ACCUSE, "sujet")
    bureau.qtbot.waitUntil(lambda: fenetre.findChild(FenetrePapier) is not None, timeout=8000)
    papier = papier_ouvert(fenetre)
    assert papier.windowTitle().startswith("accuse_R26-")
    assert papier.chemin.read_bytes().startswith(b"%PDF")
    papier.close()
    cliquer(bureau, fenetre, ECHEC, "etat")
    bureau.qtbot.mouseClick(fenetre.ouvrir, GAUCHE)
    bureau.calme()
    bureau.qtbot.waitUntil(lambda: fenetre.findChild(FenetrePapier) is not None, timeout=8000)
    lettre = papier_ouvert(fenetre)  # without a paper of its own, the message is a letter
    assert "Bonjour" in lire_pdf(lettre.chemin.read_bytes())[0]
    lettre.close()
    cliquer(bureau, fenetre, ACCUSE, "famille")
    assert bureau.ouverts == [("foyer", bureau.maison.ids["Valmont"])]
    assert not fenetre.isVisible()


def test_a_change_elsewhere_shows_and_keeps_the_choice(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    autre = ouvrir(bureau)
    cliquer(bureau, fenetre, ECHEC, "etat")
    cliquer(bureau, autre, ACCUSE, "etat")
    bureau.qtbot.mouseClick(autre.imprimer, GAUCHE)
    bureau.calme()
    assert cellule(fenetre, ACCUSE, "etat") == "Imprimé"
    assert fenetre.table.choisis() == [ECHEC]


def test_keys(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    fenetre.activateWindow()
    bureau.qtbot.waitUntil(fenetre.table.hasFocus)
    bureau.qtbot.keyClick(fenetre.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(fenetre.table.choisis()) == 4
    bureau.qtbot.keyClick(fenetre, Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    bureau.qtbot.waitUntil(lambda: bureau.etats().count("imprime") == 3)  # Qt shows the button pressed for a while
    bureau.calme()
    bureau.qtbot.keyClick(fenetre.table, Qt.Key.Key_Escape)
    assert not fenetre.isVisible()


def test_headings_sort_in_the_base(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    fenetre.table.horizontalHeader().sectionClicked.emit(3)
    bureau.calme()
    assert list(fenetre.modele.ids) == [4, 1, 2, 3]


def test_who_only_reads_has_no_act(bureau: Bureau) -> None:
    fenetre = ouvrir(bureau, Role.REGISSEUR)
    assert len(fenetre.modele.ids) == 4
    assert not fenetre.imprimer.isVisible()
    assert not fenetre.relancer.isVisible()
    cliquer(bureau, fenetre, SANS_ADRESSE, "sujet")
    papier = papier_ouvert(fenetre)
    assert papier.windowTitle() == "avis.pdf"
    papier.close()


def test_names_mnemonics_and_size(bureau: Bureau, fenetre: FenetreCourriers) -> None:
    cliquer(bureau, fenetre, ACCUSE, "etat")
    bureau.qtbot.mouseClick(fenetre.imprimer, GAUCHE)
    bureau.calme()
    assert fenetre.annuler.isVisible()
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
    assert QApplication.focusWidget() is not None
