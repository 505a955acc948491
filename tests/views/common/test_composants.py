"""Small components: buttons, chips, pills, band, cards, confirmation, status line, tabs, list pane, bus, messages."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import imuse_desk
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import BaseInjoignable, Invalide, RegleMetier
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import avec_caret, icone_seule, lien, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.liste_fiche import ListeFiche
from imuse_desk.views.common.messages import INCIDENT, TEXTES, codes_inconnus, texte_code, texte_erreur
from imuse_desk.views.common.onglets import OngletsPrincipaux, SousOnglets
from imuse_desk.views.common.puces import Filtres, Puce
from imuse_desk.views.common.raccourcis import PARTOUT, RaccourciPris, Raccourcis, lisible
from imuse_desk.views.common.theme import appliquer_theme
from imuse_desk.views.common.touche import LegendeTouches
from imuse_desk.views.demonstration.galerie import Galerie
from imuse_desk.views.listes.mots import Mots


def _presser(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def _boutons(racine: QWidget) -> dict[str, QPushButton]:
    return {bouton.text(): bouton for bouton in racine.findChildren(QPushButton)}


def test_the_menu_of_a_button_with_a_caret_reads_from_the_left(qtbot: QtBot) -> None:
    bouton = avec_caret(secondaire("Compte"))
    qtbot.addWidget(bouton)
    menu = QMenu(bouton)
    bouton.setMenu(menu)
    assert menu.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_an_icon_button_speaks_and_shows_its_shortcut(qtbot: QtBot) -> None:
    bouton = icone_seule("printer", "Imprimer", "Ctrl+P")
    qtbot.addWidget(bouton)
    assert (bouton.accessibleName(), bouton.toolTip()) == ("Imprimer", "Imprimer (Ctrl+P)")
    assert bouton.shortcut().toString() == "Ctrl+P"


def test_a_chip_is_as_wide_as_its_words_and_hides_without(qtbot: QtBot) -> None:
    boite = QWidget()
    qtbot.addWidget(boite)
    puce = Puce("Validé", "ok", "check-circle", boite)
    court = puce.sizeHint().width()
    puce.montrer("Solde dû 205,00\u00a0€", "warn", "wallet")
    assert puce.sizeHint().width() > court
    assert puce.accessibleName() == "Solde dû 205,00\u00a0€"
    puce.montrer("", "neutral")
    assert puce.isHidden()


def test_pills_add_up_and_the_first_clears_them(qtbot: QtBot) -> None:
    filtres = Filtres([("toutes", "Toutes"), ("solde", "Solde dû"), ("pieces", "Pièces manquantes")])
    qtbot.addWidget(filtres)
    recus: list[object] = []
    filtres.filtres_changes.connect(recus.append)
    boutons = _boutons(filtres)
    for mots in ("Solde dû", "Pièces manquantes", "Solde dû", "Toutes", "Toutes"):
        _presser(qtbot, boutons[mots])
    assert recus == [("solde",), ("solde", "pieces"), ("pieces",), (), ()]
    assert boutons["Toutes"].isChecked()
    filtres.poser(["solde"])
    assert filtres.libelles() == ("Solde dû",)
    assert not boutons["Toutes"].isChecked()
    assert len(recus) == 5


def test_a_band_reports_the_link_pressed_and_replaces_its_links(qtbot: QtBot) -> None:
    bandeau = Bandeau("warn", "Base injoignable.", [("encore", "Réessayer")])
    qtbot.addWidget(bandeau)
    with qtbot.waitSignal(bandeau.suivi) as suivi:
        _presser(qtbot, _boutons(bandeau)["Réessayer"])
    assert suivi.args == ["encore"]
    bandeau.montrer("info", "12 élèves n’ont pas d’horaire.", [("voir", "Voir")])
    qtbot.waitUntil(lambda: list(_boutons(bandeau)) == ["Voir"])
    assert bandeau.accessibleName() == bandeau.phrase


def test_a_confirmation_begins_on_renoncer_and_answers_once(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    reponses: list[str] = []
    boite = Confirmation(
        parent,
        "Émettre 412 factures\u00a0?",
        "Une facture émise ne se modifie plus.",
        "Émettre 412 factures",
        details=[("Total", "148\u202f230,50\u00a0€")],
        detail_lien="Voir les exclusions",
    )
    boite.accepted.connect(lambda: reponses.append("oui"))
    boite.lien_suivi.connect(lambda: reponses.append("lien"))
    boite.open()
    qtbot.waitExposed(boite)
    boite.activateWindow()
    qtbot.waitUntil(boite.renoncer.hasFocus)
    assert accessibilite.sans_nom(boite) == []
    _presser(qtbot, _boutons(boite)["Voir les exclusions"])
    _presser(qtbot, _boutons(boite)["Émettre 412 factures"])
    assert reponses == ["lien", "oui"]
    qtbot.waitUntil(lambda: not parent.findChildren(Confirmation))


@pytest.mark.parametrize("titre", ["Clore la caisse\u00a0?", "Émettre 412 factures, puis les imprimer, " * 3])
def test_the_title_of_a_confirmation_begins_beside_its_icon(qtbot: QtBot, titre: str) -> None:
    boite = Confirmation(None, titre, "Une phrase.", "Clore")
    qtbot.addWidget(boite)
    boite.open()
    qtbot.waitExposed(boite)
    image, mots, phrase = boite.findChildren(QLabel)
    ligne = mots.contentsRect().top() + mots.fontMetrics().height() / 2
    assert abs(mots.mapTo(boite, QPoint(0, round(ligne))).y() - image.geometry().center().y()) <= 2
    assert phrase.geometry().top() - mots.geometry().bottom() <= 16, "no empty line between them"


def test_return_in_a_confirmation_does_not_confirm(qtbot: QtBot) -> None:
    boite = Confirmation(None, "Clore la caisse\u00a0?", "", "Clore la caisse", est_danger=True)
    boite.open()
    qtbot.waitExposed(boite)
    boite.activateWindow()
    qtbot.waitUntil(boite.renoncer.hasFocus)
    with qtbot.waitSignal(boite.rejected):
        qtbot.keyClick(boite.renoncer, Qt.Key.Key_Return)


def test_the_status_line_says_undoes_and_stops(qtbot: QtBot) -> None:
    barre = BarreEtat()
    qtbot.addWidget(barre)
    barre.show()
    assert barre.phrase == "Prêt"
    barre.dire("Éléments modifiés à 14:32", annulable=True)
    with qtbot.waitSignal(barre.annulation_demandee):
        _presser(qtbot, _boutons(barre)["Annuler"])
    assert not _boutons(barre)["Annuler"].isVisible()
    barre.travail("Factures", 412, 1000)
    textes = [label.text() for label in barre.findChildren(QLabel) if label.isVisible()]
    assert "Factures 412 / 1\u202f000" in textes
    with qtbot.waitSignal(barre.arret_demande):
        _presser(qtbot, _boutons(barre)["Arrêter"])
    barre.fin_travail()
    assert not _boutons(barre)["Arrêter"].isVisible()


def test_tabs_draw_their_own_focus_ring(qtbot: QtBot) -> None:
    for barre in (
        SousOnglets("Fiche", ["Identité", "Élèves"]),
        OngletsPrincipaux("Principaux", [("Famille", "users"), ("Élève", "student")]),
    ):
        qtbot.addWidget(barre)
        barre.show()
        qtbot.waitExposed(barre)
        barre.activateWindow()
        barre.clearFocus()
        repos = barre.grab().toImage()
        barre.setFocus()
        qtbot.waitUntil(barre.hasFocus)
        assert barre.grab().toImage() != repos
        qtbot.keyClick(barre, Qt.Key.Key_Right)
        assert barre.currentIndex() == 1


@pytest.fixture
def liste(qtbot: QtBot) -> ListeFiche:
    mots = Mots("famille", "familles", "Nouvelle", est_feminin=True)
    liste = ListeFiche(mots, [("toutes", "Toutes"), ("solde", "Solde dû"), ("pieces", "Pièces manquantes")])
    qtbot.addWidget(liste)
    liste.show()
    return liste


def test_the_list_pane_announces_text_after_a_pause_and_pills_at_once(liste: ListeFiche, qtbot: QtBot) -> None:
    recus: list[tuple[str, object]] = []
    liste.filtre_change.connect(lambda texte, cles: recus.append((texte, cles)))
    qtbot.keyClicks(liste.champ, "valm")
    assert recus == []
    qtbot.waitUntil(lambda: recus == [("valm", ())])
    _presser(qtbot, _boutons(liste)["Solde dû"])
    liste.effacer_filtres()
    assert recus[-2:] == [("valm", ("solde",)), ("", ())]
    with qtbot.waitSignal(liste.nouveau_demande):
        _presser(qtbot, liste.nouveau)


@pytest.mark.parametrize(
    ("texte", "cles", "phrase"),
    [
        (
            "valmnt",
            ("solde", "pieces"),
            "« valmnt » et les filtres Solde dû et Pièces manquantes ne laissent personne.",
        ),
        ("valmnt", (), "« valmnt » ne laisse personne."),
        ("", ("solde",), "Le filtre Solde dû ne laisse personne."),
    ],
)
def test_an_empty_list_names_what_emptied_it(liste: ListeFiche, texte: str, cles: tuple[str, ...], phrase: str) -> None:
    liste.champ.setText(texte)
    liste.filtres.poser(cles)
    liste.montrer_compte(0, 2041)
    dits = [label.text().replace("\u00a0", " ") for label in liste.findChildren(QLabel)]
    assert phrase in dits
    assert "0 famille sur 2\u202f041" in [label.text() for label in liste.findChildren(QLabel)]


def test_the_list_pane_speaks_to_a_screen_reader(liste: ListeFiche) -> None:
    assert accessibilite.sans_nom(liste) == []


def test_counts_agree() -> None:
    mots = Mots("élève", "élèves", "Nouveau")
    assert [mots.compte(n) for n in (0, 1, 2, 3012)] == ["0 élève", "1 élève", "2 élèves", "3\u202f012 élèves"]


def test_the_bus_tells_of_changes_only(qtbot: QtBot) -> None:
    bus = Bus()
    recus: list[Changements] = []
    bus.change.connect(recus.append)
    bus.publier(Changements("rien"))
    bus.publier(Changements("modifier_foyer", frozenset({("foyer", 12)})))
    assert [c.operation for c in recus] == ["modifier_foyer"]
    with qtbot.waitSignals([bus.ouverture_demandee, bus.dossier_choisi, bus.message]):
        bus.ouvrir("eleve", 12)
        bus.choisir("foyer", 3)
        bus.dire("Fait")


class Cible(QWidget):
    @Slot()
    def agir(self) -> None:
        self.setWindowTitle("agi")


def test_a_shortcut_works_is_listed_and_cannot_be_taken_twice(qtbot: QtBot) -> None:
    cible, registre = Cible(), Raccourcis()
    qtbot.addWidget(cible)
    cible.show()
    qtbot.waitExposed(cible)
    cible.activateWindow()
    qtbot.waitUntil(cible.isActiveWindow)
    registre.ajouter("Ctrl+N", "Nouvelle fiche", cible, cible.agir)
    qtbot.keyClick(cible, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert cible.windowTitle() == "agi"
    with pytest.raises(RaccourciPris, match="Nouvelle fiche"):
        registre.inscrire("ctrl+n", "Autre", "Famille")
    registre.inscrire("V", "Valider", "Vérification")
    registre.inscrire("V", "Virement", "Caisse")
    with pytest.raises(RaccourciPris):
        registre.inscrire("V", "Voir", "Caisse")
    with pytest.raises(ValueError, match="unreadable"):
        registre.inscrire("", "Rien")
    registre.poser("Ctrl+P", action := QAction("&Imprimer", cible))
    assert action.shortcut().toString() == "Ctrl+P"
    assert [(r.touches, r.ecran) for r in registre.liste()] == [
        ("Ctrl+N", PARTOUT),
        ("Ctrl+P", PARTOUT),
        ("V", "Caisse"),
        ("V", "Vérification"),
    ]
    assert lisible("Ctrl+Return") == "Ctrl+Entrée"


def test_the_walker_sees_what_is_missing(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    colonne = QVBoxLayout(page)
    for widget in (QPushButton(), QLabel("&Nom"), QPushButton("&Ouvrir"), QPushButton("&Oublier")):
        colonne.addWidget(widget)
    assert len(accessibilite.sans_nom(page)) == 1
    assert len(accessibilite.libelles_sans_ami(page)) == 1
    doubles = accessibilite.touches_en_double(page)
    assert len(doubles) == 1
    assert doubles[0].startswith("Alt+O")


def test_messages_read_their_parameters() -> None:
    err = Invalide("naissance", "jour_impossible", jour=31, mois=2, annee=2010, jours=28)
    assert texte_erreur(err).court == "Février 2010 a 28 jours. Corrigez le jour."
    assert "01/09/2025" in texte_code("date_trop_ancienne", {"minimum": date(2025, 9, 1)}).phrase
    assert texte_erreur(BaseInjoignable()).titre == "Base injoignable"
    assert texte_erreur(RegleMetier("code_jamais_vu")) == INCIDENT
    assert texte_erreur(KeyError("x")) == INCIDENT
    assert "…" in texte_code("url_inconnue", {}).phrase


def test_every_message_is_whole_and_well_typed() -> None:
    for code, (titre, phrase, remede) in TEXTES.items():
        assert titre, code
        assert phrase.endswith((".", "}")), code
        for texte in (titre, phrase, remede):
            assert "'" not in texte, code
            assert not re.search(r"(?<=\w) [:;?!€%]|« | »", texte), code


def _codes_du_domaine() -> Iterator[str]:
    """Codes raised by the readers of dates and amounts and by the error classes themselves."""
    domaine = Path(imuse_desk.__file__).parent / "domain"
    for nom in ("dates.py", "argent.py"):
        yield from re.findall(r'Invalide\([^,()]+, "(\w+)"', (domaine / nom).read_text(encoding="utf-8"))
    yield from re.findall(r'__init__\("(\w+)"', (domaine / "erreurs.py").read_text(encoding="utf-8"))


def test_no_code_of_the_readers_lacks_its_words() -> None:
    codes = set(_codes_du_domaine())
    assert {"date_vide", "montant_vide", "conflit"} <= codes
    assert codes_inconnus(codes) == []


@pytest.mark.parametrize("choix", ["clair", "sombre"])
@pytest.mark.parametrize("taille", [100, 150])
def test_the_gallery_shows_without_a_warning(clair: QApplication, qtbot: QtBot, choix: str, taille: int) -> None:
    appliquer_theme(clair, "sombre" if choix == "sombre" else "clair", taille)
    galerie = Galerie()
    qtbot.addWidget(galerie)
    galerie.show()
    qtbot.waitExposed(galerie)
    assert accessibilite.sans_nom(galerie) == []
    assert len(QApplication.topLevelWidgets()) >= 1
    if taille == 100:
        minimum = galerie.minimumSizeHint()
        assert (minimum.width() <= 1366, minimum.height() <= 768) == (True, True)
    fond = galerie.grab().toImage().pixelColor(3, 3).lightness()
    assert (fond < 60) is (choix == "sombre")


def test_nothing_opens_as_a_window_of_its_own(qtbot: QtBot) -> None:
    galerie = Galerie()
    qtbot.addWidget(galerie)
    galerie.show()
    qtbot.waitExposed(galerie)
    autres = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not galerie]
    assert autres == []


def test_the_caps_and_the_empty_state_hold_their_words(qtbot: QtBot) -> None:
    legende = LegendeTouches([("Ctrl+K", "rechercher"), ("Entrée", "ouvrir")])
    vide = EtatVide("users", "Choisissez une famille", "Ou cherchez.", avec_caret(secondaire("Trier")), lien("Voir"))
    for widget in (legende, vide):
        qtbot.addWidget(widget)
        widget.show()
    assert [label.text() for label in legende.findChildren(QLabel)] == ["Ctrl+K", "rechercher", "Entrée", "ouvrir"]
    vide.dire("Aucune famille", "Rien.")
    assert "Aucune famille" in [label.text() for label in vide.findChildren(QLabel)]


def test_one_key_may_serve_two_parts_side_by_side_but_not_one_in_the_other(qtbot: QtBot) -> None:
    page, gauche, droite = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(page)
    rangee = QHBoxLayout(page)
    for partie in (gauche, droite):
        rangee.addWidget(partie)
        raccourci = QShortcut(QKeySequence("Esc"), partie)
        raccourci.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    page.show()
    assert accessibilite.touches_en_double(page) == []
    dedans = QWidget(gauche)
    QShortcut(QKeySequence("Esc"), dedans).setContext(Qt.ShortcutContext.WidgetShortcut)
    dedans.show()
    assert len(accessibilite.touches_en_double(page)) == 1
