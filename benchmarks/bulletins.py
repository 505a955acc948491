"""The bulletins of a house of 3,000 pupils: listed, issued (composed, sealed, recorded), printed as one file a site.

Each pupil has a mark on every criterion of his courses and a comment of some 250 characters; CPU of one process.
"""

import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from benchmarks.mesure import Ligne, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.bulletins import Ordre
from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Annee,
    Appreciation,
    Cours,
    Evaluation,
    FeuilleEvaluation,
    Inscription,
    PeriodeEvaluation,
    Site,
)
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.suivi.bulletins import emettre_bulletins, lire_bulletins
from imuse_desk.services.suivi.criteres import criteres_des_cours
from imuse_desk.services.suivi.papiers_bulletins import imprimer_bulletins
from imuse_desk.services.suivi.tables_livrees import reprendre_tables

FAMILLES, JOUR, MORCEAU = 2_100, date(2026, 11, 25), 2_000
PHRASE = "Travail régulier et écoute fine\u00a0; la lecture progresse, la main gauche doit rester souple. "


def mesurer() -> Iterator[Ligne]:
    """Every site, one after the other."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "demo.db"
        base = Base.ouvrir(lire_url(str(chemin)))
        depot = depot_pres_de(chemin)
        creer_demonstration(base, depot, familles=FAMILLES, date=JOUR)
        ctx = contexte(base, depot)
        with base.lire() as session:
            annee = session.scalars(select(Annee.id).where(Annee.etat == "ouverte")).one()
            sites = list(session.scalars(select(Site.id)))
        lieux = []
        for site_id in sites:
            la = replace(ctx, roles={site_id: frozenset(Role)}, site_id=site_id, annee_id=annee)
            lieux.append((la, noter(la)))
        listes = [lire_bulletins(*lieu) for lieu in lieux]
        eleves = [[x.eleve_id for x in liste.lignes if x.motif is None] for liste in listes]
        n = sum(map(len, eleves))
        yield Ligne(f"{n} bulletins listés", [_mesurer(lieux, lire_bulletins) for _ in range(3)], but=2_000)
        avant = memoire()

        def emettre() -> None:
            for lieu, ids in zip(lieux, eleves, strict=True):
                emettre_bulletins(*lieu, ids)

        emission = [chronometrer(emettre, time.process_time)]
        note = f"{avant} Mo avant, {memoire()} Mo au plus"
        yield Ligne(f"{n} bulletins émis (CPU)", emission, but=15_000, note=note)
        papiers: list[Any] = []

        def imprimer() -> None:
            papiers.extend(imprimer_bulletins(*lieu, Ordre.COURS) for lieu in lieux)

        impression = [chronometrer(imprimer, time.process_time)]
        pages = sum(papier.nombre for papier in papiers)
        note = f"{memoire()} Mo au plus, {sum(len(p.octets) for p in papiers) // 1_000_000} Mo de PDF"
        yield Ligne(f"{pages} bulletins imprimés (CPU)", impression, but=10_000, note=note)
        yield Ligne(f"{pages} bulletins, en tout (CPU)", [emission[0] + impression[0]], but=25_000)
        base.fermer()


def memoire() -> int:
    """The peak so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _mesurer(lieux: Sequence[tuple[Contexte, int]], lire: Any) -> float:
    return chronometrer(lambda: [lire(*lieu) for lieu in lieux], time.process_time)


def noter(ctx: Contexte) -> int:
    """Marks, comments and validated sheets for every pupil of the site in its last period; gives the period."""
    reprendre_tables(ctx)

    def ecrire(unite: Unite) -> int:
        session = unite.session
        ou = (PeriodeEvaluation.site_id == ctx.site_id, PeriodeEvaluation.annee_id == ctx.annee_id)
        periode = session.scalars(select(PeriodeEvaluation).where(*ou).order_by(PeriodeEvaluation.du_le.desc())).first()
        if periode is None:
            message = "the shipped tables have periods"
            raise RuntimeError(message)
        inscrits = session.execute(
            select(Inscription.id, Inscription.cours_id)
            .join(Cours, Cours.id == Inscription.cours_id)
            .where(
                Inscription.site_id == ctx.site_id, Inscription.annee_id == ctx.annee_id, Inscription.etat == "active"
            )
        ).all()
        criteres = criteres_des_cours(session, {x.cours_id for x in inscrits}, periode.id)
        commun = {"annee_id": ctx.annee_id, "periode_id": periode.id, "par": "essai", "a": unite.maintenant}
        notes = [
            commun
            | {
                "inscription_id": x.id, "critere_id": c.id, "le": periode.du_le, "version": 1,
                "valeur": (x.id + rang) % 21 * c.echelle.maximum // 2000 * 100,
            }
            for x in inscrits
            for rang, c in enumerate(criteres[x.cours_id])
            if c.echelle.est_nombre
        ]  # fmt: skip
        textes = [
            commun | {"inscription_id": x.id, "texte": f"{x.id}. {PHRASE * 3}"[:250], "version": 1} for x in inscrits
        ]
        feuilles = [
            {"annee_id": ctx.annee_id, "cours_id": cours_id, "periode_id": periode.id, "etat": "validee", "version": 1}
            for cours_id in {x.cours_id for x in inscrits}
        ]
        for modele, lignes in ((Evaluation, notes), (Appreciation, textes), (FeuilleEvaluation, feuilles)):
            for debut in range(0, len(lignes), MORCEAU):
                session.execute(insert(modele), lignes[debut : debut + MORCEAU])
        return periode.id

    return ctx.ecrire("noter", ecrire).resultat
