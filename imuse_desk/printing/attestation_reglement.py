"""Attestation de règlement: what one payer paid, for whom, by which payments; for an employer, a town, the taxes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    DROITE_MENTION,
    STYLE_SOUS_TITRE,
    STYLE_TEXTE,
    Emetteur,
    Entete,
    Flux,
    hauteur_mention,
    mention_finale,
    paragraphe,
    tete_attestation,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.montant_lettres import en_lettres
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.signature import Signature, poser_visa, qui_signe
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau, poser_total
from imuse_desk.printing.texte import couper

TITRE_PAPIER = "Attestation de règlement"
COLONNES_ATTESTATION = (
    Colonne("Réglé le", GAUCHE, 44.0),
    Colonne("Reçu", COLONNES[1], 65.0),
    Colonne("Moyen", COLONNES[2], 105.5),
    Colonne("Pour", AXE, 168.875),
    Colonne("Montant en euros", 170.875, DROITE, a_droite=True),
)


@dataclass(frozen=True, slots=True)
class ReglementAtteste:
    """One payment of this payer: its reçu, its means, the pieces it paid."""

    le: date
    recu: str
    moyen: str
    objet: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class AttestationReglement:
    """Everything the paper prints; ``objet`` is what was paid ("les droits de scolarité de l’année 2025-2026").

    ``precisions`` stand under the payer's name: the address and the SIRET of an organisation.
    """

    emetteur: Emetteur
    annee: str
    payeur: str
    objet: str
    reglements: tuple[ReglementAtteste, ...]
    fait_a: str
    fait_le: date
    signature: Signature
    eleves: tuple[str, ...] = ()
    dossier: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None
    precisions: tuple[str, ...] = ()

    @property
    def total_centimes(self) -> int:
        """Sum of the payments."""
        return sum(reglement.montant_centimes for reglement in self.reglements)


def produire_attestation_reglement(papier: AttestationReglement) -> bytes:
    """Make the PDF of one attestation; raises Invalide on a character that the faces lack."""
    titre = f"{TITRE_PAPIER} {papier.annee}"
    return dessiner([composer_attestation_reglement(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_attestation_reglement(brut: AttestationReglement) -> list[Page]:
    """Lay an attestation out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: AttestationReglement, reglage: Reglage) -> Flux:
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre=TITRE_PAPIER,
            sous_titre=f"année scolaire {papier.annee}",
            suite=f"{TITRE_PAPIER} {papier.annee}",
            partie=papier.payeur,
            empreinte=papier.empreinte,
            duplicata_a=papier.duplicata_a,
        ),
        reglage,
    )
    mention = _mention(papier)
    tete_attestation(flux)
    flux.ligne += 2
    paragraphe(
        flux, (qui_signe(papier.signature, papier.emetteur.nom, "atteste"),), GAUCHE, STYLE_TEXTE, DROITE_MENTION
    )
    flux.avancer(0.5)
    for nom in couper(papier.payeur, DROITE - GAUCHE, STYLE_SOUS_TITRE):
        flux.avancer(1.25)
        flux.page.ecrire(GAUCHE, flux.ligne, nom, STYLE_SOUS_TITRE)
    if papier.precisions:
        flux.avancer(0.25)
        paragraphe(flux, papier.precisions, GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    flux.avancer(0.5)
    paragraphe(flux, _phrases(papier), GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    poser_tableau(flux, _tableau(papier), 2.25)
    poser_total(flux, "Total réglé", papier.total_centimes)
    poser_visa(flux, papier.fait_a, papier.fait_le, papier.signature, hauteur_mention(mention))
    mention_finale(flux, mention)
    return flux


def _phrases(papier: AttestationReglement) -> tuple[str, ...]:
    """What was paid, in figures and in words, and for whom."""
    total = papier.total_centimes
    phrases = [f"a réglé la somme de {euros(total)} ({en_lettres(total)}) pour {papier.objet}."]
    if papier.eleves:
        concernes = "Élèves concernés" if len(papier.eleves) > 1 else "Élève"
        phrases.append(f"{concernes}\u00a0: {', '.join(papier.eleves)}.")
    return tuple(phrases)


def _tableau(papier: AttestationReglement) -> Tableau:
    rangees = tuple(
        Rangee(
            (
                *map(Cellule, (date_fr(un.le), un.recu, un.moyen, un.objet)),
                Cellule(montant(un.montant_centimes)),
            ),
            un.montant_centimes,
        )
        for un in papier.reglements
    )
    return Tableau(COLONNES_ATTESTATION, (Groupe(rangees),) if rangees else (), reporte=True, apres=1.5)


def _mention(papier: AttestationReglement) -> tuple[str, ...]:
    dossier = f", dossier\u00a0{papier.dossier}" if papier.dossier else ""
    return (f"Règlements encaissés à la date de l’attestation{dossier}. L’établissement en confirme le contenu.",)
