"""Valider: what lacks gets the focus, one deposit whatever the clicks, the deadline judged at the click."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from imuse_desk.domain.reglages import CONDITIONS_BLOQUANTES
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Campagne, Declaration, Dossier, Foyer, Site
from imuse_desk.services.reinscription.accuse import lire_papier
from imuse_desk.views.common.executant import Executant
from tests.bases import BaseDemo
from tests.fabriques import FERME, PIECES, Maison, pdf
from tests.services.reinscription.outils import accepter, apporter, deposer
from tests.views.gestes import taper
from tests.views.reinscription.ecran import Ecran

CTRL = Qt.KeyboardModifier.ControlModifier


def _declarations(maison: Maison) -> int:
    with maison.base.lire() as session:
        return int(session.execute(select(func.count()).select_from(Declaration)).scalar_one())


def _pret(ecran: Ecran) -> None:
    ecran.tout_demander()
    ecran.accepter_declaration()
    assert ecran.onglet.manque.text() == ""


def test_valider_leads_to_the_first_thing_that_lacks(ecran: Ecran) -> None:
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.rangee("COR").case.hasFocus()
    ecran.cocher("FM1.2")
    ecran.cliquer(ecran.onglet.suivant)
    ecran.cocher("COR")
    ecran.cocher("FM1.2")
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.enfant.prenom == "Lina"
    assert ecran.rangee("FM1.2").liste.hasFocus()
    ecran.choisir("FM1.2")
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.enfant.prenom == "Noé"
    ecran.choisir("FM1.2")
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.onglet.declaration.case.hasFocus()
    assert all(e.etat is EtatDossier.EN_SAISIE for e in ecran.relu().enfants)


def test_an_impossible_date_is_said_under_the_declaration(ecran: Ecran) -> None:
    _pret(ecran)
    le = ecran.onglet.declaration.le
    for mots, dit in (("31/02/2026", "28 jours"), ("", "manque"), ("21/05/2026", "à venir")):
        taper(ecran.qtbot, le, mots)
        ecran.qtbot.keyClick(le, Qt.Key.Key_Backspace) if not mots else None
        ecran.onglet.declaration.changee.emit()
        ecran.cliquer(ecran.onglet.valider)
        assert dit in ecran.onglet.declaration.erreur.text(), mots
        assert le.hasFocus()
        assert "corrigez la date" in ecran.onglet.manque.text()
    assert ecran.enfant_relu("Lina").etat is EtatDossier.EN_SAISIE
    taper(ecran.qtbot, le, "190526")
    ecran.cliquer(ecran.onglet.valider)
    declaration = ecran.relu().declaration
    assert (declaration.acceptee_par, str(declaration.acceptee_le)) == ("Claire Valmont", "2026-05-19")


def test_two_quick_clicks_deposit_once(ecran: Ecran) -> None:
    _pret(ecran)
    ecran.cliquer(ecran.onglet.valider, attendre=False)
    ecran.cliquer(ecran.onglet.valider, attendre=False)
    ecran.calme()
    assert _declarations(ecran.maison) == 1
    assert ecran.phrase.startswith("Réinscription déposée\u00a0: dossier R26-")
    assert ecran.onglet.valider.isHidden()


def test_ctrl_enter_right_after_the_last_time_deposits(ecran: Ecran, qtbot: QtBot) -> None:
    """Nothing is waited for between the keys: the deposit is judged on what was just chosen."""
    ecran.cocher("COR")
    ecran.accepter_declaration()
    ecran.cocher("FM1.2")
    ecran.choisir("FM1.2", attendre=False)
    qtbot.keyClick(ecran.rangee("FM1.2").liste, Qt.Key.Key_Return, CTRL)
    ecran.calme()
    vu = ecran.enfant_relu("Lina")
    assert vu.etat is EtatDossier.INCOMPLETE
    assert next(x for x in vu.lignes if x.cours == "FM1.2").creneau_id == ecran.maison.ids["fm_mer"]


def test_the_accuse_opens_and_closes_by_escape(ecran: Ecran) -> None:
    assert ecran.onglet.accuse.isHidden()
    _pret(ecran)
    ecran.cliquer(ecran.onglet.valider)
    ecran.cliquer(ecran.onglet.accuse)
    papier = ecran.papier()
    ecran.qtbot.waitUntil(papier.vue.feuille.isVisible)
    ident = ecran.dossier.accuse_id
    assert ident is not None
    nom, octets = lire_papier(ecran.maison.ctx(), ident)
    assert (papier.windowTitle(), papier.chemin.read_bytes()) == (nom, octets)
    chemin = papier.chemin
    ecran.qtbot.keyClick(papier, Qt.Key.Key_Escape)
    ecran.calme()
    assert not chemin.exists(), "the temporary file goes with the window"


def test_the_form_to_sign_opens_before_any_deposit(ecran: Ecran) -> None:
    ecran.cliquer(ecran.onglet.fiche)
    papier = ecran.papier()
    ecran.qtbot.waitUntil(papier.vue.feuille.isVisible)
    assert papier.chemin.read_bytes().startswith(b"%PDF-")
    assert "fiche_reinscription" in papier.windowTitle()


def test_the_last_place_taken_meanwhile_refuses_the_deposit_and_names_the_course(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    for rang in range(2):
        maison.eleve(f"E{rang}", "Durand", rang=rang, cours=("COR", "FM1.1"))
    ecran.cocher("FM1.2")
    ecran.choisir("FM1.2", 2)
    ecran.accepter_declaration()
    deposer(maison, "E0", "E1", creneau="fm_jeu", foyer="Durand")
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.phrase.startswith("FM1.2\u00a0: ")
    assert "vient d’être prise" in ecran.phrase
    assert ecran.enfant_relu("Lina").etat is EtatDossier.EN_SAISIE
    assert "l’horaire choisi est complet" in ecran.onglet.manque.text()
    liste = ecran.rangee("FM1.2").liste
    assert liste.currentText().endswith("complet 2/2")
    ecran.cliquer(ecran.onglet.valider)
    assert liste.hasFocus()
    ecran.qtbot.keyClick(liste, Qt.Key.Key_Up)
    ecran.calme()
    ecran.cliquer(ecran.onglet.valider)
    assert ecran.enfant_relu("Lina").etat is EtatDossier.INCOMPLETE


def test_the_deadline_that_passes_while_the_form_is_open(qtbot: QtBot, executant: Executant, maison: Maison) -> None:
    """Opened before midnight, pressed after: the secretary is told when it closed, nothing is deposited."""
    maison.horloge.instant = FERME - timedelta(minutes=2)
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(Role.SECRETARIAT), maison.ids["Valmont"])
    _pret(ecran)
    maison.horloge.instant = FERME + timedelta(microseconds=1)
    ecran.cliquer(ecran.onglet.valider)
    assert "closes depuis le 15/06/2026" in ecran.phrase
    assert "close" in ecran.onglet.delai.phrase
    assert ecran.onglet.valider.isHidden(), "who may not override does not see Valider any more"
    assert ecran.enfant_relu("Lina").etat is EtatDossier.EN_SAISIE
    ecran.fermer()


def test_who_may_override_is_asked_why(ecran: Ecran) -> None:
    ecran.maison.horloge.instant = FERME + timedelta(days=1)
    ecran.onglet.relire()
    ecran.calme()
    _pret(ecran)
    ecran.cliquer(ecran.onglet.valider)
    ecran.confirmer()
    assert "derogation" in ecran.demande.formulaire.erreurs
    ecran.remplir(derogation="Hospitalisation, accord du directeur")
    ecran.confirmer()
    vu = ecran.enfant_relu("Lina")
    assert (vu.etat, vu.motif) == (EtatDossier.INCOMPLETE, "Hospitalisation, accord du directeur")


def test_a_late_piece_is_asked_for_its_reason(ecran: Ecran, tmp_path: Path) -> None:
    ecran.maison.horloge.instant = PIECES + timedelta(hours=1)
    ecran.onglet.relire()
    ecran.calme()
    chemin = tmp_path / "tard.pdf"
    chemin.write_bytes(pdf(1, "tard"))
    ecran.lacher(ecran.piece("domicile"), chemin)
    ecran.remplir(derogation="Reçue le 19 au soir, déposée à l'accueil")
    ecran.confirmer()
    piece = next(p for p in ecran.relu().pieces if p.code == "domicile")
    assert piece.fichiers[0].derogation == "Reçue le 19 au soir, déposée à l'accueil"


def test_late_pieces_are_closed_to_who_may_not_override(
    qtbot: QtBot, executant: Executant, maison: Maison, tmp_path: Path
) -> None:
    maison.horloge.instant = PIECES + timedelta(hours=1)
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(Role.SECRETARIAT), maison.ids["Valmont"])
    assert ecran.piece("domicile").importer.isHidden()
    ecran.lacher(ecran.piece("domicile"), tmp_path / "x.pdf")
    assert not any(p.fichiers for p in ecran.relu().pieces)
    ecran.fermer()


def test_before_the_opening_the_day_is_said(qtbot: QtBot, executant: Executant, maison: Maison) -> None:
    maison.horloge.instant = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)
    ecran = Ecran(qtbot, executant, maison)
    ecran.ouvrir(maison.ctx(), maison.ids["Valmont"])
    assert "ouvre le 01/05/2026" in ecran.onglet.delai.phrase
    assert ecran.onglet.valider.isHidden()
    ecran.fermer()


def test_the_administration_validates_once_the_pieces_are_accepted(ecran: Ecran, tmp_path: Path) -> None:
    ecran.maison.regler(CONDITIONS_BLOQUANTES.cle, [])
    deposer(ecran.maison, "Lina", "Noé")
    ecran.onglet.relire()
    ecran.calme()
    assert "à accepter" in ecran.onglet.manque.text()
    ecran.cliquer(ecran.onglet.administrer)
    assert "bloque l’inscription" in ecran.phrase
    accepter(ecran.maison, apporter(ecran.maison, "domicile", tmp_path))
    ecran.onglet.relire()
    ecran.calme()
    ecran.cliquer(ecran.onglet.administrer)
    assert ecran.phrase == ""
    assert {e.etat for e in ecran.relu().enfants} == {EtatDossier.VALIDEE}
    assert ecran.onglet.administrer.isHidden()


def test_a_time_changes_after_the_deposit_once_confirmed(ecran: Ecran) -> None:
    deposer(ecran.maison, "Lina")
    ecran.onglet.relire()
    ecran.calme()
    liste = ecran.rangee("FM1.2").liste
    ecran.choisir("FM1.2", 1)
    assert "jeu. 17:30" in ecran.demande.windowTitle() + _mots(ecran)
    assert liste.valeur() == ecran.maison.ids["fm_mer"], "nothing moves before it is confirmed"
    ecran.cliquer(ecran.demande.renoncer)
    assert _creneau(ecran) == ecran.maison.ids["fm_mer"]
    ecran.choisir("FM1.2", 1)
    ecran.confirmer()
    assert _creneau(ecran) == ecran.maison.ids["fm_jeu"]
    assert ecran.enfant_relu("Lina").etat is EtatDossier.INCOMPLETE


def _mots(ecran: Ecran) -> str:
    return " ".join(w.text() for w in ecran.demande.findChildren(QLabel))


def _creneau(ecran: Ecran) -> int | None:
    return next(x for x in ecran.enfant_relu("Lina").lignes if x.cours == "FM1.2").creneau_id


def test_the_declaration_ticked_comes_back_with_its_family(ecran: Ecran) -> None:
    maison = ecran.maison
    maison.foyer("Durand")
    maison.eleve("Ana", "Durand", cours=("COR", "FM1.1"))
    ecran.tout_demander()
    ecran.accepter_declaration()
    taper(ecran.qtbot, ecran.onglet.declaration.le, "18/05/2026")
    ecran.aller(maison.ctx(), maison.ids["Durand"])
    assert not ecran.onglet.declaration.case.isChecked()
    assert ecran.onglet.declaration.le.text() == "20/05/2026"
    ecran.aller(maison.ctx(), maison.ids["Valmont"])
    assert ecran.onglet.declaration.case.isChecked()
    assert ecran.onglet.declaration.le.text() == "18/05/2026"
    assert ecran.rangee("FM1.2").liste.valeur() == maison.ids["fm_mer"]


def test_the_price_follows_each_tick_and_unfolds(ecran: Ecran) -> None:
    assert ecran.onglet.prix.lignes
    ecran.tout_demander()
    avant = ecran.dossier.prix
    assert avant is not None
    ecran.cliquer(ecran.onglet.prix.pourquoi)
    assert any("Parcours 3" in x for x in ecran.onglet.prix.lignes)
    ecran.cliquer(ecran.onglet.suivant)
    ecran.tout_demander()
    apres = ecran.dossier.prix
    assert apres is not None
    assert apres.total_centimes != avant.total_centimes
    assert ecran.onglet.prix.pourquoi.isChecked()


def test_a_dossier_of_another_site_opens_read_only(qtbot: QtBot, executant: Executant, base_demo: BaseDemo) -> None:
    with base_demo.base.lire() as session:
        foyer_id = session.execute(
            select(Dossier.foyer_id)
            .join(Campagne, Campagne.id == Dossier.campagne_id)
            .join(Site, Site.id == Campagne.site_id)
            .where(Site.code != "MEU")
            .limit(1)
        ).scalar_one()
    ctx = base_demo.contexte(Role.SECRETARIAT)
    ctx = replace(ctx, roles={ctx.site_id: ctx.roles[ctx.site_id]})
    ecran = Ecran(qtbot, executant)
    ecran.ouvrir(ctx, foyer_id)
    assert ecran.onglet.delai.phrase.startswith("Lecture seule\u00a0: ce dossier relève du site ")
    assert ecran.onglet.valider.isHidden()
    assert ecran.onglet.administrer.isHidden()
    assert ecran.onglet.autres.isHidden()
    assert all(r.importer.isHidden() for r in ecran.onglet.pieces.rangees)
    ecran.fermer()


@pytest.mark.parametrize(("role", "voit"), [(Role.SECRETARIAT, True), (Role.ADMINISTRATION, False)])
def test_the_quotient_is_for_who_reads_incomes(
    qtbot: QtBot, executant: Executant, base_demo: BaseDemo, role: Role, *, voit: bool
) -> None:
    with base_demo.base.lire() as session:
        foyer_id = session.execute(select(Foyer.id).where(Foyer.libelle.contains("Valmont"))).scalar_one()
    ecran = Ecran(qtbot, executant)
    ecran.ouvrir(base_demo.contexte(role), foyer_id)
    mots = " ".join(p.accessibleName() for p in ecran.onglet.puces) + " ".join(ecran.onglet.prix.lignes)
    assert ("QF" in mots or "uotient" in mots) is voit
    assert ecran.onglet.quotient.isHidden() is not voit
    ecran.fermer()


def test_a_new_family_is_told_what_re_enrolment_is_for(ecran: Ecran) -> None:
    """Why there is no dossier, what can be done meanwhile, and the way to the card."""
    maison = ecran.maison
    maison.foyer("Sanscours")
    maison.eleve("Eva", "Sanscours")
    ecran.aller(maison.ctx(), maison.ids["Sanscours"])
    assert ecran.onglet.pile.currentIndex() == 0
    dit = _etat_vide(ecran)
    for attendu in ("2025-2026", "2026-2027", "première inscription"):
        assert attendu in dit
    with ecran.qtbot.waitSignal(ecran.bus.ouverture_demandee) as demande:
        ecran.cliquer(ecran.onglet.vers_famille)
    assert demande.args == ["foyer", maison.ids["Sanscours"]]


def _etat_vide(ecran: Ecran) -> str:
    QApplication.processEvents()
    return " ".join(w.text() for w in ecran.onglet.vide.findChildren(QLabel)).lower()
