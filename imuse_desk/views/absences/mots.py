"""Words of the window of absences: letters, teachers away, the ladder. Qt-free."""

from collections import Counter
from collections.abc import Sequence

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, heure_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.presences import ActionPalier, Intervalle, Mesure, Portee
from imuse_desk.services.suivi.absents_lus import AbsentVu, FamilleConcernee, LeconTombee
from imuse_desk.services.suivi.courriers import ApercuCourriers, Ecrits, LigneCourrier
from imuse_desk.services.suivi.paliers import PalierVu
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, puce, vide

COURRIERS, LETTRES = Mots("courrier", "courriers"), Mots("lettre", "lettres", est_feminin=True)
COURRIELS, FAMILLES = Mots("courriel", "courriels"), Mots("famille", "familles", est_feminin=True)
MESURES = {Mesure.CUMUL.value: "Au total", Mesure.CONSECUTIF.value: "À la suite"}
PORTEES = {Portee.COURS.value: "Un même cours", Portee.ELEVE.value: "Tous les cours de l’élève"}
INTERVALLES = {Intervalle.PERIODE.value: "Le début de la période", Intervalle.ANNEE.value: "Le début de l’année"}
ACTIONS = {
    ActionPalier.COURRIER.value: "Courrier",
    ActionPalier.AVERTISSEMENT.value: "Avertissement",
    ActionPalier.CONSEIL.value: "Conseil d’orientation",
}
COLONNES_COURRIERS = (
    Colonne("eleve", "Élève", 190),
    Colonne("famille", "Famille", 190, est_etirable=True),
    Colonne("palier", "Palier", 192),
    Colonne("absences", "Absences", 78, "droite", nature=Nature.NOMBRE),
    Colonne("cours", "Cours", 190),
    Colonne("derniere", "Dernière", 98, nature=Nature.DATE),
    Colonne("par", "Par", 150),
)
COLONNES_PALIERS = (
    Colonne("rang", "Palier", 56, "droite", nature=Nature.NOMBRE),
    Colonne("seuil", "Absences", 150, est_etirable=True),
    Colonne("action", "Action", 146),
)
COLONNES_ABSENTS = (
    Colonne("enseignant", "Enseignant", 130, est_etirable=True),
    Colonne("du", "Du", 96, nature=Nature.DATE),
    Colonne("au", "Au", 96, nature=Nature.DATE),
    Colonne("tombees", "Cours", 54, "droite", nature=Nature.NOMBRE),
    Colonne("restent", "À rattraper", 98, "droite", nature=Nature.NOMBRE),
)
COLONNES_LECONS = (
    Colonne("le", "Jour", 124),
    Colonne("heure", "Heure", 104),
    Colonne("cours", "Cours", 150, est_etirable=True),
    Colonne("site", "Site", 76),
    Colonne("salle", "Salle", 74),
    Colonne("suite", "Suite", 166),
)
COLONNES_FAMILLES = (
    Colonne("eleve", "Élève", 120),
    Colonne("adultes", "À prévenir", 158),
    Colonne("telephones", "Téléphones", 192),
    Colonne("courriels", "Courriels", 120, est_etirable=True),
    Colonne("cours", "Cours", 58, "droite", nature=Nature.NOMBRE),
)


def cellules_courrier(ligne: LigneCourrier) -> Sequence[Cellule]:
    """A letter that is due."""
    du = ligne.du
    if ligne.sans_adresse:
        par = puce("Adresse incomplète", "warn", "warning")
    else:
        par = Cellule(ligne.courriel or "Lettre", Genre.SECOND)
    return (
        Cellule(du.nom, Genre.NOM, second=du.prenom),
        lien(ligne.famille) if ligne.famille else vide(),
        puce(f"{du.palier.rang} · {ACTIONS[du.palier.action.value]}", "info", "envelope-simple"),
        Cellule(str(len(du.lecons)), Genre.MONTANT),
        Cellule(", ".join(du.cours)),
        Cellule(date_fr(du.lecons[-1].a.date()), Genre.SECOND),
        par,
    )


def dire_perdus(apercu: ApercuCourriers) -> str:
    """Whom nobody can tell, and why; empty when everybody is told."""
    if not apercu.perdus:
        return ""
    noms = [
        f"{p.eleve} ({p.famille or 'sans famille'}, {'accès restreint' if p.est_restreint else 'personne à prévenir'})"
        for p in apercu.perdus
    ]
    return f"Non prévenus\u00a0: {', '.join(noms)}."


def details(apercu: ApercuCourriers) -> list[tuple[str, str]]:
    """What the last question counts: letters by step, then by means."""
    paliers = Counter(x.du.palier.rang for x in apercu.a_ecrire)
    courriels = sum(1 for x in apercu.a_ecrire if x.courriel)
    lettres = len(apercu.a_ecrire) - courriels
    lignes = [(f"Palier {rang}", COURRIERS.compte(n)) for rang, n in sorted(paliers.items())]
    moyens = [("Lettres", str(lettres))] if lettres else []
    return [*lignes, *moyens, *([("Courriels", str(courriels))] if courriels else [])]


def dire_ecrits(ecrits: Ecrits) -> str:
    """What a batch wrote."""
    parts = []
    if ecrits["lettres"]:
        parts.append(f"{LETTRES.compte(ecrits['lettres'])} à imprimer")
    if ecrits["courriels"]:
        parts.append(f"{COURRIELS.compte(ecrits['courriels'])} en partance")
    if ecrits["ecartes"]:
        parts.append(f"{COURRIERS.compte(ecrits['ecartes'])} à revoir")
    return ", ".join(parts)


def cellules_palier(palier: PalierVu) -> Sequence[Cellule]:
    """A step of the ladder."""
    combien = f"{palier.seuil} {'absence' if palier.seuil == 1 else 'absences'}"
    comment = "à la suite" if palier.mesure is Mesure.CONSECUTIF else ""
    ou = "par cours" if palier.portee is Portee.COURS else "en tout"
    quand = "période" if palier.intervalle is Intervalle.PERIODE else "année"
    second = ", ".join(x for x in (comment, ou, quand) if x)
    return Cellule(str(palier.rang)), Cellule(combien, second=second), Cellule(ACTIONS[palier.action.value])


def cellules_absent(absent: AbsentVu) -> Sequence[Cellule]:
    """A teacher's absence."""
    return (
        Cellule(absent.nom, Genre.FORT),
        Cellule(date_fr(absent.du_le)),
        Cellule(date_fr(absent.au_le)),
        Cellule(str(absent.tombees), Genre.MONTANT) if absent.tombees else vide(),
        Cellule(str(absent.a_rattraper), Genre.MONTANT, ton="warn") if absent.a_rattraper else vide(),
    )


def cellules_lecon(lecon: LeconTombee) -> Sequence[Cellule]:
    """A lesson of the absence, and what becomes of it."""
    if lecon.remplacant:
        suite = puce(lecon.remplacant, "ok", "check-circle")
    elif lecon.rattrapee_le:
        suite = puce(f"Rattrapé le {date_fr(lecon.rattrapee_le)}", "info", "calendar")
    else:
        suite = puce("À rattraper", "warn", "warning")
    return (
        Cellule(f"{JOURS_ABREGES[lecon.le.weekday()]} {date_fr(lecon.le)}"),
        Cellule(f"{heure_fr(lecon.debut)} – {heure_fr(lecon.fin)}", Genre.SECOND),
        Cellule(lecon.cours, Genre.FORT),
        Cellule(lecon.site, Genre.SECOND),
        Cellule(lecon.salle, Genre.SECOND) if lecon.salle else vide(),
        suite,
    )


def cellules_famille(famille: FamilleConcernee) -> Sequence[Cellule]:
    """A household to tell."""
    return (
        lien(famille.eleve),
        Cellule(famille.adultes) if famille.adultes else puce("Personne à prévenir", "warn", "warning"),
        Cellule(famille.telephones) if famille.telephones else vide(),
        Cellule(famille.courriels, Genre.SECOND) if famille.courriels else vide(),
        Cellule(str(len(famille.lecons)), Genre.MONTANT),
    )
