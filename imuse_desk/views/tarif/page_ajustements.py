"""Adjustments of a grid, in the order in which they apply: filters, conditions, effect."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tarif.brouillon import Brouillon
from imuse_desk.views.tarif.champs_grille import AJUSTEMENT, TYPES_D_EFFET
from imuse_desk.views.tarif.conditions import EditeurConditions
from imuse_desk.views.tarif.fautes import fautes_sous
from imuse_desk.views.tarif.forme import Connus, Forme, FormeTypee
from imuse_desk.views.tarif.mots import resumer_effet
from imuse_desk.views.tarif.page_articles import code_libre
from imuse_desk.views.tarif.page_liste import Elements, ListeOrdonnee

_COLONNES = (
    Colonne("rang", "N°", 50, est_triable=False),
    Colonne("libelle", "Ajustement", 180, est_triable=False, est_etirable=True),
)


def _ajustement(elements: Elements) -> dict[str, Any]:
    return {"code": code_libre(elements, "ajustement"), "effect": {"type": "percent", "value": None}}


def _cellules(rang: int, ajustement: dict[str, Any]) -> Sequence[Cellule]:
    mots = str(ajustement.get("label") or ajustement.get("code") or "—")
    return Cellule(str(rang + 1), Genre.SECOND), Cellule(mots, second=resumer_effet(ajustement.get("effect")))


class PageAjustements(QWidget):
    """``poser(brouillon)``; ``modifiee`` after each edit of the person."""

    modifiee = Signal()

    def __init__(self, connus: Connus) -> None:
        super().__init__()
        self.liste = ListeOrdonnee("Ajustements", "un ajustement", _COLONNES, _cellules, _ajustement)
        self.liste.setMinimumWidth(310)
        self.forme = Forme(AJUSTEMENT, connus, colonnes=2)
        self.conditions = EditeurConditions(connus)
        self.effet = FormeTypee("Effet", TYPES_D_EFFET, connus)
        self.carte = Carte("Ajustement")
        self.carte.ajouter(self.forme)
        carte_quand, carte_effet = Carte("Quand"), Carte("Effet")
        carte_quand.ajouter(self.conditions)
        carte_effet.ajouter(self.effet)
        self.carte.ajouter(
            texte(
                "Appliqués dans l’ordre de la liste. Un filtre vide vise toutes les lignes, frais compris.",
                "aide",
                replie=True,
            )
        )
        self.droite = Defilement("Ajustement choisi", self.carte, carte_quand, carte_effet)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self.liste, 4)
        rangee.addWidget(self.droite, 6)
        self.liste.choisi.connect(self._choisi)
        for partie in (self.liste, self.forme, self.conditions, self.effet):
            partie.modifiee.connect(self._modifie)

    def poser(self, brouillon: Brouillon) -> None:
        """Show the adjustments of a draft."""
        self.liste.poser(brouillon.donnees.setdefault("adjustments", []), self.liste.rang or 0)

    def montrer_fautes(self, problemes: Sequence[Probleme]) -> None:
        """Say by the field what is wrong with the chosen adjustment."""
        element = self.liste.element
        if element is None:
            return
        code, rang = str(element.get("code", "")), self.liste.rang or 0
        siens = [p for p in problemes if (p.article == code if code else p.cle.startswith(f"adjustments[{rang}]"))]
        base = "" if code else f"adjustments[{rang}]"
        self.forme.montrer_fautes(fautes_sous(siens, base))
        self.conditions.montrer_fautes(fautes_sous(siens, f"{base}.when".lstrip(".")))
        self.effet.montrer_fautes(fautes_sous(siens, f"{base}.effect".lstrip(".")))

    def aller(self, rang: int) -> None:
        """Show an adjustment."""
        self.liste.aller(rang)

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        for partie in (self.liste, self.forme, self.conditions, self.effet):
            partie.figer(est_lecture=est_lecture)

    @Slot(object)
    def _choisi(self, _rang: object) -> None:
        element = self.liste.element
        self.droite.setVisible(element is not None)
        if element is not None:
            self.carte.titre.setText(str(element.get("label") or element.get("code") or "Ajustement"))
            self.forme.poser(element)
            self.conditions.poser(element)
            self.effet.poser(element.setdefault("effect", {"type": "percent"}))

    @Slot()
    def _modifie(self) -> None:
        self.liste.rafraichir()
        self.modifiee.emit()
