"""The rules of the campaign: conditions asked of those who re-enrol, what blocks, what the accusé announces."""

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain import reglages
from imuse_desk.domain.reglages import Cle
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.services.campagne.regles import enregistrer_regles, lire_regles
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.campagne.page_saisie import PageSaisie
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.offre.champs import CasesMultiples

BLOCAGES = [
    (GenreCondition.AVIS.value, "Avis"),
    (GenreCondition.ABSENCES.value, "Absences"),
    (GenreCondition.PAIEMENT.value, "Paiement"),
    (GenreCondition.INSTRUMENT.value, "Instrument"),
]


class PageRegles(PageSaisie):
    """``PageRegles(executant, bus, ctx)`` then ``relire()``; the year is the one of ``ctx``."""

    GENRES = frozenset({"campagne"})

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx)
        self._lues_en_dernier: dict[str, Any] = {}
        carte = Carte("Règles de la réinscription")
        colonnes = QHBoxLayout()
        colonnes.setSpacing(32)
        for composer in (self._conditions, self._autres):
            colonnes.addWidget(self.formulaire.colonne(), 1)
            composer()
        carte.ajouter(colonnes)
        self.enregistrer = primaire("Enregist&rer", "check")
        actions = QHBoxLayout()
        actions.addStretch(1)
        actions.addWidget(self.abandonner)
        actions.addWidget(self.enregistrer)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for contenu in (self.echec, self.formulaire.bandeau, carte):
            page.addWidget(contenu)
        page.addLayout(actions)
        page.addStretch(1)
        self.setFocusProxy(self.formulaire.widget(reglages.CONDITION_AVIS.cle))
        self.suivre_saisie(self.enregistrer)

    def _case(self, cle: Cle, mots: str) -> None:
        self.formulaire.champ(cle.cle, "", CaseACocher(mots))

    def _conditions(self) -> None:
        self._case(reglages.CONDITION_AVIS, "Demander l’a&vis des enseignants")
        self._case(reglages.CONDITION_ABSENCES, "Limiter les ab&sences non justifiées")
        self.formulaire.champ(reglages.ABSENCES_MAX.cle, "Absences ad&mises", LigneTexte(3), obligatoire=True)
        self._case(reglages.CONDITION_PAIEMENT, "Exiger le &paiement de l’année précédente")
        self._case(reglages.CONDITION_INSTRUMENT, "Exiger le retour de l’&instrument loué")

    def _autres(self) -> None:
        form = self.formulaire
        form.champ(
            reglages.CONDITIONS_BLOQUANTES.cle, "B&loquent la validation", CasesMultiples(BLOCAGES),
            aide="Les autres conditions avertissent seulement.",
        )  # fmt: skip
        form.champ(
            reglages.TAILLE_MAX_PIECE_MO.cle, "&Taille d’une pièce (Mo)", LigneTexte(3), obligatoire=True,
            aide="Au-delà, le fichier est refusé à l’import.",
        )  # fmt: skip
        form.champ(
            reglages.CONFIRMATIONS_A_PARTIR.cle, "&Confirmations à partir du", LigneTexte(5),
            aide="Mois et jour (08-24), annoncés par l’accusé de réception.",
        )  # fmt: skip
        form.champ(
            reglages.PREMIERE_FACTURE.cle, "Première &facture en", LigneTexte(20), aide="Par exemple\u00a0: novembre."
        )

    @Slot()
    def relire(self) -> None:
        """Read the rules again."""
        self._executant.lire(partial(lire_regles, self._ctx), self._lues, self._refuse, cle="regles")

    @Slot(object)
    def _lues(self, valeurs: dict[str, Any]) -> None:
        self._lues_en_dernier = {
            cle: str(valeur) if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur
            for cle, valeur in valeurs.items()
        }
        if not self.formulaire.est_modifie():
            self._abandonner()

    @Slot()
    def _abandonner(self) -> None:
        self.formulaire.poser(self._lues_en_dernier)
        self._actualiser()

    @Slot()
    def recorder(self) -> None:
        """Record the rules that changed."""
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            self.enregistrer.setEnabled(False)
            self._executant.ecrire(partial(enregistrer_regles, self._ctx, valeurs), self._enregistrees, self._refuse)

    @Slot(object)
    def _enregistrees(self, fait: Fait[int]) -> None:
        self.formulaire.enregistre()
        self._actualiser()
        self._bus.publier(fait.changements)
        self._bus.dire("Règles enregistrées" if fait.resultat else "Aucune règle changée")
