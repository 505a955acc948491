"""What the readings of Suivi and Facturation need beside the small house: a grid for this year, a teacher, times."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import plier
from imuse_desk.models import Affectation, Compte, CreneauEnseignant, Enseignant, Personne, Quotient
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation
from tests.fabriques import GRILLE, MIDI, Maison


def tarif_de_cette_annee(maison: Maison, **grille: Any) -> None:
    """The grid and its tables for the year under way; ``grille`` adds to the test grid."""
    cible = maison.ids["cible"]
    maison.ids["cible"] = maison.ids["source"]
    maison.tarif({**GRILLE, **grille})
    maison.ids["cible"] = cible


def pieces_de_cette_annee(maison: Maison) -> None:
    """The table of pieces for the year under way."""
    cible = maison.ids["cible"]
    maison.ids["cible"] = maison.ids["source"]
    maison.types_pieces()
    maison.ids["cible"] = cible


def relever(maison: Maison, foyer: str, centimes: int, annee: str = "source") -> None:
    """A quotient recorded for a year."""
    maison.ajouter(
        Quotient(
            foyer_id=maison.ids[foyer], annee_id=maison.ids[annee], genre="caf", centimes=centimes,
            date_document_le=date(2025, 10, 11), auteur="essai", a=MIDI,
        )
    )  # fmt: skip


def enseignant(maison: Maison, nom: str, prenom: str) -> int:
    """A teacher with an account, kept as ``prof:NOM`` and ``compte:NOM``."""
    personne = maison.ajouter(Personne(nom=nom, prenom=prenom, cle=plier(f"{nom} {prenom}")))
    maison.garder(
        f"compte:{nom}",
        Compte(identifiant=plier(nom), nom_affiche=f"{prenom} {nom}", mot_de_passe="x", personne_id=personne),
    )
    return maison.garder(f"prof:{nom}", Enseignant(personne_id=personne))


def enseigner(maison: Maison, nom: str, creneau: str) -> None:
    """A teacher of a weekly time."""
    maison.ajouter(CreneauEnseignant(creneau_id=maison.ids[creneau], enseignant_id=maison.ids[f"prof:{nom}"]))


def placer(
    maison: Maison, inscription: str, creneau: str, du: date, au: date | None = None, passage: time | None = None,
    duree: int | None = None,
) -> None:  # fmt: skip
    """A weekly time given to an enrolment."""
    maison.ajouter(
        Affectation(
            inscription_id=maison.ids[f"inscription:{inscription}"], creneau_id=maison.ids[creneau], du_le=du, au_le=au,
            heure_passage=passage, duree_min=duree,
        )
    )  # fmt: skip


def ctx_enseignant(maison: Maison, nom: str) -> Contexte:
    """The teacher signed in."""
    return replace(maison.ctx(Role.ENSEIGNANT), compte_id=maison.ids[f"compte:{nom}"])


def situation(maison: Maison, genre: str, nom: str) -> Situation:
    """The Valmont family as the current dossier, or a household without pupil."""
    if nom not in {"Valmont", "Lina", "Noé"}:
        return Situation(maison.ids[nom], None, nom, ())
    enfants = tuple((maison.ids[prenom], f"{prenom} Valmont") for prenom in ("Lina", "Noé"))
    return Situation(maison.ids["Valmont"], maison.ids[nom] if genre == "eleve" else None, "Valmont", enfants)
