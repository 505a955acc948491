"""The rules of instrument hire of a site and year: who is served first, how often a hire is renewed."""

from imuse_desk.domain.reglages import PREMIERE_ANNEE_D_ABORD, RENOUVELLEMENTS_MAX
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.locations.regles import enregistrer_regles_location, lire_regles_location
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.champs import CaseACocher, LigneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_reglages import PageReglages


class PageRegles(PageReglages):
    """``PageRegles(executant, bus, ctx)`` then ``relire()``."""

    GENRES = frozenset({"attente_location"})
    LECTURE_SEULE = "La direction et l’administration fixent ces règles."

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx, "Règles de location", lire_regles_location, enregistrer_regles_location)
        self.setFocusProxy(self.formulaire.widget(PREMIERE_ANNEE_D_ABORD.cle))

    def colonne_gauche(self) -> None:
        """The waiting list."""
        self.formulaire.champ(
            PREMIERE_ANNEE_D_ABORD.cle, "", CaseACocher("&Servir d’abord les élèves de 1re année"),
            aide="Puis la date de la demande.",
        )  # fmt: skip

    def colonne_droite(self) -> None:
        """Renewals."""
        self.formulaire.champ(
            RENOUVELLEMENTS_MAX.cle, "Renouvellements ad&mis", LigneTexte(2),
            aide="Vide\u00a0: sans limite. Au-delà, la direction accorde un renouvellement avec son motif.",
        )  # fmt: skip
