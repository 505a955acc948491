"""Right of the station: who, the seal, the checklist, the compared values, what goes to the tariff, the actions."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from imuse_desk.domain.verification.controles import Controle
from imuse_desk.services.lectures.poste import PiecePoste, PieceVoisine, PrixPoste
from imuse_desk.services.verification.references import ADRESSE_CONTROLE
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, danger, discret, lien, primaire, secondaire
from imuse_desk.views.common.ecoulement import Ecoulement
from imuse_desk.views.common.etats import ETATS_PIECE
from imuse_desk.views.common.icones import AVANT_TEXTE, poser_icone
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.messages import remede_document
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import TexteElide, filet, texte
from imuse_desk.views.common.theme import largeur, marquer, px
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.verification import mots
from imuse_desk.views.verification.liste import ListeRegles
from imuse_desk.views.verification.valeurs import CarteValeurs

LARGEUR, LARGEUR_MAX = 556, 680


class Panneau(QFrame):
    """Widgets by name; ``montrer(piece)`` binds them. It decides nothing."""

    voisine_demandee = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panneau_verification")
        self.setFixedWidth(largeur(LARGEUR, LARGEUR_MAX))
        self.nom = TexteElide("titre")
        self.famille = lien("")
        self.rang = texte("", "second")
        self.suivante = lien("Suivant")
        self.suivante.setToolTip("Passer à la pièce suivante sans décider (N)")
        self.bandeau = Bandeau("info", "")
        self.bandeau.hide()
        self._puces = [Puce("", parent=self) for _ in range(6)]
        self.attente = texte("", "second", replie=True)
        self.liste = ListeRegles()
        self.valeurs = CarteValeurs()
        self._balance = QLabel()
        poser_icone(self._balance, "scales", "text2", 16)
        self.a_reporter = texte("", "second", replie=True)
        self.reporter = lien("Reporter")
        self.reporter.setToolTip("Porter cette valeur au tarif de la famille (T)")
        self.est_report_demande = False
        self.prix = texte("", "second", replie=True)
        self.numero_fiscal = secondaire("N° fiscal", "copy")
        self.reference = secondaire("Référence de l’avis", "copy")
        self.voisines: list[Bouton] = []
        self.refuser = danger("Refuser…", "x")
        self.corriger = secondaire("Corriger", "pencil-simple")
        self.valider = primaire("Valider", "check-bold")
        self.quand_meme = discret("Valider quand même…")
        self._composer()

    def _composer(self) -> None:
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.setSpacing(0)
        colonne.addLayout(self._entete())
        colonne.addWidget(filet())
        contenu = QWidget()
        contenu.setObjectName("contenu")
        corps = QVBoxLayout(contenu)
        corps.setContentsMargins(0, 0, 0, 12)
        corps.setSpacing(0)
        corps.addWidget(self.attente)
        self.attente.setContentsMargins(20, 12, 20, 12)
        corps.addWidget(self.liste)
        corps.addSpacing(12)
        for bloc in (self.valeurs, self._tarif(), self._controle_en_ligne(), self._autres()):
            marge = QVBoxLayout()
            marge.setContentsMargins(20, 0, 20, 0)
            marge.addWidget(bloc)
            corps.addLayout(marge)
        corps.addStretch(1)
        self.defilement = QScrollArea()
        self.defilement.setWidget(contenu)
        self.defilement.setWidgetResizable(True)
        self.defilement.setFrameShape(QFrame.Shape.NoFrame)
        self.defilement.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.defilement.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.defilement.setAccessibleName("Contrôles et valeurs")
        colonne.addWidget(self.defilement, 1)
        colonne.addWidget(self._actions())

    def poser_regularisation(self, bande: QWidget) -> None:
        """What an invoice becomes stands under the price."""
        self._colonne_tarif.addWidget(bande)

    def _entete(self) -> QVBoxLayout:
        haut = QHBoxLayout()
        haut.setSpacing(6)
        haut.addWidget(self.nom, 1)
        self._mot_famille = texte("famille", "second")
        for widget in (self._mot_famille, self.famille):
            haut.addWidget(widget)
        haut.addSpacing(14)
        for widget in (self.rang, self.suivante, Touche("N")):
            haut.addWidget(widget)
        self._rangee_puces = QWidget()
        puces = Ecoulement(self._rangee_puces, ecart=8, entre_lignes=6)
        for puce in self._puces:
            puces.addWidget(puce)
        entete = QVBoxLayout()
        entete.setContentsMargins(20, 10, 16, 10)
        entete.setSpacing(8)
        entete.addLayout(haut)
        entete.addWidget(self._rangee_puces)
        entete.addWidget(self.bandeau)
        return entete

    def _tarif(self) -> QWidget:
        self.tarif = QWidget()
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(self._balance, 0, Qt.AlignmentFlag.AlignTop)
        rangee.addWidget(self.a_reporter, 1)
        rangee.addWidget(self.reporter, 0, Qt.AlignmentFlag.AlignTop)
        colonne = QVBoxLayout(self.tarif)
        colonne.setContentsMargins(0, 10, 0, 0)
        colonne.setSpacing(4)
        colonne.addLayout(rangee)
        colonne.addWidget(self.prix)
        self._colonne_tarif = colonne
        return self.tarif

    def _controle_en_ligne(self) -> QWidget:
        self.en_ligne = QWidget()
        rangee = QHBoxLayout()
        rangee.setSpacing(8)
        rangee.addWidget(texte("Contrôle en ligne", "fort"))
        rangee.addStretch(1)
        for bouton, nom in (
            (self.numero_fiscal, "Copier le numéro fiscal"),
            (self.reference, "Copier la référence de l’avis"),
        ):
            bouton.setAccessibleName(nom)
            bouton.setToolTip(f"{nom}, sans le garder")
            rangee.addWidget(bouton)
        self.adresse = texte(ADRESSE_CONTROLE, "second")
        self.adresse.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        colonne = QVBoxLayout(self.en_ligne)
        colonne.setContentsMargins(0, 12, 0, 0)
        colonne.setSpacing(4)
        colonne.addLayout(rangee)
        colonne.addWidget(self.adresse)
        return self.en_ligne

    def _autres(self) -> QWidget:
        self.autres = QWidget()
        colonne = QVBoxLayout(self.autres)
        colonne.setContentsMargins(0, 12, 0, 0)
        colonne.setSpacing(2)
        colonne.addWidget(texte("Autres pièces de la famille", "fort"))
        self._colonne_voisines = colonne
        self._etats_voisines: list[Puce] = []
        return self.autres

    def _actions(self) -> QFrame:
        barre = QFrame()
        barre.setObjectName("actions")
        barre.setFixedHeight(px(52))
        rangee = QHBoxLayout(barre)
        rangee.setContentsMargins(20, 0, 16, 0)
        rangee.setSpacing(6)
        for bouton, touche in ((self.refuser, "R"), (self.corriger, "C")):
            rangee.addWidget(bouton)
            rangee.addWidget(Touche(touche))
            rangee.addSpacing(2)
        rangee.addStretch(1)
        for widget in (self.quand_meme, self.valider, Touche("V")):
            rangee.addWidget(widget)
        return barre

    # ---- what is shown

    def montrer(self, piece: PiecePoste, rang: int, total: int, fuseau: str, jour: date, *, garder: bool) -> None:
        """Bind a piece, n of N; ``garder``: the same piece read again, the current line stays."""
        self.nom.montrer(mots.qui(piece))
        self.famille.setText(mots.famille(piece.famille))
        self.famille.setAccessibleName(f"Famille {mots.famille(piece.famille)}")
        self.rang.setText(f"{rang + 1} sur {total}")
        self.suivante.setEnabled(total > 1)
        alertes: list[tuple[str, Ton, str]] = [(mots.dire_alerte(a), "warn", "warning") for a in piece.alertes]
        self._poser_puces([*mots.puce_illisible(piece), *mots.puces_du_sceau(piece, jour), *alertes])
        est_guide = mots.est_muette(piece)
        self.liste.montrer(piece.liste, fuseau, est_guide=est_guide, garder=garder)
        self.attente.setText(_phrase(piece, est_guide=est_guide))
        self.attente.setVisible(bool(self.attente.text()))
        self.valeurs.montrer(piece)
        self._montrer_report(piece)
        self.en_ligne.setVisible(piece.controle is Controle.AVIS)
        self._montrer_voisines([v for v in piece.voisines if not v.est_courante])
        est_bloquee = bool(piece.bloquees)
        self.valider.setVisible(not est_bloquee)
        self.quand_meme.setVisible(est_bloquee)
        marquer(self.refuser, "kind", "danger_plein" if est_bloquee else "danger")
        poser_icone(self.refuser, "x", "on_fill" if est_bloquee else "bad", apres=AVANT_TEXTE)
        self.revoir_correction()

    def demander_report(self) -> None:
        """The value is out of the ordinary: carried again as it is shown, it is confirmed."""
        self.est_report_demande = True
        self.reporter.setText("Reporter quand même")

    def revoir_correction(self) -> None:
        """A value is typed only where the current rule has one."""
        courante = self.liste.courante
        self.corriger.setEnabled(courante is not None and courante.est_saisissable)

    def montrer_prix(self, prix: PrixPoste | None, annee: str) -> None:
        """The household's price now."""
        dit = mots.prix(prix, annee)
        self.prix.setText(dit)
        self.prix.setVisible(bool(dit))
        self.tarif.setVisible(bool(dit) or not self.reporter.isHidden())

    def dire(self, ton: Ton, phrase: str) -> None:
        """A sentence over the checklist; an empty one goes."""
        self.bandeau.montrer(ton, phrase)
        self.bandeau.setVisible(bool(phrase))

    def _poser_puces(self, dites: Sequence[tuple[str, Ton, str]]) -> None:
        for rang, puce in enumerate(self._puces):
            puce.montrer(*(dites[rang] if rang < len(dites) else ("", "neutral", "")))
        self._rangee_puces.setVisible(bool(dites))

    def _montrer_report(self, piece: PiecePoste) -> None:
        propose, dit = piece.proposition, mots.report(piece)
        self.est_report_demande = False
        est_fait = propose is not None and propose.deja_centimes is not None
        self.a_reporter.setText(f"Reporté au tarif\u00a0: {dit}" if est_fait else f"Reporter {dit} au tarif")
        self.reporter.setText("Reporter à nouveau" if est_fait else "Reporter")
        for widget in (self._balance, self.a_reporter, self.reporter):
            widget.setVisible(bool(dit))
        self.tarif.setVisible(bool(dit) or not self.prix.isHidden())

    def _montrer_voisines(self, voisines: Sequence[PieceVoisine]) -> None:
        while len(self.voisines) < len(voisines):
            bouton, etat = lien("", petit=True), Puce("", parent=self.autres)
            bouton.clicked.connect(self._voisine)
            rangee = QHBoxLayout()
            rangee.addWidget(bouton)
            rangee.addStretch(1)
            rangee.addWidget(etat)
            self._colonne_voisines.addLayout(rangee)
            self.voisines.append(bouton)
            self._etats_voisines.append(etat)
        dits = mots.libelles(voisines)
        for rang, (bouton, etat) in enumerate(zip(self.voisines, self._etats_voisines, strict=True)):
            bouton.setVisible(rang < len(voisines))
            etat.setVisible(rang < len(voisines))
            if rang < len(voisines):
                voisine = voisines[rang]
                bouton.setText(dits[rang])
                bouton.setProperty("piece", voisine.id)
                etat.montrer(voisine.etat.libelle, *ETATS_PIECE[voisine.etat])
        self.autres.setVisible(bool(voisines))

    @Slot()
    def _voisine(self) -> None:
        self.voisine_demandee.emit(int(self.sender().property("piece")))


def _phrase(piece: PiecePoste, *, est_guide: bool) -> str:
    """What stands above the checklist, or in its place."""
    if piece.controle is Controle.AUCUN:
        return "Aucune règle ne compare ce document avec le dossier\u00a0: regardez-le, puis décidez."
    if not piece.est_lue:
        return "Lecture du document en cours…"
    if piece.illisible:
        return f"Le programme n’a rien pu lire de ce fichier. {remede_document(piece.illisible)}".rstrip()
    if est_guide:
        return (
            "Ce document n’a ni texte ni cachet\u00a0: écrivez ce que vous lisez, Entrée mène au champ suivant. "
            "Échap rend les touches\u00a0: V, R, et 1 à 9 pour cocher."
        )
    return ""
