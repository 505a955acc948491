"""The foot of a list: how many rows are chosen and what their amounts come to."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from imuse_desk.domain.argent import INSECABLE, grouper
from imuse_desk.domain.feuille import Nature, ecrire_somme
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.textes import TexteElide
from imuse_desk.views.tables.cellule import Colonne


def phrase_selection(n: int, colonnes: Sequence[Colonne], sommes: Mapping[str, int] | None, *, feminin: bool) -> str:
    """``12 sélectionnés · 1 234,50 €``: an amount alone goes without its name, several say whose each is."""
    mots = f"{grouper(str(n))}{INSECABLE}sélectionné{'e' if feminin else ''}s"
    if sommes is None:
        return mots
    sommees = [colonne for colonne in colonnes if colonne.cle in sommes]
    est_seul = len(sommees) == 1 and sommees[0].nature is Nature.MONTANT
    dites = [
        ("" if est_seul else f"{colonne.feuille().nom}{INSECABLE}: ")
        + ecrire_somme(sommes[colonne.cle], colonne.nature)
        for colonne in sommees
    ]
    return " · ".join([mots, *dites])


class PiedListe(QFrame):
    """Hidden until several rows are chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("actions")
        self.phrase = TexteElide("second")
        self.tout = lien("Tout sélectionner", petit=True)
        self.tout.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(16, 5, 16, 5)
        rangee.addWidget(self.phrase, 1)
        rangee.addWidget(self.tout)
        self.hide()

    def montrer(self, phrase: str, *, peut_tout: bool) -> None:
        """Say what is chosen; an empty sentence hides the foot."""
        self.phrase.montrer(phrase)
        self.tout.setVisible(peut_tout)
        self.setVisible(bool(phrase))
