"""The window of the bulletins: counted, issued after the question, printed; comments proof-read one after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models import Appreciation, LigneDossier, Resultat
from imuse_desk.models.passerelle import Base
from imuse_desk.services.suivi.bulletins import lire_bulletins
from imuse_desk.services.suivi.relecture import lire_appreciations, lire_mot_direction
from imuse_desk.views.bulletins.fenetre import FenetreBulletins
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from tests.fabriques import MIDI, Maison, maison_valmont
from tests.services.reinscription.outils import deposer
from tests.services.suivi.test_bulletins import garnir
from tests.views.regie.conftest import attendre_calme

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    def batir(m: Maison) -> None:
        garnir(m)
        m.ajouter(
            Appreciation(
                annee_id=m.ids["source"], inscription_id=m.ids["inscription:Noé:COR"], periode_id=m.ids["S1"],
                texte="Bon travail.", par="Hélène Maurin", a=MIDI,
            )
        )  # fmt: skip

    return maison_valmont(base_sqlite, tmp_path / "depot").d_un_coup(batir)


@pytest.fixture
def fenetre(maison: Maison, qtbot: QtBot, executant: Executant) -> Iterator[FenetreBulletins]:
    ouverte = FenetreBulletins(executant, Bus(executant), maison.ctx())
    qtbot.addWidget(ouverte)
    ouverte.show()
    attendre_calme(qtbot, executant)
    yield ouverte
    attendre_calme(qtbot, executant)


def page(fenetre: FenetreBulletins, nom: str, qtbot: QtBot, maison: Maison) -> Any:
    trouvee = fenetre.page(nom)
    attendre_calme(qtbot, fenetre.executant)
    if nom != "Horaires à revoir":
        qtbot.keyClick(trouvee.periode, Qt.Key.Key_Up)  # the first semester
        attendre_calme(qtbot, fenetre.executant)
        assert trouvee.periode.valeur() == maison.ids["S1"]
    return trouvee


def rangee(vue: Any, rang: int) -> list[str]:
    return [vue.modele.cellule(rang, n).copie for n in range(len(vue.modele.colonnes))]


def test_les_bulletins_sont_comptes_emis_puis_imprimes(fenetre: FenetreBulletins, maison: Maison, qtbot: QtBot):
    vue = page(fenetre, "Bulletins", qtbot, maison)
    assert accessibilite.sans_nom(vue) == []
    assert accessibilite.libelles_sans_ami(vue) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
    assert rangee(vue, 0) == ["Valmont Lina", "COR, FM1.1, ORC", "0/1", "", "", "", "À émettre"]
    assert not vue.imprimer.isEnabled()
    vue.table.setCurrentIndex(vue.modele.index(0, 0))
    qtbot.mouseClick(vue.voir, GAUCHE)
    qtbot.waitUntil(lambda: vue.papier is not None)
    vue.papier.close()
    assert vue.emettre.text() == "É&mettre 2 bulletins…"
    qtbot.mouseClick(vue.emettre, GAUCHE)
    [demande] = vue.findChildren(Confirmation)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    qtbot.waitUntil(vue.imprimer.isEnabled, timeout=15_000)
    assert rangee(vue, 0)[4:] == ["n°\u00a01 du 20/05/2026", "", "Émis"]
    qtbot.mouseClick(vue.imprimer, GAUCHE)
    qtbot.waitUntil(lambda: rangee(vue, 0)[5] == "imprimé", timeout=15_000)
    assert vue.papier.windowTitle() == "bulletins.pdf"
    vue.papier.close()
    assert all(x.est_imprime for x in lire_bulletins(maison.ctx(), maison.ids["S1"]).lignes)
    vue.table.selectRow(1)
    qtbot.keyClick(vue.portee_papiers, Qt.Key.Key_Down)
    assert vue.portee_papiers.currentText() == "élèves choisis"
    dits: list[str] = []
    fenetre.bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    qtbot.mouseClick(vue.imprimer, GAUCHE)
    qtbot.waitUntil(lambda: bool(dits), timeout=15_000)
    vue.papier.close()
    assert dits == ["1 bulletin à imprimer, dont 1 en duplicata"]


def test_la_relecture_passe_d_une_appreciation_a_la_suivante(fenetre: FenetreBulletins, maison: Maison, qtbot: QtBot):
    vue = page(fenetre, "Relecture", qtbot, maison)
    assert accessibilite.sans_nom(vue) == []
    assert accessibilite.libelles_sans_ami(vue) == []
    qtbot.waitUntil(lambda: vue.texte.valeur() == "Trés beau semestre.")
    vue.texte.selectAll()
    QApplication.clipboard().setText("Très beau semestre.")
    vue.texte.paste()
    assert fenetre.page("Relecture").a_des_brouillons
    qtbot.mouseClick(vue.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: vue.texte.valeur() == "Bon travail.")
    lina = next(v for v in lire_appreciations(maison.ctx(), maison.ids["S1"]) if v.prenom == "Lina")
    assert (lina.texte, lina.relu, lina.par) == ("Trés beau semestre.", "Très beau semestre.", "Hélène Maurin")
    qtbot.waitUntil(lambda: rangee(vue, 0)[4] == "Corrigée")
    qtbot.waitUntil(lambda: vue._mot is not None)  # the direction's comment is read
    qtbot.keyClicks(vue.direction, "Continuez ainsi.")
    qtbot.mouseClick(vue.noter, GAUCHE)
    qtbot.waitUntil(
        lambda: lire_mot_direction(maison.ctx(), maison.ids["S1"], maison.ids["Noé"]).texte == "Continuez ainsi."
    )


def test_un_horaire_qui_ne_convient_plus_ouvre_l_eleve(fenetre: FenetreBulletins, maison: Maison, qtbot: QtBot):
    deposer(maison, "Lina")

    def maintenir(session: Any) -> None:
        session.add(
            Resultat(
                annee_id=maison.ids["source"], eleve_id=maison.ids["Lina"], le=MIDI.date(), resultat="Maintenu",
                inscription_id=maison.ids["inscription:Lina:FM1.1"], niveau_propose_id=maison.ids["C1.1"], par="x",
                a=MIDI,
            )
        )  # fmt: skip
        ligne = session.query(LigneDossier).filter_by(inscription_id=maison.ids["inscription:Lina:FM1.1"]).one()
        ligne.niveau_id = maison.ids["C1.1"]

    maison.ecrire(maintenir)
    vue = page(fenetre, "Horaires à revoir", qtbot, maison)
    qtbot.waitUntil(lambda: vue.modele.rowCount() == 1)
    assert rangee(vue, 0) == ["Valmont Lina", "FM1.2 (C1.2)", "mercredi 14:00", "C1.1", "FM1.1", "Incomplète"]
    with qtbot.waitSignal(fenetre.bus.ouverture_demandee) as ouverture:
        vue.table.setCurrentIndex(vue.modele.index(0, 0))
        qtbot.keyClick(vue.table, Qt.Key.Key_Return)
    assert ouverture.args[:2] == ["eleve", maison.ids["Lina"]]


def test_le_secretariat_ne_relit_pas(maison: Maison, qtbot: QtBot, executant: Executant):
    ouverte = FenetreBulletins(executant, Bus(executant), maison.ctx(Role.SECRETARIAT))
    qtbot.addWidget(ouverte)
    assert [ouverte.onglets.tabText(n) for n in range(ouverte.onglets.count())] == [
        "Bulletins",
        "Écoles",
        "Horaires à revoir",
    ]
