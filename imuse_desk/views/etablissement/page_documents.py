"""The rule books and the price list of the site and year: deposited, read, printed, joined to the accusé."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.etablissement.documents import (
    LIBELLES,
    DeposerDocument,
    DocumentVu,
    deposer_document,
    joindre_document,
    lister_documents,
    ouvrir_document,
    retirer_document,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import danger, discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, ListeChoix
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, case, lien, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

FILTRE = "PDF (*.pdf)"
COLONNES = (
    colonne("genre", "Document", 190),
    colonne("nom", "Fichier", 240, etirable=True),
    colonne("taille", "Taille", 80, droite=True),
    colonne("depose", "Déposé le", 100),
    colonne("auteur", "Par", 140),
    colonne("etat", "État", 110),
    colonne("joint", "Joint à l’accusé", 120),
)


class PageDocuments(QWidget):
    """``PageDocuments(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._documents: dict[int, DocumentVu] = {}
        self._peut = ctx.peut(Permission.MODIFIER_TARIF)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        page.addWidget(self.echec)
        carte = Carte("Documents remis aux familles", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Documents remis aux familles")
        self.table.brancher(self.modele)
        self.table.poser_vide(
            EtatVide("file-pdf", "Aucun document cette année", "Déposez les règlements et la grille au format PDF.")
        )
        carte.ajouter(self.table, 1)
        self.ouvrir = discret("&Ouvrir", "file-pdf")
        self.retirer = danger("Re&tirer", "trash")
        for bouton in (self.ouvrir, self.retirer):
            bouton.setEnabled(False)
            carte.outils.addWidget(bouton)
        self.retirer.setVisible(self._peut)
        page.addWidget(carte, 1)
        page.addWidget(self._depot())
        self.table.choix_change.connect(self._choisi)
        self.table.ouverte.connect(self._ouvrir_ligne)
        self.table.lien_suivi.connect(self._suivre)
        self.ouvrir.clicked.connect(self._ouvrir)
        self.retirer.clicked.connect(self._retirer)
        self.setMinimumWidth(px(880))
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)

    def _depot(self) -> Carte:
        carte = Carte("Déposer un document")
        rangee = QHBoxLayout()
        rangee.setSpacing(12)
        etiquette = texte("Do&cument", "libelle")
        self.genre = ListeChoix(list(LIBELLES.items()))
        self.genre.setAccessibleName("Document")
        self.genre.setMinimumWidth(px(220))
        self.genre.poser_valeur(next(iter(LIBELLES)))
        etiquette.setBuddy(self.genre)
        self.joint = CaseACocher("&Joindre au courriel de l’accusé de réception")
        self.deposer = primaire("&Déposer un PDF…", "upload-simple")
        self.deposer.clicked.connect(self._deposer)
        for widget in (etiquette, self.genre, self.joint):
            rangee.addWidget(widget)
        rangee.addStretch(1)
        rangee.addWidget(self.deposer)
        carte.ajouter(rangee)
        carte.setVisible(self._peut)
        return carte

    @Slot()
    def relire(self) -> None:
        """Read the documents again."""
        self._executant.lire(partial(lister_documents, self._ctx), self._lus, self._refuse, cle="documents")

    @Slot(object)
    def _lus(self, documents: Sequence[DocumentVu]) -> None:
        self._documents = {document.id: document for document in documents}
        self.modele.poser((document.id, self._rangee(document)) for document in documents)
        self._choisi(self.table.choisi())

    def _rangee(self, document: DocumentVu) -> Sequence[Cellule]:
        joint = case(est_cochee=document.est_joint_accuse) if document.est_en_vigueur else Cellule("—", Genre.DISCRET)
        return (
            Cellule(LIBELLES[document.genre], Genre.FORT),
            lien(document.nom),
            Cellule(f"{max(1, round(document.octets / 1024))}\u00a0Ko"),
            Cellule(f"{document.a:%d/%m/%Y}"),
            Cellule(document.auteur),
            puce("en vigueur", "ok", "check") if document.est_en_vigueur else puce("ancien", "neutral", "archive"),
            joint,
        )

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "site" in changements.genres:
            self.relire()

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        document = self._documents.get(ident) if isinstance(ident, int) else None
        self.ouvrir.setEnabled(document is not None)
        self.retirer.setEnabled(document is not None and document.est_en_vigueur)

    @Slot(object, str)
    def _suivre(self, ident: object, cle: str) -> None:
        document = self._documents.get(ident) if isinstance(ident, int) else None
        if document is None:
            return
        if cle == "joint":
            if self._peut and document.est_en_vigueur:
                self.echec.hide()
                faire = partial(joindre_document, self._ctx, document.id, est_joint=not document.est_joint_accuse)
                self._executant.ecrire(faire, self._joint_change, self._refuse)
        else:
            self._ouvrir_ligne(document.id)

    @Slot(object)
    def _joint_change(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire("Pièces jointes de l’accusé modifiées")

    # ---- acts

    @Slot()
    def _ouvrir(self) -> None:
        self._ouvrir_ligne(self.table.choisi())

    @Slot(object)
    def _ouvrir_ligne(self, ident: object) -> None:
        if isinstance(ident, int):
            self._executant.lire(partial(ouvrir_document, self._ctx, ident), self._ouvert, self._refuse, cle="ouvrir")

    @Slot(object)
    def _ouvert(self, lu: tuple[str, bytes]) -> None:
        FenetrePapier(self._executant, lu[0], lu[1], self).show()

    @Slot()
    def _deposer(self) -> None:
        choisi, _ = QFileDialog.getOpenFileName(self, LIBELLES[str(self.genre.valeur())], "", FILTRE)
        if choisi:
            self.echec.hide()
            self.deposer.setEnabled(False)
            commande = DeposerDocument(str(self.genre.valeur()), Path(choisi), est_joint_accuse=self.joint.valeur())
            self._executant.ecrire(partial(deposer_document, self._ctx, commande), self._depose, self._refuse)

    @Slot(object)
    def _depose(self, fait: Fait[int]) -> None:
        self.deposer.setEnabled(True)
        self.joint.poser_valeur(valeur=False)
        self.table.setFocus()  # not on Annuler, where the button that was disabled sent it
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Document déposé")

    @Slot()
    def _retirer(self) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int):
            self._executant.ecrire(partial(retirer_document, self._ctx, ident), self._retire, self._refuse)

    @Slot(object)
    def _retire(self, fait: Fait[int]) -> None:
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Document retiré")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.deposer.setEnabled(True)
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
