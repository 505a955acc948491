"""A window of settings: title with the site and year, sub-tabs whose pages are made when first seen, status line."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Cadre, lire_cadre
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglets import OngletsPrincipaux, SousOnglets
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px

Fabriques: TypeAlias = Mapping[str, Any]
"""What makes each page, by the title of its sub-tab: called with the runner, the bus and the context."""
Parties: TypeAlias = Sequence[tuple[str, str, Sequence[str]]]
"""Where the pages are too many for one row: the parts of the window, each (title, icon, titles of its pages)."""


class FenetreReglages(QWidget):
    """A page has ``relire()``, and ``a_des_brouillons`` when something typed in it may be lost.

    Ctrl+S presses its ``enregistrer`` button, or those of ``enregistreurs`` where it has two forms.

    ``LECTURE_SEULE`` says who changes what is shown, to whom may not.
    """

    LECTURE_SEULE = ""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, titre: str, fabriques: Fabriques,
        parent: QWidget | None = None, outils: Sequence[QWidget] = (), parties: Parties = (),
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.executant, self.bus, self.ctx = executant, bus, ctx
        self._nom, self._fabriques = titre, fabriques
        self._pages: dict[str, Any] = {}
        self._vues: dict[str, QScrollArea] = {}
        self._annulation: Any = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(titre)
        self.titre = texte(titre, "titre")
        self.sous_titre = texte("", "second")
        siennes = [(nom, icone, [t for t in titres if t in fabriques]) for nom, icone, titres in parties]
        self._parties = [partie for partie in siennes if partie[2]]
        self.parties = OngletsPrincipaux(f"Parties, {titre}", [(nom, icone) for nom, icone, _ in self._parties])
        self.parties.setVisible(bool(self._parties))
        self._titres = self._parties[0][2] if self._parties else list(fabriques)
        self.onglets = SousOnglets(titre, self._titres)
        self.pile = QStackedWidget()
        self.barre = BarreEtat(self)
        haut = QHBoxLayout()
        haut.addWidget(self.titre)
        haut.addWidget(self.sous_titre)
        haut.addStretch(1)
        haut.addWidget(self.parties)
        for outil in outils:
            haut.addWidget(outil)
        corps = QVBoxLayout()
        corps.setContentsMargins(24, 12, 24, 12)
        corps.setSpacing(10)
        corps.addLayout(haut)
        self.lecture_seule = Bandeau("info", self.LECTURE_SEULE)
        self.lecture_seule.setVisible(bool(self.LECTURE_SEULE) and not ctx.peut(Permission.MODIFIER_TARIF))
        corps.addWidget(self.lecture_seule)
        corps.addWidget(self.onglets)
        corps.addWidget(self.pile, 1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        colonne.addLayout(corps, 1)
        colonne.addWidget(self.barre)
        self.onglets.currentChanged.connect(self._montrer)
        self.parties.currentChanged.connect(self._montrer_partie)
        self.barre.annulation_demandee.connect(self._annuler)
        bus.message.connect(self._dire)
        bus.refus.connect(self.barre.alerter)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._relire)
        toucher("Ctrl+S", "Enregistrer la fiche affichée", self, self._enregistrer)
        self.resize(QSize(px(1264), px(660)).boundedTo(self.screen().availableSize()))
        executant.lire(partial(lire_cadre, ctx), self._cadre_lu)
        self._montrer(0)

    def page(self, nom: str) -> Any:
        """The page of a sub-tab, shown."""
        if nom not in self._titres:
            rang = next(rang for rang, (_, _, titres) in enumerate(self._parties) if nom in titres)
            self._poser_onglets(rang)
            self.parties.setCurrentIndex(rang)
        self.onglets.setCurrentIndex(self._titres.index(nom))
        self._montrer(self.onglets.currentIndex())
        return self._pages[nom]

    @Slot(int)
    def _montrer_partie(self, rang: int) -> None:
        """Its first page, unless ``page`` goes to another of its own."""
        if self._titres is not self._parties[rang][2]:
            self._poser_onglets(rang)
            self._montrer(0)

    def _poser_onglets(self, rang: int) -> None:
        """The sub-tabs of a part, its first one current."""
        self._titres = self._parties[rang][2]
        with QSignalBlocker(self.onglets):
            while self.onglets.count():
                self.onglets.removeTab(0)
            for titre in self._titres:
                self.onglets.addTab(titre)

    @Slot(int)
    def _montrer(self, rang: int) -> None:
        nom = self._titres[rang]
        if nom not in self._pages:
            page = self._pages[nom] = self._fabriques[nom](self.executant, self.bus, self.ctx)
            self._vues[nom] = zone_defilante(page, nom)
            self.pile.addWidget(self._vues[nom])
            page.relire()
        self.pile.setCurrentWidget(self._vues[nom])
        page = self._pages[nom]
        premier = page.focusProxy()
        if premier is not None and not premier.isEnabled():  # a page that this person only reads
            premier = self.onglets
        (premier or page).setFocus()

    @Slot()
    def _relire(self) -> None:
        self._pages[self._titres[self.onglets.currentIndex()]].relire()

    @Slot()
    def _enregistrer(self) -> None:
        page = self._pages[self._titres[self.onglets.currentIndex()]]
        for bouton in getattr(page, "enregistreurs", (getattr(page, "enregistrer", None),)):
            if isinstance(bouton, QAbstractButton) and bouton.isVisible():
                bouton.click()  # disabled, it has nothing to record and does nothing

    @Slot(object)
    def _cadre_lu(self, cadre: Cadre) -> None:
        site = next((s.nom for s in cadre.sites if s.id == self.ctx.site_id), "")
        annee = next((a.libelle for a in cadre.annees if a.id == self.ctx.annee_id), "")
        self.sous_titre.setText(f"{site} · {annee}")
        self.setWindowTitle(f"{self._nom} {annee} — {site}")

    # ---- status line and closing

    @Slot(str, object)
    def _dire(self, phrase: str, annulation: Any) -> None:
        self._annulation = annulation
        self.barre.dire(phrase, annulable=annulation is not None)

    @Slot()
    def _annuler(self) -> None:
        if self._annulation is not None:
            annulation, self._annulation = self._annulation, None
            annulation()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802, D102
        if any(getattr(page, "a_des_brouillons", False) for page in self._pages.values()):
            event.ignore()
            demande = Confirmation(
                self, "Fermer sans enregistrer\u00a0?", "Une fiche a des modifications.",
                "Fermer sans enregistrer", nom_icone="warning", est_danger=True,
            )  # fmt: skip
            demande.accepted.connect(self._fermer)
            demande.open()
            return
        super().closeEvent(event)

    @Slot()
    def _fermer(self) -> None:
        self._pages.clear()
        self.close()
