"""Cover sheets (feuilles de route) of a dossier: one for each row of its table of pieces, laid before a scan."""

from sqlalchemy import select

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.feuille_route import FeuilleRoute, marque_de
from imuse_desk.domain.reinscription import Exigence
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Dossier
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription.acces import exiger_dossier
from imuse_desk.services.reinscription.charge import charger

Ligne = tuple[int, int | None]
"""A row: its type of piece, and its pupil where it is a pupil's."""


@cas_d_usage(Permission.CONSULTER)
def imprimer_feuilles(ctx: Contexte, dossier_id: int, lignes: frozenset[Ligne]) -> tuple[str, bytes]:
    """File name and PDF of the sheets of the rows asked, a page each, in the order of the table.

    Raises Introuvable, RegleMetier("aucune_ligne"), Invalide (a character that the faces lack).
    """
    from imuse_desk.printing.feuille_route import FeuilleDeRoute, produire_feuilles
    from imuse_desk.services.etablissement.emetteur import lire_emetteur
    from imuse_desk.services.reinscription.accuse import nom_famille
    from imuse_desk.services.reinscription.prix import dues_de

    site_id = exiger_dossier(ctx, dossier_id, Permission.CONSULTER)
    with ctx.lire() as session:
        charge = charger(session, dossier_id, ctx.aujourdhui())
        emetteur = lire_emetteur(session, ctx.depot, site_id)
        marque = marque_de(str(session.execute(select(Dossier.ref).where(Dossier.id == dossier_id)).scalar_one()))
    tete = charge.tete
    feuilles = [
        FeuilleDeRoute(
            emetteur, nom_famille(charge), tete.numero or charge.foyer.numero, tete.annee_cible, due.type.libelle,
            due.prenom,
            FeuilleRoute(site_id, tete.annee_cible_id, dossier_id, due.type.type_id, due.eleve_id or 0, marque).texte,
        )
        for due in dues_de(charge)
        if due.exigence is not Exigence.SANS_OBJET and (due.type.type_id, due.eleve_id) in lignes
    ]  # fmt: skip
    if not feuilles:
        raise RegleMetier("aucune_ligne")
    return f"feuilles_de_route_{charge.foyer.numero}.pdf", produire_feuilles(feuilles)
