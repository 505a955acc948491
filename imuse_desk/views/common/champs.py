"""Edits of the forms. All answer to ``valeur``, ``poser_valeur``, ``brut``, ``poser_brut``, ``lecture_seule``.

``modifiee`` is emitted by the person's own edits alone, never by ``poser_valeur``. ``valeur`` raises Invalide where
what was typed cannot be read.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QRect, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from imuse_desk.domain.argent import lire_montant_facultatif, montant
from imuse_desk.domain.dates import date_fr, lire_date
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.nombres import lire_entier
from imuse_desk.domain.textes import visible
from imuse_desk.views.common.icones import pixmap
from imuse_desk.views.common.theme import couleur, marquer, police, px

Lecteur = Callable[[str], tuple[str, Invalide | None]]

SEUIL_COMPTEUR = 0.85  # share of the maximum length from which the counter shows
LONGUEUR_COMPTEE = 30  # a shorter line (a date, an hour, a postcode) has no room for a counter beside its value


class Saisie(Protocol):
    """What the form helper asks of an edit."""

    @property
    def modifiee(self) -> SignalInstance:
        """Emitted when the person edits, with nothing."""

    def valeur(self) -> Any:
        """The value read; raises Invalide."""

    def poser_valeur(self, valeur: Any, /) -> None:
        """Show a value without emitting anything."""

    def brut(self) -> Any:
        """What the widget holds, readable or not: kept in drafts."""

    def poser_brut(self, brut: Any, /) -> None:
        """Show again what ``brut`` gave, without emitting anything."""

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""


class LigneTexte(QLineEdit):
    """One line of text, trimmed when read; near ``longueur`` a counter shows how much room is left."""

    modifiee = Signal()

    def __init__(self, longueur: int = 0, indice: str = "", parent: QWidget | None = None) -> None:
        """``longueur``: most characters, 0 for no limit; ``indice``: placeholder, never the only label."""
        super().__init__(parent)
        self._longueur = longueur
        if longueur:
            self.setMaxLength(longueur)
        self.setPlaceholderText(indice)
        self.textEdited.connect(self._saisie)
        self.textChanged.connect(self._compter)

    def valeur(self) -> Any:
        """The text without spaces at its ends."""
        return self.text().strip()

    def poser_valeur(self, valeur: Any) -> None:
        """Show a value; None is empty."""
        self.poser_brut("" if valeur is None else str(valeur))

    def brut(self) -> str:
        """The text as typed."""
        return self.text()

    def poser_brut(self, brut: str) -> None:
        """Show a text, from its beginning."""
        self.setText(brut)
        self.setCursorPosition(0)

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing; the text can still be selected and copied."""
        self.setReadOnly(est_lecture)

    @property
    def compteur(self) -> str:
        """``38/40`` near the limit, else nothing."""
        n = len(self.text())
        est_compte = self._longueur >= LONGUEUR_COMPTEE and n >= self._longueur * SEUIL_COMPTEUR
        return f"{n}/{self._longueur}" if est_compte else ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102
        super().paintEvent(event)
        if self.compteur and self.hasFocus():
            peintre = QPainter(self)
            peintre.setFont(police(8.5))
            peintre.setPen(couleur("text3"))
            zone = QRect(0, 0, self.width() - 9, self.height())
            peintre.drawText(zone, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.compteur)

    @Slot(str)
    def _saisie(self, _texte: str) -> None:
        self.modifiee.emit()

    @Slot(str)
    def _compter(self, _texte: str) -> None:
        self.setTextMargins(0, 0, px(40) if self.compteur else 0, 0)


class LigneEcrite(LigneTexte):
    """A line written in its normal form when the person who typed in it leaves; a value left alone stays as it is."""

    def __init__(self, longueur: int = 0, indice: str = "", parent: QWidget | None = None) -> None:
        super().__init__(longueur, indice, parent)
        self._est_touchee = False
        self.editingFinished.connect(self._ecrire)

    def ecriture(self) -> str:
        """The normal form of what was typed, empty if there is none; raises Invalide."""
        raise NotImplementedError

    def poser_brut(self, brut: str) -> None:
        """Show a text, from its beginning."""
        self._est_touchee = False
        super().poser_brut(brut)

    @Slot(str)
    def _saisie(self, texte: str) -> None:
        self._est_touchee = True
        super()._saisie(texte)

    @Slot()
    def _ecrire(self) -> None:
        if not self._est_touchee:
            return
        try:
            mots = self.ecriture()
        except Invalide:
            return  # the form shows it
        self._est_touchee = False
        if mots != self.text():
            self.setText(mots)
            self.modifiee.emit()


class EditeurDate(LigneEcrite):
    """A date in any of the forms people type, written 01/09/2025 on leaving; its value is a date or None.

    ``lecteur`` may be ``domain.dates.lire_naissance``; ``aujourdhui`` comes from the clock of the context.
    """

    def __init__(
        self,
        aujourdhui: Callable[[], date] = date.today,
        lecteur: Callable[[str, date], date] = lire_date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(indice="jj/mm/aaaa", parent=parent)
        self._aujourdhui = aujourdhui
        self._lecteur = lecteur

    def valeur(self) -> date | None:
        """The date, None if empty; raises Invalide (codes of ``domain.dates``)."""
        return self._lecteur(self.text(), self._aujourdhui()) if self.text().strip() else None

    def poser_valeur(self, valeur: date | str | None) -> None:
        """Show a date, or the words typed in its place."""
        self.poser_brut(date_fr(valeur) if isinstance(valeur, date) else valeur or "")

    def ecriture(self) -> str:
        """``01/09/2025``."""
        valeur = self.valeur()
        return date_fr(valeur) if valeur is not None else ""


class EditeurMontant(LigneEcrite):
    """An amount in euros, comma or point; its value is in cents, None if empty."""

    def __init__(self, parent: QWidget | None = None, *, negatif: bool = False) -> None:
        super().__init__(parent=parent)
        self._negatif = negatif
        self.setFont(police(10, tabulaire=True))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.font().pointSizeF() != police().pointSizeF():
            self.setFont(police(tabulaire=True))

    def valeur(self) -> int | None:
        """Cents, None if empty; raises Invalide (codes of ``domain.argent``)."""
        return lire_montant_facultatif(self.text(), negatif=self._negatif)

    def poser_valeur(self, valeur: int | None) -> None:
        """Show cents."""
        self.poser_brut(montant(valeur) if valeur is not None else "")

    def ecriture(self) -> str:
        """``1 234,50``."""
        valeur = self.valeur()
        return montant(valeur) if valeur is not None else ""


class EditeurEntier(LigneTexte):
    """A whole number between two bounds, None if empty."""

    def __init__(self, minimum: int = 0, maximum: int = 99, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._bornes = (minimum, maximum)

    def valeur(self) -> int | None:
        """The number, None if empty; raises the Invalide of ``lire_entier``."""
        return lire_entier(self.text(), "entier", *self._bornes)


class LigneLue(LigneEcrite):
    """A phone number, an e-mail address, a postcode: what ``lecteur`` reads, written as it writes it.

    ``lecteur`` gives the written form and a warning or None, and raises Invalide (those of ``infra.saisie``).
    """

    def __init__(self, lecteur: Lecteur, longueur: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(longueur, parent=parent)
        self._lecteur = lecteur

    def valeur(self) -> str:
        """The written form, empty if there is none; raises the Invalide of ``lecteur``."""
        net = self.text().strip()
        return self._lecteur(net)[0] if net else ""

    def ecriture(self) -> str:
        """The same."""
        return self.valeur()


class ListeChoix(QComboBox):
    """A closed list of (value, words); the wheel does nothing without focus, long words are elided."""

    modifiee = Signal()

    def __init__(self, choix: Sequence[tuple[Any, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.poser_choix(choix)
        self.activated.connect(self._choisi)

    def poser_choix(self, choix: Sequence[tuple[Any, str]]) -> None:
        """Replace the choices, keeping the value chosen if it is still there."""
        garde = self.valeur()
        self.clear()
        for valeur, mots in choix:
            self.addItem(visible(mots), valeur)
        self.poser_valeur(garde)

    def valeur(self) -> Any:
        """The chosen value, None if nothing is chosen."""
        return self.currentData()

    def poser_valeur(self, valeur: Any) -> None:
        """Choose a value; one that is not in the list leaves nothing chosen."""
        rang = next((r for r in range(self.count()) if self.itemData(r) == valeur), -1)
        self.setCurrentIndex(rang)

    def brut(self) -> Any:
        """The chosen value."""
        return self.valeur()

    def poser_brut(self, brut: Any) -> None:
        """Choose again."""
        self.poser_valeur(brut)

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid choosing."""
        self.setEnabled(not est_lecture)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802, D102
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802, D102
        peintre = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        caret = px(12)
        largeur = self.width() - 11 - 9 - caret - 9
        mots = option.currentText or self.placeholderText()
        option.currentText = self.fontMetrics().elidedText(mots, Qt.TextElideMode.ElideRight, largeur)
        self.setToolTip(mots if option.currentText != mots else "")
        peintre.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        peintre.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        encre = "text2" if self.isEnabled() else "text3"
        y = (self.height() - caret) // 2
        peintre.drawPixmap(self.width() - 9 - caret, y, pixmap("caret-down-bold", encre, 12))

    @Slot(int)
    def _choisi(self, _rang: int) -> None:
        self.modifiee.emit()


class CaseACocher(QCheckBox):
    """A yes or no with its words beside it."""

    modifiee = Signal()

    def __init__(self, mots: str, parent: QWidget | None = None) -> None:
        super().__init__(mots, parent)
        self.clicked.connect(self._cochee)

    def valeur(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def poser_valeur(self, valeur: Any) -> None:
        """Tick or untick."""
        self.setChecked(bool(valeur))

    def brut(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def poser_brut(self, brut: Any) -> None:
        """Tick or untick."""
        self.setChecked(bool(brut))

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid ticking."""
        self.setEnabled(not est_lecture)

    @Slot()
    def _cochee(self) -> None:
        self.modifiee.emit()


class ZoneTexte(QPlainTextEdit):
    """Several lines of text; Tab leaves the field."""

    modifiee = Signal()

    def __init__(self, lignes: int = 3, longueur: int = 0, parent: QWidget | None = None) -> None:
        """``lignes``: lines shown; ``longueur``: most characters, 0 for no limit."""
        super().__init__(parent)
        self._longueur = longueur
        self._est_posee = False
        self.setTabChangesFocus(True)
        self.setFixedHeight(px(20) * lignes + px(12))
        self.textChanged.connect(self._saisie)

    def valeur(self) -> str:
        """The text without spaces at its ends; raises Invalide: texte_trop_long(longueur, maximum)."""
        net = self.toPlainText().strip()
        if self._longueur and len(net) > self._longueur:
            raise Invalide("texte", "texte_trop_long", longueur=len(net), maximum=self._longueur)
        return net

    def poser_valeur(self, valeur: Any) -> None:
        """Show a text; None is empty."""
        self.poser_brut("" if valeur is None else str(valeur))

    def brut(self) -> str:
        """The text as typed."""
        return self.toPlainText()

    def poser_brut(self, brut: str) -> None:
        """Show a text."""
        self._est_posee = True
        self.setPlainText(brut)
        self._est_posee = False

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.setReadOnly(est_lecture)
        marquer(self, "lecture", "oui" if est_lecture else "non")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        # setPlainText is not the only programmatic change: a change of font lays the text out again
        garde, self._est_posee = getattr(self, "_est_posee", True), True
        super().changeEvent(event)
        self._est_posee = garde

    @Slot()
    def _saisie(self) -> None:
        if not self._est_posee:
            self.modifiee.emit()
