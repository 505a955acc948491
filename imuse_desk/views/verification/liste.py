"""The checklist: a rule a line, its number on the keyboard, what was seen, its state; a value is typed in its line."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from imuse_desk.domain.textes import visible
from imuse_desk.domain.verification.constats import EtatRegle
from imuse_desk.domain.verification.saisie import SAISIES, GenreSaisie
from imuse_desk.services.lectures.poste import FaitPoste
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.verification import mots

NUMEROTEES = 9
INVITES = {
    GenreSaisie.DATE: "jj/mm/aaaa",
    GenreSaisie.MOIS: "mm/aaaa",
    GenreSaisie.ANNEE: "aaaa",
    GenreSaisie.MONTANT: "0,00",
    GenreSaisie.PARTS: "2,5",
    GenreSaisie.TEXTE: "Lu sur le document",
}


PASSAGERES = frozenset({Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason})
"""Another window or a menu takes the keyboard for a while: the field is not left."""


class ChampRegle(QLineEdit):
    """A value typed in its line: Esc gives it up, and nothing else closes meanwhile."""

    abandonnee = Signal()
    prise = Signal()
    laissee = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102
        super().focusInEvent(event)
        self.prise.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802, D102
        super().focusOutEvent(event)
        if event.reason() not in PASSAGERES:
            self.laissee.emit()

    def event(self, event: QEvent) -> bool:
        """Esc is this field's before it is the screen's."""
        est_touche = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if est_touche and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]  # a key, as just seen
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802, D102
        if event.key() == Qt.Key.Key_Escape:
            self.abandonnee.emit()
        else:
            super().keyPressEvent(event)


class RangeeRegle(QFrame):
    """One rule. ``pressee`` when it is clicked, ``saisie(text)`` when a value was typed: Enter, or its field left."""

    pressee = Signal()
    prise = Signal()
    validee = Signal()
    saisie = Signal(str)
    abandonnee = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("regle")
        self.setMinimumHeight(px(42))
        self.fait = FaitPoste("")
        self._touche = Touche("")
        self._touche.setFixedWidth(px(22))
        self._titre = texte(replie=True)
        self._ligne = texte("", "second", replie=True)
        self._erreur = texte("", "erreur", replie=True)
        self._erreur.hide()
        self.champ = ChampRegle()
        self.champ.setFixedWidth(px(150))
        self.champ.hide()
        self.puce = Puce("", parent=self)
        self.est_guidee = False
        """Nothing was read: its value is asked for in the line."""
        mots_dits = QVBoxLayout()
        mots_dits.setContentsMargins(0, 3, 0, 4)
        mots_dits.setSpacing(0)
        for widget in (self._titre, self._ligne, self._erreur):
            mots_dits.addWidget(widget)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(17, 0, 17, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self._touche)
        rangee.addLayout(mots_dits, 1)
        rangee.addWidget(self.champ)
        rangee.addWidget(self.puce)
        self.champ.returnPressed.connect(self._valider)
        self.champ.laissee.connect(self._laisser)
        self.champ.prise.connect(self.prise)
        self.champ.abandonnee.connect(self._abandonner)

    def montrer(self, numero: int, fait: FaitPoste, fuseau: str, *, est_guide: bool) -> None:
        """Bind a rule; ``est_guide``: nothing was read, the value is asked for in the line."""
        meme = self.fait.regle == fait.regle
        self.fait = fait
        nom, dite = mots.titre(fait), mots.ligne(fait, fuseau)
        self._touche.setText(str(numero) if numero <= NUMEROTEES else "")
        self._touche.setVisible(numero <= NUMEROTEES)
        self._titre.setText(nom)
        self._ligne.setText(dite)
        self._ligne.setVisible(bool(dite))
        mot, ton, icone = mots.RESULTATS.get(fait.resultat, (fait.resultat, "neutral", "info"))
        self.puce.montrer(mot, ton, icone)
        self.setAccessibleName(visible(f"{nom}\u00a0: {mot}. {dite}"))
        self.champ.setAccessibleName(f"{nom}, lu sur le document")
        genre = SAISIES.get(fait.regle)
        self.champ.setPlaceholderText(INVITES[genre] if genre is not None else "")
        self.est_guidee = est_guide and genre is not None
        if not meme or (not self.est_guidee and not self.champ.hasFocus()):
            self._fermer_champ()
        self.champ.setVisible(self.est_guidee or not self.champ.isHidden())

    def choisir(self, *, est_courante: bool) -> None:
        """Make it the current one or not."""
        marquer(self, "courante", "oui" if est_courante else "")
        marquer(self._titre, "role", "fort" if est_courante else "")

    @property
    def est_saisissable(self) -> bool:
        """Its value may be typed."""
        return self.fait.regle in SAISIES

    @property
    def est_demandee(self) -> bool:
        """Nothing was read of it and nothing is typed yet: its field waits for a value."""
        return self.est_guidee and not self.champ.text()

    def editer(self) -> None:
        """Type the value in the line."""
        self.champ.show()
        if not self.champ.text():
            self.champ.setText(self.fait.valeur.removesuffix("\u00a0€"))
        self.champ.selectAll()
        self.champ.setFocus()

    def refuser(self, phrase: str) -> None:
        """Say why what was typed is not taken; it stays, to be put right."""
        self._erreur.setText(phrase)
        self._erreur.show()
        self.champ.setAccessibleDescription(visible(phrase))
        marquer(self.champ, "etat", "erreur")

    def accepter(self) -> None:
        """What was typed is written."""
        self._fermer_champ()

    def _fermer_champ(self) -> None:
        marquer(self.champ, "etat", "")
        self._erreur.hide()
        self.champ.setAccessibleDescription("")
        self.champ.clear()
        self.champ.setVisible(self.est_guidee)

    @Slot()
    def _valider(self) -> None:
        self.champ.setModified(False)
        self.saisie.emit(self.champ.text())
        self.validee.emit()

    @Slot()
    def _laisser(self) -> None:
        """Left by Tab or a click: what was typed counts as much as by Enter, and only once."""
        if self.champ.isModified() and self.champ.text():
            self.champ.setModified(False)
            self.saisie.emit(self.champ.text())

    @Slot()
    def _abandonner(self) -> None:
        self._fermer_champ()
        self.abandonnee.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, D102
        super().mousePressEvent(event)
        self.pressee.emit()


class ListeRegles(QWidget):
    """Lines 1 to 9 and on. ``choisie`` when another is current, ``saisie(regle, text)`` when a value was typed."""

    choisie = Signal()
    saisie = Signal(str, str)
    abandonnee = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Contrôles de la pièce")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.rangees: list[RangeeRegle] = []
        self._nombre = 0
        self._courante = 0
        self._est_commencee = False
        self._est_tenue = False
        """Somebody chose the current line, or typed in one: it stays current whatever is read meanwhile."""
        self._colonne = QVBoxLayout(self)
        self._colonne.setContentsMargins(0, 0, 0, 0)
        self._colonne.setSpacing(0)

    def montrer(self, faits: Sequence[FaitPoste], fuseau: str, *, est_guide: bool, garder: bool) -> None:
        """Bind the rules; the first that is not respected, else the first to look at, is current.

        ``garder``: the same piece again; the current line stays, but for one that nobody chose and that was found
        respected meanwhile.
        """
        est_tenue = self._est_tenue or any(r.champ.hasFocus() or r.champ.text() for r in self.rangees[: self._nombre])
        while len(self.rangees) < len(faits):
            rangee = RangeeRegle(self)
            rangee.pressee.connect(self._pressee)
            rangee.saisie.connect(self._saisie)
            rangee.prise.connect(self._prise)
            rangee.validee.connect(self._validee)
            rangee.abandonnee.connect(self.abandonnee)
            self.rangees.append(rangee)
            self._colonne.addWidget(rangee)
            suivre_le_regard(self)
        self._nombre = len(faits)
        for rang, rangee in enumerate(self.rangees):
            rangee.setVisible(rang < len(faits))
            if rang < len(faits):
                fait = faits[rang]
                vide = est_guide and not fait.valeur and fait.resultat in ("", EtatRegle.A_VERIFIER)
                rangee.montrer(rang + 1, fait, fuseau, est_guide=vide)
        self._est_tenue = garder and est_tenue
        self._est_commencee = garder and self._est_commencee
        courante = self.courante
        if not garder or (not est_tenue and courante is not None and courante.fait.resultat == EtatRegle.CONFORME):
            self._courante = _premiere(faits)
        self._courante = min(self._courante, max(len(faits) - 1, 0))
        self._marquer()

    @property
    def courante(self) -> RangeeRegle | None:
        """The current line."""
        return self.rangees[self._courante] if self._courante < self._nombre else None

    @property
    def rang(self) -> int:
        """Rank of the current line, from 0."""
        return self._courante

    def choisir(self, rang: int) -> bool:
        """Make a line current; False where it is not there or is current already."""
        if not 0 <= rang < self._nombre:
            return False
        self._est_tenue = True
        if rang == self._courante:
            return False
        self._courante = rang
        self._marquer()
        self.choisie.emit()
        return True

    def rangee(self, regle: str) -> RangeeRegle | None:
        """The line of a rule."""
        return next((r for r in self.rangees[: self._nombre] if r.fait.regle == regle), None)

    def commencer(self) -> None:
        """Once a piece: the keyboard goes to the first value asked for, if it is still with the lines."""
        if not self._est_commencee and self.window().focusWidget() is self:
            self._entrer(0)
        self._est_commencee = True

    def revenir(self, rangee: RangeeRegle) -> None:
        """What was typed there is refused: back to it, unless something is being typed in another line."""
        if not any(r is not rangee and r.champ.hasFocus() and r.champ.text() for r in self.rangees):
            self.choisir(self.rangees.index(rangee))
            rangee.champ.setFocus()
            rangee.champ.selectAll()

    def _entrer(self, depuis: int) -> bool:
        """Go to the first value asked for from a rank on; False where none is."""
        attendue = next((rang for rang in range(depuis, self._nombre) if self.rangees[rang].est_demandee), None)
        if attendue is not None:
            self.choisir(attendue)
            self.rangees[attendue].champ.setFocus()
        return attendue is not None

    def _marquer(self) -> None:
        for rang, rangee in enumerate(self.rangees):
            rangee.choisir(est_courante=rang == self._courante)
        courante = self.courante
        self.setAccessibleDescription(courante.accessibleName() if courante is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The arrows go from line to line, from a field to the next one."""
        pas = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if not pas:
            super().keyPressEvent(event)
        elif self.hasFocus():
            self.choisir(self._courante + pas)
        else:
            fin = self._nombre if pas > 0 else -1
            rangs = range(self._courante + pas, fin, pas)
            champ = next((self.rangees[r].champ for r in rangs if not self.rangees[r].champ.isHidden()), None)
            if champ is not None:
                champ.setFocus()

    @Slot()
    def _pressee(self) -> None:
        self.setFocus()
        self.choisir(self.rangees.index(self.sender()))  # type: ignore[arg-type]  # a line of this list

    @Slot(str)
    def _saisie(self, tape: str) -> None:
        rangee = self.rangees[self.rangees.index(self.sender())]  # type: ignore[arg-type]  # a line of this list
        self.saisie.emit(rangee.fait.regle, tape)

    @Slot()
    def _prise(self) -> None:
        self.choisir(self.rangees.index(self.sender()))  # type: ignore[arg-type]  # a line of this list

    @Slot()
    def _validee(self) -> None:
        """Enter goes to the next value asked for; after the last one the letters are the station's again."""
        rang = self.rangees.index(self.sender())  # type: ignore[arg-type]  # a line of this list
        if self.rangees[rang].est_guidee and self.rangees[rang].champ.text() and not self._entrer(rang + 1):
            self.setFocus()


def _premiere(faits: Sequence[FaitPoste]) -> int:
    for etat in (EtatRegle.NON_CONFORME, EtatRegle.A_VERIFIER):
        for rang, fait in enumerate(faits):
            if fait.resultat == etat:
                return rang
    return 0
