"""Edits of the grid's forms: codes with their known list, tables of two columns. They read and write plain grid data.

Each has ``poser(valeur)``, ``lue()`` (None when empty), ``modifiee`` (the person's edits alone) and ``figer``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import Bouton, icone_seule, lien
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tarif.mots import coder, ecrire_valeur, lire_saisie, liste

Choix = Sequence[tuple[Any, str]]


class SaisieGrille(Protocol):
    """What a form of the grid asks of an edit."""

    @property
    def modifiee(self) -> SignalInstance:
        """Emitted when the person edits."""

    def poser(self, valeur: Any, /) -> None:
        """Show a value without emitting anything."""

    def lue(self) -> Any:
        """The value as the grid writes it, None when there is none."""

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""


class SaisieTexte(LigneTexte):
    """A text of the grid, of any length: showing it must not cut it."""

    def poser(self, valeur: Any) -> None:
        """Show a text."""
        self.poser_valeur(valeur)

    def lue(self) -> Any:
        """The text, None if empty."""
        return self.valeur() or None

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.lecture_seule(est_lecture=est_lecture)


class SaisieNommee(SaisieTexte):
    """A code shown and typed by its French name; a code without one stays as it is."""

    def __init__(self, noms: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._noms = noms

    def poser(self, valeur: Any) -> None:
        """Show the name."""
        self.poser_valeur(self._noms.get(valeur, valeur))

    def lue(self) -> Any:
        """The code, None if empty."""
        return coder(self.valeur(), self._noms) or None


class SaisieNombre(SaisieTexte):
    """A number as the grid writes it, with a comma."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def poser(self, valeur: Any) -> None:
        """Show a number with its comma."""
        self.poser_brut(ecrire_valeur(valeur))

    def lue(self) -> Any:
        """The number, None if empty; what is not one stays a text, which the reader of grids refuses by name."""
        return lire_saisie(self.text())


class SaisieSuite(SaisieTexte):
    """Several numbers or days, parted by semicolons."""

    def __init__(self, indice: str = "", parent: QWidget | None = None) -> None:
        super().__init__(0, indice, parent)

    def poser(self, valeur: Any) -> None:
        """Show the numbers."""
        self.poser_brut("\u00a0; ".join(ecrire_valeur(v) for v in liste(valeur)))

    def lue(self) -> Any:
        """The numbers, None if empty."""
        return [lire_saisie(morceau) for morceau in self.text().split(";") if morceau.strip()] or None


class SaisieChoix(ListeChoix):
    """One word of a closed list; a word that is not in it is shown as it is, so that nothing is lost."""

    def __init__(self, choix: Choix, parent: QWidget | None = None) -> None:
        super().__init__(choix, parent)
        self._choix = list(choix)

    def proposer(self, choix: Choix) -> None:
        """Replace the list; the value chosen stays."""
        garde = self.valeur()
        self._choix = list(choix)
        self.poser(garde)

    def poser(self, valeur: Any) -> None:
        """Choose a word."""
        connus = [v for v, _ in self._choix]
        self.poser_choix(self._choix if valeur in connus else [*self._choix, (valeur, f"{valeur} (inconnu)")])
        self.poser_valeur(valeur)

    def lue(self) -> Any:
        """The word chosen, None for the default."""
        return self.valeur()

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid choosing."""
        self.lecture_seule(est_lecture=est_lecture)


class SaisieCase(CaseACocher):
    """A yes or no whose default is not written in the grid."""

    def __init__(self, mots: str, *, defaut: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(mots, parent)
        self._defaut = defaut

    def poser(self, valeur: Any) -> None:
        """Tick or untick."""
        self.setChecked(self._defaut if valeur is None else bool(valeur))

    def lue(self) -> Any:
        """The answer, None when it is the default."""
        return None if self.isChecked() == self._defaut else self.isChecked()

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid ticking."""
        self.lecture_seule(est_lecture=est_lecture)


class SaisieCodes(QWidget):
    """Codes parted by commas, with a menu that ticks those already known."""

    modifiee = Signal()

    def __init__(
        self, connus: Callable[[], Choix], nom: str, noms: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """``noms``: the words that codes of a closed list are shown and typed by."""
        super().__init__(parent)
        self._connus, self._noms = connus, noms
        self.ligne = LigneTexte(0, "—")
        self.ligne.setAccessibleName(nom)
        self.menu = QMenu(self)
        self._ouvrir = icone_seule("list", f"{nom}\u00a0: choisir dans la liste")
        self._ouvrir.setMenu(self.menu)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(4)
        rangee.addWidget(self.ligne, 1)
        rangee.addWidget(self._ouvrir)
        self.ligne.modifiee.connect(self.modifiee)
        self.menu.aboutToShow.connect(self._remplir)
        self.menu.triggered.connect(self._cocher)

    def poser(self, valeur: Any) -> None:
        """Show the codes."""
        self.ligne.poser_brut(", ".join(self._noms.get(code, code) for code in liste(valeur)))

    def lue(self) -> Any:
        """The codes, None if there is none."""
        mots = (mot.strip() for mot in self.ligne.text().split(","))
        return [coder(mot, self._noms) for mot in mots if mot] or None

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.ligne.lecture_seule(est_lecture=est_lecture)
        self._ouvrir.setEnabled(not est_lecture)

    @Slot()
    def _remplir(self) -> None:
        self.menu.clear()
        choisis = self.lue() or []
        for code, mots in self._connus():
            dit = f"{code} · {mots}" if mots and mots != code else str(code)
            action = self.menu.addAction(self._noms.get(code, dit))
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code in choisis)
        if self.menu.isEmpty():
            self.menu.addAction("Aucun pour l’instant\u00a0: saisissez-le").setEnabled(False)

    @Slot(QAction)
    def _cocher(self, action: QAction) -> None:
        code = str(action.data())
        gardes = [c for c in self.lue() or [] if c != code]
        self.poser([*gardes, code] if action.isChecked() else gardes)
        self.modifiee.emit()


class SaisiePaires(QWidget):
    """A table of two columns: bands (upper limit, value; the last limit stays empty) or ranks and numbers."""

    modifiee = Signal()

    def __init__(self, titres: tuple[str, str], ajout: str, *, est_bandes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titres, self._est_bandes, self._est_fige = titres, est_bandes, False
        self._lignes: list[tuple[SaisieNombre, SaisieNombre, Bouton]] = []
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(4)
        self._grille = QGridLayout()
        self._grille.setSpacing(4)
        for rang, titre in enumerate(titres):
            self._grille.addWidget(texte(titre, "entete_colonne"), 0, rang)
        colonne.addLayout(self._grille)
        self.ajouter = lien(ajout, "plus", petit=True)
        self.ajouter.clicked.connect(self._ajouter)
        colonne.addWidget(self.ajouter, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def cases(self) -> list[tuple[SaisieNombre, SaisieNombre]]:
        """The edits of each row."""
        return [(a, b) for a, b, _ in self._lignes]

    def poser(self, valeur: Any) -> None:
        """Show the rows."""
        paires = list(valeur.items()) if isinstance(valeur, dict) else list(valeur or [])
        self._etablir(len(paires))
        for (gauche, droite, _), paire in zip(self._lignes, paires, strict=True):
            bornes = list(paire) if isinstance(paire, list | tuple) else [None, paire]
            gauche.poser(bornes[0] if bornes else None)
            droite.poser(bornes[1] if len(bornes) > 1 else None)

    def lue(self) -> Any:
        """The rows as the grid writes them: a list of bands, or a mapping (a key typed twice stays, to be refused)."""
        paires = [(gauche.lue(), droite.lue()) for gauche, droite, _ in self._lignes]
        if not paires:
            return None
        if self._est_bandes:
            return [[gauche, droite] for gauche, droite in paires]
        table: dict[Any, Any] = {}
        for gauche, droite in paires:
            table[f"{gauche} " if gauche in table else "" if gauche is None else gauche] = droite
        return table

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self._est_fige = est_lecture
        self.ajouter.setVisible(not est_lecture)
        for gauche, droite, retirer in self._lignes:
            gauche.figer(est_lecture=est_lecture)
            droite.figer(est_lecture=est_lecture)
            retirer.setVisible(not est_lecture)

    def _etablir(self, nombre: int) -> None:
        while len(self._lignes) > nombre:
            for widget in self._lignes.pop():
                self._grille.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self._lignes) < nombre:
            rang = len(self._lignes) + 1
            gauche, droite = SaisieNombre(), SaisieNombre()
            retirer = icone_seule("x", f"Retirer la ligne {rang}")
            for place, widget in enumerate((gauche, droite)):
                widget.setAccessibleName(f"{self._titres[place]}, ligne {rang}")
                widget.modifiee.connect(self.modifiee)
                self._grille.addWidget(widget, rang, place)
            if self._est_bandes:
                gauche.setPlaceholderText("et au-delà")
            self._grille.addWidget(retirer, rang, 2)
            retirer.clicked.connect(self._retirer)
            self._lignes.append((gauche, droite, retirer))
        suivre_le_regard(self.window())
        self.figer(est_lecture=self._est_fige)

    @Slot()
    def _ajouter(self) -> None:
        """A new band goes before the open one."""
        bandes = self.lue() or []
        if self._est_bandes:
            self.poser([*bandes[:-1], [None, None], *bandes[-1:]])
        else:
            self.poser([*dict(bandes).items(), (None, None)])
        self._lignes[-2 if self._est_bandes and len(self._lignes) > 1 else -1][0].setFocus()
        self.modifiee.emit()

    @Slot()
    def _retirer(self) -> None:
        bouton = self.sender()
        rang = next((r for r, ligne in enumerate(self._lignes) if ligne[2] is bouton), None)
        if rang is None:
            return
        paires = [(gauche.lue(), droite.lue()) for gauche, droite, _ in self._lignes]
        self.poser(paires[:rang] + paires[rang + 1 :])
        self.modifiee.emit()
