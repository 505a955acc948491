"""``courriers pieces`` on the command line: whom the campaign waits for, written to once for the same pieces."""

import argparse
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.services.terminal import Console, compter, dire, ouvrir_contexte, preparer_pdf

if TYPE_CHECKING:
    from imuse_desk.services.campagne.relances import PlanRelance
    from imuse_desk.services.contexte import Contexte


def courriers_pieces(console: Console, options: argparse.Namespace) -> int:
    """Say who is asked for what, and write; e-mails leave by the outbox where mail is set, letters are printed."""
    from imuse_desk.domain.dates import date_fr
    from imuse_desk.services.campagne.relances import MotifRelance, preparer_relance
    from imuse_desk.services.lectures.suivi_campagne import lister_suivi

    preparer_pdf(options)
    with ouvrir_contexte(console, options) as ctx:
        plan = preparer_relance(ctx, MotifRelance.PIECES, lister_suivi(ctx).ids)
        a_ecrire = [f for f in plan.foyers if f.deja_le is None]
        dire(f"{compter(len(a_ecrire), 'famille')} à qui écrire", *_dire(plan))
        deja = [f for f in plan.foyers if f.deja_le is not None]
        for famille in deja:
            le = date_fr(famille.deja_le) if famille.deja_le else ""
            dire(f"  déjà écrit le {le}{INSECABLE}: {famille.famille}")
        if options.emettre and a_ecrire:
            _emettre(ctx, plan, options.pdf)
    return 0


def _dire(plan: "PlanRelance") -> Iterable[str]:
    for famille in plan.foyers:
        if famille.deja_le is None:
            par = f"courriel à {famille.courriel}" if famille.courriel else "lettre"
            yield f"  {famille.famille}, {compter(famille.pieces, 'pièce')}, {par}"


def _emettre(ctx: "Contexte", plan: "PlanRelance", dossier: Path | None) -> None:
    from imuse_desk.services.campagne.relances import EnvoyerRelance, envoyer_relance
    from imuse_desk.services.courrier import marquer_imprimes
    from imuse_desk.services.documents_courrier import imprimer_messages
    from imuse_desk.services.etablissement.gabarits import texte_en_vigueur

    lot = uuid.uuid4()
    eleves = tuple(e for f in plan.foyers for e in f.eleve_ids)
    with ctx.lire() as session:
        courriel, lettre = (
            texte_en_vigueur(session, ctx.site_id, plan.motif.value, canal) for canal in ("courriel", "lettre")
        )
    fait = envoyer_relance(ctx, EnvoyerRelance(plan.motif, eleves, courriel, lettre, lot)).resultat
    dire(f"{compter(len(fait['lettres']), 'lettre')}, {compter(fait['courriels'], 'courriel')}")
    if dossier is not None and fait["lettres"]:
        fichier = dossier / f"pieces_{ctx.aujourdhui():%Y-%m-%d}_{lot.hex[:8]}.pdf"
        fichier.write_bytes(imprimer_messages(ctx, fait["lettres"]))
        marquer_imprimes(ctx, fait["lettres"])
        dire(str(fichier))
