"""Who cashes for a régie, and its acts beside pieces and slips: tills, closings, handing over, money to class."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.pieces import GenreActe, Qualite
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class Nomination(AvecId, Modifiable, Modele):
    """A person named by the constituting acts of a régie, from a day on; a régie that names nobody trusts the roles."""

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint("au_le IS NULL OR au_le >= du_le", name="dates"),
        parmi("qualite", Qualite),
    )

    regie_id: Mapped[int] = cle_vers("regie.id")
    nom: Mapped[str] = mapped_column(String(120))
    qualite: Mapped[str] = mapped_column(String(12))
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date | None] = mapped_column(Date)


class ActeRegie(AvecId, AvecReference, Modele):
    """An act of a régie, frozen: ``contenu`` is the canonical text of all that it states, chained within its kind.

    ``le`` is its day (the last one closed, for a closing), ``origine_id`` the act that it answers, once.
    """

    __tablename__ = "acte_regie"
    __table_args__ = (
        UniqueConstraint("regie_id", "genre", "rang"),
        CheckConstraint("rang >= 1", name="rang"),
        parmi("genre", GenreActe),
    )

    regie_id: Mapped[int] = cle_vers("regie.id")
    genre: Mapped[str] = mapped_column(String(14))
    rang: Mapped[int] = mapped_column(Integer)
    le: Mapped[date] = mapped_column(Date)
    montant_centimes: Mapped[int] = mapped_column(Integer, default=0)
    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    origine_id: Mapped[int | None] = cle_vers("acte_regie.id", nullable=True, unique=True)
    contenu: Mapped[str] = mapped_column(Text)
    precedente: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class ChaineActes(Modele):
    """The head of the chain of a kind of act: how many acts it holds and the fingerprint of the last one."""

    __tablename__ = "chaine_actes"
    __table_args__ = (parmi("genre", GenreActe),)

    regie_id: Mapped[int] = mapped_column(Integer, ForeignKey("regie.id"), primary_key=True)
    genre: Mapped[str] = mapped_column(String(14), primary_key=True)
    rang: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[str] = mapped_column(String(64))
