"""Other documents of a card: bring in by the button or by dropping, look at, name, put away."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import visible
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.documents_dossier import (
    LIBELLE_MAX,
    DocumentImporte,
    ImporterDocuments,
    NommerDocument,
    archiver_document,
    importer_documents,
    nommer_document,
)
from imuse_desk.services.lectures.bureau import DocumentVu
from imuse_desk.services.notes import GenreSujet
from imuse_desk.views.bureau.mots import (
    ARCHIVER,
    COLONNES_DOCUMENTS,
    NOMMER,
    cellules_document,
    phrases_import,
    visibilites,
)
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import lien
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import LigneTexte, ListeChoix
from imuse_desk.views.common.cible_fichiers import CibleFichiers
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fichier_ouvert import FenetreFichier
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

FILTRE = "Documents (*.pdf *.jpg *.jpeg *.png *.heic);;Tous les fichiers (*)"
INVITE = "Glissez ici un PDF ou une photo (JPEG, PNG), ou importez-les par le bouton."


class CarteDocuments(CibleFichiers):
    """``ouvrir(ctx, ident)``, then ``montrer(documents)`` as they are read."""

    def __init__(self, executant: Executant, bus: Bus, sujet: GenreSujet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self.setAcceptDrops(True)
        self._executant, self._bus, self._sujet = executant, bus, sujet
        self._ctx: Contexte | None = None
        self._ident: int | None = None
        self._documents: dict[int, DocumentVu] = {}
        self._nomme: DocumentVu | None = None
        self.demande: Demande | None = None
        self.importer = lien("Importer…", "upload-simple")
        self.importer.setAccessibleName("Importer des documents")
        self.dit = Bandeau("info")
        self.dit.hide()
        self.modele = ModeleFixe(COLONNES_DOCUMENTS, self)
        self.table = TableListe("Autres documents")
        self.table.brancher(self.modele)
        self._vide = texte(INVITE, "second", replie=True)
        self._vide.setContentsMargins(16, 0, 16, 14)
        carte = Carte("Autres documents", pleine_largeur=True)
        carte.outils.addWidget(self.importer)
        for contenu in (self.dit, self.table, self._vide):
            carte.ajouter(contenu)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 0)
        colonne.addWidget(carte)
        self.importer.clicked.connect(self._choisir)
        self.fichiers_donnes.connect(self.prendre)
        self.table.ouverte.connect(self._consulter)
        self.table.lien_suivi.connect(self._suivre)

    def ouvrir(self, ctx: Contexte | None, ident: int | None) -> None:
        """Another card."""
        if ident != self._ident:
            self.dit.hide()
        self._ctx, self._ident = ctx, ident
        self.importer.setVisible(ctx is not None and ctx.peut(Permission.MODIFIER_FAMILLE))

    def montrer(self, documents: Sequence[DocumentVu]) -> None:
        """Bind the documents, newest first."""
        ctx = self._ctx
        if ctx is None:
            return
        ecrit, fuseau = ctx.peut(Permission.MODIFIER_FAMILLE), ZoneInfo(ctx.fuseau)
        self._documents = {d.id: d for d in documents}
        self.modele.poser((d.id, cellules_document(d, fuseau, est_modifiable=ecrit)) for d in documents)
        self.table.figer_hauteur()
        self.table.setVisible(bool(documents))
        self._vide.setVisible(not documents)

    # ---- bringing in

    def prend_des_fichiers(self) -> bool:
        """Whoever may edit the card."""
        return self._ident is not None and self.importer.isVisibleTo(self)

    @Slot()
    def _choisir(self) -> None:
        self.demander_fichiers("Importer des documents", FILTRE)

    @Slot(object)
    def prendre(self, chemins: tuple[Path, ...]) -> None:
        """Bring files in: they are examined away from the screen's thread."""
        if self._ctx is None or self._ident is None:
            return
        self.dit.montrer("info", "Examen des fichiers…")
        self.dit.show()
        faire = partial(importer_documents, self._ctx, ImporterDocuments(self._sujet, self._ident, chemins))
        self._executant.travailler(partial(_sans_jeton, faire), self._importes, self._refuse, est_ecriture=False)

    @Slot(object)
    def _importes(self, fait: Fait[list[DocumentImporte]]) -> None:
        ton, phrase = phrases_import(fait.resultat)
        self.dit.montrer(ton, phrase)
        self._bus.publier(fait.changements)
        finir = self._bus.refuser if ton == "bad" else self._bus.dire
        finir("Fichiers examinés")

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self.demande is not None:
            self.demande.refuser(erreur)
            return
        self.dit.montrer("bad", texte_erreur(erreur).court)
        self.dit.show()

    # ---- one document

    @Slot(object)
    def _consulter(self, ident: int) -> None:
        if self._ctx is not None and ident in self._documents:
            vu = self._documents[ident]
            FenetreFichier(self._executant, self._ctx, visible(vu.libelle), vu.sha256, vu.nom_original, self).show()

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        if self._ctx is None or ident not in self._documents:
            return
        if colonne == NOMMER:
            self._demander(self._ctx, self._documents[ident])
        elif colonne == ARCHIVER:
            self._executant.ecrire(partial(archiver_document, self._ctx, ident), self._archive, self._refuse)
        else:
            self._consulter(ident)

    @Slot(object)
    def _archive(self, fait: Fait[int]) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, "Document archivé")

    def _demander(self, ctx: Contexte, document: DocumentVu) -> None:
        self._nomme = document
        champs = [
            ("libelle", "&Libellé", LigneTexte(LIBELLE_MAX), True),
            ("visibilite", "L&ecteurs", ListeChoix(visibilites(ctx)), True),
        ]
        phrase = f"Fichier\u00a0: {document.nom_original}"
        self.demande = Demande(self, "Libellé du document", phrase, "Modifier", champs)
        self.demande.poser({"libelle": document.libelle, "visibilite": document.visibilite})
        self.demande.validee.connect(self._nommer)
        self.demande.finished.connect(self._demande_fermee)
        self.demande.open()

    @Slot(int)
    def _demande_fermee(self, _resultat: int) -> None:
        self.demande = None

    @Slot(object)
    def _nommer(self, valeurs: dict[str, Any]) -> None:
        if self._ctx is not None and self._nomme is not None:
            commande = NommerDocument(self._nomme.id, self._nomme.version, **valeurs)
            self._executant.ecrire(partial(nommer_document, self._ctx, commande), self._nomme_ecrit, self._refuse)

    @Slot(object)
    def _nomme_ecrit(self, fait: Fait[int]) -> None:
        if self.demande is not None:
            self.demande.accept()
        self._bus.publier(fait.changements)
        self._bus.dire("Éléments modifiés")


def _sans_jeton(faire: Any, _jeton: object) -> Any:
    return faire()
