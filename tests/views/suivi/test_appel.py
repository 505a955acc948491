"""The roll call as a teacher and the office use it: keys, two desks, lessons before and after, moved and cancelled."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from imuse_desk.models import Absence, Eleve, JourFerme, Presence
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.suivi.pointage import Pointer, pointer
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.carte_appel import CarteAppel
from tests.fabriques import MIDI, Maison
from tests.services.lectures.outils import ctx_enseignant
from tests.services.suivi.outils import MERCREDI, a, cle, maison_suivi


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return maison_suivi(base_sqlite, tmp_path / "depot")


@pytest.fixture
def ctx(maison: Maison) -> Contexte:
    return a(ctx_enseignant(maison, "Tournier"), MERCREDI, 15)


@pytest.fixture
def bus(qtbot: QtBot) -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.deleteLater()


@pytest.fixture
def carte(qtbot: QtBot, executant: Executant, bus: Bus, maison: Maison, ctx: Contexte) -> CarteAppel:
    carte = CarteAppel(executant, bus)
    carte.resize(332, 560)
    qtbot.addWidget(carte)
    carte.show()
    carte.entrer(ctx)
    carte.ouvrir(MonCours(maison.ids["fm"], 1, "FM1.1", "", "C1.1", "Site", "", 3, time(14), time(15, 15), 2))
    qtbot.waitUntil(lambda: carte.feuille is not None)
    return carte


def mots(carte: CarteAppel) -> list[str]:
    derniere = carte.modele.columnCount() - 1
    return [carte.modele.cellule(rang, derniere).copie for rang in range(carte.modele.rowCount())]


def ecrites(maison: Maison) -> list[str]:
    codes: list[str] = maison.ecrire(lambda s: [p.code for p in s.query(Presence).order_by(Presence.inscription_id)])
    return codes


def calme(qtbot: QtBot, executant: Executant) -> None:
    qtbot.waitUntil(lambda: not executant.est_occupe)
    qtbot.wait(1)


def test_one_key_a_pupil_and_the_next_one_comes(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, bus: Bus, maison: Maison
) -> None:
    dites = QSignalSpy(bus.message)
    assert carte.compte.text() == "0 sur 2 pointés"
    assert carte.modele.colonnes[-1].titre == "mer. 04/03, 14:00"
    carte.table.setFocus()
    qtbot.keyClicks(carte.table, "pr")
    assert mots(carte) == ["Présent", "Retard"]
    assert carte.compte.text() == "2 sur 2 pointés"
    calme(qtbot, executant)
    assert ecrites(maison) == ["P", "R"]
    phrase, annuler = dites.at(1)
    assert phrase == "Appel enregistré\u00a0: Valmont Noé, Retard"
    annuler()
    qtbot.waitUntil(lambda: mots(carte) == ["Présent", "À pointer"])
    qtbot.keyClick(carte.table, Qt.Key.Key_Up)
    qtbot.keyClick(carte.table, Qt.Key.Key_Delete)
    calme(qtbot, executant)
    assert (mots(carte), ecrites(maison)) == (["À pointer", "À pointer"], [])
    qtbot.keyClicks(carte.table, "z")
    assert mots(carte) == ["À pointer", "À pointer"]


def test_everybody_present_then_the_end(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, maison: Maison, bus: Bus
) -> None:
    carte.table.setFocus()
    qtbot.keyClicks(carte.table, "a")
    qtbot.mouseClick(carte.tous, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: mots(carte) == ["Absent", "Présent"])
    assert not carte.tous.isEnabled()
    qtbot.mouseClick(carte.terminer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: carte.feuille is not None and carte.feuille.seance.appel_a is not None)
    assert carte.terminer.toolTip() == "Appel terminé par Aline Martin"


def test_the_end_asks_where_somebody_has_no_word(qtbot: QtBot, carte: CarteAppel, executant: Executant) -> None:
    qtbot.mouseClick(carte.terminer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(carte.findChildren(Confirmation)))
    (question,) = carte.findChildren(Confirmation)
    question.accept()
    qtbot.waitUntil(lambda: carte.feuille is not None and carte.feuille.seance.appel_a is not None)


def test_another_desk_s_word_is_said_and_shown(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, maison: Maison, bus: Bus
) -> None:
    dites = QSignalSpy(bus.message)
    pointer(a(maison.ctx(agent="A. Martin"), MERCREDI), Pointer(cle(maison), maison.ids["inscription:Lina:FM1.1"], "E"))
    carte.table.setFocus()
    qtbot.keyClicks(carte.table, "p")
    qtbot.waitUntil(lambda: mots(carte)[0] == "Excusé")
    assert dites.at(0)[0].startswith("A. Martin vient de pointer cet élève\u00a0: Excusé.")
    assert ecrites(maison) == ["E"]


def test_the_current_pupil_is_told_with_alert_and_emergency_number(
    qtbot: QtBot, carte: CarteAppel, maison: Maison, bus: Bus
) -> None:
    def noter(session) -> None:
        lina = session.get(Eleve, maison.ids["Lina"])
        lina.alerte, lina.tel_urgence, lina.personne_a_prevenir = "Asthme", "06 39 98 41 79", "Claire"

    maison.ecrire(noter)
    maison.ajouter(
        Absence(
            annee_id=maison.ids["source"], site_id=maison.ids["site"], eleve_id=maison.ids["Lina"], du_le=MERCREDI,
            du_heure=time(8), au_le=MERCREDI, au_heure=time(20), par="essai", a=MIDI, est_annoncee=True,
            caracteristique="mail du 2 mars",
        )
    )  # fmt: skip
    carte.relire()
    qtbot.waitUntil(lambda: mots(carte)[0] == "Excusé")
    carte.table.choisir(maison.ids["inscription:Lina:FM1.1"])
    carte._choisi(None)
    assert carte.alerte.texte == "Asthme"
    assert carte.infos.text() == "13 ans · Urgence\u00a0: Claire 06\u00a039\u00a098\u00a041\u00a079"
    assert carte.pointage.text() == "Absence annoncée\u00a0: mail du 2 mars"
    assert carte.compte.text() == "1 sur 2 pointés"


def test_the_lessons_before_and_after_and_none_to_come_is_called(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, maison: Maison
) -> None:
    qtbot.mouseClick(carte.suivante, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: carte.modele.colonnes[-1].titre == "mer. 11/03, 14:00")
    assert carte.bandeau.isVisible()
    assert not carte.terminer.isEnabled()
    carte.table.setFocus()
    qtbot.keyClicks(carte.table, "p")
    qtbot.mouseClick(carte.precedente, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(carte.precedente, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: carte.modele.colonnes[-1].titre in ("mer. 25/02, 14:00", "mer. 04/03, 14:00"))
    assert ecrites(maison) == []


def test_a_lesson_is_moved_cancelled_made_up_and_restored_from_its_menu(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, maison: Maison
) -> None:
    carte.menu.deplacer.trigger()
    dialogue = carte.menu.dialogue
    dialogue.formulaire.poser({"le": "05/03/2026", "debut": "18:00", "motif": "Concert"})
    qtbot.mouseClick(dialogue.enregistrer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "en même temps" in dialogue.alerte.accessibleName())
    dialogue.formulaire.poser({"le": "06/03/2026", "debut": "09:00", "motif": "Concert"})
    qtbot.mouseClick(dialogue.enregistrer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: carte.modele.colonnes[-1].titre == "ven. 06/03, 09:00")
    assert carte.bandeau.accessibleName() == "Séance déplacée, prévue mer. 04/03 à 14:00 (Concert)."
    carte.menu.annuler.trigger()
    carte.menu.dialogue.formulaire.poser({"motif": "Grève"})
    qtbot.mouseClick(carte.menu.dialogue.enregistrer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: carte.bandeau.accessibleName() == "Séance annulée (Grève).")
    assert not carte.menu.deplacer.isVisible()
    assert carte.menu.rattraper.isVisible()
    carte.menu.retablir.trigger()
    qtbot.waitUntil(lambda: carte.bandeau.accessibleName().startswith("Séance déplacée"))


def test_a_late_pupil_s_minutes_are_asked_by_enter(
    qtbot: QtBot, carte: CarteAppel, executant: Executant, maison: Maison
) -> None:
    carte.table.setFocus()
    qtbot.keyClicks(carte.table, "r")
    calme(qtbot, executant)
    qtbot.keyClick(carte.table, Qt.Key.Key_Up)
    qtbot.keyClick(carte.table, Qt.Key.Key_Return)
    carte._retard.poser({"minutes": "0"})
    qtbot.mouseClick(carte._retard.confirmer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(carte._retard.formulaire.erreurs))
    carte._retard.poser({"minutes": "10"})
    qtbot.mouseClick(carte._retard.confirmer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: mots(carte)[0] == "Retard 10\u00a0min")


def test_the_card_is_named_and_small_enough(carte: CarteAppel) -> None:
    assert accessibilite.sans_nom(carte) == []
    assert accessibilite.libelles_sans_ami(carte) == []
    assert accessibilite.touches_en_double(carte) == []
    assert carte.minimumSizeHint().height() <= 520


def test_an_empty_calendar_is_said(qtbot: QtBot, carte: CarteAppel, maison: Maison) -> None:
    assert not carte.bandeau.isVisible()
    maison.ecrire(lambda session: session.query(JourFerme).delete())
    carte.relire()
    qtbot.waitUntil(carte.bandeau.isVisible)
    assert carte.bandeau.accessibleName().startswith("Le calendrier du site est vide")
