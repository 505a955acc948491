"""The Famille tab as somebody uses it: type, leave, record; drafts, warnings, conflict, read-only."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from imuse_desk.domain.roles import Role
from imuse_desk.models import Changement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.brouillons import lire_brouillon
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.familles import CreerFamille, ModifierFamille, creer_famille, modifier_famille
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.familles import AutreFoyer, EnfantVu, ouvrir_famille
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.famille.presentateur import annonces


@pytest.fixture(params=["sqlite"])
def base(base_sqlite: Base) -> Base:
    """The window's tests run on one database."""
    return base_sqlite


@pytest.fixture
def foyer_id(ctx: Contexte) -> int:
    adulte = replace(PREMIER_ADULTE, nom="Valmont", prenom="Camille", mobile="06 39 98 12 34")
    saisie = SaisieFamille(numero="14", voie="rue des Ormes", cp="92190", ville="Meudon", adultes=(adulte,))
    return creer_famille(ctx, CreerFamille(saisie)).resultat


@pytest.fixture
def dits() -> list[str]:
    return []


@pytest.fixture
def onglet(qtbot: QtBot, executant: Executant, ctx: Contexte, foyer_id: int, dits: list[str]) -> OngletFamille:
    bus = Bus()
    bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    onglet = OngletFamille(executant, bus)
    qtbot.addWidget(onglet)
    onglet.resize(1366, 652)
    onglet.show()
    onglet.entrer(ctx)
    calme(qtbot, executant)
    return onglet


def calme(qtbot: QtBot, executant: Executant) -> None:
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=8000)


def ouvrir(qtbot: QtBot, onglet: OngletFamille, foyer_id: int) -> None:
    onglet.ouvrir(foyer_id)
    calme(qtbot, onglet.executant)


def taper(qtbot: QtBot, onglet: OngletFamille, cle: str, mots: str) -> None:
    widget: QWidget = onglet.fiche.form.widget(cle)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(widget, mots)


def enregistrer(qtbot: QtBot, onglet: OngletFamille) -> None:
    onglet.enregistrer()
    calme(qtbot, onglet.executant)


def changements(ctx: Contexte) -> int:
    with ctx.lire() as session:
        return session.execute(select(func.count()).select_from(Changement)).scalar_one()


def test_an_unchanged_card_is_silent(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int, dits: list[str]
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    avant = changements(ctx)
    assert not onglet.a_un_brouillon()
    assert onglet.fiche.abandonner.isHidden()
    enregistrer(qtbot, onglet)
    assert changements(ctx) == avant
    assert dits == ["Aucune modification à enregistrer"]
    assert onglet.fiche.etat.text() == "Modifié le 20/05/2027 à 11:00 par Aline Martin"


def test_a_change_is_recorded_and_told(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int, dits: list[str]
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    taper(qtbot, onglet, "profession", "Architecte")
    assert next(p.texte for p in onglet.fiche.puces if not p.isHidden()) == "Non enregistré"
    enregistrer(qtbot, onglet)
    assert dits == ["Éléments modifiés"]
    assert ouvrir_famille(ctx, foyer_id).saisie.adultes[0].profession == "Architecte"
    assert not onglet.a_un_brouillon()


def test_a_draft_outlives_the_card(qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    taper(qtbot, onglet, "profession", "Libraire")
    onglet.fermer()
    calme(qtbot, onglet.executant)
    assert lire_brouillon(ctx, "famille", str(foyer_id)) is not None
    ouvrir(qtbot, onglet, foyer_id)
    assert onglet.fiche.form.brut()["profession"] == "Libraire"
    assert onglet.fiche.etat.text() == "Brouillon gardé à 11:00, rien n’est perdu si vous quittez"
    qtbot.mouseClick(onglet.fiche.abandonner, Qt.MouseButton.LeftButton)
    calme(qtbot, onglet.executant)
    assert onglet.fiche.form.brut()["profession"] == ""
    assert lire_brouillon(ctx, "famille", str(foyer_id)) is None


def test_errors_stand_by_their_fields_and_take_the_focus(qtbot: QtBot, onglet: OngletFamille) -> None:
    onglet.nouveau()
    qtbot.waitUntil(lambda: onglet.fiche.enregistrer.text() == "Créer")
    calme(qtbot, onglet.executant)
    taper(qtbot, onglet, "prenom", "Camille")
    taper(qtbot, onglet, "naissance", "31/02/2010")
    taper(qtbot, onglet, "foyer_cp", "9219")
    enregistrer(qtbot, onglet)
    assert list(onglet.fiche.form.erreurs) == ["nom", "naissance", "foyer_cp"]
    assert onglet.fiche.form.erreurs["naissance"] == "Février 2010 a 28 jours. Corrigez le jour."
    assert onglet.a_un_brouillon()


def test_a_doubtful_phone_is_amber_and_recorded(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    taper(qtbot, onglet, "mobile", "06 00 00 12")
    qtbot.keyClick(onglet.fiche.form.widget("mobile"), Qt.Key.Key_Tab)
    assert "8 chiffres lus" in onglet.fiche.form.widget("mobile").accessibleDescription()
    assert onglet.fiche.form.erreurs == {}
    enregistrer(qtbot, onglet)
    assert ouvrir_famille(ctx, foyer_id).saisie.adultes[0].mobile == "06 00 00 12"


def test_a_likely_double_is_shown_and_put_aside(qtbot: QtBot, onglet: OngletFamille) -> None:
    onglet.nouveau()
    calme(qtbot, onglet.executant)
    taper(qtbot, onglet, "nom", "VALMONT")
    taper(qtbot, onglet, "prenom", "camille")
    calme(qtbot, onglet.executant)
    assert onglet.fiche.bandeau.phrase.startswith("Une personne proche existe\u00a0: Camille Valmont")
    onglet.fiche.bandeau.suivi.emit("autre")
    assert onglet.fiche.bandeau.isHidden()


def test_a_new_family_takes_the_status_of_its_town(qtbot: QtBot, onglet: OngletFamille, ctx: Contexte) -> None:
    onglet.nouveau()
    calme(qtbot, onglet.executant)
    taper(qtbot, onglet, "nom", "Roche")
    taper(qtbot, onglet, "foyer_cp", "75015")
    qtbot.keyClick(onglet.fiche.form.widget("foyer_cp"), Qt.Key.Key_Tab)
    calme(qtbot, onglet.executant)
    assert onglet.fiche.form.brut()["foyer_statut"] == "exterieur"
    enregistrer(qtbot, onglet)
    assert onglet.edition.ident is not None
    assert ouvrir_famille(ctx, onglet.edition.ident).saisie.statut == "exterieur"


def test_two_desks_choose_field_by_field(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, collegue: Contexte, foyer_id: int
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    vue = ouvrir_famille(collegue, foyer_id)
    leur = replace(vue.saisie.adultes[0], mobile="06 39 98 22 22")
    modifier_famille(
        collegue, ModifierFamille(foyer_id, vue.version, replace(vue.saisie, voie="allée des Charmes", adultes=(leur,)))
    )
    taper(qtbot, onglet, "mobile", "06 39 98 11 11")
    taper(qtbot, onglet, "profession", "Libraire")
    enregistrer(qtbot, onglet)
    assert onglet.pile.currentWidget() is onglet.conflit
    choix = {c.libelle: (c.mien, c.leur, c.choix) for c in onglet.conflit._champs}
    assert choix == {
        "Voie": ("rue des Ormes", "allée des Charmes", "leur"),
        "Profession": ("Libraire", "", "mien"),
        "Tél. mobile": ("06 39 98 11 11", "06 39 98 22 22", None),
    }
    assert not onglet.conflit.garder.isEnabled()
    onglet.conflit._groupes[f"{vue.saisie.adultes[0].personne_id}.mobile"].button(1).click()
    qtbot.mouseClick(onglet.conflit.garder, Qt.MouseButton.LeftButton)
    calme(qtbot, onglet.executant)
    apres = ouvrir_famille(ctx, foyer_id).saisie
    assert (apres.voie, apres.adultes[0].mobile, apres.adultes[0].profession) == (
        "allée des Charmes", "06 39 98 11 11", "Libraire",
    )  # fmt: skip
    assert onglet.pile.currentWidget() is onglet.fiche


def test_a_second_adult_is_added_and_the_list_follows(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    qtbot.mouseClick(onglet.fiche.ajouter_adulte, Qt.MouseButton.LeftButton)
    taper(qtbot, onglet, "prenom", "Joris")
    enregistrer(qtbot, onglet)
    assert [a.prenom for a in ouvrir_famille(ctx, foyer_id).saisie.adultes] == ["Camille", "Joris"]


def test_who_may_not_edit_reads(qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int) -> None:
    onglet.entrer(replace(ctx, roles={ctx.site_id: frozenset({Role.REGISSEUR})}))
    ouvrir(qtbot, onglet, foyer_id)
    assert onglet.fiche.enregistrer.isHidden()
    assert onglet.liste.nouveau.isHidden()
    assert onglet.fiche.form.widget("nom").isReadOnly()  # type: ignore[attr-defined]  # LigneTexte
    assert onglet.fiche.bandeau.phrase == "Votre rôle permet de lire cette fiche, pas de la modifier."


def test_an_empty_list_names_its_filter(qtbot: QtBot, onglet: OngletFamille) -> None:
    qtbot.keyClicks(onglet.liste.champ, "valmnt")
    qtbot.waitUntil(lambda: onglet.modele.rowCount() == 0, timeout=4000)
    calme(qtbot, onglet.executant)
    assert "valmnt" in onglet.liste._vide.accessibleName()


def test_the_tab_speaks_and_fits(qtbot: QtBot, onglet: OngletFamille, foyer_id: int) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    for controle in (accessibilite.sans_nom, accessibilite.libelles_sans_ami, accessibilite.touches_en_double):
        assert controle(onglet) == []
    assert onglet.minimumSizeHint().width() <= 1280
    assert onglet.minimumSizeHint().height() <= 533


def test_a_new_card_is_typed_from_its_top_at_once(qtbot: QtBot, onglet: OngletFamille) -> None:
    onglet.liste.setFocus()
    onglet.nouveau()
    calme(qtbot, onglet.executant)
    assert onglet.fiche.form.widget("civilite").hasFocus()


def test_children_who_also_live_elsewhere_are_named_together(ctx: Contexte, foyer_id: int) -> None:
    autre = AutreFoyer(99, "Perrin", "Catherine Perrin", "", est_confidentiel=False, part=50)
    vue = ouvrir_famille(ctx, foyer_id)
    lina = EnfantVu(
        eleve_id=1, personne_id=1, nom="Valmont", prenom="Lina", naissance_le=None, cours=(), etat=None, part=50,
        est_principal=True, est_responsable=False, majeur_le=None, autre=autre,
    )  # fmt: skip
    trois = (lina, replace(lina, prenom="Noé"), replace(lina, prenom="Zoé"))
    assert annonces(replace(vue, enfants=(lina,))) == ["Lina vit aussi chez Catherine Perrin, part 50\u00a0%."]
    assert annonces(replace(vue, enfants=trois))[0].startswith("Lina, Noé et Zoé vivent aussi chez Catherine Perrin")


def _quitter(qtbot: QtBot, onglet: OngletFamille, cle: str, mots: str) -> str:
    """Type in a field, leave it by Tab; what stands under it."""
    onglet.window().activateWindow()
    taper(qtbot, onglet, cle, mots)
    qtbot.keyClick(onglet.fiche.form.widget(cle), Qt.Key.Key_Tab)
    return onglet.fiche.form.widget(cle).accessibleDescription()


@pytest.mark.parametrize(
    ("cle", "mots", "dit"),
    [
        ("naissance", "31/02/2010", "Février 2010 a 28 jours"),
        ("naissance", "2030", "n’est pas une date"),
        ("naissance", "01/01/2030", "après aujourd’hui"),
        ("naissance", "01/01/1850", "avant le 20/05/1907"),
        ("naissance", "1850", "n’est pas une date"),
        ("email", "camille.valmont", "@"),
        ("email", "camille@exemple@fr", "adresse"),
        ("foyer_cp", "9719", "cinq chiffres"),
        ("foyer_cp", "ABCDE", "cinq chiffres"),
        ("mobile", "06 12 AB 56 78", "n’est pas un numéro"),
        ("foyer_enfants_a_charge", "deux", "nombre"),
        ("foyer_statut_du", "32/01/2026", "31 jours"),
    ],
)
def test_what_cannot_be_read_is_said_on_leaving_the_field(
    qtbot: QtBot, onglet: OngletFamille, foyer_id: int, cle: str, mots: str, dit: str
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    phrase = _quitter(qtbot, onglet, cle, mots)
    form = onglet.fiche.form
    assert dit in phrase
    assert form.erreurs == {cle: phrase}
    assert form.brut()[cle] == mots, "what was typed stays"
    assert not form.widget(cle).hasFocus(), "leaving is not refused"
    taper(qtbot, onglet, cle, "1")
    assert form.erreurs == {}, "typing again takes the sentence away"


@pytest.mark.parametrize(
    ("cle", "mots", "ecrit", "averti"),
    [
        ("naissance", "3/4/82", "03/04/1982", ""),
        ("email", " Camille@Exemple.FR ", "Camille@exemple.fr", ""),
        ("email", "camille@exemple", "camille@exemple", "Pas de point après @"),
        ("foyer_cp", "2a004", "2A004", "code postal corse commence par 20"),
        ("foyer_cp", "97400", "97400", ""),
        ("foyer_cp", "97 400", "97400", ""),
        ("foyer_cp", "00100", "00100", "Aucun département 00"),
        ("mobile", "0612345678 (maman)", "06 12 34 56 78 (maman)", "note gardée"),
        ("mobile", "06 12 34 56 78 (maman)", "06 12 34 56 78 (maman)", "note gardée"),
        ("tel_domicile", "+262 692 12 34 56", "+262 692 12 34 56", ""),
        ("tel_domicile", "0692123456", "0692 12 34 56", ""),
        ("tel_pro", "0612", "0612", "4 chiffres lus"),
    ],
)
def test_what_can_be_read_is_written_in_its_form_and_recorded(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int, cle: str, mots: str, ecrit: str, averti: str
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    phrase = _quitter(qtbot, onglet, cle, mots)
    assert onglet.fiche.form.erreurs == {}
    assert onglet.fiche.form.brut()[cle] == ecrit
    assert averti in phrase
    enregistrer(qtbot, onglet)
    saisie = ouvrir_famille(ctx, foyer_id).saisie
    garde = getattr(saisie, cle.removeprefix("foyer_")) if cle.startswith("foyer_") else getattr(saisie.adultes[0], cle)
    assert garde == ecrit
    assert not onglet.a_un_brouillon()


def test_a_postcode_abroad_is_free_and_follows_the_country(
    qtbot: QtBot, onglet: OngletFamille, ctx: Contexte, foyer_id: int
) -> None:
    ouvrir(qtbot, onglet, foyer_id)
    form = onglet.fiche.form
    assert "cinq chiffres" in _quitter(qtbot, onglet, "foyer_cp", "SW1A 1AA")
    pays = form.widget("foyer_pays")
    pays.setFocus()
    qtbot.keyClicks(pays, "Royaume")
    assert form.erreurs == {}, "the postcode is read again as British"
    enregistrer(qtbot, onglet)
    saisie = ouvrir_famille(ctx, foyer_id).saisie
    assert (saisie.cp, saisie.pays) == ("SW1A 1AA", "GB")
    qtbot.wait(QApplication.keyboardInputInterval() + 100)  # a new word, not the rest of the last one
    qtbot.keyClicks(pays, "France")
    assert "foyer_cp" in form.erreurs


def test_visiting_a_field_changes_nothing(qtbot: QtBot, onglet: OngletFamille, foyer_id: int) -> None:
    """A value recorded long ago in another form stays as it is until somebody types in it."""
    ouvrir(qtbot, onglet, foyer_id)
    onglet.fiche.form.poser_brut({"mobile": "0639981234", "naissance": "1/2/80"})
    for cle in ("mobile", "naissance"):
        champ = onglet.fiche.form.widget(cle)
        champ.setFocus()
        qtbot.keyClick(champ, Qt.Key.Key_Tab)
    assert onglet.fiche.form.brut()["mobile"] == "0639981234"
    assert onglet.fiche.form.brut()["naissance"] == "1/2/80"
    assert not onglet.a_un_brouillon()
