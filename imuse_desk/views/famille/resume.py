"""The counter summary: one page on a family while it stands there; every line leads to its place."""

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.resume import ResumeFamille, resume_famille
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from imuse_desk.views.bureau.bande import BandeNotes
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import primaire, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.puces import Puce
from imuse_desk.views.common.textes import poser_elide, texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.famille.cartes_resume import BandeARegler, CarteCompte, CarteResponsables
from imuse_desk.views.famille.mots_resume import (
    COLONNES_COURS,
    COLONNES_ECHANGES,
    COLONNES_PIECES,
    COURS,
    ELEVE,
    ENSEIGNANT,
    REINSCRIPTION,
    a_reinscrire,
    lieu,
    rangees_cours,
    rangees_echanges,
    rangees_pieces,
)
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

LARGEUR_DROITE, LARGEUR_PIECES = 372, 396
LARGEUR_COTE_A_COTE = 1180  # narrower than this (or with larger text), the cards stand one under another
LARGEUR_PRENOM = 150
MARGE, ECART = 24, 8
SANS_LIMITE = 16_777_215  # QWIDGETSIZE_MAX
VIVANTS = frozenset({"piece", "message", "dossier", "dossier_eleve", "eleve", "foyer"})


class CarteTable(Carte):
    """A card with a small table, or a sentence where there is no row."""

    def __init__(self, titre: str, modele: ModeleFixe, vide: str) -> None:
        super().__init__(titre, pleine_largeur=True)
        self.table = TableListe(titre)
        self.modele = modele
        self.table.brancher(modele)
        self._vide = texte(vide, "second", replie=True)
        self._vide.setContentsMargins(16, 0, 16, 14)
        self.note = texte("", "second")
        self.outils.addWidget(self.note)
        self.ajouter(self.table)
        self.ajouter(self._vide)
        self.corps.addStretch(1)

    def montrer(self, rangees: list[tuple[int, object]], vide: str) -> None:
        """Bind the rows; ``vide`` is said where there is none."""
        self.modele.poser(rangees)  # type: ignore[arg-type]  # rows of cells
        self.table.figer_hauteur()
        self.table.setVisible(bool(rangees))
        self._vide.setText(vide)
        self._vide.setVisible(not rangees)


class ResumeGuichet(QWidget):
    """``ouvrir(foyer_id)``; ``lieu_demande(place, eleve_id)`` asks for a place of the family."""

    lieu_demande = Signal(str, object)
    facturation_demandee = Signal()

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self.foyer_id: int | None = None
        self.vue: ResumeFamille | None = None
        self.titre = texte("", "titre")
        self.titre.setMinimumWidth(px(120))  # elided to the room left, see ``_accorder``
        self.sous_titre = texte("", "libelle")
        self.archivee = Puce("", parent=self)
        self.fiche = secondaire("&Fiche de la famille", "identification-card")
        self.fiche.setToolTip("Ouvrir la fiche\u00a0: identité, adresse, élèves, courriers (F2)")
        self.imprimer = secondaire("I&mprimer", "printer")
        self.imprimer.setToolTip("Fiche de réinscription à signer")
        self.fiche_a_signer = QAction("Fiche de &réinscription à signer", self)
        self.fiche_a_signer.setEnabled(False)
        self.reinscrire = primaire("", "clipboard-text")
        self.bandeau = Bandeau("warn", "")
        self.bandeau.hide()
        self.notes = BandeNotes(executant, bus, "foyer")
        self.a_regler = BandeARegler()
        self.cours = CarteTable("Cours de la semaine", ModeleFixe(COLONNES_COURS, self), "")
        self.pieces = CarteTable("Pièces", ModeleFixe(COLONNES_PIECES, self), "")
        self.echanges = CarteTable("Derniers échanges", ModeleFixe(COLONNES_ECHANGES, self), "")
        self.compte = CarteCompte()
        self.responsables = CarteResponsables()
        self._composer()
        self._brancher()

    def _composer(self) -> None:
        entete = QHBoxLayout()
        entete.setSpacing(ECART)
        for widget in (self.titre, self.sous_titre, self.archivee):
            entete.addWidget(widget)
        entete.addStretch(1)
        for bouton in (self.fiche, self.imprimer, self.reinscrire):
            entete.addWidget(bouton)
        self._bas = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bas.setSpacing(16)
        self._bas.addWidget(self.pieces, LARGEUR_PIECES)
        self._bas.addWidget(self.echanges, 518)
        gauche = QVBoxLayout()
        gauche.setSpacing(16)
        gauche.addWidget(self.cours)
        gauche.addLayout(self._bas)
        gauche.addStretch(1)
        self._cote = QWidget()
        self._cote.setObjectName("contenu")
        droite = QVBoxLayout(self._cote)
        droite.setContentsMargins(0, 0, 0, 0)
        droite.setSpacing(16)
        droite.addWidget(self.compte)
        droite.addWidget(self.responsables)
        droite.addStretch(1)
        contenu = QWidget()
        self._corps = QBoxLayout(QBoxLayout.Direction.LeftToRight, contenu)
        self._corps.setContentsMargins(0, 0, 0, 8)
        self._corps.setSpacing(16)
        self._corps.addLayout(gauche, 1)
        self._corps.addWidget(self._cote)
        zone = zone_defilante(contenu, de_cote=False)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(MARGE, 12, MARGE, 8)
        colonne.setSpacing(12)
        colonne.addLayout(entete)
        colonne.addWidget(self.bandeau)
        colonne.addWidget(self.notes)
        colonne.addWidget(self.a_regler)
        colonne.addWidget(zone, 1)

    def _brancher(self) -> None:
        self.a_regler.suivi.connect(self._regler)
        self.reinscrire.clicked.connect(self._reinscrire)
        self.imprimer.clicked.connect(self.imprimer_fiche)
        self.fiche_a_signer.triggered.connect(self.imprimer_fiche)
        self.compte.detail.clicked.connect(self.facturation_demandee)
        self.responsables.copie.connect(self._copie)
        self.responsables.sans_messagerie.connect(self._sans_messagerie)
        self.cours.table.lien_suivi.connect(self._suivre_cours)
        self.cours.table.ouverte.connect(self._ouvrir_cours)
        self.pieces.table.ouverte.connect(self._ouvrir_piece)
        self.echanges.table.ouverte.connect(self._ouvrir_echange)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802, D102
        super().resizeEvent(event)
        self._accorder()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802, D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # the sheet is read again after a change of text size
            self._accorder()

    def _accorder(self) -> None:
        """Cards side by side where there is room; the title takes what the header leaves."""
        large = self.width() >= px(LARGEUR_COTE_A_COTE)
        sens = QBoxLayout.Direction
        self._corps.setDirection(sens.LeftToRight if large else sens.TopToBottom)
        self._bas.setDirection(sens.LeftToRight if self.width() >= px(820) else sens.TopToBottom)
        self._cote.setMinimumWidth(px(LARGEUR_DROITE) if large else 0)
        self._cote.setMaximumWidth(px(LARGEUR_DROITE) if large else SANS_LIMITE)
        voisins = (self.sous_titre, self.archivee, self.fiche, self.imprimer, self.reinscrire)
        pris = sum(w.sizeHint().width() + ECART for w in voisins if not w.isHidden())
        reste = max(px(120), self.width() - 2 * MARGE - pris - ECART)
        mots = f"Famille {self.vue.libelle}" if self.vue is not None else ""
        self.titre.setText(self.titre.fontMetrics().elidedText(mots, Qt.TextElideMode.ElideRight, reste))
        self.titre.setToolTip(mots)

    # ---- the window's calls

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year: forget what is shown."""
        self._ctx, self.foyer_id, self.vue = ctx, None, None

    def ouvrir(self, foyer_id: int) -> None:
        """Show a household."""
        self.foyer_id = foyer_id
        self.notes.ouvrir(self._ctx, foyer_id)
        self.relire()

    def fermer(self) -> None:
        """No household any more."""
        self.foyer_id, self.vue = None, None
        self.notes.ouvrir(None, None)

    def relire(self) -> None:
        """Read the page again."""
        if self._ctx is not None and self.foyer_id is not None:
            faire = partial(resume_famille, self._ctx, self.foyer_id)
            self._executant.lire(faire, self._lu, self._illisible, cle="resume")

    def concerne(self, changements: Changements) -> bool:
        """Whether a write may have touched what the page shows."""
        return self.foyer_id is not None and bool(changements.genres & VIVANTS)

    @Slot(object)
    def _lu(self, vue: ResumeFamille) -> None:
        if vue.id == self.foyer_id:
            self.montrer(vue)

    @Slot(object)
    def _illisible(self, erreur: Exception) -> None:
        self._dire_refus(texte_erreur(erreur).court)

    def _dire_refus(self, phrase: str) -> None:
        self.bandeau.montrer("warn", phrase)
        self.bandeau.show()

    # ---- what is shown

    def montrer(self, vue: ResumeFamille) -> None:
        """Bind a household."""
        self.vue = vue
        ctx = self._ctx
        if ctx is None:
            return
        fuseau = ZoneInfo(ctx.fuseau)
        self.bandeau.hide()
        self.sous_titre.setText(f"Résumé au guichet · n° {vue.numero}")
        self.archivee.montrer("Archivée" if vue.archive_a is not None else "", "neutral", "archive")
        self._montrer_boutons(vue)
        self._accorder()
        self.a_regler.montrer(vue.a_regler)
        self.cours.note.setText(vue.annee)
        self.cours.montrer([*rangees_cours(vue.cours)], _sans_cours(vue))
        self.pieces.titre.setText(f"Pièces {vue.annee_reinscription}".strip())
        self.pieces.montrer([*rangees_pieces(vue.pieces)], _sans_piece(vue))
        echanges = rangees_echanges(vue.echanges, fuseau, ctx.aujourdhui())
        self.echanges.montrer([*echanges], "Rien n’a encore été noté sur cette famille.")
        self.compte.montrer(vue, fuseau)
        self.responsables.montrer(vue)

    def _montrer_boutons(self, vue: ResumeFamille) -> None:
        self.imprimer.setVisible(vue.dossier_id is not None)
        self.fiche_a_signer.setEnabled(vue.dossier_id is not None)
        self.reinscrire.setVisible(vue.dossier_id is not None)
        attendu = a_reinscrire(vue)
        if attendu is not None and vue.est_modifiable:
            poser_elide(self.reinscrire, f"&Réinscrire {attendu[1].replace('&', '&&')}", LARGEUR_PRENOM)
            self.reinscrire.setToolTip(f"Réinscrire {attendu[1]} pour {vue.annee_reinscription}")
        else:
            self.reinscrire.setText("Voir la &réinscription")
            self.reinscrire.setToolTip(f"Réinscription {vue.annee_reinscription} de la famille")

    # ---- acts

    @Slot(int)
    def _regler(self, rang: int) -> None:
        if self.vue is not None:
            attente = self.vue.a_regler[rang]
            self.lieu_demande.emit(lieu(attente.code), attente.eleve_id)

    @Slot()
    def _reinscrire(self) -> None:
        attendu = a_reinscrire(self.vue) if self.vue is not None else None
        self.lieu_demande.emit(REINSCRIPTION, attendu[0] if attendu else None)

    @Slot()
    def imprimer_fiche(self) -> None:
        """Show the re-enrolment form filled in with what is known, to print."""
        if self._ctx is not None and self.vue is not None and self.vue.dossier_id is not None:
            faire = partial(imprimer_fiche, self._ctx, self.vue.dossier_id)
            self._executant.lire(faire, self._fiche_lue, self._illisible, cle="papier")

    @Slot(object)
    def _fiche_lue(self, papier: tuple[str, bytes]) -> None:
        FenetrePapier(self._executant, *papier, self).show()

    @Slot(str)
    def _copie(self, numero: str) -> None:
        self._bus.dire(f"Numéro {numero} copié")

    @Slot()
    def _sans_messagerie(self) -> None:
        self._dire_refus("Aucun logiciel de courriel ne répond sur ce poste. Copiez l’adresse depuis la fiche.")

    @Slot(object, str)
    def _suivre_cours(self, inscription_id: int, colonne: str) -> None:
        cours = next((c for c in self.vue.cours if c.inscription_id == inscription_id), None) if self.vue else None
        if cours is None:
            return
        if colonne == ELEVE:
            self._bus.ouvrir("eleve", cours.eleve_id)
        elif colonne == COURS:
            self._bus.ouvrir("cours", cours.cours_id)
        elif colonne == ENSEIGNANT and cours.enseignants:
            self._bus.ouvrir("enseignant", cours.enseignants[0][0])

    @Slot(object)
    def _ouvrir_cours(self, inscription_id: int) -> None:
        self._suivre_cours(inscription_id, COURS)

    @Slot(object)
    def _ouvrir_piece(self, _rang: int) -> None:
        self.lieu_demande.emit(REINSCRIPTION, None)

    @Slot(object)
    def _ouvrir_echange(self, rang: int) -> None:
        if self.vue is not None:
            self.lieu_demande.emit(lieu(self.vue.echanges[rang].genre), None)


def _sans_cours(vue: ResumeFamille) -> str:
    if not vue.enfants:
        return "Aucun élève dans cette famille pour l’instant. La fiche de la famille (F2) permet d’en ajouter un."
    return f"Aucun cours suivi en {vue.annee}. Choisissez une autre année en haut de la fenêtre pour voir les siens."


def _sans_piece(vue: ResumeFamille) -> str:
    if vue.dossier_id is None:
        return "Aucune réinscription n’est ouverte pour cette famille."
    return "Aucune pièce n’est encore demandée\u00a0: elles le sont au dépôt de la réinscription."
