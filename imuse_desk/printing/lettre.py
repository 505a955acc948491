"""A letter: head and address for the envelope's window, the merged text, who signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    BORD_TITRE,
    DROITE_MENTION,
    STYLE_TEXTE,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_courrier,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import GAUCHE, TITRE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.signature import Signature, poser_signature
from imuse_desk.printing.texte import couper

ENTRE_BLOCS = 1.5
LIGNES_TITRE = 2
SANS_SIGNATURE = Signature()


@dataclass(frozen=True, slots=True)
class Lettre:
    """Everything a letter prints; in ``corps`` an empty line parts two paragraphs, a line feed is kept."""

    emetteur: Emetteur
    adresse: AdressePostale
    titre: str
    corps: str
    le: date
    famille: str = ""
    dossier: str = ""
    eleves: tuple[str, ...] = ()
    signature: Signature = SANS_SIGNATURE


def produire_lettre(papier: Lettre) -> bytes:
    """Make the PDF of one letter; raises Invalide on a character that the faces lack."""
    return dessiner([composer_lettre(papier)], titre=papier.titre, auteur=papier.emetteur.nom)


def produire_lettres(papiers: Iterable[Lettre], *, titre: str, auteur: str) -> bytes:
    """Make one PDF of many letters, each numbered from page 1; raises as ``produire_lettre`` does."""
    return dessiner((composer_lettre(papier) for papier in papiers), titre=titre, auteur=auteur)


def composer_lettre(brut: Lettre) -> list[Page]:
    """Lay a letter out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: Lettre, reglage: Reglage) -> Flux:
    le = date_fr(papier.le)
    eleves = "Élèves" if len(papier.eleves) > 1 else "Élève"
    faits = (("Le", le), ("Dossier", papier.dossier), (eleves, ", ".join(papier.eleves)))
    est_court = len(couper(papier.titre, BORD_TITRE - GAUCHE, Style(TITRE, gras=True))) <= LIGNES_TITRE
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre=papier.titre if est_court else "Courrier",
            sous_titre="" if est_court else papier.titre,
            faits=tuple((libelle, valeur) for libelle, valeur in faits if valeur),
            suite=" · ".join(part for part in (papier.titre, f"du {le}") if part),
            partie=papier.famille,
        ),
        reglage,
    )
    tete_courrier(flux, papier.adresse)
    poser_blocs(flux, blocs_de(papier.corps))
    poser_signature(flux, papier.signature)
    return flux


def poser_blocs(flux: Flux, blocs: Sequence[str]) -> None:
    """Set paragraphs, the first one where the flow stands."""
    for rang, bloc in enumerate(blocs):
        if rang:
            flux.reserver(ENTRE_BLOCS)
            flux.avancer(ENTRE_BLOCS - 1)
        for ligne in bloc.split("\n"):
            paragraphe(flux, (ligne,), GAUCHE, STYLE_TEXTE, DROITE_MENTION)


def blocs_de(corps: str) -> list[str]:
    """The paragraphs: parted by empty lines, however many."""
    blocs: list[list[str]] = [[]]
    for ligne in corps.split("\n"):
        if ligne.strip():
            blocs[-1].append(ligne)
        elif blocs[-1]:
            blocs.append([])
    return ["\n".join(bloc) for bloc in blocs if bloc]
