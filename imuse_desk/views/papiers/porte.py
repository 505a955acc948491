"""The menu of Ctrl+P on one screen: papers for the rows chosen where there are several, else for what is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from imuse_desk.domain.enseignement import JOURS
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.papiers.etiquettes import DialogueEtiquettes
from imuse_desk.views.papiers.gestes import GestesPapiers
from imuse_desk.views.papiers.mots import papiers_de

HAUT = 72
EFFET = "Imprimer un papier de ce qui est montré ou choisi"
RIEN = "Rien à imprimer ici\u00a0: ouvrez une fiche, ou choisissez des lignes"


class PortePapiers(QObject):
    """``contexte()`` and ``vises()`` tell who asks and for what ids; ``ouvrir()`` shows the menu.

    ``premiers`` and ``autres`` are the screen's own papers of the one on show, above and under those of all screens,
    while they are enabled; ``avec_journees`` adds the days of the site.
    """

    def __init__(
        self,
        ecran: QWidget,
        executant: Executant,
        bus: Bus,
        sujet: Sujet,
        contexte: Callable[[], Contexte],
        vises: Callable[[], Sequence[int]],
        *,
        dire_refus: Callable[[str], None] | None = None,
        avec_journees: bool = False,
    ) -> None:
        super().__init__(ecran)
        self._ecran, self._bus, self.sujet = ecran, bus, sujet
        self._contexte, self._vises, self._avec_journees = contexte, vises, avec_journees
        self.gestes = GestesPapiers(executant, bus, ecran, dire_refus or bus.dire)
        self.premiers: Sequence[QAction] = ()
        self.autres: Sequence[QAction] = ()
        self.menu = QMenu(ecran)
        self.dialogue: DialogueEtiquettes | None = None
        self._ids: tuple[int, ...] = ()
        self.action = QAction("Pa&piers…\tCtrl+P", self)
        self.action.triggered.connect(self.ouvrir)

    @Slot()
    def ouvrir(self) -> None:
        """Show the papers that fit."""
        self.composer()
        actions = [action for action in self.menu.actions() if not action.isSeparator()]
        if not actions:
            self._bus.dire(RIEN)
            return
        gauche = max(0, (self._ecran.width() - self.menu.sizeHint().width()) // 2)
        self.menu.popup(self._ecran.mapToGlobal(QPoint(gauche, HAUT)))
        self.menu.setActiveAction(actions[0])

    def composer(self) -> QMenu:
        """The menu, for what is shown now."""
        menu, ctx = self.menu, self._contexte()
        menu.clear()
        self._ids = tuple(self._vises())
        menu.addActions([premier for premier in self.premiers if premier.isEnabled()])
        if self._ids:
            for genre, mots in papiers_de(ctx, self.sujet, len(self._ids)):
                self._ajouter(menu, mots, genre)
        if len(self._ids) == 1:
            menu.addActions([autre for autre in self.autres if autre.isEnabled()])
        if self._avec_journees:
            journees = menu.addMenu("&Journée du site")
            for rang, jour in enumerate(JOURS, start=1):
                self._ajouter(journees, jour.capitalize(), GenrePapier.JOURNEE).setProperty("jour", rang)
        return menu

    def _ajouter(self, menu: QMenu, mots: str, genre: GenrePapier) -> QAction:
        action = menu.addAction(mots)
        action.setData(str(genre))
        action.triggered.connect(self._choisi)
        return action

    @Slot()
    def _choisi(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        genre = GenrePapier(action.data())
        if genre is GenrePapier.ETIQUETTES:
            self.dialogue = DialogueEtiquettes(self._ecran.window())
            self.dialogue.validee.connect(self._etiqueter)
            self.dialogue.open()
        elif genre is GenrePapier.JOURNEE:
            self._produire(Demande(genre, Sujet.JOUR, (int(action.property("jour")),)))
        else:
            self._produire(Demande(genre, self.sujet, self._ids))

    @Slot(str, int)
    def _etiqueter(self, planche: str, premiere: int) -> None:
        self._produire(Demande(GenrePapier.ETIQUETTES, self.sujet, self._ids, planche, premiere))

    def _produire(self, demande: Demande) -> None:
        self.gestes.produire(self._contexte(), demande)
