"""The Accueil, when no dossier is open: what waits, the re-enrolments by state, drafts and recent dossiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import instant_fr
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.services.brouillons import BrouillonVu, lister_brouillons
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.liste_familles import compter_etats
from imuse_desk.services.lectures.veille import Attente, compter_attente
from imuse_desk.services.recents import RecentVu, lister_recents
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import zone_defilante
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.familles_listees import puce_etat
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.common.touche import LegendeTouches
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, montant
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe


@dataclass(frozen=True, slots=True)
class Nouvelles:
    """What the Accueil shows."""

    attente: Attente
    etats: dict[EtatDossier, int]
    recents: tuple[RecentVu, ...]
    brouillons: tuple[BrouillonVu, ...]


def lire_nouvelles(ctx: Contexte) -> Nouvelles:
    """Read what waits for the person."""
    return Nouvelles(compter_attente(ctx), compter_etats(ctx), lister_recents(ctx), lister_brouillons(ctx, "famille"))


class Accueil(QWidget):
    """``ouverte(foyer_id)``, ``brouillon_repris(objet)``, ``nouvelle_demandee``, ``attente_demandee(key)``."""

    ouverte = Signal(object)
    brouillon_repris = Signal(str)
    nouvelle_demandee = Signal()
    attente_demandee = Signal(str)  # the list behind a count

    def __init__(self, executant: Executant, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._executant = executant
        self._ctx: Contexte | None = None
        self._montrees: Nouvelles | None = None
        self.nouvelle = primaire("Nouvelle famille", "plus-bold")
        self.nouvelle.clicked.connect(self._demander)
        self.attente = ModeleFixe(
            (Colonne("quoi", "Ce qui attend", 180, est_etirable=True), Colonne("n", "Nombre", 76, "droite")), self
        )
        self.etats = ModeleFixe(
            (Colonne("etat", "État", 150, est_etirable=True), Colonne("n", "Élèves", 76, "droite")), self
        )
        self.recents = ModeleFixe(
            (
                Colonne("famille", "Famille", 200, est_etirable=True),
                Colonne("quand", "Ouverte le", 150, "droite"),
            ),
            self,
        )
        self.brouillons = ModeleFixe(
            (Colonne("quoi", "Fiche", 200, est_etirable=True), Colonne("quand", "Gardé le", 150, "droite")), self
        )
        self._composer()
        self._brancher()

    def _composer(self) -> None:
        contenu = QWidget()
        colonne = QVBoxLayout(contenu)
        colonne.setContentsMargins(24, 12, 24, 12)
        colonne.setSpacing(12)
        entete = QHBoxLayout()
        entete.addWidget(texte("Accueil", "titre"))
        entete.addStretch(1)
        entete.addWidget(self.nouvelle)
        colonne.addLayout(entete)
        self.table_attente = TableListe("À traiter")
        self.table_etats = TableListe("Réinscriptions")
        self.table_recents = TableListe("Dossiers ouverts récemment")
        self.table_brouillons = TableListe("Brouillons à reprendre")
        cotes = QHBoxLayout()
        cotes.setSpacing(12)
        for haut, modele_haut, bas, modele_bas, icone, vide, phrase in (
            (
                self.table_attente, self.attente, self.table_recents, self.recents, "clock-counter-clockwise",
                "Aucun dossier ouvert pour l’instant", "Tapez un nom dans la recherche (Ctrl+K).",
            ),
            (
                self.table_etats, self.etats, self.table_brouillons, self.brouillons, "pencil-simple",
                "Aucun brouillon", "Une fiche commencée et non enregistrée se retrouve ici.",
            ),
        ):  # fmt: skip
            cote = QVBoxLayout()
            cote.setSpacing(12)
            cote.addWidget(self._carte(haut, modele_haut))
            bas.poser_vide(EtatVide(icone, vide, phrase))
            bas.setMinimumHeight(px(160))
            cote.addWidget(self._carte(bas, modele_bas), 1)
            cotes.addLayout(cote, 1)
        colonne.addLayout(cotes, 1)
        colonne.addWidget(
            LegendeTouches(
                [("Ctrl+K", "rechercher"), ("Ctrl+N", "nouvelle famille"), ("Ctrl+1…5", "changer d’onglet")]
            ),
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
        seule = QVBoxLayout(self)
        seule.setContentsMargins(0, 0, 0, 0)
        seule.addWidget(zone_defilante(contenu))  # large text on a small screen: the Accueil scrolls

    def _brancher(self) -> None:
        self.table_attente.ouverte.connect(self._traiter)
        self.table_attente.lien_suivi.connect(self._suivre_attente)
        self.table_recents.ouverte.connect(self._ouvrir)
        self.table_recents.lien_suivi.connect(self._suivre)
        self.table_brouillons.ouverte.connect(self._reprendre)
        self.table_brouillons.lien_suivi.connect(self._suivre_brouillon)

    def _carte(self, table: TableListe, modele: ModeleFixe) -> Carte:
        carte = Carte(table.accessibleName(), pleine_largeur=True)
        table.brancher(modele)
        carte.ajouter(table, 1)
        return carte

    def entrer(self, ctx: Contexte) -> None:
        """Bind to the person and site, and read."""
        self._ctx, self._montrees = ctx, None
        self.nouvelle.setVisible(ctx.peut(Permission.MODIFIER_FAMILLE))
        self.relire()

    def relire(self) -> None:
        """Read again what waits."""
        if self._ctx is not None and self._ctx.peut(Permission.CONSULTER):
            self._executant.lire(partial(lire_nouvelles, self._ctx), self._lues, cle="accueil")

    @Slot(object)
    def _lues(self, lues: Nouvelles) -> None:
        if lues == self._montrees:
            return  # four tables laid out and painted for nothing, at each paper that the machine reads
        self._montrees = lues
        attente = lues.attente
        lignes: Sequence[tuple[str, str, int]] = (
            ("pieces", "Pièces à vérifier", attente.pieces),
            ("dossiers", "Dossiers à valider", attente.dossiers),
            ("courriers", "Courriers à imprimer ou en échec", attente.courriers),
            ("taches", "À rappeler aujourd’hui ou en retard", attente.taches),
        )
        self.attente.poser((cle, (lien(mots), montant(str(n) if n else ""))) for cle, mots, n in lignes)
        self.etats.poser((e, (puce_etat(e), montant(str(lues.etats[e])))) for e in EtatDossier if lues.etats.get(e))
        for table in (self.table_attente, self.table_etats):
            table.figer_hauteur()
        fuseau = ZoneInfo(self._ctx.fuseau if self._ctx else "Europe/Paris")
        self.recents.poser(
            (r.id, (lien(r.libelle, f"n° {r.numero}"), Cellule(instant_fr(r.a, fuseau), Genre.SECOND)))
            for r in lues.recents
        )
        self.brouillons.poser(
            (b.objet, (lien(_nom_brouillon(b)), Cellule(instant_fr(b.a, fuseau), Genre.SECOND)))
            for b in lues.brouillons
        )

    @Slot(object)
    def _traiter(self, cle: str) -> None:
        self.attente_demandee.emit(cle)

    @Slot(object, str)
    def _suivre_attente(self, cle: str, _colonne: str) -> None:
        self._traiter(cle)

    @Slot(object)
    def _ouvrir(self, ident: int) -> None:
        self.ouverte.emit(ident)

    @Slot(object, str)
    def _suivre(self, ident: int, _colonne: str) -> None:
        self.ouverte.emit(ident)

    @Slot(object)
    def _reprendre(self, objet: str) -> None:
        self.brouillon_repris.emit(objet)

    @Slot(object, str)
    def _suivre_brouillon(self, objet: str, _colonne: str) -> None:
        self.brouillon_repris.emit(objet)

    @Slot()
    def _demander(self) -> None:
        self.nouvelle_demandee.emit()


def _nom_brouillon(brouillon: BrouillonVu) -> str:
    adultes = brouillon.contenu["saisie"].get("adultes") or [{}]
    nom = str(adultes[0].get("nom") or "")
    if brouillon.objet == "nouveau":
        return f"Nouvelle famille {nom}".strip()
    return f"Famille {nom}"
