"""The insurance certificate of a contract: until when, and which document of the pupil or his family shows it."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, update

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ContratLocation, DocumentDossier
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.documents_dossier import documents_visibles
from imuse_desk.services.locations.contrats import contrat_ouvert, toucher_contrat
from imuse_desk.services.saisie import Lecteur


@dataclass(frozen=True, slots=True)
class AssuranceVue:
    """What is known of the insurance of a contract, and the documents that may show it: (id, label)."""

    jusqu_au: date | None
    document_id: int | None
    documents: tuple[tuple[int, str], ...]


@cas_d_usage(Permission.CONSULTER)
def lire_assurance(ctx: Contexte, contrat_id: int) -> AssuranceVue:
    """The certificate of a contract under way, the newest document first. Raises Introuvable, RegleMetier."""
    with ctx.lire() as session:
        contrat, _ = contrat_ouvert(session, ctx, contrat_id)
        requete = (
            select(DocumentDossier.id, DocumentDossier.libelle)
            .where(_de_la_famille(ctx, contrat), DocumentDossier.archive_a.is_(None))
            .order_by(DocumentDossier.a.desc(), DocumentDossier.id.desc())
        )
        documents = tuple((x.id, x.libelle) for x in session.execute(requete))
    connu = contrat.attestation_id if contrat.attestation_id in dict(documents) else None
    return AssuranceVue(contrat.assurance_jusqu_au, connu, documents)


@dataclass(frozen=True, slots=True)
class Attestation:
    """The document that shows the insurance: its label, its bytes in the store, the name of its file."""

    libelle: str
    sha256: str
    nom: str


@cas_d_usage(Permission.CONSULTER)
def lire_attestation(ctx: Contexte, contrat_id: int) -> Attestation:
    """The certificate to open. Raises RegleMetier(attestation_absente) without one that this person may see."""
    d = DocumentDossier
    requete = (
        select(d.libelle, d.sha256, d.nom_original)
        .join(ContratLocation, ContratLocation.attestation_id == d.id)
        .where(ContratLocation.id == contrat_id, ContratLocation.site_id == ctx.site_id, documents_visibles(ctx))
    )
    with ctx.lire() as session:
        lu = session.execute(requete).first()
    if lu is None:
        raise RegleMetier("attestation_absente")
    return Attestation(*lu)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def attester(
    ctx: Contexte, contrat_id: int, jusqu_au: str, document_id: int | None, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Note the certificate that a family brought, with its document where there is one.

    Raises FormulaireInvalide (jusqu_au), Introuvable, RegleMetier(contrat_clos | autre_site).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    jour = lecteur.date("jusqu_au", jusqu_au)
    if jour is None and not lecteur.erreurs:
        lecteur.refuser("jusqu_au", "champ_obligatoire")
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        contrat, _ = contrat_ouvert(unite.session, ctx, contrat_id)
        if document_id is not None:
            sien = select(DocumentDossier.id).where(DocumentDossier.id == document_id, _de_la_famille(ctx, contrat))
            if unite.session.execute(sien).scalar() is None:
                raise Introuvable("document", document_id)
        # without a stamp: the hire itself did not move, and what was noted of the re-enrolment's condition stands
        unite.session.execute(
            update(ContratLocation)
            .where(ContratLocation.id == contrat.id)
            .values(assurance_jusqu_au=jour, attestation_id=document_id)
        )
        toucher_contrat(unite, contrat)
        return contrat.id

    return ctx.ecrire("attester_assurance", ecrire, operation_id)


def _de_la_famille(ctx: Contexte, contrat: ContratLocation) -> ColumnElement[bool]:
    """The documents of the contract's pupil and household that this person may see."""
    d = DocumentDossier
    return or_(d.eleve_id == contrat.eleve_id, d.foyer_id == contrat.foyer_id) & documents_visibles(ctx)
