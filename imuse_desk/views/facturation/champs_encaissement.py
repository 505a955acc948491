"""The fields of the counter entry: amount, mode, what the mode asks, who pays."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import FamilleMode
from imuse_desk.services.facturation.compte_famille import ModeVu
from imuse_desk.services.facturation.encaissement import Titre
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.champs import EditeurDate, EditeurMontant, LigneTexte, ListeChoix
from imuse_desk.views.common.formulaire import LARGEUR_LIBELLE, Formulaire
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.facturation.ligne_payeur import LignePayeur
from imuse_desk.views.facturation.parts import ListeCheques
from imuse_desk.views.facturation.saisie_encaissement import phrase_monnaie


class ChampsEncaissement(QWidget):
    """``modifie`` follows the person's edits and choices; ``cheque_ajoute`` asks to put the cheque typed aside."""

    modifie = Signal()
    cheque_ajoute = Signal()

    def __init__(self, aujourdhui: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self.formulaire = Formulaire(self)
        self.montant, self.recu = EditeurMontant(), EditeurMontant()
        self.numero = LigneTexte(40)
        self.payeur = LignePayeur()
        self.mode = ListeChoix()
        self.cheques = ListeCheques()
        self.ajouter = lien("Ajouter un autre c&hèque", "plus")
        self.monnaie = texte("", "fort")
        self._modes: dict[int, ModeVu] = {}
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(4)
        colonne.addWidget(self.formulaire.bandeau)
        colonne.addWidget(self.formulaire.colonne())
        self.formulaire.champ("montant", "&Montant\u00a0€", self.montant)
        self.formulaire.champ("mode", "Mo&de", self.mode)
        self._composer_cheque(colonne)
        self._composer_especes(colonne)
        colonne.addWidget(self.formulaire.colonne())
        self.formulaire.champ("payeur", "Pa&yé par", self.payeur)
        self.formulaire.champ("reference", "Ré&férence", LigneTexte(60))
        self.date = EditeurDate(aujourdhui)
        self.formulaire.champ("date", "Encaissé &le", self.date)
        self.mode.currentIndexChanged.connect(self._mode_change)
        self.formulaire.modifie.connect(self.modifie)
        self.ajouter.clicked.connect(self.cheque_ajoute)
        self._mode_change()

    def _composer_cheque(self, colonne: QVBoxLayout) -> None:
        self._cheque = QWidget()
        self._cheque.setObjectName("contenu")
        boite = QVBoxLayout(self._cheque)
        boite.setContentsMargins(0, 0, 0, 0)
        boite.setSpacing(4)
        boite.addWidget(self.formulaire.colonne())
        self.formulaire.champ("banque", "&Banque", LigneTexte(60))
        self.formulaire.champ("numero", "&N° de chèque", self.numero)
        self.formulaire.champ("tireur", "Éme&tteur", LigneTexte(160, "le payeur"))
        boite.addWidget(self.cheques)
        rangee = QHBoxLayout()
        rangee.addSpacing(px(LARGEUR_LIBELLE) + 12)
        rangee.addWidget(self.ajouter)
        rangee.addStretch(1)
        boite.addLayout(rangee)
        colonne.addWidget(self._cheque)

    def _composer_especes(self, colonne: QVBoxLayout) -> None:
        self._especes = QWidget()
        self._especes.setObjectName("contenu")
        boite = QVBoxLayout(self._especes)
        boite.setContentsMargins(0, 0, 0, 0)
        boite.setSpacing(2)
        boite.addWidget(self.formulaire.colonne())
        self.formulaire.champ("recu", "Re&çu\u00a0€", self.recu)
        rangee = QHBoxLayout()
        rangee.addSpacing(px(LARGEUR_LIBELLE) + 12)
        rangee.addWidget(self.monnaie, 1)
        boite.addLayout(rangee)
        colonne.addWidget(self._especes)

    def poser_modes(self, modes: tuple[ModeVu, ...]) -> None:
        """What the régie may cash."""
        if modes != tuple(self._modes.values()):
            self._modes = {mode.mode_id: mode for mode in modes}
            self.mode.poser_choix([(mode.mode_id, mode.libelle) for mode in modes])

    @property
    def famille(self) -> FamilleMode | None:
        """The kind of the mode chosen."""
        mode = self._modes.get(self.mode.valeur() or 0)
        return mode.famille if mode is not None else None

    @property
    def sont_especes(self) -> bool:
        """Whether cash goes to the till."""
        return self.famille is FamilleMode.ESPECES

    @property
    def est_cheque(self) -> bool:
        """Whether several titles may be given together."""
        return self.famille is FamilleMode.CHEQUE

    def somme(self) -> int:
        """What is typed as the amount; what cannot be read yet counts for nothing."""
        return _ou_rien(self.montant) or 0

    def recu_lu(self) -> int | None:
        """The cash handed over."""
        return _ou_rien(self.recu) if self.famille is FamilleMode.ESPECES else None

    def est_vide(self) -> bool:
        """Whether no further cheque is being typed."""
        brut = self.formulaire.brut()
        return not brut["montant"].strip() and not brut["numero"].strip()

    def autre_cheque(self, reste_centimes: int) -> None:
        """Empty what changes from a cheque to the next; bank and drawer stay."""
        self.montant.poser_valeur(reste_centimes or None)
        self.numero.clear()
        self.formulaire.effacer_erreurs()

    def montrer(self, total_centimes: int, cheques: list[Titre], *, est_lecture: bool) -> bool:
        """Say the change, and the cheques put aside; whether rows came or went."""
        self.monnaie.setText(phrase_monnaie(total_centimes, self.recu_lu()))
        self.ajouter.setEnabled(not est_lecture)
        return self.cheques.montrer(cheques, est_lecture=est_lecture)

    def valeurs(self) -> dict[str, Any] | None:
        """What is typed, or None after what cannot be read was shown."""
        return self.formulaire.valider()

    @Slot()
    def _mode_change(self) -> None:
        self._cheque.setVisible(self.est_cheque)
        self._especes.setVisible(self.famille is FamilleMode.ESPECES)
        self.modifie.emit()


def _ou_rien(editeur: EditeurMontant) -> int | None:
    try:
        return editeur.valeur()
    except Invalide:
        return None
