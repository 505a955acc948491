"""The foot of a facture, in one piece: instalments and the code of a transfer, means of payment, two legal notes."""

from dataclasses import dataclass
from datetime import date

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import LIGNE_SUITE, STYLE_BLOC, STYLE_COURANT, STYLE_DEMI, STYLE_GRIS, STYLE_NOTE, Flux
from imuse_desk.printing.grille_page import (
    AXE,
    DERNIERE_LIGNE,
    DROITE,
    FILET_FORT,
    GAUCHE,
    INTERLIGNE_NOTE,
    LIGNE_MM,
    Page,
)
from imuse_desk.printing.qr_epc import COTE_MM, CompteVirement, charge_epc, poser_qr
from imuse_desk.printing.tableau import PLI_BAS, PLI_HAUT
from imuse_desk.printing.texte import couper

BORD_GAUCHE, X_MOYEN, X_LEGENDE = 105.5, 130.625, 56.0
X_DATE, X_PAR, X_SOMME = 30.0, 51.0, 88.0
DEMIES = ((GAUCHE, 63.25), (67.25, BORD_GAUCHE))
ECHEANCES_MAXIMUM = 5  # more stand in two half columns, without their means
SOUS_TITRE_BLOC, ENTRE_MOYENS = 1.25, 0.25
AVANT_TOTAL, AVANT_QR = 1.125, 1.05
AVANT_BLOC, AVANT_MENTIONS = 2.4, 2.33
QR_LIGNES = COTE_MM / LIGNE_MM
BAS_MENTIONS = DERNIERE_LIGNE - 0.5


@dataclass(frozen=True, slots=True)
class Echeance:
    """One instalment, with its means in words ("prélèvement ou virement")."""

    le: date
    montant_centimes: int
    moyen: str = ""


@dataclass(frozen=True, slots=True)
class MoyenPaiement:
    """One means of payment and what to know of it, such as the account and the reference."""

    libelle: str
    lignes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paiement:
    """What the block prints, of a piece whose total is above zero."""

    numero: str
    echeances: tuple[Echeance, ...]
    moyens: tuple[MoyenPaiement, ...]
    compte: CompteVirement | None
    total_centimes: int


def poser_paiement(flux: Flux, paiement: Paiement, notes: tuple[str, str]) -> None:
    """Stand the block over the notes at the foot of the page, or at the head of the next where it does not fit."""
    gauche, droite = _hauteur_gauche(paiement), _hauteur_moyens(paiement.moyens)
    hauteur = max(gauche, droite)
    if not hauteur:
        return
    bas = _haut_mentions(notes) - AVANT_MENTIONS
    if flux.ligne + AVANT_BLOC + hauteur > bas + 1e-6:
        flux.nouvelle_page()
        flux.avancer(0)
        titre = max(flux.ligne, LIGNE_SUITE) + 1
        bas = titre + hauteur
    titre = bas - hauteur
    if paiement.echeances:
        flux.page.filet(titre - 0.9, FILET_FORT, droite=BORD_GAUCHE)
        flux.page.ecrire(GAUCHE, titre, "Échéancier", STYLE_BLOC)
        _poser_echeances(flux.page, paiement, titre + SOUS_TITRE_BLOC)
    if paiement.compte:
        haut = _haut_code(bas)
        _poser_code(flux.page, paiement, paiement.compte, haut)
        bas = max(bas, haut + QR_LIGNES)
    if droite:
        _poser_moyens(flux.page, paiement.moyens, titre)
    flux.ligne = bas


def poser_mentions(flux: Flux, notes: tuple[str, str]) -> None:
    """Set both notes on the last lines, left and right of the axis."""
    if not any(notes):
        return
    depart = _haut_mentions(notes)
    if flux.ligne + 1.25 > depart:
        flux.nouvelle_page()
    for x_mm, note in zip((GAUCHE, AXE), notes, strict=True):
        for rang, ligne in enumerate(_couper_note(note)):
            flux.page.ecrire(x_mm, depart + rang * INTERLIGNE_NOTE, ligne, STYLE_NOTE)


def hauteur_mentions(notes: tuple[str, str]) -> float:
    """Lines to keep free for the notes under the last text of a page."""
    return DERNIERE_LIGNE - _haut_mentions(notes) + 1.25 if any(notes) else 0.0


def _couper_note(note: str) -> tuple[str, ...]:
    return couper(note, DROITE - AXE, STYLE_NOTE)


def _haut_mentions(notes: tuple[str, str]) -> float:
    """The first line of the notes."""
    lignes = max(len(_couper_note(note)) for note in notes)
    return BAS_MENTIONS - INTERLIGNE_NOTE * max(lignes - 1, 0)


def _est_double(paiement: Paiement) -> bool:
    return len(paiement.echeances) > ECHEANCES_MAXIMUM


def _hauteur_gauche(paiement: Paiement) -> float:
    """Lines from the title of the instalments to the foot of the code."""
    hauteur = 0.0
    nombre = len(paiement.echeances)
    if nombre:
        rangees = (nombre + 1) // 2 if _est_double(paiement) else sum(map(_hauteur_echeance, paiement.echeances))
        hauteur = SOUS_TITRE_BLOC + rangees - 1 + AVANT_TOTAL
    if paiement.compte:
        hauteur += AVANT_QR + QR_LIGNES
    return hauteur


def _lignes_par(echeance: Echeance) -> tuple[str, ...]:
    return couper(echeance.moyen, X_SOMME - X_PAR, STYLE_GRIS)


def _hauteur_echeance(echeance: Echeance) -> int:
    return max(1, len(_lignes_par(echeance)))


def _haut_code(bas: float) -> float:
    """Where the code begins that ends with the block: under the fold where it would stand on it."""
    haut = bas - QR_LIGNES
    return PLI_BAS if haut < PLI_BAS and bas > PLI_HAUT else haut


def _poser_echeances(page: Page, paiement: Paiement, premiere: float) -> None:
    """One instalment a line, in two half columns where they are many; their sum under them."""
    echeances = paiement.echeances
    par_colonne = (len(echeances) + 1) // 2 if _est_double(paiement) else len(echeances)
    bas = premiere
    for rang, echeance in enumerate(echeances):
        if not rang % par_colonne:
            gauche, droite = DEMIES[rang // par_colonne] if _est_double(paiement) else (GAUCHE, BORD_GAUCHE)
            ligne = premiere
        page.ecrire(gauche, ligne, str(rang + 1), STYLE_COURANT)
        page.ecrire(gauche + X_DATE - GAUCHE, ligne, date_fr(echeance.le), STYLE_COURANT)
        page.ecrire(droite, ligne, montant(echeance.montant_centimes), STYLE_COURANT, a_droite=True)
        if not _est_double(paiement):
            for saut, texte in enumerate(_lignes_par(echeance)):
                page.ecrire(X_PAR, ligne + saut, texte, STYLE_GRIS)
            ligne += _hauteur_echeance(echeance) - 1
        bas = max(bas, ligne)
        ligne += 1
    total = bas + AVANT_TOTAL
    page.filet(total - 0.72, droite=BORD_GAUCHE)
    page.ecrire(X_DATE, total, "Total", STYLE_COURANT)
    somme = montant(sum(echeance.montant_centimes for echeance in echeances))
    page.ecrire(BORD_GAUCHE, total, somme, STYLE_DEMI, a_droite=True)


def _poser_code(page: Page, paiement: Paiement, compte: CompteVirement, haut: float) -> None:
    """The code of a transfer, for the first instalment or for the whole, and what it fills in."""
    if paiement.echeances:
        somme, objet = paiement.echeances[0].montant_centimes, "de l’échéance\u00a01"
        libelle = f"{paiement.numero} echeance 1" if len(paiement.echeances) > 1 else paiement.numero
    else:
        somme, objet, libelle = paiement.total_centimes, "de la facture", paiement.numero
    poser_qr(page, GAUCHE, haut, charge_epc(compte, somme, libelle))
    page.ecrire(X_LEGENDE, haut + 0.85, "Virement par code QR", STYLE_DEMI)
    legende = (
        f"À lire avec l’application de votre banque\u00a0: bénéficiaire, montant ({euros(somme)}) et référence {objet} "
        "sont remplis."
    )
    for rang, ligne in enumerate(couper(legende, BORD_GAUCHE - X_LEGENDE, STYLE_NOTE)):
        page.ecrire(X_LEGENDE, haut + 1.85 + rang * INTERLIGNE_NOTE, ligne, STYLE_NOTE)


def _lignes_moyen(moyen: MoyenPaiement) -> tuple[str, ...]:
    return tuple(x for ligne in moyen.lignes for x in couper(ligne, DROITE - X_MOYEN, STYLE_COURANT)) or ("",)


def _lignes_libelle(moyen: MoyenPaiement) -> tuple[str, ...]:
    return couper(moyen.libelle, X_MOYEN - AXE - 2, STYLE_DEMI)


def _hauteur_moyen(moyen: MoyenPaiement) -> int:
    return max(len(_lignes_moyen(moyen)), len(_lignes_libelle(moyen)))


def _hauteur_moyens(moyens: tuple[MoyenPaiement, ...]) -> float:
    """Lines from the title of the means to the last one."""
    if not moyens:
        return 0.0
    return SOUS_TITRE_BLOC + sum(map(_hauteur_moyen, moyens)) - 1 + ENTRE_MOYENS * (len(moyens) - 1)


def _poser_moyens(page: Page, moyens: tuple[MoyenPaiement, ...], titre: float) -> None:
    """Each means under the title: its name, then what to know of it."""
    page.filet(titre - 0.9, FILET_FORT, AXE)
    page.ecrire(AXE, titre, "Moyens de paiement", STYLE_BLOC)
    ligne = titre + SOUS_TITRE_BLOC
    for moyen in moyens:
        for rang, texte in enumerate(_lignes_libelle(moyen)):
            page.ecrire(AXE, ligne + rang, texte, STYLE_DEMI)
        for rang, texte in enumerate(_lignes_moyen(moyen)):
            page.ecrire(X_MOYEN, ligne + rang, texte, STYLE_COURANT)
        ligne += _hauteur_moyen(moyen) + ENTRE_MOYENS
