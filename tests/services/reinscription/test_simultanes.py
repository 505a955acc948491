"""Two desks that bring the same file for the same row at the same instant, on a server: it is kept once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import func, select

from imuse_desk.models import PieceRecue
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription import pieces
from tests.fabriques import maison_valmont, pdf
from tests.services.reinscription.outils import ouvrir
from tests.services.simultane import puis


def test_one_file_brought_by_two_desks_is_kept_once(
    base_pg: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    maison = maison_valmont(base_pg, tmp_path / "depot")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf(1, "Facture"))
    commande = pieces.ImporterPieces(ouvrir(maison).dossier_id, maison.ids["type:domicile"], (scan,))
    examines, cherchent = Barrier(2), Barrier(2)

    def chercher() -> None:
        """Both would have found nothing, if the second had not waited for the first."""
        with suppress(BrokenBarrierError):
            cherchent.wait(1)

    puis(monkeypatch, pieces, "_admettre", lambda: examines.wait(30))
    puis(monkeypatch, pieces, "_jumelles", chercher)
    with ThreadPoolExecutor(2) as postes:
        actes = [postes.submit(pieces.importer, maison.ctx(), commande) for _ in range(2)]
    assert sorted(recue.code for acte in actes for recue in acte.result().resultat) == ["deja_la", "recue"]
    with maison.base.lire() as session:
        assert session.scalar(select(func.count()).select_from(PieceRecue)) == 1
