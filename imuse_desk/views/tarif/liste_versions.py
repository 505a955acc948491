"""Left pane of the grids: years newest first, the versions of each, the draft that waits to be saved."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.services.lectures.grilles import AnneeTarif, CadreGrilles, VersionGrille
from imuse_desk.views.common.boutons import discret
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import largeur
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LARGEUR, LARGEUR_MAX = 304, 336
Ident = tuple[str, int]
"""``("version", id)``, or ``("annee", id)`` for a year's draft that is no version yet (or a year without a grid)."""

_COLONNES = (
    Colonne("version", "Version", 180, est_triable=False, est_etirable=True),
    Colonne("etat", "État", 128, est_triable=False),
)


class ListeVersions(QFrame):
    """``choisie(ident)`` on selection, ``import_demande`` by the button."""

    choisie = Signal(object)
    import_demande = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("liste")
        self.importer = discret("Importer…", "upload-simple")
        self.importer.setAccessibleName("Importer une grille")
        self.importer.setToolTip("Lire une grille d’un fichier YAML ou JSON (Ctrl+O)")
        self._site = texte("", "second")
        self.modele = ModeleFixe(_COLONNES, self)
        self.table = TableListe("Versions des grilles")
        self.table.brancher(self.modele)
        self.table.regler_rangees(32)
        haut = QHBoxLayout()
        haut.setContentsMargins(16, 0, 8, 0)
        haut.addWidget(texte("Grilles du site", "titre_carte"))
        haut.addStretch(1)
        haut.addWidget(self.importer)
        site = QHBoxLayout()
        site.setContentsMargins(16, 0, 16, 0)
        site.addWidget(self._site)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 12, 1, 0)
        colonne.setSpacing(4)
        colonne.addLayout(haut)
        colonne.addLayout(site)
        colonne.addWidget(self.table, 1)
        self.setFixedWidth(largeur(LARGEUR, LARGEUR_MAX))
        self.importer.clicked.connect(self._importer)
        self.table.choix_change.connect(self._choix)

    def sizeHint(self) -> QSize:  # noqa: N802, D102
        return QSize(largeur(LARGEUR, LARGEUR_MAX), 600)

    def montrer(self, cadre: CadreGrilles, brouillons: Mapping[Ident, bool]) -> None:
        """Show the versions; ``brouillons`` tells which have changes to save."""
        self._site.setText(cadre.site)
        rangees: list[tuple[Any, tuple[Cellule, Cellule]]] = []
        for annee in cadre.annees:
            siennes = [v for v in cadre.versions if v.annee_id == annee.id]
            if brouillons.get(("annee", annee.id)):
                rangees.append(
                    (("annee", annee.id), (Cellule(annee.libelle, Genre.NOM, second="importée"), _a_garder()))
                )
            elif not siennes:
                rangees.append((("annee", annee.id), _sans_grille(annee)))
            rangees += [(("version", v.id), _cellules(v, brouillons)) for v in siennes]
        self.modele.poser(rangees)

    def choisir(self, ident: Ident) -> None:
        """Choose a row without announcing it."""
        self.table.choisir(ident)

    @Slot(object)
    def _choix(self, ident: object) -> None:
        if ident is not None:
            self.choisie.emit(ident)

    @Slot()
    def _importer(self) -> None:
        self.import_demande.emit()


def _sans_grille(annee: AnneeTarif) -> tuple[Cellule, Cellule]:
    return Cellule(annee.libelle, Genre.NOM), Cellule("Aucune grille", Genre.DISCRET)


def _a_garder() -> Cellule:
    return puce("À enregistrer", "warn", "pencil-simple")


def _cellules(version: VersionGrille, brouillons: Mapping[Ident, bool]) -> tuple[Cellule, Cellule]:
    etat = Cellule("", Genre.DISCRET)
    if version.est_en_vigueur:
        etat = puce("En vigueur", "ok", "check-circle")
    if brouillons.get(("version", version.id)):
        etat = _a_garder()
    return Cellule(version.annee, Genre.NOM, second=f"n°\u00a0{version.numero}"), etat


def phrase_version(version: VersionGrille, fuseau: str) -> str:
    """``Version 2, par D. Leroy le 24/11/2026``."""
    le = version.a.astimezone(ZoneInfo(fuseau))
    return f"Version {version.numero}, par {version.auteur} le {le:%d/%m/%Y}"
