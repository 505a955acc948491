"""The sign-in window and its dialogs, typed and clicked as a person would, on a real base."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from imuse_desk.domain.erreurs import BaseInjoignable
from imuse_desk.domain.roles import Role
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Etablissement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.comptes import CreationCompte, creer_compte, emettre_code
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.entree import Entree
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.mot_de_passe import DialogueMotDePasse, DialogueMotDePassePerdu
from tests.bases import AUTEUR
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp
from tests.services.maison import MOT_DE_PASSE, Horloge, alleger_hachage, ouvrir_maison

NEUF = "cerise-glacier-canal"


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    alleger_hachage(monkeypatch)
    return ouvrir_maison(base_sqlite, tmp_path, Horloge())


@pytest.fixture
def entree(ctx: Contexte) -> Entree:
    return Entree(ctx.base, ctx.depot, "poste-1", Coffre(), ctx.horloge)


def _ouvrir(
    qtbot: QtBot, entree: Entree, executant: Executant, memoire: ReglagesLocaux | None = None
) -> FenetreConnexion:
    fenetre = FenetreConnexion(executant, memoire)
    fenetre.ouvrir(entree, entree.accueil(), "Base locale « demo »")
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitExposed(fenetre)
    return fenetre


@pytest.fixture
def fenetre(qtbot: QtBot, entree: Entree, executant: Executant) -> Iterator[FenetreConnexion]:
    ouverte = _ouvrir(qtbot, entree, executant)
    yield ouverte
    ouverte.close()


def _taper(qtbot: QtBot, fenetre: FenetreConnexion, identifiant: str, mot_de_passe: str) -> None:
    fenetre.identifiant.clear()
    qtbot.keyClicks(fenetre.identifiant, identifiant)
    fenetre.mot_de_passe.clear()
    qtbot.keyClicks(fenetre.mot_de_passe, mot_de_passe)


def _dit(fenetre: FenetreConnexion, mots: str) -> bool:
    return mots in fenetre.formulaire.erreurs.get("mot_de_passe", "")


def test_typing_and_enter_let_in(qtbot: QtBot, fenetre: FenetreConnexion) -> None:
    assert fenetre.focusWidget() is fenetre.identifiant
    assert [fenetre.site.itemText(i) for i in range(fenetre.site.count())] == ["Meudon", "Sèvres"]
    _taper(qtbot, fenetre, "a.martin", MOT_DE_PASSE)
    with qtbot.waitSignal(fenetre.connecte, timeout=5000) as signal:
        qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
        assert not fenetre.entrer.isEnabled()
    assert signal.args is not None
    assert signal.args[0].agent == "Aline Martin"
    assert fenetre.mot_de_passe.text() == ""
    assert fenetre.choix == ("MDN", "a.martin")
    with qtbot.assertNotEmitted(fenetre.quitte):
        fenetre.close()


def test_a_wrong_password_says_how_many_tries_are_left(qtbot: QtBot, fenetre: FenetreConnexion) -> None:
    _taper(qtbot, fenetre, "a.martin", "faux")
    qtbot.mouseClick(fenetre.entrer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(fenetre.formulaire.erreurs), timeout=5000)
    assert fenetre.formulaire.erreurs == {"mot_de_passe": "Mot de passe inconnu. Il reste 4 essais."}
    assert fenetre.focusWidget() is fenetre.mot_de_passe
    assert fenetre.mot_de_passe.selectedText() == "faux"
    assert fenetre.formulaire.bandeau.isHidden()
    for attendu in ("Il reste 3 essais.", "Il reste 2 essais.", "Il reste 1 essai.", "Réessayez dans 30\u00a0s."):
        qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(_dit, fenetre, attendu), timeout=5000)


def test_empty_fields_are_asked_for_without_a_try(qtbot: QtBot, fenetre: FenetreConnexion) -> None:
    qtbot.keyClick(fenetre.identifiant, Qt.Key.Key_Return)
    assert set(fenetre.formulaire.erreurs) == {"identifiant", "mot_de_passe"}
    assert fenetre.focusWidget() is fenetre.identifiant
    assert fenetre.entrer.isEnabled()


def test_the_last_site_and_name_come_back(qtbot: QtBot, entree: Entree, executant: Executant) -> None:
    fenetre = _ouvrir(qtbot, entree, executant, ReglagesLocaux(dernier_site="SVR", dernier_identifiant="a.martin"))
    assert fenetre.site.currentText() == "Sèvres"
    assert fenetre.focusWidget() is fenetre.mot_de_passe
    fenetre.close()


def test_the_eye_shows_and_hides_and_paste_works(qtbot: QtBot, fenetre: FenetreConnexion) -> None:
    QApplication.clipboard().setText(MOT_DE_PASSE)
    fenetre.mot_de_passe.paste()
    assert fenetre.mot_de_passe.valeur() == MOT_DE_PASSE
    assert MOT_DE_PASSE not in fenetre.mot_de_passe.displayText()
    fenetre.mot_de_passe.actions()[0].trigger()
    assert fenetre.mot_de_passe.displayText() == MOT_DE_PASSE
    fenetre.mot_de_passe.actions()[0].trigger()
    assert not fenetre.mot_de_passe.est_visible


def test_quit_by_button_and_by_escape(qtbot: QtBot, entree: Entree, executant: Executant) -> None:
    for geste in ("bouton", "echap"):
        fenetre = _ouvrir(qtbot, entree, executant)
        with qtbot.waitSignal(fenetre.quitte, timeout=2000):
            if geste == "bouton":
                qtbot.mouseClick(fenetre.quitter, Qt.MouseButton.LeftButton)
            else:
                qtbot.keyClick(fenetre.identifiant, Qt.Key.Key_Escape)


def test_a_server_away_is_said_and_the_form_stays(qtbot: QtBot, fenetre: FenetreConnexion) -> None:
    _taper(qtbot, fenetre, "a.martin", MOT_DE_PASSE)
    fenetre._entree_refusee(BaseInjoignable())
    assert "Le serveur ne répond pas" in fenetre.echec.phrase
    assert fenetre.echec.isVisible()
    assert fenetre.mot_de_passe.valeur() == MOT_DE_PASSE


def test_a_demonstration_base_shows_its_accounts(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    def marquer(unite: object) -> None:
        unite.session.get_one(Etablissement, 1).est_demonstration = True  # type: ignore[attr-defined]  # a Unite

    ctx.base.ecrire(AUTEUR, "marquer", marquer)
    fenetre = _ouvrir(qtbot, Entree(ctx.base, ctx.depot, "p", Coffre(), ctx.horloge), executant)
    bouton = next(b for b in fenetre.findChildren(QPushButton) if b.text().startswith("a.martin"))
    qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)
    assert (fenetre.identifiant.text(), fenetre.mot_de_passe.text()) == ("a.martin", "demo-imuse-2026")
    assert accessibilite.sans_nom(fenetre) == []
    fenetre.close()


def test_reachable_by_keyboard_and_screen_reader(fenetre: FenetreConnexion) -> None:
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().height() <= 600


def test_a_given_password_must_be_changed_first(qtbot: QtBot, ctx: Contexte, fenetre: FenetreConnexion) -> None:
    roles = frozenset({(ctx.site_id, Role.SECRETARIAT)})
    creer_compte(ctx, CreationCompte("b.petit", "Bruno Petit", "", NEUF, roles))
    _taper(qtbot, fenetre, "b.petit", NEUF)
    qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fenetre.findChild(DialogueMotDePasse) is not None, timeout=5000)
    (dialogue,) = fenetre.findChildren(DialogueMotDePasse)
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    qtbot.keyClicks(dialogue.actuel, NEUF)
    qtbot.mouseClick(dialogue._nouveau.proposer, Qt.MouseButton.LeftButton)
    phrase = dialogue._nouveau.nouveau.valeur()
    assert phrase == dialogue._nouveau.encore.valeur()
    with qtbot.waitSignal(fenetre.connecte, timeout=5000):
        qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    assert Entree(ctx.base, ctx.depot, "p").connecter(ctx.site_id, "b.petit", phrase).doit_changer is False


def test_the_change_dialog_says_what_is_wrong(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    dialogue = DialogueMotDePasse(None, ctx, executant, 10)
    qtbot.addWidget(dialogue)
    dialogue.show()
    for champ, mots in ((dialogue.actuel, "faux"), (dialogue._nouveau.nouveau, NEUF), (dialogue._nouveau.encore, "x")):
        qtbot.keyClicks(champ, mots)
    qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    assert set(dialogue.formulaire.erreurs) == {"encore"}
    dialogue._nouveau.encore.clear()
    qtbot.keyClicks(dialogue._nouveau.encore, NEUF)
    qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "actuel" in dialogue.formulaire.erreurs, timeout=5000)
    assert dialogue.confirmer.isEnabled()
    dialogue.actuel.clear()
    qtbot.keyClicks(dialogue.actuel, MOT_DE_PASSE)
    with qtbot.waitSignal(dialogue.change, timeout=5000):
        qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)


def _perdu(qtbot: QtBot, fenetre: FenetreConnexion) -> DialogueMotDePassePerdu:
    qtbot.mouseClick(fenetre.perdu, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: fenetre.findChild(DialogueMotDePassePerdu) is not None, timeout=5000)
    (dialogue,) = fenetre.findChildren(DialogueMotDePassePerdu)
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.libelles_sans_ami(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    return dialogue


def _remplir(qtbot: QtBot, dialogue: DialogueMotDePassePerdu, code: str) -> None:
    for cle, mots in (("code", code), ("nouveau", NEUF), ("encore", NEUF)):
        champ = dialogue.choix.widget(cle)
        champ.clear()  # type: ignore[attr-defined]  # a line edit
        qtbot.keyClicks(champ, mots)
    qtbot.mouseClick(dialogue.confirmer, Qt.MouseButton.LeftButton)


def test_lost_password_with_an_administrators_code(qtbot: QtBot, ctx: Contexte, fenetre: FenetreConnexion) -> None:
    qtbot.keyClicks(fenetre.identifiant, "a.martin")
    dialogue = _perdu(qtbot, fenetre)
    assert dialogue.pages.currentIndex() == 1  # no mail set up
    assert "administrateur" in dialogue.consigne.text()
    _remplir(qtbot, dialogue, "AAAA-AAAA")
    qtbot.waitUntil(lambda: "code" in dialogue.choix.erreurs, timeout=5000)
    with qtbot.waitSignal(dialogue.choisi, timeout=5000):
        _remplir(qtbot, dialogue, emettre_code(ctx, ctx.compte_id or 0))
    assert "Mot de passe changé" in fenetre.echec.phrase
    qtbot.keyClicks(fenetre.mot_de_passe, NEUF)
    with qtbot.waitSignal(fenetre.connecte, timeout=5000):
        qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)


def test_lost_password_by_mail(qtbot: QtBot, ctx: Contexte, fenetre: FenetreConnexion) -> None:
    with serveur_smtp(Serveur()) as serveur:
        enregistrer_smtp(ctx, CommandeSmtp(reglages(serveur), 0), Coffre())
        qtbot.keyClicks(fenetre.identifiant, "a.martin")
        dialogue = _perdu(qtbot, fenetre)
        assert dialogue.pages.currentIndex() == 0
        assert dialogue.demande.brut()["identifiant"] == "a.martin"
        qtbot.keyClicks(dialogue.demande.widget("email"), "aline.martin@example.org")
        qtbot.mouseClick(dialogue.envoyer, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialogue.pages.currentIndex() == 1 and bool(serveur.recus), timeout=8000)
    assert "Si cet identifiant et cette adresse" in dialogue.consigne.text()
    code = next(li.strip().decode() for li in serveur.recus[0].splitlines() if li.startswith(b"    "))
    with qtbot.waitSignal(dialogue.choisi, timeout=5000):
        _remplir(qtbot, dialogue, code)
