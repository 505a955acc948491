"""The check on screen: its sentence where nothing is wrong, a row a fault where something is."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from imuse_desk.models.declencheurs import oter_declencheurs
from imuse_desk.services.facturation import preparation, verification, verification_actes
from imuse_desk.services.facturation.mots import EXCLUSIONS, FAUTES
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.regie.page_verifier import PageVerifier
from tests.fabriques import Maison
from tests.services.facturation.outils import facturer
from tests.views.regie.conftest import Ouvrir, attendre_calme


def _page(qtbot: QtBot, ouvrir: Ouvrir, executant: Executant) -> PageVerifier:
    page = ouvrir().page("Vérifier")
    attendre_calme(qtbot, executant)
    assert isinstance(page, PageVerifier)
    return page


def test_a_sound_base_says_so_and_a_tampered_one_lists_its_faults(
    qtbot: QtBot, ouvrir: Ouvrir, executant: Executant, maison: Maison
) -> None:
    facturer(maison)
    page = _page(qtbot, ouvrir, executant)
    assert page.bande.phrase == "1 pièce, 1 écriture\u00a0: aucune faute"
    assert page.modele.rowCount() == 0
    with maison.base.moteur.execution_options(ecriture=True).connect() as connexion, connexion.begin():
        oter_declencheurs(connexion)
        connexion.execute(text("UPDATE ecriture SET montant_centimes = 5"))
    qtbot.mouseClick(page.verifier, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert page.bande.phrase.startswith("1 pièce, 1 écriture\u00a0: 1 faute.")
    assert [page.modele.cellule(0, c).texte.replace("\u00a0", " ") for c in range(3)] == [
        "Écritures fausses", page.modele.cellule(0, 1).texte, "0,05 € inscrits au compte de la famille",
    ]  # fmt: skip
    assert page.modele.cellule(0, 1).texte.endswith("FC00001")


def test_every_code_has_its_words() -> None:
    sources = "".join(Path(str(m.__file__)).read_text(encoding="utf-8") for m in (verification, verification_actes))
    fautes = set(re.findall(r'Faute\(\s*"(\w+)"', sources))
    assert fautes == set(FAUTES)
    exclusions = set(re.findall(r'exclusion="(\w+)"', Path(str(preparation.__file__)).read_text(encoding="utf-8")))
    assert exclusions | {"montant_change"} == set(EXCLUSIONS)
