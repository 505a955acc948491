"""What a person does to the piece on show: tick, correct, carry to the tariff, copy a reference, decide."""

from collections import deque
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.erreurs import AConfirmer, Conflit, ErreurMetier, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.verification.constats import EtatRegle
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.poste import PiecePoste
from imuse_desk.services.reinscription.motifs import Motif, lire_motifs_de
from imuse_desk.services.reinscription.pieces import DeciderPiece
from imuse_desk.services.verification.confirmer import ConfirmerRegle, CorrigerValeur, confirmer, corriger
from imuse_desk.services.verification.references import ADRESSE_CONTROLE, References, lire_references
from imuse_desk.services.verification.report import reporter
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.regles_piece import titre_regle
from imuse_desk.views.common.regularisation import BandeRegularisation
from imuse_desk.views.verification import mots
from imuse_desk.views.verification.decision import Decidee, decider
from imuse_desk.views.verification.liste import RangeeRegle
from imuse_desk.views.verification.panneau import Panneau
from imuse_desk.views.verification.refus import DemandeRefus, demande_quand_meme
from imuse_desk.views.verification.reserve import Reserve


class Ecran(Protocol):
    """What the acts need of the station."""

    panneau: Panneau
    reserve: Reserve
    piece: PiecePoste | None

    @property
    def contexte(self) -> Contexte:
        """Who is signed in."""

    @property
    def vue_ms(self) -> int:
        """The time given to the piece on show."""

    def prendre_le_clavier(self) -> None:
        """The letters are the station's again."""

    def relire_piece(self) -> None:
        """Read the piece on show again."""

    def passer_la_decidee(self, piece: PiecePoste) -> None:
        """A piece was decided here: show the next one."""


class Actes(QObject):
    """Slots of the keys and buttons; ``demande`` is the question that is open."""

    def __init__(self, executant: Executant, bus: Bus, ecran: Ecran, fenetre: QWidget) -> None:
        super().__init__(fenetre)
        self._executant, self._bus, self._ecran, self._fenetre = executant, bus, ecran, fenetre
        self.demande: Demande | None = None
        self.est_en_cours = False
        self._saisies: deque[tuple[PiecePoste, str]] = deque()
        """Values typed that are being written, in order: the piece and the rule of each."""
        self._a_valider: int | None = None
        """The piece for which V was pressed meanwhile: it counts once the last of them is written."""
        self._visee: PiecePoste | None = None
        """The piece that the question, or the decision on its way, is about: another may come on show meanwhile."""
        self._reports: deque[PiecePoste] = deque()
        """The pieces whose value is being carried to the tariff, in order."""
        self.regularisation = BandeRegularisation(executant, bus)
        ecran.panneau.poser_regularisation(self.regularisation)

    @property
    def _piece(self) -> PiecePoste | None:
        """The piece on show, unless it is being decided."""
        return None if self.est_en_cours or self.demande is not None else self._ecran.piece

    # ---- the rules

    @Slot()
    def chiffre(self) -> None:
        """The key of a digit."""
        raccourci = self.sender()
        if isinstance(raccourci, QShortcut):
            self.cocher(int(raccourci.key().toString()))

    def cocher(self, numero: int) -> None:
        """A digit goes to its rule and confirms it where nobody did; pressed again, it says the contrary."""
        liste = self._ecran.panneau.liste
        est_allee = liste.choisir(numero - 1)
        piece, rangee = self._piece, liste.courante
        if piece is None or rangee is None or liste.rang != numero - 1:
            return
        etat = rangee.fait.resultat
        if est_allee and etat not in ("", EtatRegle.A_VERIFIER):
            return
        commande = ConfirmerRegle(piece.id, rangee.fait.regle, etat != EtatRegle.CONFORME, rangee.fait.id)
        self._executant.ecrire(partial(confirmer, self._ecran.contexte, commande), self._dite, self._refusee)

    @Slot()
    def corriger(self) -> None:
        """C: type the value of the current rule, in its line."""
        rangee = self._ecran.panneau.liste.courante
        if self._piece is not None and rangee is not None and rangee.est_saisissable:
            rangee.editer()

    @Slot(str, str)
    def saisir(self, regle: str, tape: str) -> None:
        """A value was typed."""
        if (piece := self._piece) is not None:
            vus = {fait.regle: fait.id for fait in piece.liste}
            commande = CorrigerValeur(piece.id, regle, tape, vus.get(regle))
            self._saisies.append((piece, regle))
            self._executant.ecrire(
                partial(corriger, self._ecran.contexte, commande), self._corrigee, self._saisie_fausse
            )

    @Slot(object)
    def _corrigee(self, fait: Fait[str]) -> None:
        rangee = self._rangee_de(*self._saisies.popleft())
        if rangee is not None:
            est_la = rangee.champ.hasFocus()
            rangee.accepter()
            if est_la:
                self._ecran.prendre_le_clavier()
        self._dite(fait)
        if not self._saisies:
            voulue, self._a_valider = self._a_valider, None
            if (piece := self._piece) is not None and piece.id == voulue:
                self.valider()

    @Slot(object)
    def _saisie_fausse(self, erreur: Exception) -> None:
        piece, regle = self._saisies.popleft()
        self._a_valider = None
        if not isinstance(erreur, Invalide):
            self._refusee(erreur)
            return
        phrase = texte_erreur(erreur).court
        rangee = self._rangee_de(piece, regle)
        if rangee is not None:
            rangee.refuser(phrase)
            self._ecran.panneau.liste.revenir(rangee)
        else:  # another piece came on show meanwhile
            qui = f"{mots.libelle(piece)}, {mots.qui(piece)}"
            self._ecran.panneau.dire("warn", f"{qui}, {titre_regle(regle)}\u00a0: {phrase}")

    def _rangee_de(self, piece: PiecePoste, regle: str) -> RangeeRegle | None:
        """The line where a value was typed, if its piece is still on show."""
        montree = self._ecran.piece
        est_la = montree is not None and montree.id == piece.id
        return self._ecran.panneau.liste.rangee(regle) if est_la else None

    @Slot(object)
    def _dite(self, fait: Fait[str]) -> None:
        self._ecran.panneau.dire("info", "")
        self._bus.publier(fait.changements)
        self._ecran.relire_piece()

    @Slot()
    def ouvrir_famille(self) -> None:
        """Leave for the household of the piece."""
        if (piece := self._piece) is not None:
            self._bus.ouvrir("foyer", piece.foyer_id)

    # ---- the tariff, the tax office's page

    @Slot()
    def reporter(self) -> None:
        """T: carry what was read to the household's quotient; once more after its question confirms it."""
        piece = self._piece
        if piece is None:
            return
        if piece.proposition is None:
            self._bus.dire(f"{mots.libelle(piece)}\u00a0: rien à reporter au tarif.")
            return
        self._reports.append(piece)
        confirme = self._ecran.panneau.est_report_demande
        reporte = partial(reporter, self._ecran.contexte, piece.id, piece.proposition, confirme=confirme)
        self._executant.ecrire(reporte, self._reporte, self._non_reporte)

    @Slot(object)
    def _non_reporte(self, erreur: Exception) -> None:
        self._refusee(erreur)
        piece, reportee = self._ecran.piece, self._reports.popleft()
        if isinstance(erreur, AConfirmer) and piece is not None and piece.id == reportee.id:
            self._ecran.panneau.demander_report()

    @Slot(object)
    def _reporte(self, fait: Fait[int]) -> None:
        phrase = f"Quotient de la famille {mots.famille(self._reports.popleft().famille)} reporté au tarif"
        dire_annulable(self._executant, self._bus, self._ecran.contexte, fait, phrase)
        self._ecran.panneau.dire("info", "")
        self._ecran.relire_piece()

    @Slot()
    def copier_numero(self) -> None:
        """Put the tax number in the clipboard."""
        self._copier(self._numero_lu)

    @Slot()
    def copier_reference(self) -> None:
        """Put the notice's reference in the clipboard."""
        self._copier(self._reference_lue)

    def _copier(self, recu: Any) -> None:
        piece = self._piece
        prete = self._ecran.reserve.prendre(piece.id) if piece is not None else None
        if prete is not None and prete.lecteur is not None:
            self._executant.lire(partial(lire_references, prete.lecteur), recu, self._refusee, cle="references")
        elif piece is not None:
            recu(References("", ""))  # a document that does not open

    @Slot(object)
    def _numero_lu(self, lues: References) -> None:
        self._mettre("Numéro fiscal", lues.numero_fiscal)

    @Slot(object)
    def _reference_lue(self, lues: References) -> None:
        self._mettre("Référence de l’avis", lues.reference_avis)

    def _mettre(self, nom: str, valeur: str) -> None:
        if not valeur:
            self._ecran.panneau.dire("warn", f"{nom}\u00a0: ne se lit pas sur ce document, recopiez ce que vous voyez.")
            return
        QGuiApplication.clipboard().setText(valeur)
        accord = "copié" if nom.startswith("Numéro") else "copiée"
        self._bus.dire(f"{nom} {accord}\u00a0: à coller sur {ADRESSE_CONTROLE}")

    # ---- the decision

    @Slot()
    def valider(self) -> None:
        """V: accept; a blocking rule that fails asks for a reason."""
        piece = self._piece
        if piece is None:
            return
        if self._saisies:
            self._a_valider = piece.id
            return
        if piece.bloquees:
            regles = [titre_regle(regle) for regle in piece.bloquees]
            demande = demande_quand_meme(self._fenetre, f"{mots.libelle(piece)}, {mots.qui(piece)}", regles)
            demande.validee.connect(self._accepter_quand_meme)
            self._ouvrir(demande, piece)
        else:
            self._visee = piece
            self._envoyer("", est_acceptee=True)

    @Slot(object)
    def _accepter_quand_meme(self, valeurs: dict[str, str]) -> None:
        self._envoyer(valeurs["motif"], est_acceptee=True)

    @Slot()
    def demander_refus(self) -> None:
        """R: the motives, then the refusal."""
        if (piece := self._piece) is not None:
            lire = partial(lire_motifs_de, self._ecran.contexte, piece.id)
            self._executant.lire(lire, self._motifs_lus, self._refusee, cle="motifs")

    @Slot(object)
    def _motifs_lus(self, motifs: tuple[Motif, ...]) -> None:
        if (piece := self._piece) is not None:
            demande = DemandeRefus(self._fenetre, f"{mots.libelle(piece)}, {mots.qui(piece)}", motifs)
            demande.decidee.connect(self._refuser)
            self._ouvrir(demande, piece)

    @Slot(str)
    def _refuser(self, motif: str) -> None:
        self._envoyer(motif, est_acceptee=False)

    def abandonner(self) -> None:
        """Its piece is gone: the question goes too."""
        if self.demande is not None:
            self.demande.abandonner()

    def _ouvrir(self, demande: Demande, piece: PiecePoste) -> None:
        self.demande, self._visee = demande, piece
        demande.finished.connect(self._fermee)
        demande.open()

    @Slot(int)
    def _fermee(self, _resultat: int) -> None:
        self.demande = None
        self._ecran.prendre_le_clavier()

    def _envoyer(self, motif: str, *, est_acceptee: bool) -> None:
        piece = self._visee
        if piece is None or self.est_en_cours:
            return
        self.est_en_cours = True
        commande = DeciderPiece(piece.id, piece.version, motif, self._ecran.vue_ms)
        self._executant.ecrire(
            partial(decider, self._ecran.contexte, commande, piece, est_acceptee=est_acceptee),
            self._decidee,
            self._indecise,
        )

    @Slot(object)
    def _decidee(self, decidee: Decidee) -> None:
        self.est_en_cours = False
        piece, ctx = self._visee, self._ecran.contexte
        if self.demande is not None:
            self.demande.accept()
        if piece is None:
            return
        morceaux = [mots.decision(piece, est_acceptee=decidee.est_acceptee)]
        if decidee.est_a_regulariser:
            morceaux.append(f"régularisation proposée pour la famille {mots.famille(piece.famille)}")
        phrase = " · ".join([*morceaux, mots.journee(decidee.journee)])
        self._ecran.passer_la_decidee(piece)
        dire_annulable(self._executant, self._bus, ctx, decidee.fait, phrase)

    @Slot(object)
    def _indecise(self, erreur: Exception) -> None:
        self.est_en_cours = False
        if isinstance(erreur, Conflit | Introuvable):
            self.abandonner()
            self._ecran.panneau.dire("info", "Cette pièce a changé entre-temps\u00a0: la voici relue.")
            self._ecran.relire_piece()
        elif self.demande is not None:
            self.demande.refuser(erreur)
        else:
            self._refusee(erreur)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        message = texte_erreur(erreur)
        self._ecran.panneau.dire("warn", message.court)
        if isinstance(erreur, RegleMetier) and erreur.code == "montant_non_lu":
            self.corriger()
        elif isinstance(erreur, RegleMetier) or not isinstance(erreur, ErreurMetier):
            self._ecran.relire_piece()
