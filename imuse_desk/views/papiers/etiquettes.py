"""Which sheet of labels, and where it begins."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.papiers.demande import ETIQUETTES_PAR_PLANCHE
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.champs import EditeurEntier, ListeChoix
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

PLANCHES = (
    ("2x7", "14 par feuille, 99,1\u00a0×\u00a038,1\u00a0mm"),
    ("3x8", "24 par feuille, 64,6\u00a0×\u00a033,8\u00a0mm"),
)


class ReglageEtiquettes(QWidget):
    """The two fields; ``lire()`` gives (sheet, first place), None after it said what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self.form = Formulaire(self)
        self.planche = ListeChoix(list(PLANCHES))
        self.premiere = EditeurEntier(1, max(ETIQUETTES_PAR_PLANCHE.values()))
        phrase = "Une étiquette par foyer. Feuille entamée\u00a0: indiquez la première place libre, rangée par rangée."
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(12)
        colonne.addWidget(texte(phrase, "second", replie=True))
        colonne.addWidget(self.form.bandeau)
        colonne.addWidget(self.form.colonne())
        self.form.champ("planche", "&Planche", self.planche)
        self.form.champ("premiere", "P&remière étiquette", self.premiere, obligatoire=True)
        self.form.poser({"planche": "2x7", "premiere": "1"})

    def lire(self) -> tuple[str, int] | None:
        """What was chosen."""
        valeurs = self.form.valider()
        if valeurs is None:
            return None
        planche, premiere = str(valeurs["planche"]), int(valeurs["premiere"])
        maximum = ETIQUETTES_PAR_PLANCHE[planche]
        if premiere > maximum:
            self.form.montrer_erreurs([Invalide("premiere", "entier_hors_bornes", minimum=1, maximum=maximum)])
            return None
        return planche, premiere


class DialogueEtiquettes(QDialog):
    """``validee(sheet, first place)``; ``open()``."""

    validee = Signal(str, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Étiquettes d’adresse")
        self.setMinimumWidth(px(460))
        self.reglage = ReglageEtiquettes()
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 16, 20, 16)
        colonne.setSpacing(12)
        colonne.addWidget(self.reglage)
        self.annuler = secondaire("&Annuler")
        self.imprimer = primaire("&Imprimer", "printer")
        self.imprimer.setDefault(True)
        colonne.addLayout(rangee_actions(None, self.annuler, self.imprimer))
        self.annuler.clicked.connect(self.reject)
        self.imprimer.clicked.connect(self._valider)

    @Slot()
    def _valider(self) -> None:
        choisi = self.reglage.lire()
        if choisi is not None:
            self.validee.emit(*choisi)
            self.accept()
