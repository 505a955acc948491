"""A house with courses, pupils of a formation musicale, two teachers, and the shipped tables of evaluation."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from imuse_desk.domain.roles import Role
from imuse_desk.models import (
    Affectation,
    Compte,
    CreneauEnseignant,
    Critere,
    Enseignant,
    Inscription,
    PeriodeEvaluation,
    Personne,
)
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.tables_livrees import reprendre_tables
from tests.fabriques import Maison
from tests.photos import gardee

DECEMBRE = datetime(2025, 12, 10, 13, 0, tzinfo=UTC)
ELEVES = ("Maé", "Jeanne", "Ilyès", "Anouk")


@dataclass
class Classe:
    """The course FM1.1 of the source year: Maé and Jeanne on Wednesday, Ilyès and Anouk on Thursday."""

    maison: Maison
    cours_id: int
    periode_id: int

    def ctx(self, *roles: Role, agent: str = "Aline Martin") -> Contexte:
        """The office and the direction by default."""
        return self.maison.ctx(*roles, agent=agent)

    def prof(self, nom: str) -> Contexte:
        """A teacher signed in: ``mercredi`` or ``jeudi``."""
        ctx = self.maison.ctx(Role.ENSEIGNANT, agent=f"Prof {nom}")
        return replace(ctx, compte_id=self.maison.ids[f"compte:{nom}"])

    def inscription(self, prenom: str) -> int:
        """The enrolment of a pupil."""
        return self.maison.ids[f"inscription:{prenom}"]

    def critere(self, libelle: str) -> int:
        """A criterion of the course, by its words."""
        return self.maison.ids[f"critere:{libelle}"]

    @property
    def creneau(self) -> int:
        """The weekly time of Wednesday."""
        return self.maison.ids["creneau:mercredi"]


def _batir(m: Maison) -> None:
    m.batir().offre()
    m.foyer("Aubry")
    for nom, jour in (("mercredi", 3), ("jeudi", 4)):
        m.creneau(f"creneau:{nom}", "source:FM1.1", jour, "14:00")
        personne = m.ajouter(Personne(nom="Prof", prenom=nom, cle=f"prof {nom}"))
        prof = m.ajouter(Enseignant(personne_id=personne))
        m.ajouter(CreneauEnseignant(creneau_id=m.ids[f"creneau:{nom}"], enseignant_id=prof))
        m.garder(
            f"compte:{nom}", Compte(identifiant=nom, nom_affiche=f"Prof {nom}", mot_de_passe="x", personne_id=personne)
        )
    for rang, prenom in enumerate(ELEVES):
        eleve = m.eleve(prenom, "Aubry")
        inscription = m.garder(
            f"inscription:{prenom}",
            Inscription(
                eleve_id=eleve, cours_id=m.ids["source:FM1.1"], annee_id=m.ids["source"], site_id=m.ids["site"],
                du_le=date(2025, 9, 8),
            ),
        )  # fmt: skip
        creneau = m.ids["creneau:mercredi" if rang < 2 else "creneau:jeudi"]
        m.ajouter(Affectation(inscription_id=inscription, creneau_id=creneau, du_le=date(2025, 9, 8)))


@gardee
def _classe_de_decembre(base: Base, dossier: Path) -> Maison:
    maison = Maison(base, dossier)
    maison.horloge.instant = DECEMBRE
    maison.d_un_coup(_batir)
    reprendre_tables(maison.ctx())
    return maison


def ouvrir_classe(base: Base, dossier: Path) -> Classe:
    """The class on a base, on a Wednesday of December."""
    maison = _classe_de_decembre(base, dossier)
    maison.horloge.instant = DECEMBRE
    with base.lire() as session:
        for libelle, ident in session.execute(select(Critere.libelle, Critere.id).order_by(Critere.type_id.desc())):
            maison.ids.setdefault(f"critere:{libelle}", ident)
        fm = select(Critere.id).where(Critere.libelle == "Lecture").order_by(Critere.type_id.desc())
        maison.ids["critere:Lecture"] = session.scalars(fm).first() or 0
        periode = session.scalars(select(PeriodeEvaluation.id).order_by(PeriodeEvaluation.du_le)).first() or 0
    return Classe(maison, maison.ids["source:FM1.1"], periode)
