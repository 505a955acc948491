"""Evaluations of the invented network: the shipped tables at each site, a period marked and validated, one begun."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, select

from imuse_desk.domain.evaluations import EtatFeuille, Portee, types_du_cours
from imuse_desk.models import (
    Affectation,
    Annee,
    Appreciation,
    Bareme,
    Cours,
    CreneauEnseignant,
    Critere,
    Discipline,
    Enseignant,
    Evaluation,
    FeuilleEvaluation,
    Inscription,
    MotEvaluation,
    PeriodeEvaluation,
    Personne,
    Phrase,
    TypeEvaluation,
)
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.maison import AUTEUR, AnneeCree, Maison
from imuse_desk.services.suivi.tables_livrees import jour_de_l_annee, tables_livrees

PART_ABSENTE, PART_COMMENTEE, PART_VALIDEE = 0.02, 0.9, 0.7
PAS, MAXIMUM = 25, 500


Periode = tuple[int, datetime, datetime]
"""A period once written, its first and last instants."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables of a site once written: kinds with their scope and criteria."""

    portees: Sequence[Portee]
    criteres: Sequence[Sequence[int]]


def creer_evaluations(connexion: Connection, ecrivain: Ecrivain, alea: random.Random, maison: Maison) -> None:
    """Write the tables of each site, then marks: last year's last period, and the periods begun of the current one."""
    tables = {site.id: _tables(ecrivain, maison, site.id) for site in maison.sites}
    for annee in maison.annees:
        if annee.rang not in {-1, 0}:
            continue
        periodes = {site.id: _periodes(ecrivain, annee, site.id) for site in maison.sites}
        for cours, inscrits in _eleves(connexion, annee.id).items():
            cours_id, site_id, cursus_id, discipline_id, est_individuelle = cours
            siennes = tables[site_id]
            retenus = types_du_cours(siennes.portees, Portee(cursus_id, discipline_id, est_individuelle))
            criteres = [critere for rang in retenus for critere in siennes.criteres[rang]]
            for periode in periodes[site_id][annee.rang :] if annee.rang else periodes[site_id]:
                if periode[1] <= maison.horloge:
                    _remplir(ecrivain, alea, (annee.id, cours_id), periode, criteres, inscrits, maison.horloge)
            ecrivain.soulager()


def _remplir(
    ecrivain: Ecrivain, alea: random.Random, feuille: tuple[int, int], periode: Periode, criteres: Sequence[int],
    inscrits: Sequence[tuple[int, str]], maintenant: datetime,
) -> None:  # fmt: skip
    """One sheet: whole and mostly validated once its period is over, else as far as the teacher got."""
    annee_id, cours_id = feuille
    periode_id, debut, fin = periode
    est_finie = fin < maintenant
    validee = est_finie and alea.random() < PART_VALIDEE
    ecrivain.ajouter(
        FeuilleEvaluation, annee_id=annee_id, cours_id=cours_id, periode_id=periode_id,
        etat=EtatFeuille.VALIDEE if validee else EtatFeuille.OUVERTE,
        validee_a=fin + timedelta(days=3) if validee else None, validee_par=AUTEUR if validee else "",
    )  # fmt: skip
    a = max(min(fin, maintenant) - timedelta(days=alea.randint(1, 9)), debut)
    notes, textes = (1.0, PART_COMMENTEE) if est_finie else (alea.uniform(0.6, 1), PART_COMMENTEE / 1.5)
    for inscription_id, prof in inscrits:
        if alea.random() >= notes:
            continue
        lieu = {"annee_id": annee_id, "inscription_id": inscription_id, "periode_id": periode_id}
        _noter(ecrivain, alea, lieu, criteres, a, prof)
        if alea.random() < textes:
            ecrivain.ajouter(Appreciation, texte=alea.choice(tables_livrees()["phrases"]), par=prof, a=a, **lieu)


def _noter(
    ecrivain: Ecrivain, alea: random.Random, lieu: dict[str, int], criteres: Sequence[int], a: datetime, prof: str
) -> None:
    """A pupil's marks turn around his own level; one who was absent was for the whole period."""
    absent = alea.random() < PART_ABSENTE
    niveau = alea.triangular(2.5, 5, 4.2)
    for critere_id in criteres:
        brute = round(min(5, max(1, niveau + alea.uniform(-0.8, 0.8))) * 100 / PAS) * PAS
        ecrivain.ajouter(
            Evaluation, critere_id=critere_id, le=a.date(), valeur=None if absent else min(brute, MAXIMUM),
            est_absent=absent, motif="maladie" if absent else "", par=prof, a=a, **lieu,
        )  # fmt: skip


def _eleves(connexion: Connection, annee_id: int) -> dict[tuple[Any, ...], list[tuple[int, str]]]:
    """Active enrolments of the year by course, with the name of who teaches each."""
    lignes = connexion.execute(
        select(
            Cours.id, Cours.site_id, Cours.cursus_id, Cours.discipline_id, Discipline.est_individuelle, Inscription.id,
            Personne.prenom, Personne.nom,
        )
        .join(Discipline, Discipline.id == Cours.discipline_id)
        .join(Inscription, Inscription.cours_id == Cours.id)
        .join(Affectation, Affectation.inscription_id == Inscription.id)
        .join(CreneauEnseignant, CreneauEnseignant.creneau_id == Affectation.creneau_id)
        .join(Enseignant, Enseignant.id == CreneauEnseignant.enseignant_id)
        .join(Personne, Personne.id == Enseignant.personne_id)
        .where(Inscription.annee_id == annee_id, Inscription.etat == "active")
        .order_by(Cours.id, Inscription.id)
    )  # fmt: skip
    eleves: defaultdict[tuple[Any, ...], dict[int, str]] = defaultdict(dict)
    for *cours, inscription_id, prenom, nom in lignes:
        eleves[tuple(cours)].setdefault(inscription_id, f"{prenom} {nom}".strip())
    return {cours: list(siens.items()) for cours, siens in eleves.items()}


def _tables(ecrivain: Ecrivain, maison: Maison, site_id: int) -> _Tables:
    livrees = tables_livrees()
    baremes = {b["libelle"]: ecrivain.ajouter(Bareme, site_id=site_id, **b) for b in livrees["baremes"]}
    portees, criteres = [], []
    for ordre, livre in enumerate(livrees["types"], start=1):
        discipline_id = maison.disciplines[livre["discipline"]] if "discipline" in livre else None
        portee = Portee(None, discipline_id, livre.get("est_individuelle"))
        type_id = ecrivain.ajouter(
            TypeEvaluation, site_id=site_id, libelle=livre["libelle"], discipline_id=discipline_id,
            est_individuelle=portee.est_individuelle, ordre=ordre,
        )  # fmt: skip
        portees.append(portee)
        criteres.append(
            [
                ecrivain.ajouter(
                    Critere, type_id=type_id, libelle=c["libelle"], bareme_id=baremes[c["bareme"]], poids=c["poids"],
                    ordre=rang,
                )
                for rang, c in enumerate(livre["criteres"], start=1)
            ]
        )  # fmt: skip
    for genre, mots in livrees["mots"].items():
        for ordre, mot in enumerate(mots, start=1):
            ecrivain.ajouter(MotEvaluation, site_id=site_id, genre=genre, ordre=ordre, **mot)
    for ordre, phrase in enumerate(livrees["phrases"], start=1):
        ecrivain.ajouter(Phrase, site_id=site_id, texte=phrase, ordre=ordre)
    return _Tables(portees, criteres)


def _periodes(ecrivain: Ecrivain, annee: AnneeCree, site_id: int) -> list[Periode]:
    """The shipped periods in a year."""
    cadre = Annee(debut_le=annee.debut_le, fin_le=annee.fin_le)
    periodes: list[Periode] = []
    for p in tables_livrees()["periodes"]:
        du_le, au_le, saisie = (jour_de_l_annee(cadre, p[cle]) for cle in ("du", "au", "saisie"))
        ident = ecrivain.ajouter(
            PeriodeEvaluation, site_id=site_id, annee_id=annee.id, libelle=p["libelle"], genre=p["genre"], du_le=du_le,
            au_le=au_le, saisie_jusqu_au=saisie,
        )  # fmt: skip
        periodes.append((ident, datetime.combine(du_le, time(12), UTC), datetime.combine(au_le, time(12), UTC)))
    return periodes
