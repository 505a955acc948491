"""Issued pieces: régie, counters and chain, batches, invoices and credit notes with their lines and plans, printings.

Nothing here is ever changed or deleted once written (``declencheurs``), but the counters, the head of the chain and the
régie's own card.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class Regie(AvecId, AvecReference, Modifiable, Modele):
    """Who collects: one for the network by default, or one of a site, whose ``code`` then stands in its numbers."""

    __tablename__ = "regie"

    nom: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(4), default="", unique=True)
    site_id: Mapped[int | None] = cle_vers("site.id", nullable=True, unique=True)
    titulaire: Mapped[str] = mapped_column(String(70), default="")
    iban: Mapped[str] = mapped_column(String(34), default="")
    bic: Mapped[str] = mapped_column(String(11), default="")
    moyens: Mapped[Any] = mapped_column(JSON, nullable=True)  # [[means, sentence printed on the invoices], …]
    mentions: Mapped[str] = mapped_column(Text, default="")
    encaisse_max_centimes: Mapped[int | None] = mapped_column(Integer)
    fonds_centimes: Mapped[int] = mapped_column(Integer, default=0)
    delai_cheques_jours: Mapped[int] = mapped_column(Integer, default=2)
    especes_max_centimes: Mapped[int] = mapped_column(Integer, default=30_000)
    frais_impaye_centimes: Mapped[int] = mapped_column(Integer, default=0)
    produits: Mapped[Any] = mapped_column(JSON, nullable=True)  # [[ledger or item, local product code], …]
    archive_a: Mapped[datetime | None]


class CompteurPiece(Modele):
    """The last number of a series in an exercise, bumped in the transaction of the piece that takes it."""

    __tablename__ = "compteur_piece"
    __table_args__ = (CheckConstraint("dernier >= 0", name="dernier"), parmi("serie", Serie))

    regie_id: Mapped[int] = mapped_column(Integer, ForeignKey("regie.id"), primary_key=True)
    serie: Mapped[str] = mapped_column(String(2), primary_key=True)
    exercice: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    dernier: Mapped[int] = mapped_column(Integer, default=0)


class ChainePieces(Modele):
    """The head of the chain of a series: how many pieces it holds and the fingerprint of the last one."""

    __tablename__ = "chaine_pieces"
    __table_args__ = (parmi("serie", Serie),)

    regie_id: Mapped[int] = mapped_column(Integer, ForeignKey("regie.id"), primary_key=True)
    serie: Mapped[str] = mapped_column(String(2), primary_key=True)
    rang: Mapped[int] = mapped_column(Integer, default=0)
    empreinte: Mapped[str] = mapped_column(String(64), default="")


class LotFacturation(AvecId, AvecReference, Modele):
    """A batch call, one per site, year, nature and call; what it still has to bill follows from its pieces.

    ``foyers`` is the list of households to bill as it was previewed, so that a resumed batch bills no other.
    """

    __tablename__ = "lot_facturation"
    __table_args__ = (UniqueConstraint("site_id", "annee_id", "nature", "appel"), parmi("nature", Nature))

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    nature: Mapped[str] = mapped_column(String(12))
    appel: Mapped[int] = mapped_column(Integer)
    libelle: Mapped[str] = mapped_column(String(120))
    emise_le: Mapped[date] = mapped_column(Date)
    foyers: Mapped[Any] = mapped_column(JSON)
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class PieceEmise(AvecId, AvecReference, Modele):
    """An invoice, a credit note or a receipt, frozen: ``contenu`` is the canonical text of all that is printed.

    ``empreinte`` covers ``contenu`` and ``precedente``, the fingerprint of the piece before in the series; amounts in
    cents, a credit note's total is negative.
    """

    __tablename__ = "piece_emise"
    __table_args__ = (
        UniqueConstraint("regie_id", "serie", "exercice", "numero"),
        UniqueConstraint("regie_id", "serie", "rang"),
        UniqueConstraint("lot_id", "foyer_id"),
        CheckConstraint("numero >= 1 AND rang >= 1", name="numero"),
        CheckConstraint("serie <> 'AV' OR origine_id IS NOT NULL", name="origine"),
        parmi("serie", Serie),
        parmi("nature", Nature),
    )

    regie_id: Mapped[int] = cle_vers("regie.id")
    serie: Mapped[str] = mapped_column(String(2))
    exercice: Mapped[int] = mapped_column(Integer)
    numero: Mapped[int] = mapped_column(Integer)
    affiche: Mapped[str] = mapped_column(String(24), unique=True)
    rang: Mapped[int] = mapped_column(Integer)
    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    nature: Mapped[str] = mapped_column(String(12))
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    lot_id: Mapped[int | None] = cle_vers("lot_facturation.id", nullable=True)
    appel: Mapped[int] = mapped_column(Integer, default=1)
    origine_id: Mapped[int | None] = cle_vers("piece_emise.id", nullable=True)
    libelle: Mapped[str] = mapped_column(String(120))
    motif: Mapped[str] = mapped_column(String(200), default="")
    emise_le: Mapped[date] = mapped_column(Date)
    emise_a: Mapped[datetime]
    total_centimes: Mapped[int] = mapped_column(Integer)
    est_provisoire: Mapped[bool] = mapped_column(default=False)
    contenu: Mapped[str] = mapped_column(Text)
    precedente: Mapped[str] = mapped_column(String(64))
    empreinte: Mapped[str] = mapped_column(String(64))
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    agent: Mapped[str] = mapped_column(String(120))


class LignePiece(AvecId, Modele):
    """A line of a piece, as it is printed, with what statistics and the slips ask of it."""

    __tablename__ = "ligne_piece"
    __table_args__ = (UniqueConstraint("piece_id", "rang"),)

    piece_id: Mapped[int] = cle_vers("piece_emise.id")
    rang: Mapped[int] = mapped_column(Integer)
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    article: Mapped[str] = mapped_column(String(40))
    libelle: Mapped[str] = mapped_column(String(200))
    periode: Mapped[str] = mapped_column(String(60), default="")
    base: Mapped[str] = mapped_column(Text, default="")
    montant_centimes: Mapped[int] = mapped_column(Integer)


class PlanPiece(AvecId, Modele):
    """A way of paying an invoice; the newest plan holds, and says why it took the place of the one before."""

    __tablename__ = "plan_piece"
    __table_args__ = (UniqueConstraint("piece_id", "numero"),)

    piece_id: Mapped[int] = cle_vers("piece_emise.id")
    numero: Mapped[int] = mapped_column(Integer)
    motif: Mapped[str] = mapped_column(String(200), default="")
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class EcheancePiece(AvecId, Modele):
    """A part of a plan: when (None: on receipt), by which means, how much in cents."""

    __tablename__ = "echeance_piece"
    __table_args__ = (UniqueConstraint("plan_id", "rang"),)

    plan_id: Mapped[int] = cle_vers("plan_piece.id")
    rang: Mapped[int] = mapped_column(Integer)
    le: Mapped[date | None] = mapped_column(Date)
    moyen: Mapped[str] = mapped_column(String(40), default="")
    montant_centimes: Mapped[int] = mapped_column(Integer)


class PlanAccorde(AvecId, Modele):
    """A way of paying agreed with a household before its invoice; the newest row holds, no part at all withdraws it.

    ``est_derogation``: it breaks the rule of the year, and somebody who issues invoices allowed it.
    """

    __tablename__ = "plan_accorde"
    __table_args__ = (
        CheckConstraint("nombre BETWEEN 0 AND 12", name="nombre"),
        CheckConstraint("nombre = 0 OR premiere_le IS NOT NULL", name="premiere"),
        parmi("nature", Nature),
    )

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    nature: Mapped[str] = mapped_column(String(12))
    nombre: Mapped[int] = mapped_column(Integer)
    premiere_le: Mapped[date | None] = mapped_column(Date)
    motif: Mapped[str] = mapped_column(String(200))
    est_derogation: Mapped[bool] = mapped_column(default=False)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class Impression(AvecId, Modele):
    """A paper made of a piece: which template, the bytes kept (by hash), and whether it said DUPLICATA."""

    __tablename__ = "impression"

    piece_id: Mapped[int] = cle_vers("piece_emise.id")
    gabarit: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    nom: Mapped[str] = mapped_column(String(120))
    est_duplicata: Mapped[bool]
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
