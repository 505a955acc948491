"""The mail outbox and the papers kept on a dossier."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.models.base import AvecId, AvecReference, Modele, cle_vers, parmi

ETATS_MESSAGE = ("a_envoyer", "envoye", "echec", "a_imprimer", "imprime")


class Message(AvecId, AvecReference, Modele):
    """A letter by e-mail, sent by the outbox with retries; ``ref`` is its Message-ID, so that a retry is no double.

    One that cannot leave is printed: somebody says so, ``imprime_a`` and ``imprime_par`` keep who and when.
    """

    __tablename__ = "message"
    __table_args__ = (parmi("etat", ETATS_MESSAGE),)

    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    lot: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    genre: Mapped[str] = mapped_column(String(30))
    destinataire: Mapped[str] = mapped_column(String(254))
    sujet: Mapped[str] = mapped_column(String(200))
    corps: Mapped[str] = mapped_column(Text)
    pieces_jointes: Mapped[Any] = mapped_column(JSON)
    etat: Mapped[str] = mapped_column(String(12))
    tentatives: Mapped[int] = mapped_column(Integer, default=0)
    prochain_essai_a: Mapped[datetime | None] = mapped_column(index=True)
    derniere_erreur: Mapped[str] = mapped_column(String(300), default="")
    cree_a: Mapped[datetime]
    cree_par: Mapped[str] = mapped_column(String(120))
    envoye_a: Mapped[datetime | None]
    imprime_a: Mapped[datetime | None]
    imprime_par: Mapped[str] = mapped_column(String(120), default="")


class PapierConserve(AvecId, AvecReference, Modele):
    """A paper as it was printed, kept byte for byte in the store (append-only); reprints say DUPLICATA."""

    __tablename__ = "papier_conserve"

    genre: Mapped[str] = mapped_column(String(30))
    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int | None] = cle_vers("foyer.id", nullable=True)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    dossier_id: Mapped[int | None] = cle_vers("dossier.id", nullable=True)
    lot: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    nom: Mapped[str] = mapped_column(String(160))
    sha256: Mapped[str] = mapped_column(String(64))
    octets: Mapped[int] = mapped_column(Integer)
    est_duplicata: Mapped[bool] = mapped_column(Boolean, default=False)
    operation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    a: Mapped[datetime]
    par: Mapped[str] = mapped_column(String(120))
