"""The window of the 2D-Doc certificates, used as an administrator does: files dropped, read, compared, refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from imuse_desk.domain.roles import Role
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.autorite import AutoriteExemple, liste_exemple
from imuse_desk.services.verification.confiance import importer_confiance, lire_confiance
from imuse_desk.views.common import accessibilite
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.confiance.fenetre import PAGES, FenetreConfiance
from imuse_desk.views.demonstration.scene import lacher_fichier
from tests.fabriques import maison_valmont

DELAI = 15_000
DONNEES = Path(__file__).parents[2] / "data" / "deux_ddoc"
DU, AU = date(2024, 1, 1), date(2034, 1, 1)
COURBE = ec.SECP256R1()


@pytest.fixture
def ctx(base_sqlite: Base, tmp_path: Path) -> Contexte:
    return maison_valmont(base_sqlite, tmp_path / "depot").ctx(Role.ADMINISTRATION)


@pytest.fixture
def ouvrir(qtbot: QtBot, executant: Executant) -> Callable[[Contexte, str], Any]:
    """Open the window on a page, and keep it for the test."""
    ouvertes = []

    def faire(ctx: Contexte, nom: str) -> Any:
        fenetre = FenetreConfiance(executant, Bus(executant), ctx)
        ouvertes.append(fenetre)
        qtbot.addWidget(fenetre)
        fenetre.show()
        return fenetre.page(nom)

    return faire


def lignes(page: Any) -> list[str]:
    """The rows of a page's table, as they are copied."""
    modele, role = page.modele, Qt.ItemDataRole.AccessibleTextRole
    colonnes = range(modele.columnCount())
    return [" | ".join(modele.index(r, c).data(role) or "" for c in colonnes) for r in range(modele.rowCount())]


@pytest.fixture
def fichiers(ctx: Contexte, tmp_path: Path) -> dict[str, Path]:
    """A list of one authority, somebody who seals, the revocations; and what is worth nothing."""
    autorite = AutoriteExemple.creer("FR41", DU, AU, "Autorité d’exemple")
    essai = AutoriteExemple.creer("FR00", DU, AU, "La norme")
    signataire = autorite.signer("AB12", ec.generate_private_key(COURBE), DU, date(2035, 1, 1), "Énergie d’exemple")
    perdu = autorite.signer("AB07", ec.generate_private_key(COURBE), DU, date(2035, 1, 1), "Téléphone d’exemple")
    faussaire = AutoriteExemple.creer("FR41", DU, AU).signer("AB12", ec.generate_private_key(COURBE), DU, AU)
    aujourdhui = ctx.aujourdhui()
    contenus = {
        "a_certificats.pem": b"".join(c.public_bytes(Encoding.PEM) for c in (signataire, perdu)),
        "b_revocations.crl": autorite.revoquer(
            perdu, le=aujourdhui - timedelta(days=2), prochaine=aujourdhui + timedelta(days=5)
        ).public_bytes(Encoding.DER),
        "c_liste.xml": liste_exemple((autorite, essai), 23, DU, aujourdhui + timedelta(days=200)),
        "faux.der": faussaire.public_bytes(Encoding.DER),
        "fausse.crl": AutoriteExemple.creer("FR41", DU, AU)
        .revoquer(le=aujourdhui, prochaine=aujourdhui + timedelta(days=5))
        .public_bytes(Encoding.DER),
        "lettre.pdf": b"%PDF-1.4",
        "ancienne.xml": liste_exemple((autorite,), 22, DU, AU),
    }
    for nom, contenu in contenus.items():
        (tmp_path / nom).write_bytes(contenu)
    chemins = {nom: tmp_path / nom for nom in contenus}
    return chemins | {"essai": DONNEES / "essai_fr00_0001.pem", "absent": tmp_path / "absent.crl"}


BONS = ("a_certificats.pem", "b_revocations.crl", "c_liste.xml")


def test_files_dropped_in_any_order_are_taken_and_told(
    qtbot: QtBot, ctx: Contexte, ouvrir: Any, fichiers: dict[str, Path]
) -> None:
    page = ouvrir(ctx, "Autorités")
    fenetre = page.window()
    qtbot.waitUntil(lambda: "Aucune liste de confiance" in page.age.phrase, timeout=DELAI)
    page.age.suivi.emit("importer")
    depot = fenetre.page("Importer")
    assert depot.isVisible()
    lacher_fichier(depot, [fichiers[nom] for nom in BONS])
    qtbot.waitUntil(lambda: depot.modele.rowCount() > 0, timeout=DELAI)
    dites = lignes(depot)
    assert any("FR00" in ligne and "certificat d’essai" in ligne for ligne in dites)
    assert any("a_certificats.pem" in ligne and "2 importés" in ligne for ligne in dites)
    (autorite,) = lire_confiance(ctx).autorites
    assert (autorite.code, autorite.certificats) == ("FR41", 2)
    rang = next(r for r, ligne in enumerate(dites) if autorite.empreinte in ligne)
    depot.table.selectRow(rang)
    qtbot.mouseClick(depot.empreinte.copier, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().replace(" ", "").lower() == autorite.empreinte
    emetteurs = fenetre.page("Émetteurs")
    qtbot.waitUntil(lambda: emetteurs.modele.rowCount() == 2, timeout=DELAI)
    etats = lignes(emetteurs)
    assert ["révoqué" in etat for etat in etats] == ["AB07" in etat for etat in etats]
    page = fenetre.page("Autorités")
    qtbot.waitUntil(lambda: "Liste n°\u00a023 du 01/01/2024, à renouveler avant le" in page.age.phrase, timeout=DELAI)
    assert "Révocations lues\u00a0: FR41 le" in page.revocations.text()


def test_each_bad_file_says_why_and_changes_nothing(
    qtbot: QtBot, ctx: Contexte, ouvrir: Any, fichiers: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    importer_confiance(ctx, fichiers["c_liste.xml"].read_bytes())
    depot = ouvrir(ctx, "Importer")
    mauvais = ("faux.der", "fausse.crl", "essai", "lettre.pdf", "ancienne.xml", "absent")
    choisis = [str(fichiers[nom]) for nom in ("b_revocations.crl", *mauvais)]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (choisis, ""))
    qtbot.mouseClick(depot.choisir, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: depot.modele.rowCount() > 0, timeout=DELAI)
    tout = "\n".join(lignes(depot))
    for motif in (
        "son autorité ne l’a pas signé", "certificat d’essai de la norme", "ne contient aucun certificat",
        "Cette liste porte le numéro 22", "introuvable", "importé",
    ):  # fmt: skip
        assert motif in tout
    assert tout.index("faux.der") < tout.index("b_revocations.crl"), "what was refused comes first"
    assert "refusé" in depot.window().barre.phrase
    depot.window().resize(1_100, 660)
    hauteurs = {ligne.split(" | ")[0]: depot.table.rowHeight(rang) for rang, ligne in enumerate(lignes(depot))}
    assert hauteurs["fausse.crl"] > hauteurs["b_revocations.crl"], "a long reason has two lines"
    assert [a.certificats for a in lire_confiance(ctx).autorites] == [0]


@pytest.mark.parametrize(
    ("dans", "phrase"),
    [(200, "à renouveler avant le"), (12, "(dans 12 jours)"), (1, "(dans 1 jour)"), (-1, "à renouveler depuis le")],
)
def test_the_age_of_the_list_in_plain_words(qtbot: QtBot, ctx: Contexte, ouvrir: Any, dans: int, phrase: str) -> None:
    autorite = AutoriteExemple.creer("FR41", DU, AU)
    importer_confiance(ctx, liste_exemple((autorite,), 23, DU, ctx.aujourdhui() + timedelta(days=dans)))
    page = ouvrir(ctx, "Autorités")
    qtbot.waitUntil(lambda: phrase in page.age.phrase, timeout=DELAI)


def test_somebody_who_manages_no_account_takes_no_file(
    qtbot: QtBot, ctx: Contexte, ouvrir: Any, fichiers: dict[str, Path]
) -> None:
    secretaire = replace(ctx, roles={ctx.site_id: frozenset({Role.SECRETARIAT})})
    depot = ouvrir(secretaire, "Importer")
    assert not depot.choisir.isEnabled()
    lacher_fichier(depot, [fichiers["c_liste.xml"]])
    qtbot.wait(50)
    assert (depot.modele.rowCount(), lire_confiance(ctx).sequence) == (0, None)


def test_names_keys_and_the_smallest_screen(qtbot: QtBot, ctx: Contexte, ouvrir: Any) -> None:
    for nom in PAGES:
        page = ouvrir(ctx, nom)
        fenetre = page.window()
        assert accessibilite.sans_nom(fenetre) == []
        assert accessibilite.libelles_sans_ami(fenetre) == []
        assert accessibilite.touches_en_double(fenetre) == []
        assert fenetre.minimumSizeHint().width() <= 1280
        assert fenetre.minimumSizeHint().height() <= 649
