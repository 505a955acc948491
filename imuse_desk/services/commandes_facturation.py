"""``facturer`` and ``verifier`` on the command line; the base is imported by the command that runs it.

Progress goes to the error output, figures to the output. A refusal ends with 2, faults found with 1.
"""

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import INSECABLE, euros, grouper
from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, RegleMetier
from imuse_desk.domain.pieces import Nature
from imuse_desk.services.terminal import (
    CODE_REFUS,
    Console,
    ajouter_compte,
    compter,
    dire,
    ouvrir_contexte,
    preparer_pdf,
)

if TYPE_CHECKING:
    from imuse_desk.services.contexte import Contexte
    from imuse_desk.services.facturation.lot import Apercu, Bilan

CODE_FAUTES = 1


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]", console: Console) -> None:
    """Add ``facturer`` and ``verifier``."""
    facturer = sous_parseurs.add_parser("facturer", help="émettre les factures d’un appel")
    facturer.add_argument("--base", required=True, metavar="URL")
    facturer.add_argument("--site", required=True, metavar="SITE", help="code ou nom")
    facturer.add_argument("--annee", required=True, metavar="ANNÉE", help="année scolaire, 2026-2027")
    facturer.add_argument("--nature", required=True, choices=[n.value for n in Nature])
    facturer.add_argument("--appel", type=int, metavar="N", help="rang de l’appel dans l’année (1)")
    acte = facturer.add_mutually_exclusive_group(required=True)
    acte.add_argument("--apercu", action="store_true", help="dire ce qui serait émis, sans rien écrire")
    acte.add_argument("--emettre", action="store_true", help="émettre l’appel")
    acte.add_argument("--reprendre", type=int, metavar="LOT", help="continuer un lot arrêté")
    facturer.add_argument("--pdf", type=Path, metavar="RÉPERTOIRE", help="y écrire le papier de chaque facture du lot")
    ajouter_compte(facturer)
    facturer.set_defaults(fonction=partial(_facturer, console), code_refus=CODE_REFUS)
    verifier = sous_parseurs.add_parser(
        "verifier", help="relire les pièces, les écritures, les règlements et les actes"
    )
    verifier.add_argument("--base", required=True, metavar="URL")
    ajouter_compte(verifier)
    verifier.set_defaults(fonction=partial(_verifier, console), code_refus=CODE_REFUS)


# ---- facturer


def _facturer(console: Console, options: argparse.Namespace) -> int:

    preparer_pdf(options)
    with ouvrir_contexte(console, options) as ctx:
        reprise = options.reprendre is not None
        lot_id = _reprendre(ctx, options) if reprise else _preparer(ctx, options)
        if lot_id is not None:
            _poursuivre(ctx, lot_id, console.progres("Familles"))
            if options.pdf is not None:
                _ecrire_papiers(ctx, lot_id, options.pdf, console.progres("Familles"))
    return 0


def _preparer(ctx: "Contexte", options: argparse.Namespace) -> int | None:
    """Say what the call would issue; open its batch where it is to be issued."""
    from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot
    from imuse_desk.services.facturation.preparation import Appel

    apercu = apercu_lot(ctx, Appel(ctx.site_id, ctx.annee_id, Nature(options.nature), options.appel or 1))
    dire(*_dire_apercu(apercu))
    if options.apercu:
        return None
    lot_id = ouvrir_lot(ctx, apercu).resultat
    dire(f"Lot {lot_id}")
    return lot_id


def _reprendre(ctx: "Contexte", options: argparse.Namespace) -> int:
    """The batch to go on with, once it is the one that the other options say."""
    from imuse_desk.services.facturation.suivi_lot import etat_lot

    lot_id: int = options.reprendre
    try:
        lot = etat_lot(ctx, lot_id)
    except Introuvable as erreur:
        raise RegleMetier("lot_inconnu", lot=lot_id) from erreur
    appel = lot.appel
    dit = (ctx.site_id, ctx.annee_id, options.nature, options.appel or appel.numero)
    if (appel.site_id, appel.annee_id, appel.nature, appel.numero) != dit:
        raise RegleMetier("lot_autre_appel", lot=lot_id, appel=f"{lot.libelle} {lot.annee}, {lot.site}")
    if not lot.restants:
        dire(f"Le lot {lot_id} était déjà complet{INSECABLE}: rien de plus n’est émis")
    return lot_id


def _dire_apercu(apercu: "Apercu") -> Iterable[str]:
    from imuse_desk.services.facturation.mots import EXCLUSIONS

    lignes = apercu.a_emettre
    provisoires = sum(ligne.est_provisoire for ligne in lignes)
    avant = sum(ligne.precedent_centimes for ligne in lignes)
    yield f"{apercu.libelle} {apercu.annee}, {apercu.site}"
    yield f"{compter(len(lignes), 'facture')}, {euros(apercu.total_centimes)}"
    if provisoires:
        yield f"dont {grouper(str(provisoires))} au tarif plafond, à titre provisoire"
    yield f"Mêmes familles, année précédente{INSECABLE}: {euros(avant)}"
    for code, n in apercu.exclusions.items():
        yield f"{EXCLUSIONS[code][0]}{INSECABLE}: {compter(n, 'famille')}"
        for ligne in apercu.lignes:
            if ligne.exclusion == code:
                detail = f"{INSECABLE}: {ligne.detail}" if ligne.detail else ""
                yield f"  {ligne.numero} {ligne.famille}{detail}"
    if apercu.lot_id is not None:
        yield f"Cet appel est déjà lancé{INSECABLE}: lot {apercu.lot_id} (--reprendre {apercu.lot_id})"


def _poursuivre(ctx: "Contexte", lot_id: int, avancer: Callable[[int, int], None]) -> None:
    """Issue what the batch has left; whatever stops it, say what is issued and how to resume."""
    from imuse_desk.services.facturation.lot import poursuivre_lot

    try:
        bilan = poursuivre_lot(ctx, lot_id, avancer)
    except (ErreurMetier, KeyboardInterrupt):
        _dire_arret(ctx, lot_id)
        raise
    dire(*_dire_bilan(ctx, bilan))


def _dire_arret(ctx: "Contexte", lot_id: int) -> None:
    from imuse_desk.services.facturation.suivi_lot import etat_lot

    try:
        lot = etat_lot(ctx, lot_id)
    except ErreurMetier:
        return  # the base is lost, or there is no such batch: the error says so
    fait = f"{compter(len(lot.faits), 'facture')} sur {len(lot.prevus)}, {euros(lot.total_centimes)}"
    dire(f"Arrêté{INSECABLE}: {fait}. Pour continuer{INSECABLE}: --reprendre {lot_id}")


def _dire_bilan(ctx: "Contexte", bilan: "Bilan") -> Iterable[str]:
    from imuse_desk.services.facturation.mots import EXCLUSIONS
    from imuse_desk.services.facturation.suivi_lot import nommer

    emises = f"émise{'s' if bilan.emises > 1 else ''}"
    yield f"{compter(bilan.emises, 'facture')} {emises}, {euros(bilan.total_centimes)}"
    if bilan.ecartees:
        noms = nommer(ctx, [foyer_id for foyer_id, _ in bilan.ecartees])
        yield f"{compter(len(bilan.ecartees), 'famille')} à revoir, dans l’appel suivant{INSECABLE}:"
        for foyer_id, code in bilan.ecartees:
            yield f"  {noms[foyer_id]}{INSECABLE}: {EXCLUSIONS[code][1]}"


def _ecrire_papiers(ctx: "Contexte", lot_id: int, dossier: Path, avancer: Callable[[int, int], None]) -> None:
    """One file an invoice; a file that is there already is left as it is, so that a second run ends the first."""
    from imuse_desk.infra.fichiers_listes import a_la_place_de
    from imuse_desk.services.facturation.papiers import imprimer_piece
    from imuse_desk.services.facturation.suivi_lot import pieces_du_lot

    pieces = pieces_du_lot(ctx, lot_id)
    try:
        for rang, (piece_id, numero) in enumerate(pieces, start=1):
            if not list(dossier.glob(f"facture_{numero}*.pdf")):
                papier = imprimer_piece(ctx, piece_id)
                with a_la_place_de(dossier / papier.nom) as brouillon:
                    brouillon.write_bytes(papier.octets)
            avancer(rang, len(pieces))
    except (ErreurMetier, OSError, KeyboardInterrupt):
        dire(
            f"Les factures sont émises. Pour les papiers qui manquent{INSECABLE}: --reprendre {lot_id} --pdf {dossier}"
        )
        raise
    dire(f"{compter(len(pieces), 'papier')} dans {dossier}")


# ---- verifier


def _verifier(console: Console, options: argparse.Namespace) -> int:
    from imuse_desk.services.facturation.mots import FAUTES
    from imuse_desk.services.facturation.verification import verifier_base

    with ouvrir_contexte(console, options) as ctx:
        releve = verifier_base(ctx)
    for faute in releve.fautes:
        dire(f"{INSECABLE}: ".join(mots for mots in (FAUTES[faute.code], faute.ou, faute.detail) if mots))
    n = len(releve.fautes)
    lus = (
        (releve.pieces, "pièce"),
        (releve.ecritures, "écriture"),
        (releve.reglements, "règlement"),
        (releve.actes, "acte"),
    )
    comptes = ", ".join(compter(combien, un) for combien, un in lus)
    dire(f"{comptes}{INSECABLE}: {compter(n, 'faute') if n else 'aucune faute'}")
    return CODE_FAUTES if n else 0
