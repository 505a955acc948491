"""The price card: what it shows, folded and unfolded."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.prix import GroupeAffiche, LigneAffichee, PanneauPrix, PrixAffiche

PRIX = PrixAffiche(
    titre="Droits de scolarité 2027-2028",
    montant="291,76\u00a0€",
    etat="Provisoire",
    ton="warn",
    icone="hourglass-medium",
    source="Grille GPSO",
    faits=("Zone tarifaire\u00a0: résident",),
    groupes=(
        GroupeAffiche("Lina", (LigneAffichee("Parcours 3", "291,76\u00a0€", ("QF × 16\u00a0%",)),), "291,76\u00a0€"),
    ),
    total="449,31\u00a0€",
    avertissement="Le tarif plafond s’applique.",
    echeances="3 échéances",
)


def test_why_unfolds_and_folds(qtbot: QtBot) -> None:
    panneau = PanneauPrix()
    qtbot.addWidget(panneau)
    panneau.montrer(PRIX)
    panneau.show()
    assert not panneau._detail.isVisible()
    assert "291,76" in panneau._montant.accessibleName()
    qtbot.mouseClick(panneau.pourquoi, Qt.MouseButton.LeftButton)
    assert panneau._detail.isVisible()
    assert panneau.lignes == [
        "Zone tarifaire\u00a0: résident", "Lina 291,76\u00a0€", "Parcours 3 291,76\u00a0€", "QF × 16\u00a0%",
    ]  # fmt: skip
    assert panneau._bandeau.isVisible()
    assert accessibilite.sans_nom(panneau) == []
    qtbot.keyClick(panneau.pourquoi, Qt.Key.Key_Space)
    assert not panneau._detail.isVisible()


def test_a_shorter_price_leaves_no_row_of_the_one_before(qtbot: QtBot) -> None:
    panneau = PanneauPrix(est_deplie=True)
    qtbot.addWidget(panneau)
    panneau.montrer(PRIX)
    panneau.show()
    panneau.montrer(PrixAffiche("Titre", "—", "Indéterminé", "bad", "warning-circle"))
    assert panneau.lignes == []
    assert panneau.pourquoi.isHidden()
    assert panneau._bandeau.isHidden()
    assert panneau._total.isHidden()
