"""The Suivi tab as a secretary and as a teacher use it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from imuse_desk.domain.changements import Changements
from imuse_desk.models import Creneau, Inscription
from imuse_desk.models.passerelle import Base
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.suivi.onglet import OngletSuivi
from imuse_desk.views.suivi.papiers import PapiersSuivi
from tests.fabriques import Maison, maison_valmont
from tests.printing.exemples import textes
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer, situation


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base_sqlite, tmp_path / "depot")
    maison.creneau("cor_mer", "source:COR", 3, "13:30", duree=240)
    maison.creneau("fm", "source:FM1.1", 5, "09:00", duree=75)
    enseignant(maison, "Imbert", "Bertrand")
    enseigner(maison, "Imbert", "cor_mer")
    enseigner(maison, "Imbert", "fm")
    placer(maison, "Lina:COR", "cor_mer", date(2026, 1, 5), passage=time(15, 30), duree=40)
    placer(maison, "Noé:COR", "cor_mer", date(2026, 1, 5))
    placer(maison, "Lina:FM1.1", "fm", date(2026, 1, 5))
    return maison


@pytest.fixture
def onglet(qtbot: QtBot, executant: Executant) -> Iterator[OngletSuivi]:
    bus = Bus()
    onglet = OngletSuivi(executant, bus)
    onglet.resize(1366, 652)
    qtbot.addWidget(onglet)
    onglet.show()
    yield onglet
    bus.deleteLater()


def ouvrir(qtbot: QtBot, onglet: OngletSuivi, maison: Maison, genre: str, nom: str) -> None:
    onglet.entrer(maison.ctx())
    onglet.ouvrir_dossier(situation(maison, genre, nom))
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.eleve)


def cliquer(qtbot: QtBot, table, rang: int) -> None:
    centre = table.visualRect(table.model().index(rang, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, centre.y()))


def colonne(table, cle: str) -> list[str]:
    modele = table.model()
    rang = next(r for r, c in enumerate(modele.colonnes) if c.cle == cle)
    return [modele.cellule(ligne, rang).copie for ligne in range(modele.rowCount())]


def test_the_courses_of_the_pupil_and_the_card_of_the_one_chosen(
    qtbot: QtBot, onglet: OngletSuivi, maison: Maison
) -> None:
    ouvrir(qtbot, onglet, maison, "eleve", "Lina")
    vue = onglet.eleve
    assert vue.titre.text() == "Lina Valmont"
    assert colonne(vue.table, "cours") == ["COR", "FM1.1", "ORC"]
    assert colonne(vue.table, "jour") == ["mercredi", "vendredi", ""]
    assert colonne(vue.table, "duree") == ["0:40", "1:15", ""]
    assert colonne(vue.table, "passage") == ["15:30", "", ""]
    assert vue.fiche.valeur("Fin") == "17:30"
    cliquer(qtbot, vue.table, 1)
    assert vue.fiche.titre.text() == "FM1.1 · Musique"
    assert vue.fiche.valeur("Enseignant") == "Bertrand Imbert"
    assert vue.fiche.valeur("Date de début") == "10/09/2025"
    assert vue.fiche.valeur("Date de fin") == "31/08/2026"
    assert vue.fiche.valeur("Situation") == "Actif"


def test_the_arrows_go_through_the_children_for_every_tab(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison, "foyer", "Valmont")
    assert onglet.eleve.rang.text() == "1 / 2"
    choisis = QSignalSpy(onglet._bus.dossier_choisi)
    qtbot.mouseClick(onglet.eleve.suivant, Qt.MouseButton.LeftButton)
    assert choisis.at(0) == ["eleve", maison.ids["Noé"]]
    onglet.ouvrir_dossier(situation(maison, "eleve", "Noé"))
    qtbot.waitUntil(lambda: onglet.eleve.rang.text() == "2 / 2")
    assert onglet.eleve.titre.text() == "Noé Valmont"


def test_the_course_chosen_stays_chosen_when_another_desk_writes(
    qtbot: QtBot, onglet: OngletSuivi, maison: Maison
) -> None:
    ouvrir(qtbot, onglet, maison, "eleve", "Lina")
    cliquer(qtbot, onglet.eleve.table, 1)

    def arreter(session) -> None:
        ligne = session.get(Inscription, maison.ids["inscription:Lina:FM1.1"])
        ligne.etat, ligne.motif = "arretee", "Déménagement"

    maison.ecrire(arreter)
    onglet.objets_changes(Changements("arreter", frozenset({("eleve", maison.ids["Lina"])})))
    qtbot.waitUntil(lambda: onglet.eleve.fiche.valeur("Situation") == "Arrêté")
    assert onglet.eleve.fiche.valeur("Motif") == "Déménagement"
    assert onglet.eleve.table.choisi() == maison.ids["inscription:Lina:FM1.1"]


def test_a_hidden_tab_reads_only_once_it_is_seen(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:
    onglet.hide()
    onglet.entrer(maison.ctx())
    onglet.ouvrir_dossier(situation(maison, "eleve", "Lina"))
    assert not onglet._executant.est_occupe
    onglet.show()
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.eleve)


def test_empty_states_say_what_to_do(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:

    def archiver(session) -> None:
        session.execute(update(Creneau).values(archive_a=datetime(2026, 1, 1, tzinfo=UTC)))

    maison.ecrire(archiver)
    onglet.entrer(maison.ctx())
    onglet.ouvrir_dossier(None)
    qtbot.waitUntil(lambda: "Ctrl+K" in onglet.vide.accessibleName())
    maison.foyer("Seul")
    onglet.ouvrir_dossier(situation(maison, "foyer", "Seul"))
    assert "Ctrl+2" in onglet.vide.accessibleName()
    onglet.entrer(maison.ctx().sur(annee_id=maison.ids["cible"]))
    onglet.ouvrir_dossier(situation(maison, "eleve", "Lina"))
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.eleve)
    assert onglet.eleve.carte.isHidden()
    assert "2026-2027" in onglet.eleve.vide.accessibleName()


def test_a_teacher_sees_own_courses_and_their_pupils(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    vue = onglet.mes_cours
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 2)
    assert colonne(vue.table, "cours") == ["COR", "FM1.1"]
    assert colonne(vue.table, "horaire") == ["13:30 – 17:30", "09:00 – 10:15"]
    assert colonne(vue.table_eleves, "nom") == ["Valmont Lina", "Valmont Noé"]
    assert colonne(vue.table_eleves, "age") == ["14 ans", "12 ans"]
    cliquer(qtbot, vue.table, 1)
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 1)
    assert vue.carte_eleves.titre.text() == "Élèves de FM1.1"


def test_the_office_finds_a_course_by_its_words_opens_it_and_comes_back(
    qtbot: QtBot, onglet: OngletSuivi, maison: Maison
) -> None:
    onglet.entrer(maison.ctx())
    onglet.ouvrir_dossier(None)
    vue = onglet.du_site
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is vue)
    qtbot.keyClicks(vue.filtre, "imbert vendredi")
    assert colonne(vue.table, "cours") == ["FM1.1"]
    assert colonne(vue.table, "enseignants") == ["Bertrand Imbert"]
    qtbot.mouseClick(vue.ouvrir, Qt.MouseButton.LeftButton)
    assert onglet.pile.currentWidget() is onglet.cours
    assert onglet.cours.titre.text() == "FM1.1"
    assert "vendredi 09:00 – 10:15" in onglet.cours.sous_titre.text()
    qtbot.waitUntil(lambda: len(onglet.cours.eleves.eleves) == 1)
    qtbot.keyClick(onglet.cours, Qt.Key.Key_Escape)
    assert onglet.pile.currentWidget() is vue
    vue.filtre.setText("zzz")
    assert not vue.ouvrir.isEnabled()


def test_a_teacher_goes_through_the_pupils_of_his_course(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    vue = onglet.mes_cours
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 2)
    vue.table_eleves.setFocus()
    vue.table_eleves.choisir(maison.ids["Lina"])
    qtbot.keyClick(vue.table_eleves, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.eleve)
    assert (onglet.eleve.titre.text(), onglet.eleve.rang.text()) == ("Lina Valmont", "1 / 2")
    assert onglet.eleve.famille.isHidden()
    assert colonne(onglet.eleve.table, "cours") == ["COR", "FM1.1"]
    qtbot.mouseClick(onglet.eleve.suivant, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: onglet.eleve.titre.text() == "Noé Valmont")
    qtbot.mouseClick(onglet.eleve.retour, Qt.MouseButton.LeftButton)
    assert onglet.pile.currentWidget() is vue


def _papiers(onglet: OngletSuivi) -> list[QAction]:
    """What Ctrl+P offers."""
    porte = onglet.findChild(PapiersSuivi)
    assert isinstance(porte, PapiersSuivi)
    porte.ouvrir()
    porte.porte.menu.close()
    return porte.porte.menu.actions()


def test_a_teacher_prints_his_week_and_the_list_of_the_course_chosen(
    qtbot: QtBot, onglet: OngletSuivi, executant: Executant, maison: Maison
) -> None:
    papiers = PapiersSuivi(onglet, executant, onglet._bus)
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    vue = onglet.mes_cours
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 2)
    cliquer(qtbot, vue.table, 1)
    actions = {action.text().replace("&", ""): action for action in _papiers(onglet)}
    assert list(actions) == ["Emploi du temps", "Listes de classe", "Liste de classe du cours choisi"]
    for mots, attendu in (("Liste de classe du cours choisi", "FM1.1"), ("Emploi du temps", "Bertrand Imbert")):
        avant = papiers.porte.gestes.papier
        actions[mots].trigger()
        qtbot.waitUntil(lambda a=avant: papiers.porte.gestes.papier is not a)  # type: ignore[misc]
        papier = papiers.porte.gestes.papier
        assert papier is not None
        assert attendu in " ".join(textes(papier.chemin.read_bytes()))
        papier.close()


def test_the_course_opened_prints_its_list_and_its_sheet_of_the_month(
    qtbot: QtBot, onglet: OngletSuivi, executant: Executant, maison: Maison
) -> None:
    papiers = PapiersSuivi(onglet, executant, onglet._bus)
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    qtbot.waitUntil(lambda: onglet.mes_cours.cours_montre is not None)
    onglet.ouvrir_cours(maison.ids["cor_mer"])
    actions = {action.text().replace("&", ""): action for action in _papiers(onglet)}
    assert list(actions) == [
        "Liste de classe", "Feuille de présence du mois", "Feuille de présence vierge du mois", "Feuille de notes",
    ]  # fmt: skip
    actions["Feuille de présence vierge du mois"].trigger()
    qtbot.waitUntil(lambda: papiers.porte.gestes.papier is not None)
    papier = papiers.porte.gestes.papier
    assert papier is not None
    assert "Feuille de présence" in " ".join(textes(papier.chemin.read_bytes()))
    papier.close()


def test_the_office_prints_the_papers_of_the_pupil_on_show(
    qtbot: QtBot, onglet: OngletSuivi, executant: Executant, maison: Maison
) -> None:
    PapiersSuivi(onglet, executant, onglet._bus)
    ouvrir(qtbot, onglet, maison, "eleve", "Lina")
    mots = [action.text().replace("&", "") for action in _papiers(onglet)]
    assert mots[0] == "Attestation d’inscription"
    assert "Liste de classe du cours choisi" not in mots


def test_a_teacher_opens_his_own_pupil_in_the_course_where_he_has_him(
    qtbot: QtBot, onglet: OngletSuivi, maison: Maison
) -> None:
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    vue = onglet.mes_cours
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 2)
    cliquer(qtbot, vue.table, 1)
    qtbot.waitUntil(lambda: vue.table_eleves.model().rowCount() == 1)
    onglet._bus.ouvrir("eleve", maison.ids["Noé"])
    qtbot.waitUntil(lambda: vue.table_eleves.choisi() == maison.ids["Noé"])
    assert vue.table.choisi() == maison.ids["cor_mer"]
    assert vue.carte_eleves.titre.text() == "Élèves de COR"
    dits: list[str] = []
    onglet._bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    maison.eleve("Zoé", "Valmont")
    onglet._bus.ouvrir("eleve", maison.ids["Zoé"])
    qtbot.waitUntil(lambda: bool(dits))
    assert vue.table_eleves.choisi() == maison.ids["Noé"]


def test_nothing_is_mute_nor_too_wide(qtbot: QtBot, onglet: OngletSuivi, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison, "eleve", "Lina")
    for _ in range(2):
        assert accessibilite.sans_nom(onglet) == []
        assert accessibilite.libelles_sans_ami(onglet) == []
        assert accessibilite.touches_en_double(onglet) == []
        assert onglet.minimumSizeHint().width() <= 1280
        assert onglet.minimumSizeHint().height() <= 500
        onglet.entrer(ctx_enseignant(maison, "Imbert"))
        onglet.ouvrir_dossier(None)
        qtbot.waitUntil(lambda: onglet.pile.currentWidget() is onglet.mes_cours)


def test_a_large_text_never_cuts_the_last_column(
    qtbot: QtBot, clair: QApplication, executant: Executant, maison: Maison
) -> None:
    appliquer_theme(clair, "clair", 150)
    onglet = OngletSuivi(executant, Bus())
    qtbot.addWidget(onglet)
    onglet.resize(1366, 652)
    onglet.show()
    ouvrir(qtbot, onglet, maison, "eleve", "Lina")
    table = onglet.eleve.table
    qtbot.waitUntil(lambda: table.columnViewportPosition(9) + table.columnWidth(9) <= table.viewport().width())
