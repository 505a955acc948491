"""Mail settings on screen, tried against a real server."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import ReglagesSmtp, Securite
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reglages_courriel import (
    CommandeSmtp,
    enregistrer_smtp,
    lire_etat_courriel,
    mot_de_passe_manque,
)
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.reglages_courriel import DemandeMotDePasseCourriel, FenetreReglagesCourriel
from tests.infra.serveur_smtp import Serveur, serveur_smtp
from tests.services.maison import Horloge, alleger_hachage, ouvrir_maison
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    alleger_hachage(monkeypatch)
    return ouvrir_maison(base_sqlite, tmp_path, Horloge())


def _ouvrir(qtbot: QtBot, ctx: Contexte, executant: Executant, coffre: Coffre) -> FenetreReglagesCourriel:
    fenetre = FenetreReglagesCourriel(None, ctx, executant, coffre)
    fenetre.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(fenetre)
    fenetre.show()
    qtbot.waitUntil(fenetre.enregistrer.isEnabled, timeout=5000)
    return fenetre


def test_try_then_record(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    coffre = Coffre()
    fenetre = _ouvrir(qtbot, ctx, executant, coffre)
    with serveur_smtp(Serveur()) as serveur:
        champ = fenetre.formulaire.widget
        taper(qtbot, champ("hote"), "127.0.0.1")
        fenetre.securite.setCurrentIndex(2)
        fenetre.securite.activated.emit(2)
        assert fenetre.port.valeur() == 25
        taper(qtbot, champ("port"), str(serveur.port))
        taper(qtbot, champ("expediteur"), "ecole@example.org")
        qtbot.mouseClick(fenetre.envoyer, GAUCHE)
        qtbot.waitUntil(lambda: "Adresse de l’essai" in fenetre.etat.phrase, timeout=5000)
        taper(qtbot, fenetre.essai, "chef@example.org")
        qtbot.mouseClick(fenetre.envoyer, GAUCHE)
        qtbot.waitUntil(lambda: "a accepté l’essai" in fenetre.etat.phrase, timeout=8000)
        assert serveur.destinataires == ["chef@example.org"]
        serveur.reponse_rcpt = "550 5.1.1 inconnu ici"
        qtbot.mouseClick(fenetre.envoyer, GAUCHE)
        qtbot.waitUntil(lambda: "inconnu ici" in fenetre.etat.phrase, timeout=8000)
    taper(qtbot, fenetre.mot_de_passe, "clé-secrète")
    with qtbot.waitSignal(fenetre.accepted, timeout=5000):
        qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    etat = lire_etat_courriel(ctx, coffre)
    assert etat.reglages is not None
    assert (etat.reglages.hote, etat.a_mot_de_passe) == ("127.0.0.1", True)
    encore = _ouvrir(qtbot, ctx, executant, coffre)
    assert encore.formulaire.brut()["expediteur"] == "ecole@example.org"
    assert encore.mot_de_passe.text() == ""
    assert encore.mot_de_passe.placeholderText() == "inchangé"


def test_a_server_in_clear_is_refused_by_its_field(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    fenetre = _ouvrir(qtbot, ctx, executant, Coffre())
    taper(qtbot, fenetre.formulaire.widget("hote"), "smtp.example.org")
    taper(qtbot, fenetre.formulaire.widget("expediteur"), "ecole@example.org")
    fenetre.securite.poser_valeur(Securite.AUCUNE)
    qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: "securite" in fenetre.formulaire.erreurs, timeout=5000)
    assert "passent en clair" in fenetre.formulaire.erreurs["securite"]


def test_reachable_by_keyboard_and_screen_reader(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    fenetre = _ouvrir(qtbot, ctx, executant, Coffre())
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().height() <= 649


def test_the_password_is_asked_where_nothing_keeps_it(qtbot: QtBot, ctx: Contexte, executant: Executant) -> None:
    reglages = ReglagesSmtp("smtp.example.org", 587, Securite.STARTTLS, "ecole", "ecole@example.org")
    enregistrer_smtp(ctx, CommandeSmtp(reglages, 0, "secret"), Coffre())
    coffre = Coffre()
    assert mot_de_passe_manque(ctx.base, coffre)
    demande = DemandeMotDePasseCourriel(None, ctx, executant, coffre)
    demande.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(demande)
    demande.show()
    qtbot.keyClicks(demande.formulaire.widget("mot_de_passe"), "secret")
    with qtbot.waitSignal(demande.accepted, timeout=5000):
        qtbot.mouseClick(demande.confirmer, GAUCHE)
    assert not mot_de_passe_manque(ctx.base, coffre)
