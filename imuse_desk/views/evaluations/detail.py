"""The detail of a mark: its day, what was played or chosen, a word on it."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.collage import APPRECIATION
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.details import (
    CHOIX_MAX,
    Cellule,
    DetailVu,
    EcrireDetail,
    ecrire_detail,
    lire_detail,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.evaluations.mots import nom_de_case
from imuse_desk.views.evaluations.saisie import FeuilleSaisie, Place


class DetailNote(QObject):
    """``ouvrir(sheet, place)`` reads the mark and shows its detail."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget) -> None:
        super().__init__(parent)
        self._executant, self._bus, self._parent = executant, bus, parent
        self._ctx: Contexte | None = None
        self._cellule: Cellule | None = None
        self._version, self._nom, self._est_fermee = 0, "", False
        self.demande: Demande | None = None

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._cellule = ctx, None

    def ouvrir(self, saisie: FeuilleSaisie, place: Place) -> None:
        """Ask for the detail of the mark of a cell; the comment and an empty cell have none."""
        rang, colonne = place
        if self._ctx is None or colonne == APPRECIATION:
            return
        feuille = saisie.feuille
        self._cellule = Cellule(
            feuille.cours_id, feuille.periode.id, saisie.rangees[rang].eleve.inscription_id, saisie.criteres[colonne].id
        )
        self._nom, self._est_fermee = nom_de_case(saisie, place), saisie.est_fermee
        self._executant.lire(partial(lire_detail, self._ctx, self._cellule), self._lu, self._refuse, cle="detail")

    @Slot(object)
    def _lu(self, detail: DetailVu) -> None:
        self._version = detail.version
        champs = [
            ("le", "&Date", EditeurDate(), True),
            ("choix", "&Choix", LigneTexte(CHOIX_MAX, "morceau, programme…"), False),
            ("appreciation", "&Appréciation", ZoneTexte(3, APPRECIATION_MAX), False),
        ]
        phrase = f"Note donnée par {detail.par}. Le choix et l’appréciation s’impriment à côté d’elle."
        self.demande = Demande(self._parent, self._nom, phrase, "Enregistrer", champs)
        self.demande.poser({"le": detail.le, "choix": detail.choix, "appreciation": detail.appreciation})
        if self._est_fermee:
            self.demande.formulaire.lecture_seule(est_lecture=True)
            self.demande.confirmer.hide()
        self.demande.validee.connect(self._ecrire)
        self.demande.open()

    @Slot(object)
    def _ecrire(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is not None and self._cellule is not None:
            commande = EcrireDetail(self._cellule, version=self._version, **valeurs)
            self._executant.ecrire(partial(ecrire_detail, self._ctx, commande), self._ecrit, self._pas_ecrit)

    @Slot(object)
    def _ecrit(self, fait: Fait[int]) -> None:
        if self.demande is not None and self._ctx is not None:
            self.demande.accept()
            self.demande = None
            dire_annulable(self._executant, self._bus, self._ctx, fait, f"Détail enregistré\u00a0: {self._nom}")

    @Slot(object)
    def _pas_ecrit(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._bus.refuser(texte_erreur(erreur).court)
