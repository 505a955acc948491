"""Public holidays and school holidays of France, from the libraries that keep them."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

ZONES = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class Periode:
    """Days without lessons, both bounds included."""

    libelle: str
    du_le: date
    au_le: date


def jours_feries(du: date, au: date) -> tuple[Periode, ...]:
    """The public holidays between two days."""
    import holidays

    connus = holidays.country_holidays("FR", years=range(du.year, au.year + 1), language="fr")
    return tuple(Periode(_nom(nom), jour, jour) for jour, nom in sorted(connus.items()) if du <= jour <= au)


def vacances(zone: str, du: date, au: date) -> tuple[Periode, ...]:
    """The school holidays of a zone that meet two days, cut to them; empty for years not published yet."""
    from vacances_scolaires_france import SchoolHolidayDates, UnsupportedYearException

    calendrier = SchoolHolidayDates()
    jours: dict[date, str] = {}
    for annee in range(du.year, au.year + 1):
        with suppress(UnsupportedYearException):
            publiees = calendrier.holidays_for_year_and_zone(annee, zone)
            jours |= {j: _nom(ligne["nom_vacances"]) for j, ligne in publiees.items() if du <= j <= au}
    periodes: list[Periode] = []
    for jour in sorted(jours):
        if periodes and periodes[-1].libelle == jours[jour] and periodes[-1].au_le == jour - timedelta(days=1):
            periodes[-1] = Periode(jours[jour], periodes[-1].du_le, jour)
        else:
            periodes.append(Periode(jours[jour], jour, jour))
    return tuple(periodes)


def _nom(libelle: object) -> str:
    return str(libelle).replace("'", "’")
