"""Cash counted note by note and coin by coin: how many of each value, and what they come to."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.facturation.bordereaux import VALEURS_CENTIMES
from imuse_desk.views.common.boutons import Bouton
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurEntier, LigneTexte
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import marquer, px
from imuse_desk.views.regie.mots import coupure

BILLET_MINIMAL_CENTIMES = 500
NOMBRE_MAX = 9_999


class Comptage(QWidget):
    """``change`` at each key; ``total_centimes`` and ``lignes`` are None where a number cannot be read."""

    change = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contenu")
        self.champs: dict[int, EditeurEntier] = {}
        grille = QGridLayout(self)
        grille.setContentsMargins(0, 0, 0, 0)
        grille.setHorizontalSpacing(8)
        grille.setVerticalSpacing(2)
        billets = [v for v in VALEURS_CENTIMES if v >= BILLET_MINIMAL_CENTIMES]
        pieces = [v for v in VALEURS_CENTIMES if v < BILLET_MINIMAL_CENTIMES]
        for colonne, (titre, valeurs) in enumerate((("Billets", billets), ("Pièces", pieces))):
            grille.addWidget(texte(titre, "entete_colonne"), 0, 2 * colonne, 1, 2)
            for rang, valeur in enumerate(valeurs, start=1):
                champ = EditeurEntier(0, NOMBRE_MAX)
                champ.setFixedWidth(px(64))
                champ.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                champ.setAccessibleName(f"{titre} de {coupure(valeur)}")
                champ.modifiee.connect(self._saisi)
                etiquette = texte(coupure(valeur), "libelle")
                etiquette.setBuddy(champ)
                etiquette.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grille.addWidget(etiquette, rang, 2 * colonne)
                grille.addWidget(champ, rang, 2 * colonne + 1)
                self.champs[valeur] = champ

    @property
    def lignes(self) -> tuple[tuple[int, int], ...] | None:
        """(Value in cents, how many) of what is there."""
        lues = []
        for valeur, champ in self.champs.items():
            try:
                combien = champ.valeur()
            except Invalide:
                return None
            if combien:
                lues.append((valeur, combien))
        return tuple(lues)

    @property
    def total_centimes(self) -> int | None:
        """What was counted."""
        lignes = self.lignes
        return None if lignes is None else sum(valeur * combien for valeur, combien in lignes)

    @property
    def est_vide(self) -> bool:
        """Nothing is typed."""
        return not any(champ.text() for champ in self.champs.values())

    def vider(self) -> None:
        """Count again from nothing."""
        for champ in self.champs.values():
            champ.poser_valeur("")
            self._marquer(champ)

    @Slot()
    def _saisi(self) -> None:
        champ = self.sender()
        if isinstance(champ, EditeurEntier):
            self._marquer(champ)
        self.change.emit()

    def _marquer(self, champ: EditeurEntier) -> None:
        """A number that cannot be read is framed."""
        try:
            champ.valeur()
            etat = ""
        except Invalide:
            etat = "erreur"
        marquer(champ, "etat", etat)


def carte_comptage(titre: str, vues: Iterable[QWidget], libelle: str, champ: LigneTexte, verbe: Bouton) -> Carte:
    """The card where something is counted: what is said of it, a field with its label, the verb at the foot."""
    carte = Carte(titre)
    for vue in vues:
        carte.ajouter(vue)
    etiquette = texte(libelle, "libelle")
    etiquette.setBuddy(champ)
    champ.setAccessibleName(libelle.replace("&", ""))
    carte.ajouter(etiquette)
    carte.ajouter(champ)
    carte.corps.addStretch(1)
    carte.corps.addWidget(verbe, 0, Qt.AlignmentFlag.AlignRight)
    return carte
