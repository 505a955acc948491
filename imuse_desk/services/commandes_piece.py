"""``imuse-desk piece``: look at supporting documents from the command line, without a base or a window."""

import argparse
import json
import re
import sys
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imuse_desk.domain.dates import lire_date
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.verification.adresses import AdresseLue
from imuse_desk.domain.verification.constats import IMPRIME_AUTRE, Attente, Constat, EtatRegle, Regle
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.noms import Identite

if TYPE_CHECKING:
    from imuse_desk.infra.sceaux import Magasin

PAGES_AVIS = 4
PHOTOS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif"})
_CP_VILLE = re.compile(r"[\s,]*\b(\d{5})\b\s*(.*)$")


def enregistrer(sous_parseurs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``piece examiner FICHIER…``; the parsed arguments carry ``fonction(arguments) -> exit code``."""
    piece = sous_parseurs.add_parser("piece", help="pièces justificatives")
    actions = piece.add_subparsers(dest="action", required=True, metavar="ACTION")
    examen = actions.add_parser("examiner", help="dire ce que contient chaque fichier, une ligne JSON par fichier")
    examen.add_argument("fichiers", nargs="+", metavar="FICHIER")
    examen.add_argument(
        "--confiance", metavar="FICHIER", help="certificats PEM tenus pour sûrs, y compris ceux d’essai de la norme"
    )
    examen.add_argument(
        "--controle", choices=[c.value for c in Controle if c is not Controle.AUCUN],
        help="les règles à appliquer (sinon, selon la nature lue ou scellée)",
    )  # fmt: skip
    examen.add_argument(
        "--nom", action="append", default=[], metavar="NOM, PRÉNOM", help="une personne du foyer (autant que voulu)"
    )
    examen.add_argument("--adresse", metavar="ADRESSE", help="celle du foyer, code postal compris")
    examen.add_argument("--nature", action="append", default=[], metavar="NATURE", help="une nature acceptée")
    examen.add_argument("--depot", type=_jour, metavar="DATE", help="jour du dépôt (sinon, aujourd’hui)")
    examen.add_argument("--annee-revenus", type=int, metavar="ANNÉE", help="année des revenus attendue")
    examen.add_argument(
        "--ocr", action="store_true", help="lire aussi les pages numérisées (complément ocr), quelques secondes chacune"
    )
    examen.set_defaults(fonction=examiner_fichiers)


def _jour(texte: str) -> date:
    try:
        return lire_date(texte, _aujourdhui())
    except Invalide as refus:
        raise argparse.ArgumentTypeError(f"date illisible\u00a0: {texte}") from refus


def _aujourdhui() -> date:
    return datetime.now(UTC).date()


def examiner_fichiers(arguments: argparse.Namespace) -> int:
    """Print one JSON object a line, in order, one for every file whatever its state; returns 0.

    Raises RegleMetier("documents_indisponible") when no file can be opened on this computer.
    """
    from imuse_desk.documents.client import examiner
    from imuse_desk.infra.sceaux import Magasin, magasin_d_essai

    magasin = magasin_d_essai(Path(arguments.confiance).read_bytes()) if arguments.confiance else Magasin()
    for fichier in arguments.fichiers:
        examen = examiner(fichier, natures=_natures(fichier))
        dit = examen.en_dict()
        if examen.etat == "lisible":
            dit |= _lire(fichier, magasin, arguments)
        sys.stdout.write(_ligne(dit) + "\n")
        sys.stdout.flush()
    return 0


def _natures(fichier: str) -> AbstractSet[str]:
    """A file named as a photo is looked at as the PDF that an import makes of it."""
    from imuse_desk.documents.client import PDF
    from imuse_desk.documents.composition import ADMISES

    return ADMISES if Path(fichier).suffix.lower() in PHOTOS else PDF


def _lire(fichier: str, magasin: "Magasin", arguments: argparse.Namespace) -> dict[str, Any]:
    """What the file says: seal, kind, values with where they stand, rules; ``illisible`` is the code of a refusal."""
    from imuse_desk.documents.client import Lecteur
    from imuse_desk.documents.moteurs import moteurs
    from imuse_desk.domain.verification.jugement import controle_de, juger
    from imuse_desk.services.verification.dire import dire_constats, dire_document, dire_mrz, dire_sceau
    from imuse_desk.services.verification.lecture import lire_document

    try:
        lecteur = Lecteur(fichier, natures=_natures(fichier))
        try:
            document = lire_document(lecteur, magasin, _aujourdhui(), ocr=arguments.ocr)
        finally:
            lecteur.close()
    except RegleMetier as refus:
        return {"sceau": {"etat": "non_lu", "raison": refus.code}, "lecture": {"illisible": refus.code}}
    controle = Controle(arguments.controle) if arguments.controle else controle_de(document)
    attente = _attente(arguments, controle)
    constats = juger(controle, document, attente)
    if not attente.identites:
        constats = tuple(map(_sans_famille, constats))
    dit = dire_document(document, controle, attente)
    del dit["sceau"]
    if arguments.ocr:
        dit |= {"moteurs": [moteur.nom for moteur in moteurs()], "mrz": dire_mrz(document, attente.depot)}
    return {
        "sceau": dire_sceau(document),
        "lecture": dit | {"controle": controle.value},
        "constats": dire_constats(constats),
    }


def _attente(arguments: argparse.Namespace, controle: Controle) -> Attente:
    """What the options say of the household."""
    adresse = _CP_VILLE.search(arguments.adresse or "")
    adresses = (
        (AdresseLue(arguments.adresse[: adresse.start()], adresse[1], adresse[2]),) if adresse is not None else ()
    )
    return Attente(
        depot=arguments.depot or _aujourdhui(),
        identites=tuple(_identite(nom) for nom in arguments.nom),
        adresses=adresses,
        natures=tuple(arguments.nature),
        annee_revenus=arguments.annee_revenus,
        pages=PAGES_AVIS if controle is Controle.AVIS else None,
    )


def _identite(ecrit: str) -> Identite:
    """``Valmont, Claire``; without a comma the last word is the first name."""
    nom, virgule, prenom = ecrit.partition(",")
    if not virgule:
        nom, _, prenom = ecrit.strip().rpartition(" ")
    return Identite((nom.strip(),), (prenom.strip(),))


def _sans_famille(constat: Constat) -> Constat:
    """A name that no household is given for waits for a person, unless the print contradicts the seal."""
    if constat.regle is not Regle.NOM or not constat.valeur or constat.detail == IMPRIME_AUTRE:
        return constat
    return replace(constat, etat=EtatRegle.A_VERIFIER, detail="a_confirmer")


def _ligne(objet: dict[str, object]) -> str:
    """JSON on one line, with its accents wherever the output can show them (file names may hold any byte)."""
    lisible = json.dumps(objet, ensure_ascii=False)
    try:
        lisible.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return json.dumps(objet)
    return lisible
