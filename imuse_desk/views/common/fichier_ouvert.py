"""A file of the store in the viewer, opened by the documents process."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from imuse_desk.services.contexte import Contexte
from imuse_desk.services.documents_dossier import ADMISES
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.visionneuse import Visionneuse


class FenetreFichier(QDialog):
    """``FenetreFichier(executant, ctx, titre, sha256, nom, parent).show()``; Esc closes it."""

    def __init__(
        self, executant: Executant, ctx: Contexte, titre: str, sha256: str, nom: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.resize(QSize(px(900), px(660)).boundedTo(self.screen().availableSize()))
        self.vue = Visionneuse(executant, self)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.vue)
        self.vue.ouvrir(partial(ctx.depot.ouvrir, sha256), nom, ADMISES)

    def done(self, resultat: int) -> None:
        """Esc and the cross: the documents process of the file goes too."""
        self.vue.fermer()
        super().done(resultat)
