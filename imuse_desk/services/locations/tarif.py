"""Rental prices of a site and year: of a type of instrument or any, of a year of rental or every one."""

import uuid

from sqlalchemy import select

from imuse_desk.domain.argent import lire_montant
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.locations import PrixLocation
from imuse_desk.domain.roles import Permission
from imuse_desk.models import TarifLocation
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, Fait, cas_d_usage
from imuse_desk.services.saisie import Lecteur

RANG_MAX = 20


@cas_d_usage(Permission.CONSULTER)
def lister_tarif(ctx: Contexte) -> tuple[PrixLocation, ...]:
    """The rental prices of the site and year consulted, by type and year of rental."""
    t = TarifLocation
    requete = (
        select(t.type, t.rang, t.prix_centimes)
        .where(t.site_id == ctx.site_id, t.annee_id == ctx.annee_id)
        .order_by(t.type, t.rang)
    )
    with ctx.lire() as session:
        return tuple(PrixLocation(*ligne) for ligne in session.execute(requete))


@cas_d_usage(Permission.MODIFIER_TARIF)
def fixer_tarif(ctx: Contexte, type_: str, rang: str, prix: str, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Set a price as typed; no type: any instrument, no rank: every year of rental. Raises FormulaireInvalide."""
    lecteur = Lecteur(ctx.aujourdhui())
    genre = lecteur.texte("type", type_, 40)
    lu = lecteur.entier("rang", rang, 1, RANG_MAX) or 0
    prix_centimes = 0
    try:
        prix_centimes = lire_montant(prix, "prix", negatif=False)
    except Invalide as erreur:
        lecteur.erreurs.append(erreur)
    lecteur.conclure()

    def ecrire(unite: Unite) -> int:
        t = TarifLocation
        du_site = (t.site_id == ctx.site_id, t.annee_id == ctx.annee_id, t.type == genre, t.rang == lu)
        ligne = unite.session.execute(select(t).where(*du_site)).scalar_one_or_none()
        if ligne is None:
            ligne = TarifLocation(site_id=ctx.site_id, annee_id=ctx.annee_id, type=genre, rang=lu)
            unite.session.add(ligne)
        ligne.prix_centimes = prix_centimes
        unite.session.flush()
        return ligne.id

    return ctx.ecrire("fixer_tarif_location", ecrire, operation_id)
