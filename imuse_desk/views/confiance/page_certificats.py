"""The certificates of those who seal documents, with their validity and whether one was revoked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.verification.confiance import CertificatVu, lister_certificats
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.confiance.empreinte import LigneEmpreinte
from imuse_desk.views.confiance.mots import ligne_certificat
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.cellule import Colonne
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("autorite", "Autorité", 84),
    Colonne("code", "Certificat", 100),
    Colonne("nom", "Émetteur", 300, est_etirable=True),
    Colonne("du", "Valable du", 104, nature=Nature.DATE),
    Colonne("au", "au", 104, nature=Nature.DATE),
    Colonne("etat", "État", 120),
    Colonne("importe", "Importé le", 104, nature=Nature.DATE),
    Colonne("agent", "Par", 150),
)


class PageCertificats(QWidget):
    """``PageCertificats(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        self._certificats: dict[int, CertificatVu] = {}
        carte = Carte("Certificats d’émetteurs", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Certificats d’émetteurs")
        self.table.brancher(self.modele)
        phrase = "Importez les fichiers que publie chaque autorité\u00a0: elle les a signés, la liste la nomme."
        self.table.poser_vide(EtatVide("seal-check", "Aucun certificat", phrase))
        self.empreinte = LigneEmpreinte()
        carte.ajouter(self.table, 1)
        fiche = FicheListe("confiance.certificats", "Certificats 2D-Doc", Mots("certificat", "certificats"))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        carte.ajouter(self.empreinte)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(carte)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.table.choix_change.connect(self._choisi)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read the certificates again."""
        self._executant.lire(partial(lister_certificats, self._ctx), self._lus, cle="certificats")

    @Slot(object)
    def _lus(self, certificats: Sequence[CertificatVu]) -> None:
        jour = self._ctx.aujourdhui()
        self._certificats = {certificat.id: certificat for certificat in certificats}
        self.modele.poser((certificat.id, ligne_certificat(certificat, jour)) for certificat in certificats)
        self._choisi(self.table.choisi())

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        certificat = self._certificats.get(ident) if isinstance(ident, int) else None
        nom = f"{certificat.autorite} {certificat.code}" if certificat else ""
        self.empreinte.montrer(nom, certificat.empreinte if certificat else "")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "confiance" in changements.genres:
            self.relire()
