"""A file brought again at the very instant at which the same content is destroyed: it is never lost."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Rangement
from imuse_desk.models import PieceRecue, TypePiece
from imuse_desk.models.depot_base import DepotBase
from imuse_desk.models.passerelle import Base
from imuse_desk.services.conservation.bordereaux import Viser, proposer_elimination, viser
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.reinscription import pieces
from imuse_desk.services.reinscription.pieces import ImporterPieces
from tests.fabriques import Maison, maison_valmont, pdf
from tests.services.conservation.outils import detruire
from tests.services.reinscription.outils import accepter, ouvrir
from tests.services.simultane import ensemble, puis

APRES = datetime(2027, 12, 1, 10, tzinfo=UTC)


@dataclass
class Bureau:
    """A notice of the CAF, stamped for destruction, and who destroys it or brings it again."""

    maison: Maison
    depot: Rangement
    fichier: Path
    bordereau: int = 0

    def ctx(self) -> Contexte:
        return replace(self.maison.ctx(Role.SECRETARIAT, Role.DIRECTION), depot=self.depot)

    def importer(self) -> int:
        dossier_id, type_id = ouvrir(self.maison).dossier_id, self.maison.ids["type:caf"]
        commande = ImporterPieces(dossier_id, type_id, (self.fichier,), derogation="Retrouvée")
        (recue,) = pieces.importer(self.ctx(), commande).resultat
        assert recue.piece_id is not None
        return recue.piece_id

    def detruire(self) -> None:
        detruire(self.ctx(), self.bordereau)

    def poser(self, modele: Any, **valeurs: Any) -> None:
        def ecrire(session: Session) -> None:
            session.execute(update(modele).values(**valeurs))

        self.maison.ecrire(ecrire)


@pytest.fixture(params=["sqlite", "postgresql", "documents_dans_la_base"])
def bureau(request: pytest.FixtureRequest, tmp_path: Path) -> Bureau:
    """The documents in a folder, or in the base of a server."""
    base: Base = request.getfixturevalue("base_sqlite" if request.param == "sqlite" else "base_pg")
    maison = maison_valmont(base, tmp_path / "depot")
    depot = DepotBase(base) if request.param == "documents_dans_la_base" else maison.ctx().depot
    bureau = Bureau(maison, depot, tmp_path / "caf.pdf")
    bureau.fichier.write_bytes(pdf(1, "Attestation"))
    bureau.poser(TypePiece, conserver_jours=60)
    accepter(maison, bureau.importer())
    maison.horloge.instant = APRES
    bureau.bordereau = proposer_elimination(bureau.ctx(), [maison.ids["type:caf"]]).resultat
    viser(bureau.ctx(), Viser(bureau.bordereau, APRES.date(), "Archives de Rives"))
    return bureau


def _est_la(bureau: Bureau) -> None:
    """The first piece is destroyed, the second holds the same content, which is there."""
    with bureau.maison.base.lire() as session:
        ancienne, nouvelle = session.scalars(select(PieceRecue).order_by(PieceRecue.id)).all()
    assert (ancienne.purge_a, nouvelle.purge_a) == (APRES, None)
    assert nouvelle.sha256 == ancienne.sha256
    assert bureau.depot.verifier(nouvelle.sha256) == "intact"


def test_brought_again_while_it_is_destroyed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is found in the store, then destroyed, before the piece is recorded."""
    puis(monkeypatch, pieces, "_admettre", bureau.detruire)
    bureau.importer()
    _est_la(bureau)


def test_stored_and_not_yet_recorded_when_it_is_destroyed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """The destruction had been stopped between its two steps."""
    bureau.poser(PieceRecue, purge_a=APRES)
    for acte in ensemble(monkeypatch, pieces, "examen_garde", bureau.importer, bureau.detruire):
        assert acte.exception() is None
    _est_la(bureau)
