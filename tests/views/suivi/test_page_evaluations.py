"""A pupil's evaluations on screen: read, opened by a click, corrected, absent; refused, locked."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.suivi import lire_suivi
from imuse_desk.services.suivi.validation import valider_feuille
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.detail_evaluation import DetailEvaluation
from imuse_desk.views.suivi.page_evaluations import PageEvaluationsEleve
from tests.services.suivi.classe import Classe, ouvrir_classe
from tests.views.gestes import taper
from tests.views.regie.conftest import attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def classe(base_sqlite: Base, tmp_path: Path) -> Classe:
    return ouvrir_classe(base_sqlite, tmp_path)


@pytest.fixture
def page(qtbot: QtBot, clair: Any, executant: Executant, classe: Classe) -> PageEvaluationsEleve:
    page = PageEvaluationsEleve(executant, Bus(executant))
    qtbot.addWidget(page)
    page.resize(1230, 520)
    page.show()
    page.entrer(classe.prof("mercredi"))
    eleve_id = classe.maison.ids["Maé"]
    page.ouvrir(lire_suivi(classe.ctx(), eleve_id).cours[0])
    attendre_calme(qtbot, executant)
    return page


def rangee(page: PageEvaluationsEleve, classe: Classe, critere: str) -> dict[str, str]:
    modele = page.modele
    rang = next(r for r in range(modele.rowCount()) if modele.ident(r) == classe.critere(critere))
    return {c.titre: modele.cellule(rang, i).copie for i, c in enumerate(modele.colonnes)}


def ouvrir(page: PageEvaluationsEleve, classe: Classe, critere: str) -> DetailEvaluation:
    page.table.lien_suivi.emit(classe.critere(critere), "critere")
    assert page.detail is not None
    return page.detail


def ligne_de(detail: DetailEvaluation, cle: str) -> LigneTexte:
    widget = detail.formulaire.widget(cle)
    assert isinstance(widget, LigneTexte)
    return widget


def valider(qtbot: QtBot, executant: Executant, detail: DetailEvaluation) -> None:
    qtbot.mouseClick(detail.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)


def test_the_manuals_fields_and_a_mark_given_from_its_detail(
    qtbot: QtBot, executant: Executant, page: PageEvaluationsEleve, classe: Classe
) -> None:
    assert [c.titre for c in page.modele.colonnes] == [
        "Type d’évaluation", "Critère", "Type de critère", "Date", "Note", "Lettre", "Mention", "Appréciation", "Choix",
        "Absence", "Motif",
    ]  # fmt: skip
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.libelles_sans_ami(page) == []
    assert accessibilite.touches_en_double(page) == []
    assert page.minimumSizeHint().width() <= 1230
    detail = ouvrir(page, classe, "Lecture")
    taper(qtbot, detail.formulaire.widget("note"), "12")
    valider(qtbot, executant, detail)
    assert "note" in detail.formulaire.erreurs
    assert "dépasse le barème" in detail.formulaire.erreurs["note"]
    taper(qtbot, detail.formulaire.widget("note"), "4,5")
    taper(qtbot, detail.formulaire.widget("choix"), "Menuet")
    valider(qtbot, executant, detail)
    assert page.detail is None
    ligne = rangee(page, classe, "Lecture")
    assert (ligne["Note"], ligne["Lettre"], ligne["Choix"], ligne["Absence"]) == ("4,50 / 5", "A", "Menuet", "")
    assert page.moyenne.text().startswith("Moyenne\u00a0: 4,50 / 5,00 · A")


def test_an_absence_has_a_reason_and_no_mark(
    qtbot: QtBot, executant: Executant, page: PageEvaluationsEleve, classe: Classe
) -> None:
    detail = ouvrir(page, classe, "Rythme")
    motif, note = ligne_de(detail, "motif"), ligne_de(detail, "note")
    assert motif.isReadOnly()
    absent = detail.formulaire.widget("est_absent")
    assert isinstance(absent, CaseACocher)
    absent.click()
    assert note.isReadOnly()
    taper(qtbot, motif, "maladie")
    valider(qtbot, executant, detail)
    ligne = rangee(page, classe, "Rythme")
    assert (ligne["Note"], ligne["Absence"], ligne["Motif"]) == ("", "Absent", "maladie")


def test_a_validated_sheet_is_read_and_no_longer_written(
    qtbot: QtBot, executant: Executant, page: PageEvaluationsEleve, classe: Classe
) -> None:
    qtbot.mouseClick(page.modifier, GAUCHE)
    assert page.demande is not None
    qtbot.keyClicks(page.demande.formulaire.widget("texte"), "Bon semestre.")
    qtbot.mouseClick(page.demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert page.texte.text() == "Bon semestre."
    fait = valider_feuille(classe.ctx(), classe.cours_id, classe.periode_id, 0)
    page._bus.publier(fait.changements)
    attendre_calme(qtbot, executant)
    assert page.etat.texte == "Validée"
    assert page.fermee.isVisible()
    assert not page.modifier.isVisible()
    detail = ouvrir(page, classe, "Lecture")
    assert not detail.confirmer.isVisible()
    assert ligne_de(detail, "note").isReadOnly()
