"""The Facturation tab and the block that Famille hosts, as a secretary uses them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.lectures.facturation import lire_facturation
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.facturation import lecteur
from imuse_desk.views.facturation.bloc import BlocFacturation
from imuse_desk.views.facturation.onglet import OngletFacturation
from tests.fabriques import Maison, maison_valmont
from tests.services.lectures.outils import relever, situation, tarif_de_cette_annee
from tests.services.reinscription.outils import cocher


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    """Quotient 2 500: 400 for Lina, 360 for Noé this year; Lina asks for next year, Noé has not answered."""
    maison = maison_valmont(base_sqlite, tmp_path / "depot")
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    lire_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    cocher(maison, "Lina")
    return maison


def ouvrir(qtbot: QtBot, onglet: OngletFacturation, maison: Maison, *roles: Role, foyer: str = "Valmont") -> None:
    onglet.entrer(maison.ctx(*roles))
    onglet.ouvrir_dossier(situation(maison, "foyer", foyer))
    qtbot.waitUntil(lambda: not onglet._executant.est_occupe)


def tout_le_texte(onglet) -> str:
    """Everything that is on the screen, chips and cells included."""
    mots = [e.text() for e in onglet.findChildren(QLabel)] + [p.texte for p in onglet.puces]
    for carte in (c for liste in onglet.listes for c in liste.cartes):
        mots += [carte.modele.cellule(r, c).copie for r in range(carte.modele.rowCount()) for c in range(5)]
    return "\n".join(mots)


def test_a_block_a_year_with_lines_total_and_calls(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    suivante, courante = onglet.listes[0].cartes
    assert (suivante.titre.text(), courante.titre.text()) == (
        "Prévision 2026-2027, non facturée",
        "Prévision 2025-2026, non facturée",
    )
    assert [courante.modele.cellule(r, 0).copie for r in range(2)] == ["Lina", "Noé rang 2"]
    assert [courante.modele.cellule(r, 4).copie for r in range(2)] == ["400,00", "360,00"]
    assert courante.total.text() == "760,00\u00a0€"
    assert courante.echeances.text().startswith("En 3 fois\u00a0: 30/11/2025 253,34\u00a0€")
    assert suivante.echeances.text().startswith("En 3 fois\u00a0: 30/11/2026 200,00\u00a0€")
    assert suivante.modele.cellule(0, 3).texte == "Provisoire"
    assert suivante.phrases == ["Noé n’a pas encore répondu\u00a0: le rang de chaque enfant peut changer."]


def test_why_this_amount_unfolds_for_the_year_asked(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    assert onglet.explication.annee_id == maison.ids["cible"]
    qtbot.mouseClick(onglet.listes[0].cartes[1].pourquoi, Qt.MouseButton.LeftButton)
    assert onglet.explication.annee_id == maison.ids["source"]
    lignes = onglet.explication.lignes
    assert "Zone résident, d’après le code postal 54999." in lignes
    assert "Quotient 2\u202f500,00\u00a0€ de la CAF du 11/10/2025." in lignes
    assert "Noé 360,00\u00a0€" in lignes
    assert any("−10" in ligne or "\u221210" in ligne for ligne in lignes)


def test_rentals_are_a_ledger_apart(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    onglet.registres.setCurrentIndex(1)
    assert onglet.pile_listes.currentWidget() is onglet.listes[1]
    assert onglet.listes[1].cartes[1].phrases == ["Aucune location d’instrument en 2025-2026."]


def test_without_the_right_nothing_on_screen_tells_the_quotient(
    qtbot: QtBot, onglet: OngletFacturation, maison: Maison
) -> None:
    ouvrir(qtbot, onglet, maison)
    assert "2\u202f500,00" in tout_le_texte(onglet)
    ouvrir(qtbot, onglet, maison, Role.ADMINISTRATION)
    ecran = tout_le_texte(onglet)
    assert "760,00" in ecran
    assert "2\u202f500,00" not in ecran
    assert "QF" not in ecran
    assert "Votre rôle ne donne pas accès aux revenus" in ecran


def test_what_blocks_is_told_in_words(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    maison.cours("JAZ0", "JAZ", annee="source", cursus="MUS", libelle="Atelier")
    maison.garder("THE", _theatre())
    maison.cours("THE1", "CHO", annee="source", cursus="THE", libelle="Théâtre 1")
    maison.inscrire("Noé", "THE1")
    ouvrir(qtbot, onglet, maison)
    courante = onglet.listes[0].cartes[1]
    assert courante.total.text() == "non déterminé"
    assert courante.puce.texte == "Prix à déterminer"
    assert "Noé" in courante.phrases[0]
    assert "Théâtre 1" in courante.phrases[0]


def _theatre():
    from imuse_desk.models import Cursus

    return Cursus(code="THE", libelle="Théâtre", specialite="theatre")


def test_a_change_of_the_dossier_is_read_again(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    assert onglet.listes[0].cartes[0].modele.rowCount() == 1
    cocher(maison, "Noé", "fm_jeu")
    onglet.objets_changes(Changements("saisir", frozenset({("dossier", 1)})))
    qtbot.waitUntil(lambda: onglet.listes[0].cartes[0].modele.rowCount() == 2)


def test_nothing_to_bill_says_what_to_do(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    onglet.entrer(maison.ctx())
    onglet.ouvrir_dossier(None)
    assert "Ctrl+K" in onglet.vide.accessibleName()
    maison.foyer("Seul")
    ouvrir(qtbot, onglet, maison, foyer="Seul")
    assert onglet.vide.accessibleName().startswith("Rien à facturer")
    assert onglet.reinscrire.isHidden()


def test_the_name_of_the_family_is_a_link(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    ouvertures = QSignalSpy(onglet._bus.ouverture_demandee)
    qtbot.mouseClick(onglet.famille, Qt.MouseButton.LeftButton)
    assert ouvertures.at(0) == ["foyer", maison.ids["Valmont"]]


def test_nothing_is_mute_nor_too_wide(qtbot: QtBot, onglet: OngletFacturation, maison: Maison) -> None:
    ouvrir(qtbot, onglet, maison)
    assert accessibilite.sans_nom(onglet) == []
    assert accessibilite.libelles_sans_ami(onglet) == []
    assert accessibilite.touches_en_double(onglet) == []
    assert onglet.minimumSizeHint().width() <= 1280
    assert onglet.minimumSizeHint().height() <= 500


def test_the_block_hosted_elsewhere_explains_under_the_years(
    qtbot: QtBot, executant: Executant, maison: Maison
) -> None:
    bus = Bus()
    bloc = BlocFacturation(executant, bus)
    bloc.resize(902, 520)
    qtbot.addWidget(bloc)
    bloc.show()
    bloc.entrer(maison.ctx())
    bloc.ouvrir(maison.ids["Valmont"])
    qtbot.waitUntil(lambda: len(bloc.annees.cartes) == 2)
    assert not bloc.explication.isVisible()
    qtbot.mouseClick(bloc.annees.cartes[1].pourquoi, Qt.MouseButton.LeftButton)
    assert bloc.explication.isVisible()
    assert "Lina 400,00\u00a0€" in bloc.explication.lignes
    bloc.ouvrir(None)
    assert not bloc.explication.isVisible()
    locations = BlocFacturation(executant, bus, Nature.LOCATIONS)
    qtbot.addWidget(locations)
    locations.show()
    locations.entrer(maison.ctx())
    locations.ouvrir(maison.ids["Valmont"])
    qtbot.waitUntil(lambda: len(locations.annees.cartes) == 2)
    assert locations.annees.cartes[0].modele.rowCount() == 0


def test_a_large_text_never_cuts_the_amount_of_a_narrow_host(
    qtbot: QtBot, clair: QApplication, executant: Executant, maison: Maison
) -> None:
    appliquer_theme(clair, "clair", 150)
    bloc = BlocFacturation(executant, Bus())
    qtbot.addWidget(bloc)
    bloc.resize(780, 520)
    bloc.show()
    bloc.entrer(maison.ctx())
    bloc.ouvrir(maison.ids["Valmont"])
    qtbot.waitUntil(lambda: len(bloc.annees.cartes) == 2)
    table = bloc.annees.cartes[1].table
    qtbot.waitUntil(lambda: table.columnViewportPosition(4) + table.columnWidth(4) <= table.viewport().width())


def test_the_explanation_goes_under_the_years_when_the_text_is_large(
    qtbot: QtBot, clair: QApplication, onglet: OngletFacturation, maison: Maison
) -> None:
    ouvrir(qtbot, onglet, maison)
    assert onglet.explication.mapTo(onglet, QPoint()).x() > onglet.width() // 2
    appliquer_theme(clair, "clair", 150)
    qtbot.waitUntil(lambda: onglet.explication.mapTo(onglet, QPoint()).x() < 100)
    assert onglet.explication.isVisible()


def test_a_header_that_is_too_wide_goes_on_to_a_second_line(
    qtbot: QtBot, clair: QApplication, onglet: OngletFacturation, maison: Maison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long name, a quotient, an advance and its refund, in large text: nothing asks for more than the window."""
    longue = "de La Rochefoucauld-Montmorency-Luxembourg et Castelnau"
    monkeypatch.setattr(
        lecteur, "lire_facturation", lambda ctx, foyer: replace(lire_facturation(ctx, foyer), famille=longue)
    )
    puces = [(mots, "neutral", "info") for mots in ("Résident", "QF 2026-2027\u00a0: 1\u202f390,89", "Tarif plafond")]
    monkeypatch.setattr("imuse_desk.views.facturation.presentateur.puces", lambda _vue: puces)
    monkeypatch.setattr(CompteFamille, "solde_centimes", property(lambda _compte: -4_000))
    ouvrir(qtbot, onglet, maison, Role.REGISSEUR, Role.SECRETARIAT)
    assert onglet.rembourser.isVisible()
    assert onglet.rembourser.mapTo(onglet, QPoint()).y() < onglet.titre.mapTo(onglet, QPoint()).y() + 20
    appliquer_theme(clair, "clair", 150)
    onglet.objets_changes(Changements("saisir", frozenset({("foyer", maison.ids["Valmont"])})))
    qtbot.waitUntil(lambda: onglet.rembourser.mapTo(onglet, QPoint()).y() > onglet.titre.height())
    qtbot.waitUntil(lambda: onglet.minimumSizeHint().width() <= 1366)
    assert onglet.famille.toolTip() == longue


class FenetresOuvertes(QObject):
    """Widgets shown as windows of their own while it listens."""

    def __init__(self) -> None:
        super().__init__()
        self.noms: list[str] = []

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(objet, QWidget) and objet.isWindow():
            self.noms.append(f"{type(objet).__name__} {objet.accessibleName()}")
        return False


def test_opening_a_dossier_opens_no_passing_window_that_would_take_the_keyboard(
    qtbot: QtBot, onglet: OngletFacturation, maison: Maison, qapp: QApplication
) -> None:
    fenetres = FenetresOuvertes()
    qapp.installEventFilter(fenetres)
    ouvrir(qtbot, onglet, maison)
    ouvrir(qtbot, onglet, maison)
    qapp.removeEventFilter(fenetres)
    assert fenetres.noms == []
    assert all(c.pourquoi.isVisible() == bool(c.modele.rowCount()) for c in onglet.listes[0].cartes)
