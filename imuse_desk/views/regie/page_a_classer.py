"""Money whose payer is not known: what waits, more of it, and the family that it is given to."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.argent import euros
from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.facturation.a_classer import AClasser, Recette, classer, lire_a_classer, recevoir_a_classer
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, EditeurMontant, LigneTexte, ListeChoix
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots_caisse as mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

QUOI = (
    "Une recette sans référence est inscrite ici le jour où la banque l’annonce, puis classée\u00a0: "
    "elle règle alors les factures de la famille, la plus ancienne d’abord."
)


class PageAClasser(PageDemandes):
    """``PageAClasser(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._lues = AClasser((), ())
        self._operation_id = uuid.uuid4()
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele = ModeleFixe(mots.COLONNES_RECETTES, self)
        self.table = TableListe("Recettes à classer")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("coins", "Rien à classer"))
        self.carte = Carte("Recettes à classer", pleine_largeur=True)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("regie.a_classer", "Recettes à classer", mots.RECETTES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        self.classer = primaire("&Classer…", "check")
        self.nouvelle = secondaire("&Nouvelle recette…", "plus")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(texte(QUOI, "second", replie=True), self.nouvelle, self.classer))
        self._choisie(None)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.table.choix_change.connect(self._choisie)
        self.table.ouverte.connect(self._demander_famille)
        self.classer.clicked.connect(self._demander_famille)
        self.nouvelle.clicked.connect(self._demander_recette)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read what waits again."""
        self._executant.lire(partial(lire_a_classer, self._ctx), self._lu, self._refuse, cle="a_classer")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "caisse" in changements.genres:
            self.relire()

    @Slot(object)
    def _lu(self, lues: AClasser) -> None:
        self._lues = lues
        total = f" ({euros(lues.total_centimes)})" if lues.recettes else ""
        self.carte.titre.setText(f"Recettes à classer{total}")
        self.modele.poser((vue.acte_id, mots.cellules_recette(vue)) for vue in lues.recettes)
        self._choisie(self.table.choisi())

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        self.classer.setEnabled(isinstance(ident, int))

    @Slot()
    def _demander_recette(self) -> None:
        champs = [
            ("montant", "&Montant\u00a0€", EditeurMontant(), True),
            ("mode", "Mo&de", ListeChoix([(m.mode_id, m.libelle) for m in self._lues.modes]), True),
            ("date", "&Reçue le", EditeurDate(self._ctx.aujourdhui), False),
            ("payeur", "&Payeur annoncé", LigneTexte(160), False),
            ("libelle", "&Libellé de la banque", LigneTexte(160), False),
        ]
        phrase = "Ce que la banque annonce sans dire de quelle famille il s’agit."
        demande = Demande(self, "Nouvelle recette à classer", phrase, "&Inscrire", champs)
        demande.poser({"date": self._ctx.aujourdhui()})
        self.demander(demande, self._recevoir)

    @Slot()
    def _demander_famille(self) -> None:
        vue = next((r for r in self._lues.recettes if r.acte_id == self.table.choisi()), None)
        if vue is None:
            return
        phrase = " · ".join(mot for mot in (euros(vue.montant_centimes), vue.payeur, vue.libelle) if mot)
        champs = [("dossier", "&Dossier de la famille", LigneTexte(20), True)]
        aides = {"dossier": "Son numéro, en tête de la fiche de la famille."}
        demande = Demande(self, "Classer la recette", phrase, "&Classer", champs, aides=aides)
        self.demander(demande, self._classer)

    @Slot(object)
    def _recevoir(self, valeurs: dict[str, Any]) -> None:
        recette = Recette(valeurs["mode"], valeurs["montant"], valeurs["date"], valeurs["payeur"], valeurs["libelle"])
        acte = partial(recevoir_a_classer, self._ctx, recette, self._operation_id)
        self._executant.ecrire(acte, self._faite, self._refuse)

    @Slot(object)
    def _classer(self, valeurs: dict[str, Any]) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            acte = partial(classer, self._ctx, ident, valeurs["dossier"], self._operation_id)
            self._executant.ecrire(acte, self._faite, self._refuse)

    @Slot(object)
    def _faite(self, fait: Fait[int]) -> None:
        self._operation_id = uuid.uuid4()
        self.conclure()
        self._bus.publier(fait.changements)
        self._bus.dire("Recettes à classer à jour")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        """In the dialog where one is open, else above the list."""
        if self.refus_dit(erreur):
            return
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
