"""Traces that serve for a time: wrong passwords of names that are no account's, and the clicks already answered."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select

from imuse_desk.domain.erreurs import BaseOccupee
from imuse_desk.domain.reglages import PURGE_ESSAIS_JOURS, PURGE_OPERATIONS_JOURS
from imuse_desk.models import Compte, EssaiConnexion, Operation
from imuse_desk.models.declencheurs import GARDE_OPERATION_JOURS
from imuse_desk.models.passerelle import Auteur, Base, Unite
from imuse_desk.services.connexion import cle_essais
from imuse_desk.services.contexte import horloge_systeme
from imuse_desk.services.reglages import lire_reglages

OPERATION_VIGUEUR = "mettre_grille_en_vigueur"
"""Read again as the history of a grid: never purged."""


def purger_traces(base: Base, poste: str, horloge: Callable[[], datetime] = horloge_systeme) -> int:
    """Delete what is older than the settings say; returns how many rows. A base that is busy waits for another start.

    The last sign-in of an account is kept: only names that nobody bears are forgotten.
    """
    with base.lire() as session:
        reglages = lire_reglages(session, (PURGE_ESSAIS_JOURS, PURGE_OPERATIONS_JOURS), 0, 0)
        comptes = [cle_essais(nom) for nom in session.execute(select(Compte.identifiant)).scalars()]
        jours = max(int(reglages[PURGE_OPERATIONS_JOURS.cle]), GARDE_OPERATION_JOURS + 1)
        limite_essais = horloge() - timedelta(days=int(reglages[PURGE_ESSAIS_JOURS.cle]))
        vieux: tuple[tuple[type[EssaiConnexion | Operation], ColumnElement[bool]], ...] = (
            (EssaiConnexion, and_(EssaiConnexion.essaye_a < limite_essais, EssaiConnexion.cle.not_in(comptes))),
            (Operation, and_(Operation.a < horloge() - timedelta(days=jours), Operation.nom != OPERATION_VIGUEUR)),
        )
        a_purger = [
            (modele, condition)
            for modele, condition in vieux
            if session.execute(select(modele).where(condition).limit(1)).first() is not None
        ]
    if not a_purger:
        return 0

    def ecrire(unite: Unite) -> int:
        otees = [unite.session.execute(delete(modele).where(condition)) for modele, condition in a_purger]
        return sum(otee.rowcount for otee in otees)  # type: ignore[attr-defined]  # CursorResult

    try:
        return base.ecrire(Auteur("purge", poste), "purger_traces", ecrire, maintenant=horloge).resultat
    except BaseOccupee:
        return 0
