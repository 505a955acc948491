"""The settings of the evaluations: the shipped tables taken, a card written, what is read-only."""

from functools import partial
from pathlib import Path

from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.fenetre import FenetreEvaluations
from imuse_desk.views.offre.page_fiches import PageFiches
from tests.fabriques import Maison


def ouvrir(qtbot: QtBot, executant: Executant, maison: Maison, *roles: Role) -> FenetreEvaluations:
    fenetre = FenetreEvaluations(executant, Bus(), maison.ctx(*roles))
    qtbot.addWidget(fenetre)
    fenetre.show()
    return fenetre


def compte(page: PageFiches, nombre: int) -> bool:
    return page.modele.rowCount() == nombre


def test_the_shipped_tables_are_taken_in_one_click_and_corrected(
    qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path
) -> None:
    maison = Maison(base_sqlite, tmp_path).d_un_coup(lambda m: m.batir())
    fenetre = ouvrir(qtbot, executant, maison)
    fenetre.reprendre.click()
    page = fenetre.page("Périodes")
    qtbot.waitUntil(lambda: page.modele.rowCount() == 2)
    fenetre.reprendre.click()
    qtbot.waitUntil(fenetre.reprendre.isEnabled)
    for nom, nombre in (("Types", 4), ("Critères", 10), ("Barèmes", 4), ("Phrases", 12), ("Mots", 20)):
        page = fenetre.page(nom)
        qtbot.waitUntil(partial(compte, page, nombre))
        assert accessibilite.libelles_sans_ami(page) == [], nom
        assert accessibilite.touches_en_double(fenetre) == [], nom
    page = fenetre.page("Critères")
    page.table.choisir(next(ident for ident, f in page._fiches.items() if f.champs["libelle"] == "Technique"))
    page._choix_change(page.table.choisi())
    page.formulaire.widget("poids").setText("3")
    page.formulaire.widget("poids").modifiee.emit()
    page.enregistrer.click()
    qtbot.waitUntil(lambda: page.fiche is not None and page.fiche.champs["poids"] == 3)
    page = fenetre.page("Barèmes")
    page.nouvelle()
    page.formulaire.poser_brut(
        {"libelle": "Couleurs", "genre": "lettre", "maximum": "5", "pas": "25", "valeurs": "V | Vert | 50"}
    )
    page.formulaire.modifie.emit()
    page.enregistrer.click()
    qtbot.waitUntil(lambda: bool(page.formulaire.erreurs))
    page.formulaire.widget("valeurs").poser_brut("V | Vert | 50\nR | Rouge | 0")
    page.recorder()
    qtbot.waitUntil(lambda: page.modele.rowCount() == 5)


def test_the_office_consults(qtbot: QtBot, executant: Executant, base_sqlite: Base, tmp_path: Path) -> None:
    maison = Maison(base_sqlite, tmp_path).d_un_coup(lambda m: m.batir())
    fenetre = ouvrir(qtbot, executant, maison, Role.SECRETARIAT)
    assert fenetre.lecture_seule.isVisible()
    assert not fenetre.reprendre.isVisible()
    assert not fenetre.page("Périodes").ajouter.isVisible()
    assert fenetre.minimumSizeHint().width() <= 1280
