"""Rule books and price list of a site and year, as given to families: the newest of a kind holds.

Those marked ``est_joint_accuse`` leave with the e-mail of the accusé de réception.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.documents.client import examiner
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.reglages import TAILLE_MAX_PIECE_MO
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import DocumentSite
from imuse_desk.models.bureau import GENRES_DOCUMENT_SITE
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import PieceJointe
from imuse_desk.services.garde import arrivage, garder_document, ranger_neuf
from imuse_desk.services.reglages import lire_reglage

LIBELLES = {
    "reglement_pedagogique": "Règlement pédagogique",
    "reglement_interieur": "Règlement intérieur",
    "grille": "Grille tarifaire",
}
MO = 1_000_000
JOINTS_MAX = 8 * MO
"""Together with the accusé, under what a mail server accepts once written in base 64 (10 MB at the least)."""
LONGUEUR_NOM = 300


@dataclass(frozen=True, slots=True)
class DocumentVu:
    """A document of the site and year; one that does not hold any more (``est_en_vigueur`` false) can be read still."""

    id: int
    genre: str
    nom: str
    sha256: str
    octets: int
    est_joint_accuse: bool
    auteur: str
    a: datetime
    est_en_vigueur: bool


@dataclass(frozen=True, slots=True)
class DeposerDocument:
    """A PDF that takes the place of the one of its kind."""

    genre: str
    chemin: Path
    est_joint_accuse: bool = False
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.CONSULTER)
def lister_documents(ctx: Contexte) -> tuple[DocumentVu, ...]:
    """The documents of the site and year consulted, kind by kind, the one that holds first."""
    requete = select(DocumentSite).where(DocumentSite.site_id == ctx.site_id, DocumentSite.annee_id == ctx.annee_id)
    with ctx.lire() as session:
        lignes = session.execute(requete.order_by(DocumentSite.id.desc())).scalars().all()
    lignes = sorted(lignes, key=lambda d: (GENRES_DOCUMENT_SITE.index(d.genre), d.archive_a is not None, -d.id))
    return tuple(
        DocumentVu(
            d.id, d.genre, d.nom_original, d.sha256, d.octets, d.est_joint_accuse, d.auteur, d.a, d.archive_a is None
        )
        for d in lignes
    )


@cas_d_usage(Permission.MODIFIER_TARIF)
def deposer_document(ctx: Contexte, commande: DeposerDocument) -> Fait[int]:
    """Store a PDF and make it the one of its kind for the site and year; the former one is kept. Undoable.

    Raises RegleMetier(document_refuse: message | joints_trop_lourds), StockagePlein.
    """
    if commande.genre not in GENRES_DOCUMENT_SITE:
        raise Introuvable("document", commande.genre)
    with ctx.lire() as session:
        limite = int(lire_reglage(session, TAILLE_MAX_PIECE_MO, ctx.site_id, ctx.annee_id)) * MO
    examen = examiner(commande.chemin, taille_max=limite)
    if examen.etat != "lisible":
        raise RegleMetier("document_refuse", message=examen.message)
    sha256, octets = examen.sha256 or "", examen.octets

    def ecrire(unite: Unite) -> int:
        garder_document(unite, ctx.depot, sha256, commande.chemin)
        anciens = _en_vigueur(unite.session, ctx.site_id, ctx.annee_id, commande.genre)
        for ancien in anciens:
            ancien.archive_a = unite.maintenant
        document = DocumentSite(
            site_id=ctx.site_id, annee_id=ctx.annee_id, genre=commande.genre,
            nom_original=nettoyer(commande.chemin.name)[:LONGUEUR_NOM] or "document.pdf", sha256=sha256, octets=octets,
            est_joint_accuse=commande.est_joint_accuse, auteur=unite.auteur.agent, a=unite.maintenant,
        )  # fmt: skip
        unite.session.add(document)
        unite.session.flush()
        _exiger_leger(unite.session, document)
        rendre_annulable(
            ctx, unite, f"{LIBELLES[commande.genre]}\u00a0: document déposé", remettre_documents,
            ranger=[document.id], reprendre=[a.id for a in anciens],
        )  # fmt: skip
        unite.touche("site", ctx.site_id)
        return document.id

    with arrivage(ctx) as restes:
        empreinte = ranger_neuf(ctx.depot, commande.chemin, sha256, restes)
        if empreinte.sha256 != sha256:
            raise RegleMetier("document_refuse", message="il a changé pendant sa lecture")
        fait = ctx.ecrire("deposer_document_site", ecrire, commande.operation_id)
        restes.clear()
    return fait


@cas_d_usage(Permission.MODIFIER_TARIF)
def joindre_document(
    ctx: Contexte, document_id: int, *, est_joint: bool, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Say whether a document leaves with the accusé's e-mail. Raises Introuvable, RegleMetier(joints_trop_lourds)."""

    def ecrire(unite: Unite) -> int:
        document = _prendre(ctx, unite, document_id)
        document.est_joint_accuse = est_joint
        unite.session.flush()
        _exiger_leger(unite.session, document)
        unite.touche("site", ctx.site_id)
        return document_id

    return ctx.ecrire("joindre_document_site", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_TARIF)
def retirer_document(ctx: Contexte, document_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Withdraw a document: it is given no more, and stays readable. Undoable the same day. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        document = _prendre(ctx, unite, document_id)
        document.archive_a = unite.maintenant
        rendre_annulable(
            ctx, unite, f"{LIBELLES[document.genre]}\u00a0: document retiré", remettre_documents, ranger=[],
            reprendre=[document.id],
        )  # fmt: skip
        unite.touche("site", ctx.site_id)
        return document_id

    return ctx.ecrire("retirer_document_site", ecrire, operation_id)


@inverse(Permission.MODIFIER_TARIF)
def remettre_documents(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo of a document deposited or withdrawn, unless another one of its kind came since."""
    for ident in arguments["ranger"]:
        depose = unite.session.get_one(DocumentSite, ident)
        if depose.archive_a is not None:
            raise RegleMetier("modifie_depuis")
        depose.archive_a = unite.maintenant
        unite.touche("site", depose.site_id)
    unite.session.flush()
    for ident in arguments["reprendre"]:
        repris = unite.session.get_one(DocumentSite, ident)
        if _en_vigueur(unite.session, repris.site_id, repris.annee_id, repris.genre):
            raise RegleMetier("modifie_depuis")
        repris.archive_a = None
        unite.session.flush()
        unite.touche("site", repris.site_id)


@cas_d_usage(Permission.CONSULTER)
def ouvrir_document(ctx: Contexte, document_id: int) -> tuple[str, bytes]:
    """Name and bytes of a document of a site, whatever its year; raises Introuvable."""
    with ctx.lire() as session:
        document = session.get(DocumentSite, document_id)
    if document is None:
        raise Introuvable("document", document_id)
    with ctx.depot.ouvrir(document.sha256) as flux:
        return document.nom_original, flux.read()


def documents_joints(session: Session, site_id: int, annee_id: int) -> tuple[PieceJointe, ...]:
    """What leaves with an accusé of a site and year, in the order of the kinds."""
    lignes = session.execute(
        select(DocumentSite).where(
            DocumentSite.site_id == site_id,
            DocumentSite.annee_id == annee_id,
            DocumentSite.est_joint_accuse,
            DocumentSite.archive_a.is_(None),
        )
    ).scalars()
    ordre = sorted(lignes, key=lambda d: GENRES_DOCUMENT_SITE.index(d.genre))
    return tuple(PieceJointe(document.nom_original, sha256=document.sha256) for document in ordre)


def _prendre(ctx: Contexte, unite: Unite, document_id: int) -> DocumentSite:
    document = unite.session.get(DocumentSite, document_id)
    if document is None or document.site_id != ctx.site_id or document.archive_a is not None:
        raise Introuvable("document", document_id)
    return document


def _en_vigueur(session: Session, site_id: int, annee_id: int, genre: str) -> list[DocumentSite]:
    return list(
        session.execute(
            select(DocumentSite).where(
                DocumentSite.site_id == site_id,
                DocumentSite.annee_id == annee_id,
                DocumentSite.genre == genre,
                DocumentSite.archive_a.is_(None),
            )
        ).scalars()
    )


def _exiger_leger(session: Session, document: DocumentSite) -> None:
    """Refuse attachments that no mail server would take."""
    octets = session.execute(
        select(func.coalesce(func.sum(DocumentSite.octets), 0)).where(
            DocumentSite.site_id == document.site_id,
            DocumentSite.annee_id == document.annee_id,
            DocumentSite.est_joint_accuse,
            DocumentSite.archive_a.is_(None),
        )
    ).scalar_one()
    if document.est_joint_accuse and octets > JOINTS_MAX:
        raise RegleMetier("joints_trop_lourds", octets_mo=round(octets / MO, 1), limite_mo=JOINTS_MAX // MO)
