"""What waits for the desk: the site's counts, each leading to its list, then what is to be remembered, day by day."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.bureau import TacheVue, lister_taches
from imuse_desk.services.lectures.veille import Attente, compter_attente
from imuse_desk.services.suivi.alertes import Alerte, lire_alertes
from imuse_desk.views.bureau.gestes import GestesTaches, Sujet
from imuse_desk.views.bureau.mots import COLONNES_TACHES, GROUPES, SUJET, cellules_tache, groupe
from imuse_desk.views.bureau.suivre import PAUSE_MS, VIVANTS_BUREAU, CarteSuivre
from imuse_desk.views.bureau.taches import suivre_tache
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import lien, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.fermeture import sur_echap
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.common.puces import Filtres
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.touche import LegendeTouches
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

MIENNES, TOUTES = "miennes", "toutes"
ATTENTES = (
    ("pieces", "pièce à vérifier", "pièces à vérifier"),
    ("dossiers", "dossier à valider", "dossiers à valider"),
    ("courriers", "courrier à imprimer ou en échec", "courriers à imprimer ou en échec"),
)
VIVANTS = frozenset({"tache", "piece", "dossier", "message"})


@dataclass(frozen=True, slots=True)
class Lu:
    """What waits."""

    attente: Attente
    taches: tuple[TacheVue, ...]


def _lire(ctx: Contexte, *, miennes: bool) -> Lu:
    return Lu(compter_attente(ctx), lister_taches(ctx, miennes=miennes))


class GroupeTaches(Carte):
    """The tasks of one stretch of time; hidden while there is none."""

    def __init__(self, titre: str) -> None:
        super().__init__(titre, pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES_TACHES, self)
        self.table = TableListe(titre)
        self.table.brancher(self.modele)
        self.compte = texte("", "second")
        self.outils.addWidget(self.compte)
        self.ajouter(self.table)

    def montrer(self, taches: list[TacheVue], ctx: Contexte) -> None:
        """Bind the tasks."""
        jour = ctx.aujourdhui()
        self.modele.poser((t.id, cellules_tache(t, jour)) for t in taches)
        self.table.figer_hauteur()
        self.compte.setText(str(len(taches)))
        self.setVisible(bool(taches))


class FenetreATraiter(QWidget):
    """``attente_demandee(key)`` asks for the list behind a count; a task opens the dossier that it is about."""

    attente_demandee = Signal(str)
    alerte_suivie = Signal(object)

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("page")
        self.setWindowTitle("À traiter")
        self._executant, self._bus, self._ctx = executant, bus, ctx
        self._taches: dict[int, TacheVue] = {}
        self.gestes = GestesTaches(executant, bus, self)
        self.liens = {cle: lien("") for cle, _, _ in ATTENTES}
        self.filtres = Filtres([(MIENNES, "Les miennes et celles du site"), (TOUTES, "Toutes")])
        self.ajouter = primaire("&À rappeler…", "plus-bold")
        self.ajouter.setToolTip("Noter quelque chose à rappeler (Ctrl+Maj+R)")
        self.refus = Bandeau("warn")
        self.refus.hide()
        self.suivre = CarteSuivre()
        self.groupes = {cle: GroupeTaches(titre) for cle, titre in GROUPES}
        self.vide = EtatVide("bell", "Rien à rappeler", "Ctrl+Maj+R note quelque chose à rappeler.")
        self._composer()
        self._brancher()
        self.resize(QSize(px(1000), px(620)).boundedTo(self.screen().availableSize()))
        self.relire()

    def _composer(self) -> None:
        comptes = QHBoxLayout()
        comptes.setSpacing(16)
        for bouton in self.liens.values():
            comptes.addWidget(bouton)
        comptes.addStretch(1)
        haut = QHBoxLayout()
        haut.addWidget(self.filtres, 1)
        haut.addWidget(self.ajouter)
        contenu = QWidget()
        corps = QVBoxLayout(contenu)
        corps.setContentsMargins(0, 0, 4, 0)
        corps.setSpacing(12)
        corps.addWidget(self.suivre)
        for carte in self.groupes.values():
            carte.hide()
            corps.addWidget(carte)
        corps.addWidget(self.vide)
        corps.addStretch(1)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(24, 16, 24, 12)
        colonne.setSpacing(12)
        colonne.addLayout(comptes)
        colonne.addLayout(haut)
        colonne.addWidget(self.refus)
        colonne.addWidget(zone_defilante(contenu), 1)
        touches = [("Entrée", "ouvrir le dossier"), ("F", "fait"), ("R", "reporter"), ("Échap", "fermer")]
        colonne.addWidget(LegendeTouches(touches), 0, Qt.AlignmentFlag.AlignLeft)

    def _brancher(self) -> None:
        for cle, bouton in self.liens.items():
            bouton.setProperty("cle", cle)
            bouton.clicked.connect(self._suivre_attente)
        self.filtres.filtres_changes.connect(self._filtre_change)
        self.ajouter.clicked.connect(self._noter)
        self.suivre.alerte_suivie.connect(self._alerte_suivie)
        self.gestes.refuse.connect(self._refuse)
        for carte in self.groupes.values():
            carte.table.ouverte.connect(self._ouvrir)
            carte.table.lien_suivi.connect(self._suivre)
            toucher("F", "Tâche faite", carte.table, self._finir)
            toucher("R", "Reporter la tâche", carte.table, self._reporter)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._relire_alertes)
        self._bus.change.connect(self._objets_changes)
        sur_echap(self, self.close)
        toucher("F5", "Actualiser", self, self.relire)
        toucher("Ctrl+Shift+R", "Noter quelque chose à rappeler", self, self._noter)

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read again what waits; what is to be followed up comes after the rest."""
        self._relire_attente()
        self._relire_alertes()

    def _relire_attente(self) -> None:
        miennes = TOUTES not in self.filtres.choisis()
        self._executant.lire(partial(_lire, self._ctx, miennes=miennes), self._lu, self._refuse, cle="attente")

    @Slot()
    def _relire_alertes(self) -> None:
        self._executant.lire(partial(lire_alertes, self._ctx), self._alertes_lues, self._refuse, cle="alertes")

    @Slot(object)
    def _lu(self, lu: Lu) -> None:
        self.refus.hide()
        for cle, un, plusieurs in ATTENTES:
            n = getattr(lu.attente, cle)
            self.liens[cle].setText(f"{n} {un if n == 1 else plusieurs}")
            self.liens[cle].setVisible(n > 0)
        self._taches = {tache.id: tache for tache in lu.taches}
        jour = self._ctx.aujourdhui()
        for cle, carte in self.groupes.items():
            carte.montrer([t for t in lu.taches if groupe(t, jour) == cle], self._ctx)
        self.vide.setVisible(not lu.taches)

    @Slot(object)
    def _alertes_lues(self, alertes: tuple[Alerte, ...]) -> None:
        self.suivre.montrer(alertes)

    @Slot(object)
    def _filtre_change(self, _cles: object) -> None:
        self._relire_attente()

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & VIVANTS:
            self._relire_attente()
        if changements.genres & VIVANTS_BUREAU:
            self._pause.start()

    @Slot(object)
    def _refuse(self, erreur: Exception) -> None:
        self.refus.montrer("warn", texte_erreur(erreur).court)
        self.refus.show()

    # ---- acts

    @Slot(object)
    def _alerte_suivie(self, alerte: Alerte) -> None:
        self.alerte_suivie.emit(alerte)
        self.close()

    @Slot()
    def _suivre_attente(self) -> None:
        self.attente_demandee.emit(str(self.sender().property("cle")))
        self.close()

    @Slot()
    def _noter(self) -> None:
        self.gestes.noter(self._ctx, Sujet())

    @Slot(object)
    def _ouvrir(self, ident: int) -> None:
        """The dossier opens in the main window, which this one stops hiding."""
        tache = self._taches.get(ident)
        if tache is not None and tache.eleve_id is not None:
            self._bus.ouvrir("eleve", tache.eleve_id)
        elif tache is not None and tache.foyer_id is not None:
            self._bus.ouvrir("foyer", tache.foyer_id)
        else:
            return
        self.close()

    @Slot(object, str)
    def _suivre(self, ident: int, colonne: str) -> None:
        if colonne == SUJET:
            self._ouvrir(ident)
        else:
            suivre_tache(self.gestes, self._ctx, ident, colonne)

    def _choisie(self) -> tuple[int, TableListe] | None:
        """The task of the table that has the keyboard."""
        tables = [carte.table for carte in self.groupes.values() if carte.table.hasFocus()]
        ident = tables[0].choisi() if tables else None
        return (ident, tables[0]) if ident is not None else None

    @Slot()
    def _finir(self) -> None:
        if (choisie := self._choisie()) is not None:
            self.gestes.finir(self._ctx, choisie[0])

    @Slot()
    def _reporter(self) -> None:
        if (choisie := self._choisie()) is not None:
            table = choisie[1]
            self.gestes.demander_report(self._ctx, choisie[0], table.mapToGlobal(table.rect().topLeft()))
