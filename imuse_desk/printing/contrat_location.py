"""Contrat de location: the instrument, its dates and price, what the household undertakes, both signatures."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.argent import euros
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
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.texte import couper
from imuse_desk.printing.visas import Visa, poser_visas

TITRE_PAPIER = "Contrat de location"
COLONNES_CONTRAT = (Colonne("Objet", GAUCHE, AXE - 4), Colonne("Convenu", AXE, DROITE))
MENTION = ("Fait en deux exemplaires, un pour chaque partie.",)


@dataclass(frozen=True, slots=True)
class ContratImprime:
    """Everything the paper prints; amounts in cents, ``regle_prix`` says where the price comes from."""

    emetteur: Emetteur
    annee: str
    numero: int
    foyer: str
    eleve: str
    instrument: str
    inventaire: str
    marque: str
    serie: str
    etat: str
    valeur_centimes: int
    du_le: date
    au_le: date
    prix_centimes: int
    regle_prix: str
    garantie_centimes: int
    garantie: str
    assurance_jusqu_au: date | None
    fait_le: date
    signataire: str = ""


def produire_contrat(papier: ContratImprime) -> bytes:
    """Make the PDF of one contract; raises Invalide on a character that the faces lack."""
    titre = f"{TITRE_PAPIER} {papier.numero}"
    return dessiner([composer_contrat(papier)], titre=titre, auteur=papier.emetteur.nom)


def composer_contrat(brut: ContratImprime) -> list[Page]:
    """Lay a contract out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: ContratImprime, reglage: Reglage) -> Flux:
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre=TITRE_PAPIER,
            sous_titre=f"n°\u00a0{papier.numero}, année scolaire {papier.annee}",
            suite=f"{TITRE_PAPIER} {papier.numero}",
            partie=papier.foyer,
        ),
        reglage,
    )
    tete_attestation(flux)
    flux.ligne += 2
    paragraphe(flux, (f"{papier.emetteur.nom} loue à",), GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    flux.avancer(0.5)
    for nom in couper(papier.foyer, DROITE - GAUCHE, STYLE_SOUS_TITRE):
        flux.avancer(1.25)
        flux.page.ecrire(GAUCHE, flux.ligne, nom, STYLE_SOUS_TITRE)
    flux.avancer(0.5)
    pour = f"pour {papier.eleve}, l’instrument ci-dessous, aux conditions suivantes."
    paragraphe(flux, (pour,), GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    rangees = tuple(Rangee((Cellule(quoi), Cellule(dit))) for quoi, dit in _termes(papier) if dit)
    poser_tableau(flux, Tableau(COLONNES_CONTRAT, (Groupe(rangees),)), 2.25)
    flux.avancer(1.25)
    paragraphe(flux, (_engagement(papier),), GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    etablissement = Visa("Pour l’établissement", papier.signataire, date_fr(papier.fait_le))
    poser_visas(flux, etablissement, Visa("Pour la famille"), hauteur_mention(MENTION))
    mention_finale(flux, MENTION)
    return flux


def _termes(papier: ContratImprime) -> tuple[tuple[str, str], ...]:
    """What is agreed; a term without words is not printed."""
    garantie = f"{euros(papier.garantie_centimes)} ({papier.garantie.lower()})" if papier.garantie_centimes else ""
    return (
        ("Instrument", f"{papier.instrument}, n°\u00a0{papier.inventaire}"),
        ("Marque", papier.marque),
        ("Numéro de série", papier.serie),
        ("État au départ", papier.etat),
        ("Valeur", euros(papier.valeur_centimes) if papier.valeur_centimes else ""),
        ("Durée", f"du {date_fr(papier.du_le)} au {date_fr(papier.au_le)}"),
        ("Prix de la location", euros(papier.prix_centimes)),
        ("Calcul du prix", papier.regle_prix),
        ("Dépôt de garantie", garantie),
        ("Assurance attestée jusqu’au", date_fr(papier.assurance_jusqu_au) if papier.assurance_jusqu_au else ""),
    )


def _engagement(papier: ContratImprime) -> str:
    rendu = f"La famille rend l’instrument au plus tard le {date_fr(papier.au_le)}, dans l’état où elle l’a reçu"
    return f"{rendu}, et l’assure pendant toute la location."
