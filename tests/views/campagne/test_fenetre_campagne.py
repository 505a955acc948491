"""The window of the campaign, used as a director does: opened from nothing, then each rule changed."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.campagne.dates import annee_preparee, lire_campagne
from imuse_desk.services.campagne.declaration import lister_declarations
from imuse_desk.services.campagne.regles import lire_regles
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lister_fiches
from imuse_desk.views.campagne.fenetre import PAGES, FenetreCampagne
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, ListeChoix
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, famille_valmont
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton
DELAI = 8000


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return famille_valmont(Maison(base_sqlite, tmp_path / "depot").batir().offre().tarif())


def _ouvrir(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetreCampagne:
    fenetre = FenetreCampagne(executant, Bus(executant), ctx, annee_preparee(ctx))
    qtbot.addWidget(fenetre)
    fenetre.show()
    return fenetre


@pytest.fixture
def fenetre(qtbot: QtBot, maison: Maison, executant: Executant) -> FenetreCampagne:
    return _ouvrir(qtbot, executant, maison.ctx())


def _page(qtbot: QtBot, fenetre: FenetreCampagne, nom: str) -> Any:
    page = fenetre.page(nom)
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=DELAI)
    return page


def _cliquer(qtbot: QtBot, fenetre: FenetreCampagne, bouton: QWidget) -> None:
    qtbot.mouseClick(bouton, GAUCHE)
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=DELAI)


def _saisir(qtbot: QtBot, page: Any, **mots: str) -> None:
    for cle, texte in mots.items():
        taper(qtbot, page.formulaire.widget(cle), texte)


def test_a_campaign_is_opened_by_its_dates(qtbot: QtBot, fenetre: FenetreCampagne, maison: Maison) -> None:
    page = _page(qtbot, fenetre, "Dates")
    liste = page.formulaire.widget("annee_cible_id")
    assert isinstance(liste, ListeChoix)
    liste.setCurrentIndex(0)
    liste.activated.emit(0)
    _saisir(qtbot, page, du_le="01/05/2026", au_le="30/04/2026", pieces_jusqu_au="19/06/2026")
    assert "Ouvrir la campagne" in page.enregistrer.text().replace("&", "")
    _cliquer(qtbot, fenetre, page.enregistrer)
    assert "avant le début" in page.formulaire.erreurs["au_le"]
    assert lire_campagne(maison.ctx()) is None
    _saisir(qtbot, page, au_le="15/06/2026", nouvelles_au="12/09/2026")
    _cliquer(qtbot, fenetre, page.enregistrer)
    lue = lire_campagne(maison.ctx())
    assert lue is not None
    assert (lue.dates.au_le, lue.dates.nouvelles_au) == (date(2026, 6, 15), date(2026, 9, 12))
    qtbot.waitUntil(lambda: "Enregist" in page.enregistrer.text(), timeout=DELAI)
    _saisir(qtbot, page, au_le="16/06/2026")
    _cliquer(qtbot, fenetre, page.enregistrer)
    relue = lire_campagne(maison.ctx())
    assert relue is not None
    assert relue.dates.au_le == date(2026, 6, 16)


def test_a_bad_income_year_is_told_under_its_field(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    page = _page(qtbot, fenetre, "Dates")
    liste = page.formulaire.widget("annee_cible_id")
    liste.setCurrentIndex(0)
    _saisir(qtbot, page, du_le="01/05/2026", au_le="15/06/2026", pieces_jusqu_au="19/06/2026", annee_revenus="24")
    _cliquer(qtbot, fenetre, page.enregistrer)
    assert "2000" in page.formulaire.erreurs["annee_revenus"]


def test_the_table_of_pieces_is_filled_and_changed(qtbot: QtBot, fenetre: FenetreCampagne, maison: Maison) -> None:
    page = _page(qtbot, fenetre, "Pièces à fournir")
    ctx = fenetre.ctx
    assert page.remplir.isVisible()
    _cliquer(qtbot, fenetre, page.remplir)
    qtbot.waitUntil(page.remplir.isHidden, timeout=DELAI)
    fiches = lister_fiches(ctx, "type_piece")
    assert len(fiches) > 5
    page.table.choisir(fiches[0].id)
    page._choix_change(fiches[0].id)
    _saisir(qtbot, page, mois_validite="6", enfants_min="trois")
    _cliquer(qtbot, fenetre, page.enregistrer)
    assert "nombre" in page.formulaire.erreurs["enfants_min"]
    _saisir(qtbot, page, enfants_min="3")
    _cliquer(qtbot, fenetre, page.enregistrer)
    relue = next(f for f in lister_fiches(ctx, "type_piece") if f.id == fiches[0].id)
    assert (relue.champs["mois_validite"], relue.champs["enfants_min"]) == (6, 3)


def test_which_rules_of_a_piece_block_is_said_on_its_card(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    page = _page(qtbot, fenetre, "Pièces à fournir")
    _cliquer(qtbot, fenetre, page.remplir)
    qtbot.waitUntil(page.remplir.isHidden, timeout=DELAI)
    fiche = next(f for f in lister_fiches(fenetre.ctx, "type_piece") if f.champs["code"] == "domicile")
    page.table.choisir(fiche.id)
    page._choix_change(fiche.id)
    regles = page.formulaire.widget("bloquantes")
    assert regles.valeur() == ("sceau", "nature", "date", "nom", "ensemble")
    adresse = next(c for c in regles.findChildren(CaseACocher) if c.text() == "Adresse")
    assert not any(c.isVisible() for c in regles.findChildren(CaseACocher) if c.text() == "Quotient")
    adresse.click()
    _cliquer(qtbot, fenetre, page.enregistrer)
    relue = next(f for f in lister_fiches(fenetre.ctx, "type_piece") if f.id == fiche.id)
    assert relue.champs["bloquantes"] == ["sceau", "nature", "date", "nom", "adresse", "ensemble"]
    controle = page.formulaire.widget("controle")
    controle.setFocus()
    controle.setCurrentIndex(controle.findText("Attestation de la CAF"))
    controle.modifiee.emit()
    assert set(regles.valeur()) == {"emetteur", "nature", "date"}
    _cliquer(qtbot, fenetre, page.enregistrer)
    relue = next(f for f in lister_fiches(fenetre.ctx, "type_piece") if f.id == fiche.id)
    assert (relue.champs["controle"], relue.champs["bloquantes"]) == ("caf", ["emetteur", "nature", "date"])


def test_the_motives_of_refusal_become_the_sites_own(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    page = _page(qtbot, fenetre, "Motifs de refus")
    _cliquer(qtbot, fenetre, page.remplir)
    qtbot.waitUntil(page.remplir.isHidden, timeout=DELAI)
    premiere = lister_fiches(fenetre.ctx, "motif_refus")[0]
    page.table.choisir(premiere.id)
    page._choix_change(premiere.id)
    _saisir(qtbot, page, libelle="Trop ancien")
    _cliquer(qtbot, fenetre, page.enregistrer)
    assert lister_fiches(fenetre.ctx, "motif_refus")[0].champs["libelle"] == "Trop ancien"


def test_a_version_of_the_declaration_is_published(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    page = _page(qtbot, fenetre, "Déclaration")
    zone = page.formulaire.widget("texte")
    zone.setFocus()
    qtbot.keyClicks(zone, "J'accepte le reglement.")
    _cliquer(qtbot, fenetre, page.publier)
    assert [v.texte for v in lister_declarations(fenetre.ctx)] == ["J'accepte le reglement."]
    assert not page.publier.isEnabled()
    assert not page.a_des_brouillons


def test_a_rule_is_changed(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    page = _page(qtbot, fenetre, "Règles")
    case = page.formulaire.widget("condition_instrument")
    case.setFocus()
    qtbot.keyClick(case, Qt.Key.Key_Space)
    _saisir(qtbot, page, absences_max="200")
    _cliquer(qtbot, fenetre, page.enregistrer)
    assert "0 à 99" in page.formulaire.erreurs["absences_max"]
    _saisir(qtbot, page, absences_max="4")
    _cliquer(qtbot, fenetre, page.enregistrer)
    lues = lire_regles(fenetre.ctx)
    assert (lues["condition_instrument"], lues["absences_max"]) == (False, 4)


def test_a_secretary_reads_only(qtbot: QtBot, executant: Executant, maison: Maison) -> None:
    ctx = replace(maison.ctx(), roles={maison.ids["site"]: frozenset({Role.SECRETARIAT})})
    fenetre = _ouvrir(qtbot, executant, ctx)
    for nom, bouton in (("Dates", "enregistrer"), ("Déclaration", "publier"), ("Règles", "enregistrer")):
        assert getattr(_page(qtbot, fenetre, nom), bouton).isHidden()


@pytest.mark.parametrize("nom", list(PAGES))
def test_every_page_can_be_used_by_keys_and_read_aloud(qtbot: QtBot, fenetre: FenetreCampagne, nom: str) -> None:
    _page(qtbot, fenetre, nom)
    assert accessibilite.sans_nom(fenetre) == []
    assert accessibilite.libelles_sans_ami(fenetre) == []
    assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649
