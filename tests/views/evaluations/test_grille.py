"""The marks grid at the keyboard: typed, moved in, filled, pasted, undone; refused; two desks; locked."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.collage import Cible
from imuse_desk.domain.erreurs import BaseOccupee
from imuse_desk.services.brouillons import lister_brouillons
from imuse_desk.services.lectures.offre import lister_fiches
from imuse_desk.services.offre.fiches import EnregistrerFiche, enregistrer_fiche
from imuse_desk.services.suivi.evaluations import EcrireNotes, NoteEcrite, ecrire_notes
from imuse_desk.services.suivi.feuille import lire_feuille
from imuse_desk.services.suivi.validation import valider_feuille
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.page import PageEvaluations
from tests.views.evaluations.conftest import Ecran

JEANNE, MAE = 0, 1
TAB, ENTREE, SUPPR = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Delete


def ecrit(ecran: Ecran) -> list[list[str]]:
    """What the base holds: marks in hundredths, by pupil."""
    ecran.attendre()
    vue = lire_feuille(ecran.ctx, ecran.classe.cours_id, ecran.classe.periode_id)
    return [[str(c.note.valeur or "Abs") if c.note else "" for c in e.cellules] for e in vue.eleves]


def test_marks_are_typed_one_after_the_other_and_saved_as_one_goes(ecran: Ecran) -> None:
    ecran.viser(JEANNE, 0)
    ecran.taper("4,5")
    ecran.touche(TAB)
    ecran.attendre()
    ecran.taper("3.5/5")
    ecran.touche(ENTREE)
    ecran.taper("abs maladie")
    ecran.touche(Qt.Key.Key_Up)
    assert ecran.page.grille.currentIndex().row() == JEANNE
    assert ecrit(ecran)[JEANNE] == ["450", "350", "", "", ""]
    assert ecrit(ecran)[MAE] == ["", "Abs", "", "", ""]
    assert [ecran.montre(JEANNE, s) for s in range(1, 7)] == ["4,50", "3,50", "", "", "", "4,00"]
    assert ecran.montre(MAE, 2) == "Abs."
    assert ecran.page.outils.enregistre.texte == "Enregistré à 14:00"
    assert ecran.dits[0] == "Note enregistrée\u00a0: Aubry Jeanne, Lecture 4,50"


def test_f2_corrects_escape_renounces_and_delete_empties(ecran: Ecran) -> None:
    ecran.viser(JEANNE, 0)
    ecran.taper("4")
    ecran.touche(ENTREE)
    ecran.viser(JEANNE, 0)
    ecran.touche(Qt.Key.Key_F2)
    ecran.touche(Qt.Key.Key_End)
    ecran.touche(Qt.Key.Key_Backspace)
    ecran.taper("5")
    ecran.touche(ENTREE)
    assert ecran.montre(JEANNE, 1) == "4,05"  # refused: it stays as typed
    ecran.viser(JEANNE, 0)
    ecran.taper("2")
    ecran.touche(Qt.Key.Key_Escape)
    assert ecran.montre(JEANNE, 1) == "4,05"
    ecran.touche(SUPPR)
    assert ecran.montre(JEANNE, 1) == ""
    assert ecrit(ecran)[JEANNE][0] == ""


def test_a_refused_mark_stays_red_with_its_cure_and_a_way_to_it(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("12")
    ecran.touche(TAB)
    ecran.taper("3")
    ecran.touche(ENTREE)
    bande = ecran.page.erreurs
    assert bande.isVisible()
    assert bande.phrase == "Aubry Maé, Lecture\u00a0: 12 dépasse le barème de 5. Saisissez une note de 0 à 5."
    assert ecran.montre(MAE, 6) == "—"
    assert ecrit(ecran)[MAE] == ["", "300", "", "", ""]
    ecran.page.relire()
    ecran.qtbot.wait(50)
    bande.suivi.emit("aller")
    assert (ecran.page.grille.currentIndex().row(), ecran.page.grille.currentIndex().column()) == (MAE, 1)
    ecran.taper("4")
    ecran.touche(ENTREE)
    assert not bande.isVisible()
    assert ecran.montre(MAE, 6) == "3,50"


def test_fill_down_and_undo_and_redo(ecran: Ecran) -> None:
    ecran.viser(JEANNE, 0)
    ecran.taper("4")
    ecran.touche(TAB)
    ecran.taper("3")
    ecran.touche(Qt.Key.Key_Left)  # inside the cell: the cursor
    ecran.touche(ENTREE)
    ecran.viser(JEANNE, 0)
    ecran.touche(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    ecran.touche(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ecran.ctrl(Qt.Key.Key_D)
    assert [ecran.montre(MAE, s) for s in (1, 2)] == ["4,00", "3,00"]
    assert ecran.dits[-1] == "2 cases remplies"
    ecran.ctrl(Qt.Key.Key_Z)
    assert [ecran.montre(MAE, s) for s in (1, 2)] == ["", ""]
    ecran.ctrl(Qt.Key.Key_Y)
    assert ecrit(ecran) == [["400", "300", "", "", ""]] * 2
    for _ in range(4):
        ecran.ctrl(Qt.Key.Key_Z)
    assert ecrit(ecran) == [["", "", "", "", ""]] * 2


def test_a_block_is_pasted_by_names_or_exactly_and_never_shifted(ecran: Ecran) -> None:
    ecran.viser(JEANNE, 0)
    ecran.coller('Élève\tLecture\tRythme\tAppréciation\nMaé Aubry\t4\t3\t"Oreille\nsûre"\nAUBRY JEANNE\t2\t1\tBien\n')
    assert ecrit(ecran) == [["200", "100", "", "", ""], ["400", "300", "", "", ""]]
    ecran.viser(MAE, 0)
    for bloc, mots in (
        ("1\n2\n3", "Le bloc a 3 lignes et il reste 1 élèves à partir de cette case"),
        ("1\t2\n3", "Les lignes du bloc ont de 1 à 2 cellules"),
        ("Aubry Maé\t4\nAubry Max\t3", "Aubry Max n’est pas sur cette feuille"),
        ("Maé\nJeanne", "Le bloc a 2 lignes"),
    ):
        ecran.coller(bloc)
        assert ecran.page.erreurs.phrase.startswith(mots), bloc
    assert ecrit(ecran) == [["200", "100", "", "", ""], ["400", "300", "", "", ""]]
    ecran.ctrl(Qt.Key.Key_A)
    ecran.ctrl(Qt.Key.Key_C)
    assert QGuiApplication.clipboard().text() == (
        'Aubry Jeanne\t2,00\t1,00\t\t\t\t1,50\tBien\nAubry Maé\t4,00\t3,00\t\t\t\t3,50\t"Oreille\nsûre"\n'
    )


def test_one_cell_pasted_fills_the_chosen_ones_and_bad_marks_are_shown(ecran: Ecran) -> None:
    ecran.viser(JEANNE, 0)
    ecran.touche(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ecran.coller("4")
    assert [r[0] for r in ecrit(ecran)] == ["400", "400"]
    ecran.viser(JEANNE, 1)
    ecran.coller("12\n3")
    assert ecrit(ecran)[MAE][1] == "300"
    assert "12 dépasse le barème de 5" in ecran.page.erreurs.phrase


def test_what_another_desk_wrote_is_shown_and_never_written_over_in_silence(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    autre = NoteEcrite(ecran.classe.inscription("Maé"), ecran.classe.critere("Lecture"), "4", 0)
    fait = ecrire_notes(ecran.classe.ctx(), EcrireNotes(ecran.classe.cours_id, ecran.classe.periode_id, (autre,)))
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.taper("5")
        ecran.touche(TAB)
    ecran.taper("3")
    ecran.touche(ENTREE)
    assert ecran.montre(MAE, 1) == "4,00"
    assert ecran.page.conflit.phrase == (
        "Aline Martin vient d’écrire «\u00a04,00\u00a0» pour Aubry Maé, Lecture\u00a0; "
        "vous aviez tapé «\u00a05,00\u00a0»."
    )
    ecran.page.conflit.suivi.emit("sienne")
    assert ecrit(ecran)[MAE] == ["500", "300", "", "", ""]
    assert not ecran.page.conflit.isVisible()
    # seen on the bus: what another desk wrote elsewhere comes without a word
    encore = NoteEcrite(ecran.classe.inscription("Maé"), ecran.classe.critere("Dictée"), "2", 0)
    fait = ecrire_notes(ecran.classe.ctx(), EcrireNotes(ecran.classe.cours_id, ecran.classe.periode_id, (encore,)))
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.page._bus.publier(Changements("ecrire_notes", fait.changements.objets))
    assert ecran.montre(MAE, 3) == "2,00"


def test_a_cell_being_typed_in_is_not_swept_away_by_another_desk(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("5")
    autre = NoteEcrite(ecran.classe.inscription("Maé"), ecran.classe.critere("Lecture"), "4", 0)
    fait = ecrire_notes(ecran.classe.ctx(), EcrireNotes(ecran.classe.cours_id, ecran.classe.periode_id, (autre,)))
    ecran.page._bus.publier(fait.changements)
    ecran.qtbot.wait(80)
    assert ecran.page.grille.est_en_edition
    ecran.touche(ENTREE)
    ecran.qtbot.waitUntil(ecran.page.conflit.isVisible)
    assert ecran.montre(MAE, 1) == "4,00"
    ecran.page.conflit.suivi.emit("autre")
    assert ecrit(ecran)[MAE][0] == "400"


def test_a_comment_is_counted_refused_where_it_cannot_be_printed_and_takes_phrases(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    appreciation = ecran.page.appreciation
    assert appreciation.titre.text() == "Appréciation de Maé Aubry"
    appreciation.zone.setFocus()
    appreciation.zone.insertPlainText("Belle énergie.")
    assert appreciation.compteur.text() == "14 / 300 caractères"
    ecran.qtbot.waitUntil(lambda: "Ensemble satisfaisant." in menu(ecran))
    appreciation.menu.actions()[0].trigger()
    assert appreciation.zone.toPlainText() == "Belle énergie. Excellent semestre, félicitations."
    ecran.viser(JEANNE, 0)
    ecran.attendre()
    vue = lire_feuille(ecran.ctx, ecran.classe.cours_id, ecran.classe.periode_id)
    assert [e.appreciation for e in vue.eleves] == ["", "Belle énergie. Excellent semestre, félicitations."]
    appreciation.zone.setFocus()
    appreciation.zone.insertPlainText("x" * 5000 + " 🎉")
    assert appreciation.compteur.text() == "5002 / 300 caractères"
    assert appreciation.faute.text() == "5002 caractères, 300 au plus. Raccourcissez le texte."
    ecran.viser(MAE, 0)
    assert "Aubry Jeanne, appréciation" in ecran.page.erreurs.phrase
    ecran.viser(JEANNE, 0)
    assert len(appreciation.zone.toPlainText()) == 5002  # nothing typed is lost
    appreciation.zone.selectAll()
    appreciation.zone.insertPlainText("Bravo \u202e!")
    assert appreciation.faute.text() == "Des signes invisibles ne seront pas gardés."
    appreciation.zone.selectAll()
    appreciation.zone.insertPlainText("Bravo 🎉")
    assert "ne s’imprime pas" in appreciation.faute.text()


def test_typing_in_the_column_of_comments_goes_on_in_the_editor(ecran: Ecran) -> None:
    ecran.viser(MAE, -1)
    ecran.taper("Bien")
    assert ecran.page.appreciation.zone.toPlainText() == "Bien"
    ecran.qtbot.keyClick(ecran.page.appreciation.zone, Qt.Key.Key_Escape)
    assert ecran.page.grille.hasFocus()
    ecran.attendre()
    assert ecran.montre(MAE, 7) == "Bien"


def menu(ecran: Ecran) -> list[str]:
    ecran.page.appreciation.menu.aboutToShow.emit()
    return [action.text() for action in ecran.page.appreciation.menu.actions()]


def test_a_teacher_keeps_his_own_phrases(ecran: Ecran) -> None:
    appreciation = ecran.page.appreciation
    ecran.qtbot.waitUntil(lambda: "Garder ce texte dans mes phrases" in menu(ecran))
    appreciation.taper("Belle énergie.")
    menu(ecran)
    next(a for a in appreciation.menu.actions() if a.text().startswith("Garder")).trigger()
    ecran.qtbot.waitUntil(lambda: "Belle énergie." in menu(ecran))
    retirer = appreciation.menu.actions()[-1].menu()
    assert isinstance(retirer, QMenu)
    retirer.actions()[0].trigger()
    ecran.qtbot.waitUntil(lambda: "Belle énergie." not in menu(ecran))


def test_a_validated_sheet_shows_who_locked_it_and_takes_no_key(ecran: Ecran) -> None:
    valider_feuille(ecran.classe.ctx(), ecran.classe.cours_id, ecran.classe.periode_id, 0)
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.page.relire()
    assert ecran.page.fermee.phrase.startswith("Feuille validée par Aline Martin le 10/12/2025")
    assert ecran.page.outils.periode.text() == "Semestre 1, validé"
    ecran.viser(MAE, 0)
    ecran.taper("4")
    ecran.touche(ENTREE)
    ecran.coller("4")
    assert ecrit(ecran)[MAE] == ["", "", "", "", ""]
    assert ecran.page.appreciation.zone.isReadOnly()


def test_a_sheet_locked_while_one_types_says_so(ecran: Ecran) -> None:
    valider_feuille(ecran.classe.ctx(), ecran.classe.cours_id, ecran.classe.periode_id, 0)
    ecran.viser(MAE, 0)
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.taper("4")
        ecran.touche(ENTREE)
    assert ecran.page.fermee.isVisible()
    assert ecran.montre(MAE, 1) == ""
    assert any("La direction a validé cette feuille" in mots for mots in ecran.dits)


@pytest.mark.usefixtures("clair")
def test_the_page_is_named_and_fits(ecran: Ecran) -> None:
    assert accessibilite.sans_nom(ecran.page) == []
    assert accessibilite.libelles_sans_ami(ecran.page) == []
    assert ecran.page.minimumSizeHint().height() <= 449


def test_the_status_line_undoes_what_it_says_even_once_another_course_is_open(ecran: Ecran) -> None:
    annulations: list[Any] = []
    ecran.page._bus.message.connect(lambda _mots, annuler: annulations.append(annuler))
    ecran.viser(MAE, 0)
    ecran.taper("4")
    ecran.touche(ENTREE)
    ecran.attendre()
    classe = ecran.classe
    ecran.page.entrer(classe.ctx())
    ecran.ouvrir("jeudi")
    annulations[-1]()
    ecran.qtbot.waitUntil(lambda: any(mots.startswith("Annulé\u00a0: Note\u00a0: Aubry Maé") for mots in ecran.dits))
    assert ecrit(ecran)[MAE] == [""] * 5


def test_a_base_that_stays_locked_keeps_what_was_typed(ecran: Ecran, monkeypatch: pytest.MonkeyPatch) -> None:
    def occupee(*_: object) -> None:
        raise BaseOccupee

    with monkeypatch.context() as faux:
        faux.setattr("imuse_desk.views.evaluations.page.ecrire_notes", occupee)
        ecran.viser(MAE, 0)
        ecran.taper("4")
        ecran.touche(ENTREE)
        ecran.qtbot.waitUntil(ecran.page.erreurs.isVisible)
    assert ecran.page.outils.enregistre.texte == "Non enregistré"
    assert ecran.montre(MAE, 1) == "4,00"
    ecran.page.erreurs.suivi.emit("reessayer")
    assert ecrit(ecran)[MAE][0] == "400"
    assert not ecran.page.erreurs.isVisible()


def test_the_detail_of_a_mark_opens_from_its_cell(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("4")
    ecran.touche(ENTREE)
    ecran.viser(MAE, 0)
    ecran.touche(ENTREE, Qt.KeyboardModifier.AltModifier)
    ecran.qtbot.waitUntil(lambda: ecran.page.detail.demande is not None)
    demande = ecran.page.detail.demande
    assert demande is not None
    assert demande.windowTitle() == "Aubry Maé, Lecture"
    demande.formulaire.poser_brut({"le": "3/12/2025", "choix": "Bach, menuet", "appreciation": "Bon tempo"})
    ecran.qtbot.mouseClick(demande.confirmer, Qt.MouseButton.LeftButton)
    ecran.qtbot.waitUntil(lambda: "Détail enregistré\u00a0: Aubry Maé, Lecture" in ecran.dits)
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.page.relire()
    ecran.page.activateWindow()
    ecran.qtbot.waitUntil(ecran.page.isActiveWindow)
    ecran.viser(MAE, 0)
    ecran.taper("5")
    ecran.touche(ENTREE)
    assert ecrit(ecran)[MAE][0] == "500"  # the grid knows the version that the detail left
    assert ecran.page.conflit.isHidden()


def test_what_is_refused_waits_in_its_sheet_while_another_is_open(ecran: Ecran) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("12")
    ecran.touche(ENTREE)
    periodes = ecran.page.outils.menu.actions()
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        periodes[1].trigger()
    assert ecran.page.outils.periode.text() == "Semestre 2, ouvert"
    assert ecran.montre(MAE, 1) == ""
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.page.outils.menu.actions()[0].trigger()
    assert ecran.montre(MAE, 1) == "12"
    assert ecran.page.erreurs.isVisible()


def test_what_is_refused_comes_back_after_the_program_was_closed(ecran: Ecran, executant: Executant) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("12")
    ecran.touche(TAB)
    ecran.taper("4,5")
    ecran.touche(ENTREE)
    ecran.attendre()
    ecran.qtbot.waitUntil(lambda: not executant.est_occupe)
    page = PageEvaluations(executant, Bus())
    ecran.qtbot.addWidget(page)
    page.entrer(ecran.ctx)
    page.show()
    ancienne, ecran.page = ecran.page, page
    ancienne.close()
    ecran.ouvrir()
    ecran.qtbot.waitUntil(page.erreurs.isVisible)
    assert [ecran.montre(MAE, 1), ecran.montre(MAE, 2)] == ["12", "4,50"]
    assert lister_brouillons(ecran.classe.prof("jeudi"), "notes") == ()
    page.modele.saisir([Cible(MAE, 0, "2")])  # put right: the draft goes
    ecran.attendre()
    ecran.qtbot.waitUntil(lambda: lister_brouillons(ecran.ctx, "notes") == ())
    assert not page.erreurs.isVisible()


def test_a_refused_cell_gives_way_to_what_another_desk_wrote_since(ecran: Ecran, executant: Executant) -> None:
    ecran.viser(MAE, 0)
    ecran.taper("12")
    ecran.touche(ENTREE)
    ecran.qtbot.waitUntil(lambda: len(lister_brouillons(ecran.ctx, "notes")) == 1)
    note = NoteEcrite(ecran.classe.inscription("Maé"), ecran.classe.critere("Lecture"), "3", 0)
    ecrire_notes(ecran.classe.ctx(), EcrireNotes(ecran.classe.cours_id, ecran.classe.periode_id, (note,)))
    ecran.page.entrer(ecran.ctx)
    ecran.ouvrir()
    ecran.qtbot.waitUntil(lambda: lister_brouillons(ecran.ctx, "notes") == ())
    assert ecran.montre(MAE, 1) == "3,00"
    assert not ecran.page.erreurs.isVisible()


def test_a_scale_that_changes_while_one_types_gives_back_the_cells_it_refuses(ecran: Ecran) -> None:
    ctx = ecran.classe.ctx()
    sur_5 = next(f for f in lister_fiches(ctx, "bareme") if f.champs["libelle"] == "Sur 5")
    ecran.viser(MAE, 0)
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        enregistrer_fiche(ctx, EnregistrerFiche("bareme", {**sur_5.champs, "pas": "100"}, sur_5.id, sur_5.version))
        ecran.taper("4,5")
        ecran.touche(TAB)
        ecran.taper("3")
        ecran.touche(ENTREE)
    assert ecrit(ecran)[MAE] == ["", "300", "", "", ""]
    assert ecran.montre(MAE, 1) == "4,5"
    assert "qui va de 1 en 1" in ecran.page.erreurs.phrase


def test_the_sheet_on_show_is_printed_for_its_period(ecran: Ecran) -> None:
    with ecran.qtbot.waitSignal(ecran.page.feuille_montree):
        ecran.page.outils.menu.actions()[1].trigger()
    ecran.qtbot.mouseClick(ecran.page.outils.imprimer, Qt.MouseButton.LeftButton)
    ecran.qtbot.waitUntil(lambda: ecran.page.outils.papiers.papier is not None, timeout=15_000)
    papier = ecran.page.outils.papiers.papier
    assert papier is not None
    assert "semestre_2" in papier.windowTitle()
    papier.close()
