"""Unjustified absences counted for every pupil of a base with its roll calls, against the plain sum of SQL."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.mesure import Ligne, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.presences import Portee
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee, Compte, Cours, Creneau, CreneauEnseignant, Eleve, Enseignant
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.alertes import lire_alertes
from imuse_desk.services.suivi.compteurs import compter_par, lire_comptees
from imuse_desk.services.suivi.courriers import apercu_courriers

FOIS, BUT_MS = 5, 2_000
_NU = """SELECT i.eleve_id, count(*) FROM inscription i JOIN presence p ON p.inscription_id = i.id AND p.code = 'A'
JOIN seance s ON s.id = p.seance_id WHERE i.annee_id = ? AND s.etat NOT IN ('annulee', 'enseignant_absent')
GROUP BY i.eleve_id"""


def mesurer(chemin: Path) -> Iterator[Ligne]:
    """Counters of each year in turn, in processor time; then the letters due and the alerts of a site."""
    base = Base.ouvrir(lire_url(str(chemin)))
    ctx = contexte(base, depot_pres_de(chemin))
    with ctx.lire() as session:
        annees = list(session.scalars(select(Annee.id).order_by(Annee.id)))
        eleves = len(session.scalars(select(Eleve.id)).all())
    with closing(sqlite3.connect(f"file:{chemin}?mode=ro", uri=True)) as brut:
        (lignes,) = brut.execute("SELECT count(*) FROM presence").fetchone()

        def nu() -> None:
            for annee in annees:
                brut.execute(_NU, (annee,)).fetchall()

        brutes = [chronometrer(nu, time.process_time) for _ in range(FOIS)]
    for quoi, suites in (
        (f"compteurs, {eleves} élèves, {lignes} présences", frozenset[Portee]()),
        ("  avec les suites de chaque cours", frozenset({Portee.COURS})),
        ("  et celles de chaque élève", frozenset(Portee)),
    ):
        durees = [
            chronometrer(lambda s=suites: _compter(ctx, annees, s), time.process_time)  # type: ignore[misc]
            for _ in range(FOIS)
        ]
        yield Ligne(quoi, durees, brutes, but=BUT_MS, note="temps processeur, toutes les années")
    durees = [chronometrer(lambda: apercu_courriers(ctx), time.process_time) for _ in range(FOIS)]
    yield Ligne(f"courriers dus d’un site ({len(apercu_courriers(ctx).lignes)})", durees, note="temps processeur")
    for qui, sien in (("du secrétariat", ctx), ("d’un enseignant", _enseignant(ctx))):
        durees = [chronometrer(lambda c=sien: lire_alertes(c), time.process_time) for _ in range(FOIS)]  # type: ignore[misc]
        yield Ligne(f"à suivre {qui} ({len(lire_alertes(sien))} lignes)", durees, note="temps processeur")
    base.fermer()


def _enseignant(ctx: Contexte) -> Contexte:
    """A teacher of the site with many weekly times this year, signed in."""
    nombre = func.count(CreneauEnseignant.id)
    with ctx.lire() as session:
        compte_id = session.scalars(
            select(Compte.id)
            .join(Enseignant, Enseignant.personne_id == Compte.personne_id)
            .join(CreneauEnseignant, CreneauEnseignant.enseignant_id == Enseignant.id)
            .join(Creneau, Creneau.id == CreneauEnseignant.creneau_id)
            .join(Cours, Cours.id == Creneau.cours_id)
            .where(Cours.annee_id == ctx.annee_id)
            .group_by(Compte.id)
            .order_by(nombre.desc(), Compte.id)
        ).first()
    return replace(ctx, compte_id=compte_id, roles={ctx.site_id: frozenset({Role.ENSEIGNANT})})


def _compter(ctx: Contexte, annees: list[int], suites: frozenset[Portee]) -> None:
    with ctx.lire() as session:
        for annee_id in annees:
            comptees = lire_comptees(session, annee_id, suites=suites)
            for portee in Portee:
                compter_par(comptees, portee)
