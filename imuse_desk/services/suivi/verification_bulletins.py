"""Check the issued bulletins: each text against its fingerprint, each number after the one before."""

import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import sceller
from imuse_desk.models import Bulletin
from imuse_desk.services.facturation.fautes import Faute

MORCEAU = 500


def verifier_bulletins(session: Session) -> Iterator[Faute]:
    """The faults of the bulletins of every site and year, a few read at once."""
    avant: tuple[int, int, int, str] = (0, 0, 0, "")  # pupil, period, number, fingerprint
    for eleve_id, periode_id, numero, contenu, empreinte in session.execute(
        select(Bulletin.eleve_id, Bulletin.periode_id, Bulletin.numero, Bulletin.contenu, Bulletin.empreinte)
        .order_by(Bulletin.eleve_id, Bulletin.periode_id, Bulletin.numero)
        .execution_options(yield_per=MORCEAU)
    ):
        suit = avant[:2] == (eleve_id, periode_id)
        ou = f"Bulletin {_nom(contenu)}, n°\u00a0{numero}"
        if numero != (avant[2] + 1 if suit else 1):
            yield Faute("trou", ou)
        if sceller(avant[3] if suit else "", contenu) != empreinte:
            yield Faute("contenu_modifie", ou)
        avant = (eleve_id, periode_id, numero, empreinte)


def _nom(contenu: str) -> str:
    try:
        lu = json.loads(contenu)
        return f"de {lu['nom']}"
    except (ValueError, KeyError, TypeError):
        return "illisible"
