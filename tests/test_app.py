"""The program from its start to its end, offscreen, as the command line starts it: every door that opens or refuses."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from imuse_desk.app import CODE_ECHEC, preparer_application
from imuse_desk.domain.comptes import MOT_DE_PASSE_DEMONSTRATION
from imuse_desk.infra import disques
from imuse_desk.infra.chemins import base_demonstration, dossier_depot
from imuse_desk.models import moteur
from imuse_desk.views.common.theme import taille_du_texte
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.incident import DialogueIncident
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage
from imuse_desk.views.utilisateurs import FenetreUtilisateurs
from tests.bases import Grappe
from tests.lanceur import DELAI, Lancer, attendre, connecter, ouvrir_valmont, refus
from tests.views.gestes import taper

GAUCHE = Qt.MouseButton.LeftButton


@pytest.fixture
def demonstration(modele_demo: Path, donnees: Path) -> None:
    """The demonstration base is already there."""
    donnees.mkdir(parents=True)
    shutil.copy(modele_demo, base_demonstration())
    shutil.copytree(modele_demo.parent / "documents", dossier_depot(base_demonstration()))


def _action(fenetre: FenetrePrincipale, mots: str) -> None:
    """Choose in the menus."""
    menus = [a.menu() for a in fenetre.menus.actions()] + [fenetre.entete.personne.menu()]
    a_voir = [m for m in menus if isinstance(m, QMenu)]
    while a_voir:
        for action in a_voir.pop().actions():
            dessous = action.menu()
            if isinstance(dessous, QMenu):
                a_voir.append(dessous)
            elif action.text().replace("&", "").startswith(mots) and action.isVisible():
                action.trigger()
                return
    raise AssertionError(mots)


# ---- the first start


def test_without_a_base_a_house_is_created_and_signed_in_to(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer()
    attendre(qtbot, programme, FenetrePremierDemarrage)
    fenetre = programme.fenetre
    assert isinstance(fenetre, FenetrePremierDemarrage)
    valeurs = {"nom": "Réseau des Trois Rives", "identifiant": "a.martin", "nom_compte": "Aline Martin"}
    for cle, mots in (valeurs | dict.fromkeys(("nouveau", "encore"), MOT_DE_PASSE_DEMONSTRATION)).items():
        taper(qtbot, fenetre.formulaire.widget(cle), mots)
    for champ in fenetre.findChildren(QLineEdit):
        mots = {"Code du site 1": "MDN", "Nom du site 1": "Meudon"}.get(champ.accessibleName(), "")
        if mots:
            taper(qtbot, champ, mots)
    qtbot.mouseClick(fenetre.valider, GAUCHE)
    attendre(qtbot, programme, FenetreConnexion)
    connexion = programme.fenetre
    assert isinstance(connexion, FenetreConnexion)
    assert connexion.identifiant.text() == "a.martin"
    principale = connecter(qtbot, programme)
    assert "Réseau des Trois Rives" in principale.windowTitle()
    assert principale._bande.isHidden(), "a real base has no demonstration band"


def test_without_a_base_the_demonstration_is_offered_and_made(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(familles=12)
    attendre(qtbot, programme, FenetrePremierDemarrage)
    assert isinstance(programme.fenetre, FenetrePremierDemarrage)
    qtbot.mouseClick(programme.fenetre.demonstration, GAUCHE)
    principale = connecter(qtbot, programme)
    assert principale._bande.isVisible()
    assert base_demonstration().exists()


# ---- sign-in


@pytest.mark.usefixtures("demonstration")
def test_a_wrong_password_then_the_right_one(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    attendre(qtbot, programme, FenetreConnexion)
    fenetre = programme.fenetre
    assert isinstance(fenetre, FenetreConnexion)
    taper(qtbot, fenetre.identifiant, "a.martin")
    taper(qtbot, fenetre.mot_de_passe, "faux-faux-faux")
    qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mot_de_passe" in fenetre.formulaire.erreurs, timeout=DELAI)
    assert programme.fenetre is fenetre
    connecter(qtbot, programme)
    assert programme.reglages.dernier_identifiant == "a.martin"


@pytest.mark.usefixtures("demonstration")
def test_who_types_and_presses_enter_before_the_base_is_open_goes_in(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    fenetre = programme.fenetre
    assert isinstance(fenetre, FenetreConnexion), "sign-in is there at once"
    assert programme.ouverte is None
    assert fenetre.entrer.text() == "Ouverture de la base…"
    taper(qtbot, fenetre.identifiant, "a.martin")
    taper(qtbot, fenetre.mot_de_passe, MOT_DE_PASSE_DEMONSTRATION)
    qtbot.keyClick(fenetre.mot_de_passe, Qt.Key.Key_Return)
    attendre(qtbot, programme, FenetrePrincipale)
    assert programme.principale is not None
    assert programme.principale.contexte.agent == "Aline Martin"


def test_what_sign_in_does_not_need_is_imported_after_it() -> None:
    """The base, papers and tabs take most of a second to import: a person may type before."""
    programme = "import sys, imuse_desk.cli, imuse_desk.app; imuse_desk.cli._parseur(); print(*sys.modules)"
    charges = subprocess.run(
        [sys.executable, "-c", programme], capture_output=True, check=True, text=True
    ).stdout.split()
    assert "imuse_desk.views.connexion" in charges
    lourds = {"sqlalchemy", "alembic", "psycopg", "reportlab", "email_validator", "phonenumbers", "yaml", "argon2"}
    assert not lourds & set(charges)
    assert not [nom for nom in charges if nom.startswith(("imuse_desk.services.lectures", "imuse_desk.models."))]


@pytest.mark.usefixtures("demonstration")
def test_another_person_finds_nothing_of_the_one_before(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    principale = connecter(qtbot, programme, "admin")
    _action(principale, "Utilisateurs")
    ouvertes = [w for w in QApplication.topLevelWidgets() if isinstance(w, FenetreUtilisateurs) and w.isVisible()]
    assert ouvertes
    _action(principale, "Changer de compte")
    attendre(qtbot, programme, FenetreConnexion)
    assert not any(isinstance(w, FenetreUtilisateurs) and w.isVisible() for w in QApplication.topLevelWidgets())
    assert not principale._veille.isActive()
    assert connecter(qtbot, programme, "a.martin") is principale
    assert principale.contexte.agent == "Aline Martin"
    with pytest.raises(AssertionError):
        _action(principale, "Utilisateurs")
    assert principale._veille.isActive()


@pytest.mark.usefixtures("demonstration")
def test_a_teacher_has_the_suivi_tab_alone(qtbot: QtBot, lancer: Lancer, modele_demo: Path) -> None:
    with sqlite3.connect(modele_demo) as lien:
        (identifiant,) = lien.execute(
            "SELECT identifiant FROM compte JOIN compte_role ON compte_id = compte.id WHERE role = 'enseignant' LIMIT 1"
        ).fetchone()
    lien.close()
    programme = lancer(demo=True)
    principale = connecter(qtbot, programme, identifiant)
    visibles = [o for o in Onglet if principale.onglets.isTabVisible(o)]
    assert visibles == [Onglet.SUIVI]


# ---- a start that fails


def test_a_missing_base_says_so_and_may_be_tried_again(
    qtbot: QtBot, lancer: Lancer, tmp_path: Path, capsys: pytest.CaptureFixture[str], modele_demo: Path
) -> None:
    programme = lancer(url=str(tmp_path / "absent" / "base.db"))
    fenetre, dit = refus(qtbot, programme, capsys)
    assert fenetre.message.titre == "Base introuvable"
    assert dit.startswith("imuse-desk\u00a0: ")
    (tmp_path / "absent").mkdir()
    shutil.copy(modele_demo, tmp_path / "absent" / "base.db")
    qtbot.mouseClick(fenetre.recommencer, GAUCHE)
    attendre(qtbot, programme, FenetreConnexion)


@pytest.mark.parametrize(
    ("url", "titre"),
    [("mot", "Adresse de base inconnue"), ("{d}", "Base introuvable"), ("{d}/x.db", "Base introuvable")],
)
def test_an_address_that_is_no_base_makes_no_file(
    qtbot: QtBot, lancer: Lancer, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str, titre: str
) -> None:
    (tmp_path / "dossier").mkdir()
    fenetre, _ = refus(qtbot, lancer(url=url.format(d=tmp_path / "dossier")), capsys)
    assert fenetre.message.titre == titre
    assert list((tmp_path / "dossier").iterdir()) == []
    assert not Path("mot").exists()


def test_a_newer_base_says_to_update_this_desk(
    qtbot: QtBot, lancer: Lancer, tmp_path: Path, capsys: pytest.CaptureFixture[str], modele_sqlite: Path
) -> None:
    chemin = tmp_path / "neuve.db"
    shutil.copy(modele_sqlite, chemin)
    with sqlite3.connect(chemin) as lien:
        lien.execute("UPDATE alembic_version SET version_num = '9999'")
    lien.close()
    fenetre, _ = refus(qtbot, lancer(url=str(chemin)), capsys)
    assert fenetre.message.titre == "Base plus récente"


def test_a_file_that_is_no_base_is_refused(
    qtbot: QtBot, lancer: Lancer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chemin = tmp_path / "lettre.db"
    chemin.write_bytes(b"Madame, Monsieur, " * 400)
    fenetre, _ = refus(qtbot, lancer(url=str(chemin)), capsys)
    assert fenetre.message.titre in {"Base abîmée", "Base inconnue"}
    assert chemin.read_bytes().startswith(b"Madame")


def test_a_base_on_a_network_drive_is_refused(
    qtbot: QtBot,
    lancer: Lancer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    modele_sqlite: Path,
) -> None:
    monkeypatch.setattr(disques, "est_partage", lambda _chemin: True)
    monkeypatch.setattr(moteur, "est_partage", disques.est_partage)
    shutil.copy(modele_sqlite, tmp_path / "base.db")
    fenetre, _ = refus(qtbot, lancer(url=str(tmp_path / "base.db")), capsys)
    assert fenetre.message.titre == "Base sur le réseau"


def test_a_server_that_is_down_says_so(qtbot: QtBot, lancer: Lancer, capsys: pytest.CaptureFixture[str]) -> None:
    fenetre, _ = refus(qtbot, lancer(url="postgresql://imuse@127.0.0.1:9/imuse"), capsys)
    assert fenetre.message.titre == "Base injoignable"


def test_a_server_not_migrated_names_the_command(
    qtbot: QtBot, lancer: Lancer, capsys: pytest.CaptureFixture[str], grappe: Grappe
) -> None:
    url = grappe.creer("vierge_app")
    programme = lancer(url=url.set(drivername="postgresql").render_as_string())
    fenetre, dit = refus(qtbot, programme, capsys)
    assert fenetre.message.titre == "Base à mettre à jour"
    assert "imuse-desk base migrer --base postgresql" in dit


def test_a_password_in_the_address_is_refused_and_shown_nowhere(
    qtbot: QtBot, lancer: Lancer, capsys: pytest.CaptureFixture[str]
) -> None:
    fenetre, dit = refus(qtbot, lancer(url="postgresql://imuse:tres-secret@serveur.example/imuse"), capsys)
    assert fenetre.message.titre == "Mot de passe en clair"
    etiquettes = " ".join(str(w.property("text")) for w in fenetre.findChildren(QWidget))
    assert "tres-secret" not in dit + etiquettes
    assert "serveur.example" in etiquettes


@pytest.mark.skipif(sys.platform == "win32", reason="droits POSIX")
def test_a_read_only_base_is_said_before_anybody_signs_in(
    qtbot: QtBot, lancer: Lancer, capsys: pytest.CaptureFixture[str], modele_demo: Path
) -> None:
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        shutil.copy(modele_demo, dossier / "base.db")
        # a person without rights can't read the superuser's Python: load what both ways of starting need
        shutil.copy(modele_demo, dossier / "autre.db")
        attendre(qtbot, lancer(url=str(dossier / "autre.db")), FenetreConnexion)
        refus(qtbot, lancer(url=str(dossier / "absent" / "base.db")), capsys)
        (dossier / "base.db").chmod(0o444)
        dossier.chmod(0o555)
        est_root = os.geteuid() == 0
        if est_root:
            os.seteuid(65534)  # the superuser may write anything
        try:
            fenetre, _ = refus(qtbot, lancer(url=str(dossier / "base.db")), capsys)
        finally:
            if est_root:
                os.seteuid(0)
            dossier.chmod(0o755)
        assert fenetre.message.titre == "Base en lecture seule"


# ---- a fault


@pytest.mark.usefixtures("demonstration")
def test_a_fault_in_a_slot_gives_one_numbered_window_and_keeps_drafts(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    principale = connecter(qtbot, programme)
    champ = ouvrir_valmont(qtbot, programme, principale)
    taper(qtbot, champ, "Professeur de cor")
    programme.montrer_incident(ZeroDivisionError())
    programme.montrer_incident(ZeroDivisionError())
    fenetres = [w for w in QApplication.topLevelWidgets() if isinstance(w, DialogueIncident) and w.isVisible()]
    assert len(fenetres) == 1
    assert len(fenetres[0].numeros) == 2
    qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=DELAI)
    assert "Professeur de cor" in _brouillons()
    qtbot.mouseClick(fenetres[0].continuer, GAUCHE)
    assert champ.text() == "Professeur de cor"
    programme.montrer_incident(ZeroDivisionError())
    encore = [w for w in QApplication.topLevelWidgets() if isinstance(w, DialogueIncident) and w.isVisible()]
    assert len(encore) == 1
    assert len(encore[0].numeros) == 1
    encore[0].close()


def _brouillons() -> str:
    with sqlite3.connect(base_demonstration()) as lien:
        lignes = lien.execute("SELECT contenu FROM brouillon").fetchall()
    lien.close()
    return json.dumps([json.loads(contenu) for (contenu,) in lignes], ensure_ascii=False)


# ---- what is remembered


@pytest.mark.usefixtures("demonstration")
def test_sizes_theme_and_drafts_come_back(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    principale = connecter(qtbot, programme)
    principale.resize(1500, 741)
    _action(principale, "Sombre")
    dits: list[str] = []
    principale.bus.message.connect(lambda phrase, *_: dits.append(phrase))
    _action(principale, "130")
    assert taille_du_texte() == 100, "windows already made would be cut"
    assert any("130" in dit and "prochain démarrage" in dit for dit in dits)
    assert principale.palette().window().color().lightness() < 80
    champ = ouvrir_valmont(qtbot, programme, principale)
    taper(qtbot, champ, "Luthier")
    with qtbot.waitSignal(principale.fermee):
        _action(principale, "Quitter")
    programme.fermer()
    assert "Luthier" in _brouillons(), "what was typed a moment before leaving is kept"
    suivant = lancer(demo=True)
    assert (suivant.reglages.theme, suivant.reglages.taille_texte) == ("sombre", 130)
    assert taille_du_texte() == 130
    fenetre = connecter(qtbot, suivant)
    assert fenetre.height() == 741, "the offscreen screen is narrow: only the height is free"
    assert ouvrir_valmont(qtbot, suivant, fenetre).text() == "Luthier"


@pytest.mark.usefixtures("demonstration")
def test_another_site_and_year_are_consulted(qtbot: QtBot, lancer: Lancer) -> None:
    programme = lancer(demo=True)
    principale = connecter(qtbot, programme)
    avant = principale.contexte
    for choix in (principale.entete.site, principale.entete.annee):
        autre = next(a for a in choix.menu().actions() if not a.isChecked())
        mots = autre.text()
        autre.trigger()
        qtbot.waitUntil(lambda: not programme.executant.est_occupe, timeout=DELAI)
        assert choix.text() == mots
    assert principale.contexte.site_id != avant.site_id
    assert principale.contexte.annee_id != avant.annee_id


# ---- French, and the end


@pytest.mark.usefixtures("lancer")
def test_the_buttons_of_qt_are_in_french(qtbot: QtBot) -> None:
    preparer_application([])
    boite = QMessageBox()
    qtbot.addWidget(boite)
    boutons = QMessageBox.StandardButton
    boite.setStandardButtons(boutons.Cancel | boutons.Save | boutons.Close)
    mots = {b.text().replace("&", "") for b in boite.buttons()}
    assert mots == {"Annuler", "Enregistrer", "Fermer"}
    fichier = QFileDialog()
    fichier.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(fichier)
    boite_fichier = fichier.findChild(QDialogButtonBox)
    assert isinstance(boite_fichier, QDialogButtonBox)
    assert "Annuler" in {b.text().replace("&", "") for b in boite_fichier.buttons()}
    mots = {etiquette.text().replace("&", "") for etiquette in fichier.findChildren(QLabel)}
    assert {"Voir dans\u00a0:", "Type de fichiers\u00a0:"} <= mots
    assert QFileIconProvider().type(QFileInfo("/")) in {"Lecteur", "Dossier"}


QUITTER = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from imuse_desk import app

def agir():
    fenetres = [w for w in QApplication.topLevelWidgets() if w.isVisible() and hasattr(w, "quitter")]
    if fenetres:
        fenetres[0].quitter.click()

vraie = app.Programme.demarrer

def demarrer(self):
    self.minuterie = QTimer(interval=50)
    self.minuterie.timeout.connect(agir)
    self.minuterie.start()
    vraie(self)

app.Programme.demarrer = demarrer
sys.exit(app.lancer(demo=False, url=sys.argv[1] if len(sys.argv) > 1 else None))
"""


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("/absent/base.db",), CODE_ECHEC)])
def test_leaving_gives_the_exit_code(donnees: Path, arguments: tuple[str, ...], code: int) -> None:
    """Quitter on the first start is 0; on a start that failed, the code of a failure, and the sentence on stderr."""
    fini = subprocess.run(
        [sys.executable, "-c", QUITTER, *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert fini.returncode == code, fini.stderr
    assert ("Base introuvable" in fini.stderr or "n’est pas là" in fini.stderr) is (code == CODE_ECHEC)
    assert donnees.is_dir()
