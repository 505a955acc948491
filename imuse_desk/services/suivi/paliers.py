"""The ladder of absences of a site: its steps, their letters; those shipped until the site writes its own."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from imuse_desk.domain.absences import PalierDu
from imuse_desk.domain.champs_fusion import CLES, CLES_ABSENCE
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.presences import ActionPalier, Intervalle, Mesure, Portee
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import PalierAbsence
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etapes_site import assurer_etapes, ecrire_etape, etapes_de, lire_texte
from imuse_desk.services.saisie import Lecteur

SEUIL_MAXIMAL = 99
PALIERS_MAX = 9
CHAMPS = ("seuil", "mesure", "portee", "intervalle", "action", "objet", "corps")


@dataclass(frozen=True, slots=True)
class PalierVu:
    """A step; ``version`` 0 while the site never changed its ladder."""

    rang: int
    seuil: int
    mesure: Mesure
    portee: Portee
    intervalle: Intervalle
    action: ActionPalier
    objet: str
    corps: str
    version: int = 0

    @property
    def palier(self) -> PalierDu:
        """What decides when it is due."""
        return PalierDu(self.rang, self.seuil, self.mesure, self.portee, self.intervalle, self.action)

    @property
    def sujet(self) -> str:
        """The object, as a text to merge names it."""
        return self.objet


@dataclass(frozen=True, slots=True)
class EnregistrerPalier:
    """A step as typed over the version read."""

    rang: int
    version: int
    seuil: str
    mesure: str
    portee: str
    intervalle: str
    action: str
    objet: str
    corps: str


@cache
def paliers_livres() -> tuple[PalierVu, ...]:
    """The steps that every site begins with."""
    texte = (files("imuse_desk.resources") / "paliers_absence.yaml").read_text(encoding="utf-8")
    lus: Any = lire_yaml(texte, "paliers_absence.yaml")
    return tuple(_palier({**lu, "corps": lu["corps"].strip()}) for lu in lus)


def paliers_de(session: Session, site_id: int) -> tuple[PalierVu, ...]:
    """The steps that hold at a site, in their order."""
    siens = etapes_de(session, PalierAbsence, site_id)
    return tuple(_palier({c: getattr(p, c) for c in ("rang", *CHAMPS, "version")}) for p in siens) or paliers_livres()


@cas_d_usage(Permission.ENVOYER_COURRIER)
def lire_paliers(ctx: Contexte) -> tuple[PalierVu, ...]:
    """The steps of the site consulted."""
    with ctx.lire() as session:
        return paliers_de(session, ctx.site_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def enregistrer_palier(
    ctx: Contexte, demande: EnregistrerPalier, operation_id: uuid.UUID | None = None
) -> Fait[None]:  # fmt: skip
    """Change a step of the site consulted; a letter already written keeps its words.

    Raises FormulaireInvalide (seuil, mesure, portee, intervalle, action, objet, corps: accolade_seule |
    champ_fusion_inconnu), Introuvable, Conflit.
    """
    net = _lire(ctx, demande)

    def ecrire(unite: Unite) -> None:
        ecrire_etape(unite, PalierAbsence, ctx.site_id, demande, net, _livres())

    return ctx.ecrire("enregistrer_palier_absence", ecrire, operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def ajouter_palier(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Add a step after the last one, at one absence more, in its words; gives its rank.

    Raises RegleMetier(paliers_max).
    """

    def ecrire(unite: Unite) -> int:
        siens = assurer_etapes(unite.session, PalierAbsence, ctx.site_id, _livres())
        if len(siens) >= PALIERS_MAX:
            raise RegleMetier("paliers_max", maximum=PALIERS_MAX)
        dernier = siens[-1]
        suite = PalierAbsence(site_id=ctx.site_id, rang=dernier.rang + 1, **{c: getattr(dernier, c) for c in CHAMPS})
        suite.seuil = min(dernier.seuil + 1, SEUIL_MAXIMAL)
        unite.session.add(suite)
        unite.session.flush()
        unite.touche("palier_absence", suite.id)
        return suite.rang

    return ctx.ecrire("ajouter_palier_absence", ecrire, operation_id)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def retirer_dernier_palier(ctx: Contexte, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Take the last step away; its letters stay. Gives its rank. Raises RegleMetier(dernier_palier): one must stay."""

    def ecrire(unite: Unite) -> int:
        siens = assurer_etapes(unite.session, PalierAbsence, ctx.site_id, _livres())
        if len(siens) == 1:
            raise RegleMetier("dernier_palier")
        unite.session.flush()
        unite.session.delete(siens[-1])
        unite.touche("palier_absence", siens[-1].id)
        rang: int = siens[-1].rang
        return rang

    return ctx.ecrire("retirer_palier_absence", ecrire, operation_id)


def _palier(colonnes: Mapping[str, Any]) -> PalierVu:
    mots: dict[str, Any] = {"mesure": Mesure, "portee": Portee, "intervalle": Intervalle, "action": ActionPalier}
    return PalierVu(**{c: mots[c](v) if c in mots else v for c, v in colonnes.items()})


def _livres() -> Sequence[Mapping[str, Any]]:
    return [{c: getattr(p, c) for c in ("rang", *CHAMPS)} for p in paliers_livres()]


def _lire(ctx: Contexte, demande: EnregistrerPalier) -> Mapping[str, Any]:
    lecteur = Lecteur(ctx.aujourdhui())
    seuil = lecteur.entier("seuil", demande.seuil, 1, SEUIL_MAXIMAL)
    if seuil is None and not demande.seuil.strip():
        lecteur.refuser("seuil", "champ_obligatoire")
    lus: dict[str, Any] = {"seuil": seuil}
    for champ, mots in (
        ("mesure", Mesure), ("portee", Portee), ("intervalle", Intervalle), ("action", ActionPalier)
    ):  # fmt: skip
        dit = getattr(demande, champ)
        if dit not in [str(mot) for mot in mots]:
            lecteur.refuser(champ, "choix_obligatoire")
        lus[champ] = dit
    lus |= lire_texte(lecteur, demande.objet, demande.corps, CLES | CLES_ABSENCE)
    lecteur.conclure()
    return lus
