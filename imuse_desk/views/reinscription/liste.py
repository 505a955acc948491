"""The re-enrolments of the site while no dossier is open: type, filter by what waits, Enter opens the dossier."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.liste_familles import LigneFamille, lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre, ListeIds
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.familles_listees import cellules
from imuse_desk.views.common.liste_fiche import ListeFiche, Mots
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.cellule import Colonne
from imuse_desk.views.tables.modeles import ModelePagine

FILTRES = [
    ("toutes", "Toutes"),
    ("a_verifier", "Pièces à vérifier"),
    ("a_valider", "À valider"),
    ("pieces", "Pièces manquantes"),
    ("sans_reponse", "Sans réponse"),
]
COLONNES = (
    Colonne("nom", "Famille", 320),
    Colonne("enfants", "Enfants", 260, est_triable=False, est_etirable=True),
    Colonne("etat", "Réinscription", 180, est_triable=False),
)
VIVANTS = frozenset({"piece", "dossier", "dossier_eleve", "foyer"})


class ListeReinscriptions(QWidget):
    """``entrer(ctx)``; ``filtrer(keys)`` chooses pills; opening a row asks the bus for the family's dossier."""

    def __init__(self, executant: Executant, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._executant, self._bus = executant, bus
        self._ctx: Contexte | None = None
        self._tri = ("nom", True)
        self.liste = ListeFiche(Mots("famille", "familles", "", est_feminin=True), FILTRES)
        self.liste.nouveau.hide()
        self.modele: ModelePagine[LigneFamille] = ModelePagine(COLONNES, self._lire_page, cellules, executant, self)
        self.liste.table.brancher(self.modele)
        titre = texte("Réinscriptions", "titre")
        titre.setContentsMargins(16, 12, 16, 0)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(8, 0, 8, 0)
        colonne.setSpacing(0)
        colonne.addWidget(titre)
        colonne.addWidget(self.liste, 1)
        self.liste.filtre_change.connect(self._filtre_change)
        self.liste.table.tri_demande.connect(self._trier)
        self.liste.table.ouverte.connect(self._ouvrir)

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self._ctx = ctx
        self.relire()

    def filtrer(self, cles: Sequence[str]) -> None:
        """Show what waits: these pills alone."""
        self.liste.champ.clear()
        self.liste.filtres.poser(cles)
        self.relire()
        self.liste.table.setFocus()

    def objets_changes(self, changements: Changements) -> None:
        """A piece decided or a dossier validated leaves the list that waited for it."""
        if changements.genres & VIVANTS:
            self.modele.rafraichir([ident for genre, ident in changements.objets if genre == "foyer"])
            self.relire()

    def relire(self) -> None:
        """Run the query again."""
        ctx = self._ctx
        if ctx is not None and ctx.peut(Permission.CONSULTER):
            dit, cles = self.liste.filtre()
            lister = partial(lister_familles, ctx, Filtre(dit, cles, *self._tri))
            self._executant.lire(lister, self._listees, cle="reinscriptions")

    @Slot(object)
    def _listees(self, lue: ListeIds) -> None:
        self.modele.poser_ids(lue.ids)
        self.liste.montrer_compte(len(lue.ids), max(lue.total, len(lue.ids)))
        self.liste.montrer_tri(self._tri[0], "famille", est_croissant=self._tri[1])

    def _lire_page(self, ids: tuple[int, ...]) -> Sequence[LigneFamille]:
        return lire_lignes_familles(self._ctx, ids) if self._ctx is not None else ()

    @Slot(str, object)
    def _filtre_change(self, _texte: str, _cles: object) -> None:
        self.relire()

    @Slot(str, bool)
    def _trier(self, cle: str, est_croissant: bool) -> None:  # noqa: FBT001  a Qt slot
        self._tri = (cle, est_croissant)
        self.relire()

    @Slot(object)
    def _ouvrir(self, foyer_id: int) -> None:
        self._bus.choisir("foyer", foyer_id)
