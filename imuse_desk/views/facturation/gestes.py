"""What a row of a ledger does: show its paper, and put it right by an opposite entry or a credit note."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.argent import euros
from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.compte_famille import FactureVue, RecuVu, lire_facture, lire_recu
from imuse_desk.services.facturation.impayes import lettre_impaye
from imuse_desk.services.facturation.papiers import PapierPiece, voir_piece
from imuse_desk.services.facturation.plans import PlanVu, imprimer_plan, lire_plan
from imuse_desk.services.facturation.registre_famille import LigneRegistre
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.facturation.actes import AVOIR, LETTRE, PAPIER, PAPIER_PLAN, PLAN, ActesLigne
from imuse_desk.views.facturation.corrections import DemandeAvoir, DemandeOppose
from imuse_desk.views.facturation.gestes_dialogue import GestesDialogue
from imuse_desk.views.facturation.papier_piece import FenetrePiece
from imuse_desk.views.facturation.plan import DemandePlan


class GestesPieces(GestesDialogue):
    """``agir(acte, ligne)``; the last paper and the last dialog are kept for who drives the screen."""

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(executant, bus, ecran)
        self._genre = GenreReglement.ANNULATION
        self._encaisses: dict[int, int] = {}
        self.permis = ActesLigne()
        self.papier: FenetrePiece | None = None
        self.lettre: FenetrePapier | None = None

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self.permis = ctx, ActesLigne.de(ctx)

    @Slot(object, object)
    def agir(self, acte: str, ligne: LigneRegistre) -> None:
        """Do an act on a row."""
        if self._ctx is None:
            return
        if acte == PAPIER:
            self.montrer_papier(ligne.piece_id)
        elif acte == LETTRE:
            faire = partial(lettre_impaye, self._ctx, ligne.piece_id)
            self._executant.lire(faire, self._lettre_faite, self._refuse, cle="lettre")
        elif acte == AVOIR:
            self._executant.lire(
                partial(lire_facture, self._ctx, ligne.piece_id), self._facture_lue, self._refuse, cle="correction"
            )
        elif acte == PLAN:
            lecture = partial(lire_plan, self._ctx, ligne.piece_id)
            self._executant.lire(lecture, self._plan_lu, self._refuse, cle="correction")
        elif acte == PAPIER_PLAN:
            self._imprimer_plan(self._ctx, ligne.piece_id)
        else:
            self._genre = GenreReglement(acte)
            self._executant.lire(
                partial(lire_recu, self._ctx, ligne.piece_id), self._recu_lu, self._refuse, cle="correction"
            )

    @Slot(object)
    def montrer_papier(self, piece_id: int) -> None:
        """Make the paper of a piece and show it."""
        if self._ctx is not None:
            self._bus.dire("Mise en page…")
            # among the readers: what others write does not wait for the paper
            self._executant.travailler(
                partial(_voir, self._ctx, piece_id), self._vue, self._sans_papier, est_ecriture=False
            )

    @Slot(object, object)
    def montrer_recu(self, piece_id: int, total_centimes: int) -> None:
        """Show the receipt of what was just cashed."""
        self._encaisses[piece_id] = total_centimes
        self.montrer_papier(piece_id)

    @Slot(object)
    def _vue(self, papier: PapierPiece) -> None:
        if self._ctx is None:
            return
        total = self._encaisses.pop(papier.piece_id, None)
        if total is not None:
            self._bus.dire(f"Reçu {papier.numero}\u00a0: {euros(total)} encaissés")
        else:
            self._bus.dire(f"{papier.numero} à l’écran")
        self.papier = FenetrePiece(self._executant, self._bus, self._ctx, papier, self._ecran.window())
        self.papier.show()

    @Slot(object)
    def _lettre_faite(self, lettre: tuple[str, bytes]) -> None:
        self.lettre = FenetrePapier(self._executant, *lettre, self._ecran.window())
        self.lettre.show()

    @Slot(object)
    def _facture_lue(self, facture: FactureVue) -> None:
        if self._ctx is not None and facture.reste_centimes:
            self._ouvrir(DemandeAvoir(self._ecran.window(), self._executant, self._ctx, facture))
        elif not facture.reste_centimes:
            self._bus.refuser(f"La facture {facture.affiche} est déjà reprise en entier par ses avoirs")

    @Slot(object)
    def _recu_lu(self, recu: RecuVu) -> None:
        if self._ctx is None:
            return
        dialogue = DemandeOppose.pour(self._ecran.window(), self._executant, self._ctx, recu, self._genre)
        if dialogue is None:
            self._bus.refuser(f"Il n’y a plus rien à reprendre sur le reçu {recu.affiche}")
        else:
            self._ouvrir(dialogue)

    @Slot(object)
    def _plan_lu(self, vu: PlanVu) -> None:
        if self._ctx is None:
            return
        if vu.reste_centimes <= 0:
            self._bus.refuser(f"La facture {vu.affiche} est réglée\u00a0: elle n’a plus d’échéance")
            return
        self._ouvrir(DemandePlan(self._ecran.window(), self._executant, self._ctx, vu))

    @Slot(object, str)
    def _faite(self, fait: Fait[int], phrase: str) -> None:
        """The family is given its new plan on paper."""
        super()._faite(fait, phrase)
        if isinstance(self.dialogue, DemandePlan) and self._ctx is not None:
            self._imprimer_plan(self._ctx, self.dialogue.piece_id)

    def _imprimer_plan(self, ctx: Contexte, piece_id: int) -> None:
        self._executant.lire(partial(imprimer_plan, ctx, piece_id), self._lettre_faite, self._refuse, cle="lettre")

    @Slot(object)
    def _sans_papier(self, erreur: Exception) -> None:
        deja = "Règlement enregistré, mais papier" if self._encaisses else "Papier"
        self._encaisses.clear()
        self._bus.refuser(f"{deja} non produit. {texte_erreur(erreur).court}")


def _voir(ctx: Contexte, piece_id: int, jeton: Jeton) -> PapierPiece:
    jeton.verifier()
    return voir_piece(ctx, piece_id)
