"""Photos in the lists of Suivi: off at first, one choice for all; on the card: set, withdrawn, undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from imuse_desk.models import DroitImage
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.photos import PoserPhoto, lire_photos, poser_photo, retirer_photo
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.portraits import lire_portraits
from imuse_desk.views.eleve.photo import SANS_ACCORD, PhotoEleve
from imuse_desk.views.suivi import photos
from imuse_desk.views.suivi.onglet import OngletSuivi
from imuse_desk.views.suivi.photos import CasePhotos, TablePortraits
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer
from tests.views.regie.conftest import attendre_calme

ROUGE = (200, 30, 30)


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    def batir(m: Maison) -> None:
        m.creneau("cor_mer", "source:COR", 3, "13:30", duree=240)
        enseignant(m, "Imbert", "Bertrand")
        enseigner(m, "Imbert", "cor_mer")
        for prenom in ("Lina", "Noé"):
            placer(m, f"{prenom}:COR", "cor_mer", date(2026, 1, 5))
        m.ajouter(DroitImage(eleve_id=m.ids["Lina"], support="interne", est_accorde=True, a=MIDI))

    return maison_valmont(base_sqlite, tmp_path / "depot").d_un_coup(batir)


@pytest.fixture
def fichier(tmp_path: Path) -> Path:
    chemin = tmp_path / "lina.png"
    Image.new("RGB", (400, 500), ROUGE).save(chemin)
    return chemin


@pytest.fixture
def bus() -> Iterator[Bus]:
    bus = Bus()
    yield bus
    bus.deleteLater()


def ouvrir(qtbot: QtBot, executant: Executant, bus: Bus, maison: Maison) -> OngletSuivi:
    onglet = OngletSuivi(executant, bus)
    onglet.resize(1366, 652)
    qtbot.addWidget(onglet)
    onglet.show()
    onglet.entrer(ctx_enseignant(maison, "Imbert"))
    onglet.ouvrir_dossier(None)
    qtbot.waitUntil(lambda: onglet.mes_cours.table_eleves.model().rowCount() == 2)
    attendre_calme(qtbot, executant)
    return onglet


def teinte(table: TablePortraits, rang: int) -> tuple[int, int, int]:
    """What is painted where the portrait of a row stands."""
    vue = table._table
    rect = vue.visualRect(vue.model().index(rang, 0))
    couleur = vue.viewport().grab().toImage().pixelColor(rect.left() + 16 + 6, rect.center().y())
    return couleur.red(), couleur.green(), couleur.blue()


def test_the_photos_are_off_at_first_and_one_choice_shows_them_in_every_list(
    qtbot: QtBot, clair: Any, executant: Executant, bus: Bus, maison: Maison, fichier: Path
) -> None:
    lina = maison.ids["Lina"]
    poser_photo(maison.ctx(), PoserPhoto(lina, fichier))
    onglet = ouvrir(qtbot, executant, bus, maison)
    table = onglet.photos.tables[0]
    hauteur = onglet.mes_cours.table_eleves.rowHeight(0)
    assert teinte(table, 0)[0] - teinte(table, 0)[1] < 100
    case = next(c for c in onglet.findChildren(CasePhotos) if c.isVisible())
    case.click()
    attendre_calme(qtbot, executant)
    assert onglet.mes_cours.table_eleves.rowHeight(0) > hauteur
    rouge = teinte(table, 0)
    assert rouge[0] - rouge[1] > 100
    sans = teinte(table, 1)
    assert sans[0] - sans[1] < 60  # initials
    onglet.ouvrir_cours(maison.ids["cor_mer"])
    attendre_calme(qtbot, executant)
    assert all(c.isChecked() for c in onglet.findChildren(CasePhotos))
    appel = next(t for t in onglet.photos.tables if t._table.accessibleName().startswith("Appel"))
    attendre_calme(qtbot, executant)
    assert appel.delegue.portraits.manquent([lina]) == []
    bus.publier(retirer_photo(maison.ctx(), lina).changements)
    attendre_calme(qtbot, executant)
    assert teinte(appel, 0)[0] - teinte(appel, 0)[1] < 100
    case.click()
    assert onglet.mes_cours.table_eleves.rowHeight(0) == hauteur


def test_photos_still_read_for_who_left_are_not_shown_to_the_next_person(
    qtbot: QtBot, executant: Executant, bus: Bus, maison: Maison, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lina, fin = maison.ids["Lina"], Event()
    poser_photo(maison.ctx(), PoserPhoto(lina, fichier))

    def lentement(ctx: Contexte, eleves: list[int]) -> dict[int, QImage | None]:
        assert fin.wait(10)
        return lire_portraits(ctx, eleves)

    monkeypatch.setattr(photos, "lire_portraits", lentement)
    onglet = ouvrir(qtbot, executant, bus, maison)
    table = onglet.photos.tables[0]
    onglet.photos.action.setChecked(True)
    table.entrer(ctx_enseignant(maison, "Imbert"))
    fin.set()
    attendre_calme(qtbot, executant)
    assert table.delegue.portraits.manquent([lina]) == [lina]


def test_the_card_sets_replaces_and_withdraws_the_photo(
    qtbot: QtBot, executant: Executant, bus: Bus, maison: Maison, fichier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lina, ctx = maison.ids["Lina"], maison.ctx()
    photo = PhotoEleve()
    photo.brancher(executant, bus)
    qtbot.addWidget(photo)
    photo.montrer(ctx, ouvrir_eleve(ctx, lina))
    attendre_calme(qtbot, executant)
    assert not photo.retirer.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(fichier), ""))
    photo.choisir.trigger()
    attendre_calme(qtbot, executant)
    assert photo.a_une_photo
    assert photo.choisir.text() == "&Remplacer la photo…"
    assert photo.accessibleName() == "Photo de Lina Valmont"
    photo.retirer.trigger()
    attendre_calme(qtbot, executant)
    assert lire_photos(ctx, [lina]) == {}
    assert photo.choisir.text() == "&Choisir une photo…"
    photo.montrer(ctx, ouvrir_eleve(ctx, maison.ids["Noé"]))
    attendre_calme(qtbot, executant)
    assert not photo.choisir.isEnabled()
    assert photo.toolTip() == SANS_ACCORD
