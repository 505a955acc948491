"""A first enrolment, from the empty page to the deposit, and a sibling from the menu."""

from PySide6.QtCore import Qt

from imuse_desk.domain.reinscription import EtatDossier
from tests.views.reinscription.ecran import Ecran


def test_a_family_that_follows_nothing_enrols_a_pupil(ecran: Ecran) -> None:
    maison, onglet = ecran.maison, ecran.onglet
    maison.foyer("Perrin")
    maison.eleve("Zoé", "Perrin")
    ecran.aller(maison.ctx(), maison.ids["Perrin"])
    ecran.calme()
    assert onglet.pile.currentIndex() == 0
    assert onglet.inscrire.isVisible()
    assert [a.text() for a in onglet.menu_inscrire.actions()] == ["Inscrire Zoé"]
    onglet.menu_inscrire.actions()[0].trigger()
    ecran.calme()
    assert onglet.titre.accessibleName() or "Zoé" in onglet.titre.text()
    assert onglet.sous_titre.text().startswith("Inscription 2026-2027")
    assert onglet.cours.titre.text() == "Cours demandés pour 2026-2027"
    assert "Valider l’inscription" in onglet.valider.text()
    assert "ajoutez au moins un cours" in onglet.manque.text()
    ecran.cliquer(onglet.cours.ajouter_cours)
    liste = ecran.demande.formulaire.widget("cours")
    liste.setCurrentIndex(next(i for i in range(liste.count()) if "FM1.2" in liste.itemText(i)))  # type: ignore[attr-defined]
    ecran.confirmer()
    ecran.choisir("FM1.2")
    ecran.accepter_declaration()
    ecran.cliquer(onglet.valider)
    assert ecran.enfant_relu("Zoé").etat in {EtatDossier.INCOMPLETE, EtatDossier.A_VERIFIER, EtatDossier.DEPOSEE}


def test_a_household_without_a_pupil_offers_nobody(ecran: Ecran) -> None:
    ecran.maison.foyer("Perrin")
    ecran.aller(ecran.maison.ctx(), ecran.maison.ids["Perrin"])
    ecran.calme()
    assert ecran.onglet.inscrire.isHidden()
    assert ecran.onglet.vers_famille.isVisible()


def test_a_sibling_is_enrolled_from_the_menu(ecran: Ecran) -> None:
    ecran.maison.eleve("Zoé", "Valmont", rang=3)
    ecran.onglet.relire()
    ecran.calme()
    ecran.acte("Inscrire Zoé")
    assert ecran.enfant_relu("Zoé").est_nouveau
    assert any("ajoutez ses cours" in dit for dit in ecran.dits)
    ecran.qtbot.keyClick(ecran.onglet, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
