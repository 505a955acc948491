"""Ctrl+P on a tab with a list and a card (the rows chosen, else the card on show), and on the list of a window."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import Sujet
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglet_liste import OngletListe
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.listes.outils import OutilsListe
from imuse_desk.views.papiers.porte import EFFET, PortePapiers

UNE_SEULE = "Choisissez une seule ligne\u00a0: une facture se fait famille par famille"


class PapiersOnglet(QObject):
    """The door of a tab, in the menu of its list too."""

    def __init__(self, onglet: OngletListe, sujet: Sujet) -> None:
        super().__init__(onglet)
        self._onglet = onglet
        self.porte = PortePapiers(onglet, onglet.executant, onglet.bus, sujet, self._contexte, self._vises)
        self.facture = QAction("Fact&ure…", self)
        self.facture.triggered.connect(self._facturer)
        self.porte.autres = (self.facture,)
        onglet.outils.actions_en_plus = [*onglet.outils.actions_en_plus, self.porte.action, self.facture]

    @Slot()
    def _facturer(self) -> None:
        """Show what was billed to the family and what will be, where it is billed."""
        vises = self._vises()
        if len(vises) != 1:
            self._onglet.bus.dire(UNE_SEULE)
        else:
            self._onglet.bus.ouvrir("compte_eleve" if self.porte.sujet is Sujet.ELEVE else "compte", vises[0])

    def _contexte(self) -> Contexte:
        return self._onglet.contexte

    def _vises(self) -> Sequence[int]:
        choisis = self._onglet.outils.table.choisis()
        montre = self._onglet.ident_montre
        if len(choisis) > 1 or montre is None:
            return choisis
        return (montre,)


class PapiersListe(QObject):
    """The door of a list in a window of its own: the rows chosen."""

    def __init__(
        self, outils: OutilsListe, ecran: QWidget, executant: Executant, bus: Bus, ctx: Contexte, sujet: Sujet
    ) -> None:
        super().__init__(ecran)
        self._outils, self._ctx = outils, ctx
        self.porte = PortePapiers(ecran, executant, bus, sujet, self._contexte, self._vises, avec_journees=True)
        outils.actions_en_plus = [*outils.actions_en_plus, self.porte.action]
        toucher("Ctrl+P", EFFET, ecran, self.porte.ouvrir)

    def _contexte(self) -> Contexte:
        return self._ctx

    def _vises(self) -> Sequence[int]:
        return self._outils.table.choisis()
