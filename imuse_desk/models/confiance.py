"""Whom the house trusts to seal documents: lists of authorities, certificates of those who sign, revocations."""

from datetime import date, datetime

from sqlalchemy import Date, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import AvecId, Modele


class ListeConfiance(AvecId, Modele):
    """A trust list as imported, whole: the newest one says which authorities are trusted."""

    __tablename__ = "liste_confiance"

    sequence: Mapped[int] = mapped_column(Integer, unique=True)
    emise_le: Mapped[date] = mapped_column(Date)
    prochaine_le: Mapped[date | None] = mapped_column(Date)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))


class CertificatConfiance(AvecId, Modele):
    """A certificate of somebody who seals documents, checked against its authority when it was imported."""

    __tablename__ = "certificat_confiance"

    autorite: Mapped[str] = mapped_column(String(4), index=True)
    code: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))


class ListeRevocation(AvecId, Modele):
    """A list of revoked certificates, signed by its authority; what any of them revokes stays revoked."""

    __tablename__ = "liste_revocation"

    autorite: Mapped[str] = mapped_column(String(4), index=True)
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)
    du_le: Mapped[date] = mapped_column(Date)
    prochaine_le: Mapped[date | None] = mapped_column(Date)
    contenu: Mapped[bytes] = mapped_column(LargeBinary)
    a: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120))
