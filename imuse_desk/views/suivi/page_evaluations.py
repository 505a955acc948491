"""The evaluations of a pupil in a course: the manual's table of a period, each mark with its detail, the comment.

The marks are those of the grid of the course, written by the same services.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Conflit, Invalide
from imuse_desk.domain.evaluations import APPRECIATION_MAX
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.suivi import CoursDuSuivi
from imuse_desk.services.suivi.details import EcrireDetail, ecrire_detail
from imuse_desk.services.suivi.evaluations import EcrireNotes, TexteEcrit, ecrire_notes, lire_appreciation
from imuse_desk.services.suivi.evaluations_eleve import EvaluationsEleve, LigneEvaluation, lire_evaluations_eleve
from imuse_desk.views.bulletins.carte_eleve import CarteBulletins
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.filtres import rangee_de_listes
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.page_demandes import PageDemandes
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import texte
from imuse_desk.views.evaluations.mots import mots_fermee
from imuse_desk.views.suivi import mots_evaluations as mots
from imuse_desk.views.suivi.detail_evaluation import DetailEvaluation
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

GENRES = {"feuille_evaluation", "critere", "bareme", "type_evaluation", "periode_evaluation"}


class PageEvaluationsEleve(PageDemandes):
    """``entrer(ctx)`` then ``ouvrir(cours)``."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._cours: CoursDuSuivi | None = None
        self._periode: int | None = None
        self.lues: EvaluationsEleve | None = None
        self.detail: DetailEvaluation | None = None
        self.carte = Carte("Évaluations", pleine_largeur=True)
        self.etat = Puce("", "neutral", parent=self)
        self.periodes = ListeChoix()
        self.table = TableListe("Évaluations")
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table.brancher(self.modele)
        for rang, colonne in enumerate(mots.COLONNES):
            if colonne.cle in mots.LARGES:
                self.table.horizontalHeader().setSectionResizeMode(rang, QHeaderView.ResizeMode.Stretch)
        self.fermee = Bandeau("info")
        self.moyenne = texte("", "fort", replie=True)
        self.ouvrir_detail = secondaire("&Détail…", "pencil-simple")
        self.commentaire = Carte("Appréciation de la période")
        self.texte = texte("", replie=True)
        self.modifier = secondaire("Modifier l’appré&ciation…", "pencil-simple")
        self.bulletins = CarteBulletins()
        self.bulletins.brancher(executant, bus)
        self.vide = EtatVide("chart-line-up", *mots.SANS_PERIODE)
        self._composer()
        self.periodes.modifiee.connect(self._choisir_periode)
        self.table.ouverte.connect(self._detailler)
        self.table.lien_suivi.connect(self._detailler)
        self.table.choix_change.connect(self._choisie)
        self.ouvrir_detail.clicked.connect(self._detailler_le_choisi)
        self.modifier.clicked.connect(self._demander_texte)
        bus.change.connect(self._objets_changes)

    def _composer(self) -> None:
        self.carte.outils.addWidget(self.etat)
        self.carte.outils.addLayout(rangee_de_listes([("&Période", self.periodes, "Période", 220)]))
        self.carte.ajouter(self.fermee)
        self.carte.ajouter(self.table)
        self.carte.ajouter(self.vide)
        self.bas = QWidget()
        self.bas.setObjectName("contenu")
        rangee = QHBoxLayout(self.bas)
        rangee.setContentsMargins(16, 4, 14, 10)
        rangee.addWidget(self.moyenne, 1)
        rangee.addWidget(self.ouvrir_detail)
        self.carte.ajouter(self.bas)
        ligne = QHBoxLayout()
        ligne.addWidget(self.texte, 1)
        ligne.addWidget(self.modifier)
        self.commentaire.ajouter(ligne)
        self.colonne = QVBoxLayout(self)
        self.colonne.setContentsMargins(0, 0, 0, 0)
        self.colonne.setSpacing(12)
        self.colonne.addWidget(self.carte)
        self.colonne.addWidget(self.commentaire)
        self.colonne.addWidget(self.bulletins)
        self.colonne.addStretch(1)
        self._dire_vide(*mots.SANS_PERIODE)

    # ---- reading

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx, self._cours, self._periode, self.lues = ctx, None, None, None
        self._dire_vide(*mots.SANS_PERIODE)
        self.bulletins.montrer(ctx, None)

    def ouvrir(self, cours: CoursDuSuivi) -> None:
        """Read the evaluations of a pupil's course; the period stays where this course has it."""
        self._cours = cours
        self._lire()
        if self._ctx is not None:
            self.bulletins.montrer(self._ctx, cours.eleve_id)

    def _lire(self) -> None:
        if self._ctx is not None and self._cours is not None:
            lecture = partial(lire_evaluations_eleve, self._ctx, self._cours.inscription_id, self._periode)
            self._executant.lire(lecture, self._lues, self._illisible, cle="evaluations")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & GENRES:
            self._lire()

    @Slot()
    def _choisir_periode(self) -> None:
        choisie = self.periodes.valeur()
        if choisie != self._periode:
            self._periode = choisie
            self._lire()

    @Slot(object)
    def _lues(self, lues: EvaluationsEleve) -> None:
        self.lues = lues
        feuille = lues.feuille
        if feuille is None:
            self._dire_vide(*mots.SANS_PERIODE)
            return
        self._periode = feuille.periode.id
        self.periodes.poser_choix([(p.id, p.libelle) for p in lues.periodes])
        self.periodes.poser_valeur(feuille.periode.id)
        self.periodes.setEnabled(True)
        self.etat.montrer(*mots.dire_etat(feuille))
        pourquoi = mots_fermee(feuille)
        self.fermee.setVisible(bool(pourquoi))
        if pourquoi:
            self.fermee.montrer("info", pourquoi)
        self.modele.poser((ligne.critere.id, mots.cellules(ligne)) for ligne in lues.lignes)
        self.table.figer_hauteur()
        self.moyenne.setText(mots.dire_moyenne(feuille))
        dit = feuille.eleves[0].appreciation if feuille.eleves else ""
        self.texte.setText(dit or "Pas encore d’appréciation.")
        self.modifier.setVisible(not feuille.fermee)
        if not lues.lignes:
            sans = mots.ABSENT_DE_LA_PERIODE if feuille.criteres and not feuille.eleves else mots.SANS_CRITERE
            self._dire_vide(*sans, commentaire=bool(feuille.eleves))
        else:
            self._montrer_table(est_montree=True)
            self.commentaire.show()
        if lues.lignes and self.table.choisi() is None:
            self.table.choisir(lues.lignes[0].critere.id)
        self._choisie(self.table.choisi())
        if self.detail is not None:
            self.detail.relire(self._ligne(self.detail.critere_id))

    def _dire_vide(self, titre: str, phrase: str, *, commentaire: bool = False) -> None:
        self.vide.dire(titre, phrase)
        self._montrer_table(est_montree=False)
        self.commentaire.setVisible(commentaire)

    def _montrer_table(self, *, est_montree: bool) -> None:
        self.vide.setVisible(not est_montree)
        for widget in (self.table, self.bas):
            widget.setVisible(est_montree)
        if self.lues is None or self.lues.feuille is None:
            self.etat.montrer("", "neutral")
            self.fermee.hide()
            self.periodes.poser_choix([])
            self.periodes.setEnabled(False)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self.lues = None
        self._dire_vide(message.phrase, message.remede)

    # ---- the detail of a mark

    def _ligne(self, critere_id: object) -> LigneEvaluation | None:
        lignes = self.lues.lignes if self.lues is not None else ()
        return next((ligne for ligne in lignes if ligne.critere.id == critere_id), None)

    @Slot(object)
    def _choisie(self, ident: object) -> None:
        self.ouvrir_detail.setEnabled(self._ligne(ident) is not None)

    @Slot()
    def _detailler_le_choisi(self) -> None:
        self._detailler(self.table.choisi())

    @Slot(object)
    def _detailler(self, critere_id: object, _colonne: str = "") -> None:
        ligne = self._ligne(critere_id)
        if ligne is None or self.lues is None or self.lues.feuille is None or self._ctx is None:
            return
        self.detail = DetailEvaluation(self, ligne, self.lues.feuille, self._ctx.aujourdhui())
        self.detail.validee.connect(self._ecrire_detail)
        self.detail.finished.connect(self._detail_ferme)
        self.detail.open()

    @Slot(object)
    def _ecrire_detail(self, _valeurs: dict[str, Any]) -> None:
        if self._ctx is not None and self.detail is not None:
            commande: EcrireDetail = self.detail.commande()
            self._executant.ecrire(partial(ecrire_detail, self._ctx, commande), self._detail_ecrit, self._detail_refuse)

    @Slot(object)
    def _detail_ecrit(self, fait: Fait[int]) -> None:
        nom = self.detail.nom if self.detail is not None else ""
        if self.detail is not None:
            self.detail.accept()
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, f"Évaluation enregistrée\u00a0: {nom}")

    @Slot(object)
    def _detail_refuse(self, erreur: Exception) -> None:
        if self.detail is not None:
            self.detail.refuser(erreur)
        if isinstance(erreur, Conflit):
            self._lire()  # what the other desk wrote is shown, and may then be written over

    @Slot()
    def _detail_ferme(self) -> None:
        self.detail = None

    # ---- the comment of the period

    @Slot()
    def _demander_texte(self) -> None:
        feuille = self.lues.feuille if self.lues is not None else None
        if feuille is None or not feuille.eleves:
            return
        eleve = feuille.eleves[0]
        titre = f"Appréciation de {eleve.prenom} {eleve.nom}, {feuille.periode.libelle}"
        champs = [("texte", "&Appréciation", ZoneTexte(5, APPRECIATION_MAX), False)]
        demande = Demande(self, titre, "Elle s’imprime sur le bulletin.", "Enregistrer", champs)
        demande.poser({"texte": eleve.appreciation})
        self.demander(demande, self._ecrire_texte)

    @Slot(object)
    def _ecrire_texte(self, valeurs: dict[str, Any]) -> None:
        feuille = self.lues.feuille if self.lues is not None else None
        if feuille is None or self._ctx is None or self.demande is None:
            return
        eleve = feuille.eleves[0]
        try:
            net = lire_appreciation(valeurs["texte"] or "", "texte")
        except Invalide as erreur:
            self.demande.refuser(erreur)
            return
        ecrit = TexteEcrit(eleve.inscription_id, net, eleve.version_appreciation)
        commande = EcrireNotes(feuille.cours_id, feuille.periode.id, textes=(ecrit,))
        self._executant.ecrire(partial(ecrire_notes, self._ctx, commande), self._texte_ecrit, self._texte_refuse)

    @Slot(object)
    def _texte_ecrit(self, fait: Fait[dict[str, int]]) -> None:
        self.conclure()
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, "Appréciation enregistrée")

    @Slot(object)
    def _texte_refuse(self, erreur: Exception) -> None:
        self.refus_dit(erreur)
        if isinstance(erreur, Conflit):
            self._lire()
