"""Ticks and times, by keys and clicks: every one reaches the base, none is lost, none is sold twice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from pytestqt.qtbot import QtBot

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Lien
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.veille import changements_depuis
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison
from tests.services.reinscription.outils import deposer, enfant, ouvrir
from tests.views.reinscription.ecran import Ecran, operations


def _places(ecran: Ecran, creneau: str) -> str:
    liste = ecran.rangee("FM1.2").liste
    rang = liste.findData(ecran.maison.ids[creneau])
    return liste.itemText(rang) if rang >= 0 else ""


def test_opening_and_walking_through_children_writes_nothing(ecran: Ecran) -> None:
    avant = operations(ecran.maison.base)
    for _ in range(3):
        ecran.cliquer(ecran.onglet.suivant)
    ecran.aller(ecran.maison.ctx(), ecran.maison.ids["Valmont"])
    ecran.onglet.relire()
    ecran.calme()
    assert operations(ecran.maison.base) == avant


def test_space_ticks_and_keys_choose_a_time(ecran: Ecran) -> None:
    assert ecran.enfant.etat is EtatDossier.SANS_REPONSE
    ecran.cocher("COR")
    ecran.cocher("FM1.2")
    assert "horaire à choisir" in ecran.onglet.manque.text()
    ecran.choisir("FM1.2")
    vu = ecran.enfant_relu("Lina")
    demandes = {x.cours: x.creneau_id for x in vu.lignes if x.est_demandee}
    assert demandes == {"COR": None, "FM1.2": ecran.maison.ids["fm_mer"], "ORC": ecran.maison.ids["orc_sam"]}
    assert vu.etat is EtatDossier.EN_SAISIE
    assert "déclaration" in ecran.onglet.manque.text()
    assert ecran.dits[-1] == "Brouillon enregistré"


def test_space_again_unticks_and_empties_the_time(ecran: Ecran) -> None:
    ecran.tout_demander()
    ecran.cocher("FM1.2")
    vu = ecran.enfant_relu("Lina")
    assert not next(x for x in vu.lignes if x.cours == "FM1.2").est_demandee
    assert not ecran.rangee("FM1.2").liste.isEnabled()


def test_quick_clicks_are_all_kept(ecran: Ecran) -> None:
    """Keys pressed without waiting for the base: no Conflit, nothing lost."""
    ecran.cocher("COR", attendre=False)
    ecran.cocher("FM1.2", attendre=False)
    ecran.cocher("COR", attendre=False)
    ecran.cocher("COR", attendre=False)
    ecran.calme()
    ecran.choisir("FM1.2", 2, attendre=False)
    ecran.calme()
    assert ecran.phrase == ""
    demandes = {x.cours: x.creneau_id for x in ecran.enfant_relu("Lina").lignes if x.est_demandee}
    assert demandes == {"COR": None, "FM1.2": ecran.maison.ids["fm_jeu"], "ORC": ecran.maison.ids["orc_sam"]}


def test_clicks_on_two_children_in_a_row_are_both_kept(ecran: Ecran) -> None:
    ecran.cocher("COR", attendre=False)
    ecran.cocher("FM1.2", attendre=False)
    ecran.cliquer(ecran.onglet.suivant, attendre=False)
    ecran.cocher("COR", attendre=False)
    ecran.calme()
    for prenom in ("Lina", "Noé"):
        assert ecran.enfant_relu(prenom).etat is EtatDossier.EN_SAISIE, prenom
    assert sum(x.est_demandee for x in ecran.enfant_relu("Lina").lignes) == 3


def test_a_click_survives_the_change_of_family(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    ecran.cocher("COR", attendre=False)
    ecran.cocher("FM1.2", attendre=False)
    ecran.aller(maison.ctx(), maison.ids["Durand"])
    assert ecran.enfant.prenom == "Ana"
    lina = enfant(ouvrir(maison), "Lina")
    assert {x.cours for x in lina.lignes if x.est_demandee} == {"COR", "FM1.2", "ORC"}


def test_acting_right_after_a_tick_uses_the_new_version(ecran: Ecran) -> None:
    ecran.cocher("COR", attendre=False)
    action = next(a for a in ecran.onglet.menu.actions() if "congé" in a.text())
    action.trigger()
    ecran.calme()
    ecran.remplir(motif="Études à l'étranger")
    ecran.confirmer()
    assert ecran.enfant_relu("Lina").etat is EtatDossier.CONGE


def test_the_second_child_is_filled_in_and_ranked(ecran: Ecran) -> None:
    ecran.tout_demander()
    seul = ecran.onglet.prix.lignes
    assert not any("2ᵉ élève" in x for x in seul)
    ecran.cliquer(ecran.onglet.suivant)
    assert ecran.onglet.rang.text() == "2 / 2"
    ecran.tout_demander()
    assert any("Noé" in x for x in ecran.onglet.prix.lignes)
    assert any("2ᵉ élève" in x for x in ecran.onglet.prix.lignes)
    ecran.cliquer(ecran.onglet.suivant)
    assert ecran.enfant.prenom == "Lina"


def test_the_keyboard_goes_from_child_to_child(ecran: Ecran, qtbot: QtBot) -> None:
    qtbot.keyClick(ecran.onglet, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: ecran.enfant.prenom == "Noé")
    ecran.calme()


def test_full_times_are_hidden_then_shown_disabled(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    for rang in range(2):
        maison.eleve(f"E{rang}", "Durand", rang=rang, cours=("COR", "FM1.1"))
    deposer(maison, "E0", "E1", creneau="fm_jeu", foyer="Durand")
    ecran.onglet.relire()
    ecran.calme()
    ecran.cocher("FM1.2")
    assert _places(ecran, "fm_jeu") == ""
    case = ecran.onglet.cours.complets
    case.setFocus()
    ecran.qtbot.keyClick(case, Qt.Key.Key_Space)
    assert _places(ecran, "fm_jeu").endswith("complet 2/2")
    liste = ecran.rangee("FM1.2").liste
    modele = liste.model()
    assert isinstance(modele, QStandardItemModel)
    assert not modele.item(liste.findData(maison.ids["fm_jeu"])).isEnabled()
    ecran.choisir("FM1.2", 3)
    assert liste.valeur() == maison.ids["fm_mer"]


def test_a_course_is_added_then_removed(ecran: Ecran) -> None:
    ecran.cliquer(ecran.onglet.cours.ajouter_cours)
    liste = ecran.demande.formulaire.widget("cours")
    ecran.cliquer(ecran.demande.confirmer)
    assert "cours" in ecran.demande.formulaire.erreurs
    liste.setFocus()
    ecran.qtbot.keyClicks(liste, "Danse")
    ecran.qtbot.keyClick(liste, Qt.Key.Key_Home)
    while "Atelier jazz" not in liste.currentText():  # type: ignore[attr-defined]  # a ListeChoix
        ecran.qtbot.keyClick(liste, Qt.Key.Key_Down)
    ecran.confirmer()
    assert next(x for x in ecran.enfant_relu("Lina").lignes if x.cours == "Atelier jazz").est_ajoutee
    ecran.choisir("Atelier jazz")
    retirer = ecran.rangee("Atelier jazz").retirer
    ecran.cliquer(retirer, attendre=False)
    ecran.cliquer(retirer, attendre=False)
    ecran.calme()
    assert ecran.phrase == ""
    assert "Atelier jazz" not in {x.cours for x in ecran.enfant_relu("Lina").lignes}


def test_the_same_time_twice_is_refused_with_both_lessons_named(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.creneau("jaz_fm", "cible:JAZ", 3, "14:15")
    ecran.tout_demander()
    ecran.cliquer(ecran.onglet.cours.ajouter_cours)
    liste = ecran.demande.formulaire.widget("cours")
    liste.poser_valeur(maison.ids["cible:JAZ"])  # type: ignore[attr-defined]  # a ListeChoix
    ecran.confirmer()
    ecran.choisir("Atelier jazz")
    assert "FM1.2" in ecran.phrase
    assert "Atelier jazz" in ecran.phrase
    assert "en même temps" in ecran.phrase
    assert ecran.rangee("Atelier jazz").liste.valeur() is None


def test_a_place_taken_by_another_desk_between_display_and_click(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    for rang in range(2):
        maison.eleve(f"E{rang}", "Durand", rang=rang, cours=("COR", "FM1.1"))
    ecran.cocher("FM1.2")
    autre = Base.ouvrir(lire_url(str(maison.dossier.parent / "base.db")))
    deposer(Maison(autre, maison.dossier, maison.horloge, maison.ids), "E0", "E1", creneau="fm_jeu", foyer="Durand")
    autre.fermer()
    assert "2 places" in _places(ecran, "fm_jeu")
    ecran.choisir("FM1.2", 2)
    assert "vient d’être prise" in ecran.phrase
    assert _places(ecran, "fm_jeu") == ""


def test_a_change_of_another_desk_shows_in_the_open_dossier(ecran: Ecran) -> None:
    maison = ecran.maison
    seq, _ = changements_depuis(maison.ctx(), None)
    autre = maison.ctx(agent="Bruno Petit")
    autre = type(autre)(**{**{c: getattr(autre, c) for c in autre.__dataclass_fields__}, "poste": "autre-poste"})
    vu = enfant(ouvrir(maison), "Lina")
    saisir(autre, SaisirReponse(vu.dossier_eleve_id or 0, vu.version, (LigneSaisie(maison.ids["cible:COR"], True),)))
    assert not ecran.rangee("COR").case.isChecked()
    _, changements = changements_depuis(maison.ctx(), seq)
    for changement in changements:
        ecran.onglet.objets_changes(changement)
    ecran.calme()
    assert ecran.rangee("COR").case.isChecked()
    ecran.cocher("FM1.2")
    assert ecran.phrase == ""


def test_a_tick_on_an_overtaken_screen_is_said_and_the_base_shown(ecran: Ecran) -> None:
    maison = ecran.maison
    vu = enfant(ouvrir(maison), "Lina")
    saisir(
        maison.ctx(), SaisirReponse(vu.dossier_eleve_id or 0, vu.version, (LigneSaisie(maison.ids["cible:COR"], True),))
    )
    ecran.cocher("FM1.2")
    assert "Un autre poste" in ecran.phrase
    assert ecran.rangee("COR").case.isChecked()
    assert not ecran.rangee("FM1.2").case.isChecked()
    ecran.cocher("FM1.2")
    assert ecran.phrase == ""
    assert ecran.rangee("FM1.2").case.isChecked()


@pytest.mark.parametrize("role", [Role.REGISSEUR])
def test_who_may_only_read_sees_disabled_ticks(qtbot: QtBot, executant: Executant, maison: Maison, role: Role) -> None:
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(role), maison.ids["Valmont"])
    assert not ecran.rangee("COR").case.isEnabled()
    assert ecran.onglet.valider.isHidden()
    assert ecran.onglet.autres.isHidden()
    assert ecran.onglet.cours.ajouter_cours.isHidden()
    assert ecran.onglet.delai.phrase == "Lecture seule\u00a0: votre rôle permet de lire ce dossier, pas de le modifier."
    ecran.fermer()


def test_a_household_whose_child_answers_elsewhere_is_told_who_holds_the_dossier(ecran: Ecran) -> None:
    """Linked after the campaign opened: its own papers and share, the answer is the other household's."""
    maison = ecran.maison
    maison.foyer("Perrin")
    maison.ecrire(lambda s: setattr(s.get_one(Lien, maison.ids["lien:Lina:Valmont"]), "part", 50))
    maison.lier("Lina", "Perrin", part=50, principal=False)
    ecran.aller(maison.ctx(), maison.ids["Perrin"])
    onglet = ecran.onglet
    assert onglet.famille.text() == "Famille Perrin"
    assert onglet.delai.isVisible()
    assert onglet.delai.phrase.startswith("Le dossier de Lina est tenu par l’autre foyer (Famille Valmont)")
    assert not ecran.rangee("COR").case.isEnabled()
    for bouton in (onglet.valider, onglet.administrer, onglet.fiche, onglet.accuse, onglet.autres, onglet.conditions):
        assert bouton.isHidden()
    ecran.aller(maison.ctx(), maison.ids["Valmont"])
    assert onglet.delai.isHidden()
    assert not onglet.fiche.isHidden()
