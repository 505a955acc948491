"""Ctrl+P in the Suivi tab: the papers of the pupil on show, of a teacher's week, of the course opened."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.evaluations.outils import OutilsFeuille
from imuse_desk.views.papiers.porte import PortePapiers
from imuse_desk.views.suivi.onglet import OngletSuivi


class PapiersSuivi(QObject):
    """``porte`` is the menu; ``ouvrir()`` shows it for whoever is at the desk."""

    def __init__(self, onglet: OngletSuivi, executant: Executant, bus: Bus) -> None:
        super().__init__(onglet)
        self._onglet = onglet
        self.porte = PortePapiers(onglet, executant, bus, Sujet.ELEVE, self._contexte, self._vises)
        self.liste = QAction("Liste de classe du cours &choisi", self)
        self.liste.triggered.connect(self._imprimer_liste)
        self.vierge = QAction("Feuille de présence &vierge du mois", self)
        self.vierge.triggered.connect(self._imprimer_vierge)
        self.notes = QAction("Feuille de &notes", self)
        self.notes.triggered.connect(self._imprimer_notes)

    @Slot()
    def ouvrir(self) -> None:
        """Show the papers that fit."""
        onglet = self._onglet
        est_enseignant = onglet.contexte is not None and not onglet.contexte.peut(Permission.CONSULTER)
        est_ouvert = onglet.cours_ouvert is not None
        sans_cours = Sujet.ENSEIGNANT if est_enseignant else Sujet.ELEVE
        self.porte.sujet = Sujet.CRENEAU if est_ouvert else sans_cours
        self.liste.setEnabled(est_enseignant and not est_ouvert and onglet.mes_cours.cours_montre is not None)
        self.vierge.setEnabled(est_ouvert)
        self.notes.setEnabled(est_ouvert)
        est_montree = est_ouvert and self._feuille_montree() is not None
        self.porte.premiers = (self.notes,) if est_montree else ()
        self.porte.autres = (self.liste, self.vierge) if est_montree else (self.liste, self.vierge, self.notes)
        if onglet.contexte is not None:
            self.porte.ouvrir()

    def _contexte(self) -> Contexte:
        ctx = self._onglet.contexte
        if ctx is None:
            raise RuntimeError("nobody is at the desk")
        return ctx

    def _vises(self) -> Sequence[int]:
        onglet = self._onglet
        if self.porte.sujet is Sujet.CRENEAU and onglet.cours_ouvert is not None:
            return (onglet.cours_ouvert,)
        montre = onglet.enseignant_montre if self.porte.sujet is Sujet.ENSEIGNANT else onglet.eleve_montre
        return () if montre is None else (montre,)

    @Slot()
    def _imprimer_liste(self) -> None:
        creneau_id = self._onglet.mes_cours.cours_montre
        if creneau_id is not None:
            demande = Demande(GenrePapier.LISTE_CLASSE, Sujet.CRENEAU, (creneau_id,))
            self.porte.gestes.produire(self._contexte(), demande)

    def _feuille_montree(self) -> OutilsFeuille | None:
        """The tools of the sheet of marks on show."""
        outils = self._onglet.cours.findChildren(OutilsFeuille)
        return next((o for o in outils if o.isVisible() and o.imprimer.isVisible()), None)

    @Slot()
    def _imprimer_notes(self) -> None:
        """The sheet on show, else that of the period of the day."""
        feuille, creneau_id = self._feuille_montree(), self._onglet.cours_ouvert
        if feuille is not None:
            feuille.imprimer_feuille()
        elif creneau_id is not None:
            demande = Demande(GenrePapier.GRILLE_NOTES, Sujet.CRENEAU, (creneau_id,))
            self.porte.gestes.produire(self._contexte(), demande)

    @Slot()
    def _imprimer_vierge(self) -> None:
        creneau_id = self._onglet.cours_ouvert
        if creneau_id is not None:
            demande = Demande(GenrePapier.FEUILLE_PRESENCE, Sujet.CRENEAU, (creneau_id,), est_vierge=True)
            self.porte.gestes.produire(self._contexte(), demande)
