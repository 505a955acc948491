"""The levels of reminder of a site: those that the program gives until the site writes its own."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import lire_montant
from imuse_desk.domain.champs_fusion import CLES, CLES_RELANCE
from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide
from imuse_desk.domain.gabarits import verifier
from imuse_desk.domain.relances import Palier
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.grilles import lire_yaml
from imuse_desk.models import NiveauRelance
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.gabarits import LONGUEUR_SUJET
from imuse_desk.services.saisie import Lecteur

DELAI_MAXIMAL = 365
LONGUEUR_CORPS = 5_000
"""Some two pages."""


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
    requete = select(NiveauRelance).where(NiveauRelance.site_id == site_id).order_by(NiveauRelance.rang)
    siens = tuple(
        NiveauVu(n.rang, n.delai_jours, n.minimum_centimes, n.objet, n.corps, n.version)
        for n in session.scalars(requete)
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
        session = unite.session
        siens = {n.rang: n for n in session.scalars(_siens(ctx.site_id))}
        if not siens:
            siens = {
                n.rang: NiveauRelance(
                    site_id=ctx.site_id, rang=n.rang, delai_jours=n.delai_jours, minimum_centimes=n.minimum_centimes,
                    objet=n.objet, corps=n.corps,
                )
                for n in niveaux_livres()
            }  # fmt: skip
            session.add_all(siens.values())
        elif demande.rang in siens and siens[demande.rang].version != demande.version:
            niveau = siens[demande.rang]
            ecarts = {c: (v, getattr(niveau, c)) for c, v in net.items() if v != getattr(niveau, c)}
            raise Conflit(ecarts, auteur=niveau.modifie_par or "", version=niveau.version)
        if demande.rang not in siens:
            raise Introuvable("niveau", demande.rang)
        for colonne, valeur in net.items():
            setattr(siens[demande.rang], colonne, valeur)
        session.flush()
        unite.touche("niveau_relance", siens[demande.rang].id)

    return ctx.ecrire("enregistrer_niveau_relance", ecrire, operation_id)


def _siens(site_id: int) -> Any:
    return select(NiveauRelance).where(NiveauRelance.site_id == site_id)


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
    objet = lecteur.texte("objet", demande.objet, LONGUEUR_SUJET, obligatoire=True)
    corps = lecteur.texte("corps", demande.corps, LONGUEUR_CORPS, obligatoire=True, bloc=True)
    for champ, dit in (("objet", objet), ("corps", corps)):
        try:
            verifier(dit, CLES | CLES_RELANCE, champ=champ)
        except Invalide as erreur:
            lecteur.erreurs.append(erreur)
    lecteur.conclure()
    return {"delai_jours": delai, "minimum_centimes": minimum, "objet": objet, "corps": corps}
