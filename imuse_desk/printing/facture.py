"""Facture and avoir: what each amount rests on, child by child and period by period, when and how to pay it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from imuse_desk.domain.argent import euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    LIGNE_CORPS,
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    Emetteur,
    Entete,
    Flux,
    tete_courrier,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.facture_groupes import AvoirImpute, GroupeFacture, tableau_facture
from imuse_desk.printing.facture_paiement import (
    Echeance,
    MoyenPaiement,
    Paiement,
    hauteur_mentions,
    poser_mentions,
    poser_paiement,
)
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, TITRE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.qr_epc import CompteVirement
from imuse_desk.printing.tableau import poser_tableau, poser_total
from imuse_desk.printing.texte import couper

SANS_NUMERO = "projet sans numéro"
LARGEUR_MM = 80.5
HAUTEUR_TOTAL = 1.5


@dataclass(frozen=True, slots=True)
class PieceCorrigee:
    """The facture that an avoir corrects."""

    numero: str
    du_le: date


@dataclass(frozen=True, slots=True)
class Facture:
    """Everything a facture prints, or an avoir where it corrects a piece (its amounts are then negative).

    ``numero`` is empty for a project. ``objet`` is what is called ("premier appel de cotisation"), ``precision`` stands
    beside the total ("à titre provisoire"). ``compte`` gives the code of a transfer, for the first instalment or for
    the whole. ``tarif`` and ``delai`` are the two legal notes.
    """

    emetteur: Emetteur
    adresse: AdressePostale
    debiteur: str
    numero: str
    emise_le: date
    annee: str
    dossier: str
    groupes: tuple[GroupeFacture, ...]
    budget: str = ""
    objet: str = ""
    avoirs: tuple[AvoirImpute, ...] = ()
    echeances: tuple[Echeance, ...] = ()
    moyens: tuple[MoyenPaiement, ...] = ()
    compte: CompteVirement | None = None
    tarif: str = ""
    delai: str = ""
    precision: str = ""
    corrige: PieceCorrigee | None = None
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def total_centimes(self) -> int:
        """Sum of every line printed, the avoirs taken into account."""
        lignes = sum(ligne.montant_centimes for groupe in self.groupes for ligne in groupe.lignes)
        return lignes + sum(avoir.montant_centimes for avoir in self.avoirs)

    @property
    def titre(self) -> str:
        """The name of the piece with its number, as a file or a list shows it."""
        genre = "Avoir" if self.corrige else "Facture"
        return f"{genre} n°\u00a0{self.numero}" if self.numero else f"{genre}, {SANS_NUMERO}"


def produire_facture(papier: Facture) -> bytes:
    """Make the PDF of one piece.

    Raises Invalide: a character that the faces lack, an accent that does not read, instalments that do not make the
    total, an account or an amount that is not exact (``charge_epc``).
    """
    return dessiner([composer_facture(papier)], titre=papier.titre, auteur=papier.emetteur.nom)


def composer_lot(factures: Iterable[Facture], *, titre: str = "Factures", auteur: str = "") -> bytes:
    """Make one PDF of many pieces, each numbered from page 1, drawn as they come; raises as ``produire_facture``."""
    return dessiner(map(composer_facture, factures), titre=titre, auteur=auteur)


def composer_facture(brute: Facture) -> list[Page]:
    """Lay a piece out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brute))).terminer()


def _composer(papier: Facture, reglage: Reglage) -> Flux:
    total = papier.total_centimes
    flux = Flux(_entete(papier), reglage)
    tete_courrier(flux, papier.adresse)
    _vedette(flux, papier, total)
    est_a_payer = total > 0 and papier.corrige is None
    notes = (papier.tarif, papier.delai if est_a_payer else "")
    apres = HAUTEUR_TOTAL + (0.0 if est_a_payer else hauteur_mentions(notes))
    poser_tableau(flux, tableau_facture(papier.groupes, papier.avoirs, apres), 1.5)
    poser_total(flux, _libelle_total(papier), total, papier.precision)
    if est_a_payer:
        _verifier_echeances(papier.echeances, total)
        paiement = Paiement(papier.numero, papier.echeances, papier.moyens, papier.compte, total)
        poser_paiement(flux, paiement, notes)
    poser_mentions(flux, notes)
    return flux


def _verifier_echeances(echeances: tuple[Echeance, ...], total_centimes: int) -> None:
    """Refuse instalments that do not make the total: Invalide(echeances, echeances_hors_total, …)."""
    somme = sum(echeance.montant_centimes for echeance in echeances)
    if echeances and somme != total_centimes:
        code = "echeances_hors_total"
        raise Invalide("echeances", code, somme_centimes=somme, total_centimes=total_centimes)


def _entete(papier: Facture) -> Entete:
    """The fixed parts: title, number, four facts at most."""
    emise = date_fr(papier.emise_le)
    genre, emis = ("Avoir", "Émis le") if papier.corrige else ("Facture", "Émise le")
    faits = [(emis, emise)]
    if papier.corrige:
        faits.append(("Sur la facture", f"{papier.corrige.numero} du\u00a0{date_fr(papier.corrige.du_le)}"))
    faits += [("Année", papier.annee), ("Dossier", papier.dossier), ("Budget", papier.budget)]
    return Entete(
        emetteur=papier.emetteur,
        titre=genre,
        sous_titre=f"n°\u00a0{papier.numero}" if papier.numero else SANS_NUMERO,
        faits=tuple((libelle, valeur) for libelle, valeur in faits if valeur)[:4],
        suite=f"{papier.titre} du {emise} · dossier\u00a0{papier.dossier}",
        partie=papier.debiteur,
        empreinte=papier.empreinte,
        duplicata_a=papier.duplicata_a,
    )


def _libelle_total(papier: Facture) -> str:
    if papier.corrige:
        return "Total de l’avoir"
    if not papier.avoirs:
        return "Total de la facture"
    return "Net à payer, avoir déduit" if len(papier.avoirs) == 1 else "Net à payer, avoirs déduits"


def _vedette(flux: Flux, papier: Facture, total: int) -> None:
    """Say what is due, large, and in how many parts; or that nothing is."""
    depart = max(flux.ligne + 1, LIGNE_CORPS)
    mots = "À payer" if total > 0 else "Rien à payer" if total == 0 else "En votre faveur"
    flux.page.ecrire(GAUCHE, depart, mots, STYLE_SOUS_TITRE)
    style = Style(TITRE, gras=True, couleur=papier.emetteur.accent)
    flux.page.ecrire(AXE, depart, euros(abs(total)), style)
    bas = depart
    for x_mm, texte in ((GAUCHE, _quoi(papier)), (AXE, _quand(papier, total))):
        for rang, ligne in enumerate(couper(texte, min(LARGEUR_MM, DROITE - x_mm), STYLE_GRIS), start=1):
            flux.page.ecrire(x_mm, depart + rang, ligne, STYLE_GRIS)
            bas = max(bas, depart + rang)
    flux.ligne = bas


def _quoi(papier: Facture) -> str:
    """``2 élèves et un avoir · premier appel de cotisation``."""
    eleves = sum(groupe.est_eleve for groupe in papier.groupes)
    parties = [f"{eleves}\u00a0élève" + "s" * (eleves > 1)] if eleves else []
    if papier.avoirs:
        parties.append("un avoir" if len(papier.avoirs) == 1 else f"{len(papier.avoirs)}\u00a0avoirs")
    return " · ".join(texte for texte in (" et ".join(parties), papier.objet) if texte)


def _quand(papier: Facture, total: int) -> str:
    """``en 3 échéances, la première de 206,26 € le 15/12/2025``; nothing where nothing is to be paid."""
    if total <= 0 or papier.corrige or not papier.echeances:
        return ""
    premiere = papier.echeances[0]
    le = date_fr(premiere.le)
    if len(papier.echeances) == 1:
        return f"en une fois, le\u00a0{le} au plus tard"
    nombre = len(papier.echeances)
    return f"en {nombre}\u00a0échéances, la première de {euros(premiere.montant_centimes)} le\u00a0{le}"
