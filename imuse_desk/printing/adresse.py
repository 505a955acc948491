"""The postal address in the envelope's window: six lines of 38 characters, upper case, no punctuation.

The form is that of the postal standard (NF Z 10-011): names, complement, street, postcode and town, country abroad. The
block's last line is fixed and the block grows upwards. Whatever its length, an address prints: it wraps, then takes the
standard's abbreviations, then a smaller size, and only then ends in an ellipsis.
"""

import re
from dataclasses import dataclass

from imuse_desk.printing.grille_page import LIGNE_MM, MM, TEXTE, Page, Style
from imuse_desk.printing.polices import largeur
from imuse_desk.printing.texte import couper_selon

LIGNES_MAXIMUM = 6
SIGNES_MAXIMUM = 38
LARGEUR_MM = 78.5
TAILLE_MINIMALE = 8.0
PAS_TAILLE = 0.25
PAS_MM, PAS_SERRE_MM = 4.0, 3.8
COUPE = "…"
_PONCTUATION = re.compile(r"[.,;:!?()\[\]{}\"«»“”/\\_*#]+")
ABREVIATIONS = {
    "MADAME": "MME", "MONSIEUR": "M", "APPARTEMENT": "APP", "BÂTIMENT": "BAT", "ESCALIER": "ESC", "ÉTAGE": "ETG",
    "IMMEUBLE": "IMM", "RÉSIDENCE": "RES", "LOTISSEMENT": "LOT", "ALLÉE": "ALL", "AVENUE": "AV", "BOULEVARD": "BD",
    "CHEMIN": "CHE", "FAUBOURG": "FG", "IMPASSE": "IMP", "PASSAGE": "PAS", "PLACE": "PL", "ROUTE": "RTE",
    "SQUARE": "SQ", "GÉNÉRAL": "GAL", "MARÉCHAL": "MAL", "COMMANDANT": "CDT", "DOCTEUR": "DR", "PROFESSEUR": "PR",
    "SAINT": "ST", "SAINTE": "STE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdressePostale:
    """To whom and where: one name an adult, ``ville`` with its postcode, ``pays`` in French for abroad alone."""

    noms: tuple[str, ...] = ()
    complement: str = ""
    voie: str = ""
    ville: str = ""
    pays: str = ""


@dataclass(frozen=True, slots=True)
class Cadre:
    """The room of an address: its width, how many characters a line may hold, the smallest size of its letters."""

    largeur_mm: float = LARGEUR_MM
    signes: int = SIGNES_MAXIMUM
    taille_minimale: float = TAILLE_MINIMALE

    def tient(self, ligne: str) -> bool:
        """Say whether a line holds, in characters and in width."""
        return len(ligne) <= self.signes and self.tient_en_largeur(ligne)

    def tient_en_largeur(self, ligne: str) -> bool:
        """Say whether a line holds in the width at the smallest size."""
        return largeur(ligne, self.taille_minimale) <= self.largeur_mm * MM

    def taille(self, ligne: str) -> float:
        """The largest size at which the line fits."""
        taille = TEXTE
        while largeur(ligne, taille) > self.largeur_mm * MM and taille > self.taille_minimale:
            taille -= PAS_TAILLE
        return taille


FENETRE = Cadre()
"""The window of an envelope."""


@dataclass(frozen=True, slots=True)
class _Partie:
    """One element of the address, on lines of its own; ``lignes`` is how many it may take."""

    texte: str
    lignes: int = LIGNES_MAXIMUM
    est_voie: bool = False


def mettre_en_forme(adresse: AdressePostale, cadre: Cadre = FENETRE) -> list[str]:
    """Put an address into the postal form: at most six lines, none at all for an empty address.

    When it takes more, words are abbreviated and the adults after the first share a line, then names fill their lines,
    then the 38 characters give way to the width of the window; what is still too long is cut, visibly.
    """
    parties = _parties(adresse)
    formees = [couper_selon(partie.texte, cadre.tient) for partie in parties]
    if _convient(formees, parties):
        return [ligne for lignes in formees for ligne in lignes]
    abregees = _parties(_abreger(adresse, cadre))
    for tient, noms_entiers in ((cadre.tient, True), (cadre.tient, False), (cadre.tient_en_largeur, False)):
        formees = [couper_selon(partie.texte, tient, noms_entiers=noms_entiers) for partie in abregees]
        if _convient(formees, abregees):
            return [ligne for lignes in formees for ligne in lignes]
    return _ecourter(abregees, cadre)


def _convient(formees: list[list[str]], parties: list[_Partie]) -> bool:
    """Say whether the block holds, and each of its elements on its own lines."""
    return sum(map(len, formees)) <= LIGNES_MAXIMUM and all(
        len(lignes) <= partie.lignes for lignes, partie in zip(formees, parties, strict=True)
    )


def ecrire_adresse(page: Page, adresse: AdressePostale, *, x_mm: float, y_mm: float, cadre: Cadre = FENETRE) -> None:
    """Write the block with its last baseline at ``y_mm``; a line too wide takes a smaller size, ¼ pt by ¼ pt."""
    formees = mettre_en_forme(adresse, cadre)
    pas = PAS_SERRE_MM if len(formees) == LIGNES_MAXIMUM else PAS_MM
    haut = y_mm - pas * (len(formees) - 1)
    for rang, ligne in enumerate(formees):
        page.ecrire(x_mm, (haut + rang * pas) / LIGNE_MM, ligne, Style(cadre.taille(ligne)))


def _parties(adresse: AdressePostale) -> list[_Partie]:
    """The elements in postal order; postcode, town and country never run over a second line."""
    parties = [_Partie(_nettoyer(texte)) for texte in (*adresse.noms, adresse.complement)]
    parties.append(_Partie(_nettoyer(adresse.voie), est_voie=True))
    parties += [_Partie(_nettoyer(adresse.ville), 1), _Partie(_nettoyer(adresse.pays), 1)]
    return [partie for partie in parties if partie.texte]


def _nettoyer(texte: str) -> str:
    return " ".join(_PONCTUATION.sub(" ", texte).upper().split())


def _abreger(adresse: AdressePostale, cadre: Cadre) -> AdressePostale:
    """The address in the standard's abbreviations where a line is too long, the adults after the first together."""

    def court(texte: str) -> str:
        return " ".join(ABREVIATIONS.get(mot, mot) for mot in texte.upper().split())

    premier, autres = adresse.noms[:1], adresse.noms[1:]
    noms = (*premier, " ET ".join(autres)) if autres else premier
    parties = (*noms, adresse.complement, adresse.voie, adresse.ville)
    *noms_courts, complement, voie, ville = (partie if cadre.tient(partie) else court(partie) for partie in parties)
    return AdressePostale(tuple(noms_courts), complement, voie, ville, adresse.pays)


def _ecourter(parties: list[_Partie], cadre: Cadre) -> list[str]:
    """Share the six lines, one each first, the others in turn, the street before the names; cut what is left over."""
    pleines = [couper_selon(partie.texte, cadre.tient, noms_entiers=False) for partie in parties]
    besoins = [min(len(lignes), partie.lignes) for lignes, partie in zip(pleines, parties, strict=True)]
    tour = sorted(range(len(parties)), key=lambda rang: not parties[rang].est_voie)
    parts = [1] * len(parties)
    while sum(parts) < min(LIGNES_MAXIMUM, sum(besoins)):
        for rang in tour:
            if parts[rang] < besoins[rang] and sum(parts) < LIGNES_MAXIMUM:
                parts[rang] += 1
    formees: list[str] = []
    for partie, lignes, part in zip(parties, pleines, parts, strict=True):
        if part < len(lignes):
            formees += lignes[: part - 1]
            formees.append(_avec_points(_reste(partie.texte, lignes[: part - 1]), cadre))
        else:
            formees += lignes
    return formees


def _reste(texte: str, lignes: list[str]) -> str:
    """What follows the lines already taken from a text."""
    for ligne in lignes:
        texte = texte[len(ligne) :].lstrip(" ")
    return texte


def _avec_points(ligne: str, cadre: Cadre) -> str:
    """Cut a text to one line that ends in an ellipsis."""
    ligne = ligne[: cadre.signes]
    while not cadre.tient(ligne + COUPE):
        ligne = ligne[:-1]
    return ligne.rstrip(" -’'") + COUPE
