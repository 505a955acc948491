"""What the windows shown before anybody signed in may ask, bound to one base and one desk."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models.passerelle import Base
from imuse_desk.services.boite_envoi import ExpediteurCodes
from imuse_desk.services.connexion import connecter
from imuse_desk.services.contexte import Contexte, horloge_systeme
from imuse_desk.services.lectures.comptes import AccueilConnexion, accueil_connexion, mon_compte
from imuse_desk.services.mot_de_passe import choisir_mot_de_passe, demander_code, longueur_minimale
from imuse_desk.services.reglages_courriel import est_courriel_regle, transport_en_vigueur


@dataclass(frozen=True, slots=True)
class Arrivee:
    """Somebody signed in; ``doit_changer`` asks for a new password before anything else."""

    ctx: Contexte
    doit_changer: bool


@dataclass(frozen=True)
class Entree:
    """The door of the program; every method reads or writes the base and is to be called off the UI thread."""

    base: Base
    depot: Rangement
    poste: str
    coffre: Coffre = field(default_factory=Coffre)
    horloge: Callable[[], datetime] = horloge_systeme

    def accueil(self) -> AccueilConnexion:
        """What the sign-in window shows."""
        return accueil_connexion(self.base)

    def connecter(self, site_id: int, identifiant: str, mot_de_passe: str) -> Arrivee:
        """Sign in (errors of ``services.connexion.connecter``)."""
        ctx = connecter(self.base, self.depot, site_id, identifiant, mot_de_passe, self.poste, self.horloge)
        return Arrivee(ctx, mon_compte(ctx).doit_changer)

    def peut_envoyer_code(self) -> bool:
        """Whether a code can leave by e-mail from this desk; else an administrator gives one."""
        return est_courriel_regle(self.base) and transport_en_vigueur(self.base, self.coffre) is not None

    def demander_code(self, identifiant: str, email: str) -> None:
        """Ask for a code by e-mail; the answer never tells whether the account exists."""
        transport = transport_en_vigueur(self.base, self.coffre)
        if transport is not None:
            demander_code(self.base, identifiant, email, self.poste, ExpediteurCodes(transport), self.horloge)

    def choisir_mot_de_passe(self, identifiant: str, code: str, nouveau: str) -> None:
        """Choose a password with a code (errors of ``services.mot_de_passe.choisir_mot_de_passe``)."""
        choisir_mot_de_passe(self.base, identifiant, code, nouveau, self.poste, self.horloge)

    def longueur_minimale(self) -> int:
        """Shortest password accepted."""
        return longueur_minimale(self.base)
