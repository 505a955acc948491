"""Re-enrolment form, filled in with what the desk knows, for the family to correct by hand and sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    STYLE_BLOC,
    STYLE_COURANT,
    STYLE_GRIS,
    STYLE_NOTE,
    STYLE_SOUS_TITRE,
    STYLE_TEXTE,
    Emetteur,
    Entete,
    Flux,
    paragraphe,
    tete_courrier,
    titre_bloc,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.faits import (
    DEMI_LARGEUR_MM,
    Faits,
    ResponsableFiche,
    ecrire_faits,
    hauteur_faits,
    poser_responsables,
)
from imuse_desk.printing.grille_page import AXE, COLONNES, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import (
    PLI_BAS,
    PLI_HAUT,
    RETRAIT_CASE_MM,
    Cellule,
    Colonne,
    Groupe,
    Rangee,
    Tableau,
    hauteur_tableau,
    poser_tableau,
)
from imuse_desk.printing.texte import couper

DROITE_DECLARATION = 147.75
X_VOEUX = (GAUCHE, 60.0, AXE)
VOEUX = ("se réinscrit", "demande un congé d’un an", "ne se réinscrit pas")
HAUTEUR_SIGNATURE = 9.0


@dataclass(frozen=True, slots=True)
class CoursPropose:
    """One course for next year: the slots to choose from, or ``consigne`` in words ("suit le cursus").

    ``a_cocher`` is false for a course that follows the cursus and has no tick of its own.
    """

    cours: str
    niveau: str = ""
    creneaux: tuple[str, ...] = ()
    consigne: str = ""
    a_cocher: bool = True


@dataclass(frozen=True, slots=True)
class EnfantFiche:
    """One child: identity as label and value, yes-or-no questions, courses."""

    nom: str
    ne_le: date | None = None
    sexe: str = ""
    cursus: str = ""
    identite: Faits = ()
    autorisations: tuple[str, ...] = ()
    cours: tuple[CoursPropose, ...] = ()


@dataclass(frozen=True, slots=True)
class PieceDemandee:
    """One paper to bring; one that the dossier holds already has no tick box."""

    nom: str
    pour: str = ""
    precision: str = ""
    est_recue: bool = False


@dataclass(frozen=True, slots=True)
class FicheReinscription:
    """Everything the form prints; ``declaration`` is the text to sign, paragraph by paragraph."""

    emetteur: Emetteur
    adresse: AdressePostale
    famille: str
    annee: str
    dossier: str
    responsables: tuple[ResponsableFiche, ...]
    enfants: tuple[EnfantFiche, ...]
    pieces: tuple[PieceDemandee, ...] = ()
    declaration: tuple[str, ...] = ()
    version_declaration: str = ""
    rendre_avant_le: date | None = None
    etablie_a: datetime | None = None
    empreinte: str = ""
    duplicata_a: datetime | None = None


def produire_fiche(papier: FicheReinscription) -> bytes:
    """Make the PDF of one form.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    titre = f"Fiche de réinscription {papier.annee}, dossier {papier.dossier}"
    return dessiner([composer_fiche(papier)], titre=titre, auteur=papier.emetteur.nom)


def produire_fiches(papiers: Iterable[FicheReinscription], *, auteur: str) -> bytes:
    """Make one PDF of many forms, each numbered from page 1; raises as ``produire_fiche`` does."""
    return dessiner((composer_fiche(papier) for papier in papiers), titre="Fiches de réinscription", auteur=auteur)


def composer_fiche(brut: FicheReinscription) -> list[Page]:
    """Lay a form out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: FicheReinscription, reglage: Reglage) -> Flux:
    faits = [("Dossier", papier.dossier)]
    if papier.etablie_a:
        faits.insert(0, ("Établie le", papier.emetteur.instant(papier.etablie_a)))
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre="Fiche de réinscription",
            sous_titre=papier.annee,
            faits=tuple(faits),
            suite=f"Fiche de réinscription {papier.annee} · dossier\u00a0{papier.dossier}",
            partie=papier.famille,
            empreinte=papier.empreinte,
            duplicata_a=papier.duplicata_a,
        ),
        reglage,
    )
    tete_courrier(flux, papier.adresse)
    _vedette(flux, papier)
    poser_responsables(flux, papier.responsables)
    for enfant in papier.enfants:
        _enfant(flux, enfant)
    _pieces(flux, papier.pieces)
    _declaration(flux, papier)
    return flux


def _vedette(flux: Flux, papier: FicheReinscription) -> None:
    """Say whose form it is, what to do with it and until when."""
    flux.avancer(1)
    limite = f"À rendre avant le {date_fr(papier.rendre_avant_le)}" if papier.rendre_avant_le else "À rendre signée"
    flux.page.ecrire(AXE, flux.ligne, limite, flux.entete.style_vedette)
    flux.page.ecrire(AXE, flux.ligne + 1, "signée, avec les pièces demandées", STYLE_GRIS)
    noms = couper(papier.famille, DEMI_LARGEUR_MM, STYLE_SOUS_TITRE)
    for rang, nom in enumerate(noms):
        flux.page.ecrire(GAUCHE, flux.ligne + 1.25 * rang, nom, STYLE_SOUS_TITRE)
    flux.ligne += max(0.0, 1.25 * (len(noms) - 1)) + 1
    flux.page.ecrire(GAUCHE, flux.ligne, "Corrigez à la main ce qui a changé.", STYLE_GRIS)


def _enfant(flux: Flux, enfant: EnfantFiche) -> None:
    """Set one child: name, wish, identity, courses, permissions; the block stays whole when it fits a page."""
    moitie = (len(enfant.identite) + 1) // 2
    colonnes = (enfant.identite[:moitie], enfant.identite[moitie:])
    hauteur_identite = max(hauteur_faits(faits) for faits in colonnes)
    noms = couper(enfant.nom, DEMI_LARGEUR_MM, STYLE_BLOC)
    tableau = _tableau_cours(enfant)
    questions = sum(len(_question(question)) + 0.5 for question in enfant.autorisations)
    hauteur = len(noms) + 1.5 + hauteur_identite + 1.75 + hauteur_tableau(tableau) + questions
    titre_bloc(flux, "", hauteur)
    _nom_enfant(flux, enfant, noms)
    flux.ligne += 1.5
    for x_mm, voeu in zip(X_VOEUX, VOEUX, strict=True):
        flux.page.case(x_mm, flux.ligne)
        flux.page.ecrire(x_mm + RETRAIT_CASE_MM, flux.ligne, voeu, STYLE_COURANT)
    if hauteur_identite:
        for x_mm, faits in zip((GAUCHE, AXE), colonnes, strict=True):
            ecrire_faits(flux.page, faits, x_mm, flux.ligne + 1.5)
        flux.ligne += 0.5 + hauteur_identite
    poser_tableau(flux, tableau, 1.75)
    _autorisations(flux, enfant)


def _nom_enfant(flux: Flux, enfant: EnfantFiche, noms: tuple[str, ...]) -> None:
    """Write the child's name, birth date and cursus."""
    naissance = ""
    if enfant.ne_le:
        participe = {"F": "née", "M": "né"}.get(enfant.sexe, "né(e)")
        naissance = f"{participe} le {date_fr(enfant.ne_le)}"
    precision = " · ".join(texte for texte in (naissance, enfant.cursus) if texte)
    precisions = couper(precision, DEMI_LARGEUR_MM, STYLE_GRIS)
    for x_mm, textes, style in ((GAUCHE, noms, STYLE_BLOC), (AXE, precisions, STYLE_GRIS)):
        for rang, texte in enumerate(textes):
            flux.page.ecrire(x_mm, flux.ligne + rang, texte, style)
    flux.ligne += max(len(noms), len(precisions)) - 1


def _tableau_cours(enfant: EnfantFiche) -> Tableau:
    """List next year's courses with a tick box each and one for each slot."""
    colonnes = (
        Colonne("Cours (cochez ceux qui sont demandés)", GAUCHE, 84.375),
        Colonne("Niveau", COLONNES[3], 105.5),
        Colonne("Créneau (cochez votre choix)", AXE, DROITE),
    )
    rangees = tuple(
        Rangee(
            (
                Cellule(propose.cours, a_case=propose.a_cocher),
                Cellule(propose.niveau or "—"),
                Cellule(propose.consigne, choix=propose.creneaux),
            )
        )
        for propose in enfant.cours
    )
    return Tableau(colonnes, (Groupe(rangees, rappel=enfant.nom),) if rangees else ())


def _question(question: str) -> tuple[str, ...]:
    """Break a question before the column of the answers."""
    return couper(question, COLONNES[6] - GAUCHE - 6, STYLE_COURANT)


def _autorisations(flux: Flux, enfant: EnfantFiche) -> None:
    """Ask the yes-or-no questions, a tick box for each answer; overleaf, the child's name comes first."""
    for question in enfant.autorisations:
        lignes = _question(question)
        flux.reserver(len(lignes) + 0.5)
        if flux.est_en_haut:
            flux.avancer(0)
            _nom_enfant(flux, enfant, couper(enfant.nom, DEMI_LARGEUR_MM, STYLE_BLOC))
        flux.avancer(1.5)
        for x_mm, reponse in ((COLONNES[6], "oui"), (COLONNES[7], "non")):
            flux.page.case(x_mm, flux.ligne)
            flux.page.ecrire(x_mm + RETRAIT_CASE_MM, flux.ligne, reponse, STYLE_COURANT)
        for rang, ligne in enumerate(lignes):
            flux.page.ecrire(GAUCHE, flux.ligne + rang, ligne, STYLE_COURANT)
        flux.ligne += len(lignes) - 1


def _pieces(flux: Flux, pieces: tuple[PieceDemandee, ...]) -> None:
    """List the papers to bring, with what each must be."""
    colonnes = (
        Colonne("Pièce à joindre", GAUCHE, 105.5),
        Colonne("À savoir", AXE, 164.0),
        Colonne("État", 166.0, DROITE, a_droite=True),
    )
    rangees = tuple(
        Rangee(
            (
                Cellule(f"{piece.nom} · {piece.pour}" if piece.pour else piece.nom, a_case=not piece.est_recue),
                Cellule(piece.precision),
                Cellule("déjà au dossier" if piece.est_recue else "à fournir"),
            )
        )
        for piece in pieces
    )
    poser_tableau(flux, Tableau(colonnes, (Groupe(rangees),) if rangees else ()))


def _declaration(flux: Flux, papier: FicheReinscription) -> None:
    """Set the declaration and the place to sign; they stay on one page when they fit one."""
    lignes = [
        ligne for texte in papier.declaration for ligne in couper(texte, DROITE_DECLARATION - GAUCHE, STYLE_TEXTE)
    ]
    titre = f"Déclaration (version {papier.version_declaration})" if papier.version_declaration else "Déclaration"
    titre_bloc(flux, titre, len(lignes) + 0.25 * len(papier.declaration) + HAUTEUR_SIGNATURE)
    flux.ligne += 0.25
    paragraphe(flux, papier.declaration, GAUCHE, STYLE_TEXTE, DROITE_DECLARATION)
    flux.reserver(HAUTEUR_SIGNATURE)
    flux.avancer(2)
    if flux.ligne + HAUTEUR_SIGNATURE - 2 > PLI_HAUT and flux.ligne < PLI_BAS:
        flux.ligne = PLI_BAS + 1
    page, ligne = flux.page, flux.ligne
    for x_mm, droite, libelle in ((AXE, 147.75, "Fait à"), (COLONNES[6], DROITE, "le")):
        page.ecrire(x_mm, ligne, libelle, STYLE_COURANT)
        page.filet(ligne + 0.15, gauche=x_mm + STYLE_COURANT.largeur(libelle) + 2, droite=droite)
    page.filet(ligne + 6, gauche=AXE, droite=168.875)
    page.ecrire(AXE, ligne + 6.75, "nom et signature du responsable légal ou de l’élève majeur", STYLE_NOTE)
    flux.ligne = ligne + 6.75
