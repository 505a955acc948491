"""The questions of the station: why a piece is refused, by several motives or own words; why one is taken anyway."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.reinscription.motifs import SUITE, Motif
from imuse_desk.services.reinscription.pieces import MOTIF_MAX
from imuse_desk.views.common.champs import ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.touche import Touche

NUMEROTES = 9


class ChoixMotifs(QWidget):
    """Motives to tick, 1 to 9 on the keyboard; its value is the motives ticked."""

    modifiee = Signal()

    def __init__(self, motifs: Sequence[Motif], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._motifs = tuple(motifs)
        self.cases: list[QCheckBox] = []
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(2)
        for rang, motif in enumerate(self._motifs):
            case = QCheckBox(motif.libelle)
            case.setToolTip(motif.texte)
            case.clicked.connect(self._cochee)
            rangee = QHBoxLayout()
            rangee.setSpacing(8)
            if rang < NUMEROTES:
                touche = Touche(str(rang + 1))
                touche.setFixedWidth(px(22))
                rangee.addWidget(touche)
                raccourci = QShortcut(QKeySequence(str(rang + 1)), self)
                raccourci.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                raccourci.activated.connect(case.click)
            rangee.addWidget(case, 1)
            colonne.addLayout(rangee)
            self.cases.append(case)
        if self.cases:
            self.setFocusProxy(self.cases[0])

    @Slot()
    def _cochee(self) -> None:
        self.modifiee.emit()

    def valeur(self) -> tuple[Motif, ...]:
        """The motives ticked, in their order."""
        return tuple(m for m, case in zip(self._motifs, self.cases, strict=True) if case.isChecked())

    def poser_valeur(self, valeur: Sequence[Motif] | None) -> None:
        """Tick these."""
        self.poser_brut([motif.code for motif in valeur or ()])

    def brut(self) -> list[str]:
        """Codes of the motives ticked."""
        return [motif.code for motif in self.valeur()]

    def poser_brut(self, brut: Any) -> None:
        """Tick by codes."""
        for motif, case in zip(self._motifs, self.cases, strict=True):
            case.setChecked(motif.code in (brut or ()))

    def lecture_seule(self, *, est_lecture: bool) -> None:
        """Allow or forbid ticking."""
        self.setEnabled(not est_lecture)


class DemandeRefus(Demande):
    """``decidee(motif)``: the words that the piece keeps; the letter finds its text by them."""

    decidee = Signal(str)

    def __init__(self, parent: QWidget, piece: str, motifs: Sequence[Motif]) -> None:
        self.choix = ChoixMotifs(motifs)
        self._lettre = texte("", "second", replie=True)
        champs = [
            ("motifs", "&Motifs", self.choix, False),
            ("precision", "&Précision", ZoneTexte(2, 200), False),
        ]
        super().__init__(
            parent, "Refuser la pièce", f"{piece}. Ce que vous cochez est écrit à la famille.", "Refuser la pièce",
            champs, est_danger=True, suite=self._lettre,
        )  # fmt: skip
        self.choix.modifiee.connect(self._montrer_lettre)
        self.validee.connect(self._conclure)
        self._montrer_lettre()
        self.choix.setFocus()

    @Slot()
    def _montrer_lettre(self) -> None:
        textes = " ".join(motif.texte for motif in self.choix.valeur())
        self._lettre.setText(
            f"La lettre dira\u00a0: {textes}" if textes else "Cochez au moins un motif, ou écrivez-le."
        )
        self.adjustSize()

    @Slot(object)
    def _conclure(self, valeurs: dict[str, Any]) -> None:
        morceaux = [motif.libelle for motif in valeurs["motifs"]] + [valeurs["precision"]]
        motif = SUITE.join(m for m in morceaux if m)
        if not motif:
            self.refuser(Invalide("motifs", "motif_vide"))
        elif len(motif) > MOTIF_MAX:
            self.refuser(Invalide("precision", "texte_trop_long", longueur=len(motif), maximum=MOTIF_MAX))
        else:
            self.decidee.emit(motif)


def demande_quand_meme(parent: QWidget, piece: str, regles: Sequence[str]) -> Demande:
    """Ask why a piece that breaks a blocking rule is taken; ``validee`` carries ``motif``."""
    dites = ", ".join(regles)
    phrase = f"{piece}. Non conforme\u00a0: {dites}. Votre nom et ce motif restent avec la pièce."
    champs = [("motif", "&Motif", ZoneTexte(2, 200), True)]
    return Demande(parent, "Valider quand même", phrase, "Valider quand même", champs)
