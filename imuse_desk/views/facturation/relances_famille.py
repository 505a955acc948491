"""The reminders that a family was sent, in a dialog: when, which level, how much; the words of the one chosen."""

import uuid
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from imuse_desk.domain.argent import montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature
from imuse_desk.domain.relances import Canal
from imuse_desk.services.relances.historique import RelanceVue
from imuse_desk.services.relances.titres import MOTIF_MAX
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, vide
from imuse_desk.views.tables.cellule import montant as cellule_montant
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("le", "Date", 104, nature=Nature.DATE),
    Colonne("quoi", "Relance", 150, est_etirable=True),
    Colonne("par", "Par", 84),
    Colonne("montant", "Montant\u00a0€", 104, "droite", nature=Nature.MONTANT),
    Colonne("agent", "Faite par", 150),
)
RETRAIT = (
    "Le comptable n’a plus à recouvrer ces factures\u00a0: elles reviennent dans les relances, à partir du premier "
    "niveau. Prévenez-le si la demande est déjà partie."
)
MOYENS = {Canal.LETTRE: "lettre", Canal.COURRIEL: "courriel"}


class DialogueRelances(QDialog):
    """``DialogueRelances(famille, relances, parent).open()``; it deletes itself on closing.

    ``retrait_demande(request, reason)``: a request of titles is to be withdrawn; then ``retiree(relances)``.
    """

    retrait_demande = Signal(object, str)

    def __init__(
        self, famille: str, relances: tuple[RelanceVue, ...], parent: QWidget | None = None, *,
        peut_retirer: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Relances\u00a0: {famille}")
        self.resize(px(720), px(560))
        self._relances, self._peut_retirer = relances, peut_retirer
        self._demande_choisie: uuid.UUID | None = None
        self.demande: Demande | None = None
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Relances de la famille")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("check-circle", "Aucune relance", "Cette famille n’a jamais été relancée."))
        carte = Carte("Relances", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        self.objet = texte("", "fort", replie=True)
        self.corps = QPlainTextEdit()
        self.corps.setReadOnly(True)
        self.corps.setAccessibleName("Texte de la relance")
        self.retirer = secondaire("&Retirer la demande de titre…", "arrow-u-up-left")
        self.retirer.clicked.connect(self._demander_motif)
        self.fermer = secondaire("&Fermer")
        self.fermer.setDefault(True)
        self.fermer.clicked.connect(self.accept)
        bas = QHBoxLayout()
        bas.addWidget(self.retirer)
        bas.addStretch(1)
        bas.addWidget(self.fermer)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        colonne.addWidget(texte(f"Relances\u00a0: {famille}", "titre_carte", replie=True))
        colonne.addWidget(carte, 2)
        colonne.addWidget(self.objet)
        colonne.addWidget(self.corps, 3)
        colonne.addLayout(bas)
        suivre_le_regard(self)
        self.table.choix_change.connect(self._choisie)
        self._montrer(relances)

    @Slot(object)
    def _choisie(self, rang: object) -> None:
        vue = self._relances[rang] if isinstance(rang, int) else None
        self.objet.setText(vue.objet if vue is not None else "")
        self.corps.setPlainText(vue.corps if vue is not None else "")
        self._demande_choisie = vue.demande if vue is not None else None
        self.retirer.setVisible(self._peut_retirer and self._demande_choisie is not None)

    @Slot()
    def _demander_motif(self) -> None:
        champs = [("motif", "&Motif", LigneTexte(MOTIF_MAX), True)]
        self.demande = Demande(self, "Retirer la demande de titre", RETRAIT, "Re&tirer", champs)
        self.demande.validee.connect(self._retirer)
        self.demande.open()

    @Slot(object)
    def _retirer(self, valeurs: dict[str, Any]) -> None:
        if self._demande_choisie is not None:
            self.retrait_demande.emit(self._demande_choisie, valeurs["motif"])

    def retiree(self, relances: tuple[RelanceVue, ...]) -> None:
        """It is done: close the question, show the history again."""
        if self.demande is not None:
            self.demande.accept()
            self.demande = None
        self._montrer(relances)

    def _montrer(self, relances: tuple[RelanceVue, ...]) -> None:
        self._relances = relances
        self.modele.poser((rang, _cellules(vue)) for rang, vue in enumerate(relances))
        self.table.choisir(0)
        self._choisie(0 if relances else None)


def _cellules(vue: RelanceVue) -> tuple[Cellule, ...]:
    quoi = f"Niveau {vue.niveau}" if vue.niveau else "Titre demandé au comptable"
    if vue.est_retrait:
        quoi = "Demande de titre retirée"
    return (
        Cellule(date_fr(vue.le)),
        Cellule(quoi, Genre.FORT),
        Cellule(MOYENS[vue.canal], Genre.SECOND) if vue.canal is not None else vide(),
        cellule_montant(montant(vue.montant_centimes)),
        Cellule(vue.agent, Genre.SECOND),
    )
