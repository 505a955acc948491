"""What stands at the right of the course's title: saved or not, the period, validating."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from imuse_desk.domain.evaluations import EtatFeuille
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.papiers.demande import Demande as PapierDemande
from imuse_desk.services.papiers.demande import GenrePapier, Sujet
from imuse_desk.services.suivi.criteres import PeriodeVue
from imuse_desk.services.suivi.feuille import FeuilleVue
from imuse_desk.services.suivi.validation import MOTIF_MAX, rouvrir_feuille, valider_feuille
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.boutons import icone_seule, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import LigneTexte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.evaluations.saisie import FeuilleSaisie
from imuse_desk.views.papiers.gestes import GestesPapiers


class OutilsFeuille(QWidget):
    """``periode_choisie(id)`` from the menu of periods; ``a_relire()`` once the sheet was validated or opened again."""

    periode_choisie = Signal(object)
    a_relire = Signal()

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._saisie: FeuilleSaisie | None = None
        self._demande: Demande | None = None
        self.setObjectName("contenu")
        self.enregistre = Puce()
        self.periode = secondaire("", "calendar")
        self.menu = QMenu(self)
        self.periode.setMenu(self.menu)
        self.imprimer = icone_seule("printer", "Imprimer la feuille de notes")
        self.papiers = GestesPapiers(executant, bus, self, bus.dire)
        self.tableur = icone_seule("table", "Tableur")
        self.menu_tableur = QMenu(self)
        self.exporter = self.menu_tableur.addAction("Exporter vers un tableur…")
        self.reprendre = self.menu_tableur.addAction("Reprendre un classeur rempli…")
        self.tableur.setMenu(self.menu_tableur)
        self.valider = secondaire("&Valider", "seal-check")
        self.rouvrir = secondaire("&Rouvrir…", "lock-simple-open")
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(8)
        for widget in (self.enregistre, self.periode, self.imprimer, self.tableur, self.valider, self.rouvrir):
            rangee.addWidget(widget)
        self.imprimer.clicked.connect(self.imprimer_feuille)
        self.valider.clicked.connect(self._demander_validation)
        self.rouvrir.clicked.connect(self._demander_motif)
        self.vider()

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx

    def vider(self) -> None:
        """No sheet is on show."""
        self._saisie = None
        self.enregistre.montrer("", "ok")
        for bouton in (self.periode, self.imprimer, self.tableur, self.valider, self.rouvrir):
            bouton.hide()

    def montrer(self, vue: FeuilleVue, periodes: tuple[PeriodeVue, ...], saisie: FeuilleSaisie) -> None:
        """The sheet on show and the periods that may be chosen."""
        if self._saisie is None or self._saisie.cle_feuille != saisie.cle_feuille:
            self.enregistre.montrer("", "ok")
        self._saisie = saisie
        est_validee = vue.etat is EtatFeuille.VALIDEE
        etat = "validé" if est_validee else "clos" if vue.fermee else "ouvert"
        if vue.periode.genre == "session":
            etat += "e"
        self.periode.setText(f"{vue.periode.libelle}, {etat}")
        self.menu.clear()
        groupe = QActionGroup(self.menu)
        for periode in periodes:
            action = self.menu.addAction(periode.libelle.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(periode.id == vue.periode.id)
            action.setData(periode.id)
            groupe.addAction(action)
            action.triggered.connect(self._choisie)
        self.periode.show()
        for bouton in (self.imprimer, self.tableur):
            bouton.setVisible(bool(vue.eleves and vue.criteres))
        self.reprendre.setEnabled(not vue.fermee)
        peut = vue.peut_valider and vue.fermee != "annee_close"
        self.valider.setVisible(peut and not est_validee and bool(vue.eleves))
        self.rouvrir.setVisible(peut and est_validee)

    @Slot()
    def _choisie(self) -> None:
        action = self.sender()
        if action is not None and hasattr(action, "data"):
            self.periode_choisie.emit(action.data())

    def dire_enregistrement(self, heure: str) -> None:
        """Saved at this time; while it is on its way, without one."""
        if heure:
            self.enregistre.montrer(f"Enregistré à {heure}", "ok", "check")
        else:
            self.enregistre.montrer("Enregistrement…", "neutral", "hourglass-medium")

    def dire_echec(self) -> None:
        """Something typed is not recorded."""
        self.enregistre.montrer("Non enregistré", "bad", "warning-circle")

    @Slot()
    def imprimer_feuille(self) -> None:
        """The sheet on show as a paper."""
        saisie, ctx = self._saisie, self._ctx
        if saisie is not None and ctx is not None:
            periode_id = saisie.feuille.periode.id
            demande = PapierDemande(
                GenrePapier.GRILLE_NOTES, Sujet.CRENEAU, (saisie.creneau_id,), periode_id=periode_id
            )
            self.papiers.produire(ctx, demande)

    # ---- validating

    @Slot()
    def _demander_validation(self) -> None:
        saisie = self._saisie
        if saisie is None:
            return
        notes, textes = saisie.vides()
        comptes = (
            ("Cases sans note ni absence", notes), ("Élèves sans appréciation", textes),
            ("Saisies refusées, non enregistrées", len(saisie.erreurs())),
        )  # fmt: skip
        question = Confirmation(
            self, f"Valider {saisie.feuille.cours}, {saisie.feuille.periode.libelle}\u00a0?",
            "Les enseignants ne pourront plus la modifier.", "Valider la feuille",
            details=[(mots, str(n)) for mots, n in comptes if n], nom_icone="seal-check",
        )  # fmt: skip
        question.accepted.connect(self._valider)
        question.open()

    @Slot()
    def _valider(self) -> None:
        saisie = self._saisie
        if saisie is not None and self._ctx is not None:
            feuille = saisie.feuille
            self._executant.ecrire(
                partial(valider_feuille, self._ctx, feuille.cours_id, feuille.periode.id, feuille.version),
                self._validee, self._refusee,
            )  # fmt: skip

    @Slot(object)
    def _validee(self, fait: Fait[int]) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, "Feuille validée")
        self.a_relire.emit()

    @Slot()
    def _demander_motif(self) -> None:
        if self._saisie is None:
            return
        champs = [("motif", "&Motif", LigneTexte(MOTIF_MAX), True)]
        phrase = "Les enseignants pourront de nouveau la modifier\u00a0; le motif reste sur la feuille."
        self._demande = Demande(self, "Rouvrir la feuille", phrase, "Rouvrir la feuille", champs)
        self._demande.validee.connect(self._rouvrir)
        self._demande.open()

    @Slot(object)
    def _rouvrir(self, valeurs: dict[str, str]) -> None:
        saisie = self._saisie
        if saisie is not None and self._ctx is not None:
            feuille = saisie.feuille
            acte = partial(rouvrir_feuille, self._ctx, feuille.cours_id, feuille.periode.id, feuille.version)
            self._executant.ecrire(partial(acte, valeurs["motif"]), self._rouverte, self._pas_rouverte)

    @Slot(object)
    def _pas_rouverte(self, erreur: Exception) -> None:
        if self._demande is not None:
            self._demande.refuser(erreur)

    @Slot(object)
    def _rouverte(self, fait: Fait[int]) -> None:
        if self._demande is not None:
            self._demande.accept()
            self._demande = None
        self._bus.publier(fait.changements)
        self._bus.dire("Feuille rouverte")
        self.a_relire.emit()

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
        self.a_relire.emit()
