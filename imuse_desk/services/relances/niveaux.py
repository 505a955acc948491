"""The levels of reminder of a site: those that the program gives until the site writes its own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy.orm import Session

from imuse_desk.domain.argent import lire_montant
from imuse_desk.domain.champs_fusion import CLES, CLES_RELANCE
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.relances import Palier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import NiveauRelance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etapes_site import ecrire_etape, etapes_de, lire_texte
from imuse_desk.services.saisie import Lecteur

DELAI_MAXIMAL = 365


@dataclass(frozen=True, slots=True)
class NiveauVu:
    """A level; ``version`` 0 while the site never changed its levels."""

    rang: int
    delai_jours: int
    minimum_centimes: int
    objet: str
    corps: str
    version: int = 0

    @property
    def palier(self) -> Palier:
        """What decides when it is sent."""
        return Palier(self.rang, self.delai_jours, self.minimum_centimes)

    @property
    def sujet(self) -> str:
        """The object, as a text to merge names it."""
        return self.objet


@dataclass(frozen=True, slots=True)
class EnregistrerNiveau:
    """A level as typed over the version read."""

    rang: int
    version: int
    delai: str
    minimum: str
    objet: str
    corps: str


@cache
def niveaux_livres() -> tuple[NiveauVu, ...]:
    """The levels that every site begins with."""
    texte = (files("imuse_desk.resources") / "relances.yaml").read_text(encoding="utf-8")
    lus: Any = lire_yaml(texte, "relances.yaml")
    return tuple(NiveauVu(**{**niveau, "corps": niveau["corps"].strip()}) for niveau in lus)


def niveaux_de(session: Session, site_id: int) -> tuple[NiveauVu, ...]:
    """The levels that hold at a site, in their order."""
    siens = tuple(
        NiveauVu(n.rang, n.delai_jours, n.minimum_centimes, n.objet, n.corps, n.version)
        for n in etapes_de(session, NiveauRelance, site_id)
    )
    return siens or niveaux_livres()


@cas_d_usage(Permission.EMETTRE)
def lire_niveaux(ctx: Contexte) -> tuple[NiveauVu, ...]:
    """The levels of the site consulted."""
    with ctx.lire() as session:
        return niveaux_de(session, ctx.site_id)


@cas_d_usage(Permission.EMETTRE)
def enregistrer_niveau(
    ctx: Contexte, demande: EnregistrerNiveau, operation_id: uuid.UUID | None = None
) -> Fait[None]:  # fmt: skip
    """Change a level of the site consulted; a reminder already sent keeps its words.

    Raises FormulaireInvalide (delai, minimum, objet, corps: accolade_seule | champ_fusion_inconnu), Introuvable,
    Conflit.
    """
    net = _lire(ctx, demande)

    def ecrire(unite: Unite) -> None:
        livres = [{c: getattr(n, c) for c in ("rang", *net)} for n in niveaux_livres()]
        ecrire_etape(unite, NiveauRelance, ctx.site_id, demande, net, livres)

    return ctx.ecrire("enregistrer_niveau_relance", ecrire, operation_id)


def _lire(ctx: Contexte, demande: EnregistrerNiveau) -> Mapping[str, Any]:
    lecteur = Lecteur(ctx.aujourdhui())
    delai = lecteur.entier("delai", demande.delai, 0, DELAI_MAXIMAL)
    if delai is None and not demande.delai.strip():
        lecteur.refuser("delai", "champ_obligatoire")
    minimum = 0
    try:
        minimum = lire_montant(demande.minimum, "minimum", negatif=False)
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    texte = lire_texte(lecteur, demande.objet, demande.corps, CLES | CLES_RELANCE)
    lecteur.conclure()
    return {"delai_jours": delai, "minimum_centimes": minimum, **texte}
