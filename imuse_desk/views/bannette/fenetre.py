"""The window of the scanner's folder: what arrived on the left, the document on the right, one key to file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.documents.composition import ADMISES
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.services.bannette.destination import Destination
from imuse_desk.services.contexte import Contexte
from imuse_desk.views.bannette.choix import ChoixDestination
from imuse_desk.views.bannette.classement import Classement
from imuse_desk.views.bannette.lignes import COLONNES, DECIDABLES, Etat, Ligne, cellules, dire_en_plus
from imuse_desk.views.bannette.veille import Releve, Veille
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import BarreActions
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import TexteElide, texte
from imuse_desk.views.common.theme import largeur, px
from imuse_desk.views.common.visionneuse import Visionneuse
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

SANS_DOSSIER = (
    "Choisissez le dossier du scanner",
    "Ce que votre scanner y dépose arrive ici, et se range dans les dossiers des familles.",
)
RIEN = ("Rien n’attend", "Numérisez des documents\u00a0: ils arrivent ici d’eux-mêmes.")
PERDU = ("Le dossier ne répond pas", "Ce qu’il contient s’affichera dès qu’il répondra.")


class FenetreBannette(QWidget):
    """``FenetreBannette(executant, bus, ctx, reglages, parent)`` then ``show()``; it watches while it is open."""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, reglages: ReglagesLocaux, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self._executant, self._bus, self._reglages = executant, bus, reglages
        self.demande: Demande | None = None
        self._montre: tuple[Path, int] | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Bannette de numérisation")
        self.classement = Classement(executant, bus, ctx, self)
        self.veille = Veille(executant, self)
        self.dossier = TexteElide("second")
        self.changer = secondaire("&Dossier…", "folder-open")
        self.automatique = CaseACocher("Ranger &seul ce qui porte une feuille de route")
        self.alerte = Bandeau("warn", "")
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Documents arrivés")
        self.vide = EtatVide("folder-open", *SANS_DOSSIER)
        self.vue = Visionneuse(executant, self)
        self.phrase = texte("", "second", replie=True)
        self.ecarter = secondaire("É&carter", "minus-circle")
        self.choisir = secondaire("&Famille et pièce…", "users")
        self.ranger = primaire("&Ranger", "check-bold")
        self._composer()
        self._brancher()
        self.resize(QSize(px(1264), px(640)).boundedTo(self.screen().availableSize()))
        self.automatique.setChecked(reglages.bannette_automatique)
        self.classement.automatiser(est_automatique=reglages.bannette_automatique)
        self._montrer()

    def _composer(self) -> None:
        self.table.brancher(self.modele)
        self.table.poser_vide(self.vide)
        haut = QHBoxLayout()
        haut.setSpacing(12)
        haut.addWidget(texte("Bannette de numérisation", "titre"))
        haut.addWidget(self.dossier, 1)
        haut.addWidget(self.automatique)
        haut.addWidget(self.changer)
        self.alerte.hide()
        carte = Carte("", pleine_largeur=True)
        carte.ajouter(self.table, 1)
        cadre = Carte("", pleine_largeur=True)
        cadre.ajouter(self.vue, 1)
        cadre.setFixedWidth(largeur(480, 660))
        self.vue.recherche.hide()  # little room, and a scan has no words to search
        milieu = QHBoxLayout()
        milieu.setSpacing(16)
        milieu.addWidget(carte, 1)
        milieu.addWidget(cadre)
        corps = QVBoxLayout()
        corps.setContentsMargins(24, 16, 24, 12)
        corps.setSpacing(12)
        corps.addLayout(haut)
        corps.addWidget(self.alerte)
        corps.addLayout(milieu, 1)
        barre = BarreActions(self.phrase, self.ecarter, self.choisir, self.ranger)
        barre.mettre_sous(corps, QVBoxLayout(self))

    def _brancher(self) -> None:
        self.changer.clicked.connect(self._demander_dossier)
        self.automatique.toggled.connect(self._automatiser)
        self.veille.arrives.connect(self._arrives)
        self.veille.perdu.connect(self._perdu)
        self.classement.change.connect(self._montrer)
        self.classement.tardive.connect(self._demander_derogation)
        self.table.choix_change.connect(self._choisie)
        self.table.ouverte.connect(self._entrer)
        self.table.lien_suivi.connect(self._ouvrir_famille)
        self.ranger.clicked.connect(self._ranger)
        self.choisir.clicked.connect(self._demander_destination)
        self.ecarter.clicked.connect(self._ecarter)
        toucher("F5", "Regarder le dossier", self, self.veille.regarder)
        toucher("Del", "Écarter le document", self.table, self._ecarter)
        sur_echap(self, self.close)

    # ---- the folder

    @Slot()
    def _demander_dossier(self) -> None:
        nom = QFileDialog.getExistingDirectory(
            self, "Dossier où le scanner dépose ses fichiers", self._reglages.bannette
        )
        if nom:
            self._reglages.bannette = nom
            self.classement.oublier()
            self._suivre()

    def _suivre(self) -> None:
        nom = self._reglages.bannette
        self.dossier.montrer(nom)
        self.alerte.hide()
        self.vide.dire(*(RIEN if nom else SANS_DOSSIER))
        self.veille.suivre(Path(nom) if nom else None)

    @Slot(bool)
    def _automatiser(self, est_automatique: bool) -> None:  # noqa: FBT001 - Qt's own signature
        self._reglages.bannette_automatique = est_automatique
        self.classement.automatiser(est_automatique=est_automatique)

    @Slot(object)
    def _arrives(self, releve: Releve) -> None:
        self.alerte.montrer("info", dire_en_plus(releve.en_plus))
        self.alerte.setVisible(releve.en_plus > 0)
        self.vide.dire(*RIEN)
        self.classement.recevoir(releve.prets, releve.presents)

    @Slot(object)
    def _perdu(self, erreur: Exception) -> None:
        self.alerte.montrer("warn", texte_erreur(erreur).court)
        self.alerte.show()
        self.vide.dire(*PERDU)

    # ---- the list

    @property
    def ligne(self) -> Ligne | None:
        """The document chosen."""
        ident = self.table.choisi()
        return self.classement.lignes.get(ident) if isinstance(ident, int) else None

    @Slot()
    def _montrer(self) -> None:
        lignes = self.classement.lignes
        choisie = self.table.choisi()
        self.modele.poser((ident, cellules(ligne)) for ident, ligne in lignes.items())
        if choisie not in lignes or lignes[choisie].etat not in DECIDABLES | {Etat.EN_COURS, Etat.ILLISIBLE}:
            a_faire = (ident for ident, ligne in lignes.items() if ligne.etat in DECIDABLES | {Etat.ILLISIBLE})
            choisie = next(a_faire, choisie if choisie in lignes else next(iter(lignes), None))
        if choisie is not None:
            self.table.choisir(choisie)
        self._choisie(choisie)

    @Slot(object)
    def _choisie(self, _ident: object) -> None:
        ligne = self.ligne
        decidable = ligne is not None and ligne.etat in DECIDABLES
        illisible = ligne is not None and ligne.etat is Etat.ILLISIBLE
        self.ranger.setText("&Relire" if illisible else "&Ranger")
        self.ranger.setEnabled(illisible or (ligne is not None and ligne.est_rangeable))
        self.choisir.setEnabled(ligne is not None and decidable and ligne.a_des_pages)
        self.ecarter.setEnabled(decidable or illisible)
        self.phrase.setText(ligne.dire() if ligne is not None else "")
        self._voir(ligne)

    def _voir(self, ligne: Ligne | None) -> None:
        """The document chosen on the right, at its first page; one filed already stays as it is."""
        if ligne is None:
            self._montre = None
            self.vue.fermer()
        elif (ligne.chemin, ligne.page) != self._montre and ligne.etat in DECIDABLES:
            self._montre = (ligne.chemin, ligne.page)
            self.vue.ouvrir(ligne.chemin, ligne.chemin.name, ADMISES, ligne.page)

    # ---- acts

    @Slot(object)
    def _entrer(self, _ident: object) -> None:
        """Enter files the document where its row is known, else asks for it."""
        if self.ranger.isEnabled():
            self._ranger()
        elif self.choisir.isEnabled():
            self._demander_destination()

    @Slot()
    def _ranger(self) -> None:
        ligne = self.ligne
        if ligne is None:
            return
        if ligne.etat is Etat.ILLISIBLE:
            self.classement.relire(ligne.ident)
        else:
            self.vue.fermer()  # its process lets the file go
            self._montre = None
            self.classement.ranger(ligne.ident)

    @Slot()
    def _ecarter(self) -> None:
        ligne = self.ligne
        if ligne is not None and self.ecarter.isEnabled():
            self.vue.fermer()
            self._montre = None
            self.classement.ecarter(ligne.ident)

    @Slot()
    def _demander_destination(self) -> None:
        ligne = self.ligne
        if ligne is None:
            return
        self._vise = ligne.ident
        choix = ChoixDestination(self._executant, self.ctx, ligne.chemin.name, ligne.destination, self)
        choix.choisie.connect(self._destination_choisie)
        self._ouvrir(choix)

    @Slot(object)
    def _destination_choisie(self, destination: Destination) -> None:
        if self._vise in self.classement.lignes:
            self.vue.fermer()
            self._montre = None
            self.classement.choisir(self._vise, destination)

    @Slot(int)
    def _demander_derogation(self, ident: int) -> None:
        """The deadline is over: who may override gives a reason, one document at a time."""
        if not self.ctx.peut(Permission.DEROGER) or self.automatique.isChecked() or self.demande is not None:
            return
        self._vise = ident
        demande = Demande(
            self,
            "Pièce remise en retard",
            "Le dépôt des pièces est clos. Dites pourquoi celle-ci est acceptée\u00a0: motif et auteur sont conservés.",
            "Ranger par dérogation",
            [("derogation", "&Motif", ZoneTexte(2, 200), True)],
        )
        demande.validee.connect(self._deroger)
        self._ouvrir(demande)

    @Slot(object)
    def _deroger(self, valeurs: dict[str, Any]) -> None:
        if self.demande is not None:
            self.demande.accept()
        if self._vise in self.classement.lignes:
            self.classement.ranger(self._vise, valeurs["derogation"])

    def _ouvrir(self, demande: Demande) -> None:
        self.demande = demande
        demande.finished.connect(self._demande_fermee)
        demande.open()

    @Slot(int)
    def _demande_fermee(self, _resultat: int) -> None:
        self.demande = None

    @Slot(object, str)
    def _ouvrir_famille(self, ident: int, _colonne: str) -> None:
        ligne = self.classement.lignes.get(ident)
        if ligne is not None and ligne.destination is not None:
            self._bus.ouverture_demandee.emit("foyer", ligne.destination.foyer_id)

    # ---- the window

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        if not event.spontaneous():
            self._suivre()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """What is under way ends by itself; nothing more is looked at."""
        self.veille.suivre(None)
        self.vue.fermer()
        super().closeEvent(event)
