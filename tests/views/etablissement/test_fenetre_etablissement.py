"""The window of the house, used as a director does: sites, territory, documents, templates typed on screen."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.communes import lister_communes
from imuse_desk.services.etablissement.coordonnees import lire_etablissement
from imuse_desk.services.etablissement.documents import lister_documents
from imuse_desk.services.etablissement.gabarits import gabarit_de, lister_gabarits
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.etablissement.fenetre import PAGES, FenetreEtablissement
from tests.bases import BaseDemo
from tests.fabriques import pdf
from tests.services.maison import Horloge, alleger_hachage, ouvrir_maison

DELAI = 15_000


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    """The director of the first of two sites, in a house without families."""
    alleger_hachage(monkeypatch)
    ctx = ouvrir_maison(base_sqlite, tmp_path, Horloge())
    return replace(ctx, roles={ctx.site_id: frozenset({Role.DIRECTION, Role.SECRETARIAT})})


@pytest.fixture
def ouvrir(qtbot: QtBot, executant: Executant) -> Callable[[Contexte, str], Any]:
    """Open the window on a page, and keep it for the test."""
    ouvertes = []

    def faire(ctx: Contexte, nom: str) -> Any:
        fenetre = FenetreEtablissement(executant, Bus(executant), ctx)
        ouvertes.append(fenetre)
        qtbot.addWidget(fenetre)
        fenetre.show()
        return fenetre.page(nom)

    return faire


def _taper(qtbot: QtBot, widget: QWidget, mots: str) -> None:
    widget.setFocus()
    if hasattr(widget, "selectAll"):
        widget.selectAll()
    qtbot.keyClicks(widget, mots)


def _cliquer(qtbot: QtBot, bouton: QWidget) -> None:
    assert bouton.isEnabled()
    qtbot.mouseClick(bouton, Qt.MouseButton.LeftButton)


def _choisir(widget: Any, mots: str) -> None:
    assert isinstance(widget, ListeChoix)
    rang = widget.findText(mots, Qt.MatchFlag.MatchStartsWith)
    assert rang >= 0
    widget.setCurrentIndex(rang)
    widget.activated.emit(rang)


def _fichier(monkeypatch: pytest.MonkeyPatch, chemin: Path) -> None:
    """The file that the person picks."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(chemin), ""))


def _annuler(page: Any) -> None:
    page.window()._annuler()


# ---- coordinates


def test_a_site_is_typed_recorded_and_undone(qtbot: QtBot, ctx: Contexte, ouvrir: Any) -> None:
    page = ouvrir(ctx, "Coordonnées")
    qtbot.waitUntil(lambda: page.modele.rowCount() == 2, timeout=DELAI)
    form = page.site
    for cle, mots in (("cp", "9219"), ("ville", "Meudon"), ("signataire", "Jeanne Aubrac")):
        _taper(qtbot, form.widget(cle), mots)
    _cliquer(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "cp" in form.erreurs, timeout=DELAI)
    _taper(qtbot, form.widget("cp"), "92190")
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow, timeout=DELAI)
    qtbot.keyClick(form.widget("cp"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: lire_etablissement(ctx).sites[0].saisie.signataire == "Jeanne Aubrac", timeout=DELAI)
    qtbot.waitUntil(lambda: not page.a_des_brouillons, timeout=DELAI)
    qtbot.waitUntil(lambda: page.window()._annulation is not None, timeout=DELAI)
    _annuler(page)
    qtbot.waitUntil(lambda: lire_etablissement(ctx).sites[0].saisie.signataire == "", timeout=DELAI)
    qtbot.waitUntil(lambda: form.widget("signataire").text() == "", timeout=DELAI)


def test_another_site_is_read_only_and_what_was_typed_waits(qtbot: QtBot, ctx: Contexte, ouvrir: Any) -> None:
    page = ouvrir(ctx, "Coordonnées")
    qtbot.waitUntil(lambda: page.modele.rowCount() == 2, timeout=DELAI)
    _taper(qtbot, page.site.widget("ville"), "Meudon")
    page.table.selectRow(1)
    assert page.carte.titre.text() == "Sèvres"
    assert page.site.widget("ville").isReadOnly()
    assert not page.enregistrer.isVisible()
    page.table.selectRow(0)
    assert page.site.widget("ville").text() == "Meudon"
    page.window().close()
    demande = next(d for d in page.window().findChildren(Confirmation) if d.isVisible())
    demande.reject()
    assert page.window().isVisible()
    page.window()._fermer()


def test_a_logo_is_seen_and_what_is_not_a_picture_is_refused(
    qtbot: QtBot, ctx: Contexte, ouvrir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ouvrir(ctx, "Coordonnées")
    qtbot.waitUntil(page.images["logo"].choisir.isVisible, timeout=DELAI)
    faux = tmp_path / "logo.png"
    faux.write_bytes(b"%PDF-1.4")
    _fichier(monkeypatch, faux)
    _cliquer(qtbot, page.images["logo"].choisir)
    qtbot.waitUntil(page.echec.isVisible, timeout=DELAI)
    assert lire_etablissement(ctx).sites[0].logo_sha256 == ""
    Image.new("RGB", (80, 40), "navy").save(faux, "PNG")
    _cliquer(qtbot, page.images["logo"].choisir)
    qtbot.waitUntil(lambda: "80 × 40" in page.images["logo"].image.accessibleName(), timeout=DELAI)
    _cliquer(qtbot, page.images["logo"].retirer)
    qtbot.waitUntil(lambda: "aucune" in page.images["logo"].image.accessibleName(), timeout=DELAI)


# ---- territory


def test_a_town_is_added_then_renamed(qtbot: QtBot, ctx: Contexte, ouvrir: Any) -> None:
    page = ouvrir(ctx, "Territoire")
    _taper(qtbot, page.ajout.widget("cp"), "55999")
    _taper(qtbot, page.ajout.widget("ville"), "Ornes")
    _cliquer(qtbot, page.ajouter)
    qtbot.waitUntil(lambda: page.modele.rowCount() == 1, timeout=DELAI)
    page.table.selectRow(0)
    assert page.choisie.isVisible()
    _cliquer(qtbot, page.renommer)
    qtbot.waitUntil(lambda: set(page.suite.erreurs) == {"du", "ville"}, timeout=DELAI)
    _taper(qtbot, page.suite.widget("du"), "01/09/2026")
    _taper(qtbot, page.suite.widget("ville"), "Val d'Ornes")
    _cliquer(qtbot, page.renommer)
    qtbot.waitUntil(lambda: page.modele.rowCount() == 2, timeout=DELAI)
    assert [c.renommee_en for c in lister_communes(ctx)] == ["", "Val d'Ornes"]


# ---- documents


def test_a_document_is_deposited_joined_and_opened(
    qtbot: QtBot, ctx: Contexte, ouvrir: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ouvrir(ctx, "Documents")
    reglement = tmp_path / "règlement.pdf"
    reglement.write_bytes(b"pas un PDF")
    _fichier(monkeypatch, reglement)
    _cliquer(qtbot, page.deposer)
    qtbot.waitUntil(page.echec.isVisible, timeout=DELAI)
    reglement.write_bytes(pdf(2))
    _choisir(page.genre, "Règlement intérieur")
    qtbot.waitUntil(page.deposer.isEnabled, timeout=DELAI)
    _cliquer(qtbot, page.deposer)
    qtbot.waitUntil(lambda: page.modele.rowCount() == 1, timeout=DELAI)
    assert page.window().focusWidget() is page.table  # a key pressed next does not undo the deposit
    (document,) = lister_documents(ctx)
    assert (document.genre, document.est_joint_accuse) == ("reglement_interieur", False)
    page.table.lien_suivi.emit(document.id, "joint")
    qtbot.waitUntil(lambda: lister_documents(ctx)[0].est_joint_accuse, timeout=DELAI)
    page.table.selectRow(0)
    _cliquer(qtbot, page.ouvrir)
    qtbot.waitUntil(lambda: bool(page.findChildren(FenetrePapier)), timeout=DELAI)
    papier = page.findChildren(FenetrePapier)[0]
    assert papier.windowTitle() == "règlement.pdf"
    papier.close()


# ---- templates


def _prete(page: Any) -> bool:
    return bool(page.modele.rowCount()) and page.apercu.rempli.toPlainText() != ""


def test_a_text_is_seen_filled_as_it_is_typed_and_recorded(qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any) -> None:
    ctx = base_demo.contexte(Role.DIRECTION)
    page = ouvrir(ctx, "Modèles")
    qtbot.waitUntil(partial(_prete, page), timeout=DELAI)
    _cliquer(qtbot, page.nouveau)
    _taper(qtbot, page.formulaire.widget("nom"), "Concert")
    _choisir(page.formulaire.widget("canal"), "Lettre")
    _taper(qtbot, page.sujet, "Concert de {eleve.prenom}")
    _taper(qtbot, page.corps, "<b>Bonjour</b> ")
    _choisir(page.insertion.choix, "Destinataire\u00a0: Numéro de dossier")
    _cliquer(qtbot, page.insertion.inserer)
    assert page.corps.toPlainText() == "<b>Bonjour</b> {famille.dossier}"
    qtbot.waitUntil(lambda: page.apercu.rempli.toPlainText() == "<b>Bonjour</b> 00001", timeout=DELAI)
    assert page.apercu.sujet.text() == "Concert de Lina et Noé"
    _cliquer(qtbot, page.apercu.voir)
    qtbot.waitUntil(lambda: bool(page.findChildren(FenetrePapier)), timeout=DELAI)
    page.findChildren(FenetrePapier)[0].close()
    _cliquer(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "Concert" in {g.nom for g in lister_gabarits(ctx, "lettre")}, timeout=DELAI)
    qtbot.waitUntil(lambda: not page.a_des_brouillons, timeout=DELAI)


def test_a_wrong_field_is_told_as_it_is_typed_and_refused_under_the_text(
    qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any
) -> None:
    ctx = base_demo.contexte(Role.DIRECTION)
    page = ouvrir(ctx, "Modèles")
    qtbot.waitUntil(partial(_prete, page), timeout=DELAI)
    _taper(qtbot, page.corps, "Bonjour {eleve.taille}")
    note = page.formulaire.widget("corps").accessibleDescription
    qtbot.waitUntil(lambda: "eleve.taille" in note() and "ligne 1, signe 9" in note(), timeout=DELAI)
    _cliquer(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "corps" in page.formulaire.erreurs, timeout=DELAI)
    assert "ligne 1, signe 9" in page.formulaire.erreurs["corps"]
    _taper(qtbot, page.corps, "Bonjour {eleve.prenom")
    _cliquer(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "accolade" in page.formulaire.erreurs.get("corps", ""), timeout=DELAI)
    _cliquer(qtbot, page.abandonner)
    assert not page.a_des_brouillons


def test_a_site_writes_its_own_text_of_what_the_program_sends(qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any) -> None:
    ctx = base_demo.contexte(Role.DIRECTION)
    page = ouvrir(ctx, "Modèles")
    qtbot.waitUntil(partial(_prete, page), timeout=DELAI)
    du_reseau = gabarit_de(ctx, "cheque_impaye", "lettre")
    assert du_reseau is not None
    page.table.choisir(du_reseau.id)
    page._choisi(du_reseau.id)
    qtbot.waitUntil(lambda: "chèque n°" in page.apercu.rempli.toPlainText(), timeout=DELAI)
    _choisir(page.insertion.choix, "Chèque impayé\u00a0: Montant du chèque")
    assert page.pour_le_site.isVisible()
    _cliquer(qtbot, page.pour_le_site)
    assert not page.formulaire.widget("canal").isEnabled()
    _taper(qtbot, page.corps, "Rendu {impaye.montant}")
    qtbot.waitUntil(lambda: page.apercu.rempli.toPlainText() == "Rendu 120,00 €", timeout=DELAI)
    _cliquer(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: not page.a_des_brouillons, timeout=DELAI)
    sien = gabarit_de(ctx, "cheque_impaye", "lettre")
    assert sien is not None
    assert (sien.site_id, sien.corps) == (ctx.site_id, "Rendu {impaye.montant}")
    qtbot.waitUntil(lambda: page._courant == sien.id, timeout=DELAI)  # the list read again shows it
    page.table.choisir(du_reseau.id)
    page._choisi(du_reseau.id)
    assert not page.pour_le_site.isVisible(), "the site has its own"


def test_another_example_is_chosen_by_typing_its_name(qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any) -> None:
    page = ouvrir(base_demo.contexte(Role.DIRECTION), "Modèles")
    qtbot.waitUntil(partial(_prete, page), timeout=DELAI)
    avant = page.apercu.rempli.toPlainText()
    page.window().activateWindow()
    _taper(qtbot, page.apercu.qui, "lina valm")
    completion = page.apercu._completion
    qtbot.waitUntil(lambda: completion._modele.rowCount() > 0, timeout=DELAI)
    mots = [completion._modele.item(r).text() for r in range(completion._modele.rowCount())]
    rang = next(r for r, m in enumerate(mots) if "VALMONT" in m.upper() and "famille" not in m)
    completion._prendre(completion._modele.index(rang, 0))
    qtbot.waitUntil(lambda: page.apercu.rempli.toPlainText() != avant, timeout=DELAI)
    assert "Noé" not in page.apercu.rempli.toPlainText()


def test_a_template_is_put_aside_and_taken_back(qtbot: QtBot, ctx: Contexte, ouvrir: Any) -> None:
    page = ouvrir(ctx, "Modèles")
    qtbot.waitUntil(lambda: page.modele.rowCount() > 0, timeout=DELAI)
    n = page.modele.rowCount()
    page.table.selectRow([page.modele.index(rang, 0).data() for rang in range(n)].index("Convocation"))
    _cliquer(qtbot, page.archiver)
    qtbot.waitUntil(lambda: page.modele.rowCount() == n - 1, timeout=DELAI)
    assert gabarit_de(ctx, "convocation", "courriel") is None
    qtbot.waitUntil(lambda: page.window()._annulation is not None, timeout=DELAI)
    _annuler(page)
    qtbot.waitUntil(lambda: page.modele.rowCount() == n, timeout=DELAI)


# ---- the whole window


def test_every_page_can_be_used_without_a_mouse_and_is_named(qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any) -> None:
    fenetre = ouvrir(base_demo.contexte(Role.DIRECTION), "Coordonnées").window()
    for nom in PAGES:
        page = fenetre.page(nom)
        qtbot.waitUntil(partial(_lue, page, nom), timeout=DELAI)
        assert accessibilite.sans_nom(fenetre) == [], nom
        assert accessibilite.libelles_sans_ami(fenetre) == [], nom
        assert accessibilite.touches_en_double(fenetre) == [], nom
        assert fenetre.minimumSizeHint().width() <= 1280, nom
        assert fenetre.minimumSizeHint().height() <= 649, nom


def _lue(page: Any, nom: str) -> bool:
    return page.modele.rowCount() > 0 or nom == "Documents"


def test_a_secretary_reads_and_changes_nothing(qtbot: QtBot, base_demo: BaseDemo, ouvrir: Any) -> None:
    fenetre = ouvrir(base_demo.contexte(Role.SECRETARIAT), "Coordonnées").window()
    for nom, boutons in (
        ("Coordonnées", ("enregistrer", "enregistrer_maison")), ("Territoire", ("ajouter", "renommer")),
        ("Documents", ("deposer", "retirer")), ("Modèles", ("nouveau", "enregistrer", "archiver")),
    ):  # fmt: skip
        page = fenetre.page(nom)
        qtbot.waitUntil(partial(_lue, page, nom), timeout=DELAI)
        page.table.selectRow(0)
        assert not any(getattr(page, bouton).isVisible() for bouton in boutons), nom
