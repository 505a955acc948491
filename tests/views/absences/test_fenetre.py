"""The window of absences, as the office uses it: letters, teachers away, the ladder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models import CreneauEnseignant, Enseignant, Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.suivi.paliers import lire_paliers
from imuse_desk.views.absences.fenetre import FenetreAbsences
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from tests.services.suivi.absents import Absents
from tests.services.suivi.test_copies_ecoles import amenager
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def absents(base_sqlite: Base, tmp_path: Path) -> Absents:
    absents = Absents.dans(base_sqlite, tmp_path)
    m = absents.maison
    for prenom, cours in (("Odile", "FM1.1"), ("Luc", "")):
        personne = m.ajouter(Personne(nom="Kervran", prenom=prenom, cle=f"kervran {prenom.lower()}"))
        m.garder(prenom, Enseignant(personne_id=personne))
        if cours:
            m.ajouter(CreneauEnseignant(creneau_id=absents.creneaux[cours], enseignant_id=m.ids[prenom]))
    return absents


@pytest.fixture
def fenetre(qtbot: QtBot, clair: Any, executant: Executant, absents: Absents) -> Iterator[FenetreAbsences]:
    bus = Bus()
    fenetre = FenetreAbsences(executant, bus, absents.maison.ctx())
    qtbot.addWidget(fenetre)
    fenetre.show()
    yield fenetre
    bus.deleteLater()


def _page(qtbot: QtBot, executant: Executant, fenetre: FenetreAbsences, nom: str) -> Any:
    page = fenetre.page(nom)
    _calme(qtbot, executant)
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.touches_en_double(page) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
    return page


def _calme(qtbot: QtBot, executant: Executant) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not executant.est_occupe)
        qtbot.wait(5)


def _confirmer(qtbot: QtBot, page: QWidget) -> None:
    [demande] = page.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)


def _rangees(modele: Any) -> list[list[str]]:
    return [[modele.cellule(r, c).copie for c in range(modele.columnCount())] for r in range(modele.rowCount())]


def test_letters_are_seen_written_printed_and_marked(
    qtbot: QtBot, executant: Executant, fenetre: FenetreAbsences, absents: Absents
) -> None:
    absents.pointer("FM1.1", "A")
    page = _page(qtbot, executant, fenetre, "À traiter")
    page.relire()
    _calme(qtbot, executant)
    assert [r[:5] for r in _rangees(page.modele)] == [
        ["Valmont Lina", "Claire Valmont", "1 · Avertissement", "1", "FM1.1"]
    ]
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.mouseClick(page.voir, GAUCHE)
    _calme(qtbot, executant)
    assert page.papier.windowTitle() == "apercu_absence.pdf"
    page.papier.close()
    assert page.ecrire.text() == "É&crire 1 courrier…"
    qtbot.mouseClick(page.ecrire, GAUCHE)
    [demande] = page.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    _calme(qtbot, executant)
    assert page.papier.windowTitle() == "absences_2026-01-30.pdf"
    page.papier.close()
    assert _rangees(page.modele) == []
    assert page.lots.currentText() == "30/01/2026, 1 courrier, à imprimer"
    assert page.lots.retirer.isEnabled()
    qtbot.mouseClick(page.lots.marquer, GAUCHE)
    _calme(qtbot, executant)
    assert page.lots.currentText() == "30/01/2026, 1 courrier, parti"
    assert not page.lots.retirer.isEnabled()
    assert not page.lots.marquer.isEnabled()


def test_a_teacher_away_then_replaced(
    qtbot: QtBot, executant: Executant, fenetre: FenetreAbsences, absents: Absents
) -> None:
    page = _page(qtbot, executant, fenetre, "Enseignants absents")
    qtbot.mouseClick(page.noter, GAUCHE)
    form = page.demande.formulaire
    form.widget("enseignant_id").poser_valeur(absents.maison.ids["Odile"])
    taper(qtbot, form.widget("du_le"), "05/01/2026")
    taper(qtbot, form.widget("au_le"), "18/01/2026")
    qtbot.mouseClick(page.demande.confirmer, GAUCHE)
    _calme(qtbot, executant)
    assert _rangees(page.modele) == [["Odile Kervran", "05/01/2026", "18/01/2026", "2", "2"]]
    assert [r[5] for r in _rangees(page.modele_lecons)] == ["À rattraper", "À rattraper"]
    assert _rangees(page.modele_familles)[0] == [
        "Lina Valmont", "Claire Valmont", "", "valmont0@example.org", "2"
    ]  # fmt: skip
    qtbot.mouseClick(page.remplacer, GAUCHE)
    form = page.demande.formulaire
    form.widget("remplacant_id").poser_valeur(absents.maison.ids["Luc"])
    taper(qtbot, form.widget("au_le"), "11/01/2026")
    qtbot.mouseClick(page.demande.confirmer, GAUCHE)
    _calme(qtbot, executant)
    assert [r[5] for r in _rangees(page.modele_lecons)] == ["Luc Kervran", "À rattraper"]
    page.lecons.setCurrentIndex(page.modele_lecons.index(0, 0))
    assert page.liberer.isEnabled()
    qtbot.mouseClick(page.avis, GAUCHE)
    _calme(qtbot, executant)
    assert page.papier.windowTitle() == "avis_absence_2026-01-05.pdf"
    page.papier.close()
    qtbot.mouseClick(page.ecrire, GAUCHE)
    qtbot.mouseClick(page.demande.confirmer, GAUCHE)
    _calme(qtbot, executant)
    assert page.demande is not None, "e-mail is not set up: the text typed stays"
    page.demande.close()
    qtbot.mouseClick(page.annuler, GAUCHE)
    _calme(qtbot, executant)
    assert _rangees(page.modele) == []


def test_a_step_is_changed_added_and_taken_away(
    qtbot: QtBot, executant: Executant, fenetre: FenetreAbsences, absents: Absents
) -> None:
    page = _page(qtbot, executant, fenetre, "Échelle")
    assert [r[0] for r in _rangees(page.modele)] == ["1", "2"]
    qtbot.waitUntil(lambda: "Lina a manqué trois cours" in page.apercu.rempli.toPlainText())
    taper(qtbot, page.formulaire.widget("seuil"), "2")
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    _calme(qtbot, executant)
    assert lire_paliers(absents.maison.ctx())[0].seuil == 2
    qtbot.mouseClick(page.ajouter, GAUCHE)
    _calme(qtbot, executant)
    assert [r[1] for r in _rangees(page.modele)] == [
        "2 absences par cours, période", "3 absences en tout, année", "4 absences en tout, année",
    ]  # fmt: skip
    page.table.setCurrentIndex(page.modele.index(2, 0))
    qtbot.mouseClick(page.retirer, GAUCHE)
    _calme(qtbot, executant)
    assert len(_rangees(page.modele)) == 2
    assert page.carte.titre.text() == "Palier 2"


def test_the_regie_reads_who_is_away_and_writes_no_letter(
    qtbot: QtBot, clair: QWidget, executant: Executant, absents: Absents
) -> None:
    bus = Bus()
    fenetre = FenetreAbsences(executant, bus, absents.maison.ctx(Role.REGISSEUR))
    qtbot.addWidget(fenetre)
    fenetre.show()
    page = _page(qtbot, executant, fenetre, "Enseignants absents")
    assert fenetre.onglets.count() == 1
    assert not page.noter.isEnabled()
    bus.deleteLater()


def test_a_partner_school_gets_its_copy_and_the_batch_is_withdrawn(
    qtbot: QtBot, executant: Executant, fenetre: FenetreAbsences, absents: Absents
) -> None:
    amenager(absents, voie="3 rue des Écoles")
    absents.pointer("FM1.1", "A")
    lettres = _page(qtbot, executant, fenetre, "À traiter")
    lettres.relire()
    _calme(qtbot, executant)
    assert lettres.copies.isHidden()
    qtbot.mouseClick(lettres.ecrire, GAUCHE)
    _confirmer(qtbot, lettres)
    qtbot.waitUntil(lettres.copies.isVisible)
    assert "1 établissement à informer" in lettres.copies.phrase
    lettres.copies.suivi.emit("ecoles")
    page = _page(qtbot, executant, fenetre, "Écoles")
    assert [r[:6] for r in _rangees(page.modele)] == [
        ["Collège des Tilleuls 54999 Val", "CHAM", "1", "1", "", "Lettre"]
    ]
    taper(qtbot, page.au, "01/01/2026")
    qtbot.keyClick(page.au, Qt.Key.Key_Return)
    taper(qtbot, page.du, "31/12/2026")
    qtbot.keyClick(page.du, Qt.Key.Key_Return)
    qtbot.waitUntil(page.echec.isVisible)
    assert "La fin vient avant le début" in page.echec.phrase
    taper(qtbot, page.du, "1/1/26")
    qtbot.keyClick(page.du, Qt.Key.Key_Return)
    taper(qtbot, page.au, "30/01/26")
    qtbot.keyClick(page.au, Qt.Key.Key_Return)
    _calme(qtbot, executant)
    assert page.echec.isHidden()
    qtbot.mouseClick(page.envoyer, GAUCHE)
    _confirmer(qtbot, page)
    qtbot.waitUntil(lambda: page.papier is not None)
    _calme(qtbot, executant)
    assert page.lots.currentText() == "30/01/2026, 1 copie, à imprimer"
    assert _rangees(page.modele)[0][6] == "30/01/2026"
    qtbot.mouseClick(page.lots.retirer, GAUCHE)
    qtbot.waitUntil(lambda: page.lots.choisi is None)
    assert _rangees(page.modele)[0][6] == ""
