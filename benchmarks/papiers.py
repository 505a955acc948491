"""Milliseconds a paper, beside a bare canvas that draws the same strings at the same places.

CPU time; one file of many papers, then separate files. The bare canvas knows every position beforehand: its time is
what ReportLab itself costs, the ratio what layout, checks and the display list add.
"""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from benchmarks.mesure import Ligne, chronometrer
from imuse_desk.printing.accuse import (
    AccuseReinscription,
    CoursDemande,
    EnfantAccuse,
    LignePrix,
    PieceAccuse,
    composer_accuse,
    phrases_suite,
    produire_accuse,
    produire_accuses,
)
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.grille_page import HAUTEUR_MM, LARGEUR_MM, MM, Page
from imuse_desk.printing.polices import DEMI_GRASSE, REGULIERE, charger

NOMBRE = 200


def papier(rang: int, enfants: int) -> AccuseReinscription:
    """An acknowledgement whose names and amounts change with ``rang``, so that no cache helps unfairly."""
    cours = (
        CoursDemande("Formation musicale FM2C2", "2C2", "mercredi 14:00–15:15, salle Franck", "place réservée"),
        CoursDemande("Harpe", "1C4", "sans horaire, fixé avec le professeur", "affectation d’office"),
        CoursDemande("Chœur d’enfants", "", "samedi 10:00–11:00, auditorium", "suit le cursus"),
    )
    noms = [f"Alma{rang}-{numero} Verdier-Sauvage" for numero in range(enfants)]
    return AccuseReinscription(
        emetteur=Emetteur("Conservatoire du Val d’Aulne", "Musique · Danse · Théâtre", ("Scolarité",), "200 000 000"),
        adresse=AdressePostale(
            (f"Madame Claire Verdier {rang}",), "", f"{rang} rue des Aubépines", "54999 Rives-sur-Aulne"
        ),
        famille=f"Mme Claire Verdier {rang}",
        demarche="réinscription",
        annee="2026-2027",
        reference=f"R26-{rang:05}",
        dossier=f"{rang:05}",
        deposee_a=datetime(2026, 6, 2, 16, 7, tzinfo=UTC),
        etat="Dossier incomplet",
        detail_etat="1 pièce manque, à remettre avant le 19/06/2026",
        enfants=tuple(EnfantAccuse(nom, date(2014, 3, 12), "F", "se réinscrit", cours) for nom in noms),
        pieces=tuple(
            PieceAccuse(f"Avis d’imposition, parent {n}", "le foyer", f"avis-{rang}.pdf", 4) for n in (1, 2, 3)
        ),
        prix=tuple(
            LignePrix(nom, 34644 + rang, ("QF 880,66\u00a0€ × 36,50\u00a0%", "plancher 152,00\u00a0€")) for nom in noms
        ),
        suites=phrases_suite(1, date(2026, 6, 19), date(2026, 8, 24), "novembre"),
        empreinte="c90d11f37a68",
    )


def toile_nue(lots: Iterable[list[Page]]) -> bytes:
    """Draw the strings of laid-out pages with ``drawString`` alone."""
    sortie = io.BytesIO()
    toile = Canvas(sortie, pagesize=(LARGEUR_MM * MM, HAUTEUR_MM * MM), invariant=1, pageCompression=1)
    for pages in lots:
        for page in pages:
            for ecrit in page.textes():
                toile.setFont(DEMI_GRASSE if ecrit.style.gras else REGULIERE, ecrit.style.taille)
                toile.drawString(ecrit.x, ecrit.y, ecrit.texte)
            toile.showPage()
    toile.save()
    return sortie.getvalue()


def par_papier(action: Callable[[list[Any]], object], tirages: list[list[Any]]) -> list[float]:
    """CPU milliseconds a paper of each batch: none is drawn twice, so caches start as in real use."""
    return [chronometrer(lambda t=t: action(t), time.process_time) / len(t) for t in tirages]  # type: ignore[misc]


def un_fichier(papiers: list[AccuseReinscription]) -> bytes:
    """All in one file."""
    return produire_accuses(papiers, auteur="essai")


def fichiers_separes(papiers: list[AccuseReinscription]) -> int:
    """One file each; the bytes made."""
    return sum(len(produire_accuse(un)) for un in papiers)


def mesurer(nombre: int = 200) -> Iterator[Ligne]:
    """Acknowledgements of one child and of four."""
    charger()
    for enfants in (1, 4):
        tirages = [[papier(serie * nombre + rang, enfants) for rang in range(nombre)] for serie in range(9)]
        composes = [[composer_accuse(un) for un in papiers] for papiers in tirages[:3]]
        chaines = sum(len(list(page.textes())) for pages in composes[0] for page in pages) // nombre
        nues = par_papier(toile_nue, composes)
        note = f"{chaines} chaînes, {len(produire_accuse(tirages[0][0])) / 1000:.1f} ko"
        yield Ligne(
            f"accusé, {enfants} enfant(s), en un fichier", par_papier(un_fichier, tirages[3:6]), nues, note=note
        )
        yield Ligne(f"accusé, {enfants} enfant(s), fichiers séparés", par_papier(fichiers_separes, tirages[6:9]), nues)
