"""Reçu, or quittance: half a sheet of A4, both copies on one sheet; a whole sheet where the factures are many."""

from dataclasses import dataclass
from datetime import date, datetime

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    STYLE_COURANT,
    STYLE_DEMI,
    STYLE_GRIS,
    STYLE_NOTE,
    STYLE_SOUS_TITRE,
    Emetteur,
    Entete,
    Flux,
    ecrire_faits_tete,
    tete_maison,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import (
    AXE,
    COLONNES,
    DROITE,
    FILET_FORT,
    GAUCHE,
    HAUTEUR_MM,
    INTERLIGNE_NOTE,
    TITRE,
    Page,
    Style,
)
from imuse_desk.printing.montant_lettres import en_lettres
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import SOUS_LIGNE, Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.texte import couper

MOITIE_MM = HAUTEUR_MM / 2
PIED_MOITIE = 30.25
BAS_MOITIE, SIGNATURE_MOITIE = 23.5, 25.0  # last line of the table, first line of the signature
HAUTEUR_SIGNATURE, NOTES_MOITIE = 5.0, 6
RANGEES_AEREES = 3  # more stand close, to hold on half a sheet
DROITE_SIGNATURE = 84.375
BORD_GAUCHE = 105.5
COLONNES_RECU = (
    Colonne("Réglé sur", GAUCHE, 84.375),
    Colonne("Du", COLONNES[3], 105.5),
    Colonne("Montant dû", AXE, 147.75, a_droite=True),
    Colonne("Déjà réglé", 149.75, 168.875, a_droite=True),
    Colonne("Ce règlement", 170.875, DROITE, a_droite=True),
)


@dataclass(frozen=True, slots=True)
class LigneReglee:
    """What is paid of one facture: its amount, what was paid before, what this payment brings."""

    libelle: str
    montant_centimes: int
    du_centimes: int
    deja_centimes: int = 0
    du_le: date | None = None

    @property
    def reste_centimes(self) -> int:
        """What stays due on it."""
        return self.du_centimes - self.deja_centimes - self.montant_centimes


@dataclass(frozen=True, slots=True)
class Recu:
    """Everything a reçu prints; ``faits`` follow the means ("Banque", "Tireur", "Rendu"), ``note`` is its reservation.

    What the lines leave of the amount is an advance. ``titre`` names the opposite entry that cancels a reçu.
    """

    emetteur: Emetteur
    numero: str
    recu_a: datetime
    de: str
    montant_centimes: int
    moyen: str
    lignes: tuple[LigneReglee, ...] = ()
    faits: tuple[tuple[str, str], ...] = ()
    dossier: str = ""
    pour: str = "Le régisseur"
    signataire: str = ""
    note: str = ""
    titre: str = "Reçu"
    est_quittance: bool = False
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def avance_centimes(self) -> int:
        """What no line takes of the amount."""
        return self.montant_centimes - sum(ligne.montant_centimes for ligne in self.lignes)


def produire_recu(papier: Recu, *, exemplaires: int = 1) -> bytes:
    """Make the PDF of one reçu, once or twice; raises Invalide on a character that the faces lack."""
    titre = f"{papier.titre} n°\u00a0{papier.numero}"
    return dessiner([composer_recu(papier, exemplaires=exemplaires)], titre=titre, auteur=papier.emetteur.nom)


def composer_recu(brut: Recu, *, exemplaires: int = 1) -> list[Page]:
    """Lay a reçu out: half a sheet, both copies on one sheet, or whole sheets where the factures are many."""
    papier = preparer(brut)
    if exemplaires == 1:
        return _composer(papier, "")
    copies = [_composer(papier, copie) for copie in ("exemplaire du payeur", "exemplaire de la régie")]
    if any(copie[0].hauteur_mm == HAUTEUR_MM for copie in copies):
        return [page for copie in copies for page in copie]
    feuille = copies[0][0]
    feuille.hauteur_mm = HAUTEUR_MM
    feuille.ajouter(copies[1][0], MOITIE_MM)
    return [feuille]


def _composer(papier: Recu, copie: str) -> list[Page]:
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre=papier.titre,
            suite=f"{papier.titre} n°\u00a0{papier.numero}",
            partie=papier.de,
            empreinte=papier.empreinte,
            duplicata_a=papier.duplicata_a,
        )
    )
    tete_maison(flux)
    flux.page.ecrire(DROITE, 6.25 if papier.duplicata_a else 3.5, copie, STYLE_NOTE, a_droite=True)
    _vedette(flux, papier)
    tableau = _tableau(papier)
    poser_tableau(flux, tableau, 2.25)
    if not tableau.est_regle:
        flux.page.filet(flux.ligne + SOUS_LIGNE)
    _reste(flux, papier)
    notes = couper(papier.note, DROITE - AXE, STYLE_NOTE)
    est_moitie = len(flux.pages) == 1 and flux.ligne <= BAS_MOITIE and len(notes) <= NOTES_MOITIE
    if est_moitie:
        flux.ligne = SIGNATURE_MOITIE
    else:
        flux.reserver(2.5 + max(HAUTEUR_SIGNATURE, len(notes) * INTERLIGNE_NOTE))
        flux.avancer(2.5)
    _signature(flux, papier, notes)
    if not est_moitie:
        return flux.terminer()
    flux.page.hauteur_mm = MOITIE_MM
    return flux.terminer(PIED_MOITIE)


def _vedette(flux: Flux, papier: Recu) -> None:
    """Number and amount, in figures and in words; then from whom, when and how."""
    page, accent = flux.page, papier.emetteur.accent
    page.ecrire(GAUCHE, 8, papier.titre, Style(TITRE, gras=True, couleur=accent))
    page.ecrire(AXE, 8, euros(papier.montant_centimes), Style(TITRE, gras=True, couleur=accent))
    numero = f"n°\u00a0{papier.numero}" + (" · quittance" if papier.est_quittance else "")
    page.ecrire(GAUCHE, 9.5, numero, STYLE_SOUS_TITRE)
    mots = couper(en_lettres(papier.montant_centimes), DROITE - AXE, STYLE_GRIS)
    for rang, ligne in enumerate(mots):
        page.ecrire(AXE, 9.5 + rang, ligne, STYLE_GRIS)
    depart = 10 + max(1, len(mots))
    page.filet(depart, FILET_FORT)
    gauche = [("Reçu le", papier.emetteur.instant(papier.recu_a)), ("De", papier.de), ("Dossier", papier.dossier)]
    bas = ecrire_faits_tete(page, GAUCHE, depart + 1.25, tuple(fait for fait in gauche if fait[1]), BORD_GAUCHE)
    droite = ecrire_faits_tete(page, AXE, depart + 1.25, (("Moyen", papier.moyen), *papier.faits))
    flux.ligne = max(bas, droite)


def _tableau(papier: Recu) -> Tableau:
    rangees = tuple(
        Rangee(
            (
                Cellule(ligne.libelle),
                Cellule(date_fr(ligne.du_le) if ligne.du_le else ""),
                Cellule(montant(ligne.du_centimes)),
                Cellule(montant(ligne.deja_centimes)),
                Cellule(montant(ligne.montant_centimes), STYLE_DEMI),
            )
        )
        for ligne in papier.lignes
    )
    est_aere = len(rangees) <= RANGEES_AEREES
    return Tableau(COLONNES_RECU, (Groupe(rangees),) if rangees else (), est_regle=est_aere)


def _reste(flux: Flux, papier: Recu) -> None:
    """What stays due on the factures paid, and the advance."""
    lignes = []
    if papier.lignes:
        sur = "la facture" if len(papier.lignes) == 1 else "ces factures"
        reste = sum(ligne.reste_centimes for ligne in papier.lignes)
        lignes.append((f"Reste dû sur {sur} après ce règlement", reste))
    if papier.avance_centimes > 0:
        lignes.append(("Avance portée au compte de la famille", papier.avance_centimes))
    for libelle, somme in lignes:
        flux.reserver(1.5)
        flux.avancer(1.5 if libelle == lignes[0][0] else 1)
        flux.page.ecrire(GAUCHE, flux.ligne, libelle, STYLE_COURANT)
        flux.page.ecrire(DROITE, flux.ligne, euros(somme), STYLE_DEMI, a_droite=True)


def _signature(flux: Flux, papier: Recu, notes: tuple[str, ...]) -> None:
    """Who received the money, with room to sign; the reservation at the axis."""
    page, depart = flux.page, flux.ligne
    page.ecrire(GAUCHE, depart, papier.pour, STYLE_NOTE)
    page.ecrire(GAUCHE, depart + 1, papier.signataire, STYLE_COURANT)
    page.filet(depart + 4, droite=DROITE_SIGNATURE)
    page.ecrire(GAUCHE, depart + 4.6, "signature et cachet", STYLE_NOTE)
    for rang, ligne in enumerate(notes):
        page.ecrire(AXE, depart + rang * INTERLIGNE_NOTE, ligne, STYLE_NOTE)
    flux.ligne = depart + HAUTEUR_SIGNATURE
