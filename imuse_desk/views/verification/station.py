"""The verification station: everything that waits at the site, one piece at a time, by keys alone."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.navigation import Situation
from imuse_desk.services.lectures.poste import (
    Journee,
    PiecePoste,
    PrixPoste,
    lire_file,
    lire_journee,
    lire_piece,
    lire_prix,
)
from imuse_desk.views.common.analyses import Analyses, lire_ce_qui_attend
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.verification import mots, suite
from imuse_desk.views.verification.actes import Actes
from imuse_desk.views.verification.chronometre import Chronometre
from imuse_desk.views.verification.document import VueDocument
from imuse_desk.views.verification.panneau import Panneau
from imuse_desk.views.verification.reserve import Reserve
from imuse_desk.views.verification.touches import AZERTY, poser_touches
from imuse_desk.views.verification.zones import zones

D_AVANCE = 2
ACTIVITES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
RELECTURE_MS = 150
EN_ATTENTE, VIDE = 0, 1


class StationVerification(QWidget):
    """``entrer(ctx)``, then ``ouvrir(piece_id)`` each time it is shown; ``fermee`` when the person leaves it."""

    fermee = Signal()
    file_change = Signal(int)

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Vérification des pièces")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._file: tuple[int, ...] = ()
        self._courante: int | None = None
        self._voulue: int | None = None
        self.piece: PiecePoste | None = None
        self._derniere: int | None = None
        self._a_dire = ""
        self._rendue: int | None = None
        self._est_ouverte = False
        self.chronometre = Chronometre()
        self.reserve = Reserve(executant, self)
        self.analyses = Analyses(executant, bus, self)
        self.vue = VueDocument(executant)
        self.panneau = Panneau()
        self._retour = secondaire("Retour", "arrow-left")
        self.vide = EtatVide("check-circle", "Aucune pièce à vérifier", "", self._retour)
        self.pile = QStackedWidget()
        self.actes = Actes(executant, bus, self, self)
        self._relecture = QTimer(self, singleShot=True, interval=RELECTURE_MS)
        self._composer()
        self._brancher()

    def _composer(self) -> None:
        travail = QWidget()
        rangee = QHBoxLayout(travail)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(0)
        rangee.addWidget(self.vue, 1)
        rangee.addWidget(self.panneau)
        self.pile.addWidget(travail)
        self.pile.addWidget(self.vide)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(self.pile)

    def _brancher(self) -> None:
        p, actes = self.panneau, self.actes
        poser_touches(self, actes, self.vue, self.suivante)
        sur_echap(self, self.fermee.emit)
        p.valider.clicked.connect(actes.valider)
        p.quand_meme.clicked.connect(actes.valider)
        p.refuser.clicked.connect(actes.demander_refus)
        p.corriger.clicked.connect(actes.corriger)
        p.suivante.clicked.connect(self.suivante)
        p.reporter.clicked.connect(actes.reporter)
        p.famille.clicked.connect(actes.ouvrir_famille)
        p.voisine_demandee.connect(self._montrer)
        p.liste.choisie.connect(self._regle_choisie)
        p.liste.saisie.connect(actes.saisir)
        p.liste.abandonnee.connect(self.prendre_le_clavier)
        p.numero_fiscal.clicked.connect(actes.copier_numero)
        p.reference.clicked.connect(actes.copier_reference)
        self.vue.reessayer.clicked.connect(self._reessayer)
        self.vue.page_montree.connect(self._montrer_extrait)
        self._retour.clicked.connect(self.fermee)
        self.reserve.prete.connect(self._prete)
        self.analyses.lue.connect(self._analysee)
        self.analyses.finie.connect(self._relecture.start)
        self._relecture.timeout.connect(self._relire_file)

    # ---- who, when

    @property
    def contexte(self) -> Contexte:
        """Who is signed in. Raises RuntimeError before ``entrer``."""
        if self._ctx is None:
            raise RuntimeError("nobody is signed in")
        return self._ctx

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self.quitter()
        self.analyses.oublier()  # asked for without the station on show
        self.actes.regularisation.oublier()
        self._ctx, self._file, self._derniere, self._a_dire = ctx, (), None, ""

    def ouvrir_dossier(self, situation: Situation | None) -> None:
        """The current dossier is the tabs' affair."""

    def ouvrir(self, piece_id: int | None = None) -> None:
        """Show the queue, at a piece of it or at its oldest."""
        if not self.contexte.peut(Permission.DECIDER_PIECE):
            return
        self._est_ouverte = True
        self._voulue = piece_id
        self.vue.vider("Ouverture…")
        if (fenetre := self.window().windowHandle()) is not None:
            fenetre.installEventFilter(self)
        self.chronometre.reprendre()
        self.prendre_le_clavier()
        self._relire_file()

    def quitter(self) -> None:
        """Left for another screen: documents are closed, the clock stops."""
        if not self._est_ouverte:
            return
        self._est_ouverte = False
        self._relecture.stop()
        self.analyses.oublier()
        self.chronometre.arreter()
        if (fenetre := self.window().windowHandle()) is not None:
            fenetre.removeEventFilter(self)
        self._courante, self.piece = None, None
        self.vue.vider("")
        self.reserve.vider()

    @property
    def vue_ms(self) -> int:
        """The time given to the piece on show, in milliseconds."""
        return self.chronometre.ms

    @property
    def est_ouverte(self) -> bool:
        """It is on show."""
        return self._est_ouverte

    @Slot()
    def prendre_le_clavier(self) -> None:
        """The letters are the station's again."""
        self.panneau.liste.setFocus()

    def eventFilter(self, objet: QObject, event: QEvent) -> bool:  # noqa: N802
        """A key, a move: the person is at it."""
        if event.type() in ACTIVITES:
            self.chronometre.activite()
        return super().eventFilter(objet, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self._est_ouverte:
            if self.isActiveWindow():
                self.chronometre.reprendre()
            else:
                self.chronometre.arreter()

    # ---- the queue

    @Slot()
    def _relire_file(self) -> None:
        if self._est_ouverte:
            self._executant.lire(partial(lire_file, self.contexte), self._file_lue, self._echec, cle="file")
            if self.contexte.peut(Permission.MODIFIER_FAMILLE) and not self.analyses.restantes:
                lire = partial(lire_ce_qui_attend, self.contexte)
                self._executant.lire(lire, self._en_attente_lues, cle="a_analyser")

    @Slot(object)
    def _en_attente_lues(self, lues: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
        """What nobody read yet is read while the person works, the pieces on show and next first."""
        if self._est_ouverte:
            self.analyses.completer(self.contexte, *lues)

    @Slot(object)
    def _file_lue(self, file: tuple[int, ...]) -> None:
        self._file = suite.tenir(file, self._file, self._courante)
        self.file_change.emit(len(file))
        rendue, self._rendue = self._rendue, None
        if rendue is not None and rendue in file:
            self._montrer(rendue)
        elif self._courante is None:
            if self._voulue is not None:
                self._montrer(self._voulue)  # no longer in the queue: it says so itself
            elif file:
                self._montrer(file[0])
            else:
                self._montrer_vide()
        elif self._courante not in file and not self.actes.est_en_cours:
            self.relire_piece()  # decided or withdrawn by another desk
        else:
            self._montrer_rang()
            self._preparer()

    def _montrer_vide(self) -> None:
        self._courante, self.piece = None, None
        self.reserve.vider()
        self._executant.lire(partial(lire_journee, self.contexte), self._journee_lue, cle="journee")

    @Slot(object)
    def _journee_lue(self, journee: Journee) -> None:
        if self._courante is None:
            dite, self._a_dire = self._a_dire.removesuffix(mots.VOICI), ""
            self.vide.dire("Aucune pièce à vérifier", f"{dite} {mots.journee(journee)}.".lstrip())
            self.pile.setCurrentIndex(VIDE)
            self._retour.setFocus()

    def _apres(self, nombre: int) -> tuple[int, ...]:
        """The pieces that follow the one on show."""
        return suite.apres(self._file, self._courante, nombre)

    @Slot(int)
    def _montrer(self, piece_id: int) -> None:
        self._courante, self._voulue, self.piece = piece_id, None, None
        self.pile.setCurrentIndex(EN_ATTENTE)
        self._preparer()
        if self.reserve.prendre(piece_id) is not None:
            self._prete(piece_id)
        else:
            self.vue.vider("Ouverture…")

    def _preparer(self) -> None:
        """Hold the piece on show and the next ones, and have them read."""
        if self._courante is not None:
            voulues = (self._courante, *self._apres(D_AVANCE))
            self.reserve.vouloir(self.contexte, voulues, self.vue.largeur_image)

    @Slot(int)
    def _prete(self, piece_id: int) -> None:
        prete = self.reserve.prendre(piece_id)
        if prete is not None and prete.piece is not None and not prete.piece.est_lue and prete.refus_document is None:
            self.analyses.demander(self.contexte, [piece_id], d_abord=piece_id == self._courante)
        if prete is None or piece_id != self._courante:
            return
        if prete.piece is None:
            self._piece_perdue(prete.refus or Introuvable("piece", piece_id))
            return
        if prete.piece.etat is not EtatPiece.A_VERIFIER:
            self._deja_decidee(prete.piece)
            return
        self.vue.nommer(mots.libelle(prete.piece), mots.fichier(prete.piece))
        if prete.lecteur is not None and prete.page is not None:
            self.vue.reprendre(prete.lecteur, prete.page, prete.taille)
        else:
            self.vue.refuser(prete.refus_document or Introuvable("piece", piece_id))
        self.chronometre.demarrer()
        self._afficher(prete.piece, garder=False)
        self.relire_piece()  # facts may have come since it was read ahead
        self.prendre_le_clavier()
        self._commencer()

    @Slot()
    def _reessayer(self) -> None:
        if self._courante is not None:
            self.reserve.oublier(self._courante)
            self._montrer(self._courante)

    # ---- the piece

    def relire_piece(self) -> None:
        """Read the piece on show again."""
        if self._courante is not None:
            lire = partial(lire_piece, self.contexte, self._courante)
            self._executant.lire(lire, self._piece_lue, self._piece_perdue, cle="piece")

    @Slot(object)
    def _piece_lue(self, piece: PiecePoste) -> None:
        if piece.id != self._courante or self.actes.est_en_cours:
            return
        if piece.etat is not EtatPiece.A_VERIFIER:
            self._deja_decidee(piece)
        elif piece != self.piece:
            self._afficher(piece, garder=self.piece is not None and self.piece.est_lue == piece.est_lue)
        self._commencer()

    def _commencer(self) -> None:
        """Nothing could be read, and nothing more is being read: the keyboard goes where a value is asked for."""
        if self.piece is not None and self.piece.est_lue and not self.analyses.attend(self.piece.id):
            self.panneau.liste.commencer()

    @Slot(object)
    def _piece_perdue(self, erreur: Exception) -> None:
        """Gone: the next one; a base that does not answer: the same one again, when the person asks."""
        if isinstance(erreur, Introuvable):
            self._passer(texte_erreur(erreur).phrase)
        elif self.piece is None:
            self.vue.refuser(erreur)
        else:
            self._echec(erreur)

    def _deja_decidee(self, piece: PiecePoste) -> None:
        """Another desk was quicker."""
        self._passer(mots.deja_decidee(piece, self.contexte.fuseau))

    def _passer(self, phrase: str) -> None:
        """Say what became of the piece on show, and show the next one."""
        self.actes.abandonner()
        suivantes = self._apres(1)
        self._file = tuple(p for p in self._file if p != self._courante)
        self._courante = None
        self._a_dire = phrase
        if suivantes:
            self._montrer(suivantes[0])
        self._relecture.start()

    def passer_la_decidee(self, piece: PiecePoste) -> None:
        """A piece was decided here: show the next one at once, unless another is on show already."""
        suivantes = self._apres(1)
        self._file = tuple(p for p in self._file if p != piece.id)
        self._derniere = piece.id
        if self._courante != piece.id:
            self._montrer_rang()
        elif suivantes:
            self._montrer(suivantes[0])
        else:
            self._montrer_vide()

    @Slot()
    def suivante(self) -> None:
        """N: leave this one for later."""
        if not self.actes.est_en_cours and (suivantes := self._apres(1)):
            self._montrer(suivantes[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The digits of a French keyboard, without Shift."""
        if event.text() and event.text() in AZERTY:
            self.actes.cocher(AZERTY.index(event.text()) + 1)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _echec(self, erreur: Exception) -> None:
        self.panneau.dire("warn", texte_erreur(erreur).court)

    def _afficher(self, piece: PiecePoste, *, garder: bool) -> None:
        est_autre = self.piece is None or self.piece.id != piece.id
        self.piece = piece
        ctx = self.contexte
        if est_autre:
            self.panneau.dire("info", self._a_dire)
            self._a_dire = ""
            self.panneau.montrer_prix(None, "")
            self._lire_prix()
        total, avant = max(len(self._file), 1), self.panneau.liste.rang
        self.panneau.montrer(
            piece, suite.rang(self._file, self._courante), total, ctx.fuseau, ctx.aujourdhui(), garder=garder
        )
        self.vue.poser_tours(piece.tours)
        self._montrer_zones()
        if not garder or self.panneau.liste.rang != avant:
            QTimer.singleShot(0, self._voir_la_regle)

    def _montrer_rang(self) -> None:
        if self.piece is not None:
            rang = suite.rang(self._file, self._courante)
            self.panneau.rang.setText(f"{rang + 1} sur {max(len(self._file), 1)}")
            self.panneau.suivante.setEnabled(len(self._file) > 1)

    def _lire_prix(self) -> None:
        piece = self.piece
        if piece is not None:
            ctx, qui = self.contexte, (piece.foyer_id, self.contexte.site_id, piece.annee_id)
            self.actes.regularisation.suivre(ctx, *qui)
            lire = partial(lire_prix, ctx, piece.foyer_id, piece.annee_id)
            self._executant.lire(lire, self._prix_lu, self._prix_inconnu, cle="prix")

    @Slot(object)
    def _prix_lu(self, prix: PrixPoste | None) -> None:
        if self.piece is not None:
            self.panneau.montrer_prix(prix, self.piece.annee)

    @Slot(object)
    def _prix_inconnu(self, _erreur: Exception) -> None:
        self.panneau.montrer_prix(None, "")

    def _montrer_zones(self, *, viser: bool = False) -> None:
        piece = self.piece
        if piece is None:
            return
        self.vue.poser_zones(zones(piece, self.panneau.liste.rang), viser=viser)
        QTimer.singleShot(0, self._montrer_extrait)

    @Slot()
    def _montrer_extrait(self) -> None:
        self.panneau.valeurs.montrer_extrait(self.vue.extrait())

    @Slot()
    def _regle_choisie(self) -> None:
        self.panneau.revoir_correction()
        self._montrer_zones(viser=True)
        self._voir_la_regle()

    @Slot()
    def _voir_la_regle(self) -> None:
        if (rangee := self.panneau.liste.courante) is not None:
            self.panneau.defilement.ensureWidgetVisible(rangee, 0, 60)

    @Slot(int)
    def _analysee(self, piece_id: int) -> None:
        if piece_id == self._courante:
            self.relire_piece()

    def objets_changes(self, changements: Changements) -> None:
        """Somebody wrote, here or elsewhere: the queue and the piece are read again."""
        if not self._est_ouverte or ("piece" not in changements.genres and "foyer" not in changements.genres):
            return
        if self._derniere is not None and changements.touche("piece", self._derniere):
            self._rendue = self._derniere  # its decision may have been taken back: it comes first
        piece = self.piece
        if piece is not None and changements.touche("foyer", piece.foyer_id):
            self._lire_prix()
        if piece is not None and (changements.touche("piece", piece.id) or changements.touche("foyer", piece.foyer_id)):
            self.relire_piece()
        self._relecture.start()
