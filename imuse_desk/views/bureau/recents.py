"""*Récents* (Ctrl+R): the last twenty dossiers opened, today's first; type to filter, Enter opens."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import heure_fr
from imuse_desk.domain.textes import plier
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.recents import GARDES, RecentVu, lister_recents
from imuse_desk.views.bureau.mots import jour_proche
from imuse_desk.views.common.champ_fleches import ChampFleches
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.touche import LegendeTouches
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("famille", "Famille", 220, est_triable=False, est_etirable=True),
    Colonne("numero", "Numéro", 84, est_triable=False),
    Colonne("brouillon", "", 170, est_triable=False),
    Colonne("quand", "Ouverte", 140, "droite", est_triable=False),
)


class FenetreRecents(QDialog):
    """``choisi(foyer_id)`` on Enter, a double click, or a click on the name."""

    choisi = Signal(object)

    def __init__(self, executant: Executant, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Récents")
        self._ctx = ctx
        self._tous: tuple[RecentVu, ...] = ()
        self.champ = ChampFleches()
        self.champ.setPlaceholderText("Filtrer\u00a0: nom ou numéro")
        self.champ.setAccessibleName("Filtrer les dossiers ouverts récemment")
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Dossiers ouverts récemment")
        self.table.brancher(self.modele)
        self.vide = EtatVide("clock-counter-clockwise", "Aucun dossier ouvert pour l’instant", "")
        self.table.poser_vide(self.vide)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(16, 16, 16, 12)
        colonne.setSpacing(10)
        colonne.addWidget(texte("Dossiers ouverts récemment", "titre_carte"))
        colonne.addWidget(self.champ)
        colonne.addWidget(self.table, 1)
        pied = QHBoxLayout()
        pied.addWidget(LegendeTouches([("↑ ↓", "choisir"), ("Entrée", "ouvrir"), ("Échap", "fermer")]))
        pied.addStretch(1)
        colonne.addLayout(pied)
        self.resize(QSize(px(680), px(520)).boundedTo(self.screen().availableSize()))
        self.champ.textEdited.connect(self._filtrer)
        self.champ.touche.connect(self._touche)
        self.table.ouverte.connect(self._ouvrir)
        self.champ.setFocus(Qt.FocusReason.PopupFocusReason)
        executant.lire(partial(lister_recents, ctx, GARDES), self._lus, cle="recents")

    @Slot(object)
    def _lus(self, recents: tuple[RecentVu, ...]) -> None:
        self._tous = recents
        self._filtrer(self.champ.text())

    @Slot(str)
    def _filtrer(self, saisie: str) -> None:
        """Each word typed stands in the name or the number."""
        mots = plier(saisie).split()
        gardes = [r for r in self._tous if all(mot in plier(f"{r.libelle} {r.numero}") for mot in mots)]
        if self._tous:
            self.vide.dire("Aucun dossier récent ne correspond", "Effacez le filtre, ou cherchez partout avec Ctrl+K.")
        self.modele.poser((r.id, self._cellules(r)) for r in gardes)
        if gardes:
            self.table.choisir(gardes[0].id)

    def _cellules(self, recent: RecentVu) -> tuple[Cellule, ...]:
        ici = recent.a.astimezone(ZoneInfo(self._ctx.fuseau))
        quand = f"{jour_proche(ici.date(), self._ctx.aujourdhui())}, {heure_fr(ici.time())}"
        brouillon = puce("Brouillon à reprendre", "info", "pencil-simple") if recent.a_un_brouillon else Cellule()
        return (
            Cellule(recent.libelle, Genre.FORT),
            Cellule(recent.numero, Genre.SECOND),
            brouillon,
            Cellule(quand, Genre.SECOND),
        )

    @Slot(int)
    def _touche(self, touche: int) -> None:
        if touche == Qt.Key.Key_Escape:
            self.reject()
        elif touche in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            rang = self.modele.rang(self.table.choisi())
            suivant = (rang if rang is not None else -1) + (1 if touche == Qt.Key.Key_Down else -1)
            if 0 <= suivant < self.modele.rowCount():
                self.table.choisir(self.modele.ident(suivant))
        elif self.table.choisi() is not None:
            self._ouvrir(self.table.choisi())

    @Slot(object)
    def _ouvrir(self, foyer_id: int) -> None:
        self.accept()
        self.choisi.emit(foyer_id)
