"""What waits to be followed up: a line opens the screen where it is done. What is older stays folded."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.argent import grouper
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.alertes import Alerte, GenreAlerte, lire_alertes
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, puce, vide
from imuse_desk.views.tables.cellule import lien as cellule_lien
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("genre", "À suivre", 150, est_triable=False),
    Colonne("quoi", "Où", 240, est_triable=False, est_etirable=True),
    Colonne("detail", "Détail", 300, est_triable=False),
    Colonne("le", "Date", 112, est_triable=False),
)
GENRES: dict[GenreAlerte, tuple[str, Ton, str]] = {
    GenreAlerte.APPEL: ("Appel à faire", "warn", "clock"),
    GenreAlerte.NOTES: ("Notes à saisir", "warn", "pencil-simple"),
    GenreAlerte.COURRIER: ("Courriers", "bad", "envelope-simple"),
    GenreAlerte.PIECES: ("Pièces", "warn", "files"),
    GenreAlerte.IMPAYES: ("Impayés", "bad", "wallet"),
    GenreAlerte.VALIDER: ("À valider", "info", "seal-check"),
    GenreAlerte.RELIRE: ("À relire", "info", "text-aa"),
}
VIVANTS = frozenset(
    {
        "seance", "absence", "absence_enseignant", "code_presence", "creneau", "feuille_evaluation", "appreciation",
        "periode_evaluation", "courrier_absence", "palier_absence",
    }
)  # fmt: skip
"""What makes another list for a teacher; the office's has the papers and the bills too."""
VIVANTS_BUREAU = VIVANTS | {"campagne", "dossier", "piece", "facture", "foyer"}
LIGNES = 12
"""Lines of a kind that are shown before the others are asked for."""
PAUSE_MS = 300
"""Writes that come together are read once."""


def _nombre(n: int) -> str:
    return grouper(str(n))


def _compte(n: int, un: str, plusieurs: str) -> str:
    return f"{_nombre(n)} {un if n == 1 else plusieurs}"


def detail(alerte: Alerte) -> str:
    """How many, of what."""
    n = alerte.nombre
    if alerte.genre is GenreAlerte.APPEL:
        return _compte(n, "séance sans appel", "séances sans appel")
    if alerte.genre is GenreAlerte.NOTES:
        return f"{_compte(n, 'élève sans note', 'élèves sans note')}, {alerte.periode}"
    if alerte.genre is GenreAlerte.COURRIER:
        return _compte(n, "courrier d’absence à écrire", "courriers d’absence à écrire")
    if alerte.genre is GenreAlerte.PIECES:
        return _compte(n, "famille dont des pièces manquent", "familles dont des pièces manquent")
    if alerte.genre is GenreAlerte.IMPAYES:
        return _compte(n, "famille en retard de paiement", "familles en retard de paiement")
    if alerte.genre is GenreAlerte.VALIDER:
        return f"{_compte(n, 'feuille de notes', 'feuilles de notes')}, {alerte.periode}"
    return f"{_compte(n, 'appréciation', 'appréciations')}, {alerte.periode}"


def cellules(alerte: Alerte) -> tuple[Cellule, ...]:
    """A row."""
    mots, ton, icone = GENRES[alerte.genre]
    return (
        puce(mots, ton, icone),
        cellule_lien(alerte.cours or "Tout le site"),
        Cellule(detail(alerte), Genre.SECOND),
        Cellule(date_fr(alerte.le)) if alerte.le is not None else vide(),
    )


def par_genre(alertes: Sequence[Alerte], rangs: Sequence[int]) -> list[int]:
    """The first lines of each kind: a thousand roll calls do not hide the letters."""
    vus: Counter[GenreAlerte] = Counter()
    gardes = []
    for rang in rangs:
        vus[alertes[rang].genre] += 1
        if vus[alertes[rang].genre] <= LIGNES:
            gardes.append(rang)
    return gardes


class CarteSuivre(Carte):
    """``alerte_suivie(alerte)`` when a line is opened; hidden while nothing waits."""

    alerte_suivie = Signal(object)

    def __init__(self) -> None:
        super().__init__("À suivre", pleine_largeur=True)
        self._alertes: tuple[Alerte, ...] = ()
        self._depliee = self._entiere = False
        self.compte = texte("", "second")
        self.anciennes, self.autres = lien("", petit=True), lien("", petit=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("À suivre")
        self.table.brancher(self.modele)
        for widget in (self.autres, self.anciennes, self.compte):
            self.outils.addWidget(widget)
        self.ajouter(self.table)
        self.table.ouverte.connect(self._ouvrir)
        self.table.lien_suivi.connect(self._suivre)
        self.anciennes.clicked.connect(self._deplier)
        self.autres.clicked.connect(self._montrer_tout)
        self.hide()

    def montrer(self, alertes: tuple[Alerte, ...]) -> None:
        """Bind what waits; what is older is folded, and what would make too long a list."""
        self._alertes = alertes
        vieilles = sum(alerte.est_ancienne for alerte in alertes)
        self.compte.setText(_nombre(len(alertes) - vieilles))
        self.anciennes.setVisible(vieilles > 0)
        quoi = "plus ancienne" if vieilles == 1 else "plus anciennes"
        masquer = f"Masquer {'la' if vieilles == 1 else 'les'} {quoi}"
        self.anciennes.setText(masquer if self._depliee else f"{_nombre(vieilles)} {quoi}")
        rangs = [rang for rang, alerte in enumerate(alertes) if self._depliee or not alerte.est_ancienne]
        montres = rangs if self._entiere else par_genre(alertes, rangs)
        reste = len(rangs) - len(montres)
        self.autres.setVisible(reste > 0)
        self.autres.setText(f"Afficher {_nombre(reste)} {'autre' if reste == 1 else 'autres'}")
        self.modele.poser((rang, cellules(alertes[rang])) for rang in montres)
        self.table.figer_hauteur()
        self.setVisible(bool(alertes))

    @Slot()
    def _deplier(self) -> None:
        self._depliee = not self._depliee
        self.montrer(self._alertes)

    @Slot()
    def _montrer_tout(self) -> None:
        self._entiere = True
        self.montrer(self._alertes)

    @Slot(object)
    def _ouvrir(self, rang: int) -> None:
        self.alerte_suivie.emit(self._alertes[rang])

    @Slot(object, str)
    def _suivre(self, rang: int, _colonne: str) -> None:
        self._ouvrir(rang)


class FenetreASuivre(QWidget):
    """The same, alone, for a teacher: he has no list of the office's."""

    alerte_suivie = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self.setWindowTitle("À suivre")
        self._executant, self._ctx = executant, ctx
        self.refus = Bandeau("warn")
        self.refus.hide()
        self.carte = CarteSuivre()
        self.vide = EtatVide("check-circle", "Rien à suivre", "Vos appels et vos notes sont à jour.")
        self.vide.hide()
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 16, 24, 16)
        colonne.setSpacing(12)
        colonne.addWidget(self.refus)
        colonne.addWidget(self.carte)
        colonne.addWidget(self.vide, 1)
        colonne.addStretch(1)
        self.carte.alerte_suivie.connect(self._suivie)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.relire)
        bus.change.connect(self._objets_changes)
        sur_echap(self, self.close)
        toucher("F5", "Actualiser", self, self.relire)
        self.resize(QSize(px(860), px(420)).boundedTo(self.screen().availableSize()))
        self.relire()

    @Slot()
    def relire(self) -> None:
        """Read again what waits."""
        self._executant.lire(partial(lire_alertes, self._ctx), self._lues, self._refuse, cle="alertes")

    @Slot(object)
    def _lues(self, alertes: tuple[Alerte, ...]) -> None:
        self.refus.hide()
        self.carte.montrer(alertes)
        self.vide.setVisible(not alertes)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & VIVANTS:
            self._pause.start()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.refus.montrer("warn", texte_erreur(erreur).court)
        self.refus.show()

    @Slot(object)
    def _suivie(self, alerte: Alerte) -> None:
        self.alerte_suivie.emit(alerte)
        self.close()
