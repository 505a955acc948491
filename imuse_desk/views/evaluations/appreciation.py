"""The comment of the pupil on show: its counter, and the bank of phrases."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.domain.textes import nettoyer_bloc, visible
from imuse_desk.services.suivi.evaluations import lire_appreciation
from imuse_desk.services.suivi.phrases import Phrases
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.champs import ZoneTexte
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer

PAUSE_MS = 1500
"""After so long without a key, what was typed is recorded."""
LIBELLE_MAX = 70


class EditeurAppreciation(QWidget):
    """``montrer(name, text)``; ``ecrite(text)`` once the person pauses or leaves; ``quittee()`` on Esc."""

    ecrite = Signal(str)
    quittee = Signal()
    phrase_a_garder = Signal(str)
    phrase_a_retirer = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phrases: Phrases | None = None
        self.titre = texte("Appréciation", "titre_carte")
        self.compteur = texte("", "second")
        self.banque = lien("&Phrases…", "text-aa", petit=True)
        self.menu = QMenu(self)
        self.banque.setMenu(self.menu)
        self.zone = ZoneTexte(2)
        self.zone.setAccessibleName("Appréciation")
        self.faute = texte("", "erreur", replie=True)
        self.faute.hide()
        haut = QHBoxLayout()
        haut.setSpacing(12)
        haut.addWidget(self.titre)
        haut.addStretch(1)
        haut.addWidget(self.compteur)
        haut.addWidget(self.banque)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(16, 4, 16, 12)
        colonne.setSpacing(4)
        colonne.addLayout(haut)
        colonne.addWidget(self.zone)
        colonne.addWidget(self.faute)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.rendre)
        self._est_touchee = False
        self.zone.modifiee.connect(self._tapee)
        self.zone.installEventFilter(self)
        self.menu.aboutToShow.connect(self._remplir_menu)

    def montrer(self, nom: str, contenu: str, *, est_fermee: bool) -> None:
        """Show a pupil's comment; what was typed for the one before is given first."""
        self.rendre()
        self.titre.setText(f"Appréciation de {nom}" if nom else "Appréciation")
        self.zone.setAccessibleName(self.titre.text())
        if contenu != self.zone.toPlainText():
            self.zone.poser_brut(contenu)
        self.zone.lecture_seule(est_lecture=est_fermee or not nom)
        self.banque.setVisible(not est_fermee and bool(nom))
        self._compter()

    def poser_phrases(self, phrases: Phrases) -> None:
        """The bank that this person has."""
        self._phrases = phrases

    def taper(self, signe: str) -> None:
        """Go on at the end of the comment, with what was typed in the grid."""
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
        curseur = self.zone.textCursor()
        curseur.movePosition(curseur.MoveOperation.End)
        self.zone.setTextCursor(curseur)
        if signe and not self.zone.isReadOnly():
            self.zone.insertPlainText(signe)

    @Slot()
    def rendre(self) -> None:
        """Give what was typed."""
        self._pause.stop()
        if self._est_touchee:
            self._est_touchee = False
            self.ecrite.emit(self.zone.toPlainText())

    @Slot()
    def _tapee(self) -> None:
        self._est_touchee = True
        self._pause.start()
        self._compter()

    def _compter(self) -> None:
        """The figure of what would be recorded, and why it would not."""
        brut = self.zone.toPlainText()
        net = nettoyer_bloc(brut)
        self.compteur.setText(f"{len(net)} / {APPRECIATION_MAX} caractères")
        marquer(self.compteur, "role", "erreur" if len(net) > APPRECIATION_MAX else "second")
        try:
            lire_appreciation(brut, "appreciation")
        except Invalide as erreur:
            self.faute.setText(texte_erreur(erreur).court)
        else:
            cache = visible(brut) != brut
            self.faute.setText("Des signes invisibles ne seront pas gardés." if cache else "")
        self.faute.setVisible(bool(self.faute.text()))

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802, D102
        if event.type() == QEvent.Type.FocusOut:
            self.rendre()
        est_touche = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if est_touche and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.quittee.emit()
            return True
        return super().eventFilter(objet, event)

    # ---- phrases

    @Slot()
    def _remplir_menu(self) -> None:
        self.menu.clear()
        banque = self._phrases
        if banque is None or not (banque.phrases or banque.peut_garder):
            vide = self.menu.addAction("Aucune phrase\u00a0: la direction en écrit dans Réglages › Évaluations")
            vide.setEnabled(False)
            return
        for phrase in banque.phrases:
            action = self.menu.addAction(_abrege(phrase.texte))
            action.setData(phrase.texte)
            action.triggered.connect(self._inserer)
        if not banque.peut_garder:
            return
        self.menu.addSeparator()
        garder = self.menu.addAction("Garder ce texte dans mes phrases")
        garder.setEnabled(bool(nettoyer_bloc(self.zone.toPlainText())))
        garder.triggered.connect(self._garder)
        miennes = [phrase for phrase in banque.phrases if phrase.est_mienne]
        if miennes:
            retirer = self.menu.addMenu("Retirer une de mes phrases")
            for phrase in miennes:
                action = retirer.addAction(_abrege(phrase.texte))
                action.setData(phrase.id)
                action.triggered.connect(self._retirer)

    @Slot()
    def _inserer(self) -> None:
        """At the cursor, a space before it where words stand there."""
        action = self.sender()
        phrase = str(action.data()) if action is not None and hasattr(action, "data") else ""
        curseur = self.zone.textCursor()
        avant = self.zone.toPlainText()[: curseur.selectionStart()]
        self.zone.setFocus(Qt.FocusReason.OtherFocusReason)
        curseur.insertText(f" {phrase}" if avant and not avant[-1].isspace() else phrase)

    @Slot()
    def _garder(self) -> None:
        self.phrase_a_garder.emit(self.zone.toPlainText())

    @Slot()
    def _retirer(self) -> None:
        action = self.sender()
        if action is not None and hasattr(action, "data"):
            self.phrase_a_retirer.emit(action.data())


def _abrege(phrase: str) -> str:
    """A sentence as a menu shows it."""
    court = phrase if len(phrase) <= LIBELLE_MAX else f"{phrase[: LIBELLE_MAX - 1]}…"
    return court.replace("&", "&&")
