"""Documents kept in the base: their content in pieces, never changed, destroyed whole."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import Modele

MORCEAU = 1024 * 1024


class Document(Modele):
    """A document kept in the base, named by the SHA-256 of its content."""

    __tablename__ = "document"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    octets: Mapped[int] = mapped_column(Integer)
    range_a: Mapped[datetime]


class MorceauDocument(Modele):
    """At most one megabyte of a document; ``rang`` counts from 0."""

    __tablename__ = "morceau_document"

    sha256: Mapped[str] = mapped_column(String(64), ForeignKey("document.sha256"), primary_key=True)
    rang: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
