"""What is past its day of keeping, by row of the table and year; the list for the archives is written from here."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.services.conservation.bordereaux import proposer_elimination
from imuse_desk.services.conservation.echues import LigneConservation, lister_conservation
from imuse_desk.services.conservation.papier import papier_elimination
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.confirmation import Confirmation
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.common.textes import texte
from imuse_desk.views.conservation import mots
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

PROPOSE = (
    "Rien n’est détruit\u00a0: le bordereau s’imprime, les archives le visent, et la destruction se fait ensuite, à "
    "l’onglet Bordereaux."
)


class PageEchues(QWidget):
    """``PageEchues(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._lignes: dict[int, LigneConservation] = {}
        self._en_question: list[LigneConservation] = []
        """The rows that the open question is about, whatever is chosen or read meanwhile."""
        self.papier: FenetrePapier | None = None
        self.echec = Bandeau("bad", "")
        self.echec.hide()
        self.modele = ModeleFixe(mots.COLONNES, self)
        self.table = TableListe("Pièces par année")
        self.table.brancher(self.modele)
        phrase = "Aucune pièce gardée un temps n’a de fichier. Le temps se règle dans Campagne › Pièces à fournir."
        self.table.poser_vide(EtatVide("archive", "Rien à conserver", phrase))
        self.carte = Carte("Fichiers des pièces", pleine_largeur=True)
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("conservation", "Conservation des pièces", mots.LIGNES)
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        self.portee = texte("", "second", replie=True)
        self.proposer = primaire("Établir le &bordereau…", "archive")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        page.addWidget(self.echec)
        page.addWidget(self.carte, 1)
        page.addLayout(rangee_actions(self.portee, self.proposer))
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        self.table.selectionModel().selectionChanged.connect(self._actualiser)
        self.proposer.clicked.connect(self._demander)
        bus.change.connect(self._objets_changes)
        self._actualiser()

    @Slot()
    def relire(self) -> None:
        """Read what is kept."""
        self._executant.lire(partial(lister_conservation, self._ctx), self._lues, self._refuse, cle="conservation")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"piece", "facture", "bordereau_elimination", "type_piece"} and self.isVisible():
            self.relire()

    @Slot(object)
    def _lues(self, lignes: tuple[LigneConservation, ...]) -> None:
        self._lignes = {x.type_id: x for x in lignes}
        self.modele.poser((x.type_id, mots.rangee(x)) for x in lignes)
        self._actualiser()

    def _choisies(self) -> list[LigneConservation]:
        """The rows chosen, else all of them: those that have something to destroy."""
        choisis = self.table.choisis() or list(self._lignes)
        return [x for i in choisis if (x := self._lignes.get(i)) is not None and x.est_echue and x.nombre]

    @Slot()
    def _actualiser(self) -> None:
        siennes = self._choisies()
        n = sum(x.nombre for x in siennes)
        self.proposer.setEnabled(bool(n))
        dit = f"{mots.FICHIERS.compte(n)} à porter sur un bordereau." if n else "Aucun fichier à éliminer."
        attendent = sum(x.en_attente for x in self._lignes.values() if x.est_echue)
        if attendent:
            reste = "restent conservés" if attendent > 1 else "reste conservé"
            dit += (
                f" {mots.FICHIERS.compte(attendent)} d’une famille qui n’est pas facturée, ou dont une pièce attend, "
                f"{reste}."
            )
        self.portee.setText(dit)

    @Slot()
    def _demander(self) -> None:
        siennes = self._en_question = self._choisies()
        combien = mots.FICHIERS.compte(sum(x.nombre for x in siennes))
        details = [(f"{x.libelle}, {x.annee}", mots.FICHIERS.compte(x.nombre)) for x in siennes]
        demande = Confirmation(
            self, f"Proposer l’élimination de {combien}\u00a0?", PROPOSE, "Établir le bordereau", details=details,
            nom_icone="archive",
        )  # fmt: skip
        demande.accepted.connect(self._proposer)
        demande.open()

    @Slot()
    def _proposer(self) -> None:
        self.proposer.setEnabled(False)
        siennes = self._en_question
        acte = partial(
            proposer_elimination, self._ctx, [x.type_id for x in siennes], annoncees=sum(x.nombre for x in siennes)
        )
        self._executant.ecrire(acte, self._proposee, self._refuse)

    @Slot(object)
    def _proposee(self, fait: Fait[int]) -> None:
        self.echec.hide()
        dire_annulable(self._executant, self._bus, self._ctx, fait, "Bordereau d’élimination établi")
        lire = partial(papier_elimination, self._ctx, fait.resultat)
        self._executant.lire(lire, self._montrer, self._refuse, cle="papier")

    @Slot(object)
    def _montrer(self, papier: tuple[str, bytes]) -> None:
        self.papier = FenetrePapier(self._executant, *papier, self.window())
        self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self._actualiser()
        self.echec.montrer("bad", texte_erreur(erreur).court)
        self.echec.show()
        if isinstance(erreur, RegleMetier):  # what was shown holds no more
            self.relire()
