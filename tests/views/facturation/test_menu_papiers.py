"""The papers of the account, asked from the header of the tab."""

import uuid
from datetime import timedelta

from PySide6.QtWidgets import QMenu

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.relances import Canal
from imuse_desk.services.relances.tournee import apercu_relances, relancer
from tests.services.facturation.outils import payer
from tests.views.facturation.ecran import Ecran


def choix(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_the_header_makes_the_releve_and_the_attestation(ecran: Ecran) -> None:
    papiers = ecran.onglet.papiers
    assert papiers.bouton.isVisible()
    assert choix(papiers.releves) == ["Toutes les années", "2025-2026 · Cotisations"]
    assert not papiers.attestations.isEnabled(), "nobody paid yet"
    payer(ecran.maison, "carte", 5_000, payeur="Bois & Fils")
    ecran.onglet.objets_changes(Changements("encaisser", frozenset({("foyer", ecran.maison.ids["Valmont"])})))
    ecran.calme()
    assert choix(papiers.attestations) == ["2025-2026 · Bois && Fils"]
    for menu, debut in ((papiers.releves, "releve_"), (papiers.attestations, "attestation_reglement_2025_2026_bois")):
        menu.actions()[-1].trigger()
        ecran.calme()
        assert papiers.papier is not None
        ecran.qtbot.addWidget(papiers.papier)
        assert papiers.papier.windowTitle().startswith(debut)


def test_the_header_tells_the_reminders_of_the_family(ecran: Ecran) -> None:
    papiers, maison = ecran.onglet.papiers, ecran.maison
    maison.horloge.instant += timedelta(days=20)
    retenues = [x.retenue for x in apercu_relances(maison.ctx()).a_relancer]
    relancer(maison.ctx(), Canal.LETTRE, retenues, uuid.uuid4())
    papiers.relances.trigger()
    ecran.calme()
    assert papiers.historique is not None
    ecran.qtbot.addWidget(papiers.historique)
    rangee = [papiers.historique.modele.cellule(0, n).copie for n in range(5)]
    assert rangee == ["09/06/2026", "Niveau 1", "lettre", "760,00", "Aline Martin"]
    assert "760,00 €" in papiers.historique.corps.toPlainText()
