"""Logo and signature of a site: kept in the store by their hash, shown and printed from there."""

import io
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.images import lire_image
from imuse_desk.models import Site
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.coordonnees import changer, prendre_site
from imuse_desk.services.garde import garder_document

GenreImage: TypeAlias = Literal["logo", "signature"]
LIBELLES: dict[GenreImage, str] = {"logo": "Logo", "signature": "Signature"}


@dataclass(frozen=True, slots=True)
class PoserImage:
    """A file chosen as a site's logo or signature; without a file, the site has none any more."""

    site_id: int
    genre: GenreImage
    chemin: Path | None
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_TARIF)
def poser_image(ctx: Contexte, commande: PoserImage) -> Fait[str]:
    """Set or remove a site's picture; its hash is the result. Undoable the same day (the store keeps the former one).

    Raises Invalide(image_illisible | image_trop_grande | image_trop_lourde), Introuvable, RegleMetier(autre_site),
    StockagePlein.
    """
    ctx.exiger_sur(commande.site_id, Permission.MODIFIER_TARIF)
    sha256 = ""
    image = io.BytesIO()
    if commande.chemin is not None:
        image = io.BytesIO(lire_image(commande.chemin, champ=commande.genre))
        sha256 = ctx.depot.ranger(image).sha256

    def ecrire(unite: Unite) -> str:
        if sha256:
            garder_document(unite, ctx.depot, sha256, image)
        site = prendre_site(unite, commande.site_id)
        libelle = f"{LIBELLES[commande.genre]}\u00a0: image {'posée' if sha256 else 'retirée'}"
        changer(unite, ctx, "site", site, libelle, {f"{commande.genre}_sha256": sha256})
        return sha256

    return ctx.ecrire("poser_image", ecrire, commande.operation_id)


@cas_d_usage(Permission.CONSULTER)
def ouvrir_image(ctx: Contexte, site_id: int, genre: GenreImage) -> bytes:
    """The bytes of a site's picture, a PNG; empty where there is none. Raises Introuvable."""
    with ctx.lire() as session:
        site = session.get(Site, site_id)
        if site is None:
            raise Introuvable("site", site_id)
        return lire_du_depot(ctx.depot, site.logo_sha256 if genre == "logo" else site.signature_sha256)


def lire_du_depot(depot: Rangement, sha256: str) -> bytes:
    """A picture of the house for a paper: nothing where there is none, or where the store lost it."""
    if not sha256:
        return b""
    try:
        with depot.ouvrir(sha256) as flux:
            return flux.read()
    except Introuvable:
        return b""
