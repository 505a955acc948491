"""``courriers absences`` and ``courriers pieces`` on the command line: what is due, written, its letters as one PDF.

Figures go to the output. A refusal ends with 2. Run again at once, nothing is due: nothing is written twice.
"""

import argparse
import uuid
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.services.commandes_pieces_a_completer import courriers_pieces
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
    from imuse_desk.services.suivi.courriers import ApercuCourriers


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]", console: Console) -> None:
    """Add ``courriers absences`` and ``courriers pieces``."""
    courriers = sous_parseurs.add_parser("courriers", help="écrire les courriers dus aux familles")
    genres = courriers.add_subparsers(required=True, metavar="GENRE")
    for genre, aide_genre, executer in (
        ("absences", "les courriers de l’échelle des absences", _courriers),
        ("pieces", "les pièces à compléter de la campagne", courriers_pieces),
    ):
        sien = genres.add_parser(genre, help=aide_genre)
        sien.add_argument("--base", required=True, metavar="URL")
        sien.add_argument("--site", required=True, metavar="SITE", help="code ou nom")
        sien.add_argument("--annee", required=True, metavar="ANNÉE", help="année scolaire, 2026-2027")
        acte = sien.add_mutually_exclusive_group(required=True)
        acte.add_argument("--apercu", action="store_true", help="dire ce qui est dû, sans rien écrire")
        acte.add_argument("--emettre", action="store_true", help="écrire les courriers dus")
        if executer is _courriers:
            sien.add_argument(
                "--courriel", action="store_true", help="par courriel à qui a une adresse, sinon par lettre"
            )
        aide = "y écrire les lettres du lot, pour enveloppes à fenêtre\u00a0; elles sont notées envoyées ce jour"
        sien.add_argument("--pdf", type=Path, metavar="RÉPERTOIRE", help=aide)
        ajouter_compte(sien)
        sien.set_defaults(fonction=partial(executer, console), code_refus=CODE_REFUS)


def _courriers(console: Console, options: argparse.Namespace) -> int:
    from imuse_desk.domain.relances import Canal
    from imuse_desk.services.suivi.courriers import apercu_courriers

    preparer_pdf(options)
    with ouvrir_contexte(console, options) as ctx:
        apercu = apercu_courriers(ctx, Canal.COURRIEL if options.courriel else Canal.LETTRE)
        dire(*_dire_apercu(apercu))
        if options.emettre and apercu.a_ecrire:
            _emettre(ctx, apercu, options.pdf)
    return 0


def _dire_apercu(apercu: "ApercuCourriers") -> Iterable[str]:
    yield f"{compter(len(apercu.a_ecrire), 'courrier')} à écrire"
    for ligne in apercu.lignes:
        du = ligne.du
        etat = f"{INSECABLE}: adresse incomplète" if ligne.sans_adresse else ""
        cours = ", ".join(du.cours)
        combien = compter(len(du.lecons), "absence")
        yield f"  palier {du.palier.rang}  {du.prenom} {du.nom}, {ligne.famille}, {combien}, {cours}{etat}"
    for perdu in apercu.perdus:
        raison = "responsable à accès restreint" if perdu.est_restreint else "aucun responsable à prévenir"
        yield f"  non prévenus{INSECABLE}: {', '.join(x for x in (perdu.famille, perdu.eleve) if x)}, {raison}"


def _emettre(ctx: "Contexte", apercu: "ApercuCourriers", dossier: Path | None) -> None:
    from imuse_desk.services.suivi.courriers import ecrire_courriers, marquer_courriers
    from imuse_desk.services.suivi.papier_courriers import imprimer_courriers

    lot = uuid.uuid4()
    ecrits = ecrire_courriers(ctx, apercu.canal, [x.retenu for x in apercu.a_ecrire], lot).resultat
    dire(f"{compter(ecrits['lettres'], 'lettre')}, {compter(ecrits['courriels'], 'courriel')}")
    if ecrits["ecartes"]:
        dire(f"{compter(ecrits['ecartes'], 'courrier')} à revoir{INSECABLE}: la situation a changé entre-temps")
    if dossier is not None and ecrits["lettres"]:
        papier = imprimer_courriers(ctx, lot)
        fichier = dossier / papier.nom.replace(".pdf", f"_{lot.hex[:8]}.pdf")
        fichier.write_bytes(papier.octets)
        marquer_courriers(ctx, lot)
        dire(str(fichier))
