"""Tell a teacher's absence: an e-mail to each household, a notice for the door."""

import uuid
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypedDict

from imuse_desk.domain.dates import JOURS_ABREGES, date_fr, heure_fr
from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import LONGUEUR_SUJET, deposer_message, est_adresse
from imuse_desk.services.etapes_site import LONGUEUR_CORPS
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.saisie import Lecteur
from imuse_desk.services.suivi.absents_lus import AbsentVu, FamilleConcernee, LeconTombee, lire_absent

GENRE = "enseignant_absent"
"""The kind of these e-mails."""
LISTE = "{cours}"
"""Where the lessons of the pupil stand in the text."""


@dataclass(frozen=True, slots=True)
class Annonce:
    """What is written to the families of an absence."""

    sujet: str
    corps: str


class Prevenues(TypedDict):
    """How many households an e-mail leaves for, and whom nobody can write to."""

    courriels: int
    sans_courriel: list[str]


@cache
def annonce_livree() -> Annonce:
    """The words that the program proposes."""
    texte = (files("imuse_desk.resources") / "enseignant_absent.yaml").read_text(encoding="utf-8")
    lu: Any = lire_yaml(texte, "enseignant_absent.yaml")
    return Annonce(lu["sujet"], lu["corps"].strip())


def proposer_annonce(absent: AbsentVu) -> Annonce:
    """The words for an absence, to be changed before they leave."""
    livree = annonce_livree()
    consigne = f"{absent.consigne}\n\n" if absent.consigne else ""
    faits = {"{enseignant}": absent.nom, "{dates}": dire_dates(absent), "{consigne}\n\n": consigne}
    sujet, corps = livree.sujet, livree.corps
    for champ, mots in faits.items():
        sujet, corps = sujet.replace(champ, mots), corps.replace(champ, mots)
    return Annonce(sujet, corps)


def dire_dates(absent: AbsentVu) -> str:
    """``le 12/01/2026``, ``du 12/01/2026 au 16/01/2026``."""
    if absent.du_le == absent.au_le:
        return f"le {date_fr(absent.du_le)}"
    return f"du {date_fr(absent.du_le)} au {date_fr(absent.au_le)}"


def dire_lecon(lecon: LeconTombee) -> str:
    """``mer. 14/01/2026, 14:00 – 15:15``."""
    jour = f"{JOURS_ABREGES[lecon.le.weekday()]} {date_fr(lecon.le)}"
    return f"{jour}, {heure_fr(lecon.debut)} – {heure_fr(lecon.fin)}"


@cas_d_usage(Permission.ENVOYER_COURRIER)
def prevenir_familles(
    ctx: Contexte, absence_id: int, annonce: Annonce, operation_id: uuid.UUID
) -> Fait[Prevenues]:  # fmt: skip
    """Write to every household whose pupil misses a lesson: one e-mail a pupil and household.

    Raises FormulaireInvalide (sujet, corps), RegleMetier(courriel_non_regle | sans_destinataire), Introuvable.
    """
    lecteur = Lecteur(ctx.aujourdhui())
    sujet = lecteur.texte("sujet", annonce.sujet, LONGUEUR_SUJET, obligatoire=True)
    corps = lecteur.texte("corps", annonce.corps, LONGUEUR_CORPS, obligatoire=True, bloc=True)
    lecteur.conclure()
    familles = lire_absent(ctx, absence_id).familles
    joints = {f: next(filter(est_adresse, f.courriels.split(", ")), "") for f in familles}
    if not any(joints.values()):
        raise RegleMetier("sans_destinataire")

    def ecrire(unite: Unite) -> Prevenues:
        if smtp_en_vigueur(unite.session) is None:
            raise RegleMetier("courriel_non_regle")
        for famille, courriel in joints.items():
            if courriel:
                deposer_message(
                    unite, site_id=ctx.site_id, foyer_id=famille.foyer_id, eleve_id=famille.eleve_id, genre=GENRE,
                    destinataire=courriel, sujet=sujet, corps=_remplir(corps, famille), lot=unite.operation_id,
                )  # fmt: skip
        muets = [f"{f.eleve} ({f.adultes})" if f.adultes else f.eleve for f, courriel in joints.items() if not courriel]
        return Prevenues(courriels=sum(1 for c in joints.values() if c), sans_courriel=muets)

    return ctx.ecrire("prevenir_enseignant_absent", ecrire, operation_id)


def _remplir(corps: str, famille: FamilleConcernee) -> str:
    lecons = "\n".join(f"– {x.cours}, {dire_lecon(x)}" for x in famille.lecons)
    return corps.replace("{eleve}", famille.eleve).replace(LISTE, lecons)


@cas_d_usage(Permission.CONSULTER)
def imprimer_avis(ctx: Contexte, absence_id: int) -> tuple[str, bytes]:
    """The notice for the door, a page a site, its name then its bytes. Raises Introuvable (nothing falls)."""
    from imuse_desk.printing.avis_porte import AvisPorte, LigneAvis, produire_avis
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    detail = lire_absent(ctx, absence_id)
    sites: dict[int, list[LeconTombee]] = {}
    for lecon in detail.lecons:
        sites.setdefault(lecon.site_id, []).append(lecon)
    if not sites:
        raise Introuvable("seance", absence_id)
    with ctx.lire() as session:
        emetteurs = {site_id: lire_emetteur(session, ctx.depot, site_id) for site_id in sites}
    avis = [
        AvisPorte(
            emetteurs[site_id], detail.absent.nom, dire_dates(detail.absent), detail.absent.consigne,
            tuple(LigneAvis(dire_lecon(x), x.cours, x.salle, _suite(x)) for x in lecons),
        )
        for site_id, lecons in sites.items()
    ]  # fmt: skip
    return f"avis_absence_{detail.absent.du_le:%Y-%m-%d}.pdf", produire_avis(avis)


def _suite(lecon: LeconTombee) -> str:
    if lecon.remplacant:
        return f"assuré par {lecon.remplacant}"
    return f"rattrapé le {date_fr(lecon.rattrapee_le)}" if lecon.rattrapee_le else "n’a pas lieu"
