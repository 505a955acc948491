"""Roll calls of the invented pupils: as many as asked, the latest lessons first, mostly present."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.seances import Fermeture, Hebdomadaire, jours_prevus
from imuse_desk.models import (
    Absence,
    Affectation,
    Cours,
    Creneau,
    CreneauEnseignant,
    Enseignant,
    Inscription,
    JourFerme,
    Personne,
    Presence,
    Seance,
)
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.maison import AnneeCree, Maison

MOTS, POIDS = ("P", "A", "E", "R", "D"), (90, 4, 3, 2, 1)
A_APPELER_JOURS = 7
"""The last lesson of each weekly time is left to call."""
TELS = ("Appel des parents", "Mail des parents", "Mot dans le carnet")


@dataclass(frozen=True, slots=True)
class _Lecon:
    """A lesson of the past and the pupils who come to it: (enrolment, pupil)."""

    le: date
    debut: time
    duree_min: int
    creneau_id: int
    site_id: int
    prof: str
    eleves: tuple[tuple[int, int], ...]


def creer_presences(
    connexion: Connection, ecrivain: Ecrivain, alea: random.Random, maison: Maison, nombre: int
) -> None:  # fmt: skip
    """Write ``nombre`` rows of attendance, fewer where the years made hold fewer lessons already given."""
    reste = nombre
    for annee in sorted((a for a in maison.annees if a.rang <= 0), key=lambda a: -a.rang):
        if reste <= 0:
            return
        lecons = sorted(_lecons(connexion, maison, annee), key=lambda x: (x.le, x.debut, x.creneau_id), reverse=True)
        for lecon in lecons:
            if reste <= 0:
                break
            eleves = lecon.eleves[:reste]
            _appeler(ecrivain, alea, annee, lecon, eleves)
            reste -= len(eleves)
            ecrivain.soulager()


def _appeler(
    ecrivain: Ecrivain, alea: random.Random, annee: AnneeCree, lecon: _Lecon, eleves: tuple[tuple[int, int], ...]
) -> None:  # fmt: skip
    fin = datetime.combine(lecon.le, lecon.debut) + timedelta(minutes=lecon.duree_min)
    a = fin.replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    seance_id = ecrivain.ajouter(
        Seance, annee_id=annee.id, creneau_id=lecon.creneau_id, jour_le=lecon.le, debut=lecon.debut,
        duree_min=lecon.duree_min, etat=EtatSeance.PREVUE, appel_a=a, appel_par=lecon.prof,
    )  # fmt: skip
    for (inscription_id, eleve_id), code in zip(eleves, alea.choices(MOTS, POIDS, k=len(eleves)), strict=True):
        absence_id = None
        if code == "E":
            absence_id = ecrivain.ajouter(
                Absence, annee_id=annee.id, site_id=lecon.site_id, eleve_id=eleve_id, inscription_id=inscription_id,
                du_le=lecon.le, du_heure=lecon.debut, au_le=lecon.le, au_heure=fin.time(), est_justifiee=True,
                est_annoncee=True, caracteristique=alea.choice(TELS), par="Aline Martin", a=a,
            )  # fmt: skip
        ecrivain.ajouter(
            Presence, annee_id=annee.id, seance_id=seance_id, inscription_id=inscription_id, code=code,
            retard_min=alea.choice((5, 10, 15)) if code == "R" else None, absence_id=absence_id, par=lecon.prof, a=a,
        )  # fmt: skip


def _lecons(connexion: Connection, maison: Maison, annee: AnneeCree) -> list[_Lecon]:
    fermetures: defaultdict[int, list[Fermeture]] = defaultdict(list)
    jours = select(JourFerme.site_id, JourFerme.libelle, JourFerme.du_le, JourFerme.au_le)
    for site_id, libelle, du_le, au_le in connexion.execute(jours.where(JourFerme.annee_id == annee.id)):
        fermetures[site_id].append(Fermeture(libelle, du_le, au_le))
    eleves: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    inscrits = (
        select(Affectation.creneau_id, Inscription.id, Inscription.eleve_id)
        .join(Inscription, Inscription.id == Affectation.inscription_id)
        .where(Inscription.annee_id == annee.id, Inscription.etat == "active")
        .order_by(Inscription.id)
    )
    for creneau_id, inscription_id, eleve_id in connexion.execute(inscrits):
        eleves[creneau_id].append((inscription_id, eleve_id))
    profs = dict(
        iter(
            connexion.execute(
                select(CreneauEnseignant.creneau_id, Personne.prenom + " " + Personne.nom)
                .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
                .join(Personne, Personne.id == Enseignant.personne_id)
            )
        )
    )
    creneaux = (
        select(Creneau.id, Creneau.jour, Creneau.debut, Creneau.duree_min, Cours.site_id)
        .join(Cours, Cours.id == Creneau.cours_id)
        .where(Cours.annee_id == annee.id)
        .order_by(Creneau.id)
    )
    fin = min(annee.fin_le, maison.aujourdhui - timedelta(days=A_APPELER_JOURS))
    return [
        _Lecon(le, debut, duree, ident, site_id, profs.get(ident, "Aline Martin"), tuple(eleves[ident]))
        for ident, jour, debut, duree, site_id in connexion.execute(creneaux)
        if eleves[ident]
        for le in jours_prevus(Hebdomadaire(jour, debut, duree), annee.rentree_le, fin, fermetures[site_id])
    ]
