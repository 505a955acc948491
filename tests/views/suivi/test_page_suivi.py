"""Under the card of a pupil's course: the opinion given in place, the result that moves the dossier, equivalences."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imuse_desk.domain.evaluations import Avis
from imuse_desk.models import MotEvaluation
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.fiche_suivi import FicheSuivi, lire_fiche_suivi
from imuse_desk.services.lectures.suivi import lire_suivi
from imuse_desk.services.suivi.avis import DonnerAvis, donner_avis
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.suivi.page_suivi import PageSuivi
from tests.fabriques import Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer
from tests.services.reinscription.outils import deposer
from tests.views.gestes import taper
from tests.views.regie.conftest import attendre_calme

GAUCHE = Qt.MouseButton.LeftButton
Ouvrir = Callable[[Contexte], PageSuivi]


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    def batir(m: Maison) -> None:
        for genre, libelle, reussite in (("resultat", "Admis", True), ("resultat", "Maintenu", False)):
            m.ajouter(MotEvaluation(site_id=m.ids["site"], genre=genre, libelle=libelle, est_reussite=reussite))
        m.creneau("fm_lun", "source:FM1.1", 1, "14:00")
        enseignant(m, "Maurin", "Hélène")
        enseigner(m, "Maurin", "fm_lun")
        placer(m, "Lina:FM1.1", "fm_lun", date(2025, 9, 10))

    return maison_valmont(base_sqlite, tmp_path / "depot").d_un_coup(batir)


@pytest.fixture
def ouvrir(maison: Maison, qtbot: QtBot, executant: Executant) -> Ouvrir:
    """Opens Lina's formation musicale for somebody."""

    def faire(ctx: Contexte) -> PageSuivi:
        page = PageSuivi(executant, Bus(executant))
        qtbot.addWidget(page)
        page.entrer(ctx)
        page.show()
        aller(page, maison, "FM1.1")
        attendre_calme(qtbot, executant)
        return page

    return faire


def aller(page: PageSuivi, maison: Maison, code: str) -> None:
    suivi = lire_suivi(maison.ctx(), maison.ids["Lina"])
    ident = maison.ids[f"inscription:Lina:{code}"]
    page.ouvrir(next(c for c in suivi.cours if c.inscription_id == ident))


def lue(maison: Maison) -> FicheSuivi:
    return lire_fiche_suivi(maison.ctx(), maison.ids["inscription:Lina:FM1.1"])


def choisir(page: PageSuivi, carte: str, cle: str, mots: str, qtbot: QtBot) -> None:
    liste = getattr(page, carte).form.widget(cle)
    liste.setFocus()
    qtbot.keyClick(liste, Qt.Key.Key_Home)
    while liste.currentText() != mots:
        avant = liste.currentIndex()
        qtbot.keyClick(liste, Qt.Key.Key_Down)
        assert liste.currentIndex() != avant, f"{mots} is not in the list"


def test_l_enseignant_donne_son_avis_en_place_et_ne_note_pas_le_resultat(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
):
    page = ouvrir(ctx_enseignant(maison, "Maurin"))
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.libelles_sans_ami(page) == []
    assert accessibilite.touches_en_double(page) == []
    assert not page.resultat.enregistrer.isVisible()
    assert not page.resultat.form.widget("resultat").isEnabled()
    assert not page.equivalences.isVisible()
    assert not page.avis.enregistrer.isEnabled()
    choisir(page, "avis", "avis", "Réservé", qtbot)
    choisir(page, "avis", "presente_examen", "Oui", qtbot)
    page.avis.form.widget("commentaire").setFocus()
    qtbot.keyClicks(page.avis.form.widget("commentaire"), "Lire davantage.")
    qtbot.mouseClick(page.avis.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    avis = lue(maison).avis
    assert (avis.avis, avis.commentaire, avis.presente_examen) == (Avis.RESERVE, "Lire davantage.", True)
    assert "jusqu’au 31/08/2026" in page.avis.note.text()
    assert not page.avis.enregistrer.isEnabled()


def test_apres_le_dernier_jour_l_enseignant_lit_et_le_secretariat_saisit(maison: Maison, ouvrir: Ouvrir):
    maison.regler("avis_jusqu_au", "05-19")
    page = ouvrir(ctx_enseignant(maison, "Maurin"))
    assert not page.avis.enregistrer.isVisible()
    assert "jusqu’au 19/05/2026" in page.avis.note.text()
    assert ouvrir(maison.ctx()).avis.enregistrer.isVisible()


def test_un_resultat_met_a_jour_le_dossier_et_le_dit(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
):
    deposer(maison, "Lina")
    page = ouvrir(maison.ctx())
    dits: list[str] = []
    page._bus.message.connect(lambda phrase, _annuler: dits.append(phrase))
    choisir(page, "resultat", "resultat", "Maintenu", qtbot)
    qtbot.mouseClick(page.resultat.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    resultat = lue(maison).resultat
    assert (resultat.resultat, resultat.niveau_propose_id) == ("Maintenu", maison.ids["C1.1"])
    assert page.resultat.form.valeurs()["niveau_propose_id"] == maison.ids["C1.1"]
    assert "l’horaire demandé ne convient plus" in dits[-1]


def test_ce_qu_un_autre_poste_a_ecrit_est_dit_et_la_saisie_reste(
    maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant
):
    page = ouvrir(maison.ctx())
    donner_avis(maison.ctx(), DonnerAvis(maison.ids["inscription:Lina:FM1.1"], 0, Avis.DEFAVORABLE))
    choisir(page, "avis", "avis", "Favorable", qtbot)
    qtbot.mouseClick(page.avis.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert lue(maison).avis.avis is Avis.DEFAVORABLE
    assert page.avis.form.valeurs()["avis"] == Avis.FAVORABLE
    assert page.avis.form.bandeau.isVisible()
    qtbot.mouseClick(page.avis.enregistrer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert lue(maison).avis.avis is Avis.FAVORABLE
    assert not page.avis.form.bandeau.isVisible()


def test_une_saisie_laissee_revient_avec_son_cours(maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant):
    page = ouvrir(maison.ctx())
    choisir(page, "avis", "avis", "Favorable", qtbot)
    aller(page, maison, "COR")
    attendre_calme(qtbot, executant)
    assert page.avis.form.valeurs()["avis"] is None
    aller(page, maison, "FM1.1")
    attendre_calme(qtbot, executant)
    assert page.avis.form.valeurs()["avis"] == Avis.FAVORABLE
    assert page.avis.enregistrer.isEnabled()
    assert lue(maison).avis.version == 0


def test_une_equivalence_s_ajoute_et_se_retire(maison: Maison, ouvrir: Ouvrir, qtbot: QtBot, executant: Executant):
    page = ouvrir(maison.ctx())
    qtbot.mouseClick(page.ajouter, GAUCHE)
    assert page.demande is not None
    formulaire = page.demande.formulaire
    for cle, mots in (("etablissement", "CRD"), ("discipline", "Cor"), ("le", "12/06/2024"), ("resultat", "Admise")):
        taper(qtbot, formulaire.widget(cle), mots)
    qtbot.mouseClick(page.demande.confirmer, GAUCHE)
    attendre_calme(qtbot, executant)
    (vue,) = lue(maison).equivalences
    assert (vue.etablissement, vue.le) == ("CRD", date(2024, 6, 12))
    page.table.setCurrentIndex(page.modele.index(0, 0))
    qtbot.mouseClick(page.retirer, GAUCHE)
    attendre_calme(qtbot, executant)
    assert lue(maison).equivalences == ()
