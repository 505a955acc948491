"""The school years of one ledger in a column: what was billed and paid, then what will be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.domain.pieces import Nature
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.registre_famille import BlocRegistre
from imuse_desk.services.lectures.facturation import BlocAnnee, FacturationVue
from imuse_desk.views.facturation import presentateur
from imuse_desk.views.facturation.actes import ActesLigne
from imuse_desk.views.facturation.annee import CarteAnnee
from imuse_desk.views.facturation.registre import CarteRegistre


class ListeAnnees(QScrollArea):
    """The school years of one ledger, newest first, in a column that scrolls; ``permis`` is what the person may do."""

    explication_demandee = Signal(object)
    acte_demande = Signal(object, object)
    facture_demandee = Signal(object, object)
    accord_demande = Signal(object, object)
    retrait_demande = Signal(object, object)

    def __init__(self, registre: Nature, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registre = registre
        self.permis = ActesLigne()
        self.registres: list[CarteRegistre] = []
        self.cartes: list[CarteAnnee] = []
        contenu = QWidget()
        contenu.setObjectName("contenu")
        self._colonne = QVBoxLayout(contenu)
        self._colonne.setContentsMargins(0, 0, 4, 0)
        self._colonne.setSpacing(12)
        self._colonne.addStretch(1)
        self.setWidget(contenu)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def montrer(self, vue: FacturationVue, compte: CompteFamille) -> None:
        """Replace the years shown: the ledger of each, the forecast of those that are not billed.

        The keyboard stays in the year where it was.
        """
        tenue = self._annee_tenue()
        for ancienne in self._toutes():
            self._colonne.removeWidget(ancienne)
            ancienne.hide()
            ancienne.deleteLater()
        self.registres, self.cartes = [], []
        for annee in presentateur.annees(vue, compte, self._registre):
            if annee.registre is not None:
                self._poser_registre(annee.registre)
            if annee.prevision is not None:
                self._poser_prevision(annee.prevision)
        for carte in self._toutes():
            if carte.bloc.annee_id == tenue:
                carte.table.setFocus()
                break

    def _annee_tenue(self) -> int | None:
        """The year whose card has the keyboard."""
        tenant = self.window().focusWidget()
        tenues = (c for c in self._toutes() if tenant is not None and c.isAncestorOf(tenant))
        return next((carte.bloc.annee_id for carte in tenues), None)

    def _toutes(self) -> tuple[CarteRegistre | CarteAnnee, ...]:
        return (*self.registres, *self.cartes)

    def prevues(self) -> set[int]:
        """The years on show that still have something to be billed."""
        return {carte.bloc.annee_id for carte in self.cartes if carte.modele.rowCount()}

    def _poser_registre(self, bloc: BlocRegistre) -> None:
        carte = CarteRegistre(bloc, self.permis)
        carte.acte_demande.connect(self.acte_demande)
        self._colonne.insertWidget(len(self.registres) + len(self.cartes), carte)
        self.registres.append(carte)

    def _poser_prevision(self, bloc: BlocAnnee) -> None:
        carte = CarteAnnee(bloc, self._registre, peut_emettre=self.permis.peut_emettre)
        carte.facture_demandee.connect(self.facture_demandee)
        carte.accord_demande.connect(self.accord_demande)
        carte.retrait_demande.connect(self.retrait_demande)
        carte.explication_demandee.connect(self.explication_demandee)
        self._colonne.insertWidget(len(self.registres) + len(self.cartes), carte)
        self.cartes.append(carte)

    def poser_pied(self, widget: QWidget) -> None:
        """Put a widget under the years."""
        self._colonne.insertWidget(self._colonne.count() - 1, widget)
