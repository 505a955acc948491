"""The periods of a year in a list: the one chosen stays, else the one of the day is proposed."""

from collections.abc import Sequence
from datetime import date

from imuse_desk.services.suivi.criteres import PeriodeVue, periode_du_jour
from imuse_desk.views.common.champs import ListeChoix


def proposer_periodes(liste: ListeChoix, periodes: Sequence[PeriodeVue], jour: date) -> None:
    """Fill the list."""
    choisie, du_jour = liste.valeur(), periode_du_jour(periodes, jour)
    liste.poser_choix([(p.id, p.libelle) for p in periodes])
    if choisie not in {p.id for p in periodes} and du_jour is not None:
        liste.poser_valeur(du_jour.id)
