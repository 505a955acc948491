"""What may be done with a row of a ledger, and in which words. Qt-free."""

from dataclasses import dataclass

from imuse_desk.domain.pieces import FamilleMode, GenreReglement, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.opposes import LIBELLES
from imuse_desk.services.facturation.registre_famille import LigneRegistre
from imuse_desk.views.facturation.mots_registre import est_un_encaissement

PAPIER, AVOIR, LETTRE, PLAN, PAPIER_PLAN = "papier", "avoir", "lettre", "plan", "papier_plan"
MOTS = {
    PAPIER: "&Ouvrir le papier\tEntrée",
    LETTRE: "&Lettre de chèque impayé…",
    AVOIR: "Émettre un &avoir…\tSuppr",
    PLAN: "Accorder un é&chéancier…",
    PAPIER_PLAN: "&Imprimer l’échéancier",
    str(GenreReglement.ANNULATION): "A&nnuler le reçu…\tSuppr",
    str(GenreReglement.IMPAYE): "Chèque &impayé…",
    str(GenreReglement.REMBOURSEMENT): "&Rembourser…",
}
"""Every act with its words, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class ActesLigne:
    """What the person may do."""

    peut_emettre: bool = False
    peut_encaisser: bool = False

    @classmethod
    def de(cls, ctx: Contexte) -> "ActesLigne":
        """What the permissions of a context allow."""
        return cls(ctx.peut(Permission.EMETTRE), ctx.peut(Permission.ENCAISSER))


def actes_de(ligne: LigneRegistre, permis: ActesLigne) -> tuple[str, ...]:
    """The acts of a row: its paper, then what puts it right; a payment that was remitted is no longer cancelled."""
    actes = [PAPIER]
    if ligne.libelle == LIBELLES[GenreReglement.IMPAYE] and ligne.serie is Serie.RECU and permis.peut_emettre:
        actes.append(LETTRE)
    if ligne.serie is Serie.FACTURE and permis.peut_emettre:
        actes += [AVOIR, PLAN, PAPIER_PLAN]
    if est_un_encaissement(ligne) and permis.peut_encaisser:
        if not ligne.est_remis:
            actes.append(str(GenreReglement.ANNULATION))
        if ligne.famille_mode is FamilleMode.CHEQUE:
            actes.append(str(GenreReglement.IMPAYE))
        actes.append(str(GenreReglement.REMBOURSEMENT))
    return tuple(actes)
