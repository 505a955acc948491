"""The store of documents of a base on a server: content in the base itself, so that every desk reads it.

Same interface as the folder of ``infra/depot.py``. One transaction writes a document whole, named by its SHA-256; no
row is ever changed, and the same content is kept once.
"""

import hashlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from sqlalchemy import bindparam, delete, insert, select, text
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.infra.depot import Empreinte, EtatFichier, ouvrir_source
from imuse_desk.models.base import InstantUTC
from imuse_desk.models.documents import MORCEAU, Document, MorceauDocument
from imuse_desk.models.passerelle import Auteur, Base, Unite, nom_du_poste

_EN_MEMOIRE = 16 * MORCEAU
_AGENT = "dépôt de documents"


class DepotBase:
    """Documents in the base: the store of several desks."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._auteur = Auteur(_AGENT, nom_du_poste())

    def ranger(self, source: Path | BinaryIO) -> Empreinte:
        """Store a file, or a stream read to its end; nothing is left behind by a failure.

        Raises Introuvable (no such source), StockagePlein, BaseInjoignable, BaseOccupee.
        """
        with ouvrir_source(source) as flux, tempfile.SpooledTemporaryFile(_EN_MEMOIRE) as copie:
            empreinte = _copier(flux, copie)

            def ecrire(unite: Unite) -> None:
                copie.seek(0)
                _inserer(unite, empreinte, copie)

            self._base.ecrire(self._auteur, "ranger_document", ecrire)
        return empreinte

    def ouvrir(self, sha256: str) -> IO[bytes]:
        """The document, in memory, checked against its name; raises Introuvable, RegleMetier("document_altere")."""
        with self._base.lire() as session:
            if session.get(Document, sha256) is None:
                raise Introuvable("document", sha256)
            contenu = b"".join(_morceaux(session, sha256))
        if hashlib.sha256(contenu).hexdigest() != sha256:
            raise RegleMetier("document_altere")
        return io.BytesIO(contenu)

    def contient(self, sha256: str) -> bool:
        """Tell whether the document is there, unread."""
        with self._base.lire() as session:
            return session.execute(select(Document.sha256).where(Document.sha256 == sha256)).first() is not None

    def verifier(self, sha256: str) -> EtatFichier:
        """Read the document again and compare its content with its name."""
        try:
            self.ouvrir(sha256).close()
        except Introuvable:
            return "absent"
        except RegleMetier:
            return "altere"
        return "intact"

    def retirer(self, sha256: str) -> bool:
        """Destroy a document whose retention is over; False when it was not there."""

        def ecrire(unite: Unite) -> bool:
            unite.session.execute(delete(MorceauDocument).where(MorceauDocument.sha256 == sha256))
            ote = delete(Document).where(Document.sha256 == sha256).returning(Document.sha256)
            return unite.session.execute(ote).first() is not None

        return self._base.ecrire(self._auteur, "retirer_document", ecrire).resultat


def _copier(source: IO[bytes], copie: IO[bytes]) -> Empreinte:
    hachage, octets = hashlib.sha256(), 0
    while morceau := source.read(MORCEAU):
        hachage.update(morceau)
        octets += copie.write(morceau)
    return Empreinte(hachage.hexdigest(), octets)


def _inserer(unite: Unite, empreinte: Empreinte, flux: IO[bytes]) -> None:
    """Write a document that is not there yet; of two desks at once, the second waits and finds it."""
    ordre = text(
        "INSERT INTO document (sha256, octets, range_a) VALUES (:sha256, :octets, :range_a) "
        "ON CONFLICT (sha256) DO NOTHING RETURNING sha256"
    ).bindparams(bindparam("range_a", type_=InstantUTC()))
    valeurs = {"sha256": empreinte.sha256, "octets": empreinte.octets, "range_a": unite.maintenant}
    if unite.session.execute(ordre, valeurs).first() is None:
        return
    for rang, morceau in enumerate(iter(lambda: flux.read(MORCEAU), b"")):
        unite.session.execute(insert(MorceauDocument).values(sha256=empreinte.sha256, rang=rang, contenu=morceau))


def _morceaux(session: Session, sha256: str) -> Iterator[bytes]:
    """The content piece by piece: one at a time in memory."""
    rang = 0
    while True:
        morceau = session.execute(
            select(MorceauDocument.contenu).where(MorceauDocument.sha256 == sha256, MorceauDocument.rang == rang)
        ).scalar_one_or_none()
        if morceau is None:
            return
        yield morceau
        rang += 1
