"""Time to open a family's re-enrolment (with its statements) and to deposit one, on a demonstration base.

``python benchmarks/reinscription.py [--familles N] [--annees A]``: p50 and p95 in milliseconds; raw SQL is the same
statements run again through the driver alone.
"""

import argparse
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event, select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models import Annee, Dossier, DossierEleve, Site
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.lectures.reinscription import DossierVu, lire_dossier
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.services.reinscription.valider import DeclarationAcceptee, ReponseVue, Valider, valider

JOUR = date(2026, 5, 20)
MIDI = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def dire(nom: str, durees: list[float], suite: str = "") -> None:
    p95 = statistics.quantiles(durees, n=20)[18]
    print(f"{nom:<28} p50 {statistics.median(durees):7.2f} ms   p95 {p95:7.2f} ms   n={len(durees)} {suite}")


def foyers(base: Base, site_id: int, etat: EtatDossier, nombre: int) -> list[int]:
    with base.lire() as session:
        requete = (
            select(Dossier.foyer_id)
            .join(DossierEleve, DossierEleve.dossier_id == Dossier.id)
            .where(DossierEleve.etat == etat)
            .order_by(Dossier.id)
            .distinct()
        )
        requete = requete.where(Dossier.foyer_id.in_(_du_site(site_id)))
        return list(session.execute(requete.limit(nombre)).scalars())


def _du_site(site_id: int) -> Any:
    from imuse_desk.models import Foyer

    return select(Foyer.id).where(Foyer.site_id == site_id)


def ouvrir(ctx: Contexte, base: Base, familles: list[int]) -> None:
    lire_dossier(ctx, foyer_id=familles[0])
    ordres: list[tuple[str, Any]] = []

    def noter(_c: Any, _k: Any, sql: str, parametres: Any, *_: Any) -> None:
        ordres.append((sql, parametres))

    durees, nombres = [], []
    for foyer_id in familles:
        debut = time.perf_counter()
        lire_dossier(ctx, foyer_id=foyer_id)
        durees.append((time.perf_counter() - debut) * 1000)
    event.listen(base.moteur, "before_cursor_execute", noter)
    brutes = []
    for foyer_id in familles:
        ordres.clear()
        lire_dossier(ctx, foyer_id=foyer_id)
        lus = [(sql, p) for sql, p in ordres if sql.startswith("SELECT")]
        nombres.append(len(lus))
        with base.moteur.connect() as connexion:
            curseur = connexion.connection.cursor()
            debut = time.perf_counter()
            for sql, parametres in lus:
                curseur.execute(sql, parametres)
                curseur.fetchall()
            brutes.append((time.perf_counter() - debut) * 1000)
    event.remove(base.moteur, "before_cursor_execute", noter)
    dire("open a dossier", durees, f"{max(nombres)} statements")
    dire("the same statements, raw", brutes)
    print(f"ratio to raw SQL {statistics.median(durees) / statistics.median(brutes):.1f}")


def preparer(ctx: Contexte, vu: DossierVu) -> Valider | None:
    """Tick every course of every child at the first time that fits; None where nothing does."""
    reponses = []
    for enfant in vu.enfants:
        if enfant.dossier_eleve_id is None or enfant.etat is not EtatDossier.SANS_REPONSE:
            return None
        version = enfant.version
        for ligne in enfant.lignes:
            if ligne.cours_id is None or not ligne.a_case:
                continue
            for creneau in ligne.creneaux or (None,):
                saisie = LigneSaisie(
                    ligne.cours_id, est_demandee=True, creneau_id=creneau.creneau_id if creneau else None
                )
                try:
                    version = saisir(ctx, SaisirReponse(enfant.dossier_eleve_id, version, (saisie,))).resultat[
                        "version"
                    ]
                    break
                except RegleMetier:
                    continue
        reponses.append(ReponseVue(enfant.dossier_eleve_id, version))
    return Valider(vu.dossier_id, tuple(reponses), DeclarationAcceptee("Claire Martin", JOUR, "guichet"))


def deposer(ctx: Contexte, familles: list[int]) -> None:
    durees, refus = [], 0
    for foyer_id in familles:
        commande = preparer(ctx, lire_dossier(ctx, foyer_id=foyer_id))
        if commande is None:
            continue
        debut = time.perf_counter()
        try:
            depose = valider(ctx, commande).resultat
        except RegleMetier as regle:
            refus += 1
            print("refused:", regle.code, regle.params)
            continue
        durees.append((time.perf_counter() - debut) * 1000)
        assert not depose.accuse_erreur, depose
    dire("Valider, accusé PDF included", durees, f"{refus} refused by a rule")


def main() -> None:
    lecteur = argparse.ArgumentParser()
    lecteur.add_argument("--familles", type=int, default=2000)
    lecteur.add_argument("--annees", type=int, default=3)
    lecteur.add_argument("--mesures", type=int, default=300)
    options = lecteur.parse_args()
    with tempfile.TemporaryDirectory() as dossier:
        base = Base.ouvrir(lire_url(str(Path(dossier) / "demo.db")))
        depot = Depot(Path(dossier) / "documents")
        debut = time.perf_counter()
        creer_demonstration(base, depot, familles=options.familles, annees=options.annees, date=JOUR)
        print(f"demonstration base of {options.familles} families in {time.perf_counter() - debut:.1f} s")
        with base.lire() as session:
            site = session.execute(select(Site.id).order_by(Site.id)).scalars().first() or 0
            annee = session.execute(select(Annee.id).where(Annee.etat == "ouverte")).scalars().first() or 0
        ctx = Contexte(
            base, depot, "Aline Martin", None, {site: frozenset({Role.SECRETARIAT})}, site, annee, "mesure",
            horloge=lambda: MIDI,
        )  # fmt: skip
        ouvrir(ctx, base, foyers(base, site, EtatDossier.A_VERIFIER, options.mesures // 3) + foyers(
            base, site, EtatDossier.SANS_REPONSE, options.mesures
        ))  # fmt: skip
        deposer(ctx, foyers(base, site, EtatDossier.SANS_REPONSE, options.mesures // 3))
        base.fermer()


if __name__ == "__main__":
    main()
