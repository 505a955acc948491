"""The examples that a grid carries, replayed: each with what it expects and what the grid gives."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.views.common.boutons import secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, montant, puce
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe
from imuse_desk.views.tarif.brouillon import Examen
from imuse_desk.views.tarif.mots import ecart, valeur_cas

_COLONNES = (
    Colonne("cas", "Cas", 260, est_triable=False, est_etirable=True),
    Colonne("etat", "Résultat", 110, est_triable=False),
    Colonne("attendu", "Attendu", 130, "droite", est_triable=False),
    Colonne("obtenu", "Obtenu", 130, "droite", est_triable=False),
    Colonne("ecart", "Écart", 100, "droite", est_triable=False),
)
_AIDE = (
    "Chaque exemple est recalculé à chaque modification, au centime près. Un exemple ne se modifie pas ici\u00a0: "
    "exportez la grille, corrigez l’exemple dans le fichier, puis importez-le."
)


def compte(examen: Examen) -> str:
    """``19 cas, 2 écarts``."""
    n, k = len(examen.cas), len(examen.ecarts)
    return f"{n} cas, {k or 'aucun'} écart{'s' if k > 1 else ''}"


class PageExemples(QWidget):
    """``montrer(examen)``; ``verification_demandee`` by the button."""

    verification_demandee = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.compte = texte("", "second")
        self.verifier = secondaire("Vérifier maintenant", "check-circle")
        self.modele = ModeleFixe(_COLONNES, self)
        self.table = TableListe("Exemples de la grille")
        self.table.brancher(self.modele)
        self._vide = EtatVide("list", "Aucun exemple", "")
        self.table.poser_vide(self._vide)
        carte = Carte("Exemples de la grille", pleine_largeur=True)
        carte.outils.addWidget(self.compte)
        carte.outils.addWidget(self.verifier)
        carte.ajouter(self.table, 1)
        aide = QHBoxLayout()
        aide.setContentsMargins(16, 6, 16, 10)
        aide.addWidget(texte(_AIDE, "aide", replie=True), 1)
        carte.ajouter(aide)
        colonne = QVBoxLayout(self)
        colonne.setContentsMargins(0, 0, 0, 12)
        colonne.addWidget(carte)
        self.verifier.clicked.connect(self._demander)

    def montrer(self, examen: Examen) -> None:
        """Show the cases, those that do not come out first."""
        self.compte.setText(compte(examen) if examen.grille else "Grille à corriger d’abord")
        if examen.grille is None:
            self._vide.dire("Exemples non joués", "La grille a des fautes\u00a0: corrigez-les d’abord.")
        else:
            self._vide.dire("Aucun exemple", "Ce fichier de grille ne porte pas d’exemple.")
        ranges = sorted(examen.cas, key=lambda c: c.est_juste)
        self.modele.poser(
            [
                (
                    c.cle,
                    (
                        Cellule(c.nom, second=c.detail),
                        puce("Juste", "ok", "check-circle") if c.est_juste else puce("Écart", "bad", "x-circle"),
                        montant(valeur_cas(c.attendu)),
                        Cellule(valeur_cas(c.obtenu), Genre.MONTANT, None if c.est_juste else "bad"),
                        montant("" if c.est_juste else ecart(c.attendu, c.obtenu)),
                    ),
                )
                for c in ranges
            ]
        )

    @Slot()
    def _demander(self) -> None:
        self.verification_demandee.emit()
