"""The messages of a selection, one after the other: ‹ 3 / 132 ›, as each household would read its own."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.envoi_selection import ETIQUETTES, Cible, Selection
from imuse_desk.services.etablissement.fusion import TexteFusionne
from imuse_desk.views.common.apercu_fusion import ApercuFusion
from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import TexteElide, texte

PERSONNE = "Personne à qui écrire."


class ApercuSelection(ApercuFusion):
    """``poser(selection, canal)``: the same household stays on show when the channel changes."""

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(executant, ctx, PERSONNE, parent)
        self._selection = Selection((), 0, est_regle=False)
        self._demande = ""
        self._rang = 0
        self.precedent = icone_seule("caret-left", "Message précédent", "Alt+Left")
        self.suivant = icone_seule("caret-right", "Message suivant", "Alt+Right")
        self.place = texte("", "fort")
        self.famille = TexteElide("second")
        self.haut.addWidget(self.precedent)
        self.haut.addWidget(self.place)
        self.haut.addWidget(self.suivant)
        self.haut.addWidget(self.famille, 1)
        self.precedent.clicked.connect(self._reculer)
        self.suivant.clicked.connect(self._avancer)
        self._aller(0)

    def poser(self, selection: Selection, canal: str) -> None:
        """Show the messages of a selection by a channel."""
        self._selection, self._demande = selection, canal
        self._aller(self._rang)

    @property
    def cible(self) -> Cible | None:
        """Whose message is on show."""
        cibles = self._selection.cibles
        return cibles[self._rang] if cibles else None

    def dire_fusionne(self, fusionne: TexteFusionne, canal: str) -> tuple[str, str, str]:
        """The address alone on a label."""
        if canal != ETIQUETTES:
            return super().dire_fusionne(fusionne, canal)
        if not fusionne.adresse.est_complete:
            return "Adresse incomplète\u00a0: pas d’étiquette", "", ""
        return "Étiquette d’adresse", "", fusionne.adresse.en_lignes

    def _aller(self, rang: int) -> None:
        n = len(self._selection.cibles)
        self._rang = max(0, min(rang, n - 1))
        cible = self.cible
        self.place.setText(f"{self._rang + 1} / {n}" if n else "0 / 0")
        self.precedent.setEnabled(self._rang > 0)
        self.suivant.setEnabled(self._rang < n - 1)
        self.famille.montrer(cible.famille if cible is not None else "")
        if cible is not None:
            self.poser_canal(self._selection.moyen(cible, self._demande))
        self.poser_destinataire(cible.destinataire if cible is not None else None)

    @Slot()
    def _reculer(self) -> None:
        self._aller(self._rang - 1)

    @Slot()
    def _avancer(self) -> None:
        self._aller(self._rang + 1)
