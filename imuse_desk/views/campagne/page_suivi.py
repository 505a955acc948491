"""Where every pupil of the campaign stands: whom to call, whom to remind, which forms to hand out, and its end."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.campagne.dates import CampagneReglee, lire_campagne
from imuse_desk.services.campagne.relances import MotifRelance
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.suivi_campagne import (
    PIECES,
    SOURCE_SUIVI,
    ChoixSuivi,
    ComptesSuivi,
    choix_suivi,
    compter_suivi,
)
from imuse_desk.views.campagne.cloture import DialogueCloture
from imuse_desk.views.campagne.fiches import DialogueFiches
from imuse_desk.views.campagne.liste_suivi import ListeSuivi
from imuse_desk.views.campagne.mots import COLONNES, ELEVES, cellules
from imuse_desk.views.campagne.relance import DialogueRelance
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.onglet_liste import OngletListe
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.listes.outils import FicheListe

VIVANTS = frozenset({"eleve", "dossier", "piece", "campagne", "foyer", "message", "inscription"})
SANS_CAMPAGNE = "Aucune campagne sur ce site\u00a0: ouvrez-la à l’onglet Dates."


class PageSuivi(OngletListe):
    """``PageSuivi(executant, bus, ctx)`` then ``relire()``; it opens on who has not answered."""

    liste: ListeSuivi

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ListeSuivi())
        self._ctx = ctx
        self._campagne: CampagneReglee | None = None
        fiche = FicheListe("campagne", "Suivi de la campagne", ELEVES, genre="eleve")
        self.brancher_liste(COLONNES, cellules, SOURCE_SUIVI, fiche)
        self.liste.poser_filtre("", (EtatDossier.SANS_REPONSE.value,))
        self.portee = texte("", "second")
        self.clore = secondaire("&Clore la campagne…", "lock-simple")
        self.fiches = secondaire("&Fiches à signer…", "printer")
        self.relancer = primaire("&Relancer…", "paper-plane-tilt")
        self.clore.setVisible(ctx.peut(Permission.MODIFIER_TARIF))
        self.relancer.setVisible(ctx.peut(Permission.ENVOYER_COURRIER))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.liste, 1)
        page.addLayout(rangee_actions(self.portee, self.clore, self.fiches, self.relancer))
        suivre_le_regard(self)
        self.setFocusProxy(self.liste.table)
        self.clore.clicked.connect(self._clore)
        self.fiches.clicked.connect(self._fiches)
        self.relancer.clicked.connect(self._relancer)
        self.liste.table.ouverte.connect(self._ouvrir)
        self.liste.table.selectionModel().selectionChanged.connect(self._dire_portee)
        self.modele.modelReset.connect(self._dire_portee)
        bus.change.connect(self._objets_changes)
        self.outils.entrer(ctx)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the campaign, its teachers and courses, the list and the counts again."""
        self.executant.lire(partial(_lire, self.contexte), self._lus, cle="choix")
        self.relister()

    @Slot(object)
    def _lus(self, lus: tuple[CampagneReglee | None, ChoixSuivi]) -> None:
        self._campagne, choix = lus
        self.liste.proposer(choix)
        self._dire_portee()

    def _relister(self, total: int | None) -> None:
        super()._relister(total)
        filtre = Filtre(*self.liste.filtre())
        self.executant.lire(partial(compter_suivi, self.contexte, filtre), self._comptes, cle="comptes")

    @Slot(object)
    def _comptes(self, comptes: ComptesSuivi) -> None:
        self.liste.compter(comptes)

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & VIVANTS:
            self.modele.rafraichir()
            self.relire()

    # ---- what the acts are about

    @property
    def concernes(self) -> Sequence[int]:
        """The pupils chosen where several are, else those of the list."""
        choisis = self.liste.table.choisis()
        return choisis if len(choisis) > 1 else self.modele.ids

    @Slot()
    def _dire_portee(self) -> None:
        n, choisis = len(self.modele.ids), len(self.liste.table.choisis())
        campagne = self._campagne
        if campagne is None:
            mots = SANS_CAMPAGNE
        else:
            quoi = f"les {ELEVES.compte(choisis)} choisis" if choisis > 1 else f"la liste, {ELEVES.compte(n)}"
            close = f" Campagne close le {date_fr(campagne.close_le)}." if campagne.close_le else ""
            mots = f"Les actes portent sur {quoi}.{close}"
        self.portee.setText(mots)
        for bouton in (self.fiches, self.relancer):
            bouton.setEnabled(campagne is not None and n > 0)
        self.clore.setEnabled(campagne is not None and campagne.close_le is None)

    # ---- acts

    @Slot(object)
    def _ouvrir(self, ident: int) -> None:
        """The dossier opens in the main window, which this one stops hiding."""
        rangee = self.modele.ligne(ident)
        if rangee is not None:
            self.bus.ouvrir("dossier", rangee.ligne.dossier_id)
            self.window().showMinimized()

    @Slot()
    def _relancer(self) -> None:
        _, cles = self.liste.filtre()
        manquent = PIECES in cles or cles[:1] == (EtatDossier.INCOMPLETE.value,)
        motif = MotifRelance.PIECES if manquent else MotifRelance.SANS_REPONSE
        dialogue = DialogueRelance(self.executant, self.bus, self.contexte, self.concernes, motif, self)
        dialogue.open()

    @Slot()
    def _fiches(self) -> None:
        DialogueFiches(self.executant, self.bus, self.contexte, self.concernes, self).open()

    @Slot()
    def _clore(self) -> None:
        if self._campagne is not None:
            campagne = self._campagne
            DialogueCloture(self.executant, self.bus, self.contexte, campagne.campagne_id, self).open()


def _lire(ctx: Contexte) -> tuple[CampagneReglee | None, ChoixSuivi]:
    return lire_campagne(ctx), choix_suivi(ctx)
