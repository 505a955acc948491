"""An import that is refused leaves no file in the store, and takes away none that a row names, or will."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.infra.depot import Rangement
from imuse_desk.models.depot_base import DepotBase
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.garde import arrivage, ranger_neuf
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.pieces import ImporterPieces, PieceImportee
from tests.fabriques import MIDI, PIECES, Maison, maison_valmont, pdf
from tests.services.reinscription.outils import ouvrir
from tests.services.simultane import ensemble, puis


@dataclass
class Guichet:
    """A house that takes one file for two households; the pieces close while it is brought, where told so."""

    maison: Maison
    depot: Rangement
    fichier: Path
    sha256: str = ""

    def ctx(self) -> Contexte:
        return replace(self.maison.ctx(), depot=self.depot)

    def importer(self, foyer: str = "Valmont") -> PieceImportee:
        commande = ImporterPieces(
            ouvrir(self.maison, foyer).dossier_id, self.maison.ids["type:domicile"], (self.fichier,)
        )
        (recue,) = pieces.importer(self.ctx(), commande).resultat
        return recue

    def est_refuse(self) -> None:
        with pytest.raises(RegleMetier, match="pieces_closes"):
            self.importer()

    def clore(self) -> None:
        self.maison.horloge.instant = PIECES + timedelta(days=1)

    def rouvrir(self) -> None:
        self.maison.horloge.instant = MIDI


@pytest.fixture(params=["sqlite", "documents_dans_la_base"])
def guichet(request: pytest.FixtureRequest, tmp_path: Path) -> Guichet:
    base: Base = request.getfixturevalue("base_sqlite" if request.param == "sqlite" else "base_pg")
    maison = maison_valmont(base, tmp_path / "depot")
    maison.foyer("Bernard")
    maison.eleve("Zoé", "Bernard", cours=("COR", "FM1.1"))
    depot = maison.ctx().depot if request.param == "sqlite" else DepotBase(base)
    chemin = tmp_path / "facture.pdf"
    chemin.write_bytes(pdf(1, "Facture"))
    guichet = Guichet(maison, depot, chemin)
    guichet.sha256 = depot.ranger(chemin).sha256
    depot.retirer(guichet.sha256)
    return guichet


def test_a_refused_import_leaves_no_file(guichet: Guichet, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as pendant:
        puis(pendant, pieces, "_admettre", guichet.clore)
        guichet.est_refuse()
    assert not guichet.depot.contient(guichet.sha256)
    guichet.rouvrir()
    assert guichet.importer().est_recue
    assert guichet.depot.verifier(guichet.sha256) == "intact"


def test_what_a_row_names_stays_whatever_is_refused(guichet: Guichet, monkeypatch: pytest.MonkeyPatch) -> None:
    assert guichet.importer("Bernard").est_recue
    puis(monkeypatch, pieces, "_admettre", guichet.clore)
    guichet.est_refuse()
    assert guichet.depot.verifier(guichet.sha256) == "intact"


@pytest.fixture
def refus(guichet: Guichet) -> ExitStack:
    """Another desk stored the file first; it is refused there when the stack is closed."""
    pile = ExitStack()
    restes = pile.enter_context(arrivage(guichet.ctx()))
    ranger_neuf(guichet.depot, guichet.fichier, guichet.sha256, restes)
    assert restes == {guichet.sha256}
    return pile


def test_a_file_stored_and_not_yet_recorded_when_it_is_refused_elsewhere(
    guichet: Guichet, refus: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    puis(monkeypatch, pieces, "_admettre", refus.close)
    assert guichet.importer().est_recue
    assert guichet.depot.verifier(guichet.sha256) == "intact"


def test_a_file_being_recorded_when_it_is_refused_elsewhere(
    guichet: Guichet, refus: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    recue, refusee = ensemble(monkeypatch, pieces, "examen_garde", guichet.importer, refus.close)
    assert recue.result().est_recue
    assert refusee.exception() is None
    assert guichet.depot.verifier(guichet.sha256) == "intact"


def test_a_file_left_by_a_kill_is_taken_up_by_the_next_import(
    guichet: Guichet, monkeypatch: pytest.MonkeyPatch
) -> None:
    guichet.depot.ranger(guichet.fichier)
    with monkeypatch.context() as pendant:
        puis(pendant, pieces, "_admettre", guichet.clore)
        guichet.est_refuse()
    guichet.rouvrir()
    assert guichet.importer().est_recue
    assert guichet.depot.verifier(guichet.sha256) == "intact"
