"""What the papers of the régie share: the head with its facts, and at the end two frames to sign over a note."""

from datetime import datetime
from typing import Protocol

from imuse_desk.printing.base import Emetteur, Entete, Flux, hauteur_mention, mention_finale, tete_guichet
from imuse_desk.printing.grille_page import Page
from imuse_desk.printing.visas import Visa, poser_visas


class PapierRegie(Protocol):
    """A statement, a count, a slip, an act."""

    @property
    def emetteur(self) -> Emetteur:
        """The house."""

    @property
    def faits(self) -> tuple[tuple[str, str], ...]:
        """What stands beside the title: what, value."""

    @property
    def gauche(self) -> Visa:
        """Who signs on the left."""

    @property
    def droite(self) -> Visa:
        """Who signs on the right."""

    @property
    def note(self) -> str:
        """What stands at the foot of the last page."""

    @property
    def duplicata_a(self) -> datetime | None:
        """When this duplicate is made; None for the original."""


def ouvrir(papier: PapierRegie, titre: str, sous_titre: str, *, lien: str = " ", empreinte: str = "") -> Flux:
    """The first page with its head; ``lien`` joins title and subtitle at the top of the next ones."""
    flux = Flux(
        Entete(
            emetteur=papier.emetteur, titre=titre, sous_titre=sous_titre, suite=f"{titre}{lien}{sous_titre}",
            partie=" · ".join(valeur for _, valeur in papier.faits), empreinte=empreinte,
            duplicata_a=papier.duplicata_a,
        )
    )  # fmt: skip
    tete_guichet(flux, papier.faits)
    return flux


def signer(flux: Flux, papier: PapierRegie) -> list[Page]:
    """The frames and the note, then every page."""
    mention = (papier.note,) if papier.note else ()
    poser_visas(flux, papier.gauche, papier.droite, hauteur_mention(mention))
    mention_finale(flux, mention)
    return flux.terminer()
