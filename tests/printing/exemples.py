"""Invented houses, families and papers, and the tools to read a PDF back."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image

from imuse_desk.printing.accuse import (
    AccuseReinscription,
    CoursDemande,
    Declaration,
    EnfantAccuse,
    LignePrix,
    PieceAccuse,
    phrases_suite,
)
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.estimation import Estimation, GroupeEstimation, LigneEstimation
from imuse_desk.printing.faits import ResponsableFiche
from imuse_desk.printing.fiche_reinscription import (
    CoursPropose,
    EnfantFiche,
    FicheReinscription,
    PieceDemandee,
)
from imuse_desk.printing.grille_page import MM, Page

DEPOT = datetime(2026, 6, 2, 16, 7, tzinfo=UTC)
NOM_LONG = "Maximilien-Emmanuel de La Roche-Beaumont van den Berghe-Quesnelle"
EMETTEUR = Emetteur(
    nom="Conservatoire du Val d’Aulne",
    sous_titre="Musique · Danse · Théâtre",
    lignes=("Scolarité", "12 allée des Tilleuls", "54999 Rives-sur-Aulne", "03 00 00 00 12"),
    siret="200 000 000 00017",
)
ADRESSE = AdressePostale(("Madame Claire Verdier",), "Bâtiment B", "7, rue des Aubépines", "54999 Rives-sur-Aulne")
COURS = (
    CoursDemande("Formation musicale FM2C2", "2C2", "mercredi 14:00–15:15, salle Franck", "place réservée"),
    CoursDemande("Harpe", "1C4", "sans horaire, fixé avec le professeur", "affectation d’office"),
    CoursDemande("Chœur d’enfants", "", "samedi 10:00–11:00, auditorium", "suit le cursus"),
)
PIECES = (
    PieceAccuse("Justificatif de domicile de moins de 3 mois", "le foyer", "quittance.pdf", 1, "reçue, à vérifier"),
    PieceAccuse("Avis d’imposition, 4 pages", "parent 1", "avis-2025.pdf", 4, "reçue, à vérifier"),
    PieceAccuse("Avis d’imposition, 4 pages", "parent 2", est_manquante=True),
)


def enfant(rang: int, nom: str = "") -> EnfantAccuse:
    return EnfantAccuse(nom or f"Enfant{rang} Verdier", date(2010 + rang, 3, 12), "FM"[rang % 2], "se réinscrit", COURS)


def accuse(nombre: int = 1, **valeurs: Any) -> AccuseReinscription:
    noms = tuple(enfant(rang) for rang in range(1, nombre + 1))
    prix = tuple(
        LignePrix(e.nom, 34644, ("QF 880,66\u00a0€ × 36,50\u00a0%", "plancher 152,00\u00a0€"), rang == 0)
        for rang, e in enumerate(noms)
    )
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR,
        "adresse": ADRESSE,
        "famille": "Mme Claire Verdier",
        "demarche": "réinscription",
        "annee": "2026-2027",
        "reference": "R26-01184",
        "dossier": "04127",
        "deposee_a": DEPOT,
        "etat": "Dossier incomplet",
        "detail_etat": "1 pièce manque, à remettre avant le 19/06/2026",
        "enfants": noms,
        "pieces": PIECES,
        "prix": prix,
        "suites": phrases_suite(1, date(2026, 6, 19), date(2026, 8, 24), "novembre"),
        "declaration": Declaration("3", "Mme Claire Verdier", DEPOT, "signature papier", "règlements, assurance."),
        "empreinte": "c90d11f37a68ffff",
    }
    return AccuseReinscription(**(defauts | valeurs))


def fiche(nombre: int = 2, **valeurs: Any) -> FicheReinscription:
    cours = (
        CoursPropose("Formation musicale", "2C2", ("mercredi 14:00–15:15, salle Franck", "jeudi 17:30–18:45")),
        CoursPropose("Harpe", "1C4", (), "horaire fixé avec le professeur"),
        CoursPropose("Chœur", consigne="suit le cursus", a_cocher=False),
    )
    coordonnees = (("Adresse", "7 rue des Aubépines, 54999 Rives-sur-Aulne"), ("Tél. professionnel", ""))
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR,
        "adresse": ADRESSE,
        "famille": "Mme Claire Verdier",
        "annee": "2026-2027",
        "dossier": "04127",
        "responsables": (
            ResponsableFiche("Mme Claire Verdier", "mère, payeur", coordonnees),
            ResponsableFiche("M. Paul Sauvage", "père", (("E-mail", "paul.sauvage@example.org"),)),
        ),
        "enfants": tuple(
            EnfantFiche(
                f"Enfant{rang} Verdier",
                date(2014, 3, rang),
                "F",
                "Musique, cycle 1",
                (("École", "Collège des Tilleuls"), ("Personne à prévenir", "")),
                ("Droit à l’image\u00a0: j’autorise l’établissement à filmer l’élève",),
                cours,
            )
            for rang in range(1, nombre + 1)
        ),
        "pieces": (
            PieceDemandee("Justificatif de domicile", "le foyer", "quittance de loyer ou facture d’électricité"),
            PieceDemandee("Avis d’imposition", "parent 1", est_recue=True),
        ),
        "declaration": ("Le responsable légal connaît la grille tarifaire.", "Il accepte les règlements."),
        "version_declaration": "3",
        "rendre_avant_le": date(2026, 6, 19),
        "etablie_a": DEPOT,
    }
    return FicheReinscription(**(defauts | valeurs))


def estimation(nombre: int = 2, **valeurs: Any) -> Estimation:
    rangees = tuple(
        LigneEstimation(f"Prestation {rang}", 10_000 + rang, ("Quotient 880,66\u00a0€ × 36,50\u00a0%.", "plancher"))
        for rang in range(1, nombre + 1)
    )
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR,
        "annee": "2026-2027",
        "faite_a": DEPOT,
        "groupes": (GroupeEstimation("Alma Verdier-Sauvage", rangees, "née le 12/03/2014"),),
        "ajustements": (LigneEstimation("Réduction 2ᵉ\u00a0enfant", -2466, ("10\u00a0% de 246,58\u00a0€.",)),),
        "faits": (("Quotient familial", "880,66\u00a0€"), ("Enfants à charge de moins de 20 ans", "2")),
        "famille": "Mme Claire Verdier",
        "grille": "grille 2026-2027, version 3",
    }
    return Estimation(**(defauts | valeurs))


@dataclass(frozen=True)
class Bloc:
    """One text of the drawn page and its box in mm from the top left."""

    texte: str
    gauche: float
    haut: float
    droite: float
    bas: float


def normaliser(texte: str) -> str:
    """Readers turn no-break spaces into plain ones or keep them: make them all one."""
    return " ".join(texte.replace("\u00a0", " ").replace("\u202f", " ").split())


def textes(octets: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(octets)
    return [normaliser(page.get_textpage().get_text_range()) for page in pdf]


def blocs(octets: bytes) -> list[list[Bloc]]:
    """Text boxes as pdfium measures them, page by page."""
    pages = []
    for page in pypdfium2.PdfDocument(octets):
        texte = page.get_textpage()
        haut = page.get_height()
        ligne = []
        for rang in range(texte.count_rects()):
            gauche, bas, droite, sommet = texte.get_rect(rang)
            contenu = normaliser(texte.get_text_bounded(gauche, bas, droite, sommet))
            ligne.append(Bloc(contenu, gauche / MM, (haut - sommet) / MM, droite / MM, (haut - bas) / MM))
        pages.append(ligne)
    return pages


def polices_du_pdf(octets: bytes) -> dict[str, bool]:
    """Every font of the file and whether its program is inside."""
    trouvees = {}
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        for objet in pdf.objects:
            if isinstance(objet, pikepdf.Dictionary) and objet.get("/Type") == "/Font":
                descripteur = objet.get("/FontDescriptor")
                trouvees[str(objet["/BaseFont"])] = descripteur is not None and "/FontFile2" in descripteur
    return trouvees


def chevauchements(pages: list[Page]) -> list[tuple[str, str]]:
    """Pairs of texts of one page that stand on one another, from the widths of the faces."""
    paires = []
    for page in pages:
        ecrits = list(page.textes())
        for rang, un in enumerate(ecrits):
            fin = un.x + un.style.largeur(un.texte) * MM
            for autre in ecrits[rang + 1 :]:
                fin_autre = autre.x + autre.style.largeur(autre.texte) * MM
                trop_pres = abs(un.y - autre.y) < 0.7 * min(un.style.taille, autre.style.taille)
                if trop_pres and un.x < fin_autre and autre.x < fin:
                    paires.append((un.texte, autre.texte))
    return paires


def logo(largeur: int, hauteur: int) -> bytes:
    sortie = io.BytesIO()
    Image.new("RGB", (largeur, hauteur), (10, 60, 90)).save(sortie, "PNG")
    return sortie.getvalue()
