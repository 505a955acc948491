"""The command line, run as people run it: in a process of its own."""

import json
import os
import sqlite3
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from imuse_desk.cli import main
from imuse_desk.infra import chemins
from imuse_desk.version import VERSION
from tests.bases import MOT_DE_PASSE_SERVEUR, Grappe

LOURDS = ("sqlalchemy", "alembic", "PySide6", "reportlab", "pypdfium2", "pikepdf", "psycopg", "argon2", "keyring")


def _lancer(*arguments: str, **environnement: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "imuse_desk", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environnement},
        check=False,
        timeout=120,
    )


def test_la_version_sans_rien_charger_de_lourd() -> None:
    code = (
        "import sys\nfrom imuse_desk.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit as fin:\n    assert fin.code == 0\n"
        f"print([m for m in {LOURDS!r} if m in sys.modules])"
    )
    sortie = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert sortie.splitlines() == [f"imuse-desk {VERSION}", "[]"]


def test_l_aide_est_en_francais() -> None:
    aide = _lancer("demo", "--help")
    assert aide.returncode == 0
    assert "Utilisation\u00a0:" in aide.stdout
    for anglais in ("usage:", "show this", "positional"):
        assert anglais not in aide.stdout


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("demo",), "il manque\u00a0: --base"),
        (("demo", "--base"), "--base attend une valeur"),
        (("demo", "--base", "x", "--familles", "dix"), "--familles attend un nombre entier, pas 'dix'"),
        (("inconnue",), "choix inconnu 'inconnue'"),
        (("--nimporte",), "arguments inconnus\u00a0: --nimporte"),
        (("base",), "il manque\u00a0: ACTION"),
    ],
)
def test_une_ligne_illisible_est_refusee_en_francais(arguments: tuple[str, ...], phrase: str) -> None:
    refus = _lancer(*arguments)
    assert refus.returncode == 2
    assert phrase in refus.stderr
    assert refus.stdout == ""


def test_demo_puis_migrer(tmp_path: Path) -> None:
    chemin = tmp_path / "sous" / "demo.db"
    faite = _lancer("demo", "--base", str(chemin), "--familles", "12", "--annees", "2", "--date", "15/03/2026")
    assert faite.returncode == 0, faite.stderr
    assert "Familles\u00a0: 12 sur 12" in faite.stderr
    assert f"Dossier créé\u00a0: {chemin.parent}\n" in faite.stderr
    comptes = [ligne.split()[:2] for ligne in faite.stdout.splitlines()]
    for identifiant in ("a.martin", "r.petit", "d.leroy", "admin"):
        assert [identifiant, "demo-imuse-2026"] in comptes
    assert faite.stdout.splitlines()[-1].startswith("12 familles, ")
    with sqlite3.connect(chemin) as base:
        annees = base.execute("SELECT libelle, etat FROM annee ORDER BY id").fetchall()
    base.close()
    assert annees == [("2024-2025", "close"), ("2025-2026", "ouverte"), ("2026-2027", "preparation")]
    assert (tmp_path / "sous" / "demo.db.documents").is_dir()

    encore = _lancer("demo", "--base", str(chemin), "--familles", "12")
    assert encore.returncode == 3
    assert "contient déjà des données" in encore.stderr

    migree = _lancer("base", "migrer", "--base", str(chemin))
    assert (migree.returncode, migree.stderr) == (0, "")
    assert "Base au schéma" in migree.stdout


@pytest.mark.parametrize(
    ("arguments", "phrase"),
    [
        (("demo", "--base", "{d}/x.db", "--familles", "0"), "entre 1 et 20\u202f000"),
        (("demo", "--base", "{d}/x.db", "--familles", "20001"), "entre 1 et 20\u202f000"),
        (("demo", "--base", "{d}/x.db", "--date", "31/02/2026"), "Février 2026 a 28 jours"),
        (("demo", "--base", "postgresql://a:secret@h/b"), "contient un mot de passe"),
        (("demo", "--base", "postgresql://personne@/x?host=/nulle-part"), "serveur ne répond pas"),
        (("base", "migrer", "--base", "mot"), "n’est pas une adresse de base"),
        (("base", "migrer", "--base", "{d}/absent/x.db"), "fichier de la base n’est pas là\u00a0: {d}/absent/x.db"),
        (("base", "migrer", "--base", "{d}/"), "est un dossier"),
        (("base", "migrer", "--base", "{d}/texte.db"), "ne peut pas être lue"),
    ],
)
def test_une_erreur_tient_en_une_phrase(tmp_path: Path, arguments: tuple[str, ...], phrase: str) -> None:
    (tmp_path / "texte.db").write_text("ceci n’est pas une base " * 400, encoding="utf-8")
    erreur = _lancer(*(a.format(d=tmp_path) for a in arguments))
    assert erreur.returncode == 3
    assert phrase.format(d=tmp_path) in erreur.stderr
    assert len(erreur.stderr.splitlines()) == 1
    assert "secret" not in erreur.stderr
    assert {p.name for p in tmp_path.iterdir()} == {"texte.db"}


def test_demo_sur_postgresql(grappe: Grappe, tmp_path: Path) -> None:
    grappe.creer("demo_cli")
    adresse = f"postgresql://imuse@/demo_cli?host={grappe.dossier}"
    migree = _lancer("base", "migrer", "--base", adresse)
    assert migree.returncode == 0, migree.stderr
    faite = _lancer("demo", "--base", adresse, "--familles", "5", IMUSE_DESK_DONNEES=str(tmp_path))
    assert faite.returncode == 0, faite.stderr
    assert "5 familles" in faite.stdout
    grappe.supprimer("demo_cli")


def test_migrer_fait_une_base_neuve_et_le_dit(tmp_path: Path) -> None:
    neuve = _lancer("base", "migrer", "--base", str(tmp_path / "neuve.db"))
    assert (neuve.returncode, neuve.stderr) == (0, "")
    assert neuve.stdout.startswith(f"Base neuve\u00a0: {tmp_path}/neuve.db\n")
    encore = _lancer("base", "migrer", "--base", str(tmp_path / "neuve.db"))
    assert (encore.returncode, "neuve" in encore.stdout) == (0, False)


def test_sans_terminal_le_mot_de_passe_du_serveur_ne_se_demande_pas(grappe_fermee: Grappe) -> None:
    adresse = f"postgresql://imuse@/modele?host={grappe_fermee.dossier}"
    refus = _lancer("base", "migrer", "--base", adresse)
    assert refus.returncode == 3
    assert "demande un mot de passe" in refus.stderr
    assert "PGPASSFILE" in refus.stderr
    passe = grappe_fermee.dossier / "pgpass"
    passe.write_text(f"*:*:*:*:{MOT_DE_PASSE_SERVEUR}\n", encoding="utf-8")
    passe.chmod(0o600)
    assert _lancer("base", "migrer", "--base", adresse, PGPASSFILE=str(passe)).returncode == 0
    ailleurs = _lancer("base", "migrer", "--base", adresse.replace("modele", "nulle"), PGPASSFILE=str(passe))
    assert "n’a pas de base de ce nom" in ailleurs.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminal POSIX")
def test_au_terminal_le_mot_de_passe_du_serveur_se_demande_sans_s_afficher(grappe_fermee: Grappe) -> None:
    import pty

    maitre, esclave = pty.openpty()
    adresse = f"postgresql://imuse@/modele?host={grappe_fermee.dossier}"
    commande = [sys.executable, "-m", "imuse_desk", "base", "migrer", "--base", adresse]
    with subprocess.Popen(
        commande, stdin=esclave, stdout=subprocess.PIPE, stderr=esclave, start_new_session=True
    ) as processus:
        os.close(esclave)
        for essai in ("faux", MOT_DE_PASSE_SERVEUR):
            _attendre_la_question(maitre)
            os.write(maitre, f"{essai}\n".encode())
        sortie = processus.communicate(timeout=60)[0]
    dit = os.read(maitre, 10_000)
    os.close(maitre)
    assert processus.returncode == 0, dit
    assert "Base au schéma".encode() in sortie
    assert MOT_DE_PASSE_SERVEUR.encode() not in dit


def _attendre_la_question(terminal: int) -> None:
    dit = b""
    while b"Mot de passe de imuse" not in dit:
        dit += os.read(terminal, 1000)


def test_les_commandes_de_tarif_et_de_piece(tmp_path: Path) -> None:
    grille = str(files("imuse_desk.resources") / "grilles" / "gpso_demonstration.yaml")
    verifiee = _lancer("tarif", "verifier", grille)
    assert verifiee.returncode == 0, verifiee.stderr
    assert verifiee.stdout.splitlines()[-1].startswith("1 grilles, ")
    faux = tmp_path / "faux.pdf"
    faux.write_bytes(b"\xff\xd8\xff\xe0 une image")
    examinee = _lancer("piece", "examiner", str(faux))
    assert examinee.returncode == 0, examinee.stderr
    assert json.loads(examinee.stdout)["etat"] == "pas_un_pdf"


@pytest.mark.parametrize(
    ("nom", "contenu", "phrase"),
    [
        ("absent.yaml", None, "il n’est pas là"),
        ("dossier", None, "c’est un dossier"),
        ("binaire.yaml", bytes(range(256)), "ce n’est pas du texte UTF-8"),
        ("casse.yaml", b"a: [1,\nb: 2\n", "ne se lit pas (ligne 3, colonne 1, dans ce qui commence ligne 1)"),
        ("nul.yaml", b"a: 1\nb: \x01\n", "ne se lit pas (ligne 2, caractère interdit)"),
        ("casse.json", b'{"a": 1,\n "b" }', "ne se lit pas (ligne 2, colonne 6)"),
        ("liste.yaml", b"- 1\n", "n’est pas fait de lignes «\u00a0clé\u00a0: valeur\u00a0» (une liste)"),
        ("vide.yaml", b"", "valeur\u00a0» (vide)"),
    ],
)
def test_un_mauvais_fichier_de_tarif_se_dit_en_francais(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nom: str, contenu: bytes | None, phrase: str
) -> None:
    chemin = tmp_path / nom
    if contenu is not None:
        chemin.write_bytes(contenu)
    elif nom == "dossier":
        chemin.mkdir()
    assert main(["tarif", "verifier", str(chemin)]) == 1
    dit = capsys.readouterr().out
    assert dit.startswith(f"{chemin}\u00a0: ")
    assert phrase in dit
    bonne = str(files("imuse_desk.resources") / "grilles" / "gpso_demonstration.yaml")
    assert main(["tarif", "simuler", "--grille", bonne, "--foyer", str(chemin)]) == 1
    assert capsys.readouterr().err.startswith(f"{nom}\u00a0: ")


@pytest.mark.parametrize("commande", ["captures", "visite"])
def test_un_repertoire_de_sortie_refuse_se_dit_avant_tout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], commande: str
) -> None:
    (tmp_path / "fichier").touch()
    assert main([commande, str(tmp_path / "fichier")]) == 3
    assert f"lire ou d’écrire {tmp_path}/fichier." in capsys.readouterr().err
    assert main([commande, str(tmp_path / "fichier" / "dedans")]) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="interpréteur de commandes POSIX")
@pytest.mark.parametrize(("suite", "code", "phrase"), [
    ("| head -n 0", 141, ""), (">&-", 1, ""), ("2>&-", 1, ""), ("> /dev/full", 3, "Le disque est plein"),
])  # fmt: skip
def test_une_sortie_fermee_ou_pleine_ne_fait_pas_de_trace(tmp_path: Path, suite: str, code: int, phrase: str) -> None:
    commande = f"set -o pipefail; {sys.executable} -m imuse_desk tarif verifier {tmp_path}/absent.yaml {suite}"
    fini = subprocess.run(["bash", "-c", commande], capture_output=True, text=True, check=False, timeout=60)
    assert fini.returncode == code
    assert phrase in fini.stderr
    assert "Traceback" not in fini.stderr
    assert "Exception" not in fini.stderr


def test_les_fichiers_du_poste_suivent_la_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(chemins.VARIABLE, str(tmp_path))
    assert chemins.base_locale() == tmp_path / "imuse.db"
    assert chemins.base_demonstration() == tmp_path / "demonstration.db"
    assert chemins.dossier_journaux().parent == tmp_path
    assert chemins.dossier_depot(chemins.base_locale()).parent == tmp_path
    monkeypatch.delenv(chemins.VARIABLE)
    assert chemins.dossier_donnees().name == "imuse-desk"
