"""The head and the signature of the papers of a site; loaded only to print, since the papers' library is heavy."""

from sqlalchemy.orm import Session

from imuse_desk.infra.depot import Rangement
from imuse_desk.models import Site
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.signature import Signature
from imuse_desk.services.etablissement.entete import lire_entete
from imuse_desk.services.etablissement.images import lire_du_depot


def lire_emetteur(session: Session, depot: Rangement, site_id: int) -> Emetteur:
    """The house as its papers show it, for a site: its own logo where it has one, else the mark."""
    tete = lire_entete(session, site_id)
    return Emetteur(
        nom=tete.nom,
        sous_titre=tete.sous_titre,
        lignes=tete.lignes,
        siret=tete.siret,
        logo=lire_du_depot(depot, tete.logo_sha256),
        fuseau=tete.fuseau,
    )


def lire_signature(session: Session, depot: Rangement, site_id: int) -> Signature:
    """Who signs the papers of a site, with the picture of the signature where there is one."""
    site = session.get_one(Site, site_id)
    return Signature(site.signataire, site.qualite_signataire, lire_du_depot(depot, site.signature_sha256))
