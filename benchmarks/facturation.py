"""Bill a house of 2,000 families, then read and check 100,000 pieces; raw: the same rows, the driver alone."""

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.mesure import Ligne, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.models import Annee, Ecriture, Foyer, LignePiece, PieceEmise, Site
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.facturation.compte_famille import lire_compte
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.registre_famille import soldes
from imuse_desk.services.facturation.verification import verifier

FAMILLES, PIECES, PAQUET, FOIS = 2_000, 100_000, 500, 20
JOUR = date(2026, 11, 25)


def mesurer() -> Iterator[Ligne]:
    """Preview and issue a call on every site; then a large base."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "demo.db"
        base = Base.ouvrir(lire_url(str(chemin)))
        creer_demonstration(base, depot_pres_de(chemin), familles=FAMILLES, date=JOUR)
        ctx = contexte(base, depot_pres_de(chemin))
        with base.lire() as session:
            annee = session.scalars(select(Annee.id).where(Annee.etat == "ouverte")).one()
            appels = [Appel(site, annee, Nature.COTISATIONS) for site in session.scalars(select(Site.id))]
        yield from _appeler(ctx, base, appels, Path(dossier) / "brut.db")
        yield from _grande(ctx, base)
        base.fermer()


def _a(ctx: Contexte, appel: Appel) -> Contexte:
    """The same person with her hats, at another site."""
    chapeaux = next(iter(ctx.roles.values()))
    return replace(ctx, roles={appel.site_id: chapeaux}, site_id=appel.site_id, annee_id=appel.annee_id)


def _appeler(ctx: Contexte, base: Base, appels: list[Appel], brut: Path) -> Iterator[Ligne]:
    def apercus() -> list[Any]:
        return [apercu_lot(_a(ctx, appel), appel) for appel in appels]

    durees = [chronometrer(apercus) for _ in range(3)]
    vus = apercus()
    factures = sum(len(v.a_emettre) for v in vus)
    yield Ligne(f"aperçu de {factures} factures", durees, but=500)

    def emettre_tout() -> None:
        for appel, vu in zip(appels, vus, strict=True):
            sien = _a(ctx, appel)
            poursuivre_lot(sien, ouvrir_lot(sien, vu).resultat)

    duree = chronometrer(emettre_tout)
    with base.lire() as session:
        rangees = {
            m.__tablename__: [tuple(r) for r in session.execute(select(m.__table__))]
            for m in (PieceEmise, LignePiece, Ecriture)
        }
    yield Ligne(
        f"émission de {factures} factures (prix, numéro, sceau)", [duree],
        [chronometrer(lambda: _inserer(brut, rangees))], but=1_000,
    )  # fmt: skip


def _inserer(brut: Path, rangees: dict[str, list[tuple[Any, ...]]]) -> None:
    """The rows alone: no price, no index, no trigger."""
    connexion = sqlite3.connect(brut)
    for nom, lignes in rangees.items():
        largeur = len(lignes[0])
        connexion.execute(f"CREATE TABLE {nom} ({', '.join(f'c{n}' for n in range(largeur))})")
        places = ", ".join("?" * largeur)
        ordre = f"INSERT INTO {nom} VALUES ({places})"  # noqa: S608 - names of our own tables
        connexion.executemany(ordre, ([str(v) for v in x] for x in lignes))
    connexion.commit()
    connexion.close()


def _grande(ctx: Contexte, base: Base) -> Iterator[Ligne]:
    with base.lire() as session:
        foyers = list(session.scalars(select(Foyer.id).order_by(Foyer.id)))
        deja = session.execute(select(func.count()).select_from(PieceEmise)).scalar_one()
    for debut in range(deja, PIECES, PAQUET):
        ctx.ecrire("remplir", lambda unite, d=debut: _remplir(unite, ctx, foyers, d))  # type: ignore[misc]
    foyer = foyers[len(foyers) // 2]
    yield Ligne(
        f"registre d’une famille, {PIECES} pièces", [chronometrer(lambda: lire_compte(ctx, foyer))
                                                     for _ in range(FOIS)], but=50,
    )  # fmt: skip

    def tous() -> None:
        with base.lire() as session:
            soldes(session)

    yield Ligne(f"soldes de {len(foyers)} familles, {PIECES} pièces", [chronometrer(tous) for _ in range(FOIS)], but=50)

    def controler() -> None:
        with base.lire() as session:
            fautes = verifier(session).fautes
        if fautes:
            raise RuntimeError(fautes[:3])

    yield Ligne(f"vérification de {PIECES} pièces", [chronometrer(controler)], but=30_000)


def _remplir(unite: Unite, ctx: Contexte, foyers: list[int], debut: int) -> None:
    """Small invoices, one line each."""
    bloc = Bloc(regie_de(unite.session, ctx.site_id), ctx.site_id, ctx.annee_id, Nature.COTISATIONS, ctx.aujourdhui())
    ligne = {"article": "X", "libelle": "Cours", "base": "", "montant": 1_250}
    contenu = {"groupes": [{"eleve_id": None, "lignes": [ligne]}], "echeances": [], "total": 1_250}
    pieces = [AEmettre(foyers[(debut + n) % len(foyers)], contenu, "Facture") for n in range(PAQUET)]
    emettre(unite, Serie.FACTURE, bloc, pieces)
