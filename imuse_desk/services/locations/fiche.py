"""The card of an instrument: entered in the park, edited, its picture."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.documents.nature import IMAGES
from imuse_desk.domain.argent import lire_montant_facultatif
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.locations import EtatInstrument, Evenement
from imuse_desk.domain.reglages import TAILLE_MAX_PIECE_MO
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Instrument
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.admission import MO, FichierRefuse, admettre
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.garde import arrivage, garder_document
from imuse_desk.services.locations.parc import exiger_instrument, noter
from imuse_desk.services.reglages import lire_reglages
from imuse_desk.services.reinscription.acces import verifier_version
from imuse_desk.services.saisie import Lecteur

MOTS = {
    "inventaire": "numéro", "type": "instrument", "taille": "taille", "marque": "marque", "serie": "n° de série",
    "valeur_centimes": "valeur", "etat": "état", "achete_le": "achat", "revision_le": "révision",
    "observations": "observations",
}  # fmt: skip
"""The fields of a card, as its history names them."""


@dataclass(frozen=True, slots=True)
class FicheInstrument:
    """A card as typed."""

    inventaire: str
    type: str
    taille: str = ""
    marque: str = ""
    serie: str = ""
    valeur: str = ""
    etat: EtatInstrument = EtatInstrument.BON
    achete: str = ""
    revision: str = ""
    observations: str = ""


def _lire_fiche(ctx: Contexte, fiche: FicheInstrument) -> dict[str, Any]:
    """The columns of a card as typed; raises FormulaireInvalide."""
    lecteur = Lecteur(ctx.aujourdhui())
    champs: dict[str, Any] = {
        "inventaire": lecteur.texte("inventaire", fiche.inventaire, 30, obligatoire=True),
        "type": lecteur.texte("type", fiche.type, 40, obligatoire=True),
        "taille": lecteur.texte("taille", fiche.taille, 20),
        "marque": lecteur.texte("marque", fiche.marque, 60),
        "serie": lecteur.texte("serie", fiche.serie, 60),
        "observations": lecteur.texte("observations", fiche.observations, 600, bloc=True),
        "achete_le": lecteur.date("achete", fiche.achete),
        "revision_le": lecteur.date("revision", fiche.revision),
        "etat": fiche.etat,
    }
    try:
        champs["valeur_centimes"] = lire_montant_facultatif(fiche.valeur, "valeur", negatif=False) or 0
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()
    return champs


def _exiger_numero(session: Session, numero: str, sauf: int | None = None) -> None:
    """Raise Invalide(inventaire, inventaire_pris) where another instrument bears this number."""
    pris = session.execute(select(Instrument.id).where(func.lower(Instrument.inventaire) == numero.lower())).scalar()
    if pris is not None and pris != sauf:
        raise Invalide("inventaire", "inventaire_pris", numero=numero)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def ajouter_instrument(ctx: Contexte, fiche: FicheInstrument, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Enter an instrument in the park of the site; raises FormulaireInvalide, Invalide(inventaire, inventaire_pris)."""
    champs = _lire_fiche(ctx, fiche)

    def ecrire(unite: Unite) -> int:
        _exiger_numero(unite.session, champs["inventaire"])
        instrument = Instrument(site_id=ctx.site_id, **champs)
        unite.session.add(instrument)
        unite.session.flush()
        noter(unite, instrument.id, Evenement.ENTREE, ctx.aujourdhui(), "")
        return instrument.id

    return ctx.ecrire("ajouter_instrument", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def modifier_instrument(
    ctx: Contexte, instrument_id: int, version: int, fiche: FicheInstrument, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Edit a card; contracts already signed keep what they were signed for.

    Raises FormulaireInvalide, Invalide(inventaire, inventaire_pris), Introuvable, RegleMetier(autre_site), Conflit.
    """
    champs = _lire_fiche(ctx, fiche)

    def ecrire(unite: Unite) -> int:
        instrument = exiger_instrument(unite.session, ctx, instrument_id)
        verifier_version(instrument, version)
        _exiger_numero(unite.session, champs["inventaire"], sauf=instrument.id)
        changes = [nom for nom, valeur in champs.items() if getattr(instrument, nom) != valeur]
        for nom in changes:
            setattr(instrument, nom, champs[nom])
        if changes:
            dit = ", ".join(MOTS[nom] for nom in changes)
            noter(unite, instrument.id, Evenement.FICHE, ctx.aujourdhui(), dit)
        return instrument.id

    return ctx.ecrire("modifier_instrument", ecrire, operation_id)


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def photographier(ctx: Contexte, instrument_id: int, chemin: Path, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Keep a picture (JPEG, PNG), examined in the documents process, in place of the one before.

    Raises Invalide(photo, photo_refusee: raison), Introuvable, RegleMetier(autre_site | documents_indisponible).
    """
    with ctx.lire() as session:
        exiger_instrument(session, ctx, instrument_id)
        reglages = lire_reglages(session, (TAILLE_MAX_PIECE_MO,), ctx.site_id, ctx.annee_id)
    with arrivage(ctx) as restes:
        recu = admettre(ctx, chemin, int(reglages[TAILLE_MAX_PIECE_MO.cle]) * MO, restes, IMAGES)
        if isinstance(recu, FichierRefuse):
            raise Invalide("photo", "photo_refusee", fichier=recu.nom, raison=recu.message)

        def ecrire(unite: Unite) -> int:
            instrument = exiger_instrument(unite.session, ctx, instrument_id)
            if instrument.photo_sha256 != recu.sha256:
                garder_document(unite, ctx.depot, recu.sha256, recu.contenu)
                instrument.photo_sha256 = recu.sha256
                noter(unite, instrument.id, Evenement.FICHE, ctx.aujourdhui(), "photo")
            return instrument.id

        fait = ctx.ecrire("photographier_instrument", ecrire, operation_id)
        restes.clear()
    return fait
