"""The signature of a paper: at the axis, the picture where there is one, the name and capacity under it."""

import io
from dataclasses import dataclass
from datetime import date

from reportlab.lib.utils import ImageReader

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import STYLE_GRIS, STYLE_NOTE, STYLE_TEXTE, Flux
from imuse_desk.printing.grille_page import AXE, DROITE, LIGNE_MM, MM, Embleme, hauteur_pt
from imuse_desk.printing.texte import couper

IMAGE_LARGEUR_MM, IMAGE_HAUTEUR_MM = 60.0, 20.0
ECART = 3.0
CACHET = 5.6  # lines of 4.5 mm kept free for the stamp: 25 mm
DROITE_SIGNATURE = 168.875
AVANT_SIGNATURE = 2.75
PLI_HAUT, PLI_BAS = 43.4, 44.75  # lines of the lower fold, where no signature stands


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: name, capacity, picture (PNG or JPEG)."""

    nom: str = ""
    qualite: str = ""
    image: bytes = b""


def poser_signature(flux: Flux, signature: Signature) -> None:
    """Write it under the text, whole on a page and off the lower fold; nothing for a signature without a name."""
    noms = couper(signature.nom, DROITE - AXE, STYLE_TEXTE)
    qualites = couper(signature.qualite, DROITE - AXE, STYLE_GRIS)
    if not noms and not signature.image:
        return
    large, haute = mesurer_image(signature.image)
    lignes_image = haute / LIGNE_MM
    hauteur = max(ECART, lignes_image + 1.5) + len(noms) + len(qualites)
    flux.reserver(hauteur)
    depart = flux.ligne + 1 if not flux.est_en_haut else flux.ligne
    fin = depart + hauteur
    if len(flux.pages) == 1 and depart < PLI_BAS and fin > PLI_HAUT and PLI_BAS + hauteur <= flux.bas:
        flux.ligne = PLI_BAS
    flux.avancer(hauteur - len(noms) - len(qualites))
    if signature.image:
        bas = hauteur_pt(flux.ligne - 0.25)
        flux.page.emblemes.append(
            Embleme(AXE * MM, bas, large * MM, haute * MM, flux.entete.emetteur.accent, signature.image)
        )
    for rang, (texte, style) in enumerate([*((n, STYLE_TEXTE) for n in noms), *((q, STYLE_GRIS) for q in qualites)]):
        flux.ligne += 1 if rang or signature.image else 0
        flux.page.ecrire(AXE, flux.ligne, texte, style)


def qui_signe(signature: Signature, maison: str, verbe: str) -> str:
    """``Jeanne Aubrac, directrice, certifie que``; the house itself where nobody signs."""
    if not signature.nom:
        return f"{maison} {verbe} que"
    qualite = f", {signature.qualite}," if signature.qualite else ""
    return f"{signature.nom}{qualite} {verbe} que"


def poser_visa(flux: Flux, fait_a: str, fait_le: date, signature: Signature, dessous: float) -> None:
    """Place and date, who signs, the picture of the signature or the room for it and for the stamp."""
    lieu = f"Fait à {fait_a}, le" if fait_a else "Fait le"
    textes = [(f"{lieu} {date_fr(fait_le)}", STYLE_TEXTE, 1.25)]
    textes += [(signature.nom, STYLE_TEXTE, 1.0), (signature.qualite, STYLE_GRIS, 1.0)]
    lignes = [(x, style, pas) for texte, style, pas in textes for x in couper(texte, DROITE - AXE, style)]
    large, haute = mesurer_image(signature.image)
    hauteur = sum(pas for *_, pas in lignes) + CACHET + 0.75
    flux.reserver(AVANT_SIGNATURE + hauteur + dessous)
    flux.avancer(AVANT_SIGNATURE)
    for texte, style, pas in lignes:
        flux.page.ecrire(AXE, flux.ligne, texte, style)
        flux.ligne += pas
    flux.ligne += CACHET - 1
    if signature.image:
        bas = hauteur_pt(flux.ligne - (CACHET - haute / LIGNE_MM) / 2)
        flux.page.emblemes.append(
            Embleme(AXE * MM, bas, large * MM, haute * MM, flux.entete.emetteur.accent, signature.image)
        )
    flux.page.filet(flux.ligne, gauche=AXE, droite=DROITE_SIGNATURE)
    flux.ligne += 0.75
    flux.page.ecrire(AXE, flux.ligne, "signature et cachet", STYLE_NOTE)


def mesurer_image(image: bytes) -> tuple[float, float]:
    """Width and height in mm of the picture, fitted in the block."""
    if not image:
        return 0.0, 0.0
    large, haute = ImageReader(io.BytesIO(image)).getSize()
    echelle = min(IMAGE_LARGEUR_MM / large, IMAGE_HAUTEUR_MM / haute)
    return large * echelle, haute * echelle
