"""Why a PostgreSQL server refused a connection: libpq gives no code then, only a sentence in the server's language.

French and English sentences are known; any other one stays "the server does not answer" and is tried again.
"""

import re
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError

from imuse_desk.domain.erreurs import BaseRefusee

_REFUS = (
    ("base_mot_de_passe_faux", r"password authentication failed|authentification par mot de passe échou"),
    ("base_absente_du_serveur", r"database .* does not exist|base de données .* n.existe pas"),
    ("base_acces_refuse", r"pg_hba\.conf|role .* does not exist|rôle .* n.existe pas|peer authentication failed"),
    ("base_acces_refuse", r"authentification peer échou|permission denied for database|droit refusé pour la base"),
    ("base_non_protegee", r"certificat|does not support SSL|SSL error|ne supporte pas SSL"),
)


def refus_du_serveur(erreur: DBAPIError) -> BaseRefusee | None:
    """The refusal that trying again cannot mend, or None."""
    if not isinstance(erreur, OperationalError) or getattr(erreur.orig, "sqlstate", None) is not None:
        return None
    connexion: Any = getattr(erreur.orig, "pgconn", None)
    if connexion is not None and connexion.needs_password:
        return BaseRefusee("base_mot_de_passe")
    message = str(erreur.orig)
    for code, motif in _REFUS:
        if re.search(motif, message, re.IGNORECASE | re.DOTALL):
            return BaseRefusee(code)
    return None
