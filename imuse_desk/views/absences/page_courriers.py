"""The letters that the ladder asks for: seen one by one, written all at once, printed, withdrawn until one leaves."""

import uuid
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.relances import Canal
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.courriers import (
    ApercuCourriers,
    Ecrits,
    LigneCourrier,
    LotPasse,
    annuler_courriers,
    apercu_courriers,
    ecrire_courriers,
    marquer_courriers,
)
from imuse_desk.services.suivi.papier_courriers import PapierCourriers, imprimer_courriers, voir_courrier
from imuse_desk.views.absences import mots
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

CANAUX = [(Canal.LETTRE, "Lettre"), (Canal.COURRIEL, "Courriel, sinon lettre")]
UN_PAR_FOYER = "Un courrier par élève et par foyer à prévenir. Tant qu’aucun n’est parti, le lot peut être annulé."
GENRES = {"absence", "seance", "presence", "courrier_absence", "palier_absence", "message"}


class PageCourriers(QWidget):
    """``PageCourriers(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._apercu: ApercuCourriers | None = None
        self._lignes: dict[int, LigneCourrier] = {}
        self._lots: dict[uuid.UUID, LotPasse] = {}
        self._operation_id = uuid.uuid4()  # the same click twice writes once
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.perdus = Bandeau("warn", "")
        self.perdus.hide()
        self.canal = ListeChoix(CANAUX)
        self.canal.poser_valeur(Canal.LETTRE)
        self.lots = ListeChoix()
        self.imprimer = secondaire("Im&primer", "printer")
        self.marquer = secondaire("&Marquer envoyées", "check")
        self.retirer = secondaire("Ann&uler le lot")
        self.modele = ModeleFixe(mots.COLONNES_COURRIERS, self)
        self.table = TableListe("Courriers d’absence à écrire")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("check-circle", "Rien à écrire", "Aucun palier n’est atteint sans courrier."))
        self.carte = Carte("À écrire", pleine_largeur=True)
        self.voir = secondaire("&Voir le courrier…", "file-pdf")
        self.ecrire = primaire("É&crire…", "envelope-simple")
        self._composer()
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.canal.modifiee.connect(self.relire)
        self.lots.modifiee.connect(self._actualiser)
        self.table.choix_change.connect(self._actualiser)
        self.table.ouverte.connect(self._voir)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.voir.clicked.connect(self._voir)
        self.ecrire.clicked.connect(self._demander)
        self.imprimer.clicked.connect(self._imprimer)
        self.marquer.clicked.connect(self._marquer)
        self.retirer.clicked.connect(self._retirer)
        bus.change.connect(self._objets_changes)
        self._actualiser()

    def _composer(self) -> None:
        haut = rangee_de_listes(
            (
                ("Env&oi", self.canal, "Envoi des courriers", 190),
                ("&Lots écrits", self.lots, "Lots écrits", 300),
            )
        )
        haut.insertStretch(2, 1)
        for bouton in (self.imprimer, self.marquer, self.retirer):
            haut.addWidget(bouton)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("absences.courriers", "Courriers d’absence", mots.COURRIERS)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        bas = QHBoxLayout()
        bas.setSpacing(8)
        bas.addStretch(1)
        bas.addWidget(self.voir)
        bas.addWidget(self.ecrire)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        for contenu in (self.echec, self.perdus):
            page.addWidget(contenu)
        page.addWidget(self.carte, 1)
        page.addLayout(bas)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read what is due and the batches written."""
        lire = partial(apercu_courriers, self._ctx, Canal(self.canal.valeur()))
        self._executant.lire(lire, self._lu, self._refuse, cle="courriers")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES and self.isVisible():
            self.relire()

    @Slot(object)
    def _lu(self, apercu: ApercuCourriers) -> None:
        self._apercu = apercu
        self._lignes = dict(enumerate(apercu.lignes, start=1))
        self.modele.poser((rang, mots.cellules_courrier(x)) for rang, x in self._lignes.items())
        self.carte.titre.setText(f"À écrire ({len(apercu.lignes)})" if apercu.lignes else "À écrire")
        phrase = mots.dire_perdus(apercu)
        self.perdus.montrer("warn", phrase)
        self.perdus.setVisible(bool(phrase))
        choisi = self.lots.valeur()
        self._lots = {lot.operation_id: lot for lot in apercu.passes}
        self.lots.poser_choix([(ident, mots.dire_lot(lot)) for ident, lot in self._lots.items()])
        if self._lots:
            self.lots.poser_valeur(choisi if choisi in self._lots else next(iter(self._lots)))
        self._actualiser()

    @property
    def _choix(self) -> LigneCourrier | None:
        ident = self.table.choisi()
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @property
    def _lot(self) -> LotPasse | None:
        return self._lots.get(self.lots.valeur())

    @Slot()
    def _actualiser(self) -> None:
        partent = len(self._apercu.a_ecrire) if self._apercu is not None else 0
        self.ecrire.setText(f"É&crire {mots.COURRIERS.compte(partent)}…" if partent else "É&crire…")
        self.ecrire.setEnabled(bool(partent))
        self.voir.setEnabled(self._choix is not None)
        lot = self._lot
        self.imprimer.setEnabled(lot is not None and lot.lettres > 0)
        self.marquer.setEnabled(lot is not None and lot.lettres > 0 and lot.partis < lot.nombre)
        self.retirer.setEnabled(lot is not None and not lot.est_parti)

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        self._bus.ouvrir("foyer", self._lignes[ident].du.foyer_id)

    # ---- a batch

    @Slot()
    def _demander(self) -> None:
        if self._apercu is not None and self._apercu.a_ecrire:
            combien = mots.COURRIERS.compte(len(self._apercu.a_ecrire))
            demande = Confirmation(
                self, f"Écrire {combien}\u00a0?", UN_PAR_FOYER, f"Écrire {combien}",
                details=mots.details(self._apercu), nom_icone="envelope-simple",
            )  # fmt: skip
            demande.accepted.connect(self._ecrire)
            demande.open()

    @Slot()
    def _ecrire(self) -> None:
        if self._apercu is not None:
            self.ecrire.setEnabled(False)
            retenus = [x.retenu for x in self._apercu.a_ecrire]
            acte = partial(ecrire_courriers, self._ctx, self._apercu.canal, retenus, self._operation_id)
            self._executant.ecrire(acte, self._ecrits, self._refuse)

    @Slot(object)
    def _ecrits(self, fait: Fait[Ecrits]) -> None:
        clic, self._operation_id = self._operation_id, uuid.uuid4()
        self.echec.hide()
        dire_annulable(self._executant, self._bus, self._ctx, fait, mots.dire_ecrits(fait.resultat))
        if fait.resultat["lettres"]:
            self._montrer(partial(imprimer_courriers, self._ctx, clic))

    @Slot()
    def _imprimer(self) -> None:
        if self._lot is not None:
            self._montrer(partial(imprimer_courriers, self._ctx, self._lot.operation_id))

    @Slot()
    def _marquer(self) -> None:
        if self._lot is not None:
            acte = partial(marquer_courriers, self._ctx, self._lot.operation_id, uuid.uuid4())
            self._executant.ecrire(acte, self._marques, self._refuse)

    @Slot(object)
    def _marques(self, fait: Fait[int]) -> None:
        accord = "s" if fait.resultat > 1 else ""
        self.echec.hide()
        phrase = f"{mots.LETTRES.compte(fait.resultat)} marquée{accord} envoyée{accord} ce jour"
        dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot()
    def _retirer(self) -> None:
        if self._lot is not None:
            acte = partial(annuler_courriers, self._ctx, self._lot.operation_id, uuid.uuid4())
            self._executant.ecrire(acte, self._retires, self._refuse)

    @Slot(object)
    def _retires(self, fait: Fait[int]) -> None:
        self.echec.hide()
        self._bus.publier(fait.changements)
        self._bus.dire(f"Lot annulé, {mots.COURRIERS.compte(fait.resultat)} à écrire de nouveau")

    # ---- papers

    @Slot()
    def _voir(self) -> None:
        ligne = self._choix
        if ligne is not None:
            self._montrer(partial(voir_courrier, self._ctx, ligne))

    def _montrer(self, faire: Any) -> None:
        self._executant.lire(faire, self._montre, self._refuse, cle="papier")

    @Slot(object)
    def _montre(self, papier: PapierCourriers) -> None:
        self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
        self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
