"""Card: a titled surface with its actions on the right of the title. One level only, never a card in a card."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px


class Carte(QFrame):
    """``carte = Carte("Responsable"); carte.corps.addWidget(form); carte.outils.addWidget(lien("Ajouter"))``.

    ``pleine_largeur`` drops the padding left and right, for a table whose first column lines up with the title.
    """

    def __init__(self, titre: str = "", parent: QWidget | None = None, *, pleine_largeur: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("carte")
        cote = 0 if pleine_largeur else 16
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0 if pleine_largeur else 16)
        colonne.setSpacing(0)
        self.titre = texte(titre, "titre_carte")
        self.outils = QHBoxLayout()
        self.outils.setSpacing(8)
        if titre:
            self.setAccessibleName(titre)
            rangee = QWidget()
            rangee.setObjectName("contenu")
            rangee.setFixedHeight(px(40))
            entete = QHBoxLayout(rangee)
            entete.setContentsMargins(16, 0, 14, 0)
            entete.addWidget(self.titre)
            entete.addStretch(1)
            entete.addLayout(self.outils)
            colonne.addWidget(rangee)
        elif not pleine_largeur:
            colonne.setContentsMargins(0, 16, 0, 16)
        self.corps = QVBoxLayout()
        self.corps.setContentsMargins(cote, 0, cote, 0)
        self.corps.setSpacing(8)
        colonne.addLayout(self.corps, 1)

    def ajouter(self, contenu: QWidget | QLayout, etirement: int = 0) -> None:
        """Append a widget or a layout to the body."""
        if isinstance(contenu, QWidget):
            self.corps.addWidget(contenu, etirement)
        else:
            self.corps.addLayout(contenu, etirement)
