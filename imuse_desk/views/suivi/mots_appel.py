"""What a roll call says: chips of its words, titles of a lesson, what is known of a pupil. Qt-free."""

from collections.abc import Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, heure_fr, instant_fr
from imuse_desk.domain.presences import EtatSeance, GenreCode
from imuse_desk.services.suivi.appel import FeuilleAppel, LigneAppel, Pointage
from imuse_desk.services.suivi.codes import CodeVu
from imuse_desk.services.suivi.seances import SeanceVue
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, nom, puce

TONS: dict[GenreCode, tuple[Ton, str]] = {
    GenreCode.PRESENT: ("ok", "check-circle"),
    GenreCode.ABSENT: ("bad", "x-circle"),
    GenreCode.EXCUSE: ("info", "envelope-simple"),
    GenreCode.RETARD: ("warn", "clock"),
    GenreCode.DISPENSE: ("neutral", "minus-circle"),
}
GENRES: dict[GenreCode, str] = {
    GenreCode.PRESENT: "Présent",
    GenreCode.ABSENT: "Absent, compté",
    GenreCode.EXCUSE: "Absent, excusé",
    GenreCode.RETARD: "En retard",
    GenreCode.DISPENSE: "Dispensé",
}
ANNONCE = "hourglass-medium"
"""A word that only comes from what was told: nobody called the pupil yet."""
A_POINTER = Cellule("À pointer", Genre.SECOND)


def jour_court(le: date) -> str:
    """``mer. 25/11``."""
    return f"{JOURS_ABREGES[le.weekday()]} {le.day:02}/{le.month:02}"


def titre_seance(seance: SeanceVue) -> str:
    """``mer. 25/11, 14:00``: where it is held."""
    return f"{jour_court(seance.le)}, {heure_fr(seance.a)}"


def colonnes_appel(seance: SeanceVue | None, *, tours: bool) -> tuple[Colonne, ...]:
    """The pupils, their turn in a block, their word under the day of the lesson."""
    titre = titre_seance(seance) if seance is not None else "Pointage"
    passage = (Colonne("passage", "Passage", 66, est_triable=False),) if tours else ()
    return (
        Colonne("nom", "Élève", 100, est_triable=False, est_etirable=True),
        *passage,
        Colonne("mot", titre, 134, est_triable=False),
    )


def mot_de(codes: Sequence[CodeVu], code: str) -> CodeVu:
    """A word of the site by its key; one that the table lost says its key."""
    return next((c for c in codes if c.code == code), CodeVu(code, code, GenreCode.PRESENT))


def cellule_mot(pointage: Pointage, codes: Sequence[CodeVu]) -> Cellule:
    """The word of a pupil as a chip: word, colour, icon."""
    if not pointage.code:
        return A_POINTER
    mot = mot_de(codes, pointage.code)
    ton, icone = TONS[mot.genre]
    libelle = f"{mot.libelle} {pointage.retard_min}\u00a0min" if pointage.retard_min else mot.libelle
    return puce(libelle, ton, icone if pointage.est_ecrit else ANNONCE)


def cellules_appel(ligne: LigneAppel, codes: Sequence[CodeVu], *, tours: bool) -> Sequence[Cellule]:
    """A row of the roll call."""
    passage = (Cellule(heure_ou_rien(ligne.passage)),) if tours else ()
    return (nom(ligne.nom, ligne.prenom, ligne.eleve_id), *passage, cellule_mot(ligne.pointage, codes))


def heure_ou_rien(heure: time | None) -> str:
    """A time, empty where there is none."""
    return "" if heure is None else heure_fr(heure)


def compte_pointes(feuille: FeuilleAppel) -> str:
    """``9 sur 14 pointés``."""
    total = len(feuille.lignes)
    return f"{feuille.pointes} sur {total} pointé{'s' if total > 1 else ''}"


def dire_seance(seance: SeanceVue, *, est_a_venir: bool) -> tuple[Ton, str] | None:
    """What the person must know of a lesson before calling it, None for a plain one."""
    motif = f" ({seance.motif})" if seance.motif else ""
    prevu = f"{jour_court(seance.cle.jour_le)} à {heure_fr(seance.cle.debut)}"
    rattrapee = f" Rattrapée le {date_fr(seance.rattrapee_le)}." if seance.rattrapee_le is not None else ""
    if seance.etat is EtatSeance.ANNULEE:
        return "warn", f"Séance annulée{motif}.{rattrapee}"
    if seance.etat is EtatSeance.ENSEIGNANT_ABSENT:
        return "warn", f"Enseignant absent\u00a0: la séance n’a pas lieu.{rattrapee}"
    if seance.etat is EtatSeance.DEPLACEE:
        return "info", f"Séance déplacée, prévue {prevu}{motif}."
    if seance.etat is EtatSeance.RATTRAPAGE:
        manquee = f" de la séance du {date_fr(seance.rattrape_le)}" if seance.rattrape_le is not None else ""
        return "info", f"Rattrapage{manquee}{motif}."
    return ("info", "Séance à venir\u00a0: l’appel se fait le jour même.") if est_a_venir else None


def dire_feuille(feuille: FeuilleAppel) -> tuple[Ton, str] | None:
    """What the person must know before calling: of the lesson, else of the calendar of the site."""
    dit = dire_seance(feuille.seance, est_a_venir=feuille.est_a_venir)
    if dit is None and feuille.est_sans_calendrier:
        return (
            "warn",
            "Le calendrier du site est vide\u00a0: les vacances ne sont pas écartées (Outils, Offre, Vacances).",
        )
    return dit


def dire_fin(seance: SeanceVue) -> str:
    """Who ended the roll call, empty while nobody did."""
    return f"Appel terminé par {seance.appel_par}" if seance.appel_a is not None else ""


def infos_eleve(ligne: LigneAppel, ha: str) -> str:
    """Who the current pupil is, and whom to call."""
    age = f"{ligne.age} an{'s' if ligne.age > 1 else ''}" if ligne.age is not None else ""
    urgence = " ".join(mot for mot in (ligne.a_prevenir, ligne.tel_urgence.replace(" ", "\u00a0")) if mot)
    morceaux = (age, ha, f"Urgence\u00a0: {urgence}" if urgence else "")
    return " · ".join(mot for mot in morceaux if mot)


def dire_pointage(pointage: Pointage, fuseau: ZoneInfo) -> str:
    """Who called a pupil and when, or what was told of his absence."""
    if pointage.a is not None:
        return f"Pointé par {pointage.par} le {instant_fr(pointage.a, fuseau)}"
    return f"Absence annoncée\u00a0: {pointage.annonce}" if pointage.annonce else ""
