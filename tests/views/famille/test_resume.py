"""The counter summary as a desk uses it: it comes with the family, every line leads to its place, F2 is the card."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.a_regler import ARegler
from imuse_desk.services.lectures.echanges import Echange
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.famille.mots_resume import mots_a_regler, mots_echange, rangees_echanges, titre_a_regler
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.famille.resume import ResumeGuichet
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from tests.bases import BaseDemo

DELAI = 8_000
GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def ctx(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.SECRETARIAT)


@pytest.fixture
def valmont(ctx: Contexte) -> int:
    lignes = lire_lignes_familles(ctx, lister_familles(ctx).ids)
    return next(ligne.id for ligne in lignes if ligne.nom == "Valmont")


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetrePrincipale:
    fenetre = assembler(executant, ReglagesLocaux(), Coffre())
    qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    fenetre.entrer(ctx)
    calme(qtbot, fenetre)
    return fenetre


def calme(qtbot: QtBot, fenetre: FenetrePrincipale) -> None:
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=DELAI)


def famille(fenetre: FenetrePrincipale) -> OngletFamille:
    page = fenetre.pages[Onglet.FAMILLE]
    assert isinstance(page, OngletFamille)
    return page


def ouvrir(qtbot: QtBot, fenetre: FenetrePrincipale, foyer_id: int) -> ResumeGuichet:
    fenetre.bus.ouvrir("foyer", foyer_id)
    calme(qtbot, fenetre)
    return famille(fenetre).resume


def liens(racine: QWidget) -> dict[str, QPushButton]:
    """The buttons in view, by their accessible name or words."""
    QApplication.processEvents()  # a layout shows what it just took when the loop comes round
    boutons = racine.findChildren(QPushButton)
    return {b.accessibleName() or b.text(): b for b in boutons if b.isVisibleTo(racine)}


def test_a_family_opens_on_its_summary_and_f2_is_its_card(
    qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int
) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    page = famille(fenetre)
    assert (resume.isVisible(), page.liste.isVisible()) == (True, False)
    assert resume.titre.text() == "Famille Valmont"
    assert not page.edition.est_ouverte, "the card is read when it is asked for"
    qtbot.keyClick(page, Qt.Key.Key_F2)
    calme(qtbot, fenetre)
    assert (page.fiche.isVisible(), page.liste.isVisible()) == (True, True)
    assert page.edition.ident == valmont
    qtbot.keyClick(page, Qt.Key.Key_F2)
    calme(qtbot, fenetre)
    assert resume.isVisible()
    qtbot.mouseClick(resume.fiche, GAUCHE)
    assert page.fiche.isVisible()
    qtbot.mouseClick(page.fiche.vers_resume, GAUCHE)
    assert resume.isVisible()


def test_escape_goes_back_to_the_accueil(qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    resume.fiche.setFocus()
    qtbot.keyClick(resume.fiche, Qt.Key.Key_Escape)
    calme(qtbot, fenetre)
    assert famille(fenetre).accueil.isVisible()
    assert famille(fenetre).liste.isVisible()


def test_the_list_opens_the_card_and_the_search_the_summary(
    qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int
) -> None:
    page = famille(fenetre)
    page.liste.table.setFocus()
    rang = page.modele.rang(valmont)
    assert rang is not None
    page.liste.table.setCurrentIndex(page.modele.index(rang, 0))
    calme(qtbot, fenetre)
    assert page.fiche.isVisible()
    fenetre.bus.ouvrir("foyer", valmont)
    calme(qtbot, fenetre)
    assert page.resume.isVisible()


def test_what_is_typed_on_the_card_waits_for_the_way_back(
    qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte, valmont: int
) -> None:
    page = famille(fenetre)
    ouvrir(qtbot, fenetre, valmont)
    page.montrer_la_fiche()
    calme(qtbot, fenetre)
    champ = page.fiche.form.widget("profession")
    champ.setFocus()
    qtbot.keyClicks(champ, "Luth")
    page.basculer()
    calme(qtbot, fenetre)
    assert "fiche non enregistrée" in liens(page.resume.a_regler)
    autre = next(i for i in lister_familles(ctx).ids if i != valmont)
    ouvrir(qtbot, fenetre, autre)
    assert page.resume.vue is not None
    assert page.resume.vue.id == autre
    fenetre.revenir()
    calme(qtbot, fenetre)
    assert page.fiche.isVisible(), "back returns to the draft"
    assert "Luth" in str(page.fiche.form.brut()["profession"])
    page.abandonner()
    calme(qtbot, fenetre)


def test_every_thing_to_settle_leads_to_its_place(
    qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte, valmont: int
) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    assert resume.vue is not None
    noe = resume.vue.enfants[1]
    attentes = (
        ARegler("paiement", 1, noe.prenom, "Reste 205,00\u00a0€ dû", noe.eleve_id),
        ARegler("courrier_echec", 2),
        ARegler("majorite", 1, noe.prenom, "2027-03-01", noe.eleve_id),
    )
    vue = replace(resume.vue, a_regler=attentes)
    resume.montrer(vue)
    assert resume.a_regler.accessibleName().startswith("Trois choses à régler")
    qtbot.mouseClick(liens(resume.a_regler)[f"reste 205,00\u00a0€ dû ({noe.prenom})"], GAUCHE)
    calme(qtbot, fenetre)
    assert fenetre.pile.currentWidget() is fenetre.pages[Onglet.REINSCRIPTION]
    reinscription = fenetre.pages[Onglet.REINSCRIPTION]
    assert reinscription.enfant.eleve_id == noe.eleve_id  # type: ignore[attr-defined]  # OngletReinscription
    fenetre.aller(Onglet.FAMILLE)
    calme(qtbot, fenetre)
    resume.montrer(vue)
    lien = liens(resume.a_regler)["2 courriers non partis"]
    lien.setFocus()
    qtbot.keyClick(lien, Qt.Key.Key_Space)
    calme(qtbot, fenetre)
    assert famille(fenetre).fiche.isVisible()
    assert famille(fenetre).fiche.onglets.tabText(famille(fenetre).fiche.onglets.currentIndex()) == "Courriers"
    ouvrir(qtbot, fenetre, valmont)
    resume.montrer(vue)
    qtbot.mouseClick(liens(resume.a_regler)[f"18 ans le 01/03/2027 ({noe.prenom})"], GAUCHE)
    calme(qtbot, fenetre)
    assert fenetre.pile.currentWidget() is fenetre.pages[Onglet.ELEVE]


def test_the_first_child_who_waits_is_re_enrolled(qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    assert resume.vue is not None
    assert resume.reinscrire.text() == "&Réinscrire Lina"
    deposes = tuple(replace(e, etat=EtatDossier.DEPOSEE) for e in resume.vue.enfants)
    resume.montrer(replace(resume.vue, enfants=deposes))
    assert resume.reinscrire.text() == "Voir la &réinscription"
    qtbot.mouseClick(resume.reinscrire, GAUCHE)
    calme(qtbot, fenetre)
    assert fenetre.pile.currentWidget() is fenetre.pages[Onglet.REINSCRIPTION]


def test_a_number_is_copied_and_a_letter_begun(
    qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    assert resume.vue is not None
    adulte = resume.vue.adultes[0]
    numero = adulte.telephones[0][1]
    qtbot.mouseClick(liens(resume.responsables)[f"Copier le numéro {numero}"], GAUCHE)
    assert QGuiApplication.clipboard().text() == numero
    assert numero in fenetre.barre.accessibleDescription()
    ouvertes: list[QUrl] = []

    def ouvrir_url(url: QUrl) -> bool:
        ouvertes.append(url)
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", ouvrir_url)
    qtbot.mouseClick(liens(resume.responsables)[f"Écrire à {adulte.email}"], GAUCHE)
    assert [url.toString() for url in ouvertes] == [f"mailto:{adulte.email}"]
    assert resume.bandeau.isVisible(), "no mail program answered: it is said"


def test_the_form_to_sign_is_printed_from_here(qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    qtbot.keyClick(famille(fenetre), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    menu = next(menu for menu in famille(fenetre).findChildren(QMenu) if menu.isVisible())
    qtbot.keyClick(menu, Qt.Key.Key_Up)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    calme(qtbot, fenetre)
    papier = resume.findChild(FenetrePapier)
    assert papier is not None
    assert papier.windowTitle().startswith("fiche_reinscription_")
    papier.close()


def test_nothing_to_show_is_hidden_or_said(qtbot: QtBot, fenetre: FenetrePrincipale, valmont: int) -> None:
    resume = ouvrir(qtbot, fenetre, valmont)
    assert resume.vue is not None
    vide = replace(
        resume.vue, enfants=(), cours=(), pieces=(), echanges=(), compte=None, a_regler=(), dossier_id=None,
        quotient=None, adresse="", archive_a=datetime(2027, 1, 2, tzinfo=UTC),
    )  # fmt: skip
    resume.montrer(vide)
    assert resume.compte.isHidden()
    assert resume.reinscrire.isHidden()
    assert resume.imprimer.isHidden()
    assert resume.responsables.quotient.isHidden()
    assert resume.cours.table.isHidden()
    assert resume.archivee.texte == "Archivée"
    assert resume.a_regler.accessibleName() == "Rien ne reste à régler."


def test_another_desk_s_change_is_seen(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo, valmont: int
) -> None:
    from imuse_desk.services.familles import ModifierFamille, modifier_famille
    from imuse_desk.services.lectures.familles import ouvrir_famille

    resume = ouvrir(qtbot, fenetre, valmont)
    autre = replace(base_demo.contexte(Role.DIRECTION), poste="Direction")
    fiche = ouvrir_famille(autre, valmont)
    fait = modifier_famille(
        autre, ModifierFamille(valmont, fiche.version, replace(fiche.saisie, complement="Bâtiment B"))
    )
    fenetre.bus.publier(fait.changements)
    calme(qtbot, fenetre)
    assert resume.vue is not None
    assert "Bâtiment B" in resume.vue.adresse
    assert "Bâtiment B" in resume.responsables.adresse.mots.accessibleName()


@pytest.mark.parametrize("taille", [100, 150])
def test_the_page_speaks_and_fits(
    qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte, valmont: int, taille: int, clair: object
) -> None:
    application = QGuiApplication.instance()
    appliquer_theme(application, "clair", taille)  # type: ignore[arg-type]  # a QApplication
    resume = ouvrir(qtbot, fenetre, valmont)
    for controle in (accessibilite.sans_nom, accessibilite.libelles_sans_ami, accessibilite.touches_en_double):
        assert controle(resume) == []
    vue = resume_famille(ctx, valmont)
    long = "de La Rochefoucauld-Montmorency-Luxembourg d’Œuilly-sur-Garonne"
    enfants = tuple(replace(e, prenom=f"Marie-Élisabeth Anne-Françoise {e.prenom}") for e in vue.enfants)
    resume.montrer(replace(vue, libelle=long, adresse=long * 3, enfants=enfants))
    assert resume.minimumSizeHint().width() <= 1280
    fenetre.resize(1366, 728)
    droite = resume.reinscrire.mapTo(resume, QPoint(resume.reinscrire.width(), 0)).x()
    assert droite <= resume.width()
    assert resume.titre.toolTip() == f"Famille {long}"


def test_words() -> None:
    assert [titre_a_regler(n) for n in (1, 3, 12)] == [
        "Une chose à régler\u00a0:", "Trois choses à régler\u00a0:", "12 choses à régler\u00a0:",
    ]  # fmt: skip
    assert [
        mots_a_regler(a)
        for a in (
            ARegler("piece_refusee", 1, "Avis d’imposition", "Lina"),
            ARegler("piece_refusee", 2),
            ARegler("piece_a_fournir", 3),
            ARegler("horaire", 1, "Lina", "FM 1.3"),
            ARegler("sans_reponse", 2, "Lina et Noé"),
            ARegler("sans_reponse", 3, "Lina et Noé"),
            ARegler("condition", 1, "Lina", "4 absences non justifiées sur 3 admises"),
            ARegler("courrier_a_imprimer", 1),
            ARegler("cheque_impaye", 1, detail="30000"),
            ARegler("cheque_impaye", 2, detail="45000"),
        )
    ] == [
        "pièce refusée\u00a0: Avis d’imposition (Lina)", "2 pièces refusées", "3 pièces à fournir",
        "horaire à choisir\u00a0: FM 1.3 (Lina)", "réponse attendue\u00a0: Lina et Noé", "3 réponses attendues",
        "4 absences non justifiées sur 3 admises (Lina)", "courrier à imprimer",
        "chèque impayé\u00a0: 300,00\u00a0€", "2 chèques impayés\u00a0: 450,00\u00a0€",
    ]  # fmt: skip
    a = datetime(2027, 5, 14, 12, 32, tzinfo=UTC)
    genres = ("fiche", "fiche_eleve", "papier", "piece", "decision", "statut", "declaration", "quotient", "message")
    for genre in genres:
        assert mots_echange(Echange(a, genre, "x", "refusee", "A. Martin"))
    assert mots_echange(Echange(a, "reponse", "Lina", "deposee", "")) == "Réinscription de Lina\u00a0: déposée"
    echanges = [Echange(a, "fiche", "", "", "A. Martin"), Echange(a.replace(year=2025), "fiche", "", "", "L. Petit")]
    rangees = rangees_echanges(echanges, ZoneInfo("Europe/Paris"), date(2027, 6, 1))
    assert [cellules[0].texte for _, cellules in rangees] == ["14/05, 14:32", "14/05/2025"]
