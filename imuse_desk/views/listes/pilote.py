"""What a screen gives to the tools of its list: sort, group, filter, and read any of its values."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtWidgets import QLineEdit

from imuse_desk.views.listes.photo import Lecture, des_cellules
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


class Pilote(Protocol):
    """The screen's side of a list."""

    @property
    def tri(self) -> tuple[str, bool]:
        """Key of the sorted column (empty: natural order), and whether it goes up."""

    @property
    def groupe(self) -> str:
        """Key of the column that rows are grouped by, empty for none."""

    def ordonner(self, tri: tuple[str, bool], groupe: str) -> None:
        """Show the list sorted and grouped so."""

    def lecture(self, idents: Sequence[Any]) -> Lecture:
        """How to read the values of these rows, in a worker."""

    def filtre(self) -> tuple[str, tuple[str, ...]]:
        """The text typed and the keys of the pills in force."""

    def poser_filtre(self, texte: str, pastilles: Sequence[str]) -> None:
        """Filter the list so; the caller shows it again with ``ordonner``."""

    def mots_du_filtre(self) -> tuple[str, ...]:
        """What filters the list, in words."""


class PiloteFixe:
    """A list whose rows are all known: the model itself sorts and groups; ``champ`` is the line that filters it."""

    def __init__(self, table: TableListe, champ: QLineEdit | None = None) -> None:
        modele = table.model()
        if not isinstance(modele, ModeleFixe):
            raise TypeError("brancher() comes first, with a ModeleFixe")
        self._table, self._modele, self._champ = table, modele, champ
        self.tri: tuple[str, bool] = ("", True)
        self.groupe = ""
        table.tri_libre = True

    def ordonner(self, tri: tuple[str, bool], groupe: str) -> None:  # noqa: D102
        self.tri, self.groupe = tri, groupe
        self._modele.ordonner(tri if tri[0] else None, groupe)
        self._table.montrer_tri(tri[0], est_croissant=tri[1])

    def lecture(self, idents: Sequence[Any]) -> Lecture:  # noqa: D102
        return des_cellules(self._modele, idents)

    def filtre(self) -> tuple[str, tuple[str, ...]]:  # noqa: D102
        return (self._champ.text().strip() if self._champ is not None else ""), ()

    def poser_filtre(self, texte: str, pastilles: Sequence[str]) -> None:  # noqa: D102
        if self._champ is not None:
            self._champ.setText(texte)

    def mots_du_filtre(self) -> tuple[str, ...]:  # noqa: D102
        dit, _ = self.filtre()
        return (f"«\u00a0{dit}\u00a0»",) if dit else ()
