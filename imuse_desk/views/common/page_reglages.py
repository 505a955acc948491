"""A page of settings of a site and year: one form, read and recorded as values by key."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_saisie import PageSaisie


class PageReglages(PageSaisie):
    """A subclass gives its title and its two functions, and fills two columns; the year is the one of ``ctx``.

    ``LECTURE_SEULE``: who sets these rules, said to who may not, where the window does not say it.
    """

    LECTURE_SEULE = ""

    def __init__(
        self, executant: Executant, bus: Bus, ctx: Contexte, titre: str,
        lire: Callable[[Contexte], dict[str, Any]], enregistrer: Callable[[Contexte, Mapping[str, Any]], Fait[int]],
    ) -> None:  # fmt: skip
        super().__init__(executant, bus, ctx)
        self._lire, self._enregistrer = partial(lire, ctx), partial(enregistrer, ctx)
        self._lues_en_dernier: dict[str, Any] = {}
        self.lecture_seule = Bandeau("info", self.LECTURE_SEULE)
        self.lecture_seule.setVisible(bool(self.LECTURE_SEULE) and not self._peut)
        carte = Carte(titre)
        colonnes = QHBoxLayout()
        colonnes.setSpacing(32)
        for composer in (self.colonne_gauche, self.colonne_droite):
            colonnes.addWidget(self.formulaire.colonne(), 1)
            composer()
        carte.ajouter(colonnes)
        self.enregistrer = primaire("Enregist&rer", "check")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for contenu in (self.lecture_seule, self.echec, self.formulaire.bandeau, carte):
            page.addWidget(contenu)
        page.addLayout(rangee_actions(None, self.abandonner, self.enregistrer))
        page.addStretch(1)
        self.suivre_saisie(self.enregistrer)

    def colonne_gauche(self) -> None:
        """Put the fields of the left column in the form."""
        raise NotImplementedError

    def colonne_droite(self) -> None:
        """Put those of the right one."""
        raise NotImplementedError

    @Slot()
    def relire(self) -> None:
        """Read the settings again."""
        self._executant.lire(self._lire, self._lues, self._refuse, cle="regles")

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
        """Record the settings that changed."""
        valeurs = self.formulaire.valider()
        if valeurs is not None:
            self.enregistrer.setEnabled(False)
            self._executant.ecrire(partial(self._enregistrer, valeurs), self._enregistrees, self._refuse)

    @Slot(object)
    def _enregistrees(self, fait: Fait[int]) -> None:
        self.formulaire.enregistre()
        self._actualiser()
        self._bus.publier(fait.changements)
        self._bus.dire("Règles enregistrées" if fait.resultat else "Aucune règle changée")
