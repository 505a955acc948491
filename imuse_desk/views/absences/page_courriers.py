"""The letters that the ladder asks for: seen one by one, written all at once, printed, withdrawn until one leaves."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.relances import Canal
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.suivi.courriers import (
    ApercuCourriers,
    Ecrits,
    LigneCourrier,
    annuler_courriers,
    apercu_courriers,
    ecrire_courriers,
    marquer_courriers,
)
from imuse_desk.services.suivi.papier_courriers import imprimer_courriers, voir_courrier
from imuse_desk.views.absences import mots
from imuse_desk.views.absences.lots import ActesLot, PageLots
from imuse_desk.views.absences.proposition import PropositionCopies
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

CANAUX = [(Canal.LETTRE, "Lettre"), (Canal.COURRIEL, "Courriel, sinon lettre")]
UN_PAR_FOYER = "Un courrier par élève et par foyer à prévenir. Tant qu’aucun n’est parti, le lot peut être annulé."
GENRES = {"absence", "seance", "presence", "courrier_absence", "palier_absence", "message"}

ACTES = ActesLot(
    imprimer_courriers, marquer_courriers, annuler_courriers, mots.COURRIERS, mots.LETTRES, "à écrire de nouveau"
)


class PageCourriers(PageLots):
    """``PageCourriers(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, ACTES)
        self._apercu: ApercuCourriers | None = None
        self._lignes: dict[int, LigneCourrier] = {}
        self.perdus = Bandeau("warn", "")
        self.perdus.hide()
        self.copies = PropositionCopies(executant, ctx)
        self.canal = ListeChoix(CANAUX)
        self.canal.poser_valeur(Canal.LETTRE)
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
        self.table.choix_change.connect(self.actualiser)
        self.table.ouverte.connect(self._voir)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.voir.clicked.connect(self._voir)
        self.ecrire.clicked.connect(self._demander)
        bus.change.connect(self._objets_changes)
        self.actualiser()

    def _composer(self) -> None:
        haut = rangee_de_listes(
            (
                ("Env&oi", self.canal, "Envoi des courriers", 190),
                ("&Lots écrits", self.lots, "Lots écrits", 300),
            )
        )
        haut.insertStretch(2, 1)
        self.lots.poser_dans(haut)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("absences.courriers", "Courriers d’absence", mots.COURRIERS)
        self.outils = ListeEnCarte(self._executant, self._bus, self._ctx).outiller(self.carte, self.table, fiche)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addLayout(haut)
        for contenu in (self.echec, self.perdus, self.copies):
            page.addWidget(contenu)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(None, self.voir, self.ecrire))

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read what is due and the batches written."""
        lire = partial(apercu_courriers, self._ctx, Canal(self.canal.valeur()))
        self._executant.lire(lire, self._lu, self.refuser, cle="courriers")

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
        self.lots.poser(apercu.passes)
        self.actualiser()

    @property
    def _choix(self) -> LigneCourrier | None:
        ident = self.table.choisi()
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @Slot()
    def actualiser(self) -> None:
        """Say what would be written, and what may be done."""
        partent = len(self._apercu.a_ecrire) if self._apercu is not None else 0
        self.ecrire.setText(f"É&crire {mots.COURRIERS.compte(partent)}…" if partent else "É&crire…")
        self.ecrire.setEnabled(bool(partent))
        self.voir.setEnabled(self._choix is not None)

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
            self._executant.ecrire(acte, self._ecrits, self.refuser)

    @Slot(object)
    def _ecrits(self, fait: Fait[Ecrits]) -> None:
        self.copies.proposer()
        self.dire_ecrits(fait, mots.dire_ecrits(fait.resultat), fait.resultat["lettres"])

    # ---- papers

    @Slot()
    def _voir(self) -> None:
        ligne = self._choix
        if ligne is not None:
            self.montrer_papier(partial(voir_courrier, self._ctx, ligne))
