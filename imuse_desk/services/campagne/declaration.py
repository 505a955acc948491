"""The declaration that families accept: versions of a site and year, never changed once recorded."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer_bloc
from imuse_desk.models import TexteDeclaration
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import jour

LONGUEUR = 6000


@dataclass(frozen=True, slots=True)
class VersionDeclaration:
    """A text, its number, the day from which it held."""

    numero: int
    texte: str
    du_le: date


@cas_d_usage(Permission.CONSULTER)
def lister_declarations(ctx: Contexte) -> tuple[VersionDeclaration, ...]:
    """The versions of the site and year consulted, the one in force first."""
    requete = (
        select(TexteDeclaration.numero, TexteDeclaration.texte, TexteDeclaration.du_le)
        .where(TexteDeclaration.site_id == ctx.site_id, TexteDeclaration.annee_id == ctx.annee_id)
        .order_by(TexteDeclaration.numero.desc())
    )
    with ctx.lire() as session:
        return tuple(VersionDeclaration(*ligne) for ligne in session.execute(requete))


@cas_d_usage(Permission.MODIFIER_TARIF)
def publier_declaration(ctx: Contexte, texte: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Record a new version for the site and year consulted; its number is the result.

    Those already accepted keep theirs. The same text again writes nothing. Raises Invalide(texte).
    """
    net = nettoyer_bloc(texte)
    if not net:
        raise Invalide("texte", "champ_obligatoire")
    if len(net) > LONGUEUR:
        raise Invalide("texte", "texte_trop_long", longueur=len(net), maximum=LONGUEUR)

    def ecrire(unite: Unite) -> int:
        siennes = (TexteDeclaration.site_id == ctx.site_id, TexteDeclaration.annee_id == ctx.annee_id)
        dernier = unite.session.execute(select(func.max(TexteDeclaration.numero)).where(*siennes)).scalar() or 0
        en_vigueur = unite.session.execute(
            select(TexteDeclaration.texte).where(*siennes, TexteDeclaration.numero == dernier)
        ).scalar()
        if en_vigueur == net:
            return dernier
        unite.session.add(
            TexteDeclaration(
                site_id=ctx.site_id, annee_id=ctx.annee_id, numero=dernier + 1, texte=net, du_le=jour(ctx, unite)
            )
        )
        unite.touche("declaration", dernier + 1)
        return dernier + 1

    return ctx.ecrire("publier_declaration", ecrire, operation_id)
