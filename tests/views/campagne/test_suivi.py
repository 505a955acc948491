"""The overview of the campaign as the desk uses it: filter, open, remind, hand out forms, close and undo."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import Gabarit, Message
from imuse_desk.models.passerelle import Base
from imuse_desk.services.campagne.dates import annee_preparee
from imuse_desk.services.etablissement.gabarits import gabarits_livres
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.views.campagne.cloture import DialogueCloture
from imuse_desk.views.campagne.fenetre import FenetreCampagne
from imuse_desk.views.campagne.fiches import DialogueFiches
from imuse_desk.views.campagne.page_suivi import PageSuivi
from imuse_desk.views.campagne.relance import DialogueRelance
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.papier import FenetrePapier
from tests.fabriques import FERME, Maison
from tests.infra.serveur_smtp import Serveur, reglages
from tests.photos import gardee
from tests.services.campagne.outils import campagne_en_cours
from tests.services.reinscription.outils import enfant, ouvrir

GAUCHE = Qt.MouseButton.LeftButton
DELAI = 8000
D = TypeVar("D", bound=QDialog)


@gardee
def _campagne_et_gabarits(base: Base, dossier: Path) -> Maison:
    maison = campagne_en_cours(base, dossier)
    for gabarit in gabarits_livres():
        maison.ajouter(Gabarit(**gabarit))
    return maison


@pytest.fixture
def maison(base_sqlite: Base, tmp_path: Path) -> Maison:
    return _campagne_et_gabarits(base_sqlite, tmp_path / "depot")


@pytest.fixture
def fenetre(qtbot: QtBot, maison: Maison, executant: Executant) -> Iterator[FenetreCampagne]:
    ctx = maison.ctx()
    fenetre = FenetreCampagne(executant, Bus(executant), ctx, annee_preparee(ctx))
    qtbot.addWidget(fenetre)
    fenetre.show()
    _calme(qtbot, fenetre)
    yield fenetre
    for papier in fenetre.findChildren(FenetrePapier):
        papier.close()


@pytest.fixture
def page(qtbot: QtBot, fenetre: FenetreCampagne) -> PageSuivi:
    page = fenetre.page("Suivi")
    assert isinstance(page, PageSuivi)
    qtbot.waitUntil(lambda: page.modele.rowCount() > 0, timeout=DELAI)
    return page


def _calme(qtbot: QtBot, fenetre: FenetreCampagne) -> None:
    qtbot.wait(80)
    qtbot.waitUntil(lambda: not fenetre.executant.est_occupe, timeout=DELAI)


def _cliquer(qtbot: QtBot, fenetre: FenetreCampagne, bouton: QWidget) -> None:
    qtbot.mouseClick(bouton, GAUCHE)
    _calme(qtbot, fenetre)


def _dialogue(qtbot: QtBot, fenetre: FenetreCampagne, bouton: QWidget, classe: type[D]) -> D:
    _cliquer(qtbot, fenetre, bouton)
    return fenetre.findChildren(classe)[-1]


def _pastille(page: PageSuivi, mots: str) -> Bouton:
    return next(b for b in page.liste.filtres.findChildren(Bouton) if b.property("mots") == mots)


def _choisir(liste: ListeChoix, mots: str) -> None:
    """As a person does with the mouse."""
    rang = liste.findText(mots, Qt.MatchFlag.MatchStartsWith)
    assert rang >= 0, mots
    liste.setCurrentIndex(rang)
    liste.activated.emit(rang)


def _eleves(page: PageSuivi) -> list[str]:
    rangees = [page.modele.ligne(ident) for ident in page.modele.ids]
    return [rangee.ligne.prenom for rangee in rangees if rangee is not None]


def _ecrit(widget: QWidget) -> str:
    """All the words on a widget."""
    return " ".join(etiquette.text() for etiquette in widget.findChildren(QLabel)).replace("\u00a0", " ")


def _messages(maison: Maison) -> list[Message]:
    with maison.ctx().lire() as session:
        return list(session.execute(select(Message).where(Message.genre == "relance")).scalars())


def _regler_courriel(maison: Maison) -> None:
    enregistrer_smtp(maison.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(Serveur(port=2525)), 0), Coffre())


def test_it_opens_on_who_has_not_answered_with_every_count(qtbot: QtBot, page: PageSuivi) -> None:
    assert _eleves(page) == ["Alix", "Basile", "Cléa", "Dan"]
    textes = {b.text().replace("\u00a0", " ") for b in page.liste.filtres.findChildren(Bouton)}
    assert {"Tous 6", "Sans réponse 4", "En saisie 1", "Incomplète 1", "Congé 0", "Pièces manquantes 1"} <= textes
    assert "4 élèves" in page.portee.text().replace("\u00a0", " ")
    assert page.liste.mots_du_filtre() == ("Sans réponse",)


def test_the_list_is_narrowed_by_teacher_course_and_text(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi
) -> None:
    _choisir(page.liste.enseignant, "Zola Denis")
    _calme(qtbot, fenetre)
    assert _eleves(page) == ["Alix", "Dan"]
    assert _pastille(page, "Incomplète").text().endswith("1")
    _choisir(page.liste.cours, "ORC")
    _calme(qtbot, fenetre)
    assert _eleves(page) == []
    assert "Zola Denis et ORC · Musique" in _ecrit(page.liste.table)
    page.liste.effacer_filtres()
    _calme(qtbot, fenetre)
    assert len(_eleves(page)) == 6
    page.liste.champ.setFocus()
    qtbot.keyClicks(page.liste.champ, "durand")
    _calme(qtbot, fenetre)
    assert _eleves(page) == ["Alix"]
    qtbot.keyClick(page.liste.champ, Qt.Key.Key_Escape)  # first what is typed; a second one closes the window
    _calme(qtbot, fenetre)
    assert len(_eleves(page)) == 6
    assert fenetre.isVisible()
    qtbot.keyClick(page.liste.champ, Qt.Key.Key_Escape)
    assert not fenetre.isVisible()
    fenetre.show()
    _cliquer(qtbot, fenetre, _pastille(page, "Pièces manquantes"))
    assert _eleves(page) == ["Lina"]


def test_enter_opens_the_dossier_in_the_main_window(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi, maison: Maison
) -> None:
    page.liste.table.selectRow(1)
    with qtbot.waitSignal(fenetre.bus.ouverture_demandee, timeout=DELAI) as ouvert:
        qtbot.keyClick(page.liste.table, Qt.Key.Key_Return)
    assert ouvert.args == ["dossier", ouvrir(maison, "Petit").dossier_id]
    assert fenetre.isMinimized()


def test_families_are_counted_seen_then_reminded(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi, maison: Maison
) -> None:
    _regler_courriel(maison)
    dialogue = _dialogue(qtbot, fenetre, page.relancer, DialogueRelance)
    assert dialogue.compte.text().replace("\u00a0", " ") == "3 familles : 2 par courriel, 1 par lettre"
    assert dialogue.apercu.rang.text() == "1 / 3"
    assert "À\u00a0: Claire Durand, 7 rue" in dialogue.apercu.destination.text()
    assert "de Alix Durand" in dialogue.apercu.rempli.toPlainText()
    assert not dialogue.apercu.precedent.isEnabled()
    _cliquer(qtbot, fenetre, dialogue.apercu.suivant)
    _cliquer(qtbot, fenetre, dialogue.apercu.suivant)
    assert dialogue.apercu.destination.text() == "À\u00a0: roy0@example.org"
    assert "Cléa Roy et Dan Roy" in dialogue.apercu.rempli.toPlainText()
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.libelles_sans_ami(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    _cliquer(qtbot, fenetre, dialogue.envoyer)
    qtbot.waitUntil(lambda: bool(fenetre.findChildren(FenetrePapier)), timeout=DELAI)
    _calme(qtbot, fenetre)
    etats = sorted(m.etat for m in _messages(maison))
    assert etats == ["a_envoyer", "a_envoyer", "a_imprimer"]  # printing marks it
    assert "2 courriels en partance, 1 lettre à imprimer" in _ecrit(fenetre.barre)
    rangee = page.modele.ligne(maison.ids["Alix"])
    assert rangee is not None
    assert rangee.ligne.relance_le == maison.ctx().aujourdhui()


def test_the_selection_alone_is_reminded(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi, maison: Maison
) -> None:
    page.liste.table.selectRow(2)
    qtbot.keyClick(page.liste.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    _calme(qtbot, fenetre)
    assert "2 élèves choisis" in page.portee.text().replace("\u00a0", " ")
    dialogue = _dialogue(qtbot, fenetre, page.relancer, DialogueRelance)
    assert dialogue.compte.text().replace("\u00a0", " ") == "1 famille : 1 par lettre"
    assert "tout part par lettre" in dialogue.remarques.text()
    dialogue.reject()
    assert _messages(maison) == []


def test_a_family_is_unticked_and_the_counts_follow(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi, maison: Maison
) -> None:
    dialogue = _dialogue(qtbot, fenetre, page.relancer, DialogueRelance)
    assert dialogue.modele.rowCount() == 3
    dialogue.table.setCurrentIndex(dialogue.modele.index(2, 0))
    dialogue.table.setFocus()
    qtbot.keyClick(dialogue.table, Qt.Key.Key_Space)
    assert dialogue.compte.text().replace("\u00a0", " ") == "2 familles : 2 par lettre"
    assert dialogue.apercu.rang.text().endswith(" / 2")
    _cliquer(qtbot, fenetre, dialogue.cocher)
    assert dialogue.compte.text() == "Aucune famille cochée"
    assert not dialogue.envoyer.isEnabled()
    _cliquer(qtbot, fenetre, dialogue.cocher)
    assert dialogue.envoyer.text().replace("\u00a0", " ") == "&Imprimer 3 lettres"
    dialogue.reject()
    assert _messages(maison) == []


def test_nobody_to_remind_is_said(qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi) -> None:
    dialogue = _dialogue(qtbot, fenetre, page.relancer, DialogueRelance)
    _choisir(dialogue.motif, "Pièces manquantes")
    _calme(qtbot, fenetre)
    assert dialogue.compte.text() == "Aucune famille à relancer"
    assert not dialogue.envoyer.isEnabled()
    dit = dialogue.remarques.text().replace("\u00a0", " ")
    assert "4 élèves n’ont pas encore déposé leur réinscription : leurs pièces se demandent après le dépôt." in dit
    assert "concerné" not in dit
    dialogue.reject()


def test_forms_to_sign_are_counted_and_made(qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi) -> None:
    dialogue = _dialogue(qtbot, fenetre, page.fiches, DialogueFiches)
    mots = dialogue.phrase.text().replace("\u00a0", " ")
    assert mots.startswith("3 fiches : 1 enseignant, 1 famille sans enseignant à la fin.")
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    _cliquer(qtbot, fenetre, dialogue.produire)
    qtbot.waitUntil(lambda: bool(fenetre.findChildren(FenetrePapier)), timeout=DELAI)
    (papier,) = fenetre.findChildren(FenetrePapier)
    assert papier.chemin.name == "fiches_a_signer.pdf"


def test_an_open_campaign_is_not_closed(qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi) -> None:
    dialogue = _dialogue(qtbot, fenetre, page.clore, DialogueCloture)
    assert "5 élèves n’ont pas répondu" in dialogue.phrase.text().replace("\u00a0", " ")
    _cliquer(qtbot, fenetre, dialogue.confirmer)
    assert "jusqu’au 15/06/2026" in dialogue.echec.phrase
    dialogue.reject()


def test_closing_is_listed_done_and_undone(
    qtbot: QtBot, fenetre: FenetreCampagne, page: PageSuivi, maison: Maison
) -> None:
    maison.horloge.instant = FERME + timedelta(hours=9)
    dialogue = _dialogue(qtbot, fenetre, page.clore, DialogueCloture)
    assert accessibilite.sans_nom(dialogue) == []
    assert accessibilite.touches_en_double(dialogue) == []
    _cliquer(qtbot, fenetre, dialogue.confirmer)
    assert enfant(ouvrir(maison, "Petit"), "Basile").etat is EtatDossier.NE_SE_REINSCRIT_PAS
    assert "Campagne close" in _ecrit(fenetre.barre)
    _calme(qtbot, fenetre)
    assert not page.clore.isEnabled()
    assert _eleves(page) == []
    fenetre.barre.annulation_demandee.emit()
    _calme(qtbot, fenetre)
    assert enfant(ouvrir(maison, "Petit"), "Basile").etat is EtatDossier.SANS_REPONSE
    assert page.clore.isEnabled()


@pytest.mark.parametrize(("role", "montres"), [(Role.SECRETARIAT, [True, True, False])])
def test_a_secretary_reminds_but_does_not_close(
    qtbot: QtBot, maison: Maison, executant: Executant, role: Role, montres: list[bool]
) -> None:
    page = PageSuivi(executant, Bus(executant), maison.ctx(role))
    qtbot.addWidget(page)
    page.show()
    page.relire()
    assert [b.isVisible() for b in (page.relancer, page.fiches, page.clore)] == montres
    qtbot.waitUntil(lambda: not executant.est_occupe, timeout=DELAI)
