"""Instrument hire: the park and its history, rental contracts, rental prices, the waiting list."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.locations import EtatAttente, EtatGarantie, EtatInstrument, Evenement
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class Instrument(AvecId, AvecReference, Modifiable, Modele):
    """An instrument of a site's park, known by its inventory number; its value is in cents.

    ``en_reparation_le`` stands while a workshop holds it, ``revision_le`` is the day of the next overhaul,
    ``photo_sha256`` the picture kept in the store.
    """

    __tablename__ = "instrument"
    __table_args__ = (parmi("etat", EtatInstrument), CheckConstraint("valeur_centimes >= 0", name="valeur"))

    site_id: Mapped[int] = cle_vers("site.id")
    inventaire: Mapped[str] = mapped_column(String(30), unique=True)
    type: Mapped[str] = mapped_column(String(40))
    taille: Mapped[str] = mapped_column(String(20), default="")
    marque: Mapped[str] = mapped_column(String(60), default="")
    serie: Mapped[str] = mapped_column(String(60), default="")
    valeur_centimes: Mapped[int] = mapped_column(Integer, default=0)
    etat: Mapped[str] = mapped_column(String(10), default=EtatInstrument.BON)
    achete_le: Mapped[date | None] = mapped_column(Date)
    reforme_le: Mapped[date | None] = mapped_column(Date)
    en_reparation_le: Mapped[date | None] = mapped_column(Date)
    revision_le: Mapped[date | None] = mapped_column(Date)
    observations: Mapped[str] = mapped_column(Text, default="")
    photo_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")


class EvenementInstrument(AvecId, Modele):
    """What happened to an instrument, on which day, for how many cents (append-only)."""

    __tablename__ = "evenement_instrument"
    __table_args__ = (parmi("genre", Evenement),)

    instrument_id: Mapped[int] = cle_vers("instrument.id")
    genre: Mapped[str] = mapped_column(String(12))
    le: Mapped[date] = mapped_column(Date)
    detail: Mapped[str] = mapped_column(String(300), default="")
    cout_centimes: Mapped[int | None] = mapped_column(Integer)
    agent: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]


class ContratLocation(AvecId, AvecReference, Modifiable, Modele):
    """An instrument hired to a pupil for a household, at a price agreed at the signature, in cents.

    ``au_le`` is the due day, ``rendu_le`` the day it came back: until then the instrument is not free. ``rang`` is the
    year of rental, ``regle_prix`` the words that explain the price. ``signe_le`` and ``instrument_signe`` (what the
    instrument was on that day, its state too) never change afterwards: the paper prints them. ``attestation_id`` is the
    insurance certificate. Two contracts of one instrument never overlap: a
    trigger on SQLite and an exclusion constraint on PostgreSQL hold it (revision 0010).
    """

    __tablename__ = "contrat_location"
    __table_args__ = (
        parmi("garantie_etat", EtatGarantie),
        CheckConstraint("du_le <= au_le AND (rendu_le IS NULL OR rendu_le >= du_le)", name="dates"),
        CheckConstraint("prix_centimes >= 0 AND garantie_centimes >= 0 AND rang >= 1", name="montants"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    instrument_id: Mapped[int] = cle_vers("instrument.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    precedent_id: Mapped[int | None] = cle_vers("contrat_location.id", nullable=True)
    du_le: Mapped[date] = mapped_column(Date)
    au_le: Mapped[date] = mapped_column(Date)
    rendu_le: Mapped[date | None] = mapped_column(Date)
    signe_le: Mapped[date] = mapped_column(Date)
    instrument_signe: Mapped[dict[str, Any]] = mapped_column(JSON)
    annule_le: Mapped[date | None] = mapped_column(Date)
    annule_motif: Mapped[str] = mapped_column(String(200), default="", server_default="")
    rang: Mapped[int] = mapped_column(Integer, default=1)
    prix_centimes: Mapped[int] = mapped_column(Integer)
    regle_prix: Mapped[str] = mapped_column(String(200))
    garantie_centimes: Mapped[int] = mapped_column(Integer, default=0)
    garantie_etat: Mapped[str] = mapped_column(String(10), default=EtatGarantie.ABSENTE)
    assurance_jusqu_au: Mapped[date | None] = mapped_column(Date)
    attestation_id: Mapped[int | None] = cle_vers("document_dossier.id", nullable=True)
    etat_retour: Mapped[str] = mapped_column(String(10), default="")
    constat_retour: Mapped[str] = mapped_column(String(300), default="")
    frais_proposes_centimes: Mapped[int] = mapped_column(Integer, default=0)


class TarifLocation(AvecId, Modele):
    """A rental price of a site and year, in cents: of a type (empty: any) and year of rental (0: any)."""

    __tablename__ = "tarif_location"
    __table_args__ = (
        UniqueConstraint("site_id", "annee_id", "type", "rang"),
        CheckConstraint("prix_centimes >= 0 AND rang >= 0", name="prix"),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    type: Mapped[str] = mapped_column(String(40), default="")
    rang: Mapped[int] = mapped_column(Integer, default=0)
    prix_centimes: Mapped[int] = mapped_column(Integer)


class AttenteLocation(AvecId, Modifiable, Modele):
    """A pupil who waits for an instrument of a type and size; the oldest request is offered first."""

    __tablename__ = "attente_location"
    __table_args__ = (parmi("etat", EtatAttente),)

    site_id: Mapped[int] = cle_vers("site.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    eleve_id: Mapped[int] = cle_vers("eleve.id")
    type: Mapped[str] = mapped_column(String(40))
    taille: Mapped[str] = mapped_column(String(20), default="")
    etat: Mapped[str] = mapped_column(String(10), default=EtatAttente.ATTEND)
    demandee_a: Mapped[datetime]
    instrument_id: Mapped[int | None] = cle_vers("instrument.id", nullable=True)
