"""The courses of a pupil: the year's list with its dated changes, and the history of those changes with their undo."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.roles import Permission
from imuse_desk.services.annulation import annuler
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.changements import ChangementVu, lister_changements
from imuse_desk.services.lectures.eleves import CoursSuivi, FicheEleve
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.boutons import discret, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.theme import px
from imuse_desk.views.eleve import presentateur
from imuse_desk.views.eleve.changement import DialogueChangement, Sujet
from imuse_desk.views.eleve.presentateur import COLONNES_COURS
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, action, puce, vide
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    Colonne("effet", "À partir du", 96, est_triable=False),
    Colonne("genre", "Changement", 130, est_triable=False),
    Colonne("apres", "Ce qui change", 320, est_triable=False, est_etirable=True),
    Colonne("motif", "Motif", 170, est_triable=False),
    Colonne("agent", "Écrit par", 110, est_triable=False),
    Colonne("annuler", "", 104, est_triable=False),
)
GENRES = {
    "ajout": "Ajouté", "horaire": "Horaire", "enseignant": "Enseignant", "discipline": "Discipline",
    "arret": "Arrêt", "conge": "Congé", "reprise": "Reprise",
}  # fmt: skip


class PageCours(QWidget):
    """``brancher(executant, bus)``, then ``montrer(ctx, fiche)``; ``suivi_demande(inscription)`` follows a course."""

    suivi_demande = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant: Executant | None = None
        self._bus: Bus | None = None
        self._ctx: Contexte | None = None
        self._fiche: FicheEleve | None = None
        self._cours: dict[int, CoursSuivi] = {}
        self._changements: dict[int, ChangementVu] = {}
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 8)
        colonne.setSpacing(12)
        self.carte = Carte("Cours", pleine_largeur=True)
        self.ajouter = discret("Ajouter un cours", "plus")
        self.carte.outils.addWidget(self.ajouter)
        self.modele = ModeleFixe(COLONNES_COURS, self)
        self.table = TableListe("Cours de l’année")
        self.table.brancher(self.modele)
        self.table.poser_vide(EtatVide("music-notes", "Aucun cours cette année", ""))
        self.table.setMinimumHeight(px(160))
        self.carte.ajouter(self.table, 1)
        rangee = QHBoxLayout()
        rangee.setContentsMargins(16, 8, 16, 12)
        rangee.addStretch(1)
        self.changer = secondaire("Changer ou arrêter…", "swap")
        rangee.addWidget(self.changer)
        self.carte.ajouter(rangee)
        histoire = Carte("Changements", pleine_largeur=True)
        self.modele_changements = ModeleFixe(COLONNES, self)
        self.changements = TableListe("Changements")
        self.changements.brancher(self.modele_changements)
        self.changements.poser_vide(EtatVide("clock-counter-clockwise", "Aucun changement", ""))
        self.changements.setMinimumHeight(px(150))
        histoire.ajouter(self.changements, 1)
        colonne.addWidget(self.carte, 3)
        colonne.addWidget(histoire, 2)
        self.ajouter.clicked.connect(self._ajouter)
        self.changer.clicked.connect(self._changer)
        self.table.choix_change.connect(self._choisi)
        self.table.lien_suivi.connect(self._suivre)
        self.changements.lien_suivi.connect(self._annuler)
        self._choisi(None)

    def brancher(self, executant: Executant, bus: Bus) -> None:
        """What the page reads and writes with."""
        self._executant, self._bus = executant, bus

    def montrer(self, ctx: Contexte, fiche: FicheEleve | None) -> None:
        """Show a pupil's courses of the year consulted (None: a new card)."""
        self._ctx, self._fiche = ctx, fiche
        self._cours = {c.inscription_id: c for c in (fiche.cours if fiche else ()) if c.annee_id == ctx.annee_id}
        self.modele.poser((ident, presentateur.cellules_cours(c)) for ident, c in self._cours.items())
        self.carte.titre.setText(f"Cours {fiche.annee}" if fiche else "Cours")
        peut = fiche is not None and fiche.archive_a is None and ctx.peut(Permission.MODIFIER_FAMILLE)
        self.ajouter.setVisible(peut)
        self._choisi(self.table.choisi())
        if fiche is not None and self._executant is not None:
            self._executant.lire(partial(lister_changements, ctx, fiche.id), self._lus, cle="changements")
        else:
            self._lus(())

    @Slot(object)
    def _lus(self, changements: Sequence[ChangementVu]) -> None:
        self._changements = {c.id: c for c in changements}
        self.modele_changements.poser((c.id, _rangee(c)) for c in changements)

    @Slot(object)
    def _choisi(self, ident: object) -> None:
        cours = self._cours.get(ident) if isinstance(ident, int) else None
        self.changer.setVisible(cours is not None and cours.etat != "arretee" and self.ajouter.isVisibleTo(self))

    @Slot(object, str)
    def _suivre(self, inscription_id: int, _colonne: str) -> None:
        self.suivi_demande.emit(inscription_id)

    # ---- changes

    @Slot()
    def _ajouter(self) -> None:
        self._ouvrir(None)

    @Slot()
    def _changer(self) -> None:
        ident = self.table.choisi()
        if isinstance(ident, int) and ident in self._cours:
            self._ouvrir(self._cours[ident])

    def _ouvrir(self, cours: CoursSuivi | None) -> None:
        if self._fiche is None or self._ctx is None or self._executant is None:
            return
        sujet = Sujet(self._fiche.id, self._fiche.saisie.prenom, self._ctx.annee_id, cours)
        dialogue = DialogueChangement(self, self._executant, self._ctx, sujet)
        dialogue.recorde.connect(self._recorde)
        dialogue.open()

    @Slot(object)
    def _recorde(self, fait: Fait[int]) -> None:
        dialogue = self.sender()
        phrase = dialogue.phrase if isinstance(dialogue, DialogueChangement) else ""
        if self._executant is not None and self._bus is not None and self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, phrase)

    @Slot(object, str)
    def _annuler(self, ident: int, _colonne: str) -> None:
        vu = self._changements.get(ident)
        if vu is not None and self._executant is not None and self._ctx is not None:
            self._executant.ecrire(partial(annuler, self._ctx, UUID(vu.operation_id)), self._annule)

    @Slot(object)
    def _annule(self, fait: Fait[str]) -> None:
        if self._bus is not None:
            self._bus.publier(fait.changements)
            self._bus.dire(f"Annulé\u00a0: {fait.resultat}")


def _rangee(vu: ChangementVu) -> Sequence[Cellule]:
    suite = [f"accord {vu.accord_par}"] if vu.accord_par else []
    if vu.avant:
        suite.append(f"avant\u00a0: {vu.avant}")
    if vu.est_annule:
        dernier = puce("Annulé", "neutral", "arrow-u-up-left")
    else:
        dernier = action("Annuler", "arrow-u-up-left") if vu.est_annulable else vide()
    return (
        Cellule(date_fr(vu.effet_le)),
        Cellule(GENRES[vu.genre], Genre.FORT),
        Cellule(vu.apres, second=" · ".join(suite)),  # what it became first: a narrow column cuts the rest
        Cellule(vu.motif or "—", Genre.SECOND),
        Cellule(vu.agent, Genre.SECOND),
        dernier,
    )
