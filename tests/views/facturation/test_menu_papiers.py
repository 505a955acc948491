"""The papers of the account, asked from the header of the tab."""

from PySide6.QtWidgets import QMenu

from imuse_desk.domain.changements import Changements
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
