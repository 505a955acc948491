"""The papers of the account, asked from the header of the tab."""

import uuid
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.relances import Canal
from imuse_desk.services.relances.titres import demander_titres
from imuse_desk.services.relances.tournee import apercu_relances, relancer
from tests.services.facturation.outils import payer
from tests.views.facturation.ecran import Ecran
from tests.views.gestes import taper


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


def test_a_request_of_titles_is_withdrawn_from_the_history(ecran: Ecran) -> None:
    papiers, maison = ecran.onglet.papiers, ecran.maison
    ctx = maison.ctx()
    maison.horloge.instant += timedelta(days=20)
    for _ in range(3):
        relancer(ctx, Canal.LETTRE, [x.retenue for x in apercu_relances(ctx).a_relancer], uuid.uuid4())
        maison.horloge.instant += timedelta(days=30)
    demander_titres(ctx, [x.retenue for x in apercu_relances(ctx).lignes], uuid.uuid4())
    papiers.relances.trigger()
    ecran.calme()
    dialogue = papiers.historique
    assert dialogue is not None
    ecran.qtbot.addWidget(dialogue)
    assert dialogue.modele.cellule(0, 1).texte == "Titre demandé au comptable"
    ecran.qtbot.mouseClick(dialogue.retirer, Qt.MouseButton.LeftButton)
    demande = dialogue.demande
    assert demande is not None
    ecran.qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    assert "motif" in demande.formulaire.erreurs
    taper(ecran.qtbot, demande.formulaire.widget("motif"), "Accord de paiement")
    ecran.qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.calme()
    ecran.calme()
    assert [dialogue.modele.cellule(n, 1).texte for n in range(2)] == [
        "Demande de titre retirée", "Titre demandé au comptable",
    ]  # fmt: skip
    assert dialogue.corps.toPlainText() == "Accord de paiement"
    dialogue.table.choisir(1)
    assert not dialogue.retirer.isVisible()
    assert [x.decision.rang for x in apercu_relances(ctx).lignes] == [1]
