"""Open a family's re-enrolment and deposit one, on a demonstration base; raw: the same statements, the driver alone."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.mesure import Ligne, Ordres, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.models import Dossier, DossierEleve, Foyer
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.demonstration.creation import creer_demonstration
from imuse_desk.services.lectures.reinscription import DossierVu, lire_dossier
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir
from imuse_desk.services.reinscription.valider import DeclarationAcceptee, ReponseVue, Valider, valider

JOUR = date(2026, 5, 20)
MIDI = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)


def foyers(base: Base, site_id: int, etat: EtatDossier, nombre: int) -> list[int]:
    with base.lire() as session:
        requete = (
            select(Dossier.foyer_id)
            .join(DossierEleve, DossierEleve.dossier_id == Dossier.id)
            .where(DossierEleve.etat == etat)
            .order_by(Dossier.id)
            .distinct()
        )
        requete = requete.where(Dossier.foyer_id.in_(select(Foyer.id).where(Foyer.site_id == site_id)))
        return list(session.execute(requete.limit(nombre)).scalars())


def ouvrir(ctx: Contexte, base: Base, familles: list[int]) -> Ligne:
    lire_dossier(ctx, foyer_id=familles[0])
    durees = [chronometrer(lambda f=f: lire_dossier(ctx, foyer_id=f)) for f in familles]  # type: ignore[misc]
    ordres = Ordres(base)
    brutes, nombre = [], 0
    for foyer_id in familles:
        nombre = max(nombre, ordres.de(lambda f=foyer_id: lire_dossier(ctx, foyer_id=f)))  # type: ignore[misc]
        with base.moteur.connect() as connexion:
            curseur = connexion.connection.cursor()
            brutes.append(chronometrer(lambda c=curseur: _rejouer(c, ordres.lus)))  # type: ignore[misc]
    return Ligne("dossier de réinscription", durees, brutes, note=f"{nombre} ordres SQL au plus")


def _rejouer(curseur: Any, ordres: list[tuple[str, Any]]) -> None:
    for sql, parametres in ordres:
        curseur.execute(sql, parametres)
        curseur.fetchall()


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


def deposer(ctx: Contexte, familles: list[int]) -> Ligne:
    """Valider; a family that a rule refuses (no time that fits) is counted, not timed."""
    durees, refus = [], 0
    for foyer_id in familles:
        commande = preparer(ctx, lire_dossier(ctx, foyer_id=foyer_id))
        if commande is not None:
            try:
                durees.append(chronometrer(lambda c=commande: valider(ctx, c)))  # type: ignore[misc]
            except RegleMetier:
                refus += 1
    return Ligne("Valider, accusé PDF compris", durees, note=f"{refus} refusés par une règle")


def mesurer(familles: int = 2000, annees: int = 3, mesures: int = 300) -> Iterator[Ligne]:
    """On a base of its own, made at the height of the campaign."""
    with tempfile.TemporaryDirectory() as dossier:
        chemin = Path(dossier) / "demo.db"
        base = Base.ouvrir(lire_url(str(chemin)))
        creer_demonstration(base, depot_pres_de(chemin), familles=familles, annees=annees, date=JOUR)
        ctx = contexte(base, depot_pres_de(chemin), lambda: MIDI)
        choisis = foyers(base, ctx.site_id, EtatDossier.A_VERIFIER, mesures // 3)
        yield ouvrir(ctx, base, choisis + foyers(base, ctx.site_id, EtatDossier.SANS_REPONSE, mesures))
        yield deposer(ctx, foyers(base, ctx.site_id, EtatDossier.SANS_REPONSE, mesures // 3))
        base.fermer()
