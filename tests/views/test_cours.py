"""The windows of a course and of a teacher: opened by the bus, every name is a link."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from imuse_desk.domain.roles import Role
from imuse_desk.models import Cours, Creneau, Inscription, Salle
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.cours import FenetreCours, FenetreEnseignant, FenetreSalle
from tests.bases import BaseDemo


@pytest.fixture
def executant(qapp):
    executant = Executant()
    yield executant
    executant.fermer()


def test_a_pupil_of_the_course_is_a_link(qtbot, executant: Executant, base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    with ctx.lire() as session:
        cours_id = session.execute(
            select(Inscription.cours_id)
            .join(Cours, Cours.id == Inscription.cours_id)
            .where(Cours.annee_id == ctx.annee_id, Inscription.etat == "active")
        ).scalar()
    parent, bus = QWidget(), Bus()
    qtbot.addWidget(parent)
    fenetre = FenetreCours(executant, bus, ctx, cours_id or 0, parent)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.eleves.model().rowCount() > 0, timeout=5_000)
    fenetre.eleves.setFocus()
    fenetre.eleves.setCurrentIndex(fenetre.eleves.model().index(0, 0))
    with qtbot.waitSignal(bus.ouverture_demandee) as signal:
        qtbot.keyClick(fenetre.eleves, Qt.Key.Key_Return)
    assert signal.args[0] == "eleve"
    fenetre.close()


def test_a_teacher_shows_weekly_times(qtbot, executant: Executant, base_demo: BaseDemo) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    fenetre = FenetreEnseignant(executant, Bus(), base_demo.contexte(Role.SECRETARIAT), 1, parent)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.horaires.model().rowCount() > 0, timeout=5_000)
    assert fenetre.titre.text()
    assert fenetre.eleves.model().rowCount() > 0
    assert "élève" in fenetre.faits.text()
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
    fenetre.close()


def test_a_room_shows_its_week_and_leads_to_its_courses(qtbot, executant: Executant, base_demo: BaseDemo) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    with ctx.lire() as session:
        salle_id, nom = session.execute(
            select(Salle.id, Salle.nom)
            .join(Creneau, Creneau.salle_id == Salle.id)
            .join(Cours, Cours.id == Creneau.cours_id)
            .where(Cours.annee_id == ctx.annee_id)
        ).first() or (0, "")
    parent, bus = QWidget(), Bus()
    qtbot.addWidget(parent)
    fenetre = FenetreSalle(executant, bus, ctx, salle_id, parent)
    fenetre.show()
    qtbot.waitUntil(lambda: fenetre.horaires.model().rowCount() > 0, timeout=5_000)
    assert fenetre.titre.text() == nom
    assert "par semaine" in fenetre.faits.text()
    fenetre.horaires.setFocus()
    fenetre.horaires.setCurrentIndex(fenetre.horaires.model().index(0, 0))
    with qtbot.waitSignal(bus.ouverture_demandee) as signal:
        qtbot.keyClick(fenetre.horaires, Qt.Key.Key_Return)
    assert signal.args[0] == "cours"
    fenetre.close()
