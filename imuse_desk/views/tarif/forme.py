"""A form over a part of the grid's data: fields declared in a table, written back at each edit, faults under them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.tarif.saisies import (
    Choix,
    SaisieCase,
    SaisieChoix,
    SaisieCodes,
    SaisieGrille,
    SaisieNombre,
    SaisieNommee,
    SaisiePaires,
    SaisieSuite,
    SaisieTexte,
)

Connus = Mapping[str, Callable[[], Choix]]
LARGEUR_LIBELLE = 96


@dataclass(frozen=True, slots=True)
class Champ:
    """A field: its key in the grid, its label, its kind.

    ``genre``: texte, nombre, suite, choix, case, codes (``connus`` names the list it offers), bandes, table; ``noms``
    are the words that a text or codes are shown and typed by.
    """

    cle: str
    libelle: str
    genre: str = "nombre"
    choix: tuple[tuple[Any, str], ...] = ()
    connus: str = ""
    noms: Mapping[str, str] = field(default_factory=dict)
    titres: tuple[str, str] = ("", "")
    ajout: str = "Ajouter une ligne"
    defaut: bool = False
    indice: str = ""
    est_large: bool = False


def saisie(champ: Champ, connus: Connus) -> QWidget:
    """The edit of a field."""
    if champ.genre == "choix":
        return SaisieChoix(champ.choix)
    if champ.genre == "case":
        return SaisieCase(champ.libelle, defaut=champ.defaut)
    if champ.genre == "codes":
        return SaisieCodes(connus[champ.connus], champ.libelle, champ.noms)
    if champ.genre in {"bandes", "table"}:
        return SaisiePaires(champ.titres, champ.ajout, est_bandes=champ.genre == "bandes")
    if champ.genre == "suite":
        return SaisieSuite(champ.indice)
    if champ.noms:
        return SaisieNommee(champ.noms)
    return SaisieTexte(0, champ.indice) if champ.genre == "texte" else SaisieNombre()


class Forme(QWidget):
    """``forme.poser(article)`` shows a mapping; each edit writes it back in place and emits ``modifiee``."""

    modifiee = Signal()

    def __init__(
        self, champs: Sequence[Champ], connus: Connus, parent: QWidget | None = None, *, colonnes: int = 1
    ) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self._donnees: dict[str, Any] = {}
        self._saisies: dict[str, QWidget] = {}
        self._notes: dict[str, QLabel] = {}
        grille = QGridLayout(self)
        grille.setContentsMargins(0, 4, 0, 0)
        grille.setHorizontalSpacing(12)
        grille.setVerticalSpacing(8)
        place = 0
        for champ in champs:
            if champ.est_large and place % colonnes:
                place += colonnes - place % colonnes
            self._ajouter(grille, champ, place // colonnes, place % colonnes, connus, colonnes)
            place += colonnes if champ.est_large else 1
        for colonne in range(colonnes):
            grille.setColumnMinimumWidth(2 * colonne, px(LARGEUR_LIBELLE))
            grille.setColumnStretch(2 * colonne + 1, 1)

    def _ajouter(
        self, grille: QGridLayout, champ: Champ, rang: int, colonne: int, connus: Connus, colonnes: int
    ) -> None:
        widget = saisie(champ, connus)
        widget.setProperty("cle", champ.cle)
        widget.setAccessibleName(champ.libelle)
        boite = QVBoxLayout()
        boite.setSpacing(2)
        boite.addWidget(widget)
        note = texte("", "erreur", replie=True)
        note.hide()
        boite.addWidget(note)
        if champ.genre == "case":  # its words stand beside it
            grille.addLayout(boite, rang, 2 * colonne, 1, 2)
        else:
            etiquette = texte(champ.libelle, "libelle")
            etiquette.setMinimumHeight(px(30))
            grille.addWidget(etiquette, rang, 2 * colonne, Qt.AlignmentFlag.AlignTop)
            grille.addLayout(boite, rang, 2 * colonne + 1, 1, 2 * colonnes - 1 if champ.est_large else 1)
        self._saisies[champ.cle], self._notes[champ.cle] = widget, note
        self.saisie(champ.cle).modifiee.connect(self._ecrire)

    def saisie(self, cle: str) -> SaisieGrille:
        """The edit of a key."""
        return cast("SaisieGrille", self._saisies[cle])

    def widget(self, cle: str) -> QWidget:
        """The same, as a widget."""
        return self._saisies[cle]

    def poser(self, donnees: dict[str, Any]) -> None:
        """Show (and from now on change) a mapping."""
        self._donnees = donnees
        for cle in self._saisies:
            self.saisie(cle).poser(donnees.get(cle))
        self.montrer_fautes({})

    def montrer_fautes(self, fautes: Mapping[str, str]) -> None:
        """Say by the field what is wrong; the focus stays where it is."""
        for cle, note in self._notes.items():
            phrase = fautes.get(cle, "")
            note.setText(phrase)
            note.setVisible(bool(phrase))
            self._saisies[cle].setAccessibleDescription(phrase)
            edit = self._saisies[cle]
            marquer(edit.ligne if isinstance(edit, SaisieCodes) else edit, "etat", "erreur" if phrase else "")

    def fautes(self) -> dict[str, str]:
        """The faults on show, by key."""
        return {cle: note.text() for cle, note in self._notes.items() if note.text()}

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid every field."""
        for cle in self._saisies:
            self.saisie(cle).figer(est_lecture=est_lecture)

    @Slot()
    def _ecrire(self) -> None:
        emetteur = self.sender()
        cle = str(emetteur.property("cle")) if emetteur is not None else ""
        if cle not in self._saisies:
            return
        valeur = self.saisie(cle).lue()
        if valeur is None:
            self._donnees.pop(cle, None)
        else:
            self._donnees[cle] = valeur
        self.modifiee.emit()


class FormeTypee(QWidget):
    """A ``{type: …, …}`` of the grid: the list of types, and the form of the one chosen."""

    modifiee = Signal()

    def __init__(
        self, nom: str, types: Mapping[str, tuple[str, Sequence[Champ]]], connus: Connus, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self._donnees: dict[str, Any] = {}
        self._formes: dict[str, Forme] = {}
        self.genre = SaisieChoix([(genre, mots) for genre, (mots, _) in types.items()])
        self.genre.setAccessibleName(nom)
        self.genre.modifiee.connect(self._changer)
        colonne = QGridLayout(self)
        colonne.setContentsMargins(0, 4, 0, 0)
        colonne.setHorizontalSpacing(12)
        colonne.setVerticalSpacing(4)
        colonne.setColumnMinimumWidth(0, px(LARGEUR_LIBELLE))
        colonne.setColumnStretch(1, 1)
        colonne.addWidget(texte(nom, "libelle"), 0, 0)
        colonne.addWidget(self.genre, 0, 1)
        self._note = texte("", "erreur", replie=True)
        self._note.hide()
        colonne.addWidget(self._note, 1, 1)
        self._pile = QWidget()
        self._pile.setObjectName("contenu")
        pile = QVBoxLayout(self._pile)
        pile.setContentsMargins(0, 0, 0, 0)
        for genre, (_, champs) in types.items():
            forme = Forme(champs, connus, colonnes=1 if any(c.genre in {"bandes", "table"} for c in champs) else 2)
            forme.modifiee.connect(self.modifiee)
            self._formes[genre] = forme
            forme.hide()
            pile.addWidget(forme)
        colonne.addWidget(self._pile, 2, 0, 1, 2)

    @property
    def forme(self) -> Forme:
        """The form of the type chosen."""
        return self._formes.get(str(self._donnees.get("type")), next(iter(self._formes.values())))

    def poser(self, donnees: dict[str, Any]) -> None:
        """Show (and from now on change) a mapping."""
        self._donnees = donnees
        self.genre.poser(donnees.get("type"))
        self.forme.poser(donnees)
        for genre, forme in self._formes.items():
            forme.setVisible(genre == donnees.get("type"))

    def montrer_fautes(self, fautes: Mapping[str, str]) -> None:
        """Say what is wrong: with the type, or by the field."""
        phrase = fautes.get("type", fautes.get("", ""))
        self._note.setText(phrase)
        self._note.setVisible(bool(phrase))
        self.forme.montrer_fautes(fautes)

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        self.genre.figer(est_lecture=est_lecture)
        for forme in self._formes.values():
            forme.figer(est_lecture=est_lecture)

    @Slot()
    def _changer(self) -> None:
        """Another type begins empty: its values mean something else."""
        self._donnees.clear()
        self._donnees["type"] = self.genre.lue()
        self.poser(self._donnees)
        self.modifiee.emit()
