"""What the papers of a site say of the house: names, address, logo. Plain values, read without the printing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.models import Etablissement, Site

LIGNES_MAX = 5


@dataclass(frozen=True, slots=True)
class EnTete:
    """The sender: ``lignes`` is its address, five lines at most; the logo by its fingerprint in the store."""

    nom: str
    sous_titre: str
    siret: str
    lignes: tuple[str, ...]
    site: str
    logo_sha256: str
    fuseau: str

    def scellee(self) -> dict[str, Any]:
        """The same as plain values, for the sealed text of a paper."""
        return {
            "nom": self.nom,
            "sous_titre": self.sous_titre,
            "siret": self.siret,
            "lignes": list(self.lignes),
            "site": self.site,
            "logo": self.logo_sha256,
        }


def lire_entete(session: Session, site_id: int) -> EnTete:
    """The house as its papers show it, for a site, as its settings stand now."""
    maison = session.execute(select(Etablissement.nom, Etablissement.sous_titre, Etablissement.siret)).first()
    site = session.get_one(Site, site_id)
    lignes = [*site.adresse.splitlines()[:2], f"{site.cp} {site.ville}".strip(), site.telephone, site.email]
    if maison is not None and maison.nom != site.nom:
        lignes = [site.nom, *lignes]
    return EnTete(
        nom=maison.nom if maison else site.nom,
        sous_titre=maison.sous_titre if maison else "",
        siret=maison.siret if maison else "",
        lignes=tuple(part for part in lignes if part)[:LIGNES_MAX],
        site=site.nom,
        logo_sha256=site.logo_sha256,
        fuseau=site.fuseau,
    )
