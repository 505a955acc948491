"""Photos of pupils: optional, small, kept while the family grants the internal use of the child's image.

What a file holds is opened by the documents process alone; what is kept is a picture of our own. A photo withdrawn is
shown to nobody at once, and destroyed once it can no longer be undone.
"""

import hashlib
import io
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from imuse_desk.documents.messages import TYPES, phrase
from imuse_desk.documents.portrait import tirer_portrait
from imuse_desk.domain.erreurs import Conflit, ErreurMetier, Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.images import jpeg_de_pixels
from imuse_desk.models import Affectation, DroitImage, Eleve, Inscription, PhotoEleve
from imuse_desk.models.passerelle import Auteur, Base, Fait, Unite
from imuse_desk.services import fiche_eleve as fiche
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage, horloge_systeme
from imuse_desk.services.etablissement.images import lire_du_depot
from imuse_desk.services.garde import arrivage, garder_document, ranger_neuf, retirer_document
from imuse_desk.services.suivi.acces import ses_creneaux

COTE_PX = 300
USAGE_DES_PHOTOS = "interne"
"""The support of the image right that a photo asks for."""
LUES_MAX = 500
GARDE = timedelta(days=1)
"""How long a withdrawn photo may still be put back."""


@dataclass(frozen=True, slots=True)
class PoserPhoto:
    """A file chosen as the photo of a pupil."""

    eleve_id: int
    chemin: Path
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def poser_photo(ctx: Contexte, commande: PoserPhoto) -> Fait[int]:
    """Set the photo of a pupil, upright, cut square and reduced; undoable the same day. Its row is the result.

    Raises RegleMetier(photo_sans_accord | photo_nature | photo_refusee: raison | documents_indisponible | autre_site),
    Introuvable, StockagePlein.
    """
    with ctx.lire() as session:
        _exiger(ctx, session, commande.eleve_id)
    try:
        pixels = tirer_portrait(commande.chemin, COTE_PX)
    except RegleMetier as refus:
        if refus.code == "documents_indisponible":
            raise
        if refus.code == "pas_un_pdf":
            raise RegleMetier("photo_nature", nature=TYPES[refus.params["type"]]) from refus
        raise RegleMetier("photo_refusee", raison=phrase(refus.code, **refus.params)) from refus
    jpeg = io.BytesIO(jpeg_de_pixels(pixels, COTE_PX))
    octets = jpeg.getvalue()
    sha256 = hashlib.sha256(octets).hexdigest()

    def ecrire(unite: Unite) -> int:
        _exiger(ctx, unite.session, commande.eleve_id)
        garder_document(unite, ctx.depot, sha256, jpeg)
        avant = oter_photo(unite, commande.eleve_id)
        photo = PhotoEleve(
            eleve_id=commande.eleve_id, sha256=sha256, octets=len(octets), posee_a=unite.maintenant,
            posee_par=unite.auteur.agent,
        )  # fmt: skip
        unite.session.add(photo)
        unite.session.flush()
        _annulable(ctx, unite, "Photo posée", commande.eleve_id, avant, photo.id)
        return photo.id

    with arrivage(ctx) as restes:
        ranger_neuf(ctx.depot, jpeg, sha256, restes)
        fait = ctx.ecrire("poser_photo", ecrire, commande.operation_id)
        restes.clear()
    return fait


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def retirer_photo(ctx: Contexte, eleve_id: int, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Withdraw the photo of a pupil; undoable the same day. Raises Introuvable, RegleMetier(autre_site)."""

    def ecrire(unite: Unite) -> int:
        fiche.exiger_un_foyer(ctx, unite.session, fiche.charger(unite.session, eleve_id))
        avant = oter_photo(unite, eleve_id)
        if avant is None:
            raise Introuvable("photo", eleve_id)
        _annulable(ctx, unite, "Photo retirée", eleve_id, avant, None)
        return avant

    return ctx.ecrire("retirer_photo", ecrire, operation_id)


def oter_photo(unite: Unite, eleve_id: int) -> int | None:
    """Show the photo of a pupil no more; its row, None where there was none."""
    # one writer at a time on a pupil: two desks never leave two photos on show
    unite.session.execute(select(Eleve.id).where(Eleve.id == eleve_id).with_for_update())
    photo = unite.session.scalar(
        select(PhotoEleve).where(PhotoEleve.eleve_id == eleve_id, PhotoEleve.retiree_a.is_(None))
    )
    if photo is None:
        return None
    photo.retiree_a = unite.maintenant
    unite.touche("photo", eleve_id)
    unite.session.flush()
    return photo.id


def _annulable(
    ctx: Contexte, unite: Unite, libelle: str, eleve_id: int, avant: int | None, apres: int | None
) -> None:  # fmt: skip
    unite.touche("photo", eleve_id)
    rendre_annulable(ctx, unite, libelle, remettre_photo, eleve_id=eleve_id, avant=avant, apres=apres)


@inverse(Permission.MODIFIER_FAMILLE)
def remettre_photo(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the photo before, or none, unless it changed since. Raises Conflit, RegleMetier(photo_sans_accord)."""
    eleve_id, avant = arguments["eleve_id"], arguments["avant"]
    if oter_photo(unite, eleve_id) != arguments["apres"]:
        raise Conflit({})
    ancienne = unite.session.get(PhotoEleve, avant) if avant is not None else None
    if ancienne is not None:
        _exiger(ctx, unite.session, eleve_id)
        ancienne.retiree_a = None
    unite.touche("photo", eleve_id)


def _exiger(ctx: Contexte, session: Session, eleve_id: int) -> None:
    """Raises Introuvable, RegleMetier(autre_site | photo_sans_accord)."""
    etat = fiche.charger(session, eleve_id)
    fiche.exiger_un_foyer(ctx, session, etat)
    droit = etat.droits.get(USAGE_DES_PHOTOS)
    if droit is None or not droit.est_accorde:
        raise RegleMetier("photo_sans_accord")


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def lire_photos(ctx: Contexte, eleves: Collection[int]) -> Mapping[int, bytes]:
    """The photos (JPEG of our own) of those of these pupils who have one, as far as the person may see them.

    A teacher sees those of his own pupils. A pupil whose family does not grant it has none.
    """
    idents = list(dict.fromkeys(eleves))[:LUES_MAX]
    requete = select(PhotoEleve.eleve_id, PhotoEleve.sha256).where(
        PhotoEleve.eleve_id.in_(idents), PhotoEleve.retiree_a.is_(None), _est_accordee()
    )
    if not ctx.peut(Permission.CONSULTER):
        requete = requete.where(PhotoEleve.eleve_id.in_(_ses_eleves(ctx)))
    with ctx.lire() as session:
        lignes = session.execute(requete).all()
    photos = ((eleve_id, lire_du_depot(ctx.depot, sha256)) for eleve_id, sha256 in lignes)
    return {eleve_id: octets for eleve_id, octets in photos if octets}


def _est_accordee() -> ColumnElement[bool]:
    """The newest word of the family on internal use grants it."""
    dernier = select(func.max(DroitImage.id)).where(
        DroitImage.eleve_id == PhotoEleve.eleve_id, DroitImage.support == USAGE_DES_PHOTOS
    )
    return (
        select(DroitImage.id)
        .where(DroitImage.id == dernier.correlate(PhotoEleve).scalar_subquery(), DroitImage.est_accorde)
        .correlate(PhotoEleve)
        .exists()
    )


def _ses_eleves(ctx: Contexte) -> Any:
    return (
        select(Inscription.eleve_id)
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .where(
            Affectation.creneau_id.in_(ses_creneaux(ctx)),
            or_(Affectation.au_le.is_(None), Affectation.au_le >= ctx.aujourdhui()),
        )
    )


def detruire_photos_retirees(
    base: Base, depot: Rangement, poste: str, horloge: Callable[[], datetime] = horloge_systeme
) -> int:  # fmt: skip
    """Destroy the photos withdrawn too long ago to be put back, rows and files; how many.

    What a base that is busy, or a file that cannot be removed, keeps from it waits for another start: none is stopped.
    """
    limite = horloge() - GARDE
    with base.lire() as session:
        vieilles = session.execute(select(PhotoEleve.id, PhotoEleve.sha256).where(PhotoEleve.retiree_a < limite)).all()
    if not vieilles:
        return 0

    def ecrire(unite: Unite) -> None:
        """The rows go last: stopped in between, the next purge begins again."""
        unite.session.execute(delete(PhotoEleve).where(PhotoEleve.id.in_([v.id for v in vieilles])))
        for sha256 in sorted({v.sha256 for v in vieilles}):
            retirer_document(unite, depot, sha256)

    try:
        base.ecrire(Auteur("purge", poste), "detruire_photos_retirees", ecrire, maintenant=horloge)
    except (ErreurMetier, OSError):
        return 0
    return len(vieilles)
