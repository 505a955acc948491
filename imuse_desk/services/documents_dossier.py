"""Other documents of a family or a pupil (medical certificate, judgment…): brought in, named, put away.

Who sees one is decided as for a note. Its content stands in the store of the pieces; a document put away leaves the
card and stays in the base.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select

from imuse_desk.documents.client import PDF
from imuse_desk.documents.nature import IMAGES
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reglages import TAILLE_MAX_PIECE_MO
from imuse_desk.domain.roles import Permission
from imuse_desk.models import DocumentDossier, Eleve, Foyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.admission import MO, FichierAdmis, FichierRefuse, admettre, faits_de
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.garde import arrivage, garder_document
from imuse_desk.services.notes import GenreSujet, toucher_sujet, visibilites_permises, visibles_de
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.acces import verifier_version
from imuse_desk.services.saisie import Lecteur

LIBELLE_MAX = 120
RECU = "recu"
"""What became of a file that was recorded."""
ADMISES = PDF | IMAGES


@dataclass(frozen=True, slots=True)
class ImporterDocuments:
    """Files for the card of a family or a pupil."""

    sujet: GenreSujet
    sujet_id: int
    chemins: tuple[Path, ...]
    visibilite: str = "bureau"
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DocumentImporte:
    """What became of one file: recorded (``document_id``) with what the machine saw in it, or not, with its reason."""

    fichier: str
    document_id: int | None
    code: str
    message: str = ""
    faits: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NommerDocument:
    """The label of a document, and who may see it."""

    document_id: int
    version: int
    libelle: str
    visibilite: str
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def importer_documents(ctx: Contexte, commande: ImporterDocuments) -> Fait[list[DocumentImporte]]:
    """Examine each file (PDF, JPEG, PNG) in the documents process, store and record the good ones.

    A file refused keeps the others. Raises FormulaireInvalide (visibilite), Introuvable, RegleMetier
    (documents_indisponible).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    _verifier_visibilite(ctx, lecteur, commande.visibilite)
    lecteur.conclure()
    modele = Foyer if commande.sujet == "foyer" else Eleve
    with ctx.lire() as session:
        if session.get(modele, commande.sujet_id) is None:
            raise Introuvable(commande.sujet, commande.sujet_id)
        reglages = lire_reglages(session, (TAILLE_MAX_PIECE_MO,), ctx.site_id, ctx.annee_id)
    limite = int(reglages[TAILLE_MAX_PIECE_MO.cle]) * MO
    examines: list[FichierAdmis | FichierRefuse] = []

    def ecrire(unite: Unite) -> list[list[Any]]:
        return [
            [f.nom, None, f.code, f.message, []]
            if isinstance(f, FichierRefuse)
            else _enregistrer(ctx, unite, commande, f)
            for f in examines
        ]

    with arrivage(ctx) as restes:
        examines += [admettre(ctx, chemin, limite, restes, ADMISES) for chemin in commande.chemins]
        fait = ctx.ecrire("importer_documents", ecrire, commande.operation_id)
        for fichier, (*_, code, _message, _faits) in zip(examines, fait.resultat, strict=True):
            if isinstance(fichier, FichierAdmis) and code == RECU:
                restes.discard(fichier.sha256)
    recus = [
        DocumentImporte(nom, ident, code, message, tuple((regle, etat, valeur) for regle, etat, valeur in faits))
        for nom, ident, code, message, faits in fait.resultat
    ]
    return Fait(recus, fait.changements, fait.est_rejoue)


def _enregistrer(ctx: Contexte, unite: Unite, commande: ImporterDocuments, fichier: FichierAdmis) -> list[Any]:
    colonne = DocumentDossier.foyer_id if commande.sujet == "foyer" else DocumentDossier.eleve_id
    deja = unite.session.execute(
        select(DocumentDossier.id).where(
            colonne == commande.sujet_id, DocumentDossier.sha256 == fichier.sha256, DocumentDossier.archive_a.is_(None)
        )
    ).scalar()
    if deja is not None:
        return [fichier.nom, deja, "deja_la", "ce fichier est déjà là", []]
    garder_document(unite, ctx.depot, fichier.sha256, fichier.contenu)
    document = DocumentDossier(
        libelle=fichier.nom.rpartition(".")[0][:LIBELLE_MAX] or fichier.nom[:LIBELLE_MAX], nom_original=fichier.nom,
        sha256=fichier.sha256, octets=fichier.octets, visibilite=commande.visibilite, auteur=unite.auteur.agent,
        a=unite.maintenant, **{f"{commande.sujet}_id": commande.sujet_id},
    )  # fmt: skip
    unite.session.add(document)
    unite.session.flush()
    unite.touche(commande.sujet, commande.sujet_id)
    return [fichier.nom, document.id, RECU, "", [list(vu) for vu in faits_de(fichier.examen)]]


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def nommer_document(ctx: Contexte, commande: NommerDocument) -> Fait[int]:
    """Change the label of a document and who may see it.

    Raises FormulaireInvalide (libelle, visibilite), Introuvable, Conflit.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    libelle = lecteur.texte("libelle", commande.libelle, LIBELLE_MAX, obligatoire=True)
    _verifier_visibilite(ctx, lecteur, commande.visibilite)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        document = _prendre(ctx, unite, commande.document_id)
        verifier_version(document, commande.version)
        document.libelle, document.visibilite = libelle, commande.visibilite
        toucher_sujet(unite, document)
        return document.id

    return ctx.ecrire("nommer_document", ecrire, commande.operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def archiver_document(ctx: Contexte, document_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take a document off the card; undoable the same day. Raises Introuvable."""

    def ecrire(unite: Unite) -> int:
        document = _prendre(ctx, unite, document_id)
        document.archive_a = unite.maintenant
        rendre_annulable(ctx, unite, "Document archivé", remettre_document, document_id=document.id)
        toucher_sujet(unite, document)
        return document.id

    return ctx.ecrire("archiver_document", ecrire, operation_id)


@inverse(Permission.MODIFIER_FAMILLE)
def remettre_document(_ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the document is on the card again."""
    document = unite.session.get_one(DocumentDossier, arguments["document_id"])
    document.archive_a = None
    toucher_sujet(unite, document)


def documents_visibles(ctx: Contexte) -> ColumnElement[bool]:
    """What this person may open: by the visibility of each document."""
    return visibles_de(ctx, DocumentDossier)


def _verifier_visibilite(ctx: Contexte, lecteur: Lecteur, visibilite: str) -> None:
    if visibilite not in visibilites_permises(ctx):
        lecteur.refuser("visibilite", "choix_obligatoire")


def _prendre(ctx: Contexte, unite: Unite, document_id: int) -> DocumentDossier:
    document = unite.session.execute(
        select(DocumentDossier).where(DocumentDossier.id == document_id, documents_visibles(ctx))
    ).scalar_one_or_none()
    if document is None:
        raise Introuvable("document", document_id)
    return document
