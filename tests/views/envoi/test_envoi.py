"""« Écrire à la sélection » as a person does it: choose rows, count, type, look at each message, send."""

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from sqlalchemy import delete, select, update

from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import TransportSmtp
from imuse_desk.models import Adresse, Foyer, Gabarit, Message, Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.envoi.dialogue import DialogueEnvoi
from imuse_desk.views.envoi.lettres import FenetreLettres
from imuse_desk.views.famille.onglet import OngletFamille
from tests.fabriques import Maison, maison_valmont
from tests.infra.serveur_smtp import Serveur, reglages, serveur_smtp

GAUCHE = Qt.MouseButton.LeftButton
DELAI = 8_000


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """Valmont, Durand, and Aubin who has no e-mail; one template of an e-mail."""
    maison = maison_valmont(base_sqlite, tmp_path / "depot")
    maison.foyer("Durand")
    maison.foyer("Aubin")
    _mettre(maison, update(Personne).where(Personne.nom == "Aubin").values(email=""))
    maison.ajouter(Gabarit(canal="courriel", code="", nom="Concert", sujet="Concert", corps="Bonjour {eleve.prenom}"))
    return maison


def _mettre(maison: Maison, ordre: Any) -> None:
    def ecrire(session: Any) -> None:
        session.execute(ordre)

    maison.ecrire(ecrire)


def _etats(ctx: Contexte) -> list[str]:
    with ctx.lire() as session:
        return list(session.execute(select(Message.etat).order_by(Message.id)).scalars())


@pytest.fixture
def onglet(qtbot: QtBot, executant: Executant, maison: Maison) -> OngletFamille:
    """The list of families, all its rows chosen with the keyboard."""
    bus = Bus()
    onglet = OngletFamille(executant, bus)
    bus.setParent(onglet)
    qtbot.addWidget(onglet)
    onglet.entrer(maison.ctx())
    onglet.resize(1200, 640)
    onglet.show()
    table = onglet.liste.table
    qtbot.waitUntil(lambda: onglet.modele.nombre() == 3, timeout=DELAI)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return onglet


def _ouvrir(qtbot: QtBot, onglet: OngletFamille) -> DialogueEnvoi:
    """By the menu of the list."""
    actions = {action.text(): action for action in onglet.outils.menus.composer().actions()}
    actions["Écrire à la &sélection…"].trigger()
    dialogue = onglet.outils.envoi
    assert dialogue is not None
    qtbot.waitUntil(lambda: "famille" in dialogue.compte.text(), timeout=DELAI)
    return dialogue


def _ecrire(qtbot: QtBot, dialogue: DialogueEnvoi, sujet: str, corps: str) -> None:
    ligne = dialogue.formulaire.widget("sujet")
    ligne.setFocus()
    qtbot.keyClicks(ligne, sujet)
    dialogue.corps.setFocus()
    qtbot.keyClicks(dialogue.corps, corps)


def _par_lettre(qtbot: QtBot, dialogue: DialogueEnvoi) -> None:
    canal = dialogue.formulaire.widget("canal")
    canal.setFocus()
    qtbot.keyClick(canal, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "3 lettres" in dialogue.compte.text(), timeout=DELAI)


def test_letters_are_counted_seen_one_by_one_printed_and_marked(
    qtbot: QtBot, onglet: OngletFamille, maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogue = _ouvrir(qtbot, onglet)
    assert dialogue.compte.text() == "3 familles\u00a0: 2 par courriel, 1 sans adresse e-mail → lettre"
    assert "n’est pas réglé" in dialogue.alerte.phrase
    assert not dialogue.envoyer.isEnabled()
    _par_lettre(qtbot, dialogue)
    _ecrire(qtbot, dialogue, "Travaux", "Bonjour ")
    qtbot.mouseClick(dialogue.insertion.inserer, GAUCHE)
    apercu = dialogue.apercu
    vus: list[str] = []
    for rang in (1, 2, 3):
        qtbot.waitUntil(lambda n=rang: apercu.place.text() == f"{n} / 3", timeout=DELAI)  # type: ignore[misc]
        qtbot.waitUntil(lambda: apercu.rempli.toPlainText() not in {"", *vus}, timeout=DELAI)
        vus.append(apercu.rempli.toPlainText())
        qtbot.mouseClick(apercu.suivant, GAUCHE)
    assert vus == ["Bonjour Claire Aubin", "Bonjour Claire Durand", "Bonjour Claire Valmont"]
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.libelles_sans_ami(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    assert dialogue.minimumSizeHint().width() <= 1280
    assert dialogue.minimumSizeHint().height() <= 649
    assert dialogue.envoyer.text() == "Imprimer 3 lettres"
    qtbot.mouseClick(dialogue.envoyer, GAUCHE)
    qtbot.waitUntil(lambda: onglet.window().findChild(FenetreLettres) is not None, timeout=DELAI)
    papier = onglet.window().findChild(FenetreLettres)
    assert isinstance(papier, FenetreLettres)
    assert _etats(maison.ctx()) == ["a_imprimer"] * 3
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    qtbot.mouseClick(papier.imprimer, GAUCHE)
    qtbot.waitUntil(lambda: _etats(maison.ctx()) == ["imprime"] * 3, timeout=DELAI)
    papier.close()


def test_labels_are_counted_seen_and_printed_from_the_place_asked(
    qtbot: QtBot, onglet: OngletFamille, maison: Maison
) -> None:
    _mettre(maison, delete(Adresse).where(Adresse.foyer_id == maison.ids["Durand"]))
    dialogue = _ouvrir(qtbot, onglet)
    _ecrire(qtbot, dialogue, "Travaux", "Bonjour {eleve.taille}")  # left for another time: no fault of the labels
    canal = dialogue.formulaire.widget("canal")
    canal.setFocus()
    qtbot.keyClick(canal, Qt.Key.Key_End)
    assert dialogue.compte.text() == (
        "3 familles\u00a0: 2 étiquettes, 1 sans adresse postale complète, laissée de côté"
    )
    assert not dialogue.corps.isVisible()
    assert dialogue.alerte.isHidden()
    apercu = dialogue.apercu
    qtbot.waitUntil(lambda: "Claire Aubin" in apercu.rempli.toPlainText(), timeout=DELAI)
    assert apercu.rempli.toPlainText().splitlines()[-1] == "54999 Rives-sur-Aulne"
    qtbot.mouseClick(apercu.suivant, GAUCHE)
    qtbot.waitUntil(lambda: "pas d’étiquette" in apercu.destination.text(), timeout=DELAI)
    assert accessibilite.touches_en_double(dialogue) == []
    assert dialogue.envoyer.text() == "Imprimer 2 étiquettes"
    premiere = dialogue.etiquettes.premiere
    for place, est_ouvert in (("15", True), ("14", False)):
        premiere.setFocus()
        premiere.selectAll()
        qtbot.keyClicks(premiere, place)
        qtbot.mouseClick(dialogue.envoyer, GAUCHE)
        assert (dialogue.etiquettes.form.erreurs != {}) == est_ouvert
    qtbot.waitUntil(lambda: onglet.window().findChild(FenetrePapier) is not None, timeout=DELAI)
    papier = onglet.window().findChild(FenetrePapier)
    assert isinstance(papier, FenetrePapier)
    assert len(pypdfium2.PdfDocument(papier.chemin.read_bytes())) == 2  # the second label begins another sheet
    assert "Durand" in papier.message.text()
    assert _etats(maison.ctx()) == []
    papier.close()


def test_emails_are_confirmed_then_leave_by_the_server(qtbot: QtBot, onglet: OngletFamille, maison: Maison) -> None:
    ctx = maison.ctx()
    with serveur_smtp(Serveur()) as serveur:
        enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(serveur), 0), Coffre())
        dialogue = _ouvrir(qtbot, onglet)
        qtbot.waitUntil(lambda: dialogue.gabarit.count() == 2, timeout=DELAI)
        dialogue.gabarit.setFocus()
        qtbot.keyClick(dialogue.gabarit, Qt.Key.Key_Down)  # the template
        assert dialogue.corps.toPlainText() == "Bonjour {eleve.prenom}"
        assert dialogue.envoyer.text() == "Envoyer 2 courriels, imprimer 1 lettre"
        qtbot.mouseClick(dialogue.envoyer, GAUCHE)
        question = dialogue.findChild(Confirmation)
        assert isinstance(question, Confirmation)
        assert _etats(ctx) == []
        qtbot.mouseClick(question.confirmer, GAUCHE)
        qtbot.waitUntil(lambda: len(_etats(ctx)) == 3, timeout=DELAI)
        envoyer_en_attente(ctx.base, ctx.depot, TransportSmtp(reglages(serveur), ""), "poste", ctx.horloge)
    assert sorted(serveur.destinataires) == ["durand0@example.org", "valmont0@example.org"]
    assert sorted(_etats(ctx)) == ["a_imprimer", "envoye", "envoye"]


def test_a_field_that_is_not_known_is_said_under_the_text(qtbot: QtBot, onglet: OngletFamille, maison: Maison) -> None:
    dialogue = _ouvrir(qtbot, onglet)
    _par_lettre(qtbot, dialogue)
    _ecrire(qtbot, dialogue, "Travaux", "Bonjour {eleve.taille}")
    qtbot.mouseClick(dialogue.envoyer, GAUCHE)
    qtbot.waitUntil(lambda: "corps" in dialogue.formulaire.erreurs, timeout=DELAI)
    assert "eleve.taille" in dialogue.formulaire.erreurs["corps"]
    assert _etats(maison.ctx()) == []


def test_a_family_archived_meanwhile_is_counted_anew_and_nothing_left(
    qtbot: QtBot, onglet: OngletFamille, maison: Maison
) -> None:
    dialogue = _ouvrir(qtbot, onglet)
    _par_lettre(qtbot, dialogue)
    _ecrire(qtbot, dialogue, "Travaux", "Bonjour")
    _mettre(maison, update(Foyer).where(Foyer.id == maison.ids["Durand"]).values(archive_a=maison.horloge()))
    qtbot.mouseClick(dialogue.envoyer, GAUCHE)
    qtbot.waitUntil(lambda: "2 familles" in dialogue.compte.text(), timeout=DELAI)
    assert "1 laissée de côté" in dialogue.compte.text()
    assert "rien n’est parti" in dialogue.alerte.phrase
    assert _etats(maison.ctx()) == []


def test_nothing_chosen_says_how_to_choose(qtbot: QtBot, onglet: OngletFamille) -> None:
    dits: list[str] = []
    onglet.bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    onglet.liste.table.clearSelection()
    onglet.outils.ecrire()
    assert onglet.outils.envoi is None
    assert "Ctrl+A" in dits[-1]


def test_a_text_typed_is_not_thrown_away_without_a_question(qtbot: QtBot, onglet: OngletFamille) -> None:
    dialogue = _ouvrir(qtbot, onglet)
    _ecrire(qtbot, dialogue, "Travaux", "Bonjour")
    qtbot.keyClick(dialogue, Qt.Key.Key_Escape)
    question = dialogue.findChild(Confirmation)
    assert isinstance(question, Confirmation)
    assert dialogue.isVisible()
    with qtbot.waitSignal(dialogue.finished):
        qtbot.mouseClick(question.confirmer, GAUCHE)


def test_a_teacher_is_not_offered_to_write(qtbot: QtBot, onglet: OngletFamille, maison: Maison) -> None:
    onglet.entrer(maison.ctx(Role.ENSEIGNANT))
    assert "Écrire à la &sélection…" not in [a.text() for a in onglet.outils.menus.composer().actions()]
