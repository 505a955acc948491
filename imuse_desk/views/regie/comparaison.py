"""Both invoices of a household side by side: what an avoir takes back, what the new one asks for, line by line."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.facturation.rectification import Comparaison
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import largeur, px
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tables.cellule import montant as cellule_montant
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import DEUX_LIGNES, TableListe

LIGNE = Colonne("ligne", "Ligne", 180, est_triable=False, est_etirable=True)
BASE = Colonne("base", "Base de calcul", 262, est_triable=False)
MONTANT = Colonne("montant", "Montant\u00a0€", 92, "droite", est_triable=False, nature=Nature.MONTANT)
COTES = (("Facturé, repris par l’avoir", (LIGNE, MONTANT), 2), ("Nouvelle facture", (LIGNE, BASE, MONTANT), 5))
"""What is billed already needs no reckoning."""
LARGEUR, LARGEUR_MAX, HAUTEUR = 1040, 1280, 224


class CoteACote(QWidget):
    """``montrer(comparaison)``, once it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(largeur(LARGEUR, LARGEUR_MAX))
        cotes = QHBoxLayout(self)
        cotes.setContentsMargins(0, 0, 0, 0)
        cotes.setSpacing(16)
        self.titres, self.modeles, self.tables = [], [], []
        for nom, colonnes, part in COTES:
            titre, table = texte(nom, "libelle"), TableListe(nom)
            modele = ModeleFixe(colonnes, self)
            table.brancher(modele)
            table.regler_rangees(DEUX_LIGNES)
            table.setFixedHeight(px(HAUTEUR))
            colonne = QVBoxLayout()
            colonne.setSpacing(4)
            colonne.addWidget(titre)
            colonne.addWidget(table)
            cotes.addLayout(colonne, part)
            self.titres.append(titre)
            self.modeles.append(modele)
            self.tables.append(table)

    def montrer(self, comparaison: Comparaison) -> None:
        """Fill both sides."""
        ecart = comparaison.ecart
        totaux = (ecart.facture_centimes, ecart.nouveau_centimes)
        cotes = (comparaison.avant, comparaison.apres)
        for titre, modele, table, lignes, total in zip(
            self.titres, self.modeles, self.tables, cotes, totaux, strict=True
        ):
            titre.setText(f"{table.accessibleName()}\u00a0: {euros(total)}")
            avec_base = BASE in modele.colonnes
            modele.poser(enumerate(_cellules(*ligne, avec_base=avec_base) for ligne in lignes))


def _cellules(libelle: str, base: str, montant_centimes: int, *, avec_base: bool) -> Sequence[Cellule]:
    bases = (Cellule(base, Genre.PHRASE),) if avec_base else ()
    return Cellule(libelle, Genre.PHRASE), *bases, cellule_montant(montant(montant_centimes))
