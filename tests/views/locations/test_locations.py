"""The park on screen: an instrument is entered, hired at the price of the table, and brought back."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.locations import Situation
from imuse_desk.domain.reglages import RENOUVELLEMENTS_MAX
from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.documents_dossier import ImporterDocuments, importer_documents
from imuse_desk.services.locations.assurance import attester
from imuse_desk.services.locations.contrats import Louer, louer
from imuse_desk.services.locations.fiche import FicheInstrument, ajouter_instrument
from imuse_desk.services.locations.regles import enregistrer_regles_location, lire_regles_location
from imuse_desk.services.locations.tarif import fixer_tarif
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fichier_ouvert import FenetreFichier
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.locations.fenetre import FenetreLocations
from tests.fabriques import Maison, pdf
from tests.services.facturation.outils import a_facturer
from tests.views.regie.conftest import attendre_calme


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return a_facturer(base_sqlite, tmp_path / "depot")


def ouvrir(qtbot: QtBot, maison: Maison, executant: Executant, role: Role) -> FenetreLocations:
    ctx = maison.ctx(role).sur(annee_id=maison.ids["source"])
    fenetre = FenetreLocations(executant, Bus(executant), ctx)
    qtbot.addWidget(fenetre)
    fenetre.show()
    attendre_calme(qtbot, executant)
    return fenetre


def remplir(qtbot: QtBot, demande: Demande | None, **champs: str) -> Demande:
    assert demande is not None
    for cle, mots in champs.items():
        qtbot.keyClicks(demande.formulaire.widget(cle), mots)
    return demande


def valider(qtbot: QtBot, executant: Executant, demande: Demande | None, **champs: str) -> None:
    qtbot.mouseClick(remplir(qtbot, demande, **champs).confirmer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)


def test_an_instrument_enters_goes_out_and_comes_back(qtbot: QtBot, maison: Maison, executant: Executant) -> None:
    fenetre = ouvrir(qtbot, maison, executant, Role.DIRECTION)
    tarif = fenetre.page("Tarif")
    attendre_calme(qtbot, executant)
    tarif.fixer.click()
    valider(qtbot, executant, tarif.demande, prix="65", rang="1")
    assert [tarif.modele.cellule(0, c).copie for c in range(3)] == ["Tout instrument", "1re", "65,00"]
    parc = fenetre.page("Parc")
    assert accessibilite.sans_nom(parc) == []
    parc.ajouter.click()
    valider(qtbot, executant, parc.demande, type="Violon", taille="1/2")
    assert parc.demande.formulaire.erreurs, "an instrument has an inventory number"
    valider(qtbot, executant, parc.demande, inventaire="V-012")
    assert parc.modele.cellule(0, 7).texte == "Libre"
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    assert not parc.imprimer.isEnabled()
    assert not parc.rendre.isEnabled()
    parc.louer.click()
    valider(qtbot, executant, parc.demande, eleve="Lina", du="10/09/2025", au="30/06/2026", garantie="450")
    assert parc.demande.formulaire.erreurs, "half a name is nobody"
    nom = parc.demande.formulaire.widget("eleve")
    nom.clear()
    valider(qtbot, executant, parc.demande, eleve="Valmont Lina")
    assert [parc.modele.cellule(0, c).copie for c in (7, 8, 9)] == ["Loué", "Lina Valmont", "30/06/2026"]
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    attendre_calme(qtbot, executant)
    assert "Location · Contrat" in parc.histoire.text()
    assert not parc.louer.isEnabled()
    parc.imprimer.click()
    attendre_calme(qtbot, executant)
    [papier] = parc.findChildren(FenetrePapier)
    assert papier.windowTitle().startswith("contrat_location_")
    papier.close()
    parc.rendre.click()
    demande = remplir(qtbot, parc.demande, constat="Corde rompue")
    QTest.keyClick(demande.formulaire.widget("etat"), Qt.Key.Key_Down)
    valider(qtbot, executant, demande)
    assert parc.modele.cellule(0, 7).texte == "Libre"
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    parc.noter.click()
    demande = remplir(qtbot, parc.demande, cout="60", detail="Chevalet")
    demande.formulaire.widget("genre").setFocus()
    for _ in range(2):
        QTest.keyClick(demande.formulaire.widget("genre"), Qt.Key.Key_Down)
    valider(qtbot, executant, demande)
    assert parc.modele.cellule(0, 7).texte == "En réparation"
    parc.situation.poser_valeur("loue")
    parc.situation.modifiee.emit()
    assert parc.modele.rowCount() == 0
    assert any(x.text() == "Aucun dans cette situation\u00a0: Loué." for x in parc.vide.findChildren(QLabel))


def test_a_card_is_edited_photographed_and_its_contract_cancelled(
    qtbot: QtBot, maison: Maison, executant: Executant, tmp_path: Path
) -> None:
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    ident = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2", valeur="450")).resultat
    louer(ctx, Louer(ident, maison.ids["Lina"], "10/09/2025", "30/06/2026", prix="65"))
    fenetre = ouvrir(qtbot, maison, executant, Role.DIRECTION)
    parc = fenetre.page("Parc")
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    assert not parc.voir_photo.isEnabled()
    parc.modifier.trigger()
    demande = parc.demande
    assert demande is not None
    assert demande.formulaire.valeurs()["valeur"] == "450,00"
    demande.formulaire.widget("marque").clear()
    valider(qtbot, executant, demande, marque="Stentor", observations="Archet neuf")
    assert parc.modele.cellule(0, 3).texte == "Stentor"
    assert "Fiche modifiée" in parc.histoire.text()
    photo = tmp_path / "violon.png"
    Image.new("RGB", (60, 40), "peru").save(photo)
    parc.gestes.prendre_photo(photo)
    attendre_calme(qtbot, executant)
    parc.voir_photo.trigger()
    [fenetre_photo] = parc.findChildren(FenetreFichier)
    qtbot.waitUntil(fenetre_photo.vue.feuille.isVisible, timeout=15_000)
    fenetre_photo.close()
    assert parc.modele.cellule(0, 10).texte == "Manquante"
    parc.situation.poser_valeur("a_assurer")
    parc.situation.modifiee.emit()
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    parc.attester.trigger()
    attendre_calme(qtbot, executant)
    valider(qtbot, executant, parc.demande, jusqu_au="30/06/2026")
    assert parc.modele.rowCount() == 0, "it is insured"
    parc.situation.poser_valeur("")
    parc.situation.modifiee.emit()
    assert parc.modele.cellule(0, 10).texte == "30/06/2026"
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    parc.annuler.trigger()
    valider(qtbot, executant, parc.demande, motif="Erreur de nom")
    assert parc.modele.cellule(0, 7).texte == "Libre"
    assert not parc.annuler.isEnabled()
    assert "Contrat annulé" in parc.histoire.text()


def test_who_waits_is_told_at_the_return_and_served(qtbot: QtBot, maison: Maison, executant: Executant) -> None:
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    ident = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2")).resultat
    louer(ctx, Louer(ident, maison.ids["Lina"], "10/09/2025", "30/06/2026", prix="65"))
    fenetre = ouvrir(qtbot, maison, executant, Role.DIRECTION)
    attente = fenetre.page("Attente")
    attendre_calme(qtbot, executant)
    attente.inscrire.click()
    valider(qtbot, executant, attente.demande, type="violon", eleve="Valmont Noe")
    assert [attente.modele.cellule(0, c).copie for c in range(5)] == [
        "Violon", "Toutes", "1", "1re année", "Noé Valmont",
    ]  # fmt: skip
    attente.table.setCurrentIndex(attente.modele.index(0, 0))
    assert not attente.louer.isEnabled(), "nothing is free"
    assert accessibilite.sans_nom(attente) == []
    parc = fenetre.page("Parc")
    attendre_calme(qtbot, executant)
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    dits: list[str] = []
    fenetre.bus.message.connect(lambda *mots: dits.append(mots[0]))
    parc.rendre.click()
    demande = remplir(qtbot, parc.demande, constat="Rien")
    QTest.keyClick(demande.formulaire.widget("etat"), Qt.Key.Key_Down)
    valider(qtbot, executant, demande)
    assert dits[-1].startswith("Retour enregistré · Premier en attente\u00a0: Noé Valmont")
    assert parc.modele.cellule(0, 8).texte == "Attendu par Noé Valmont"
    fenetre.page("Attente")
    attente.relire()
    attendre_calme(qtbot, executant)
    attente.table.setCurrentIndex(attente.modele.index(0, 0))
    attente.louer.click()
    valider(qtbot, executant, attente.demande, du="01/06/2026", au="30/06/2026", prix="70")
    assert attente.modele.rowCount() == 0
    attente.inscrire.click()
    valider(qtbot, executant, attente.demande, type="Harpe", eleve="Valmont Lina")
    attente.table.setCurrentIndex(attente.modele.index(0, 0))
    attente.retirer.click()
    valider(qtbot, executant, attente.demande)
    assert attente.modele.rowCount() == 0


def test_a_hire_is_renewed_at_a_price_told_before_and_its_certificate_opens(
    qtbot: QtBot, maison: Maison, executant: Executant, tmp_path: Path
) -> None:
    ctx = maison.ctx(Role.DIRECTION).sur(annee_id=maison.ids["source"])
    ident = ajouter_instrument(ctx, FicheInstrument("V-012", "Violon", "1/2", revision="01/05/2026")).resultat
    contrat = louer(ctx, Louer(ident, maison.ids["Lina"], "10/09/2025", "30/06/2026", prix="65")).resultat
    papier = tmp_path / "assurance.pdf"
    papier.write_bytes(pdf(texte="Attestation"))
    [recu] = importer_documents(ctx, ImporterDocuments("eleve", maison.ids["Lina"], (papier,))).resultat
    fixer_tarif(ctx.sur(annee_id=maison.ids["cible"]), "", "2", "98")
    fenetre = ouvrir(qtbot, maison, executant, Role.DIRECTION)
    regles = fenetre.page("Règles")
    attendre_calme(qtbot, executant)
    assert accessibilite.sans_nom(regles) == []
    qtbot.keyClicks(regles.formulaire.widget(RENOUVELLEMENTS_MAX.cle), "0")
    qtbot.mouseClick(regles.enregistrer, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    assert lire_regles_location(ctx)[RENOUVELLEMENTS_MAX.cle] == "0"
    enregistrer_regles_location(ctx.sur(annee_id=maison.ids["cible"]), lire_regles_location(ctx))
    parc = fenetre.page("Parc")
    attendre_calme(qtbot, executant)
    parc.situation.poser_valeur(Situation.A_REVISER)
    parc.situation.modifiee.emit()
    assert parc.modele.cellule(0, 11).texte == "01/05/2026", "an overhaul is due, even of what is hired"
    parc.table.setCurrentIndex(parc.modele.index(0, 0))
    assert not parc.voir_attestation.isEnabled()
    attester(ctx, contrat, "30/06/2026", recu.document_id)
    parc.relire()
    attendre_calme(qtbot, executant)
    parc.voir_attestation.trigger()
    attendre_calme(qtbot, executant)
    [certificat] = parc.findChildren(FenetreFichier)
    assert certificat.windowTitle() == "assurance"
    qtbot.waitUntil(certificat.vue.feuille.isVisible, timeout=15_000)
    certificat.close()
    qtbot.mouseClick(parc.renouveler, Qt.MouseButton.LeftButton)
    attendre_calme(qtbot, executant)
    dits = [x.text() for x in parc.demande.findChildren(QLabel)]
    assert any("2e année de location. Prix du tarif 2026-2027\u00a0: 98,00\u00a0€" in dit for dit in dits)
    assert parc.demande.formulaire.widget("annee_id").currentText().endswith("98,00\u00a0€")
    valider(qtbot, executant, parc.demande)
    assert parc.demande is not None, "one renewal too many needs its reason"
    valider(qtbot, executant, parc.demande, derogation="Orchestre")
    assert parc.demande is None
    assert parc.modele.cellule(0, 9).copie == "31/08/2027"


def test_who_may_only_consult_sees_the_park_without_its_acts(
    qtbot: QtBot, maison: Maison, executant: Executant
) -> None:
    fenetre = ouvrir(qtbot, maison, executant, Role.REGISSEUR)
    parc = fenetre.page("Parc")
    assert not parc.ajouter.isVisible()
    assert not any(bouton.isEnabled() for bouton in (parc.louer, parc.rendre, parc.renouveler, parc.noter))
    regles = fenetre.page("Règles")
    attendre_calme(qtbot, executant)
    assert regles.lecture_seule.isVisible()
    assert regles.enregistrer.isHidden()
