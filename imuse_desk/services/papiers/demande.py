"""Ask for a paper, for one person or for a whole selection: one PDF, each family's paper kept on its dossier."""

import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Any

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Invalide, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.papiers.conserver import AConserver, conserver

MAXIMUM = 5_000
"""Beyond, a printer would run for a day: the list is to be cut."""

RANGEMENTS = 4
"""Papers put in the store at once."""

ETIQUETTES_PAR_PLANCHE = {"2x7": 14, "3x8": 24}
"""The sheets of labels, and how many each holds."""

Avancer = Callable[[int, int], None]


class GenrePapier(StrEnum):
    """The papers; those of a pupil are kept on the dossier of his family."""

    ATTESTATION = "attestation"
    CERTIFICAT = "certificat"
    EMPLOI_ELEVE = "emploi_du_temps"
    FICHE_ELEVE = "fiche_eleve"
    ETIQUETTES = "etiquettes"
    RELEVE = "releve"
    LISTE_CLASSE = "liste_classe"
    EMPLOI_ENSEIGNANT = "emploi_enseignant"
    EMPLOI_SALLE = "emploi_salle"
    JOURNEE = "journee"
    FEUILLE_PRESENCE = "feuille_presence"
    GRILLE_NOTES = "grille_notes"


class Sujet(StrEnum):
    """What the ids of a request are."""

    FOYER = "foyer"
    ELEVE = "eleve"
    COURS = "cours"
    CRENEAU = "creneau"
    ENSEIGNANT = "enseignant"
    SALLE = "salle"
    JOUR = "jour"


_MODULES = {
    GenrePapier.ATTESTATION: "attestation",
    GenrePapier.CERTIFICAT: "attestation",
    GenrePapier.EMPLOI_ELEVE: "emploi_du_temps",
    GenrePapier.FICHE_ELEVE: "fiche_eleve",
    GenrePapier.ETIQUETTES: "etiquettes",
    GenrePapier.RELEVE: "releve",
    GenrePapier.LISTE_CLASSE: "liste_classe",
    GenrePapier.EMPLOI_ENSEIGNANT: "emploi_du_temps",
    GenrePapier.EMPLOI_SALLE: "emploi_du_temps",
    GenrePapier.JOURNEE: "emploi_du_temps",
    GenrePapier.FEUILLE_PRESENCE: "feuille_presence",
    GenrePapier.GRILLE_NOTES: "grille_notes",
}
CONSERVES = frozenset(
    {GenrePapier.ATTESTATION, GenrePapier.CERTIFICAT, GenrePapier.EMPLOI_ELEVE, GenrePapier.FICHE_ELEVE}
)
DE_L_ENSEIGNANT = frozenset(
    {
        GenrePapier.FICHE_ELEVE,
        GenrePapier.LISTE_CLASSE,
        GenrePapier.EMPLOI_ENSEIGNANT,
        GenrePapier.FEUILLE_PRESENCE,
        GenrePapier.GRILLE_NOTES,
    }
)


@dataclass(frozen=True, slots=True)
class Demande:
    """A paper for these ids; labels begin at ``premiere`` of a sheet of the kind ``planche``.

    A sheet of attendance is for the month of the day ``mois``, blank where ``est_vierge``; a sheet of marks is of the
    period ``periode_id``, that of the day by default.
    """

    genre: GenrePapier
    sujet: Sujet
    ids: tuple[int, ...]
    planche: str = "2x7"
    premiere: int = 1
    mois: date | None = None
    est_vierge: bool = False
    periode_id: int | None = None
    operation_id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Feuillet:
    """One paper of a batch: whose, the name of its file, how it is laid out, the dossier that keeps it."""

    qui: str
    nom: str
    composer: Callable[[], Any]
    foyer_id: int | None = None
    eleve_id: int | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """The papers of a request under one title; ``ecartes`` are those who have none, each with the reason."""

    titre: str
    nom: str
    auteur: str
    feuillets: tuple[Feuillet, ...]
    ecartes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PapierProduit:
    """The PDF, how many papers it holds, who was left out and why, what it changed in the base."""

    nom: str
    octets: bytes
    nombre: int
    ecartes: tuple[str, ...]
    changements: Changements


def _sans_suite(_fait: int, _total: int) -> None:
    """Nobody looks at the progress."""


@cas_d_usage(Permission.CONSULTER_SES_ELEVES)
def produire_papier(ctx: Contexte, demande: Demande, avancer: Avancer = _sans_suite) -> PapierProduit:
    """Make the paper asked; a teacher gets those of his own pupils and courses alone.

    ``avancer`` may raise to stop: then nothing is kept. Raises RegleMetier(selection_vide | papiers_trop_nombreux |
    papier_non_imprimable | …: see the module of each paper), Introuvable, StockagePlein.
    """
    if demande.genre not in DE_L_ENSEIGNANT:
        ctx.exiger(Permission.CONSULTER)
    if not demande.ids:
        raise RegleMetier("selection_vide")
    if len(demande.ids) > MAXIMUM:
        raise RegleMetier("papiers_trop_nombreux", nombre=len(demande.ids), maximum=MAXIMUM)
    # loaded only to print, since the papers' library is heavy
    module = import_module(f"imuse_desk.services.papiers.{_MODULES[demande.genre]}")
    lot: Lot = module.preparer_lot(ctx, demande)
    return _produire(ctx, demande, lot, avancer)


def _produire(ctx: Contexte, demande: Demande, lot: Lot, avancer: Avancer) -> PapierProduit:
    from imuse_desk.printing.dessin import dessiner

    total = len(lot.feuillets)
    est_conserve = demande.genre in CONSERVES and ctx.peut(Permission.CONSULTER)
    pages, ranges = [], []
    octets = b""
    # a disk takes its time to say that a file is safe: the next papers are laid out meanwhile
    with ThreadPoolExecutor(RANGEMENTS) as rangement:
        for fait, feuillet in enumerate(lot.feuillets):
            avancer(fait, total)
            try:
                siennes = feuillet.composer()
            except Invalide as erreur:
                raise _refus(feuillet, erreur) from erreur
            pages.append(siennes)
            if total == 1 or (est_conserve and feuillet.foyer_id is not None):
                octets = dessiner([siennes], titre=f"{lot.titre} · {feuillet.qui}", auteur=lot.auteur)
            if est_conserve and feuillet.foyer_id is not None:
                ranges.append((feuillet, rangement.submit(ctx.depot.ranger, io.BytesIO(octets))))
        conserves = [
            AConserver(feuillet.nom, range_.result(), feuillet.foyer_id, feuillet.eleve_id)
            for feuillet, range_ in ranges
            if feuillet.foyer_id is not None
        ]
    avancer(total, total)
    if total > 1:
        octets = dessiner(pages, titre=lot.titre, auteur=lot.auteur)
    changements = Changements("produire_papier")
    if conserves:
        changements = conserver(ctx, str(demande.genre), conserves, demande.operation_id).changements
    nom = lot.feuillets[0].nom if total == 1 else lot.nom
    return PapierProduit(nom, octets, total, lot.ecartes, changements)


def _refus(feuillet: Feuillet, erreur: Invalide) -> Exception:
    """Say whose paper holds a sign that the faces lack."""
    if erreur.code != "caractere_non_imprimable":
        return erreur
    caractere, code = erreur.params["caractere"], erreur.params["point_code"]
    return RegleMetier("papier_non_imprimable", qui=feuillet.qui, caractere=caractere, point_code=code)
