"""The four conditions of re-enrolment, one small card each: word, icon, colour, why. A click corrects it by hand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import icone_seule
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.textes import TexteElide, texte
from imuse_desk.views.common.theme import marquer
from imuse_desk.views.reinscription.affichage import ConditionAffichee


class CarteCondition(QFrame):
    """One condition; ``correction_demandee(genre)``."""

    correction_demandee = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("carte")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._genre = ""
        self._icone = QLabel()
        self._mot = texte("", "fort")
        self._titre = texte("", "second")
        self._detail = TexteElide("aide")
        self.corriger = icone_seule("pencil-simple", "Corriger la condition")
        self.corriger.clicked.connect(self._demander)
        haut = QHBoxLayout()
        haut.setSpacing(6)
        haut.addWidget(self._icone, 0, Qt.AlignmentFlag.AlignVCenter)
        haut.addWidget(self._mot, 1)
        haut.addWidget(self.corriger)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(12, 3, 6, 8)
        colonne.setSpacing(0)
        colonne.addLayout(haut)
        colonne.addWidget(self._titre)
        colonne.addWidget(self._detail)

    def montrer(self, condition: ConditionAffichee, *, est_modifiable: bool) -> None:
        """Bind a condition."""
        self._genre = condition.genre
        poser_icone(self._icone, condition.icone, condition.ton, 16)
        self._mot.setText(condition.mot)
        marquer(self._mot, "ton", condition.ton)
        self._titre.setText(condition.titre)
        self._detail.montrer(condition.detail, condition.origine)
        self.setAccessibleName(f"{condition.titre}\u00a0: {condition.mot}")
        self.corriger.setAccessibleName(f"Corriger la condition «\u00a0{condition.titre}\u00a0»")
        self.corriger.setToolTip(self.corriger.accessibleName())
        self.corriger.setVisible(est_modifiable)

    @Slot()
    def _demander(self) -> None:
        self.correction_demandee.emit(self._genre)


class RangeeConditions(QWidget):
    """Up to four cards side by side; a condition that the site does not ask for is absent."""

    correction_demandee = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        self.cartes = [CarteCondition(self) for _ in range(4)]
        for carte in self.cartes:
            rangee.addWidget(carte, 1)
            carte.correction_demandee.connect(self.correction_demandee)

    def montrer(self, conditions: Sequence[ConditionAffichee], *, est_modifiable: bool) -> None:
        """Bind the child's conditions."""
        for rang, carte in enumerate(self.cartes):
            carte.setVisible(rang < len(conditions))
            if rang < len(conditions):
                carte.montrer(conditions[rang], est_modifiable=est_modifiable)
        self.setVisible(bool(conditions))
