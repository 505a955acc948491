"""``confiance importer`` and ``confiance lister`` on the command line: whom the house trusts to seal documents."""

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from imuse_desk.domain.dates import date_fr
from imuse_desk.services.terminal import CODE_REFUS, Console, ajouter_compte, compter, dire, ouvrir_contexte

if TYPE_CHECKING:
    from imuse_desk.services.verification.confiance import Confiance, Importe

GENRES = {"liste": "liste de confiance", "certificats": "certificat", "revocations": "liste de révocation"}


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]", console: Console) -> None:
    """Add ``confiance``."""
    confiance = sous_parseurs.add_parser("confiance", help="autorités et certificats 2D-Doc tenus pour sûrs")
    actions = confiance.add_subparsers(required=True, metavar="ACTION")
    importer = actions.add_parser("importer", help="liste de confiance, certificats, révocations")
    importer.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER")
    lister = actions.add_parser("lister", help="dire ce que contient la base, et de quand")
    for parseur, fonction in ((importer, _importer), (lister, _lister)):
        parseur.add_argument("--base", required=True, metavar="URL")
        ajouter_compte(parseur)
        parseur.set_defaults(fonction=partial(fonction, console), code_refus=CODE_REFUS)


def _importer(console: Console, options: argparse.Namespace) -> int:
    """Every file in turn, the list first, with why it is refused, or how many of what it holds are, and why.

    Refused too is a file of which nothing is taken.
    """
    from imuse_desk.services.verification.confiance import importer_fichiers

    code = 0
    with ouvrir_contexte(console, options) as ctx:
        for fichier in importer_fichiers(ctx, options.fichiers):
            if fichier.refus is not None:
                dire(f"{fichier.nom}\u00a0: refusé. {console.expliquer(fichier.refus)}")
            elif fichier.importe is not None:
                dire(*_dire_import(fichier.nom, fichier.importe))
            if fichier.refus is not None or (fichier.importe is not None and fichier.importe.est_vain):
                code = CODE_REFUS
    return code


def _dire_refuses(importe: "Importe") -> Iterator[str]:
    """``2 refusés, son autorité ne l’a pas signé : AB12, AB13``."""
    from imuse_desk.services.verification.confiance import REFUS

    for raison in dict.fromkeys(raison for _, raison in importe.refuses):
        codes = [code for code, autre in importe.refuses if autre == raison]
        yield f"  {compter(len(codes), 'refusé')}, {REFUS[raison]}\u00a0: {', '.join(codes)}"


def _dire_import(nom: str, importe: "Importe") -> Iterator[str]:
    """How many are taken, the fingerprints to compare of a file that brings something, and what is refused of it."""
    fait = compter(importe.ajoutes, GENRES[importe.genre]) if importe.ajoutes else "rien de nouveau"
    yield f"{nom}\u00a0: {fait}" + (f", {importe.deja} déjà là" if importe.deja and importe.ajoutes else "")
    if importe.ajoutes and importe.genre != "revocations":
        yield from (f"  {code} SHA-256 {empreinte}" for code, empreinte in importe.empreintes)
    yield from _dire_refuses(importe)


def _lister(console: Console, options: argparse.Namespace) -> int:
    from imuse_desk.services.verification.confiance import lire_confiance

    with ouvrir_contexte(console, options) as ctx:
        dire(*_dire_magasin(lire_confiance(ctx)))
    return 0


def _dire_magasin(confiance: "Confiance") -> list[str]:
    if confiance.sequence is None or confiance.emise_le is None:
        return ["Aucune liste de confiance."]
    suite = f", prochaine le {date_fr(confiance.prochaine_le)}" if confiance.prochaine_le else ""
    lignes = [f"Liste de confiance n°\u00a0{confiance.sequence} du {date_fr(confiance.emise_le)}{suite}"]
    for autorite in confiance.autorites:
        vues = f"révocations du {date_fr(autorite.revocations_du)}" if autorite.revocations_du else "sans révocations"
        fin, certificats = date_fr(autorite.au_le), compter(autorite.certificats, "certificat")
        lignes.append(f"{autorite.code} {autorite.nom}, jusqu’au {fin}\u00a0: {certificats}, {vues}")
        lignes.append(f"  SHA-256 {autorite.empreinte}")
    return lignes
