"""The invoice of one household, apart from any batch: previewed, then issued at the amount that was shown."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable, RegleMetier
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, Foyer
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.avances import imputer_avances
from imuse_desk.services.facturation.contenu import contenu_facture, lire_maison
from imuse_desk.services.facturation.emission import AEmettre, Bloc, emettre
from imuse_desk.services.facturation.imputations import verrouiller
from imuse_desk.services.facturation.lot import libelle_appel
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.facturation.preparation import Appel, Preparee, preparer
from imuse_desk.services.facturation.registres import Accord
from imuse_desk.services.facturation.suivi_lot import dernier_appel


@dataclass(frozen=True, slots=True)
class ApercuSeule:
    """What the household would be billed, line by line, or why it is not (``exclusion`` and its ``detail``)."""

    appel: Appel
    foyer_id: int
    famille: str
    libelle: str
    annee: str
    lignes: tuple[tuple[str, int], ...]
    total_centimes: int
    parts: int
    est_provisoire: bool
    exclusion: str
    detail: str
    accord: Accord | None = None


@cas_d_usage(Permission.EMETTRE)
def apercu_seule(ctx: Contexte, foyer_id: int, annee_id: int, nature: Nature) -> ApercuSeule:
    """Price the household as the last call of its site would. Raises Introuvable, RegleMetier(autre_site)."""
    with ctx.lire() as session:
        foyer, annee = session.get(Foyer, foyer_id), session.get(Annee, annee_id)
        if foyer is None or annee is None:
            raise Introuvable("foyer" if foyer is None else "annee", foyer_id if foyer is None else annee_id)
        ctx.exiger_sur(foyer.site_id, Permission.EMETTRE)
        appel = Appel(foyer.site_id, annee_id, nature, dernier_appel(ctx, foyer.site_id, annee_id, nature))
        p = _preparer(ctx, session, appel, foyer_id)
        return ApercuSeule(
            appel, foyer_id, foyer.libelle, libelle_appel(nature, appel.numero), annee.libelle,
            tuple((f"{x.enfant} · {x.libelle}" if x.enfant else x.libelle, x.montant_centimes) for x in p.lignes),
            p.total_centimes, len(p.echeances), p.est_provisoire, p.exclusion, p.detail, p.accord,
        )  # fmt: skip


@cas_d_usage(Permission.EMETTRE)
def emettre_seule(ctx: Contexte, apercu: ApercuSeule, operation_id: uuid.UUID | None = None) -> Fait[int]:
    """Issue the invoice that was shown; gives the id of the piece.

    Raises RegleMetier(montant_change: nouveau_centimes | facture_impossible | autre_site).
    """
    appel = apercu.appel
    ctx.exiger_sur(appel.site_id, Permission.EMETTRE)

    def ecrire(unite: Unite) -> int:
        session, jour = unite.session, ctx.aujourdhui()
        verrouiller(session, [apercu.foyer_id])
        p = _preparer(ctx, session, appel, apercu.foyer_id)
        if p.exclusion:
            raise RegleMetier("facture_impossible")
        if p.total_centimes != apercu.total_centimes:
            raise RegleMetier("montant_change", nouveau_centimes=p.total_centimes)
        regie = regie_de(session, appel.site_id)
        annee = session.get_one(Annee, appel.annee_id).libelle
        maison = lire_maison(session, regie, appel.site_id, annee, appel.nature, apercu.libelle)
        bloc = Bloc(regie, appel.site_id, appel.annee_id, appel.nature, jour)
        piece = AEmettre(apercu.foyer_id, contenu_facture(maison, p), apercu.libelle, appel=appel.numero)
        [facture] = emettre(unite, Serie.FACTURE, bloc, [piece])
        imputer_avances(unite, [apercu.foyer_id], appel.annee_id, appel.nature)
        return facture.piece_id

    return ctx.ecrire("emettre_facture_seule", ecrire, operation_id)


def _preparer(ctx: Contexte, session: Session, appel: Appel, foyer_id: int) -> Preparee:
    return next(preparer(session, appel, [foyer_id], ctx.aujourdhui()))
