"""Printable estimate of a year's fees: each line with the sentence that explains it, adjustments, total."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from imuse_desk.domain.argent import euros, montant
from imuse_desk.printing.base import (
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    Emetteur,
    Entete,
    Flux,
    hauteur_mention,
    mention_finale,
    paragraphe,
    tete_bureau,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, TITRE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau, poser_total
from imuse_desk.printing.texte import couper

SANS_ENGAGEMENT = "ne vaut pas engagement"
MENTION = (
    "Cette estimation ne vaut pas engagement\u00a0: elle repose sur les renseignements donnés, sans pièce à l’appui. "
    "Le montant dû est fixé après vérification des pièces et figure sur la facture."
)


@dataclass(frozen=True, slots=True)
class LigneEstimation:
    """One amount in cents and the sentences that explain it, the first one in table size, the others as notes."""

    libelle: str
    montant_centimes: int
    explications: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeEstimation:
    """The lines of one person, or of the household."""

    nom: str
    lignes: tuple[LigneEstimation, ...]
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Estimation:
    """Everything the estimate prints; ``faits`` are what it rests on (quotient, town, children), as label and value."""

    emetteur: Emetteur
    annee: str
    faite_a: datetime
    groupes: tuple[GroupeEstimation, ...]
    ajustements: tuple[LigneEstimation, ...] = ()
    faits: tuple[tuple[str, str], ...] = ()
    famille: str = ""
    grille: str = ""
    est_provisoire: bool = False
    mentions: tuple[str, ...] = (MENTION,)
    duplicata_a: datetime | None = None

    @property
    def total_centimes(self) -> int:
        """Sum of every line and adjustment, in cents."""
        lignes = [ligne for groupe in self.groupes for ligne in groupe.lignes]
        return sum(ligne.montant_centimes for ligne in (*lignes, *self.ajustements))


def produire_estimation(papier: Estimation) -> bytes:
    """Make the PDF of one estimate; raises Invalide on a character that the faces lack."""
    titre = f"Estimation des droits de scolarité {papier.annee}"
    return dessiner([composer_estimation(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_estimation(brut: Estimation) -> list[Page]:
    """Lay an estimate out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: Estimation, reglage: Reglage) -> Flux:
    faite = papier.emetteur.instant(papier.faite_a)
    suite = f"Estimation du {faite} · {papier.annee}"
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre="Estimation",
            sous_titre=f"Droits de scolarité {papier.annee}",
            faits=papier.faits,
            suite=suite,
            partie=papier.famille,
            duplicata_a=papier.duplicata_a,
        ),
        reglage,
    )
    tete_bureau(flux, (f"le {faite}", papier.grille) if papier.grille else (f"le {faite}",))
    _vedette(flux, papier)
    tableau = _tableau(papier)
    poser_tableau(flux, tableau, 2.25)
    if tableau.groupes:
        flux.reserver(2 + hauteur_mention(papier.mentions))
        precision = f"à titre provisoire, {SANS_ENGAGEMENT}" if papier.est_provisoire else SANS_ENGAGEMENT
        poser_total(flux, "Total estimé de l’année", papier.total_centimes, precision)
    else:
        paragraphe(flux, ("", "Aucune prestation demandée."), GAUCHE, STYLE_GRIS)
    mention_finale(flux, papier.mentions)
    return flux


def _vedette(flux: Flux, papier: Estimation) -> None:
    """Say for whom and how much, large."""
    flux.avancer(3.25)
    noms = couper(papier.famille or "Total estimé", 80.5, STYLE_SOUS_TITRE)
    accent = papier.emetteur.accent
    flux.page.ecrire(AXE, flux.ligne, euros(papier.total_centimes), Style(TITRE, gras=True, couleur=accent))
    flux.page.ecrire(AXE, flux.ligne + 1, f"pour l’année, {SANS_ENGAGEMENT}", STYLE_GRIS)
    for rang, nom in enumerate(noms):
        flux.page.ecrire(GAUCHE, flux.ligne + 1.25 * rang, nom, STYLE_SOUS_TITRE)
    flux.ligne += max(1.0, 1.25 * (len(noms) - 1))


def _tableau(papier: Estimation) -> Tableau:
    """List the lines person by person, then the adjustments."""
    colonnes = (
        Colonne("Prestation", GAUCHE, 105.5),
        Colonne("Explication", AXE, 168.0),
        Colonne("Montant en euros", 170.875, DROITE, a_droite=True),
    )
    groupes = [
        Groupe(_rangees(groupe.lignes), groupe.nom, groupe.precision, a_sous_total=True)
        for groupe in papier.groupes
        if groupe.lignes
    ]
    if papier.ajustements:
        groupes.append(Groupe(_rangees(papier.ajustements), "Ajustements", a_sous_total=True))
    return Tableau(colonnes, tuple(groupes), est_regle=False, reporte=True)


def _rangees(lignes: tuple[LigneEstimation, ...]) -> tuple[Rangee, ...]:
    """Set each line with its explanation and its amount."""
    return tuple(
        Rangee(
            (
                Cellule(ligne.libelle),
                Cellule(ligne.explications[0] if ligne.explications else "", notes=ligne.explications[1:]),
                Cellule(montant(ligne.montant_centimes)),
            ),
            ligne.montant_centimes,
        )
        for ligne in lignes
    )
