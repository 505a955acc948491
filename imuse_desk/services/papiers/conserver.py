"""Papers kept on the dossier of a family, byte for byte, as they were printed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from imuse_desk.infra.depot import Empreinte
from imuse_desk.models import PapierConserve
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte


@dataclass(frozen=True, slots=True)
class AConserver:
    """A paper in the store already, and the dossier that is to keep it."""

    nom: str
    empreinte: Empreinte
    foyer_id: int
    eleve_id: int | None


def conserver(ctx: Contexte, genre: str, papiers: Sequence[AConserver], operation_id: uuid.UUID) -> Fait[list[int]]:
    """Keep them, all or none; the same bytes on the same dossier are kept once. The ids are the result."""

    def ecrire(unite: Unite) -> list[int]:
        foyers = {papier.foyer_id for papier in papiers}
        deja = {
            (foyer_id, sha256): ident
            for ident, foyer_id, sha256 in unite.session.execute(
                select(PapierConserve.id, PapierConserve.foyer_id, PapierConserve.sha256).where(
                    PapierConserve.foyer_id.in_(foyers), PapierConserve.genre == genre
                )
            )
        }
        lot = uuid.uuid4() if len(papiers) > 1 else None
        gardes = []
        for papier in papiers:
            ident = deja.get((papier.foyer_id, papier.empreinte.sha256))
            if ident is None:
                ligne = PapierConserve(
                    genre=genre, site_id=ctx.site_id, foyer_id=papier.foyer_id, eleve_id=papier.eleve_id, lot=lot,
                    nom=papier.nom, sha256=papier.empreinte.sha256, octets=papier.empreinte.octets,
                    operation_id=unite.operation_id, a=unite.maintenant, par=unite.auteur.agent,
                )  # fmt: skip
                unite.session.add(ligne)
                unite.session.flush()
                ident = ligne.id
                unite.touche("papier", ident)
            gardes.append(ident)
        return gardes

    return ctx.ecrire("conserver_papiers", ecrire, operation_id)
