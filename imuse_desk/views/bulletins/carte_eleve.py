"""The bulletins issued to a pupil: look at one as it was sealed, print it again as the rules of duplicates say."""

import uuid
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.bulletins import Ordre
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.suivi.bulletins_eleve import BulletinEmis, lire_bulletins_eleve
from imuse_desk.services.suivi.papiers_bulletins import PapierBulletins, imprimer_bulletins, voir_bulletin
from imuse_desk.views.bulletins import mots
from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

AUCUN = "Aucun bulletin émis."


class CarteBulletins(Carte):
    """``brancher(executant, bus)``, then ``montrer(ctx, eleve_id)``: read when it is seen; hidden from a teacher."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Bulletins émis", parent, pleine_largeur=True)
        self._executant: Executant | None = None
        self._bus: Bus | None = None
        self._ctx: Contexte | None = None
        self._eleve_id: int | None = None
        self._lignes: dict[int, BulletinEmis] = {}
        self._est_perime = False
        self.papier: FenetrePapier | None = None
        self.modele = ModeleFixe(mots.COLONNES_ELEVE, self)
        self.table = TableListe("Bulletins émis")
        self.table.brancher(self.modele)
        self.etat = texte("", "second", replie=True)
        self.voir = secondaire("V&oir…", "file-pdf")
        self.reimprimer = secondaire("Réim&primer…", "printer")
        bas = QWidget()
        bas.setObjectName("contenu")
        rangee = QHBoxLayout(bas)
        rangee.setContentsMargins(16, 4, 14, 10)
        rangee.addWidget(self.etat, 1)
        rangee.addWidget(self.voir)
        rangee.addWidget(self.reimprimer)
        self.ajouter(self.table)
        self.ajouter(bas)
        self.table.choix_change.connect(self._choisi)
        self.table.ouverte.connect(self._voir)
        self.table.lien_suivi.connect(self._voir)
        self.voir.clicked.connect(self._voir_le_choisi)
        self.reimprimer.clicked.connect(self._reimprimer)

    def brancher(self, executant: Executant, bus: Bus) -> None:
        """Give it what reads and what tells."""
        self._executant, self._bus = executant, bus
        bus.change.connect(self._objets_changes)

    def montrer(self, ctx: Contexte, eleve_id: int | None) -> None:
        """The bulletins of a pupil, for whoever reads every pupil of the site."""
        self._ctx, self._eleve_id = ctx, eleve_id
        self.setVisible(eleve_id is not None and ctx.peut(Permission.CONSULTER))
        self._poser(())
        self._relire()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802, D102
        super().showEvent(event)
        if self._est_perime:
            self._relire()

    def _relire(self) -> None:
        ctx, executant = self._ctx, self._executant
        self._est_perime = not self.isVisible()
        if ctx is None or executant is None or self._eleve_id is None or self._est_perime:
            return
        executant.lire(partial(lire_bulletins_eleve, ctx, self._eleve_id), self._poser, self._refuse, cle="bulletins")

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if "bulletin" in changements.genres:
            self._relire()

    @Slot(object)
    def _poser(self, lignes: tuple[BulletinEmis, ...]) -> None:
        self._lignes = {x.bulletin_id: x for x in lignes}
        fuseau = ZoneInfo(self._ctx.fuseau if self._ctx is not None else "Europe/Paris")
        self.modele.poser((x.bulletin_id, mots.cellules_eleve(x, fuseau)) for x in lignes)
        self.table.figer_hauteur()
        for widget in (self.table, self.voir, self.reimprimer):
            widget.setVisible(bool(lignes))
        if lignes and self.table.choisi() is None:
            self.table.choisir(lignes[0].bulletin_id)
        self._choisi(self.table.choisi())

    def _ligne(self, ident: object) -> BulletinEmis | None:
        return self._lignes.get(ident) if isinstance(ident, int) else None

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        ligne = self._ligne(ident)
        peut = self._ctx is not None and self._ctx.peut(Permission.ENVOYER_COURRIER)
        self.voir.setEnabled(ligne is not None)
        self.reimprimer.setEnabled(ligne is not None and not ligne.est_remplace and peut)
        self.etat.setText(mots.dire_bulletin(ligne) if ligne is not None else "" if self._lignes else AUCUN)

    # ---- papers

    @Slot()
    def _voir_le_choisi(self) -> None:
        self._voir(self.table.choisi())

    @Slot(object)
    def _voir(self, ident: object, _colonne: str = "") -> None:
        """The sealed text as it was issued: nothing is counted."""
        ligne = self._ligne(ident)
        if ligne is not None and self._ctx is not None and self._executant is not None:
            lire = partial(voir_bulletin, self._ctx, ligne.bulletin_id)
            self._executant.lire(lire, self._ouvrir, self._refuse, cle="papier")

    @Slot()
    def _reimprimer(self) -> None:
        """Handed over once more: the paper says DUPLICATA where one left already."""
        ligne = self._ligne(self.table.choisi())
        if ligne is not None and self._ctx is not None and self._executant is not None and self._eleve_id is not None:
            tirer = partial(
                imprimer_bulletins, self._ctx, ligne.periode_id, Ordre.NOM, eleves=(self._eleve_id,), avec_remis=True,
                operation_id=uuid.uuid4(),
            )  # fmt: skip
            self._executant.ecrire(tirer, self._imprime, self._refuse)

    @Slot(object)
    def _imprime(self, papier: PapierBulletins) -> None:
        if self._bus is not None:
            self._bus.publier(papier.changements)
            self._bus.dire("Duplicata prêt à imprimer" if papier.duplicatas else "Bulletin prêt à imprimer")
        self._ouvrir(papier)

    @Slot(object)
    def _ouvrir(self, papier: PapierBulletins) -> None:
        if self._executant is not None:
            self.papier = FenetrePapier(self._executant, papier.nom, papier.octets, self.window())
            self.papier.show()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        if self._bus is not None:
            self._bus.refuser(texte_erreur(erreur).court)
