"""The accounts window on a real base: create, roles, provisional password, code, archive, reopen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.comptes import CreationCompte, creer_compte
from imuse_desk.services.connexion import connecter
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.comptes import FicheCompte, lister_comptes
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.secret import DialogueSecret
from imuse_desk.views.utilisateurs import FenetreUtilisateurs
from tests.services.maison import Horloge, alleger_hachage, ouvrir_maison

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Contexte:
    alleger_hachage(monkeypatch)
    return ouvrir_maison(base_sqlite, tmp_path, Horloge())


@pytest.fixture
def fenetre(qtbot: QtBot, ctx: Contexte, executant: Executant) -> FenetreUtilisateurs:
    creer_compte(
        ctx,
        CreationCompte(
            "b.petit", "Bruno Petit", "b.petit@example.org", "harpe-girafe-etang",
            frozenset({(ctx.site_id, Role.SECRETARIAT)}),
        ),
    )  # fmt: skip
    ouverte = FenetreUtilisateurs(None, ctx, executant)
    ouverte.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(ouverte)
    ouverte.show()
    qtbot.waitUntil(lambda: ouverte.modele.rowCount() == 2, timeout=5000)
    return ouverte


def _compte(ctx: Contexte, identifiant: str) -> FicheCompte:
    return next(c for c in lister_comptes(ctx, avec_archives=True) if c.identifiant == identifiant)


def _case(fenetre: FenetreUtilisateurs, nom: str) -> QCheckBox:
    return next(c for c in fenetre.findChildren(QCheckBox) if c.accessibleName() == nom)


def _secret(qtbot: QtBot, fenetre: FenetreUtilisateurs) -> str:
    qtbot.waitUntil(lambda: fenetre.findChild(DialogueSecret) is not None, timeout=5000)
    dialogue = fenetre.findChildren(DialogueSecret)[-1]
    assert accessibilite.sans_nom(dialogue) == []
    qtbot.mouseClick(dialogue.copier, GAUCHE)
    secret: str = dialogue.secret.text()
    assert QApplication.clipboard().text() == secret
    qtbot.mouseClick(dialogue.fermer, GAUCHE)
    return secret


def _choisir(qtbot: QtBot, fenetre: FenetreUtilisateurs, ident: int) -> None:
    fenetre.table.choisir(ident)
    fenetre._choisie(ident)
    assert fenetre._courant is not None


def test_a_new_account_gets_a_provisional_password(qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs) -> None:
    qtbot.keyClicks(fenetre.formulaire.widget("identifiant"), "c.durand")
    qtbot.keyClicks(fenetre.formulaire.widget("nom"), "Claire Durand")
    qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: "roles" in fenetre.formulaire.erreurs, timeout=5000)
    qtbot.mouseClick(_case(fenetre, "Régisseur à Sèvres"), GAUCHE)
    qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    phrase = _secret(qtbot, fenetre)
    compte = _compte(ctx, "c.durand")
    ((site_id, role),) = compte.roles
    assert role is Role.REGISSEUR
    connecter(ctx.base, ctx.depot, site_id, "c.durand", phrase, "poste", ctx.horloge)
    qtbot.waitUntil(lambda: fenetre.modele.rowCount() == 3, timeout=5000)
    assert fenetre.carte.titre.text() == "Claire Durand"


def test_roles_and_name_are_changed(qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs) -> None:
    ident = _compte(ctx, "b.petit").id
    _choisir(qtbot, fenetre, ident)
    assert _case(fenetre, "Secrétariat à Meudon").isChecked()
    assert not fenetre.formulaire.est_modifie()
    qtbot.mouseClick(_case(fenetre, "Direction à Meudon"), GAUCHE)
    fenetre.formulaire.widget("nom").clear()  # type: ignore[attr-defined]  # a line edit
    qtbot.keyClicks(fenetre.formulaire.widget("nom"), "Bruno Grand")
    qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    qtbot.waitUntil(lambda: _compte(ctx, "b.petit").nom == "Bruno Grand", timeout=5000)
    assert {r for _, r in _compte(ctx, "b.petit").roles} == {Role.SECRETARIAT, Role.DIRECTION}
    qtbot.waitUntil(lambda: fenetre.carte.titre.text() == "Bruno Grand", timeout=5000)


def test_the_last_administrator_is_told(qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs) -> None:
    _choisir(qtbot, fenetre, ctx.compte_id or 0)
    qtbot.mouseClick(_case(fenetre, "Administration à Sèvres"), GAUCHE)
    qtbot.mouseClick(fenetre.enregistrer, GAUCHE)
    qtbot.waitUntil(fenetre.echec.isVisible, timeout=5000)
    assert "dernier administrateur de Sèvres" in fenetre.echec.phrase


def test_password_code_archive_and_back(qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs) -> None:
    ident = _compte(ctx, "b.petit").id
    _choisir(qtbot, fenetre, ident)
    qtbot.mouseClick(fenetre.mot_de_passe, GAUCHE)
    phrase = _secret(qtbot, fenetre)
    connecter(ctx.base, ctx.depot, ctx.site_id, "b.petit", phrase, "poste", ctx.horloge)
    qtbot.wait(50)
    qtbot.mouseClick(fenetre.code, GAUCHE)
    assert len(_secret(qtbot, fenetre)) == 9
    qtbot.waitUntil(
        lambda: fenetre._courant is not None and fenetre._courant.version == _compte(ctx, "b.petit").version
    )
    qtbot.mouseClick(fenetre.archiver, GAUCHE)
    (confirmation,) = fenetre.findChildren(Confirmation)
    qtbot.mouseClick(confirmation.confirmer, GAUCHE)
    qtbot.waitUntil(lambda: _compte(ctx, "b.petit").archive_a is not None, timeout=5000)
    qtbot.waitUntil(lambda: fenetre.modele.rowCount() == 1, timeout=5000)
    assert fenetre.carte.titre.text() == "Nouveau compte"
    qtbot.mouseClick(fenetre.avec_archives, GAUCHE)
    qtbot.waitUntil(lambda: fenetre.modele.rowCount() == 2, timeout=5000)
    _choisir(qtbot, fenetre, ident)
    assert fenetre.carte.titre.text() == "Bruno Petit (archivé)"
    qtbot.mouseClick(fenetre.archiver, GAUCHE)  # reads "Rouvrir" now
    qtbot.waitUntil(lambda: _compte(ctx, "b.petit").archive_a is None, timeout=5000)


def test_reachable_by_keyboard_and_screen_reader(qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs) -> None:
    for ident in (None, ctx.compte_id):
        if ident is not None:
            _choisir(qtbot, fenetre, ident)
        assert accessibilite.sans_nom(fenetre) == []
        assert accessibilite.libelles_sans_ami(fenetre) == []
        assert accessibilite.touches_en_double(fenetre) == []
    assert fenetre.minimumSizeHint().width() <= 1280
    assert fenetre.minimumSizeHint().height() <= 649


def test_esc_asks_before_what_was_typed_is_lost(qtbot: QtBot, fenetre: FenetreUtilisateurs) -> None:
    ligne = fenetre.formulaire.widget("identifiant")
    qtbot.keyClicks(ligne, "c.durand")
    qtbot.keyClick(ligne, Qt.Key.Key_Escape)
    assert fenetre.isVisible()
    question = fenetre.findChildren(Confirmation)[-1]
    qtbot.mouseClick(question.renoncer, GAUCHE)
    assert fenetre.formulaire.brut()["identifiant"] == "c.durand"
    qtbot.keyClick(ligne, Qt.Key.Key_Escape)
    qtbot.mouseClick(fenetre.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    assert not fenetre.isVisible()


def test_esc_closes_an_unchanged_card_at_once(qtbot: QtBot, fenetre: FenetreUtilisateurs) -> None:
    qtbot.keyClick(fenetre.formulaire.widget("identifiant"), Qt.Key.Key_Escape)
    assert not fenetre.isVisible()
    assert not fenetre.findChildren(Confirmation)


def test_another_account_asks_before_what_was_typed_is_lost(
    qtbot: QtBot, ctx: Contexte, fenetre: FenetreUtilisateurs
) -> None:
    bruno, moi = _compte(ctx, "b.petit").id, ctx.compte_id
    nom = fenetre.formulaire.widget("nom")
    assert isinstance(nom, LigneTexte)

    def cliquer(ident: int | None) -> None:
        rang = fenetre.modele.rang(ident)
        assert rang is not None
        case = fenetre.table.visualRect(fenetre.modele.index(rang, 0)).center()
        qtbot.mouseClick(fenetre.table.viewport(), GAUCHE, pos=case)

    cliquer(bruno)
    assert nom.text() == "Bruno Petit"
    qtbot.keyClick(nom, Qt.Key.Key_End)
    qtbot.keyClicks(nom, " Durand")
    cliquer(moi)
    qtbot.mouseClick(fenetre.findChildren(Confirmation)[-1].renoncer, GAUCHE)
    assert nom.text() == "Bruno Petit Durand"
    assert fenetre.table.choisis() == [bruno]
    for bouton in (fenetre.ajouter, fenetre.mot_de_passe, fenetre.archiver):
        qtbot.mouseClick(bouton, GAUCHE)
        qtbot.mouseClick(fenetre.findChildren(Confirmation)[-1].renoncer, GAUCHE)
        assert nom.text() == "Bruno Petit Durand"
    qtbot.mouseClick(fenetre.avec_archives, GAUCHE)  # the list is read again: what is typed stays
    qtbot.wait(100)
    assert nom.text() == "Bruno Petit Durand"
    cliquer(moi)
    qtbot.mouseClick(fenetre.findChildren(Confirmation)[-1].confirmer, GAUCHE)
    assert fenetre.carte.titre.text() != "Bruno Petit"
    assert fenetre.table.choisis() == [moi]
    assert _compte(ctx, "b.petit").nom == "Bruno Petit"
