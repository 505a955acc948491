"""The tools of a long list as somebody uses them: columns, sort, groups, selection, copies, files, kept lists."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.familles import CreerFamille, archiver_famille, creer_famille
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.listes_enregistrees import lire_listes
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.listes.export import DialogueExport
from imuse_desk.views.listes.outils import OutilsListe

CTRL, MAJ = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
GENS = (
    ("Achard", "Meudon", "06 39 98 00 01", "achard@exemple.fr", False),
    ("=Barbier", "Sèvres", "", "commun@exemple.fr", False),
    ("Cartier", "Meudon", "06 39 98 00 03", "COMMUN@exemple.fr", True),
    ("Dubois", "Sèvres", "06 39 98 00 04", "", False),
)


@pytest.fixture(params=["sqlite"])
def base(base_sqlite: Base) -> Base:
    return base_sqlite


@pytest.fixture
def familles(ctx: Contexte) -> list[int]:
    ids = []
    for nom, ville, mobile, email, confidentielle in GENS:
        adulte = replace(PREMIER_ADULTE, nom=nom, prenom="Ève", mobile=mobile, email=email)
        saisie = SaisieFamille(
            numero="14", voie="rue des Ormes", cp="92190", ville=ville, est_confidentielle=confidentielle,
            adultes=(adulte,),
        )  # fmt: skip
        ids.append(creer_famille(ctx, CreerFamille(saisie)).resultat)
    return ids


@pytest.fixture
def dits() -> list[str]:
    return []


@pytest.fixture
def onglet(
    qtbot: QtBot, executant: Executant, ctx: Contexte, familles: list[int], dits: list[str]
) -> OngletFamille:  # fmt: skip
    assert familles
    bus = Bus()
    bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    return ouvrir(qtbot, executant, ctx, bus)


def ouvrir(qtbot: QtBot, executant: Executant, ctx: Contexte, bus: Bus) -> OngletFamille:
    onglet = OngletFamille(executant, bus)
    qtbot.addWidget(onglet)
    onglet.resize(1366, 652)
    onglet.show()
    onglet.entrer(ctx)
    calme(qtbot, onglet)
    return onglet


def calme(qtbot: QtBot, onglet: OngletFamille) -> None:
    modele = onglet.modele
    qtbot.waitUntil(lambda: not onglet.executant.est_occupe, timeout=8000)
    qtbot.waitUntil(lambda: modele.lues(modele.ids) is not None and not onglet.executant.est_occupe, timeout=8000)


def titres(onglet: OngletFamille) -> list[str]:
    return [colonne.titre for colonne in onglet.modele.colonnes]


def noms(onglet: OngletFamille) -> list[str]:
    modele = onglet.modele
    return [modele.cellule(rang, 0).copie for rang in range(modele.rowCount())]


def agir(menu: QMenu, *chemin: str) -> None:
    """Choose in a menu by its words, ampersands and ends apart."""
    for rang, mots in enumerate(chemin):
        actions = {a.text().replace("&", "").split("\t")[0].rstrip("…"): a for a in menu.actions()}
        trouvee: QAction = actions[mots]
        assert trouvee.isEnabled(), mots
        if rang == len(chemin) - 1:
            trouvee.trigger()
        else:
            sous = trouvee.menu()
            assert isinstance(sous, QMenu)
            menu = sous


def menu(onglet: OngletFamille, *chemin: str) -> None:
    agir(onglet.outils.menus.composer(), *chemin)


def choisir(qtbot: QtBot, onglet: OngletFamille, *rangs: int) -> None:
    """Click on a row, then on others with Ctrl held."""
    table = onglet.liste.table
    for place, rang in enumerate(rangs):
        centre = table.visualRect(onglet.modele.index(rang, 0)).center()
        touche = CTRL if place else Qt.KeyboardModifier.NoModifier
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, touche, centre)
    calme(qtbot, onglet)


def test_columns_are_chosen_and_ordered_with_keys_alone(qtbot: QtBot, onglet: OngletFamille, ctx: Contexte) -> None:
    menu(onglet, "Colonnes")
    dialogue = onglet.outils.dialogue
    assert dialogue is not None
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    dialogue.activateWindow()
    qtbot.waitUntil(dialogue.isActiveWindow)
    for _ in range(8):
        qtbot.keyClick(dialogue.liste, Qt.Key.Key_Down)
    assert dialogue.liste.currentItem().text() == "Ville"
    qtbot.keyClick(dialogue.liste, Qt.Key.Key_Space)
    for _ in range(7):
        qtbot.keyClick(dialogue.liste, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(dialogue.liste, Qt.Key.Key_Return)
    calme(qtbot, onglet)
    assert titres(onglet) == ["Famille", "Ville", "Enfants", "Réinscription"]
    assert [onglet.modele.cellule(rang, 1).copie for rang in range(4)] == ["Meudon", "Sèvres", "", "Sèvres"]
    qtbot.waitUntil(lambda: lire_listes(ctx, "famille").derniere is not None, timeout=8000)


def test_the_last_column_cannot_be_hidden(qtbot: QtBot, onglet: OngletFamille) -> None:
    outils = onglet.outils
    for cle in ("enfants", "etat"):
        outils.basculer_colonne(cle)
    assert titres(onglet) == ["Famille"]
    assert not next(a for a in outils.menus.composer_entete("nom").actions() if a.text() == "Famille").isEnabled()
    outils.retablir()
    assert titres(onglet) == ["Famille", "Enfants", "Réinscription"]
    calme(qtbot, onglet)


def test_widths_sort_and_columns_come_back_for_the_account(
    qtbot: QtBot, onglet: OngletFamille, executant: Executant, ctx: Contexte, collegue: Contexte
) -> None:
    entete = onglet.liste.table.horizontalHeader()
    agir(onglet.outils.menus.composer_entete("nom"), "Ville")
    entete.resizeSection(3, 171)
    onglet.liste.table.horizontalScrollBar().setValue(onglet.liste.table.horizontalScrollBar().maximum())
    place = QPoint(entete.sectionViewportPosition(3) + 20, 8)
    qtbot.mouseClick(entete.viewport(), Qt.MouseButton.LeftButton, pos=place)
    calme(qtbot, onglet)
    # the address of the third is confidential: no town, so it is the last one
    assert noms(onglet) == ["ACHARD Ève", "=BARBIER Ève", "DUBOIS Ève", "CARTIER Ève"]
    qtbot.waitUntil(lambda: lire_listes(ctx, "famille").derniere is not None, timeout=8000)
    onglet.outils.listes.garder_maintenant()
    calme(qtbot, onglet)
    revenu = ouvrir(qtbot, executant, ctx, Bus())
    assert titres(revenu) == ["Famille", "Enfants", "Réinscription", "Ville"]
    assert revenu.liste.table.columnWidth(3) == 171
    assert noms(revenu) == noms(onglet)
    autre = ouvrir(qtbot, executant, collegue, Bus())
    assert titres(autre) == ["Famille", "Enfants", "Réinscription"]


def test_a_column_is_dragged_to_another_place(qtbot: QtBot, onglet: OngletFamille) -> None:
    entete = onglet.liste.table.horizontalHeader()
    entete.moveSection(2, 1)
    calme(qtbot, onglet)
    assert titres(onglet) == ["Famille", "Réinscription", "Enfants"]
    assert [entete.visualIndex(rang) for rang in range(3)] == [0, 1, 2]


def test_rows_are_grouped_and_groups_close(qtbot: QtBot, onglet: OngletFamille) -> None:
    menu(onglet, "Regrouper par", "Ville")
    calme(qtbot, onglet)
    assert noms(onglet) == [
        "Meudon 1 famille", "ACHARD Ève", "Sèvres 2 familles", "=BARBIER Ève", "DUBOIS Ève", "Sans valeur 1 famille",
        "CARTIER Ève",
    ]  # fmt: skip
    table = onglet.liste.table
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(onglet.modele.index(2, 0)).center()
    )
    assert noms(onglet)[2:4] == ["Sèvres 2 familles", "Sans valeur 1 famille"]
    assert table.choisis() == []
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert len(noms(onglet)) == 7
    menu(onglet, "Regrouper par", "Tout replier")
    assert len(noms(onglet)) == 3
    menu(onglet, "Regrouper par", "Aucun regroupement")
    calme(qtbot, onglet)
    assert len(noms(onglet)) == 4


def test_several_rows_leave_the_card_on_show(qtbot: QtBot, onglet: OngletFamille) -> None:
    choisir(qtbot, onglet, 1)
    montree = onglet.ident_montre
    assert montree == onglet.modele.ids[1]
    onglet.outils.basculer_colonne("nombre")
    calme(qtbot, onglet)
    choisir(qtbot, onglet, 1, 2, 3)
    assert onglet.ident_montre == montree
    assert onglet.outils.pied.isVisibleTo(onglet)
    qtbot.waitUntil(lambda: "enfants" in onglet.outils.pied.phrase.toolTip())
    assert onglet.outils.pied.phrase.toolTip() == "3\u00a0sélectionnées · Nombre d’enfants\u00a0: 0"
    onglet.relister()
    calme(qtbot, onglet)
    assert len(onglet.liste.table.choisis()) == 3
    choisir(qtbot, onglet, 3)
    assert onglet.ident_montre == onglet.modele.ids[3]
    assert onglet.outils.pied.isHidden()


def test_all_rows_are_chosen_and_copied_though_unread(
    qtbot: QtBot, onglet: OngletFamille, dits: list[str]
) -> None:  # fmt: skip
    table = onglet.liste.table
    qtbot.keyClick(table, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(table, Qt.Key.Key_C, CTRL)
    calme(qtbot, onglet)
    donnees = QGuiApplication.clipboard().mimeData()
    lignes = donnees.text().split("\n")
    assert lignes[0] == "Famille\tEnfants\tRéinscription"
    assert len(lignes) == 5
    assert "'=BARBIER Ève\t\t" in lignes
    assert "<td style=\"mso-number-format:'\\@'\">=BARBIER Ève</td>" in donnees.html()
    assert dits[-1] == "4 familles copiées"


def test_contacts_are_copied_once_and_confidences_kept(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, familles: list[int], dits: list[str]
) -> None:
    menu(onglet, "Tout sélectionner")
    menu(onglet, "Copier", "Les e-mails (pour Cci)")
    calme(qtbot, onglet)
    assert {m.casefold() for m in QGuiApplication.clipboard().text().split("; ")} == {
        "achard@exemple.fr", "commun@exemple.fr",
    }  # fmt: skip
    assert dits[-1] == "2 e-mails copiés (1 foyer sans e-mail)"
    menu(onglet, "Copier", "Le bloc-adresse")
    calme(qtbot, onglet)
    blocs = QGuiApplication.clipboard().text().split("\n\n")
    assert "Ève Achard\n14 rue des Ormes\n92190 Meudon" in blocs
    assert not any("Cartier" in bloc for bloc in blocs)
    assert dits[-1] == "3 adresses copiées (1 adresse confidentielle)"
    archiver_famille(ctx, familles[0])
    menu(onglet, "Copier", "Les téléphones")
    calme(qtbot, onglet)
    assert "Achard" not in QGuiApplication.clipboard().text()
    assert "Ève Cartier\t06 39 98 00 03" in QGuiApplication.clipboard().text()
    assert dits[-1] == "2 téléphones copiés (1 foyer archivé ou fermé, 1 foyer sans téléphone)"


def exporter(outils: OutilsListe, chemin: Path) -> DialogueExport:
    assert outils.export is not None
    outils.export.ecrire(str(chemin))
    return outils.export


def test_the_list_shown_goes_to_a_file(
    qtbot: QtBot, onglet: OngletFamille, tmp_path: Path, dits: list[str]
) -> None:  # fmt: skip
    qtbot.keyClicks(onglet.liste.champ, "achard")
    qtbot.waitUntil(lambda: onglet.modele.rowCount() == 1, timeout=8000)
    calme(qtbot, onglet)
    menu(onglet, "Exporter la liste en CSV")
    exporter(onglet.outils, tmp_path / "a.csv")
    qtbot.waitUntil(lambda: bool(dits), timeout=8000)
    assert dits[-1] == "1 ligne exportée dans a.csv"
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines() == [
        "Famille;Enfants;Réinscription", "ACHARD Ève;;",
    ]  # fmt: skip


def test_the_rows_chosen_alone_go_to_a_file(
    qtbot: QtBot, onglet: OngletFamille, tmp_path: Path, dits: list[str]
) -> None:  # fmt: skip
    choisir(qtbot, onglet, 0, 3)
    menu(onglet, "Exporter les 2 familles sélectionnées vers Excel (XLSX)")
    exporter(onglet.outils, tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: bool(dits), timeout=8000)
    assert dits[-1] == "2 lignes exportées dans a.xlsx"
    assert (tmp_path / "a.xlsx").stat().st_size > 1000


def test_a_file_that_cannot_be_written_is_said_and_another_asked(
    qtbot: QtBot, onglet: OngletFamille, tmp_path: Path
) -> None:  # fmt: skip
    menu(onglet, "Exporter la liste vers Excel (XLSX)")
    dialogue = exporter(onglet.outils, tmp_path / "absent" / "a.xlsx")
    qtbot.waitUntil(lambda: dialogue.refus.isVisibleTo(dialogue), timeout=8000)
    assert dialogue.message.text() == "La liste n’a pas été exportée."
    assert dialogue.ailleurs.isVisibleTo(dialogue)
    assert accessibilite.sans_nom(dialogue) == []
    qtbot.keyClick(dialogue, Qt.Key.Key_Escape)


def test_a_list_is_kept_under_a_name_with_its_filter(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, dits: list[str]
) -> None:  # fmt: skip
    outils = onglet.outils
    outils.basculer_colonne("email")
    qtbot.keyClicks(onglet.liste.champ, "dubois")
    qtbot.waitUntil(lambda: onglet.modele.rowCount() == 1, timeout=8000)
    calme(qtbot, onglet)
    menu(onglet, "Mes listes", "Enregistrer cette liste")
    demande = outils.listes.demande
    assert demande is not None
    qtbot.keyClick(demande, Qt.Key.Key_Return)
    assert demande.formulaire.erreurs  # no name, no list
    qtbot.keyClicks(demande.formulaire.widget("nom"), "Mardi & jeudi")
    qtbot.keyClick(demande, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Mardi & jeudi" in outils.listes.gardees.nommees, timeout=8000)
    assert dits[-1] == "Liste «\u00a0Mardi & jeudi\u00a0» enregistrée"
    onglet.liste.effacer_filtres()
    outils.retablir()
    calme(qtbot, onglet)
    assert onglet.modele.rowCount() == 4
    agir(outils.menus.composer(), "Mes listes", "Mardi  jeudi")
    calme(qtbot, onglet)
    assert noms(onglet) == ["DUBOIS Ève"]
    assert titres(onglet)[-1] == "E-mail"
    assert onglet.liste.champ.text() == "dubois"
    menu(onglet, "Mes listes", "Supprimer", "Mardi  jeudi")
    assert outils.listes.confirmation is not None
    outils.listes.confirmation.accept()
    qtbot.waitUntil(lambda: not outils.listes.gardees.nommees, timeout=8000)
    assert lire_listes(ctx, "famille").nommees == {}


def test_the_list_is_printed(qtbot: QtBot, onglet: OngletFamille) -> None:
    menu(onglet, "Imprimer la liste")
    qtbot.waitUntil(lambda: onglet.outils.papier is not None, timeout=15000)
    papier = onglet.outils.papier
    assert papier is not None
    assert papier.chemin.read_bytes().startswith(b"%PDF")
    papier.close()


def test_a_screen_adds_its_own_act(qtbot: QtBot, onglet: OngletFamille) -> None:
    action = QAction("Faire autre chose", onglet)
    onglet.outils.actions_en_plus = [action]
    with qtbot.waitSignal(action.triggered):
        menu(onglet, "Faire autre chose")
