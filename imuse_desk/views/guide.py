"""The user's guide beside the work: F1 opens it at the page of the screen; its text is the guide's Markdown."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QFont, QTextCursor, QTextDocument, QTextLength
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.tables.cellule import Cellule, Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

ORDRE = (
    "demarrer", "familles", "reinscription", "bannette", "verification", "campagne", "tarif", "facturation", "regie",
    "locations", "suivi", "absences", "bulletins", "offre", "listes", "papiers", "bureau", "etablissement",
    "conservation", "confiance",
)  # fmt: skip
PAGES_GUIDE = {
    Onglet.FAMILLE: "familles",
    Onglet.ELEVE: "familles",
    Onglet.REINSCRIPTION: "reinscription",
    Onglet.FACTURATION: "facturation",
    Onglet.SUIVI: "suivi",
}
"""The page of each tab of the main window."""


@dataclass(frozen=True, slots=True)
class PageGuide:
    """A page: its file without suffix, its title, its Markdown."""

    nom: str
    titre: str
    markdown: str


def dossier() -> Path:
    """Where the guide stands on this computer."""
    with as_file(files("imuse_desk.resources").joinpath("guide")) as chemin:
        return Path(chemin)


@cache
def lire_pages() -> tuple[PageGuide, ...]:
    """The pages of the guide, in the order of the work."""
    lues = {}
    for fichier in dossier().glob("*.md"):
        contenu = fichier.read_text(encoding="utf-8")
        lues[fichier.stem] = PageGuide(fichier.stem, contenu.partition("\n")[0].removeprefix("# ").strip(), contenu)
    rangs = {nom: rang for rang, nom in enumerate(ORDRE)}
    return tuple(sorted(lues.values(), key=lambda p: (rangs.get(p.nom, len(rangs)), p.titre)))


class FenetreGuide(QWidget):
    """``FenetreGuide(parent)``, then ``ouvrir(page, titre)``; links lead from one page to another, never outside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle("Guide")
        self._pages = lire_pages()
        self._courante = self._pages[0].nom
        modele = ModeleFixe((Colonne("page", "Page", 220, est_triable=False, est_etirable=True),), self)
        self.liste = TableListe("Pages du guide")
        self.liste.brancher(modele)
        modele.poser((page.nom, [Cellule(page.titre)]) for page in self._pages)
        self.texte = QTextBrowser()
        self.texte.setOpenLinks(False)
        self.texte.setAccessibleName("Page du guide")
        self.texte.setSearchPaths([str(dossier())])
        self.fermer = secondaire("&Fermer")
        sommaire = Carte("Pages", pleine_largeur=True)
        sommaire.ajouter(self.liste, 1)
        sommaire.setFixedWidth(px(280))
        corps = QHBoxLayout()
        corps.setSpacing(16)
        corps.addWidget(sommaire)
        corps.addWidget(self.texte, 1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 16, 24, 16)
        colonne.setSpacing(12)
        colonne.addWidget(texte("Guide", "titre"))
        colonne.addLayout(corps, 1)
        colonne.addLayout(rangee_actions(None, self.fermer))
        self.liste.choix_change.connect(self._montrer)
        self.texte.anchorClicked.connect(self._suivre)
        self.fermer.clicked.connect(self.close)
        sur_echap(self, self.close)
        self.resize(px(1080), px(640))
        self.ouvrir(self._pages[0].nom)

    def ouvrir(self, nom: str, titre: str = "") -> None:
        """Show a page, at one of its headings when ``titre`` names it; an unknown page shows the first one."""
        connue = nom if any(page.nom == nom for page in self._pages) else self._pages[0].nom
        self.liste.choisir(connue)
        self._montrer(connue)
        if titre:
            self._aller_au_titre(titre)

    @property
    def page(self) -> PageGuide:
        """The page on show."""
        return next(page for page in self._pages if page.nom == self._courante)

    @Slot(object)
    def _montrer(self, nom: str) -> None:
        self._courante = nom
        document = self.texte.document()
        document.setDefaultFont(QFont(self.font()))
        self.texte.setMarkdown(self.page.markdown)
        self._ajuster_images(document)
        self.texte.moveCursor(QTextCursor.MoveOperation.Start)

    def _ajuster_images(self, document: QTextDocument) -> None:
        """No picture is wider than the page."""
        largeur = self.texte.viewport().width() - px(40)
        bloc = document.begin()
        while bloc.isValid():
            morceau = bloc.begin()
            while not morceau.atEnd():
                format_image = morceau.fragment().charFormat().toImageFormat()
                if format_image.isValid():
                    format_image.setMaximumWidth(QTextLength(QTextLength.Type.FixedLength, largeur))
                    curseur = QTextCursor(document)
                    curseur.setPosition(morceau.fragment().position())
                    curseur.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
                    curseur.setCharFormat(format_image)
                morceau += 1
            bloc = bloc.next()

    def _aller_au_titre(self, titre: str) -> None:
        bloc = self.texte.document().begin()
        while bloc.isValid():
            if bloc.blockFormat().headingLevel() and titre.casefold() in bloc.text().casefold():
                self.texte.moveCursor(QTextCursor.MoveOperation.End)
                self.texte.setTextCursor(QTextCursor(bloc))
                return
            bloc = bloc.next()

    @Slot(QUrl)
    def _suivre(self, lien: QUrl) -> None:
        """A link to another page of the guide opens it here; nothing is opened outside."""
        self.ouvrir(Path(lien.path()).stem, lien.fragment().replace("-", " "))
