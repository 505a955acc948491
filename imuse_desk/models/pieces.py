"""Required pieces, the files received, verified facts and quotients."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from imuse_desk.domain.reinscription import Effet, EtatPiece, Exigence
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.models.base import AvecId, AvecReference, Modele, Modifiable, cle_vers, parmi


class TypePiece(AvecId, Modifiable, Modele):
    """A row of the site's and year's table of pieces: who needs it, whose it is, what its lack does.

    ``regle`` holds the facts under which it is owed (``{"residence": ["resident", "assimile"], "enfants_min": 2,
    "parent": 2, "specialite": "danse"}``); ``natures`` the kinds accepted; ``pages`` what is expected, where known.
    ``controle`` says which rules compare its files with the household, ``bloquantes`` those whose failure stops an
    acceptance without a reason, ``conserver_jours`` how long after the end of the year the file is kept.
    """

    __tablename__ = "type_piece"
    __table_args__ = (
        UniqueConstraint("site_id", "annee_id", "code"),
        parmi("rattachement", ("foyer", "eleve")),
        parmi("exigence", Exigence),
        parmi("effet", Effet),
        parmi("controle", Controle),
    )

    site_id: Mapped[int] = cle_vers("site.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    code: Mapped[str] = mapped_column(String(30))
    libelle: Mapped[str] = mapped_column(String(160))
    aide: Mapped[str] = mapped_column(String(400), default="")
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    rattachement: Mapped[str] = mapped_column(String(10), default="foyer")
    exigence: Mapped[str] = mapped_column(String(12))
    effet: Mapped[str] = mapped_column(String(8))
    regle: Mapped[Any] = mapped_column(JSON)
    natures: Mapped[Any] = mapped_column(JSON)
    pages: Mapped[int | None] = mapped_column(Integer)
    mois_validite: Mapped[int | None] = mapped_column(Integer)
    controle: Mapped[str] = mapped_column(String(12), default=Controle.AUCUN)
    bloquantes: Mapped[Any] = mapped_column(JSON, default=list)
    conserver_jours: Mapped[int | None] = mapped_column(Integer)
    archive_a: Mapped[datetime | None]


class PieceRecue(AvecId, AvecReference, Modifiable, Modele):
    """A file received: the household's (or a pupil's), found by its SHA-256 in the store; removed ones stay dated.

    ``nature`` is its part in a set of papers that go together (the host's identity paper beside the attestation),
    ``lecture`` what the machine read at ``lue_a`` (None: still to read), ``vue_ms`` the time that a person gave to it.
    """

    __tablename__ = "piece_recue"
    __table_args__ = (
        parmi("etat", EtatPiece),
        Index("ix_piece_recue_foyer_annee", "foyer_id", "annee_id"),
        Index("ix_piece_recue_type_foyer", "type_id", "foyer_id"),
    )

    annee_id: Mapped[int] = cle_vers("annee.id")
    site_id: Mapped[int] = cle_vers("site.id")
    type_id: Mapped[int] = cle_vers("type_piece.id")
    foyer_id: Mapped[int] = cle_vers("foyer.id")
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    nom_original: Mapped[str] = mapped_column(String(300))
    nom_range: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    octets: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    examen: Mapped[Any] = mapped_column(JSON)
    nature: Mapped[str] = mapped_column(String(60), default="")
    datee_du: Mapped[date | None] = mapped_column(Date)
    depose_a: Mapped[datetime]
    depose_par: Mapped[str] = mapped_column(String(120))
    derogation: Mapped[str] = mapped_column(String(200), default="")
    etat: Mapped[str] = mapped_column(String(12), default=EtatPiece.A_VERIFIER)
    motif: Mapped[str] = mapped_column(String(300), default="")
    decide_par: Mapped[str] = mapped_column(String(120), default="")
    decide_a: Mapped[datetime | None]
    lue_a: Mapped[datetime | None]
    lecture: Mapped[Any] = mapped_column(JSON, nullable=True)
    vue_ms: Mapped[int | None] = mapped_column(Integer)
    retiree_a: Mapped[datetime | None]
    purger_apres_le: Mapped[date | None] = mapped_column(Date)
    purge_a: Mapped[datetime | None]
    bordereau_id: Mapped[int | None] = cle_vers("bordereau_elimination.id", nullable=True)


class PieceExigee(AvecId, Modele):
    """A piece that a dossier needs, with the file that answers it; one scan serves every child of the household."""

    __tablename__ = "piece_exigee"
    __table_args__ = (
        UniqueConstraint("dossier_id", "type_id", "eleve_id"),
        Index(
            "uq_piece_exigee_foyer",
            "dossier_id",
            "type_id",
            unique=True,
            sqlite_where=text("eleve_id IS NULL"),
            postgresql_where=text("eleve_id IS NULL"),
        ),
        parmi("exigence", Exigence),
        parmi("exige_pour", ("inscription", "tarif")),
    )

    dossier_id: Mapped[int] = cle_vers("dossier.id")
    type_id: Mapped[int] = cle_vers("type_piece.id")
    eleve_id: Mapped[int | None] = cle_vers("eleve.id", nullable=True)
    exigence: Mapped[str] = mapped_column(String(12))
    exige_pour: Mapped[str] = mapped_column(String(12))
    piece_id: Mapped[int | None] = cle_vers("piece_recue.id", nullable=True)


class FaitVerifie(AvecId, Modele):
    """A fact seen on a piece, and who confirmed it: it survives the purge of the file (append-only).

    The latest of a rule holds. ``page`` (from 1) and ``boite`` (points) say where the value stands, ``detail`` is the
    code of a reason, ``centimes`` the amount seen.
    """

    __tablename__ = "fait_verifie"

    piece_id: Mapped[int] = cle_vers("piece_recue.id")
    regle: Mapped[str] = mapped_column(String(40))
    resultat: Mapped[str] = mapped_column(String(20))
    valeur: Mapped[str] = mapped_column(String(300), default="")
    attendu: Mapped[str] = mapped_column(String(300), default="")
    detail: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(20))
    page: Mapped[int | None] = mapped_column(Integer)
    boite: Mapped[Any] = mapped_column(JSON, nullable=True)
    centimes: Mapped[int | None] = mapped_column(Integer)
    confirme_par: Mapped[str] = mapped_column(String(120), default="")
    a: Mapped[datetime]


class EmpreintePiece(AvecId, Modele):
    """What tells that two files are the same paper, as a keyed hash: never the number itself."""

    __tablename__ = "empreinte_piece"
    __table_args__ = (
        UniqueConstraint("piece_id", "genre"),
        Index("ix_empreinte_piece_genre_valeur", "genre", "valeur"),
    )

    piece_id: Mapped[int] = cle_vers("piece_recue.id")
    genre: Mapped[str] = mapped_column(String(20))
    valeur: Mapped[str] = mapped_column(String(64))


class MotifRefus(AvecId, Modifiable, Modele):
    """Why a piece is refused, in short and as the letter to the family words it; a site writes its own."""

    __tablename__ = "motif_refus"
    __table_args__ = (UniqueConstraint("site_id", "code"), parmi("controle", Controle))

    site_id: Mapped[int] = cle_vers("site.id")
    code: Mapped[str] = mapped_column(String(30))
    controle: Mapped[str] = mapped_column(String(12), default=Controle.AUCUN)
    libelle: Mapped[str] = mapped_column(String(160))
    texte: Mapped[str] = mapped_column(String(600))
    ordre: Mapped[int] = mapped_column(Integer, default=0)
    archive_a: Mapped[datetime | None]


class BordereauElimination(AvecId, Modifiable, Modele):
    """Files proposed for destruction: the list that the public archives stamp, then the day they were destroyed."""

    __tablename__ = "bordereau_elimination"
    __table_args__ = (UniqueConstraint("site_id", "numero"),)

    site_id: Mapped[int] = cle_vers("site.id")
    numero: Mapped[int] = mapped_column(Integer)
    cree_a: Mapped[datetime]
    cree_par: Mapped[str] = mapped_column(String(120))
    vise_le: Mapped[date | None] = mapped_column(Date)
    vise_par: Mapped[str] = mapped_column(String(120), default="")
    execute_a: Mapped[datetime | None]
    execute_par: Mapped[str] = mapped_column(String(120), default="")


class Quotient(AvecId, Modele):
    """A household's quotient for a year, in cents: its kind, the document's date, the arithmetic where computed."""

    __tablename__ = "quotient"
    __table_args__ = (parmi("genre", ("caf", "calcule")),)

    foyer_id: Mapped[int] = cle_vers("foyer.id")
    annee_id: Mapped[int] = cle_vers("annee.id")
    genre: Mapped[str] = mapped_column(String(10))
    centimes: Mapped[int] = mapped_column(Integer)
    date_document_le: Mapped[date | None] = mapped_column(Date)
    piece_id: Mapped[int | None] = cle_vers("piece_recue.id", nullable=True)
    calcul: Mapped[Any] = mapped_column(JSON, nullable=True)
    auteur: Mapped[str] = mapped_column(String(120))
    a: Mapped[datetime]
    annule_a: Mapped[datetime | None]
