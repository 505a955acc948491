"""The requests for refunds: what waits for the ordonnateur, what was paid, what was given up; the paper of each."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.papier_remboursement import papier_remboursement
from imuse_desk.services.facturation.remboursements import (
    EtatDemande,
    RemboursementVu,
    annuler_demande,
    constater_remboursement,
    lister_remboursements,
)
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

MOTIF = 160
VIDE = "Elles se font dans la Facturation d’une famille en avance."


class PageRemboursements(PageDemandes):
    """``PageRemboursements(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._vues: dict[int, RemboursementVu] = {}
        self._operation_id = uuid.uuid4()
        self.modele = ModeleFixe(mots.COLONNES_REMBOURSEMENTS, self)
        self.table = TableListe("Demandes de remboursement")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("coins", "Aucune demande de remboursement", VIDE))
        self.verse = secondaire("&Versée", "check")
        self.annuler = secondaire("&Annuler…", "x")
        self.imprimer = secondaire("&Imprimer", "printer")
        carte = Carte("Demandes de remboursement", pleine_largeur=True)
        for bouton, agir in (
            (self.verse, self._demander_confirmation), (self.annuler, self._demander_motif),
            (self.imprimer, self._imprimer),
        ):  # fmt: skip
            carte.outils.addWidget(bouton)
            bouton.clicked.connect(agir)
        carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.remboursements", "Demandes de remboursement", mots.DEMANDES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(carte, 1)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self._choisie(None)
        self.table.choix_change.connect(self._choisie)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read the requests again."""
        self._executant.lire(partial(lister_remboursements, self._ctx), self._lues, self._refusee, cle="remboursements")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "caisse" in changements.genres:
            self.relire()

    @Slot(object)
    def _lues(self, vues: tuple[RemboursementVu, ...]) -> None:
        self._vues = {vu.acte_id: vu for vu in vues}
        self.modele.poser((vu.acte_id, mots.cellules_remboursement(vu)) for vu in vues)
        self._choisie(self.table.choisi())

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        vu = self._vues.get(ident) if isinstance(ident, int) else None
        self.imprimer.setEnabled(vu is not None)
        for bouton in (self.verse, self.annuler):
            bouton.setEnabled(vu is not None and vu.etat is EtatDemande.DEMANDEE)

    @Slot()
    def _demander_confirmation(self) -> None:
        vu = self._vues.get(self.table.choisi() or 0)
        if vu is None:
            return
        demande = Confirmation(
            self, f"Demande {vu.numero} versée\u00a0?",
            f"{mots.dire_remboursement(vu)} L’ordonnateur a fait le virement\u00a0: cela ne se défait pas.",
            "&Versée", nom_icone="check",
        )  # fmt: skip
        demande.accepted.connect(self._constater)
        demande.open()

    @Slot()
    def _constater(self) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            acte = partial(constater_remboursement, self._ctx, ident, self._operation_id)
            self._executant.ecrire(acte, self._suivie, self._refusee)

    @Slot()
    def _demander_motif(self) -> None:
        vu = self._vues.get(self.table.choisi() or 0)
        if vu is None:
            return
        phrase = f"{mots.dire_remboursement(vu)} Le montant revient au compte de la famille."
        champs = [("motif", "&Motif", LigneTexte(MOTIF), True)]
        demande = Demande(self, f"Annuler la demande {vu.numero}", phrase, "&Annuler la demande", champs)
        self.demander(demande, self._annuler)

    @Slot(object)
    def _annuler(self, valeurs: dict[str, Any]) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            acte = partial(annuler_demande, self._ctx, ident, valeurs["motif"], self._operation_id)
            self._executant.ecrire(acte, self._suivie, self._refusee)

    @Slot(object)
    def _suivie(self, fait: Fait[int]) -> None:
        self._operation_id = uuid.uuid4()
        self.conclure()
        self._bus.publier(fait.changements)
        self._bus.dire("Demande de remboursement à jour")

    @Slot()
    def _imprimer(self) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            papier = partial(papier_remboursement, self._ctx, ident)
            self._executant.lire(papier, self._imprime, self._refusee, cle="papier")

    @Slot(object)
    def _imprime(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        if not self.refus_dit(erreur):
            self._bus.refuser(texte_erreur(erreur).court)
