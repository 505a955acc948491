"""The head and the signature of the papers of a site; loaded only to print, since the papers' library is heavy."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.infra.depot import Rangement
from imuse_desk.models import Etablissement, Site
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.signature import Signature
from imuse_desk.services.etablissement.images import lire_du_depot

LIGNES_MAX = 5


def lire_emetteur(session: Session, depot: Rangement, site_id: int) -> Emetteur:
    """The house as its papers show it, for a site: its own logo where it has one, else the mark."""
    maison = session.execute(select(Etablissement.nom, Etablissement.sous_titre, Etablissement.siret)).first()
    site = session.get_one(Site, site_id)
    lieu = f"{site.cp} {site.ville}".strip()
    lignes = [*site.adresse.splitlines()[:2], lieu, site.telephone, site.email]
    if maison is not None and maison.nom != site.nom:
        lignes = [site.nom, *lignes]
    return Emetteur(
        nom=maison.nom if maison else site.nom,
        sous_titre=maison.sous_titre if maison else "",
        lignes=tuple(part for part in lignes if part)[:LIGNES_MAX],
        siret=maison.siret if maison else "",
        logo=lire_du_depot(depot, site.logo_sha256),
        fuseau=site.fuseau,
    )


def lire_signature(session: Session, depot: Rangement, site_id: int) -> Signature:
    """Who signs the papers of a site, with the picture of the signature where there is one."""
    site = session.get_one(Site, site_id)
    return Signature(site.signataire, site.qualite_signataire, lire_du_depot(depot, site.signature_sha256))
