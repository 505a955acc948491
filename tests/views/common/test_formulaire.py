"""Forms and their edits: reading, loading in silence, errors by the field, drafts, names for screen readers."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.dates import lire_naissance
from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.views.common.accessibilite import libelles_sans_ami, sans_nom, touches_en_double
from imuse_desk.views.common.champs import (
    CaseACocher,
    EditeurDate,
    EditeurEntier,
    EditeurMontant,
    LigneLue,
    LigneTexte,
    ListeChoix,
    ZoneTexte,
)
from imuse_desk.views.common.completion import Completion
from imuse_desk.views.common.formulaire import Formulaire

FICHE = {
    "nom": "Valmont",
    "naissance": date(2009, 3, 12),
    "quotient": 214530,
    "enfants": 2,
    "civilite": "mme",
    "image": True,
    "note": "Deux violons",
    "cp": "92190",
    "ville": "Meudon",
    "tel": "06 00 00 12 34",
}


def _aujourdhui() -> date:
    return date(2020, 5, 14)


def _telephone(texte: str) -> tuple[str, Invalide | None]:
    chiffres = "".join(c for c in texte if c.isdigit())
    if len(chiffres) != 10:
        raise Invalide("telephone", "telephone_court", lus=len(chiffres))
    return " ".join(chiffres[i : i + 2] for i in range(0, 10, 2)), None


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        colonne = QVBoxLayout(self)
        self.form = Formulaire(self)
        colonne.addWidget(self.form.bandeau)
        colonne.addWidget(self.form.colonne())
        self.form.champ("nom", "&Nom", LigneTexte(20), obligatoire=True)
        self.form.champ("naissance", "Né(e) &le", EditeurDate(_aujourdhui, lire_naissance), aide="jour, mois, année")
        self.form.champ("quotient", "&Quotient", EditeurMontant())
        self.form.champ("enfants", "&Enfants", EditeurEntier(0, 20))
        self.form.champ("civilite", "&Civilité", ListeChoix([("mme", "Madame"), ("m", "Monsieur")]), obligatoire=True)
        self.form.champ("image", "", CaseACocher("&Droit à l’image"))
        self.form.champ("note", "No&te", ZoneTexte(2, 50))
        self.form.groupe("C&P, ville", [("cp", "Code postal", LigneTexte(5), 72), ("ville", "Ville", LigneTexte(), 0)])
        self.form.champ("tel", "Tél. &mobile", LigneLue(_telephone))
        self.emis: list[str] = []
        self.form.champ_modifie.connect(self.emis.append)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    return page


def _taper(qtbot: QtBot, page: Page, cle: str, texte: str) -> None:
    widget = page.form.widget(cle)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(widget, Qt.Key.Key_Backspace)
    qtbot.keyClicks(widget, texte)


@pytest.mark.parametrize("cle", ["ville", "nom"])
def test_a_note_of_several_lines_shows_every_line(qtbot: QtBot, clair: None, cle: str) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.resize(440, 700)
    page.show()
    phrase = "C’est un code de commune\u00a0: un code postal corse commence par 20. Enregistrement possible."
    page.form.montrer_avertissements({cle: phrase})
    mots = next(m for m in page.findChildren(QLabel) if m.text() == phrase)
    QApplication.processEvents()
    assert mots.heightForWidth(mots.width()) > 2 * mots.fontMetrics().height()
    assert mots.height() >= mots.heightForWidth(mots.width())


def test_the_words_of_an_error_stand_beside_their_icon_whatever_the_height_left(qtbot: QtBot, clair: None) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.form.montrer_erreurs({"note": "Ce champ est obligatoire."})
    mots = next(m for m in page.findChildren(QLabel) if m.text() == "Ce champ est obligatoire.")
    mots.setFixedSize(300, 60)
    image = mots.grab().toImage()
    encre = [y for y in range(image.height()) if any(image.pixel(x, y) != image.pixel(299, 59) for x in range(299))]
    assert encre[-1] < 30


def test_loading_a_record_emits_nothing_and_reads_back(page: Page) -> None:
    page.form.poser(FICHE)
    assert page.emis == []
    assert page.form.valeurs() == FICHE
    assert not page.form.est_modifie()


@pytest.mark.parametrize(
    ("cle", "tape", "lu"),
    [
        ("nom", "  Valmont-Perrin ", "Valmont-Perrin"),
        ("naissance", "15/3/14", date(2014, 3, 15)),
        ("quotient", "1 234.5", 123450),
        ("enfants", " 3 ", 3),
        ("note", "Vu", "Vu"),
        ("tel", "0600001235", "06 00 00 12 35"),
    ],
)
def test_what_is_typed_is_read_and_announced(page: Page, qtbot: QtBot, cle: str, tape: str, lu: object) -> None:
    page.form.poser(FICHE)
    _taper(qtbot, page, cle, tape)
    page.form.widget("ville").setFocus()
    assert page.form.valeurs()[cle] == lu
    assert set(page.emis) == {cle}
    assert page.form.est_modifie()
    page.form.enregistre()
    assert not page.form.est_modifie()


def test_typed_values_are_written_in_french_on_leaving(page: Page, qtbot: QtBot) -> None:
    page.form.poser(FICHE)
    for cle, tape, ecrit in (("naissance", "150314", "15/03/2014"), ("quotient", "1234,5", "1\u202f234,50")):
        _taper(qtbot, page, cle, tape)
        page.form.widget("ville").setFocus()
        assert page.form.brut()[cle] == ecrit


def test_a_bad_date_shows_under_its_field_on_leaving_and_goes_when_edited(page: Page, qtbot: QtBot) -> None:
    page.form.poser(FICHE)
    _taper(qtbot, page, "naissance", "31/02/2010")
    page.form.widget("ville").setFocus()
    assert page.form.erreurs == {"naissance": "Février 2010 a 28 jours. Corrigez le jour."}
    assert page.form.widget("naissance").property("etat") == "erreur"
    assert page.form.widget("naissance").accessibleDescription().startswith("Février")
    assert page.form.bandeau.isHidden()
    _taper(qtbot, page, "naissance", "28/02/2010")
    assert page.form.erreurs == {}
    assert page.form.widget("naissance").accessibleDescription() == "jour, mois, année"


def test_saving_shows_every_error_and_focuses_the_first(page: Page, qtbot: QtBot) -> None:
    page.form.poser({**FICHE, "nom": "", "civilite": None})
    _taper(qtbot, page, "enfants", "99")
    assert page.form.valider() is None
    assert list(page.form.erreurs) == ["nom", "enfants", "civilite"]
    assert page.form.widget("nom").hasFocus()
    assert page.form.bandeau.isVisible()
    assert page.form.bandeau.phrase == "3 champs à corriger avant d’enregistrer"
    page.form.bandeau.suivi.emit("civilite")
    assert page.form.widget("civilite").hasFocus()
    _taper(qtbot, page, "nom", "Valmont")
    assert page.form.bandeau.phrase.startswith("2 champs")
    page.form.poser(FICHE)
    assert page.form.bandeau.isHidden()
    assert page.form.valider() == FICHE


def test_errors_of_a_service_find_their_field_and_the_others_the_band(page: Page) -> None:
    page.form.poser(FICHE)
    page.form.montrer_erreurs([Invalide("ville", "champ_obligatoire"), Invalide("ailleurs", "date_vide")])
    assert list(page.form.erreurs) == ["ville"]
    assert "La date manque." in page.form.bandeau.phrase


def test_a_zero_is_a_value(qtbot: QtBot) -> None:
    form = Formulaire()
    colonne = form.colonne()
    qtbot.addWidget(colonne)
    form.champ("n", "&Nombre", EditeurEntier(), obligatoire=True)
    form.poser({"n": 0})
    assert form.valeurs() == {"n": 0}
    form.poser({})
    with pytest.raises(FormulaireInvalide) as leve:
        form.valeurs()
    assert [(e.champ, e.code) for e in leve.value.erreurs] == [("n", "champ_obligatoire")]


def test_a_warning_is_amber_and_does_not_block(page: Page) -> None:
    page.form.poser(FICHE)
    page.form.montrer_avertissements({"ville": "À vérifier."})
    assert page.form.widget("ville").property("etat") == "averti"
    assert page.form.valider() == FICHE


def test_a_draft_comes_back_as_it_was_typed(page: Page, qtbot: QtBot) -> None:
    page.form.poser(FICHE)
    _taper(qtbot, page, "naissance", "31/02")
    brouillon = page.form.brut()
    page.emis.clear()
    page.form.poser(FICHE)
    page.form.poser_brut(brouillon)
    assert page.form.brut() == brouillon
    assert page.form.est_modifie()
    assert page.emis == []


def test_read_only_fields_take_no_key(page: Page, qtbot: QtBot) -> None:
    page.form.poser(FICHE)
    page.form.lecture_seule()
    for cle in ("nom", "note", "naissance"):
        qtbot.keyClicks(page.form.widget(cle), "zz")
    assert page.form.valeurs() == FICHE
    page.form.lecture_seule(est_lecture=False)
    qtbot.keyClicks(page.form.widget("note"), "z")
    assert page.form.est_modifie()


def test_every_field_has_a_name_and_no_key_twice(page: Page) -> None:
    assert sans_nom(page) == []
    assert libelles_sans_ami(page) == []
    assert touches_en_double(page) == []
    assert page.form.widget("image").accessibleName() == "Droit à l’image"


def test_the_wheel_does_not_change_an_unfocused_list(page: Page) -> None:
    page.form.poser(FICHE)
    liste = page.form.widget("civilite")
    page.form.widget("nom").setFocus()
    roue = QWheelEvent(
        QPointF(5, 5),
        liste.mapToGlobal(QPointF(5, 5)),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(liste, roue)
    assert page.form.valeurs()["civilite"] == "mme"


def test_typing_chooses_in_a_list(page: Page, qtbot: QtBot) -> None:
    page.form.poser(FICHE)
    qtbot.keyClicks(page.form.widget("civilite"), "mons")
    assert page.form.valeurs()["civilite"] == "m"


def test_the_counter_shows_near_the_limit(qtbot: QtBot) -> None:
    ligne = LigneTexte(30)
    qtbot.addWidget(ligne)
    qtbot.keyClicks(ligne, "a" * 25)
    assert ligne.compteur == ""
    qtbot.keyClicks(ligne, "b" * 8)
    assert (ligne.compteur, ligne.text()) == ("30/30", "a" * 25 + "b" * 5)


def test_a_short_line_keeps_its_room_for_its_value(qtbot: QtBot) -> None:
    ligne = LigneTexte(3)  # the minutes of a lesson: 180 must not read 18
    qtbot.addWidget(ligne)
    qtbot.keyClicks(ligne, "180")
    assert (ligne.compteur, ligne.textMargins().right()) == ("", 0)


@pytest.mark.parametrize("texte", ["1e3", "²", "--2", "1,5", "٣"])
def test_what_is_not_a_whole_number_is_refused(qtbot: QtBot, texte: str) -> None:
    edit = EditeurEntier(-5, 5)
    qtbot.addWidget(edit)
    edit.setText(texte)
    with pytest.raises(Invalide, match="entier_illisible"):
        edit.valeur()


def test_a_completion_searches_after_a_pause_and_gives_the_value(page: Page, qtbot: QtBot) -> None:
    ligne = page.form.widget("ville")
    assert isinstance(ligne, LigneTexte)
    completion = Completion(ligne)
    ligne.setFocus()
    ligne.clear()
    with qtbot.waitSignal(completion.recherche) as cherche:
        qtbot.keyClicks(ligne, "meu")
    assert cherche.args == ["meu"]
    completion.proposer([(92048, "Meudon"), (75056, "Paris")])
    popup = QApplication.activePopupWidget()
    assert popup is not None
    with qtbot.waitSignal(completion.choisie) as choisie:
        qtbot.keyClick(popup, Qt.Key.Key_Down)
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert (choisie.args, ligne.text()) == ([92048], "Meudon")
