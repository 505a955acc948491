"""First start, a start that fails, and an incident, as a person meets them."""

from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demarrage import EtatBase, creer_etablissement, etat_de_base
from imuse_desk.services.lectures.comptes import sites_proposes
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.incident import DialogueIncident
from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage
from tests.services.maison import Horloge, alleger_hachage
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def fenetre(
    qtbot: QtBot, base_sqlite: Base, executant: Executant, monkeypatch: pytest.MonkeyPatch
) -> FenetrePremierDemarrage:
    alleger_hachage(monkeypatch)
    creer = partial(creer_etablissement, base_sqlite, poste="poste-1", horloge=Horloge())
    ouverte = FenetrePremierDemarrage(executant, creer, date(2026, 11, 4))
    qtbot.addWidget(ouverte)
    ouverte.show()
    return ouverte


def _ligne(fenetre: FenetrePremierDemarrage, nom: str) -> QLineEdit:
    return next(w for w in fenetre.findChildren(QLineEdit) if w.accessibleName() == nom)


def test_a_house_is_created(qtbot: QtBot, base_sqlite: Base, fenetre: FenetrePremierDemarrage) -> None:
    for cle, mots in (("nom", "Réseau des Trois Rives"), ("identifiant", "a.martin"), ("nom_compte", "Aline Martin")):
        taper(qtbot, fenetre.formulaire.widget(cle), mots)
    qtbot.mouseClick(fenetre._nouveau.proposer, GAUCHE)
    qtbot.mouseClick(fenetre.valider, GAUCHE)
    qtbot.waitUntil(lambda: "sites" in fenetre.formulaire.erreurs, timeout=5000)
    assert etat_de_base(base_sqlite) is EtatBase.SANS_ETABLISSEMENT
    taper(qtbot, _ligne(fenetre, "Code du site 1"), "mdn")
    taper(qtbot, _ligne(fenetre, "Nom du site 1"), "Meudon")
    qtbot.mouseClick(fenetre.sites.ajouter, GAUCHE)
    taper(qtbot, _ligne(fenetre, "Code du site 2"), "svr")
    taper(qtbot, _ligne(fenetre, "Nom du site 2"), "Sèvres")
    with qtbot.waitSignal(fenetre.cree, timeout=5000) as signal, qtbot.assertNotEmitted(fenetre.quitte):
        qtbot.mouseClick(fenetre.valider, GAUCHE)
    assert signal.args == ["a.martin"]
    assert etat_de_base(base_sqlite) is EtatBase.PRETE
    assert [s.nom for s in sites_proposes(base_sqlite)] == ["Meudon", "Sèvres"]


def test_a_weak_password_is_said_by_its_field(qtbot: QtBot, fenetre: FenetrePremierDemarrage) -> None:
    saisies = {"nom": "École", "identifiant": "a.martin", "nom_compte": "Aline", "nouveau": "court", "encore": "court"}
    for cle, mots in saisies.items():
        taper(qtbot, fenetre.formulaire.widget(cle), mots)
    taper(qtbot, _ligne(fenetre, "Code du site 1"), "mdn")
    taper(qtbot, _ligne(fenetre, "Nom du site 1"), "Meudon")
    qtbot.mouseClick(fenetre.valider, GAUCHE)
    qtbot.waitUntil(lambda: "nouveau" in fenetre.formulaire.erreurs, timeout=5000)
    assert fenetre.formulaire.erreurs["nouveau"] == "Il faut au moins 10 signes. Allongez-le."
    assert fenetre.valider.isEnabled()


def test_an_empty_form_says_all_that_is_missing_at_once(qtbot: QtBot, fenetre: FenetrePremierDemarrage) -> None:
    qtbot.mouseClick(fenetre.valider, GAUCHE)
    assert list(fenetre.formulaire.erreurs) == ["nom", "sites", "identifiant", "nom_compte", "nouveau", "encore"]


def test_tab_reaches_one_more_site_after_the_lines(qtbot: QtBot, fenetre: FenetrePremierDemarrage) -> None:
    fenetre.activateWindow()
    _ligne(fenetre, "Nom du site 1").setFocus()
    for _ in range(2):
        qtbot.keyClick(fenetre.focusWidget(), Qt.Key.Key_Tab)
    assert fenetre.focusWidget() is fenetre.sites.ajouter
    qtbot.keyClick(fenetre.sites.ajouter, Qt.Key.Key_Space)
    qtbot.waitUntil(_ligne(fenetre, "Code du site 2").isVisible)
    assert fenetre.focusWidget() is _ligne(fenetre, "Code du site 2")
    suite = []
    for _ in range(4):
        qtbot.keyClick(fenetre.focusWidget(), Qt.Key.Key_Tab)
        suite.append(fenetre.focusWidget())
    assert suite[0] is _ligne(fenetre, "Nom du site 2")
    assert suite[2:] == [fenetre.sites.ajouter, fenetre.formulaire.widget("annee")]


def test_the_year_follows_the_day_and_a_line_can_be_emptied(qtbot: QtBot, fenetre: FenetrePremierDemarrage) -> None:
    assert fenetre.formulaire.brut()["annee"] == 2026
    taper(qtbot, _ligne(fenetre, "Code du site 1"), "mdn")
    vider = next(w for w in fenetre.findChildren(QWidget) if w.accessibleName() == "Vider la ligne du site 1")
    qtbot.mouseClick(vider, GAUCHE)
    assert fenetre.sites.valeur() == ()


def test_the_demonstration_and_quitting(qtbot: QtBot, executant: Executant, fenetre: FenetrePremierDemarrage) -> None:
    with qtbot.waitSignal(fenetre.demonstration_demandee, timeout=2000), qtbot.assertNotEmitted(fenetre.quitte):
        qtbot.mouseClick(fenetre.demonstration, GAUCHE)
    autre = FenetrePremierDemarrage(executant, print, date(2026, 3, 1))
    qtbot.addWidget(autre)
    autre.show()
    assert autre.formulaire.brut()["annee"] == 2025
    with qtbot.waitSignal(autre.quitte, timeout=2000):
        qtbot.mouseClick(autre.quitter, GAUCHE)


def test_a_start_that_fails_says_why(qtbot: QtBot) -> None:
    fenetre = FenetreErreurDemarrage(BaseRefusee("base_plus_recente", version="0009"), "/home/x/imuse.db")
    qtbot.addWidget(fenetre)
    fenetre.show()
    assert (
        fenetre.accessibleName() == "Base plus récente. Elle vient d’une version plus récente. Mettez ce poste à jour."
    )
    assert accessibilite.sans_nom(fenetre) == []
    with qtbot.waitSignal(fenetre.reessayer, timeout=2000), qtbot.assertNotEmitted(fenetre.quitte):
        qtbot.mouseClick(fenetre.recommencer, GAUCHE)
    autre = FenetreErreurDemarrage(RuntimeError("x"), numero="261104-7F3A")
    qtbot.addWidget(autre)
    autre.show()
    with qtbot.waitSignal(autre.quitte, timeout=2000):
        qtbot.mouseClick(autre.quitter, GAUCHE)


def test_an_incident_has_a_number_to_copy(qtbot: QtBot) -> None:
    dialogue = DialogueIncident(None, "261104-7F3A", "/home/x/imuse-desk.log")
    dialogue.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialogue)
    dialogue.show()
    assert dialogue.accessibleName() == "Incident 261104-7F3A"
    dialogue.ajouter("261104-0001")
    qtbot.mouseClick(dialogue.copier, GAUCHE)
    assert QApplication.clipboard().text() == "261104-7F3A, 261104-0001"
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    with qtbot.waitSignal(dialogue.accepted, timeout=2000):
        qtbot.keyClick(dialogue, Qt.Key.Key_Return)


def test_reachable_by_keyboard_and_screen_reader(fenetre: FenetrePremierDemarrage) -> None:
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
