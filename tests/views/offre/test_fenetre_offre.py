"""The window of the offer, used as a director does: an offer made from nothing, clashes, turns, a copy, undo."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import lister_cours, lister_enseignants, lister_fiches, lister_horaires
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.offre.duplication import DialogueDuplication
from imuse_desk.views.offre.fenetre import PAGES, FenetreOffre
from imuse_desk.views.offre.horaire import DialogueHoraire
from imuse_desk.views.offre.passages import DialoguePassages
from tests.bases import BaseDemo
from tests.services.maison import Horloge, alleger_hachage, ouvrir_maison
from tests.services.offre.conftest import Offre

GAUCHE = Qt.MouseButton.LeftButton
D = TypeVar("D", bound=QWidget)
DELAI = 8000


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    alleger_hachage(monkeypatch)
    ctx = ouvrir_maison(base_sqlite, tmp_path, Horloge())
    return replace(ctx, roles={ctx.site_id: frozenset({Role.DIRECTION, Role.SECRETARIAT})})


def _ouvrir(qtbot: QtBot, executant: Executant, ctx: Contexte) -> FenetreOffre:
    fenetre = FenetreOffre(executant, Bus(executant), ctx)
    qtbot.addWidget(fenetre)
    fenetre.show()
    return fenetre


@pytest.fixture
def fenetre(qtbot: QtBot, ctx: Contexte, executant: Executant) -> FenetreOffre:
    return _ouvrir(qtbot, executant, ctx)


def _taper(qtbot: QtBot, widget: QWidget, mots: str) -> None:
    widget.setFocus()
    qtbot.keyClicks(widget, mots)


def _choisir(widget: QWidget, mots: str) -> None:
    assert isinstance(widget, ListeChoix)
    rang = widget.findText(mots, Qt.MatchFlag.MatchStartsWith)
    assert rang >= 0, [widget.itemText(r) for r in range(widget.count())]
    widget.setCurrentIndex(rang)
    widget.activated.emit(rang)


def _presser(qtbot: QtBot, bouton: QWidget) -> None:
    assert bouton.isEnabled()
    qtbot.mouseClick(bouton, GAUCHE)


def _lue(page: Any) -> bool:
    return page._choix is not None


def _compte(page: Any, n: int) -> bool:
    return bool(page.modele.rowCount() == n)


def _remplie(page: Any, nom: str) -> bool:
    return page.modele.rowCount() > 0 or nom in VIDES


def _dialogue(qtbot: QtBot, fenetre: QWidget, genre: type[D]) -> D:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in fenetre.findChildren(genre)), timeout=DELAI)
    return next(d for d in fenetre.findChildren(genre) if d.isVisible())


def test_an_offer_is_made_from_nothing(qtbot: QtBot, ctx: Contexte, fenetre: FenetreOffre) -> None:
    for onglet, champs in (
        ("Cursus", {"code": "MUS", "libelle": "Musique"}),
        ("Disciplines", {"code": "COR", "libelle": "Cor"}),
        ("Salles", {"nom": "Ravel", "capacite": "30"}),
    ):
        page = fenetre.page(onglet)
        qtbot.waitUntil(partial(_lue, page), timeout=DELAI)
        for cle, mots in champs.items():
            _taper(qtbot, page.formulaire.widget(cle), mots)
        _presser(qtbot, page.enregistrer)
        qtbot.waitUntil(partial(_compte, page, 1), timeout=DELAI)
    page = fenetre.page("Enseignants")
    _taper(qtbot, page.formulaire.widget("nom"), "Roussel")
    _taper(qtbot, page.formulaire.widget("prenom"), "Denis")
    _presser(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: [e.nom for e in lister_enseignants(ctx)] == ["Roussel"], timeout=DELAI)
    page = fenetre.page("Cours")
    page.relire()
    qtbot.waitUntil(lambda: page.formulaire.widget("cursus_id").count() == 1, timeout=DELAI)
    _taper(qtbot, page.formulaire.widget("libelle"), "Cor C1.1")
    _taper(qtbot, page.formulaire.widget("code"), "COR-1")
    _choisir(page.formulaire.widget("cursus_id"), "Musique")
    _choisir(page.formulaire.widget("discipline_id"), "Cor")
    _presser(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: page.fiche is not None and page.ajouter_horaire.isVisible(), timeout=DELAI)
    _presser(qtbot, page.ajouter_horaire)
    dialogue = _dialogue(qtbot, page, DialogueHoraire)
    _taper(qtbot, dialogue.formulaire.widget("debut"), "17h30")
    _choisir(dialogue.formulaire.widget("enseignants").findChildren(ListeChoix)[0], "Roussel")
    _choisir(dialogue.formulaire.widget("salle_id"), "Ravel")
    _taper(qtbot, dialogue.formulaire.widget("capacite"), "12")
    _presser(qtbot, dialogue.enregistrer)
    (cours,) = lister_cours(ctx)
    qtbot.waitUntil(lambda: page.modele_horaires.rowCount() == 1, timeout=DELAI)
    (horaire,) = lister_horaires(ctx, cours.id)
    assert (horaire.salle, horaire.enseignants, horaire.capacite) == ("Ravel", "Denis Roussel", 12)
    assert fenetre.barre.phrase == "Horaire enregistré"
    _presser(qtbot, fenetre.barre._annuler)
    qtbot.waitUntil(lambda: page.modele_horaires.rowCount() == 0, timeout=DELAI)
    assert lister_horaires(ctx, cours.id) == ()


def test_what_is_typed_waits_under_its_card(qtbot: QtBot, ctx: Contexte, fenetre: FenetreOffre) -> None:
    offre = Offre(ctx)
    ravel, faure = offre.salle("Ravel"), offre.salle("Fauré")
    page = fenetre.page("Salles")
    page.relire()
    qtbot.waitUntil(lambda: page.modele.rowCount() == 2, timeout=DELAI)
    page.table.choisir(ravel)
    page._choix_change(ravel)
    page.formulaire.widget("nom").clear()
    _taper(qtbot, page.formulaire.widget("nom"), "Ravel 2")
    page.table.choisir(faure)
    page._choix_change(faure)
    assert page.formulaire.brut()["nom"] == "Fauré"
    page._choix_change(ravel)
    assert page.formulaire.brut()["nom"] == "Ravel 2"
    fenetre.close()
    demande = _dialogue(qtbot, fenetre, Confirmation)
    demande.reject()
    assert fenetre.isVisible()
    _presser(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "Ravel 2" in [f.champs["nom"] for f in lister_fiches(ctx, "salle")], timeout=DELAI)
    qtbot.waitUntil(lambda: not page.a_des_brouillons, timeout=DELAI)
    fenetre.close()
    assert not fenetre.isVisible()


def test_a_fault_shows_under_its_field_and_a_used_card_stays(
    qtbot: QtBot, ctx: Contexte, fenetre: FenetreOffre
) -> None:
    offre = Offre(ctx)
    cours = offre.cours(cursus_id=offre.cursus(), discipline_id=offre.discipline())
    salle = offre.salle("Ravel")
    offre.horaire(cours, salle_id=salle)
    page = fenetre.page("Salles")
    page.relire()
    qtbot.waitUntil(lambda: page.modele.rowCount() == 1, timeout=DELAI)
    _presser(qtbot, page.ajouter)
    _taper(qtbot, page.formulaire.widget("nom"), "ravel".title())
    _presser(qtbot, page.enregistrer)
    qtbot.waitUntil(lambda: "nom" in page.formulaire.erreurs, timeout=DELAI)
    assert page.formulaire.brut()["nom"] == "Ravel"
    page._choix_change(salle)
    _presser(qtbot, page.archiver)
    qtbot.waitUntil(page.echec.isVisible, timeout=DELAI)
    assert "1 horaires" in page.echec.phrase


def test_a_clash_is_said_before_it_is_recorded(qtbot: QtBot, ctx: Contexte, fenetre: FenetreOffre) -> None:
    offre = Offre(ctx)
    cours = offre.cours(libelle="Cor", cursus_id=offre.cursus(), discipline_id=offre.discipline())
    salle = offre.salle("Ravel")
    offre.horaire(cours, salle_id=salle)
    page = fenetre.page("Cours")
    page.relire()
    qtbot.waitUntil(lambda: page.modele.rowCount() == 1, timeout=DELAI)
    page.table.choisir(cours)
    page._choix_change(cours)
    qtbot.waitUntil(lambda: page.modele_horaires.rowCount() == 1, timeout=DELAI)
    _presser(qtbot, page.ajouter_horaire)
    dialogue = _dialogue(qtbot, page, DialogueHoraire)
    _taper(qtbot, dialogue.formulaire.widget("debut"), "14:30")
    _taper(qtbot, dialogue.formulaire.widget("capacite"), "5")
    _choisir(dialogue.formulaire.widget("salle_id"), "Ravel")
    _presser(qtbot, dialogue.enregistrer)
    qtbot.waitUntil(dialogue.alerte.isVisible, timeout=DELAI)
    assert "Cor, mer. 14:00 – 15:00, Ravel" in dialogue.alerte.phrase
    assert dialogue.enregistrer.text() == "Enregistre&r quand même"
    grille = dialogue.layout()
    assert grille is not None
    qtbot.waitUntil(lambda: dialogue.height() >= grille.totalHeightForWidth(dialogue.width()), timeout=DELAI)
    assert len(lister_horaires(ctx, cours)) == 1
    _presser(qtbot, dialogue.enregistrer)
    qtbot.waitUntil(lambda: page.modele_horaires.rowCount() == 2, timeout=DELAI)
    conflits = fenetre.page("Chevauchements")
    qtbot.waitUntil(lambda: conflits.modele.rowCount() == 1, timeout=DELAI)


def test_holidays_are_filled_and_a_closure_added(qtbot: QtBot, fenetre: FenetreOffre) -> None:
    page = fenetre.page("Vacances")
    _presser(qtbot, page.remplir)
    qtbot.waitUntil(lambda: page.modele.rowCount() > 12, timeout=DELAI)
    n = page.modele.rowCount()
    _taper(qtbot, page.formulaire.widget("libelle"), "Travaux")
    _taper(qtbot, page.formulaire.widget("du"), "31/02/2027")
    _presser(qtbot, page.ajouter)
    qtbot.waitUntil(lambda: "du" in page.formulaire.erreurs, timeout=DELAI)
    page.formulaire.widget("du").clear()
    _taper(qtbot, page.formulaire.widget("du"), "2/2/27")
    _presser(qtbot, page.ajouter)
    qtbot.waitUntil(lambda: page.modele.rowCount() == n + 1, timeout=DELAI)
    _presser(qtbot, fenetre.barre._annuler)
    qtbot.waitUntil(lambda: page.modele.rowCount() == n, timeout=DELAI)


def test_the_offer_is_copied_after_its_dry_run(qtbot: QtBot, ctx: Contexte, fenetre: FenetreOffre) -> None:
    offre = Offre(ctx)
    cursus, discipline = offre.cursus(), offre.discipline()
    offre.horaire(offre.cours(libelle="Cor", cursus_id=cursus, discipline_id=discipline))
    for verbe in ("Dupliquer 1 cours", ""):
        _presser(qtbot, fenetre.dupliquer)
        dialogue = _dialogue(qtbot, fenetre, DialogueDuplication)
        qtbot.waitUntil(partial(_compte, dialogue, 1), timeout=DELAI)
        if verbe:
            assert dialogue.dupliquer.text().replace("&", "") == verbe
            _presser(qtbot, dialogue.dupliquer)
            qtbot.waitUntil(lambda: fenetre.barre.phrase == "Offre dupliquée\u00a0: 1 cours, 1 horaire", timeout=DELAI)
            qtbot.waitUntil(lambda: not fenetre.findChildren(DialogueDuplication), timeout=DELAI)
        else:
            assert not dialogue.dupliquer.isEnabled()
            assert "rien à copier" in dialogue.phrase.text()
            _presser(qtbot, dialogue.renoncer)
            qtbot.waitUntil(lambda: not fenetre.findChildren(DialogueDuplication), timeout=DELAI)
    offre.cours(libelle="Tuba", code="TUB", cursus_id=cursus, discipline_id=discipline)
    _presser(qtbot, fenetre.dupliquer)
    dialogue = _dialogue(qtbot, fenetre, DialogueDuplication)
    qtbot.waitUntil(partial(_compte, dialogue, 2), timeout=DELAI)
    assert dialogue.modele.index(0, 0).data() == "Tuba"  # what will be made comes first


def test_turns_of_a_block_are_placed_by_hand_and_by_one_click(
    qtbot: QtBot, base_demo: BaseDemo, executant: Executant
) -> None:
    ctx = base_demo.contexte(Role.SECRETARIAT)
    bloc = _bloc_de_la_demonstration(ctx)
    dialogue = DialoguePassages(None, executant, ctx, bloc)
    qtbot.addWidget(dialogue)
    dialogue.show()
    qtbot.waitUntil(lambda: bool(dialogue._rangees), timeout=DELAI)
    premier = dialogue._rangees[0][1]
    premier.clear()
    _taper(qtbot, premier, "03:00")
    assert dialogue.alerte.isVisible()
    assert not dialogue.enregistrer.isEnabled()
    qtbot.keyClick(dialogue, Qt.Key.Key_Escape)
    question = dialogue.findChild(Confirmation)
    assert question is not None
    assert dialogue.isVisible(), "what is typed is not lost in silence"
    question.reject()
    premier.selectAll()
    qtbot.keyClick(premier, Qt.Key.Key_Delete)
    _presser(qtbot, dialogue.remplir)
    assert dialogue.enregistrer.isEnabled()
    assert "min libre" in dialogue.reste.text()
    with qtbot.waitSignal(dialogue.recorde, timeout=DELAI):
        _presser(qtbot, dialogue.enregistrer)


def _bloc_de_la_demonstration(ctx: Contexte) -> int:
    from sqlalchemy import func, select

    from imuse_desk.models import Affectation, Creneau, Inscription

    with ctx.lire() as session:
        return session.execute(
            select(Affectation.creneau_id)
            .join(Creneau, Creneau.id == Affectation.creneau_id)
            .join(Inscription, Inscription.id == Affectation.inscription_id)
            .where(
                Creneau.passage_min.is_not(None), Inscription.annee_id == ctx.annee_id,
                Inscription.site_id == ctx.site_id, Affectation.au_le.is_(None),
            )
            .group_by(Affectation.creneau_id)
            .order_by(func.count().desc())
            .limit(1)
        ).scalar_one()  # fmt: skip


def test_every_page_can_be_used_without_a_mouse_and_is_named(
    qtbot: QtBot, base_demo: BaseDemo, executant: Executant
) -> None:
    fenetre = _ouvrir(qtbot, executant, base_demo.contexte(Role.DIRECTION))
    for nom in PAGES:
        page = fenetre.page(nom)
        qtbot.waitUntil(partial(_remplie, page, nom), timeout=DELAI)
        assert accessibilite.sans_nom(fenetre) == [], nom
        assert accessibilite.libelles_sans_ami(fenetre) == [], nom
        assert accessibilite.touches_en_double(fenetre) == [], nom
        assert fenetre.minimumSizeHint().width() <= 1280, nom
        assert fenetre.minimumSizeHint().height() <= 649, nom


VIDES = {"Chevauchements", "Écoles", "Vacances"}


def test_a_secretary_reads_the_offer_and_changes_nothing(
    qtbot: QtBot, base_demo: BaseDemo, executant: Executant
) -> None:
    fenetre = _ouvrir(qtbot, executant, base_demo.contexte(Role.SECRETARIAT))
    page = fenetre.page("Cours")
    qtbot.waitUntil(lambda: page.modele.rowCount() > 0, timeout=DELAI)
    for bouton in (page.ajouter, page.enregistrer, page.archiver, page.ajouter_horaire, fenetre.dupliquer):
        assert not bouton.isVisible()
    assert fenetre.lecture_seule.isVisible()
    assert "direction" in fenetre.lecture_seule.phrase
