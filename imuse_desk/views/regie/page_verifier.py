"""The check of the money: chain, numbers, sums, entries; one row a fault, or the sentence that there is none."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.facturation.fautes import Releve
from imuse_desk.services.facturation.verification import verifier_base
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.regie import mots
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

QUOI = (
    "La vérification relit chaque pièce émise, chaque écriture, chaque règlement et chaque acte de régie (caisse, "
    "clôtures…) de la base, tous sites et toutes années. Elle ne corrige rien."
)


class PageVerifier(QWidget):
    """``PageVerifier(executant, bus, ctx)`` then ``relire()``, which checks the whole base in the background."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        self.bande = Bandeau("info", "")
        self.carte = Carte("Fautes", pleine_largeur=True)
        self.modele = ModeleFixe(mots.COLONNES_FAUTES, self)
        self.table = TableListe("Fautes")
        self.table.brancher(self.modele)
        self.vide = EtatVide("shield-check", "Aucune faute")
        self.table.poser_vide(self.vide)
        self.carte.ajouter(self.table, 1)
        self.verifier = primaire("&Vérifier de nouveau", "shield-check")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.bande)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(texte(QUOI, "second", replie=True), self.verifier))
        fiche = FicheListe("regie.fautes", "Fautes", mots.ANOMALIES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.verifier.clicked.connect(self.relire)

    @Slot()
    def relire(self) -> None:
        """Check again."""
        self.verifier.setEnabled(False)
        self.bande.montrer("info", "Vérification en cours…")
        self.vide.dire("Vérification en cours…", "")
        self._executant.lire(partial(verifier_base, self._ctx), self._lu, self._refuse, cle="verification")

    @Slot(object)
    def _lu(self, releve: Releve) -> None:
        self.verifier.setEnabled(True)
        self.modele.poser((rang, mots.cellules_faute(faute)) for rang, faute in enumerate(releve.fautes))
        dit = mots.dire_releve(releve)
        self.vide.dire("Aucune faute", "Chaque pièce suit la précédente, chaque compte tombe juste.")
        if releve.fautes:
            self.bande.montrer(
                "bad", f"{dit}. Ne modifiez rien\u00a0: gardez une sauvegarde et prévenez l’administrateur."
            )
        else:
            self.bande.montrer("ok", dit)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.verifier.setEnabled(True)
        self.vide.dire("Vérification impossible", "")
        self.bande.montrer("bad", texte_erreur(erreur).court)
