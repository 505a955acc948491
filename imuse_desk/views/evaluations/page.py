"""The page of evaluations of a course: the marks grid, what is refused, the comment, saved as one goes."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.collage import APPRECIATION, Cible
from imuse_desk.domain.erreurs import BaseInjoignable, BaseOccupee, Conflit, FormulaireInvalide, StockagePlein
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.suivi import MonCours
from imuse_desk.services.suivi.criteres import PeriodeVue, periode_du_jour
from imuse_desk.services.suivi.evaluations import cle_note, cle_texte, ecrire_notes
from imuse_desk.services.suivi.feuille import FeuilleVue, lire_feuille, lire_periodes
from imuse_desk.services.suivi.tableur import Difference
from imuse_desk.views.common.annulation import Annulation
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.evaluations.appreciation import EditeurAppreciation
from imuse_desk.views.evaluations.banque import BanquePhrases
from imuse_desk.views.evaluations.brouillon import BrouillonFeuille
from imuse_desk.views.evaluations.detail import DetailNote
from imuse_desk.views.evaluations.grille import GrilleNotes
from imuse_desk.views.evaluations.modele import ModeleNotes
from imuse_desk.views.evaluations.mots import mots_bareme, mots_conflit, mots_ecriture, mots_erreurs, mots_fermee
from imuse_desk.views.evaluations.outils import OutilsFeuille
from imuse_desk.views.evaluations.saisie import Ecart, FeuilleSaisie, Place
from imuse_desk.views.evaluations.tableur import EchangeTableur

SANS_PERIODE = (
    "Aucune période d’évaluation",
    "La direction crée les périodes de l’année dans Réglages › Évaluations.",
)
SANS_CRITERE = (
    "Aucun critère pour ce cours",
    "La direction choisit les types d’évaluation et leurs critères dans Réglages › Évaluations.",
)
SANS_ELEVE = ("Aucun élève pendant cette période", "Choisissez une autre période en haut de la page.")
_PASSAGERES = (BaseInjoignable, BaseOccupee, StockagePlein)
"""What may go by itself: the same writing can be asked for again."""
_TABLES = {"critere", "bareme", "type_evaluation", "periode_evaluation"}
Cle = tuple[int, int, int]
ECRITURE_MS = 30
"""A key is painted before its mark is written; what is typed meanwhile goes with it."""


class PageEvaluations(QWidget):
    """``entrer(ctx)``, ``ouvrir(course)``; ``outils`` stands beside the title, ``complement`` beside the sub-tabs."""

    feuille_montree = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._cours: MonCours | None = None
        self._periodes: tuple[PeriodeVue, ...] = ()
        self._voulue = ""
        self._ouvertes: dict[Cle, FeuilleSaisie] = {}
        self._vols: deque[tuple[Cle, str]] = deque()
        self._ecarts: list[Ecart] = []
        self._inscription: int | None = None
        self._bientot = QTimer(self)
        self._bientot.setSingleShot(True)
        self._bientot.setInterval(ECRITURE_MS)
        self._bientot.timeout.connect(self._ecrire_bientot)
        self._publie = False
        self._a_detailler: Place | None = None
        self._auteur = ""
        self._lue: FeuilleVue | None = None
        self.outils = OutilsFeuille(executant, bus)
        self.tableur = EchangeTableur(executant, bus, self)
        self.detail = DetailNote(executant, bus, self)
        self.complement = texte("", "second")
        self.modele = ModeleNotes(self)
        self.brouillon = BrouillonFeuille(executant, self.modele)
        self.grille = GrilleNotes(self.modele)
        self.fermee = Bandeau("info")
        self.conflit = Bandeau("warn")
        self.erreurs = Bandeau("bad")
        self.appreciation = EditeurAppreciation()
        self.banque = BanquePhrases(executant, bus, self.appreciation)
        self.vide = EtatVide("chart-line-up", *SANS_PERIODE)
        self._composer()
        self._brancher()

    def _composer(self) -> None:
        carte = Carte(pleine_largeur=True)
        carte.ajouter(self.grille, 1)
        bandes = QVBoxLayout()
        bandes.setContentsMargins(12, 0, 12, 0)
        bandes.setSpacing(4)
        for bande in (self.fermee, self.conflit, self.erreurs):
            bande.hide()
            bandes.addWidget(bande)
        carte.ajouter(bandes)
        carte.ajouter(self.appreciation)
        self.pile = QStackedWidget()
        self.pile.addWidget(self.vide)
        self.pile.addWidget(carte)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)

    def _brancher(self) -> None:
        self.modele.saisi.connect(self._saisi)
        self.grille.eleve_change.connect(self._eleve_change)
        self.grille.appreciation_demandee.connect(self.appreciation.taper)
        self.grille.dit.connect(self._dire)
        self.grille.refuse.connect(self._refuser_collage)
        self.grille.edition_finie.connect(self._edition_finie)
        self.grille.detail_demande.connect(self._detailler)
        self.appreciation.ecrite.connect(self._appreciation_ecrite)
        self.appreciation.quittee.connect(self.grille.setFocus)
        self.erreurs.suivi.connect(self._aller_a_l_erreur)
        self.conflit.suivi.connect(self._trancher)
        self.outils.periode_choisie.connect(self._choisir_periode)
        self.outils.a_relire.connect(self.relire)
        self.outils.exporter.triggered.connect(self.tableur.exporter)
        self.outils.reprendre.triggered.connect(self.tableur.reprendre)
        self.tableur.acceptees.connect(self._reprendre)
        self._bus.change.connect(self._objets_changes)
        self.setFocusProxy(self.grille)

    # ---- opening

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._rendre()
        for saisie in self._ouvertes.values():
            saisie.oublier()  # never written under the name of the next person
        self._ctx, self._cours, self._voulue = ctx, None, ""
        self.outils.entrer(ctx)
        self.tableur.entrer(ctx)
        self.detail.entrer(ctx)
        self.brouillon.entrer(ctx)
        self.banque.entrer(ctx)
        self._vider(*SANS_PERIODE)

    def ouvrir(self, cours: MonCours) -> None:
        """Show the sheet of a course, of the pupils of this weekly time, for the period of today or the one chosen."""
        self._rendre()
        self._cours = cours
        if self._ctx is not None:
            self._lire(partial(lire_periodes, self._ctx, cours.cours_id), self._periodes_lues)
            self.banque.relire()

    def _lire(self, fonction: Callable[[], Any], recu: Callable[[Any], None]) -> None:
        self._executant.lire(fonction, recu, self._illisible, cle=recu.__name__)

    @Slot(object)
    def _periodes_lues(self, periodes: tuple[PeriodeVue, ...]) -> None:
        ctx = self._ctx
        if ctx is None or self._cours is None:
            return
        self._periodes = periodes
        choisie = next((p for p in periodes if p.libelle == self._voulue), None)
        choisie = choisie or periode_du_jour(periodes, ctx.aujourdhui())
        if choisie is None:
            self._vider(*SANS_PERIODE)
        else:
            self._lire_feuille(choisie.id)

    @Slot(object)
    def _choisir_periode(self, periode_id: int) -> None:
        self._rendre()
        self._voulue = next((p.libelle for p in self._periodes if p.id == periode_id), "")
        self._lire_feuille(periode_id)

    @Slot()
    def relire(self) -> None:
        """Read the sheet again."""
        saisie = self.modele.saisie
        if saisie is not None:
            self._lire_feuille(saisie.feuille.periode.id)

    def _lire_feuille(self, periode_id: int) -> None:
        if self._ctx is not None and self._cours is not None:
            cours = self._cours
            lecture = partial(lire_feuille, self._ctx, cours.cours_id, periode_id, cours.creneau_id)
            self._lire(lecture, self._feuille_lue)

    @Slot(object)
    def _feuille_lue(self, vue: FeuilleVue) -> None:
        if self._cours is None or vue.cours_id != self._cours.cours_id:
            return
        if self.grille.est_en_edition:
            self._lue = vue  # the cell being typed in is left first
            return
        self._lue = None
        self._poser(vue)

    @Slot()
    def _edition_finie(self) -> None:
        if self._lue is not None:
            QTimer.singleShot(0, self, self._poser_la_lue)

    @Slot()
    def _poser_la_lue(self) -> None:
        if self._lue is not None:
            self._feuille_lue(self._lue)

    def _poser(self, vue: FeuilleVue) -> None:
        self.appreciation.rendre()
        creneau_id = self._cours.creneau_id if self._cours is not None else 0
        cle = (vue.cours_id, vue.periode.id, creneau_id)
        montree = self.modele.saisie
        if montree is not None and montree.cle_feuille != cle:
            self._ecarts = []
        ouverte = self._ouvertes.get(cle)
        saisie = ouverte.relire(vue) if ouverte is not None else FeuilleSaisie(vue, creneau_id)
        self._ouvertes = {c: s for c, s in self._ouvertes.items() if s.est_a_garder} | {cle: saisie}
        self.modele.poser(saisie)
        self.outils.montrer(vue, self._periodes, saisie)
        self.tableur.suivre(saisie)
        self.complement.setText(mots_bareme(vue))
        if not vue.criteres or not vue.eleves:
            self._vider(*(SANS_ELEVE if vue.criteres else SANS_CRITERE), garde=True)
        else:
            self.pile.setCurrentIndex(1)
        self._actualiser()
        self._eleve_change(self.grille.currentIndex().row())
        self.brouillon.suivre(saisie)
        self.feuille_montree.emit(vue)
        self._ecrire(saisie)

    def _vider(self, titre: str, phrase: str, *, garde: bool = False) -> None:
        if not garde:
            self.modele.poser(None)
            self.outils.vider()
            self.complement.setText("")
        self.vide.dire(titre, phrase)
        self.pile.setCurrentIndex(0)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self._vider(message.phrase, message.remede)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        self.outils.setVisible(self.outils.parentWidget() is not None)
        self.complement.setVisible(self.complement.parentWidget() is not None)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802, D102
        super().hideEvent(event)
        self._rendre()
        for widget in (self.outils, self.complement):
            if widget.parentWidget() is not None:
                widget.hide()

    # ---- typing and writing

    def _rendre(self) -> None:
        """What is being typed goes to the sheet on show, before it is left, and on its way to the base."""
        self.appreciation.rendre()
        self._ecrire_bientot()

    @Slot()
    def _saisi(self) -> None:
        saisie = self.modele.saisie
        if saisie is not None:
            self._actualiser()
            rang = saisie.rang_de(self._inscription)
            zone = self.appreciation.zone
            if rang is not None and not zone.hasFocus() and zone.toPlainText() != saisie.edite(rang, APPRECIATION):
                self._eleve_change(rang)
            self._bientot.start()

    @Slot()
    def _ecrire_bientot(self) -> None:
        saisie = self.modele.saisie
        if saisie is not None:
            self._ecrire(saisie)

    def _ecrire(self, saisie: FeuilleSaisie) -> None:
        commande = saisie.prendre()
        if commande is None or self._ctx is None:
            return
        self._vols.append((saisie.cle_feuille, mots_ecriture(saisie, commande)))
        self.outils.dire_enregistrement("")
        self._executant.ecrire(partial(ecrire_notes, self._ctx, commande), self._ecrites, self._pas_ecrites)

    @Slot(object)
    def _ecrites(self, fait: Fait[dict[str, int]]) -> None:
        cle, mots = self._vols.popleft()
        saisie = self._ouvertes[cle]
        saisie.ecrit(fait.resultat)
        self._publie = True
        self._bus.publier(fait.changements)
        self._publie = False
        if fait.changements.objets and self._ctx is not None:
            self._bus.dire(mots, Annulation(self._executant, self._bus, self._ctx, fait).lancer)
        if saisie is self.modele.saisie:
            self.outils.dire_enregistrement(self._heure())
        self._ecrire(saisie)
        if saisie is self.modele.saisie and self._a_detailler is not None and not saisie.attend:
            self._detailler(self._a_detailler)

    @Slot(object)
    def _pas_ecrites(self, erreur: Exception) -> None:
        cle, _mots = self._vols.popleft()
        saisie = self._ouvertes[cle]
        saisie.pas_ecrit()
        if isinstance(erreur, _PASSAGERES):
            self.outils.dire_echec()
            self.erreurs.montrer("bad", texte_erreur(erreur).court, [("reessayer", "Réessayer")])
            self.erreurs.show()
            return
        if isinstance(erreur, FormulaireInvalide):  # a scale changed meanwhile: the other cells go on
            saisie.refuser(erreur.erreurs)
        elif isinstance(erreur, Conflit):
            self._ecarts = saisie.ecarts(erreur.champs)
            self._auteur = erreur.auteur
            saisie.abandonner(erreur.champs)
        else:
            saisie.tout_abandonner()
            self._bus.refuser(texte_erreur(erreur).court)
        self.outils.dire_echec()
        self.relire()

    def _heure(self) -> str:
        ctx = self._ctx
        return f"{ctx.maintenant().astimezone(ZoneInfo(ctx.fuseau)):%H:%M}" if ctx is not None else ""

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        """Another desk, or another page, wrote on a sheet; what this page wrote is shown already."""
        genres = changements.genres
        if "feuille_evaluation" in genres and not self._publie:
            self.relire()
        if genres & _TABLES and self._cours is not None:
            self.ouvrir(self._cours)
        if "phrase" in genres:
            self.banque.relire()

    # ---- the pupil on show

    @Slot(int)
    def _eleve_change(self, rang: int) -> None:
        self.appreciation.rendre()  # to the pupil that it was typed for
        saisie = self.modele.saisie
        if saisie is None or not 0 <= rang < len(saisie.rangees):
            self._inscription = None
            self.appreciation.montrer("", "", est_fermee=True)
            return
        rangee = saisie.rangees[rang]
        self._inscription = rangee.eleve.inscription_id
        nom = f"{rangee.eleve.prenom} {rangee.eleve.nom}".strip()
        self.appreciation.montrer(nom, saisie.edite(rang, APPRECIATION), est_fermee=saisie.est_fermee)

    @Slot(str)
    def _appreciation_ecrite(self, contenu: str) -> None:
        saisie = self.modele.saisie
        rang = saisie.rang_de(self._inscription) if saisie is not None else None
        if rang is not None:
            self.modele.saisir([Cible(rang, APPRECIATION, contenu)])

    @Slot(object)
    def _reprendre(self, differences: tuple[Difference, ...]) -> None:
        """What a workbook changes is typed as one act: saved, and undone, as any other."""
        saisie = self.modele.saisie
        if saisie is not None:
            places = [
                (saisie.place(cle_texte(d.inscription_id)), d.nouveau)
                if d.critere_id is None
                else (saisie.place(cle_note(d.inscription_id, d.critere_id)), d.nouveau)
                for d in differences
            ]
            n = self.modele.saisir([Cible(*place, nouveau) for place, nouveau in places if place is not None])
            self._dire(f"{n} cases reprises du classeur")

    @Slot(object)
    def _detailler(self, place: Place) -> None:
        saisie = self.modele.saisie
        if saisie is not None and saisie.attend:
            self._a_detailler = place  # its mark is written first
            self._ecrire(saisie)
        elif saisie is not None:
            self._a_detailler = None
            self.detail.ouvrir(saisie, place)

    # ---- what is said

    def _actualiser(self) -> None:
        """The bands under the grid: locked, another desk, refused."""
        saisie = self.modele.saisie
        fermee, conflit, refus = "", "", ""
        if saisie is not None:
            fermee, refus = mots_fermee(saisie.feuille), mots_erreurs(saisie)
            self.brouillon.garder(saisie)
            conflit = mots_conflit(saisie, self._ecarts, self._auteur) if self._ecarts else ""
        trancher = [("sienne", "Garder la mienne"), ("autre", "Garder l’autre")]
        self._montrer(self.fermee, "info", fermee, [])
        self._montrer(self.conflit, "warn", conflit, trancher)
        self._montrer(self.erreurs, "bad", refus, [("aller", "Aller à la case")])

    def _montrer(self, bande: Bandeau, ton: Ton, phrase: str, liens: list[tuple[str, str]]) -> None:
        """A band that says the same is left alone: laying it out again costs more than a key."""
        if phrase and (phrase != bande.phrase or bande.isHidden()):
            bande.montrer(ton, phrase, liens)
        bande.setVisible(bool(phrase))

    @Slot(str)
    def _dire(self, mots: str) -> None:
        self._bus.dire(mots)

    @Slot(object)
    def _refuser_collage(self, erreur: Exception) -> None:
        self.erreurs.montrer("bad", texte_erreur(erreur).court)
        self.erreurs.show()

    @Slot(str)
    def _aller_a_l_erreur(self, cle: str) -> None:
        saisie = self.modele.saisie
        if saisie is None:
            return
        if cle == "reessayer":
            self._actualiser()
            self._ecrire(saisie)
        elif erreurs := saisie.erreurs():
            self.grille.viser(*erreurs[0][0])

    @Slot(str)
    def _trancher(self, cle: str) -> None:
        """Mine is written over the other desk's, which was shown; or it is dropped."""
        ecarts, self._ecarts = self._ecarts, []
        if cle == "sienne":
            self.modele.saisir([Cible(e.rang, e.colonne, e.sienne) for e in ecarts])
        self._actualiser()
        self.grille.setFocus()
