"""Items of a grid: the list, the chosen item with its ordered rules, the chosen rule with conditions and price."""

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
from imuse_desk.views.tarif.champs_grille import ARTICLE, TYPES_DE_PRIX
from imuse_desk.views.tarif.conditions import EditeurConditions
from imuse_desk.views.tarif.fautes import fautes_sous
from imuse_desk.views.tarif.forme import Connus, Forme, FormeTypee
from imuse_desk.views.tarif.mots import resumer_condition, resumer_prix
from imuse_desk.views.tarif.page_liste import Elements, ListeOrdonnee

_COLONNES = (
    Colonne("code", "Code", 92, est_triable=False),
    Colonne("libelle", "Libellé", 150, est_triable=False, est_etirable=True),
)
_REGLES = (
    Colonne("rang", "N°", 50, est_triable=False),
    Colonne("condition", "Quand", 220, est_triable=False, est_etirable=True),
    Colonne("prix", "Prix", 330, est_triable=False),
)


def code_libre(elements: Elements, debut: str) -> str:
    """A code that no element of the list has."""
    codes = {str(e.get("code")) for e in elements}
    return next(f"{debut}{n}" for n in range(1, len(elements) + 2) if f"{debut}{n}" not in codes)


def _article(elements: Elements) -> dict[str, Any]:
    regle = {"price": {"type": "flat", "amount": None}}
    return {"code": code_libre(elements, "A"), "rules": [regle]}


def _regle(_elements: Elements) -> dict[str, Any]:
    return {"price": {"type": "flat", "amount": None}}


def _cellules(_rang: int, article: dict[str, Any]) -> Sequence[Cellule]:
    return Cellule(str(article.get("code") or "—"), Genre.FORT), Cellule(str(article.get("label") or ""))


def _cellules_regle(rang: int, regle: dict[str, Any]) -> Sequence[Cellule]:
    condition = Cellule(resumer_condition(regle.get("when")))
    return Cellule(str(rang + 1), Genre.SECOND), condition, Cellule(resumer_prix(regle.get("price")))


class PageArticles(QWidget):
    """``poser(brouillon)``; ``modifiee`` after each edit of the person."""

    modifiee = Signal()

    def __init__(self, connus: Connus) -> None:
        super().__init__()
        self.liste = ListeOrdonnee("Articles", "un article", _COLONNES, _cellules, _article)
        self.liste.setMinimumWidth(286)
        self.forme = Forme(ARTICLE, connus, colonnes=2)
        self.carte = Carte("Article")
        self.carte.ajouter(self.forme)
        self.regles = ListeOrdonnee("Règles, la première qui convient donne le prix", "une règle", _REGLES,
                                    _cellules_regle, _regle)  # fmt: skip
        self.regles.table.figer_hauteur()
        self.conditions = EditeurConditions(connus)
        self.prix = FormeTypee("Prix", TYPES_DE_PRIX, connus)
        self.carte_regle = Carte("Règle 1")
        self.carte_regle.ajouter(texte("Quand", "entete_colonne"))
        self.carte_regle.ajouter(self.conditions)
        self.carte_regle.ajouter(self.prix)
        self.droite = Defilement("Article choisi", self.carte, self.regles, self.carte_regle)
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        rangee.addWidget(self.liste, 3)
        rangee.addWidget(self.droite, 7)
        self.liste.choisi.connect(self._article_choisi)
        self.regles.choisi.connect(self._regle_choisie)
        for partie in (self.liste, self.forme, self.regles, self.conditions, self.prix):
            partie.modifiee.connect(self._modifie)

    def poser(self, brouillon: Brouillon) -> None:
        """Show the items of a draft."""
        rang = self.liste.rang or 0
        self.liste.poser(brouillon.donnees.setdefault("items", []), rang)

    def montrer_fautes(self, problemes: Sequence[Probleme]) -> None:
        """Say by the field what is wrong with the chosen item and rule."""
        article = self.liste.element
        if article is None:
            return
        code, rang = str(article.get("code", "")), self.liste.rang or 0
        siens = [p for p in problemes if (p.article == code if code else p.cle.startswith(f"items[{rang}]"))]
        base = "" if code else f"items[{rang}]"
        self.forme.montrer_fautes(fautes_sous(siens, base))
        regle = f"{base}.rules[{self.regles.rang or 0}]".lstrip(".")
        self.conditions.montrer_fautes(fautes_sous(siens, f"{regle}.when"))
        self.prix.montrer_fautes(fautes_sous(siens, f"{regle}.price"))

    def aller(self, rang: int, regle: int = 0) -> None:
        """Show an item and one of its rules."""
        self.liste.aller(rang)
        if regle < self.regles.modele.rowCount():
            self.regles.aller(regle)
            self.droite.ensureWidgetVisible(self.prix)

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        for partie in (self.liste, self.forme, self.regles, self.conditions, self.prix):
            partie.figer(est_lecture=est_lecture)

    @Slot(object)
    def _article_choisi(self, _rang: object) -> None:
        article = self.liste.element
        self.droite.setVisible(article is not None)
        if article is not None:
            self.carte.titre.setText(f"Article {article.get('code') or ''}".strip())
            self.forme.poser(article)
            self.regles.poser(article.setdefault("rules", []))

    @Slot(object)
    def _regle_choisie(self, _rang: object) -> None:
        regle = self.regles.element
        self.carte_regle.setVisible(regle is not None)
        if regle is not None:
            self.carte_regle.titre.setText(f"Règle {(self.regles.rang or 0) + 1}")
            self.conditions.poser(regle)
            self.prix.poser(regle.setdefault("price", {"type": "flat"}))

    @Slot()
    def _modifie(self) -> None:
        self.liste.rafraichir()
        self.regles.rafraichir()
        self.modifiee.emit()
