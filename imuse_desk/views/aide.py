"""Help windows: every keyboard shortcut from the registry, and "À propos" with the licences of what is shipped."""

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.infra.licences import est_installe, lire_textes
from imuse_desk.version import VERSION
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.raccourcis import PARTOUT, Raccourci, Raccourcis, existants, lisible
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("composant", "Composant", 240, est_triable=False, est_etirable=True),
    Colonne("licence", "Licence", 250, est_triable=False),
    Colonne("emploi", "Emploi", 176, est_triable=False),
)


@dataclass(frozen=True, slots=True)
class Composant:
    """Something shipped with the program, and its licence."""

    nom: str
    licence: str
    emploi: str
    site: str
    textes: str

    def lire(self) -> str:
        """Its licence files, one under the other, each under its name."""
        parties = [f"{t.composant} · {t.fichier}\n\n{t.texte.strip()}" for t in lire_textes(self.textes)]
        return f"\n\n\n{'─' * 40}\n\n".join(parties)


def lire_composants() -> tuple[Composant, ...]:
    """The rows of the tables of ``resources/licences/TIERS.md``, in order, but for what is not installed here."""
    contenu = files("imuse_desk.resources").joinpath("licences", "TIERS.md").read_text(encoding="utf-8")
    return tuple(composant for composant in _composants(contenu.splitlines()) if est_installe(composant.textes))


def _composants(lignes: Iterable[str]) -> Iterator[Composant]:
    """Rows of five cells, without the headings and their rule."""
    for ligne in lignes:
        cellules = [cellule.strip() for cellule in ligne.strip().strip("|").split("|")]
        if len(cellules) == 5 and cellules[0] != "Composant" and set(cellules[0]) != {"-"}:
            yield Composant(*cellules)


class _FenetreAide(QDialog):
    """A window that stays beside the work: Esc or Fermer closes it, nothing waits for it."""

    def __init__(self, titre: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(titre)
        self.setObjectName("page")
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(24, 20, 24, 16)
        self.colonne.setSpacing(12)
        self.colonne.addWidget(texte(titre, "titre"))
        self.fermer = secondaire("&Fermer")
        self.fermer.clicked.connect(self.accept)

    def terminer(self) -> None:
        """Put the button under the content, once that is in place."""
        self.colonne.addLayout(rangee_actions(None, self.fermer))
        self.fermer.setFocus()


class FenetreRaccourcis(_FenetreAide):
    """Every shortcut, by screen: the key caps, then what they do."""

    def __init__(
        self, raccourcis: Raccourcis, ecrans: Sequence[tuple[str, QWidget]] = (), parent: QWidget | None = None
    ) -> None:
        """``ecrans``: what the person has on his window, by name, whose widgets take keys of their own."""
        super().__init__("Raccourcis clavier", parent)
        contenu = QWidget()
        contenu.setObjectName("contenu")
        colonne = QVBoxLayout(contenu)
        colonne.setContentsMargins(0, 0, 4, 0)
        colonne.setSpacing(12)
        tous = raccourcis.liste() + [r for nom, ecran in ecrans for r in existants(ecran, nom)]
        rangs = {nom: rang for rang, nom in enumerate((PARTOUT, *(nom for nom, _ in ecrans)))}
        tous.sort(key=lambda r: (rangs.get(r.ecran, len(rangs)), r.ecran))
        for ecran, liste in groupby(tous, key=_ecran):
            colonne.addWidget(_carte(ecran, list(liste)))
        colonne.addStretch(1)
        zone = QScrollArea()
        zone.setWidget(contenu)
        zone.setWidgetResizable(True)
        zone.setFrameShape(QFrame.Shape.NoFrame)
        zone.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        zone.viewport().setAutoFillBackground(False)
        zone.setAccessibleName("Liste des raccourcis")
        self.colonne.addWidget(zone, 1)
        self.terminer()
        self.resize(560, 600)


def _ecran(raccourci: Raccourci) -> str:
    return raccourci.ecran


def _carte(ecran: str, liste: list[Raccourci]) -> Carte:
    carte = Carte(ecran)
    grille = QGridLayout()
    grille.setHorizontalSpacing(16)
    grille.setVerticalSpacing(8)
    grille.setColumnMinimumWidth(0, 120)
    grille.setColumnStretch(1, 1)
    for rang, raccourci in enumerate(liste):
        touches = lisible(raccourci.touches)
        effet = texte(raccourci.effet, replie=True)
        effet.setAccessibleName(f"{touches}\u00a0: {raccourci.effet}")
        grille.addWidget(Touche(touches), rang, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grille.addWidget(effet, rang, 1)
    carte.ajouter(grille)
    return carte


class FenetreAPropos(_FenetreAide):
    """Version, base in use, and the licence of everything that is shipped."""

    def __init__(self, base: str, parent: QWidget | None = None) -> None:
        """``base``: the words that name the base, as the status line shows them."""
        super().__init__("imuse_desk", parent)
        self.setWindowTitle("À propos d’imuse_desk")
        self.version = texte(f"Version {VERSION} · Python {platform.python_version()} · {platform.system()}", "libelle")
        self.base = texte(base, "libelle", replie=True)
        self.colonne.addWidget(self.version)
        self.colonne.addWidget(self.base)
        carte = Carte("Composants tiers et licences", pleine_largeur=True)
        self.table = TableListe("Composants tiers et licences")
        modele = ModeleFixe(COLONNES, self)
        self.table.brancher(modele)
        modele.poser(
            (rang, (Cellule(c.nom, Genre.FORT), Cellule(c.licence), Cellule(c.emploi, Genre.SECOND)))
            for rang, c in enumerate(lire_composants())
        )
        self.site = texte("Choisissez un composant pour voir son site et sa licence.", "second")
        self.lire = secondaire("&Lire la licence")
        self.lire.setEnabled(False)
        self.lire.clicked.connect(self._lire)
        self.table.choix_change.connect(self._choisir)
        self.table.ouverte.connect(self._ouvrir)
        carte.ajouter(self.table, 1)
        self.colonne.addWidget(carte, 1)
        rangee = QHBoxLayout()
        rangee.addWidget(self.site, 1)
        rangee.addWidget(self.lire)
        self.colonne.addLayout(rangee)
        self._choisi: Composant | None = None
        self.terminer()
        self.resize(780, 600)

    @Slot(object)
    def _choisir(self, rang: int | None) -> None:
        self._choisi = None if rang is None else lire_composants()[rang]
        self.lire.setEnabled(self._choisi is not None)
        if self._choisi is not None:
            self.site.setText(f"{self._choisi.nom}\u00a0: {self._choisi.site}")

    @Slot(object)
    def _ouvrir(self, rang: int) -> None:
        self._choisir(rang)
        self._lire()

    @Slot()
    def _lire(self) -> None:
        if self._choisi is not None:
            FenetreLicence(self._choisi, self).show()


class FenetreLicence(_FenetreAide):
    """The whole text of a component's licences."""

    def __init__(self, composant: Composant, parent: QWidget | None = None) -> None:
        super().__init__(composant.nom, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.colonne.addWidget(texte(composant.licence, "libelle", replie=True))
        self.texte = QPlainTextEdit(composant.lire() or "Ce composant n’est pas installé sur ce poste.")
        self.texte.setReadOnly(True)
        self.texte.setProperty("lecture", "oui")
        self.texte.setAccessibleName(f"Licence de {composant.nom}")
        self.colonne.addWidget(self.texte, 1)
        self.terminer()
        self.resize(720, 560)
