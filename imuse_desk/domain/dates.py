"""Dates as the desk writes, reads and counts them: French form, typed forms, exact ages, month ends."""

import re
from calendar import monthrange
from datetime import date, datetime, time, tzinfo

from imuse_desk.domain.erreurs import Invalide

JOURS_ABREGES = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
AGE_MAXIMAL = 120
ANNEES_A_VENIR = 20  # a two-digit year is read at most this far ahead of today
ANNEE_MINIMALE = 1900
HORIZON_ANNEES = 50  # a four-digit year further ahead is a slip of the finger (3018)

_SEPAREE = re.compile(r"([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{4}|[0-9]{2})")
_COLLEE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_HEURE = re.compile(r"(?P<h>[0-9]{1,2})\s*(?:[:.,h]|heures?)?\s*(?P<m>[0-9]{2})?")
_JOUR_MOIS = re.compile(r"([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})")
_BISSEXTILE = 2024
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def date_fr(jour: date) -> str:
    """Write a date as ``01/09/2026``."""
    return f"{jour.day:02}/{jour.month:02}/{jour.year:04}"


def heure_fr(heure: time) -> str:
    """Write a time of day as ``14:00``."""
    return f"{heure.hour:02}:{heure.minute:02}"


def mois_fr(jour: date) -> str:
    """Write the month of a day as ``novembre 2026``."""
    return f"{MOIS[jour.month - 1]} {jour.year}"


def instant_fr(instant: datetime, fuseau: tzinfo) -> str:
    """Write an aware instant as the clock of ``fuseau`` shows it: ``02/06/2026 à 18:07``.

    Raises ValueError on a naive instant: its zone would be a guess.
    """
    if instant.tzinfo is None:
        raise ValueError("naive datetime")
    local = instant.astimezone(fuseau)
    return f"{date_fr(local.date())} à {heure_fr(local.time())}"


def jour_heure(jour_semaine: int, debut: time) -> str:
    """Write a weekly slot as ``lun. 14:00``; ``jour_semaine`` counts from 1 (Monday) to 7, as ISO does."""
    if not 1 <= jour_semaine <= len(JOURS_ABREGES):
        raise ValueError(f"weekday {jour_semaine} is not in 1..7")
    return f"{JOURS_ABREGES[jour_semaine - 1]} {heure_fr(debut)}"


def lire_date(
    texte: str,
    aujourdhui: date,
    *,
    champ: str = "date",
    minimum: date | None = None,
    maximum: date | None = None,
    annees_a_venir: int = ANNEES_A_VENIR,
) -> date:
    """Read a date as people type it: 1/9/25, 01/09/2025, 1-9-2025, 1.9.2025, 010925, 01092025 or 2025-09-01.

    A two-digit year stands in the hundred years that end ``annees_a_venir`` years after today's. Without bounds of
    the caller's, years before 1900 or over fifty years ahead are refused.
    Raises Invalide: date_vide, date_inconnue(texte), annee_impossible(annee), mois_impossible(mois),
    jour_impossible(jour, mois, annee, jours), date_trop_ancienne(minimum), date_trop_tardive(maximum).
    """
    jour, mois, annee, _ = _morceaux(texte, aujourdhui, champ, annees_a_venir)
    lue = _date_existante(jour, mois, annee, champ)
    plus_tot = minimum if minimum is not None else date(ANNEE_MINIMALE, 1, 1)
    plus_tard = maximum if maximum is not None else date(aujourdhui.year + HORIZON_ANNEES, 12, 31)
    if lue < plus_tot:
        raise Invalide(champ, "date_trop_ancienne", minimum=plus_tot)
    if lue > plus_tard:
        raise Invalide(champ, "date_trop_tardive", maximum=plus_tard)
    return lue


def lire_jour_mois(texte: str, champ: str = "jour") -> str:
    """Read a day of any year as people type it, ``30/11``, and give it as ``11-30``.

    Raises Invalide: jour_mois_illisible(texte), mois_impossible, jour_impossible.
    """
    net = _net(texte)
    lu = _JOUR_MOIS.fullmatch(net)
    if lu is None:
        raise Invalide(champ, "jour_mois_illisible", texte=net[:20])
    lue = _date_existante(int(lu[1]), int(lu[2]), _BISSEXTILE, champ)
    return f"{lue.month:02}-{lue.day:02}"


def lire_naissance(texte: str, aujourdhui: date, *, champ: str = "naissance") -> date:
    """Read a birth date: like ``lire_date``, never after today nor over 120 years ago.

    Raises Invalide as ``lire_date`` does, with naissance_future or naissance_trop_ancienne(minimum) for the bounds.
    """
    jour, mois, annee, est_abregee = _morceaux(texte, aujourdhui, champ, 0)
    if est_abregee and (annee, mois, jour) > (aujourdhui.year, aujourdhui.month, aujourdhui.day):
        annee -= 100
    lue = _date_existante(jour, mois, annee, champ)
    verifier_naissance(lue, aujourdhui, champ=champ)
    return lue


def verifier_naissance(naissance: date, aujourdhui: date, *, champ: str = "naissance") -> None:
    """Refuse a birth date after today or over 120 years ago.

    Raises Invalide: naissance_future, naissance_trop_ancienne(minimum).
    """
    if naissance > aujourdhui:
        raise Invalide(champ, "naissance_future")
    minimum = moins_mois(aujourdhui, 12 * AGE_MAXIMAL)
    if naissance < minimum:
        raise Invalide(champ, "naissance_trop_ancienne", minimum=minimum)


def lire_heure(texte: str, *, champ: str = "heure") -> time:
    """Read a time of day as people type it: 14:00, 14h30, 14 h, 14.30, 1430, 9.

    Raises Invalide: champ_obligatoire, heure_illisible(texte).
    """
    net = _net(texte).lower()
    if not net:
        raise Invalide(champ, "champ_obligatoire")
    lu = _HEURE.fullmatch(net)
    heures, minutes = (int(lu["h"]), int(lu["m"] or 0)) if lu else (24, 0)
    if heures > 23 or minutes > 59:
        raise Invalide(champ, "heure_illisible", texte=net[:20])
    return time(heures, minutes)


def age(naissance: date, le: date) -> int:
    """Count the birthdays reached on ``le``, below 0 before birth; 29 February falls on 1 March in a common year."""
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))


def plus_mois(jour: date, mois: int) -> date:
    """Move a date by whole months, to the month's last day where the day does not exist: 31/01 + 1 is 28/02."""
    rang = jour.year * 12 + jour.month - 1 + mois
    annee, mois_zero = divmod(rang, 12)
    dernier = monthrange(annee, mois_zero + 1)[1]
    return date(annee, mois_zero + 1, min(jour.day, dernier))


def moins_mois(jour: date, mois: int) -> date:
    """Move a date back by whole months, with the same month ends as ``plus_mois``: 31/05 − 3 is 28/02."""
    return plus_mois(jour, -mois)


def _net(texte: str) -> str:
    """Trim every kind of space, no-break ones included, and make the inner ones single."""
    return " ".join(texte.split())


def _morceaux(texte: str, aujourdhui: date, champ: str, annees_a_venir: int) -> tuple[int, int, int, bool]:
    """Cut a typed date into day, month and full year; the last value says that the year was typed with two digits."""
    net = _net(texte)
    if not net:
        raise Invalide(champ, "date_vide")
    if iso := _ISO.fullmatch(net):
        return int(iso[3]), int(iso[2]), int(iso[1]), False
    typee = _SEPAREE.fullmatch(net) or _COLLEE.fullmatch(net)
    if typee is None:
        raise Invalide(champ, "date_inconnue", texte=net)
    annee = int(typee[3])
    est_abregee = len(typee[3]) == 2
    if est_abregee:
        dernier = aujourdhui.year + annees_a_venir
        annee = dernier - (dernier - annee) % 100
    return int(typee[1]), int(typee[2]), annee, est_abregee


def _date_existante(jour: int, mois: int, annee: int, champ: str) -> date:
    """Build the date, or name what does not exist: the year, the month or the day."""
    if annee < 1:
        raise Invalide(champ, "annee_impossible", annee=annee)
    if not 1 <= mois <= 12:
        raise Invalide(champ, "mois_impossible", mois=mois)
    jours = monthrange(annee, mois)[1]
    if not 1 <= jour <= jours:
        raise Invalide(champ, "jour_impossible", jour=jour, mois=mois, annee=annee, jours=jours)
    return date(annee, mois, jour)
