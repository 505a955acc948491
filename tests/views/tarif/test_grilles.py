"""The grids' window as a person uses it, on a real base."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.infra.saisie.grilles import lire_grille
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.grilles import EnregistrerTable, enregistrer_table
from imuse_desk.services.lectures.grilles import LigneZone, empreinte, lire_tables_tarif, lister_grilles
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.tarif.dialogues_grille import FenetreComparaison, FenetreFautes
from imuse_desk.views.tarif.grilles import ONGLETS, FenetreGrilles
from imuse_desk.views.tarif.saisies import SaisiePaires
from tests.bases import BaseDemo
from tests.views.gestes import taper
from tests.views.tarif.conftest import ouvrir_grilles

GAUCHE = Qt.MouseButton.LeftButton
GRILLES = Path(__file__).parents[3] / "imuse_desk" / "resources" / "grilles"


def _saisir(qtbot: QtBot, widget: QWidget, mots: str) -> None:
    """Type in a line, key by key, as an edit of the person."""
    taper(qtbot, widget, mots)


def _demande(qtbot: QtBot, fenetre: FenetreGrilles) -> Demande:
    qtbot.waitUntil(lambda: bool(fenetre.findChildren(Demande)), timeout=5000)
    return fenetre.findChildren(Demande)[-1]


def _etats(fenetre: FenetreGrilles) -> list[str]:
    modele = fenetre.exemples.modele
    return [modele.cellule(r, 1).texte for r in range(modele.rowCount())]


def test_a_rate_changed_makes_the_examples_fail_then_version_2_is_kept_and_put_in_force(
    qtbot: QtBot, ctx: Contexte, grilles: FenetreGrilles
) -> None:
    assert grilles.titre.text() == "Grille GPSO 2027-2028"
    assert grilles.puce.texte == "En vigueur"
    assert not grilles.enregistrer.isEnabled()
    _saisir(qtbot, grilles.articles.prix.forme.widget("rate"), "0,07")
    qtbot.waitUntil(grilles.bandeau.isVisible, timeout=2000)
    assert grilles.bandeau.phrase == "4 exemples ne donnent pas le montant attendu."
    grilles.bandeau.suivi.emit("exemples")
    assert grilles.onglets.currentIndex() == ONGLETS.index("Exemples")
    assert _etats(grilles).count("Écart") == 4
    modele = grilles.exemples.modele
    assert [modele.cellule(1, c).texte.replace("\u202f", " ") for c in (2, 3, 4)] == [
        "160,00\u00a0€", "175,00\u00a0€", "+15,00\u00a0€",
    ]  # fmt: skip
    qtbot.mouseClick(grilles.enregistrer, GAUCHE)
    demande = _demande(qtbot, grilles)
    taper(qtbot, demande.formulaire.widget("libelle"), "Essai a 7 pour cent")
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    qtbot.waitUntil(lambda: grilles.puce_version.texte.endswith("version 2"), timeout=5000)
    cadre = lister_grilles(ctx)
    cible = next(a.id for a in cadre.annees if a.est_cible)
    assert [(v.numero, v.est_en_vigueur) for v in cadre.versions if v.annee_id == cible] == [(2, False), (1, True)]
    qtbot.waitUntil(grilles.mettre_en_vigueur.isVisible, timeout=5000)
    qtbot.mouseClick(grilles.mettre_en_vigueur, GAUCHE)
    demande = _demande(qtbot, grilles)
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    assert "motif" in demande.formulaire.erreurs
    motif = demande.formulaire.widget("motif")
    motif.setFocus()
    qtbot.keyClicks(motif, "Vote du 12 juin")
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    qtbot.waitUntil(lambda: grilles.puce.texte == "En vigueur", timeout=5000)
    qtbot.waitUntil(lambda: "Vote du 12 juin" in grilles.etat.text(), timeout=5000)
    vigueur = lister_grilles(ctx).en_vigueur(cible)
    assert vigueur is not None
    assert (vigueur.numero, vigueur.libelle) == (2, "Essai a 7 pour cent")


def test_a_fault_is_said_under_its_field_and_in_the_band(qtbot: QtBot, grilles: FenetreGrilles) -> None:
    taux = grilles.articles.prix.forme.widget("rate")
    _saisir(qtbot, taux, "0,07x")
    qtbot.waitUntil(lambda: bool(grilles.examen.problemes), timeout=2000)
    assert grilles.bandeau.phrase.startswith("P1 › règle 1 › prix › taux\u00a0: Valeur refusée (0,07x).")
    assert "rate" in grilles.articles.prix.forme.fautes()
    assert not grilles.enregistrer.isEnabled()
    grilles.articles.liste.aller(2)
    grilles.onglets.setCurrentIndex(5)
    grilles.bandeau.suivi.emit("faute")
    assert grilles.onglets.currentIndex() == 0
    assert grilles.articles.liste.rang == 0
    assert "rate" in grilles.articles.prix.forme.fautes()
    _saisir(qtbot, grilles.articles.prix.forme.widget("rate"), "0,064")
    qtbot.waitUntil(grilles.bandeau.isHidden, timeout=2000)
    assert grilles.puce.texte == "En vigueur"


def test_a_hole_is_named_with_its_cure(qtbot: QtBot, grilles: FenetreGrilles) -> None:
    grilles.articles.regles.aller(1)
    _saisir(qtbot, grilles.articles.prix.forme.widget("amount"), "")
    qtbot.keyClick(grilles.articles.prix.forme.widget("amount"), Qt.Key.Key_Backspace)
    _saisir(qtbot, grilles.articles.prix.forme.widget("amount"), "3")
    qtbot.keyClick(grilles.articles.prix.forme.widget("amount"), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: bool(grilles.examen.problemes), timeout=2000)
    assert grilles.bandeau.phrase == "P1 › règle 2 › prix › montant\u00a0: Clé obligatoire absente. Remplissez-la."


def test_bands_left_open_in_the_middle_are_refused_and_closed_by_the_form(
    qtbot: QtBot, grilles: FenetreGrilles
) -> None:
    prix = grilles.articles.prix
    prix.genre.setCurrentIndex(prix.genre.findData("bands"))
    prix.genre.activated.emit(prix.genre.currentIndex())
    bandes = prix.forme.widget("bands")
    assert isinstance(bandes, SaisiePaires)
    qtbot.mouseClick(bandes.ajouter, GAUCHE)
    qtbot.mouseClick(bandes.ajouter, GAUCHE)
    (bas, montant), (haut, montant_2) = bandes.cases
    for champ, mots in ((bas, "500"), (montant, "90"), (haut, "900"), (montant_2, "120")):
        _saisir(qtbot, champ, mots)
    qtbot.waitUntil(lambda: any(p.code == "grille_bandes_ouvertes" for p in grilles.examen.problemes))
    assert "Laissez vide la limite de la dernière tranche." in prix.forme.fautes()["bands"]
    haut.clear()
    qtbot.keyClicks(haut, "9")
    qtbot.keyClick(haut, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: grilles.examen.grille is not None, timeout=2000)
    assert prix.forme.fautes() == {}


def test_conditions_are_added_changed_and_removed(qtbot: QtBot, grilles: FenetreGrilles) -> None:
    conditions = grilles.articles.conditions
    qtbot.mouseClick(conditions.ajouter, GAUCHE)
    qtbot.waitUntil(lambda: bool(grilles.examen.problemes), timeout=2000)
    assert "conditions › âge minimal" in grilles.bandeau.phrase.lower()
    cle, _ = conditions.lignes[1]
    cle.setCurrentIndex(cle.findData("age_max"))
    cle.activated.emit(cle.currentIndex())
    _saisir(qtbot, conditions.lignes[1][1], "25")
    qtbot.waitUntil(lambda: grilles.examen.grille is not None, timeout=2000)
    assert grilles.examen.grille is not None
    condition = grilles.examen.grille.articles[0].regles[0].condition
    assert condition.zones == ("resident",)
    assert condition.age_max == Fraction(25)
    assert grilles.articles.regles.modele.cellule(0, 1).texte == "Zone résident · Âge maximal 25"


def test_an_unknown_condition_of_a_file_is_shown_and_nothing_is_stored(
    qtbot: QtBot, ctx: Contexte, grilles: FenetreGrilles, tmp_path: Path
) -> None:
    texte = (GRILLES / "gpso_demonstration.yaml").read_text(encoding="utf-8")
    fichier = tmp_path / "faute.yaml"
    texte = texte.replace(
        "{zone: resident}, price: {type: linear, index: qf, rate: 0.064", "{lune: pleine}, price: {rate: 1", 1
    )
    fichier.write_text(texte.replace("amount: 850", "amount: null"), encoding="utf-8")
    grilles.actes.importer(fichier)
    qtbot.waitUntil(lambda: bool(grilles.findChildren(FenetreFautes)), timeout=5000)
    (fautes,) = grilles.findChildren(FenetreFautes)
    lus = [fautes.modele.cellule(r, 0).texte for r in range(fautes.modele.rowCount())]
    mots = [fautes.modele.cellule(r, 1).texte for r in range(fautes.modele.rowCount())]
    assert lus == ["P1 › règle 1 › conditions › lune", "P1 › règle 1 › prix › type", "P2 › règle 2 › prix › montant"]
    assert mots[0].startswith("Condition inconnue")
    assert mots[2].startswith("Valeur absente")
    assert "faute.yaml" in fautes.bandeau.phrase
    assert len(lister_grilles(ctx).versions) == 2
    assert accessibilite.sans_nom(fautes) == []


def test_an_imported_grid_is_a_draft_until_it_is_saved(
    qtbot: QtBot, ctx: Contexte, grilles: FenetreGrilles, tmp_path: Path
) -> None:
    grilles.actes.importer(GRILLES / "saint_gilles_2026.yaml")
    qtbot.waitUntil(lambda: grilles.puce.texte == "À enregistrer", timeout=5000)
    assert len(lister_grilles(ctx).versions) == 2
    grilles.actes.exporter(tmp_path / "sortie.yaml")
    qtbot.waitUntil(lambda: "sortie.yaml" in grilles.etat.text(), timeout=5000)
    assert lire_grille(tmp_path / "sortie.yaml") == lire_grille(GRILLES / "saint_gilles_2026.yaml")
    qtbot.mouseClick(grilles.comparer, GAUCHE)
    (comparaison,) = grilles.findChildren(FenetreComparaison)
    comparaison.choix.setCurrentIndex(0)
    comparaison.choix.activated.emit(0)
    qtbot.waitUntil(lambda: comparaison.modele.rowCount() > 5, timeout=5000)
    comparaison.accept()
    qtbot.mouseClick(grilles.enregistrer, GAUCHE)
    qtbot.mouseClick(_demande(qtbot, grilles).confirmer, GAUCHE)
    qtbot.waitUntil(lambda: len(lister_grilles(ctx).versions) == 3, timeout=5000)


def test_the_order_of_adjustments_is_changed_by_the_arrows(qtbot: QtBot, grilles: FenetreGrilles) -> None:
    grilles.onglets.setCurrentIndex(1)
    page = grilles.ajustements
    qtbot.mouseClick(page.liste.ajouter_un, GAUCHE)
    _saisir(qtbot, page.effet.forme.widget("value"), "-5")
    qtbot.waitUntil(lambda: grilles.examen.grille is not None and len(grilles.examen.grille.ajustements) == 2)
    qtbot.mouseClick(page.liste.monter, GAUCHE)
    qtbot.waitUntil(
        lambda: grilles.examen.grille is not None and grilles.examen.grille.ajustements[0].code != "siblings"
    )
    assert page.liste.rang == 0
    qtbot.mouseClick(page.liste.retirer, GAUCHE)
    qtbot.waitUntil(lambda: grilles.puce.texte == "En vigueur", timeout=2000)


def test_drafts_survive_another_version_and_closing_asks(qtbot: QtBot, grilles: FenetreGrilles) -> None:
    _saisir(qtbot, grilles.articles.prix.forme.widget("rate"), "0,08")
    qtbot.waitUntil(lambda: grilles.puce.texte == "À enregistrer", timeout=2000)
    premier = grilles.liste.modele.ident(0)
    grilles.liste.table.selectRow(1)
    qtbot.waitUntil(lambda: grilles.titre.text() == "Grille GPSO 2026-2027", timeout=5000)
    assert grilles.puce.texte == "En vigueur"
    assert grilles.liste.modele.cellule(0, 1).texte == "À enregistrer"
    grilles.close()
    assert grilles.isVisible()
    (demande,) = grilles.findChildren(Confirmation)
    demande.reject()
    grilles.liste.table.selectRow(0)
    assert grilles.liste.table.choisi() == premier
    taux = grilles.articles.prix.forme.widget("rate")
    assert taux.text() == "0,08"  # type: ignore[attr-defined]  # a line edit
    qtbot.mouseClick(grilles.abandonner, GAUCHE)
    demande = next(d for d in grilles.findChildren(Confirmation) if d.isVisible())
    qtbot.mouseClick(demande.confirmer, GAUCHE)
    qtbot.waitUntil(lambda: taux.text() == "0,064", timeout=5000)  # type: ignore[attr-defined]  # a line edit
    qtbot.waitUntil(lambda: grilles.puce.texte == "En vigueur", timeout=5000)


def test_tables_are_saved_and_another_desk_is_told(qtbot: QtBot, ctx: Contexte, grilles: FenetreGrilles) -> None:
    page = grilles.tables
    annee_id = grilles.annee_id or 0
    grilles.onglets.setCurrentIndex(ONGLETS.index("Correspondances"))
    qtbot.mouseClick(page.pastilles["zones"], GAUCHE)
    volet = page.volets["zones"]
    avant = lire_tables_tarif(ctx, annee_id).zones
    qtbot.mouseClick(volet.liste.ajouter_un, GAUCHE)
    _saisir(qtbot, volet.forme.widget("cp"), "78000")
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    assert "est à compléter" in page.bandeau.phrase
    assert "zone" in volet.forme.fautes()
    _saisir(qtbot, volet.forme.widget("zone"), "Exterieur")
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: len(lire_tables_tarif(ctx, annee_id).zones) == len(avant) + 1, timeout=5000)
    qtbot.waitUntil(lambda: not page.est_modifie and not page.enregistrer.isEnabled(), timeout=5000)
    nouvelles = (*avant, LigneZone("outside", cp="78000"))
    assert lire_tables_tarif(ctx, annee_id).zones == nouvelles
    _saisir(qtbot, volet.forme.widget("cp"), "75000")
    enregistrer_table(ctx, EnregistrerTable(annee_id, "zones", avant, empreinte(nouvelles)))
    qtbot.mouseClick(page.enregistrer, GAUCHE)
    qtbot.waitUntil(page.bandeau.isVisible, timeout=5000)
    assert page.bandeau.phrase.startswith("Un autre poste vient de changer cette table.")
    page.bandeau.suivi.emit("relire")
    qtbot.waitUntil(lambda: len(volet.donnees) == len(avant), timeout=5000)


def test_who_may_not_edit_reads(qtbot: QtBot, base_demo: BaseDemo, executant: Executant) -> None:
    fenetre = ouvrir_grilles(qtbot, executant, base_demo.contexte(Role.SECRETARIAT))
    assert not fenetre.enregistrer.isVisible()
    assert not fenetre.liste.importer.isVisible()
    assert not fenetre.articles.liste.ajouter_un.isVisible()
    assert fenetre.articles.prix.forme.widget("rate").isReadOnly()  # type: ignore[attr-defined]  # a line edit
    assert fenetre.exporter.isEnabled()


def test_a_site_without_grid_says_what_to_do(qtbot: QtBot, executant: Executant, ctx: Contexte) -> None:
    vide = replace(ctx, annee_id=min(a.id for a in lister_grilles(ctx).annees))
    fenetre = ouvrir_grilles(qtbot, executant, vide)
    rang = next(r for r in range(fenetre.liste.modele.rowCount()) if fenetre.liste.modele.ident(r)[0] == "annee")
    fenetre.liste.table.selectRow(rang)
    assert fenetre.brouillon is None
    assert fenetre._vide.isVisible()
    assert not fenetre.exporter.isEnabled()


@pytest.mark.parametrize("onglet", range(len(ONGLETS)))
def test_reachable_by_keyboard_and_screen_reader(qtbot: QtBot, grilles: FenetreGrilles, onglet: int) -> None:
    grilles.onglets.setCurrentIndex(onglet)
    assert accessibilite.sans_nom(grilles) == []
    assert accessibilite.libelles_sans_ami(grilles) == []
    assert accessibilite.touches_en_double(grilles) == []
    assert grilles.minimumSizeHint().width() <= 1280
    assert grilles.minimumSizeHint().height() <= 649
