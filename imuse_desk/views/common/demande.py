"""A short request before an act: a few fields, the verb on the button; it keeps its content until the act is done."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import FormulaireInvalide, Invalide
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import danger_plein, primaire, secondaire
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.saisie_gardee import SaisieGardee
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

Champ = tuple[str, str, QWidget, bool]  # key, label with mnemonic, edit, required
CHAMPS_EN_VUE = 8
"""More fields than this scroll."""
PART_D_ECRAN = 0.85


class Demande(SaisieGardee):
    """``demande = Demande(self, "Congé", "…", "Mettre en congé", [("motif", "&Motif", ZoneTexte(), True)])``.

    Connect ``validee(dict)`` to a bound slot, then ``open()``. After the act: ``accept()``, or ``refuser(erreur)``.
    *Renoncer* closes at once; Esc and the cross ask where something was typed.
    """

    validee = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        titre: str,
        phrase: str,
        verbe: str,
        champs: Sequence[Champ],
        *,
        est_danger: bool = False,
        aides: Mapping[str, str] | None = None,
        suite: QWidget | None = None,
    ) -> None:
        """``aides``: what stands under some fields; ``suite``: what stands between the fields and the buttons."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.addStrut(px(480))  # a minimum of the dialog's own would let its words be cut
        colonne.setSpacing(12)
        colonne.addWidget(texte(titre, "titre_carte", replie=True))
        if phrase:
            colonne.addWidget(texte(phrase, "second", replie=True))
        self._echec = Bandeau("bad", "")
        self._echec.hide()
        colonne.addWidget(self._echec)
        self.formulaire = Formulaire(self)
        corps = self.formulaire.colonne()
        self._defilement = Defilement(titre, corps) if len(champs) > CHAMPS_EN_VUE else None
        colonne.addWidget(self._defilement or corps)
        for cle, libelle, widget, est_obligatoire in champs:
            aide = (aides or {}).get(cle, "")
            self.formulaire.champ(cle, libelle, widget, aide=aide, obligatoire=est_obligatoire)
        if suite is not None:
            colonne.addWidget(suite)
        self.renoncer = secondaire("&Renoncer")
        self.confirmer = danger_plein(verbe) if est_danger else primaire(verbe)
        self.confirmer.setDefault(True)
        colonne.addLayout(rangee_actions(None, self.renoncer, self.confirmer))
        self.renoncer.clicked.connect(self.abandonner)
        self.confirmer.clicked.connect(self._valider)
        self.confirmer.setToolTip("Ctrl+Entrée")
        for touches in ("Ctrl+Return", "Ctrl+Enter"):  # Enter alone begins a line in a field of several
            toucher(touches, verbe.replace("&", ""), self, self.confirmer.click)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Fields that scroll are all in view where the screen has the room."""
        super().showEvent(event)
        if self._defilement is not None and not event.spontaneous():
            place = self.screen().availableSize().height() * PART_D_ECRAN
            self.resize(self.width(), min(self.height() + self._defilement.manque, round(place)))

    def poser(self, valeurs: dict[str, Any]) -> None:
        """Propose values."""
        self.formulaire.poser(valeurs)

    def refuser(self, erreur: Exception) -> None:
        """Say why the act was refused: by the field where it is one, else above; what was typed stays."""
        self.confirmer.setEnabled(True)
        if isinstance(erreur, FormulaireInvalide):
            self.formulaire.montrer_erreurs(erreur.erreurs)
        elif isinstance(erreur, Invalide):
            self.formulaire.montrer_erreurs([erreur])
        if not isinstance(erreur, FormulaireInvalide | Invalide) or not self.formulaire.erreurs:
            message = texte_erreur(erreur)
            self._echec.montrer("bad", message.court)
            self._echec.show()

    @Slot()
    def _valider(self) -> None:
        self._echec.hide()
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            self.confirmer.setEnabled(False)  # one click, one act
            self.validee.emit(valeurs)
