"""The station on a real base, with real files in the store and the facts of a reading written by hand."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from imuse_desk.infra.depot import Depot
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription.ouverture import assurer_dossier
from imuse_desk.services.verification import analyse
from imuse_desk.views.common.executant import Executant
from tests.fabriques import Maison, maison_valmont, pdf
from tests.services.verification.poste_outils import constater, poser_controles, recevoir
from tests.views.verification.poste import Poste


@pytest.fixture(scope="session")
def modele_poste(modele_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A house with the Valmont family, whose dossier is open; copied by each test."""
    chemin = tmp_path_factory.mktemp("poste") / "maison.db"
    shutil.copy(modele_sqlite, chemin)
    base = Base.ouvrir(lire_url(str(chemin)))
    maison = maison_valmont(base, chemin.parent / "depot")
    poser_controles(maison)
    assurer_dossier(maison.ctx(), foyer_id=maison.ids["Valmont"])
    base.fermer()
    return chemin, maison.ids


@pytest.fixture
def maison(modele_poste: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Maison]:
    """The house of this test."""
    chemin, ids = modele_poste
    shutil.copy(chemin, tmp_path / "base.db")
    base = Base.ouvrir(lire_url(str(tmp_path / "base.db")))
    yield Maison(base, tmp_path / "depot", ids=dict(ids))
    base.fermer()


@pytest.fixture
def poste(qtbot: QtBot, executant: Executant, maison: Maison) -> Iterator[Poste]:
    """The station, not shown yet: the test brings pieces first."""
    poste = Poste(qtbot, executant, maison)
    yield poste
    poste.fermer()


@pytest.fixture
def sans_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """No engine on this computer."""
    monkeypatch.setattr(analyse, "disponible", lambda: False)


def ranger(maison: Maison, code: str, texte: str = "Attestation", *, pages: int = 1, **champs: object) -> int:
    """A piece whose file is in the store, read already unless told otherwise."""
    empreinte = Depot(maison.dossier).ranger(io.BytesIO(pdf(pages, texte)))
    lue = {"lue_a": maison.horloge.instant, "lecture": {}}
    valeurs = {"sha256": empreinte.sha256, "octets": empreinte.octets, "pages": pages, **lue, **champs}
    return recevoir(maison, code, **valeurs)  # type: ignore[arg-type]  # columns by name


def facture(maison: Maison, **champs: Any) -> int:
    """A proof of address whose kind was read."""
    ident = ranger(maison, "domicile", f"facture {champs}", **champs)
    constater(maison, ident, "nature", "conforme", "facture")
    return ident


def caf(maison: Maison, *, centimes: int = 88066, **champs: Any) -> int:
    """A CAF statement whose quotient was read, to be confirmed."""
    ident = ranger(maison, "caf", f"CAF {len(maison.ids)} {champs}", **champs)
    constater(maison, ident, "emetteur", "conforme")
    constater(
        maison, ident, "quotient", "a_verifier", "880,66\u00a0€", centimes=centimes, page=1, boite=[72, 80, 160, 95],
        detail="a_confirmer",
    )  # fmt: skip
    return ident
