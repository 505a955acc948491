"""Families that are not reminded for a time: an agreement under way, a dispute, a bereavement."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.roles import Permission
from imuse_desk.models import ExclusionRelance, Foyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.saisie import Lecteur

LONGUEUR_MOTIF = 200


@dataclass(frozen=True, slots=True)
class Exclure:
    """What is typed: whom, until which day included, why."""

    foyer_id: int
    jusqu_au: date | None
    motif: str


def exclusions_en_cours(session: Session, jour: date) -> dict[int, tuple[date, str]]:
    """Until when each household is left alone on a day, and why; the newest exclusion holds."""
    e = ExclusionRelance
    requete = select(e.foyer_id, e.jusqu_au, e.motif).where(e.levee_a.is_(None), e.jusqu_au >= jour).order_by(e.id)
    return {x.foyer_id: (x.jusqu_au, x.motif) for x in session.execute(requete)}


@cas_d_usage(Permission.EMETTRE)
def exclure(ctx: Contexte, demande: Exclure, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Leave a household alone until a day; takes the place of the exclusion that holds. Gives its id.

    Raises FormulaireInvalide (jusqu_au, motif), Introuvable, RegleMetier(autre_site).
    """
    jour = ctx.aujourdhui()
    lecteur = Lecteur(jour)
    motif = lecteur.texte("motif", demande.motif, LONGUEUR_MOTIF, obligatoire=True)
    if demande.jusqu_au is None:
        lecteur.refuser("jusqu_au", "champ_obligatoire")
    elif demande.jusqu_au < jour:
        lecteur.refuser("jusqu_au", "date_trop_ancienne", minimum=jour)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        _lever(ctx, unite, demande.foyer_id)
        exclusion = ExclusionRelance(
            foyer_id=demande.foyer_id, jusqu_au=demande.jusqu_au, motif=motif, auteur=ctx.agent, a=unite.maintenant
        )
        unite.session.add(exclusion)
        unite.session.flush()
        return exclusion.id

    return ctx.ecrire("exclure_des_relances", ecrire, operation_id)


@cas_d_usage(Permission.EMETTRE)
def lever_exclusion(ctx: Contexte, foyer_id: int, operation_id: uuid.UUID | None = None) -> Fait[None]:
    """Remind a household again. Raises Introuvable (nothing to lift), RegleMetier(autre_site)."""

    def ecrire(unite: Unite) -> None:
        if not _lever(ctx, unite, foyer_id):
            raise Introuvable("exclusion", foyer_id)

    return ctx.ecrire("lever_exclusion_relance", ecrire, operation_id)


def _lever(ctx: Contexte, unite: Unite, foyer_id: int) -> bool:
    """End what holds for a household; tells whether anything did."""
    foyer = unite.session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    ctx.exiger_sur(foyer.site_id, Permission.EMETTRE)
    e = ExclusionRelance
    tenues = unite.session.scalars(select(e).where(e.foyer_id == foyer_id, e.levee_a.is_(None))).all()
    for exclusion in tenues:
        exclusion.levee_a, exclusion.levee_par = unite.maintenant, ctx.agent
    unite.touche("foyer", foyer_id)
    return bool(tenues)
