"""A dialog that records something, and asks once more where the use case says so (AConfirmer)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import AConfirmer
from imuse_desk.services.contexte import Fait
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.saisie_gardee import SaisieGardee
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

ENREGISTRER = "Enregistre&r"


class SaisieConfirmee(SaisieGardee):
    """A title, a form, Renoncer and Enregistrer. Subclasses fill ``corps`` and give ``acte``; ``recorde(fait)``.

    *Renoncer* closes at once; Esc and the cross ask where something was typed.
    """

    recorde = Signal(object)

    def __init__(self, parent: QWidget | None, executant: Executant, titre: str, *, largeur: int = 560) -> None:
        super().__init__(parent)
        self.executant = executant
        self.est_confirme = self._est_touchee = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.setMinimumWidth(px(largeur))
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(10)
        self.titre = texte(titre, "titre_carte", replie=True)
        self.alerte = Bandeau("warn", "")
        self.alerte.hide()
        self.formulaire = Formulaire(self)
        for widget in (self.titre, self.alerte, self.formulaire.bandeau):
            colonne.addWidget(widget)
        self.corps = QVBoxLayout()
        self.corps.setSpacing(10)
        colonne.addLayout(self.corps, 1)
        self.boutons = QHBoxLayout()
        self.boutons.addStretch(1)
        self.renoncer = secondaire("Re&noncer")
        self.enregistrer = primaire(ENREGISTRER, "check")
        self.enregistrer.setDefault(True)
        self.boutons.addWidget(self.renoncer)
        self.boutons.addWidget(self.enregistrer)
        colonne.addLayout(self.boutons)
        self.renoncer.clicked.connect(self.abandonner)
        self.enregistrer.clicked.connect(self._enregistrer)
        self.formulaire.modifie.connect(self.toucher)

    @property
    def est_touchee(self) -> bool:
        """Something was typed or chosen: lists that fill themselves later are nothing of the person's."""
        return self._est_touchee

    def oublier(self) -> None:
        """What was typed is given up."""
        self._est_touchee = False

    @Slot()
    def toucher(self) -> None:
        """The person typed or chose something: what was refused before may be right now."""
        self._est_touchee = True
        self.alerte.hide()
        self.douter()

    def acte(self, valeurs: dict[str, Any]) -> Callable[[], Fait[Any]] | None:
        """The write to run with what the form holds (None: what is typed cannot be recorded, and it was said)."""
        raise NotImplementedError

    @Slot()
    def douter(self) -> None:
        """Something was typed: a yes said before no longer holds."""
        if self.est_confirme:
            self.est_confirme = False
            self.alerte.hide()
            self.enregistrer.setText(ENREGISTRER)

    def dire(self, erreur: Exception) -> None:
        """Say why it was refused, or what must be confirmed."""
        message = texte_erreur(erreur)
        self.alerte.montrer("warn" if isinstance(erreur, AConfirmer) else "bad", f"{message.titre}. {message.court}")
        self.alerte.show()

    @Slot()
    def _enregistrer(self) -> None:
        valeurs = self.formulaire.valider()
        acte = self.acte(valeurs) if valeurs is not None else None
        if acte is not None:
            self.enregistrer.setEnabled(False)
            self.executant.ecrire(acte, self._recu, self.refuser)

    @Slot(object)
    def _recu(self, fait: Fait[Any]) -> None:
        self.recorde.emit(fait)
        self.accept()

    @Slot(object)
    def refuser(self, erreur: Exception) -> None:
        """The use case or a reading refused; what was typed stays."""
        self.enregistrer.setEnabled(True)
        self.est_confirme = isinstance(erreur, AConfirmer)
        self.enregistrer.setText(f"{ENREGISTRER} quand même" if self.est_confirme else ENREGISTRER)
        if self.est_confirme:
            self.dire(erreur)
        else:
            self.formulaire.refuser(erreur, self.alerte)
