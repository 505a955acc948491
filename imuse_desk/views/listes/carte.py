"""The tools of a list that stands in a card and whose rows are all known."""

from PySide6.QtWidgets import QLineEdit, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.listes.outils import FicheListe, OutilsListe
from imuse_desk.views.listes.pilote import PiloteFixe
from imuse_desk.views.tables.vue import TableListe


class ListeEnCarte:
    """``ListeEnCarte(executant, bus, ctx).outiller(carte, table, FicheListe(…))``, once the table has its model."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        self._executant, self._bus, self._ctx = executant, bus, ctx

    def outiller(
        self, carte: Carte, table: TableListe, fiche: FicheListe, champ: QLineEdit | None = None
    ) -> OutilsListe:
        """The button in the card's title, the foot under its rows; ``champ`` is the line that filters the list."""
        outils = OutilsListe(table, fiche, PiloteFixe(table, champ), self._executant, self._bus)
        premier = champ if champ is not None else table
        carte.outils.addWidget(outils.bouton)
        avant = premier.previousInFocusChain()
        if avant is not None:
            QWidget.setTabOrder(avant, outils.bouton)  # it stands above them
        carte.ajouter(outils.pied)
        outils.entrer(self._ctx)
        return outils
