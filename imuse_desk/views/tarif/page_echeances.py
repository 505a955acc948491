"""The grid as a whole: basis and day of ages, ranking of the children, late entries, instalment plans."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.tarifs.erreurs import Probleme
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.defilement import Defilement
from imuse_desk.views.common.textes import texte
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre
from imuse_desk.views.tarif.brouillon import Brouillon
from imuse_desk.views.tarif.champs_grille import CLASSEMENT, GRILLE, PLAN, TYPES_DE_PRORATA
from imuse_desk.views.tarif.conditions import EditeurConditions
from imuse_desk.views.tarif.fautes import fautes_sous
from imuse_desk.views.tarif.forme import Connus, Forme, FormeTypee
from imuse_desk.views.tarif.mots import resumer_plan
from imuse_desk.views.tarif.page_liste import Elements, ListeOrdonnee

_COLONNES = (
    Colonne("rang", "N°", 50, est_triable=False),
    Colonne("plan", "Échéancier", 200, est_triable=False, est_etirable=True),
)


def _plan(_elements: Elements) -> dict[str, Any]:
    return {"parts": 1}


def _cellules(rang: int, plan: dict[str, Any]) -> Sequence[Cellule]:
    return Cellule(str(rang + 1), Genre.SECOND), Cellule(resumer_plan(plan))


class PageEcheances(QWidget):
    """``poser(brouillon)``; ``modifiee`` after each edit of the person."""

    modifiee = Signal()

    def __init__(self, connus: Connus) -> None:
        super().__init__()
        self._donnees: dict[str, Any] = {}
        self._classement: dict[str, Any] = {}
        self._prorata: dict[str, Any] = {}
        self._plans: Elements = []
        self.grille = Forme(GRILLE, connus)
        self.classement = Forme(CLASSEMENT, connus)
        self.premier = EditeurConditions(connus, cle="first_rank_when", vide="Personne")
        self.prorata = FormeTypee("Règle", TYPES_DE_PRORATA, connus)
        self.plans = ListeOrdonnee("Échéanciers proposés", "un échéancier", _COLONNES, _cellules, _plan)
        self.plans.table.figer_hauteur()
        self.plan = Forme(PLAN, connus)
        self._carte_plan = Carte("Échéancier choisi")
        self._carte_plan.ajouter(self.plan)
        cartes = [Carte(titre) for titre in ("Base de la grille", "Rang des enfants", "Entrée en cours d’année")]
        cartes[0].ajouter(self.grille)
        cartes[1].ajouter(self.classement)
        cartes[1].ajouter(texte("Garde le rang 1 sans être compté, l’élève pour qui", "entete_colonne"))
        cartes[1].ajouter(self.premier)
        cartes[2].ajouter(self.prorata)
        contenu = QWidget()
        contenu.setObjectName("contenu")
        rangee = QHBoxLayout(contenu)
        rangee.setContentsMargins(0, 0, 0, 0)
        rangee.setSpacing(12)
        for groupe in (cartes, [self.plans, self._carte_plan]):
            colonne = QVBoxLayout()
            colonne.setSpacing(12)
            for carte in groupe:
                colonne.addWidget(carte)
            colonne.addStretch(1)
            rangee.addLayout(colonne, 1)
        seule = QVBoxLayout(self)
        seule.setContentsMargins(0, 0, 0, 0)
        seule.addWidget(Defilement("Échéancier et prorata", contenu))
        self.plans.choisi.connect(self._plan_choisi)
        self.plans.modifiee.connect(self._ranger_plans)
        self.classement.modifiee.connect(self._ranger)
        self.premier.modifiee.connect(self._ranger)
        self.prorata.modifiee.connect(self._ranger)
        self.grille.modifiee.connect(self.modifiee)
        self.plan.modifiee.connect(self._ranger_plans)

    def poser(self, brouillon: Brouillon) -> None:
        """Show the rules of a draft as a whole."""
        donnees = brouillon.donnees
        self._donnees = donnees
        self._classement = dict(donnees.get("ranking") or {})
        brut = donnees.get("proration")
        self._prorata = dict(brut) if isinstance(brut, dict) else {"type": "none"}
        self._plans = list(donnees.get("instalment_plans") or [])
        self.grille.poser(donnees)
        self.classement.poser(self._classement)
        self.premier.poser(self._classement)
        self.prorata.poser(self._prorata)
        self.plans.poser(self._plans)

    def montrer_fautes(self, problemes: Sequence[Probleme]) -> None:
        """Say by the field what is wrong."""
        siens = [p for p in problemes if not p.article]
        self.grille.montrer_fautes(fautes_sous(siens, ""))
        self.classement.montrer_fautes(fautes_sous(siens, "ranking"))
        self.premier.montrer_fautes(fautes_sous(siens, "ranking.first_rank_when"))
        self.prorata.montrer_fautes(fautes_sous(siens, "proration"))
        self.plan.montrer_fautes(fautes_sous(siens, f"instalment_plans[{self.plans.rang or 0}]"))

    def figer(self, *, est_lecture: bool) -> None:
        """Allow or forbid editing."""
        for partie in (self.grille, self.classement, self.premier, self.prorata, self.plans, self.plan):
            partie.figer(est_lecture=est_lecture)

    @Slot(object)
    def _plan_choisi(self, _rang: object) -> None:
        plan = self.plans.element
        self._carte_plan.setVisible(plan is not None)
        if plan is not None:
            self.plan.poser(plan)

    @Slot()
    def _ranger_plans(self) -> None:
        self.plans.rafraichir()
        self._ranger()

    @Slot()
    def _ranger(self) -> None:
        """A part that says nothing is not written."""
        parties: tuple[tuple[str, Any, Any], ...] = (
            ("ranking", self._classement, {}),
            ("proration", self._prorata, {"type": "none"}),
            ("instalment_plans", self._plans, []),
        )
        for cle, valeur, rien in parties:
            if valeur == rien:
                self._donnees.pop(cle, None)
            else:
                self._donnees[cle] = valeur
        self.modifiee.emit()
