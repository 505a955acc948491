"""A received piece in a window: the document left, what the machine saw right, Accepter / Refuser with motive."""

from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLayoutItem, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import visible
from imuse_desk.domain.verification.constats import Regle
from imuse_desk.domain.verification.hebergement import Part
from imuse_desk.services.admission import ORIGINE
from imuse_desk.services.conservation.purge import FichierDetruit, lire_destruction
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.reinscription import FaitVu, lire_faits, lire_tours
from imuse_desk.services.reinscription.motifs import SUITE, Motif, lire_motifs_de
from imuse_desk.services.reinscription.pieces import DeciderPiece, accepter, refuser
from imuse_desk.services.verification.ensembles import SANS_OBJET
from imuse_desk.services.verification.parts import ChangerPart, changer_part, lire_part
from imuse_desk.views.common.analyses import Analyses
from imuse_desk.views.common.boutons import danger, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import ListeChoix, ZoneTexte
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.messages import remede_document, texte_erreur
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.regles_piece import PARTS, dire_detail, dire_valeur, titre_regle
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import largeur
from imuse_desk.views.common.visionneuse import Visionneuse
from imuse_desk.views.reinscription.affichage import FichierAffiche
from imuse_desk.views.verification.refus import demande_quand_meme

_Lus = tuple[tuple[FaitVu, ...], Part | None, tuple[int, ...]]
"""The facts of a piece, what it is in a set, how its pages stand."""
RESULTATS = {
    "conforme": ("Conforme", "ok", "check-circle"),
    "non_conforme": ("Non conforme", "bad", "x-circle"),
    "a_verifier": ("À vérifier par l’agent", "info", "hourglass-medium"),
}
ILLISIBLE = ("Illisible", "bad", "x-circle")


RESTE = "Les faits constatés, l’empreinte du fichier, la décision et son auteur restent."


class FenetrePiece(QDialog):
    """Non-modal; closes by Esc. ``decidee`` when the piece was accepted or refused."""

    decidee = Signal()

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, piece: str, fichier: FichierAffiche, *, peut_decider: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(visible(f"{piece} — {fichier.nom}"))
        self.resize(1180, 660)
        self._executant, self._bus, self._ctx, self._fichier = executant, bus, ctx, fichier
        self._demande: Demande | None = None
        self._est_detruite = False
        self._tours: tuple[int, ...] = ()
        self.vue = Visionneuse(executant, self)
        self.analyses = Analyses(executant, bus, self)
        self.analyses.lue.connect(self._relire)
        self.accepter = primaire("&Accepter", "check-bold")
        self.refuser = danger("&Refuser…", "x")
        self.message = texte("", "erreur", replie=True)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(0)
        rangee.addWidget(self.vue, 1)
        rangee.addWidget(self._panneau(piece, fichier, peut_decider=peut_decider))
        self.accepter.clicked.connect(self._accepter)
        self.refuser.clicked.connect(self._demander_motif)
        executant.lire(partial(lire_destruction, ctx, fichier.piece_id), self._destruction_lue, self._echec)
        self._relire()

    def _panneau(self, piece: str, fichier: FichierAffiche, *, peut_decider: bool) -> QFrame:
        panneau = QFrame()
        panneau.setObjectName("liste")
        panneau.setFixedWidth(largeur(340, 440))
        colonne = QVBoxLayout(panneau)
        colonne.setContentsMargins(16, 16, 16, 16)
        colonne.setSpacing(8)
        colonne.addWidget(texte(piece, "titre_carte", replie=True))
        colonne.addWidget(
            texte(
                f"{fichier.nom} · reçu le {fichier.date} à {fichier.heure} · {fichier.taille}\u00a0Mo",
                "second",
                replie=True,
            )
        )
        self._etat = Puce(fichier.etat.partition("\u00a0:")[0], fichier.ton, fichier.icone, panneau)
        colonne.addWidget(self._etat)
        if ":" in fichier.etat:
            colonne.addWidget(texte(fichier.etat, "second", replie=True))
        self.part = ListeChoix(list(PARTS.items()))
        self.part.setAccessibleName("Ce document est")
        self.part.setVisible(False)
        self.part.modifiee.connect(self._changer_part)
        colonne.addWidget(self.part)
        colonne.addWidget(texte("Ce que le programme a constaté", "fort"))
        self._faits = QVBoxLayout()
        self._faits.setContentsMargins(0, 0, 4, 0)
        self._faits.setSpacing(6)
        contenu = QWidget()
        contenu.setObjectName("contenu")
        contenu.setLayout(self._faits)
        defilement = QScrollArea()
        defilement.setWidget(contenu)
        defilement.setWidgetResizable(True)
        defilement.setAccessibleName("Constats")
        colonne.addWidget(defilement, 1)
        colonne.addWidget(self.message)
        boutons = QHBoxLayout()
        boutons.addWidget(self.refuser)
        boutons.addStretch(1)
        boutons.addWidget(self.accepter)
        colonne.addLayout(boutons)
        for bouton in (self.accepter, self.refuser):
            bouton.setVisible(peut_decider)
        self.accepter.setEnabled(not fichier.est_acceptee)
        return panneau

    @Slot()
    def _relire(self) -> None:
        ctx, piece_id = self._ctx, self._fichier.piece_id

        def lire() -> _Lus:
            return lire_faits(ctx, piece_id), lire_part(ctx, piece_id), lire_tours(ctx, piece_id)

        self._executant.lire(lire, self._lus, self._echec)

    @property
    def demande(self) -> Demande | None:
        """The dialog that asks for the motive, while it is open."""
        return self._demande

    @Slot(object)
    def _destruction_lue(self, detruit: FichierDetruit | None) -> None:
        """Open the file, or say calmly that it is kept no more."""
        if detruit is None:
            self.vue.ouvrir(partial(self._ctx.depot.ouvrir, self._fichier.sha256), self._fichier.nom)
            self.vue.poser_tours(self._tours)
            return
        le = date_fr(detruit.a.astimezone(ZoneInfo(self._ctx.fuseau)).date())
        self.vue.annoncer(
            f"Fichier détruit le {le}",
            f"Sa durée de conservation est passée (bordereau n°\u00a0{detruit.numero}). {RESTE}",
        )
        for bouton in (self.accepter, self.refuser):
            bouton.hide()
        self._est_detruite = True
        self.part.hide()

    @Slot(object)
    def _lus(self, lus: _Lus) -> None:
        faits, part, self._tours = lus
        self.vue.poser_tours(self._tours)
        peut = self._ctx.peut(Permission.MODIFIER_FAMILLE) and not (self._fichier.est_acceptee or self._est_detruite)
        self.part.setVisible(part is not None and peut)
        self.part.poser_valeur(part if part is not Part.SEULE else Part.PROPRE)
        while (ancien := self._faits.takeAt(0)) is not None:
            _oter(ancien)
        for fait in (f for f in faits if f.regle != ORIGINE and f.detail != SANS_OBJET):
            est_ratee = fait.regle == Regle.LECTURE and bool(fait.detail)
            mot, ton, icone = (
                ILLISIBLE if est_ratee else RESULTATS.get(fait.resultat, (fait.resultat, "neutral", "info"))
            )
            rangee = QHBoxLayout()
            rangee.setSpacing(8)
            image = QLabel()
            poser_icone(image, icone, ton, 16)
            rangee.addWidget(image, 0, Qt.AlignmentFlag.AlignTop)
            qui = f" · {fait.confirme_par}" if fait.confirme_par else ""
            valeur = f"\u00a0: {dire_valeur(fait.regle, fait.valeur)}" if fait.valeur else ""
            raison = dire_detail(fait.detail)
            pourquoi = f" · {raison}" if raison else ""
            dit = f"{titre_regle(fait.regle)}{valeur}\n{mot}{pourquoi}{qui}"
            remede = f"\n{remede_document(fait.detail)}" if est_ratee else ""
            rangee.addWidget(texte(f"{dit}{remede}", "second", replie=True), 1)
            self._faits.addLayout(rangee)
        self._faits.addStretch(1)

    @Slot()
    def _changer_part(self) -> None:
        """What the paper is in a set: said, then read again by the rules of its part."""
        ctx, commande = self._ctx, ChangerPart(self._fichier.piece_id, Part(self.part.valeur()))
        self._executant.ecrire(lambda: changer_part(ctx, commande), self._part_changee, self._echec)

    @Slot(object)
    def _part_changee(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self.analyses.demander(self._ctx, [fait.resultat])

    @Slot()
    def _accepter(self) -> None:
        self.accepter.setEnabled(False)
        ctx, commande = self._ctx, DeciderPiece(self._fichier.piece_id, self._fichier.version)
        self._executant.ecrire(lambda: accepter(ctx, commande), self._fait, self._echec)

    @Slot()
    def _demander_motif(self) -> None:
        self.refuser.setEnabled(False)
        self._executant.lire(partial(lire_motifs_de, self._ctx, self._fichier.piece_id), self._motifs_lus, self._echec)

    @Slot(object)
    def _motifs_lus(self, motifs: tuple[Motif, ...]) -> None:
        self.refuser.setEnabled(True)
        liste = ListeChoix([(m.libelle, m.libelle) for m in motifs])
        champs = [("motif", "&Motif", liste, True), ("precision", "&Précision", ZoneTexte(3, 200), False)]
        phrase = "Le motif est écrit sur l’accusé et dans les courriers."
        self._demande = Demande(self, "Refuser la pièce", phrase, "Refuser la pièce", champs, est_danger=True)
        self._demande.validee.connect(self._refuser)
        self._demande.finished.connect(self._demande_fermee)
        self._demande.open()

    @Slot(int)
    def _demande_fermee(self, _resultat: int) -> None:
        self._demande = None

    @Slot(object)
    def _refuser(self, valeurs: dict[str, str]) -> None:
        motif = SUITE.join(v for v in (valeurs["motif"], valeurs["precision"]) if v)
        ctx, commande = self._ctx, DeciderPiece(self._fichier.piece_id, self._fichier.version, motif)
        self._executant.ecrire(lambda: refuser(ctx, commande), self._fait, self._echec)

    def _demander_quand_meme(self, regles: Sequence[str]) -> None:
        """A blocking rule is not respected: a reason is asked for."""
        self._demande = demande_quand_meme(self, self._fichier.nom, [titre_regle(regle) for regle in regles])
        self._demande.validee.connect(self._accepter_quand_meme)
        self._demande.finished.connect(self._demande_fermee)
        self._demande.open()

    @Slot(object)
    def _accepter_quand_meme(self, valeurs: dict[str, str]) -> None:
        ctx, commande = self._ctx, DeciderPiece(self._fichier.piece_id, self._fichier.version, valeurs["motif"])
        self._executant.ecrire(lambda: accepter(ctx, commande), self._fait, self._echec)

    @Slot(object)
    def _fait(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire(f"Pièce décidée\u00a0: {self._fichier.nom}")
        if self._demande is not None:
            self._demande.accept()
        self.decidee.emit()
        self.close()

    @Slot(object)
    def _echec(self, erreur: Exception) -> None:
        self.accepter.setEnabled(not self._fichier.est_acceptee)
        self.refuser.setEnabled(True)
        if self._demande is not None:
            self._demande.refuser(erreur)
            return
        if isinstance(erreur, RegleMetier) and erreur.code == "piece_bloquee":
            self._demander_quand_meme(erreur.params["regles"])
            return
        message = texte_erreur(erreur)
        self.message.setText(message.court)

    def done(self, resultat: int) -> None:
        """Esc, the cross and a decision all end here: the documents process of the file goes too."""
        self.vue.fermer()
        super().done(resultat)


def _oter(element: QLayoutItem) -> None:
    """Take a row of the list off, with what it holds."""
    rangee = element.layout()
    while rangee is not None and (contenu := rangee.takeAt(0)) is not None:
        if (widget := contenu.widget()) is not None:
            widget.deleteLater()
