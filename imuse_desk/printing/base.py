"""The fixed parts of every paper: heads, address block, fold marks, footer, duplicate stamp, continuation pages."""

import io
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from reportlab.lib.utils import ImageReader

from imuse_desk.domain.dates import instant_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.adresse import AdressePostale, ecrire_adresse
from imuse_desk.printing.grille_page import (
    ACCENT,
    AXE,
    DERNIERE_LIGNE,
    DROITE,
    FILET_FORT,
    GAUCHE,
    GRIS,
    HAUTEUR_MM,
    INTERLIGNE_NOTE,
    LARGEUR_MM,
    LIGNE_MM,
    MM,
    NOIR,
    NOTE,
    SOUS_TITRE,
    TEXTE,
    TITRE,
    Cadre,
    Couleur,
    Ecrit,
    Embleme,
    Filet,
    Page,
    Style,
    hauteur_pt,
)
from imuse_desk.printing.mise_en_pages import Reglage
from imuse_desk.printing.texte import couper

STYLE_NOTE = Style(NOTE, couleur=GRIS)
STYLE_GRIS = Style(couleur=GRIS)
STYLE_COURANT = Style()
STYLE_DEMI = Style(gras=True)
STYLE_TEXTE = Style(TEXTE)
STYLE_BLOC = Style(TEXTE, gras=True)
STYLE_SOUS_TITRE = Style(SOUS_TITRE, gras=True)

BORD_TITRE = 86.0  # the envelope's window begins at 90 mm
X_FAITS = 46.75
ENTRE_PARAGRAPHES = 0.25
LIGNE_CORPS = 24.0
LIGNE_SUITE = 7.75
LIGNE_PIED = 62.5
MARQUE_HAUT_MM, MARQUE_MM, MARQUE_SUITE_MM = 13.1, 9.0, 7.0
LOGO_LARGEUR_MM = 22.0
LIGNES_EMETTEUR = 6
CONTRASTE_MINIMAL = 4.5
DROITE_MENTION = 147.75
ECART_SERRE = 2.0  # the widest gap between blocks of a paper set close
NORMAL = Reglage()


@dataclass(frozen=True, slots=True)
class Emetteur:
    """The house as its papers show it, from the settings: ``lignes`` is the sender's address, five lines at most.

    ``logo`` is a PNG or JPEG file in place of the mark; the window of the envelopes is where the address block's last
    line stands, in mm from the top left; ``fuseau`` is the zone in which instants are written.
    """

    nom: str
    sous_titre: str = ""
    lignes: tuple[str, ...] = ()
    siret: str = ""
    logo: bytes = b""
    accent: Couleur = ACCENT
    fenetre_x_mm: float = AXE
    fenetre_y_mm: float = 76.5
    fuseau: str = "Europe/Paris"

    def instant(self, instant: datetime) -> str:
        """Write an instant in the zone of the house."""
        return instant_fr(instant, ZoneInfo(self.fuseau))


@dataclass(frozen=True, slots=True)
class Entete:
    """What the fixed parts say of one paper: title, sub-title, facts; ``suite`` and ``partie`` head the other pages."""

    emetteur: Emetteur
    titre: str
    sous_titre: str = ""
    faits: tuple[tuple[str, str], ...] = ()
    suite: str = ""
    partie: str = ""
    empreinte: str = ""
    duplicata_a: datetime | None = None

    @property
    def style_accent(self) -> Style:
        """The accent in table size, Semibold."""
        return Style(gras=True, couleur=self.emetteur.accent)

    @property
    def style_vedette(self) -> Style:
        """The accent in sub-title size, Semibold."""
        return Style(SOUS_TITRE, gras=True, couleur=self.emetteur.accent)


def contraste_sur_blanc(couleur: Couleur) -> float:
    """Contrast of a colour on white paper, as WCAG 2 counts it (1 to 21)."""
    canaux = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in couleur]
    luminance = 0.2126 * canaux[0] + 0.7152 * canaux[1] + 0.0722 * canaux[2]
    return 1.05 / (luminance + 0.05)


def verifier_accent(accent: Couleur) -> None:
    """Refuse an accent that does not read on white: Invalide(accent, contraste_insuffisant, contraste, minimum)."""
    contraste = contraste_sur_blanc(accent)
    if contraste < CONTRASTE_MINIMAL:
        raise Invalide("accent", "contraste_insuffisant", contraste=round(contraste, 1), minimum=CONTRASTE_MINIMAL)


class Flux:
    """A paper being laid out: the pages so far and ``ligne``, the last baseline in use on the current one.

    ``est_couche`` lays A4 on its side.
    """

    def __init__(self, entete: Entete, reglage: Reglage = NORMAL, *, est_couche: bool = False) -> None:
        verifier_accent(entete.emetteur.accent)
        self.entete = entete
        self.reglage = reglage
        self.est_couche = est_couche
        self.page = self._feuille()
        self.pages = [self.page]
        self.ligne = 0.0
        self.est_en_haut = False
        _duplicata(self.page, entete, 3.5)

    @property
    def bas(self) -> float:
        """The last line of content of the current page."""
        return self.reglage.bas(len(self.pages)) - self._manque + 1e-6

    @property
    def _manque(self) -> float:
        """Lines that a sheet on its side has less than one upright."""
        return (HAUTEUR_MM - LARGEUR_MM) / LIGNE_MM if self.est_couche else 0.0

    def _feuille(self) -> Page:
        return Page(hauteur_mm=LARGEUR_MM, largeur_mm=HAUTEUR_MM) if self.est_couche else Page()

    def tient(self, hauteur: float) -> bool:
        """Say whether ``hauteur`` more lines fit on the current page."""
        return self.ligne + hauteur <= self.bas

    def ecart(self, large: float) -> float:
        """A gap between blocks, narrower in a paper that is set close."""
        return min(large, ECART_SERRE) if self.reglage.serre else large

    def nouvelle_page(self) -> None:
        """Begin a continuation page; the next baseline is ``LIGNE_SUITE`` at the earliest."""
        self.page = self._feuille()
        self.pages.append(self.page)
        self.ligne = _tete_suite(self.page, self.entete)
        self.est_en_haut = True

    def avancer(self, ecart: float) -> None:
        """Go down by a gap between blocks; at the top of a page the first block stands without one."""
        if self.est_en_haut:
            self.ligne = max(self.ligne, LIGNE_SUITE)
            self.est_en_haut = False
        else:
            self.ligne += ecart

    def reserver(self, hauteur: float) -> None:
        """Go to a new page unless ``hauteur`` more lines fit here (or the page is new already)."""
        if not self.est_en_haut and not self.tient(hauteur):
            self.nouvelle_page()

    def terminer(self, filet: float = LIGNE_PIED) -> list[Page]:
        """Write the footers under the line ``filet``, now that the number of pages is known."""
        for rang, page in enumerate(self.pages, start=1):
            _pied(page, self.entete, f"page {rang}/{len(self.pages)}", filet - self._manque)
        return self.pages


def tete_courrier(flux: Flux, adresse: AdressePostale) -> None:
    """Write the head of a mailed paper: house, sender, address in the window, title, facts, fold marks."""
    page, entete = flux.page, flux.entete
    page.fond = _fond_courrier(entete.emetteur)
    ecrire_adresse(page, adresse, x_mm=entete.emetteur.fenetre_x_mm, y_mm=entete.emetteur.fenetre_y_mm)
    flux.ligne = max(_titre(page, entete, 12.75, BORD_TITRE) + 2, LIGNE_CORPS - 1)


@lru_cache(maxsize=8)
def _fond_courrier(emetteur: Emetteur) -> Page:
    """What every mailed paper of a house shows on its first page: mark, house, sender, fold marks."""
    page = Page()
    _maison(page, emetteur)
    _emetteur(page, emetteur, BORD_TITRE)
    for pli in (99.0, 198.0):
        page.filets.append(Filet(5 * MM, 9 * MM, hauteur_pt(pli / 4.5), 0.3))
    return page


def tete_attestation(flux: Flux) -> None:
    """Write the head of a paper that certifies, without an address: house, sender, title low on the page."""
    _maison(flux.page, flux.entete.emetteur)
    _emetteur(flux.page, flux.entete.emetteur, DROITE)
    flux.ligne = _titre(flux.page, flux.entete, 15, DROITE)


def tete_bureau(flux: Flux, a_droite: tuple[str, ...] = ()) -> None:
    """Write the head of a paper that is handed over: house, one or two lines at the right, title, facts."""
    page, entete = flux.page, flux.entete
    _maison(page, entete.emetteur)
    depart = 6.25 if entete.duplicata_a else 3.5
    for rang, texte in enumerate(a_droite):
        page.ecrire(page.droite, depart + rang, texte, STYLE_NOTE if rang else STYLE_BLOC, a_droite=True)
    flux.ligne = _titre(page, entete, 8.25, page.droite)


def paragraphe(flux: Flux, textes: tuple[str, ...], x_mm: float, style: Style, droite_mm: float = DROITE) -> None:
    """Set running text from the next baseline down, over pages where it must."""
    interligne = INTERLIGNE_NOTE if style.taille == NOTE else 1.0
    for rang, texte in enumerate(textes):
        ecart = interligne + (ENTRE_PARAGRAPHES if rang else 0)
        for ligne in couper(texte, droite_mm - x_mm, style):
            flux.reserver(ecart)
            flux.avancer(ecart)
            flux.page.ecrire(x_mm, flux.ligne, ligne, style)
            ecart = interligne


def titre_bloc(flux: Flux, titre: str, hauteur: float, gauche: float = GAUCHE, droite: float = DROITE) -> None:
    """Open a block under a strong rule, on a new page unless ``hauteur`` lines follow; the title is on ``ligne``."""
    ecart = flux.ecart(2.5)
    flux.reserver(hauteur + ecart)
    flux.avancer(ecart)
    flux.page.filet(flux.ligne - 0.9, FILET_FORT, gauche, droite)
    flux.page.ecrire(gauche, flux.ligne, titre, STYLE_BLOC)


def hauteur_mention(textes: tuple[str, ...]) -> float:
    """Lines to keep free under the last block for the legal note."""
    lignes = [ligne for texte in textes for ligne in _note(texte, DROITE_MENTION)]
    return 1.75 + INTERLIGNE_NOTE * (len(lignes) - 1) if lignes else 0.0


def mention_finale(flux: Flux, textes: tuple[str, ...]) -> None:
    """Set the legal note on the last lines of the last page (a new one if the place is taken)."""
    lignes = [ligne for texte in textes for ligne in _note(texte, DROITE_MENTION)]
    if not lignes:
        return
    depart = DERNIERE_LIGNE - 0.5 - INTERLIGNE_NOTE * (len(lignes) - 1)
    if flux.ligne + 1.25 > depart:
        flux.nouvelle_page()
    for ligne in lignes:
        flux.page.ecrire(GAUCHE, depart, ligne, STYLE_NOTE)
        depart += INTERLIGNE_NOTE


def _note(texte: str, droite_mm: float, gauche_mm: float = GAUCHE) -> tuple[str, ...]:
    """Break a note in the smallest size."""
    return couper(texte, droite_mm - gauche_mm, STYLE_NOTE)


def _maison(page: Page, emetteur: Emetteur) -> None:
    """Write the mark or logo, the house and what it teaches."""
    embleme = _embleme(emetteur, MARQUE_MM)
    page.emblemes.append(embleme)
    x_mm = GAUCHE + embleme.largeur / MM + 4
    ligne = 3.5
    for texte in couper(emetteur.nom, 160 - x_mm, STYLE_BLOC):
        page.ecrire(x_mm, ligne, texte, STYLE_BLOC)
        ligne += 1
    for texte in _note(emetteur.sous_titre, 160, x_mm):
        page.ecrire(x_mm, ligne, texte, STYLE_NOTE)
        ligne += INTERLIGNE_NOTE


def _emetteur(page: Page, emetteur: Emetteur, droite_mm: float) -> None:
    """Write the sender's address under the house. Raises Invalide(emetteur.lignes, entete_trop_longue)."""
    lignes = [partie for ligne in emetteur.lignes for partie in _note(ligne, droite_mm)]
    if len(lignes) > LIGNES_EMETTEUR:
        raise Invalide("emetteur.lignes", "entete_trop_longue", lignes=len(lignes), maximum=LIGNES_EMETTEUR)
    for rang, texte in enumerate(lignes):
        page.ecrire(GAUCHE, 6.25 + rang * INTERLIGNE_NOTE, texte, STYLE_NOTE)


def _embleme(emetteur: Emetteur, hauteur_mm: float) -> Embleme:
    """Fit the logo, or the mark, in the head's height."""
    largeur_mm = hauteur_mm
    haut_mm = MARQUE_HAUT_MM
    if emetteur.logo:
        large, haute = ImageReader(io.BytesIO(emetteur.logo)).getSize()
        echelle = min(LOGO_LARGEUR_MM * hauteur_mm / MARQUE_MM / large, hauteur_mm / haute)
        largeur_mm, hauteur_mm = large * echelle, haute * echelle
    y = hauteur_pt((haut_mm + hauteur_mm) / 4.5)
    return Embleme(GAUCHE * MM, y, largeur_mm * MM, hauteur_mm * MM, emetteur.accent, emetteur.logo)


def tete_maison(flux: Flux) -> None:
    """Write the house alone: the paper lays out its own title."""
    _maison(flux.page, flux.entete.emetteur)


def tete_guichet(flux: Flux, faits: tuple[tuple[str, str], ...]) -> None:
    """Write the head of a paper of the till: house, title and number at the left, facts at the axis."""
    page, entete = flux.page, flux.entete
    _maison(page, entete.emetteur)
    gauche = replace(entete, faits=())
    bas = _titre(page, gauche, 8.25, AXE - 4) - 0.25
    flux.ligne = max(bas, ecrire_faits_tete(page, AXE, 7.75, faits))


def ecrire_faits_tete(
    page: Page, x_mm: float, ligne: float, faits: tuple[tuple[str, str], ...], droite_mm: float = DROITE
) -> float:
    """Write facts under one another, label in grey and value; return the last baseline used."""
    large = max((STYLE_GRIS.largeur(libelle) for libelle, _ in faits), default=0.0)
    x_valeur = x_mm + max(X_FAITS - GAUCHE, large + 4)
    for libelle, valeur in faits:
        page.ecrire(x_mm, ligne, libelle, STYLE_GRIS)
        for texte in couper(valeur or "—", droite_mm - x_valeur, STYLE_COURANT):
            page.ecrire(x_valeur, ligne, texte, STYLE_COURANT)
            ligne += 1
    return ligne - 1


def _titre(page: Page, entete: Entete, depart: float, droite_mm: float) -> float:
    """Write title, sub-title and facts; return the last baseline used."""
    ligne = depart
    style = Style(TITRE, gras=True, couleur=entete.emetteur.accent)
    lignes = couper(entete.titre, droite_mm - GAUCHE, style)
    for texte in lignes:
        page.ecrire(GAUCHE, ligne, texte, style)
        ligne += 1.75
    ligne -= 0.25
    for texte in couper(entete.sous_titre, droite_mm - GAUCHE, STYLE_SOUS_TITRE):
        page.ecrire(GAUCHE, ligne, texte, STYLE_SOUS_TITRE)
        ligne += 1.25
    return ecrire_faits_tete(page, GAUCHE, ligne + 0.5, entete.faits, droite_mm)


def _tete_suite(page: Page, entete: Entete) -> float:
    """Write the head of a continuation page; return the last baseline used."""
    _duplicata(page, entete, 3.4)
    embleme = _embleme(entete.emetteur, MARQUE_SUITE_MM)
    page.emblemes.append(embleme)
    x_mm = GAUCHE + embleme.largeur / MM + 4
    gauche = [(texte, STYLE_DEMI, 1.0) for texte in couper(entete.emetteur.nom, 105.5 - x_mm, STYLE_DEMI)]
    gauche += [(texte, STYLE_NOTE, INTERLIGNE_NOTE) for texte in _note(entete.suite, 105.5, x_mm)]
    ligne = basse = 3.4
    for texte, style, pas in gauche:
        page.ecrire(x_mm, ligne, texte, style)
        basse = ligne
        ligne += pas
    ligne = 3.4
    for texte in _note(entete.partie, 155 if entete.duplicata_a else page.droite, AXE):
        page.ecrire(AXE, ligne, texte, STYLE_NOTE)
        basse = max(basse, ligne)
        ligne += INTERLIGNE_NOTE
    return basse + 1.75


def _pied(page: Page, entete: Entete, folio: str, filet: float) -> None:
    """Write the footer: house and SIRET, seal, page number."""
    emetteur = entete.emetteur
    page.filet(filet)
    maison = f"{emetteur.nom} · SIRET {emetteur.siret}" if emetteur.siret else emetteur.nom
    base = ligne = filet + 0.9
    for texte in _note(maison, AXE - 4):
        page.ecrire(GAUCHE, ligne, texte, STYLE_NOTE)
        ligne += 0.65
    if entete.empreinte:
        net = entete.empreinte.upper()[:12]
        page.ecrire(AXE, base, "Empreinte " + " ".join(net[i : i + 4] for i in range(0, len(net), 4)), STYLE_NOTE)
    page.ecrire(page.droite, base, folio, Style(NOTE, couleur=NOIR), a_droite=True)


def _duplicata(page: Page, entete: Entete, ligne: float) -> None:
    """Stamp a duplicate, top right, with the instant of its printing."""
    if entete.duplicata_a is None:
        return
    espacement = 0.25 * MM
    mot = "DUPLICATA"
    large = STYLE_BLOC.largeur(mot) * MM + espacement * (len(mot) - 1)
    y = hauteur_pt(ligne)
    x = DROITE * MM - 3 * MM - large
    page.cadres.append(Cadre(x - 3 * MM, y - 5.74, large + 6 * MM, 18.5, FILET_FORT))
    page.ecrits.append(Ecrit(x, y, mot, STYLE_BLOC, espacement))
    page.ecrire(
        DROITE, ligne + 1.25, f"imprimé le {entete.emetteur.instant(entete.duplicata_a)}", STYLE_NOTE, a_droite=True
    )
