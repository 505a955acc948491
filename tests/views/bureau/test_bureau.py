"""The desk's day as somebody uses it: notes, things to remember, what waits, recent dossiers, a second window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.infra.secrets import Coffre
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import lister_documents, lister_notes, lister_taches
from imuse_desk.services.lectures.eleves import lister_mes_eleves
from imuse_desk.services.lectures.liste_familles import lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.veille import compter_attente
from imuse_desk.services.notes import EcrireNote, SaisieNote, ecrire_note
from imuse_desk.services.taches import NoterTache, noter_tache
from imuse_desk.views.assemblage import assembler
from imuse_desk.views.bureau.fenetre import FenetreATraiter
from imuse_desk.views.bureau.mots import ARCHIVER, NOMMER
from imuse_desk.views.bureau.page import PageBureau
from imuse_desk.views.bureau.portes import PortesBureau
from imuse_desk.views.bureau.recents import FenetreRecents
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fichier_ouvert import FenetreFichier
from imuse_desk.views.demonstration.scene import lacher_fichier
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.fenetre_dossier import FenetreDossier
from imuse_desk.views.fenetre_onglets import FenetreOnglets
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.onglet import OngletReinscription
from imuse_desk.views.suivi.onglet import OngletSuivi
from imuse_desk.views.verification.station import StationVerification
from tests.bases import BaseDemo

F = TypeVar("F", bound=QWidget)
CTRL, MAJ = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


DELAI = 20_000


@pytest.fixture
def ctx(base_demo: BaseDemo) -> Contexte:
    return base_demo.contexte(Role.SECRETARIAT)


@pytest.fixture
def fenetre(qtbot: QtBot, executant: Executant, ctx: Contexte) -> Iterator[FenetrePrincipale]:
    fenetre = assembler(executant, ReglagesLocaux(), Coffre())
    qtbot.addWidget(fenetre)
    fenetre.resize(1366, 728)
    fenetre.show()
    fenetre.activateWindow()
    fenetre.entrer(ctx)
    calme(qtbot, executant)
    yield fenetre
    fenetre.close()


def calme(qtbot: QtBot, executant: Executant) -> None:
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=DELAI)


def famille_de(fenetre: FenetreOnglets) -> OngletFamille:
    famille = fenetre.pages[Onglet.FAMILLE]
    assert isinstance(famille, OngletFamille)
    return famille


def bloc_notes(qtbot: QtBot, fenetre: FenetreOnglets, foyer_id: int) -> PageBureau:
    """Open a family's card at its notepad."""
    fenetre.bus.ouvrir("foyer", foyer_id)
    calme(qtbot, fenetre.executant)
    famille = famille_de(fenetre)
    famille.montrer_la_fiche()
    famille.fiche.onglets.setCurrentIndex(famille.fiche.onglets.count() - 1)
    calme(qtbot, fenetre.executant)
    (page,) = famille.findChildren(PageBureau)
    return page


def ecrire(qtbot: QtBot, page: PageBureau, mots: str) -> QWidget:
    zone = page.notes.form.widget("texte")
    zone.setFocus()
    qtbot.keyClicks(zone, mots)
    return zone


def touche(qtbot: QtBot, fenetre: QWidget, cle: Qt.Key, modificateurs: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or fenetre, cle, modificateurs)


def trouver(qtbot: QtBot, parent: QWidget, classe: type[F]) -> F:
    qtbot.waitUntil(lambda: any(f.isVisible() for f in parent.findChildren(classe)))
    return next(f for f in parent.findChildren(classe) if f.isVisible())


def test_a_note_is_written_pinned_put_away_and_back(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    foyer_id = lister_familles(ctx).ids[0]
    page = bloc_notes(qtbot, fenetre, foyer_id)
    zone = ecrire(qtbot, page, "A appele pour la bourse")
    page.notes.genre.poser_valeur("appel")
    qtbot.keyClick(zone, Qt.Key.Key_Return, CTRL)
    calme(qtbot, fenetre.executant)
    (note,) = lister_notes(ctx, "foyer", foyer_id)
    assert (note.texte, note.genre, note.visibilite) == ("A appele pour la bourse", "appel", "bureau")
    assert page.notes.form.brut()["texte"] == ""
    onglets = famille_de(fenetre).fiche.onglets
    assert onglets.tabText(onglets.count() - 1).endswith(" 1")
    assert page.bande.isHidden()
    page.notes.lignes[0].epingler.click()
    calme(qtbot, fenetre.executant)
    assert page.bande.phrase == f"A appele pour la bourse ({ctx.agent})"
    famille_de(fenetre).basculer()
    calme(qtbot, fenetre.executant)
    assert famille_de(fenetre).resume.notes.isVisible()
    famille_de(fenetre).basculer()
    calme(qtbot, fenetre.executant)
    page.notes.lignes[0].archiver.click()
    calme(qtbot, fenetre.executant)
    assert lister_notes(ctx, "foyer", foyer_id) == ()
    assert page.bande.isHidden()
    fenetre._annuler()
    calme(qtbot, fenetre.executant)
    assert len(lister_notes(ctx, "foyer", foyer_id)) == 1
    assert page.bande.isVisible()


def test_a_note_being_typed_outlives_its_card(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    un, deux = lister_familles(ctx).ids[:2]
    page = bloc_notes(qtbot, fenetre, un)
    ecrire(qtbot, page, "Rappeler avant")
    page = bloc_notes(qtbot, fenetre, deux)
    assert page.notes.form.brut()["texte"] == ""
    page = bloc_notes(qtbot, fenetre, un)
    qtbot.waitUntil(lambda: page.notes.form.brut()["texte"] == "Rappeler avant", timeout=DELAI)
    page.notes.renoncer.click()
    calme(qtbot, fenetre.executant)
    bloc_notes(qtbot, fenetre, deux)
    assert bloc_notes(qtbot, fenetre, un).notes.form.brut()["texte"] == ""


def test_a_note_corrected_by_two_shows_both(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    foyer_id = lister_familles(ctx).ids[0]
    ident = ecrire_note(ctx, EcrireNote("foyer", foyer_id, SaisieNote("Avant"))).resultat
    page = bloc_notes(qtbot, fenetre, foyer_id)
    page.notes.lignes[0].modifier.click()
    (vue,) = lister_notes(ctx, "foyer", foyer_id)
    ecrire_note(ctx, EcrireNote("foyer", foyer_id, SaisieNote("Ailleurs"), ident, vue.version))
    zone = ecrire(qtbot, page, "Ici ")
    qtbot.keyClick(zone, Qt.Key.Key_Return, CTRL)
    calme(qtbot, fenetre.executant)
    assert "Ailleurs" in page.notes.refus.phrase
    assert [n.texte for n in lister_notes(ctx, "foyer", foyer_id)] == ["Ailleurs"]
    page.notes.refus.suivi.emit("mienne")
    calme(qtbot, fenetre.executant)
    assert [n.texte for n in lister_notes(ctx, "foyer", foyer_id)] == ["Ici Avant"]


def test_something_to_remember_from_the_card_to_done(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    foyer_id = lister_familles(ctx).ids[0]
    avant = compter_attente(ctx).total
    fenetre.bus.ouvrir("foyer", foyer_id)
    calme(qtbot, fenetre.executant)
    touche(qtbot, fenetre, Qt.Key.Key_R, CTRL | MAJ)
    (portes,) = fenetre.findChildren(PortesBureau)
    qtbot.waitUntil(lambda: portes.gestes.demande is not None)
    demande = portes.gestes.demande
    assert demande is not None
    qtbot.keyClicks(demande.formulaire.widget("libelle"), "Rappeler la famille")
    demande.poser(demande.formulaire.brut() | {"echeance": ctx.aujourdhui()})
    demande.confirmer.click()
    calme(qtbot, fenetre.executant)
    (tache,) = lister_taches(ctx)
    assert (tache.libelle, tache.foyer_id) == ("Rappeler la famille", foyer_id)
    assert fenetre.entete.a_traiter.text() == f"{avant + 1} à traiter"
    fenetre.montrer_accueil()
    calme(qtbot, fenetre.executant)
    fenetre.entete.a_traiter.click()
    liste = trouver(qtbot, fenetre, FenetreATraiter)
    calme(qtbot, fenetre.executant)
    assert accessibilite.sans_nom(liste) == []
    du_jour = liste.groupes["jour"].table
    du_jour.choisir(tache.id)
    du_jour.setFocus()
    qtbot.keyClick(du_jour, Qt.Key.Key_F)
    calme(qtbot, fenetre.executant)
    assert lister_taches(ctx) == ()
    assert fenetre.entete.a_traiter.text() == f"{avant} à traiter"
    fenetre._annuler()
    calme(qtbot, fenetre.executant)
    assert [t.id for t in lister_taches(ctx)] == [tache.id]
    du_jour.choisir(tache.id)
    liste.gestes.demander_report(ctx, tache.id, liste.pos())
    liste.gestes.menu.actions()[0].trigger()
    calme(qtbot, fenetre.executant)
    assert [t.echeance_le for t in lister_taches(ctx)] == [ctx.aujourdhui() + timedelta(days=1)]
    semaine = liste.groupes["semaine"].table
    semaine.choisir(tache.id)
    qtbot.keyClick(semaine, Qt.Key.Key_Return)
    calme(qtbot, fenetre.executant)
    assert fenetre.situation is not None
    assert fenetre.situation.foyer_id == foyer_id
    qtbot.waitUntil(lambda: not fenetre.findChildren(FenetreATraiter))


def test_another_desks_task_reaches_the_count(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    avant = compter_attente(ctx).total
    fait = noter_tache(ctx, NoterTache("Relever le courrier", f"{ctx.aujourdhui():%d/%m/%Y}"))
    fenetre.bus.publier(fait.changements)
    calme(qtbot, fenetre.executant)
    assert fenetre.entete.a_traiter.text() == f"{avant + 1} à traiter"


def test_recent_dossiers_by_keys(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    ids = lister_familles(ctx).ids[:3]
    for ident in ids:
        fenetre.bus.ouvrir("foyer", ident)
        calme(qtbot, fenetre.executant)
    famille_de(fenetre).montrer_la_fiche()
    calme(qtbot, fenetre.executant)
    nom = famille_de(fenetre).fiche.form.widget("profession")
    nom.setFocus()
    qtbot.keyClicks(nom, "Luthier")
    fenetre.garder_brouillons()
    calme(qtbot, fenetre.executant)
    touche(qtbot, fenetre, Qt.Key.Key_R, CTRL)
    recents = trouver(qtbot, fenetre, FenetreRecents)
    calme(qtbot, fenetre.executant)
    assert recents.modele.rowCount() == 3
    vues = [recents.modele.ident(rang) for rang in range(3)]
    assert set(vues) == set(ids)
    brouillons = {recents.modele.ident(rang): recents.modele.cellule(rang, 2).texte for rang in range(3)}
    assert [ident for ident, mots in brouillons.items() if mots] == [ids[2]]
    qtbot.keyClick(recents.champ, Qt.Key.Key_Down)
    qtbot.keyClick(recents.champ, Qt.Key.Key_Return)
    calme(qtbot, fenetre.executant)
    assert fenetre.situation is not None
    assert fenetre.situation.foyer_id == vues[1]
    fenetre.activateWindow()
    qtbot.waitUntil(fenetre.isActiveWindow)
    qtbot.waitUntil(lambda: not fenetre.findChildren(FenetreRecents))
    touche(qtbot, fenetre, Qt.Key.Key_R, CTRL)
    recents = trouver(qtbot, fenetre, FenetreRecents)
    calme(qtbot, fenetre.executant)
    qtbot.keyClicks(recents.champ, recents.modele.cellule(2, 1).texte)
    assert recents.modele.rowCount() == 1


def test_the_counts_of_the_accueil_lead_to_their_lists(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    reinscription = fenetre.pages[Onglet.REINSCRIPTION]
    assert isinstance(reinscription, OngletReinscription)
    accueil = famille_de(fenetre).accueil
    for cle in ("pieces", "dossiers"):
        fenetre.montrer_accueil()
        calme(qtbot, fenetre.executant)
        accueil.table_attente.choisir(cle)
        qtbot.keyClick(accueil.table_attente, Qt.Key.Key_Return)
        calme(qtbot, fenetre.executant)
        assert isinstance(fenetre.pile.currentWidget(), StationVerification) is (cle == "pieces")
    assert fenetre.pile.currentWidget() is reinscription
    attendus = lister_familles(ctx, Filtre(pastilles=("a_valider",))).ids
    assert [reinscription.liste.modele.ident(r) for r in range(reinscription.liste.modele.rowCount())] == attendus
    table = reinscription.liste.liste.table
    assert attendus
    table.choisir(attendus[0])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    calme(qtbot, fenetre.executant)
    assert reinscription.dossier is not None
    assert reinscription.dossier.foyer_id == attendus[0]
    touche(qtbot, fenetre, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    calme(qtbot, fenetre.executant)
    assert reinscription.pile.currentWidget() is reinscription.liste
    assert fenetre.situation is None


def test_esc_on_a_reenrolment_goes_back_to_the_family(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    foyer_id = lister_familles(ctx, Filtre(pastilles=("a_valider",))).ids[0]
    fenetre.bus.ouvrir("foyer", foyer_id)
    calme(qtbot, fenetre.executant)
    resume = famille_de(fenetre).resume
    resume.reinscrire.setFocus()
    qtbot.keyClick(resume.reinscrire, Qt.Key.Key_Space)
    calme(qtbot, fenetre.executant)
    assert fenetre.onglet is Onglet.REINSCRIPTION
    touche(qtbot, fenetre, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    calme(qtbot, fenetre.executant)
    assert resume.isVisible()
    touche(qtbot, fenetre, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    calme(qtbot, fenetre.executant)
    assert fenetre.situation is None


def test_a_second_dossier_beside_the_first(qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte) -> None:
    un, deux = lister_familles(ctx).ids[:2]
    touche(qtbot, fenetre, Qt.Key.Key_Return, CTRL | MAJ)
    assert not fenetre.findChildren(FenetreDossier), "there is no dossier to open"
    fenetre.bus.ouvrir("foyer", un)
    calme(qtbot, fenetre.executant)
    touche(qtbot, fenetre, Qt.Key.Key_Return, CTRL | MAJ)
    autre = trouver(qtbot, fenetre, FenetreDossier)
    calme(qtbot, fenetre.executant)
    fenetre.bus.ouvrir("foyer", deux)
    calme(qtbot, fenetre.executant)
    assert autre.situation is not None
    assert fenetre.situation is not None
    assert (autre.situation.foyer_id, fenetre.situation.foyer_id) == (un, deux)
    fenetre.bus.ouvrir("foyer", un)
    calme(qtbot, fenetre.executant)
    page = bloc_notes(qtbot, autre, un)
    ecrire(qtbot, page, "De la seconde")
    page.notes.noter.click()
    calme(qtbot, fenetre.executant)
    assert autre.focusWidget() is page.notes.form.widget("texte")  # ready for another note
    ici = bloc_notes(qtbot, fenetre, un)
    assert [ligne.mots.text() for ligne in ici.notes.lignes if not ligne.isHidden()] == ["De la seconde"]
    metier = famille_de(autre).fiche.form.widget("profession")
    famille_de(autre).fiche.onglets.setCurrentIndex(0)
    metier.setFocus()
    qtbot.keyClicks(metier, "Luthier")
    autre.close()
    calme(qtbot, fenetre.executant)
    assert not fenetre.findChildren(QWidget, "question")
    fenetre.bus.ouvrir("foyer", deux)
    calme(qtbot, fenetre.executant)
    bloc_notes(qtbot, fenetre, un)
    assert famille_de(fenetre).fiche.form.brut()["profession"] == "Luthier"


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.DIRECTION])
def test_only_the_direction_writes_for_itself(
    qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo, role: Role
) -> None:
    fenetre.entrer(base_demo.contexte(role))
    calme(qtbot, fenetre.executant)
    page = bloc_notes(qtbot, fenetre, lister_familles(base_demo.contexte(role)).ids[0])
    lecteurs = [page.notes.visibilite.itemData(rang) for rang in range(page.notes.visibilite.count())]
    assert ("direction" in lecteurs) is (role is Role.DIRECTION)
    assert accessibilite.sans_nom(page) == []
    assert accessibilite.libelles_sans_ami(page) == []


def test_a_document_dropped_on_the_card_is_seen_named_and_put_away(
    qtbot: QtBot, fenetre: FenetrePrincipale, ctx: Contexte, tmp_path: Path
) -> None:
    foyer_id = lister_familles(ctx).ids[0]
    page = bloc_notes(qtbot, fenetre, foyer_id)
    photo, lettre = tmp_path / "jugement.png", tmp_path / "lettre.docx"
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.lightGray)
    assert image.save(str(photo))
    lettre.write_bytes(b"PK\x03\x04word/")
    lacher_fichier(page.documents, [photo, lettre])
    calme(qtbot, fenetre.executant)
    assert page.documents.dit.phrase == (
        "jugement.png\u00a0: image, 1 page, pages blanches (1), à vérifier\n"
        "lettre.docx\u00a0: ce fichier n’est pas un PDF\u00a0: un document Word\n"
        "Numérisez ou enregistrez le document au format PDF."
    )
    (vu,) = lister_documents(ctx, "foyer", foyer_id)
    table = page.documents.table
    table.choisir(vu.id)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    vue = trouver(qtbot, fenetre, FenetreFichier).vue
    qtbot.waitUntil(vue.feuille.isVisible, timeout=15_000)
    vue.window().close()
    table.lien_suivi.emit(vu.id, NOMMER)
    demande = page.documents.demande
    assert demande is not None
    libelle = demande.formulaire.widget("libelle")
    libelle.setFocus()
    qtbot.keyClick(libelle, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(libelle, "Jugement de garde")
    demande.confirmer.click()
    calme(qtbot, fenetre.executant)
    assert [d.libelle for d in lister_documents(ctx, "foyer", foyer_id)] == ["Jugement de garde"]
    table.lien_suivi.emit(vu.id, ARCHIVER)
    calme(qtbot, fenetre.executant)
    assert page.documents.modele.rowCount() == 0
    fenetre._annuler()
    calme(qtbot, fenetre.executant)
    assert page.documents.modele.rowCount() == 1


def test_a_teacher_reads_what_is_for_him(qtbot: QtBot, fenetre: FenetrePrincipale, base_demo: BaseDemo) -> None:
    secretariat, enseignant = base_demo.contexte(Role.SECRETARIAT), base_demo.contexte(Role.ENSEIGNANT)
    eleve_id = lister_mes_eleves(enseignant)[0].id
    ecrire_note(secretariat, EcrireNote("eleve", eleve_id, SaisieNote("Gaucher", visibilite="tous")))
    ecrire_note(secretariat, EcrireNote("eleve", eleve_id, SaisieNote("Bourse en cours")))
    fenetre.entrer(enseignant)
    calme(qtbot, fenetre.executant)
    assert "traiter" not in fenetre.entete.a_traiter.text()  # his own lines alone
    fenetre.bus.ouvrir("eleve", eleve_id)
    calme(qtbot, fenetre.executant)
    suivi = fenetre.pages[Onglet.SUIVI]
    assert isinstance(suivi, OngletSuivi)
    suivi.mes_cours.eleve_choisi.emit(eleve_id)
    calme(qtbot, fenetre.executant)
    assert [ligne.mots.text() for ligne in suivi.notes.lignes if ligne.isVisible()] == ["Gaucher"]
    assert not suivi.notes.saisie.isVisible()
    assert not suivi.notes.lignes[0].archiver.isVisible()
