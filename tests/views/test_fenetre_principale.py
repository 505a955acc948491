"""The main window as each person finds it: where the keyboard is, which places exist, what "Retour" gives back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.lectures.eleves import lister_eleves, lister_mes_eleves
from imuse_desk.services.suivi.alertes import Alerte, GenreAlerte
from imuse_desk.views.aide import FenetreRaccourcis
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.bureau.fenetre import FenetreATraiter
from imuse_desk.views.bureau.suivre import FenetreASuivre
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.raccourcis import lisible
from imuse_desk.views.eleve.onglet import OngletEleve
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_relances import PageRelances
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.suivi.onglet import OngletSuivi
from tests.bases import BaseDemo


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant) -> Iterator[FenetrePrincipale]:
    fenetre = assembler(executant, ReglagesLocaux(), Coffre())
    qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    yield fenetre
    fenetre.close()


def entrer(qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo, role: Role) -> None:
    fenetre.entrer(base_demo.contexte(role))
    calme(qtbot, fenetre)


def calme(qtbot: QtBot, fenetre: FenetrePrincipale) -> None:
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=8_000)


def touche(qtbot: QtBot, fenetre: FenetrePrincipale, cle: Qt.Key, modificateur: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or fenetre, cle, modificateur)
    calme(qtbot, fenetre)


def test_the_search_takes_typing_after_sign_in(qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo) -> None:
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    assert fenetre.recherche.champ.hasFocus()


def test_a_dossier_opened_by_search_takes_the_keyboard(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    qtbot.keyClicks(fenetre.recherche.champ, "valmont")
    qtbot.waitUntil(fenetre.recherche.resultats.isVisible)
    qtbot.keyClick(fenetre.recherche.champ, Qt.Key.Key_Return)
    calme(qtbot, fenetre)
    page = fenetre.pile.currentWidget()
    pris = QApplication.focusWidget()
    assert page is fenetre.pages[Onglet.FAMILLE]
    assert pris is not None
    assert pris is page or page.isAncestorOf(pris)


def test_enter_before_the_results_opens_what_was_typed(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    """A quick typist is not given the first result of the letters before."""
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    qtbot.keyClicks(fenetre.recherche.champ, "v")
    qtbot.waitUntil(fenetre.recherche.resultats.isVisible)
    fenetre.recherche.champ.setText("valmon")
    with qtbot.waitSignal(fenetre.recherche.ouverture_demandee) as ouverte:
        qtbot.keyClicks(fenetre.recherche.champ, "t")
        qtbot.keyClick(fenetre.recherche.champ, Qt.Key.Key_Return)
    genre, ident = ouverte.args or ["", 0]
    assert genre == "foyer"
    calme(qtbot, fenetre)
    famille = fenetre.pages[Onglet.FAMILLE]
    assert isinstance(famille, OngletFamille)
    assert famille.resume.vue is not None
    assert famille.resume.vue.id == ident
    assert "Valmont" in famille.resume.vue.libelle


def test_hidden_tabs_follow_the_dossier_after_the_one_on_show_or_when_they_are_shown(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    ctx = base_demo.contexte(Role.SECRETARIAT)
    premier, second = lister_eleves(ctx).ids[0], lister_eleves(ctx).ids[20]
    famille, eleve = fenetre.pages[Onglet.FAMILLE], fenetre.pages[Onglet.ELEVE]
    assert isinstance(famille, OngletFamille)
    assert isinstance(eleve, OngletEleve)
    fenetre.bus.choisir("eleve", premier)
    qtbot.waitUntil(lambda: eleve.edition.ident == premier, timeout=8_000)
    assert fenetre.pile.currentWidget() is famille, "it followed while hidden"
    fenetre.bus.choisir("eleve", second)
    fenetre.aller(Onglet.ELEVE)
    qtbot.waitUntil(lambda: eleve.edition.ident == second, timeout=8_000)


def test_a_teacher_opens_his_pupil_by_search(qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo) -> None:
    """Nothing refuses him, and the page shows the pupil he chose."""
    entrer(qtbot, fenetre, base_demo, Role.ENSEIGNANT)
    eleve = lister_mes_eleves(base_demo.contexte(Role.ENSEIGNANT))[-1]
    qtbot.keyClicks(fenetre.recherche.champ, f"{eleve.nom} {eleve.prenom}")
    qtbot.waitUntil(fenetre.recherche.resultats.isVisible)
    qtbot.keyClick(fenetre.recherche.champ, Qt.Key.Key_Return)
    calme(qtbot, fenetre)
    suivi = fenetre.pages[Onglet.SUIVI]
    assert isinstance(suivi, OngletSuivi)
    assert fenetre.pile.currentWidget() is suivi
    qtbot.waitUntil(lambda: suivi.mes_cours.table_eleves.choisi() == eleve.id)
    assert fenetre.barre.accessibleDescription() == ""


@pytest.mark.parametrize(("role", "voit"), [(Role.ENSEIGNANT, False), (Role.REGISSEUR, True)])
def test_a_menu_without_anything_to_do_is_not_shown(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo, role: Role, *, voit: bool
) -> None:
    entrer(qtbot, fenetre, base_demo, role)
    menus = {action.text(): action for action in fenetre.menus.actions()}
    assert menus["Outils"].isVisible() is voit
    assert menus["Réglages"].isVisible()


@pytest.mark.parametrize("cle", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4])
def test_a_teacher_reaches_no_tab_that_he_does_not_have(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo, cle: Qt.Key
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.ENSEIGNANT)
    suivi = fenetre.pages[Onglet.SUIVI]
    touche(qtbot, fenetre, cle, Qt.KeyboardModifier.ControlModifier)
    assert fenetre.pile.currentWidget() is suivi
    touche(qtbot, fenetre, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert fenetre.pile.currentWidget() is suivi
    assert not fenetre.retour.isEnabled()
    fenetre.montrer_accueil()
    calme(qtbot, fenetre)
    assert fenetre.pile.currentWidget() is suivi


def test_the_list_of_keys_is_made_of_those_that_exist(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    """Whatever a tab's widgets take is in the list, by its name, without anybody writing it there."""
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    action = next(a for a in fenetre.actions() if a.shortcut().toString() == "Ctrl+F1")
    action.trigger()
    aide = fenetre.findChild(FenetreRaccourcis)
    assert aide is not None
    dits = {e.accessibleName() for e in aide.findChildren(QLabel) if "\u00a0: " in e.accessibleName()}
    assert {"Ctrl+Entrée\u00a0: Valider la réinscription", "Alt+↑\u00a0: Enfant précédent"} <= dits
    boutons = [b for b in fenetre.findChildren(QAbstractButton) if b.window() is fenetre and not b.shortcut().isEmpty()]
    prises = [b.shortcut() for b in boutons if b.shortcut() != QKeySequence.mnemonic(b.text())]
    prises += [r.key() for r in fenetre.findChildren(QShortcut)]
    assert len(prises) > 10
    assert {lisible(p.toString()) for p in prises} <= {dit.split("\u00a0: ")[0] for dit in dits}


def test_every_tab_is_in_view_again_after_a_teacher(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.ENSEIGNANT)
    fenetre.resize(fenetre.width() - 40, fenetre.height())  # the bar is laid out on its only tab
    qtbot.waitUntil(lambda: fenetre.onglets.width() < 200)
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)
    qtbot.waitUntil(lambda: fenetre.onglets.width() >= fenetre.onglets.sizeHint().width() > 200)


def test_a_teacher_reads_the_keys_of_his_tab_alone(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.ENSEIGNANT)
    assert [nom for nom, _ in fenetre.ecrans()] == ["Suivi"]


def test_a_teacher_goes_from_his_bell_to_the_lesson_without_a_roll_call(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.ENSEIGNANT)
    cloche = fenetre.entete.a_traiter
    qtbot.waitUntil(cloche.isVisible)
    assert cloche.text().endswith("à suivre")
    qtbot.mouseClick(cloche, Qt.MouseButton.LeftButton)
    ouverte = fenetre.findChild(FenetreASuivre)
    assert isinstance(ouverte, FenetreASuivre)
    carte = ouverte.carte
    qtbot.waitUntil(lambda: carte.modele.rowCount() > 0)
    suivies: list[Alerte] = []
    carte.alerte_suivie.connect(suivies.append)
    carte.table.choisir(0)
    qtbot.keyClick(carte.table, Qt.Key.Key_Return)
    onglet = fenetre.pages[Onglet.SUIVI]
    assert isinstance(onglet, OngletSuivi)
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.cours)
    calme(qtbot, fenetre)
    assert onglet.cours.cours is not None
    assert onglet.cours.cours.creneau_id == suivies[0].creneau_id


def test_the_office_goes_from_a_line_to_the_families_it_counts(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo
) -> None:
    entrer(qtbot, fenetre, base_demo, Role.SECRETARIAT)

    def suivre(genre: GenreAlerte) -> None:
        fenetre.activateWindow()
        qtbot.waitUntil(fenetre.isActiveWindow)
        qtbot.keyClick(fenetre, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        calme(qtbot, fenetre)
        carte = next(f for f in fenetre.findChildren(FenetreATraiter) if f.isVisible()).suivre
        carte.montrer((Alerte(genre, 2),))
        carte.table.choisir(0)
        qtbot.keyClick(carte.table, Qt.Key.Key_Return)
        calme(qtbot, fenetre)

    suivre(GenreAlerte.PIECES)
    onglet = fenetre.pages[Onglet.REINSCRIPTION]
    assert isinstance(onglet, OngletReinscription)
    assert fenetre.onglet is Onglet.REINSCRIPTION
    assert onglet.liste.liste.filtre() == ("", ("pieces",))
    suivre(GenreAlerte.IMPAYES)
    regie = fenetre.findChild(FenetreRegie)
    assert isinstance(regie, FenetreRegie)
    assert any(page.isVisible() for page in regie.findChildren(PageRelances))
