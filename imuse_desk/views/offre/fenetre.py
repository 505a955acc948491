"""The window of the offer of a site and year: one sub-tab a kind of card, the clashes, the copy to the next year."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.navigation import Cadre, lire_cadre
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.barre_etat import BarreEtat
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.duplication import DialogueDuplication
from imuse_desk.views.offre.genres import CURSUS, DISCIPLINE, ECOLE, NIVEAU, SALLE
from imuse_desk.views.offre.page_conflits import PageConflits
from imuse_desk.views.offre.page_cours import PageCours
from imuse_desk.views.offre.page_enseignants import PageEnseignants
from imuse_desk.views.offre.page_fiches import PageFiches
from imuse_desk.views.offre.page_vacances import PageVacances

ONGLETS = [
    "Cours", "Enseignants", "Salles", "Chevauchements", "Cursus", "Niveaux", "Disciplines", "Écoles", "Vacances",
]  # fmt: skip


class FenetreOffre(QWidget):
    """``FenetreOffre(executant, bus, ctx, parent)`` then ``show()``; each page is made when it is first seen."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._pages: dict[str, Any] = {}
        self._annulation: Any = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Offre")
        self.titre = texte("Offre", "titre")
        self.sous_titre = texte("", "second")
        self.dupliquer = secondaire("Dupli&quer vers l’année suivante…", "copy")
        self.dupliquer.setVisible(ctx.peut(Permission.MODIFIER_TARIF))
        self.onglets = SousOnglets("Offre", ONGLETS)
        self.pile = QStackedWidget()
        self.barre = BarreEtat(self)
        haut = QHBoxLayout()
        haut.addWidget(self.titre)
        haut.addWidget(self.sous_titre)
        haut.addStretch(1)
        haut.addWidget(self.dupliquer)
        corps = QVBoxLayout()
        corps.setContentsMargins(24, 12, 24, 12)
        corps.setSpacing(10)
        corps.addLayout(haut)
        corps.addWidget(self.onglets)
        corps.addWidget(self.pile, 1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        colonne.addLayout(corps, 1)
        colonne.addWidget(self.barre)
        self.onglets.currentChanged.connect(self._montrer)
        self.dupliquer.clicked.connect(self._dupliquer)
        self.barre.annulation_demandee.connect(self._annuler)
        bus.message.connect(self._dire)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._relire)
        self.resize(QSize(px(1264), px(660)).boundedTo(self.screen().availableSize()))
        executant.lire(partial(lire_cadre, ctx), self._cadre_lu)
        self._montrer(0)

    def _page(self, nom: str) -> QWidget:
        executant, bus, ctx = self._executant, self._bus, self._ctx
        simples = {"Cursus": CURSUS, "Niveaux": NIVEAU, "Disciplines": DISCIPLINE, "Salles": SALLE, "Écoles": ECOLE}
        if nom in simples:
            return PageFiches(executant, bus, ctx, simples[nom])
        autres = {
            "Cours": PageCours, "Enseignants": PageEnseignants, "Chevauchements": PageConflits,
            "Vacances": PageVacances,
        }  # fmt: skip
        page: QWidget = autres[nom](executant, bus, ctx)
        return page

    def page(self, nom: str) -> Any:
        """The page of a sub-tab, shown."""
        self.onglets.setCurrentIndex(ONGLETS.index(nom))
        return self._pages[nom]

    @Slot(int)
    def _montrer(self, rang: int) -> None:
        nom = ONGLETS[rang]
        if nom not in self._pages:
            self._pages[nom] = self._page(nom)
            self.pile.addWidget(self._pages[nom])
            self._pages[nom].relire()
        self.pile.setCurrentWidget(self._pages[nom])
        self._pages[nom].setFocus()

    @Slot()
    def _relire(self) -> None:
        self._pages[ONGLETS[self.onglets.currentIndex()]].relire()

    @Slot(object)
    def _cadre_lu(self, cadre: Cadre) -> None:
        site = next((s.nom for s in cadre.sites if s.id == self._ctx.site_id), "")
        annee = next((a.libelle for a in cadre.annees if a.id == self._ctx.annee_id), "")
        self.sous_titre.setText(f"{site} · {annee}")
        self.setWindowTitle(f"Offre {annee} — {site}")

    # ---- copy to the next year

    @Slot()
    def _dupliquer(self) -> None:
        dialogue = DialogueDuplication(self, self._executant, self._ctx)
        dialogue.recorde.connect(self._duplique)
        dialogue.open()

    @Slot(object)
    def _duplique(self, fait: Fait[dict[str, int]]) -> None:
        n = fait.resultat["cours"]
        phrase = f"Offre dupliquée\u00a0: {n} cours, {fait.resultat['horaires']} horaires"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

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
                self, "Fermer sans enregistrer\u00a0?", "Une fiche de l’offre a des modifications.",
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
