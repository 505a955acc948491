"""A family in advance is paid back by the ordonnateur: asked from its Facturation, followed in the régie's window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.remboursements import EtatDemande, lister_remboursements
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.regie.fenetre import FenetreRegie
from imuse_desk.views.regie.page_remboursements import PageRemboursements
from tests.services.facturation.outils import facturee, payer
from tests.services.lectures.outils import situation
from tests.views.facturation.ecran import Ecran
from tests.views.gestes import taper
from tests.views.regie.conftest import attendre_calme

GAUCHE = Qt.MouseButton.LeftButton
IBAN = "FR76 3000 6000 0112 3456 7890 189"
QUI = {"titulaire": "Claire Valmont"}


@pytest.fixture
def ecran(qtbot: QtBot, onglet: OngletFacturation, base_sqlite: Base, tmp_path: Path) -> Ecran:
    """760 € billed, 800 paid."""
    maison = facturee(base_sqlite, tmp_path)
    payer(maison, "especes", 80_000)
    return Ecran(qtbot, onglet, maison, situation(maison, "foyer", "Valmont"))


def _dialogue(ecran: Ecran) -> Demande:
    ecran.calme()
    dialogue = ecran.onglet.gestes_remboursement.dialogue
    assert dialogue is not None
    return dialogue


def _solde(ecran: Ecran) -> int:
    return lire_compte(ecran.maison.ctx(), ecran.maison.ids["Valmont"]).solde_centimes


def _demander(ecran: Ecran, euros: str) -> None:
    ecran.qtbot.mouseClick(ecran.onglet.rembourser, GAUCHE)
    dialogue = _dialogue(ecran)
    for cle, mots in (("montant", euros), ("iban", IBAN), ("motif", "Trop percu")):
        champ = dialogue.formulaire.widget(cle)
        champ.setFocus()
        ecran.qtbot.keyClick(champ, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        taper(ecran.qtbot, champ, mots)
    ecran.qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    ecran.calme()


def test_it_is_asked_with_its_account_and_its_paper(ecran: Ecran) -> None:
    ecran.ouvrir(Role.REGISSEUR, Role.SECRETARIAT)
    ecran.qtbot.mouseClick(ecran.onglet.rembourser, GAUCHE)
    dialogue = _dialogue(ecran)
    assert dialogue.formulaire.brut()["titulaire"] == "Famille Valmont"
    assert "26RC00001" in dialogue.effet.accessibleName()  # type: ignore[attr-defined]
    ecran.qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    assert set(dialogue.formulaire.erreurs) == {"iban", "motif"}
    dialogue.formulaire.poser(
        {"montant": 4_001, "iban": "FR76 3000 6000 0112 3456 7890 188", "motif": "Trop percu", **QUI}
    )
    ecran.qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    ecran.calme()
    assert set(dialogue.formulaire.erreurs) == {"iban"}
    dialogue.formulaire.poser({"montant": 4_001, "iban": IBAN, "motif": "Trop percu", **QUI})
    ecran.qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    ecran.calme()
    assert "40,00" in dialogue.formulaire.erreurs["montant"]
    assert _solde(ecran) == -4_000
    dialogue.formulaire.poser({"montant": 4_000, "iban": IBAN, "motif": "Trop percu", **QUI})
    ecran.qtbot.mouseClick(dialogue.confirmer, GAUCHE)
    ecran.calme()
    ecran.calme()
    papier = ecran.onglet.gestes_remboursement.papier
    assert papier is not None
    assert papier.chemin.name == "demande_remboursement_2026-0001.pdf"
    papier.close()
    assert _solde(ecran) == 0
    assert ecran.onglet.rembourser.isHidden(), "nothing is owed any more"


def test_the_requests_are_followed(ecran: Ecran, executant: Executant) -> None:
    ecran.ouvrir(Role.REGISSEUR, Role.SECRETARIAT)
    for euros in ("30", "10"):
        _demander(ecran, euros)
        papier = ecran.onglet.gestes_remboursement.papier
        assert papier is not None
        papier.close()
    fenetre = FenetreRegie(executant, Bus(executant), ecran.maison.ctx(Role.REGISSEUR))
    ecran.qtbot.addWidget(fenetre)
    fenetre.show()
    page = fenetre.page("Remboursements")
    assert isinstance(page, PageRemboursements)
    attendre_calme(ecran.qtbot, executant)
    assert not page.verse.isEnabled()
    page.table.setCurrentIndex(page.modele.index(1, 0))
    ecran.qtbot.mouseClick(page.verse, GAUCHE)
    ecran.qtbot.mouseClick(page.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    attendre_calme(ecran.qtbot, executant)
    page.table.setCurrentIndex(page.modele.index(0, 0))
    ecran.qtbot.mouseClick(page.annuler, GAUCHE)
    [demande] = [d for d in page.findChildren(Demande) if d.isVisible()]
    taper(ecran.qtbot, demande.formulaire.widget("motif"), "IBAN clos")
    ecran.qtbot.mouseClick(demande.confirmer, GAUCHE)
    attendre_calme(ecran.qtbot, executant)
    assert [page.modele.cellule(rang, 5).texte for rang in range(2)] == ["Annulée", "Versée"]
    assert not page.annuler.isEnabled()
    etats = [vu.etat for vu in lister_remboursements(ecran.maison.ctx(Role.REGISSEUR))]
    assert etats == [EtatDemande.ANNULEE, EtatDemande.VERSEE]
    assert _solde(ecran) == -1_000
    ecran.qtbot.mouseClick(page.imprimer, GAUCHE)
    attendre_calme(ecran.qtbot, executant)
    assert page.papier.chemin.name == "demande_remboursement_2026-0002.pdf"
    page.papier.close()


def test_who_owes_is_paid_nothing_back_and_the_secretary_asks_nothing(ecran: Ecran) -> None:
    ecran.ouvrir(Role.SECRETARIAT)
    assert ecran.onglet.rembourser.isHidden()
