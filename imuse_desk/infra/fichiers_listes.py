"""A list written to a file: a spreadsheet (XLSX) or a CSV that Excel opens in French, formula-safe, all or nothing.

The file takes its name once it is whole and on the disk: a stop, a full disk or a file kept open by another program
leaves what stood there before.
"""

import csv
import errno
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille import Feuille, Nature, Valeur
from imuse_desk.domain.textes import visible

Avancer = Callable[[int, int], None]
"""Told how far the work is; may raise to stop it."""

CELLULE_MAX = 32_767  # characters that a cell of Excel holds
PAS = 500  # rows between two reports of progress
_PLEIN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORMULE = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the full-width signs too
_PX_PAR_SIGNE = 7.0
_FORMES = {
    "texte": "@",
    "date": "dd/mm/yyyy",
    "instant": "dd/mm/yyyy hh:mm",
    "nombre": "#,##0",
    "montant": "#,##0.00",
}


def ecrire_fichier(feuille: Feuille, chemin: Path, avancer: Avancer) -> int:
    """Write a list by the end of the file's name (``.csv``, otherwise XLSX); answers how many rows.

    Raises RegleMetier: disque_plein, fichier_ouvert_ailleurs(nom), fichier_refuse(chemin).
    """
    ecrire = _ecrire_csv if chemin.suffix.lower() == ".csv" else _ecrire_xlsx
    with a_la_place_de(chemin) as brouillon:
        ecrire(feuille, brouillon, avancer)
    return feuille.nombre


def texte_de_cellule(texte: str) -> str:
    """A text that a cell can hold: no control or bidirectional mark, no half of a character, not too long."""
    net = "".join(c for c in visible(texte) if c not in "\ufffe\uffff")
    return net[:CELLULE_MAX]


def texte_sans_formule(texte: str) -> str:
    """A text that no spreadsheet reads as a formula: an apostrophe stands before what would begin one."""
    net = texte_de_cellule(texte)
    return f"'{net}" if net.lstrip().startswith(_FORMULE) else net


def champ_texte(valeur: Valeur, nature: Nature) -> str:
    """A value as a field of text: decimals with a comma and no thousands, dates as 01/09/2025, texts formula-safe."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime):
        return f"{date_fr(valeur.date())} {heure_fr(valeur.time())}"
    if isinstance(valeur, date):
        return date_fr(valeur)
    if isinstance(valeur, int):
        return _nombre(valeur) if nature is Nature.MONTANT else str(valeur)
    return texte_sans_formule(valeur)


def _nombre(centimes: int) -> str:
    return ("-" if centimes < 0 else "") + "".join(c for c in montant(abs(centimes)) if c.isdigit() or c == ",")


@contextmanager
def a_la_place_de(chemin: Path) -> Iterator[Path]:
    """A file beside the one asked for, which takes its place when all went well and goes away when not."""
    try:
        descripteur, nom = tempfile.mkstemp(prefix=".imuse-", suffix=".tmp", dir=chemin.parent)
    except OSError as erreur:
        raise _dire(erreur, chemin) from erreur
    os.close(descripteur)
    brouillon = Path(nom)
    try:
        yield brouillon
        with brouillon.open("rb+") as fichier:
            os.fsync(fichier.fileno())
        brouillon.chmod(0o666 & ~_masque())
        brouillon.replace(chemin)
    except OSError as erreur:
        raise _dire(erreur, chemin) from erreur
    finally:
        brouillon.unlink(missing_ok=True)


def _masque() -> int:
    """What this person's new files leave to others: a temporary file leaves nothing."""
    masque = os.umask(0)
    os.umask(masque)
    return masque


def _dire(erreur: OSError, chemin: Path) -> RegleMetier:
    if erreur.errno in _PLEIN:
        return RegleMetier("disque_plein")
    if erreur.errno in (errno.EACCES, errno.EBUSY, errno.ETXTBSY) and chemin.is_file():
        return RegleMetier("fichier_ouvert_ailleurs", nom=chemin.name)
    return RegleMetier("fichier_refuse", chemin=str(chemin))


def _lignes(feuille: Feuille, avancer: Avancer) -> Iterator[tuple[bool, Sequence[Valeur]]]:
    """Every line in order, a group's heading (its name and count, its sums) before its rows; reports progress."""
    fait, total = 0, feuille.nombre
    avancer(0, total)
    for section in feuille.sections:
        if section.libelle:
            sommes = feuille.sommes(section.rangees)
            entete: list[Valeur] = [sommes.get(colonne.cle) for colonne in feuille.colonnes]
            entete[0] = f"{section.libelle} ({len(section.rangees)})"
            yield True, entete
        for rangee in section.rangees:
            yield False, rangee
            fait += 1
            if fait % PAS == 0:
                avancer(fait, total)
    avancer(total, total)


def _ecrire_csv(feuille: Feuille, chemin: Path, avancer: Avancer) -> None:
    natures = [colonne.nature for colonne in feuille.colonnes]
    with chemin.open("w", encoding="utf-8-sig", newline="") as fichier:
        plume = csv.writer(fichier, delimiter=";", lineterminator="\r\n")
        plume.writerow([texte_sans_formule(colonne.titre) for colonne in feuille.colonnes])
        for _, valeurs in _lignes(feuille, avancer):
            plume.writerow([champ_texte(v, n) for v, n in zip(valeurs, natures, strict=True)])


def _ecrire_xlsx(feuille: Feuille, chemin: Path, avancer: Avancer) -> None:
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="imuse-") as dossier:
        classeur = _Classeur(feuille, chemin, dossier)
        for rang, (est_tete, valeurs) in enumerate(_lignes(feuille, avancer), start=1):
            classeur.poser(rang, valeurs, est_tete=est_tete)
        try:
            classeur.livre.close()
        except FileCreateError as erreur:
            cause = erreur.args[0] if erreur.args else None
            raise cause if isinstance(cause, OSError) else OSError(errno.EIO, str(erreur)) from erreur


class _Classeur:
    """A workbook of one page, written row by row: memory does not grow with the list."""

    def __init__(self, feuille: Feuille, chemin: Path, dossier: str) -> None:
        from xlsxwriter import Workbook

        self.livre = Workbook(str(chemin), {"constant_memory": True, "tmpdir": dossier})
        self._page = self.livre.add_worksheet(_nom_de_page(feuille.titre))
        self._colonnes = feuille.colonnes
        self._est_groupee = feuille.est_groupee
        self._formats = {
            est_gras: {
                nom: self.livre.add_format({"num_format": forme, "bold": est_gras}) for nom, forme in _FORMES.items()
            }
            for est_gras in (False, True)
        }
        gras = self.livre.add_format({"bold": True, "bottom": 1})
        for place, colonne in enumerate(feuille.colonnes):
            self._page.set_column(place, place, max(8.0, colonne.largeur / _PX_PAR_SIGNE + 2))
            self._page.write_string(0, place, texte_de_cellule(colonne.titre), gras)
        self._page.freeze_panes(1, 0)
        if feuille.nombre and not self._est_groupee:
            self._page.autofilter(0, 0, feuille.nombre, len(feuille.colonnes) - 1)

    def poser(self, rang: int, valeurs: Sequence[Valeur], *, est_tete: bool) -> None:
        """Write one row; those of a group can be folded under its heading."""
        page, formats = self._page, self._formats[est_tete]
        if self._est_groupee and not est_tete:
            page.set_row(rang, None, None, {"level": 1})
        for place, (valeur, colonne) in enumerate(zip(valeurs, self._colonnes, strict=True)):
            if isinstance(valeur, datetime):
                page.write_datetime(rang, place, valeur, formats["instant"])
            elif isinstance(valeur, date):
                page.write_datetime(rang, place, datetime(valeur.year, valeur.month, valeur.day), formats["date"])  # noqa: DTZ001
            elif isinstance(valeur, int):
                exact = valeur / 100 if colonne.nature is Nature.MONTANT else valeur
                page.write_number(rang, place, exact, formats[colonne.nature])
            elif valeur:
                page.write_string(rang, place, texte_de_cellule(valeur), formats["texte"])


def _nom_de_page(titre: str) -> str:
    net = "".join(c for c in texte_de_cellule(titre) if c not in "[]:*?/\\'\n").strip()
    return net[:31] or "Liste"
