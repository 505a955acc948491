"""The papers of the account on show: the relevé, whole or of one year, the attestation of each payer, the reminders."""

import uuid
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.attestations import PayeurVu, attester_reglement, lister_payeurs
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.papiers_compte import PapierCompte, faire_releve
from imuse_desk.services.relances.historique import RelanceVue, lire_historique
from imuse_desk.services.relances.titres import retirer_demande
from imuse_desk.views.common.boutons import avec_caret, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant, Jeton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.facturation.relances_famille import DialogueRelances


class MenuPapiers(QObject):
    """``bouton`` stands in the header; ``montrer(ctx, compte)`` says whose papers it makes."""

    def __init__(self, executant: Executant, bus: Bus, ecran: QWidget) -> None:
        super().__init__(ecran)
        self._executant, self._bus, self._ecran = executant, bus, ecran
        self._ctx: Contexte | None = None
        self._foyer_id: int | None = None
        self.bouton = secondaire("&Papiers")
        self.menu = QMenu(self.bouton)
        self.bouton.setMenu(self.menu)
        avec_caret(self.bouton)
        self.releves = QMenu("&Relevé de compte", self.menu)
        self.attestations = QMenu("&Attestation de règlement", self.menu)
        self.menu.addMenu(self.releves)
        self.menu.addMenu(self.attestations)
        for menu in (self.releves, self.attestations):
            menu.triggered.connect(self._produire)
        self.relances = self.menu.addAction("Rela&nces…")
        self.relances.triggered.connect(self._demander_relances)
        self.historique: DialogueRelances | None = None
        self._famille, self._est_retrait = "", False
        self.papier: FenetrePapier | None = None

    def montrer(self, ctx: Contexte, compte: CompteFamille) -> None:
        """Offer the papers of a household; nothing where nothing was ever written."""
        self._ctx, self._foyer_id, self._famille = ctx, compte.foyer_id, compte.famille
        self.bouton.setVisible(bool(compte.blocs))
        self.releves.clear()
        _proposer(self.releves, "Toutes les années", partial(faire_releve, ctx, compte.foyer_id))
        for bloc in compte.blocs:
            mots = f"{bloc.annee} · {bloc.nature.libelle}"
            faire = partial(faire_releve, ctx, compte.foyer_id, bloc.annee_id, bloc.nature)
            _proposer(self.releves, mots, faire)
        self.attestations.clear()
        self.attestations.setEnabled(False)
        if compte.blocs:
            self._executant.lire(partial(_payeurs, ctx, compte.foyer_id), self._lus, self._refuse, cle="payeurs")

    @Slot(object)
    def _lus(self, lu: tuple[int, tuple[PayeurVu, ...]]) -> None:
        foyer_id, payeurs = lu
        if self._ctx is None or foyer_id != self._foyer_id:
            return
        self.attestations.clear()
        self.attestations.setEnabled(bool(payeurs))
        for vu in payeurs:
            faire = partial(attester_reglement, self._ctx, foyer_id, vu.annee_id, vu.payeur, vu.payeur_id)
            _proposer(self.attestations, f"{vu.annee} · {vu.payeur}", faire)

    @Slot()
    def _demander_relances(self) -> None:
        if self._ctx is not None and self._foyer_id is not None:
            lire = partial(lire_historique, self._ctx, self._foyer_id)
            self._executant.lire(lire, self._relances_lues, self._refuse, cle="relances")

    @Slot(object)
    def _relances_lues(self, relances: tuple[RelanceVue, ...]) -> None:
        if self._ctx is None:
            return
        if self.historique is not None and self._est_retrait:
            self._est_retrait = False
            self.historique.retiree(relances)
            return
        peut = self._ctx.peut(Permission.EMETTRE)
        self.historique = DialogueRelances(self._famille, relances, self._ecran.window(), peut_retirer=peut)
        self.historique.retrait_demande.connect(self._retirer_demande)
        self.historique.finished.connect(self._historique_ferme)
        self.historique.open()

    @Slot()
    def _historique_ferme(self) -> None:
        self.historique = None

    @Slot(object, str)
    def _retirer_demande(self, demande: uuid.UUID, motif: str) -> None:
        if self._ctx is not None and self._foyer_id is not None:
            acte = partial(retirer_demande, self._ctx, demande, self._foyer_id, motif)
            self._executant.ecrire(acte, self._demande_retiree, self._retrait_refuse)

    @Slot(object)
    def _demande_retiree(self, fait: Fait[int]) -> None:
        self._est_retrait = True
        self._bus.publier(fait.changements)
        self._bus.dire("Demande de titre retirée")
        self._demander_relances()

    @Slot(object)
    def _retrait_refuse(self, erreur: Exception) -> None:
        if self.historique is not None and self.historique.demande is not None:
            self.historique.demande.refuser(erreur)
        else:
            self._refuse(erreur)

    @Slot(object)
    def _produire(self, choix: QAction) -> None:
        self._bus.dire("Mise en page…")
        # among the readers: what others write does not wait for the paper
        self._executant.travailler(partial(_faire, choix.data()), self._produit, self._refuse, est_ecriture=False)

    @Slot(object)
    def _produit(self, papier: PapierCompte) -> None:
        self._bus.dire(f"{papier.nom} à l’écran")
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self._ecran.window())
        self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)


def _proposer(menu: QMenu, mots: str, faire: Callable[[], PapierCompte]) -> None:
    menu.addAction(mots.replace("&", "&&")).setData(faire)


def _payeurs(ctx: Contexte, foyer_id: int) -> tuple[int, tuple[PayeurVu, ...]]:
    return foyer_id, lister_payeurs(ctx, foyer_id)


def _faire(faire: Callable[[], PapierCompte], jeton: Jeton) -> PapierCompte:
    jeton.verifier()
    return faire()
