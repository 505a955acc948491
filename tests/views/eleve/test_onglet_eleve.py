"""The Élève tab as somebody uses it: create from the family, siblings, two households, errors."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.eleves import CreerEleve, Rattacher, archiver_eleve, creer_eleve, rattacher_eleve
from imuse_desk.services.familles import CreerFamille, ModifierFamille, creer_famille, modifier_famille
from imuse_desk.services.fiche_eleve import SaisieEleve, SaisieRattachement
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.navigation import situer
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.eleve.onglet import OngletEleve
from tests.services.familles.conftest import inscrire


@pytest.fixture(params=["sqlite"])
def base(base_sqlite: Base) -> Base:
    """The window's tests run on one database."""
    return base_sqlite


def foyer(ctx: Contexte, nom: str) -> int:
    adulte = replace(PREMIER_ADULTE, nom=nom, prenom="Camille", mobile="06 39 98 12 34")
    return creer_famille(ctx, CreerFamille(SaisieFamille(cp="92190", ville="Meudon", adultes=(adulte,)))).resultat


def enfant(ctx: Contexte, foyer_id: int, prenom: str, naissance: str) -> int:
    saisie = SaisieEleve(nom="Valmont", prenom=prenom, naissance=naissance, foyers=(SaisieRattachement(foyer_id),))
    return creer_eleve(ctx, CreerEleve(saisie)).resultat


@pytest.fixture
def foyer_id(ctx: Contexte) -> int:
    return foyer(ctx, "Valmont")


@pytest.fixture
def onglet(qtbot: QtBot, executant: Executant, ctx: Contexte) -> OngletEleve:
    onglet = OngletEleve(executant, Bus())
    qtbot.addWidget(onglet)
    onglet.resize(1366, 652)
    onglet.show()
    onglet.entrer(ctx)
    calme(qtbot, onglet)
    return onglet


def calme(qtbot: QtBot, onglet: OngletEleve) -> None:
    qtbot.waitUntil(lambda: not onglet.executant.est_occupe, timeout=8000)


def taper(qtbot: QtBot, onglet: OngletEleve, cle: str, mots: str) -> None:
    widget = onglet.fiche.form.widget(cle)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(widget, mots)


def test_a_pupil_is_added_from_the_family(qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int) -> None:
    onglet.nouveau_dans(foyer_id)
    calme(qtbot, onglet)
    taper(qtbot, onglet, "prenom", "Lina")
    taper(qtbot, onglet, "naissance", "31/02/2010")
    onglet.enregistrer()
    calme(qtbot, onglet)
    assert onglet.fiche.form.erreurs == {"naissance": "Février 2010 a 28 jours. Corrigez le jour."}
    taper(qtbot, onglet, "naissance", "12/3/16")
    taper(qtbot, onglet, "autorisee0_nom", "Ana Roche")
    onglet.enregistrer()
    calme(qtbot, onglet)
    assert onglet.edition.ident is not None
    saisie = ouvrir_eleve(ctx, onglet.edition.ident).saisie
    assert (saisie.nom, saisie.prenom, saisie.naissance) == ("Valmont", "Lina", "12/03/2016")
    assert [a.nom for a in saisie.autorisees] == ["Ana Roche"]
    assert not onglet.a_un_brouillon()


def test_an_adult_becomes_a_pupil_and_stays_one_person(
    qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int
) -> None:
    onglet.nouveau_dans(foyer_id, ouvrir_famille(ctx, foyer_id).saisie.adultes[0])
    calme(qtbot, onglet)
    onglet.enregistrer()
    calme(qtbot, onglet)
    assert [(e.prenom, e.est_responsable) for e in ouvrir_famille(ctx, foyer_id).enfants] == [("Camille", True)]


def test_arrows_go_through_the_siblings(qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int) -> None:
    ainee = enfant(ctx, foyer_id, "Lina", "12/03/2014")
    cadet = enfant(ctx, foyer_id, "Noé", "02/09/2018")
    onglet.ouvrir(ainee)
    calme(qtbot, onglet)
    assert onglet.fiche.rang.text() == "1 / 2"
    qtbot.mouseClick(onglet.fiche.suivant, Qt.MouseButton.LeftButton)
    calme(qtbot, onglet)
    assert (onglet.edition.ident, onglet.fiche.titre.text(), onglet.fiche.rang.text()) == (
        cadet,
        "Noé Valmont",
        "2 / 2",
    )


def test_shares_of_two_households(qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int) -> None:
    ident, autre = enfant(ctx, foyer_id, "Lina", "12/03/2014"), foyer(ctx, "Roche")
    rattacher_eleve(ctx, Rattacher(ident, autre, 50))
    onglet.ouvrir(ident)
    calme(qtbot, onglet)
    taper(qtbot, onglet, "part0", "70")
    onglet.enregistrer()
    calme(qtbot, onglet)
    assert "120" in onglet.fiche.form.erreurs["part1"]
    taper(qtbot, onglet, "part1", "30")
    onglet.enregistrer()
    calme(qtbot, onglet)
    assert [f.part for f in ouvrir_eleve(ctx, ident).saisie.foyers] == ["70", "30"]


def test_the_card_speaks_of_the_current_household_and_hides_a_secret_address(
    qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int
) -> None:
    """Lina's main household lives at a secret address: opened from her father's, its card goes on with his."""
    aine = enfant(ctx, foyer_id, "Tom", "12/03/2010")
    lina = enfant(ctx, foyer_id, "Lina", "12/03/2014")
    secret = replace(ouvrir_famille(ctx, foyer_id).saisie, est_confidentielle=True)
    modifier_famille(ctx, ModifierFamille(foyer_id, ouvrir_famille(ctx, foyer_id).version, secret))
    pere = foyer(ctx, "Roche")
    rattacher_eleve(ctx, Rattacher(lina, pere, 50))
    ouverts: list[tuple[str, int]] = []
    onglet.bus.ouverture_demandee.connect(lambda genre, ident: ouverts.append((genre, ident)))
    onglet.ouvrir_dossier(situer(ctx, "eleve", lina, pere))
    calme(qtbot, onglet)
    fiche = onglet.fiche
    assert (fiche.lien_titre.text(), fiche.responsable.text()) == ("Roche", "92190 Meudon · 06 39 98 12 34")
    assert fiche.suivant.isHidden()  # the other household's children are not walked through
    assert [nom.text().split(" · ")[0] for nom in fiche.noms_foyers] == ["Camille Valmont", "Camille Roche"]
    qtbot.mouseClick(fiche.lien_titre, Qt.MouseButton.LeftButton)
    assert ouverts == [("foyer", pere)]
    onglet.ouvrir_dossier(situer(ctx, "eleve", lina))
    calme(qtbot, onglet)
    assert fiche.lien_titre.text() == "Valmont"
    assert fiche.responsable.text() == "adresse confidentielle · 06 39 98 12 34"
    qtbot.mouseClick(fiche.suivant, Qt.MouseButton.LeftButton)
    calme(qtbot, onglet)
    assert onglet.edition.ident == aine
    assert fiche.responsable.text().startswith("92190 Meudon")  # a child of one household alone


def test_an_archived_pupil_says_so(qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int) -> None:
    ident = enfant(ctx, foyer_id, "Lina", "12/03/2014")
    archiver_eleve(ctx, ident)
    onglet.ouvrir(ident)
    calme(qtbot, onglet)
    assert onglet.fiche.bandeau.phrase == "Cet élève est archivé\u00a0: lecture seule."


def test_courses_of_the_year_have_the_manual_s_columns(
    qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, maison: dict[str, int], foyer_id: int
) -> None:
    ident = enfant(ctx, foyer_id, "Lina", "12/03/2014")
    inscrire(ctx, maison, ident)
    onglet.ouvrir(ident)
    calme(qtbot, onglet)
    modele = onglet.fiche.page_cours.modele
    assert [modele.cellule(0, c).copie for c in range(modele.columnCount())] == [
        "Cor C1.1", "", "D. Roussel", "", "Actif", "Ravel", "lundi", "17:30", "0:30",
    ]  # fmt: skip
    assert onglet.fiche.modele_historique.rowCount() == 0


def test_the_tab_speaks_and_fits(qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int) -> None:
    onglet.ouvrir(enfant(ctx, foyer_id, "Lina", "12/03/2014"))
    calme(qtbot, onglet)
    for controle in (accessibilite.sans_nom, accessibilite.libelles_sans_ami, accessibilite.touches_en_double):
        assert controle(onglet) == []
    assert onglet.minimumSizeHint().width() <= 1280
    assert onglet.minimumSizeHint().height() <= 533


@pytest.mark.parametrize(
    ("cle", "mots", "dit", "ecrit"),
    [
        ("naissance", "31/02/2010", "Février 2010 a 28 jours", None),
        ("naissance", "01/01/2030", "après aujourd’hui", None),
        ("naissance", "01/01/1850", "avant le", None),
        ("naissance", "12/3/16", "", "12/03/2016"),
        ("email", "lina chez exemple", "@", None),
        ("tel_urgence", "0612345678 mamie", "note gardée", "06 12 34 56 78 (mamie)"),
        ("tel_urgence", "mamie", "n’est pas un numéro", None),
        ("autorisee0_telephone", "+262692123456", "", "+262 692 12 34 56"),
        ("part0", "150", "de 0 à 100", None),
    ],
)
def test_fields_are_checked_on_leaving_them(
    qtbot: QtBot, onglet: OngletEleve, ctx: Contexte, foyer_id: int, cle: str, mots: str, dit: str, ecrit: str | None
) -> None:
    autre = creer_famille(ctx, CreerFamille(SaisieFamille(adultes=(replace(PREMIER_ADULTE, nom="Aubry"),)))).resultat
    lina = enfant(ctx, foyer_id, "Lina", "12/03/2016")
    rattacher_eleve(ctx, Rattacher(lina, autre, 50))
    onglet.ouvrir(lina)
    calme(qtbot, onglet)
    onglet.window().activateWindow()
    taper(qtbot, onglet, cle, mots)
    form = onglet.fiche.form
    qtbot.keyClick(form.widget(cle), Qt.Key.Key_Tab)
    assert dit in form.widget(cle).accessibleDescription()
    assert (cle in form.erreurs) == (ecrit is None)
    assert form.brut()[cle] == (ecrit or mots)
