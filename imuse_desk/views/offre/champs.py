"""Fields that only the offer needs."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from imuse_desk.views.common.champ_compose import ChampCompose
from imuse_desk.views.common.champs import CaseACocher, ListeChoix

PAR_RANGEE = 2


class CasesMultiples(ChampCompose):
    """Several ticks, two on a row; its value is the codes ticked, in their order."""

    def __init__(self, choix: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grille = grille = QGridLayout(self)
        grille.setContentsMargins(0, 4, 0, 0)
        grille.setHorizontalSpacing(14)
        grille.setColumnStretch(PAR_RANGEE, 1)
        self._cases = {code: CaseACocher(mots) for code, mots in choix}
        for rang, case in enumerate(self._cases.values()):
            case.setMinimumWidth(case.sizeHint().width())
            grille.addWidget(case, rang // PAR_RANGEE, rang % PAR_RANGEE)
            case.modifiee.connect(self.toucher)
        self.setFocusProxy(next(iter(self._cases.values())))

    def montrer_seules(self, codes: Iterable[str]) -> None:
        """Show these ticks alone, closed up in their order; a hidden one counts for nothing."""
        gardes = [code for code in codes if code in self._cases]
        for case in self._cases.values():
            self._grille.removeWidget(case)
            case.hide()
        for rang, code in enumerate(gardes):
            self._grille.addWidget(self._cases[code], rang // PAR_RANGEE, rang % PAR_RANGEE)
            self._cases[code].show()
        # a hidden one would hold Tab back
        self.setFocusProxy(self._cases[gardes[0]] if gardes else None)  # type: ignore[arg-type]
        for avant, apres in pairwise(gardes):  # Tab follows the eye
            QWidget.setTabOrder(self._cases[avant], self._cases[apres])
        self.setEnabled(bool(gardes))

    def valeur(self) -> tuple[str, ...]:
        """The codes ticked."""
        return tuple(code for code, case in self._cases.items() if case.isChecked() and not case.isHidden())

    def poser_valeur(self, valeur: Any) -> None:
        """Tick these codes alone."""
        for code, case in self._cases.items():
            case.setChecked(code in (valeur or ()))


class ListesMultiples(ChampCompose):
    """Several closed lists side by side for a few values of one kind (the teachers of a lesson)."""

    def __init__(self, noms: Sequence[str], parent: QWidget | None = None) -> None:
        """``noms``: accessible name of each list, the first one's being the main value."""
        super().__init__(parent)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        self._listes = [ListeChoix([(None, "—")]) for _ in noms]
        for liste, nom in zip(self._listes, noms, strict=True):
            liste.setAccessibleName(nom)
            liste.modifiee.connect(self.toucher)
            rangee.addWidget(liste, 1)
        self.setFocusProxy(self._listes[0])

    def poser_choix(self, choix: Sequence[tuple[Any, str]]) -> None:
        """Replace the choices of every list."""
        for liste in self._listes:
            liste.poser_choix([(None, "—"), *choix])

    def valeur(self) -> tuple[Any, ...]:
        """The values chosen, each once."""
        return tuple(dict.fromkeys(v for liste in self._listes if (v := liste.valeur()) is not None))

    def poser_valeur(self, valeur: Any) -> None:
        """Choose these values; more than there are lists: the first ones."""
        valeurs = tuple(valeur or ())
        for rang, liste in enumerate(self._listes):
            liste.poser_valeur(valeurs[rang] if rang < len(valeurs) else None)
