"""A campaign under way: four families, two teachers, who answered and who did not."""

from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import update

from imuse_desk.domain.textes import plier
from imuse_desk.models import Affectation, Creneau, CreneauEnseignant, Enseignant, Inscription, Personne
from imuse_desk.models.passerelle import Base
from tests.fabriques import Maison, maison_valmont
from tests.photos import gardee
from tests.services.reinscription.outils import cocher, deposer, ouvrir


def enseigner(maison: Maison, nom: str, code: str, *eleves: str) -> int:
    """A teacher with a weekly time of a course of this year, and the pupils who come to it."""
    personne = maison.ajouter(Personne(nom=nom, prenom="Denis", cle=plier(f"{nom} Denis")))
    prof = maison.garder(f"prof:{nom}", Enseignant(personne_id=personne))
    creneau = maison.ajouter(
        Creneau(cours_id=maison.ids[f"source:{code}"], jour=2, debut=time(17), duree_min=30)
    )  # fmt: skip
    maison.ajouter(CreneauEnseignant(creneau_id=creneau, enseignant_id=prof))
    for eleve in eleves:
        inscription = maison.ids[f"inscription:{eleve}:{code}"]
        maison.ajouter(Affectation(inscription_id=inscription, creneau_id=creneau, du_le=date(2025, 9, 10)))
    return prof


def sans_courriel(maison: Maison, nom: str) -> None:
    """Nobody of the family has an e-mail."""

    def ecrire(session: Any) -> None:
        session.execute(update(Personne).where(Personne.nom == nom).values(email=""))

    maison.ecrire(ecrire)


@gardee
def campagne_en_cours(base: Base, dossier: Path) -> Maison:
    """Valmont: Lina deposited (pieces owed), Noé a draft. Durand, without e-mail, and Petit have not answered; Roy
    neither, on paper for both children.
    """
    maison = maison_valmont(base, dossier)
    for nom, prenoms in (("Durand", ("Alix",)), ("Petit", ("Basile",)), ("Roy", ("Cléa", "Dan"))):
        maison.foyer(nom, enfants_a_charge=1, a_imposition_commune=True)
        for rang, prenom in enumerate(prenoms):
            maison.eleve(prenom, nom, rang=rang, cours=("COR", "FM1.1"))
        ouvrir(maison, nom)
    enseigner(maison, "Zola", "COR", "Lina", "Alix", "Dan")
    enseigner(maison, "Abel", "FM1.1", "Alix", "Cléa")
    sans_courriel(maison, "Durand")
    deposer(maison, "Lina")
    cocher(maison, "Noé")
    return maison


def arreter(maison: Maison, eleve: str, code: str) -> None:
    """A course stopped during the year."""

    def ecrire(session: Any) -> None:
        session.get(Inscription, maison.ids[f"inscription:{eleve}:{code}"]).etat = "arretee"

    maison.ecrire(ecrire)
