"""The window on a server: its password, and a server that goes away in the middle of the work."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from imuse_desk.app import Programme
from imuse_desk.infra import secrets
from imuse_desk.models.passerelle import Base
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.lancement import depot_de
from imuse_desk.views.common.champs import CaseACocher
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.mot_de_passe_base import SANS_TROUSSEAU, DialogueMotDePasseBase
from imuse_desk.views.navigation import Onglet
from tests.bases import DATE_DEMO, MOT_DE_PASSE_SERVEUR, Grappe
from tests.infra.test_secrets import Trousseau
from tests.lanceur import DELAI, Lancer, attendre, connecter, ouvrir_valmont, refus
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def adresse(grappe_fermee: Grappe, donnees: Path) -> Iterator[str]:
    """A demonstration base on a server that asks for a password, as it is typed after ``--base``."""
    url = grappe_fermee.creer("bureau", "modele")
    base = Base.ouvrir(url, mot_de_passe=MOT_DE_PASSE_SERVEUR)
    creer_demonstration(base, depot_de(base), familles=4, annees=1, date=DATE_DEMO)
    base.fermer()
    yield url.set(drivername="postgresql").render_as_string()
    grappe_fermee.supprimer("bureau")


def _dialogue(qtbot: QtBot, programme: Programme) -> DialogueMotDePasseBase:
    def ouverts() -> list[DialogueMotDePasseBase]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, DialogueMotDePasseBase) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(ouverts()) and not programme.executant.est_occupe, timeout=DELAI)
    (dialogue,) = ouverts()
    return dialogue


def _repondre(qtbot: QtBot, dialogue: DialogueMotDePasseBase, mots: str) -> None:
    taper(qtbot, dialogue.formulaire.widget("mot_de_passe"), mots)
    qtbot.mouseClick(dialogue.confirmer, GAUCHE)


def _textes(fenetre: QWidget) -> str:
    return " ".join(str(w.property("text")) for w in fenetre.findChildren(QWidget) if w.isVisible())


def test_the_password_is_asked_again_until_it_opens(qtbot: QtBot, lancer: Lancer, adresse: str) -> None:
    programme = lancer(url=adresse)
    dialogue = _dialogue(qtbot, programme)
    assert dialogue.windowTitle() == "Mot de passe de la base"
    assert SANS_TROUSSEAU in _textes(dialogue)
    assert dialogue.findChildren(CaseACocher) == [], "nothing to keep it in: nothing to tick"
    qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    assert "mot_de_passe" in dialogue.formulaire.erreurs
    _repondre(qtbot, dialogue, "faux")
    dialogue = _dialogue(qtbot, programme)
    assert "refuse ce nom ou ce mot de passe" in _textes(dialogue)
    _repondre(qtbot, dialogue, MOT_DE_PASSE_SERVEUR)
    attendre(qtbot, programme, FenetreConnexion)


def test_giving_up_says_why_and_may_be_tried_again(
    qtbot: QtBot, lancer: Lancer, adresse: str, capsys: pytest.CaptureFixture[str]
) -> None:
    programme = lancer(url=adresse)
    qtbot.mouseClick(_dialogue(qtbot, programme).renoncer, GAUCHE)
    fenetre, dit = refus(qtbot, programme, capsys)
    assert fenetre.message.titre == "Mot de passe demandé"
    assert "PGPASSFILE" in dit
    qtbot.mouseClick(fenetre.recommencer, GAUCHE)
    _repondre(qtbot, _dialogue(qtbot, programme), MOT_DE_PASSE_SERVEUR)
    attendre(qtbot, programme, FenetreConnexion)


def test_a_real_key_ring_keeps_it_and_a_stale_one_is_asked_again(
    qtbot: QtBot, lancer: Lancer, adresse: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trousseau = Trousseau()
    monkeypatch.setattr(secrets, "trousseau_reel", lambda: trousseau)
    programme = lancer(url=adresse)
    dialogue = _dialogue(qtbot, programme)
    assert SANS_TROUSSEAU not in _textes(dialogue)
    qtbot.keyClick(dialogue.formulaire.widget("retenir"), Qt.Key.Key_Space)
    _repondre(qtbot, dialogue, "faux")
    assert trousseau.contenu == {}, "a password that opens nothing is not kept"
    dialogue = _dialogue(qtbot, programme)
    qtbot.keyClick(dialogue.formulaire.widget("retenir"), Qt.Key.Key_Space)
    _repondre(qtbot, dialogue, MOT_DE_PASSE_SERVEUR)
    attendre(qtbot, programme, FenetreConnexion)
    ((service, cle), garde) = next(iter(trousseau.contenu.items()))
    assert (service, garde) == ("imuse-desk", MOT_DE_PASSE_SERVEUR)
    assert MOT_DE_PASSE_SERVEUR not in cle

    attendre(qtbot, lancer(url=adresse), FenetreConnexion)
    trousseau.contenu[service, cle] = "ancien"
    suivant = lancer(url=adresse)
    _repondre(qtbot, _dialogue(qtbot, suivant), MOT_DE_PASSE_SERVEUR)
    attendre(qtbot, suivant, FenetreConnexion)
    assert trousseau.contenu == {}, "not ticked: the stale one is dropped, the new one is not kept"


def test_a_server_lost_between_the_click_and_the_answer(
    qtbot: QtBot, lancer: Lancer, adresse: str, grappe_fermee: Grappe
) -> None:
    programme = lancer(url=adresse)
    _repondre(qtbot, _dialogue(qtbot, programme), MOT_DE_PASSE_SERVEUR)
    principale = connecter(qtbot, programme)
    champ = ouvrir_valmont(qtbot, programme, principale)
    fiche = principale.pages[Onglet.FAMILLE].fiche  # type: ignore[attr-defined]  # OngletFamille
    taper(qtbot, champ, "Luthier")
    grappe_fermee.arreter()
    try:
        qtbot.mouseClick(fiche.enregistrer, GAUCHE)
        qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=60_000)
        assert champ.text() == "Luthier"
        assert "Le serveur ne répond pas" in _textes(fiche)
    finally:
        grappe_fermee.demarrer()
    qtbot.mouseClick(fiche.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=60_000)
    base = Base.ouvrir(grappe_fermee.url("bureau"), mot_de_passe=MOT_DE_PASSE_SERVEUR)
    with base.lire() as session:
        assert session.execute(text("SELECT count(*) FROM personne WHERE profession = 'Luthier'")).scalar_one() == 1
    base.fermer()
