"""*Demande d'émission de titre*: debts that no reminder settled are handed to the comptable, and reminded no more.

An invoice is handed whole: the plan that spread it does not hold once its parts were not paid.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.relances import Ecart
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import DemandeTitre, RetraitTitre
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.imputations import factures_ouvertes, verrouiller
from imuse_desk.services.relances.lignes import LigneTournee, Retenue, lire_lignes

MOTIF_MAX = 200


@cas_d_usage(Permission.EMETTRE)
def demander_titres(ctx: Contexte, retenues: Sequence[Retenue], operation_id: uuid.UUID) -> Fait[int]:
    """Record that the comptable is asked to collect what these families owe (``LigneTournee.retenue``).

    Those that paid since, or may not be handed over (``Ecart.TITRE``), are left aside. The same click writes once.
    Gives the number of families. Raises RegleMetier(rien_a_transmettre).
    """

    def ecrire(unite: Unite) -> int:
        foyers = [x.foyer_id for x in retenues]
        verrouiller(unite.session, foyers)
        lignes = {x.foyer_id: x for x in lire_lignes(unite.session, ctx.site_id, ctx.aujourdhui(), foyers)}
        justes = [
            ligne for vue in retenues
            if (ligne := lignes.get(vue.foyer_id)) and ligne.decision.ecart is Ecart.TITRE and ligne.retenue == vue
        ]  # fmt: skip
        if not justes:
            raise RegleMetier("rien_a_transmettre")
        for ligne in justes:
            _transmettre(ctx, unite, ligne)
        return len(justes)

    return ctx.ecrire("demander_titres", ecrire, operation_id)


def _transmettre(ctx: Contexte, unite: Unite, ligne: LigneTournee) -> None:
    pieces = ligne.rappelees & {p.piece_id for p in ligne.du.pieces}  # a newer debt begins its own reminders
    unite.session.add_all(
        DemandeTitre(
            site_id=ctx.site_id, foyer_id=ligne.foyer_id, piece_id=facture.facture_id,
            montant_centimes=facture.reste_centimes, le=ctx.aujourdhui(), a=unite.maintenant, agent=ctx.agent,
            operation_id=unite.operation_id,
        )
        for facture in factures_ouvertes(unite.session, ligne.foyer_id) if facture.facture_id in pieces
    )  # fmt: skip
    unite.touche("foyer", ligne.foyer_id)


@cas_d_usage(Permission.EMETTRE)
def retirer_demande(
    ctx: Contexte, demande: uuid.UUID, foyer_id: int, motif: str, operation_id: uuid.UUID | None = None
) -> Fait[int]:
    """Withdraw what the comptable was asked to collect of a household by one request, and say why.

    Its invoices are reminded again, from the first level. Gives their number.
    Raises Invalide(motif), Introuvable (nothing of it is left).
    """
    net = nettoyer(motif)[:MOTIF_MAX]
    if not net:
        raise Invalide("motif", "motif_obligatoire")

    def ecrire(unite: Unite) -> int:
        verrouiller(unite.session, [foyer_id])
        requete = select(DemandeTitre.id).where(
            DemandeTitre.operation_id == demande, DemandeTitre.foyer_id == foyer_id,
            DemandeTitre.site_id == ctx.site_id, DemandeTitre.id.not_in(select(RetraitTitre.demande_id)),
        )  # fmt: skip
        idents = unite.session.scalars(requete.order_by(DemandeTitre.id)).all()
        if not idents:
            raise Introuvable("demande_titre", foyer_id)
        unite.session.add_all(
            RetraitTitre(
                demande_id=ident, motif=net, le=ctx.aujourdhui(), a=unite.maintenant, agent=ctx.agent,
                operation_id=unite.operation_id,
            )
            for ident in idents
        )  # fmt: skip
        unite.touche("foyer", foyer_id)
        return len(idents)

    return ctx.ecrire("retirer_demande_titre", ecrire, operation_id)
