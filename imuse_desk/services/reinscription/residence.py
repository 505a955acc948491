"""The residence status of a household: decided by a person, else deduced from its town."""

from datetime import date
from functools import lru_cache

from imuse_desk.domain.territoire import est_du_territoire
from imuse_desk.services.reinscription.faits import Tables
from imuse_desk.services.tarification import zone_de


@lru_cache(maxsize=4096)
def statut_deduit(tables: Tables, cp: str, ville: str, *, site_cp: str, site_ville: str, le: date) -> str:
    """What the town says: the territory of the site where it is known, else the tariff zone of the site's own town."""
    dedans = est_du_territoire(tables.communes, cp, ville, le)
    if dedans is None:
        ici, du_site = zone_de(tables, cp, ville), zone_de(tables, site_cp, site_ville)
        dedans = ici.code is not None and ici.code == du_site.code
    return "resident" if dedans else "exterieur"
