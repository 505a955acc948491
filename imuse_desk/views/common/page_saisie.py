"""What the pages of settings share: one form, what is typed in it recorded or given up."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, discret
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.theme import px


class PageSaisie(QWidget):
    """``suivre_saisie(button)`` once the fields are there; after changes of ``GENRES`` the page reads again."""

    GENRES: ClassVar[frozenset[str]]

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        self.formulaire = Formulaire(self)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.abandonner = discret("A&bandonner")

    def suivre_saisie(self, bouton: Bouton) -> None:
        """Watch the form; ``bouton`` records it."""
        self._bouton = bouton
        self.setMinimumWidth(px(880))
        self.formulaire.poser({})
        self.formulaire.lecture_seule(est_lecture=not self._peut)
        self.formulaire.modifie.connect(self._actualiser)
        self.abandonner.clicked.connect(self._abandonner)
        bouton.clicked.connect(self.recorder)
        self._bus.change.connect(self._objets_changes)
        self._actualiser()

    def relire(self) -> None:
        """Read again what the page shows."""
        raise NotImplementedError

    def recorder(self) -> None:
        """Record what is typed."""
        raise NotImplementedError

    def _abandonner(self) -> None:
        raise NotImplementedError

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & self.GENRES:
            self.relire()

    @property
    def a_des_brouillons(self) -> bool:
        """Something was typed here and not recorded."""
        return self.formulaire.est_modifie()

    @Slot()
    def _actualiser(self) -> None:
        modifie = self.formulaire.est_modifie()
        self._bouton.setVisible(self._peut)
        self._bouton.setEnabled(modifie)
        self.abandonner.setVisible(self._peut and modifie)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.formulaire.refuser(erreur, self.echec)
