"""A letter about absences: mailed head, the text with a table of the lessons missed, a reply slip to cut off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import STYLE_COURANT, STYLE_DEMI, Emetteur, Entete, Flux, tete_courrier
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import COLONNES, DROITE, GAUCHE, Page
from imuse_desk.printing.lettre import blocs_de, poser_blocs
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.signature import Signature, poser_signature
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau

COUPE = 57.0
"""The line of the cut; what the family writes stands under it."""
BORD, LARGEUR_TIRET, PAS_TIRET = 5.0, 1.2, 2.0  # mm: edge to edge of what a printer reaches
APRES_TABLEAU = 1.25
AUCUN_MOTIF = "aucun"
RENVOI = "Réponse de la famille, à découper ou à recopier dans un courriel"
COLONNES_LECONS = (
    Colonne("Date", GAUCHE, 65.25),
    Colonne("Cours", COLONNES[2], 107.5),
    Colonne("Professeur", COLONNES[4], 149.75),
    Colonne("Motif connu", COLONNES[6], DROITE),
)


@dataclass(frozen=True, slots=True)
class LeconImprimee:
    """A lesson missed: day and hour in words, course, teachers, the reason known."""

    quand: str
    cours: str
    professeur: str
    motif: str = ""


@dataclass(frozen=True, slots=True)
class CourrierImprime:
    """Everything a letter prints; the paragraph of ``corps`` that is ``liste`` gives way to the table."""

    emetteur: Emetteur
    adresse: AdressePostale
    objet: str
    corps: str
    liste: str
    lecons: tuple[LeconImprimee, ...]
    le: date
    eleve: str
    famille: str
    reference: str
    signature: Signature


def produire_courriers(papiers: Iterable[CourrierImprime], *, titre: str, auteur: str) -> bytes:
    """One PDF of many letters, each numbered from page 1; raises Invalide on a character that the faces lack."""
    return dessiner((composer_courrier(papier) for papier in papiers), titre=titre, auteur=auteur)


def composer_courrier(brut: CourrierImprime) -> list[Page]:
    """Lay a letter out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: CourrierImprime, reglage: Reglage) -> Flux:
    titre, _, sous_titre = papier.objet.partition("\u00a0: ")
    entete = Entete(
        emetteur=papier.emetteur,
        titre=titre,
        sous_titre=sous_titre[:1].upper() + sous_titre[1:],
        faits=(("Le", date_fr(papier.le)), ("Élève", papier.eleve), ("Référence", papier.reference)),
        suite=f"{titre} du {date_fr(papier.le)}",
        partie=papier.famille,
    )
    flux = Flux(entete, reglage)
    tete_courrier(flux, papier.adresse)
    blocs = blocs_de(papier.corps)
    if papier.liste in blocs:
        rang = blocs.index(papier.liste)
        poser_blocs(flux, blocs[:rang])
        poser_tableau(flux, _tableau(papier.lecons))
        flux.avancer(APRES_TABLEAU)
        blocs = blocs[rang + 1 :]
    poser_blocs(flux, blocs)
    poser_signature(flux, papier.signature)
    _poser_reponse(flux, papier.reference)
    return flux


def _tableau(lecons: tuple[LeconImprimee, ...]) -> Tableau:
    rangees = tuple(
        Rangee((Cellule(x.quand), Cellule(x.cours), Cellule(x.professeur), Cellule(x.motif or AUCUN_MOTIF)))
        for x in lecons
    )
    return Tableau(COLONNES_LECONS, (Groupe(rangees),))


def _poser_reponse(flux: Flux, reference: str) -> None:
    """At the foot of the last page: the cut, the reference, a line for the reason, one to sign."""
    if flux.ligne > COUPE - 1:
        flux.nouvelle_page()
    page, x_mm = flux.page, BORD
    while x_mm < 2 * BORD + DROITE:
        page.filet(COUPE, gauche=x_mm, droite=x_mm + LARGEUR_TIRET)
        x_mm += PAS_TIRET
    page.ecrire(GAUCHE, COUPE + 1, RENVOI, STYLE_DEMI)
    page.ecrire(DROITE, COUPE + 1, reference, STYLE_COURANT, a_droite=True)
    page.ecrire(GAUCHE, COUPE + 2.5, "Motif", STYLE_COURANT)
    page.filet(COUPE + 2.75, gauche=COLONNES[1], droite=DROITE)
    page.ecrire(GAUCHE, COUPE + 4, "Date et signature", STYLE_COURANT)
    page.filet(COUPE + 4.25, gauche=54.0, droite=127.0)
    flux.ligne = COUPE + 4
