"""``bulletins`` on the command line: who has one, issued, as a PDF a course, a teacher or a level.

Figures go to the output, progress beside. A refusal ends with 2. Run again, nothing is issued twice.
"""

import argparse
import uuid
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.argent import INSECABLE
from imuse_desk.domain.bulletins import Motif, Ordre
from imuse_desk.domain.erreurs import RegleMetier
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
    from imuse_desk.services.suivi.bulletins import ListeBulletins
    from imuse_desk.services.suivi.papiers_bulletins import PapierBulletins

MOTIFS = {
    Motif.SANS_NOTE: "ni note ni appréciation",
    Motif.FEUILLE_OUVERTE: "feuille non validée",
    Motif.NON_IMPRIMABLE: "signe que les papiers n’impriment pas",
}


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]", console: Console) -> None:
    """Add ``bulletins``."""
    bulletins = sous_parseurs.add_parser("bulletins", help="émettre les bulletins d’une période")
    bulletins.add_argument("--base", required=True, metavar="URL")
    bulletins.add_argument("--site", required=True, metavar="SITE", help="code ou nom")
    bulletins.add_argument("--annee", required=True, metavar="ANNÉE", help="année scolaire, 2026-2027")
    bulletins.add_argument("--periode", required=True, metavar="PÉRIODE", help="son nom, ou son rang dans l’année (1)")
    bulletins.add_argument("--apercu", action="store_true", help="dire ce qui serait émis, sans rien écrire")
    aide = "y écrire les bulletins jamais remis, un fichier par groupe\u00a0; ils comptent comme remis"
    bulletins.add_argument("--pdf", type=Path, metavar="RÉPERTOIRE", help=aide)
    ordres = [ordre.value for ordre in Ordre]
    bulletins.add_argument("--ordre", choices=ordres, default=Ordre.COURS.value, help="comment les ranger (cours)")
    bulletins.add_argument("--duplicatas", action="store_true", help="écrire aussi ceux qui sont déjà remis")
    bulletins.add_argument("--ecoles", action="store_true", help="écrire aussi les copies des établissements scolaires")
    ajouter_compte(bulletins)
    bulletins.set_defaults(fonction=partial(_bulletins, console), code_refus=CODE_REFUS)


def _bulletins(console: Console, options: argparse.Namespace) -> int:
    from imuse_desk.services.suivi.bulletins import emettre_bulletins, lire_bulletins, trouver_periode

    preparer_pdf(options)
    with ouvrir_contexte(console, options) as ctx:
        periode_id = trouver_periode(ctx, options.periode)
        liste = lire_bulletins(ctx, periode_id)
        dire(*_dire_liste(liste))
        if not options.apercu:
            if not liste.est_close:
                eleves = [ligne.eleve_id for ligne in liste.lignes if ligne.motif is None]
                fait = emettre_bulletins(ctx, periode_id, eleves, uuid.uuid4(), console.progres("Élèves")).resultat
                neufs = f"dont {fait['corrections']} en correction, " if fait["corrections"] else ""
                dire(f"{_emis(fait['emis'])}, {neufs}{fait['inchanges']} sans changement")
            if options.pdf is not None:
                _ecrire(ctx, periode_id, options, console.progres)
    return 0


def _emis(n: int) -> str:
    return f"{compter(n, 'bulletin')} émis"


def _dire_liste(liste: "ListeBulletins") -> Iterable[str]:
    prets = sum(ligne.motif is None for ligne in liste.lignes)
    yield f"{liste.periode} {liste.annee}{INSECABLE}: {compter(len(liste.lignes), 'élève')}, {prets} prêts"
    for motif, mots in MOTIFS.items():
        siennes = [ligne for ligne in liste.lignes if ligne.motif is motif]
        if siennes:
            yield f"{mots}{INSECABLE}: {compter(len(siennes), 'élève')}"
        for ligne in siennes:
            detail = f"{INSECABLE}: {ligne.detail}" if ligne.detail else ""
            yield f"  {ligne.prenom} {ligne.nom}{detail}"


def _ecrire(
    ctx: "Contexte", periode_id: int, options: argparse.Namespace, progres: Callable[[str], Callable[[int, int], None]]
) -> None:
    from imuse_desk.services.suivi.papiers_bulletins import copier_ecoles, ranger_bulletins

    papiers = _ou_rien(
        partial(
            ranger_bulletins, ctx, periode_id, Ordre(options.ordre), options.pdf, avec_remis=options.duplicatas,
            avancer=progres("Bulletins"),
        )
    )  # fmt: skip
    n = sum(papier.nombre for papier in papiers)
    dire(f"{compter(n, 'bulletin')} dans {compter(len(papiers), 'fichier')} de {options.pdf}")
    if options.ecoles:
        for papier in _ou_rien(partial(copier_ecoles, ctx, periode_id, progres("Copies"))):
            fichier = options.pdf / f"ecole_{papier.nom}"
            fichier.write_bytes(papier.octets)
            dire(f"  {fichier.name}{INSECABLE}: {compter(papier.nombre, 'copie')}")


def _ou_rien(faire: "Callable[[], tuple[PapierBulletins, ...]]") -> "tuple[PapierBulletins, ...]":
    """The papers made; none where no bulletin waits for one."""
    try:
        return faire()
    except RegleMetier as erreur:
        if erreur.code != "aucun_bulletin":
            raise
        return ()
