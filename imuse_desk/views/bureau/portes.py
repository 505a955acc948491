"""The ways to the desk's lists from a window: what waits, what to remember, the dossiers opened lately."""

from PySide6.QtCore import QObject, Signal, Slot

from imuse_desk.domain.roles import Permission
from imuse_desk.views.bureau.fenetre import FenetreATraiter
from imuse_desk.views.bureau.gestes import GestesTaches, Sujet
from imuse_desk.views.bureau.recents import FenetreRecents
from imuse_desk.views.bureau.suivre import FenetreASuivre
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.fenetre_onglets import FenetreOnglets
from imuse_desk.views.navigation import Onglet


class PortesBureau(QObject):
    """``rappeler``, ``a_traiter`` and ``recents`` are slots of shortcuts; ``attente_demandee(key)`` asks for a list."""

    attente_demandee = Signal(str)
    alerte_suivie = Signal(object)

    def __init__(self, fenetre: FenetreOnglets) -> None:
        super().__init__(fenetre)
        self._fenetre = fenetre
        self.gestes = GestesTaches(fenetre.executant, fenetre.bus, fenetre)
        self.gestes.refuse.connect(self._refuse)

    @Slot()
    def rappeler(self) -> None:
        """Note something to remember, about the dossier on show."""
        if self._peut():
            self.gestes.noter(self._fenetre.contexte, self._sujet())

    def _sujet(self) -> Sujet:
        """The pupil where a pupil is what is looked at, else the family, else nothing."""
        situation = self._fenetre.situation
        if situation is None:
            return Sujet()
        eleve_id = situation.eleve_id
        if self._fenetre.onglet in (Onglet.ELEVE, Onglet.SUIVI) and eleve_id is not None:
            return Sujet(None, eleve_id, f"Sur {dict(situation.enfants).get(eleve_id, 'cet élève')}.")
        return Sujet(situation.foyer_id, None, f"Sur la famille {situation.famille}.")

    @Slot()
    def a_traiter(self) -> None:
        """Show what waits, in the one window that there is of it; a teacher's own lines alone."""
        fenetre = self._ouverte()
        if fenetre is None:
            principale = self._fenetre
            qui = principale.executant, principale.bus, principale.contexte, principale
            if self._peut():
                fenetre = FenetreATraiter(*qui)
                fenetre.attente_demandee.connect(self.attente_demandee)
            else:
                fenetre = FenetreASuivre(*qui)
            fenetre.alerte_suivie.connect(self.alerte_suivie)
            fenetre.show()
        fenetre.raise_()
        fenetre.activateWindow()

    def fermer(self) -> None:
        """Another person or site: what waited there is no longer what is looked at."""
        if (ouverte := self._ouverte()) is not None:
            ouverte.close()

    def _ouverte(self) -> FenetreATraiter | FenetreASuivre | None:
        trouvees: list[FenetreATraiter | FenetreASuivre] = [
            *self._fenetre.findChildren(FenetreATraiter),
            *self._fenetre.findChildren(FenetreASuivre),
        ]
        return next((fenetre for fenetre in trouvees if fenetre.isVisible()), None)

    @Slot()
    def recents(self) -> None:
        """Offer the dossiers opened lately."""
        if self._peut():
            fenetre = FenetreRecents(self._fenetre.executant, self._fenetre.contexte, self._fenetre)
            fenetre.choisi.connect(self._ouvrir)
            fenetre.open()

    @Slot(object)
    def _ouvrir(self, foyer_id: int) -> None:
        self._fenetre.bus.ouvrir("foyer", foyer_id)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._fenetre.bus.refuser(texte_erreur(erreur).court)

    def _peut(self) -> bool:
        return self._fenetre.contexte.peut(Permission.CONSULTER)
