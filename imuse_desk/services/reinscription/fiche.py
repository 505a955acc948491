"""The *Fiche de réinscription*: the form filled in with what the desk knows, for the family to correct and sign."""

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import exiger_dossier
from imuse_desk.services.reinscription.charge import charger


@cas_d_usage(Permission.CONSULTER)
def imprimer_fiche(ctx: Contexte, dossier_id: int) -> tuple[str, bytes]:
    """File name and PDF of a family's form; raises Introuvable, Invalide (a character that the faces lack)."""
    from imuse_desk.printing.fiche_reinscription import produire_fiche
    from imuse_desk.services.etablissement.emetteur import lire_emetteur
    from imuse_desk.services.reinscription.papier_fiche import composer_fiche

    site_id = exiger_dossier(ctx, dossier_id, Permission.CONSULTER)
    with ctx.lire() as session:
        charge = charger(session, dossier_id, ctx.aujourdhui())
        emetteur = lire_emetteur(session, ctx.depot, site_id)
    papier = composer_fiche(charge, emetteur, ctx.maintenant())
    return f"fiche_reinscription_{charge.foyer.numero}.pdf", produire_fiche(papier)
