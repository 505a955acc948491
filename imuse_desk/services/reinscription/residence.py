"""The residence status of a household: decided by a person, else deduced from its town."""

from datetime import date

from imuse_desk.domain.territoire import est_du_territoire
from imuse_desk.services.reinscription.faits import Petites
from imuse_desk.services.tarification import zone_de


def statut_deduit(petites: Petites, cp: str, ville: str, *, site_cp: str, site_ville: str, le: date) -> str:
    """What the town says: the territory of the site where it is known, else the tariff zone of the site's own town."""
    dedans = est_du_territoire(petites.communes, cp, ville, le)
    if dedans is None:
        ici, du_site = zone_de(petites, cp, ville), zone_de(petites, site_cp, site_ville)
        dedans = ici.code is not None and ici.code == du_site.code
    return "resident" if dedans else "exterieur"
