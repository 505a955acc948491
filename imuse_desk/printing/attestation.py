"""Attestation d'inscription, or certificat de scolarité: one pupil, what is followed, since when, who certifies it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from imuse_desk.domain.dates import date_fr
from imuse_desk.printing.base import (
    DROITE_MENTION,
    STYLE_DEMI,
    STYLE_GRIS,
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
from imuse_desk.printing.grille_page import AXE, DROITE, GAUCHE, Page
from imuse_desk.printing.mise_en_pages import Reglage, mettre_en_pages
from imuse_desk.printing.polices import preparer
from imuse_desk.printing.signature import Signature, poser_visa, qui_signe
from imuse_desk.printing.tableau import Cellule, Colonne, Groupe, Rangee, Tableau, poser_tableau
from imuse_desk.printing.texte import couper

SANS_SIGNATURE = Signature()


@dataclass(frozen=True, slots=True)
class CoursSuivi:
    """One course: its level, when in words, minutes a week (None: not known), its site where it is another."""

    cours: str
    niveau: str = ""
    quand: str = ""
    minutes: int | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class Attestation:
    """Everything the paper prints; ``titre`` is its name, ``depuis`` the first day ever enrolled in the house.

    The year may be over: the sentences then say so.
    """

    emetteur: Emetteur
    titre: str
    annee: str
    nom: str
    sexe: str
    ne_le: date | None
    lieu_naissance: str
    du_le: date
    au_le: date
    cours: tuple[CoursSuivi, ...]
    fait_a: str
    fait_le: date
    depuis: date | None = None
    dossier: str = ""
    signature: Signature = SANS_SIGNATURE
    empreinte: str = ""


def composer_attestation(brut: Attestation) -> list[Page]:
    """Lay a paper out, page by page.

    Raises Invalide: a character that the faces lack, an accent that does not read.
    """
    return mettre_en_pages(partial(_composer, preparer(brut))).terminer()


def _composer(papier: Attestation, reglage: Reglage) -> Flux:
    flux = Flux(
        Entete(
            emetteur=papier.emetteur,
            titre=papier.titre,
            sous_titre=f"année scolaire {papier.annee}",
            suite=f"{papier.titre} {papier.annee}",
            partie=papier.nom,
            empreinte=papier.empreinte,
        ),
        reglage,
    )
    tete_attestation(flux)
    flux.ligne += 2
    paragraphe(
        flux, (qui_signe(papier.signature, papier.emetteur.nom, "certifie"),), GAUCHE, STYLE_TEXTE, DROITE_MENTION
    )
    flux.avancer(0.5)
    for nom in couper(papier.nom, DROITE - GAUCHE, STYLE_SOUS_TITRE):
        flux.avancer(1.25)
        flux.page.ecrire(GAUCHE, flux.ligne, nom, STYLE_SOUS_TITRE)
    paragraphe(flux, (naissance(papier.sexe, papier.ne_le, papier.lieu_naissance),), GAUCHE, STYLE_TEXTE)
    flux.avancer(0.75)
    paragraphe(flux, _phrases(papier), GAUCHE, STYLE_TEXTE, DROITE_MENTION)
    poser_tableau(flux, _tableau(papier.cours), 2.25)
    _volume(flux, papier.cours)
    flux.reserver(2)
    flux.avancer(1.25)
    etabli = "Attestation établie" if _est_attestation(papier) else "Certificat établi"
    usage = f"{etabli} à la demande de la famille, pour servir et valoir ce que de droit."
    paragraphe(flux, (usage,), GAUCHE, STYLE_TEXTE)
    poser_visa(flux, papier.fait_a, papier.fait_le, papier.signature, hauteur_mention(_mention(papier)))
    mention_finale(flux, _mention(papier))
    return flux


def naissance(sexe: str, ne_le: date | None, lieu: str) -> str:
    """``née le 12/03/2014 à Rives-sur-Aulne``, with what is known of it."""
    if ne_le is None:
        return ""
    participe = {"F": "née", "M": "né"}.get(sexe, "né(e)")
    return f"{participe} le {date_fr(ne_le)}" + (f" à {lieu}" if lieu else "")


def duree(minutes: int) -> str:
    """``1 h 15``, as the papers write a length of time."""
    return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02}"


def _est_attestation(papier: Attestation) -> bool:
    return papier.titre.startswith("Attestation")


def _phrases(papier: Attestation) -> tuple[str, ...]:
    """What is certified, in the past once the year is over."""
    inscrit = {"F": "inscrite", "M": "inscrit"}.get(papier.sexe, "inscrit(e)")
    est_passee = papier.fait_le > papier.au_le
    verbe, suit = ("a été", "a suivi") if est_passee else ("est", "suit")
    periode = f"du\u00a0{date_fr(papier.du_le)} au\u00a0{date_fr(papier.au_le)}"
    phrase = f"{verbe} régulièrement {inscrit} pour l’année scolaire {papier.annee}, {periode}, "
    phrases = [f"{phrase}et {suit} les cours ci-dessous."]
    if papier.depuis is not None and papier.depuis < papier.du_le:
        phrases.append(f"Première inscription dans l’établissement\u00a0: le {date_fr(papier.depuis)}.")
    return tuple(phrases)


def _tableau(cours: tuple[CoursSuivi, ...]) -> Tableau:
    colonnes = (
        Colonne("Cours", GAUCHE, 84.375),
        Colonne("Niveau", 88.375, 105.5),
        Colonne("Jour et heure", AXE, 159.0),
        Colonne("Durée par semaine", 162.0, DROITE, a_droite=True),
    )
    rangees = tuple(
        Rangee(
            (
                Cellule(suivi.cours, notes=(suivi.site,) if suivi.site else ()),
                Cellule(suivi.niveau or "—"),
                Cellule(suivi.quand or "—"),
                Cellule(duree(suivi.minutes) if suivi.minutes else "—"),
            )
        )
        for suivi in cours
    )
    return Tableau(colonnes, (Groupe(rangees),))


def _volume(flux: Flux, cours: tuple[CoursSuivi, ...]) -> None:
    """The hours a week of the courses whose length is known."""
    minutes = [suivi.minutes for suivi in cours if suivi.minutes]
    if len(minutes) > 1:
        flux.reserver(1.25)
        flux.avancer(1.25)
        flux.page.ecrire(AXE, flux.ligne, "Volume hebdomadaire", STYLE_GRIS)
        flux.page.ecrire(DROITE, flux.ligne, duree(sum(minutes)), STYLE_DEMI, a_droite=True)


def _mention(papier: Attestation) -> tuple[str, ...]:
    dossier = f", dossier\u00a0{papier.dossier}" if papier.dossier else ""
    nom = "Cette attestation" if _est_attestation(papier) else "Ce certificat"
    return (f"{nom} ne vaut pas reçu de paiement. L’établissement en confirme le contenu{dossier}.",)
