"""The trust list in force: its age in plain words, and each authority that it names."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.verification.confiance import AutoriteVue, Confiance, lire_confiance
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.confiance.empreinte import LigneEmpreinte
from imuse_desk.views.confiance.mots import ligne_autorite, phrase_liste, phrase_revocations
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.offre.genres import colonne, nombre
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("code", "Autorité", 76),
    colonne("nom", "Organisme", 240),
    colonne("validite", "Certificat de l’autorité", 184),
    nombre("certificats", "Émetteurs", 84),
    colonne("revocations", "Révocations", 232),
    colonne("empreinte", "Empreinte SHA-256", 180, etirable=True),
)
IMPORT = [("importer", "Importer…")]


class PageAutorites(QWidget):
    """``PageAutorites(executant, bus, ctx)`` then ``relire()``; ``import_demande`` opens the page of the imports."""

    import_demande = Signal()

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        self._autorites: dict[int, AutoriteVue] = {}
        self.age = Bandeau("info", "")
        self.revocations = texte("", "second", replie=True)
        carte = Carte("Autorités de la liste de confiance", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Autorités")
        self.table.brancher(self.modele)
        phrase = "Importez la liste publiée par France Titres (tsl_signed.xml)."
        self.table.poser_vide(EtatVide("shield-check", "Aucune autorité", phrase))
        self.empreinte = LigneEmpreinte()
        carte.ajouter(self.table, 1)
        fiche = FicheListe("confiance.autorites", "Autorités 2D-Doc", Mots("autorité", "autorités", est_feminin=True))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(carte, self.table, fiche)
        carte.ajouter(self.empreinte)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.age)
        page.addWidget(self.revocations)
        page.addWidget(carte, 1)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.age.suivi.connect(self._suivre)
        self.table.choix_change.connect(self._choisie)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Read the store again."""
        self._executant.lire(partial(lire_confiance, self._ctx), self._lue, self._refuse, cle="autorites")

    @Slot(object)
    def _lue(self, confiance: Confiance) -> None:
        jour = self._ctx.aujourdhui()
        ton, phrase = phrase_liste(confiance, jour)
        self.age.montrer(ton, phrase, IMPORT)
        suivre_le_regard(self.window())  # the link is made again
        self.revocations.setText(phrase_revocations(confiance.autorites))
        self.revocations.setVisible(confiance.sequence is not None)
        self._autorites = dict(enumerate(confiance.autorites))
        self.modele.poser((rang, ligne_autorite(autorite, jour)) for rang, autorite in self._autorites.items())
        self._choisie(self.table.choisi())

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.age.montrer("bad", texte_erreur(erreur).court)

    @Slot(object)
    def _choisie(self, rang: object) -> None:
        autorite = self._autorites.get(rang) if isinstance(rang, int) else None
        self.empreinte.montrer(autorite.code if autorite else "", autorite.empreinte if autorite else "")

    @Slot(str)
    def _suivre(self, _cle: str) -> None:
        self.import_demande.emit()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "confiance" in changements.genres:
            self.relire()
