"""Confirmation of what cannot be undone: what, how many, how much, who is left out; the verb on the button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import danger_plein, discret, primaire, secondaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.textes import MontantTexte, Role, texte


class Confirmation(QDialog):
    """Non-blocking: connect ``accepted`` to a bound slot, then ``open()``. It deletes itself on closing.

    ``Confirmation(self, "Émettre 412 factures ?", "Une facture émise ne se modifie plus.", "Émettre 412 factures",
    details=[("Total", "148 230,50 €"), ("Familles exclues", "17")], detail_lien="Voir les exclusions")``.
    The focus begins on "Renoncer".
    """

    lien_suivi = Signal()

    def __init__(
        self,
        parent: QWidget | None,
        titre: str,
        phrase: str,
        verbe: str,
        *,
        details: Sequence[tuple[str, str]] = (),
        nom_icone: str = "receipt",
        detail_lien: str = "",
        est_danger: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(titre)
        self.setMinimumWidth(440)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(20, 18, 20, 18)
        colonne.setSpacing(12)
        entete = QHBoxLayout()
        entete.setSpacing(10)
        image, mots = QLabel(), _mots(titre, "titre_carte")
        poser_icone(image, nom_icone, "bad" if est_danger else "accent", 20)
        entete.addWidget(image, 0, Qt.AlignmentFlag.AlignTop)
        entete.addWidget(mots, 1, Qt.AlignmentFlag.AlignTop)  # their first line beside the icon, however many follow
        colonne.addLayout(entete)
        colonne.addWidget(_mots(phrase, "second"))
        if details:
            colonne.addLayout(_grille(details))
        colonne.addLayout(self._boutons(verbe, detail_lien, est_danger=est_danger))
        self.renoncer.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """As high as its words at its own width; Qt counts them at a narrower one."""
        if not event.spontaneous():
            self.resize(self.width(), self.heightForWidth(self.width()))
        super().showEvent(event)

    def _boutons(self, verbe: str, detail_lien: str, *, est_danger: bool) -> QHBoxLayout:
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        if detail_lien:
            lien = discret(detail_lien)
            lien.clicked.connect(self._suivre)
            rangee.addWidget(lien)
        rangee.addStretch(1)
        self.renoncer = secondaire("&Renoncer")
        self.confirmer = danger_plein(verbe) if est_danger else primaire(verbe)
        for bouton in (self.renoncer, self.confirmer):
            bouton.setAutoDefault(True)
            rangee.addWidget(bouton)
        self.renoncer.clicked.connect(self.reject)
        self.confirmer.clicked.connect(self.accept)
        return rangee

    @Slot()
    def _suivre(self) -> None:
        self.lien_suivi.emit()


def _mots(contenu: str, role: Role) -> QLabel:
    """Words no higher than their lines at the width that they get."""
    etiquette = texte(contenu, role, replie=True)
    tenue = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    tenue.setHeightForWidth(True)
    etiquette.setSizePolicy(tenue)
    return etiquette


def _grille(details: Sequence[tuple[str, str]]) -> QGridLayout:
    grille = QGridLayout()
    grille.setHorizontalSpacing(24)
    grille.setVerticalSpacing(4)
    for rang, (nom, valeur) in enumerate(details):
        grille.addWidget(texte(nom, "libelle"), rang, 0)
        grille.addWidget(MontantTexte(valeur), rang, 1)
    grille.setColumnStretch(0, 1)
    return grille
