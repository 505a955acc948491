"""Money received and the double entry under every piece: modes, payments, what they settle, slips, entries.

Append-only (``declencheurs``): a mistake is put right by an opposite row with its reason.
"""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.pieces import Compte, FamilleMode, GenreBordereau, GenreReglement, Journal, Nature
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class ModeReglement(AvecId, Modifiable, Modele):
    """A way of paying; its family says what is asked (bank and number of a cheque) and how it is remitted."""

    __tablename__ = "mode_reglement"
    __table_args__ = (parmi("famille", FamilleMode),)

    code: Mapped[str] = mapped_column(String(20), unique=True)
    libelle: Mapped[str] = mapped_column(String(60))
    famille: Mapped[str] = mapped_column(String(12))
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class RegieMode(AvecId, Modele):
    """A mode that the constituting act of a régie allows it to cash."""

    __tablename__ = "regie_mode"
    __table_args__ = (UniqueConstraint("regie_id", "mode_id"),)

    regie_id: Mapped[int] = cle_vers("regie.id")
    mode_id: Mapped[int] = cle_vers("mode_reglement.id")


class Reglement(AvecId, AvecReference, Modele):
    """Money received, or given back (negative): whose ledger it settles, who paid, how, in which receipt.

    Several cheques given at once are as many rows of one receipt: each is remitted by itself.
    ``annule_id`` is the payment that this one undoes (``genre`` says why; a refund by the ordonnateur undoes none);
    ``encaisse_le`` is the date of the register.
    """

    __tablename__ = "reglement"
    __table_args__ = (
        CheckConstraint("montant_centimes <> 0", name="montant"),
        CheckConstraint(
            "CASE WHEN annule_id IS NULL THEN genre IN ('encaissement', 'remboursement') "
            "ELSE genre <> 'encaissement' END",
            name="annule",
        ),
        parmi("genre", GenreReglement),
    )

    regie_id: Mapped[int] = cle_vers("regie.id")
    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    piece_id: Mapped[int] = cle_vers("piece_emise.id")
    payeur_id: Mapped[int | None] = cle_vers("payeur.id", nullable=True)
    payeur: Mapped[str] = mapped_column(String(160))
    mode_id: Mapped[int] = cle_vers("mode_reglement.id")
    genre: Mapped[str] = mapped_column(String(14), default=GenreReglement.ENCAISSEMENT)
    montant_centimes: Mapped[int] = mapped_column(Integer)
    encaisse_le: Mapped[date] = mapped_column(Date)
    encaisse_a: Mapped[datetime]
    banque: Mapped[str] = mapped_column(String(60), default="")
    tireur: Mapped[str] = mapped_column(String(160), default="")
    numero_titre: Mapped[str] = mapped_column(String(40), default="")
    reference: Mapped[str] = mapped_column(String(60), default="")
    annule_id: Mapped[int | None] = cle_vers("reglement.id", nullable=True, unique=True)
    motif: Mapped[str] = mapped_column(String(200), default="")
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    agent: Mapped[str] = mapped_column(String(120))


class Imputation(AvecId, Modele):
    """How much of a payment or of a credit note settles an invoice; ``facture_id`` None is an advance.

    The rows of a payment always sum to its amount: moving an advance is two rows.
    """

    __tablename__ = "imputation"
    __table_args__ = (
        CheckConstraint("montant_centimes <> 0", name="montant"),
        CheckConstraint("(reglement_id IS NULL) <> (avoir_id IS NULL)", name="source"),
        parmi("nature", Nature),
    )

    reglement_id: Mapped[int | None] = cle_vers("reglement.id", nullable=True)
    avoir_id: Mapped[int | None] = cle_vers("piece_emise.id", nullable=True)
    facture_id: Mapped[int | None] = cle_vers("piece_emise.id", nullable=True)
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    nature: Mapped[str] = mapped_column(String(12))
    montant_centimes: Mapped[int] = mapped_column(Integer)
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    a: Mapped[datetime]


class Ecriture(AvecId, Modele):
    """An entry: an amount in cents from an account to another, so that debits equal credits whatever is written.

    ``annee_id`` and ``nature`` name the block of the household's ledger that it belongs to, whatever its date; what a
    slip carries to the bank belongs to no block.
    """

    __tablename__ = "ecriture"
    __table_args__ = (
        CheckConstraint("montant_centimes > 0", name="montant"),
        CheckConstraint("compte_debit <> compte_credit", name="comptes"),
        parmi("compte_debit", Compte),
        parmi("compte_credit", Compte),
        parmi("journal", Journal),
        parmi("nature", Nature),
        Index("ix_ecriture_registre", "foyer_id", "annee_id", "nature"),
    )

    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid, index=True)
    regie_id: Mapped[int] = cle_vers("regie.id")
    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int | None] = mapped_column(Integer, ForeignKey("foyer.id"))
    annee_id: Mapped[int | None] = cle_vers("annee.id", nullable=True)
    nature: Mapped[str | None] = mapped_column(String(12))
    le: Mapped[date] = mapped_column(Date, index=True)
    journal: Mapped[str] = mapped_column(String(2))
    compte_debit: Mapped[str] = mapped_column(String(20))
    compte_credit: Mapped[str] = mapped_column(String(20))
    montant_centimes: Mapped[int] = mapped_column(Integer)
    piece_id: Mapped[int | None] = cle_vers("piece_emise.id", nullable=True)
    libelle: Mapped[str] = mapped_column(String(160))


class Bordereau(AvecId, AvecReference, Modele):
    """A slip that was closed: cheques, cash with its count, titles, or a reconciliation of what the bank announced."""

    __tablename__ = "bordereau"
    __table_args__ = (UniqueConstraint("regie_id", "exercice", "numero"), parmi("genre", GenreBordereau))

    regie_id: Mapped[int] = cle_vers("regie.id")
    genre: Mapped[str] = mapped_column(String(16))
    exercice: Mapped[int] = mapped_column(Integer)
    numero: Mapped[int] = mapped_column(Integer)
    le: Mapped[date] = mapped_column(Date)
    nombre: Mapped[int] = mapped_column(Integer)
    total_centimes: Mapped[int] = mapped_column(Integer)
    comptage: Mapped[Any] = mapped_column(JSON, nullable=True)  # [[value in cents, how many], …]
    observations: Mapped[str] = mapped_column(Text, default="")
    operation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class LigneBordereau(AvecId, Modele):
    """A payment on a slip: remitted once."""

    __tablename__ = "ligne_bordereau"

    bordereau_id: Mapped[int] = cle_vers("bordereau.id")
    reglement_id: Mapped[int] = cle_vers("reglement.id", unique=True)
