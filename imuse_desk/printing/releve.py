"""Relevé de compte: every entry of a family by school year and kind, its balance as it runs, what stays due."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    Emetteur,
    Entete,
    Flux,
    hauteur_mention,
    mention_finale,
    paragraphe,
    tete_courrier,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, TITRE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau, poser_total

COLONNES_RELEVE = (
    Colonne("Date", GAUCHE, 44.0),
    Colonne("Opération", COLONNES[1], 105.5),
    Colonne("Numéro", AXE, 129.0),
    Colonne("Débit", 131.0, 149.0, a_droite=True),
    Colonne("Crédit", 151.0, 169.0, a_droite=True),
    Colonne("Solde", 171.0, DROITE, a_droite=True),
)
HAUTEUR_TOTAL = 1.5
REMISE = "remis"


@dataclass(frozen=True, slots=True)
class EcritureReleve:
    """One entry: a facture (débit), an avoir (crédit, ``est_avoir``), a payment with its means, or what undoes one.

    ``est_remise``: the payment was remitted.
    """

    le: date
    libelle: str
    piece: str
    debit_centimes: int = 0
    credit_centimes: int = 0
    mode: str = ""
    est_remise: bool = False
    est_avoir: bool = False

    @property
    def facture_centimes(self) -> int:
        """What it adds to what is billed; an avoir takes off."""
        return (0 if self.mode else self.debit_centimes) - (self.credit_centimes if self.est_avoir else 0)


@dataclass(frozen=True, slots=True)
class BlocReleve:
    """The entries of one school year and kind ("2025-2026 · Droits de scolarité")."""

    nom: str
    ecritures: tuple[EcritureReleve, ...]


@dataclass(frozen=True, slots=True)
class Releve:
    """Everything the paper prints."""

    emetteur: Emetteur
    adresse: AdressePostale
    famille: str
    dossier: str
    arrete_le: date
    blocs: tuple[BlocReleve, ...]
    note: str = ""
    duplicata_a: datetime | None = None

    @property
    def facture_centimes(self) -> int:
        """What was billed, credit notes taken off."""
        return sum(e.facture_centimes for bloc in self.blocs for e in bloc.ecritures)

    @property
    def regle_centimes(self) -> int:
        """What was received, what was given back taken off."""
        return self.facture_centimes - self.solde_centimes

    @property
    def solde_centimes(self) -> int:
        """What stays due; below zero, in the family's favour."""
        return sum(e.debit_centimes - e.credit_centimes for bloc in self.blocs for e in bloc.ecritures)


def produire_releve(papier: Releve) -> bytes:
    """Make the PDF of one relevé; raises Invalide on a character that the faces lack."""
    titre = f"Relevé de compte, dossier {papier.dossier}"
    return dessiner([composer_releve(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_releve(brut: Releve) -> list[Page]:
    """Lay a relevé out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: Releve, reglage: Reglage) -> Flux:
    arrete = date_fr(papier.arrete_le)
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre="Relevé de compte",
            faits=(("Arrêté au", arrete), ("Dossier", papier.dossier)),
            suite=f"Relevé de compte au {arrete} · dossier\u00a0{papier.dossier}",
            partie=papier.famille,
            duplicata_a=papier.duplicata_a,
        ),
        reglage,
    )
    mention = (papier.note,) if papier.note else ()
    tete_courrier(flux, papier.adresse)
    _vedette(flux, papier)
    tableau = _tableau(papier, HAUTEUR_TOTAL + hauteur_mention(mention))
    poser_tableau(flux, tableau, 1.5)
    if not tableau.groupes:
        paragraphe(flux, ("", "Aucune opération à cette date."), GAUCHE, STYLE_GRIS)
    solde = papier.solde_centimes
    libelle = "Solde dû" if solde > 0 else "Solde en votre faveur" if solde < 0 else "Solde"
    sommes = f"facturé {montant(papier.facture_centimes)} · réglé {montant(papier.regle_centimes)}"
    poser_total(flux, libelle, abs(solde), sommes)
    mention_finale(flux, mention)
    return flux


def _vedette(flux: Flux, papier: Releve) -> None:
    """Say what stays due, large."""
    solde = papier.solde_centimes
    depart = flux.ligne + 1
    mots = "Reste à payer" if solde > 0 else "En votre faveur" if solde < 0 else "Compte soldé"
    flux.page.ecrire(GAUCHE, depart, mots, STYLE_SOUS_TITRE)
    style = Style(TITRE, gras=True, couleur=papier.emetteur.accent)
    flux.page.ecrire(AXE, depart, euros(abs(solde)), style)
    flux.page.ecrire(GAUCHE, depart + 1, f"au {date_fr(papier.arrete_le)}", STYLE_GRIS)
    flux.ligne = depart + 1


def _tableau(papier: Releve, apres: float) -> Tableau:
    groupes = []
    solde = 0
    for bloc in papier.blocs:
        rangees = []
        for ecriture in bloc.ecritures:
            solde += ecriture.debit_centimes - ecriture.credit_centimes
            rangees.append(_rangee(ecriture, solde))
        if rangees:
            groupes.append(Groupe(tuple(rangees), bloc.nom, a_sous_total=True))
    return Tableau(COLONNES_RELEVE, tuple(groupes), est_regle=False, reporte=True, apres=apres)


def _rangee(ecriture: EcritureReleve, solde: int) -> Rangee:
    """One entry on its row, with the means of a payment under it."""
    note = " · ".join(texte for texte in (ecriture.mode, REMISE if ecriture.est_remise else "") if texte)
    sommes = (ecriture.debit_centimes, ecriture.credit_centimes)
    return Rangee(
        (
            Cellule(date_fr(ecriture.le)),
            Cellule(ecriture.libelle, notes=(note,) if note else ()),
            Cellule(ecriture.piece),
            *(Cellule(montant(somme) if somme else "") for somme in sommes),
            Cellule(montant(solde)),
        ),
        ecriture.debit_centimes - ecriture.credit_centimes,
    )
