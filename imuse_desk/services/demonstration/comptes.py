"""Accounts of the demonstration: one for each role, two of them real teachers of the network."""

from dataclasses import dataclass

from argon2 import PasswordHasher

from imuse_desk.domain.comptes import MOT_DE_PASSE_DEMONSTRATION as MOT_DE_PASSE
from imuse_desk.domain.comptes import normaliser_mot_de_passe
from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import plier
from imuse_desk.models import Compte, CompteRole
from imuse_desk.services.demonstration.ecrivain import Ecrivain
from imuse_desk.services.demonstration.maison import Maison
from imuse_desk.services.demonstration.offre import Offre

_SEL = b"imuse-demonstrat"
"""Fixed: the password is printed anyway, and two runs give the same base."""
_PERSONNEL = (
    ("a.martin", "Aline Martin", Role.SECRETARIAT),
    ("r.petit", "Romain Petit", Role.REGISSEUR),
    ("d.leroy", "Delphine Leroy", Role.DIRECTION),
    ("admin", "Nadia Brunel", Role.ADMINISTRATION),
)


@dataclass(frozen=True, slots=True)
class ComptePublie:
    """An account that the command prints."""

    identifiant: str
    mot_de_passe: str
    role: Role
    site: str


def creer_comptes(ecrivain: Ecrivain, maison: Maison, offres: dict[int, Offre]) -> tuple[ComptePublie, ...]:
    """Write the accounts; the staff works on every site, a teacher on the one where he or she teaches."""
    empreinte = PasswordHasher().hash(normaliser_mot_de_passe(MOT_DE_PASSE), salt=_SEL)
    publies = []
    sites = [site.id for site in maison.sites]
    for identifiant, nom, role in _PERSONNEL:
        _creer(ecrivain, identifiant, nom, role, sites, empreinte)
        publies.append(ComptePublie(identifiant, MOT_DE_PASSE, role, "tous les sites"))
    premier = maison.sites[0]
    for discipline in ("COR", "FM"):
        qui = offres[premier.id].enseignants[discipline][0]
        identifiant = f"{plier(qui.prenom)[0]}.{plier(qui.nom).replace(' ', '')}"
        if identifiant in {compte.identifiant for compte in publies}:
            identifiant += "2"
        nom = f"{qui.prenom} {qui.nom}"
        _creer(ecrivain, identifiant, nom, Role.ENSEIGNANT, [premier.id], empreinte, qui.personne_id)
        publies.append(ComptePublie(identifiant, MOT_DE_PASSE, Role.ENSEIGNANT, premier.nom))
    return tuple(publies)


def _creer(
    ecrivain: Ecrivain,
    identifiant: str,
    nom: str,
    role: Role,
    sites: list[int],
    empreinte: str,
    personne_id: int | None = None,
) -> None:
    compte_id = ecrivain.ajouter(
        Compte,
        identifiant=identifiant,
        nom_affiche=nom,
        email=f"{identifiant}@conservatoires.example",
        mot_de_passe=empreinte,
        personne_id=personne_id,
    )
    for site_id in sites:
        ecrivain.ajouter(CompteRole, compte_id=compte_id, site_id=site_id, role=role.value)
