"""What every dated change must satisfy: its date, its motive, the director's agreement where the house asks it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import AConfirmer
from imuse_desk.domain.reglages import ACCORDS_DIRECTION
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.offre.calendrier import jour_ferme_le
from imuse_desk.services.reglages import lire_reglage
from imuse_desk.services.saisie import Lecteur

MOTIF_MAX = 500
NOM_MAX = 120


@dataclass(frozen=True, slots=True)
class Motivation:
    """Why and for whom, as typed: effective date, motive, who asked, who agreed for the direction and when."""

    effet: str
    motif: str = ""
    demande_par: str = ""
    accord_par: str = ""
    accord: str = ""


@dataclass(frozen=True, slots=True)
class MotivationLue:
    """The same, read."""

    effet_le: date
    motif: str
    demande_par: str
    accord_par: str
    accord_le: date | None


def lire_motivation(
    ctx: Contexte, session: Session, saisie: Motivation, genre: str, *, annee: Annee, site_id: int, debut: date
) -> MotivationLue:
    """Read and check; ``debut`` is the day from which the change can take effect.

    Raises FormulaireInvalide (effet, motif, accord_par, accord).
    """
    lecteur = Lecteur(ctx.aujourdhui())
    effet = lecteur.date("effet", saisie.effet)
    if effet is None and not saisie.effet.strip():
        lecteur.refuser("effet", "champ_obligatoire")
    if effet is not None and not annee.debut_le <= effet <= annee.fin_le:
        lecteur.refuser("effet", "date_hors_annee", annee=annee.libelle, du=annee.debut_le, au=annee.fin_le)
    elif effet is not None and effet < debut:
        lecteur.refuser("effet", "effet_avant_debut", debut=debut)
    motif = lecteur.texte("motif", saisie.motif, MOTIF_MAX, obligatoire=genre != "ajout", bloc=True)
    demande_par = lecteur.texte("demande_par", saisie.demande_par, NOM_MAX)
    accord_par = lecteur.texte("accord_par", saisie.accord_par, NOM_MAX)
    accord_le = lecteur.date("accord", saisie.accord)
    if not accord_par and genre in lire_reglage(session, ACCORDS_DIRECTION, site_id, annee.id):
        if ctx.peut(Permission.DEROGER):  # a director's own act carries the agreement
            accord_par = ctx.agent
        else:
            lecteur.refuser("accord_par", "accord_direction_manquant")
    if accord_par and accord_le is None and not saisie.accord.strip():
        accord_le = ctx.aujourdhui()
    if accord_le is not None and accord_le > ctx.aujourdhui():
        lecteur.refuser("accord", "date_a_venir")
    lecteur.conclure()
    return MotivationLue(effet or debut, motif, demande_par, accord_par, accord_le)


def signaler_jour_ferme(session: Session, site_id: int, effet: date, *, confirme: bool) -> None:
    """Raise AConfirmer(effet_jour_ferme: libelle) when no lesson takes place that day."""
    if not confirme and (ferme := jour_ferme_le(session, site_id, effet)) is not None:
        raise AConfirmer("effet_jour_ferme", libelle=ferme.libelle, effet=effet)
