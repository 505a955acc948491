"""The clashes of the year's week, with both lessons of each."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from imuse_desk.domain.changements import Changements
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.offre.conflits import ConflitVu, lister_conflits
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.tabulation import suivre_le_regard
from imuse_desk.views.listes.carte import ListeEnCarte
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.listes.outils import FicheListe
from imuse_desk.views.offre.genres import colonne
from imuse_desk.views.tables.cellule import Cellule, Genre, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

COLONNES = (
    colonne("genre", "Partagé", 110),
    colonne("qui", "Nom", 170),
    colonne("lecon_a", "Un cours", 360, etirable=True),
    colonne("lecon_b", "L’autre cours", 360),
)
GENRES = {"salle": ("Salle", "house"), "enseignant": ("Enseignant", "user")}


class PageConflits(QWidget):
    """``PageConflits(executant, bus, ctx)`` then ``relire()``."""

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__()
        self._executant, self._ctx = executant, ctx
        colonne_page = QVBoxLayout(self)
        colonne_page.setContentsMargins(0, 0, 0, 0)
        self.carte = Carte("Chevauchements", pleine_largeur=True)
        self.modele = ModeleFixe(COLONNES, self)
        self.table = TableListe("Chevauchements")
        self.table.brancher(self.modele)
        phrase = "Aucune salle ni aucun enseignant n’est pris deux fois à la même heure."
        self.table.poser_vide(EtatVide("check-circle", "Aucun chevauchement", phrase))
        self.carte.ajouter(self.table, 1)
        fiche = FicheListe("offre.conflits", "Chevauchements", Mots("chevauchement", "chevauchements"))
        self.outils = ListeEnCarte(executant, bus, ctx).outiller(self.carte, self.table, fiche)
        colonne_page.addWidget(self.carte)
        suivre_le_regard(self)
        self.setFocusProxy(self.table)
        bus.change.connect(self._objets_changes)

    @Slot()
    def relire(self) -> None:
        """Look for clashes again."""
        self._executant.lire(partial(lister_conflits, self._ctx), self._lus, cle="conflits")

    @Slot(object)
    def _lus(self, conflits: Sequence[ConflitVu]) -> None:
        self.carte.titre.setText(f"Chevauchements ({len(conflits)})" if conflits else "Chevauchements")
        self.modele.poser((rang, _rangee(conflit)) for rang, conflit in enumerate(conflits))

    @Slot(object)
    def _objets_changes(self, changements: Changements) -> None:
        if changements.genres & {"cours", "creneau", "salle", "enseignant"}:
            self.relire()


def _rangee(conflit: ConflitVu) -> Sequence[Cellule]:
    mots, icone = GENRES[conflit.genre]
    return (
        puce(mots, "warn", icone),
        Cellule(conflit.qui, Genre.FORT),
        Cellule(conflit.lecon_a),
        Cellule(conflit.lecon_b),
    )
