"""Acknowledgement of a family's re-enrolment: all its children, courses, papers, price and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.textes import de
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import (
    LIGNE_SUITE,
    STYLE_COURANT,
    STYLE_DEMI,
    STYLE_GRIS,
    STYLE_SOUS_TITRE,
    STYLE_TEXTE,
    Emetteur,
    Entete,
    Flux,
    hauteur_mention,
    mention_finale,
    tete_courrier,
    titre_bloc,
)
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.grille_page import AXE, DERNIERE_LIGNE, DROITE, GAUCHE, TEXTE, Page, Style
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.tableau import (
    Cellule,
    Colonne,
    Groupe,
    Rangee,
    Tableau,
    hauteur_tableau,
    poser_tableau,
    poser_total,
)
from imuse_desk.printing.texte import couper

TIRET = "—"
X_NUMERO = 103.5
LARGEUR_ETAT_MM = 34.0  # the widest column of states; longer ones wrap
PLAFOND = "le tarif plafond s’applique"
BLOCAGE = "l’inscription ne peut pas être validée"


@dataclass(frozen=True, slots=True)
class CoursDemande:
    """One course asked for; ``etat`` in words, such as "place réservée" or "affectation d’office"."""

    cours: str
    niveau: str = ""
    creneau: str = ""
    etat: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class EnfantAccuse:
    """One child; ``etat`` in words ("se réinscrit", "congé demandé"), ``remarque`` stands where no course is asked."""

    nom: str
    ne_le: date | None = None
    sexe: str = ""
    etat: str = ""
    cours: tuple[CoursDemande, ...] = ()
    remarque: str = "aucun cours demandé"


@dataclass(frozen=True, slots=True)
class PieceAccuse:
    """One required paper: whose, the file received, its pages; ``est_manquante`` sets the row in Semibold."""

    nom: str
    pour: str = ""
    fichier: str = ""
    pages: int | None = None
    etat: str = ""
    est_manquante: bool = False


@dataclass(frozen=True, slots=True)
class LignePrix:
    """The year's fee of one child, or of the household, with the arithmetic behind it."""

    libelle: str
    montant_centimes: int
    bases: tuple[str, ...] = ()
    est_provisoire: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration accepted: version of its text, by whom, when, how ("signature papier"), and what it says."""

    version: str
    par: str
    acceptee_a: datetime
    moyen: str
    resume: str = ""


@dataclass(frozen=True, slots=True)
class AccuseReinscription:
    """Everything the acknowledgement prints; ``suites`` are the numbered sentences of "Et maintenant"."""

    emetteur: Emetteur
    adresse: AdressePostale
    famille: str
    annee: str
    demarche: str  # "réinscription" or "inscription"
    reference: str
    dossier: str
    deposee_a: datetime
    etat: str
    detail_etat: str
    enfants: tuple[EnfantAccuse, ...]
    pieces: tuple[PieceAccuse, ...] = ()
    prix: tuple[LignePrix, ...] = ()
    suites: tuple[str, ...] = ()
    declaration: Declaration | None = None
    empreinte: str = ""
    duplicata_a: datetime | None = None


def phrases_suite(
    manquantes: int,
    limite_le: date | None = None,
    confirmation_le: date | None = None,
    premiere_facture: str = "",
    bloquantes: int = 0,
    demarche: str = "réinscription",
) -> tuple[str, ...]:
    """Write the usual sentences of "Et maintenant": what is not final, what is missing and until when, what follows.

    Of the missing papers, ``bloquantes`` hold the enrolment back; the others cost the ceiling of the tariff.
    """
    recue = f"Nous avons bien reçu la demande {de(demarche)}."
    phrases = [f"{recue} Elle sera définitive lorsque le secrétariat aura validé toutes les pièces."]
    avant = f" avant le {date_fr(limite_le)}" if limite_le else ""
    effets = " et ".join([BLOCAGE] * (bloquantes > 0) + [PLAFOND] * (bloquantes < manquantes))
    if manquantes == 1:
        phrases.append(f"Une pièce manque\u00a0: remettez-la au secrétariat{avant}. Sans elle, {effets}.")
    elif manquantes:
        manque = f"{manquantes}\u00a0pièces manquent\u00a0: remettez-les au secrétariat{avant}."
        phrases.append(f"{manque} Sans elles, {effets}.")
    if confirmation_le:
        facture = f" Première facture en {premiere_facture}." if premiere_facture else ""
        suite = f"Vous recevrez la confirmation et les horaires à partir du {date_fr(confirmation_le)}."
        phrases.append(suite + facture)
    return tuple(phrases)


def produire_accuse(papier: AccuseReinscription) -> bytes:
    """Make the PDF of one acknowledgement.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    titre = f"Accusé de réception {papier.reference}"
    return dessiner([composer_accuse(papier)], titre=titre, auteur=papier.emetteur.nom)


def produire_accuses(papiers: Iterable[AccuseReinscription], *, auteur: str) -> bytes:
    """Make one PDF of many acknowledgements, each numbered from page 1; raises as ``produire_accuse`` does."""
    return dessiner((composer_accuse(papier) for papier in papiers), titre="Accusés de réception", auteur=auteur)


def composer_accuse(brut: AccuseReinscription) -> list[Page]:
    """Lay an acknowledgement out, page by page."""
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: AccuseReinscription, reglage: Reglage) -> Flux:
    emetteur = papier.emetteur
    deposee = emetteur.instant(papier.deposee_a)
    flux = Flux(
        Entete(
            emetteur=emetteur,
            titre="Accusé de réception",
            sous_titre=f"{papier.demarche.capitalize()} {papier.annee}",
            faits=_faits(papier, deposee),
            suite=f"Accusé de réception {papier.reference} du {deposee[:10]} · dossier\u00a0{papier.dossier}",
            partie=papier.famille,
            empreinte=papier.empreinte,
            duplicata_a=papier.duplicata_a,
        ),
        reglage,
    )
    mention = _mention(papier)
    tete_courrier(flux, papier.adresse)
    _vedette(flux, papier)
    poser_tableau(flux, _tableau_cours(papier.enfants), 2.25)
    poser_tableau(flux, _tableau_pieces(papier.pieces))
    _prix(flux, papier)
    _suites(flux, papier.suites, hauteur_mention(mention))
    mention_finale(flux, mention)
    return flux


def _faits(papier: AccuseReinscription, deposee: str) -> tuple[tuple[str, str], ...]:
    """List the facts under the title."""
    faits = [("Déposée le", deposee), ("Référence", papier.reference), ("Dossier", papier.dossier)]
    if papier.pieces:
        recues = sum(not piece.est_manquante for piece in papier.pieces)
        accord = "reçues" if recues > 1 else "reçue"
        faits.append(("Pièces", f"{recues} {accord} sur {len(papier.pieces)}"))
    return tuple(faits)


def _naissance(enfant: EnfantAccuse) -> str:
    """Write the birth date with its participle in agreement."""
    if enfant.ne_le is None:
        return ""
    participe = {"F": "née", "M": "né"}.get(enfant.sexe, "né(e)")
    return f"{participe} le {date_fr(enfant.ne_le)}"


def _vedette(flux: Flux, papier: AccuseReinscription) -> None:
    """Name the child, or the family, and the state of the dossier in words."""
    if len(papier.enfants) == 1:
        enfant = papier.enfants[0]
        details = (_naissance(enfant), enfant.etat, "" if enfant.cours else enfant.remarque)
        nom, detail = enfant.nom, " · ".join(dict.fromkeys(texte for texte in details if texte))
    else:
        nom, detail = papier.famille, f"{len(papier.enfants)} élèves"
    depart = flux.ligne + 1
    bas = depart
    styles = (STYLE_SOUS_TITRE, flux.entete.style_vedette)
    for x_mm, style, titre, grise in zip(
        (GAUCHE, AXE), styles, (nom, papier.etat), (detail, papier.detail_etat), strict=True
    ):
        ligne = depart
        for texte in couper(titre, 80.5, style):
            flux.page.ecrire(x_mm, ligne, texte, style)
            ligne += 1.25
        ligne -= 0.25
        for texte in couper(grise, 80.5, STYLE_GRIS):
            flux.page.ecrire(x_mm, ligne, texte, STYLE_GRIS)
            ligne += 1
        bas = max(bas, ligne - 1)
    flux.ligne = bas


def _tableau_cours(enfants: tuple[EnfantAccuse, ...]) -> Tableau:
    """List the courses asked for, child by child."""
    etats = [STYLE_COURANT.largeur(cours.etat) for enfant in enfants for cours in enfant.cours]
    bord = DROITE - min(max(etats, default=0.0), LARGEUR_ETAT_MM)
    colonnes = (
        Colonne("Cours demandé", GAUCHE, 84.375),
        Colonne("Niveau", 88.375, 105.5),
        Colonne("Créneau", AXE, bord - 3),
        Colonne("État", bord - 0.1, DROITE, a_droite=True),
    )
    est_seul = len(enfants) == 1
    groupes = tuple(
        Groupe(
            rangees=tuple(_rangee_cours(cours) for cours in enfant.cours) or (_rangee_vide(enfant),),
            nom="" if est_seul else enfant.nom,
            precision=_naissance(enfant),
            etat=enfant.etat,
        )
        for enfant in enfants
        if enfant.cours or not est_seul  # of a single child without a course, the head says it all
    )
    return Tableau(colonnes, groupes)


def _rangee_cours(cours: CoursDemande) -> Rangee:
    """One course on its row."""
    notes = (cours.precision,) if cours.precision else ()
    return Rangee(
        (
            Cellule(cours.cours),
            Cellule(cours.niveau or TIRET),
            Cellule(cours.creneau or TIRET, notes=notes),
            Cellule(cours.etat),
        )
    )


def _rangee_vide(enfant: EnfantAccuse) -> Rangee:
    """The row of a child who asks for no course."""
    return Rangee((Cellule(enfant.remarque, STYLE_GRIS), Cellule(), Cellule(), Cellule()))


def _tableau_pieces(pieces: tuple[PieceAccuse, ...]) -> Tableau:
    """List the papers required, the missing ones in Semibold and in words."""
    colonnes = (
        Colonne("Pièce à fournir", GAUCHE, 105.5),
        Colonne("Fichier reçu", AXE, 160.0),
        Colonne("État", 162.0, DROITE, a_droite=True),
    )
    rangees = tuple(_rangee_piece(piece) for piece in pieces)
    return Tableau(colonnes, (Groupe(rangees),) if rangees else ())


def _rangee_piece(piece: PieceAccuse) -> Rangee:
    """One paper on its row."""
    style = STYLE_DEMI if piece.est_manquante else STYLE_COURANT
    nom = f"{piece.nom} · {piece.pour}" if piece.pour else piece.nom
    fichier = piece.fichier or TIRET
    if piece.fichier and piece.pages is not None:
        fichier += f" · {piece.pages}\u00a0page" + ("s" if piece.pages > 1 else "")
    etat = piece.etat or ("manquante" if piece.est_manquante else "reçue")
    return Rangee((Cellule(nom, style), Cellule(fichier), Cellule(etat, style)))


def _prix(flux: Flux, papier: AccuseReinscription) -> None:
    """Give the year's fee of each child with its base, and the total."""
    if not papier.prix:
        return
    colonnes = (
        Colonne(f"Droits de scolarité {papier.annee}", GAUCHE, 105.5),
        Colonne("Base de calcul", AXE, 170.0),
        Colonne("Montant en euros", 172.875, DROITE, a_droite=True),
    )
    dit_au_total = all(prix.est_provisoire for prix in papier.prix)
    rangees = tuple(_rangee_prix(prix, dit_provisoire=not dit_au_total) for prix in papier.prix)
    tableau = Tableau(colonnes, (Groupe(rangees),), reporte=True)
    hauteur = flux.ecart(2.75) + hauteur_tableau(tableau) + 2
    if hauteur <= DERNIERE_LIGNE - LIGNE_SUITE:
        flux.reserver(hauteur)
    poser_tableau(flux, tableau)
    est_provisoire = any(prix.est_provisoire for prix in papier.prix)
    total = sum(prix.montant_centimes for prix in papier.prix)
    poser_total(flux, "Total de l’année", total, "à titre provisoire" if est_provisoire else "")


def _rangee_prix(prix: LignePrix, *, dit_provisoire: bool) -> Rangee:
    """One fee on its row: the first base in table size, the others as notes."""
    notes = prix.bases[1:]
    if prix.est_provisoire and dit_provisoire:
        notes = (*notes, "à titre provisoire")
    base = prix.bases[0] if prix.bases else ""
    cellules = (Cellule(prix.libelle), Cellule(base, notes=notes), Cellule(montant(prix.montant_centimes)))
    return Rangee(cellules, prix.montant_centimes)


def _suites(flux: Flux, suites: tuple[str, ...], apres: float) -> None:
    """Number what happens now; the block stays whole, with the note ``apres`` it, on a page when it fits one."""
    if not suites:
        return
    blocs = [couper(phrase, DROITE - AXE, STYLE_TEXTE) for phrase in suites]
    titre_bloc(flux, "Et maintenant", sum(len(bloc) + 0.25 for bloc in blocs) - 1.25 + apres)
    numero = Style(TEXTE, gras=True, couleur=flux.entete.emetteur.accent)
    for rang, bloc in enumerate(blocs, start=1):
        if rang > 1:
            flux.reserver(len(bloc) + 0.25)
            flux.avancer(1.25)
        flux.page.ecrire(X_NUMERO, flux.ligne, str(rang), numero)
        for saut, texte in enumerate(bloc):
            flux.page.ecrire(AXE, flux.ligne + saut, texte, STYLE_TEXTE)
        flux.ligne += len(bloc) - 1


def _mention(papier: AccuseReinscription) -> tuple[str, ...]:
    """Say which declaration was accepted, by whom, when and how."""
    declaration = papier.declaration
    if declaration is None:
        return ()
    instant = papier.emetteur.instant(declaration.acceptee_a)
    acceptation = f"Déclaration acceptée par {declaration.par} le {instant} ({declaration.moyen})"
    texte = f"{acceptation}, version {declaration.version} du texte"
    return (f"{texte}\u00a0: {declaration.resume}" if declaration.resume else f"{texte}.",)
